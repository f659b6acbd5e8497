//! The search for patterns among the signers that look like fraud. No pattern is a proof.
//!
//! A pattern shows half a postal code, a domain or initials, and never a person. The conditions in it select the signers, and
//! only the preview takes them. The first list, of groups that are unlikely to be real people, is made in `cohort.rs`.
//!
//! The pattern "one name and one postal code" shows somebody who signed from two mailboxes. It also lists somebody who signed both on
//! paper and online, although they count once.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::ids::{SignerId, SubmissionId};
use domain::mail::cohort::CohortMark;
use domain::mail::domain::{MailDomain, shown};
use domain::office::invalidation::Conditions;
use domain::person::name::PersonName;
use domain::person::postal_code::PostalCode;
use domain::pledge::Signer;
use domain::tally::hour::Hour;
use jiff::{SignedDuration, Timestamp};
use unicode_security::confusable_detection::skeleton;
use unicode_security::mixed_script::AugmentedScriptSet;

use crate::integrity::cohort::Cohorts;
use crate::integrity::pattern::{Pattern, PatternKind};

/// A mail domain of no known provider is a pattern from this many signers.
const DOMAIN_MIN: u32 = 10;
/// A postal code is a pattern from this many signers: it is one side of one block, or one building.
const POSTAL_CODE_MIN: u32 = 15;
/// A mail domain in one hour is a pattern from this many signers.
const BURST_MIN: u32 = 20;
/// No more patterns of one kind are shown.
const SHOWN: usize = 25;

/// The counts of the signers seen so far.
#[derive(Debug, Default)]
pub struct Suspicions {
    throwaways: HashMap<String, u32>,
    /// Signers by the registered name of their mail domain, without the parts before it.
    domains: HashMap<MailDomain, u32>,
    hours: HashMap<(MailDomain, Hour), u32>,
    codes: HashMap<PostalCode, u32>,
    people: HashMap<(Vec<String>, PostalCode), Namesakes>,
    /// The bearers of names that look the same in small letters or in capitals, by how they spell their name.
    looks: HashMap<(String, PostalCode), BTreeMap<Vec<String>, Bearer>>,
    cohorts: Cohorts,
}

/// A signer who bears a name.
#[derive(Clone, Debug)]
struct Bearer {
    submission: SubmissionId,
    submitted_at: Timestamp,
    name: PersonName,
}

#[derive(Debug, Default)]
struct Namesakes {
    addresses: BTreeSet<SignerId>,
    /// The time at which the first of them signed online.
    first: Option<Timestamp>,
    one: Option<PersonName>,
}

impl Suspicions {
    /// Starts with the marks of the last week, which tell which submissions belong together.
    #[must_use]
    pub fn knowing(marks: Vec<CohortMark>) -> Self {
        Self { cohorts: Cohorts::of(marks), ..Self::default() }
    }

    /// Takes in one signer, and passes over those who are invalidated.
    pub fn see(&mut self, signer: &Signer) {
        if signer.invalidated.is_some() {
            return;
        }
        let email = &signer.draft.email;
        if is_disposable(email.domain()) {
            *self.throwaways.entry(email.domain().to_owned()).or_default() += 1;
        }
        if let Some(domain) = MailDomain::counted_for(email) {
            *self.hours.entry((domain.clone(), Hour::of(signer.submitted_at))).or_default() += 1;
            *self.domains.entry(domain).or_default() += 1;
        }
        if let Some(code) = signer.draft.residence.postal_code() {
            *self.codes.entry(code).or_default() += 1;
            let namesakes = self.people.entry((signer.draft.name.words(), code)).or_default();
            namesakes.addresses.insert(signer.id);
            let first = namesakes.first.get_or_insert(signer.submitted_at);
            *first = signer.submitted_at.min(*first);
            namesakes.one.get_or_insert_with(|| signer.draft.name.clone());
            self.see_look(signer, code);
        }
        self.cohorts.see(signer);
    }

