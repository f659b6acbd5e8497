//! All keys of the three tables: how each is written, and how the stream's reader understands it.
//!
//! ```text
//! Pledges  submission  S#<campaign>#<submission id>   S
//!          signer      P#<campaign>#<signer id>       1 | 2
//!          mailbox     A#<campaign>#<mailbox id>      A
//!          person      M#<campaign>#<person id>       M
//!          tombstone   Z#<campaign>#<signer id>       Z
//!          code        K#<campaign>#<submission id>   K
//!          corrections K#<campaign>#corrections:<submission id>  <day, UTC>
//!          spellings   R#<campaign>#spellings:<signer id> <day, as 2026-11-23 UTC>
//!          farewell    W#<campaign>#<submission id>   W
//!          sign-in     I#<campaign>#<sign-in id>      I
//!          paper       Q#<campaign>#<person id>       Q
//!          sheet       B#<campaign>#<import id>       <0000..9999>
//!          letter      T#<campaign>#<signer id>       <submission id>#<addressee>
//!          held letter Y#<campaign>#letters           <since, RFC 3339 UTC>#<signer id>#<submission id>#<addressee>
//!          rate        R#<campaign>#<network:… | domain:… | pair:…:…, keyed hashes>   <hour>
//!                      R#<campaign>#letters           <hour> | total
//!                      R#<campaign>#partner-asks[:<keyed hash of network>]   <hour>
//!                      R#<campaign>#letters-to:<correspondent>           <hour>
//!                      R#<campaign>#letters-from:<keyed hash>:<correspondent>   <first hour of the day>
//!          pace        E#<campaign>                   pace | round | <hour>
//!          held        X#<campaign>#held:<lane>       <since, RFC 3339 UTC>#<submission id>
//!          discarded   X#<campaign>#discarded:<lane>  <since, RFC 3339 UTC>#<submission id>
//!          cohort      C#<campaign>#<day, as 2026-11-23 UTC>   <submission id>
//!          link        U#<campaign>#<link code>       <00..15>
//!          digest      N#<campaign>#<week, as 2026-W48> <riding>
//!          again       G#<campaign>#<submission id>   G
//! Tally    counter     N#<campaign>#<shard 00..99>    <riding> | abroad
//!          snapshot    H#<campaign>                   <hour, as 2026-11-23T14 UTC>
//!          partner     H#<campaign>#partners          <partner's slug>
//!          recount     C#<campaign>                   <time, RFC 3339 UTC>
//!          switch      W#<campaign>                   form | holding | pause
//! Office   organizer   O#<campaign>                   <e-mail address, in lower case>
//!          log entry   L#<campaign>                   <time, RFC 3339 UTC>#<hash of the entry>
//!          invalidation V#<campaign>                  <invalidation id>
//!          import      M#<campaign>                   <import id>
//!          ruling      G#<campaign>                   <ruling id>
//!          mark        K#<campaign>                   <correspondent>:<mark>
//!          pause       J#<campaign>                   letters | reminders
//!          letter ruling F#<campaign>                 <ruling id>
//!          digest run  N#<campaign>                   <week>
//!          recipient   H#<campaign>                   <recipient id>
//!          delivery    D#<campaign>#<recipient id>    <owed | done | failed>#<time, RFC 3339 UTC>#<message id, or signer id:slot>
//!          heard       D#<campaign>#<recipient id>    person#<signer id>:<slot>
//!          announced   D#<campaign>                   progress | round | milestone#<riding>#<step> | news#<invalidation id, or time>#<change>
//!          campaign    C#<campaign>                   index | <part>
//!          past version E#<campaign>#<part>           <version, ten digits>
//!          ask         P#<campaign>                   ask:<e-mail address, in lower case>
//!          contact     P#<campaign>                   contact:<e-mail address, in lower case>
//! ```
//! The index `Owed` of Pledges: `owed_in` = `<campaign>#<class>#<lane>`, `owed_at` = RFC 3339 UTC.
//! No slug, id or time holds a `#`.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use domain::campaign::published::Part;
use domain::ids::{
    DomainCode, ImportId, InvalidationId, LinkCode, MailboxId, NetworkCode, PersonId, RecipientId, RulingId, SignInId,
    SignerId, SubmissionId,
};
use domain::mail::correspondence::{Correspondent, MarkId};
use domain::mail::digest::DigestId;
use domain::mail::email::EmailAddress;
use domain::mail::letter::LetterId;
use domain::pledge::Slot;
use domain::slug::{CampaignSlug, PartnerSlug};
use domain::tally::Shard;
use domain::tally::hour::Hour;
use domain::tally::riding::Place;
use domain::tally::week::Week;
use jiff::Timestamp;

