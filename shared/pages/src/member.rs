//! A Member of Parliament in words.

use campaigns::Texts;
use ridings::MemberOfParliament;

/// Writes name, party and the roster's date: `Paul Connors, Liberal (as of June 2025)`.
#[must_use]
pub fn member_text(t: &Texts, member: &MemberOfParliament) -> String {
    let party = party_name(t, member.party);
    // The table has "2025-06 roster", or a kind of source when it has no month.
    let month = member.as_of.split(' ').next().and_then(|month| t.month(month));
    let known = [("name", member.name.into()), ("party", party.as_str().into())];
    match month {
        Some(month) => {
            let [name, party] = known;
            t.with("riding-member-as-of", [name, party, ("month", month.into())])
        }
        None => t.with("riding-member-unconfirmed", known),
    }
}

/// Translates a party's name in the members' table into the reader's language.
#[must_use]
pub fn party_name(t: &Texts, party: &str) -> String {
    match party {
        "Liberal" => t.get("party-liberal"),
        "Conservative" => t.get("party-conservative"),
        "NDP" => t.get("party-ndp"),
        "Green Party" => t.get("party-green"),
        other => other.to_owned(),
    }
}
