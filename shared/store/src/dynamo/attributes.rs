//! Attribute names of the table Pledges, all in one list.
//!
//! Times are RFC 3339 in UTC; `expires_at` alone is in epoch seconds, as DynamoDB's time to live wants it. An absent
//! value is an absent attribute.
//!
//! A list of the table may not show some attributes, which stand in one map. An index of signers would keep a role from them
//! too, but it would hold each signer twice, and cost two write units more for most pledges.
//!
//! A list still shows each item's key. Keys of forms are random; keys of mailboxes are keyed hashes. The office holds the
//! identity key, so it could find out that an address had mail from the campaign.

/// The key, which every item has.
pub(crate) const KEY: [&str; 2] = [PK, SK];
/// The partition key's attribute, in each of the three tables.
pub(crate) const PK: &str = "pk";
/// The sort key's attribute, in each of the three tables.
pub(crate) const SK: &str = "sk";
pub(crate) const FIRST_NAME: &str = "first_name";
pub(crate) const LAST_NAME: &str = "last_name";
pub(crate) const EMAIL: &str = "email";
/// Six characters; absent for those abroad.
pub(crate) const POSTAL_CODE: &str = "postal_code";
/// Two letters; only for those abroad.
pub(crate) const COUNTRY: &str = "country";
/// Five digits, or `abroad`: where the person is counted.
pub(crate) const RIDING: &str = "riding";
/// `postal_code` or `supporter`; absent for those abroad.
pub(crate) const FOUND_BY: &str = "found_by";
/// The version of the wording under which news was agreed to.
pub(crate) const UPDATES: &str = "updates";
/// The time of that consent, if it was given after the form was sent.
pub(crate) const UPDATES_AT: &str = "updates_at";
pub(crate) const COMMENT: &str = "comment";
pub(crate) const LOCALE: &str = "locale";
/// The partner's slug.
pub(crate) const PARTNER: &str = "partner";
pub(crate) const SUBMITTED_AT: &str = "submitted_at";
pub(crate) const CONFIRMED_AT: &str = "confirmed_at";
/// The id of the submission that a signer confirmed.
pub(crate) const SUBMISSION: &str = "submission";
/// The number of the counter partition that counts a signer.
pub(crate) const SHARD: &str = "shard";
/// The id of the invalidation that stands against a signer.
pub(crate) const INVALIDATION: &str = "invalidation";
/// The cause of that invalidation.
pub(crate) const CAUSE: &str = "cause";
/// The id of the last invalidation that was undone for a signer.
pub(crate) const RESTORED_FROM: &str = "restored_from";
/// The id of the import that brought a signer on paper.
pub(crate) const IMPORT: &str = "import";
/// Lines of a file of paper signatures.
pub(crate) const ROWS: &str = "rows";
/// The times at which the mails of the last 14 days were charged to a mailbox.
pub(crate) const SENT: &str = "sent";
/// The unconfirmed forms of a mailbox, each as `<when it was sent>#<submission id>`.
pub(crate) const FORMS: &str = "forms";
/// The ids of submissions that were mailed.
pub(crate) const MAILED_FORMS: &str = "mailed_forms";
/// The mail that waits for its time, as `<when it is due>#<submission id>`.
pub(crate) const NEXT_ASK: &str = "next_ask";
/// The ids of submissions whose signers were charged for thanks.
pub(crate) const THANKED: &str = "thanked";
/// The ids of submissions whose signers were charged for a goodbye.
pub(crate) const PARTED: &str = "parted";
/// The ids of submissions that were reminded.
pub(crate) const REMINDED: &str = "reminded";
/// The reason for which no mail goes there any more: `bounced`, `complained` or `refused`.
pub(crate) const STOPPED: &str = "stopped";
/// The time since which no mail goes there.
pub(crate) const STOPPED_AT: &str = "stopped_at";
/// The time at which DynamoDB may delete the item, in epoch seconds.
pub(crate) const EXPIRES_AT: &str = "expires_at";
/// The code of the network that a form came from, or that mail is held for.
pub(crate) const NETWORK: &str = "network";
/// `passed`, `held`, `released` or `discarded`. It is absent until the mailer has sent the form's mail, or has decided on it
/// in the slower way.
pub(crate) const ADMISSION: &str = "admission";
/// The keyed hash of the canonical address; absent until the mailer has looked at the form.
pub(crate) const SIGNER: &str = "signer";
/// The keyed hash of the address as it was typed, of a form and of a code.
pub(crate) const MAILBOX: &str = "mailbox";
/// The keyed hash of a signer's address as it was typed. It has a name of its own, because a list may show it, and never
/// shows that of a form.
pub(crate) const SIGNER_MAILBOX: &str = "signer_mailbox";
/// A map of the attributes of a form or a farewell that a list of the table must not show. See [`LISTED`].
pub(crate) const UNLISTED: &str = "unlisted";
/// The name of the company that keeps the mail of a form's address, or `other`.
pub(crate) const PROVIDER: &str = "provider";
/// The keyed hash of a signer's name and postal code.
pub(crate) const PERSON: &str = "person";
/// `code` for those who confirmed by it; absent for those who used the link.
pub(crate) const CONFIRMED_BY: &str = "confirmed_by";
/// The number of people online who bear a name at a postal code.
pub(crate) const ONLINE: &str = "online";
/// The number of tries of a code.
pub(crate) const TRIES: &str = "tries";
/// True once the form of a code has done its work. Before that it is absent.
pub(crate) const SPENT: &str = "spent";
/// The mail domain that mail is held for.
pub(crate) const MAIL_DOMAIN: &str = "mail_domain";
/// The reasons for which a form or a letter waits. A letter has `mail-domain`, `member`, `hour`, `paused`, `link` or
/// `answered`.
pub(crate) const WHY: &str = "why";
/// The submissions of an hour.
pub(crate) const SEEN: &str = "seen";
/// The submissions of an hour whose mail went out and was confirmed.
pub(crate) const PROVEN: &str = "proven";
/// The submissions of an hour whose mail went out and is not confirmed so far.
pub(crate) const UNPROVEN: &str = "unproven";
/// Mails or letters that went, of those that are counted by number alone.
pub(crate) const MAILED: &str = "mailed";
/// The shape of a name.
pub(crate) const SHAPE: &str = "shape";
/// The id of the ruling that discarded a form.
pub(crate) const RULING_ID: &str = "ruling";
/// The beginning of a mail domain's keyed code.
pub(crate) const DOMAIN_CODE: &str = "domain_code";
/// The minute in which a form was sent.
pub(crate) const MINUTE: &str = "minute";
/// The lane of the index in which an item that owes a mail waits.
pub(crate) const OWED_IN: &str = "owed_in";
/// The time at which the mailer looks at it.
pub(crate) const OWED_AT: &str = "owed_at";
/// The time since which its mail is owed, if that mail was put off.
pub(crate) const OWED_SINCE: &str = "owed_since";
/// The attributes by which an item owes a mail.
pub(crate) const OWING: [&str; 3] = [OWED_IN, OWED_AT, OWED_SINCE];
/// The first moment that no mail was granted so far, in milliseconds since 1970.
pub(crate) const NEXT: &str = "next";
/// The number of mails granted in each of the last hours, as `<hour>=<mails>`.
pub(crate) const HOURS: &str = "hours";
/// The time since which the oldest first mail waits that is due. It is absent when none does.
pub(crate) const BEHIND: &str = "behind";
/// The time until which one sender works on the mails that are owed.
pub(crate) const TAKEN_UNTIL: &str = "taken_until";
/// Mails of an hour that bounced.
pub(crate) const BOUNCED: &str = "bounced";
/// The code of a signer's own link.
pub(crate) const LINK: &str = "link";
/// The code of the own link by which the person of a form came.
pub(crate) const VIA: &str = "via";
/// The prefix of a day, as `day:2026-11-26` UTC. The numbers under it add up to the people who signed through a link on that
/// day.
pub(crate) const DAY_PREFIX: &str = "day:";
/// Every attribute that a scan of the table Pledges may ask for. IAM lets the office and upkeep scan for these alone
/// (`template.yaml`). They show a signer whole, without the own link. Of a form they show its random id, its end and its mail provider.
pub const LISTED: [&str; 32] = [
    PK,
    SK,
    FIRST_NAME,
    LAST_NAME,
    EMAIL,
    POSTAL_CODE,
    COUNTRY,
    RIDING,
    FOUND_BY,
    UPDATES,
    UPDATES_AT,
    COMMENT,
    LOCALE,
    PARTNER,
    SUBMITTED_AT,
    CONFIRMED_AT,
    SUBMISSION,
    SHARD,
    SIGNER_MAILBOX,
    PERSON,
    CONFIRMED_BY,
    INVALIDATION,
    CAUSE,
    RESTORED_FROM,
    IMPORT,
    ONLINE,
    SEEN,
    PROVEN,
    UNPROVEN,
    MAILED,
    PROVIDER,
    EXPIRES_AT,
];
/// True for a request that is an invitation by an admin. Otherwise it is absent.
pub(crate) const INVITATION: &str = "invitation";
/// The aim of a partner's request: `partner-page`, `partner-ask` or `partner-welcome`. Absent for organizers.
pub(crate) const WANTS: &str = "wants";
/// An organization that asks to become a partner, as JSON: its names, its web address, and whether it wants to be listed.
pub(crate) const ORGANIZATION: &str = "organization";
/// The letter itself, until it is sent.
pub(crate) const LETTER: &str = "letter";
/// The time at which the signer asked for the letter to be sent.
pub(crate) const ASKED_AT: &str = "asked_at";
/// `held`, `sent`, `refused` or `not-sent`; absent until then.
pub(crate) const OUTCOME: &str = "outcome";