use crate::dynamo::attributes::{PK, SK};
use crate::dynamo::errors::StoreError;
use crate::dynamo::item::{Item, corrupt, text};

/// The length of a written day: `2026-11-23`.
const DAY_LENGTH: usize = 10;
/// Lanes of each class. A partition of an index takes 1,000 writes a second, and a form causes about five.
pub(crate) const LANES: u32 = 8;

/// The beginning of the sort key of an ask.
pub(crate) const ASK_PREFIX: &str = "ask:";

/// An item's key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) pk: String,
    pub(crate) sk: String,
}

impl Key {
    /// Reads the key that stands in an item.
    pub(crate) fn of(item: &Item) -> Result<Self, StoreError> {
        let part = |name| text(item, name).map(str::to_owned).ok_or_else(|| corrupt(name));
        Ok(Self { pk: part(PK)?, sk: part(SK)? })
    }

    /// Returns the key as DynamoDB takes it.
    pub(crate) fn attributes(&self) -> HashMap<String, AttributeValue> {
        HashMap::from([
            (PK.to_owned(), AttributeValue::S(self.pk.clone())),
            (SK.to_owned(), AttributeValue::S(self.sk.clone())),
        ])
    }
}

/// Writes a campaign's keys.
#[derive(Clone, Debug)]
pub(crate) struct Keys(CampaignSlug);

impl Keys {
    pub(crate) const fn new(campaign: CampaignSlug) -> Self {
        Self(campaign)
    }

    pub(crate) fn submission(&self, id: SubmissionId) -> Key {
        Key { pk: format!("S#{}#{id}", self.0), sk: "S".to_owned() }
    }

    /// The beginnings of the partition keys of all items about people. The pace of mails is about nobody.
    pub(crate) fn personal_prefixes(&self) -> [String; 17] {
        ["S", "P", "A", "M", "Z", "K", "W", "I", "Q", "B", "T", "R", "X", "Y", "C", "U", "G"]
            .map(|kind| format!("{kind}#{}#", self.0))
    }

    /// The beginnings of the partition keys of items that are kept as long as signers. These are mailboxes, signatures on
    /// paper and tombstones.
    pub(crate) fn kept_beside_signers(&self) -> [String; 3] {
        ["A", "Q", "Z"].map(|kind| format!("{kind}#{}#", self.0))
    }

    /// The beginning of every submission's partition key.
    pub(crate) fn submissions_prefix(&self) -> String {
        format!("S#{}#", self.0)
    }

    pub(crate) fn signer(&self, id: SignerId, slot: Slot) -> Key {
        let sk = match slot {
            Slot::First => "1",
            Slot::Second => "2",
        };
        Key { pk: format!("P#{}#{id}", self.0), sk: sk.to_owned() }
    }

    /// The beginning of every signer's partition key.
    pub(crate) fn signers_prefix(&self) -> String {
        format!("P#{}#", self.0)
    }

    pub(crate) fn mailbox(&self, id: MailboxId) -> Key {
        Key { pk: format!("A#{}#{id}", self.0), sk: "A".to_owned() }
    }

    /// The people who bear a name at a postal code.
    pub(crate) fn person(&self, id: PersonId) -> Key {
        Key { pk: format!("{}{id}", self.persons_prefix()), sk: "M".to_owned() }
    }

    /// The beginning of every person's partition key.
    pub(crate) fn persons_prefix(&self) -> String {
        format!("M#{}#", self.0)
    }

    /// The tombstone of an identity that an organizer took out of the count.
    pub(crate) fn tombstone(&self, id: SignerId) -> Key {
        Key { pk: format!("Z#{}#{id}", self.0), sk: "Z".to_owned() }
    }

    /// The tries of a form's code.
    pub(crate) fn code(&self, id: SubmissionId) -> Key {
        Key { pk: format!("K#{}#{id}", self.0), sk: "K".to_owned() }
    }

