//! Addresses that may be asked: `https`, or `http` of this very machine for tests and the local site.

use std::net::IpAddr;

use http::Uri;

/// The path at which an issuer publishes its description (OpenID Connect Discovery 1.0, section 4).
const DISCOVERY_PATH: &str = "/.well-known/openid-configuration";

/// An address that may be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address(Uri);

impl Address {
    /// Returns the address at which the issuer of that name publishes its description. A name has neither query nor
    /// fragment (section 2 there).
    pub(crate) fn of_issuer(name: &str) -> Option<Self> {
        if name.contains(['?', '#']) {
            return None;
        }
        Self::parse(&format!("{}{DISCOVERY_PATH}", name.trim_end_matches('/')))
    }

    /// Reads an address that was found at this one. An issuer on the network cannot have this machine asked: in Lambda
    /// others answer there.
    pub(crate) fn leads_to(&self, text: &str) -> Option<Self> {
        Self::parse(text).filter(|found| found.is_encrypted() || !self.is_encrypted())
    }

    fn parse(text: &str) -> Option<Self> {
        let uri: Uri = text.parse().ok()?;
        let authority = uri.authority()?;
        let may = match uri.scheme_str()? {
            "https" => true,
            "http" => is_this_machine(authority.host()),
            _ => false,
        };
        // Nothing hides before an @.
        (may && !authority.as_str().contains('@')).then_some(Self(uri))
    }

    pub(crate) fn is_encrypted(&self) -> bool {
        self.0.scheme_str() == Some("https")
    }

    pub(crate) const fn uri(&self) -> &Uri {
        &self.0
    }
}

fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issuer_answers_over_https_or_on_this_very_machine() {
        for (name, place) in [
            ("https://a.example", "https://a.example/.well-known/openid-configuration"),
            ("https://a.example/", "https://a.example/.well-known/openid-configuration"),
            ("https://a.example/realms/b", "https://a.example/realms/b/.well-known/openid-configuration"),
            ("http://localhost:8080", "http://localhost:8080/.well-known/openid-configuration"),
            ("http://[::1]:8080", "http://[::1]:8080/.well-known/openid-configuration"),
        ] {
            assert_eq!(Address::of_issuer(name).unwrap().uri(), place);
        }
        for name in [
            "",
            "a.example",
            "ftp://a.example",
            "http://a.example",
            "http://127.0.0.1.a.example",
            "http://localhost@a.example",
            "https://user@a.example",
            "https://a.example?b",
            "https://a.example#b",
            "https:///path",
            "https://a b.example",
        ] {
            assert_eq!(Address::of_issuer(name), None, "{name}");
        }
    }

    #[test]
    fn an_issuer_on_the_network_leads_to_the_network_alone() {
        let far = Address::of_issuer("https://a.example").unwrap();
        assert!(far.leads_to("https://keys.example/set?v=1").is_some());
        assert_eq!(far.leads_to("http://127.0.0.1:9001/2018-06-01/runtime"), None);
        assert_eq!(far.leads_to("http://a.example/keys"), None);
        let near = Address::of_issuer("http://127.0.0.1:8080").unwrap();
        assert!(near.leads_to("http://127.0.0.1:8080/keys").is_some());
    }
}
