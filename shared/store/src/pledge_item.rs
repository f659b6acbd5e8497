//! What is stored of a pledge: attribute names, and the way there and back.
//!
//! Times are RFC 3339 in UTC; `expires_at` alone is in epoch seconds, as DynamoDB's time to live wants it. An absent
//! value is an absent attribute. [`stored_attributes`] lists every name, for PRIVACY.md's test.

use std::collections::{BTreeSet, HashMap};
use std::str::FromStr;

use aws_sdk_dynamodb::types::AttributeValue;
use domain::ids::{ImportId, NetworkCode, PersonId, SignInId, SignerId, SubmissionId};
use domain::locale::Locale;
use domain::mail::email::EmailAddress;
use domain::mail::provider::MailProvider;
use domain::paper::bearers::Bearers;
use domain::paper::sheet::{PaperRow, PaperSigner};
use domain::person::name::PersonName;
use domain::person::residence::{FoundBy, Residence};
use domain::pledge::Invalidated;
use domain::pledge::comment::Comment;
use domain::pledge::consent::Consents;
use domain::pledge::{ConfirmedBy, Draft, Owner, Signer, Slot, Submission};
use domain::tally::Shard;
use domain::tally::riding::Place;
use jiff::Timestamp;

use crate::address::MailStop;
use crate::error::StoreError;
use crate::flood::is_released;
use crate::keys::{PK, SK, parse_dated, sortable};
use crate::letters::{ASKED_AT, LETTER, OUTCOME};
use crate::office_item;

/// How `confirmed_by` names the code.
const CODE: &str = "code";

/// An item as DynamoDB gives and takes it.
pub(crate) type Item = HashMap<String, AttributeValue>;

pub(crate) const FIRST_NAME: &str = "first_name";
pub(crate) const LAST_NAME: &str = "last_name";
pub(crate) const EMAIL: &str = "email";
/// Six characters; absent for those abroad.
pub(crate) const POSTAL_CODE: &str = "postal_code";
/// Two letters; only for those abroad.
const COUNTRY: &str = "country";
/// Five digits, or `abroad`: where the person is counted.
pub(crate) const RIDING: &str = "riding";
/// `postal_code` or `supporter`; absent for those abroad.
const FOUND_BY: &str = "found_by";
/// The version of the wording under which news was agreed to.
pub(crate) const UPDATES: &str = "updates";
/// When that was, if it was after the form was sent.
pub(crate) const UPDATES_AT: &str = "updates_at";
const COMMENT: &str = "comment";
pub(crate) const LOCALE: &str = "locale";
/// The partner's slug.
pub(crate) const PARTNER: &str = "partner";
const SUBMITTED_AT: &str = "submitted_at";
const CONFIRMED_AT: &str = "confirmed_at";
/// The id of the submission that a signer confirmed.
pub(crate) const SUBMISSION: &str = "submission";
/// The number of the counter partition that counts a signer.
pub(crate) const SHARD: &str = "shard";
/// The id of the invalidation that stands against a signer.
pub(crate) const INVALIDATION: &str = "invalidation";
/// What it was for.
pub(crate) const CAUSE: &str = "cause";
/// The id of the last invalidation that was undone for a signer.
const RESTORED_FROM: &str = "restored_from";
/// The id of the import that brought a signer on paper.
pub(crate) const IMPORT: &str = "import";
/// Lines of a file of paper signatures.
pub(crate) const ROWS: &str = "rows";
/// When the mails of the last 14 days were charged to a mailbox.
const SENT: &str = "sent";
/// The unconfirmed forms of a mailbox, each as `<when it was sent>#<submission id>`.
const FORMS: &str = "forms";
/// The ids of submissions that were mailed.
const MAILED_FORMS: &str = "mailed_forms";
/// The mail that waits for its time, as `<when it is due>#<submission id>`.
const NEXT_ASK: &str = "next_ask";
/// The ids of submissions whose signers were charged for thanks.
const THANKED: &str = "thanked";
/// The ids of submissions whose signers were charged for a goodbye.
const PARTED: &str = "parted";
/// The ids of submissions that were reminded.
const REMINDED: &str = "reminded";
/// Why no mail goes there any more: `bounced`, `complained` or `refused`.
const STOPPED: &str = "stopped";
/// Since when.
const STOPPED_AT: &str = "stopped_at";
/// When DynamoDB may delete the item, in epoch seconds.
pub(crate) const EXPIRES_AT: &str = "expires_at";

