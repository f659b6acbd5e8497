//! Seals a sent form into the address of the page "check your mail". Asking again or correcting a mistyped address then
//! needs no second typing and no cookie, and the answer reads nothing of other signers.
//!
//! The sealed form names the submission that it made, so that the code in that submission's mail confirms it.
//!
//! Sending the form again makes a new form; the first form stays. Once its code has counted somebody, the sealed form sends no
//! further mail.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::ids::{LinkCode, SubmissionId};
use crate::keys::token::TokenKeys;
use crate::locale::Locale;
use crate::mail::email::EmailAddress;
use crate::person::name::PersonName;
use crate::person::residence::Residence;
use crate::pledge::comment::Comment;
use crate::pledge::consent::Consents;
use crate::pledge::{Draft, Submission};
use crate::slug::PartnerSlug;

/// Minutes for which the page knows the form: as long as its code works, and short enough for a device that people
/// share.
pub const SEALED_DRAFT_MINUTES: i64 = 15;
/// The longest sealed form that is opened, in bytes. The longest form, in letters of four bytes, has about 6,900; an
/// address of a page may have 8,000.
pub const SEALED_DRAFT_MAX_BYTES: usize = 7_500;

const PURPOSE: &str = "draft";

/// A sent form, as its page knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentDraft {
    /// The values that were filled in.
    pub draft: Draft,
    /// The submission that the form made.
    pub submission: SubmissionId,
    /// The own link by which the person came.
    pub via: Option<LinkCode>,
    /// The beginning of the minute in which it was sent.
    pub sent_at: Timestamp,
}

/// The sealed fields by their place, since each letter counts in an address: minute, submission, first and last name
/// (empty where absent), address, home, consents, comment, locale, partner, the own
/// link by which the person came.
#[derive(Serialize, Deserialize)]
struct Wire(
    i64,
    SubmissionId,
    String,
    String,
    EmailAddress,
    Residence,
    Consents,
    Option<Comment>,
    Locale,
    Option<PartnerSlug>,
    // Forms that were sealed before there were such links lack it.
    #[serde(default)] Option<LinkCode>,
);

impl TokenKeys {
    /// Seals a form that was just sent.
    #[must_use]
    pub fn seal_draft(&self, form: &Submission, random: [u8; 16]) -> String {
        let Draft { name, email, residence, consents, comment, locale, partner } = form.draft.clone();
        let minute = form.submitted_at.as_second().div_euclid(60);
        let (first, last) = (name.first().to_owned(), name.last().to_owned());
        let (id, via) = (form.id, form.via);
        let wire = Wire(minute, id, first, last, email, residence, consents, comment, locale, partner, via);
        let plain = serde_json::to_vec(&wire).expect("a form is plain text");
        self.keys.seal(&self.draft_purpose(), &plain, random)
    }

    /// Opens a sealed form; `None` when these keys did not seal it, or its time is over.
    #[must_use]
    pub fn open_draft(&self, sealed: &str, now: Timestamp) -> Option<SentDraft> {
        let plain = self.keys.open(&self.draft_purpose(), sealed, SEALED_DRAFT_MAX_BYTES)?;
        let Wire(minute, submission, first, last, email, residence, consents, comment, locale, partner, via) =
            serde_json::from_slice(&plain).ok()?;
        let sent_at = Timestamp::from_second(minute.checked_mul(60)?).ok()?;
        let ends_at = sent_at.checked_add(SignedDuration::from_mins(SEALED_DRAFT_MINUTES)).ok()?;
        let name = PersonName::parse(&first, &last).ok()?;
        let draft = Draft { name, email, residence, consents, comment, locale, partner };
        (now < ends_at).then_some(SentDraft { draft, submission, via, sent_at })
    }