    /// The changes of name and home that a signer made in a day.
    pub(crate) fn corrections(&self, id: SubmissionId, at: Timestamp) -> Key {
        Key { pk: format!("K#{}#corrections:{id}", self.0), sk: sortable(at)[..DAY_LENGTH].to_owned() }
    }

    /// The mails that a day sent to the many spellings of one identity.
    pub(crate) fn spellings(&self, id: SignerId, at: Timestamp) -> Key {
        Key { pk: format!("R#{}#spellings:{id}", self.0), sk: sortable(at)[..DAY_LENGTH].to_owned() }
    }

    pub(crate) fn farewell(&self, id: SubmissionId) -> Key {
        Key { pk: format!("W#{}#{id}", self.0), sk: "W".to_owned() }
    }

    /// A moderator's request that somebody be mailed their link again.
    pub(crate) fn again(&self, id: SubmissionId) -> Key {
        Key { pk: format!("G#{}#{id}", self.0), sk: "G".to_owned() }
    }

    /// The index partition of mails of a class, in one of its lanes.
    pub(crate) fn lane(&self, class: &str, lane: u32) -> String {
        format!("{}#{class}#{lane}", self.0)
    }

    /// An organizer's request to be let in.
    pub(crate) fn sign_in(&self, id: SignInId) -> Key {
        Key { pk: format!("I#{}#{id}", self.0), sk: "I".to_owned() }
    }

    /// Somebody who signed on paper.
    pub(crate) fn paper(&self, id: PersonId) -> Key {
        Key { pk: format!("{}{id}", self.paper_prefix()), sk: "Q".to_owned() }
    }

    /// The beginning of the partition key of every signature on paper.
    pub(crate) fn paper_prefix(&self) -> String {
        format!("Q#{}#", self.0)
    }

    /// A part of a file of paper signatures.
    pub(crate) fn sheet(&self, import: ImportId, part: usize) -> Key {
        Key { pk: self.sheets_partition(import), sk: format!("{part:04}") }
    }

    /// The partition of a file's parts.
    pub(crate) fn sheets_partition(&self, import: ImportId) -> String {
        format!("B#{}#{import}", self.0)
    }

    /// A letter through the campaign.
    pub(crate) fn letter(&self, id: &LetterId) -> Key {
        let pk = format!("T#{}#{}", self.0, id.signer);
        Key { pk, sk: format!("{}#{}", id.submission, id.addressee.name()) }
    }

    /// A letter that waits for an organizer.
    pub(crate) fn held_letter(&self, since: Timestamp, id: &LetterId) -> Key {
        let sk = format!("{}#{}#{}#{}", sortable(since), id.signer, id.submission, id.addressee.name());
        Key { pk: self.held_letters_partition(), sk }
    }

    /// The partition of all letters that wait for an organizer.
    pub(crate) fn held_letters_partition(&self) -> String {
        format!("Y#{}#letters", self.0)
    }

    /// The number of all letters that went.
    pub(crate) fn letters_total(&self) -> Key {
        Key { pk: format!("R#{}#letters", self.0), sk: "total".to_owned() }
    }

    /// The digest of a riding in a week.
    pub(crate) fn digest(&self, id: DigestId) -> Key {
        Key { pk: self.digests_partition(id.week), sk: id.riding.to_string() }
    }

    /// The partition of a week's digests.
    pub(crate) fn digests_partition(&self, week: Week) -> String {
        format!("N#{}#{week}", self.0)
    }

    /// A decision to send the digests of a week.
    pub(crate) fn digest_run(&self, week: Week) -> Key {
        Key { pk: self.digest_runs_partition(), sk: week.to_string() }
    }

    /// The partition of decisions to send digests.
    pub(crate) fn digest_runs_partition(&self) -> String {
        format!("N#{}", self.0)
    }

    /// A mark of a correspondent.
    pub(crate) fn mark(&self, id: MarkId) -> Key {
        Key { pk: self.marks_partition(), sk: id.to_string() }
    }

    /// The partition of all that is noted of correspondents.
    pub(crate) fn marks_partition(&self) -> String {
        format!("K#{}", self.0)
    }

