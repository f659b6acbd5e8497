//! The parts of a campaign that its desk publishes, as every function reads them. Nothing in them is personal.

use std::collections::BTreeMap;

use strum::{Display, EnumString, IntoStaticStr};

/// A part of the campaign that the desk publishes as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case", const_into_str)]
pub enum Part {
    /// Goal, dates, officials, addresses and sentences.
    Edition,
    /// The organizations that carry the campaign.
    Partners,
    /// The Members of Parliament, and what they answered.
    Members,
    /// The codes of the pages for Members' offices.
    Offices,
}

impl Part {
    pub const ALL: [Self; 4] = [Self::Edition, Self::Partners, Self::Members, Self::Offices];

    #[must_use]
    pub const fn name(self) -> &'static str {
        self.into_str()
    }
}

/// One version of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Counts from 1. The campaign's folder is version 0.
    pub number: u32,
    /// The part's content as JSON.
    pub content: String,
}

/// All that the desk has published. A part that is missing was never changed: it stands as in the campaign's folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published(BTreeMap<Part, Version>);

impl Published {
    /// Returns the number of a part's version, 0 for the campaign's folder.
    #[must_use]
    pub fn number(&self, part: Part) -> u32 {
        self.0.get(&part).map_or(0, |version| version.number)
    }

    /// Returns a part's content as JSON, if it was ever published.
    #[must_use]
    pub fn content(&self, part: Part) -> Option<&str> {
        self.0.get(&part).map(|version| version.content.as_str())
    }

    /// Takes a version of a part in place of the one before.
    pub fn put(&mut self, part: Part, version: Version) {
        self.0.insert(part, version);
    }

    /// Takes a part as it is elsewhere, if it was ever published there.
    pub fn take(&mut self, part: Part, other: &Self) {
        if let Some(version) = other.0.get(&part) {
            self.put(part, version.clone());
        }
    }
}
