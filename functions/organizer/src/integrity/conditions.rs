//! The conditions of an invalidation: read from a form, written into one, and put into words.

use campaigns::{Doubled, Texts, moment};
use domain::mail::domain::{MailDomain, shown};
use domain::office::invalidation::Conditions;
use domain::person::name::PersonName;
use domain::tally::cause::Cause;
use domain::tally::riding::Place;

use crate::visit::form::Form;
use crate::visit::place_name;

/// The conditions of an invalidation as an organizer typed them.
#[derive(Clone, Debug, Default)]
pub(crate) struct TypedConditions {
    pub(crate) mail_domain: String,
    pub(crate) postal_code: String,
    pub(crate) place: String,
    pub(crate) partner: String,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) submission: String,
    /// The ids of the submissions of a listed pattern, with dots between them.
    pub(crate) submissions: String,
    pub(crate) from: String,
    pub(crate) until: String,
    pub(crate) cause: Option<Cause>,
    pub(crate) reason: String,
}

impl TypedConditions {
    pub(crate) fn read(form: &Form) -> Self {
        let of = |name: &str| form.get(name).to_owned();
        Self {
            mail_domain: of("mail_domain"),
            postal_code: of("postal_code"),
            place: of("place"),
            partner: of("partner"),
            first_name: of("first_name"),
            last_name: of("last_name"),
            submission: of("submission"),
            submissions: of("submissions"),
            from: of("from"),
            until: of("until"),
            cause: form.get("cause").parse().ok(),
            reason: of("reason"),
        }
    }

    /// Understands the conditions.
    ///
    /// # Errors
    /// The first field that is wrong, and the key of the sentence about it.
    pub(crate) fn conditions(&self) -> Result<Conditions, (&'static str, &'static str)> {
        let mut conditions = Conditions::default();
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        if let Some(domain) = given(&self.mail_domain) {
            let domain = MailDomain::typed(&domain).map_err(|_| ("mail_domain", "office-conditions-domain"))?;
            conditions.mail_domain = Some(domain.to_string());
        }
        if let Some(code) = given(&self.postal_code) {
            let code = code.parse().map_err(|_| ("postal_code", "office-conditions-postal-code"))?;
            conditions.postal_code = Some(code);
        }
        if let Some(place) = given(&self.place) {
            let known = match place.parse() {
                Ok(Place::Riding(code)) => ridings::get(code).is_some(),
                Ok(Place::Abroad) => true,
                Err(_) => false,
            };
            conditions.place = Some(place).filter(|_| known);
            if !known {
                return Err(("place", "office-conditions-place"));
            }
        }
        if let Some(partner) = given(&self.partner) {
            conditions.partner = Some(partner.parse().map_err(|_| ("partner", "office-conditions-partner"))?);
        }
        if !self.first_name.is_empty() || !self.last_name.is_empty() {
            let name = PersonName::parse(&self.first_name, &self.last_name);
            conditions.name = Some(name.map_err(|_| ("first_name", "office-conditions-name"))?);
        }
        if let Some(submission) = given(&self.submission) {
            conditions.submission = Some(submission.parse().map_err(|_| ("mail_domain", "office-conditions-none"))?);
        }
        if let Some(submissions) = given(&self.submissions) {
            let ids = submissions.split('.').map(str::parse).collect::<Result<_, _>>();
            conditions.submissions = ids.map_err(|_| ("mail_domain", "office-conditions-none"))?;
        }
        if let Some(from) = given(&self.from) {
            conditions.from = Some(moment(&from, Doubled::First).ok_or(("from", "office-conditions-time"))?);
        }
        if let Some(until) = given(&self.until) {
            // In the night when clocks go back, both of two equal hours are meant.
            conditions.until = Some(moment(&until, Doubled::Second).ok_or(("until", "office-conditions-time"))?);
        }
        if conditions.from.zip(conditions.until).is_some_and(|(from, until)| from >= until) {
            return Err(("until", "office-conditions-order"));
        }
        if conditions.is_empty() {
            return Err(("mail_domain", "office-conditions-none"));
        }
        Ok(conditions)
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass everything by reference")]
    pub(crate) fn is_for(&self, cause: &Cause) -> bool {
        self.cause == Some(*cause)
    }

    /// The fields that are filled in, by name.
    pub(crate) fn fields(&self) -> Vec<(&'static str, &str)> {
        let all = [
            ("mail_domain", &self.mail_domain),
            ("postal_code", &self.postal_code),
            ("place", &self.place),
            ("partner", &self.partner),
            ("first_name", &self.first_name),
            ("last_name", &self.last_name),
            ("submission", &self.submission),
            ("submissions", &self.submissions),
            ("from", &self.from),
            ("until", &self.until),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name, value.as_str())).collect()
    }
}