    /// Notes how the signer's name looks in small letters and in capitals: letters of two scripts may look alike in one only.
    fn see_look(&mut self, signer: &Signer, code: PostalCode) {
        let name = signer.draft.name.to_string();
        let looks = BTreeSet::from([name.to_lowercase(), name.to_uppercase()].map(|name| skeleton(&name).collect()));
        for look in looks {
            let bearer = Bearer {
                submission: signer.submission,
                submitted_at: signer.submitted_at,
                name: signer.draft.name.clone(),
            };
            let known = self.looks.entry((look, code)).or_default().entry(signer.draft.name.words()).or_insert(bearer);
            if signer.submitted_at < known.submitted_at {
                (known.submission, known.submitted_at) = (signer.submission, signer.submitted_at);
            }
        }
    }

    /// Returns the patterns of each kind, the largest first.
    #[must_use]
    pub fn patterns(self) -> Vec<Pattern> {
        let mut patterns = look_alikes(self.looks);
        patterns.extend(self.people.into_iter().filter_map(|((_, code), namesakes)| same_person(code, namesakes)));
        patterns.extend(self.codes.into_iter().filter(|(_, signers)| *signers >= POSTAL_CODE_MIN).map(at_postal_code));
        for (domain, signers) in self.domains {
            if signers >= DOMAIN_MIN && !is_disposable(domain.as_str()) {
                patterns.push(at_domain(PatternKind::CatchAll, domain.to_string(), signers));
            }
        }
        let throwaways = self.throwaways.into_iter();
        patterns.extend(throwaways.map(|(domain, signers)| at_domain(PatternKind::Disposable, domain, signers)));
        patterns.extend(self.hours.into_iter().filter(|(_, signers)| *signers >= BURST_MIN).map(burst));
        patterns.sort_by(|a, b| (a.kind, b.signers, &a.about).cmp(&(b.kind, a.signers, &b.about)));
        let mut patterns = [self.cohorts.unlikely(), patterns].concat();
        let mut shown = HashMap::new();
        patterns.retain(|pattern| {
            let of_kind = shown.entry(pattern.kind).or_insert(0);
            *of_kind += 1;
            *of_kind <= SHOWN
        });
        patterns
    }
}

/// Makes the pattern of one name and postal code under several addresses. The first signer still counts.
fn same_person(code: PostalCode, namesakes: Namesakes) -> Option<Pattern> {
    let signers = u32::try_from(namesakes.addresses.len()).unwrap_or(u32::MAX);
    let name = namesakes.one.filter(|_| signers > 1)?;
    let about = format!("{}, {} •••", initials(&name), code.area());
    let from = namesakes.first.map(|first| first + SignedDuration::from_millis(1));
    let conditions = Conditions { name: Some(name), postal_code: Some(code), from, ..Conditions::default() };
    Some(Pattern::new(PatternKind::SamePerson, about, signers, conditions))
}

fn at_postal_code((code, signers): (PostalCode, u32)) -> Pattern {
    let conditions = Conditions { postal_code: Some(code), ..Conditions::default() };
    Pattern::new(PatternKind::PostalCode, format!("{} •••", code.area()), signers, conditions)
}

fn at_domain(kind: PatternKind, domain: String, signers: u32) -> Pattern {
    let about = shown(&domain);
    let conditions = Conditions { mail_domain: Some(domain), ..Conditions::default() };
    Pattern::new(kind, about, signers, conditions)
}

fn burst(((domain, hour), signers): ((MailDomain, Hour), u32)) -> Pattern {
    let conditions = Conditions {
        mail_domain: Some(domain.to_string()),
        from: Some(hour.start()),
        until: Some(hour.start() + SignedDuration::from_hours(1)),
        ..Conditions::default()
    };
    Pattern::new(PatternKind::Burst, domain.shown(), signers, conditions)
}

