//! The Members of Parliament by riding, and what each of them answered to the campaign.
//!
//! The table that is built in is the first version. The campaign's desk publishes later ones as a whole.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr};

use crate::locale::Locale;
use crate::mail::correspondence::{Correspondent, Mark, MarkId};
use crate::mail::email::EmailAddress;
use crate::person::folding;
use crate::tally::riding::RidingCode;

/// The longest name of a Member or a party, in characters.
pub const NAME_MAX_CHARS: usize = 100;
/// The longest quotation of an answer, in characters.
pub const QUOTE_MAX_CHARS: usize = 300;
/// The longest address of a source, in characters.
pub const SOURCE_MAX_CHARS: usize = 500;

/// The holder of every seat in the House of Commons.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Roster(BTreeMap<RidingCode, Holder>);

/// The holder of a riding's seat.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(clippy::large_enum_variant, reason = "nearly every seat is held by a Member")]
pub enum Holder {
    Member(Member),
    /// Nobody holds the seat until a by-election.
    Vacant {
        /// The day since when, if it is known.
        since: Option<Date>,
    },
    /// Nothing is known of the seat.
    #[default]
    Unknown,
}

/// A Member of Parliament.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    pub name: String,
    /// The party's short name, in English where it has one.
    pub party: String,
    /// The published address. It is never guessed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailAddress>,
    /// The place where the address was published; empty for an address of the built-in table.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email_source: String,
    /// The time since which the address is that of this Member; `None` for an address of the built-in table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email_since: Option<Timestamp>,
    /// The gender that letters address, where the source says so. It is never guessed from a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    /// The date of the data: a day such as `2026-11-23`, a month such as `2025-06`, or nothing where it is not known.
    #[serde(default)]
    pub as_of: String,
    /// The time at which the desk named this person; `None` for the Members of the built-in table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
    /// The times in which the desk named somebody else, until that was undone. Marks of these times concern somebody else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaced: Vec<Replaced>,
}

/// A time in which somebody else stood in a Member's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replaced {
    pub from: Timestamp,
    pub until: Timestamp,
}

/// The gender of a Member of Parliament, as a source has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Gender {
    Woman,
    Man,
}

impl Gender {
    /// Returns the word for it in forms.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Woman => "woman",
            Self::Man => "man",
        }
    }
}

/// A Member's answer to the campaign's asks, in public.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub stance: Stance,
    /// The day of the answer.
    pub on: Date,
    /// The web address where it can be read.
    pub source: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<Quote>,
    /// Whether supporters' letters still go to this Member through the campaign.
    pub letters_go_on: bool,
}

/// A Member's own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    pub text: String,
    /// The language in which they were said.
    pub locale: Locale,
}

/// A Member's position on the campaign's asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Display, EnumString, IntoStaticStr)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Stance {
    /// Yes to all asks.
    All,
    /// Yes to some of them.
    Some,
    No,
    /// An answer that is neither yes nor no.
    Other,
}

impl Stance {
    pub const ALL: [Self; 4] = [Self::All, Self::Some, Self::No, Self::Other];

    /// Returns the stance's name in forms and in the keys of texts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.into_str()
    }
}

impl Holder {
    #[must_use]
    pub const fn member(&self) -> Option<&Member> {
        match self {
            Self::Member(member) => Some(member),
            Self::Vacant { .. } | Self::Unknown => None,
        }
    }

    #[must_use]
    pub const fn is_vacant(&self) -> bool {
        matches!(self, Self::Vacant { .. })
    }

    /// Returns a former holder in the place of this one.
    fn give_way_to(&self, former: Self, now: Timestamp) -> Self {
        match (former, self.member()) {
            (Self::Member(former), Some(present)) => Self::Member(former.instead_of(present, now)),
            (former, _) => former,
        }
    }

    /// Returns this holder with the former date of the data, unless another one has come since.
    fn dated_as(&self, former: &Self, changed: &Self) -> Self {
        match (self, former.member(), changed.member()) {
            (Self::Member(present), Some(former), Some(changed))
                if present.since == changed.since && present.as_of == changed.as_of =>
            {
                Self::Member(Member { as_of: former.as_of.clone(), ..present.clone() })
            }
            (present, ..) => present.clone(),
        }
    }

    /// Returns this former holder with the date of the present one, if that has come since.
    fn with_later_date(self, changed: &Self, present: &Self) -> Self {
        match (self, changed.member(), present.member()) {
            (Self::Member(former), Some(changed), Some(present))
                if former.since == present.since && changed.as_of != present.as_of =>
            {
                Self::Member(Member { as_of: present.as_of.clone(), ..former })
            }
            (former, ..) => former,
        }
    }
}