/// Writes conditions as the fields of a form, which [`TypedConditions::read`] reads back.
pub(crate) fn fields_of(conditions: &Conditions) -> Vec<(&'static str, String)> {
    let mut fields = Vec::new();
    let mut add = |name, value: Option<String>| fields.extend(value.map(|value| (name, value)));
    add("mail_domain", conditions.mail_domain.clone());
    add("postal_code", conditions.postal_code.map(|code| code.to_string()));
    add("place", conditions.place.clone());
    add("partner", conditions.partner.as_ref().map(ToString::to_string));
    add("first_name", conditions.name.as_ref().map(|name| name.first().to_owned()));
    add("last_name", conditions.name.as_ref().map(|name| name.last().to_owned()));
    add("submission", conditions.submission.map(|id| id.to_string()));
    let ids: Vec<_> = conditions.submissions.iter().map(ToString::to_string).collect();
    add("submissions", (!ids.is_empty()).then(|| ids.join(".")));
    add("from", conditions.from.map(|at| at.to_string()));
    add("until", conditions.until.map(|at| at.to_string()));
    fields
}

/// Writes conditions as pairs of name and value, with no more of a person's data than the patterns show.
pub(crate) fn in_words(texts: &Texts, conditions: &Conditions) -> Vec<(String, String)> {
    let mut words = Vec::new();
    let mut add = |key: &str, value: Option<String>| words.extend(value.map(|value| (texts.get(key), value)));
    add("office-field-mail-domain", conditions.mail_domain.as_deref().map(shown));
    add("office-field-postal-code", conditions.postal_code.map(|code| format!("{} •••", code.area())));
    add("office-field-place", conditions.place().map(|place| place_name(texts, place)));
    add("office-field-partner", conditions.partner.as_ref().map(ToString::to_string));
    add("office-field-name", conditions.name.as_ref().map(|_| texts.get("office-field-name-one")));
    add("office-field-redacted", conditions.redacted.then(|| texts.get("office-field-redacted-one")));
    add("office-field-submission", conditions.submission.map(|_| texts.get("office-field-submission-one")));
    let listed = i64::try_from(conditions.submissions.len()).unwrap_or(i64::MAX);
    let listed = (listed > 0).then(|| texts.with("office-field-submissions-listed", [("count", listed.into())]));
    add("office-field-submission", listed);
    add("office-field-from", conditions.from.map(|at| texts.moment(at)));
    add("office-field-until", conditions.until.map(|at| texts.moment(at)));
    words
}

/// Names the conditions that are given, without their values, for an entry in the log.
pub(crate) fn kinds(conditions: &Conditions) -> String {
    let given = [
        ("mail-domain", conditions.mail_domain.is_some()),
        ("postal-code", conditions.postal_code.is_some()),
        ("place", conditions.place.is_some()),
        ("partner", conditions.partner.is_some()),
        ("name", conditions.name.is_some()),
        ("submission", conditions.submission.is_some() || !conditions.submissions.is_empty()),
        ("from", conditions.from.is_some()),
        ("until", conditions.until.is_some()),
    ];
    given.into_iter().filter(|(_, is_given)| *is_given).map(|(kind, _)| kind).collect::<Vec<_>>().join(" ")
}

/// Says in words what [`kinds`] wrote.
pub(crate) fn kinds_in_words(texts: &Texts, kinds: &str) -> Option<String> {
    let key = |kind| Some(format!("office-field-{kind}")).filter(|key| texts.has(key));
    let words: Vec<_> = kinds.split_whitespace().map(|kind| Some(texts.get(&key(kind)?))).collect::<Option<_>>()?;
    (!words.is_empty()).then(|| words.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn domain(typed: &str) -> Option<String> {
        let typed = TypedConditions { mail_domain: typed.to_owned(), ..TypedConditions::default() };
        typed.conditions().ok().and_then(|conditions| conditions.mail_domain)
    }

    #[test]
    fn an_end_in_the_doubled_hour_is_the_later_one() {
        let at = "2026-11-01T01:30".to_owned();
        let typed = TypedConditions { from: at.clone(), until: at, ..TypedConditions::default() };
        let conditions = typed.conditions().unwrap();
        let hour = conditions.until.unwrap().duration_since(conditions.from.unwrap());
        assert_eq!(hour.as_hours(), 1);
    }

    #[test]
    fn a_mail_domain_is_taken_as_people_write_it() {
        for typed in [
            "example.org",
            "@example.org",
            " Example.ORG. ",
            "bo@example.org",
            "mailto:bo@example.org",
            "https://example.org",
            "HTTPS://Example.org:443/about?x=1#y",
            "//example.org/",
            "example.org/",
            "*@example.org",
            "<bo@example.org>",
            "\u{ff20}ｅｘａｍｐｌｅ．ｏｒｇ",
        ] {
            assert_eq!(domain(typed).as_deref(), Some("example.org"), "{typed}");
        }
        for typed in [
            "r\u{e9}fugi\u{e9}s.example",
            "@R\u{c9}FUGI\u{c9}S.example",
            "re\u{301}fugie\u{301}s.example",
            "XN--rfugis-bvae.example.",
        ] {
            assert_eq!(domain(typed).as_deref(), Some("xn--rfugis-bvae.example"), "{typed}");
        }
        for typed in ["example", "@", "https://", "a b.example", "xn--a.example", "-", "1.2.3.4", "bo@", "..org"] {
            assert_eq!(domain(typed), None, "{typed}");
        }
    }
}
