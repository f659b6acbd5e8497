//! The sentences of the log: entries keep ids and numbers, and [`about`] puts them into words, with a link to the page of what was
//! done.

use campaigns::Texts;
use domain::ids::RecipientId;
use domain::locale::Locale;
use domain::mail::correspondence::{Correspondent, MarkId};
use domain::office::audit::{Action, Entry};
use domain::office::organizer::Role;
use domain::slug::PartnerSlug;
use domain::tally::cause::Cause;
use domain::tally::riding::RidingCode;
use domain::tally::week::Week;

use crate::campaign::history;
use crate::campaign::members::about_in_words;
use crate::campaign::partner_history;
use crate::campaign::summary::Summary;
use crate::integrity::conditions::kinds_in_words;
use crate::outreach::links;
use crate::visit::nav::role_key;
use crate::visit::place_name;

/// The object of an entry in words, and the page about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct About {
    pub(super) text: String,
    pub(super) href: Option<String>,
}

/// Puts the object of an entry into words. An entry of another shape is shown as it is.
pub(super) fn about(t: &Texts, home: &str, entry: &Entry) -> About {
    let of = Object { t, home, action: entry.action, about: &entry.about };
    of.said().unwrap_or_else(|| About { text: entry.about.clone(), href: None })
}

/// The object of an entry, as it is kept.
struct Object<'a> {
    t: &'a Texts,
    home: &'a str,
    action: Action,
    about: &'a str,
}

impl Object<'_> {
    /// Says the object in words; `None` if it is read as it is, or has a shape of earlier days.
    fn said(&self) -> Option<About> {
        match self.action {
            // These have no object, or one that is an address of an organizer.
            Action::SignedIn
            | Action::SignedOut
            | Action::Removed
            | Action::SecondFactorOn
            | Action::SecondFactorOff
            | Action::LettersPaused
            | Action::LettersResumed
            | Action::OfficeLinksMade
            | Action::FormClosed
            | Action::FormOpened
            | Action::FormResumed
            | Action::HoldingPageOn
            | Action::HoldingPageOff
            | Action::RemindersPaused
            | Action::RemindersResumed => None,
            Action::Invited => invited(self),
            Action::RoleChanged => changed_role(self),
            Action::RecoveryCodeUsed => self.counted("office-about-codes"),
            Action::SupportersExported => exported(self),
            Action::SupporterLookedUp
            | Action::LinkSentAgain
            | Action::BounceLifted
            | Action::SupporterErased
            | Action::PaperLineErased => supporter(self),
            Action::SupporterCorrected => correction(self),
            Action::SignersExamined => examined(self),
            Action::Invalidated | Action::Restored => removed(self),
            Action::PaperCounted => self.counted_at("paper", "office-about-lines"),
            Action::PaperTakenBack => self.counted_at("paper", "office-about-signatures"),
            Action::HeldReleased | Action::HeldDiscarded => self.counted_at("held", "office-about-forms"),
            Action::HeldRestored => self.linked(&format!("held/{}", self.pair()?.0), self.t.get("office-about-see")),
            Action::LettersReleased | Action::LettersDiscarded => self.counted("office-about-letters"),
            Action::CorrespondentMarked | Action::CorrespondentUnmarked | Action::AnswerSwitched => noted(self),
            Action::OfficeLinksReplaced => replaced_links(self),
            Action::DigestsSent => sent_digests(self),
            Action::DigestsTakenBack => self.linked("offices", self.week(self.about)?),
            Action::FormPaused => paused_form(self),
            Action::TallyRepaired => self.counted("office-about-counters"),
            Action::RecipientAdded
            | Action::RecipientPaused
            | Action::RecipientResumed
            | Action::RecipientTested
            | Action::RecipientSecretRotated
            | Action::RecipientRemoved
            | Action::DeliverySentAgain => recipient(self, self.about),
            Action::DeliveriesSentAgain => sent_again(self),
            Action::EditionPublished => published(self),
            Action::MembersPublished | Action::MembersRestored | Action::MembersUndone => {
                self.linked("members", about_in_words(self.t, self.about)?)
            }
            Action::PartnerAdded
            | Action::PartnerAccepted
            | Action::PartnerChanged
            | Action::PartnerPaused
            | Action::PartnerResumed
            | Action::PartnerEnded
            | Action::ContactAdded
            | Action::ContactMailed
            | Action::ContactRemoved => partner(self),
            Action::PartnerRefused => text(self.name(self.about)),
            Action::PartnersRefused => refused_all(self),
            Action::PartnersImported => imported(self),
            Action::PartnersUndone => undone(self),
        }
    }
}

