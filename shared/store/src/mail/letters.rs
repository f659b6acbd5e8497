//! Letters that supporters send through the campaign. A text is kept until the mailer has sent it. Then only its outcome is
//! left.
//!
//! A signer sends one letter at most to each addressee. The transaction that keeps it checks that the signer is there and
//! counted. So a request that comes again, by a double click or after a lost reply, makes no second letter. The stream
//! brings the letter to the mailer.
//!
//! Letters do not count among a mailbox's five mails. They go to the Member for the signer's own riding, with a copy to a
//! minister if the campaign gives an address, and to the Prime Minister. A withdrawal deletes a letter that waits. After a
//! letter was sent, its text is removed and a mark stays.

use aws_sdk_dynamodb::types::AttributeValue;
use domain::keys::token::Claims;
use domain::locale::Locale;
use domain::mail::letter::{Addressee, LetterId, LetterText};
use domain::person::postal_code::PostalCode;
use domain::tally::riding::{Place, RidingCode};
use jiff::Timestamp;

use crate::dynamo::attempts::Attempts;
use crate::dynamo::attributes::{
    ADMISSION, ASKED_AT, INVALIDATION, LETTER, LOCALE, OUTCOME, OWED_AT, OWED_IN, OWED_SINCE, PK, POSTAL_CODE, RIDING,
    SUBMISSION,
};
use crate::dynamo::errors::StoreError;
use crate::dynamo::expressions::Terms;
use crate::dynamo::item::{Item, corrupt, optional, parsed, put, text};
use crate::dynamo::keys::sortable;
use crate::handles::Pledges;
use crate::mail::owing::{MailClass, When};
use crate::role::{SeesLetters, SendsLetters, WritesLetters};

/// The days for which an addressee's mail server is asked to take a letter.
pub const LETTER_DAYS: i64 = 7;
/// The [`OUTCOME`] of a letter that waits for an organizer: its text is still there.
pub(crate) const HELD: &str = "held";
/// The [`ADMISSION`] of a letter that an organizer released. No limit and no answer of its addressee holds it any more.
pub(crate) const RELEASED: &str = "released";

/// A letter on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwedLetter {
    /// The text without the signature. The mailer adds the name that its writer is counted under.
    pub text: LetterText,
    /// The postal code that stands below the name, if the writer gave one.
    pub postal_code: Option<PostalCode>,
    /// The language of the mail.
    pub locale: Locale,
    /// The riding that it speaks of.
    pub riding: RidingCode,
    /// The time at which the signer asked for it to be sent.
    pub asked_at: Timestamp,
}

/// The state of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetterState {
    /// The mailer has it.
    Waiting,
    /// It waits for an organizer to look at it.
    Held,
    /// The addressee's mail server took it.
    Sent,
    /// It could not be delivered, and is not tried again.
    Refused,
    /// The campaign does not send it.
    NotSent,
}

/// The answer to a request to send a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetterOutcome {
    /// This very letter waits for the mailer, since that time: from this request, or from an equal one just before.
    Asked(Timestamp),
    /// Another letter is there, or one whose text is erased.
    There(LetterState),
    /// The signer is not counted.
    NotCounted,
    /// The signer lives in another riding.
    LivesElsewhere,
    /// The signer withdrew.
    Gone,
}

impl OwedLetter {
    /// Whether the other letter is the same, at whatever time it was asked for.
    fn is_same(&self, other: &Self) -> bool {
        Self { asked_at: other.asked_at, ..self.clone() } == *other
    }
}

impl LetterState {
    /// The state in one word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Held => "held",
            Self::Sent => "sent",
            Self::Refused => "refused",
            Self::NotSent => "not-sent",
        }
    }

    /// The outcome that stays when the text is erased.
    pub(crate) const fn outcome(self) -> Option<&'static str> {
        match self {
            Self::Waiting | Self::Held => None,
            Self::Sent | Self::Refused | Self::NotSent => Some(self.name()),
        }
    }
}

