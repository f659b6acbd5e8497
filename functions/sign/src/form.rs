//! The one crossing from what was sent to what is trusted: a form or JSON becomes a [`Draft`], or every error at once.

use axum::extract::{FromRequest, Request};
use campaigns::Texts;
use domain::locale::Locale;
use domain::mail::email::{EmailAddress, EmailError};
use domain::person::country::Country;
use domain::person::name::{NAME_MAX_CHARACTERS, NameError, PersonName, PersonNameFaults};
use domain::person::postal_code::{PostalCode, PostalCodeError};
use domain::person::residence::{FoundBy, Residence};
use domain::pledge::Draft;
use domain::pledge::comment::{COMMENT_MAX_CHARACTERS, Comment, CommentError};
use domain::pledge::consent::Consents;
use domain::tally::riding::RidingCode;
use domain::typed_text::trim;
use pages::FieldMessage;
use ridings::{Lookup, Riding};
use serde_json::Value;
use web::{FieldError, MediaType, read_body};

use crate::failure::Failure;

/// A pledge as it was sent. Nothing in it is trusted.
#[derive(Clone, Default)]
pub(crate) struct SentPledge {
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) email: String,
    pub(crate) home: SentHome,
    pub(crate) comment: String,
    pub(crate) partner: String,
    pub(crate) updates: bool,
    faults: Vec<Fault>,
}

/// Where someone says they live.
#[derive(Clone, Default)]
pub(crate) struct SentHome {
    pub(crate) postal_code: String,
    pub(crate) country: String,
    pub(crate) riding: String,
}

/// What someone says they are called.
#[derive(Clone, Default)]
pub(crate) struct SentName {
    pub(crate) first_name: String,
    pub(crate) last_name: String,
}

/// Everything that is wrong with what was sent.
#[derive(Clone, Default, Debug)]
pub(crate) struct Faults {
    faults: Vec<Fault>,
    /// The ridings to choose from, when that is what is asked.
    pub(crate) choices: Vec<&'static Riding>,
}

/// One field's error: its code is also the key of its sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Fault {
    field: &'static str,
    code: &'static str,
    argument: Option<(&'static str, String)>,
}

impl Fault {
    const fn new(field: &'static str, code: &'static str) -> Self {
        Self { field, code, argument: None }
    }

    fn with(mut self, name: &'static str, value: &impl ToString) -> Self {
        self.argument = Some((name, value.to_string()));
        self
    }
}

impl Faults {
    fn push(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    /// The words are longer than may be kept.
    pub(crate) fn push_comment_too_long(&mut self, max: usize) {
        self.push(Fault::new("comment", "comment_too_long").with("max", &max));
    }

    /// One thing that only the store could tell.
    pub(crate) fn of(field: &'static str, code: &'static str) -> Self {
        Self { faults: vec![Fault::new(field, code)], choices: Vec::new() }
    }

    /// Whether the only thing missing is which riding it is.
    pub(crate) fn asks_only_for_riding(&self) -> bool {
        self.faults.iter().all(|fault| fault.code == "riding_ambiguous")
    }

    /// The errors in the signer's language.
    pub(crate) fn in_words(&self, texts: &Texts) -> Vec<FieldError> {
        let sentence = |fault: &Fault| {
            let key = format!("error-{}", fault.code.replace('_', "-"));
            match &fault.argument {
                Some((name, value)) => texts.with(&key, [(*name, value.clone().into())]),
                None => texts.get(&key),
            }
        };
        self.faults
            .iter()
            .map(|fault| FieldError { field: fault.field, code: fault.code, message: sentence(fault) })
            .collect()
    }
}

impl SentPledge {
    /// Reads the fields of an HTML form.
    pub(crate) fn from_form(fields: &FormFields) -> Self {
        Self {
            first_name: fields.get("first_name"),
            last_name: fields.get("last_name"),
            email: fields.get("email"),
            home: SentHome::from_form(fields),
            comment: fields.get("comment"),
            partner: fields.get("partner"),
            updates: !fields.get("updates").is_empty(),
            faults: Vec::new(),
        }
    }

