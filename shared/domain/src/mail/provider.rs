//! The few companies that keep most people's mail.

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

/// A company that keeps many people's mail, or all others together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum MailProvider {
    Google,
    /// Outlook, Hotmail and Live.
    Microsoft,
    Yahoo,
    /// iCloud, me.com and mac.com.
    Apple,
    Bell,
    Videotron,
    Proton,
    /// All other providers together.
    Other,
}

impl MailProvider {
    pub const ALL: [Self; 8] = [
        Self::Google,
        Self::Microsoft,
        Self::Yahoo,
        Self::Apple,
        Self::Bell,
        Self::Videotron,
        Self::Proton,
        Self::Other,
    ];

    /// Returns the keeper of a domain's mail. Only the exact domains of the tables below are theirs.
    #[must_use]
    pub fn of_domain(domain: &str) -> Self {
        let domain = domain.to_lowercase();
        let keeper = KEEPERS.iter().find(|(_, domains)| domains.contains(&domain.as_str()));
        keeper.map_or(Self::Other, |(keeper, _)| *keeper)
    }

    /// Returns the provider's name in the store and in the keys of texts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.into_str()
    }
}

/// Whether so many people have an address at the domain that their number says nothing about one of them. Such are the
/// great providers, and Canada's internet companies that give their customers addresses.
#[must_use]
pub fn is_great_provider(domain: &str) -> bool {
    MailProvider::of_domain(domain) != MailProvider::Other || CONSUMER.contains(&domain.to_lowercase().as_str())
}

/// The domains at which the great companies give addresses to anybody. No maintained crate has such a list: those that
/// exist mix in throw-away providers. Ours is from the companies' own sign-up and support pages. A domain that is
/// missing is counted like any other, which is the safe mistake.
#[rustfmt::skip]
const KEEPERS: &[(MailProvider, &[&str])] = &[
    (MailProvider::Google, &["gmail.com", "googlemail.com"]),
    (
        MailProvider::Microsoft,
        &[
            "outlook.com", "outlook.at", "outlook.be", "outlook.cl", "outlook.co.id", "outlook.co.il", "outlook.co.th",
            "outlook.com.ar", "outlook.com.au", "outlook.com.br", "outlook.com.gr", "outlook.com.tr", "outlook.com.vn",
            "outlook.cz", "outlook.de", "outlook.dk", "outlook.es", "outlook.fr", "outlook.hu", "outlook.ie",
            "outlook.in", "outlook.it", "outlook.jp", "outlook.kr", "outlook.lv", "outlook.my", "outlook.ph",
            "outlook.pt", "outlook.sa", "outlook.sg", "outlook.sk", "hotmail.com", "hotmail.be", "hotmail.ca",
            "hotmail.ch", "hotmail.co.jp", "hotmail.co.uk", "hotmail.com.ar", "hotmail.com.au", "hotmail.com.br",
            "hotmail.com.tr", "hotmail.de", "hotmail.dk", "hotmail.es", "hotmail.fi", "hotmail.fr", "hotmail.gr",
            "hotmail.it", "hotmail.nl", "hotmail.no", "hotmail.se", "live.com", "live.at", "live.be", "live.ca",
            "live.cl", "live.cn", "live.co.uk", "live.co.za", "live.com.ar", "live.com.au", "live.com.mx",
            "live.com.my", "live.com.ph", "live.com.pt", "live.com.sg", "live.de", "live.dk", "live.fi", "live.fr",
            "live.hk", "live.ie", "live.in", "live.it", "live.jp", "live.nl", "live.no", "live.ru", "live.se",
            "msn.com", "windowslive.com",
        ],
    ),
    (
        MailProvider::Yahoo,
        &[
            "yahoo.com", "yahoo.ca", "yahoo.co.id", "yahoo.co.in", "yahoo.co.jp", "yahoo.co.kr", "yahoo.co.nz",
            "yahoo.co.th", "yahoo.co.uk", "yahoo.co.za", "yahoo.com.ar", "yahoo.com.au", "yahoo.com.br",
            "yahoo.com.cn", "yahoo.com.co", "yahoo.com.hk", "yahoo.com.mx", "yahoo.com.my", "yahoo.com.pe",
            "yahoo.com.ph", "yahoo.com.sg", "yahoo.com.tr", "yahoo.com.tw", "yahoo.com.ve", "yahoo.com.vn",
            "yahoo.de", "yahoo.dk", "yahoo.es", "yahoo.fr", "yahoo.gr", "yahoo.ie", "yahoo.in", "yahoo.it",
            "yahoo.no", "yahoo.pl", "yahoo.ro", "yahoo.se", "ymail.com", "rocketmail.com", "rogers.com",
        ],
    ),
    (MailProvider::Apple, &["icloud.com", "me.com", "mac.com"]),
    (MailProvider::Bell, &["bell.net", "bell.ca", "sympatico.ca", "bellaliant.net", "aliant.net", "nbnet.nb.ca"]),
    (MailProvider::Videotron, &["videotron.ca", "videotron.qc.ca"]),
    (MailProvider::Proton, &["proton.me", "protonmail.com", "protonmail.ch", "pm.me"]),
];

