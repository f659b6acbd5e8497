//! The corrections of the person who confirms a form. A stranger may have typed it, so its owner may correct it before it counts.

use campaigns::ottawas_day;
use domain::campaign::Campaign;
use domain::person::residence::Residence;
use domain::pledge::consent::Consents;
use domain::pledge::{Draft, Submission, Who};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::faults::Faults;
use crate::form::FormFields;
use crate::json::{ConsentsRequest, Member};
use crate::person::{SentHome, SentName, parse_comment};

/// The token of a confirm link, and what its reader wants kept. A stranger may have sent the form: its words and consents are
/// kept only when they are sent again here.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ConfirmRequest {
    /// The text after `token=` in the mailed link.
    #[schema(value_type = String)]
    pub(crate) token: Member<String>,
    /// Needed where somebody is counted at the address. `same` says that it is this person, who then stays counted as before.
    /// `another` says that it is another person of the household, with another name and the same postal code. Without it the
    /// answer is 409 `who_is_it`.
    #[schema(value_type = Option<String>)]
    who: Member<String>,
    /// Corrects the form; without it the form's own stays.
    #[schema(value_type = Option<String>)]
    first_name: Member<String>,
    /// Corrects the form; without it the form's own stays.
    #[schema(value_type = Option<String>)]
    last_name: Member<String>,
    /// Corrects where the person lives. This or `country`; without both the form's home stays.
    #[schema(value_type = Option<String>)]
    postal_code: Member<String>,
    /// Corrects where the person lives.
    #[schema(value_type = Option<String>)]
    country: Member<String>,
    /// Chooses one of the ridings of the `postal_code` that is sent here.
    #[schema(value_type = Option<String>)]
    riding: Member<String>,
    /// The person's consents; without this, none.
    #[schema(value_type = Option<ConsentsRequest>)]
    consents: Member<ConsentsRequest>,
    /// Words to the Prime Minister, up to 1,000 characters; without it none are kept.
    #[schema(value_type = Option<String>)]
    comment: Member<String>,
}

/// The fields of the confirm page as they were sent. Nothing in it is trusted.
#[derive(Clone, Default)]
pub(crate) struct Corrections {
    pub(crate) name: SentName,
    pub(crate) home: SentHome,
    pub(crate) comment: String,
    /// Whether the form's partner keeps the credit.
    pub(crate) credits_partner: bool,
    /// Whether the person is counted in the number of the own link by which they came.
    pub(crate) credits_link: bool,
    pub(crate) updates: bool,
    /// The version of the consent's sentence that the page showed. A program sends none.
    wording: String,
    pub(crate) who: Option<Who>,
    /// The JSON members of a wrong type. A form has none.
    wrong_types: Faults,
}

impl Corrections {
    /// The fields as the page first shows them. They repeat the form without its consents, which only its owner can give.
    pub(crate) fn of(draft: &Draft) -> Self {
        let home = match &draft.residence {
            Residence::Canada { postal_code, riding, .. } => {
                let (postal_code, riding) = (postal_code.to_string(), riding.to_string());
                SentHome { postal_code, riding, ..SentHome::default() }
            }
            Residence::Abroad { country } => SentHome { country: country.code().to_owned(), ..SentHome::default() },
        };
        Self {
            name: SentName::of(&draft.name),
            home,
            comment: draft.comment.as_ref().map(|comment| comment.as_str().to_owned()).unwrap_or_default(),
            credits_partner: draft.partner.is_some(),
            credits_link: true,
            updates: false,
            wording: String::new(),
            who: None,
            wrong_types: Faults::default(),
        }
    }

    /// Reads the page's fields. A program may send the token alone; then the form loses its words and consents, because
    /// nobody has seen them.
    pub(crate) fn from_form(fields: &FormFields, draft: &Draft) -> Self {
        let who = who(&fields.get("who"));
        if !fields.has("first_name") {
            return Self { comment: String::new(), who, ..Self::of(draft) };
        }
        Self {
            name: SentName::from_form(fields),
            home: SentHome::from_form(fields),
            comment: fields.get("comment"),
            credits_partner: fields.has("credit"),
            credits_link: fields.has("via"),
            updates: !fields.get("updates").is_empty(),
            wording: fields.get("wording"),
            who,
            wrong_types: Faults::default(),
        }
    }

