//! The snapshots of days, and the lines that pages draw of the history.

use std::sync::Arc;

use campaigns::Texts;
use domain::tally::Tally;
use domain::tally::day::Day;
use domain::tally::hour::Hour;
use jiff::Timestamp;
use pages::{Trend, day_of, hours_of};
use store::{HourSnapshot, StoreError};

use crate::context::Tools;

/// The largest number of days in a table: a campaign's year, and another one.
const DAYS_MAX: usize = 732;
/// The points of a line: as many as a phone can show.
const LINE_POINTS: u16 = 60;

impl Tools {
    /// Draws the growth of a count, from the first snapshot to an hour. Returns `None` while the count has not changed, and
    /// when the snapshots cannot be read: the page then has no line.
    pub(crate) async fn trend(
        &self,
        texts: &Texts,
        to: Hour,
        now: Timestamp,
        count: impl Fn(&Tally) -> i64,
    ) -> Option<Trend> {
        let entries = self.history.line_to(LINE_POINTS, to, now).await.ok()?;
        let counted = |snapshot: &HourSnapshot| count(&snapshot.tally);
        let points: Vec<_> =
            entries.iter().map(|(hour, snapshot)| (hour.start(), snapshot.as_deref().map(counted))).collect();
        Trend::new(texts, &points)
    }

    /// Returns the number of a day: the first snapshot that was kept in it. There is none of a day without any.
    pub(crate) async fn of_day(&self, day: Day, now: Timestamp) -> Result<Option<Arc<HourSnapshot>>, StoreError> {
        Ok(self.history.first_of(&[hours_of(day)], now).await?.pop().flatten())
    }

    /// Returns the number of each day from the first snapshot to a day.
    pub(crate) async fn by_day(
        &self,
        day: Day,
        now: Timestamp,
    ) -> Result<Vec<(Day, Option<Arc<HourSnapshot>>)>, StoreError> {
        let Some(first) = self.history.first(now).await? else { return Ok(Vec::new()) };
        let days = day.and_those_before(day_of(first.start()), DAYS_MAX);
        let spans: Vec<_> = days.iter().map(|day| hours_of(*day)).collect();
        Ok(days.into_iter().zip(self.history.first_of(&spans, now).await?).collect())
    }

    /// Returns the newest day that has a number to cite: today, or yesterday before today's first snapshot. A day that began
    /// with nobody has none. Where the history cannot be read, the page does without.
    pub(crate) async fn newest_day(&self, now: Timestamp) -> Option<(Day, Arc<HourSnapshot>)> {
        let today = day_of(now);
        for day in [today, today.before()] {
            if let Some(snapshot) = self.of_day(day, now).await.ok()? {
                return (snapshot.tally.total() > 0).then_some((day, snapshot));
            }
        }
        None
    }
}
