//! Differences between editions of a campaign, and the rules that a change keeps.

use jiff::civil::Date;
use jiff::{Span, Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};

use crate::campaign::edition::{Edition, Facts};
use crate::campaign::wording::Wording;
use crate::campaign::{Campaign, forgets_after};
use crate::locale::Locale;
use crate::mail::official::{Official, Post};

/// The most years between a campaign's opening and its end: people's data are kept no longer than a campaign needs.
pub const CAMPAIGN_MAX_YEARS: i64 = 5;

/// A part of an edition that can be changed, and undone, by itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    Goal,
    GoalSteps,
    OpensAt,
    ClosesAt,
    ContactEmail,
    Website,
    PostalAddressEn,
    PostalAddressFr,
    /// A part of what is known of an official.
    Official(Post, OfficialPart),
    /// The English sentence of that key.
    SentenceEn(String),
    /// The French sentence of that key.
    SentenceFr(String),
}

/// A part of what is known of an official.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfficialPart {
    OfficeEn,
    OfficeFr,
    /// The name, the riding and the mail address. They change together, since the address of one person is not another's.
    Person,
    PostalAddressEn,
    PostalAddressFr,
}

impl OfficialPart {
    const ALL: [Self; 5] = [Self::OfficeEn, Self::OfficeFr, Self::Person, Self::PostalAddressEn, Self::PostalAddressFr];

    /// Returns the same part in the other language, if it has one language.
    const fn in_other_language(self) -> Option<Self> {
        match self {
            Self::OfficeEn => Some(Self::OfficeFr),
            Self::OfficeFr => Some(Self::OfficeEn),
            Self::Person => None,
            Self::PostalAddressEn => Some(Self::PostalAddressFr),
            Self::PostalAddressFr => Some(Self::PostalAddressEn),
        }
    }

    fn is_same(self, one: &Official, two: &Official) -> bool {
        match self {
            Self::OfficeEn => one.office_en == two.office_en,
            Self::OfficeFr => one.office_fr == two.office_fr,
            Self::Person => (&one.name, one.riding, &one.email) == (&two.name, two.riding, &two.email),
            Self::PostalAddressEn => one.postal_address_en == two.postal_address_en,
            Self::PostalAddressFr => one.postal_address_fr == two.postal_address_fr,
        }
    }

    fn take(self, to: &mut Official, from: Official) {
        match self {
            Self::OfficeEn => to.office_en = from.office_en,
            Self::OfficeFr => to.office_fr = from.office_fr,
            Self::Person => (to.name, to.riding, to.email) = (from.name, from.riding, from.email),
            Self::PostalAddressEn => to.postal_address_en = from.postal_address_en,
            Self::PostalAddressFr => to.postal_address_fr = from.postal_address_fr,
        }
    }
}

impl Item {
    /// The facts of the campaign and of its organization.
    const FACTS: [Self; 8] = [
        Self::Goal,
        Self::GoalSteps,
        Self::OpensAt,
        Self::ClosesAt,
        Self::ContactEmail,
        Self::Website,
        Self::PostalAddressEn,
        Self::PostalAddressFr,
    ];

    /// Lists the parts of all officials.
    fn officials() -> impl Iterator<Item = Self> {
        let parts = |post| OfficialPart::ALL.into_iter().map(move |part| Self::Official(post, part));
        [Post::Minister, Post::PrimeMinister].into_iter().flat_map(parts)
    }

    #[must_use]
    pub fn sentence(locale: Locale, key: &str) -> Self {
        match locale {
            Locale::En => Self::SentenceEn(key.to_owned()),
            Locale::Fr => Self::SentenceFr(key.to_owned()),
        }
    }

    /// Returns the same item in the other language, if it has one language.
    #[must_use]
    pub fn in_other_language(&self) -> Option<Self> {
        match self {
            Self::PostalAddressEn => Some(Self::PostalAddressFr),
            Self::PostalAddressFr => Some(Self::PostalAddressEn),
            Self::SentenceEn(key) => Some(Self::SentenceFr(key.clone())),
            Self::SentenceFr(key) => Some(Self::SentenceEn(key.clone())),
            Self::Official(post, part) => part.in_other_language().map(|other| Self::Official(*post, other)),
            Self::Goal | Self::GoalSteps | Self::OpensAt | Self::ClosesAt | Self::ContactEmail | Self::Website => None,
        }
    }
}

