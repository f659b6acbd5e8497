//! The words of the weekly digest to a Member's office: the office previews them, and the mailer sends the same.

use domain::locale::Locale;
use domain::mail::digest::DigestNumbers;
use domain::tally::riding::Province;
use jiff::Timestamp;

use crate::texts::Texts;

/// Everything that a digest says, in one language.
#[derive(Clone, Copy, Debug)]
pub struct DigestFacts<'a> {
    /// The riding's name in the language.
    pub riding: &'a str,
    /// The name of its Member.
    pub member: &'a str,
    /// Whether the Member said yes to all asks. Then the digest thanks and does not ask.
    pub agrees: bool,
    pub numbers: DigestNumbers,
    /// The time of the numbers.
    pub as_of: Timestamp,
    /// The full address of the office's page, once it has one.
    pub page: Option<&'a str>,
    /// The full address of the page that stops the digests.
    pub stop: &'a str,
    /// The address that people write to.
    pub contact: &'a str,
}

/// A digest in one language, from top to bottom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DigestWords {
    pub subject: String,
    pub greeting: String,
    /// The number and its growth.
    pub number: String,
    /// The words before the asks, or thanks to a Member who said yes to all of them.
    pub asks_title: String,
    pub asks: [String; 3],
    pub how: String,
    /// The sentence about the office's page, and the page's address.
    pub page: Option<(String, String)>,
    pub contact: String,
    /// The reason for the mail, and the way to stop it.
    pub why: String,
    /// The words of the link that stops the digests, and its address.
    pub stop: (String, String),
}

/// Returns the languages of a digest, the first one first. One mail holds both, because the roster does not say which one
/// an office prefers.
#[must_use]
pub const fn digest_languages(province: Province) -> [Locale; 2] {
    match province {
        Province::Quebec => [Locale::Fr, Locale::En],
        Province::NewfoundlandAndLabrador
        | Province::PrinceEdwardIsland
        | Province::NovaScotia
        | Province::NewBrunswick
        | Province::Ontario
        | Province::Manitoba
        | Province::Saskatchewan
        | Province::Alberta
        | Province::BritishColumbia
        | Province::Yukon
        | Province::NorthwestTerritories
        | Province::Nunavut => [Locale::En, Locale::Fr],
    }
}

impl DigestWords {
    /// Puts a digest into words.
    #[must_use]
    pub fn of(t: &Texts, facts: &DigestFacts<'_>) -> Self {
        let DigestNumbers { before, count, milestone } = facts.numbers;
        let number = t.with(
            "campaign-digest-number",
            [
                ("day", t.day(facts.as_of).into()),
                ("time", t.time(facts.as_of).into()),
                ("count", count.into()),
                ("riding", facts.riding.into()),
                ("before", before.into()),
            ],
        );
        let passed = milestone.map(|passed| t.with("campaign-digest-milestone", [("milestone", passed.into())]));
        let contact = |key: &str| t.with(key, [("contact", facts.contact.into())]);
        Self {
            subject: t.with("campaign-digest-subject", [("riding", facts.riding.into()), ("count", count.into())]),
            greeting: t.with("campaign-digest-greeting", [("member", facts.member.into())]),
            number: std::iter::once(number).chain(passed).collect::<Vec<_>>().join(" "),
            asks_title: if facts.agrees {
                t.with("campaign-digest-thanks", [("member", facts.member.into())])
            } else {
                t.get("campaign-digest-asks")
            },
            asks: ["resettlement", "sponsorship", "determination"]
                .map(|ask| t.get(&format!("campaign-ask-{ask}-title"))),
            how: format!("{} {}", t.get("campaign-digest-how"), t.get("campaign-not-official")),
            page: facts.page.map(|page| (t.get("campaign-digest-page"), page.to_owned())),
            contact: contact("campaign-digest-contact"),
            why: contact("campaign-digest-why"),
            stop: (t.get("campaign-digest-stop"), facts.stop.to_owned()),
        }
    }