/// Finds names that look alike and are written in different scripts. The first of each still counts.
fn look_alikes(looks: HashMap<(String, PostalCode), BTreeMap<Vec<String>, Bearer>>) -> Vec<Pattern> {
    let mut found = BTreeSet::new();
    let mut patterns = Vec::new();
    for ((_, code), bearers) in looks {
        let mut bearers: Vec<_> = bearers.into_values().collect();
        let scripts = |bearer: &Bearer| AugmentedScriptSet::for_str(&bearer.name.to_string());
        if bearers.iter().all(|bearer| scripts(bearer) == scripts(&bearers[0])) {
            continue;
        }
        bearers.sort_by_key(|bearer| (bearer.submitted_at, bearer.submission));
        let submissions: BTreeSet<_> = bearers.iter().skip(1).map(|bearer| bearer.submission).collect();
        // Small letters and capitals may find the same signers.
        if !found.insert(submissions.clone()) {
            continue;
        }
        let initial = bearers[0].name.to_string().chars().next().unwrap_or('\u{2013}');
        let about = format!("{initial}., {} \u{2022}\u{2022}\u{2022}", code.area());
        let signers = u32::try_from(bearers.len()).unwrap_or(u32::MAX);
        let conditions = Conditions { submissions, ..Conditions::default() };
        patterns.push(Pattern::new(PatternKind::LookAlike, about, signers, conditions));
    }
    patterns
}

/// The first letters of a name, each with a period.
fn initials(name: &PersonName) -> String {
    let initials = [name.first(), name.last()].into_iter().filter_map(|part| part.chars().next());
    initials.map(|letter| format!("{letter}.")).collect::<Vec<_>>().join(" ")
}

fn is_disposable(domain: &str) -> bool {
    !mailchecker::is_valid(&format!("a@{domain}"))
}

#[cfg(test)]
mod tests {
    use domain::ids::{LinkCode, SubmissionId};
    use domain::keys::secret::Secret;
    use domain::locale::Locale;
    use domain::mail::email::EmailAddress;
    use domain::person::identity::IdentityKey;
    use domain::person::residence::{FoundBy, Residence};
    use domain::pledge::consent::Consents;
    use domain::pledge::{ConfirmedBy, Draft, NewPlace, Owner, Slot, Submission};
    use domain::tally::Shard;

    use super::*;

    fn signer(first: &str, email: &str, code: &str) -> Signer {
        let key = IdentityKey::new(&Secret::new("k".repeat(32))).unwrap();
        let email = EmailAddress::parse(email).unwrap();
        let campaign = "c".parse().unwrap();
        let (id, mailbox) = (key.signer_id(&campaign, &email.canonical()), key.mailbox_id(&campaign, &email));
        let (postal_code, riding) = (code.parse().unwrap(), "35079".parse().unwrap());
        let draft = Draft {
            name: PersonName::parse(first, "Roy").unwrap(),
            email,
            residence: Residence::Canada { postal_code, riding, found_by: FoundBy::PostalCode },
            consents: Consents::default(),
            comment: None,
            locale: Locale::En,
            partner: None,
        };
        let id_of = SubmissionId::from_random([1; 16]);
        let submitted_at = Timestamp::UNIX_EPOCH;
        let submission = Submission::new(id_of, draft, submitted_at, None);
        let owner = Owner { signer: id, mailbox };
        let place = NewPlace {
            owner,
            person: None,
            slot: Slot::First,
            shard: Shard::from_number(0),
            link: LinkCode::from_random([1; 9]),
        };
        let (signer, delta) = submission.confirm(place, ConfirmedBy::Link, submitted_at);
        assert_eq!(delta.changes().len(), 1);
        signer
    }

    fn found(signers: &[Signer]) -> Vec<(PatternKind, u32)> {
        let mut suspicions = Suspicions::default();
        for signer in signers {
            suspicions.see(signer);
        }
        suspicions.patterns().into_iter().map(|pattern| (pattern.kind, pattern.signers)).collect()
    }

    #[test]
    fn ordinary_people_are_no_pattern() {
        let people: Vec<_> = (0..200)
            .map(|n| {
                signer(&format!("P{n}"), &format!("p{n}@gmail.com"), if n % 20 == 0 { "K1A 0A6" } else { "V5K 0A1" })
            })
            .enumerate()
            .filter(|(n, _)| n % 14 == 0)
            .map(|(_, signer)| signer)
            .collect();
        assert_eq!(found(&people), []);
        // A couple shares a name and a home, not a first name.
        assert_eq!(found(&[signer("Anne", "a@gmail.com", "K1A 0A6"), signer("Jean", "j@gmail.com", "K1A 0A6")]), []);
    }