    /// Reads a JSON object; members of another type than text are faults of their own.
    pub(crate) fn from_json(object: &Value) -> Self {
        let mut faults = Vec::new();
        let mut text = |name: &'static str| match object.get(name) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
                faults.push(Fault::new(name, "field_type").with("field", &name));
                String::new()
            }
        };
        let mut sent = Self {
            first_name: text("first_name"),
            last_name: text("last_name"),
            email: text("email"),
            home: SentHome { postal_code: text("postal_code"), country: text("country"), riding: text("riding") },
            comment: text("comment"),
            partner: text("partner"),
            updates: false,
            faults: Vec::new(),
        };
        match object.get("consents").and_then(|consents| consents.get("updates")) {
            None | Some(Value::Null) => {}
            Some(Value::Bool(updates)) => sent.updates = *updates,
            Some(Value::String(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
                faults.push(Fault::new("consents.updates", "field_type").with("field", &"consents.updates"));
            }
        }
        sent.faults = faults;
        sent
    }

    /// Parses every field, so that the page shows all errors at once.
    pub(crate) fn parse(&self, site: &pages::Site, locale: Locale) -> Result<Draft, Faults> {
        let mut faults = Faults { faults: self.faults.clone(), choices: Vec::new() };
        let name = match PersonName::parse(&self.first_name, &self.last_name) {
            Ok(name) => Some(name),
            Err(wrong) => {
                name_faults(wrong).for_each(|fault| self.fault(&mut faults, fault));
                None
            }
        };
        let email = match EmailAddress::parse(&self.email) {
            Ok(email) => Some(email),
            Err(error) => {
                self.fault(&mut faults, Fault::new("email", email_code(error)));
                None
            }
        };
        let residence = self.home.parse(&mut faults);
        let comment = match Comment::parse(&self.comment) {
            Ok(comment) => comment,
            Err(CommentError::TooLong) => {
                faults.push_comment_too_long(COMMENT_MAX_CHARACTERS);
                None
            }
        };
        let campaign = site.campaign();
        match (name, email, residence) {
            (Some(name), Some(email), Some(residence)) if faults.faults.is_empty() => Ok(Draft {
                name,
                email,
                residence,
                consents: Consents::to_updates(self.updates, &campaign.consent_wording),
                comment,
                locale,
                partner: campaign.partner(&self.partner).map(|partner| partner.slug.clone()),
            }),
            _ => Err(faults),
        }
    }

    /// Adds a fault, unless the field was of the wrong type and is therefore empty.
    fn fault(&self, faults: &mut Faults, fault: Fault) {
        if !self.faults.iter().any(|known| known.field == fault.field) {
            faults.push(fault);
        }
    }
}

impl SentName {
    pub(crate) fn from_form(fields: &FormFields) -> Self {
        Self { first_name: fields.get("first_name"), last_name: fields.get("last_name") }
    }

    /// The name as it stands.
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

    /// Where the supporter lives, with the riding that the table or they themselves name.
    pub(crate) fn parse(&self, faults: &mut Faults) -> Option<Residence> {
        let country = trim(&self.country);
        if !country.is_empty() && !country.eq_ignore_ascii_case("CA") {
            let country = country.parse::<Country>().ok();
            if country.is_none() {
                faults.push(Fault::new("country", "country_unknown"));
            }
            return country.map(|country| Residence::Abroad { country });
        }
        let postal_code = match self.postal_code.parse::<PostalCode>() {
            Ok(code) => code,
            Err(error) => {
                faults.push(postal_code_fault(error));
                return None;
            }
        };
        let found = ridings::look_up(postal_code);
        let (riding, found_by) = match (trim(&self.riding), &found) {
            ("", Lookup::One(riding)) => (riding.code, FoundBy::PostalCode),
            ("", Lookup::Several(_) | Lookup::Unknown) => {
                faults.push(Fault::new("riding", "riding_ambiguous"));
                faults.choices = choices(postal_code, &found);
                return None;
            }
            (chosen, found) => (Self::chosen(chosen, postal_code, found, faults)?, FoundBy::Supporter),
        };
        let agrees = matches!(found, Lookup::One(one) if one.code == riding);
        Some(Residence::Canada { postal_code, riding, found_by: if agrees { FoundBy::PostalCode } else { found_by } })
    }

