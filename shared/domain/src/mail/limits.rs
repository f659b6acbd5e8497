//! The limits of mail and the times for which things are kept. The sentences of pages and mails read them here, so that no
//! sentence promises another number than the code keeps.

use jiff::SignedDuration;

use crate::pledge::SUBMISSION_DAYS;

/// A mail counts for these days. A form lasts as long, so somebody who got no mail for a form still has an earlier link.
pub const BUDGET_DAYS: i64 = SUBMISSION_DAYS;
/// The most mails that a mailbox gets in [`BUDGET_DAYS`] days.
pub const MAILS_MAX: u32 = 5;
/// The most of them that a form may cause while its thanks are still to come. Anybody can cause these by typing an address,
/// so one mail stays for what its owner did.
pub const FORM_MAILS_MAX: u32 = 4;
/// The least time between any mail and the mail of a form.
pub const MAIL_SPACING: SignedDuration = SignedDuration::from_mins(10);
/// The time in which a mail leaves once it may go: the stream or the next minute's round takes it. A page knows a form's
/// minute and not its second, which is within this time too.
const LEAVES_WITHIN: SignedDuration = SignedDuration::from_mins(2);
/// The time in which the mail about a form leaves, where it may leave and no flood holds it. It is the same
/// whoever signs: at an address that somebody shares, the mail waits for [`MAIL_SPACING`] first.
pub const FIRST_MAIL_WITHIN: SignedDuration =
    SignedDuration::from_secs(MAIL_SPACING.as_secs() + LEAVES_WITHIN.as_secs());
/// A form is reminded of this long after its first mail.
pub const REMIND_AFTER: SignedDuration = SignedDuration::from_hours(48);
/// A mailbox is remembered for these days after its last change. A bounce is forgotten then too: it may exist by now.
pub const MAILBOX_DAYS: i64 = 30;
/// A farewell waits for its mail no longer than these days.
pub const FAREWELL_DAYS: i64 = 3;
/// An organizer's invitation and the welcome of a partner's contact wait for their mails no longer than these days. They come
/// unasked, so nobody asks for them again.
pub const NOTICE_DAYS: i64 = 14;
/// Backups forget what was erased after these days. `template.yaml` and the backup of a single machine have the same.
pub const BACKUP_DAYS: i64 = 14;
