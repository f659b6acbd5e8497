//! A form as the person who confirms it wants it kept: what a stranger may have typed is corrected before anything counts.

use domain::person::residence::Residence;
use domain::pledge::comment::{COMMENT_MAX_CHARACTERS, Comment, CommentError};
use domain::pledge::consent::Consents;
use domain::pledge::{Draft, Who};
use jiff::Timestamp;
use serde_json::Value;

use crate::form::{Faults, FormFields, SentHome, SentName};

/// The fields of the confirm page as they were sent. Nothing in it is trusted.
#[derive(Clone, Default)]
pub(crate) struct Corrections {
    pub(crate) name: SentName,
    pub(crate) home: SentHome,
    pub(crate) comment: String,
    /// Whether the partner whose link was followed is still to be credited.
    pub(crate) credits_partner: bool,
    pub(crate) updates: bool,
    pub(crate) who: Option<Who>,
}

impl Corrections {
    /// The fields as the page first shows them: everything that the form says, but never a consent. Its owner has not given it.
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
            updates: false,
            who: None,
        }
    }

    /// Reads the page's fields. Sent with the token alone, as by a program, the form is kept without its words and consents:
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
            updates: !fields.get("updates").is_empty(),
            who,
        }
    }

    /// Reads a JSON object. A member that is not there stays as the form says, except its words and consents.
    pub(crate) fn from_json(object: &Value, draft: &Draft) -> Self {
        let text = |name: &str| object.get(name).and_then(Value::as_str).map(str::to_owned);
        let known = Self::of(draft);
        let moved = ["postal_code", "country"].iter().any(|name| object.get(*name).is_some());
        Self {
            name: SentName {
                first_name: text("first_name").unwrap_or(known.name.first_name),
                last_name: text("last_name").unwrap_or(known.name.last_name),
            },
            home: if moved {
                let or_empty = |name| text(name).unwrap_or_default();
                SentHome {
                    postal_code: or_empty("postal_code"),
                    country: or_empty("country"),
                    riding: or_empty("riding"),
                }
            } else {
                known.home
            },
            comment: text("comment").unwrap_or_default(),
            credits_partner: known.credits_partner,
            updates: object.get("consents").and_then(|consents| consents.get("updates")) == Some(&Value::Bool(true)),
            who: text("who").and_then(|text| who(&text)),
        }
    }

    /// The form with these corrections, or every error at once.
    pub(crate) fn apply(&self, draft: &Draft, consent_wording: &str, now: Timestamp) -> Result<Draft, Faults> {
        let mut faults = Faults::default();
        let name = self.name.parse(&mut faults);
        let residence = self.home.parse(&mut faults);
        let comment = Comment::parse(&self.comment);
        if comment == Err(CommentError::TooLong) {
            faults.push_comment_too_long(COMMENT_MAX_CHARACTERS);
        }
        match (name, residence, comment) {
            (Some(name), Some(residence), Ok(comment)) => Ok(Draft {
                name,
                residence,
                comment,
                consents: Consents::to_updates(self.updates, consent_wording).said_at(now),
                partner: draft.partner.clone().filter(|_| self.credits_partner),
                ..draft.clone()
            }),
            _ => Err(faults),
        }
    }
}

fn who(text: &str) -> Option<Who> {
    match text {
        "same" => Some(Who::Same),
        "another" => Some(Who::Another),
        _ => None,
    }
}
