//! The list of everything that is stored about people, by kind of item.
//!
//! PRIVACY.md's test compares it with that document.

use crate::campaign::desk::{CONTENT, NUMBER};
use crate::campaign::partners;
use crate::dynamo::attributes::{
    ADMISSION, ASKED_AT, BEHIND, BOUNCED, CAUSE, COMMENT, CONFIRMED_AT, CONFIRMED_BY, COUNTRY, DOMAIN_CODE, EMAIL,
    EXPIRES_AT, FIRST_NAME, FORMS, FOUND_BY, HOURS, IMPORT, INVALIDATION, INVITATION, LAST_NAME, LETTER, LINK, LOCALE,
    MAIL_DOMAIN, MAILBOX, MAILED, MAILED_FORMS, MINUTE, NETWORK, NEXT, NEXT_ASK, ONLINE, ORGANIZATION, OUTCOME,
    OWED_AT, OWED_IN, OWED_SINCE, PARTED, PARTNER, PERSON, PK, POSTAL_CODE, PROVEN, PROVIDER, REMINDED, RESTORED_FROM,
    RIDING, ROWS, RULING_ID, SEEN, SENT, SHAPE, SHARD, SIGNER, SIGNER_MAILBOX, SK, SPENT, STOPPED, STOPPED_AT,
    SUBMISSION, SUBMITTED_AT, TAKEN_UNTIL, THANKED, TRIES, UNLISTED, UNPROVEN, UPDATES, UPDATES_AT, VIA, WANTS, WHY,
};
use crate::mail::digests::{BEFORE, COUNT, DIGEST_RUN, MILESTONE};
use crate::office::items;
use crate::webhooks::items as hooks;

