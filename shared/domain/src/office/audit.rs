//! The log of what organizers did: who, what, when, about what, why. It is only ever added to.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;

use crate::mail::email::EmailAddress;

/// The longest reason that is kept.
pub const REASON_MAX_CHARS: usize = 500;

macro_rules! actions {
    ($($(#[$doc:meta])+ $variant:ident = $name:literal),+ $(,)?) => {
        /// What was done.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action {
            $($(#[$doc])+ $variant),+
        }

        impl Action {
            /// Every action.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in the log and in the keys of texts.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name),+
                }
            }
        }
    };
}

actions! {
    /// An organizer came in by a mailed link.
    SignedIn = "signed_in",
    /// An organizer ended their sessions.
    SignedOut = "signed_out",
    /// A new organizer was invited.
    Invited = "invited",
    /// An organizer was given another role.
    RoleChanged = "role_changed",
    /// An organizer was removed.
    Removed = "removed",
    /// An organizer switched their second factor on.
    SecondFactorOn = "second_factor_on",
    /// An organizer switched their second factor off.
    SecondFactorOff = "second_factor_off",
    /// A recovery code stood in for the device.
    RecoveryCodeUsed = "recovery_code_used",
    /// The supporters who agreed to hear from the campaign were downloaded.
    SupportersExported = "supporters_exported",
    /// A supporter was looked up by their address.
    SupporterLookedUp = "supporter_looked_up",
    /// Patterns of fraud were looked for among all signers.
    SignersExamined = "signers_examined",
    /// Signers were taken out of the count.
    Invalidated = "invalidated",
    /// They were counted again.
    Restored = "restored",
    /// Signatures on paper were counted.
    PaperCounted = "paper_counted",
    /// They were taken back.
    PaperTakenBack = "paper_taken_back",
    /// Held mail was released.
    HeldReleased = "held_released",
    /// Held mail was discarded, and its forms are erased in a week.
    HeldDiscarded = "held_discarded",
    /// Letters through the campaign were paused.
    LettersPaused = "letters_paused",
    /// They go on.
    LettersResumed = "letters_resumed",
    /// Letters that waited were released.
    LettersReleased = "letters_released",
    /// Letters that waited were discarded, and their texts erased.
    LettersDiscarded = "letters_discarded",
    /// Something was noted of a Member of Parliament, or of the Prime Minister.
    CorrespondentMarked = "correspondent_marked",
    /// It was taken back.
    CorrespondentUnmarked = "correspondent_unmarked",
    /// Letters go on to one who answered, or do not any more.
    AnswerSwitched = "answer_switched",
    /// The form was closed for now.
    FormClosed = "form_closed",
    /// It was opened again.
    FormOpened = "form_opened",
    /// One light page was put in place of all public ones.
    HoldingPageOn = "holding_page_on",
    /// It was taken away.
    HoldingPageOff = "holding_page_off",
    /// Reminders were paused.
    RemindersPaused = "reminders_paused",
    /// They go on.
    RemindersResumed = "reminders_resumed",
    /// What was discarded waits again.
    HeldRestored = "held_restored",
    /// Counters that said something else than the signers were set right.
    TallyRepaired = "tally_repaired",
}

/// The text names no action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an action of the log")]
pub struct NotAnAction;

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Action {
    type Err = NotAnAction;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.iter().copied().find(|action| action.name() == text).ok_or(NotAnAction)
    }
}

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: EmailAddress,
    /// What.
    pub action: Action,
    /// About whom or what: an organizer's address, a number of rows. Never a supporter's data.
    pub about: String,
    /// Why, in the organizer's words; empty where none are asked for.
    pub reason: String,
}
