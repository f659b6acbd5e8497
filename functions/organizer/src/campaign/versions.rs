//! A page of a history: the versions of one part of what the desk publishes, each with its author, its time and its difference.

use askama::Template;
use domain::campaign::published::Part;
use jiff::Timestamp;
use pages::FieldMessage;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use store::{PastVersion, StoreError};

use crate::campaign::words::Difference;
use crate::failure::Failure;
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Visit, answer};

/// The history of one part, below the room that it belongs to.
pub(crate) struct History {
    pub(crate) part: Part,
    pub(crate) room: OfficePage,
    /// The address of the room, below the office's own.
    pub(crate) path: &'static str,
    /// The most versions on a page.
    pub(crate) most: usize,
    /// The key of the page's title. The other keys are those of a history without versions and of the way back to the room.
    pub(crate) title: &'static str,
    pub(crate) none: &'static str,
    pub(crate) back: &'static str,
}

#[derive(Template)]
#[template(path = "campaign/history.html")]
struct HistoryPage<'a> {
    frame: OfficeFrame<'a>,
    history: &'a History,
    versions: Vec<VersionRow>,
    /// The newest version, to which an undo is added, if the undo asks for it.
    from: Option<u32>,
    /// The addresses of the page with older versions, and of the newest.
    older: Option<String>,
    newest: Option<String>,
}

/// A version as the page shows it.
struct VersionRow {
    number: u32,
    at: Timestamp,
    when: String,
    by: String,
    shown: ShownDifferences,
}

/// Differences as a page shows them, and the sentence about those that it leaves out.
pub(crate) struct ShownDifferences {
    pub(crate) differences: Vec<Difference>,
    pub(crate) more: Option<String>,
}

/// The query of the page: versions before this number.
#[derive(Deserialize)]
pub(crate) struct HistoryQuery {
    pub(crate) before: Option<u32>,
}

impl History {
    /// The address of a version in the history, below the office's own.
    pub(crate) fn path_to(&self, version: u32) -> String {
        format!("{}/history?before={}#version-{version}", self.path, version + 1)
    }

    /// Shows the versions before a number, or the newest. `first` is the state before the first version, `from` goes along
    /// with an undo, and `compare` describes the differences between two states.
    pub(crate) async fn page<T: DeserializeOwned>(
        &self,
        visit: &Visit,
        before: Option<u32>,
        from: Option<u32>,
        first: &T,
        compare: impl Fn(&T, &T) -> ShownDifferences,
        fault: Option<FieldMessage>,
    ) -> Answer {
        let most = i32::try_from(self.most + 1).expect("a small constant");
        // One version more than the page shows is read, to compare the oldest with it.
        let past = visit.context.office.past_versions(self.part, before, most).await?;
        let states = past.iter().map(|past| read(&past.version.content)).collect::<Result<Vec<T>, _>>()?;
        let row = |(at, past): (usize, &PastVersion)| VersionRow {
            number: past.version.number,
            at: past.at,
            when: visit.texts().moment(past.at),
            by: past.by.to_string(),
            shown: compare(states.get(at + 1).unwrap_or(first), &states[at]),
        };
        let path = |before: Option<u32>| match before {
            Some(before) => format!("/{}/history?before={before}", self.path),
            None => format!("/{}/history", self.path),
        };
        let address = |before| format!("/organizer/{}{}", visit.locale, path(before));
        let oldest = past.get(self.most - 1).filter(|_| past.len() > self.most);
        let page = HistoryPage {
            frame: visit.frame(self.room, self.title, &path(before)).with_errors(fault),
            history: self,
            versions: past.iter().enumerate().take(self.most).map(row).collect(),
            from,
            older: oldest.map(|oldest| address(Some(oldest.version.number))),
            newest: before.map(|_| address(None)),
        };
        Ok(answer(&page.frame, &page))
    }
}

/// Reads the content of a version.
pub(crate) fn read<T: DeserializeOwned>(content: &str) -> Result<T, Failure> {
    serde_json::from_str(content).map_err(|error| {
        tracing::error!(%error, "a version of the campaign cannot be read");
        StoreError::Corrupt.into()
    })
}
