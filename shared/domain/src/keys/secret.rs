//! Text that must not be shown: keys and tokens.

use std::fmt;

use aws_lc_rs::constant_time::verify_slices_are_equal;

/// Holds secret text. It never shows in `Debug`, and comparing two takes the same time wherever they differ.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Returns the text itself; call it only where the secret leaves for good: into a link, a signature, a cookie.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        verify_slices_are_equal(self.0.as_bytes(), other.0.as_bytes()).is_ok()
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_compares_by_value_and_shows_nothing() {
        assert_eq!(Secret::new("key"), Secret::new("key"));
        assert_ne!(Secret::new("key"), Secret::new("kez"));
        assert_ne!(Secret::new("key"), Secret::new("keyy"));
        assert_eq!(format!("{:?}", Secret::new("key")), "Secret(redacted)");
    }
}
