//! An app on an organizer's phone that shows codes. It implements RFC 6238 a second time, so that the site's own code
//! is compared with something.

use aws_lc_rs::hmac;
use jiff::Timestamp;

/// The app, once it knows a secret.
pub struct Authenticator(hmac::Key);

impl Authenticator {
    /// Makes an app into which somebody types the secret, or scans it.
    ///
    /// # Panics
    /// Panics when it is no text of base 32 (RFC 4648).
    #[must_use]
    pub fn knowing(typed: &str) -> Self {
        let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0);
        for c in typed.chars().filter(|c| !c.is_whitespace()) {
            let value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(c).expect("a character of base 32");
            bits = bits << 5 | u32::try_from(value).expect("less than 32");
            held += 5;
            if held >= 8 {
                held -= 8;
                bytes.push(u8::try_from(bits >> held & 0xff).expect("eight bits"));
            }
        }
        assert_eq!(bytes.len(), 20, "160 bits");
        Self(hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &bytes))
    }

    /// Returns the code that it shows at that time.
    ///
    /// # Panics
    /// Panics before 1970.
    #[must_use]
    pub fn shows(&self, now: Timestamp) -> String {
        let step = u64::try_from(now.as_second() / 30).expect("after 1970");
        let hash = hmac::sign(&self.0, &step.to_be_bytes());
        let hash = hash.as_ref();
        let at = usize::from(hash[19] & 0xf);
        let four: [u8; 4] = hash[at..at + 4].try_into().expect("four bytes");
        format!("{:06}", (u32::from_be_bytes(four) & 0x7fff_ffff) % 1_000_000)
    }
}
