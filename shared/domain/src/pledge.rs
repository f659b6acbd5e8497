//! A pledge's life: submitted, confirmed (counted), moved, invalidated and restored, withdrawn.
//!
//! Each change is a function that returns the new state and the [`TallyDelta`] that it owes. Only these functions and those of
//! [`crate::paper::bearers`] make a delta, and the store takes no change without one.
//!
//! Correcting one's name looks at the other slot, because the two at an address keep different names. The slots are alike, and either
//! may be empty; nobody moves from one to the other. Somebody with two names (Bob and Robert) is one person on the confirm page
//! only if they say so. Nothing can say it between paper and online, where they are two.

pub mod code;
pub mod comment;
pub mod consent;
pub mod own_link;

use jiff::{SignedDuration, Timestamp};

use crate::ids::{InvalidationId, LinkCode, MailboxId, NetworkCode, PersonId, SignerId, SubmissionId};
use crate::keys::token::Claims;
use crate::locale::Locale;
use crate::mail::email::EmailAddress;
use crate::person::name::PersonName;
use crate::person::residence::Residence;
use crate::pledge::comment::Comment;
use crate::pledge::consent::Consents;
use crate::slug::PartnerSlug;
use crate::tally::cause::Cause;
use crate::tally::{CounterChange, Measure, Shard, TallyDelta};
use crate::time::later;

/// Days after which an unconfirmed form is gone.
pub const SUBMISSION_DAYS: i64 = 14;
/// The most changes of name or home that a signer may make in a day. With more, somebody could try names until the count
/// falls, and learn who signed on paper.
pub const CORRECTIONS_PER_DAY: u32 = 5;

/// The form as a person fills it in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub name: PersonName,
    /// The address that the link goes to.
    pub email: EmailAddress,
    pub residence: Residence,
    /// The consents beyond being counted.
    pub consents: Consents,
    /// The person's words to the Prime Minister.
    pub comment: Option<Comment>,
    /// The language in which they signed.
    pub locale: Locale,
    pub partner: Option<PartnerSlug>,
}

/// An unconfirmed form. It counts nobody and is gone after [`SUBMISSION_DAYS`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    pub id: SubmissionId,
    pub draft: Draft,
    pub submitted_at: Timestamp,
    /// The code of the network that the form came from. It is forgotten with the form: a signer has none.
    pub network: Option<NetworkCode>,
    /// The hashes of its address, which the mailer adds. The function that takes forms cannot compute them.
    pub owner: Option<Owner>,
    /// True once a moderator looked at the form and let it through.
    pub released: bool,
    /// The own link of a signer, by which the person came. It is forgotten with the form: a signer has none.
    pub via: Option<LinkCode>,
}

/// The owner of a form, by keyed hashes of its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The identity that the address stands for.
    pub signer: SignerId,
    /// The mailbox as it was typed.
    pub mailbox: MailboxId,
}

/// The answer of a person at whose address somebody is counted already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// They are the person who is counted.
    Same,
    /// They are another person of the household.
    Another,
}

/// The way in which somebody confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfirmedBy {
    /// They used the link in the mail.
    Link,
    /// They entered the code beside the link.
    Code,
}

/// The slot of a person at an address: one, or two in a household.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    /// The first person at the address.
    First,
    /// A second person: another name, the same postal code.
    Second,
}

/// A person who confirmed: counted, unless they are invalidated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signer {
    /// The identity that the address stands for.
    pub id: SignerId,
    /// The mailbox that was proven. Only its links lead to this pledge.
    pub mailbox: MailboxId,
    /// The keyed hash of their name at their postal code; `None` for those abroad.
    pub person: Option<PersonId>,
    pub slot: Slot,
    /// The submission that was confirmed; it tells a household's members apart.
    pub submission: SubmissionId,
    /// The form as it stands after corrections.
    pub draft: Draft,
    /// The counter partition that counts them.
    pub shard: Shard,
    /// The time at which the form was sent.
    pub submitted_at: Timestamp,
    /// The time at which the link or the code was used.
    pub confirmed_at: Timestamp,
    pub confirmed_by: ConfirmedBy,
    /// The invalidation that keeps them out of the count, if there is one.
    pub invalidated: Option<Invalidated>,
    /// The last invalidation that was undone for them. It never applies to them again, even if a part of it comes late.
    pub restored_from: Option<InvalidationId>,
    /// The code of their own link to pass on. Those who were counted before there were such links have none.
    pub link: Option<LinkCode>,
}

/// The people who are counted at an address: two at most. The slots are alike; either may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Household {
    pub first: Option<Signer>,
    pub second: Option<Signer>,
}

/// The result of confirming a submission, given the people at its address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Confirmation {
    /// The person is to be counted in this slot.
    Count(Submission, Slot),
    /// Somebody is counted at the address. The sender must say whether they are that person.
    WhoIsIt(Submission),
    /// This very submission was confirmed before: a double click or a lost reply.
    Repeated(Signer),
    /// The person is counted already, through another submission.
    SamePerson(Signer),
    /// The address is taken: by two people, or by one who lives elsewhere.
    AddressTaken,
    /// The submission was withdrawn, or its time is over.
    Gone,
}

