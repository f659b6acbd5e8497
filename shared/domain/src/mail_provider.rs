//! Who keeps a person's mail: the few companies that most people's is with.

use serde::{Deserialize, Serialize};

/// A company that keeps many people's mail, or all others together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailProvider {
    /// Gmail.
    Google,
    /// Outlook, Hotmail, Live.
    Microsoft,
    /// Yahoo.
    Yahoo,
    /// iCloud.
    Apple,
    /// Bell and Sympatico.
    Bell,
    /// Vidéotron.
    Videotron,
    /// Proton.
    Proton,
    /// Everybody else.
    Other,
}

impl MailProvider {
    /// Every one of them.
    pub const ALL: [Self; 8] = [
        Self::Google,
        Self::Microsoft,
        Self::Yahoo,
        Self::Apple,
        Self::Bell,
        Self::Videotron,
        Self::Proton,
        Self::Other,
    ];

    /// The keeper of a domain's mail, by the names that they give their own customers.
    #[must_use]
    pub fn of_domain(domain: &str) -> Self {
        let domain = domain.to_lowercase();
        let label = domain.split('.').next().unwrap_or_default();
        match (label, domain.as_str()) {
            (_, "gmail.com" | "googlemail.com") => Self::Google,
            (_, "msn.com") | ("outlook" | "hotmail" | "live", _) => Self::Microsoft,
            (_, "ymail.com" | "rocketmail.com" | "rogers.com") | ("yahoo", _) => Self::Yahoo,
            (_, "icloud.com" | "me.com" | "mac.com") => Self::Apple,
            (_, "bell.net" | "bell.ca" | "sympatico.ca" | "bellaliant.net") => Self::Bell,
            (_, "videotron.ca" | "videotron.qc.ca") => Self::Videotron,
            (_, "proton.me" | "protonmail.com" | "protonmail.ch" | "pm.me") => Self::Proton,
            _ => Self::Other,
        }
    }

    /// The name in the store and in the keys of texts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Google => "google",
            Self::Microsoft => "microsoft",
            Self::Yahoo => "yahoo",
            Self::Apple => "apple",
            Self::Bell => "bell",
            Self::Videotron => "videotron",
            Self::Proton => "proton",
            Self::Other => "other",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_kept_by_one() {
        let of = MailProvider::of_domain;
        assert_eq!(
            (of("gmail.com"), of("GMAIL.com"), of("gmail.example")),
            (MailProvider::Google, MailProvider::Google, MailProvider::Other)
        );
        assert_eq!(
            (of("hotmail.ca"), of("live.fr"), of("yahoo.ca")),
            (MailProvider::Microsoft, MailProvider::Microsoft, MailProvider::Yahoo)
        );
        assert_eq!(
            (of("sympatico.ca"), of("videotron.ca"), of("")),
            (MailProvider::Bell, MailProvider::Videotron, MailProvider::Other)
        );
    }
}