    /// That all letters are paused.
    pub(crate) fn letters_pause(&self) -> Key {
        Key { pk: format!("J#{}", self.0), sk: "letters".to_owned() }
    }

    /// That reminders are paused.
    pub(crate) fn reminders_pause(&self) -> Key {
        Key { sk: "reminders".to_owned(), ..self.letters_pause() }
    }

    /// That the form is closed for now.
    pub(crate) fn form_closed(&self) -> Key {
        Key { pk: format!("W#{}", self.0), sk: "form".to_owned() }
    }

    /// That the campaign's desk paused the form.
    pub(crate) fn form_pause(&self) -> Key {
        Key { sk: "pause".to_owned(), ..self.form_closed() }
    }

    /// That one light page stands for all public ones.
    pub(crate) fn holding_page(&self) -> Key {
        Key { sk: "holding".to_owned(), ..self.form_closed() }
    }

    /// An organizer's ruling on letters that wait.
    pub(crate) fn letter_ruling(&self, id: RulingId) -> Key {
        Key { pk: self.letter_rulings_partition(), sk: id.to_string() }
    }

    /// The partition of all rulings on letters.
    pub(crate) fn letter_rulings_partition(&self) -> String {
        format!("F#{}", self.0)
    }

    /// An invalidation.
    pub(crate) fn invalidation(&self, id: InvalidationId) -> Key {
        Key { pk: self.invalidations_partition(), sk: id.to_string() }
    }

    /// The partition of all invalidations.
    pub(crate) fn invalidations_partition(&self) -> String {
        format!("V#{}", self.0)
    }

    /// An import of paper signatures.
    pub(crate) fn import(&self, id: ImportId) -> Key {
        Key { pk: self.imports_partition(), sk: id.to_string() }
    }

    /// The partition of all imports.
    pub(crate) fn imports_partition(&self) -> String {
        format!("M#{}", self.0)
    }

    /// The report of a recount.
    pub(crate) fn recount(&self, at: Timestamp) -> Key {
        Key { pk: self.recounts_partition(), sk: sortable(at) }
    }

    /// The partition of all recounts.
    pub(crate) fn recounts_partition(&self) -> String {
        format!("C#{}", self.0)
    }

    /// An organizer. Their address is taken as one mailbox however it is cased.
    pub(crate) fn organizer(&self, email: &EmailAddress) -> Key {
        Key { pk: self.organizers_partition(), sk: email.to_string().to_lowercase() }
    }

    /// The partition of all organizers.
    pub(crate) fn organizers_partition(&self) -> String {
        format!("O#{}", self.0)
    }

    /// An entry of the log. `told_apart` differs between two entries of one moment, and is the same for one entry written
    /// twice.
    pub(crate) fn log_entry(&self, at: Timestamp, told_apart: u64) -> Key {
        Key { pk: self.log_partition(), sk: format!("{}#{told_apart:016x}", sortable(at)) }
    }

    /// The partition of the log.
    pub(crate) fn log_partition(&self) -> String {
        format!("L#{}", self.0)
    }

    /// A text above the sort keys of everything dated until then, and below all later ones: `$` comes right after `#`.
    pub(crate) fn up_to(time: Timestamp) -> String {
        format!("{}$", sortable(time))
    }

    /// The pace of mails, and the number that left in the last day.
    pub(crate) fn pace(&self) -> Key {
        Key { pk: format!("E#{}", self.0), sk: "pace".to_owned() }
    }

    /// The lease of the sender who works on what is owed.
    pub(crate) fn round(&self) -> Key {
        Key { sk: "round".to_owned(), ..self.pace() }
    }

    /// The mails of an hour that bounced.
    pub(crate) fn bounces(&self, hour: Hour) -> Key {
        Key { sk: hour.to_string(), ..self.pace() }
    }