    /// Writes the digest as plain text, with its sender and the sender's postal address below it.
    #[must_use]
    pub fn text(&self, organization: &str, postal_address: &str) -> String {
        let asks: Vec<_> = self.asks.iter().enumerate().map(|(n, ask)| format!("{}. {ask}", n + 1)).collect();
        let mut paragraphs = vec![
            self.greeting.clone(),
            self.number.clone(),
            format!("{}\n{}", self.asks_title, asks.join("\n")),
            self.how.clone(),
        ];
        paragraphs.extend(self.page.as_ref().map(|(sentence, page)| format!("{sentence}\n{page}")));
        let (stop, page) = &self.stop;
        paragraphs.extend([self.contact.clone(), self.why.clone(), format!("{stop}\n{page}")]);
        paragraphs.push(format!("{organization}\n{postal_address}"));
        paragraphs.join("\n\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::CAMPAIGNS;

    fn words(locale: Locale, numbers: DigestNumbers) -> DigestWords {
        words_to(locale, numbers, false)
    }

    fn words_to(locale: Locale, numbers: DigestNumbers, agrees: bool) -> DigestWords {
        let t = Texts::load(locale, &[CAMPAIGNS[0].sentences(locale)]).unwrap();
        let facts = DigestFacts {
            riding: "Ottawa Centre",
            member: "Ana Roy",
            agrees,
            numbers,
            as_of: "2026-11-26T19:05:00Z".parse().unwrap(),
            page: Some("https://example.org/en/office/x"),
            stop: "https://example.org/en/digest/stop?token=x",
            contact: "info@example.org",
        };
        DigestWords::of(&t, &facts)
    }

    #[test]
    fn a_digest_says_the_number_with_its_hour_and_the_way_to_stop_in_both_languages() {
        let numbers = DigestNumbers { before: 90, count: 1_237, milestone: Some(1_000) };
        let english = words(Locale::En, numbers);
        for said in ["November 26, 2026", "2:05\u{a0}p.m.", "Ottawa time", "1,237 people", "90", "1,000"] {
            assert!(english.number.contains(said), "{said} is not in {}", english.number);
        }
        let french = words(Locale::Fr, numbers);
        for said in ["26 novembre 2026", "14\u{a0}h\u{a0}05", "1\u{202f}237 personnes", "90", "1\u{202f}000"] {
            assert!(french.number.contains(said), "{said} is not in {}", french.number);
        }
        for words in [english, french] {
            assert!(words.why.contains("info@example.org") && words.greeting.contains("Ana Roy"));
            assert!(words.text("CCR", "1").contains("\nhttps://example.org/en/digest/stop?token=x\n"));
            assert!(words.subject.contains("Ottawa Centre") && words.page.is_some());
        }
    }

    #[test]
    fn one_person_is_one_person_and_a_week_without_a_milestone_names_none() {
        let numbers = DigestNumbers { before: 0, count: 1, milestone: None };
        assert!(words(Locale::En, numbers).number.contains("one person in Ottawa Centre has signed"));
        assert!(words(Locale::Fr, numbers).number.contains("une personne a signé"));
    }

    #[test]
    fn a_member_who_said_yes_is_thanked_and_asked_for_nothing() {
        let numbers = DigestNumbers { before: 0, count: 1, milestone: None };
        for (locale, thanks, asks) in [
            (Locale::En, "Thank you: Ana Roy has said yes to all of our asks.", "We ask the federal government"),
            (Locale::Fr, "Merci\u{202f}: Ana Roy a dit oui à toutes nos demandes.", "Nous demandons"),
        ] {
            let [to_others, to_friend] = [false, true].map(|agrees| words_to(locale, numbers, agrees).text("CCR", "1"));
            assert!(to_friend.contains(thanks) && !to_friend.contains(asks), "{to_friend}");
            assert!(to_others.contains(asks) && !to_others.contains(thanks), "{to_others}");
        }
    }

    #[test]
    fn quebec_reads_french_first() {
        assert_eq!(digest_languages(Province::Quebec), [Locale::Fr, Locale::En]);
        assert_eq!(digest_languages(Province::NewBrunswick), [Locale::En, Locale::Fr]);
    }
}
