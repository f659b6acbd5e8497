//! A change of the roster that somebody wants: it is shown first, and published by the button below it.
//!
//! The page carries the proposal, so that nothing is kept before it is published.

use domain::campaign::members::{Answer, Export, Holder, NAME_MAX_CHARS, QUOTE_MAX_CHARS, SOURCE_MAX_CHARS};
use domain::office::organizer::Role;
use domain::tally::riding::RidingCode;
use http::Uri;
use serde::{Deserialize, Serialize};

use crate::visit::packed::{pack, unpack};

/// The most bytes of a proposal, unpacked. The list of 343 Members takes a twentieth of it.
const UNPACKED_MAX_BYTES: u64 = 1_000_000;

/// A change of the roster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum MembersProposal {
    /// All seats are as an export has them.
    Export(Export),
    /// One seat has this holder. `is_same` says that it is the same person under a corrected name.
    Seat { riding: RidingCode, holder: Box<Holder>, is_same: bool },
    /// A Member answered, or an answer is taken back.
    Answer { riding: RidingCode, answer: Option<Answer> },
    /// All seats are as in an earlier version.
    Restore(u32),
    /// The seats that a version changed are as before it.
    Undo(u32),
}

/// A proposal, and the version that it was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) from: u32,
    pub(crate) proposal: MembersProposal,
}

impl Kept {
    /// Packs the proposal for a page's form.
    pub(crate) fn pack(&self) -> String {
        pack(self)
    }

    /// Reads the proposal that a page has kept; `None` if no page of ours sent it.
    pub(crate) fn unpack(packed: &str) -> Option<Self> {
        let kept: Self = unpack(packed, UNPACKED_MAX_BYTES)?;
        kept.proposal.is_sound().then_some(kept)
    }
}

impl MembersProposal {
    /// The least role that may publish it.
    pub(crate) const fn role(&self) -> Role {
        match self {
            Self::Answer { .. } => Role::Moderator,
            Self::Export(_) | Self::Seat { .. } | Self::Restore(_) | Self::Undo(_) => Role::Admin,
        }
    }

    /// The one riding that it concerns, if it is one.
    pub(crate) const fn riding(&self) -> Option<RidingCode> {
        match self {
            Self::Seat { riding, .. } | Self::Answer { riding, .. } => Some(*riding),
            Self::Export(_) | Self::Restore(_) | Self::Undo(_) => None,
        }
    }

    /// Whether it brings back Members as they were, with their addresses and answers.
    pub(crate) const fn brings_back(&self) -> bool {
        matches!(self, Self::Restore(_) | Self::Undo(_))
    }

    /// Whether a page of ours could have made it. Everybody will read it.
    fn is_sound(&self) -> bool {
        let is_ours = |riding: &RidingCode| ridings::get(*riding).is_some();
        let is_named = |name: &str| !name.is_empty() && name.chars().count() <= NAME_MAX_CHARS;
        match self {
            Self::Export(export) => {
                export.members.keys().chain(export.ended.keys()).all(is_ours)
                    && export.members.values().all(|listed| is_named(&listed.name))
            }
            Self::Seat { riding, holder, .. } => {
                is_ours(riding)
                    && holder.member().is_none_or(|member| is_named(&member.name) && member.answer.is_none())
            }
            Self::Answer { riding, answer } => is_ours(riding) && answer.as_ref().is_none_or(is_sound_answer),
            Self::Restore(_) | Self::Undo(_) => true,
        }
    }
}

fn is_sound_answer(answer: &Answer) -> bool {
    is_source(&answer.source) && answer.quote.as_ref().is_none_or(|quote| quote.text.chars().count() <= QUOTE_MAX_CHARS)
}

/// Whether a text is a web address that a page may link to.
pub(crate) fn is_source(address: &str) -> bool {
    let Ok(uri) = address.parse::<Uri>() else { return false };
    let is_web = uri.scheme_str().is_some_and(|scheme| scheme == "https" || scheme == "http");
    let authority = uri.authority().map_or("", http::uri::Authority::as_str);
    let is_public = authority.contains('.') && !authority.contains('@');
    is_web && is_public && address.chars().count() <= SOURCE_MAX_CHARS
}

#[cfg(test)]
mod tests {
    use domain::campaign::members::Stance;

    use super::*;

    fn answer(source: &str) -> MembersProposal {
        let answer = Answer {
            stance: Stance::Some,
            on: "2026-11-03".parse().unwrap(),
            source: source.to_owned(),
            quote: None,
            letters_go_on: false,
        };
        MembersProposal::Answer { riding: "35079".parse().unwrap(), answer: Some(answer) }
    }

    #[test]
    fn a_proposal_comes_back_as_it_was_and_a_made_up_one_does_not() {
        let kept = Kept { from: 3, proposal: answer("https://example.org/a?b#c") };
        assert_eq!(Kept::unpack(&kept.pack()), Some(kept));
        for source in
            ["javascript:alert(1)", "example.org", "https://x@example.org/", "https://localhost/", "", "http:"]
        {
            assert_eq!(Kept::unpack(&Kept { from: 3, proposal: answer(source) }.pack()), None, "{source}");
        }
        assert_eq!(Kept::unpack("nonsense"), None);
    }
}
