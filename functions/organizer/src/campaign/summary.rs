//! A published change as the log keeps it: numbers and names of items. The log's page says it in its reader's language.

use campaigns::Texts;
use domain::campaign::changes::Item;
use domain::campaign::edition::Edition;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::campaign::words::Words;

/// A change of an edition in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Summary {
    /// The number of the edition that the change made.
    pub(crate) version: u32,
    /// The edition whose change it undoes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    undoes: Option<u32>,
    changes: Vec<Changed>,
    sentences: usize,
}

/// A fact that changed: its values before and after, or its name alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Changed {
    Goal(u64, u64),
    GoalSteps(Vec<u64>, Vec<u64>),
    OpensAt(Timestamp, Timestamp),
    ClosesAt(Timestamp, Timestamp),
    Other(Item),
}

impl Summary {
    pub(crate) fn of(before: &Edition, after: &Edition, version: u32, undoes: Option<u32>) -> Self {
        let (was, is) = (&before.facts, &after.facts);
        let items = after.differences(before);
        let change = |item: &Item| match item {
            Item::Goal => Some(Changed::Goal(was.goal, is.goal)),
            Item::GoalSteps => Some(Changed::GoalSteps(was.goal_steps.clone(), is.goal_steps.clone())),
            Item::OpensAt => Some(Changed::OpensAt(was.opens_at, is.opens_at)),
            Item::ClosesAt => Some(Changed::ClosesAt(was.closes_at, is.closes_at)),
            Item::ContactEmail | Item::Website | Item::PostalAddressEn | Item::PostalAddressFr | Item::Official(..) => {
                Some(Changed::Other(item.clone()))
            }
            Item::SentenceEn(_) | Item::SentenceFr(_) => None,
        };
        let changes: Vec<_> = items.iter().filter_map(change).collect();
        Self { version, undoes, sentences: items.len() - changes.len(), changes }
    }

    /// Says the change in a few words, with its number.
    pub(crate) fn said(&self, t: &Texts) -> String {
        let words = Words { texts: t, models: &[] };
        let numbers = |numbers: &[u64]| words.numbers(numbers);
        let pair = |item: &Item, [from, to]: [String; 2]| format!("{} {from} → {to}", words.name(item));
        let say = |changed: &Changed| match changed {
            Changed::Goal(from, to) => pair(&Item::Goal, [from, to].map(|goal| numbers(&[*goal]))),
            Changed::GoalSteps(from, to) => pair(&Item::GoalSteps, [from, to].map(|steps| numbers(steps))),
            Changed::OpensAt(from, to) => pair(&Item::OpensAt, [from, to].map(|at| t.moment(*at))),
            Changed::ClosesAt(from, to) => pair(&Item::ClosesAt, [from, to].map(|at| t.moment(*at))),
            Changed::Other(item) => words.name(item),
        };
        let mut parts: Vec<_> = self.changes.iter().map(say).collect();
        if self.sentences > 0 {
            parts.push(t.with("office-edition-sentences", [("count", self.sentences.into())]));
        }
        if let Some(undone) = self.undoes {
            parts.push(t.with("office-edition-undoes", [("number", undone.to_string().into())]));
        }
        let what = words.list(&parts);
        t.with("office-edition-about", [("number", self.version.to_string().into()), ("what", what.into())])
    }
}