/// The reason why a change is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// More people are counted than the goal would say.
    GoalBelowCount(i64),
    NoGoal,
    /// The goals on the way do not rise, or do not stay below the goal.
    StepsDoNotGrow,
    /// People have signed already, and their days would lie outside the campaign.
    HasOpened,
    ClosesBeforeItOpens,
    /// The end would be in the past. Data are erased by the end, so it never moves there.
    ClosesInThePast,
    /// The end is more than [`CAMPAIGN_MAX_YEARS`] after the opening.
    ClosesTooLate,
    /// The data of the campaign were erased already: whoever signed could sign again.
    IsErased,
}

/// The facts of the moment that rules depend on.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    pub now: Timestamp,
    /// The number of people who are counted.
    pub counted: i64,
}

impl Edition {
    fn is_same(&self, other: &Self, item: &Item) -> bool {
        let (one, two) = (&self.facts, &other.facts);
        match item {
            Item::Goal => one.goal == two.goal,
            Item::GoalSteps => one.goal_steps == two.goal_steps,
            Item::OpensAt => one.opens_at == two.opens_at,
            Item::ClosesAt => one.closes_at == two.closes_at,
            Item::ContactEmail => one.organization.contact_email == two.organization.contact_email,
            Item::Website => one.organization.website == two.organization.website,
            Item::PostalAddressEn => one.organization.postal_address_en == two.organization.postal_address_en,
            Item::PostalAddressFr => one.organization.postal_address_fr == two.organization.postal_address_fr,
            Item::Official(post, part) => {
                // An official who is not named is like one of whom nothing is known.
                let of = |facts: &Facts| facts.officials.holder(*post).cloned().unwrap_or_default();
                part.is_same(&of(one), &of(two))
            }
            Item::SentenceEn(key) => self.sentences.en.get(key) == other.sentences.en.get(key),
            Item::SentenceFr(key) => self.sentences.fr.get(key) == other.sentences.fr.get(key),
        }
    }

    /// Lists the items in which this edition differs from another.
    #[must_use]
    pub fn differences(&self, other: &Self) -> Vec<Item> {
        let mut items: Vec<_> = Item::FACTS.into_iter().chain(Item::officials()).collect();
        for locale in Locale::ALL {
            let mut keys: Vec<_> = self.sentences.of(locale).keys().chain(other.sentences.of(locale).keys()).collect();
            keys.sort();
            keys.dedup();
            items.extend(keys.into_iter().map(|key| Item::sentence(locale, key)));
        }
        items.retain(|item| !self.is_same(other, item));
        items
    }

    /// Takes one item as another edition has it.
    pub fn take(&mut self, item: &Item, other: &Self) {
        let (to, from) = (&mut self.facts, other.facts.clone());
        match item {
            Item::Goal => to.goal = from.goal,
            Item::GoalSteps => to.goal_steps = from.goal_steps,
            Item::OpensAt => to.opens_at = from.opens_at,
            Item::ClosesAt => to.closes_at = from.closes_at,
            Item::ContactEmail => to.organization.contact_email = from.organization.contact_email,
            Item::Website => to.organization.website = from.organization.website,
            Item::PostalAddressEn => to.organization.postal_address_en = from.organization.postal_address_en,
            Item::PostalAddressFr => to.organization.postal_address_fr = from.organization.postal_address_fr,
            Item::Official(post, part) => {
                let held = to.officials.holder_mut(*post);
                let mut official = held.take().unwrap_or_default();
                part.take(&mut official, from.officials.holder(*post).cloned().unwrap_or_default());
                *held = Some(official).filter(|official| *official != Official::default());
            }
            Item::SentenceEn(key) | Item::SentenceFr(key) => {
                let is_english = matches!(item, Item::SentenceEn(_));
                let locale = if is_english { Locale::En } else { Locale::Fr };
                let sentences = if is_english { &mut self.sentences.en } else { &mut self.sentences.fr };
                match other.sentences.of(locale).get(key) {
                    Some(sentence) => sentences.insert(key.clone(), sentence.clone()),
                    None => sentences.remove(key),
                };
            }
        }
    }