/// The code of the network that a form came from, or that mail is held for.
pub(crate) const NETWORK: &str = "network";
/// `passed`, `held`, `released` or `discarded`; absent until the mailer has sent the form's mail, or has decided on it in the
/// slower way.
pub(crate) const ADMISSION: &str = "admission";
/// The keyed hash of the canonical address; absent until the mailer has looked at the form.
pub(crate) const SIGNER: &str = "signer";
/// The keyed hash of the address as it was typed, of a form and of a code.
pub(crate) const MAILBOX: &str = "mailbox";
/// The same of a signer. It has another name, because a list of signers may show it, and a list never shows that of a form.
const SIGNER_MAILBOX: &str = "signer_mailbox";
/// What a list of the table must not show of a form or a farewell: a map of attributes. See [`LISTED`].
const UNLISTED: &str = "unlisted";
/// The name of the company that keeps the mail of a form's address, or `other`.
pub(crate) const PROVIDER: &str = "provider";
/// The keyed hash of a signer's name and postal code.
pub(crate) const PERSON: &str = "person";
/// `code` for those who confirmed by it; absent for those who used the link.
pub(crate) const CONFIRMED_BY: &str = "confirmed_by";
/// How many people online bear a name at a postal code.
pub(crate) const ONLINE: &str = "online";
/// How often a code was tried.
pub(crate) const TRIES: &str = "tries";
/// Whether the form of a code has done its work.
pub(crate) const SPENT: &str = "spent";
/// The mail domain that mail is held for.
pub(crate) const MAIL_DOMAIN: &str = "mail_domain";
/// Why a form or a letter waits. Of a letter: `mail-domain`, `member`, `hour`, `paused`, `link` or `answered`.
pub(crate) const WHY: &str = "why";
/// Submissions that an hour saw.
pub(crate) const SEEN: &str = "seen";
/// Those of them whose mail went out and was confirmed.
pub(crate) const PROVEN: &str = "proven";
/// Those of them whose mail went out and was not confirmed so far.
pub(crate) const UNPROVEN: &str = "unproven";
/// Mails or letters that went, of those that are counted by number alone.
pub(crate) const MAILED: &str = "mailed";
/// How a name looks.
pub(crate) const SHAPE: &str = "shape";
/// The id of the ruling that discarded a form.
pub(crate) const RULING_ID: &str = "ruling";
/// The beginning of a mail domain's keyed code.
pub(crate) const DOMAIN_CODE: &str = "domain_code";
/// The minute in which a form was sent.
pub(crate) const MINUTE: &str = "minute";
/// The lane of the index in which an item that owes a mail waits.
pub(crate) const OWED_IN: &str = "owed_in";
/// When the mailer looks at it.
pub(crate) const OWED_AT: &str = "owed_at";
/// The first moment that no mail was granted so far, in milliseconds since 1970.
pub(crate) const NEXT: &str = "next";
/// How many mails were granted in each of the last hours, as `<hour>=<mails>`.
pub(crate) const HOURS: &str = "hours";
/// Since when the oldest first mail waits that is due; absent when none does.
pub(crate) const BEHIND: &str = "behind";
/// Until when one sender works on what is owed.
pub(crate) const TAKEN_UNTIL: &str = "taken_until";
/// Mails of an hour that bounced.
pub(crate) const BOUNCED: &str = "bounced";

/// Every attribute that a scan of the table Pledges may ask for. IAM lets the office and upkeep scan for these alone
/// (`template.yaml`). They show a signer whole. Of a form they show its random id, its end and its mail provider.
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

/// What of a signer changes while they are counted, and whose they are: "the signer as it was seen".
pub(crate) const SIGNER_STATE: [&str; 14] = [
    SUBMISSION,
    SHARD,
    PERSON,
    FIRST_NAME,
    LAST_NAME,
    RIDING,
    POSTAL_CODE,
    COUNTRY,
    FOUND_BY,
    UPDATES,
    UPDATES_AT,
    INVALIDATION,
    CAUSE,
    RESTORED_FROM,
];
/// What of a signer may change: by the person, and by an invalidation.
pub(crate) const SIGNER_CHANGES: [&str; 12] = [
    PERSON,
    FIRST_NAME,
    LAST_NAME,
    RIDING,
    POSTAL_CODE,
    COUNTRY,
    FOUND_BY,
    UPDATES,
    UPDATES_AT,
    INVALIDATION,
    CAUSE,
    RESTORED_FROM,
];
/// A signature on paper "as it was seen".
pub(crate) const PAPER_STATE: [&str; 3] = [IMPORT, SHARD, RIDING];
/// A person "as they were seen".
pub(crate) const PERSON_STATE: [&str; 2] = [ONLINE, IMPORT];
/// An address "as it was seen".
pub(crate) const ADDRESS_STATE: [&str; 10] =
    [SENT, FORMS, MAILED_FORMS, NEXT_ASK, THANKED, PARTED, REMINDED, STOPPED, STOPPED_AT, EXPIRES_AT];

/// Whether somebody is invited, where they did not ask themselves.
const INVITATION: &str = "invitation";

