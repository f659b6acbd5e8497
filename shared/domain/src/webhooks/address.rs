//! The address that a recipient's webhooks go to: `https`, at the usual port, of a public host.

use std::fmt;
use std::net::IpAddr;

use crate::webhooks::reach::is_public;

/// The longest address, in bytes.
pub const ADDRESS_MAX_BYTES: usize = 500;
/// The port of `https`, and the only one that is allowed.
const HTTPS_PORT: u16 = 443;
/// The port of `http`.
const HTTP_PORT: u16 = 80;

/// The rule for webhooks to this very machine, which a trial and the tests need by plain `http`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loopback {
    Refused,
    Allowed,
}

/// The reason why webhooks cannot go to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressFault {
    #[error("it is no web address")]
    Malformed,
    #[error("it is longer than {ADDRESS_MAX_BYTES} bytes")]
    TooLong,
    #[error("it does not begin with https://")]
    NotEncrypted,
    #[error("it names another port than 443")]
    OtherPort,
    #[error("it holds a name or a password before the @")]
    Credentials,
    #[error("it is an address of a private network")]
    Private,
}

/// An address that webhooks may go to. The host's own addresses are checked again at each delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HookAddress {
    text: String,
    host: String,
    port: u16,
    is_encrypted: bool,
}

impl HookAddress {
    /// Reads an address.
    ///
    /// # Errors
    /// Fails when webhooks cannot go there.
    pub fn parse(text: &str, loopback: Loopback) -> Result<Self, AddressFault> {
        if text.len() > ADDRESS_MAX_BYTES {
            return Err(AddressFault::TooLong);
        }
        let is_plain = |byte: u8| byte.is_ascii_graphic() && !b"\"<>\\^`{|}#".contains(&byte);
        let (scheme, rest) = text.split_once("://").ok_or(AddressFault::Malformed)?;
        let is_encrypted = match scheme.to_ascii_lowercase().as_str() {
            "https" => true,
            "http" => false,
            _ => return Err(AddressFault::NotEncrypted),
        };
        let (authority, path) = rest.find(['/', '?']).map_or((rest, ""), |at| rest.split_at(at));
        if authority.contains('@') {
            return Err(AddressFault::Credentials);
        }
        let (host, port) = host_and_port(authority).ok_or(AddressFault::Malformed)?;
        if !path.bytes().all(is_plain) {
            return Err(AddressFault::Malformed);
        }
        let literal = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().ok();
        let is_this_machine = literal.is_some_and(|address| address.is_loopback());
        let usual = if is_encrypted { HTTPS_PORT } else { HTTP_PORT };
        if !(is_this_machine && loopback == Loopback::Allowed) {
            if !is_encrypted {
                return Err(AddressFault::NotEncrypted);
            }
            if port.is_some_and(|port| port != HTTPS_PORT) {
                return Err(AddressFault::OtherPort);
            }
            if literal.is_some_and(|address| !is_public(address)) {
                return Err(AddressFault::Private);
            }
        }
        let (scheme, port) = (if is_encrypted { "https" } else { "http" }, port.unwrap_or(usual));
        let shown = if port == usual { host.clone() } else { format!("{host}:{port}") };
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        Ok(Self { text: format!("{scheme}://{shown}{path}"), host, port, is_encrypted })
    }

    /// Returns the host as a name, or as a literal address (an IPv6 one in brackets).
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    #[must_use]
    pub const fn is_encrypted(&self) -> bool {
        self.is_encrypted
    }

    /// Returns scheme and host alone, to which an API's own paths are added.
    #[must_use]
    pub fn origin(&self) -> &str {
        let begin = self.text.find("://").map_or(0, |at| at + 3);
        self.text[begin..].find('/').map_or(self.text.as_str(), |at| &self.text[..begin + at])
    }
}

