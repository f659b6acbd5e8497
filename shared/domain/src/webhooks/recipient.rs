//! The recipients of webhooks: organizations, the events that they asked for, and whether the consent names them.

use std::collections::BTreeSet;

use jiff::Timestamp;
use strum::{Display, EnumString, IntoStaticStr};

use crate::ids::RecipientId;
use crate::mail::email::EmailAddress;
use crate::webhooks::event::Subject;

/// The most recipients of a campaign. An hour's message to all of them fits into one transaction, and the ledger's rounds
/// begin with each of them in its turn (`round.rs`).
pub const RECIPIENTS_MAX: usize = 60;
/// The most days for which somebody's address is kept who agrees no more, while a recipient takes no message.
pub const HEARD_DAYS: i64 = 14;
/// The longest name of an organization, in characters.
pub const NAME_MAX_CHARS: usize = 120;

/// The way in which a recipient takes messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case", const_into_str)]
pub enum HookKind {
    /// Signed messages, as Standard Webhooks describes them.
    Standard,
    /// The interface of Action Network (OSDI), for consents alone.
    ActionNetwork,
}

/// The state of a recipient, which decides what becomes of its messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case", const_into_str)]
pub enum HookState {
    On,
    /// An organizer paused it. Messages wait.
    Paused,
    /// It answered 410: it wants no more messages. They wait for an organizer.
    Gone,
    /// An organizer removed it. The ledger erases what is left of it.
    Removed,
}

impl HookKind {
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.into_str()
    }
}

impl HookState {
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.into_str()
    }
}

/// An organization that hears of what happens, without its keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    pub id: RecipientId,
    /// The organization's name in English and in French.
    pub names: [String; 2],
    pub kind: HookKind,
    /// The address as text: it is read again at each delivery.
    pub address: String,
    pub subjects: BTreeSet<Subject>,
    pub state: HookState,
    /// The versions of the consent's wording that name it. Only consents to one of these are passed on.
    pub wordings: BTreeSet<String>,
    /// The public key of its messages, `whpk_...`; empty for Action Network.
    pub public_key: String,
    pub added_by: EmailAddress,
    pub added_at: Timestamp,
    /// The time until which all of its messages wait, after it was away or busy.
    pub rests_until: Option<Timestamp>,
    /// The time at which its interface last gave an answer that could not be read; `None` once one was read again.
    pub unread_at: Option<Timestamp>,
}

impl Recipient {
    #[must_use]
    pub fn wants(&self, subject: Subject) -> bool {
        self.subjects.contains(&subject) && self.state != HookState::Removed
    }

    /// Whether a consent to this version of the wording may be passed on.
    #[must_use]
    pub fn may_hear_of(&self, wording: &str, named: &[[String; 2]]) -> bool {
        self.wants(Subject::Consents) && self.wordings.contains(wording) && named.contains(&self.names)
    }
}

/// Lists the organizations, by both names, that the consent's sentence names in both languages. A name that stands there only
/// as a part of another organization's longer name is not named.
#[must_use]
pub fn named_by(sentences: [&str; 2], organizations: impl IntoIterator<Item = [String; 2]>) -> Vec<[String; 2]> {
    let organizations: Vec<_> = organizations.into_iter().collect();
    let mut named = vec![true; organizations.len()];
    for (language, sentence) in sentences.into_iter().enumerate() {
        let all: Vec<_> = organizations.iter().map(|names| places_of(sentence, &names[language])).collect();
        let is_within = |(from, to): &(usize, usize)| {
            let mut others = all.iter().flatten();
            others.any(|(begin, end)| begin <= from && to <= end && end - begin > to - from)
        };
        for (named, places) in named.iter_mut().zip(&all) {
            *named &= !places.iter().all(is_within);
        }
    }
    organizations.into_iter().zip(named).filter_map(|(names, named)| named.then_some(names)).collect()
}

/// Lists the places at which a whole name stands in a sentence, each from its beginning to its end.
fn places_of(sentence: &str, name: &str) -> Vec<(usize, usize)> {
    let is_part = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let places = sentence.match_indices(name).map(|(at, _)| (at, at + name.len()));
    let is_whole = |(from, to): &(usize, usize)| {
        from < to && !is_part(sentence[..*from].chars().next_back()) && !is_part(sentence[*to..].chars().next())
    };
    places.filter(is_whole).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENTENCES: [&str; 2] =
        ["Yes, the River Town Welcome may write to me.", "Oui, Accueil Rivière peut m’écrire."];

    fn names(en: &str, fr: &str) -> [String; 2] {
        [en.to_owned(), fr.to_owned()]
    }

    fn is_named(en: &str, fr: &str) -> bool {
        !named_by(SENTENCES, [names(en, fr)]).is_empty()
    }

    #[test]
    fn an_organization_is_named_by_its_whole_name_in_both_languages() {
        assert!(is_named("River Town Welcome", "Accueil Rivière"));
        assert!(!is_named("River Town Welcome", "Accueil Lac"));
        assert!(!is_named("Lake Town Welcome", "Accueil Rivière"));
        assert!(!is_named("River Town Wel", "Accueil Rivière"), "a part of a word");
        assert!(!is_named("iver Town Welcome", "Accueil Rivière"), "a part of a word");
        assert!(!is_named("", ""));
    }

    #[test]
    fn a_name_within_the_longer_name_of_another_is_not_named() {
        let river = names("River Town Welcome", "Accueil Rivière");
        for part in [names("River Town", "Accueil"), names("Town Welcome", "Rivière"), names("River Town", "Rivière")]
        {
            assert_eq!(named_by(SENTENCES, [part.clone(), river.clone()]), std::slice::from_ref(&river), "{part:?}");
        }
        let both = ["The River Town Welcome and River Town may write.", "Accueil Rivière et Accueil peuvent écrire."];
        let town = names("River Town", "Accueil");
        assert_eq!(named_by(both, [town.clone(), river.clone()]), [town, river]);
    }

    #[test]
    fn only_a_consent_to_a_wording_that_names_the_recipient_is_passed_on() {
        let mut recipient = Recipient {
            id: RecipientId::from_random([1; 16]),
            names: names("River Town Welcome", "Accueil Rivière"),
            kind: HookKind::Standard,
            address: "https://a.example/".to_owned(),
            subjects: BTreeSet::from([Subject::Consents]),
            state: HookState::On,
            wordings: BTreeSet::from(["2".to_owned()]),
            public_key: String::new(),
            added_by: EmailAddress::parse("ana@example.org").unwrap(),
            added_at: Timestamp::UNIX_EPOCH,
            rests_until: None,
            unread_at: None,
        };
        let named = [recipient.names.clone()];
        assert!(recipient.may_hear_of("2", &named));
        assert!(!recipient.may_hear_of("1", &named), "an older sentence did not name it");
        assert!(!recipient.may_hear_of("2", &[]), "the sentence names it no more");
        recipient.subjects = BTreeSet::from([Subject::Hours]);
        assert!(!recipient.may_hear_of("2", &named), "it did not ask for consents");
    }
}