#[expect(clippy::unnecessary_wraps, reason = "each way of saying returns an option")]
fn text(text: String) -> Option<About> {
    Some(About { text, href: None })
}

impl<'a> Object<'a> {
    fn pair(&self) -> Option<(&'a str, &'a str)> {
        self.about.rsplit_once(": ")
    }

    fn number(&self, key: &str, count: &str) -> Option<String> {
        Some(self.t.with(key, [("count", count.parse::<i64>().ok()?.into())]))
    }

    /// A number alone.
    fn counted(&self, key: &str) -> Option<About> {
        text(self.number(key, self.about)?)
    }

    /// A number, and the id of the page about it.
    fn counted_at(&self, room: &str, key: &str) -> Option<About> {
        let (id, count) = self.pair()?;
        self.linked(&format!("{room}/{id}"), self.number(key, count)?)
    }

    #[expect(clippy::unnecessary_wraps, reason = "each way of saying returns an option")]
    fn linked(&self, path: &str, text: String) -> Option<About> {
        Some(About { text, href: Some(format!("{}/{path}", self.home)) })
    }

    /// Names a week by its first day.
    fn week(&self, week: &str) -> Option<String> {
        let day = self.t.date(week.parse::<Week>().ok()?.first_day());
        Some(self.t.with("office-about-week", [("day", day.into())]))
    }

    /// Picks the page's language from a name that is kept in both. If nothing separates them, both are shown.
    fn name(&self, both: &str) -> String {
        let mut names = both.split(" / ");
        match (names.next(), names.next(), names.next()) {
            (Some(en), Some(fr), None) if self.t.locale() == Locale::En || fr.is_empty() => en.to_owned(),
            (Some(_), Some(fr), None) => fr.to_owned(),
            _ => both.to_owned(),
        }
    }

    /// Says something of somebody.
    fn of(&self, what: &str, says: &str) -> String {
        self.t.with("office-about-of", [("what", what.into()), ("says", says.into())])
    }

    fn role(&self, name: &str) -> Option<String> {
        let role: Role = name.parse().ok()?;
        Some(self.t.get(role_key(&role)))
    }
}

fn invited(of: &Object<'_>) -> Option<About> {
    let (email, role) = of.pair()?;
    text(of.of(email, &of.role(role)?))
}

fn changed_role(of: &Object<'_>) -> Option<About> {
    let (email, roles) = of.pair()?;
    let (from, to) = roles.split_once(" → ")?;
    text(of.of(email, &format!("{} → {}", of.role(from)?, of.role(to)?)))
}

fn examined(of: &Object<'_>) -> Option<About> {
    of.counted("office-about-sheet").or_else(|| text(kinds_in_words(of.t, of.about)?))
}

fn sent_digests(of: &Object<'_>) -> Option<About> {
    let (week, count) = of.pair()?;
    of.linked("offices", format!("{}, {}", of.number("office-about-emails", count)?, of.week(week)?))
}

fn paused_form(of: &Object<'_>) -> Option<About> {
    let day = of.t.date(campaigns::day(of.about)?);
    text(of.t.with("office-about-reopening", [("day", day.into())]))
}

fn published(of: &Object<'_>) -> Option<About> {
    let summary: Summary = serde_json::from_str(of.about).ok()?;
    of.linked(&history::HISTORY.path_to(summary.version), summary.said(of.t))
}

/// Reads the mail domain of refused requests, and their number.
fn refused_all(of: &Object<'_>) -> Option<About> {
    let (domain, count) = of.pair()?;
    text(of.of(domain, &of.number("office-about-asks", count)?))
}

fn exported(of: &Object<'_>) -> Option<About> {
    let (part, people) = of.pair()?;
    let (part, parts) = part.split_once('/')?;
    let people = of.number("office-about-people", people)?;
    let which = [("part", part.to_owned().into()), ("of", parts.to_owned().into())];
    text(if parts == "1" { people } else { format!("{people}, {}", of.t.with("office-about-part", which)) })
}

fn removed(of: &Object<'_>) -> Option<About> {
    let (id, cause) = of.pair()?;
    let cause: Cause = cause.parse().ok()?;
    of.linked(&format!("integrity/{id}"), of.t.get(&format!("cause-{cause}")))
}

fn noted(of: &Object<'_>) -> Option<About> {
    let id: MarkId = of.about.parse().ok()?;
    let whom = match id.to {
        Correspondent::Member(riding) => place_name(of.t, riding.into()),
        Correspondent::PrimeMinister => of.t.get("office-letters-prime-minister"),
    };
    let said = of.of(&whom, &of.t.get(&format!("office-letters-mark-{}", id.mark.name())));
    // A note that was removed has no page any more.
    if of.action == Action::CorrespondentUnmarked {
        text(said)
    } else {
        of.linked(&format!("letters/marks/{}", of.about), said)
    }
}

