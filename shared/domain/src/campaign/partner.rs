//! Partners: the organizations that carry the campaign, and are credited with the signatures that they bring.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use icu_properties::props::Script;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::locale::Locale;
use crate::mail::email::EmailAddress;
use crate::person::folding;
use crate::slug::{NotASlug, PartnerSlug, SLUG_MAX_BYTES};
use crate::{typed_text, web_address};

/// The most partners that a campaign names. Those that ended count too, since their slugs stay theirs.
pub const PARTNERS_MAX: usize = 1_000;
/// The longest name of a partner.
pub const PARTNER_NAME_MAX_CHARS: usize = 100;
/// The longest web address of a partner.
pub const WEBSITE_MAX_BYTES: usize = 200;
/// Days for which an ask waits for a decision. It is erased then.
pub const PARTNER_ASK_DAYS: i64 = 90;
/// A partner's number, and its number in a riding, are shown from so many signatures on. A smaller one could point at a member
/// whom the partner knows.
pub const PARTNER_SHOWN_FROM: i64 = 5;
/// The longest end of a proposed slug that tells it from others: `-1001`.
const NUMBER_MAX_BYTES: usize = 5;
/// Words that are no partner's slug. They mean something else in addresses, in files or in the names of counters.
const RESERVED_SLUGS: [&str; 28] = [
    "abroad",
    "accept",
    "add",
    "admin",
    "all",
    "ask",
    "assets",
    "c",
    "campaign",
    "code",
    "embed",
    "en",
    "fr",
    "history",
    "import",
    "link",
    "nobody",
    "none",
    "organizer",
    "organizers",
    "p",
    "paper",
    "partner",
    "partners",
    "refuse",
    "total",
    "v",
    "withdrawn",
];

/// Returns a partner's number if it may be shown: from [`PARTNER_SHOWN_FROM`] on.
#[must_use]
pub fn shown_number(signers: i64) -> Option<i64> {
    (signers >= PARTNER_SHOWN_FROM).then_some(signers)
}

/// An organization that may be credited with a signature. A field that a newer release has added is passed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partner {
    /// The partner's name in links (`?partner=`). It is never given to another organization.
    pub slug: PartnerSlug,
    pub name_en: PartnerName,
    pub name_fr: PartnerName,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<Website>,
    /// Whether everybody may see that it is a partner, and how many signatures it brought.
    #[serde(default)]
    pub listed: bool,
    #[serde(default)]
    pub state: PartnerState,
    /// The time at which it became a partner. Those of the campaign's folder have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
}

/// The state of a partnership.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartnerState {
    /// Its links credit it.
    #[default]
    Active,
    /// Its links work and credit nobody, until it is resumed.
    Paused,
    /// The partnership is over. Its count stays, and its slug is never given to another organization.
    Ended,
}

impl PartnerState {
    /// Returns the state's name in forms and in the keys of texts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Ended => "ended",
        }
    }
}

impl Partner {
    /// Returns the partner's name on pages in a language.
    #[must_use]
    pub fn name(&self, locale: Locale) -> &str {
        match locale {
            Locale::En => self.name_en.as_str(),
            Locale::Fr => self.name_fr.as_str(),
        }
    }

    /// Whether its links credit it now.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.state == PartnerState::Active
    }

    /// Whether it stands on the public list with its count.
    #[must_use]
    pub fn is_listed(&self) -> bool {
        self.listed && self.is_active()
    }

    /// Whether a name is one of the partner's two, however it is cased and accented.
    #[must_use]
    pub fn is_named(&self, name: &PartnerName) -> bool {
        self.name_en.is_same(name) || self.name_fr.is_same(name)
    }
}

/// The name of an organization in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PartnerName(String);