    fn draft_purpose(&self) -> String {
        format!("{}/{PURPOSE}", self.campaign)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::secret::Secret;
    use crate::person::country::Country;

    const A: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    const B: &str = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

    fn keys(campaign: &str, setting: &str) -> TokenKeys {
        TokenKeys::parse(campaign.parse().unwrap(), &Secret::new(setting)).unwrap()
    }

    fn id(number: u8) -> SubmissionId {
        SubmissionId::from_random([number; 16])
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn draft(name: &str, comment: &str) -> Draft {
        let local = "m".repeat(64);
        let domain = format!("{}.{}.{}.org", "a".repeat(63), "b".repeat(63), "c".repeat(57));
        Draft {
            name: PersonName::parse(name, name).unwrap(),
            email: EmailAddress::parse(&format!("{local}@{domain}")).unwrap(),
            residence: Residence::Abroad { country: "FR".parse::<Country>().unwrap() },
            consents: Consents::to_updates(true, "2026-09"),
            comment: Comment::parse(comment).unwrap(),
            locale: Locale::Fr,
            partner: Some("p".repeat(40).parse().unwrap()),
        }
    }

    fn seal(keys: &TokenKeys, draft: &Draft, random: u8, now: Timestamp) -> String {
        let via = Some(LinkCode::from_random([9; 9]));
        keys.seal_draft(&Submission::new(id(1), draft.clone(), now, None).via(via), [random; 16])
    }

    #[test]
    fn a_form_comes_back_as_it_was_for_a_quarter_of_an_hour() {
        let (keys, form) = (keys("c", A), draft("Émilie", "Bienvenue !\nÀ tout le monde"));
        let sealed = seal(&keys, &form, 7, at(125));
        let via = Some(LinkCode::from_random([9; 9]));
        let opened = SentDraft { draft: form, submission: id(1), via, sent_at: at(120) };
        assert_eq!(keys.open_draft(&sealed, at(125)), Some(opened.clone()));
        assert_eq!(keys.open_draft(&sealed, at(120 + 899)), Some(opened));
        assert_eq!(keys.open_draft(&sealed, at(120 + 900)), None);
    }

    #[test]
    fn what_is_sealed_is_another_text_for_another_form_minute_or_chance() {
        let keys = keys("c", A);
        let (marie, paul) = (draft("Marie", ""), draft("Paul", ""));
        let sealed = seal(&keys, &marie, 7, at(60));
        assert_ne!(sealed, seal(&keys, &paul, 7, at(60)));
        assert_ne!(sealed, seal(&keys, &marie, 7, at(120)));
        let (other, same) = (seal(&keys, &marie, 8, at(60)), sealed.len());
        assert!(other.len() == same && other["a.".len()..][..16] != sealed["a.".len()..][..16], "a nonce of its own");
    }

    #[test]
    fn nobody_else_reads_it_or_makes_one() {
        let form = draft("Marie", "");
        let sealed = seal(&keys("c", A), &form, 7, at(60));
        assert!(keys("c", &format!("{B},{A}")).open_draft(&sealed, at(60)).is_some(), "a replaced key still opens it");
        for (campaign, setting) in [("d", A), ("c", B)] {
            assert_eq!(keys(campaign, setting).open_draft(&sealed, at(60)), None);
        }
        let changed = sealed.char_indices().skip(3).map(|(at, c)| {
            let other = if c == 'A' { "B" } else { "A" };
            format!("{}{other}{}", &sealed[..at], &sealed[at + 1..])
        });
        for damaged in changed.chain([String::new(), "a.".to_owned(), sealed[..sealed.len() - 1].to_owned()]) {
            // The last character of base64 may say the same in several ways.
            assert_eq!(keys("c", A).open_draft(&damaged, at(60)).filter(|opened| opened.draft != form), None);
        }
    }

    #[test]
    fn the_longest_form_fits_and_whatever_is_longer_is_refused_unread() {
        let wide = |count: usize| "𐐨".repeat(count);
        let form = draft(&wide(100), &wide(1000));
        let sealed = seal(&keys("c", A), &form, 7, at(60));
        assert!(sealed.len() <= SEALED_DRAFT_MAX_BYTES, "{}", sealed.len());
        assert_eq!(keys("c", A).open_draft(&sealed, at(60)).map(|opened| opened.draft), Some(form));
        assert_eq!(keys("c", A).open_draft(&format!("a.{}", "A".repeat(SEALED_DRAFT_MAX_BYTES)), at(60)), None);
    }
}