/// The names of every attribute that the tables of people, Pledges and Office, may hold, by kind of item.
#[must_use]
pub fn stored_attributes() -> [(&'static str, &'static [&'static str]); 25] {
    [
        (
            "submission",
            &[
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
                COMMENT,
                LOCALE,
                PARTNER,
                SUBMITTED_AT,
                UNLISTED,
                PROVIDER,
                NETWORK,
                ADMISSION,
                SIGNER,
                MAILBOX,
                OWED_IN,
                OWED_AT,
                EXPIRES_AT,
            ],
        ),
        (
            "signer",
            &[
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
                OWED_IN,
                OWED_AT,
            ],
        ),
        ("person", &[PK, SK, ONLINE, IMPORT]),
        ("tombstone", &[PK, SK]),
        ("code", &[PK, SK, TRIES, SPENT, SIGNER, MAILBOX, EXPIRES_AT]),
        ("spellings", &[PK, SK, MAILED, EXPIRES_AT]),
        ("paper", &[PK, SK, FIRST_NAME, LAST_NAME, POSTAL_CODE, RIDING, FOUND_BY, PARTNER, IMPORT, SHARD]),
        ("sheet", &[PK, SK, ROWS, EXPIRES_AT]),
        (
            "address",
            &[PK, SK, SENT, FORMS, MAILED_FORMS, NEXT_ASK, THANKED, PARTED, REMINDED, STOPPED, STOPPED_AT, EXPIRES_AT],
        ),
        ("farewell", &[PK, SK, UNLISTED, FIRST_NAME, LAST_NAME, EMAIL, LOCALE, OWED_IN, OWED_AT, EXPIRES_AT]),
        ("organizer", &office_item::ORGANIZER),
        ("entry", &office_item::ENTRY),
        ("invalidation", &office_item::INVALIDATION),
        ("import", &office_item::IMPORT),
        ("sign-in", &[PK, SK, EMAIL, LOCALE, NETWORK, INVITATION, OWED_IN, OWED_AT, EXPIRES_AT]),
        ("letter", &[PK, SK, LETTER, LOCALE, RIDING, POSTAL_CODE, ASKED_AT, ADMISSION, OUTCOME, OWED_IN, OWED_AT]),
        ("rate", &[PK, SK, SEEN, PROVEN, UNPROVEN, MAILED, EXPIRES_AT]),
        ("pace", &[PK, SK, NEXT, HOURS, BEHIND, TAKEN_UNTIL, BOUNCED, EXPIRES_AT]),
        ("held-letter", &[PK, SK, RIDING, WHY, MAIL_DOMAIN, EXPIRES_AT]),
        ("mark", &office_item::MARK),
        ("pause", &office_item::PAUSE),
        ("letter-ruling", &office_item::LETTER_RULING),
        ("held", &[PK, SK, NETWORK, MAIL_DOMAIN, SHAPE, WHY, RULING_ID, EXPIRES_AT]),
        ("cohort", &[PK, SK, NETWORK, DOMAIN_CODE, MINUTE, SHAPE, EXPIRES_AT]),
        ("ruling", &office_item::RULING),
    ]
}

/// The stored shape of a [`Submission`].
pub(crate) struct SubmissionItem;

impl SubmissionItem {
    pub(crate) fn write(submission: &Submission, mut item: Item) -> Item {
        let mut unlisted = Item::new();
        write_draft(&submission.draft, &mut unlisted);
        put(&mut unlisted, SUBMITTED_AT, sortable(submission.submitted_at));
        item.insert(UNLISTED.to_owned(), AttributeValue::M(unlisted));
        put(&mut item, PROVIDER, MailProvider::of_domain(submission.draft.email.domain()).name());
        if let Some(network) = submission.network {
            put(&mut item, NETWORK, network.to_string());
        }
        put_expiry(&mut item, submission.expires_at());
        item
    }

    pub(crate) fn read(id: SubmissionId, item: &Item) -> Result<Submission, StoreError> {
        let unlisted = unlisted(item)?;
        Ok(Submission {
            id,
            draft: read_draft(unlisted)?,
            submitted_at: parsed(unlisted, SUBMITTED_AT)?,
            network: text(item, NETWORK).map(|_| parsed(item, NETWORK)).transpose()?,
            owner: match text(item, SIGNER) {
                Some(_) => Some(Owner { signer: parsed(item, SIGNER)?, mailbox: parsed(item, MAILBOX)? }),
                None => None,
            },
            released: is_released(item),
        })
    }
}

/// The stored shape of a [`Signer`].
pub(crate) struct SignerItem;

impl SignerItem {
    pub(crate) fn write(signer: &Signer, mut item: Item) -> Item {
        write_draft(&signer.draft, &mut item);
        put(&mut item, SUBMISSION, signer.submission.to_string());
        put_number(&mut item, SHARD, signer.shard.number());
        put(&mut item, SUBMITTED_AT, sortable(signer.submitted_at));
        put(&mut item, CONFIRMED_AT, sortable(signer.confirmed_at));
        put(&mut item, SIGNER_MAILBOX, signer.mailbox.to_string());
        if let Some(person) = signer.person {
            put(&mut item, PERSON, person.to_string());
        }
        if signer.confirmed_by == ConfirmedBy::Code {
            put(&mut item, CONFIRMED_BY, CODE);
        }
        if let Some(invalidated) = signer.invalidated {
            put(&mut item, INVALIDATION, invalidated.by.to_string());
            put(&mut item, CAUSE, invalidated.cause.name());
        }
        if let Some(restored_from) = signer.restored_from {
            put(&mut item, RESTORED_FROM, restored_from.to_string());
        }
        item
    }

    pub(crate) fn read(id: SignerId, slot: Slot, item: &Item) -> Result<Signer, StoreError> {
        Ok(Signer {
            id,
            slot,
            submission: parsed(item, SUBMISSION)?,
            draft: read_draft(item)?,
            shard: Shard::from_number(number(item, SHARD)?),
            submitted_at: parsed(item, SUBMITTED_AT)?,
            confirmed_at: parsed(item, CONFIRMED_AT)?,
            mailbox: parsed(item, SIGNER_MAILBOX)?,
            person: text(item, PERSON).map(|_| parsed(item, PERSON)).transpose()?,
            confirmed_by: if text(item, CONFIRMED_BY) == Some(CODE) { ConfirmedBy::Code } else { ConfirmedBy::Link },
            invalidated: match text(item, INVALIDATION) {
                Some(_) => Some(Invalidated { by: parsed(item, INVALIDATION)?, cause: parsed(item, CAUSE)? }),
                None => None,
            },
            restored_from: text(item, RESTORED_FROM).map(|_| parsed(item, RESTORED_FROM)).transpose()?,
        })
    }
}

/// The stored shape of a [`PaperSigner`].
pub(crate) struct PaperItem;

impl PaperItem {
    pub(crate) fn write(signer: &PaperSigner, mut item: Item) -> Item {
        write_name(&signer.row.name, &mut item);
        write_residence(&signer.row.residence, &mut item);
        if let Some(partner) = &signer.partner {
            put(&mut item, PARTNER, partner.as_str());
        }
        put(&mut item, IMPORT, signer.import.to_string());
        put_number(&mut item, SHARD, signer.shard.number());
        item
    }

    pub(crate) fn read(id: PersonId, item: &Item) -> Result<PaperSigner, StoreError> {
        Ok(PaperSigner {
            row: PaperRow { id, name: read_name(item)?, residence: read_residence(item)? },
            partner: text(item, PARTNER).map(|_| parsed(item, PARTNER)).transpose()?,
            import: parsed(item, IMPORT)?,
            shard: Shard::from_number(number(item, SHARD)?),
        })
    }
}

/// The stored shape of the people who bear a name at a postal code. Their signature on paper is an item of its own.
pub(crate) struct PersonItem;

impl PersonItem {
    pub(crate) fn write(bearers: &Bearers, mut item: Item) -> Item {
        put_number(&mut item, ONLINE, bearers.online);
        if let Some(import) = bearers.import() {
            put(&mut item, IMPORT, import.to_string());
        }
        item
    }

    /// How many are online, and the import of the signature on paper.
    pub(crate) fn read(item: &Item) -> Result<(u32, Option<ImportId>), StoreError> {
        Ok((number(item, ONLINE)?, text(item, IMPORT).map(|_| parsed(item, IMPORT)).transpose()?))
    }
}

/// The stored shape of a mailbox: how much mail it got, for what, and which unconfirmed forms name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AddressItem {
    /// The mails that its budget still remembers, oldest first.
    pub(crate) sent: Vec<Timestamp>,
    /// The unconfirmed forms, oldest first.
    pub(crate) forms: BTreeSet<(Timestamp, SubmissionId)>,
    pub(crate) mailed: BTreeSet<SubmissionId>,
    /// The mail that waits for its time: when it is due, and for which form.
    pub(crate) next_ask: Option<(Timestamp, SubmissionId)>,
    pub(crate) thanked: BTreeSet<SubmissionId>,
    pub(crate) parted: BTreeSet<SubmissionId>,
    pub(crate) reminded: BTreeSet<SubmissionId>,
    pub(crate) stopped: Option<(MailStop, Timestamp)>,
    /// Absent where mail is stopped for as long as the campaign's data is kept.
    pub(crate) expires_at: Option<Timestamp>,
}

impl AddressItem {
    pub(crate) fn write(&self, mut item: Item) -> Item {
        if !self.sent.is_empty() {
            let times = self.sent.iter().map(|time| AttributeValue::S(sortable(*time))).collect();
            item.insert(SENT.to_owned(), AttributeValue::L(times));
        }
        if !self.forms.is_empty() {
            let forms = self.forms.iter().map(|(at, id)| format!("{}#{id}", sortable(*at))).collect();
            item.insert(FORMS.to_owned(), AttributeValue::Ss(forms));
        }
        put_ids(&mut item, MAILED_FORMS, &self.mailed);
        if let Some((due, id)) = self.next_ask {
            put(&mut item, NEXT_ASK, format!("{}#{id}", sortable(due)));
        }
        put_ids(&mut item, THANKED, &self.thanked);
        put_ids(&mut item, PARTED, &self.parted);
        put_ids(&mut item, REMINDED, &self.reminded);
        if let Some((why, at)) = self.stopped {
            put(&mut item, STOPPED, why.name());
            put(&mut item, STOPPED_AT, sortable(at));
        }
        if let Some(expires_at) = self.expires_at {
            put_expiry(&mut item, expires_at);
        }
        item
    }

    pub(crate) fn read(item: &Item) -> Result<Self, StoreError> {
        let stopped = match text(item, STOPPED) {
            Some(why) => Some((MailStop::named(why).ok_or_else(|| corrupt(STOPPED))?, parsed(item, STOPPED_AT)?)),
            None => None,
        };
        let expires_at = match item.get(EXPIRES_AT) {
            None if stopped.is_some() => None,
            _ => Some(Timestamp::from_second(number(item, EXPIRES_AT)?).map_err(|_| corrupt(EXPIRES_AT))?),
        };
        Ok(Self {
            sent: times(item, SENT)?,
            forms: forms(item)?,
            mailed: ids(item, MAILED_FORMS)?,
            next_ask: text(item, NEXT_ASK)
                .map(|text| parse_dated(text).ok_or_else(|| corrupt(NEXT_ASK)))
                .transpose()?,
            thanked: ids(item, THANKED)?,
            parted: ids(item, PARTED)?,
            reminded: ids(item, REMINDED)?,
            stopped,
            expires_at,
        })
    }

    /// The submissions that it lists, newest first.
    pub(crate) fn listed(&self) -> impl Iterator<Item = SubmissionId> {
        self.forms.iter().rev().map(|(_, id)| *id)
    }
}

fn times(item: &Item, attribute: &str) -> Result<Vec<Timestamp>, StoreError> {
    let Some(value) = item.get(attribute) else { return Ok(Vec::new()) };
    let texts = value.as_l().map_err(|_| corrupt(attribute))?;
    let time = |value: &AttributeValue| value.as_s().ok().and_then(|text| text.parse().ok());
    texts.iter().map(|value| time(value).ok_or_else(|| corrupt(attribute))).collect()
}

fn forms(item: &Item) -> Result<BTreeSet<(Timestamp, SubmissionId)>, StoreError> {
    let Some(value) = item.get(FORMS) else { return Ok(BTreeSet::new()) };
    let texts = value.as_ss().map_err(|_| corrupt(FORMS))?;
    texts.iter().map(|text| parse_dated(text).ok_or_else(|| corrupt(FORMS))).collect()
}

/// What is left of one who withdrew, until they were told: where and how to tell them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Farewell {
    /// Whom to tell.
    pub name: PersonName,
    /// Where.
    pub email: EmailAddress,
    /// In which language.
    pub locale: Locale,
}

