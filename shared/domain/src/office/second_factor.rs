//! A second factor of sign-in. An app on the organizer's device makes a code every half minute (TOTP, RFC 6238), and
//! recovery codes on paper serve when the device is gone.
//!
//! A second factor is sealed by the version of `SessionKey` that signs, each time its organizer shows it. Organizers who do not come
//! in between two rotations need a recovery code and set it up again, or are removed and invited again.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use totp_rs::{Builder, Totp};

use crate::mail::email::EmailAddress;

/// The number of recovery codes that come with a second factor, each to be used once.
pub const RECOVERY_CODES: usize = 10;
/// The length of a secret in bytes, as RFC 4226, section 4, asks for.
const SECRET_BYTES: usize = 20;
/// The length of a recovery code in bytes: 80 random bits, beyond any guessing, and four groups of four characters to
/// type.
const RECOVERY_BYTES: usize = 10;
const RECOVERY_CHARS: usize = 16;
const CODE_DIGITS: usize = 6;
/// Half minutes by which a code works sooner and longer than it should, for clocks that differ (RFC 6238, section 5.2).
const SKEW_STEPS: u16 = 1;

/// The secret that app and office share. It never shows in `Debug`.
#[derive(Clone)]
pub struct FactorSecret([u8; SECRET_BYTES]);

/// A factor's secret, sealed as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedSecret(pub String);

/// A recovery code as it is shown, once. It never shows in `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(String);

/// A recovery code as it is stored: its SHA-256, which nobody can reverse, since the code is random.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecoveryHash(pub String);

/// An organizer's second factor, switched on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondFactor {
    /// The sealed secret that makes the codes.
    pub secret: SealedSecret,
    pub since: Timestamp,
    /// The half minute of the last code that was used. That code and all before it are used up (RFC 6238, section 5.2).
    pub last_step: u64,
    /// The recovery codes that are left.
    pub recovery: BTreeSet<RecoveryHash>,
}

/// A code that somebody typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypedCode {
    /// Six digits, as an app shows them.
    Digits(String),
    Recovery(RecoveryCode),
}

/// A correct code, which is used up by its use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// The half minute of an app's code.
    Step(u64),
    /// The stored form of a recovery code.
    Recovery(RecoveryHash),
}

/// The text has the form of neither kind of code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a code has {CODE_DIGITS} digits, and a recovery code {RECOVERY_CHARS} letters and digits")]
pub struct NotACode;

impl FactorSecret {
    /// Makes a secret of random bytes, which the caller draws.
    #[must_use]
    pub fn from_random(first: [u8; 16], second: [u8; 16]) -> Self {
        let mut bytes = [0; SECRET_BYTES];
        bytes[..16].copy_from_slice(&first);
        bytes[16..].copy_from_slice(&second[..SECRET_BYTES - 16]);
        Self(bytes)
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    pub(crate) const fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Writes the secret for an app that cannot read the picture: groups of four letters and digits.
    #[must_use]
    pub fn typed(&self) -> String {
        grouped(&totp_rs::Secret::new_stack(self.0).to_base32(), " ")
    }

    /// Returns the `otpauth` address in the picture, which names the office and the organizer to the app.
    #[must_use]
    pub fn address(&self, office: &str, organizer: &EmailAddress) -> String {
        // A colon separates the two there.
        let (office, organizer) = (office.replace(':', " "), organizer.to_string().replace(':', " "));
        let named = self.builder().with_issuer(Some(office)).with_account_name(organizer);
        named.build().and_then(|totp| totp.to_url()).expect("a secret that is long enough, and names without a colon")
    }

    /// Returns the half minute of a code that is valid about now.
    #[must_use]
    pub fn step_of(&self, digits: &str, now: Timestamp) -> Option<u64> {
        self.totp().check(digits, u64::try_from(now.as_second()).ok()?)
    }

    fn totp(&self) -> Totp {
        self.builder().build().expect("a secret that is long enough")
    }

    /// Describes codes that every app can make: SHA-1, which is still safe for this (RFC 6238, section 1.2), six
    /// digits, half a minute.
    fn builder(&self) -> Builder {
        Builder::new().with_secret(self.0.to_vec()).with_skew(SKEW_STEPS)
    }
}

impl fmt::Debug for FactorSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FactorSecret(redacted)")
    }
}

impl RecoveryCode {
    /// Makes a code of random bytes, which the caller draws.
    #[must_use]
    pub fn from_random(bytes: [u8; 16]) -> Self {
        Self(totp_rs::Secret::from(bytes[..RECOVERY_BYTES].to_vec()).to_base32().to_lowercase())
    }

    /// Writes the code as it is shown and may be typed.
    #[must_use]
    pub fn typed(&self) -> String {
        grouped(&self.0, "-")
    }

    /// Hashes the code as it is stored with its organizer.
    #[must_use]
    pub fn hash(&self, organizer: &EmailAddress) -> RecoveryHash {
        let text = format!("{}#{}", organizer.to_string().to_lowercase(), self.0);
        RecoveryHash(URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, text.as_bytes())))
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(redacted)")
    }
}

impl FromStr for TypedCode {
    type Err = NotACode;

