//! A function's settings, from its environment variables.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use domain::keys::secret::Secret;
use domain::tally::ShardCount;
use domain::webhooks::address::Loopback;

/// The environment variables of a function. `Debug` shows names, never values: some are secrets.
#[derive(Clone, Default)]
pub struct Environment(BTreeMap<String, String>);

/// A setting that is missing or unreadable. It names the setting and never shows its value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingError {
    /// The setting is absent or empty.
    #[error("the setting {0} is missing")]
    Missing(String),
    /// The setting has a value that it does not take.
    #[error("the setting {name} is not valid: {reason}")]
    Invalid {
        name: String,
        /// The values that it takes.
        reason: String,
    },
}

impl Environment {
    /// Reads the process's own variables.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the door that the lint names")]
    pub fn from_process() -> Self {
        Self(std::env::vars().collect())
    }

    /// Takes variables from elsewhere, such as the template or a test.
    #[must_use]
    pub fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(pairs.into_iter().collect())
    }

    /// Returns a setting that may be absent; an empty one counts as absent.
    #[must_use]
    pub fn optional(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// Returns a setting that must be there.
    ///
    /// # Errors
    /// Fails when it is missing or empty.
    pub fn required(&self, name: &str) -> Result<&str, SettingError> {
        self.optional(name).ok_or_else(|| SettingError::Missing(name.to_owned()))
    }

    /// Returns a secret that must be there.
    ///
    /// # Errors
    /// Fails when it is missing or empty.
    pub fn secret(&self, name: &str) -> Result<Secret, SettingError> {
        self.required(name).map(Secret::new)
    }

    /// Reads a number; an absent setting gives `default`.
    ///
    /// # Errors
    /// Fails when the value is no such number.
    pub fn number<N: FromStr>(&self, name: &str, default: N) -> Result<N, SettingError> {
        self.optional(name).map_or(Ok(default), |value| {
            value.parse().map_err(|_| SettingError::Invalid {
                name: name.to_owned(),
                reason: "a number in range is needed".to_owned(),
            })
        })
    }

    /// Reads the number of the tally's counter partitions.
    ///
    /// # Errors
    /// Fails when the value is no such number.
    pub fn tally_shards(&self) -> Result<ShardCount, SettingError> {
        const UNLESS_SET: u8 = 16;
        ShardCount::new(self.number("TALLY_SHARDS", UNLESS_SET)?)
            .map_err(|error| SettingError::Invalid { name: "TALLY_SHARDS".to_owned(), reason: error.to_string() })
    }

    /// Reads whether webhooks may go to this very machine. A setting that is absent refuses it.
    ///
    /// # Errors
    /// Fails when the value is neither `yes` nor `no`.
    pub fn hooks_to_loopback(&self) -> Result<Loopback, SettingError> {
        match self.optional("HOOKS_TO_LOOPBACK") {
            None | Some("no") => Ok(Loopback::Refused),
            Some("yes") => Ok(Loopback::Allowed),
            Some(_) => Err(SettingError::Invalid {
                name: "HOOKS_TO_LOOPBACK".to_owned(),
                reason: "it is yes or no".to_owned(),
            }),
        }
    }

    /// Returns the site's own address without a slash at its end. Links in mails are built from it, never from a
    /// request.
    ///
    /// # Errors
    /// Fails when it is missing or no `http` or `https` address.
    pub fn site_url(&self) -> Result<&str, SettingError> {
        let url = self.required("SITE_URL")?.trim_end_matches('/');
        if url.starts_with("https://") || url.starts_with("http://") {
            Ok(url)
        } else {
            Err(SettingError::Invalid {
                name: "SITE_URL".to_owned(),
                reason: "it begins with https:// or http://".to_owned(),
            })
        }
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(name: &str, value: &str) -> Environment {
        Environment::from_pairs([(name.to_owned(), value.to_owned())])
    }

    #[test]
    fn an_empty_setting_is_a_missing_one() {
        assert_eq!(environment("A", "").required("A"), Err(SettingError::Missing("A".to_owned())));
        assert_eq!(environment("A", "x").required("A"), Ok("x"));
    }

    #[test]
    fn a_number_is_the_default_only_when_not_set() {
        assert_eq!(environment("A", "").number("A", 16_u8), Ok(16));
        assert_eq!(environment("A", "3").number("A", 16_u8), Ok(3));
        assert!(environment("A", "300").number("A", 16_u8).is_err());
    }

    #[test]
    fn the_site_url_has_no_slash_at_its_end() {
        assert_eq!(environment("SITE_URL", "https://example.org/").site_url(), Ok("https://example.org"));
        assert!(environment("SITE_URL", "example.org").site_url().is_err());
    }

    #[test]
    fn webhooks_go_to_this_machine_only_when_that_is_set() {
        let read = |value| environment("HOOKS_TO_LOOPBACK", value).hooks_to_loopback();
        assert_eq!(
            (read(""), read("no"), read("yes")),
            (Ok(Loopback::Refused), Ok(Loopback::Refused), Ok(Loopback::Allowed))
        );
        assert!(read("perhaps").is_err());
    }

    #[test]
    fn debug_output_holds_no_value() {
        assert_eq!(format!("{:?}", environment("KEY", "hunter2")), "{\"KEY\"}");
    }
}