/// The stored shape of a [`Farewell`].
pub(crate) struct FarewellItem;

impl FarewellItem {
    pub(crate) fn write(draft: &Draft, expires_at: Timestamp, mut item: Item) -> Item {
        let mut unlisted = Item::new();
        write_name(&draft.name, &mut unlisted);
        put(&mut unlisted, EMAIL, draft.email.to_string());
        put(&mut unlisted, LOCALE, draft.locale.code());
        item.insert(UNLISTED.to_owned(), AttributeValue::M(unlisted));
        put_expiry(&mut item, expires_at);
        item
    }

    pub(crate) fn read(item: &Item) -> Result<Farewell, StoreError> {
        let unlisted = unlisted(item)?;
        Ok(Farewell { name: read_name(unlisted)?, email: email(unlisted)?, locale: parsed(unlisted, LOCALE)? })
    }
}

/// An organizer's request to be let in, or an admin's to have one invited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// Which one.
    pub id: SignInId,
    /// The address that was typed in; whether it is an organizer's is for the mailer to find out.
    pub email: EmailAddress,
    /// The language of the page it was typed into.
    pub locale: Locale,
    /// A code of the network that asked; an invitation has none.
    pub network: Option<NetworkCode>,
    /// Whether it is an invitation: then the mail has no link that lets anybody in.
    pub invitation: bool,
    /// From then on it is nobody's.
    pub expires_at: Timestamp,
}

