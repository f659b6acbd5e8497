//! The officials who get copies of a campaign's letters and supporters' comments, beside the Members of Parliament.
//!
//! Letters are copied to the minister only if `campaign.toml` gives an address. Otherwise the printed letter has a sheet for the minister.

use serde::{Deserialize, Serialize};

use crate::locale::Locale;
use crate::mail::email::EmailAddress;
use crate::mail::letter::Addressee;
use crate::tally::riding::RidingCode;

/// The holders of offices that a campaign writes to. Each is absent where the campaign does not name it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Officials {
    /// The minister who gets a copy of every letter.
    pub minister: Option<Official>,
    /// The Prime Minister, who gets the comments.
    pub prime_minister: Option<Official>,
}

/// The holder of an office. Letters address the office, and the name only where one is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Official {
    pub office_en: String,
    pub office_fr: String,
    pub name: Option<String>,
    /// The riding whose Member holds the office, where the campaign says so.
    pub riding: Option<RidingCode>,
    /// A published address. It is never guessed: without one there is paper.
    pub email: Option<EmailAddress>,
    /// The postal address in English, line by line.
    pub postal_address_en: Vec<String>,
    /// The postal address in French, line by line.
    pub postal_address_fr: Vec<String>,
}

impl Official {
    #[must_use]
    pub fn office(&self, locale: Locale) -> &str {
        match locale {
            Locale::En => &self.office_en,
            Locale::Fr => &self.office_fr,
        }
    }

    /// Returns the postal address in a language, line by line.
    #[must_use]
    pub fn postal_address(&self, locale: Locale) -> &[String] {
        match locale {
            Locale::En => &self.postal_address_en,
            Locale::Fr => &self.postal_address_fr,
        }
    }
}

/// An office that a Member of Parliament may hold besides their seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Post {
    PrimeMinister,
    Minister,
}

/// The addresses that a letter is mailed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipients {
    pub to: EmailAddress,
    /// The addresses that get a copy.
    pub cc: Vec<EmailAddress>,
}

impl Officials {
    /// Returns the office that a riding's Member holds besides their seat.
    #[must_use]
    pub fn post_of(&self, riding: RidingCode) -> Option<Post> {
        let holds =
            |official: &Option<Official>| official.as_ref().is_some_and(|official| official.riding == Some(riding));
        if holds(&self.prime_minister) {
            return Some(Post::PrimeMinister);
        }
        holds(&self.minister).then_some(Post::Minister)
    }

    /// Returns the minister who gets a copy of a letter to a riding's Member; `None` where that Member is the minister.
    #[must_use]
    pub fn copied(&self, riding: RidingCode) -> Option<&Official> {
        self.minister.as_ref().filter(|_| self.post_of(riding) != Some(Post::Minister))
    }

    /// Returns the Prime Minister as the reader of a second letter; `None` where the riding's Member is the Prime Minister.
    #[must_use]
    pub fn commented(&self, riding: RidingCode) -> Option<&Official> {
        self.prime_minister.as_ref().filter(|_| self.post_of(riding) != Some(Post::PrimeMinister))
    }

    /// Returns the addresses for a letter from a riding to that addressee; `None` when no address of theirs is known. Only a
    /// letter to a Member of Parliament is copied, and only to an address that the campaign gives.
    #[must_use]
    pub fn recipients(
        &self,
        addressee: Addressee,
        riding: RidingCode,
        member: Option<&EmailAddress>,
    ) -> Option<Recipients> {
        let address = |official: Option<&Official>| official.and_then(|official| official.email.clone());
        Some(match addressee {
            Addressee::Member => {
                Recipients { to: member?.clone(), cc: address(self.copied(riding)).into_iter().collect() }
            }
            Addressee::PrimeMinister => Recipients { to: address(self.prime_minister.as_ref())?, cc: Vec::new() },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn official(email: Option<&str>) -> Official {
        Official {
            office_en: "Minister".to_owned(),
            office_fr: "Ministre".to_owned(),
            name: None,
            riding: None,
            email: email.map(|email| EmailAddress::parse(email).unwrap()),
            postal_address_en: vec!["Ottawa".to_owned()],
            postal_address_fr: vec!["Ottawa".to_owned()],
        }
    }

    fn riding() -> RidingCode {
        "35079".parse().unwrap()
    }

    #[test]
    fn a_member_who_holds_the_office_gets_no_copy_and_no_second_letter() {
        let of = |code: &str| Some(Official { riding: Some(code.parse().unwrap()), ..official(Some("o@example.org")) });
        let officials = Officials { minister: of("12007"), prime_minister: of("35067") };
        let member = EmailAddress::parse("member@example.org").unwrap();
        for (code, post, copies, is_commented) in [
            ("12007", Some(Post::Minister), 0, true),
            ("35067", Some(Post::PrimeMinister), 1, false),
            ("35079", None, 1, true),
        ] {
            let code = code.parse().unwrap();
            assert_eq!(officials.post_of(code), post);
            let recipients = officials.recipients(Addressee::Member, code, Some(&member)).unwrap();
            assert_eq!((recipients.cc.len(), officials.copied(code).is_some()), (copies, copies == 1));
            assert_eq!(officials.commented(code).is_some(), is_commented);
        }
        assert_eq!(Officials::default().post_of(riding()), None);
    }

    #[test]
    fn a_letter_is_copied_to_an_address_that_is_given_and_to_no_other() {
        let member = EmailAddress::parse("member@example.org").unwrap();
        let known = Officials {
            minister: Some(official(Some("minister@example.org"))),
            prime_minister: Some(official(Some("pm@example.org"))),
        };
        let to_member = known.recipients(Addressee::Member, riding(), Some(&member)).unwrap();
        assert_eq!(to_member.to, member);
        assert_eq!(to_member.cc, [EmailAddress::parse("minister@example.org").unwrap()]);
        assert_eq!(known.recipients(Addressee::Member, riding(), None), None, "a copy alone is no letter");
        let comment = known.recipients(Addressee::PrimeMinister, riding(), None).unwrap();
        assert_eq!((comment.to.to_string().as_str(), comment.cc.len()), ("pm@example.org", 0));

        let unknown = Officials { minister: Some(official(None)), prime_minister: Some(official(None)) };
        assert_eq!(unknown.recipients(Addressee::Member, riding(), Some(&member)).unwrap().cc, []);
        assert_eq!(unknown.recipients(Addressee::PrimeMinister, riding(), Some(&member)), None);
        assert_eq!(Officials::default().recipients(Addressee::PrimeMinister, riding(), Some(&member)), None);
    }
}
