//! Stored shapes of the Office table: attribute names, and how each item is written and read.

use aws_sdk_dynamodb::types::AttributeValue;
use domain::mail::correspondence::{KeptMark, LetterRuling, Pause};
use domain::mail::email::EmailAddress;
use domain::mail::flood::Ruling;
use domain::office::audit::Entry;
use domain::office::invalidation::{Conditions, Invalidation};
use domain::office::organizer::Organizer;
use domain::office::second_factor::{RecoveryHash, SealedSecret, SecondFactor};
use domain::paper::sheet::PaperImport;
use jiff::Timestamp;

use crate::dynamo::attributes::{CAUSE, EMAIL, LOCALE, PARTNER, PK, ROWS, SK};
use crate::dynamo::errors::StoreError;
use crate::dynamo::item::{Item, corrupt, number, optional, parsed, put, put_number, text, words};
use crate::dynamo::keys::sortable;
use crate::pledge::draft::email;

/// `viewer`, `exporter`, `moderator` or `admin`.
pub(crate) const ROLE: &str = "role";
const INVITED_BY: &str = "invited_by";
const INVITED_AT: &str = "invited_at";
/// Sessions that began before this are over.
pub(crate) const SIGNED_OUT_AT: &str = "signed_out_at";
/// The mails with links of the last hour. Each has its time, a code of the network that asked, the request and the link.
pub(crate) const SIGN_IN_MAILS: &str = "sign_in_mails";
/// The look-ups of supporters in an hour: the hour, and their number.
pub(crate) const LOOK_UPS: &str = "look_ups";
/// The sealed secret of the second factor.
pub(crate) const SECOND_FACTOR: &str = "second_factor";
const SECOND_FACTOR_SINCE: &str = "second_factor_since";
/// The half minute of the last code that was used.
pub(crate) const CODE_STEP: &str = "code_step";
/// The hashes of the recovery codes that are left.
pub(crate) const RECOVERY_CODES: &str = "recovery_codes";
/// The number of codes that were tried since [`CODE_TRIES_SINCE`].
pub(crate) const CODE_TRIES: &str = "code_tries";
/// The beginning of the quarter of an hour in which tries are counted.
pub(crate) const CODE_TRIES_SINCE: &str = "code_tries_since";
/// The address of the organizer who did it.
pub(crate) const BY: &str = "by";
const ACTION: &str = "action";
const ABOUT: &str = "about";
const REASON: &str = "reason";
/// The conditions of an invalidation, as JSON.
pub(crate) const CONDITIONS: &str = "conditions";
/// The stage of an invalidation or an import.
pub(crate) const STAGE: &str = "stage";
/// The number of signers that it concerns.
pub(crate) const SIGNERS: &str = "signers";
pub(crate) const AT: &str = "at";
const NOTE: &str = "note";
/// The number of lines of a file that were not understood, and their numbers.
const UNREAD: &str = "unread";
const UNREAD_LINES: &str = "unread_lines";
/// Every attribute of an invalidation.
pub(crate) const INVALIDATION: [&str; 9] = [PK, SK, CONDITIONS, CAUSE, REASON, BY, AT, STAGE, SIGNERS];
/// Every attribute of an import of paper signatures.
pub(crate) const IMPORT: [&str; 11] = [PK, SK, PARTNER, NOTE, BY, AT, STAGE, ROWS, UNREAD, UNREAD_LINES, SIGNERS];
/// The group of held mail that a ruling is on.
const GROUP: &str = "group";
/// `release` or `discard`.
const VERDICT: &str = "verdict";
/// The time until which a ruling's mail was held. Later mail is not concerned.
const UNTIL: &str = "until";
/// The number of forms that were settled.
pub(crate) const FORMS: &str = "forms";
/// Every attribute of a ruling on held mail.
pub(crate) const RULING: [&str; 10] = [PK, SK, GROUP, VERDICT, UNTIL, REASON, BY, AT, STAGE, FORMS];
/// The web address of a correspondent's answer.
const SOURCE: &str = "source";
/// Present when letters go on to a correspondent who answered.
pub(crate) const GOES_ON: &str = "goes_on";
/// Every attribute of what is noted of a correspondent.
pub(crate) const MARK: [&str; 7] = [PK, SK, BY, AT, SOURCE, REASON, GOES_ON];
/// Every attribute of a pause of all letters.
pub(crate) const PAUSE: [&str; 5] = [PK, SK, BY, AT, REASON];
/// Every attribute of a ruling on letters.
pub(crate) const LETTER_RULING: [&str; 5] = [PK, SK, GROUP, VERDICT, UNTIL];
/// Every attribute of an organizer.
pub(crate) const ORGANIZER: [&str; 16] = [
    PK,
    SK,
    EMAIL,
    ROLE,
    LOCALE,
    INVITED_BY,
    INVITED_AT,
    SIGNED_OUT_AT,
    SIGN_IN_MAILS,
    SECOND_FACTOR,
    SECOND_FACTOR_SINCE,
    CODE_STEP,
    RECOVERY_CODES,
    CODE_TRIES,
    CODE_TRIES_SINCE,
    LOOK_UPS,
];
/// The attributes of an organizer's second factor.
pub(crate) const FACTOR: [&str; 4] = [SECOND_FACTOR, SECOND_FACTOR_SINCE, CODE_STEP, RECOVERY_CODES];
/// Every attribute of an entry of the log.
pub(crate) const ENTRY: [&str; 6] = [PK, SK, BY, ACTION, ABOUT, REASON];