/// The stored shape of a [`SignIn`].
pub(crate) struct SignInItem;

impl SignInItem {
    pub(crate) fn write(sign_in: &SignIn, mut item: Item) -> Item {
        put(&mut item, EMAIL, sign_in.email.to_string());
        put(&mut item, LOCALE, sign_in.locale.code());
        if let Some(network) = &sign_in.network {
            put(&mut item, NETWORK, network.to_string());
        }
        if sign_in.invitation {
            item.insert(INVITATION.to_owned(), AttributeValue::Bool(true));
        }
        put_expiry(&mut item, sign_in.expires_at);
        item
    }

    pub(crate) fn read(id: SignInId, item: &Item) -> Result<SignIn, StoreError> {
        let expires_at = Timestamp::from_second(number(item, EXPIRES_AT)?).map_err(|_| corrupt(EXPIRES_AT))?;
        let invitation = item.contains_key(INVITATION);
        let network = text(item, NETWORK).map(|_| parsed(item, NETWORK)).transpose()?;
        Ok(SignIn { id, email: email(item)?, locale: parsed(item, LOCALE)?, network, invitation, expires_at })
    }
}

/// Marks an item as deletable from then on. Rounded up: nothing is swept before its time.
pub(crate) fn put_expiry(item: &mut Item, time: Timestamp) {
    put_number(item, EXPIRES_AT, time.as_second() + i64::from(time.subsec_nanosecond() > 0));
}