/// Other companies whose customers have addresses at one domain. First come great ones abroad, then Canada's internet
/// companies, by the addresses that their support pages name.
#[rustfmt::skip]
const CONSUMER: &[&str] = &[
    "aol.com", "fastmail.com", "fastmail.fm", "gmx.com", "gmx.de", "gmx.net", "web.de", "orange.fr", "wanadoo.fr",
    "free.fr", "laposte.net", "sfr.fr", "btinternet.com", "comcast.net", "verizon.net", "att.net", "sbcglobal.net",
    "naver.com", "qq.com", "126.com", "163.com", "mail.ru", "yandex.ru", "accesscomm.ca", "cgocable.ca", "cogeco.ca",
    "cogeco.net", "cooptel.qc.ca", "derytele.com", "eastlink.ca", "ebox.ca", "execulink.com", "globetrotter.net",
    "golden.net", "mts.net", "mymts.net", "northwestel.net", "novuscom.net", "oricom.ca", "persona.ca", "primus.ca",
    "sasktel.net", "shaw.ca", "sogetel.net", "storm.ca", "tbaytel.net", "teksavvy.com", "telus.net",
    "telusplanet.net", "uniserve.com", "vianet.ca", "xplornet.ca", "xplornet.com",
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Attack A5: a domain passed for a great provider if it began with such a provider's name.
    #[test]
    fn a_name_that_only_sounds_like_a_great_provider_is_none() {
        for domain in
            ["live.pw", "hotmail.xyz", "outlook.x1.example", "yahoo.pw", "yahoo.tk", "live.gq", "gmail.ca", ""]
        {
            assert_eq!(MailProvider::of_domain(domain), MailProvider::Other, "{domain}");
            assert!(!is_great_provider(domain), "{domain}");
        }
        for domain in [
            "gmail.com",
            "Hotmail.CA",
            "live.fr",
            "yahoo.co.in",
            "me.com",
            "pm.me",
            "aol.com",
            "shaw.ca",
            "telus.net",
            "mts.net",
        ] {
            assert!(is_great_provider(domain), "{domain}");
        }
    }

    #[test]
    fn no_domain_is_listed_twice_or_in_capitals() {
        let all: Vec<_> = KEEPERS.iter().flat_map(|(_, domains)| *domains).chain(CONSUMER).collect();
        let different: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(different.len(), all.len());
        assert!(all.iter().all(|domain| domain.to_lowercase() == **domain));
    }

    #[test]
    fn a_domain_is_kept_by_one() {
        let of = MailProvider::of_domain;
        assert_eq!(
            (of("gmail.com"), of("GMAIL.com"), of("gmail.example")),
            (MailProvider::Google, MailProvider::Google, MailProvider::Other)
        );
        assert_eq!(
            (of("hotmail.ca"), of("live.fr"), of("yahoo.ca")),
            (MailProvider::Microsoft, MailProvider::Microsoft, MailProvider::Yahoo)
        );
        assert_eq!(
            (of("sympatico.ca"), of("videotron.ca"), of("")),
            (MailProvider::Bell, MailProvider::Videotron, MailProvider::Other)
        );
    }
}