    /// The count of a network or a mail domain in an hour.
    pub(crate) fn rate(&self, of: RateOf, hour: Hour) -> Key {
        let pk = match of {
            RateOf::Network(code) => format!("{}{code}", self.network_rates_prefix()),
            RateOf::MailDomain(code) => format!("R#{}#domain:{code}", self.0),
            RateOf::Letters => format!("R#{}#letters", self.0),
            RateOf::LettersTo(to) => format!("R#{}#letters-to:{to}", self.0),
            RateOf::LettersFrom(code, to) => format!("R#{}#letters-from:{code}:{to}", self.0),
            RateOf::PartnerAsks => format!("R#{}#partner-asks", self.0),
            RateOf::PartnerAsksFrom(network) => format!("R#{}#partner-asks:{network}", self.0),
            RateOf::PartnerAsksAtOwnDomains => format!("R#{}#partner-asks-at", self.0),
            RateOf::PartnerAsksAt(domain) => format!("R#{}#partner-asks-at:{domain}", self.0),
            RateOf::Pair(network, domain) => format!("R#{}#pair:{network}:{domain}", self.0),
        };
        Key { pk, sk: hour.to_string() }
    }

    /// The beginning of the partition key of every network's hours.
    pub(crate) fn network_rates_prefix(&self) -> String {
        format!("R#{}#network:", self.0)
    }

    /// A submission whose mail is held.
    pub(crate) fn held(&self, since: Timestamp, id: SubmissionId) -> Key {
        Key { pk: self.held_partition(lane(&id.to_string())), sk: format!("{}#{id}", sortable(since)) }
    }

    /// A partition of what is held: it is spread over lanes, since a flood writes much of it at once.
    pub(crate) fn held_partition(&self, lane: u32) -> String {
        format!("X#{}#held:{lane}", self.0)
    }

    /// A submission that an organizer discarded, which had waited since then.
    pub(crate) fn discarded(&self, since: Timestamp, id: SubmissionId) -> Key {
        Key { pk: self.discarded_partition(lane(&id.to_string())), sk: format!("{}#{id}", sortable(since)) }
    }

    /// A partition of what was discarded and is kept still.
    pub(crate) fn discarded_partition(&self, lane: u32) -> String {
        format!("X#{}#discarded:{lane}", self.0)
    }

    /// The mark of a form that was sent then.
    pub(crate) fn cohort(&self, submitted_at: Timestamp, id: SubmissionId) -> Key {
        Key { pk: self.cohort_partition(submitted_at), sk: id.to_string() }
    }

    /// The partition of all marks of a day.
    pub(crate) fn cohort_partition(&self, day: Timestamp) -> String {
        format!("C#{}#{}", self.0, &sortable(day)[..DAY_LENGTH])
    }

    /// An organizer's ruling on held mail.
    pub(crate) fn ruling(&self, id: RulingId) -> Key {
        Key { pk: self.rulings_partition(), sk: id.to_string() }
    }

    /// The partition of all rulings.
    pub(crate) fn rulings_partition(&self) -> String {
        format!("G#{}", self.0)
    }

    /// A recipient of webhooks.
    pub(crate) fn recipient(&self, id: RecipientId) -> Key {
        Key { pk: self.recipients_partition(), sk: id.to_string() }
    }

    /// The partition of all recipients of webhooks.
    pub(crate) fn recipients_partition(&self) -> String {
        format!("H#{}", self.0)
    }

    /// The partition of what was announced to recipients and what is to be.
    pub(crate) fn announced_partition(&self) -> String {
        format!("D#{}", self.0)
    }

    /// The partition of a recipient's deliveries, and of the people whom it heard of.
    pub(crate) fn deliveries_partition(&self, recipient: RecipientId) -> String {
        format!("D#{}#{recipient}", self.0)
    }

    /// One of the items that count the people who signed through an own link.
    pub(crate) fn link(&self, code: LinkCode, part: u64) -> Key {
        Key { pk: self.link_partition(code), sk: format!("{part:02}") }
    }

    /// The partition of what is counted for an own link.
    pub(crate) fn link_partition(&self, code: LinkCode) -> String {
        format!("U#{}#{code}", self.0)
    }

    /// The item that names the current version of each part.
    pub(crate) fn campaign_index(&self) -> Key {
        Key { pk: format!("C#{}", self.0), sk: "index".to_owned() }
    }

    pub(crate) fn part(&self, part: Part) -> Key {
        Key { pk: format!("C#{}", self.0), sk: part.name().to_owned() }
    }

    pub(crate) fn past_version(&self, part: Part, number: u32) -> Key {
        Key { pk: self.past_versions_partition(part), sk: format!("{number:010}") }
    }

