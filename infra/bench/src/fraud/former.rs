//! The former rules, for comparison. They let a number of first mails go in an hour from each network, and a number to each
//! domain. They took a domain for a great provider's when its first label was one of theirs. The former office listed domains
//! from ten signers on.

use std::collections::HashMap;

use domain::ids::NetworkCode;
use domain::mail::domain::MailDomain;
use domain::tally::hour::Hour;

use super::fates::Fates;
use super::people::Applicant;

const PER_NETWORK: u32 = 300;
const PER_DOMAIN: u32 = 100;
const LISTED_FROM: usize = 10;

/// The great providers' names with which a domain could begin.
const SOUNDS_GREAT: [&str; 4] = ["outlook", "hotmail", "live", "yahoo"];

/// Adds the result under the former rules to everybody's fate.
pub(super) fn judge(everybody: &[Applicant], fates: &mut Fates) {
    let mut networks = HashMap::<(NetworkCode, Hour), u32>::new();
    let mut domains = HashMap::<(MailDomain, Hour), u32>::new();
    let mut at_address = HashMap::<String, u32>::new();
    let mut at_domain = HashMap::<MailDomain, usize>::new();
    let mut counted = Vec::new();
    let mut in_order: Vec<_> = everybody.iter().collect();
    in_order.sort_by_key(|one| one.sends_at);
    for one in in_order {
        let fate = fates.entry(one.origin).or_default();
        let hour = Hour::of(one.sends_at);
        let domain = counted_for(one);
        let of_network = networks.entry((one.network, hour)).or_default();
        let of_domain = domain.clone().map(|domain| domains.entry((domain, hour)).or_default());
        if *of_network >= PER_NETWORK || of_domain.as_ref().is_some_and(|count| **count >= PER_DOMAIN) {
            fate.formerly_held += 1;
            continue;
        }
        *of_network += 1;
        if let Some(count) = of_domain {
            *count += 1;
        }
        let members = at_address.entry(one.email.canonical().as_str().to_owned()).or_default();
        if one.confirms_after.is_some() && *members < 2 {
            *members += 1;
            fate.formerly_counted += 1;
            if let Some(domain) = &domain {
                *at_domain.entry(domain.clone()).or_default() += 1;
            }
            counted.push((one.origin, domain));
        }
    }
    for (origin, domain) in counted {
        if domain.is_some_and(|domain| at_domain[&domain] >= LISTED_FROM) {
            fates.entry(origin).or_default().formerly_shown += 1;
        }
    }
}

fn counted_for(one: &Applicant) -> Option<MailDomain> {
    let domain = MailDomain::counted_for(&one.email)?;
    let sounds_great = domain
        .as_str()
        .split_once('.')
        .is_some_and(|(label, top)| SOUNDS_GREAT.contains(&label) && (top == "com" || top.len() == 2));
    (!sounds_great).then_some(domain)
}