    /// Returns the newest edition with the changes that this one makes to an older one.
    #[must_use]
    pub fn rebased(&self, older: &Self, newest: &Self) -> Self {
        let mut rebased = newest.clone();
        for item in self.differences(older) {
            rebased.take(&item, self);
        }
        rebased
    }

    /// Returns this edition without a change, and the items that have changed once more since: they stay.
    #[must_use]
    pub fn without(&self, before: &Self, after: &Self) -> (Self, Vec<Item>) {
        let (mut undone, mut stays) = (self.clone(), Vec::new());
        for item in after.differences(before) {
            if self.is_same(after, &item) {
                undone.take(&item, before);
            } else if !self.is_same(before, &item) {
                stays.push(item);
            }
        }
        (undone, stays)
    }

    /// Lists the items that this edition changes in one language only.
    #[must_use]
    pub fn in_one_language(&self, current: &Self) -> Vec<Item> {
        let changed = self.differences(current);
        let other_stays = |item: &&Item| item.in_other_language().is_some_and(|other| !changed.contains(&other));
        changed.iter().filter(other_stays).cloned().collect()
    }

    /// Lists the rules that this edition breaks as the next one after `current`.
    #[must_use]
    pub fn refusals(&self, current: &Self, moment: Moment) -> Vec<Refusal> {
        let (next, was) = (&self.facts, &current.facts);
        let mut refusals = Vec::new();
        if next.goal == 0 {
            refusals.push(Refusal::NoGoal);
        } else if next.goal != was.goal && i64::try_from(next.goal).is_ok_and(|goal| goal < moment.counted) {
            refusals.push(Refusal::GoalBelowCount(moment.counted));
        }
        let goals: Vec<_> = [0].iter().chain(&next.goal_steps).chain([&next.goal]).collect();
        if next.goal > 0 && !goals.is_sorted_by(|one, two| one < two) {
            refusals.push(Refusal::StepsDoNotGrow);
        }
        if next.opens_at != was.opens_at && moment.counted > 0 {
            refusals.push(Refusal::HasOpened);
        }
        refusals.extend(self.refused_end(current, moment.now));
        refusals
    }

    fn refused_end(&self, current: &Self, now: Timestamp) -> Option<Refusal> {
        let (next, was) = (&self.facts, &current.facts);
        if next.closes_at == was.closes_at && next.opens_at == was.opens_at {
            return None;
        }
        let moves = next.closes_at != was.closes_at;
        if next.closes_at <= next.opens_at {
            return Some(Refusal::ClosesBeforeItOpens);
        }
        if moves && forgets_after(was.closes_at).is_none_or(|forgets_at| forgets_at <= now) {
            return Some(Refusal::IsErased);
        }
        if moves && next.closes_at < now {
            return Some(Refusal::ClosesInThePast);
        }
        let most: Span = (CAMPAIGN_MAX_YEARS * 366 * 24).hours();
        let is_late = next.opens_at.checked_add(most).is_ok_and(|latest| next.closes_at > latest);
        (is_late || forgets_after(next.closes_at).is_none()).then_some(Refusal::ClosesTooLate)
    }

    /// Names a new version of the sentence beside the checkbox for news, and keeps the former one among those known.
    pub fn raise_wording(&mut self, day: Date, former: Wording) {
        let facts = &mut self.facts;
        facts.wordings.retain(|known| known.version != former.version);
        facts.wordings.push(former);
        let is_taken = |version: &String| facts.wordings.iter().any(|known| known.version == *version);
        let numbered = (2..).map(|number: u32| format!("{day}.{number}"));
        let mut versions = std::iter::once(day.to_string()).chain(numbered).filter(|version| !is_taken(version));
        facts.consent_wording = versions.next().expect("the numbers do not end");
    }
}