fn write_draft(draft: &Draft, item: &mut Item) {
    write_name(&draft.name, item);
    put(item, EMAIL, draft.email.to_string());
    write_residence(&draft.residence, item);
    if let Some(wording) = &draft.consents.updates {
        put(item, UPDATES, wording);
    }
    if let Some(at) = draft.consents.updates_at {
        put(item, UPDATES_AT, sortable(at));
    }
    if let Some(comment) = &draft.comment {
        put(item, COMMENT, comment.as_str());
    }
    put(item, LOCALE, draft.locale.code());
    if let Some(partner) = &draft.partner {
        put(item, PARTNER, partner.as_str());
    }
}

fn unlisted(item: &Item) -> Result<&Item, StoreError> {
    item.get(UNLISTED).and_then(|value| value.as_m().ok()).ok_or_else(|| corrupt(UNLISTED))
}

fn write_residence(residence: &Residence, item: &mut Item) {
    put(item, RIDING, residence.place().to_string());
    match residence {
        Residence::Canada { postal_code, found_by, .. } => {
            put(item, POSTAL_CODE, postal_code.compact());
            put(item, FOUND_BY, found_by_code(*found_by));
        }
        Residence::Abroad { country } => put(item, COUNTRY, country.code()),
    }
}

fn read_draft(item: &Item) -> Result<Draft, StoreError> {
    let comment = text(item, COMMENT).map(|text| Comment::try_from(text.to_owned())).transpose();
    Ok(Draft {
        name: read_name(item)?,
        email: email(item)?,
        residence: read_residence(item)?,
        consents: Consents {
            updates: text(item, UPDATES).map(str::to_owned),
            updates_at: text(item, UPDATES_AT).map(|_| parsed(item, UPDATES_AT)).transpose()?,
        },
        comment: comment.map_err(|_| corrupt(COMMENT))?,
        locale: parsed(item, LOCALE)?,
        partner: text(item, PARTNER).map(|_| parsed(item, PARTNER)).transpose()?,
    })
}

fn read_residence(item: &Item) -> Result<Residence, StoreError> {
    match parsed(item, RIDING)? {
        Place::Riding(riding) => {
            let found_by = match text(item, FOUND_BY) {
                Some("postal_code") => FoundBy::PostalCode,
                Some("supporter") => FoundBy::Supporter,
                _ => return Err(corrupt(FOUND_BY)),
            };
            Ok(Residence::Canada { postal_code: parsed(item, POSTAL_CODE)?, riding, found_by })
        }
        Place::Abroad => Ok(Residence::Abroad { country: parsed(item, COUNTRY)? }),
    }
}

const fn found_by_code(found_by: FoundBy) -> &'static str {
    match found_by {
        FoundBy::PostalCode => "postal_code",
        FoundBy::Supporter => "supporter",
    }
}

/// A part of the name that is absent has no attribute.
fn write_name(name: &PersonName, item: &mut Item) {
    for (attribute, part) in [(FIRST_NAME, name.first()), (LAST_NAME, name.last())] {
        if !part.is_empty() {
            put(item, attribute, part);
        }
    }
}

fn read_name(item: &Item) -> Result<PersonName, StoreError> {
    let part = |attribute| text(item, attribute).unwrap_or_default();
    PersonName::parse(part(FIRST_NAME), part(LAST_NAME))
        .map_err(|faults| corrupt(if faults.first.is_some() { FIRST_NAME } else { LAST_NAME }))
}

pub(crate) fn email(item: &Item) -> Result<EmailAddress, StoreError> {
    EmailAddress::parse(text(item, EMAIL).unwrap_or_default()).map_err(|_| corrupt(EMAIL))
}

pub(crate) fn put(item: &mut Item, attribute: &str, value: impl Into<String>) {
    item.insert(attribute.to_owned(), AttributeValue::S(value.into()));
}

pub(crate) fn put_number(item: &mut Item, attribute: &str, value: impl Into<i64>) {
    item.insert(attribute.to_owned(), AttributeValue::N(value.into().to_string()));
}