    fn chosen(text: &str, postal_code: PostalCode, found: &Lookup, faults: &mut Faults) -> Option<RidingCode> {
        let riding = text.parse::<RidingCode>().ok().and_then(ridings::get);
        let code = match riding {
            None => "riding_unknown",
            Some(riding) if ridings::may_choose(postal_code, riding.code) => return Some(riding.code),
            Some(_) => "riding_elsewhere",
        };
        faults.push(Fault::new("riding", code));
        faults.choices = choices(postal_code, found);
        None
    }
}

/// What is wrong with an address that stands alone.
pub(crate) fn email_fault(error: EmailError, texts: &Texts) -> FieldError {
    let code = email_code(error);
    FieldError { field: "email", code, message: texts.get(&format!("error-{}", code.replace('_', "-"))) }
}

/// An error as the pages show it.
pub(crate) fn field_message(error: FieldError) -> FieldMessage {
    FieldMessage { field: error.field, code: error.code, message: error.message }
}

/// The ridings to offer for a postal code: what the table has, else all of its province.
fn choices(postal_code: PostalCode, found: &Lookup) -> Vec<&'static Riding> {
    match found {
        Lookup::One(riding) => vec![riding],
        Lookup::Several(several) => several.to_vec(),
        Lookup::Unknown => postal_code.provinces().flat_map(ridings::in_province).collect(),
    }
}

/// What is wrong with a name, field by field.
fn name_faults(faults: PersonNameFaults) -> impl Iterator<Item = Fault> {
    let fields = [("first_name", faults.first), ("last_name", faults.last)];
    fields.into_iter().filter_map(|(field, error)| error.map(|error| name_fault(field, error)))
}

fn name_fault(field: &'static str, error: NameError) -> Fault {
    match error {
        NameError::Missing => Fault::new(field, "name_missing"),
        NameError::TooLong => Fault::new(field, "name_too_long").with("max", &NAME_MAX_CHARACTERS),
        NameError::Link => Fault::new(field, "name_link"),
        NameError::Character => Fault::new(field, "name_character"),
    }
}

fn email_code(error: EmailError) -> &'static str {
    match error {
        EmailError::Missing => "email_missing",
        EmailError::Malformed => "email_malformed",
        EmailError::TooLong => "email_too_long",
    }
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

/// The fields of an HTML form; of a field sent twice, the last non-empty one counts (a list and "another riding" share a name).
pub(crate) struct FormFields(Vec<(String, String)>);

impl<S: Send + Sync> FromRequest<S> for FormFields {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        let (parts, body) = request.into_parts();
        Ok(Self::read(&read_body(MediaType::Form, &parts.headers, body).await?))
    }
}

impl FormFields {
    fn read(body: &[u8]) -> Self {
        Self(form_urlencoded::parse(body).into_owned().collect())
    }

    /// Whether a field was sent at all, empty or not.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    pub(crate) fn get(&self, name: &str) -> String {
        let mut values = self.0.iter().rev().filter(|(key, _)| key == name).map(|(_, value)| value);
        values.find(|value| !value.is_empty()).cloned().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home(postal_code: &str, country: &str, riding: &str) -> Result<Residence, Vec<&'static str>> {
        let mut faults = Faults::default();
        let sent =
            SentHome { postal_code: postal_code.to_owned(), country: country.to_owned(), riding: riding.to_owned() };
        sent.parse(&mut faults).ok_or_else(|| faults.faults.iter().map(|fault| fault.code).collect())
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

    #[test]
    fn of_a_field_sent_twice_the_last_that_says_something_counts() {
        let fields = FormFields::read(b"riding=35079&riding=&name=a&name=b");
        assert_eq!(fields.get("riding"), "35079");
        assert_eq!(fields.get("name"), "b");
        assert_eq!(fields.get("nothing"), "");
    }

    #[test]
    fn every_wrong_type_is_named() {
        let sent = SentPledge::from_json(&serde_json::json!({ "first_name": 3, "consents": { "updates": "yes" } }));
        let fields: Vec<_> = sent.faults.iter().map(|fault| fault.field).collect();
        assert_eq!(fields, ["first_name", "consents.updates"]);
    }
}
