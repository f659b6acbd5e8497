//! The officials who get copies of a campaign's letters and supporters' comments, beside the Members of Parliament.
//!
//! Letters are copied to the minister only if `campaign.toml` gives an address. Otherwise the printed letter has a sheet for the minister.

use serde::{Deserialize, Serialize};

use crate::campaign::members::Holder;
use crate::locale::Locale;
use crate::mail::email::EmailAddress;
use crate::mail::letter::Addressee;
use crate::tally::riding::RidingCode;

/// The holders of offices that a campaign writes to. Each is absent where the campaign does not name it. Fields that a newer
/// release has added are passed over, here and below.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Officials {
    /// The minister who gets a copy of every letter.
    pub minister: Option<Official>,
    /// The Prime Minister, who gets the comments.
    pub prime_minister: Option<Official>,
}

/// The holder of an office. Letters address the office, and the name only where one is given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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

impl Official {
    /// Whether the holder of the official's riding may be the official.
    fn may_be(&self, holder: &Holder) -> bool {
        match (holder, &self.name) {
            (Holder::Member(member), Some(name)) => member.is_named(name),
            (Holder::Member(member), None) => member.since.is_none(),
            (Holder::Vacant { .. }, _) => false,
            (Holder::Unknown, _) => true,
        }
    }
}

