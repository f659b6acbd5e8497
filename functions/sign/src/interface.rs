//! The description of this function's part of the interface, made from the handlers and their structs.

use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Document;

use crate::pledge::{confirm, submit, withdraw};

#[derive(OpenApi)]
#[openapi(paths(submit::submit_by_json, confirm::confirm_by_json, withdraw::withdraw_by_json))]
struct Interface;

/// This function's part of the interface.
#[must_use]
pub fn interface() -> Document {
    Interface::openapi()
}

#[cfg(test)]
mod tests {
    use campaigns::CampaignFolder;
    use domain::locale::Locale;
    use serde::de::DeserializeOwned;
    use serde_json::{Map, Value, json};

    use super::*;
    use crate::faults::Faults;
    use crate::json::Member;
    use crate::pledge::corrections::{ConfirmRequest, Corrections};
    use crate::pledge::sent_pledge::{PledgeRequest, SentPledge};
    use crate::pledge::withdraw::TokenRequest;

    /// The documented members of an object, each with a value of its type.
    fn members(schema: &str) -> Map<String, Value> {
        let document = serde_json::to_value(interface()).unwrap();
        let properties = document["components"]["schemas"][schema]["properties"].as_object().unwrap();
        let value = |described: &Value| {
            let is = |kind: &str| described["type"] == kind || described["type"] == json!([kind, "null"]);
            match (is("string"), is("boolean")) {
                (true, _) => json!("text"),
                (_, true) => json!(true),
                _ => {
                    assert_eq!(described["oneOf"][0]["$ref"], "#/components/schemas/ConsentsRequest");
                    Value::Object(members("ConsentsRequest"))
                }
            }
        };
        properties.iter().map(|(name, described)| (name.clone(), value(described))).collect()
    }

    fn read<T: DeserializeOwned>(members: &Map<String, Value>) -> T {
        serde_json::from_value(Value::Object(members.clone())).unwrap()
    }

    /// Checks that the documented types are right for the parser. A number in place of any of them must be a wrong type.
    fn check<T: DeserializeOwned>(schema: &str, own: &[&str], faults: impl Fn(T) -> Faults) {
        let right = members(schema);
        let wrong_types = |sent: &Map<String, Value>| -> Vec<&str> {
            let codes = faults(read(sent)).codes().into_iter();
            codes.filter(|(_, code)| *code == "field_type").map(|(field, _)| field).collect()
        };
        assert_eq!(wrong_types(&right), Vec::<&str>::new());
        for name in right.keys().filter(|name| !own.contains(&name.as_str())) {
            let mut wrong = right.clone();
            wrong[name] = json!(3);
            assert_eq!(wrong_types(&wrong), [name.as_str()]);
        }
    }

    #[test]
    fn what_the_interface_describes_is_what_is_parsed() {
        let site = pages::Site::load(CampaignFolder::find("time-to-lead").unwrap(), "https://example.org").unwrap();
        // The handler reads the language and the token by themselves.
        check("PledgeRequest", &["locale"], |request| {
            SentPledge::from_json(request).parse(&site, Locale::En, jiff::Timestamp::UNIX_EPOCH).unwrap_err()
        });
        let valid = json!({ "first_name": "Marie", "email": "marie@example.org", "country": "FR" });
        let draft = SentPledge::from_json(read(valid.as_object().unwrap()))
            .parse(&site, Locale::En, jiff::Timestamp::UNIX_EPOCH)
            .unwrap();
        check("ConfirmRequest", &["token"], |request| {
            let campaign = site.campaign();
            Corrections::from_json(request, &draft).apply(&draft, campaign, jiff::Timestamp::UNIX_EPOCH).unwrap_err()
        });
        assert_eq!(members("ConsentsRequest").keys().collect::<Vec<_>>(), ["updates"]);
        let sent = |name: &str| Map::from_iter([(name.to_owned(), json!("text"))]);
        assert_eq!(read::<PledgeRequest>(&sent("locale")).locale, Member::Sent("text".to_owned()));
        assert_eq!(read::<ConfirmRequest>(&sent("token")).token, Member::Sent("text".to_owned()));
        assert_eq!(members("TokenRequest").keys().collect::<Vec<_>>(), ["token"]);
        assert_eq!(read::<TokenRequest>(&sent("token")).token, Member::Sent("text".to_owned()));
    }
}