    pub(crate) fn past_versions_partition(&self, part: Part) -> String {
        format!("E#{}#{part}", self.0)
    }

    /// The partition of the people of partners, and of those who ask to become partners.
    pub(crate) fn partner_people(&self) -> String {
        format!("P#{}", self.0)
    }

    /// The request of an organization to become a partner. A mailbox has one at a time.
    pub(crate) fn partner_ask(&self, email: &EmailAddress) -> Key {
        Key { pk: self.partner_people(), sk: format!("{ASK_PREFIX}{}", email.to_string().to_lowercase()) }
    }

    /// A person to whom a partner's page is shown.
    pub(crate) fn partner_contact(&self, email: &EmailAddress) -> Key {
        Key { pk: self.partner_people(), sk: format!("contact:{}", email.to_string().to_lowercase()) }
    }

    pub(crate) fn counter(&self, shard: Shard, place: Place) -> Key {
        Key { pk: self.counter_partition(shard), sk: place.to_string() }
    }

    /// The tally at an hour.
    pub(crate) fn snapshot(&self, hour: Hour) -> Key {
        Key { pk: self.snapshots_partition(), sk: hour.to_string() }
    }

    /// The partition of all snapshots.
    pub(crate) fn snapshots_partition(&self) -> String {
        format!("H#{}", self.0)
    }

    /// The places of a partner's signers at the last hour.
    pub(crate) fn partner_places(&self, partner: &PartnerSlug) -> Key {
        Key { pk: format!("H#{}#partners", self.0), sk: partner.to_string() }
    }

    /// The partition of a shard's counters.
    pub(crate) fn counter_partition(&self, shard: Shard) -> String {
        format!("N#{}#{:02}", self.0, shard.number())
    }

    /// The key of an item that the stream or the index names.
    pub(crate) fn of(&self, key: &StreamKey) -> Key {
        match key {
            StreamKey::Submission(id) => self.submission(*id),
            StreamKey::Signer(id, slot) => self.signer(*id, *slot),
            StreamKey::Farewell(id) => self.farewell(*id),
            StreamKey::SignIn(id) => self.sign_in(*id),
            StreamKey::Letter(id) => self.letter(id),
            StreamKey::Digest(id) => self.digest(*id),
            StreamKey::Again(id) => self.again(*id),
        }
    }
}

/// A thing by which submissions or letters are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RateOf {
    /// The network that forms came from.
    Network(NetworkCode),
    /// The mail domain of their addresses.
    MailDomain(DomainCode),
    /// All letters through the campaign.
    Letters,
    /// Letters to one addressee.
    LettersTo(Correspondent),
    /// Letters of one mail domain to one addressee; of a day, by its first hour.
    LettersFrom(DomainCode, Correspondent),
    /// Organizations that ask to become partners by an address that is not at their own domain.
    PartnerAsks,
    /// Those whose address is at their own domain.
    PartnerAsksAtOwnDomains,
    /// Those whose address is at one such domain.
    PartnerAsksAt(DomainCode),
    /// Those that ask from one network.
    PartnerAsksFrom(NetworkCode),
    /// A network and a mail domain at once.
    Pair(NetworkCode, DomainCode),
}

/// An item that may owe a mail, as the stream and the index [`crate::OWED_INDEX`] name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StreamKey {
    /// A submission: somebody waits for the confirm link.
    Submission(SubmissionId),
    /// A signer in one of the two slots at an address. Somebody else may have the slot by now, so look at the whole
    /// household. Thanks are owed to the people whose submission still exists.
    Signer(SignerId, Slot),
    /// A signer who withdrew.
    Farewell(SubmissionId),
    /// An organizer who asked to be let in.
    SignIn(SignInId),
    /// A letter that a signer sends through the campaign.
    Letter(LetterId),
    /// A riding's number of the week for its Member's office.
    Digest(DigestId),
    /// A moderator's request that somebody be mailed their link again.
    Again(SubmissionId),
}

