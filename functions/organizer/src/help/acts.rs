//! The acts by which a moderator helps a supporter.

use domain::office::audit::Action;
use strum::{EnumString, IntoStaticStr};

/// Something that a moderator can do for the people of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case", const_into_str)]
pub(crate) enum Act {
    /// Mails a signer the link to their pledge.
    Link,
    /// Mails the link that confirms the newest form.
    LinkOfForm,
    Name,
    Home,
    Language,
    /// Lets mail go again to a mailbox that had bounced.
    Lift,
    /// Erases a signer, as by their own withdrawal.
    Erase,
    /// Erases unconfirmed forms.
    EraseForms,
}

impl Act {
    /// The name in forms and in the keys of texts.
    pub(crate) const fn name(self) -> &'static str {
        self.into_str()
    }

    /// The key of a sentence about the act: its title and button, its explanation (`-lede`), or that it is done (`-done`).
    pub(crate) fn key(self, part: &str) -> String {
        format!("office-help-{}{part}", self.name())
    }

    /// Whether it cannot be taken back.
    pub(crate) const fn is_final(self) -> bool {
        matches!(self, Self::Erase | Self::EraseForms)
    }

    /// The name of the act in the log.
    pub(crate) const fn action(self) -> Action {
        match self {
            Self::Link | Self::LinkOfForm => Action::LinkSentAgain,
            Self::Name | Self::Home | Self::Language => Action::SupporterCorrected,
            Self::Lift => Action::BounceLifted,
            Self::Erase | Self::EraseForms => Action::SupporterErased,
        }
    }
}