/// The reasons why a text is not taken as an organization's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameFault {
    #[error("the name is missing")]
    Missing,
    #[error("the name has more than {PARTNER_NAME_MAX_CHARS} characters")]
    TooLong,
    /// It holds a web address, which pages and mails must not pass on.
    #[error("the name holds a web address")]
    WebAddress,
    /// It holds signs of markup or formulas, or no letter.
    #[error("the name holds signs that no name has")]
    Signs,
    /// A word mixes letters of scripts that look alike, as a forged name does.
    #[error("a word mixes letters that look alike")]
    MixedScripts,
}

impl PartnerName {
    /// Reads a name as a person typed it.
    ///
    /// # Errors
    /// Fails when the text is no organization's name.
    pub fn parse(text: &str) -> Result<Self, NameFault> {
        let seen = typed_text::without_invisible(&typed_text::composed(text));
        let name = seen.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            return Err(NameFault::Missing);
        }
        if name.chars().count() > PARTNER_NAME_MAX_CHARS {
            return Err(NameFault::TooLong);
        }
        let is_foreign = |c: char| c.is_control() || matches!(c, '<' | '>' | '{' | '}' | '\\' | '`');
        if name.contains(is_foreign) || name.starts_with(['=', '+', '-', '@']) || !name.contains(char::is_alphabetic) {
            return Err(NameFault::Signs);
        }
        if web_address::find(&name).is_some() {
            return Err(NameFault::WebAddress);
        }
        if name.split(|c: char| !c.is_alphabetic()).any(mixes_scripts) {
            return Err(NameFault::MixedScripts);
        }
        Ok(Self(name))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether two names read the same, however they are cased and accented.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        folding::words(&self.0) == folding::words(&other.0)
    }

    /// Whether the name has letters of another script than Latin. Some of them look like Latin letters.
    #[must_use]
    pub fn has_other_letters(&self) -> bool {
        self.0.chars().any(|c| c.is_alphabetic() && folding::script(c) != Script::Latin)
    }
}

/// Whether a word has letters of two scripts that look alike.
fn mixes_scripts(word: &str) -> bool {
    let alike = [Script::Latin, Script::Cyrillic, Script::Greek];
    let scripts: BTreeSet<_> =
        word.chars().filter_map(|c| alike.iter().position(|script| *script == folding::script(c))).collect();
    scripts.len() > 1
}

impl fmt::Display for PartnerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Reads a name that was stored. It kept the rules of its day; a rule that is newer must not make it unreadable, and all
/// partners with it.
impl TryFrom<String> for PartnerName {
    type Error = NameFault;

    fn try_from(text: String) -> Result<Self, NameFault> {
        if text.is_empty() {
            return Err(NameFault::Missing);
        }
        if text.chars().count() > PARTNER_NAME_MAX_CHARS {
            return Err(NameFault::TooLong);
        }
        if text.contains(char::is_control) { Err(NameFault::Signs) } else { Ok(Self(text)) }
    }
}

impl From<PartnerName> for String {
    fn from(name: PartnerName) -> Self {
        name.0
    }
}

/// The web address of an organization: `https://` or `http://`, a host, and perhaps a path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Website(String);

/// The text is no organization's web address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a web address such as https://example.org")]
pub struct NotAWebsite;

impl Website {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the address as people read it, without its scheme and a slash at its end.
    #[must_use]
    pub fn shown(&self) -> &str {
        self.0.split_once("://").map_or("", |(_, rest)| rest).trim_end_matches('/')
    }

    /// Returns the name of the host.
    #[must_use]
    pub fn host(&self) -> &str {
        self.shown().split('/').next().unwrap_or_default()
    }

    /// Whether a mail address is of the same domain as the site, or of a part of it.
    #[must_use]
    pub fn is_of(&self, email: &EmailAddress) -> bool {
        let (host, domain) = (self.host(), email.domain());
        let host = host.strip_prefix("www.").unwrap_or(host);
        let is_below = |one: &str, other: &str| one.strip_suffix(other).is_some_and(|rest| rest.ends_with('.'));
        // The owner of `example.org` is not the owner of `org`.
        host == domain || (domain.contains('.') && is_below(host, domain)) || is_below(domain, host)
    }
}