/// An office that a Member of Parliament may hold besides their seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
    #[must_use]
    pub const fn holder(&self, post: Post) -> Option<&Official> {
        match post {
            Post::PrimeMinister => self.prime_minister.as_ref(),
            Post::Minister => self.minister.as_ref(),
        }
    }

    pub const fn holder_mut(&mut self, post: Post) -> &mut Option<Official> {
        match post {
            Post::PrimeMinister => &mut self.prime_minister,
            Post::Minister => &mut self.minister,
        }
    }

    /// Returns the office that a riding's Member holds besides their seat. A new Member does not inherit it: they hold it
    /// if the campaign names them.
    #[must_use]
    pub fn post_of(&self, riding: RidingCode, holder: &Holder) -> Option<Post> {
        let holds = |official: &Option<Official>| {
            official.as_ref().is_some_and(|official| official.riding == Some(riding) && official.may_be(holder))
        };
        if holds(&self.prime_minister) {
            return Some(Post::PrimeMinister);
        }
        holds(&self.minister).then_some(Post::Minister)
    }

    /// Returns the minister who gets a copy of a letter to a riding's Member; `None` where that Member is the minister.
    #[must_use]
    pub fn copied(&self, riding: RidingCode, holder: &Holder) -> Option<&Official> {
        self.minister.as_ref().filter(|_| self.post_of(riding, holder) != Some(Post::Minister))
    }

    /// Returns the Prime Minister as the reader of a second letter; `None` where the riding's Member is the Prime Minister.
    #[must_use]
    pub fn commented(&self, riding: RidingCode, holder: &Holder) -> Option<&Official> {
        self.prime_minister.as_ref().filter(|_| self.post_of(riding, holder) != Some(Post::PrimeMinister))
    }

    /// Returns the addresses for a letter from a riding to that addressee; `None` when no address of theirs is known. Only a
    /// letter to a Member of Parliament is copied, and only to an address that the campaign gives.
    #[must_use]
    pub fn recipients(&self, addressee: Addressee, riding: RidingCode, holder: &Holder) -> Option<Recipients> {
        let member = holder.member().and_then(|member| member.email.as_ref());
        let address = |official: Option<&Official>| official.and_then(|official| official.email.clone());
        Some(match addressee {
            Addressee::Member => {
                Recipients { to: member?.clone(), cc: address(self.copied(riding, holder)).into_iter().collect() }
            }
            Addressee::PrimeMinister => Recipients { to: address(self.prime_minister.as_ref())?, cc: Vec::new() },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::members::Member;

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

    fn holder(email: Option<&str>) -> Holder {
        Holder::Member(Member {
            name: "Ana Example".to_owned(),
            party: "Party".to_owned(),
            email: email.map(|email| EmailAddress::parse(email).unwrap()),
            email_source: String::new(),
            email_since: None,
            gender: None,
            as_of: String::new(),
            since: None,
            answer: None,
            replaced: Vec::new(),
        })
    }

    fn riding() -> RidingCode {
        "35079".parse().unwrap()
    }

    #[test]
    fn a_member_who_holds_the_office_gets_no_copy_and_no_second_letter() {
        let of = |code: &str| Some(Official { riding: Some(code.parse().unwrap()), ..official(Some("o@example.org")) });
        let officials = Officials { minister: of("12007"), prime_minister: of("35067") };
        let member = holder(Some("member@example.org"));
        for (code, post, copies, is_commented) in [
            ("12007", Some(Post::Minister), 0, true),
            ("35067", Some(Post::PrimeMinister), 1, false),
            ("35079", None, 1, true),
        ] {
            let code = code.parse().unwrap();
            assert_eq!(officials.post_of(code, &member), post);
            let recipients = officials.recipients(Addressee::Member, code, &member).unwrap();
            assert_eq!((recipients.cc.len(), officials.copied(code, &member).is_some()), (copies, copies == 1));
            assert_eq!(officials.commented(code, &member).is_some(), is_commented);
        }
        assert_eq!(Officials::default().post_of(riding(), &holder(None)), None);
    }

    #[test]
    fn a_new_member_holds_no_office_until_the_campaign_names_them() {
        let code = "35067".parse().unwrap();
        let named = |name: Option<&str>| {
            let official = Official { riding: Some(code), name: name.map(str::to_owned), ..official(None) };
            Officials { minister: None, prime_minister: Some(official) }
        };
        let Holder::Member(member) = holder(None) else { unreachable!() };
        let new = Holder::Member(Member { since: Some(jiff::Timestamp::UNIX_EPOCH), ..member });
        let is_held = |officials: &Officials, holder: &Holder| officials.post_of(code, holder).is_some();
        assert!(is_held(&named(None), &holder(None)) && is_held(&named(None), &Holder::Unknown));
        assert!(!is_held(&named(None), &new) && is_held(&named(Some("ana example")), &new));
        assert!(!is_held(&named(Some("Somebody Else")), &new));
        let vacant = Holder::Vacant { since: None };
        assert!(!is_held(&named(None), &vacant));
        assert!(named(None).commented(code, &vacant).is_some(), "until a by-election letters go to the Prime Minister");
    }

    #[test]
    fn a_letter_is_copied_to_an_address_that_is_given_and_to_no_other() {
        let email = EmailAddress::parse("member@example.org").unwrap();
        let (member, none) = (holder(Some("member@example.org")), holder(None));
        let known = Officials {
            minister: Some(official(Some("minister@example.org"))),
            prime_minister: Some(official(Some("pm@example.org"))),
        };
        let for_member = known.recipients(Addressee::Member, riding(), &member).unwrap();
        assert_eq!(for_member.to, email);
        assert_eq!(for_member.cc, [EmailAddress::parse("minister@example.org").unwrap()]);
        assert_eq!(known.recipients(Addressee::Member, riding(), &none), None, "a copy alone is no letter");
        let comment = known.recipients(Addressee::PrimeMinister, riding(), &none).unwrap();
        assert_eq!((comment.to.to_string().as_str(), comment.cc.len()), ("pm@example.org", 0));

        let unknown = Officials { minister: Some(official(None)), prime_minister: Some(official(None)) };
        assert_eq!(unknown.recipients(Addressee::Member, riding(), &member).unwrap().cc, []);
        assert_eq!(unknown.recipients(Addressee::PrimeMinister, riding(), &member), None);
        assert_eq!(Officials::default().recipients(Addressee::PrimeMinister, riding(), &member), None);
    }
}
