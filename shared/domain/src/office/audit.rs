//! The log of what organizers did: who, what, when, about what and why. Entries are only ever added.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;

use crate::mail::email::EmailAddress;

/// The longest reason that is kept, in characters.
pub const REASON_MAX_CHARS: usize = 500;

macro_rules! actions {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),+ $(,)?) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action {
            $($(#[$doc])* $variant),+
        }

        impl Action {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Returns the action's name in the log and in the keys of texts.
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
    SignedIn = "signed_in",
    /// An organizer ended all of their sessions.
    SignedOut = "signed_out",
    Invited = "invited",
    RoleChanged = "role_changed",
    Removed = "removed",
    SecondFactorOn = "second_factor_on",
    SecondFactorOff = "second_factor_off",
    /// An organizer came in by a recovery code instead of the device.
    RecoveryCodeUsed = "recovery_code_used",
    /// The supporters who agreed to hear from the campaign were downloaded.
    SupportersExported = "supporters_exported",
    /// A supporter was looked up by their address.
    SupporterLookedUp = "supporter_looked_up",
    /// A supporter was mailed their link again.
    LinkSentAgain = "link_sent_again",
    /// A supporter's name, home or language was corrected for them.
    SupporterCorrected = "supporter_corrected",
    /// A mailbox that refused a mail may get mail again.
    BounceLifted = "bounce_lifted",
    /// A supporter was erased, as by their own withdrawal.
    SupporterErased = "supporter_erased",
    /// One signature on paper was erased.
    PaperLineErased = "paper_line_erased",
    /// Patterns of fraud were looked for among all signers.
    SignersExamined = "signers_examined",
    Invalidated = "invalidated",
    /// Signers who had been taken out were counted again.
    Restored = "restored",
    /// Signatures on paper were counted.
    PaperCounted = "paper_counted",
    /// An import of signatures on paper was taken out of the count.
    PaperTakenBack = "paper_taken_back",
    HeldReleased = "held_released",
    /// Held mail was discarded, and its forms are erased in a week.
    HeldDiscarded = "held_discarded",
    LettersPaused = "letters_paused",
    /// Letters through the campaign go on after a pause.
    LettersResumed = "letters_resumed",
    /// Waiting letters were released to be mailed.
    LettersReleased = "letters_released",
    /// Waiting letters were discarded, and their texts erased.
    LettersDiscarded = "letters_discarded",
    /// Something was noted of a Member of Parliament, or of the Prime Minister.
    CorrespondentMarked = "correspondent_marked",
    /// A note on a Member or the Prime Minister was taken back.
    CorrespondentUnmarked = "correspondent_unmarked",
    /// Letters to a correspondent who answered were switched on or off.
    AnswerSwitched = "answer_switched",
    /// Links to the pages for Members' offices were made.
    OfficeLinksMade = "office_links_made",
    /// Links to the pages for Members' offices gave way to others.
    OfficeLinksReplaced = "office_links_replaced",
    /// The weekly digests were given to the mailer.
    DigestsSent = "digests_sent",
    /// Weekly digests that had not left were taken back.
    DigestsTakenBack = "digests_taken_back",
    FormClosed = "form_closed",
    FormOpened = "form_opened",
    /// The campaign's desk closed the form for now.
    FormPaused = "form_paused",
    /// The campaign's desk ended the form's pause.
    FormResumed = "form_resumed",
    /// One light page was put in place of all public ones.
    HoldingPageOn = "holding_page_on",
    /// The light page was taken away.
    HoldingPageOff = "holding_page_off",
    RemindersPaused = "reminders_paused",
    /// Reminders go on after a pause.
    RemindersResumed = "reminders_resumed",
    /// Discarded mail waits again.
    HeldRestored = "held_restored",
    /// Counters that differed from the signers were corrected.
    TallyRepaired = "tally_repaired",
    RecipientAdded = "recipient_added",
    /// Messages to a recipient of webhooks wait.
    RecipientPaused = "recipient_paused",
    /// Messages go to a recipient again.
    RecipientResumed = "recipient_resumed",
    RecipientTested = "recipient_tested",
    /// A recipient's messages are signed with a new secret.
    RecipientSecretRotated = "recipient_secret_rotated",
    RecipientRemoved = "recipient_removed",
    /// A message that had failed is sent again.
    DeliverySentAgain = "delivery_sent_again",
    /// The campaign's desk changed facts or sentences.
    EditionPublished = "edition_published",
    /// The desk changed the Members of Parliament, or what one of them answered.
    MembersPublished = "members_published",
    /// The desk restored an earlier version of the Members of Parliament.
    MembersRestored = "members_restored",
    PartnerAdded = "partner_added",
    /// An organization that asked became a partner.
    PartnerAccepted = "partner_accepted",
    /// The ask of an organization was refused and erased.
    PartnerRefused = "partner_refused",
    PartnerChanged = "partner_changed",
    PartnerPaused = "partner_paused",
    PartnerResumed = "partner_resumed",
    /// A partnership ended, and its contacts were erased.
    PartnerEnded = "partner_ended",
    /// A list of partners was imported.
    PartnersImported = "partners_imported",
    /// A person may see a partner's page.
    ContactAdded = "contact_added",
    ContactRemoved = "contact_removed",
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

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub at: Timestamp,
    pub by: EmailAddress,
    pub action: Action,
    /// The subject of the action, such as an organizer's address or a number of rows. It never holds a supporter's
    /// data.
    pub about: String,
    /// The reason in the organizer's words; empty where none is asked for.
    pub reason: String,
}