    /// Reads a code in any spacing, hyphens and case.
    fn from_str(text: &str) -> Result<Self, NotACode> {
        let bare: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let bare = bare.to_ascii_lowercase();
        if bare.len() == CODE_DIGITS && bare.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Self::Digits(bare))
        } else if bare.len() == RECOVERY_CHARS && bare.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            Ok(Self::Recovery(RecoveryCode(bare)))
        } else {
            Err(NotACode)
        }
    }
}

impl SecondFactor {
    /// Returns what a typed code proves; `None` if it is wrong or used up. `secret` is the opened one. Recovery codes
    /// work without it, after the key that sealed it was replaced.
    #[must_use]
    pub fn proof(
        &self,
        typed: &TypedCode,
        secret: Option<&FactorSecret>,
        organizer: &EmailAddress,
        now: Timestamp,
    ) -> Option<Proof> {
        match typed {
            TypedCode::Digits(digits) => {
                secret?.step_of(digits, now).filter(|step| *step > self.last_step).map(Proof::Step)
            }
            TypedCode::Recovery(code) => {
                let typed = code.hash(organizer);
                let is_it =
                    |left: &&RecoveryHash| verify_slices_are_equal(left.0.as_bytes(), typed.0.as_bytes()).is_ok();
                self.recovery.iter().find(is_it).cloned().map(Proof::Recovery)
            }
        }
    }
}

fn grouped(text: &str, between: &str) -> String {
    let groups: Vec<_> = text.as_bytes().chunks(4).map(String::from_utf8_lossy).collect();
    groups.join(between)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn ana() -> EmailAddress {
        EmailAddress::parse("ana@example.org").unwrap()
    }

    /// The secret of RFC 6238, appendix B: the digits 1 to 0, twice.
    fn secret() -> FactorSecret {
        FactorSecret::from_bytes(b"12345678901234567890").unwrap()
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        // The last six digits of the appendix's eight.
        for (second, code) in [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924")] {
            assert_eq!(secret().step_of(code, at(second)), Some(u64::try_from(second / 30).unwrap()));
        }
    }

    #[test]
    fn a_code_works_for_half_a_minute_more_or_less() {
        let works = |second| secret().step_of("287082", at(second));
        assert_eq!([0, 29, 30, 59, 60, 89].map(works), [Some(1); 6]);
        assert_eq!([90, 120].map(works), [None; 2]);
        for wrong in ["", "28708", "2870822", "+28708", "287083", "28708２"] {
            assert_eq!(secret().step_of(wrong, at(59)), None, "{wrong}");
        }
    }

    #[test]
    fn the_picture_names_office_and_organizer() {
        let address = secret().address("Time to lead: the office", &ana());
        assert!(
            address.starts_with("otpauth://totp/Time%20to%20lead%20%20the%20office:ana%40example.org?"),
            "{address}"
        );
        assert!(address.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"), "{address}");
        assert_eq!(secret().typed(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert_eq!(format!("{:?}", secret()), "FactorSecret(redacted)");
    }

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        assert_eq!("  123 456 ".parse(), Ok(TypedCode::Digits("123456".to_owned())));
        let code = RecoveryCode::from_random([7; 16]);
        for typed in [code.typed(), code.typed().to_uppercase(), code.typed().replace('-', " ")] {
            assert_eq!(typed.parse(), Ok(TypedCode::Recovery(code.clone())));
        }
        assert_eq!(code.typed().len(), RECOVERY_CHARS + 3);
        for wrong in ["", "12345", "1234567", "12345a", "１２３４５６", "abcd-efgh-ijkl-mno", "abcd-efgh-ijkl-mno!"]
        {
            assert_eq!(wrong.parse::<TypedCode>(), Err(NotACode), "{wrong}");
        }
        assert!(!format!("{code:?}").contains(&code.0));
    }

    #[test]
    fn a_code_that_was_used_proves_nothing() {
        let codes = [1, 2].map(|byte| RecoveryCode::from_random([byte; 16]));
        let mut factor = SecondFactor {
            secret: SealedSecret(String::new()),
            since: at(0),
            last_step: 0,
            recovery: codes.iter().map(|code| code.hash(&ana())).collect(),
        };
        let now = at(1_111_111_109);
        let prove =
            |factor: &SecondFactor, typed: &str| factor.proof(&typed.parse().unwrap(), Some(&secret()), &ana(), now);
        let step = 1_111_111_109 / 30;
        assert_eq!(prove(&factor, "081804"), Some(Proof::Step(step)));
        factor.last_step = step;
        assert_eq!(prove(&factor, "081804"), None);
        assert_eq!(prove(&factor, &codes[0].typed()), Some(Proof::Recovery(codes[0].hash(&ana()))));
        factor.recovery.remove(&codes[0].hash(&ana()));
        assert_eq!(prove(&factor, &codes[0].typed()), None);
        let typed = codes[1].typed().parse().unwrap();
        assert!(factor.proof(&typed, None, &ana(), now).is_some(), "without the device's secret too");
        let eve = EmailAddress::parse("eve@example.org").unwrap();
        assert_eq!(factor.proof(&typed, None, &eve, now), None, "another's code");
        factor.last_step = 0;
        assert_eq!(factor.proof(&"081804".parse().unwrap(), None, &ana(), now), None);
    }
}
