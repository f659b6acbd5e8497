//! A letter without errors, as text and as lines on paper.

use domain::locale::Locale;
use domain::person::postal_code::PostalCode;
use domain::pledge::comment::Comment;
use pages::Site;

/// A letter that can be sent.
pub(crate) struct Letter {
    pub(crate) locale: Locale,
    /// The salutation and the paragraphs.
    pub(crate) blocks: Vec<String>,
    /// The name that signs the letter. A signer who came by their link signs with the name that is counted.
    pub(crate) name: String,
    pub(crate) postal_code: Option<PostalCode>,
    pub(crate) comment: Option<Comment>,
}

impl Letter {
    /// The letter as text.
    pub(crate) fn text(&self) -> String {
        self.signed(&self.blocks)
    }

    /// The comment to the Prime Minister as a letter of its own, if there is one.
    pub(crate) fn comment_text(&self, site: &Site) -> Option<String> {
        Some(self.signed(&self.comment_blocks(site)?))
    }

    fn signed(&self, blocks: &[String]) -> String {
        format!("{}\n\n{}", blocks.join("\n\n"), self.signature().join("\n"))
    }

    /// The salutation and the paragraphs, which stand above the signature on paper.
    pub(crate) fn blocks(&self) -> Vec<String> {
        self.blocks.clone()
    }

    /// The salutation and the comment to the Prime Minister, if there is one.
    pub(crate) fn comment_blocks(&self, site: &Site) -> Option<Vec<String>> {
        site.campaign().officials.prime_minister.as_ref()?;
        let comment = self.comment.as_ref()?.as_str().to_owned();
        Some(vec![site.texts(self.locale).get("campaign-letter-comment-salutation"), comment])
    }

    /// The lines of the signature: the name, and the postal code if one was given.
    pub(crate) fn signature(&self) -> Vec<String> {
        let postal_code = self.postal_code.map(|code| code.to_string());
        std::iter::once(self.name.clone()).chain(postal_code).collect()
    }
}