/// A set of ids; DynamoDB has no empty sets.
fn put_ids(item: &mut Item, attribute: &str, ids: &BTreeSet<SubmissionId>) {
    if !ids.is_empty() {
        let texts = ids.iter().map(ToString::to_string).collect();
        item.insert(attribute.to_owned(), AttributeValue::Ss(texts));
    }
}

fn ids(item: &Item, attribute: &str) -> Result<BTreeSet<SubmissionId>, StoreError> {
    let Some(value) = item.get(attribute) else { return Ok(BTreeSet::new()) };
    let texts = value.as_ss().map_err(|_| corrupt(attribute))?;
    texts.iter().map(|text| text.parse().map_err(|_| corrupt(attribute))).collect()
}

pub(crate) fn text<'a>(item: &'a Item, attribute: &str) -> Option<&'a str> {
    item.get(attribute)?.as_s().ok().map(String::as_str)
}

pub(crate) fn parsed<T: FromStr>(item: &Item, attribute: &str) -> Result<T, StoreError> {
    text(item, attribute).and_then(|text| text.parse().ok()).ok_or_else(|| corrupt(attribute))
}

pub(crate) fn number<T: FromStr>(item: &Item, attribute: &str) -> Result<T, StoreError> {
    let digits = item.get(attribute).and_then(|value| value.as_n().ok());
    digits.and_then(|digits| digits.parse().ok()).ok_or_else(|| corrupt(attribute))
}

