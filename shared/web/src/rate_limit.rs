//! Limits how often one network may submit. The rule works in memory, so that a submission stays one write.

use std::collections::{HashMap, VecDeque};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Mutex;

use http::Extensions;
use jiff::{SignedDuration, Timestamp};
use lambda_http::request::RequestContext;

use crate::edge::Viewer;

/// The span of the limit, in minutes.
pub const WINDOW_MINUTES: i64 = 10;
/// The number of networks that are remembered; beyond it the one that was quiet longest is forgotten.
const NETWORKS_MAX: usize = 4096;

/// Returns the sender's address as the edge saw it, or the gateway where there is no edge. A sender can write any
/// `X-Forwarded-For`, so it is never read.
#[must_use]
pub fn source_address(extensions: &Extensions) -> IpAddr {
    if let Some(Viewer(address)) = extensions.get() {
        return *address;
    }
    let Some(RequestContext::ApiGatewayV2(context)) = extensions.get::<RequestContext>() else {
        return Ipv4Addr::UNSPECIFIED.into();
    };
    context.http.source_ip.as_deref().and_then(|ip| ip.parse().ok()).unwrap_or(Ipv4Addr::UNSPECIFIED.into())
}

/// The part of an address that one household, office or phone network shares: IPv4 /24, IPv6 /56.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Network([u8; 8]);

impl Network {
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        let mut prefix = [0; 8];
        match address.to_canonical() {
            IpAddr::V4(v4) => {
                prefix[0] = 4;
                prefix[1..4].copy_from_slice(&v4.octets()[..3]);
            }
            IpAddr::V6(v6) => {
                prefix[0] = 6;
                prefix[1..].copy_from_slice(&v6.octets()[..7]);
            }
        }
        Self(prefix)
    }

    /// Returns the part that its members share, after a byte for the kind of address. Keyed hashes are made of it.
    #[must_use]
    pub const fn octets(self) -> [u8; 8] {
        self.0
    }
}

/// The number of invalid forms that cost as much as a valid one: people mistype, and each is cheap to refuse.
const INVALID_PER_CHARGE: u8 = 10;

/// Counts submissions by network in the last [`WINDOW_MINUTES`].
pub struct RateLimit {
    per_window: usize,
    seen: Mutex<HashMap<Network, Seen>>,
}

/// The forms that a network sent.
#[derive(Default)]
struct Seen {
    /// The times at which its share was charged: at most as many as the share is large.
    charged: VecDeque<Timestamp>,
    /// The invalid forms that have not been charged yet: fewer than [`INVALID_PER_CHARGE`].
    invalid: u8,
}

impl RateLimit {
    /// Allows that many submissions of one network in each window; zero allows none.
    #[must_use]
    pub fn new(per_window: usize) -> Self {
        Self { per_window, seen: Mutex::default() }
    }

    /// Checks that a network has something left of its share, and counts a submission.
    ///
    /// # Errors
    /// Returns the seconds until the next one is allowed, when the network has used up its share.
    pub fn admit(&self, network: Network, now: Timestamp) -> Result<(), u32> {
        self.check(network, now)?;
        self.charge(network, now);
        Ok(())
    }

    /// Checks that a network has something left of its share, before its request is read.
    ///
    /// # Errors
    /// Returns the seconds until the next one is allowed, when the network has used up its share.
    pub fn check(&self, network: Network, now: Timestamp) -> Result<(), u32> {
        let window = SignedDuration::from_mins(WINDOW_MINUTES);
        let mut seen = self.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let Some(Seen { charged, .. }) = seen.get_mut(&network) else {
            return if self.per_window > 0 { Ok(()) } else { Err(whole_seconds(window)) };
        };
        while charged.front().is_some_and(|first| now.duration_since(*first) >= window) {
            charged.pop_front();
        }
        if charged.len() < self.per_window {
            return Ok(());
        }
        Err(whole_seconds(charged.front().map_or(window, |first| window - now.duration_since(*first))))
    }

    /// Counts a valid form that [`Self::check`] let through.
    pub fn charge(&self, network: Network, now: Timestamp) {
        self.count(network, now, |_| true);
    }

    /// Counts an invalid form that [`Self::check`] let through: ten of them cost as much as a valid one.
    pub fn charge_invalid(&self, network: Network, now: Timestamp) {
        self.count(network, now, |invalid| {
            *invalid = (*invalid + 1) % INVALID_PER_CHARGE;
            *invalid == 0
        });
    }