    /// Reads a JSON object. A missing member leaves the form as it is. The words and consents are the exception: without
    /// their members none are kept.
    pub(crate) fn from_json(request: ConfirmRequest, draft: &Draft) -> Self {
        let unchanged = Self::of(draft);
        let mut wrong_types = Faults::default();
        let moved = [&request.postal_code, &request.country].into_iter().any(|member| *member != Member::Absent);
        let mut text = |name, member: Member<String>| member.take(name, &mut wrong_types);
        let who = text("who", request.who).and_then(|text| who(&text));
        let first_name = text("first_name", request.first_name).unwrap_or(unchanged.name.first_name);
        let last_name = text("last_name", request.last_name).unwrap_or(unchanged.name.last_name);
        let home = SentHome {
            postal_code: text("postal_code", request.postal_code).unwrap_or_default(),
            country: text("country", request.country).unwrap_or_default(),
            riding: text("riding", request.riding).unwrap_or_default(),
        };
        let comment = text("comment", request.comment).unwrap_or_default();
        let updates = ConsentsRequest::includes_updates(request.consents, &mut wrong_types);
        Self {
            name: SentName { first_name, last_name },
            home: if moved { home } else { unchanged.home },
            comment,
            credits_partner: unchanged.credits_partner,
            credits_link: unchanged.credits_link,
            updates,
            wording: String::new(),
            who,
            wrong_types,
        }
    }

    /// The form with these corrections, or all faults at once.
    pub(crate) fn apply(&self, draft: &Draft, campaign: &Campaign, now: Timestamp) -> Result<Draft, Faults> {
        let mut faults = self.wrong_types.clone();
        let name = self.name.parse(&mut faults);
        let residence = self.home.parse(&mut faults);
        let comment = parse_comment(&self.comment, &mut faults);
        match (name, residence) {
            (Some(name), Some(residence)) if faults.is_empty() => Ok(Draft {
                name,
                residence,
                comment,
                consents: Consents::to_updates(self.updates, campaign.wording_shown(&self.wording, ottawas_day(now)))
                    .said_at(now),
                partner: draft.partner.clone().filter(|_| self.credits_partner),
                ..draft.clone()
            }),
            _ => Err(faults),
        }
    }

    /// The form that is confirmed, with its corrected draft.
    pub(crate) fn corrected(&self, form: &Submission, draft: Draft) -> Submission {
        Submission { draft, via: form.via.filter(|_| self.credits_link), ..form.clone() }
    }
}

fn who(text: &str) -> Option<Who> {
    match text {
        "same" => Some(Who::Same),
        "another" => Some(Who::Another),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use campaigns::CampaignFolder;
    use domain::locale::Locale;
    use domain::mail::email::EmailAddress;
    use domain::person::country::Country;
    use domain::person::name::PersonName;
    use serde_json::{Value, json};

    use super::*;

    fn corrected(object: Value) -> Result<Draft, Vec<(&'static str, &'static str)>> {
        let draft = Draft {
            name: PersonName::parse("Marie", "Roy").unwrap(),
            email: EmailAddress::parse("marie@example.org").unwrap(),
            residence: Residence::Abroad { country: "FR".parse::<Country>().unwrap() },
            consents: Consents::default(),
            comment: None,
            locale: Locale::En,
            partner: None,
        };
        let corrections = Corrections::from_json(serde_json::from_value(object).unwrap(), &draft);
        let campaign = CampaignFolder::find("time-to-lead").unwrap().campaign().unwrap();
        corrections.apply(&draft, &campaign, Timestamp::UNIX_EPOCH).map_err(|faults| faults.codes())
    }

    #[test]
    fn a_member_that_is_missing_or_null_leaves_the_form_as_it_is() {
        let unchanged = corrected(json!({})).unwrap();
        assert_eq!(unchanged.residence, Residence::Abroad { country: "FR".parse().unwrap() });
        assert_eq!(unchanged.name.to_string(), "Marie Roy");
        let nulls = json!({ "first_name": null, "postal_code": null, "country": null, "consents": null, "who": null });
        assert_eq!(corrected(nulls).unwrap(), unchanged);
    }

    #[test]
    fn a_correction_of_a_wrong_type_is_named_and_never_passed_over() {
        let sent = json!({ "last_name": 3, "postal_code": [], "consents": { "updates": "yes" } });
        let wrong = ["last_name", "postal_code", "consents.updates"].map(|field| (field, "field_type"));
        assert_eq!(corrected(sent), Err(wrong.to_vec()));
    }
}