/// The names of every attribute that the tables of people, Pledges and Office, may hold, by kind of item.
#[must_use]
#[expect(clippy::too_many_lines, reason = "it is a table")]
pub fn stored_attributes() -> [(&'static str, &'static [&'static str]); 38] {
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
                VIA,
                SUBMITTED_AT,
                UNLISTED,
                PROVIDER,
                NETWORK,
                ADMISSION,
                SIGNER,
                MAILBOX,
                OWED_IN,
                OWED_AT,
                OWED_SINCE,
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
                LINK,
                OWED_IN,
                OWED_AT,
                OWED_SINCE,
            ],
        ),
        ("person", &[PK, SK, ONLINE, IMPORT]),
        ("link", &[PK, SK, "day"]),
        ("tombstone", &[PK, SK]),
        ("code", &[PK, SK, TRIES, SPENT, SIGNER, MAILBOX, EXPIRES_AT]),
        ("corrections", &[PK, SK, TRIES, EXPIRES_AT]),
        ("spellings", &[PK, SK, MAILED, EXPIRES_AT]),
        ("paper", &[PK, SK, FIRST_NAME, LAST_NAME, POSTAL_CODE, RIDING, FOUND_BY, PARTNER, IMPORT, SHARD]),
        ("sheet", &[PK, SK, ROWS, EXPIRES_AT]),
        (
            "mailbox",
            &[PK, SK, SENT, FORMS, MAILED_FORMS, NEXT_ASK, THANKED, PARTED, REMINDED, STOPPED, STOPPED_AT, EXPIRES_AT],
        ),
        ("farewell", &[PK, SK, UNLISTED, FIRST_NAME, LAST_NAME, EMAIL, LOCALE, OWED_IN, OWED_AT, EXPIRES_AT]),
        ("again", &[PK, SK, SIGNER, MAILBOX, SUBMISSION, OWED_IN, OWED_AT, OWED_SINCE, EXPIRES_AT]),
        ("organizer", &items::ORGANIZER),
        ("entry", &items::ENTRY),
        ("invalidation", &items::INVALIDATION),
        ("import", &items::IMPORT),
        (
            "sign-in",
            &[
                PK,
                SK,
                EMAIL,
                LOCALE,
                NETWORK,
                INVITATION,
                WANTS,
                ORGANIZATION,
                OWED_IN,
                OWED_AT,
                OWED_SINCE,
                EXPIRES_AT,
            ],
        ),
        (
            "letter",
            &[PK, SK, LETTER, LOCALE, RIDING, POSTAL_CODE, ASKED_AT, ADMISSION, OUTCOME, OWED_IN, OWED_AT, OWED_SINCE],
        ),
        ("rate", &[PK, SK, SEEN, PROVEN, UNPROVEN, MAILED, EXPIRES_AT]),
        ("pace", &[PK, SK, NEXT, HOURS, BEHIND, TAKEN_UNTIL, BOUNCED, EXPIRES_AT]),
        ("held-letter", &[PK, SK, RIDING, WHY, MAIL_DOMAIN, EXPIRES_AT]),
        (
            "digest",
            &[PK, SK, BEFORE, COUNT, MILESTONE, items::AT, ASKED_AT, OUTCOME, OWED_IN, OWED_AT, OWED_SINCE, EXPIRES_AT],
        ),
        ("digest-run", &DIGEST_RUN),
        ("campaign", &[PK, SK, "edition", "partners", "members", "offices", NUMBER, CONTENT]),
        ("past-version", &[PK, SK, CONTENT, items::BY, items::AT]),
        ("mark", &items::MARK),
        ("pause", &items::PAUSE),
        ("letter-ruling", &items::LETTER_RULING),
        ("held", &[PK, SK, NETWORK, MAIL_DOMAIN, SHAPE, WHY, RULING_ID, EXPIRES_AT]),
        ("cohort", &[PK, SK, NETWORK, DOMAIN_CODE, MINUTE, SHAPE, EXPIRES_AT]),
        ("ruling", &items::RULING),
        ("recipient", &hooks::RECIPIENT),
        ("delivery", &hooks::DELIVERY),
        ("heard", &hooks::HEARD),
        ("announced", &hooks::ANNOUNCED),
        ("partner-ask", &partners::ASK),
        ("contact", &partners::CONTACT),
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use aws_sdk_dynamodb::types::AttributeValue;
    use domain::ids::{ImportId, InvalidationId, LinkCode, NetworkCode, SubmissionId};
    use domain::locale::Locale;
    use domain::mail::email::EmailAddress;
    use domain::paper::bearers::Bearers;
    use domain::paper::sheet::{PaperRow, PaperSigner};
    use domain::person::name::PersonName;
    use domain::person::residence::{FoundBy, Residence};
    use domain::pledge::comment::Comment;
    use domain::pledge::consent::Consents;
    use domain::pledge::{ConfirmedBy, Draft, Invalidated, NewPlace, Owner, Signer, Slot, Submission};
    use domain::tally::Shard;
    use domain::tally::cause::Cause;
    use jiff::{SignedDuration, Timestamp};

    use crate::dynamo::attributes::{
        ADMISSION, EMAIL, EXPIRES_AT, FIRST_NAME, FOUND_BY, LAST_NAME, LINK, LISTED, LOCALE, MAILBOX, NETWORK, OWED_AT,
        OWED_IN, OWED_SINCE, POSTAL_CODE, PROVIDER, RIDING, SIGNER, SUBMITTED_AT, UNLISTED,
    };
    use crate::dynamo::errors::StoreError;
    use crate::dynamo::item::{Item, number, put_expiry};
    use crate::mail::farewell::FarewellItem;
    use crate::mail::mailbox::{MailStop, MailboxItem};
    use crate::paper::bearers::{PaperItem, PersonItem};
    use crate::pledge::draft::unlisted;
    use crate::pledge::signer::SignerItem;
    use crate::pledge::submit::SubmissionItem;

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
            .via(Some(LinkCode::from_random([7; 9])))
    }

    fn signer(residence: Residence) -> Signer {
        let text = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        let owner = Owner { signer: text.parse().unwrap(), mailbox: text.parse().unwrap() };
        let person = residence.postal_code().map(|_| text.parse().unwrap());
        let place = NewPlace {
            owner,
            person,
            slot: Slot::Second,
            shard: Shard::from_number(15),
            link: LinkCode::from_random([6; 9]),
        };
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

    fn mailbox() -> MailboxItem {
        let id = |byte| SubmissionId::from_random([byte; 16]);
        let sent = Timestamp::from_second(1_800_000_000).unwrap();
        let later = Timestamp::from_nanosecond(1_800_000_600_123_456_789).unwrap();
        MailboxItem {
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

    fn stopped(why: MailStop) -> MailboxItem {
        let mailbox = mailbox();
        let expires_at = mailbox.expires_at.filter(|_| why == MailStop::Bounced);
        MailboxItem { stopped: Some((why, mailbox.sent[1])), expires_at, ..mailbox }
    }

    fn empty() -> MailboxItem {
        let none = BTreeSet::new;
        MailboxItem {
            sent: Vec::new(),
            forms: BTreeSet::new(),
            mailed: none(),
            next_ask: None,
            thanked: none(),
            parted: none(),
            reminded: none(),
            ..mailbox()
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
        for mailbox in stops.into_iter().chain([mailbox(), empty()]) {
            assert_eq!(MailboxItem::read(&mailbox.write(Item::new())), Ok(mailbox));
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
        // The mailer adds these attributes to a form later.
        let added = [NETWORK, ADMISSION, SIGNER, MAILBOX, OWED_IN, OWED_AT, OWED_SINCE].map(str::to_owned);
        let shown = |item: Item| {
            let names: BTreeSet<_> = item.into_keys().chain(added.clone()).collect();
            names.into_iter().filter(|name| LISTED.contains(&name.as_str())).collect::<Vec<_>>()
        };
        assert_eq!(shown(form), [EXPIRES_AT, PROVIDER]);
        assert_eq!(shown(farewell), [EXPIRES_AT]);
    }

    #[test]
    fn a_list_shows_a_signer_without_the_own_link_and_a_signature_on_paper_whole() {
        let mut signer = SignerItem::write(&signer(in_canada()), Item::new());
        assert!(signer.remove(LINK).is_some() && !LISTED.contains(&LINK));
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