    fn count(&self, network: Network, now: Timestamp, is_charged: impl FnOnce(&mut u8) -> bool) {
        let mut seen = self.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if seen.len() >= NETWORKS_MAX && !seen.contains_key(&network) {
            let last = |seen: &Seen| seen.charged.back().copied();
            let quietest = seen.iter().min_by_key(|(_, seen)| last(seen)).map(|(network, _)| *network);
            quietest.and_then(|network| seen.remove(&network));
        }
        let Seen { charged, invalid } = seen.entry(network).or_default();
        // If several come at once, more of them may pass than the share is large.
        if is_charged(invalid) && charged.len() < self.per_window {
            charged.push_back(now);
        }
    }
}

fn whole_seconds(wait: SignedDuration) -> u32 {
    u32::try_from(wait.as_secs()).unwrap_or(0) + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(text: &str) -> Network {
        Network::of(text.parse().unwrap())
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn neighbours_share_a_network_and_others_do_not() {
        assert!(network("192.0.2.1") == network("192.0.2.250"));
        assert!(network("192.0.2.1") == network("::ffff:192.0.2.9"));
        assert!(network("192.0.2.1") != network("192.0.3.1"));
        assert!(network("2001:db8:0:1::1") == network("2001:db8:0:ff::1"));
        assert!(network("2001:db8:0:1::1") != network("2001:db8:0:100::1"));
    }

    #[test]
    fn the_limit_holds_from_both_sides_and_lifts_with_time() {
        let limit = RateLimit::new(3);
        let home = network("192.0.2.1");
        for second in 0..3 {
            assert_eq!(limit.admit(home, at(second)), Ok(()));
        }
        assert_eq!(limit.admit(home, at(3)), Err(598));
        assert_eq!(limit.admit(network("192.0.3.1"), at(3)), Ok(()));
        assert!(limit.admit(home, at(599)).is_err());
        assert_eq!(limit.admit(home, at(600)), Ok(()));
        assert!(limit.admit(home, at(600)).is_err());
    }

    #[test]
    fn ten_invalid_forms_cost_as_much_as_a_valid_one() {
        let home = network("192.0.2.1");
        for (invalid, valid) in [(9, 3), (10, 2), (19, 2), (20, 1), (29, 1), (30, 0)] {
            let limit = RateLimit::new(3);
            (0..invalid).for_each(|_| limit.charge_invalid(home, at(0)));
            assert_eq!((0..9).filter(|_| limit.admit(home, at(0)).is_ok()).count(), valid, "{invalid}");
        }
        let limit = RateLimit::new(3);
        for _ in 0..29 {
            assert_eq!(limit.check(home, at(0)), Ok(()));
            limit.charge_invalid(home, at(0));
        }
        assert_eq!(limit.check(home, at(0)), Ok(()));
        limit.charge_invalid(home, at(0));
        assert_eq!(limit.check(home, at(1)), Err(600));
        assert_eq!(limit.check(home, at(600)), Ok(()));
    }

    #[test]
    fn a_share_of_nothing_lets_nothing_through() {
        assert!(RateLimit::new(0).check(network("192.0.2.1"), at(0)).is_err());
    }

    #[test]
    fn to_check_takes_no_memory_and_a_share_is_the_most_that_is_kept() {
        let limit = RateLimit::new(3);
        for n in 0..10_000 {
            assert_eq!(limit.check(Network::of(IpAddr::from(std::net::Ipv4Addr::from(n << 8))), at(0)), Ok(()));
            limit.charge_invalid(network("192.0.2.1"), at(0));
        }
        let seen = limit.seen.lock().unwrap();
        assert_eq!((seen.len(), seen.values().map(|seen| seen.charged.len()).sum::<usize>()), (1, 3));
    }

    #[test]
    fn memory_stays_bounded_and_the_quietest_is_forgotten() {
        let limit = RateLimit::new(1);
        for n in 0..=u32::try_from(NETWORKS_MAX).unwrap() {
            let address = IpAddr::from(std::net::Ipv4Addr::from(n << 8));
            assert_eq!(limit.admit(Network::of(address), at(i64::from(n) / 100)), Ok(()));
        }
        assert_eq!(limit.seen.lock().unwrap().len(), NETWORKS_MAX);
    }
}
