//! Groups of signers that are unlikely to be real people: the first list of the integrity page.
//!
//! Signers of the last week are put into circles: those at one small mail domain, and those from one network. A circle gets
//! points for each thing that real people seldom do. A thing that happens by chance once in ten times gives one point; once
//! in a million gives six points, which is the most for one reason. Circles with enough points that share signers are joined
//! into one group. Circles that behave like one program, one after the other, are joined too. The group is weighed again as
//! a whole.
//!
//! The constants below say how often real people do each thing, generously, so that a great crowd of real people gets no
//! points for its size. The marks that tell networks and domains are coarse and a week old at most (PRIVACY.md, "cohort").

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use domain::ids::{SignerId, SubmissionId};
use domain::mail::cohort::{CoarseCode, CohortMark, NameShape};
use domain::mail::domain::MailDomain;
use domain::office::invalidation::Conditions;
use domain::pledge::Signer;
use domain::time::later;
use jiff::{SignedDuration, Timestamp};

use crate::integrity::pattern::{Evidence, Pattern, PatternKind};

/// Real people confirm at most this part of their forms.
const CONFIRMED: f64 = 0.85;
/// At most this part of real people confirm within [`HURRY`].
const HURRIED: f64 = 0.5;
/// At most this part of real people share their address with another signer.
const COUPLED: f64 = 0.1;
/// At most this part of real people at one mail domain share a network with another of them.
const NETWORKED: f64 = 0.3;
/// At most this part of real people who share a network live elsewhere than most of them.
///
/// "Elsewhere" is another first letter of the postal code, which stands for a province or a part of one.
const SCATTERED: f64 = 0.5;
/// At most this part of real people who share a network have each a small mail domain of their own.
const MIXED: f64 = 0.3;
/// At most this part of real names have one shape, however usual the shape is.
const ALIKE: f64 = 0.7;
/// A signer who confirms sooner is in a hurry: a mail needs time to arrive, to be found and to be read.
const HURRY: SignedDuration = SignedDuration::from_mins(2);

/// The most points that one reason gives.
const REASON_MAX: f64 = 6.0;
/// The most points for a shared network: people in one office share one too.
const NETWORKED_MAX: f64 = 2.0;
/// A circle needs this many points to be part of a group.
const ODD: f64 = 3.0;
/// A group needs this many points to be shown.
const SHOWN_FROM: f64 = 6.0;
/// A circle, and a group, need this many signers to be weighed.
const CIRCLE_MIN: usize = 3;
const GROUP_MIN: usize = 10;
/// A circle behaves like a program when this part of it did the same. It needs so many signers as well.
const NEARLY_ALL: f64 = 0.9;
const PROGRAM_MIN: usize = 5;
/// A domain belongs to a group of networks when more than this part of its signers came from them.
const MOST: f64 = 0.5;
/// Two circles that behave like one program are joined when one begins within this time after the other.
const SOON: SignedDuration = SignedDuration::from_hours(1);
/// The list shows at most this many rows, which fill a screen.
pub const ROWS: usize = 20;
/// One preview can list this many signers. A greater group is shown in parts.
const LISTED_MAX: usize = 600;
/// A row names at most this many domains or networks.
const NAMED: usize = 3;

/// A signer of the last week.
#[derive(Clone, Debug)]
struct Seen {
    submission: SubmissionId,
    id: SignerId,
    network: Option<CoarseCode>,
    /// The mail domain; absent at the great providers.
    domain: Option<MailDomain>,
    submitted_at: Timestamp,
    in_a_hurry: bool,
    /// The first letter of the postal code.
    letter: Option<char>,
    shape: NameShape,
}

/// The thing that the signers of a circle have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Circle {
    Domain(MailDomain),
    Network(CoarseCode),
}