/// Says which attribute, never what it holds.
pub(crate) fn corrupt(attribute: &str) -> StoreError {
    tracing::error!(attribute, "a stored item cannot be read");
    StoreError::Corrupt
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use domain::ids::{ImportId, InvalidationId, NetworkCode};
    use domain::pledge::NewPlace;
    use domain::tally::cause::Cause;

    use super::*;

    fn draft(residence: Residence) -> Draft {
        Draft {
            name: PersonName::parse("Zoë", "O’Neil").unwrap(),
            email: EmailAddress::parse("zoe@example.org").unwrap(),
            residence,
            consents: Consents::to_updates(true, "2"),
            comment: Comment::parse("Please.\nNow.").unwrap(),
            locale: Locale::Fr,
            partner: Some("river-town".parse().unwrap()),
        }
    }

    fn in_canada() -> Residence {
        let (postal_code, riding) = ("K1A 0A6".parse().unwrap(), "35079".parse().unwrap());
        Residence::Canada { postal_code, riding, found_by: FoundBy::Supporter }
    }

    fn submission(residence: Residence) -> Submission {
        let submitted_at = Timestamp::from_nanosecond(1_800_000_000_123_456_789).unwrap();
        let network = Some(NetworkCode::from_bytes([5; 16]));
        Submission::new(SubmissionId::from_random([3; 16]), draft(residence), submitted_at, network)
    }

    fn signer(residence: Residence) -> Signer {
        let text = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        let owner = Owner { signer: text.parse().unwrap(), mailbox: text.parse().unwrap() };
        let person = residence.postal_code().map(|_| text.parse().unwrap());
        let place = NewPlace { owner, person, slot: Slot::Second, shard: Shard::from_number(15) };
        let now = Timestamp::from_second(1_800_000_100).unwrap();
        let (mut signer, delta) = submission(residence).confirm(place, ConfirmedBy::Code, now);
        signer.draft.consents = signer.draft.consents.said_at(now);
        let (by, cause) = (InvalidationId::from_random([1; 16]), Cause::Invented);
        signer.invalidated = Some(Invalidated { by, cause });
        signer.restored_from = Some(InvalidationId::from_random([2; 16]));
        assert_eq!(delta.changes().len(), 1);
        signer
    }

    fn paper() -> PaperSigner {
        let id = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".parse().unwrap();
        let draft = draft(in_canada());
        PaperSigner {
            row: PaperRow { id, name: draft.name, residence: draft.residence },
            partner: draft.partner,
            import: ImportId::from_random([4; 16]),
            shard: Shard::from_number(3),
        }
    }

    fn address() -> AddressItem {
        let id = |byte| SubmissionId::from_random([byte; 16]);
        let sent = Timestamp::from_second(1_800_000_000).unwrap();
        let later = Timestamp::from_nanosecond(1_800_000_600_123_456_789).unwrap();
        AddressItem {
            sent: vec![sent, later],
            forms: BTreeSet::from([(sent, id(1)), (later, id(2))]),
            mailed: BTreeSet::from([id(1)]),
            next_ask: Some((later, id(2))),
            thanked: BTreeSet::from([id(3)]),
            parted: BTreeSet::from([id(4)]),
            reminded: BTreeSet::from([id(5)]),
            stopped: None,
            expires_at: Some(sent + SignedDuration::from_hours(24)),
        }
    }

    fn stopped(why: MailStop) -> AddressItem {
        let address = address();
        let expires_at = address.expires_at.filter(|_| why == MailStop::Bounced);
        AddressItem { stopped: Some((why, address.sent[1])), expires_at, ..address }
    }

    fn empty() -> AddressItem {
        let none = BTreeSet::new;
        AddressItem {
            sent: Vec::new(),
            forms: BTreeSet::new(),
            mailed: none(),
            next_ask: None,
            thanked: none(),
            parted: none(),
            reminded: none(),
            ..address()
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        for residence in [in_canada(), Residence::Abroad { country: "FR".parse().unwrap() }] {
            let (submission, signer) = (submission(residence.clone()), signer(residence));
            let item = SubmissionItem::write(&submission, Item::new());
            assert_eq!(SubmissionItem::read(submission.id, &item), Ok(submission));
            let item = SignerItem::write(&signer, Item::new());
            assert_eq!(SignerItem::read(signer.id, signer.slot, &item), Ok(signer));
        }
        assert_eq!(PaperItem::read(paper().row.id, &PaperItem::write(&paper(), Item::new())), Ok(paper()));
        let stops = [MailStop::Bounced, MailStop::Complained, MailStop::Refused].map(stopped);
        for address in stops.into_iter().chain([address(), empty()]) {
            assert_eq!(AddressItem::read(&address.write(Item::new())), Ok(address));
        }
        for (online, paper) in [(0, Some(paper())), (2, Some(paper())), (1, None)] {
            let import = paper.as_ref().map(|paper| paper.import);
            let item = PersonItem::write(&Bearers { online, paper }, Item::new());
            assert_eq!(PersonItem::read(&item), Ok((online, import)));
        }
    }

    #[test]
    fn an_item_of_another_shape_is_corrupt() {
        let submission = submission(in_canada());
        let whole = SubmissionItem::write(&submission, Item::new());
        // One of the two names is enough.
        let needed: [&[&str]; _] =
            [&[FIRST_NAME, LAST_NAME], &[EMAIL], &[RIDING], &[POSTAL_CODE], &[FOUND_BY], &[LOCALE], &[SUBMITTED_AT]];
        for attributes in needed {
            let mut unlisted = unlisted(&whole).unwrap().clone();
            for attribute in attributes {
                unlisted.remove(*attribute);
            }
            let item = Item::from([(UNLISTED.to_owned(), AttributeValue::M(unlisted))]);
            assert_eq!(SubmissionItem::read(submission.id, &item), Err(StoreError::Corrupt), "{attributes:?}");
        }
        assert_eq!(SubmissionItem::read(submission.id, &Item::new()), Err(StoreError::Corrupt));
    }

    #[test]
    fn nothing_is_swept_before_its_time() {
        let mut item = Item::new();
        put_expiry(&mut item, Timestamp::from_millisecond(1_500).unwrap());
        assert_eq!(number(&item, EXPIRES_AT), Ok(2));
        put_expiry(&mut item, Timestamp::from_second(2).unwrap());
        assert_eq!(number(&item, EXPIRES_AT), Ok(2));
    }

    #[test]
    fn a_list_shows_nothing_of_a_form_or_a_farewell_but_its_end_and_its_mail_provider() {
        let submission = submission(in_canada());
        let form = SubmissionItem::write(&submission, Item::new());
        let farewell = FarewellItem::write(&submission.draft, submission.expires_at(), Item::new());
        // What the mailer adds to a form later.
        let added = [NETWORK, ADMISSION, SIGNER, MAILBOX, OWED_IN, OWED_AT].map(str::to_owned);
        let shown = |item: Item| {
            let names: BTreeSet<_> = item.into_keys().chain(added.clone()).collect();
            names.into_iter().filter(|name| LISTED.contains(&name.as_str())).collect::<Vec<_>>()
        };
        assert_eq!(shown(form), [EXPIRES_AT, PROVIDER]);
        assert_eq!(shown(farewell), [EXPIRES_AT]);
    }

    #[test]
    fn a_list_shows_a_signer_and_a_signature_on_paper_whole() {
        let signer = SignerItem::write(&signer(in_canada()), Item::new());
        let paper = PaperItem::write(&paper(), Item::new());
        for name in signer.keys().chain(paper.keys()) {
            assert!(LISTED.contains(&name.as_str()), "{name}");
        }
    }

    #[test]
    fn an_ordinary_pledge_stays_in_one_write_unit() {
        // DynamoDB counts three bytes for a map, and one for each of its attributes.
        fn size(item: &Item) -> usize {
            let value = |value: &AttributeValue| match value.as_m() {
                Ok(map) => 3 + map.len() + size(map),
                Err(_) => value.as_s().map_or(16, String::len),
            };
            item.iter().map(|(name, stored)| name.len() + value(stored)).sum()
        }
        let size = size(&SubmissionItem::write(&submission(in_canada()), Item::new()));
        assert!(size < 700, "{size} bytes, and the key");
    }
}