impl FromStr for Website {
    type Err = NotAWebsite;

    fn from_str(text: &str) -> Result<Self, NotAWebsite> {
        let text = typed_text::trim(text);
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
            None => ("https".to_owned(), text),
        };
        let (host, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
        let host = host.to_ascii_lowercase();
        let is_label = |label: &str| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        let labels: Vec<_> = host.split('.').collect();
        let is_named = labels.len() > 1 && labels.last().is_some_and(|last| !last.bytes().all(|b| b.is_ascii_digit()));
        let is_path = path.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'"' | b'\'' | b'<' | b'>' | b'\\'));
        let written = format!("{scheme}://{host}{path}");
        let is_good = matches!(scheme.as_str(), "http" | "https")
            && is_named
            && labels.iter().copied().all(is_label)
            && is_path
            && written.len() <= WEBSITE_MAX_BYTES;
        is_good.then_some(Self(written)).ok_or(NotAWebsite)
    }
}

/// Reads an address that was stored, by rules that never become stricter.
impl TryFrom<String> for Website {
    type Error = NotAWebsite;

    fn try_from(text: String) -> Result<Self, NotAWebsite> {
        let is_web = text.starts_with("https://") || text.starts_with("http://");
        let is_good = is_web && text.len() <= WEBSITE_MAX_BYTES && !text.contains(char::is_control);
        is_good.then_some(Self(text)).ok_or(NotAWebsite)
    }
}

impl From<Website> for String {
    fn from(website: Website) -> Self {
        website.0
    }
}

impl fmt::Display for Website {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An organization's request to become a partner, as its form gave it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerAsk {
    pub name_en: PartnerName,
    pub name_fr: PartnerName,
    pub website: Website,
    /// Whether it wants to stand on the public list with its count.
    pub listed: bool,
}

impl PartnerAsk {
    /// Returns the organization's name in a language.
    #[must_use]
    pub const fn name(&self, locale: Locale) -> &PartnerName {
        match locale {
            Locale::En => &self.name_en,
            Locale::Fr => &self.name_fr,
        }
    }
}

/// The reasons why a new partner cannot have a slug.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SlugFault {
    #[error(transparent)]
    Malformed(#[from] NotASlug),
    /// The word means something else.
    #[error("the slug is kept for something else")]
    Reserved,
    /// Another organization has it, or had it.
    #[error("the slug is another partner's")]
    Taken,
}

/// Reads the slug of a new partner among those that there are.
///
/// # Errors
/// Fails when it is no slug, is reserved, or is or was another partner's.
pub fn new_slug(text: &str, partners: &[Partner]) -> Result<PartnerSlug, SlugFault> {
    let slug: PartnerSlug = text.parse()?;
    if RESERVED_SLUGS.contains(&slug.as_str()) {
        return Err(SlugFault::Reserved);
    }
    if partners.iter().any(|partner| partner.slug == slug) { Err(SlugFault::Taken) } else { Ok(slug) }
}

/// Proposes a slug that no other partner has, from the first of these names that has letters for one. Returns `None` when
/// neither has any.
#[must_use]
pub fn proposed_slug(names: [&PartnerName; 2], partners: &[Partner]) -> Option<PartnerSlug> {
    names.into_iter().find_map(|name| slug_of(name, partners))
}

