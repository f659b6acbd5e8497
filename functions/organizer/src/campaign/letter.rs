//! The letter of an edition, for a preview and for its limit: it fits a link that opens a mail program.

use std::borrow::Cow;

use campaigns::{DigestFacts, DigestWords, ProposedLetter};
use domain::campaign::members::{Holder, Member};
use domain::locale::Locale;
use domain::mail::digest::DigestNumbers;
use domain::mail::email::EmailAddress;
use domain::mail::letter::Addressee;
use domain::mail::official::{Officials, Post, Recipients};
use jiff::Timestamp;
use pages::{MAILTO_MAX_CHARACTERS, Mailto, Site};
use ridings::Riding;

/// The words that a person may add to the letter. They have as many accents as French has.
const OWN_WORDS: &str = "Ma famille a été accueillie à Québec après des années passées à l’étranger, et je sais ce qu’une décision retardée coûte à des enfants séparés de leurs parents. À l’école où j’ai enseigné, des élèves réfugiés ont réussi dès la première année. Aidez-nous à faire de même pour d’autres, sans délai, ici";
/// The signature of a long name.
const SIGNATURE: &str = "Marie-Hélène Tremblay-Lévesque";
/// The postal code below the signature of somebody who lives in Canada.
const POSTAL_CODE: &str = "\nH2S 2T1";
/// A long address of a Member who publishes none.
const LONG_ADDRESS: &str = "bobby.morrissey@parl.gc.ca";
/// A count of five digits, in a riding where many have signed.
const MANY: i64 = 20_000;
/// The end of a digest's links that stands for that of real ones.
const LINK_END: &str = "…";
/// The numbers of a digest that passes a milestone.
const NUMBERS: DigestNumbers = DigestNumbers { before: 92, count: 108, milestone: Some(100) };

/// A letter of the campaign without the writer's name, or a digest.
pub(crate) struct LetterPreview {
    /// The key of the sentence about its occasion, where it has one of its own.
    pub(crate) occasion: Option<&'static str>,
    pub(crate) subject: String,
    pub(crate) text: String,
}

/// The person who writes and the seat that the letter goes to.
#[derive(Clone, Copy)]
struct Occasion<'a> {
    site: &'a Site,
    locale: Locale,
    riding: &'a Riding,
    member: Option<&'a Member>,
    /// Whether the Member said yes to all asks.
    agrees: bool,
    /// The way in which the sentence addresses the Member.
    to: &'static str,
    is_abroad: bool,
}

impl Occasion<'_> {
    fn letter(self, count: i64, own: Option<&str>) -> LetterPreview {
        let t = self.site.texts(self.locale);
        let riding = self.riding.name(self.locale);
        let letter = ProposedLetter {
            riding,
            name: self.member.map_or("", |member| member.name.as_str()),
            to: self.to,
            agrees: self.agrees,
            is_abroad: self.is_abroad,
            count: Some(count),
        };
        let [salutation, opening, asks, closing] = letter.for_member(t);
        let mut parts = vec![salutation, opening, asks];
        // A person writes before the closing's last paragraph.
        match (own, closing.rsplit_once("\n\n")) {
            (Some(own), Some((before, last))) => parts.extend([before, own, last].map(str::to_owned)),
            (Some(own), None) => parts.extend([own.to_owned(), closing]),
            (None, _) => parts.push(closing),
        }
        let subject = t.with("campaign-letter-subject", [("riding", riding.into())]);
        LetterPreview { occasion: self.agrees.then_some(TO_FRIEND), subject, text: parts.join("\n\n") }
    }

    fn comment(self, own: Option<&str>) -> LetterPreview {
        let t = self.site.texts(self.locale);
        let [salutation, words, closing] = ProposedLetter::for_prime_minister(t, None);
        let parts: Vec<_> = [salutation, words].into_iter().chain(own.map(str::to_owned)).chain([closing]).collect();
        LetterPreview { occasion: None, subject: t.get("campaign-letter-comment-subject"), text: parts.join("\n\n") }
    }
}

/// The key of the sentence that says to whom thanks go.
const TO_FRIEND: &str = "office-campaign-preview-thanks";

/// The ways in which a seat's holder may be addressed.
fn ways(officials: &Officials, riding: &Riding, holder: &Holder) -> &'static [&'static str] {
    match officials.post_of(riding.code, holder) {
        Some(Post::PrimeMinister) => &["prime-minister"],
        Some(Post::Minister) => &["minister"],
        None => &["office", "woman", "man", "member"],
    }
}

/// The riding of the examples: its Member has no office.
fn plain_riding(site: &Site) -> &'static Riding {
    let (officials, roster) = (&site.campaign().officials, site.roster());
    let is_plain = |riding: &&Riding| officials.post_of(riding.code, roster.holder(riding.code)).is_none();
    ridings::all().iter().find(is_plain).expect("most ridings have a Member without an office")
}

/// Returns the letters to the Member of a riding and to the Prime Minister, as the campaign proposes them.
pub(crate) fn example(site: &Site, locale: Locale) -> [LetterPreview; 3] {
    let riding = plain_riding(site);
    let member = site.roster().member(riding.code);
    let occasion = |agrees| Occasion { site, locale, riding, member, agrees, to: "member", is_abroad: false };
    let [asking, thanking] = [false, true].map(occasion);
    [asking.letter(5, None), asking.comment(None), thanking.letter(5, None)]
}

