//! Reports on paper and share pictures: their times and sizes.

use std::sync::Arc;
use std::time::Instant;

use anyhow::Context as _;
use campaigns::CampaignFolder;
use domain::locale::Locale;
use domain::tally::Tally;
use domain::tally::hour::Hour;
use domain::tally::riding::Place;
use jiff::Timestamp;
use report::{DOCUMENT_MAX_BYTES, Numbers, Paper, Subject};
use store::{HourEntry, HourSnapshot};

use crate::report::{Limit, Report};

/// The longest time for the book of all ridings, on one processor.
const BOOK_MAX_MS: f64 = 3_000.0;
const PAGE_MAX_BYTES: f64 = 150_000.0;
const PICTURE_MAX_BYTES: f64 = 60_000.0;
/// Points of the lines that show how counts grew.
const HOURS: i64 = 60;

pub(crate) fn measure(report: &mut Report, now: Timestamp) -> anyhow::Result<()> {
    let site = pages::Site::load(CampaignFolder::find("time-to-lead")?, "https://pledge.example.org")?;
    let mut tally = Tally::default();
    for (n, riding) in (0_i64..).zip(ridings::all()) {
        tally.add(Place::Riding(riding.code), 1 + n * 37 % 2_111);
    }
    let hours = hours(&tally, now);
    let numbers = Numbers { site: &site, tally: &tally, read_at: now, hours: &hours, day: None };
    let ottawa = ridings::find("35079").context("there is a riding 35079")?;
    // The first print of a process reads typefaces and outlines too.
    let (first, _) = timed(|| numbers.pdf(Subject::Riding(ottawa), Locale::En, Paper::Letter))?;
    report.time("one-pager, the first of a process", first, "ms", Limit::None);
    let (again, pdf) = timed(|| numbers.pdf(Subject::Riding(ottawa), Locale::Fr, Paper::Letter))?;
    report.time("one-pager, the next", again, "ms", Limit::None);
    report.count("one-pager", pdf.len() as f64, "bytes", Limit::Below(PAGE_MAX_BYTES));
    let (book, pdf) = timed(|| numbers.pdf(Subject::Country, Locale::Fr, Paper::Letter))?;
    let sheets = ridings::all().len() as f64;
    report.time("lobby book of 343 ridings", book, "ms", Limit::Below(BOOK_MAX_MS));
    report.time("lobby book, a riding, in one-pagers", book / sheets / again, "", Limit::None);
    report.count("lobby book", pdf.len() as f64, "bytes", Limit::AtMost(DOCUMENT_MAX_BYTES as f64));
    report.count("lobby book, a riding", pdf.len() as f64 / sheets, "bytes", Limit::Below(PAGE_MAX_BYTES));
    for (name, riding) in [("campaign", None), ("riding", Some(ottawa))] {
        let (time, png) = timed(|| numbers.png(riding, Locale::Fr))?;
        report.time(&format!("share picture of a {name}"), time, "ms", Limit::None);
        report.count(&format!("share picture of a {name}"), png.len() as f64, "bytes", Limit::Below(PICTURE_MAX_BYTES));
    }
    Ok(())
}

fn timed<E>(make: impl FnOnce() -> Result<Vec<u8>, E>) -> Result<(f64, Vec<u8>), E> {
    let started = Instant::now();
    let bytes = make()?;
    Ok((started.elapsed().as_secs_f64() * 1000.0, bytes))
}

/// Makes a history in which every count grew evenly.
fn hours(tally: &Tally, now: Timestamp) -> Vec<HourEntry> {
    let entry = |n: i64| {
        let hour = Hour::of(now).plus(n - HOURS + 1);
        let mut then = Tally::default();
        for (place, count) in tally.places() {
            then.add(place, count.signers * n / HOURS);
        }
        let snapshot =
            HourSnapshot { hour, taken_at: hour.start(), tally: then, by_partner: std::collections::BTreeMap::new() };
        (hour, Some(Arc::new(snapshot)))
    };
    (0..HOURS).map(entry).collect()
}