/// The signers of the last week seen so far.
#[derive(Debug, Default)]
pub(crate) struct Cohorts {
    marks: HashMap<SubmissionId, CohortMark>,
    /// The forms that were mailed, by the codes of their domain and of their network.
    mailed_domains: HashMap<CoarseCode, Vec<SubmissionId>>,
    mailed_networks: HashMap<CoarseCode, Vec<SubmissionId>>,
    signers: Vec<Seen>,
    /// The signers of each circle, as places in `signers`.
    circles: BTreeMap<Circle, Vec<usize>>,
    /// The code of each domain.
    codes: HashMap<MailDomain, CoarseCode>,
    /// The number of signers at an address, whenever they signed.
    at_address: HashMap<SignerId, u32>,
    /// The number of signers at a domain whose marks have expired.
    older: HashMap<MailDomain, usize>,
}

/// Circles that belong together, and their signers.
struct Group<'a> {
    circles: Vec<&'a Circle>,
    /// The signers as places in the list of all.
    places: BTreeSet<usize>,
    signers: Vec<&'a Seen>,
    mailed: usize,
    points: f64,
    evidence: Vec<Evidence>,
}

impl Cohorts {
    pub(crate) fn of(marks: Vec<CohortMark>) -> Self {
        let mut cohorts = Self::default();
        for mark in marks {
            if let Some(code) = &mark.mail_domain {
                cohorts.mailed_domains.entry(code.clone()).or_default().push(mark.submission);
            }
            if let Some(code) = &mark.network {
                cohorts.mailed_networks.entry(code.clone()).or_default().push(mark.submission);
            }
            cohorts.marks.insert(mark.submission, mark);
        }
        cohorts
    }

    /// Takes in one counted signer.
    pub(crate) fn see(&mut self, signer: &Signer) {
        *self.at_address.entry(signer.id).or_default() += 1;
        let domain = MailDomain::counted_for(&signer.draft.email);
        let Some(mark) = self.marks.get(&signer.submission) else {
            if let Some(domain) = domain {
                *self.older.entry(domain).or_default() += 1;
            }
            return;
        };
        let place = self.signers.len();
        if let Some(network) = &mark.network {
            self.circles.entry(Circle::Network(network.clone())).or_default().push(place);
        }
        if let Some(domain) = &domain {
            if let Some(code) = &mark.mail_domain {
                self.codes.insert(domain.clone(), code.clone());
            }
            self.circles.entry(Circle::Domain(domain.clone())).or_default().push(place);
        }
        let seen = Seen {
            submission: signer.submission,
            id: signer.id,
            network: mark.network.clone(),
            domain,
            submitted_at: signer.submitted_at,
            in_a_hurry: signer.confirmed_at.duration_since(signer.submitted_at) <= HURRY,
            letter: signer.draft.residence.postal_code().and_then(|code| code.compact().chars().next()),
            shape: mark.shape.clone(),
        };
        self.signers.push(seen);
    }

    /// Returns the groups that may not be real people, the least likely first.
    pub(crate) fn unlikely(&self) -> Vec<Pattern> {
        let circles = self.circles.iter().filter(|(_, places)| places.len() >= CIRCLE_MIN);
        let circles: Vec<_> =
            circles.map(|(circle, places)| self.weighed(vec![circle], places.iter().copied().collect())).collect();
        let mut groups: Vec<_> = self
            .together(&circles)
            .into_iter()
            .map(|parts| {
                let of = |part: &usize| &circles[*part];
                let names = parts.iter().flat_map(|part| of(part).circles.clone()).collect();
                self.weighed(names, parts.iter().flat_map(|part| of(part).places.clone()).collect())
            })
            .filter(|group| group.points >= SHOWN_FROM && group.signers.len() >= GROUP_MIN)
            .collect();
        groups.sort_by(|a, b| b.points.total_cmp(&a.points).then_with(|| b.signers.len().cmp(&a.signers.len())));
        groups.into_iter().flat_map(Group::rows).take(ROWS).collect()
    }

