//! A Member of Parliament in words, and what they answered.

use campaigns::Texts;
use domain::campaign::members::{Holder, Member};

/// Writes name, party and the date of the data: `Paul Connors, Liberal (as of June 2025)`.
#[must_use]
pub fn member_text(t: &Texts, member: &Member) -> String {
    let party = party_name(t, &member.party);
    let as_of = member.as_of.as_str();
    let when = as_of.parse().ok().map(|day| t.date(day)).or_else(|| t.month(as_of));
    let known = [("name", member.name.as_str().into()), ("party", party.as_str().into())];
    match when {
        Some(when) => {
            let [name, party] = known;
            t.with("riding-member-as-of", [name, party, ("month", when.into())])
        }
        None => t.with("riding-member-unconfirmed", known),
    }
}

/// Writes who holds a seat: the Member, or since when it is vacant. Returns `None` where nothing is known.
#[must_use]
pub fn holder_text(t: &Texts, holder: &Holder) -> Option<String> {
    match holder {
        Holder::Member(member) => Some(member_text(t, member)),
        Holder::Vacant { since: Some(since) } => Some(t.with("seat-vacant-since", [("day", t.date(*since).into())])),
        Holder::Vacant { since: None } => Some(t.get("seat-vacant")),
        Holder::Unknown => None,
    }
}

/// A Member's answer in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerText {
    /// The day and the position: `On November 3, 2026, they said yes to all of our asks.`
    pub says: String,
    /// The quotation, and its language where it is not the reader's.
    pub quote: Option<(String, &'static str)>,
    /// The words that name a quotation's other language.
    pub quoted_in: Option<String>,
    /// The address of the source, and its host for people to read.
    pub source: String,
    pub host: String,
}

impl AnswerText {
    /// Puts a Member's answer into words, if they gave one.
    #[must_use]
    pub fn of(t: &Texts, holder: &Holder) -> Option<Self> {
        let answer = holder.member()?.answer.as_ref()?;
        let quote = answer.quote.as_ref();
        let other = quote.map(|quote| quote.locale).filter(|locale| *locale != t.locale());
        Some(Self {
            says: t.with(&format!("answer-{}", answer.stance), [("day", t.date(answer.on).into())]),
            quote: quote
                .map(|quote| (t.with("answer-quote", [("quote", quote.text.as_str().into())]), quote.locale.tag())),
            quoted_in: other.map(|locale| t.get(&format!("answer-in-{locale}"))),
            source: answer.source.clone(),
            host: host_of(&answer.source).to_owned(),
        })
    }

    /// Writes the answer without its source.
    #[must_use]
    pub fn sentence(&self) -> String {
        let quote = self.quote.as_ref().map(|(quote, _)| quote.as_str());
        let parts = [Some(self.says.as_str()), quote, self.quoted_in.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// Returns the host in a web address, for people to read.
fn host_of(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host)
}

/// Translates a party's name in the members' table into the reader's language.
#[must_use]
pub fn party_name(t: &Texts, party: &str) -> String {
    match party {
        "Liberal" => t.get("party-liberal"),
        "Conservative" => t.get("party-conservative"),
        "NDP" => t.get("party-ndp"),
        "Green Party" => t.get("party-green"),
        "Independent" => t.get("party-independent"),
        other => other.to_owned(),
    }
}