impl Member {
    /// Whether it is the person of that name. Accents, case and hyphens make no difference.
    #[must_use]
    pub fn is_named(&self, name: &str) -> bool {
        folding::words(&self.name) == folding::words(name)
    }

    /// Whether the Member said yes to all asks.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.answer.as_ref().is_some_and(|answer| answer.stance == Stance::All)
    }

    /// Lists the times up to now in which the desk named this person. The time before its first version is none of them.
    fn named(&self, now: Timestamp) -> Vec<Replaced> {
        let begins = std::iter::once(self.since).chain(self.replaced.iter().map(|others| Some(others.until)));
        let ends = self.replaced.iter().map(|others| others.from).chain([now]);
        let times = begins.zip(ends).filter_map(|(from, until)| Some(Replaced { from: from?, until }));
        times.filter(|time| time.from < time.until).collect()
    }

    /// Returns this former holder in the present one's place. What was noted of the present one stays theirs.
    fn instead_of(mut self, present: &Self, now: Timestamp) -> Self {
        let is_same = self.since == present.since;
        self.replaced.extend(if is_same { present.replaced.clone() } else { present.named(now) });
        self.replaced.sort_unstable_by_key(|others| (others.from, others.until));
        self.replaced.dedup();
        if is_same {
            self.email_since = if self.email == present.email { present.email_since } else { Some(now) };
        }
        self
    }
}

impl FromIterator<(RidingCode, Holder)> for Roster {
    fn from_iter<I: IntoIterator<Item = (RidingCode, Holder)>>(seats: I) -> Self {
        Self(seats.into_iter().collect())
    }
}

impl Roster {
    #[must_use]
    pub fn holder(&self, riding: RidingCode) -> &Holder {
        self.0.get(&riding).unwrap_or(&Holder::Unknown)
    }

    /// Returns the Member for a riding; `None` where the seat is vacant or nothing is known.
    #[must_use]
    pub fn member(&self, riding: RidingCode) -> Option<&Member> {
        self.holder(riding).member()
    }

    /// Lists all seats in the order of the ridings' codes.
    pub fn seats(&self) -> impl Iterator<Item = (RidingCode, &Holder)> {
        self.0.iter().map(|(riding, holder)| (*riding, holder))
    }

    /// Lists the seats that are held by a known Member.
    pub fn members(&self) -> impl Iterator<Item = (RidingCode, &Member)> {
        self.seats().filter_map(|(riding, holder)| Some((riding, holder.member()?)))
    }

    /// Puts a holder into a seat.
    pub fn seat(&mut self, riding: RidingCode, holder: Holder) {
        self.0.insert(riding, holder);
    }

    /// Lists the times whose marks concern somebody else, or an address that is not used any more.
    #[must_use]
    pub fn times_of_others(&self, id: MarkId) -> Vec<Replaced> {
        let Correspondent::Member(riding) = id.to else { return Vec::new() };
        let Some(member) = self.member(riding) else { return Vec::new() };
        let since = match id.mark {
            Mark::Bounced => member.since.max(member.email_since),
            Mark::NoMore | Mark::Answered | Mark::Complained => member.since,
        };
        let before = since.map(|until| Replaced { from: Timestamp::MIN, until });
        before.into_iter().chain(member.replaced.iter().copied()).collect()
    }

    /// Whether a mark of that time concerns the present Member of its riding.
    #[must_use]
    pub fn is_marked(&self, id: MarkId, at: Timestamp) -> bool {
        !self.times_of_others(id).iter().any(|others| others.from <= at && at < others.until)
    }

    /// Whether the correspondent is a Member whose answer ended supporters' letters.
    #[must_use]
    pub fn ends_letters(&self, to: Correspondent) -> bool {
        let Correspondent::Member(riding) = to else { return false };
        let answer = self.member(riding).and_then(|member| member.answer.as_ref());
        answer.is_some_and(|answer| !answer.letters_go_on)
    }

    /// Returns the roster with another holder of one seat. `is_same` keeps address and answer under a corrected name.
    #[must_use]
    pub fn with_holder(&self, riding: RidingCode, next: Holder, is_same: bool, now: Timestamp) -> Self {
        let mut roster = self.clone();
        let next = match next {
            Holder::Member(next) => Holder::Member(self.succeeded(riding, next, is_same, now)),
            other @ (Holder::Vacant { .. } | Holder::Unknown) => other,
        };
        roster.seat(riding, next);
        roster
    }

