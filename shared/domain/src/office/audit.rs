//! The log of what organizers did: who, what, when, about what and why. Entries are only ever added.

use jiff::Timestamp;
use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use crate::mail::email::EmailAddress;

/// The longest reason that is kept, in characters.
pub const REASON_MAX_CHARS: usize = 500;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Display, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Action {
    SignedIn,
    /// An organizer ended all of their sessions.
    SignedOut,
    Invited,
    RoleChanged,
    Removed,
    SecondFactorOn,
    SecondFactorOff,
    /// An organizer came in by a recovery code instead of the device.
    RecoveryCodeUsed,
    /// The supporters who agreed to hear from the campaign were downloaded.
    SupportersExported,
    /// A supporter was looked up by their address.
    SupporterLookedUp,
    /// A supporter was mailed their link again.
    LinkSentAgain,
    /// A supporter's name, home or language was corrected for them.
    SupporterCorrected,
    /// A mailbox that refused a mail may get mail again.
    BounceLifted,
    /// A supporter was erased, as by their own withdrawal.
    SupporterErased,
    /// One signature on paper was erased.
    PaperLineErased,
    /// Patterns of fraud were looked for among all signers.
    SignersExamined,
    Invalidated,
    /// Signers who had been taken out were counted again.
    Restored,
    /// Signatures on paper were counted.
    PaperCounted,
    /// An import of signatures on paper was taken out of the count.
    PaperTakenBack,
    HeldReleased,
    /// Held mail was discarded, and its forms are erased in a week.
    HeldDiscarded,
    LettersPaused,
    /// Letters through the campaign go on after a pause.
    LettersResumed,
    /// Waiting letters were released to be mailed.
    LettersReleased,
    /// Waiting letters were discarded, and their texts erased.
    LettersDiscarded,
    /// Something was noted of a Member of Parliament, or of the Prime Minister.
    CorrespondentMarked,
    /// A note on a Member or the Prime Minister was taken back.
    CorrespondentUnmarked,
    /// Letters to a correspondent who answered were switched on or off.
    AnswerSwitched,
    /// Links to the pages for Members' offices were made.
    OfficeLinksMade,
    /// Links to the pages for Members' offices gave way to others.
    OfficeLinksReplaced,
    /// The weekly digests were given to the mailer.
    DigestsSent,
    /// Weekly digests that had not left were taken back.
    DigestsTakenBack,
    FormClosed,
    FormOpened,
    /// The campaign's desk closed the form for now.
    FormPaused,
    /// The campaign's desk ended the form's pause.
    FormResumed,
    /// One light page was put in place of all public ones.
    HoldingPageOn,
    /// The light page was taken away.
    HoldingPageOff,
    RemindersPaused,
    /// Reminders go on after a pause.
    RemindersResumed,
    /// Discarded mail waits again.
    HeldRestored,
    /// Counters that differed from the signers were corrected.
    TallyRepaired,
    RecipientAdded,
    /// Messages to a recipient of webhooks wait.
    RecipientPaused,
    /// Messages go to a recipient again.
    RecipientResumed,
    RecipientTested,
    /// A recipient's messages are signed with a new secret.
    RecipientSecretRotated,
    RecipientRemoved,
    /// A message that had failed is sent again.
    DeliverySentAgain,
    /// Messages that had failed are sent again together.
    DeliveriesSentAgain,
    /// The campaign's desk changed facts or sentences.
    EditionPublished,
    /// The desk changed the Members of Parliament, or what one of them answered.
    MembersPublished,
    /// The desk restored an earlier version of the Members of Parliament.
    MembersRestored,
    /// An earlier change of the Members of Parliament was undone.
    MembersUndone,
    PartnerAdded,
    /// An organization that asked became a partner.
    PartnerAccepted,
    /// The ask of an organization was refused and erased.
    PartnerRefused,
    /// All asks from one mail domain were refused and erased.
    PartnersRefused,
    PartnerChanged,
    PartnerPaused,
    PartnerResumed,
    /// A partnership ended, and its contacts were erased.
    PartnerEnded,
    /// A list of partners was imported.
    PartnersImported,
    /// An earlier change of the partners was undone.
    PartnersUndone,
    /// A person may see a partner's page.
    ContactAdded,
    /// The welcome was sent to a partner's contact again.
    ContactMailed,
    ContactRemoved,
}

impl Action {
    pub const ALL: &'static [Self] = Self::VARIANTS;

    /// Returns the action's name in the log and in the keys of texts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.into_str()
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
