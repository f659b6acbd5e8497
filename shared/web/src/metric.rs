//! Metrics of the campaign for CloudWatch: each is a line of the function's log, in the embedded metric format.
//!
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html>
//!
//! A metric is a name of [`Metric`] and a number, so that none can hold anything about a person. It has no dimension: the
//! name tells the step, and the namespace is the stack. CloudWatch bills each name by the month.

use std::fmt;
use std::io::Write as _;

use serde_json::{Value, json};
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer};

use crate::clock::Clock;

/// The target of the events that carry metrics.
pub(crate) const TARGET: &str = module_path!();

/// Every metric. `infra/stack/watch.yaml` has alarms on these names and shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    /// Forms that were taken.
    FormsTaken,
    /// People who were counted.
    Confirmations,
    /// Signers who withdrew.
    Withdrawals,
    /// Codes that counted nobody.
    CodesWrong,
    /// Answers with a server error. A deployment that causes them is rolled back (`template.yaml`).
    AnswersFailed,
    /// First mails about forms that the provider took.
    FirstMailsSent,
    /// Thanks, and words of goodbye.
    ThanksMailsSent,
    /// Reminders of forms.
    ReminderMailsSent,
    /// Letters, digests, and mails to organizations that ask to become partners.
    LetterMailsSent,
    /// Links that let somebody in.
    SignInMailsSent,
    /// Mails that are owed and not sent, without reminders.
    MailsOwed,
    /// The age of the oldest mail that is owed and late, without reminders. Each minute's round puts it.
    OldestMailOwedSeconds,
    /// Mails that the provider did not take this time.
    MailsPutOff,
    /// The used part of the provider's quota for 24 hours, in percent.
    MailQuotaUsedPercent,
    /// Bounces in 100 mails of the last hour; zero while only a few bounced.
    MailBouncePercent,
    /// Items that owe a mail and could not be read.
    RecordsPassedOver,
}

impl Metric {
    pub const ALL: [Self; 16] = [
        Self::FormsTaken,
        Self::Confirmations,
        Self::Withdrawals,
        Self::CodesWrong,
        Self::AnswersFailed,
        Self::FirstMailsSent,
        Self::ThanksMailsSent,
        Self::ReminderMailsSent,
        Self::LetterMailsSent,
        Self::SignInMailsSent,
        Self::MailsOwed,
        Self::OldestMailOwedSeconds,
        Self::MailsPutOff,
        Self::MailQuotaUsedPercent,
        Self::MailBouncePercent,
        Self::RecordsPassedOver,
    ];

    const fn unit(self) -> &'static str {
        match self {
            Self::FormsTaken
            | Self::Confirmations
            | Self::Withdrawals
            | Self::CodesWrong
            | Self::AnswersFailed
            | Self::FirstMailsSent
            | Self::ThanksMailsSent
            | Self::ReminderMailsSent
            | Self::LetterMailsSent
            | Self::SignInMailsSent
            | Self::MailsOwed
            | Self::MailsPutOff
            | Self::RecordsPassedOver => "Count",
            Self::OldestMailOwedSeconds => "Seconds",
            Self::MailQuotaUsedPercent | Self::MailBouncePercent => "Percent",
        }
    }
}

/// Writes metrics, if [`crate::log::start`] was given a namespace.
pub fn put(metrics: &[(Metric, f64)]) {
    for (metric, value) in metrics {
        tracing::info!(name = ?metric, unit = metric.unit(), value = *value, "measured");
    }
}

/// Writes metrics to standard error, where Lambda takes the log from.
pub(crate) struct Lines {
    pub(crate) namespace: String,
    pub(crate) clock: Clock,
}

impl Lines {
    fn line(&self, measured: &Measured) -> Value {
        json!({
            "_aws": {
                "Timestamp": self.clock.now().as_millisecond(),
                "CloudWatchMetrics": [{
                    "Namespace": self.namespace,
                    "Dimensions": [[]],
                    "Metrics": [{ "Name": measured.name, "Unit": measured.unit }],
                }],
            },
            (measured.name.as_str()): measured.value,
        })
    }
}

impl<S: Subscriber> Layer<S> for Lines {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut measured = Measured::default();
        event.record(&mut measured);
        let line = format!("{}\n", self.line(&measured));
        // One write takes the whole line. A log that cannot be written has nowhere to report it.
        let _ = std::io::stderr().lock().write_all(line.as_bytes());
    }
}

#[derive(Default)]
pub(crate) struct Measured {
    pub(crate) name: String,
    unit: String,
    value: f64,
}

impl Visit for Measured {
    fn record_f64(&mut self, _: &Field, value: f64) {
        self.value = value;
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "unit" {
            value.clone_into(&mut self.unit);
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "name" {
            self.name = format!("{value:?}");
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn a_line_is_what_cloudwatch_takes_a_metric_from() {
        let lines =
            Lines { namespace: "time-to-lead".to_owned(), clock: Clock::manual(Timestamp::from_second(7).unwrap()) };
        let measured = Measured { name: "FormsTaken".to_owned(), unit: "Count".to_owned(), value: 12.0 };
        assert_eq!(
            lines.line(&measured).to_string(),
            r#"{"FormsTaken":12.0,"_aws":{"CloudWatchMetrics":[{"Dimensions":[[]],"Metrics":[{"Name":"FormsTaken","Unit":"Count"}],"Namespace":"time-to-lead"}],"Timestamp":7000}}"#
        );
    }
}
