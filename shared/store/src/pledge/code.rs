//! Codes: the tries of a form's code are counted here, and the form is marked when it has done its work.
//!
//! The item is the form's own, so that nobody uses up the tries of somebody else. Nothing in it tells whether the form's
//! address is known, counted or stopped. A signer's changes of name and home are counted beside it.

use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use domain::ids::{MailboxId, SignerId, SubmissionId};
use domain::pledge::code::CODE_TRIES_MAX;
use domain::pledge::{CORRECTIONS_PER_DAY, Household, Owner, Signer, Submission};
use domain::time::later;
use jiff::{SignedDuration, Timestamp};

use crate::dynamo::attributes::{EXPIRES_AT, MAILBOX, SIGNER, SPENT, TRIES};
use crate::dynamo::errors::{Failed, StoreError, of_conditional};
use crate::dynamo::expressions::Terms;
use crate::dynamo::item::{Item, parsed, text};
use crate::handles::Pledges;
use crate::mail::mailbox::MailboxItem;
use crate::pledge::submit::{SubmissionItem, is_confirmable};
use crate::role::Confirms;

/// The tries of a form are remembered for this time. It is longer than its sealed text can be sent.
const TRIES_REMEMBERED: SignedDuration = SignedDuration::from_hours(1);

/// A try of a form's code that was counted.
#[derive(Clone, Copy, Debug)]
pub struct CodeTry {
    /// Whether the code may be looked at, since it is not one try too many.
    pub is_allowed: bool,
    /// The owner of the form, if the code was right before. The form itself may be gone by then.
    pub owner: Option<Owner>,
}

/// A form whose code somebody typed, and the people at its address.
#[derive(Clone, Debug)]
pub struct CodeTried {
    /// The form and whose it is, if its mail with the code was sent.
    pub mailed: Option<(Submission, Owner)>,
    /// The signer who confirmed it before.
    pub confirmed: Option<Signer>,
    /// The people who are counted at its address.
    pub household: Household,
}

impl<R: Confirms> Pledges<R> {
    /// Counts a try of a form's code, before anybody looks at it. Of each form [`CODE_TRIES_MAX`] are allowed.
    ///
    /// # Errors
    /// Fails when the database fails. The try may be counted nevertheless.
    pub async fn count_code_try(&self, submission: SubmissionId, now: Timestamp) -> Result<CodeTry, StoreError> {
        let mut terms = Terms::default();
        let tries = terms.name(TRIES);
        let one = terms.value(AttributeValue::N("1".to_owned()));
        let most = terms.value(AttributeValue::N(CODE_TRIES_MAX.to_string()));
        let end = terms.value(AttributeValue::N(tries_end(now).to_string()));
        let end = format!("{} = {end}", terms.name(EXPIRES_AT));
        let update = self
            .connection
            .client()
            .update_item()
            .table_name(&self.name)
            .set_key(Some(self.keys.code(submission).attributes()))
            .update_expression(format!("ADD {tries} {one} SET {end}"))
            .condition_expression(format!("attribute_not_exists({tries}) OR {tries} < {most}"))
            .set_expression_attribute_names(terms.names())
            .set_expression_attribute_values(terms.values())
            .return_values(ReturnValue::AllNew);
        match update.send().await.map_err(|error| of_conditional(&error)) {
            Ok(answer) => {
                let item = answer.attributes.unwrap_or_default();
                let owner = match text(&item, SIGNER) {
                    Some(_) => Some(Owner { signer: parsed(&item, SIGNER)?, mailbox: parsed(&item, MAILBOX)? }),
                    None => None,
                };
                Ok(CodeTry { is_allowed: true, owner })
            }
            Err(Failed::Changed) => Ok(CodeTry { is_allowed: false, owner: None }),
            Err(Failed::Store(error)) => Err(error),
        }
    }

    /// Reads a form whose code was typed. It always takes two reads of the same number of items, so that their time tells
    /// nothing.
    ///
    /// # Errors
    /// Fails when the database fails, or when what it holds cannot be read.
    pub async fn read_for_code(&self, id: SubmissionId, known: Option<Owner>) -> Result<CodeTried, StoreError> {
        let key = self.keys.submission(id);
        let item = self.get(&key).await?.filter(is_confirmable);
        let submission = item.map(|item| SubmissionItem::read(id, &item)).transpose()?;
        let owner = submission.as_ref().and_then(|submission| submission.owner).or(known).unwrap_or_else(nobody);
        let mailbox = self.keys.mailbox(owner.mailbox);
        let [first, second] = self.slots(owner.signer);
        let items = self.get_all(&[mailbox.clone(), first, second, self.keys.tombstone(owner.signer)]).await?;
        let household = self.household_of(owner.signer, &items)?;
        let listed = items.get(&mailbox).map(MailboxItem::read).transpose()?;
        let was_mailed = listed.is_some_and(|mailbox| mailbox.was_mailed(id));
        let may_count = |form: &Submission| self.may_count(form, owner.signer, &items, &household);
        let mailed = submission.filter(|form| was_mailed && may_count(form)).map(|submission| (submission, owner));
        Ok(CodeTried { mailed, confirmed: household.member(id).cloned(), household })
    }

    /// Marks a form as done. Its sealed text sends no further mail, and a second press of the button finds the pledge.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn spend_form(&self, id: SubmissionId, owner: Owner, now: Timestamp) -> Result<(), StoreError> {
        let mut terms = Terms::default();
        let marks = [
            (SPENT, AttributeValue::Bool(true)),
            (SIGNER, AttributeValue::S(owner.signer.to_string())),
            (MAILBOX, AttributeValue::S(owner.mailbox.to_string())),
            (EXPIRES_AT, AttributeValue::N(tries_end(now).to_string())),
        ];
        let marks = marks.map(|(name, value)| format!("{} = {}", terms.name(name), terms.value(value)));
        let spent = format!("SET {}", marks.join(", "));
        self.upsert_now(&self.keys.code(id), spent, &terms).await
    }

    /// Counts a change of name or home that a signer asks for; false when the day has had [`CORRECTIONS_PER_DAY`].
    ///
    /// # Errors
    /// Fails when the database fails. The change may be counted nevertheless.
    pub async fn count_correction(&self, submission: SubmissionId, now: Timestamp) -> Result<bool, StoreError> {
        self.count_now(&self.keys.corrections(submission, now), TRIES, CORRECTIONS_PER_DAY, now).await
    }

    /// Reads whether a form was confirmed by its code.
    ///
    /// # Errors
    /// Fails when the database fails.
    pub async fn is_spent(&self, id: SubmissionId) -> Result<bool, StoreError> {
        let item: Option<Item> = self.get(&self.keys.code(id)).await?;
        Ok(item.is_some_and(|item| item.contains_key(SPENT)))
    }
}

/// The time at which tries that are made now are forgotten, in epoch seconds.
fn tries_end(now: Timestamp) -> i64 {
    later(now, TRIES_REMEMBERED).as_second()
}

/// An owner that no form has. It is read in place of an owner who is not known.
fn nobody() -> Owner {
    let signer: SignerId = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".parse().expect("32 bytes of zero");
    let mailbox: MailboxId = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".parse().expect("32 bytes of zero");
    Owner { signer, mailbox }
}

#[cfg(test)]
mod tests {
    #[test]
    fn nobody_has_an_id_of_the_right_length() {
        assert_eq!(super::nobody().signer.to_string().len(), 43);
    }
}
