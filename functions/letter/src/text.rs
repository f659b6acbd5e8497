//! A letter without errors, as text and as lines on paper.

use campaigns::Texts;
use domain::locale::Locale;
use domain::mail::letter::{Addressee, LetterText};
use domain::person::postal_code::PostalCode;

/// A letter that can be sent.
pub(crate) struct Letter {
    pub(crate) locale: Locale,
    /// The letter to the Member, from the salutation to the closing. There is none while the seat is vacant.
    pub(crate) text: Option<LetterText>,
    /// The letter to the Prime Minister, if there is one.
    pub(crate) comment: Option<LetterText>,
    /// The name that signs the letter. A signer who came by their link signs with the name that is counted.
    pub(crate) name: String,
    pub(crate) postal_code: Option<PostalCode>,
}

impl Letter {
    /// The text to an addressee without the signature; `None` where nothing goes to them.
    pub(crate) const fn to(&self, addressee: Addressee) -> Option<&LetterText> {
        match addressee {
            Addressee::Member => self.text.as_ref(),
            Addressee::PrimeMinister => self.comment.as_ref(),
        }
    }

    /// The text with the signature below it, as mails carry it.
    pub(crate) fn signed(&self, text: &LetterText) -> String {
        format!("{}\n\n{}", text.as_str(), self.signature().join("\n"))
    }

    /// The lines of the signature: the name, and the postal code if one was given.
    pub(crate) fn signature(&self) -> Vec<String> {
        let postal_code = self.postal_code.map(|code| code.to_string());
        std::iter::once(self.name.clone()).chain(postal_code).collect()
    }
}

/// The paragraphs of a text.
pub(crate) fn paragraphs(text: &LetterText) -> Vec<String> {
    text.paragraphs().map(str::to_owned).collect()
}

/// The subject of a letter, in its language.
pub(crate) fn subject(t: &Texts, addressee: Addressee, riding: &str) -> String {
    match addressee {
        Addressee::Member => t.with("campaign-letter-subject", [("riding", riding.into())]),
        Addressee::PrimeMinister => t.get("campaign-letter-comment-subject"),
    }
}