/// The stored shape of an [`Organizer`].
pub(crate) struct OrganizerItem;

impl OrganizerItem {
    pub(crate) fn write(organizer: &Organizer, mut item: Item) -> Item {
        put(&mut item, EMAIL, organizer.email.to_string());
        put(&mut item, ROLE, organizer.role.name());
        put(&mut item, LOCALE, organizer.locale.code());
        put(&mut item, INVITED_AT, sortable(organizer.invited_at));
        if let Some(by) = &organizer.invited_by {
            put(&mut item, INVITED_BY, by.to_string());
        }
        if let Some(at) = organizer.signed_out_at {
            put(&mut item, SIGNED_OUT_AT, sortable(at));
        }
        if let Some(factor) = &organizer.second_factor {
            item.extend(write_factor(factor));
        }
        item
    }

    pub(crate) fn read(item: &Item) -> Result<Organizer, StoreError> {
        Ok(Organizer {
            email: email(item)?,
            role: parsed(item, ROLE)?,
            locale: parsed(item, LOCALE)?,
            invited_by: address(item, INVITED_BY)?,
            invited_at: parsed(item, INVITED_AT)?,
            signed_out_at: optional(item, SIGNED_OUT_AT)?,
            second_factor: text(item, SECOND_FACTOR).map(|sealed| read_factor(sealed, item)).transpose()?,
        })
    }
}

/// The attributes of a second factor, as an organizer's item has them.
pub(crate) fn write_factor(factor: &SecondFactor) -> Item {
    let mut item = Item::new();
    put(&mut item, SECOND_FACTOR, factor.secret.0.as_str());
    put(&mut item, SECOND_FACTOR_SINCE, sortable(factor.since));
    item.insert(CODE_STEP.to_owned(), AttributeValue::N(factor.last_step.to_string()));
    // DynamoDB has no empty sets.
    if !factor.recovery.is_empty() {
        let hashes = factor.recovery.iter().map(|hash| hash.0.clone()).collect();
        item.insert(RECOVERY_CODES.to_owned(), AttributeValue::Ss(hashes));
    }
    item
}

fn read_factor(sealed: &str, item: &Item) -> Result<SecondFactor, StoreError> {
    let hashes =
        item.get(RECOVERY_CODES).map(|value| value.as_ss().map_err(|_| corrupt(RECOVERY_CODES))).transpose()?;
    Ok(SecondFactor {
        secret: SealedSecret(sealed.to_owned()),
        since: parsed(item, SECOND_FACTOR_SINCE)?,
        last_step: number(item, CODE_STEP)?,
        recovery: hashes.into_iter().flatten().cloned().map(RecoveryHash).collect(),
    })
}