/// Returns the sentences that stand around a letter that the campaign passes on: its sender, and the reason below it.
pub(crate) fn passed_on(site: &Site, locale: Locale) -> [String; 2] {
    let said = |key: &str| site.texts(locale).with(key, [("name", SIGNATURE.into())]);
    ["campaign-letter-from", "campaign-letter-why"].map(said)
}

/// Returns a digest with example numbers: to a Member who is asked, and to one who said yes to all asks.
pub(crate) fn digests(site: &Site, locale: Locale, now: Timestamp) -> [LetterPreview; 2] {
    let (t, organization, riding) = (site.texts(locale), &site.campaign().organization, plain_riding(site));
    [false, true].map(|agrees| {
        let words = DigestWords::of(
            t,
            &DigestFacts {
                riding: riding.name(locale),
                member: site.roster().member(riding.code).map_or("", |member| member.name.as_str()),
                agrees,
                numbers: NUMBERS,
                as_of: now,
                page: Some(&site.url(&format!("/{locale}/office/{LINK_END}"))),
                stop: &site.url(&format!("/{locale}/digest/stop?token={LINK_END}")),
                contact: &organization.contact_email,
            },
        );
        let text = words.text(&t.get("campaign-organization"), organization.postal_address(locale));
        LetterPreview { occasion: agrees.then_some(TO_FRIEND), subject: words.subject, text }
    })
}

/// Returns the characters by which the longest letter is too long for a link that opens a mail program. Somebody adds 300
/// characters of their own to it.
pub(crate) fn too_long_by(site: &Site) -> usize {
    let officials = &site.campaign().officials;
    let long = EmailAddress::parse(LONG_ADDRESS).expect("an address");
    let mut longest = 0;
    for riding in ridings::all() {
        let holder = with_address(site.roster().holder(riding.code), &long);
        let member = holder.member();
        for (locale, is_abroad) in Locale::ALL.into_iter().flat_map(|locale| [(locale, false), (locale, true)]) {
            for (to, agrees) in ways(officials, riding, &holder).iter().flat_map(|to| [(to, false), (to, true)]) {
                let occasion = Occasion { site, locale, riding, member, agrees, to, is_abroad };
                let comment = officials.commented(riding.code, &holder).map(|_| occasion.comment(Some(OWN_WORDS)));
                let letters = [(Addressee::Member, Some(occasion.letter(MANY, Some(OWN_WORDS))))];
                for (addressee, draft) in letters.into_iter().chain([(Addressee::PrimeMinister, comment)]) {
                    let Some(draft) = draft else { continue };
                    let recipients = officials.recipients(addressee, riding.code, &holder);
                    let recipients = recipients.unwrap_or_else(|| Recipients { to: long.clone(), cc: Vec::new() });
                    let postal_code = if is_abroad { "" } else { POSTAL_CODE };
                    let signed = format!("{}\n\n{SIGNATURE}{postal_code}", draft.text);
                    longest = longest.max(Mailto::length(&recipients, &draft.subject, &signed));
                }
            }
        }
    }
    longest.saturating_sub(MAILTO_MAX_CHARACTERS)
}

/// Returns the holder of a seat, with that address where they publish none.
fn with_address<'a>(holder: &'a Holder, address: &EmailAddress) -> Cow<'a, Holder> {
    match holder {
        Holder::Member(member) if member.email.is_none() => {
            Cow::Owned(Holder::Member(Member { email: Some(address.clone()), ..member.clone() }))
        }
        Holder::Member(_) | Holder::Vacant { .. } | Holder::Unknown => Cow::Borrowed(holder),
    }
}

#[cfg(test)]
mod tests {
    use campaigns::CampaignFolder;
    use domain::campaign::published::{Part, Published, Version};

    use super::*;

    /// The campaign with its letter's asks longer by some letters.
    fn with_longer_asks(by: usize) -> Site {
        let folder = CampaignFolder::find("time-to-lead").unwrap();
        let mut edition = folder.now(&Published::default()).unwrap().edition();
        let asks = Site::load(folder, "https://example.org").unwrap().texts(Locale::Fr).get("campaign-letter-asks");
        edition.sentences.fr.insert("campaign-letter-asks".to_owned(), format!("{asks}{}", "x".repeat(by)));
        let mut published = Published::default();
        let content = serde_json::to_string(&edition).unwrap();
        published.put(Part::Edition, Version { number: 1, content });
        Site::of(&folder.now(&published).unwrap(), "https://example.org", ["", ""]).unwrap()
    }

    #[test]
    fn a_letter_fits_a_link_up_to_its_last_character_and_no_further() {
        assert_eq!(OWN_WORDS.chars().count(), 300);
        let plain = with_longer_asks(0);
        assert_eq!(too_long_by(&plain), 0);
        let over = too_long_by(&with_longer_asks(1_000));
        assert!(over > 0 && over <= 1_000, "{over}");
        assert_eq!(too_long_by(&with_longer_asks(1_000 - over)), 0);
        assert_eq!(too_long_by(&with_longer_asks(1_000 - over + 1)), 1);
    }
}