    /// Joins circles into groups, each given as the places of its circles.
    ///
    /// Odd networks are joined with every domain that has most of its signers among them. Circles of one kind that behave
    /// like one program are joined when they follow each other.
    fn together(&self, circles: &[Group<'_>]) -> Vec<Vec<usize>> {
        let mut sets = Sets::new(circles.len());
        let odd = |group: &Group<'_>| group.points >= ODD || self.is_by_program(group);
        // The odd network of each signer, as the place of its circle.
        let mut network_of = HashMap::<usize, usize>::new();
        for (circle, group) in circles.iter().enumerate().filter(|(_, group)| group.is_network() && odd(group)) {
            network_of.extend(group.places.iter().map(|place| (*place, circle)));
        }
        let mut belongs: Vec<_> = circles.iter().map(odd).collect();
        for (circle, group) in circles.iter().enumerate().filter(|(_, group)| !group.is_network()) {
            let within: Vec<_> = group.places.iter().filter_map(|place| network_of.get(place)).collect();
            if share(within.len(), group.places.len()) > MOST {
                belongs[circle] = true;
                for network in within {
                    sets.join(circle, *network);
                }
            }
        }
        for networks in [false, true] {
            let of_kind = |circle: &usize| {
                let group = &circles[*circle];
                group.is_network() == networks && self.is_by_program(group)
            };
            let mut programs: Vec<_> = (0..circles.len()).filter(of_kind).collect();
            programs.sort_by_key(|circle| circles[*circle].begin());
            let mut reached = Timestamp::MIN;
            for pair in programs.windows(2) {
                reached = reached.max(circles[pair[0]].end());
                if circles[pair[1]].begin() <= later(reached, SOON) {
                    sets.join(pair[0], pair[1]);
                }
            }
        }
        let mut all = sets.all();
        for parts in &mut all {
            parts.retain(|circle| belongs[*circle]);
        }
        all.retain(|parts| !parts.is_empty());
        all
    }

    /// The forms of a circle that were mailed, confirmed or not.
    fn mailed(&self, circle: &Circle) -> impl Iterator<Item = &SubmissionId> {
        let mailed = match circle {
            Circle::Domain(domain) => self.codes.get(domain).and_then(|code| self.mailed_domains.get(code)),
            Circle::Network(code) => self.mailed_networks.get(code),
        };
        mailed.into_iter().flatten()
    }

    /// The number of signers who share their address with another signer.
    fn coupled(&self, signers: &[&Seen]) -> usize {
        signers.iter().filter(|seen| self.at_address.get(&seen.id).is_some_and(|signers| *signers > 1)).count()
    }

    /// Whether nearly all signers of a circle did the same at the same pace.
    fn is_by_program(&self, group: &Group<'_>) -> bool {
        let n = group.signers.len();
        let nearly_all = |count: usize, of: usize| share(count, of) >= NEARLY_ALL;
        let hurried = group.signers.iter().filter(|seen| seen.in_a_hurry).count();
        n >= PROGRAM_MIN
            && ((nearly_all(hurried, n) && nearly_all(n, group.mailed)) || nearly_all(self.coupled(&group.signers), n))
    }

    /// Weighs how unlikely it is that real people would do all that the signers did.
    fn weighed<'a>(&'a self, circles: Vec<&'a Circle>, places: BTreeSet<usize>) -> Group<'a> {
        let signers: Vec<_> = places.iter().map(|place| &self.signers[*place]).collect();
        let n = signers.len();
        let mailed = circles.iter().flat_map(|circle| self.mailed(circle)).collect::<HashSet<_>>().len().max(n);
        let mut evidence = Vec::new();
        let mut points = 0.0;
        let mut add = |key, (count, of): (usize, usize), gained: f64| {
            points += gained;
            if gained >= 1.0 {
                let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
                evidence.push(Evidence { key, count: number(count), of: number(of) });
            }
        };
        let domains: Vec<_> = circles
            .iter()
            .filter_map(|circle| match circle {
                Circle::Domain(domain) => Some(domain),
                Circle::Network(_) => None,
            })
            .collect();
        if !domains.is_empty() {
            let older: usize = domains.iter().filter_map(|domain| self.older.get(domain)).sum();
            add("office-unlikely-crowd", (n, domains.len()), crowd(n, older));
        }
        add("office-unlikely-eager", (n, mailed), surprise(n, mailed, CONFIRMED));
        let hurried = signers.iter().filter(|seen| seen.in_a_hurry).count();
        add("office-unlikely-hurry", (hurried, n), surprise(hurried, n, HURRIED));
        let by_network = by_network(&signers);
        let sharing: usize = by_network.values().filter(|some| some.len() > 1).map(Vec::len).sum();
        if !domains.is_empty() {
            let gained = surprise(sharing, n, NETWORKED).min(NETWORKED_MAX);
            add("office-unlikely-networks", (sharing, by_network.len()), gained);
        }
        let (scattered, of) = scattered(&by_network);
        add("office-unlikely-scattered", (scattered, of), surprise(scattered, of, SCATTERED));
        let (mixed, of) = mixed(&by_network);
        add("office-unlikely-mixed", (mixed, of), surprise(mixed, of, MIXED));
        let coupled = self.coupled(&signers);
        add("office-unlikely-couples", (coupled, n), surprise(coupled, n, COUPLED));
        let alike = most(signers.iter().map(|seen| &seen.shape));
        add("office-unlikely-alike", (alike, n), surprise(alike, n, ALIKE));
        Group { circles, places, signers, mailed, points, evidence }
    }
}

impl Group<'_> {
    fn is_network(&self) -> bool {
        matches!(self.circles[0], Circle::Network(_))
    }