/// The stored shape of an [`OwedLetter`].
pub(crate) struct LetterItem;

impl LetterItem {
    fn write(letter: &OwedLetter, mut item: Item) -> Item {
        put(&mut item, LETTER, letter.text.as_str());
        put(&mut item, LOCALE, letter.locale.code());
        put(&mut item, RIDING, letter.riding.to_string());
        if let Some(code) = letter.postal_code {
            put(&mut item, POSTAL_CODE, code.compact());
        }
        put(&mut item, ASKED_AT, sortable(letter.asked_at));
        item
    }

    /// Reads a letter. `None` when its text is erased and only its outcome is left.
    pub(crate) fn read(item: &Item) -> Result<Option<OwedLetter>, StoreError> {
        let Some(letter) = text(item, LETTER) else { return Ok(None) };
        Ok(Some(OwedLetter {
            text: LetterText::parse(letter).map_err(|_| corrupt(LETTER))?,
            locale: parsed(item, LOCALE)?,
            riding: parsed(item, RIDING)?,
            postal_code: optional(item, POSTAL_CODE)?,
            asked_at: parsed(item, ASKED_AT)?,
        }))
    }

    pub(crate) fn state(item: &Item) -> LetterState {
        match text(item, OUTCOME) {
            None => LetterState::Waiting,
            Some(HELD) => LetterState::Held,
            Some("sent") => LetterState::Sent,
            Some("not-sent") => LetterState::NotSent,
            Some(_) => LetterState::Refused,
        }
    }
}

impl<R: SeesLetters> Pledges<R> {
    /// Reads the state of a letter. `None` when nobody asked for it to be sent.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn letter_state(&self, id: &LetterId) -> Result<Option<LetterState>, StoreError> {
        let item = self.get_only(&self.keys.letter(id), &[PK, OUTCOME]).await?;
        Ok(item.as_ref().map(LetterItem::state))
    }
}

impl<R: WritesLetters> Pledges<R> {
    /// Has the mailer send a letter, unless the signer has written to this addressee already.
    ///
    /// # Errors
    /// Fails when others keep changing the same items, or when the database fails. Calling again is safe.
    pub async fn owe_letter(
        &self,
        claims: &Claims,
        addressee: Addressee,
        letter: &OwedLetter,
        seed: u64,
    ) -> Result<LetterOutcome, StoreError> {
        let id = LetterId { signer: claims.signer, submission: claims.submission, addressee };
        let mut attempts = Attempts::new(seed);
        loop {
            let Some(signer) = self.signer(claims).await? else { return Ok(LetterOutcome::Gone) };
            if let Some(item) = self.get(&self.keys.letter(&id)).await? {
                let state = LetterItem::state(&item);
                let asked =
                    LetterItem::read(&item)?.filter(|kept| state == LetterState::Waiting && kept.is_same(letter));
                return Ok(asked.map_or(LetterOutcome::There(state), |kept| LetterOutcome::Asked(kept.asked_at)));
            }
            if signer.invalidated.is_some() {
                return Ok(LetterOutcome::NotCounted);
            }
            if signer.draft.residence.place() != Place::Riding(letter.riding) {
                return Ok(LetterOutcome::LivesElsewhere);
            }
            let key = self.keys.letter(&id);
            let when = When::after_stream(MailClass::Letter, letter.asked_at);
            let item = self.owing_item(&key, LetterItem::write(letter, key.attributes()), when);
            let writes = vec![self.put_new(item), self.check_signer(&signer, &[SUBMISSION, RIDING, INVALIDATION])];
            match self.transact(writes).await {
                Ok(()) => return Ok(LetterOutcome::Asked(letter.asked_at)),
                Err(failed) => attempts.again(failed).await?,
            }
        }
    }
}

