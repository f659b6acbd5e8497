//! Who a campaign's letters are copied and commented to, beside the Members of Parliament.

use serde::Deserialize;

use crate::locale::Locale;
use crate::mail::email::EmailAddress;
use crate::mail::letter::Addressee;

/// The holders of offices whom a campaign writes to. Each is left out where the campaign does not name it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Officials {
    /// Who gets a copy of every letter.
    pub minister: Option<Official>,
    /// Who gets the comments.
    pub prime_minister: Option<Official>,
}

/// The holder of an office: addressed by it, and by name only where one is given.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Official {
    /// The office in English.
    pub office_en: String,
    /// The office in French.
    pub office_fr: String,
    /// Who holds it.
    pub name: Option<String>,
    /// A published address. It is never guessed: without one there is paper.
    pub email: Option<EmailAddress>,
    /// Where paper goes, line by line, in English.
    pub postal_address_en: Vec<String>,
    /// The same in French.
    pub postal_address_fr: Vec<String>,
}

impl Official {
    /// The office, in a language.
    #[must_use]
    pub fn office(&self, locale: Locale) -> &str {
        match locale {
            Locale::En => &self.office_en,
            Locale::Fr => &self.office_fr,
        }
    }

    /// Where paper goes, line by line, in a language.
    #[must_use]
    pub fn postal_address(&self, locale: Locale) -> &[String] {
        match locale {
            Locale::En => &self.postal_address_en,
            Locale::Fr => &self.postal_address_fr,
        }
    }
}

/// To whom a letter is mailed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipients {
    /// Its addressee.
    pub to: EmailAddress,
    /// Who gets a copy.
    pub cc: Vec<EmailAddress>,
}

impl Officials {
    /// To whom a letter to that addressee is mailed; `None` when no address of theirs is known. Only a letter to a Member of
    /// Parliament is copied, and only to an address that the campaign gives.
    #[must_use]
    pub fn recipients(&self, addressee: Addressee, member: Option<&EmailAddress>) -> Option<Recipients> {
        let address = |official: &Option<Official>| official.as_ref().and_then(|official| official.email.clone());
        Some(match addressee {
            Addressee::Member => Recipients { to: member?.clone(), cc: address(&self.minister).into_iter().collect() },
            Addressee::PrimeMinister => Recipients { to: address(&self.prime_minister)?, cc: Vec::new() },
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
            email: email.map(|email| EmailAddress::parse(email).unwrap()),
            postal_address_en: vec!["Ottawa".to_owned()],
            postal_address_fr: vec!["Ottawa".to_owned()],
        }
    }

    #[test]
    fn a_letter_is_copied_to_an_address_that_is_given_and_to_no_other() {
        let member = EmailAddress::parse("member@example.org").unwrap();
        let known = Officials {
            minister: Some(official(Some("minister@example.org"))),
            prime_minister: Some(official(Some("pm@example.org"))),
        };
        let to_member = known.recipients(Addressee::Member, Some(&member)).unwrap();
        assert_eq!(to_member.to, member);
        assert_eq!(to_member.cc, [EmailAddress::parse("minister@example.org").unwrap()]);
        assert_eq!(known.recipients(Addressee::Member, None), None, "a copy alone is no letter");
        let comment = known.recipients(Addressee::PrimeMinister, None).unwrap();
        assert_eq!((comment.to.to_string().as_str(), comment.cc.len()), ("pm@example.org", 0));

        let unknown = Officials { minister: Some(official(None)), prime_minister: Some(official(None)) };
        assert_eq!(unknown.recipients(Addressee::Member, Some(&member)).unwrap().cc, []);
        assert_eq!(unknown.recipients(Addressee::PrimeMinister, Some(&member)), None);
        assert_eq!(Officials::default().recipients(Addressee::PrimeMinister, Some(&member)), None);
    }
}