    fn begin(&self) -> Timestamp {
        self.signers.iter().map(|seen| seen.submitted_at).min().unwrap_or(Timestamp::UNIX_EPOCH)
    }

    fn end(&self) -> Timestamp {
        self.signers.iter().map(|seen| seen.submitted_at).max().unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// Makes the rows of the list, each with as many signers as a preview can list.
    fn rows(self) -> Vec<Pattern> {
        let mut circles = self.circles.clone();
        // Domains come first, because they tell an organizer more.
        circles.sort();
        let names = circles.iter().take(NAMED).map(|circle| match circle {
            Circle::Domain(domain) => domain.shown(),
            Circle::Network(code) => code.to_string(),
        });
        let mut about = names.collect::<Vec<_>>().join(", ");
        if let Some(more) = self.circles.len().checked_sub(NAMED).filter(|more| *more > 0) {
            about = format!("{about} +{more}");
        }
        let count = |signers: usize| u32::try_from(signers).unwrap_or(u32::MAX);
        let pattern = |signers, conditions| Pattern {
            kind: PatternKind::Unlikely,
            about: about.clone(),
            signers: count(signers),
            conditions,
            evidence: self.evidence.clone(),
        };
        if let ([Circle::Domain(domain)], true) = (self.circles.as_slice(), self.signers.len() > LISTED_MAX) {
            let conditions = Conditions {
                mail_domain: Some(domain.to_string()),
                from: Some(self.begin()),
                until: Some(self.end() + SignedDuration::from_nanos(1)),
                ..Conditions::default()
            };
            return vec![pattern(self.signers.len(), conditions)];
        }
        let ids: Vec<_> = self.signers.iter().map(|seen| seen.submission).collect();
        let part = |ids: &[SubmissionId]| {
            let submissions: BTreeSet<_> = ids.iter().copied().collect();
            pattern(ids.len(), Conditions { submissions, ..Conditions::default() })
        };
        ids.chunks(LISTED_MAX).map(part).collect()
    }
}

/// Sets of places, which can be joined (union-find).
struct Sets(Vec<usize>);

impl Sets {
    fn new(places: usize) -> Self {
        Self((0..places).collect())
    }

    fn root(&mut self, mut place: usize) -> usize {
        while self.0[place] != place {
            self.0[place] = self.0[self.0[place]];
            place = self.0[place];
        }
        place
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.0[one.max(other)] = one.min(other);
    }

    fn all(mut self) -> Vec<Vec<usize>> {
        let mut all = BTreeMap::<usize, Vec<usize>>::new();
        for place in 0..self.0.len() {
            let root = self.root(place);
            all.entry(root).or_default().push(place);
        }
        all.into_values().collect()
    }
}

fn by_network<'a>(signers: &[&'a Seen]) -> BTreeMap<&'a CoarseCode, Vec<&'a Seen>> {
    let mut networks = BTreeMap::<_, Vec<_>>::new();
    for seen in signers {
        if let Some(network) = &seen.network {
            networks.entry(network).or_default().push(*seen);
        }
    }
    networks
}