impl StreamKey {
    /// Reads a record's key; `None` for the kinds that no mail follows from.
    #[must_use]
    pub fn parse(pk: &str, sk: &str) -> Option<Self> {
        let mut parts = pk.split('#');
        let (kind, campaign, id) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || campaign.parse::<CampaignSlug>().is_err() {
            return None;
        }
        match (kind, sk) {
            ("S", "S") => Some(Self::Submission(id.parse().ok()?)),
            ("P", "1") => Some(Self::Signer(id.parse().ok()?, Slot::First)),
            ("P", "2") => Some(Self::Signer(id.parse().ok()?, Slot::Second)),
            ("I", "I") => Some(Self::SignIn(id.parse().ok()?)),
            ("W", "W") => Some(Self::Farewell(id.parse().ok()?)),
            ("G", "G") => Some(Self::Again(id.parse().ok()?)),
            ("T", letter) => parse_letter(id, letter).map(Self::Letter),
            ("N", riding) => Some(Self::Digest(DigestId { week: id.parse().ok()?, riding: riding.parse().ok()? })),
            _ => None,
        }
    }
}

/// A time whose text sorts as the times do: RFC 3339 in UTC, always with nine decimals.
pub(crate) fn sortable(time: Timestamp) -> String {
    format!("{time:.9}")
}

/// Reads the person who signed on paper from a partition key.
pub(crate) fn parse_paper(pk: &str) -> Option<PersonId> {
    pk.strip_prefix("Q#")?.split_once('#')?.1.parse().ok()
}

/// Reads the person from a partition key.
pub(crate) fn parse_person(pk: &str) -> Option<PersonId> {
    pk.strip_prefix("M#")?.split_once('#')?.1.parse().ok()
}

/// Reads the network whose hours they are from a partition key.
pub(crate) fn parse_rate(pk: &str) -> Option<NetworkCode> {
    pk.strip_prefix("R#")?.split_once("#network:")?.1.parse().ok()
}

/// Reads the time since which a mail is held, and its submission, from a sort key.
pub(crate) fn parse_held(sk: &str) -> Option<(Timestamp, SubmissionId)> {
    parse_dated(sk)
}

/// A time and a submission, as they stand in sort keys and lists.
pub(crate) fn parse_dated(sk: &str) -> Option<(Timestamp, SubmissionId)> {
    let (due, id) = sk.split_once('#')?;
    Some((due.parse().ok()?, id.parse().ok()?))
}

/// Reads the time since which a letter waits, and its id, from a sort key.
pub(crate) fn parse_held_letter(sk: &str) -> Option<(Timestamp, LetterId)> {
    let (since, rest) = sk.split_once('#')?;
    let (signer, rest) = rest.split_once('#')?;
    Some((since.parse().ok()?, parse_letter(signer, rest)?))
}

fn parse_letter(signer: &str, sk: &str) -> Option<LetterId> {
    let (submission, addressee) = sk.split_once('#')?;
    let (signer, submission) = (signer.parse().ok()?, submission.parse().ok()?);
    Some(LetterId { signer, submission, addressee: addressee.parse().ok()? })
}

/// One of the lanes, by an item's partition key: random ids and hashes spread evenly.
pub(crate) fn lane(pk: &str) -> u32 {
    pk.bytes().map(u32::from).sum::<u32>() % LANES
}

