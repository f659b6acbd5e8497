//! A supporter's optional words to the Prime Minister.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::typed_text::{as_written, composed, trim};

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

/// Cleans a text: composed (NFC), with line breaks of one kind, and without control and invisible characters. Joiners that a
/// script spells with stay, and so do the marks that set the direction of what stands beside them.
pub(crate) fn clean(text: &str) -> String {
    let unified = text.replace("\r\n", "\n").replace('\r', "\n");
    let typed: String = unified.chars().filter(|&c| c == '\n' || !c.is_control()).collect();
    let clean = composed(&as_written(&composed(&typed)));
    // Marks alone are no text.
    if trim(&clean).is_empty() { String::new() } else { clean.trim().to_owned() }
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

    #[test]
    fn text_that_nobody_sees_goes_and_what_spelling_and_direction_need_stays() {
        for unseen in ['\u{200b}', '\u{2060}', '\u{ad}', '\u{feff}', '\u{2066}', '\u{e0041}'] {
            let typed = format!("Vo{unseen}te{unseen}");
            assert_eq!(Comment::parse(&typed).unwrap().unwrap().as_str(), "Vote", "{}", unseen.escape_unicode());
        }
        for nothing in ["\u{200b}\u{e0041}", "\u{200e}\n\u{200f} \u{61c}"] {
            assert_eq!(Comment::parse(nothing), Ok(None));
        }
        for kept in ["علی\u{200c}رضا", "שלום!\u{200f} (a)\u{200e}", "سلام\u{61c}, 1"] {
            assert_eq!(Comment::parse(kept).unwrap().unwrap().as_str(), kept);
        }
        assert_eq!(clean("e\u{34f}\u{301}"), "é", "composed once the character between is gone");
    }
}
