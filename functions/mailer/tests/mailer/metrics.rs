//! The metrics that a test's own mailer puts.

use std::cell::RefCell;
use std::sync::Once;

use jiff::SignedDuration;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber, callsite};

thread_local! {
    /// Each test runs in a thread of its own, and its mailer too.
    static NOTED: RefCell<Option<Vec<(String, f64)>>> = const { RefCell::new(None) };
}

/// Begins to listen, once in a process, before anything is measured.
///
/// One subscriber serves all tests. `tracing` asks once who wants an event. With a subscriber in each test, the answer could come
/// from a test that has none, and then no test heard the event.
pub(crate) fn listen() {
    static STARTED: Once = Once::new();
    STARTED.call_once(|| {
        tracing::subscriber::set_global_default(Noting).expect("nothing else in a test's process listens");
        callsite::rebuild_interest_cache();
    });
}

/// Notes the metrics that its test puts while it lives.
pub(crate) struct Metrics(());

impl Metrics {
    pub(crate) fn note() -> Self {
        NOTED.set(Some(Vec::new()));
        Self(())
    }

    /// The values of a metric since it was asked for the last time.
    #[expect(clippy::unused_self, reason = "metrics are noted while it lives")]
    pub(crate) fn take(&self, name: &str) -> Vec<f64> {
        NOTED.with_borrow_mut(|noted| {
            let noted = noted.as_mut().expect("it is noted while this lives");
            noted.extract_if(.., |(known, _)| known == name).map(|(_, value)| value).collect()
        })
    }

    /// The values of a metric of seconds, in whole minutes.
    pub(crate) fn minutes(&self, name: &str) -> Vec<i64> {
        let whole = |seconds: f64| SignedDuration::from_secs_f64(seconds).as_mins();
        self.take(name).into_iter().map(whole).collect()
    }
}

impl Drop for Metrics {
    fn drop(&mut self) {
        NOTED.set(None);
    }
}

struct Noting;

#[derive(Default)]
struct Noted(String, f64);

impl Subscriber for Noting {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "web::metric"
    }

    fn event(&self, event: &Event<'_>) {
        let mut measured = Noted::default();
        event.record(&mut measured);
        NOTED.with_borrow_mut(|noted| noted.iter_mut().for_each(|noted| noted.push((measured.0.clone(), measured.1))));
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

impl Visit for Noted {
    fn record_f64(&mut self, _: &Field, value: f64) {
        self.1 = value;
    }

    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        if field.name() == "name" {
            self.0 = format!("{value:?}");
        }
    }
}
