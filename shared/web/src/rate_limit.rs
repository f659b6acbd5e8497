//! How often one network may submit: a rule in memory, so that a submission stays one write.

use std::collections::{HashMap, VecDeque};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Mutex;

use http::Extensions;
use jiff::{SignedDuration, Timestamp};
use lambda_http::request::RequestContext;

/// The span that the limit is for.
pub const WINDOW_MINUTES: i64 = 10;
/// So many networks are remembered; beyond it the one that was quiet longest is forgotten.
const NETWORKS_MAX: usize = 4096;

/// The sender's address as the gateway saw it. `X-Forwarded-For` is whatever the sender wrote, so it is never read.
#[must_use]
pub fn source_address(extensions: &Extensions) -> IpAddr {
    let Some(RequestContext::ApiGatewayV2(context)) = extensions.get::<RequestContext>() else {
        return Ipv4Addr::UNSPECIFIED.into();
    };
    context.http.source_ip.as_deref().and_then(|ip| ip.parse().ok()).unwrap_or(Ipv4Addr::UNSPECIFIED.into())
}

/// The part of an address that one household, office or phone network shares: IPv4 /24, IPv6 /56.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Network([u8; 8]);

impl Network {
    /// The network of an address.
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

    /// What its members share, and which kind of address that is a part of: what a keyed hash is made of.
    #[must_use]
    pub const fn octets(self) -> [u8; 8] {
        self.0
    }
}

/// Counts submissions by network in the last [`WINDOW_MINUTES`].
pub struct RateLimit {
    per_window: usize,
    seen: Mutex<HashMap<Network, VecDeque<Timestamp>>>,
}

impl RateLimit {
    /// Allows so many submissions of one network in each window; zero allows none.
    #[must_use]
    pub fn new(per_window: usize) -> Self {
        Self { per_window, seen: Mutex::default() }
    }

    /// Counts a submission.
    ///
    /// # Errors
    /// When the network has used up its share: after how many seconds the next one is allowed.
    pub fn admit(&self, network: Network, now: Timestamp) -> Result<(), u32> {
        let window = SignedDuration::from_mins(WINDOW_MINUTES);
        let mut seen = self.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if seen.len() >= NETWORKS_MAX && !seen.contains_key(&network) {
            let quietest = seen.iter().min_by_key(|(_, times)| times.back().copied()).map(|(network, _)| *network);
            quietest.and_then(|network| seen.remove(&network));
        }
        let times = seen.entry(network).or_default();
        while times.front().is_some_and(|first| now.duration_since(*first) >= window) {
            times.pop_front();
        }
        if times.len() < self.per_window {
            times.push_back(now);
            return Ok(());
        }
        let wait = times.front().map_or(window, |first| window - now.duration_since(*first));
        Err(u32::try_from(wait.as_secs()).unwrap_or(0) + 1)
    }
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
    fn memory_stays_bounded_and_the_quietest_is_forgotten() {
        let limit = RateLimit::new(1);
        for n in 0..=u32::try_from(NETWORKS_MAX).unwrap() {
            let address = IpAddr::from(std::net::Ipv4Addr::from(n << 8));
            assert_eq!(limit.admit(Network::of(address), at(i64::from(n) / 100)), Ok(()));
        }
        assert_eq!(limit.seen.lock().unwrap().len(), NETWORKS_MAX);
    }
}