/// The stored shape of an [`Entry`].
pub(crate) struct EntryItem;

impl EntryItem {
    pub(crate) fn write(entry: &Entry, mut item: Item) -> Item {
        put(&mut item, BY, entry.by.to_string());
        put(&mut item, ACTION, entry.action.name());
        put(&mut item, ABOUT, entry.about.as_str());
        put(&mut item, REASON, entry.reason.as_str());
        item
    }

    pub(crate) fn read(item: &Item) -> Result<Entry, StoreError> {
        let at = text(item, SK).and_then(|sk| sk.split('#').next()?.parse::<Timestamp>().ok());
        Ok(Entry {
            at: at.ok_or_else(|| corrupt(SK))?,
            by: author(item)?,
            action: parsed(item, ACTION)?,
            about: words(item, ABOUT),
            reason: words(item, REASON),
        })
    }
}

/// The stored shape of an [`Invalidation`].
pub(crate) struct InvalidationItem;

impl InvalidationItem {
    pub(crate) fn conditions(conditions: &Conditions) -> String {
        serde_json::to_string(conditions).expect("conditions are plain data")
    }

    pub(crate) fn write(invalidation: &Invalidation, mut item: Item) -> Item {
        put(&mut item, CONDITIONS, Self::conditions(&invalidation.conditions));
        put(&mut item, CAUSE, invalidation.cause.name());
        put(&mut item, REASON, invalidation.reason.as_str());
        put(&mut item, BY, invalidation.by.to_string());
        put(&mut item, AT, sortable(invalidation.at));
        put(&mut item, STAGE, invalidation.stage.name());
        put_number(&mut item, SIGNERS, invalidation.signers);
        item
    }

    pub(crate) fn read(item: &Item) -> Result<Invalidation, StoreError> {
        let conditions = text(item, CONDITIONS).and_then(|conditions| serde_json::from_str(conditions).ok());
        Ok(Invalidation {
            id: parsed(item, SK)?,
            conditions: conditions.ok_or_else(|| corrupt(CONDITIONS))?,
            cause: parsed(item, CAUSE)?,
            reason: words(item, REASON),
            by: author(item)?,
            at: parsed(item, AT)?,
            stage: parsed(item, STAGE)?,
            signers: number(item, SIGNERS)?,
        })
    }
}

/// The stored shape of a [`PaperImport`].
pub(crate) struct ImportItem;

impl ImportItem {
    pub(crate) fn write(import: &PaperImport, mut item: Item) -> Item {
        if let Some(partner) = &import.partner {
            put(&mut item, PARTNER, partner.as_str());
        }
        put(&mut item, NOTE, import.note.as_str());
        put(&mut item, BY, import.by.to_string());
        put(&mut item, AT, sortable(import.at));
        if let Some(stage) = import.stage {
            put(&mut item, STAGE, stage.name());
        }
        put_number(&mut item, ROWS, import.rows);
        if import.unread > 0 {
            put_number(&mut item, UNREAD, import.unread);
            put(&mut item, UNREAD_LINES, import.unread_lines.as_str());
        }
        put_number(&mut item, SIGNERS, import.signers);
        item
    }

    pub(crate) fn read(item: &Item) -> Result<PaperImport, StoreError> {
        Ok(PaperImport {
            id: parsed(item, SK)?,
            partner: optional(item, PARTNER)?,
            note: words(item, NOTE),
            by: author(item)?,
            at: parsed(item, AT)?,
            stage: optional(item, STAGE)?,
            rows: number(item, ROWS)?,
            unread: if item.contains_key(UNREAD) { number(item, UNREAD)? } else { 0 },
            unread_lines: words(item, UNREAD_LINES),
            signers: number(item, SIGNERS)?,
        })
    }
}