    /// Returns the next Member with all that stays of the present one, if they are one person.
    fn succeeded(&self, riding: RidingCode, next: Member, is_same: bool, now: Timestamp) -> Member {
        let Some(before) = self.member(riding).filter(|before| is_same || before.is_named(&next.name)) else {
            let email_since = next.email.as_ref().map(|_| now);
            return Member { since: Some(now), email_since, answer: None, ..next };
        };
        let email_since = if next.email == before.email { before.email_since } else { Some(now) };
        let (answer, replaced) = (before.answer.clone(), before.replaced.clone());
        Member { since: before.since, email_since, answer, replaced, ..next }
    }

    /// Returns the roster with another answer of a Member. `None` takes the answer back.
    #[must_use]
    pub fn with_answer(&self, riding: RidingCode, answer: Option<Answer>) -> Self {
        let mut roster = self.clone();
        if let Some(member) = self.member(riding) {
            roster.seat(riding, Holder::Member(Member { answer, ..member.clone() }));
        }
        roster
    }

    /// Returns an earlier roster in this one's place. What was noted of those who leave with it stays theirs.
    #[must_use]
    pub fn restored(&self, earlier: Self, now: Timestamp) -> Self {
        let seats = earlier.0.into_iter();
        seats.map(|(riding, former)| (riding, self.holder(riding).give_way_to(former, now))).collect()
    }

    /// Takes the change from `before` to `after` out of this roster, seat by seat. What was noted of those who leave stays
    /// theirs.
    #[must_use]
    pub fn without(&self, before: &Self, after: &Self, now: Timestamp) -> Undone {
        let mut undone = Undone { roster: self.clone(), stays: Vec::new() };
        for (riding, changed) in after.seats().filter(|(riding, changed)| before.holder(*riding) != *changed) {
            let (former, present) = (before.holder(riding), self.holder(riding));
            if Change::between(former, changed).is_none() {
                undone.roster.seat(riding, present.dated_as(former, changed));
            } else if Change::between(changed, present).is_none() {
                let dated = former.clone().with_later_date(changed, present);
                undone.roster.seat(riding, present.give_way_to(dated, now));
            } else if Change::between(former, present).is_some() {
                undone.stays.push(riding);
            }
        }
        undone
    }

    /// Returns the roster as an export has it. The ridings in `same` have one Member under two names.
    #[must_use]
    pub fn updated(&self, export: &Export, same: &BTreeSet<RidingCode>, now: Timestamp) -> Self {
        let mut roster = self.clone();
        for (riding, before) in self.seats() {
            let Some(listed) = export.members.get(&riding) else {
                let known = match before {
                    Holder::Vacant { since } => *since,
                    Holder::Member(_) | Holder::Unknown => None,
                };
                roster.seat(riding, Holder::Vacant { since: export.ended.get(&riding).copied().or(known) });
                continue;
            };
            let is_same = same.contains(&riding);
            let before = before.member().filter(|before| is_same || before.is_named(&listed.name));
            let next = Member {
                name: listed.name.clone(),
                party: listed.party.clone(),
                email: before.and_then(|before| before.email.clone()),
                email_source: before.map(|before| before.email_source.clone()).unwrap_or_default(),
                email_since: None,
                gender: listed.gender.or(before.and_then(|before| before.gender)),
                as_of: export.as_of.to_string(),
                since: None,
                answer: None,
                replaced: Vec::new(),
            };
            roster.seat(riding, Holder::Member(self.succeeded(riding, next, is_same, now)));
        }
        roster
    }

    /// Compares the roster with an earlier one.
    #[must_use]
    pub fn changes_since(&self, earlier: &Self) -> Changes {
        let mut changes = Changes::default();
        for (riding, holder) in self.seats() {
            match Change::between(earlier.holder(riding), holder) {
                Some(change) => {
                    changes.seats.insert(riding, change);
                }
                None => changes.unchanged += 1,
            }
        }
        changes
    }
}

/// The Members that an export of the House of Commons lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    /// The day on which it was taken.
    pub as_of: Date,
    pub members: BTreeMap<RidingCode, Listed>,
    /// The days on which former Members of vacant ridings left.
    #[serde(default)]
    pub ended: BTreeMap<RidingCode, Date>,
}