/// Every lane.
pub(crate) fn lanes() -> std::ops::Range<u32> {
    0..LANES
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    fn keys() -> Keys {
        Keys::new("time-to-lead".parse().unwrap())
    }

    fn signer() -> SignerId {
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".parse().unwrap()
    }

    #[test]
    fn the_streams_reader_understands_what_is_written() {
        let id = SubmissionId::from_random([200; 16]);
        let read = |key: Key| StreamKey::parse(&key.pk, &key.sk);
        assert_eq!(read(keys().submission(id)), Some(StreamKey::Submission(id)));
        assert_eq!(read(keys().farewell(id)), Some(StreamKey::Farewell(id)));
        assert_eq!(read(keys().again(id)), Some(StreamKey::Again(id)));
        for slot in [Slot::First, Slot::Second] {
            assert_eq!(read(keys().signer(signer(), slot)), Some(StreamKey::Signer(signer(), slot)));
        }
        let sign_in = SignInId::from_random([9; 16]);
        assert_eq!(read(keys().sign_in(sign_in)), Some(StreamKey::SignIn(sign_in)));
        for addressee in domain::mail::letter::Addressee::ALL {
            let letter = LetterId { signer: signer(), submission: id, addressee };
            assert_eq!(read(keys().letter(&letter)), Some(StreamKey::Letter(letter)));
            let held = keys().held_letter(Timestamp::UNIX_EPOCH, &letter);
            assert_eq!(parse_held_letter(&held.sk), Some((Timestamp::UNIX_EPOCH, letter)));
            assert_eq!(read(held), None);
        }
        let digest = DigestId { week: "2026-W48".parse().unwrap(), riding: "35079".parse().unwrap() };
        assert_eq!(read(keys().digest(digest)), Some(StreamKey::Digest(digest)));
        assert_eq!(read(keys().digest_run(digest.week)), None);
        let mailbox = signer().to_string().parse().unwrap();
        for silent in [keys().mailbox(mailbox), keys().tombstone(signer()), keys().code(id)] {
            assert_eq!(read(silent), None);
        }
        let person = signer().to_string().parse().unwrap();
        let key = keys().person(person);
        assert_eq!((parse_person(&key.pk), parse_paper(&key.pk), read(key)), (Some(person), None, None));
        let key = keys().spellings(signer(), Timestamp::UNIX_EPOCH);
        assert_eq!((key.sk.as_str(), parse_rate(&key.pk), read(key.clone())), ("1970-01-01", None, None));
    }

    #[test]
    fn keys_of_another_shape_are_nobodys() {
        for (pk, sk) in [("", ""), ("S#c", "S"), ("S#c#x", "S"), ("P#c#AAAA", "1"), ("S##", "S"), ("S#c#x#y", "S")] {
            assert_eq!(StreamKey::parse(pk, sk), None);
        }
        let id = SubmissionId::from_random([0; 16]);
        assert_eq!(StreamKey::parse(&keys().submission(id).pk, "1"), None);
    }

    #[test]
    fn dated_keys_sort_as_their_times_do() {
        let id = SubmissionId::from_random([255; 16]);
        let second = Timestamp::from_second(1_800_000_000).unwrap();
        let times = [second - SignedDuration::from_nanos(1), second, second + SignedDuration::from_millis(1)];
        let keys: Vec<String> = times.iter().map(|time| keys().held(*time, id).sk).collect();
        assert!(keys.is_sorted());
        for (time, key) in times.iter().zip(&keys) {
            assert_eq!(parse_dated(key), Some((*time, id)));
        }
        let until = Keys::up_to(second);
        assert_eq!(keys.iter().filter(|key| **key < until).count(), 2, "what is due at that very moment is due");
    }

    #[test]
    fn what_hours_and_held_mail_are_kept_by_is_read_again() {
        let (network, domain) = (NetworkCode::from_bytes([250; 16]), "AAAAAAAAAAAAAAAAAAAAAA".parse().unwrap());
        let hour = Hour::of(Timestamp::UNIX_EPOCH);
        let key = keys().rate(RateOf::Network(network), hour);
        assert_eq!((parse_rate(&key.pk), key.sk.as_str()), (Some(network), "1970-01-01T00"));
        assert!(key.pk.starts_with(&keys().network_rates_prefix()));
        assert_eq!(parse_rate(&keys().rate(RateOf::MailDomain(domain), hour).pk), None);
        assert_eq!(parse_rate(&keys().rate(RateOf::Pair(network, domain), hour).pk), None);
        let (since, id) = (Timestamp::from_second(1_800_000_000).unwrap(), SubmissionId::from_random([7; 16]));
        let held = keys().held(since, id);
        assert_eq!(parse_held(&held.sk), Some((since, id)));
        let mark = keys().cohort(since, id);
        assert_eq!((mark.pk.as_str(), mark.sk), ("C#time-to-lead#2027-01-15", id.to_string()));
        for key in [key, held, keys().discarded(since, id), keys().cohort(since, id)] {
            assert_eq!(StreamKey::parse(&key.pk, &key.sk), None, "nothing is mailed for it");
            assert!(
                keys().personal_prefixes().iter().any(|prefix| key.pk.starts_with(prefix)),
                "it is forgotten in the end"
            );
        }
    }

    #[test]
    fn shards_have_two_digits() {
        let key = keys().counter(Shard::from_number(7), Place::Abroad);
        assert_eq!((key.pk.as_str(), key.sk.as_str()), ("N#time-to-lead#07", "abroad"));
    }
}
