//! The list of everything that is stored about people, by kind of item.
//!
//! PRIVACY.md's test compares it with that document.

use crate::campaign::desk::{CONTENT, NUMBER};
use crate::campaign::partners;
use crate::dynamo::attributes::{
    ADMISSION, ASKED_AT, BEHIND, BOUNCED, DOMAIN_CODE, EMAIL, EXPIRES_AT, FIRST_NAME, FOUND_BY, HOURS, INVITATION, KEY,
    LAST_NAME, LETTER, LOCALE, MAIL_DOMAIN, MAILBOX, MAILED, MINUTE, NETWORK, NEXT, ORGANIZATION, OUTCOME, OWED_AT,
    OWED_IN, OWING, PARTNER, POSTAL_CODE, PROVEN, RIDING, ROWS, RULING_ID, SEEN, SHAPE, SIGNER, SPENT, SUBMISSION,
    TAKEN_UNTIL, TRIES, UNLISTED, UNPROVEN, WANTS, WHY,
};
use crate::mail::digests::{BEFORE, COUNT, DIGEST_RUN, MILESTONE};
use crate::mail::mailbox::MAILBOX_STATE;
use crate::office::items;
use crate::paper::bearers::{PAPER_STATE, PERSON_STATE};
use crate::pledge::draft::DRAFT;
use crate::pledge::signer::SIGNER_ALONE;
use crate::pledge::submit::SUBMISSION_ALONE;
use crate::webhooks::items as hooks;

/// The names of every attribute that the tables of people, Pledges and Office, may hold, by kind of item.
#[must_use]
pub fn stored_attributes() -> [(&'static str, Vec<&'static str>); 38] {
    let kinds: [(_, &[&[_]]); 38] = [
        ("submission", &[&KEY, &DRAFT, &SUBMISSION_ALONE, &OWING]),
        ("signer", &[&KEY, &DRAFT, &SIGNER_ALONE, &OWING]),
        ("person", &[&KEY, &PERSON_STATE]),
        ("link", &[&KEY, &["day"]]),
        ("tombstone", &[&KEY]),
        ("code", &[&KEY, &[TRIES, SPENT, SIGNER, MAILBOX, EXPIRES_AT]]),
        ("corrections", &[&KEY, &[TRIES, EXPIRES_AT]]),
        ("spellings", &[&KEY, &[MAILED, EXPIRES_AT]]),
        ("paper", &[&KEY, &[FIRST_NAME, LAST_NAME, POSTAL_CODE, FOUND_BY, PARTNER], &PAPER_STATE]),
        ("sheet", &[&KEY, &[ROWS, EXPIRES_AT]]),
        ("mailbox", &[&KEY, &MAILBOX_STATE]),
        ("farewell", &[&KEY, &[UNLISTED, FIRST_NAME, LAST_NAME, EMAIL, LOCALE, OWED_IN, OWED_AT, EXPIRES_AT]]),
        ("again", &[&KEY, &[SIGNER, MAILBOX, SUBMISSION, EXPIRES_AT], &OWING]),
        ("organizer", &[&items::ORGANIZER]),
        ("entry", &[&items::ENTRY]),
        ("invalidation", &[&items::INVALIDATION]),
        ("import", &[&items::IMPORT]),
        ("sign-in", &[&KEY, &[EMAIL, LOCALE, NETWORK, INVITATION, WANTS, ORGANIZATION, EXPIRES_AT], &OWING]),
        ("letter", &[&KEY, &[LETTER, LOCALE, RIDING, POSTAL_CODE, ASKED_AT, ADMISSION, OUTCOME], &OWING]),
        ("rate", &[&KEY, &[SEEN, PROVEN, UNPROVEN, MAILED, EXPIRES_AT]]),
        ("pace", &[&KEY, &[NEXT, HOURS, BEHIND, TAKEN_UNTIL, BOUNCED, EXPIRES_AT]]),
        ("held-letter", &[&KEY, &[RIDING, WHY, MAIL_DOMAIN, EXPIRES_AT]]),
        ("digest", &[&KEY, &[BEFORE, COUNT, MILESTONE, items::AT, ASKED_AT, OUTCOME, EXPIRES_AT], &OWING]),
        ("digest-run", &[&DIGEST_RUN]),
        ("campaign", &[&KEY, &["edition", "partners", "members", "offices", NUMBER, CONTENT]]),
        ("past-version", &[&KEY, &[CONTENT, items::BY, items::AT]]),
        ("mark", &[&items::MARK]),
        ("pause", &[&items::PAUSE]),
        ("letter-ruling", &[&items::LETTER_RULING]),
        ("held", &[&KEY, &[NETWORK, MAIL_DOMAIN, SHAPE, WHY, RULING_ID, EXPIRES_AT]]),
        ("cohort", &[&KEY, &[NETWORK, DOMAIN_CODE, MINUTE, SHAPE, EXPIRES_AT]]),
        ("ruling", &[&items::RULING]),
        ("recipient", &[&hooks::RECIPIENT]),
        ("delivery", &[&hooks::DELIVERY]),
        ("heard", &[&hooks::HEARD]),
        ("announced", &[&hooks::ANNOUNCED]),
        ("partner-ask", &[&partners::ASK]),
        ("contact", &[&partners::CONTACT]),
    ];
    kinds.map(|(kind, parts)| (kind, parts.concat()))
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