/// A Member as an export lists them. No address is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    pub name: String,
    pub party: String,
    pub gender: Option<Gender>,
}

/// The roster after an undo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    pub roster: Roster,
    /// The seats that stay, because they have changed once more since.
    pub stays: Vec<RidingCode>,
}

/// The seats that differ between two rosters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    pub seats: BTreeMap<RidingCode, Change>,
    /// The number of seats without a difference. The date of the data is none.
    pub unchanged: usize,
}

/// The difference of one seat between two rosters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Somebody else is the Member.
    New,
    /// Nobody holds the seat any more.
    Vacant,
    /// The same Member has another name, party, form of address or mail address; or the day of a vacancy is another.
    Corrected,
    /// The same Member's answer was noted, changed or taken back.
    Answer,
}

impl Change {
    /// Compares two holders of a seat; `None` if nothing differs but days.
    #[must_use]
    pub fn between(before: &Holder, after: &Holder) -> Option<Self> {
        match (before, after) {
            (Holder::Member(before), Holder::Member(after)) if before.since == after.since => {
                let plain = |member: &Member| {
                    let replaced = Vec::new();
                    Member { as_of: String::new(), email_since: None, answer: None, replaced, ..member.clone() }
                };
                if plain(before) == plain(after) {
                    (before.answer != after.answer).then_some(Self::Answer)
                } else {
                    Some(Self::Corrected)
                }
            }
            (_, Holder::Member(_)) => Some(Self::New),
            (Holder::Vacant { since: before }, Holder::Vacant { since: after }) => {
                (before != after).then_some(Self::Corrected)
            }
            (_, Holder::Vacant { .. }) => Some(Self::Vacant),
            (Holder::Unknown, Holder::Unknown) => None,
            (_, Holder::Unknown) => Some(Self::Corrected),
        }
    }
}

impl Changes {
    /// Lists the ridings with a change of one kind.
    pub fn of(&self, kind: Change) -> impl Iterator<Item = RidingCode> {
        self.seats.iter().filter(move |(_, change)| **change == kind).map(|(riding, _)| *riding)
    }

