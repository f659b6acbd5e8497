//! Random ids, and keyed hashes that stand for people, mailboxes, networks and mail domains.
//!
//! No id leads back to its subject without the key, and none is printed by accident.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

macro_rules! opaque_id {
    ($(#[$doc:meta])+ $name:ident, $bytes:literal) => {
        $(#[$doc])+
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(pub(crate) [u8; $bytes]);

        impl fmt::Display for $name {
            /// Writes the bytes as URL-safe base64 without padding (RFC 4648, section 5).
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(redacted)"))
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| NotAnId)?;
                bytes.try_into().map(Self).map_err(|_| NotAnId)
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAnId;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }
    };
}

opaque_id! {
    /// Stands for a signer's address: the keyed hash of campaign and canonical address. The two members of a household
    /// share one.
    SignerId, 32
}

opaque_id! {
    /// Names a submission by 16 random bytes.
    SubmissionId, 16
}

opaque_id! {
    /// Names an organizer's request for a sign-in link by 16 random bytes.
    SignInId, 16
}

opaque_id! {
    /// Names an organizer's session by 16 random bytes.
    SessionId, 16
}

opaque_id! {
    /// Names an invalidation by 16 random bytes.
    InvalidationId, 16
}

opaque_id! {
    /// Names an import of paper signatures by 16 random bytes.
    ImportId, 16
}

opaque_id! {
    /// Stands for a mailbox: the keyed hash of campaign and address as it was typed, in lower case.
    MailboxId, 32
}

opaque_id! {
    /// Stands for a person by name: the keyed hash of campaign, folded name and postal code.
    PersonId, 32
}

opaque_id! {
    /// Stands for the network that a form came from: half of a keyed hash of the network's part of the sender's
    /// address.
    NetworkCode, 16
}

opaque_id! {
    /// Stands for the mail domain of a form's address: half of a keyed hash.
    DomainCode, 16
}

opaque_id! {
    /// Names an organizer's decision about held mail by 16 random bytes.
    RulingId, 16
}

opaque_id! {
    /// Names a recipient of webhooks by 16 random bytes.
    RecipientId, 16
}

opaque_id! {
    /// Names a message to one recipient by 16 random bytes. All tries bear the same name.
    MessageId, 16
}

opaque_id! {
    /// Names a signer's own link by nine random bytes. It says nothing of the signer.
    LinkCode, 9
}

impl LinkCode {
    /// Makes a code of random bytes, which the caller draws.
    #[must_use]
    pub const fn from_random(bytes: [u8; 9]) -> Self {
        Self(bytes)
    }
}

impl NetworkCode {
    /// Makes a code of the bytes that a keyed hash gave.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Shortens the code to the six digits by which people compare networks.
    #[must_use]
    pub fn short(&self) -> String {
        let [a, b, c, ..] = self.0;
        format!("{a:02X}{b:02X}{c:02X}")
    }
}

macro_rules! from_random {
    ($($name:ident),+) => {$(
        impl $name {
            /// Makes an id of random bytes, which the caller draws.
            #[must_use]
            pub const fn from_random(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }
        }
    )+};
}

from_random!(SubmissionId, SignInId, SessionId, InvalidationId, ImportId, RulingId, RecipientId, MessageId);

/// The text is not an id of this kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an id of this kind")]
pub struct NotAnId;
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_survive_being_written_down() {
        let id = SubmissionId::from_random([7; 16]);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!("abc".parse::<SubmissionId>(), Err(NotAnId));
        assert_eq!(id.to_string().parse::<SignerId>(), Err(NotAnId));
    }
}
