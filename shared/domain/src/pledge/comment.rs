//! A supporter's optional words to the Prime Minister.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::typed_text::composed;

/// The longest comment, in characters.
pub const COMMENT_MAX_CHARACTERS: usize = 1000;

/// A comment: composed text with line breaks, without control or direction-overriding characters.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Comment(String);

/// The reason why a text is no comment. Messages never hold the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommentError {
    /// The text has more than [`COMMENT_MAX_CHARACTERS`].
    #[error("the comment is too long")]
    TooLong,
}

impl Comment {
    /// Reads a comment; `None` when nothing was written.
    ///
    /// # Errors
    /// Fails when the text is too long.
    pub fn parse(text: &str) -> Result<Option<Self>, CommentError> {
        let clean = clean(text);
        if clean.chars().count() > COMMENT_MAX_CHARACTERS {
            return Err(CommentError::TooLong);
        }
        Ok((!clean.is_empty()).then_some(Self(clean)))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Cleans a text: composed (NFC), with line breaks of one kind, and without invisible characters.
pub(crate) fn clean(text: &str) -> String {
    let unified = text.replace("\r\n", "\n").replace('\r', "\n");
    let clean: String =
        composed(&unified).chars().filter(|&c| c == '\n' || !(c.is_control() || overrides_direction(c))).collect();
    clean.trim().to_owned()
}

fn overrides_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl fmt::Debug for Comment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Comment(redacted)")
    }
}

impl TryFrom<String> for Comment {
    type Error = CommentError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).map(|comment| comment.unwrap_or(Self(String::new())))
    }
}

impl From<Comment> for String {
    fn from(comment: Comment) -> Self {
        comment.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_counts_characters_from_both_sides() {
        assert!(Comment::parse(&"é".repeat(COMMENT_MAX_CHARACTERS)).unwrap().is_some());
        assert_eq!(Comment::parse(&"é".repeat(COMMENT_MAX_CHARACTERS + 1)), Err(CommentError::TooLong));
        assert_eq!(Comment::parse(" \r\n "), Ok(None));
    }

    #[test]
    fn lines_stay_and_controls_go() {
        assert_eq!(Comment::parse("One\r\n\u{202e}two\u{7}").unwrap().unwrap().as_str(), "One\ntwo");
    }
}