    /// Counts the changes of each kind: new Members, vacancies, corrections, answers.
    #[must_use]
    pub fn counts(&self) -> [usize; 4] {
        [Change::New, Change::Vacant, Change::Corrected, Change::Answer].map(|kind| self.of(kind).count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn code(text: &str) -> RidingCode {
        text.parse().unwrap()
    }

    fn member(name: &str) -> Member {
        Member {
            name: name.to_owned(),
            party: "Liberal".to_owned(),
            email: Some(EmailAddress::parse("first@example.org").unwrap()),
            email_source: String::new(),
            email_since: None,
            gender: None,
            as_of: "2025-06".to_owned(),
            since: None,
            answer: None,
            replaced: Vec::new(),
        }
    }

    fn yes() -> Answer {
        let source = "https://example.org/yes".to_owned();
        Answer { stance: Stance::All, on: "2026-11-03".parse().unwrap(), source, quote: None, letters_go_on: true }
    }

    fn roster() -> Roster {
        let answered = Member { answer: Some(yes()), ..member("Zoé Example") };
        let seats = [("35079", Holder::Member(answered)), ("10001", Holder::Member(member("Pat Sample")))];
        seats.into_iter().map(|(riding, holder)| (code(riding), holder)).collect()
    }

    fn export(listed: &[(&str, &str)]) -> Export {
        let listed = listed.iter().map(|(riding, name)| {
            let party = "Liberal".to_owned();
            (code(riding), Listed { name: (*name).to_owned(), party, gender: None })
        });
        Export { as_of: "2026-11-20".parse().unwrap(), members: listed.collect(), ended: BTreeMap::new() }
    }

    #[test]
    fn the_same_person_keeps_address_and_answer_and_somebody_else_inherits_neither() {
        let before = roster();
        let same = before.updated(&export(&[("35079", "Zoe EXAMPLE"), ("10001", "Pat Sample")]), &BTreeSet::new(), NOW);
        let kept = same.member(code("35079")).unwrap();
        assert_eq!((kept.email.is_some(), kept.agrees(), kept.since), (true, true, None));
        assert_eq!((kept.name.as_str(), kept.as_of.as_str()), ("Zoe EXAMPLE", "2026-11-20"));
        assert_eq!(same.changes_since(&before).counts(), [0, 0, 1, 0], "only the spelling");

        let elected = export(&[("35079", "Lou Nouveau"), ("10001", "Pat Sample")]);
        let next = before.updated(&elected, &BTreeSet::new(), NOW);
        let new = next.member(code("35079")).unwrap();
        assert_eq!((new.email.clone(), new.answer.clone(), new.since), (None, None, Some(NOW)));
        let changes = next.changes_since(&before);
        assert_eq!((changes.counts(), changes.unchanged), ([1, 0, 0, 0], 1));

        let renamed = before.updated(&elected, &BTreeSet::from([code("35079")]), NOW);
        let kept = renamed.member(code("35079")).unwrap();
        assert_eq!((kept.name.as_str(), kept.email.is_some(), kept.agrees()), ("Lou Nouveau", true, true));
    }

    #[test]
    fn a_riding_that_the_export_lacks_is_vacant_since_its_member_left() {
        let mut lacks = export(&[("10001", "Pat Sample")]);
        lacks.ended.insert(code("35079"), "2026-10-01".parse().unwrap());
        let next = roster().updated(&lacks, &BTreeSet::new(), NOW);
        let since = Some("2026-10-01".parse().unwrap());
        assert_eq!(next.holder(code("35079")), &Holder::Vacant { since });
        assert_eq!(next.changes_since(&roster()).counts(), [0, 1, 0, 0]);
        lacks.ended.clear();
        let again = next.updated(&lacks, &BTreeSet::new(), NOW);
        assert_eq!(again, next, "a day that is known stays");
    }

    #[test]
    fn marks_of_a_former_member_or_address_do_not_concern_the_new_one() {
        let later = NOW + jiff::SignedDuration::from_secs(60);
        let id = |mark| MarkId { to: Correspondent::Member(code("35079")), mark };
        let before = roster();
        assert!(Mark::ALL.iter().all(|mark| before.is_marked(id(*mark), NOW)));
        let changed = Member { email: EmailAddress::parse("second@example.org").ok(), ..member("Zoé Example") };
        let moved = before.with_holder(code("35079"), Holder::Member(changed), false, later);
        assert!(moved.is_marked(id(Mark::NoMore), NOW) && !moved.is_marked(id(Mark::Bounced), NOW));
        assert!(moved.member(code("35079")).unwrap().agrees(), "a new address is no new Member");
        let elected = before.with_holder(code("35079"), Holder::Member(member("Lou Nouveau")), false, later);
        assert!(Mark::ALL.iter().all(|mark| !elected.is_marked(id(*mark), NOW) && elected.is_marked(id(*mark), later)));
        assert!(elected.member(code("35079")).unwrap().answer.is_none());
    }

    #[test]
    fn marks_of_a_by_election_that_is_undone_concern_nobody_who_comes_back() {
        let at = |second: i64| Timestamp::from_second(second).unwrap();
        let id = |mark| MarkId { to: Correspondent::Member(code("35079")), mark };
        let marked = |roster: &Roster, second: i64| Mark::ALL.map(|mark| roster.is_marked(id(mark), at(second)));
        let before = roster();
        let elected = before.with_holder(code("35079"), Holder::Member(member("Lou Nouveau")), false, at(100));
        let back = elected.restored(before.clone(), at(200));
        assert_eq!(
            [99, 100, 199, 200].map(|second| marked(&back, second)),
            [[true; 4], [false; 4], [false; 4], [true; 4]]
        );
        assert!(back.changes_since(&before).seats.is_empty(), "nothing else differs");
        // The other way round, and once more.
        let again = back.restored(elected, at(300));
        assert_eq!([150, 250, 300].map(|second| marked(&again, second)), [[true; 4], [false; 4], [true; 4]]);
        let back = again.restored(back, at(400));
        assert_eq!([150, 250, 350, 400].map(|second| marked(&back, second)[0]), [false, true, false, true]);

        let moved = Member { email: EmailAddress::parse("second@example.org").ok(), ..member("Zoé Example") };
        let moved = before.with_holder(code("35079"), Holder::Member(moved), false, at(100)).restored(before, at(200));
        assert!(!moved.is_marked(id(Mark::Bounced), at(150)), "the other address bounced");
        assert!(moved.is_marked(id(Mark::NoMore), at(150)), "the same person asked");
    }

    #[test]
    fn times_of_others_are_kept_when_an_earlier_version_comes_back() {
        let at = |second: i64| Timestamp::from_second(second).unwrap();
        let no_more = MarkId { to: Correspondent::Member(code("35079")), mark: Mark::NoMore };
        let bounced = MarkId { mark: Mark::Bounced, ..no_more };
        let before = roster();
        let elected = before.with_holder(code("35079"), Holder::Member(member("Lou Nouveau")), false, at(100));
        let back = elected.restored(before.clone(), at(200));
        assert!(!back.restored(before.clone(), at(300)).is_marked(no_more, at(150)), "the same person once more");
        let again = back.restored(elected, at(300)).restored(before.clone(), at(400));
        let marked = [50, 150, 250, 350, 400].map(|second| again.is_marked(no_more, at(second)));
        assert_eq!(marked, [true, false, true, false, true], "both times of the other person");

        let moved = Member { email: EmailAddress::parse("second@example.org").ok(), ..member("Zoé Example") };
        let moved = before.with_holder(code("35079"), Holder::Member(moved), false, at(100));
        let back = moved.restored(before.clone(), at(200)).restored(before, at(300));
        assert!(!back.is_marked(bounced, at(150)), "the other address bounced");
    }

    #[test]
    fn a_change_is_undone_seat_by_seat_and_later_changes_stay() {
        let at = |second: i64| Timestamp::from_second(second).unwrap();
        let (riding, other) = (code("35079"), code("10001"));
        let no_more = MarkId { to: Correspondent::Member(riding), mark: Mark::NoMore };
        let first = roster();
        let second = first.with_holder(riding, Holder::Member(member("Lou Nouveau")), false, at(100));
        let third = second.with_answer(other, Some(yes()));

        let Undone { roster: undone, stays } = third.without(&first, &second, at(200));
        assert!(stays.is_empty() && undone.changes_since(&first).of(Change::Answer).eq([other]));
        assert_eq!(undone.changes_since(&first).counts(), [0, 0, 0, 1], "the other riding's answer is there");
        assert_eq!([99, 150, 200].map(|at_second| undone.is_marked(no_more, at(at_second))), [true, false, true]);
        assert_eq!(undone.without(&first, &second, at(300)), Undone { roster: undone.clone(), stays: vec![] });
        let redone = undone.without(&third, &undone, at(300)).roster;
        assert_eq!(redone.member(riding).unwrap().name, "Lou Nouveau");
        assert_eq!([150, 250].map(|at_second| redone.is_marked(no_more, at(at_second))), [true, false]);

        let answered = third.with_answer(riding, Some(yes()));
        let undone = answered.without(&first, &second, at(200));
        assert_eq!(undone, Undone { roster: answered, stays: vec![riding] });
    }

    #[test]
    fn the_undo_of_an_address_counts_bounces_from_now_and_the_undo_of_a_list_gives_back_its_dates() {
        let later = NOW + jiff::SignedDuration::from_secs(60);
        let (riding, other) = (code("35079"), code("10001"));
        let first = roster();
        let moved = Member { email: EmailAddress::parse("second@example.org").ok(), ..member("Zoé Example") };
        let second = first.with_holder(riding, Holder::Member(moved), false, NOW);
        let listed = export(&[("35079", "Zoé Example"), ("10001", "Pat Samples")]);
        let third = second.updated(&listed, &BTreeSet::from([other]), NOW);

        let back = third.without(&first, &second, later).roster;
        let back = back.member(riding).unwrap();
        assert_eq!((&back.email, back.email_since), (&first.member(riding).unwrap().email, Some(later)));
        assert_eq!(back.as_of, "2026-11-20", "the list has confirmed the Member since");

        let undone = third.without(&second, &third, later);
        assert_eq!(undone, Undone { roster: second, stays: vec![] });
    }

    #[test]
    fn a_vacancy_that_is_undone_has_its_member_again() {
        let first = roster();
        let second = first.with_holder(code("35079"), Holder::Vacant { since: None }, false, NOW);
        assert_eq!(second.without(&first, &second, NOW), Undone { roster: first.clone(), stays: vec![] });
        let since = Some("2026-10-01".parse().unwrap());
        let third = second.with_holder(code("35079"), Holder::Vacant { since }, false, NOW);
        assert_eq!(third.without(&first, &second, NOW).stays, [code("35079")]);
    }

    #[test]
    fn a_roster_is_written_and_read_as_it_is() {
        let mut roster = roster();
        roster.seat(code("24053"), Holder::Vacant { since: None });
        roster.seat(code("24054"), Holder::Unknown);
        let json = serde_json::to_string(&roster).unwrap();
        assert_eq!(serde_json::from_str::<Roster>(&json).unwrap(), roster, "{json}");
    }
}