impl<R: SendsLetters> Pledges<R> {
    /// Reads a letter that is to be sent. `None` when it was settled, or its signer withdrew.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn letter(&self, id: &LetterId) -> Result<Option<OwedLetter>, StoreError> {
        let item = self.get(&self.keys.letter(id)).await?;
        item.as_ref().map(LetterItem::read).transpose().map(Option::flatten)
    }

    /// Erases the text of a letter, and keeps its outcome. A letter that was erased or settled meanwhile stays so.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn settle_letter(&self, id: &LetterId, state: LetterState) -> Result<(), StoreError> {
        let mut terms = Terms::default();
        let Some(change) = settling_change(&mut terms, state) else { return Ok(()) };
        let condition = format!("attribute_exists({})", terms.name(LETTER));
        let is_settled = self.update_now(&self.keys.letter(id), change, condition, &terms).await?;
        if is_settled && state == LetterState::Sent {
            self.count_sent_letter().await?;
        }
        Ok(())
    }

    /// Forgets a letter as if nobody had asked for it: its signer is not counted any more.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn delete_letter(&self, id: &LetterId) -> Result<(), StoreError> {
        self.delete_now(&self.keys.letter(id)).await
    }
}

/// The ruling on a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetterAdmission {
    /// The letter may go, within the limits.
    Passed,
    /// The letter may go, since an organizer released it.
    Released,
    /// The letter waits for an organizer, or was settled.
    Waits,
}

/// Makes the change that erases the text of a letter and keeps its outcome. `None` while the text is needed.
pub(crate) fn settling_change(terms: &mut Terms, state: LetterState) -> Option<String> {
    let outcome = terms.value(AttributeValue::S(state.outcome()?.to_owned()));
    let erased = [LETTER, LOCALE, RIDING, POSTAL_CODE, ASKED_AT, ADMISSION, OWED_IN, OWED_AT, OWED_SINCE]
        .map(|name| terms.name(name));
    Some(format!("SET {} = {outcome} REMOVE {}", terms.name(OUTCOME), erased.join(", ")))
}

/// Reads the ruling on a letter. `None` when it was not counted yet.
pub(crate) fn decided(letter: &Item) -> Option<LetterAdmission> {
    if LetterItem::state(letter) != LetterState::Waiting {
        return Some(LetterAdmission::Waits);
    }
    match text(letter, ADMISSION)? {
        RELEASED => Some(LetterAdmission::Released),
        _ => Some(LetterAdmission::Passed),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    pub(crate) fn letter() -> OwedLetter {
        OwedLetter {
            text: LetterText::parse("Dear Paul Connors,\n\nPlease lead.").unwrap(),
            postal_code: Some("K1A 0A6".parse().unwrap()),
            locale: Locale::Fr,
            riding: "35079".parse().unwrap(),
            asked_at: Timestamp::from_second(1_800_000_000).unwrap(),
        }
    }

    #[test]
    fn what_is_written_is_read_again_and_listed() {
        let item = LetterItem::write(&letter(), Item::new());
        assert_eq!(LetterItem::read(&item), Ok(Some(letter())));
        assert_eq!(LetterItem::state(&item), LetterState::Waiting);
        let (_, listed) = crate::stored_attributes().into_iter().find(|(kind, _)| *kind == "letter").unwrap();
        let written: BTreeSet<_> = item
            .keys()
            .map(String::as_str)
            .chain([PK, crate::dynamo::attributes::SK, ADMISSION, OUTCOME, OWED_IN, OWED_AT, OWED_SINCE])
            .collect();
        assert_eq!(written, listed.iter().copied().collect());
    }

    #[test]
    fn of_a_sent_letter_only_the_mark_is_left() {
        for state in [LetterState::Sent, LetterState::Refused, LetterState::NotSent] {
            let mut item = Item::new();
            put(&mut item, OUTCOME, state.outcome().unwrap());
            assert_eq!((LetterItem::read(&item), LetterItem::state(&item)), (Ok(None), state));
        }
    }
}