/// Counts the signers who live elsewhere than most signers of their network, and the signers who share a network.
///
/// One signer of each network is left out, because a signer alone cannot live elsewhere.
fn scattered(networks: &BTreeMap<&CoarseCode, Vec<&Seen>>) -> (usize, usize) {
    let mut sum = (0, 0);
    for signers in networks.values() {
        let letters: Vec<_> = signers.iter().filter_map(|seen| seen.letter).collect();
        if letters.len() > 1 {
            sum.0 += letters.len() - most(letters.iter());
            sum.1 += letters.len() - 1;
        }
    }
    sum
}

/// Counts the small mail domains of the signers who share a network, and these signers.
fn mixed(networks: &BTreeMap<&CoarseCode, Vec<&Seen>>) -> (usize, usize) {
    let mut sum = (0, 0);
    for signers in networks.values().filter(|signers| signers.len() > 1) {
        sum.0 += signers.iter().filter_map(|seen| seen.domain.as_ref()).collect::<HashSet<_>>().len();
        sum.1 += signers.len();
    }
    sum
}

/// Counts the most frequent value.
fn most<T: std::hash::Hash + Eq>(values: impl Iterator<Item = T>) -> usize {
    let mut counts = HashMap::<T, usize>::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    counts.into_values().max().unwrap_or_default()
}

/// Gives two points for each tenfold beyond three signers, less the points of the signers before the last week.
#[expect(clippy::cast_precision_loss, reason = "numbers of signers, far below 2^53")]
fn crowd(signers: usize, older: usize) -> f64 {
    let times = |n: usize| 2.0 * ((n as f64) / 3.0).max(1.0).log10();
    (times(signers) - times(older)).clamp(0.0, REASON_MAX)
}

#[expect(clippy::cast_precision_loss, reason = "numbers of signers, far below 2^53")]
fn share(count: usize, of: usize) -> f64 {
    count as f64 / (of.max(1) as f64)
}

/// Gives points for a thing that `count` of `of` people did, and that each does with this probability.
///
/// The points are minus the decimal logarithm of the upper tail of the binomial distribution, at most [`REASON_MAX`].
#[expect(clippy::cast_precision_loss, reason = "numbers of signers, far below 2^53")]
fn surprise(count: usize, of: usize, probability: f64) -> f64 {
    if of == 0 || share(count, of) <= probability {
        return 0.0;
    }
    // The logarithm of the chance of exactly k people, for k from 0: each chance is the one before it times a ratio.
    let mut exactly = (of as f64) * (1.0 - probability).ln();
    let odds = (probability / (1.0 - probability)).ln();
    let mut tail = 0.0_f64;
    for k in 0..=of {
        if k >= count {
            tail += exactly.exp();
        }
        exactly += ((of - k) as f64).ln() - ((k + 1) as f64).ln() + odds;
    }
    (-tail.log10()).clamp(0.0, REASON_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surprise_is_the_binomial_tail_in_powers_of_ten() {
        assert!((surprise(3, 3, 0.5) - 8.0_f64.log10()).abs() < 1e-9);
        assert!((surprise(9, 10, 0.5) - (1024.0_f64 / 11.0).log10()).abs() < 1e-9);
        assert!(surprise(0, 0, 0.5).abs() < 1e-9 && surprise(5, 10, 0.5).abs() < 1e-9, "as usual");
        assert!((surprise(5000, 5000, 0.85) - REASON_MAX).abs() < 1e-9, "however many they are");
        assert!(surprise(2_900, 6_000, 0.5).abs() < 1e-9, "a great crowd of real people");
    }

    #[test]
    fn a_domain_is_no_crowd_for_what_it_had_before() {
        assert!(crowd(3, 0).abs() < 1e-9 && (crowd(30, 0) - 2.0).abs() < 1e-9);
        assert!(crowd(30, 30).abs() < 1e-9);
    }

    #[test]
    fn sets_that_are_joined_are_one() {
        let mut sets = Sets::new(5);
        sets.join(0, 3);
        sets.join(3, 4);
        assert_eq!(sets.all(), [vec![0, 3, 4], vec![1], vec![2]]);
    }
}