    #[test]
    fn each_pattern_is_found_from_its_limit_on() {
        let at = |n: u32, domain: &str, code: &str| -> Vec<Signer> {
            (0..n).map(|n| signer(&format!("P{n}"), &format!("p{n}@{domain}"), code)).collect()
        };
        assert_eq!(found(&at(DOMAIN_MIN - 1, "club.example", "K1A 0A6")), []);
        assert_eq!(found(&at(DOMAIN_MIN, "club.example", "K1A 0A6")), [(PatternKind::CatchAll, DOMAIN_MIN)]);
        let everywhere: Vec<_> = (0..DOMAIN_MIN)
            .map(|n| signer(&format!("P{n}"), &format!("p@live.x{n}.bots.example"), "K1A 0A6"))
            .collect();
        assert_eq!(
            found(&everywhere),
            [(PatternKind::CatchAll, DOMAIN_MIN)],
            "under one name, however many stand before it"
        );
        assert_eq!(found(&at(POSTAL_CODE_MIN - 1, "gmail.com", "K1A 0A6")), []);
        assert_eq!(found(&at(POSTAL_CODE_MIN, "gmail.com", "K1A 0A6")), [(PatternKind::PostalCode, POSTAL_CODE_MIN)]);
        let burst = found(&at(BURST_MIN, "bots.example", "K1A 0A6"));
        assert!(burst.contains(&(PatternKind::Burst, BURST_MIN)) && burst.is_sorted_by_key(|(kind, _)| *kind));
        assert_eq!(found(&[signer("Anne", "a@guerrillamailblock.com", "K1A 0A6")]), [(PatternKind::Disposable, 1)]);
        let twice = [signer("Anne", "a@gmail.com", "K1A 0A6"), signer("ANNE", "b@gmail.com", "K1A 0A6")];
        assert_eq!(found(&twice), [(PatternKind::SamePerson, 2)]);
    }

    #[test]
    fn a_pattern_means_those_it_was_made_of_and_names_nobody() {
        let mut thrice = ["a", "b", "c"].map(|address| signer("Anne", &format!("{address}@gmail.com"), "K1A 0A6"));
        thrice[1].draft.name = PersonName::parse("ANNE", "Roy").unwrap();
        for (signer, second) in thrice.iter_mut().zip([7, 5, 9]) {
            signer.submitted_at = Timestamp::from_second(second).unwrap();
        }
        let mut suspicions = Suspicions::default();
        for signer in &thrice {
            suspicions.see(signer);
        }
        let pattern = suspicions.patterns().remove(0);
        let meant = thrice.each_ref().map(|signer| pattern.conditions.hold_for(signer));
        assert_eq!(meant, [true, false, true], "the one who signed first still counts");
        assert_eq!(pattern.about, "A. R., K1A •••");
    }

    /// Attack A9: a name with a letter of another script is another one, and the office shows it.
    #[test]
    fn names_that_look_alike_in_two_scripts_are_shown() {
        let mut twice = [signer("Anna", "a@gmail.com", "K1A 0A6"), signer("\u{0410}nna", "b@gmail.com", "K1A 0A6")];
        twice[0].submission = SubmissionId::from_random([2; 16]);
        twice[1].submitted_at = Timestamp::from_second(9).unwrap();
        assert_eq!(found(&twice), [(PatternKind::LookAlike, 2)]);
        let mut suspicions = Suspicions::default();
        for signer in &twice {
            suspicions.see(signer);
        }
        let pattern = suspicions.patterns().remove(0);
        assert_eq!(twice.each_ref().map(|signer| pattern.conditions.hold_for(signer)), [false, true]);
        let elsewhere = [twice[0].clone(), signer("\u{0410}nna", "b@gmail.com", "V5K 0A1")];
        assert_eq!(found(&elsewhere), [], "two homes");
        assert_eq!(found(&[signer("Burn", "a@gmail.com", "K1A 0A6"), signer("Bum", "b@gmail.com", "K1A 0A6")]), []);
    }
}