fn slug_of(name: &PartnerName, partners: &[Partner]) -> Option<PartnerSlug> {
    let words = folding::words(name.as_str());
    let is_plain =
        |word: &&String| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let mut slug = String::new();
    for word in words.iter().filter(is_plain) {
        let room = (SLUG_MAX_BYTES - NUMBER_MAX_BYTES).saturating_sub(slug.len() + 1);
        if slug.is_empty() {
            slug.push_str(&word[..word.len().min(room)]);
        } else if word.len() > room {
            break;
        } else {
            slug.push('-');
            slug.push_str(word);
        }
    }
    let taken: BTreeSet<_> = partners.iter().map(|partner| partner.slug.as_str()).collect();
    let numbered = (2..=PARTNERS_MAX + 1).map(|number| format!("{slug}-{number}"));
    let mut free = std::iter::once(slug.clone()).chain(numbered).filter(|slug| !taken.contains(slug.as_str()));
    free.find_map(|slug| new_slug(&slug, &[]).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn partner(slug: &str) -> Partner {
        let name = PartnerName::parse("River Town").unwrap();
        Partner {
            slug: slug.parse().unwrap(),
            name_en: name.clone(),
            name_fr: name,
            website: None,
            listed: true,
            state: PartnerState::Active,
            since: None,
        }
    }

    #[test]
    fn a_name_is_what_organizations_are_called() {
        for name in [
            "Canadian Council for Refugees",
            "Conseil canadien pour les réfugiés",
            "L’Hirondelle – Services d’accueil",
            "St. John’s Refugee Centre (Est. 1984)",
            "MOSAIC & Friends, 2nd chapter",
            "Solidarité immigrant·es",
            "Украинский дом",
            "中国城",
        ] {
            assert_eq!(PartnerName::parse(name).unwrap().as_str(), name);
        }
        assert_eq!(PartnerName::parse("  River\u{200b}  Town\n").unwrap().as_str(), "River Town");
        for (text, fault) in [
            ("", NameFault::Missing),
            (" \u{200b} ", NameFault::Missing),
            ("See evil.com", NameFault::WebAddress),
            ("Pay at https://pay.example", NameFault::WebAddress),
            ("<b>River</b>", NameFault::Signs),
            ("=HYPERLINK(1)", NameFault::Signs),
            ("{ $name }", NameFault::Signs),
            ("1234", NameFault::Signs),
            // The first letter is Cyrillic.
            ("\u{421}anadian Council for Refugees", NameFault::MixedScripts),
        ] {
            assert_eq!(PartnerName::parse(text), Err(fault), "{text}");
        }
        let of = |length: usize| PartnerName::parse(&"é".repeat(length));
        assert!(of(PARTNER_NAME_MAX_CHARS).is_ok());
        assert_eq!(of(PARTNER_NAME_MAX_CHARS + 1), Err(NameFault::TooLong));
        let whole = PartnerName::parse("\u{421}\u{421}R").map(|name| name.has_other_letters());
        assert_eq!(whole, Err(NameFault::MixedScripts));
        assert!(PartnerName::parse("\u{421}\u{421}\u{420}").unwrap().has_other_letters(), "the desk is warned");
    }

    #[test]
    fn a_web_address_leads_to_a_named_host_and_nowhere_else() {
        for (text, kept) in [
            ("https://ccrweb.ca", "https://ccrweb.ca"),
            (" CCRweb.CA/en/ ", "https://ccrweb.ca/en/"),
            ("http://www.example.org/a?b=c#d", "http://www.example.org/a?b=c#d"),
        ] {
            assert_eq!(text.parse::<Website>().unwrap().as_str(), kept);
        }
        for wrong in [
            "",
            "example",
            "javascript://example.org/%0aalert(1)",
            "https://user@example.org",
            "https://example.org:8080/",
            "https://192.0.2.1/",
            "https://ex ample.org",
            "https://example.org/\"><script>",
            "https://еxample.org",
            "https://-a.org",
        ] {
            assert_eq!(wrong.parse::<Website>(), Err(NotAWebsite), "{wrong}");
        }
        let of = |length: usize| format!("https://a.org/{}", "x".repeat(length - 14)).parse::<Website>();
        assert!(of(WEBSITE_MAX_BYTES).is_ok() && of(WEBSITE_MAX_BYTES + 1).is_err());
        assert_eq!("https://a.org/b/".parse::<Website>().unwrap().shown(), "a.org/b");
    }

    #[test]
    fn a_persons_mail_is_of_the_site_or_not() {
        let is_of = |site: &str, email: &str| {
            let site: Website = site.parse().unwrap();
            site.is_of(&EmailAddress::parse(email).unwrap())
        };
        assert!(is_of("https://www.river.org/x", "ana@river.org"));
        assert!(is_of("https://river.org", "ana@mail.river.org") && is_of("https://blog.river.org", "ana@river.org"));
        assert!(!is_of("https://river.org", "ana@driver.org") && !is_of("https://river.org", "ana@gmail.com"));
    }

    #[test]
    fn a_slug_is_given_once_and_never_again() {
        let mut partners = vec![partner("river-town")];
        assert_eq!(new_slug("river-town", &partners), Err(SlugFault::Taken));
        partners[0].state = PartnerState::Ended;
        assert_eq!(new_slug("river-town", &partners), Err(SlugFault::Taken), "its old links would credit another");
        for word in RESERVED_SLUGS {
            assert_eq!(new_slug(word, &[]), Err(SlugFault::Reserved), "{word}");
        }
        for wrong in ["", "River", "a b", "a/b", "p:x", "-a", "é"] {
            assert_eq!(new_slug(wrong, &[]), Err(SlugFault::Malformed(NotASlug)), "{wrong}");
        }
        assert!(new_slug("hill-town", &partners).is_ok());
    }

    #[test]
    fn a_slug_is_proposed_from_the_name() {
        let proposed = |name: &str, partners: &[Partner]| {
            slug_of(&PartnerName::parse(name).unwrap(), partners).map(|slug| slug.to_string())
        };
        assert_eq!(proposed("L’Hirondelle d’été", &[]).as_deref(), Some("lhirondelle-dete"));
        assert_eq!(proposed("River Town", &[partner("river-town")]).as_deref(), Some("river-town-2"));
        assert_eq!(proposed("Paper", &[]).as_deref(), Some("paper-2"), "a reserved word is passed over");
        assert_eq!(proposed("中国城", &[]), None);
        assert_eq!(proposed(&"é".repeat(90), &[]).map(|slug| slug.len()), Some(34), "a long word is cut");
        let long = proposed(&"abcdefghi ".repeat(10), &[]).unwrap();
        assert!(long.len() <= SLUG_MAX_BYTES, "{long}");
    }

    #[test]
    fn a_partner_of_the_folder_needs_a_slug_and_two_names() {
        let read: Partner = serde_json::from_str(r#"{"slug":"ccr","name_en":"Council","name_fr":"Conseil"}"#).unwrap();
        assert_eq!((read.state, read.listed, read.is_active()), (PartnerState::Active, false, true));
        let again: Partner = serde_json::from_str(&serde_json::to_string(&read).unwrap()).unwrap();
        assert_eq!(again, read);
    }

    #[test]
    fn what_was_stored_is_read_whatever_newer_rules_say_of_what_is_typed() {
        let read = |name: &str, website: &str| {
            let stored = serde_json::json!({ "slug": "x", "name_en": name, "name_fr": name, "website": website });
            serde_json::from_value::<Partner>(stored)
        };
        let (name, website) = ("Carrefour.coop", "https://carrefour.example:8080/");
        assert!(PartnerName::parse(name).is_err() && website.parse::<Website>().is_err());
        assert_eq!(read(name, website).unwrap().name_en.as_str(), name);
        for name in ["", "a\nb", &"é".repeat(PARTNER_NAME_MAX_CHARS + 1)] {
            assert!(read(name, website).is_err(), "{name:?}");
        }
        for website in ["javascript:alert(1)", "https://a\nb", &format!("https://{}", "a".repeat(WEBSITE_MAX_BYTES))] {
            assert!(read("River", website).is_err(), "{website}");
        }
    }
}
