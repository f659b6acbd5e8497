//! The address that a request comes from when a reverse proxy stands in front of the site.

use std::net::IpAddr;
use std::str::FromStr;
use std::sync::atomic::{AtomicBool, Ordering};

use http::HeaderMap;
use ipnet::IpNet;

/// The header to which a reverse proxy adds the address that it was asked from.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// A reverse proxy that the operator named, by its address or its network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proxy(IpNet);

impl FromStr for Proxy {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let address = || text.parse::<IpAddr>().map(IpNet::from);
        text.parse()
            .or_else(|_| address())
            .map(Self)
            .map_err(|_| "an address or a network is needed, such as 127.0.0.1 or 10.0.0.0/24")
    }
}

/// The proxies in front of a site.
#[derive(Debug, Default)]
pub(crate) struct Proxies {
    named: Vec<Proxy>,
    has_warned: AtomicBool,
}

impl Proxies {
    pub(crate) fn new(named: Vec<Proxy>) -> Self {
        Self { named, has_warned: AtomicBool::new(false) }
    }

    /// Returns the address that a request comes from: the connection's, unless a named proxy made the connection. Then
    /// it is the last entry of `X-Forwarded-For`, which that proxy wrote itself. The sender may have written the
    /// entries before it.
    pub(crate) fn viewer(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let peer = peer.to_canonical();
        if !self.named.iter().any(|proxy| proxy.0.contains(&peer)) {
            return peer;
        }
        let line = headers.get_all(FORWARDED_FOR).iter().next_back().and_then(|line| line.to_str().ok());
        let last = line.and_then(|line| line.rsplit(',').next());
        last.and_then(|last| last.trim().parse().ok()).unwrap_or_else(|| {
            if !self.has_warned.swap(true, Ordering::Relaxed) {
                tracing::warn!("the reverse proxy sends no X-Forwarded-For that ends with an address: its own address is taken, which all its senders share");
            }
            peer
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn viewer(named: &[&str], peer: &str, lines: &[&str]) -> String {
        let proxies = Proxies::new(named.iter().map(|name| name.parse().unwrap()).collect());
        let headers = lines.iter().map(|line| (FORWARDED_FOR.parse().unwrap(), line.parse().unwrap())).collect();
        proxies.viewer(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn a_named_proxy_says_who_asked_it() {
        assert_eq!(viewer(&["127.0.0.1"], "127.0.0.1", &["192.0.2.7"]), "192.0.2.7");
        assert_eq!(viewer(&["10.0.0.0/24"], "10.0.0.9", &["2001:db8::7"]), "2001:db8::7");
        assert_eq!(viewer(&["127.0.0.1", "::1"], "::ffff:127.0.0.1", &["192.0.2.7"]), "192.0.2.7");
    }

    #[test]
    fn only_the_entry_that_the_proxy_wrote_is_read() {
        assert_eq!(viewer(&["127.0.0.1"], "127.0.0.1", &["198.51.100.1, 192.0.2.7"]), "192.0.2.7");
        assert_eq!(viewer(&["127.0.0.1"], "127.0.0.1", &["198.51.100.1", "203.0.113.5, 192.0.2.7"]), "192.0.2.7");
    }

    #[test]
    fn others_claim_in_vain() {
        assert_eq!(viewer(&["10.0.0.1"], "192.0.2.66", &["192.0.2.7"]), "192.0.2.66");
        assert_eq!(viewer(&[], "127.0.0.1", &["192.0.2.7"]), "127.0.0.1");
    }

    #[test]
    fn a_proxy_that_says_nothing_readable_stands_for_all_its_senders() {
        for lines in [&[][..], &[""], &["unknown"], &["192.0.2.7, "], &["192.0.2.7", "_hidden"]] {
            assert_eq!(viewer(&["127.0.0.1"], "127.0.0.1", lines), "127.0.0.1", "{lines:?}");
        }
    }

    #[test]
    fn a_name_that_is_no_address_is_refused() {
        for bad in ["localhost", "", "10.0.0.0/33", "10.0.0"] {
            assert!(bad.parse::<Proxy>().is_err(), "{bad}");
        }
    }
}
