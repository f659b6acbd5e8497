//! The letters that the campaign proposes, paragraph by paragraph: people write on in them, and the desk previews and measures them.

use crate::texts::Texts;

/// The facts of a letter to a Member of Parliament.
#[derive(Clone, Copy, Debug)]
pub struct ProposedLetter<'a> {
    /// The riding's name in the letter's language.
    pub riding: &'a str,
    /// The name of its Member, who is addressed in this way.
    pub name: &'a str,
    pub to: &'a str,
    /// Whether the Member said yes to all asks. The letter then says thanks.
    pub agrees: bool,
    /// Whether the writer lives outside Canada.
    pub is_abroad: bool,
    /// The riding's own count, if it is known.
    pub count: Option<i64>,
}

impl ProposedLetter<'_> {
    /// Returns salutation, opening, asks and closing.
    #[must_use]
    pub fn for_member(self, t: &Texts) -> [String; 4] {
        let kind = if self.agrees { "campaign-letter-thanks" } else { "campaign-letter" };
        let from = if self.is_abroad { "abroad" } else { "riding" };
        let addressed = |key: &str| t.with(key, [("to", self.to.into()), ("name", self.name.into())]);
        let opening = if self.count.is_some() { "opening" } else { "opening-uncounted" };
        let place =
            [("riding", self.riding.into()), ("from", from.into()), ("count", self.count.unwrap_or_default().into())];
        [
            addressed("campaign-letter-salutation"),
            t.with(&format!("{kind}-{opening}"), place),
            t.get(&format!("{kind}-asks")),
            addressed(&format!("{kind}-closing")),
        ]
    }

    /// Returns salutation, words and closing of the letter to the Prime Minister. Words of the writer's own may stand there.
    #[must_use]
    pub fn for_prime_minister(t: &Texts, own: Option<&str>) -> [String; 3] {
        let words = own.map_or_else(|| t.get("campaign-letter-comment"), str::to_owned);
        [t.get("campaign-letter-comment-salutation"), words, t.get("campaign-letter-comment-closing")]
    }
}
