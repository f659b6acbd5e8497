//! A person's name, home, address and words as they were typed. Parsing makes them trusted, or says what is wrong.

use domain::mail::email::{EmailAddress, EmailError};
use domain::person::name::{NAME_MAX_CHARACTERS, NameError, PersonName, PersonNameFaults};
use domain::person::postal_code::PostalCodeError;
use domain::person::residence::Residence;
use domain::pledge::comment::{COMMENT_MAX_CHARACTERS, Comment, CommentError};
use ridings::HomeFault;

use crate::faults::{Fault, Faults};
use crate::form::FormFields;

/// A home as it was typed.
#[derive(Clone, Default)]
pub(crate) struct SentHome {
    pub(crate) postal_code: String,
    pub(crate) country: String,
    pub(crate) riding: String,
}

/// A name as it was typed.
#[derive(Clone, Default)]
pub(crate) struct SentName {
    pub(crate) first_name: String,
    pub(crate) last_name: String,
}

impl SentName {
    pub(crate) fn from_form(fields: &FormFields) -> Self {
        Self { first_name: fields.get("first_name"), last_name: fields.get("last_name") }
    }

    /// A signer's name, as the fields first show it.
    pub(crate) fn of(name: &PersonName) -> Self {
        Self { first_name: name.first().to_owned(), last_name: name.last().to_owned() }
    }

    pub(crate) fn parse(&self, faults: &mut Faults) -> Option<PersonName> {
        PersonName::parse(&self.first_name, &self.last_name)
            .map_err(|wrong| name_faults(wrong).for_each(|fault| faults.push(fault)))
            .ok()
    }
}

impl SentHome {
    pub(crate) fn from_form(fields: &FormFields) -> Self {
        Self { postal_code: fields.get("postal_code"), country: fields.get("country"), riding: fields.get("riding") }
    }

    pub(crate) fn parse(&self, faults: &mut Faults) -> Option<Residence> {
        let (fault, choices) = match ridings::home(&self.postal_code, &self.country, &self.riding) {
            Ok(home) => return Some(home),
            Err(HomeFault::CountryUnknown) => (Fault::new("country", "country_unknown"), Vec::new()),
            Err(HomeFault::PostalCode(error)) => (postal_code_fault(error), Vec::new()),
            Err(HomeFault::Riding(code, choices)) => (Fault::new("riding", code), choices),
        };
        faults.push(fault);
        faults.choices = choices;
        None
    }
}

/// Parses a mail address.
pub(crate) fn parse_email(text: &str, faults: &mut Faults) -> Option<EmailAddress> {
    let code = match EmailAddress::parse(text) {
        Ok(email) => return Some(email),
        Err(EmailError::Missing) => "email_missing",
        Err(EmailError::Malformed) => "email_malformed",
        Err(EmailError::TooLong) => "email_too_long",
    };
    faults.push(Fault::new("email", code));
    None
}

/// Parses the words to the Prime Minister. It returns `None` both where there are none and where they are too long.
pub(crate) fn parse_comment(text: &str, faults: &mut Faults) -> Option<Comment> {
    match Comment::parse(text) {
        Ok(comment) => comment,
        Err(CommentError::TooLong) => {
            faults.push(Fault::new("comment", "comment_too_long").with("max", &COMMENT_MAX_CHARACTERS));
            None
        }
    }
}

/// The faults of a name, field by field.
fn name_faults(faults: PersonNameFaults) -> impl Iterator<Item = Fault> {
    let fields = [("first_name", faults.first), ("last_name", faults.last)];
    fields.into_iter().filter_map(|(field, error)| error.map(|error| name_fault(field, error)))
}

fn name_fault(field: &'static str, error: NameError) -> Fault {
    let fault = Fault::new(field, error.code());
    if error == NameError::TooLong { fault.with("max", &NAME_MAX_CHARACTERS) } else { fault }
}

fn postal_code_fault(error: PostalCodeError) -> Fault {
    let field = "postal_code";
    match error {
        PostalCodeError::Missing => Fault::new(field, "postal_code_missing"),
        PostalCodeError::Malformed => Fault::new(field, "postal_code_malformed"),
        PostalCodeError::DidYouMean(code) => Fault::new(field, "postal_code_did_you_mean").with("suggestion", &code),
        PostalCodeError::UnusedLetter => Fault::new(field, "postal_code_unused_letter"),
    }
}

#[cfg(test)]
mod tests {
    use domain::person::residence::FoundBy;

    use super::*;

    fn home(postal_code: &str, country: &str, riding: &str) -> Result<Residence, Vec<&'static str>> {
        let mut faults = Faults::default();
        let sent =
            SentHome { postal_code: postal_code.to_owned(), country: country.to_owned(), riding: riding.to_owned() };
        sent.parse(&mut faults).ok_or_else(|| faults.codes().into_iter().map(|(_, code)| code).collect())
    }

    #[test]
    fn a_citizen_abroad_needs_no_postal_code() {
        assert!(matches!(home("", "FR", ""), Ok(Residence::Abroad { .. })));
        assert_eq!(home("", "XX", ""), Err(vec!["country_unknown"]));
        assert_eq!(home("", "ca", ""), Err(vec!["postal_code_missing"]));
    }

    #[test]
    fn a_code_the_table_does_not_have_asks_for_the_riding_and_takes_the_answer() {
        // G0B was first issued after the table was made.
        assert_eq!(home("G0B 1A0", "", ""), Err(vec!["riding_ambiguous"]));
        let quebec = ridings::in_province(domain::tally::riding::Province::Quebec).next().unwrap();
        assert!(matches!(
            home("G0B 1A0", "", &quebec.code.to_string()),
            Ok(Residence::Canada { found_by: FoundBy::Supporter, .. })
        ));
    }

    #[test]
    fn a_riding_on_the_other_side_of_the_country_is_asked_about() {
        assert_eq!(home("K1A 0A6", "", "59001"), Err(vec!["riding_elsewhere"]));
        assert_eq!(home("K1A 0A6", "", "99999"), Err(vec!["riding_unknown"]));
    }
}