impl Campaign {
    /// Returns the version of the consent's wording that a form showed. If the form names none that can have been shown, it
    /// is the present one. A page may be older than the newest edition, or newer than what this function could read of it;
    /// people agree to what they read. No version is of a later day than today.
    #[must_use]
    pub fn wording_shown<'a>(&'a self, named: &'a str, today: Date) -> &'a str {
        let is_known = self.wordings.iter().any(|wording| wording.version == named);
        let present = &self.consent_wording;
        let is_later = raised(named).is_some_and(|version| {
            let follows = raised(present).map_or(named > present.as_str(), |present| version > present);
            follows && version.0 <= today
        });
        if is_known || is_later { named } else { present }
    }
}

/// Reads a version that [`Edition::raise_wording`] gave: a day, and a number if the day had several.
fn raised(version: &str) -> Option<(Date, u32)> {
    let (day, number) = version.split_once('.').unwrap_or((version, "1"));
    let is_plain = day.len() == "2026-11-22".len() && number.len() < 4 && number.bytes().all(|b| b.is_ascii_digit());
    if is_plain { Some((day.parse().ok()?, number.parse().ok()?)) } else { None }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::campaign::edition::Sentences;
    use crate::mail::email::EmailAddress;

    const TOML: &str = r#"
        slug = "time-to-lead"
        goal = 20000
        goal_steps = [1000, 5000]
        opens_at = "2026-09-22T04:00:00Z"
        closes_at = "2027-09-22T04:00:00Z"
        consent_wording = "2026-11"
        [organization]
        contact_email = "info@example.org"
        postal_address_en = "1 Example St"
        postal_address_fr = "1, rue Exemple"
        website = "https://example.org"
        [officials.minister]
        office_en = "Minister"
        office_fr = "Ministre"
        postal_address_en = ["Ottawa"]
        postal_address_fr = ["Ottawa"]
    "#;

    fn edition() -> Edition {
        Edition { facts: Facts::of(&Campaign::parse(TOML).unwrap()), sentences: Sentences::default() }
    }

    fn at(time: &str) -> Timestamp {
        time.parse().unwrap()
    }

    fn moment(now: &str) -> Moment {
        Moment { now: at(now), counted: 1_234 }
    }

    /// The edition with another end.
    fn closing(closes_at: &str) -> Edition {
        let mut edition = edition();
        edition.facts.closes_at = at(closes_at);
        edition
    }

    #[test]
    fn an_end_never_moves_into_the_past() {
        let now = moment("2026-11-26T12:00:00Z");
        assert_eq!(closing("2026-11-26T12:00:00Z").refusals(&edition(), now), [], "close now");
        assert_eq!(closing("2026-11-26T11:59:59Z").refusals(&edition(), now), [Refusal::ClosesInThePast]);
        assert_eq!(closing("2026-10-01T00:00:00Z").refusals(&edition(), now), [Refusal::ClosesInThePast]);
        assert_eq!(closing("2026-09-22T04:00:00Z").refusals(&edition(), now), [Refusal::ClosesBeforeItOpens]);
    }

    #[test]
    fn an_end_that_has_passed_moves_forward_only_and_only_until_everything_is_erased() {
        let after = "2027-12-01T00:00:00Z";
        let further_back = closing("2027-09-21T00:00:00Z").refusals(&edition(), moment(after));
        assert_eq!(further_back, [Refusal::ClosesInThePast]);
        assert_eq!(closing("2027-11-30T23:59:59Z").refusals(&edition(), moment(after)), [Refusal::ClosesInThePast]);
        assert_eq!(closing(after).refusals(&edition(), moment(after)), []);
        let again = closing("2028-06-01T00:00:00Z");
        assert_eq!(again.refusals(&edition(), moment("2028-03-22T03:59:59Z")), []);
        assert_eq!(again.refusals(&edition(), moment("2028-03-22T04:00:00Z")), [Refusal::IsErased]);
    }

    #[test]
    fn an_end_lies_at_most_five_years_after_the_opening() {
        let now = moment("2026-11-26T12:00:00Z");
        assert_eq!(closing("2031-09-22T04:00:00Z").refusals(&edition(), now), []);
        assert_eq!(closing("2031-09-27T04:00:01Z").refusals(&edition(), now), [Refusal::ClosesTooLate]);
        assert_eq!(closing("9999-12-01T00:00:00Z").refusals(&edition(), now), [Refusal::ClosesTooLate]);
    }

    #[test]
    fn the_opening_stays_where_it_is_once_somebody_is_counted() {
        let mut later = edition();
        later.facts.opens_at = at("2026-12-01T05:00:00Z");
        let now = moment("2026-11-26T12:00:00Z");
        assert_eq!(later.refusals(&edition(), now), [Refusal::HasOpened]);
        assert_eq!(later.refusals(&edition(), Moment { counted: 0, ..now }), []);
        later.facts.opens_at = later.facts.closes_at;
        assert_eq!(later.refusals(&edition(), Moment { counted: 0, ..now }), [Refusal::ClosesBeforeItOpens]);
    }

    #[test]
    fn a_goal_is_not_below_the_count_and_its_steps_grow() {
        let now = moment("2026-11-26T12:00:00Z");
        let with = |goal, steps: &[u64]| {
            let mut edition = edition();
            (edition.facts.goal, edition.facts.goal_steps) = (goal, steps.to_vec());
            edition.refusals(&self::edition(), now)
        };
        assert_eq!(with(1_234, &[]), []);
        assert_eq!(with(1_233, &[]), [Refusal::GoalBelowCount(1_234)]);
        assert_eq!(with(0, &[]), [Refusal::NoGoal]);
        assert_eq!(with(30_000, &[1_000, 29_999]), []);
        for steps in [vec![0], vec![5, 5], vec![9, 5], vec![30_000], vec![40_000]] {
            assert_eq!(with(30_000, &steps), [Refusal::StepsDoNotGrow], "{steps:?}");
        }
        let passed = Moment { counted: 25_000, ..now };
        assert_eq!(closing("2027-10-01T04:00:00Z").refusals(&edition(), passed), [], "a goal that was reached stays");
    }

    #[test]
    fn a_change_in_one_language_is_noticed() {
        let mut next = edition();
        next.sentences.fr.insert("campaign-lede".to_owned(), "Voici".to_owned());
        next.facts.organization.postal_address_en = "2 Example St".to_owned();
        next.facts.officials.minister.as_mut().unwrap().office_fr = "La ministre".to_owned();
        let lopsided = next.in_one_language(&edition());
        let office = Item::Official(Post::Minister, OfficialPart::OfficeFr);
        assert_eq!(lopsided, [Item::PostalAddressEn, office, Item::SentenceFr("campaign-lede".to_owned())]);
        next.sentences.en.insert("campaign-lede".to_owned(), "Here".to_owned());
        next.facts.organization.postal_address_fr = "2, rue Exemple".to_owned();
        next.facts.officials.minister.as_mut().unwrap().office_en = "The Minister".to_owned();
        assert_eq!(next.in_one_language(&edition()), []);
    }

    #[test]
    fn an_undo_gives_back_what_nobody_has_changed_since() {
        let before = edition();
        let mut after = before.clone();
        after.facts.goal = 30_000;
        after.sentences.en.insert("campaign-lede".to_owned(), "New".to_owned());
        let mut now = after.clone();
        now.facts.goal = 40_000;
        now.facts.goal_steps = vec![10];
        let (undone, stays) = now.without(&before, &after);
        assert_eq!(stays, [Item::Goal]);
        assert_eq!(undone.differences(&now), [Item::SentenceEn("campaign-lede".to_owned())]);
        assert_eq!(undone.sentences, before.sentences);
        assert_eq!(undone.without(&before, &after), (undone.clone(), vec![Item::Goal]), "twice changes nothing");
    }

    #[test]
    fn an_undo_never_gives_one_officials_address_to_another() {
        let before = edition();
        let named = |name: &str| Official {
            name: Some(name.to_owned()),
            email: EmailAddress::parse(&format!("{name}@example.org")).ok(),
            ..before.facts.officials.minister.clone().unwrap()
        };
        let mut after = before.clone();
        after.facts.officials.minister = Some(named("first"));
        let mut now = after.clone();
        now.facts.officials.minister.as_mut().unwrap().postal_address_en = vec!["Elsewhere".to_owned()];
        let (undone, stays) = now.without(&before, &after);
        let minister = undone.facts.officials.minister.as_ref().unwrap();
        assert_eq!((&minister.name, &minister.email, stays), (&None, &None, vec![]));
        assert_eq!(minister.postal_address_en, ["Elsewhere"], "the later change of another line stays");
        // The address was corrected since. So the name stays with it.
        now.facts.officials.minister.as_mut().unwrap().email = EmailAddress::parse("second@example.org").ok();
        let (undone, stays) = now.without(&before, &after);
        assert_eq!((&undone, stays), (&now, vec![Item::Official(Post::Minister, OfficialPart::Person)]));

        let mut nobody = before.clone();
        nobody.facts.officials.minister = None;
        assert_eq!(nobody.without(&before, &nobody).0, before, "an official who was taken away comes back whole");
        assert_eq!(before.without(&nobody, &before).0, nobody);
        assert_eq!(nobody.in_one_language(&before), []);
    }

    #[test]
    fn a_wording_gets_the_day_and_a_number_where_the_day_is_taken() {
        let mut edition = edition();
        let day = jiff::civil::date(2026, 11, 26);
        let mut campaign = Campaign::parse(TOML).unwrap();
        for version in ["2026-11-26", "2026-11-26.2", "2026-11-26.3"] {
            let version_before = edition.facts.consent_wording.clone();
            edition.raise_wording(day, Wording { version: version_before, en: String::new(), fr: String::new() });
            assert_eq!(edition.facts.consent_wording, version);
        }
        campaign = edition.facts.put_into(campaign).unwrap();
        for (named, recorded) in [
            ("2026-11", "2026-11"),
            ("2026-11-26.2", "2026-11-26.2"),
            ("2026-11-26.3", "2026-11-26.3"),
            ("", "2026-11-26.3"),
            ("made-up", "2026-11-26.3"),
            // A newer edition may have raised it, which this function could not read.
            ("2026-11-27", "2026-11-27"),
            ("2026-12-01.2", "2026-12-01.2"),
            ("2026-11-26.10", "2026-11-26.10"),
            ("2026-12-02", "2026-11-26.3"),
            ("2099-12-31", "2026-11-26.3"),
            ("2026-11-25", "2026-11-26.3"),
            ("2026-13-01", "2026-11-26.3"),
            ("2026-12-01.x", "2026-11-26.3"),
            ("2026-12-01.", "2026-11-26.3"),
        ] {
            assert_eq!(campaign.wording_shown(named, jiff::civil::date(2026, 12, 1)), recorded);
        }
    }

    fn any_edition() -> impl Strategy<Value = Edition> {
        let sentences = || prop::collection::btree_map("[ab]", "[xy]", 0..3);
        (1..4_u64, sentences(), sentences()).prop_map(|(goal, en, fr)| {
            let mut edition = edition();
            edition.facts.goal = goal;
            edition.sentences = Sentences { en, fr };
            edition
        })
    }

    proptest! {
        #[test]
        fn taking_every_difference_makes_the_other_edition(one in any_edition(), two in any_edition()) {
            let mut taken = one.clone();
            for item in one.differences(&two) {
                taken.take(&item, &two);
            }
            prop_assert_eq!(&taken, &two);
            prop_assert_eq!(two.without(&one, &two), (one.clone(), vec![]));
            prop_assert_eq!(two.rebased(&one, &one), two);
        }

        #[test]
        fn two_changes_at_once_are_both_kept_where_they_do_not_meet(
            base in any_edition(), mine in any_edition(), theirs in any_edition(),
        ) {
            let both = mine.rebased(&base, &theirs);
            for item in mine.differences(&base) {
                prop_assert!(both.is_same(&mine, &item));
            }
            for item in both.differences(&theirs) {
                prop_assert!(mine.differences(&base).contains(&item));
            }
        }

        #[test]
        fn no_change_brings_the_day_of_erasing_nearer_than_six_months(seconds in -400_000_000..400_000_000_i64) {
            let now = at("2026-11-26T12:00:00Z");
            let mut next = edition();
            next.facts.closes_at = now + seconds.seconds();
            if next.refusals(&edition(), Moment { now, counted: 5 }).is_empty() {
                let forgets_at = forgets_after(next.facts.closes_at).unwrap();
                prop_assert!(forgets_at >= forgets_after(now).unwrap());
            }
        }
    }
}
