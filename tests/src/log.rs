//! Everything that was logged in this process, kept so that a site can look for its people in it.
//!
//! Tests run side by side in one process and share its one subscriber. Each site therefore looks for its own people only,
//! whose names no other site has.

use std::fmt::Write as _;
use std::sync::{Mutex, Once, PoisonError};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::registry::LookupSpan;

/// Our own crates: they answer for every event, however verbose. Of others, those that a deployment would log.
const OURS: [&str; 18] = [
    "access",
    "bench",
    "campaigns",
    "domain",
    "ledger",
    "letter",
    "local",
    "mail",
    "mailer",
    "organizer",
    "pages",
    "public",
    "report",
    "ridings",
    "sign",
    "store",
    "upkeep",
    "web",
];

static LINES: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Begins to listen, once in a process, and returns the number of lines so far.
pub(crate) fn listen() -> usize {
    static STARTED: Once = Once::new();
    STARTED.call_once(|| {
        let targets = Targets::new().with_default(LevelFilter::INFO);
        let targets = OURS.into_iter().fold(targets, |targets, name| targets.with_target(name, LevelFilter::TRACE));
        let subscriber = tracing_subscriber::registry().with(Capture.with_filter(targets));
        tracing::subscriber::set_global_default(subscriber).expect("nothing else in a test's process logs");
    });
    LINES.lock().unwrap_or_else(PoisonError::into_inner).len()
}

/// Returns the first logged line since then that holds one of the texts. The case does not matter, and neither does
/// escaping as in a URL, JSON or `Debug`.
pub(crate) fn line_with(since: usize, texts: impl IntoIterator<Item = String>) -> Option<String> {
    let lines = LINES.lock().unwrap_or_else(PoisonError::into_inner);
    let whole = lines[since.min(lines.len())..].join("\n").to_lowercase();
    let found =
        texts.into_iter().flat_map(|text| spellings(&text)).find(|spelling| whole.contains(spelling.as_str()))?;
    lines.iter().skip(since).find(|line| line.to_lowercase().contains(&found)).cloned()
}

fn spellings(text: &str) -> Vec<String> {
    let mut spellings = vec![
        text.to_lowercase(),
        text.escape_default().to_string().to_lowercase(),
        utf8_percent_encode(text, NON_ALPHANUMERIC).to_string().to_lowercase(),
        form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().to_lowercase(),
    ];
    spellings.sort_unstable();
    spellings.dedup();
    spellings
}

struct Capture;

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Capture {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut line = Line::begin(event.metadata());
        event.record(&mut line);
        line.keep();
    }

    fn on_new_span(&self, attributes: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        let mut line = Line::begin(attributes.metadata());
        attributes.record(&mut line);
        line.keep();
    }

    fn on_record(&self, span: &Id, values: &Record<'_>, context: Context<'_, S>) {
        if let Some(metadata) = context.metadata(span) {
            let mut line = Line::begin(metadata);
            values.record(&mut line);
            line.keep();
        }
    }
}

struct Line(String);

impl Line {
    fn begin(metadata: &Metadata<'_>) -> Self {
        Self(format!("{} {} {}", metadata.level(), metadata.target(), metadata.name()))
    }

    fn keep(self) {
        LINES.lock().unwrap_or_else(PoisonError::into_inner).push(self.0);
    }
}

impl Visit for Line {
    fn record_str(&mut self, field: &Field, value: &str) {
        write!(self.0, " {}={value}", field.name()).expect("a text takes more text");
    }

    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        write!(self.0, " {}={value:?}", field.name()).expect("a text takes more text");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn logged(since: usize, text: &str) -> bool {
        line_with(since, [text.to_owned()]).is_some()
    }

    #[test]
    fn a_value_is_found_in_fields_spans_and_escapes() {
        let since = listen();
        tracing::trace!(target: "store", who = "Émilie Zqlogone", "read");
        assert!(logged(since, "émilie zqlogone"));
        let _span = tracing::debug_span!(target: "mail", "send", to = ?"zqlogtwo@example.org").entered();
        assert!(logged(since, "zqlogtwo@example.org"));
        tracing::info!(target: "sign", path = "/x?to=zqlogthree%40example.org", "asked");
        assert!(logged(since, "zqlogthree@example.org"));
        assert!(!logged(since, "zqlogfour"));
    }

    #[test]
    fn of_others_only_what_a_deployment_would_log_counts() {
        let since = listen();
        tracing::debug!(target: "aws_smithy_runtime", body = "zqlogfive", "request");
        assert!(!logged(since, "zqlogfive"));
        tracing::info!(target: "aws_smithy_runtime", body = "zqlogfive", "request");
        assert!(logged(since, "zqlogfive"));
    }
}
