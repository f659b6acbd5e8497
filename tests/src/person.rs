//! People who sign, each with a name that nobody else in the process has.

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Map, Value, json};

/// The home of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Home {
    /// A home at a postal code, and perhaps in a riding that they chose.
    Canada {
        /// The postal code as it was typed.
        postal_code: String,
        /// The riding's code.
        riding: Option<String>,
    },
    /// A home in another country, by its two letters.
    Abroad(String),
}

/// Someone who signs.
#[derive(Clone, Debug)]
pub struct Person {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub home: Home,
    /// `en` or `fr`.
    pub locale: &'static str,
    /// The partner in the link they followed.
    pub partner: Option<String>,
    /// The code of the own link that they followed.
    pub via: Option<String>,
    /// Whether they want news.
    pub updates: bool,
    /// Their words to the Prime Minister.
    pub comment: Option<String>,
}

/// A postal code of Ottawa Centre, and of no other riding.
pub const OTTAWA_CENTRE: (&str, &str) = ("K2P 0A1", "35079");
/// A postal code of Rosemont—La Petite-Patrie, and of no other riding.
pub const ROSEMONT: (&str, &str) = ("H2S 0A1", "24065");

/// Returns the published address of a riding's Member, as the built-in table has it.
///
/// # Panics
/// Panics when the code is none.
#[must_use]
pub fn address_of_member(riding: &str) -> Option<String> {
    let roster = ridings::first_roster();
    roster.member(riding.parse().expect("a riding's code"))?.email.as_ref().map(ToString::to_string)
}

impl Person {
    /// Makes somebody in Ottawa Centre, in English. The name is made unique, so that it can be looked for in logs.
    #[must_use]
    pub fn new(first_name: &str) -> Self {
        let mark = mark();
        Self {
            first_name: first_name.to_owned(),
            last_name: format!("Tremblay-{mark}"),
            email: format!("{}.{}@example.org", ascii(first_name), mark.to_lowercase()),
            home: Home::Canada { postal_code: OTTAWA_CENTRE.0.to_owned(), riding: None },
            locale: "en",
            partner: None,
            via: None,
            updates: false,
            comment: None,
        }
    }

    /// Lets the person sign in French.
    #[must_use]
    pub fn in_french(mut self) -> Self {
        self.locale = "fr";
        self
    }

    /// Lets the person live elsewhere in Canada.
    #[must_use]
    pub fn living_at(mut self, postal_code: &str) -> Self {
        self.home = Home::Canada { postal_code: postal_code.to_owned(), riding: None };
        self
    }

    /// Lets the person choose their riding.
    #[must_use]
    pub fn choosing(mut self, code: &str) -> Self {
        if let Home::Canada { riding, .. } = &mut self.home {
            *riding = Some(code.to_owned());
        }
        self
    }

    /// Lets the person live in another country.
    #[must_use]
    pub fn abroad(mut self, country: &str) -> Self {
        self.home = Home::Abroad(country.to_owned());
        self
    }

    /// Lets the person follow the own link of somebody else.
    #[must_use]
    pub fn invited_by(mut self, link: &str) -> Self {
        self.via = Some(link.to_owned());
        self
    }

    /// Lets the person follow a partner's link.
    #[must_use]
    pub fn brought_by(mut self, partner: &str) -> Self {
        self.partner = Some(partner.to_owned());
        self
    }

    /// Lets the person ask for news.
    #[must_use]
    pub fn wanting_updates(mut self) -> Self {
        self.updates = true;
        self
    }

    /// Gives the person words to the Prime Minister.
    #[must_use]
    pub fn saying(mut self, comment: &str) -> Self {
        self.comment = Some(comment.to_owned());
        self
    }

    /// Gives the person somebody else's address.
    #[must_use]
    pub fn at_the_address_of(mut self, other: &Self) -> Self {
        self.email.clone_from(&other.email);
        self
    }

    /// Returns the body of `POST /v1/pledges`.
    #[must_use]
    pub fn json(&self) -> Value {
        let mut body = Map::from_iter([
            ("first_name".to_owned(), json!(self.first_name)),
            ("last_name".to_owned(), json!(self.last_name)),
            ("email".to_owned(), json!(self.email)),
            ("locale".to_owned(), json!(self.locale)),
            ("consents".to_owned(), json!({ "updates": self.updates })),
        ]);
        let mut add = |name: &str, value: &Option<String>| {
            body.extend(value.iter().map(|value| (name.to_owned(), json!(value))));
        };
        add("partner", &self.partner);
        add("via", &self.via);
        add("comment", &self.comment);
        match &self.home {
            Home::Canada { postal_code, riding } => {
                add("postal_code", &Some(postal_code.clone()));
                add("riding", riding);
            }
            Home::Abroad(country) => add("country", &Some(country.clone())),
        }
        Value::Object(body)
    }

    /// Returns the fields of the form.
    #[must_use]
    pub fn fields(&self) -> Vec<(&'static str, &str)> {
        let mut fields =
            vec![("first_name", &*self.first_name), ("last_name", &*self.last_name), ("email", &*self.email)];
        match &self.home {
            Home::Canada { postal_code, riding } => {
                fields.push(("postal_code", postal_code));
                fields.extend(riding.iter().map(|riding| ("riding", riding.as_str())));
            }
            Home::Abroad(country) => fields.push(("country", country)),
        }
        fields.extend(self.partner.iter().map(|partner| ("partner", partner.as_str())));
        fields.extend(self.via.iter().map(|link| ("via", link.as_str())));
        fields.extend(self.comment.iter().map(|comment| ("comment", comment.as_str())));
        fields.extend(self.updates.then_some(("updates", "on")));
        fields
    }

    /// Lists the texts that must never be seen outside the Pledges table and this person's own mails.
    #[must_use]
    pub fn private_values(&self) -> Vec<String> {
        let mut values = vec![self.last_name.clone(), self.email.clone()];
        values.extend(self.comment.clone());
        if let Home::Canada { postal_code, .. } = &self.home {
            let compact: String = postal_code.chars().filter(|c| c.is_alphanumeric()).collect();
            values.extend([postal_code.clone(), compact]);
        }
        // Somebody with one name has an empty one beside it.
        values.retain(|value| !value.is_empty());
        values
    }
}

/// Makes letters that no other person of this process has.
fn mark() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let mut number = NEXT.fetch_add(1, Ordering::Relaxed);
    let mut letters = String::from("Zq");
    for _ in 0..5 {
        letters.push(char::from(b'a' + u8::try_from(number % 26).expect("below 26")));
        number /= 26;
    }
    letters + "x"
}

fn ascii(name: &str) -> String {
    name.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect()
}