impl fmt::Display for HookAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Reads a host in its ASCII form, and the port that follows it.
fn host_and_port(authority: &str) -> Option<(String, Option<u16>)> {
    if let Some(rest) = authority.strip_prefix('[') {
        let (literal, after) = rest.split_once(']')?;
        let literal: std::net::Ipv6Addr = literal.parse().ok()?;
        let port = if after.is_empty() { None } else { Some(after.strip_prefix(':')?.parse().ok()?) };
        return Some((format!("[{literal}]"), port));
    }
    let (name, port) = match authority.split_once(':') {
        Some((name, port)) => (name, Some(port.parse().ok()?)),
        None => (authority, None),
    };
    let host = idna::domain_to_ascii_strict(name).ok()?;
    let is_name = host.contains('.') && !host.ends_with('.');
    // A name of digits alone is an address in a spelling that another program could read differently.
    let is_number = host.rsplit('.').next().is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit()));
    (is_name && (!is_number || host.parse::<std::net::Ipv4Addr>().is_ok())).then_some((host, port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_https_at_the_usual_port_of_a_public_host() {
        for (typed, written) in [
            ("https://hooks.example.org", "https://hooks.example.org/"),
            ("HTTPS://Hooks.Example.org:443/a?b=c", "https://hooks.example.org/a?b=c"),
            ("https://réfugiés.example/é".trim_end_matches('é'), "https://xn--rfugis-bvae.example/"),
            ("https://8.8.8.8/x", "https://8.8.8.8/x"),
            ("https://[2606:4700::1111]/x", "https://[2606:4700::1111]/x"),
        ] {
            let address = HookAddress::parse(typed, Loopback::Refused).unwrap();
            assert_eq!((address.to_string().as_str(), address.port()), (written, 443), "{typed}");
            assert!(address.is_encrypted() && address.to_string().starts_with(address.origin()));
        }
    }

    #[test]
    fn each_other_address_is_refused_for_its_own_reason() {
        use AddressFault::{Credentials, Malformed, NotEncrypted, OtherPort, Private};
        for (typed, fault) in [
            ("", Malformed),
            ("hooks.example.org", Malformed),
            ("https://", Malformed),
            ("https://localhost/x", Malformed),
            ("https://example.org./x", Malformed),
            ("https://0x7f.1/x", Malformed),
            ("https://2130706433/x", Malformed),
            ("https://127.1/x", Malformed),
            ("https://a b.example/x", Malformed),
            ("https://a.example/x y", Malformed),
            ("https://a.example/#x", Malformed),
            ("https://a.example:x/", Malformed),
            ("ftp://a.example/", NotEncrypted),
            ("http://a.example/", NotEncrypted),
            ("http://127.0.0.1:9001/", NotEncrypted),
            ("https://a.example:8443/", OtherPort),
            ("https://me:secret@a.example/", Credentials),
            ("https://127.0.0.1/", Private),
            ("https://169.254.169.254/latest/meta-data", Private),
            ("https://10.0.0.1/", Private),
            ("https://[::1]/", Private),
            ("https://[::ffff:10.0.0.1]/", Private),
            ("https://[fd00:ec2::254]/", Private),
        ] {
            assert_eq!(HookAddress::parse(typed, Loopback::Refused), Err(fault), "{typed}");
        }
        let long = |bytes: usize| format!("https://a.example/{}", "x".repeat(bytes - 18));
        assert!(HookAddress::parse(&long(ADDRESS_MAX_BYTES), Loopback::Refused).is_ok());
        assert_eq!(HookAddress::parse(&long(ADDRESS_MAX_BYTES + 1), Loopback::Refused), Err(AddressFault::TooLong));
    }

    #[test]
    fn this_very_machine_is_reached_where_a_trial_allows_it_and_no_other_private_one() {
        let parse = |typed| HookAddress::parse(typed, Loopback::Allowed);
        let near = parse("http://127.0.0.1:8080/hook").unwrap();
        assert_eq!((near.host(), near.port(), near.origin()), ("127.0.0.1", 8080, "http://127.0.0.1:8080"));
        assert_eq!(parse("http://[::1]:80/").unwrap().to_string(), "http://[::1]/");
        assert_eq!(parse("http://10.0.0.1/"), Err(AddressFault::NotEncrypted));
        assert_eq!(parse("https://10.0.0.1/"), Err(AddressFault::Private));
        assert_eq!(parse("https://a.example:8443/"), Err(AddressFault::OtherPort));
    }
}