/// The stored shape of a [`Ruling`].
pub(crate) struct RulingItem;

impl RulingItem {
    pub(crate) fn write(ruling: &Ruling, mut item: Item) -> Item {
        put(&mut item, GROUP, ruling.group.to_string());
        put(&mut item, VERDICT, ruling.verdict.name());
        put(&mut item, UNTIL, sortable(ruling.until));
        put(&mut item, REASON, ruling.reason.as_str());
        put(&mut item, BY, ruling.by.to_string());
        put(&mut item, AT, sortable(ruling.at));
        put(&mut item, STAGE, ruling.stage.name());
        put_number(&mut item, FORMS, ruling.forms);
        item
    }

    pub(crate) fn read(item: &Item) -> Result<Ruling, StoreError> {
        Ok(Ruling {
            id: parsed(item, SK)?,
            group: parsed(item, GROUP)?,
            verdict: parsed(item, VERDICT)?,
            until: parsed(item, UNTIL)?,
            reason: words(item, REASON),
            by: author(item)?,
            at: parsed(item, AT)?,
            stage: parsed(item, STAGE)?,
            forms: number(item, FORMS)?,
        })
    }
}

/// The stored shape of a [`KeptMark`].
pub(crate) struct MarkItem;

impl MarkItem {
    pub(crate) fn write(mark: &KeptMark, mut item: Item) -> Item {
        if let Some(by) = &mark.by {
            put(&mut item, BY, by.to_string());
        }
        put(&mut item, AT, sortable(mark.at));
        for (attribute, words) in [(SOURCE, &mark.source), (REASON, &mark.reason)] {
            if !words.is_empty() {
                put(&mut item, attribute, words.as_str());
            }
        }
        if mark.goes_on {
            item.insert(GOES_ON.to_owned(), AttributeValue::Bool(true));
        }
        item
    }

    pub(crate) fn read(item: &Item) -> Result<KeptMark, StoreError> {
        Ok(KeptMark {
            id: parsed(item, SK)?,
            at: parsed(item, AT)?,
            by: address(item, BY)?,
            source: words(item, SOURCE),
            reason: words(item, REASON),
            goes_on: item.contains_key(GOES_ON),
        })
    }
}

/// The stored shape of a [`Pause`].
pub(crate) struct PauseItem;

impl PauseItem {
    pub(crate) fn write(pause: &Pause, mut item: Item) -> Item {
        put(&mut item, BY, pause.by.to_string());
        put(&mut item, AT, sortable(pause.at));
        put(&mut item, REASON, pause.reason.as_str());
        item
    }

    pub(crate) fn read(item: &Item) -> Result<Pause, StoreError> {
        Ok(Pause { at: parsed(item, AT)?, by: author(item)?, reason: words(item, REASON) })
    }
}

/// The stored shape of a [`LetterRuling`].
pub(crate) struct LetterRulingItem;

impl LetterRulingItem {
    pub(crate) fn write(ruling: &LetterRuling, mut item: Item) -> Item {
        put(&mut item, GROUP, ruling.group.to_string());
        put(&mut item, VERDICT, ruling.verdict.name());
        put(&mut item, UNTIL, sortable(ruling.until));
        item
    }

    pub(crate) fn read(item: &Item) -> Result<LetterRuling, StoreError> {
        Ok(LetterRuling {
            id: parsed(item, SK)?,
            group: parsed(item, GROUP)?,
            until: parsed(item, UNTIL)?,
            verdict: parsed(item, VERDICT)?,
        })
    }
}

/// Reads the organizer who did something.
pub(crate) fn author(item: &Item) -> Result<EmailAddress, StoreError> {
    address(item, BY)?.ok_or_else(|| corrupt(BY))
}

fn address(item: &Item, attribute: &str) -> Result<Option<EmailAddress>, StoreError> {
    text(item, attribute).map(EmailAddress::parse).transpose().map_err(|_| corrupt(attribute))
}
