//! A pledge as it was sent, by a form or as JSON. Parsing makes it a [`Draft`], or names every fault at once.

use campaigns::ottawas_day;
use domain::ids::LinkCode;
use domain::locale::Locale;
use domain::pledge::Draft;
use domain::pledge::consent::Consents;
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::faults::Faults;
use crate::form::FormFields;
use crate::json::{ConsentsRequest, Member};
use crate::person::{SentHome, SentName, parse_comment, parse_email};

/// A pledge as it is sent. Anyone who lives in Canada can sign, whatever their status, and so can Canadian citizens abroad.
/// Limits and spellings are checked field by field, and one answer names all errors.
#[derive(Deserialize, ToSchema)]
pub(crate) struct PledgeRequest {
    /// Letters of any script; 1 to 100 characters. Somebody with one name leaves this or `last_name` out.
    #[schema(value_type = Option<String>, example = "Marie")]
    first_name: Member<String>,
    /// Letters of any script; 1 to 100 characters.
    #[schema(value_type = Option<String>, example = "Tremblay")]
    last_name: Member<String>,
    #[schema(value_type = String, example = "marie@example.org")]
    email: Member<String>,
    /// A Canadian postal code, in any spelling. This or `country`.
    #[schema(value_type = Option<String>, example = "K1A 0A6")]
    postal_code: Member<String>,
    /// Two letters (ISO 3166-1), of a citizen's country outside Canada: counted, in no riding.
    #[schema(value_type = Option<String>, example = "FR")]
    country: Member<String>,
    /// Five digits. They choose one of the postal code's ridings, if it has several, or correct the one of the table.
    #[schema(value_type = Option<String>, example = "35079")]
    riding: Member<String>,
    /// The language of the mails, `en` or `fr`; without it, that of `Accept-Language`.
    #[schema(value_type = Option<String>, example = "fr")]
    pub(crate) locale: Member<String>,
    /// The slug of the partner that is credited.
    #[schema(value_type = Option<String>)]
    partner: Member<String>,
    /// The text after `via=` in the own link of a signer, if the person agrees to be in its number. A code
    /// that is nobody's counts for nobody.
    #[schema(value_type = Option<String>)]
    via: Member<String>,
    /// The link's page asks for these again, and keeps what is answered there: anybody can type an address here.
    #[schema(value_type = Option<ConsentsRequest>)]
    consents: Member<ConsentsRequest>,
    /// Words to the Prime Minister, for the person's letter; up to 1,000 characters. The link's page shows them, to be changed.
    #[schema(value_type = Option<String>)]
    comment: Member<String>,
}

/// A pledge as it was sent. Nothing in it is trusted.
#[derive(Clone, Default)]
pub(crate) struct SentPledge {
    pub(crate) name: SentName,
    pub(crate) email: String,
    pub(crate) home: SentHome,
    pub(crate) comment: String,
    pub(crate) partner: String,
    via: String,
    pub(crate) updates: bool,
    /// The version of the consent's sentence that the form showed. A program sends none.
    wording: String,
    /// The JSON members of a wrong type. A form has none.
    wrong_types: Faults,
}

impl SentPledge {
    /// Reads the fields of an HTML form.
    pub(crate) fn from_form(fields: &FormFields) -> Self {
        Self {
            name: SentName::from_form(fields),
            email: fields.get("email"),
            home: SentHome::from_form(fields),
            comment: fields.get("comment"),
            partner: fields.get("partner"),
            via: fields.get("via"),
            updates: !fields.get("updates").is_empty(),
            wording: fields.get("wording"),
            wrong_types: Faults::default(),
        }
    }

    /// Reads a JSON object.
    pub(crate) fn from_json(request: PledgeRequest) -> Self {
        let mut wrong_types = Faults::default();
        let mut text = |name, member: Member<String>| member.take(name, &mut wrong_types).unwrap_or_default();
        let name = SentName {
            first_name: text("first_name", request.first_name),
            last_name: text("last_name", request.last_name),
        };
        let email = text("email", request.email);
        let home = SentHome {
            postal_code: text("postal_code", request.postal_code),
            country: text("country", request.country),
            riding: text("riding", request.riding),
        };
        let (comment, partner) = (text("comment", request.comment), text("partner", request.partner));
        let via = text("via", request.via);
        let updates = ConsentsRequest::includes_updates(request.consents, &mut wrong_types);
        Self { name, email, home, comment, partner, via, updates, wording: String::new(), wrong_types }
    }

    /// The own link by which the person came, if the text is the code of one. Any other text credits nobody.
    pub(crate) fn via(&self) -> Option<LinkCode> {
        self.via.parse().ok()
    }

    /// Parses every field, so that one answer names all faults.
    pub(crate) fn parse(&self, site: &pages::Site, locale: Locale, now: Timestamp) -> Result<Draft, Faults> {
        let mut faults = self.wrong_types.clone();
        let name = self.name.parse(&mut faults);
        let email = parse_email(&self.email, &mut faults);
        let residence = self.home.parse(&mut faults);
        let comment = parse_comment(&self.comment, &mut faults);
        let campaign = site.campaign();
        match (name, email, residence) {
            (Some(name), Some(email), Some(residence)) if faults.is_empty() => Ok(Draft {
                name,
                email,
                residence,
                consents: Consents::to_updates(self.updates, campaign.wording_shown(&self.wording, ottawas_day(now))),
                comment,
                locale,
                partner: campaign.partner(&self.partner).map(|partner| partner.slug.clone()),
            }),
            _ => Err(faults),
        }
    }
}

#[cfg(test)]
mod tests {
    use campaigns::CampaignFolder;
    use serde_json::{Value, json};

    use super::*;

    fn faults(object: Value) -> Vec<(&'static str, &'static str)> {
        let site = pages::Site::load(CampaignFolder::find("time-to-lead").unwrap(), "https://example.org").unwrap();
        let sent = SentPledge::from_json(serde_json::from_value(object).unwrap());
        sent.parse(&site, Locale::En, Timestamp::UNIX_EPOCH).err().unwrap_or_default().codes()
    }

    #[test]
    fn every_wrong_type_is_named_once_and_nothing_else_of_its_field() {
        let sent = json!({ "first_name": 3, "email": {}, "postal_code": true, "consents": { "updates": "yes" } });
        let wrong = ["first_name", "email", "postal_code", "consents.updates"].map(|field| (field, "field_type"));
        assert_eq!(faults(sent), wrong);
    }

    #[test]
    fn a_null_is_the_same_as_nothing_and_a_list_is_no_object() {
        let sent = |consents: Value| {
            json!({
                "first_name": "Marie", "last_name": null, "email": "marie@example.org", "country": "FR",
                "comment": null, "consents": consents,
            })
        };
        assert_eq!(faults(sent(Value::Null)), []);
        assert_eq!(faults(sent(json!({ "updates": null }))), []);
        assert_eq!(faults(sent(json!([true]))), [("consents", "field_type")]);
    }
}