fn replaced_links(of: &Object<'_>) -> Option<About> {
    if of.about == links::ALL {
        return of.linked("offices", of.t.get("office-about-all-ridings"));
    }
    let riding: RidingCode = of.about.parse().ok()?;
    of.linked(&format!("offices/{riding}"), place_name(of.t, riding.into()))
}

/// Reads the id, the address and the name of a recipient.
fn recipient(of: &Object<'_>, about: &str) -> Option<About> {
    let (id, rest) = about.split_once(' ')?;
    let id: RecipientId = id.parse().ok()?;
    let (address, name) = rest.split_once(' ')?;
    let said = format!("{}, {address}", of.name(name));
    // A recipient that was removed has no page any more.
    if of.action == Action::RecipientRemoved { text(said) } else { of.linked(&format!("webhooks/{id}"), said) }
}

/// Reads a recipient and the number of messages that were sent to it again.
fn sent_again(of: &Object<'_>) -> Option<About> {
    let (about, count) = of.pair()?;
    let About { text, href } = recipient(of, about)?;
    Some(About { text: of.of(&text, &of.number("office-about-messages", count)?), href })
}

/// Reads the name of a partner and its slug, which leads to its page. The number behind them is the list's version.
fn partner(of: &Object<'_>) -> Option<About> {
    let (name, _) = of.about.rsplit_once(", ")?;
    let (name, slug) = name.strip_suffix(')')?.rsplit_once(" (")?;
    let slug: PartnerSlug = slug.parse().ok()?;
    of.linked(&format!("partners/{slug}"), of.name(name))
}

fn imported(of: &Object<'_>) -> Option<About> {
    let (counts, _) = of.about.split_once(", ")?;
    let (added, changed) = counts.strip_prefix('+')?.split_once(" ~")?;
    let said = [of.number("office-about-added", added)?, of.number("office-about-changed", changed)?].join(", ");
    of.linked("partners", said)
}

fn undone(of: &Object<'_>) -> Option<About> {
    let (version, undone) = of.pair()?;
    let what = of.t.with("office-edition-undoes", [("number", undone.parse::<u32>().ok()?.to_string().into())]);
    let number: u32 = version.parse().ok()?;
    let said = [("number", number.to_string().into()), ("what", what.into())];
    of.linked(&partner_history::HISTORY.path_to(number), of.t.with("office-edition-about", said))
}

fn supporter(of: &Object<'_>) -> Option<About> {
    // Entries from before a look-up had a code have none.
    if of.about.is_empty() {
        return None;
    }
    text(of.t.with("office-help-person", [("code", of.about.into())]))
}

fn correction(of: &Object<'_>) -> Option<About> {
    let (code, what) = of.about.split_once(' ')?;
    let person = of.t.with("office-help-person", [("code", code.into())]);
    text(of.of(&person, &of.t.get(&corrected(what)?)))
}

/// The key of the sentence about what was corrected.
fn corrected(what: &str) -> Option<String> {
    ["name", "home", "language"].contains(&what).then(|| format!("office-about-{what}"))
}

#[cfg(test)]
mod tests {
    use domain::mail::email::EmailAddress;
    use jiff::Timestamp;

    use super::*;

    const ID: &str = "AAAAAAAAAAAAAAAAAAAAAA";
    const PARTNER: &str = "River Town / Ville-Rivière (river-town), 12";
    const PARTNER_NAMES: [&str; 2] = ["River Town", "Ville-Rivière"];
    const REFUSED: [&str; 2] = ["evil.example: 12 requests", "evil.example : 12 demandes"];
    const IMPORTED: [&str; 2] = ["3 added, 1 changed", "3 partenaires ajoutés, 1 modifié"];
    const UNDONE: [&str; 2] = ["version 5: undo of version 3", "version 5 : annulation de la version 3"];
    const PERSON: [&str; 2] = ["Supporter 4F7A-21C9", "Signataire 4F7A-21C9"];
    const RECIPIENT: &str = "AAAAAAAAAAAAAAAAAAAAAA https://hooks.example.org/a River Town / Ville-Rivière";
    const RECIPIENT_NAMES: [&str; 2] =
        ["River Town, https://hooks.example.org/a", "Ville-Rivière, https://hooks.example.org/a"];
    const AGAIN: &str = "AAAAAAAAAAAAAAAAAAAAAA https://hooks.example.org/a River Town / Ville-Rivière: 12";
    const AGAIN_WORDS: [&str; 2] = [
        "River Town, https://hooks.example.org/a: 12 messages",
        "Ville-Rivière, https://hooks.example.org/a : 12 messages en tout",
    ];
    const NOTE: [&str; 2] = ["Ottawa Centre: Has answered.", "Ottawa-Centre : A répondu."];
    const SUPPORTER: &str = "4F7A-21C9";
    const NOTHING: (&str, [&str; 2], &str) = ("", ["", ""], "");