impl Submission {
    /// Makes a form as it is sent, before the mailer looks at it.
    #[must_use]
    pub const fn new(id: SubmissionId, draft: Draft, submitted_at: Timestamp, network: Option<NetworkCode>) -> Self {
        Self { id, draft, submitted_at, network, owner: None, released: false, via: None }
    }

    /// Notes the own link of a signer, by which the person came.
    #[must_use]
    pub fn via(self, link: Option<LinkCode>) -> Self {
        Self { via: link, ..self }
    }

    /// Returns the time from which the form no longer exists, whether or not it has been swept.
    #[must_use]
    pub fn expires_at(&self) -> Timestamp {
        form_end(self.submitted_at)
    }

    /// Returns the content of the form's confirm link.
    #[must_use]
    pub fn claims(&self, owner: Owner) -> Claims {
        let Owner { signer, mailbox } = owner;
        Claims { signer, mailbox, submission: self.id, expires_at: self.expires_at() }
    }

    /// Counts the person, and returns the signer and the tally change.
    pub fn confirm(self, place: NewPlace, by: ConfirmedBy, now: Timestamp) -> (Signer, TallyDelta) {
        let NewPlace { owner: Owner { signer: id, mailbox }, person, slot, shard, link } = place;
        let signer = Signer {
            id,
            mailbox,
            person,
            slot,
            submission: self.id,
            draft: self.draft,
            shard,
            submitted_at: self.submitted_at,
            confirmed_at: now,
            confirmed_by: by,
            invalidated: None,
            restored_from: None,
            link: Some(link),
        };
        let delta = TallyDelta::new(vec![signer.change(1)]);
        (signer, delta)
    }
}

/// Returns the time at which a form that is sent at `submitted_at` is gone.
fn form_end(submitted_at: Timestamp) -> Timestamp {
    later(submitted_at, SignedDuration::from_hours(24 * SUBMISSION_DAYS))
}

/// The place of a new signer: owner, person, slot at the address, counter partition and own link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewPlace {
    pub owner: Owner,
    /// The keyed hash of their name at their postal code; `None` for those abroad.
    pub person: Option<PersonId>,
    pub slot: Slot,
    pub shard: Shard,
    /// The code of the own link that they get.
    pub link: LinkCode,
}

impl Signer {
    /// Moves the person to another home, where they are known as `person`. A move within one riding changes no counter.
    pub fn move_to(mut self, residence: Residence, person: Option<PersonId>) -> (Self, TallyDelta) {
        let leaves = self.change(-1);
        self.draft.residence = residence;
        self.person = person;
        let delta = TallyDelta::from_to(leaves, self.change(1));
        (self, delta)
    }

    /// Corrects the person's name, under which they are known as `person`. They stay where they are counted.
    #[must_use]
    pub fn rename(mut self, name: PersonName, person: Option<PersonId>) -> Self {
        self.draft.name = name;
        self.person = person;
        self
    }

    /// Returns the person whose signature on paper does not count because of this signer; `None` while the signer is
    /// not counted.
    #[must_use]
    pub fn bears(&self) -> Option<PersonId> {
        self.person.filter(|_| self.invalidated.is_none())
    }

    /// Stops counting the person and returns the tally change. Only the number of withdrawals remains of them.
    pub fn withdraw(self) -> TallyDelta {
        let mut change = self.change(-1);
        change.by.push((Measure::Withdrawn, 1));
        TallyDelta::new(vec![change])
    }

    /// Stops counting the person for cause and keeps the pledge. Returns `None` when there is nothing to do: they are
    /// invalidated already, or this very invalidation was undone for them.
    #[must_use]
    pub fn invalidate(&self, by: InvalidationId, cause: Cause) -> Option<(Self, TallyDelta)> {
        if self.invalidated.is_some() || self.restored_from == Some(by) {
            return None;
        }
        let invalidated = Self { invalidated: Some(Invalidated { by, cause }), ..self.clone() };
        let delta = TallyDelta::from_to(self.change(-1), invalidated.change(1));
        Some((invalidated, delta))
    }

    /// Counts a person again whom this invalidation stopped counting. Returns `None` when another one, or none, stands
    /// against them.
    #[must_use]
    pub fn restore(&self, from: InvalidationId) -> Option<(Self, TallyDelta)> {
        self.invalidated.filter(|invalidated| invalidated.by == from)?;
        let restored = Self { invalidated: None, restored_from: Some(from), ..self.clone() };
        let delta = TallyDelta::from_to(self.change(-1), restored.change(1));
        Some((restored, delta))
    }

    /// Returns the time at which they agreed to hear from the campaign.
    #[must_use]
    pub fn agreed_to_updates_at(&self) -> Option<Timestamp> {
        let consents = &self.draft.consents;
        consents.updates.as_ref().map(|_| consents.updates_at.unwrap_or(self.submitted_at))
    }

    /// Returns the content of their form's confirm link.
    #[must_use]
    pub fn confirm_claims(&self) -> Claims {
        Claims { expires_at: form_end(self.submitted_at), ..self.claims() }
    }

    /// Returns the content of their manage link.
    #[must_use]
    pub fn claims(&self) -> Claims {
        let expires_at = Claims::manage_end(self.confirmed_at);
        Claims { signer: self.id, mailbox: self.mailbox, submission: self.submission, expires_at }
    }

    /// Returns the tally change of adding (1) or removing (-1) the person as they stand.
    fn change(&self, by: i8) -> CounterChange {
        let by = if let Some(Invalidated { cause, .. }) = self.invalidated {
            vec![(Measure::Invalidated(cause), by)]
        } else {
            let brought = self.draft.partner.clone().map(|partner| (Measure::Brought(partner), by));
            let by_code = (self.confirmed_by == ConfirmedBy::Code).then_some((Measure::ByCode, by));
            [(Measure::Signers, by)].into_iter().chain(brought).chain(by_code).collect()
        };
        CounterChange { shard: self.shard, place: self.draft.residence.place(), by }
    }
}

impl Household {
    /// Returns the signer who confirmed that submission.
    #[must_use]
    pub fn member(&self, submission: SubmissionId) -> Option<&Signer> {
        self.members().find(|signer| signer.submission == submission)
    }

    /// Returns the signer who bears that name.
    #[must_use]
    pub fn namesake(&self, name: &PersonName) -> Option<&Signer> {
        self.members().find(|signer| signer.draft.name.is_same_person(name))
    }

    /// Whether the signer of that submission may bear that name: the two at one address need different names.
    #[must_use]
    pub fn may_be_called(&self, submission: SubmissionId, name: &PersonName) -> bool {
        self.members().all(|member| member.submission == submission || !member.draft.name.is_same_person(name))
    }

    /// Lists the one or two people at the address.
    pub fn members(&self) -> impl Iterator<Item = &Signer> {
        self.first.iter().chain(&self.second)
    }

    /// Whether nobody else can be counted at the address.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.first.is_some() && self.second.is_some()
    }

    /// Decides the result of confirming a form, given what its sender says of themselves, if they were asked. `claimed`
    /// is the submission that is confirmed; `submission` is the stored one with its sender's corrections.
    #[must_use]
    pub fn confirmation(
        &self,
        claimed: SubmissionId,
        submission: Option<Submission>,
        who: Option<Who>,
        now: Timestamp,
    ) -> Confirmation {
        if let Some(signer) = self.member(claimed) {
            return Confirmation::Repeated(signer.clone());
        }
        let Some(submission) = submission.filter(|s| s.id == claimed && now < s.expires_at()) else {
            return Confirmation::Gone;
        };
        match (self.slot_for(&submission), who, self.sender_of(&submission)) {
            (SlotFor::Has(signer), ..) | (_, Some(Who::Same), Some(signer)) => Confirmation::SamePerson(signer.clone()),
            (SlotFor::In(slot), _, None) | (SlotFor::In(slot), Some(Who::Another), _) => {
                Confirmation::Count(submission, slot)
            }
            (_, None, Some(_)) => Confirmation::WhoIsIt(submission),
            (SlotFor::None, ..) => Confirmation::AddressTaken,
        }
    }

    /// Finds the one of the two who sent a form, if it is theirs: the one who has its mailbox, or else the first.
    fn sender_of(&self, submission: &Submission) -> Option<&Signer> {
        let has_mailbox = |member: &&Signer| submission.owner.is_some_and(|owner| owner.mailbox == member.mailbox);
        self.members().find(has_mailbox).or_else(|| self.members().next())
    }

    /// Looks for a slot for this person at the address. Beside somebody who is invalidated, there is room only when a
    /// moderator has looked at the form.
    #[must_use]
    pub fn slot_for(&self, submission: &Submission) -> SlotFor<'_> {
        let draft = &submission.draft;
        if let Some(signer) = self.namesake(&draft.name) {
            return SlotFor::Has(signer);
        }
        let (slot, resident) = match (&self.first, &self.second) {
            (None, None) => return SlotFor::In(Slot::First),
            (None, Some(resident)) => (Slot::First, resident),
            (Some(resident), None) => (Slot::Second, resident),
            (Some(_), Some(_)) => return SlotFor::None,
        };
        let home = resident.draft.residence.postal_code();
        let same_home = home.is_some() && home == draft.residence.postal_code();
        let trusted = resident.invalidated.is_none() || submission.released;
        if same_home && trusted { SlotFor::In(slot) } else { SlotFor::None }
    }
}

/// The room that an address has for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotFor<'a> {
    /// There is room in that slot.
    In(Slot),
    /// The person has a slot already.
    Has(&'a Signer),
    /// There is no room: two people have the slots, or one who lives elsewhere.
    None,
}

/// The mark of a signer who is not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invalidated {
    /// The invalidation that set it.
    pub by: InvalidationId,
    pub cause: Cause,
}