    fn said(locale: Locale, action: Action, about: &str) -> (String, Option<String>) {
        let site = crate::context::plain_site();
        let by = EmailAddress::parse("ana@example.org").unwrap();
        let entry = Entry { at: Timestamp::UNIX_EPOCH, by, action, about: about.to_owned(), reason: String::new() };
        let About { text, href } = super::about(site.texts(locale), "/organizer/en", &entry);
        (text, href)
    }

    /// Gives an object of each action as the log keeps it, its words in both languages, and its page.
    fn example(action: Action) -> (&'static str, [&'static str; 2], &'static str) {
        match action {
            Action::SignedIn
            | Action::SignedOut
            | Action::SecondFactorOn
            | Action::SecondFactorOff
            | Action::LettersPaused
            | Action::LettersResumed
            | Action::OfficeLinksMade
            | Action::FormClosed
            | Action::FormOpened
            | Action::FormResumed
            | Action::HoldingPageOn
            | Action::HoldingPageOff
            | Action::RemindersPaused
            | Action::RemindersResumed => NOTHING,
            Action::Removed => ("a@b.ca", ["a@b.ca"; 2], ""),
            Action::Invited => ("a@b.ca: admin", ["a@b.ca: Admin", "a@b.ca : Administration"], ""),
            Action::RoleChanged => {
                ("a@b.ca: viewer → admin", ["a@b.ca: Viewer → Admin", "a@b.ca : Lecture → Administration"], "")
            }
            Action::RecoveryCodeUsed => ("3", ["3 codes are left", "Il reste 3 codes"], ""),
            Action::SupportersExported => ("2/3: 5", ["5 people, part 2 of 3", "5 personnes, partie 2 sur 3"], ""),
            Action::SupporterLookedUp
            | Action::LinkSentAgain
            | Action::BounceLifted
            | Action::SupporterErased
            | Action::PaperLineErased => (SUPPORTER, PERSON, ""),
            Action::SupporterCorrected => {
                ("4F7A-21C9 home", ["Supporter 4F7A-21C9: where they live", "Signataire 4F7A-21C9 : domicile"], "")
            }
            Action::SignersExamined => ("12", ["a paper file of 12 lines", "un fichier papier de 12 lignes"], ""),
            Action::Invalidated | Action::Restored => (
                "AAAAAAAAAAAAAAAAAAAAAA: invented",
                ["People who did not sign", "Personnes qui n’ont pas signé"],
                "/integrity/AAAAAAAAAAAAAAAAAAAAAA",
            ),
            Action::PaperCounted => {
                ("AAAAAAAAAAAAAAAAAAAAAA: 12", ["12 lines", "12 lignes"], "/paper/AAAAAAAAAAAAAAAAAAAAAA")
            }
            Action::PaperTakenBack => (
                "AAAAAAAAAAAAAAAAAAAAAA: 12",
                ["12 signatures that were counted", "12 signatures qui étaient comptées"],
                "/paper/AAAAAAAAAAAAAAAAAAAAAA",
            ),
            Action::HeldReleased | Action::HeldDiscarded => {
                ("AAAAAAAAAAAAAAAAAAAAAA: 1", ["1 form", "1 formulaire"], "/held/AAAAAAAAAAAAAAAAAAAAAA")
            }
            Action::HeldRestored => {
                ("AAAAAAAAAAAAAAAAAAAAAA: BBBBBBBBBBBBBBBBBBBBBB", ["See it", "Voir"], "/held/AAAAAAAAAAAAAAAAAAAAAA")
            }
            Action::LettersReleased | Action::LettersDiscarded => ("3", ["3 letters", "3 lettres"], ""),
            Action::CorrespondentUnmarked => ("35079:answered", NOTE, ""),
            Action::CorrespondentMarked | Action::AnswerSwitched => {
                ("35079:answered", NOTE, "/letters/marks/35079:answered")
            }
            Action::OfficeLinksReplaced => ("35079", ["Ottawa Centre", "Ottawa-Centre"], "/offices/35079"),
            Action::DigestsSent => (
                "2026-W48: 3",
                ["3 emails, week of November 23, 2026", "3 courriels, semaine du 23 novembre 2026"],
                "/offices",
            ),
            Action::DigestsTakenBack => {
                ("2026-W48", ["week of November 23, 2026", "semaine du 23 novembre 2026"], "/offices")
            }
            Action::FormPaused => {
                ("2026-12-24", ["reopening planned on December 24, 2026", "réouverture prévue le 24 décembre 2026"], "")
            }
            Action::TallyRepaired => ("2", ["2 counters", "2 compteurs"], ""),
            Action::RecipientAdded
            | Action::RecipientPaused
            | Action::RecipientResumed
            | Action::RecipientTested
            | Action::RecipientSecretRotated
            | Action::DeliverySentAgain => (RECIPIENT, RECIPIENT_NAMES, "/webhooks/AAAAAAAAAAAAAAAAAAAAAA"),
            Action::DeliveriesSentAgain => (AGAIN, AGAIN_WORDS, "/webhooks/AAAAAAAAAAAAAAAAAAAAAA"),
            Action::RecipientRemoved => (RECIPIENT, RECIPIENT_NAMES, ""),
            Action::EditionPublished => (
                r#"{"version":3,"changes":[{"goal":[20000,30000]}],"sentences":2}"#,
                ["version 3: Goal 20,000 → 30,000; 2 sentences", "version 3 : Objectif 20 000 → 30 000 ; 2 phrases"],
                "/campaign/history?before=4#version-3",
            ),
            Action::MembersPublished | Action::MembersRestored | Action::MembersUndone => (
                "5: 1 0 0 0 35079",
                ["Ottawa Centre: one new Member", "Ottawa-Centre : 1 personne nouvellement élue"],
                "/members",
            ),
            Action::PartnerAdded
            | Action::PartnerAccepted
            | Action::PartnerChanged
            | Action::PartnerPaused
            | Action::PartnerResumed
            | Action::PartnerEnded
            | Action::ContactAdded
            | Action::ContactMailed
            | Action::ContactRemoved => (PARTNER, PARTNER_NAMES, "/partners/river-town"),
            Action::PartnerRefused => ("River Town / Ville-Rivière", PARTNER_NAMES, ""),
            Action::PartnersRefused => ("evil.example: 12", REFUSED, ""),
            Action::PartnersImported => ("+3 ~1, 12", IMPORTED, "/partners"),
            Action::PartnersUndone => ("5: 3", UNDONE, "/partners/history?before=6#version-5"),
        }
    }

    #[test]
    fn every_entry_is_said_in_words_of_the_readers_language_and_leads_to_its_page() {
        for action in Action::ALL {
            let (about, words, path) = example(*action);
            for (locale, words) in Locale::ALL.into_iter().zip(words) {
                let (said, href) = said(locale, *action, about);
                assert_eq!(said.replace(['\u{a0}', '\u{202f}'], " "), words, "{action}, {locale}");
                assert_eq!(href.unwrap_or_default().trim_start_matches("/organizer/en"), path, "{action}");
                let is_code = |word: &str| {
                    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
                    word == ID || word == "river-town" || word == "35079" || word.contains("-W") || word.contains('_')
                };
                assert!(!said.split_whitespace().any(is_code) && !said.contains('{'), "{action}: {said}");
            }
        }
    }

    #[test]
    fn one_of_a_kind_and_all_at_once_have_their_own_words() {
        for (action, about, words) in [
            (Action::SupportersExported, "1/1: 1", "1 person"),
            (Action::OfficeLinksReplaced, "all", "all ridings"),
            (Action::DigestsSent, "2026-W53: 1", "1 email, week of December 28, 2026"),
            (Action::FormPaused, "", ""),
            (Action::SignersExamined, "", ""),
            (Action::SignersExamined, "postal-code name", "Postal code, Name"),
            (Action::PartnerRefused, "Either / Or / Neither", "Either / Or / Neither"),
        ] {
            assert_eq!(said(Locale::En, action, about).0, words, "{action}");
        }
    }

    #[test]
    fn an_entry_of_another_shape_is_shown_as_it_is() {
        for action in Action::ALL.iter().filter(|action| **action != Action::PartnerRefused) {
            let (text, href) = said(Locale::En, *action, "?");
            assert!(href.is_none() && text.ends_with('?'), "{action}: {text}");
        }
        assert_eq!(
            said(Locale::En, Action::RecipientAdded, "Town: https://example.org").0,
            "Town: https://example.org"
        );
    }
}
