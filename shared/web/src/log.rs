//! Logs: one JSON object a line, without personal data.

use tracing::level_filters::LevelFilter;
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::clock::Clock;
use crate::environment::Environment;
use crate::metric;

/// Libraries that log nothing finer than warnings, even if finer events are asked for: the AWS SDK's debug events hold
/// whole requests.
const QUIET: [&str; 4] = ["aws", "hyper", "lambda_http", "lambda_runtime"];

/// Starts logging to standard error as `RUST_LOG` says (`info`, or `warn,sign=debug`); the default is `info`. Metrics
/// are written at every level if `METRICS_NAMESPACE` names their namespace.
pub fn start(environment: &Environment) {
    let lines = tracing_subscriber::fmt::layer().json().flatten_event(true).with_writer(std::io::stderr);
    let lines = lines.with_filter(filter(environment.optional("RUST_LOG")));
    let metrics = environment.optional("METRICS_NAMESPACE").map(|namespace| {
        let metrics = metric::Lines { namespace: namespace.to_owned(), clock: Clock::system() };
        metrics.with_filter(Targets::new().with_target(metric::TARGET, LevelFilter::INFO))
    });
    tracing_subscriber::registry().with(lines).with(metrics).init();
}

/// Makes the filter of log events. A target's filter covers all targets that begin with it: `aws` covers every crate of
/// the SDK.
fn filter(asked: Option<&str>) -> Targets {
    let asked = asked.and_then(|asked| asked.parse().ok());
    let filter: Targets = asked.unwrap_or_else(|| Targets::new().with_default(LevelFilter::INFO));
    filter.with_targets(QUIET.map(|target| (target, LevelFilter::WARN))).with_target(metric::TARGET, LevelFilter::OFF)
}

#[cfg(test)]
mod tests {
    use tracing::Level;

    use super::*;

    #[test]
    fn our_own_events_are_logged_as_asked_and_the_sdks_requests_never() {
        for (asked, ours) in [(None, Level::INFO), (Some("debug"), Level::DEBUG), (Some("sign=loud"), Level::INFO)] {
            let filter = filter(asked);
            assert!(filter.would_enable("sign::confirm", &ours), "{asked:?}");
            assert!(!filter.would_enable("sign::confirm", &Level::TRACE), "{asked:?}");
            assert!(!filter.would_enable("aws_smithy_runtime::client", &Level::INFO), "{asked:?}");
            assert!(filter.would_enable("aws_smithy_runtime::client", &Level::WARN), "{asked:?}");
        }
        assert!(!filter(None).would_enable(metric::TARGET, &Level::INFO), "metrics have lines of their own");
        assert!(filter(Some("warn,sign=debug")).would_enable("sign", &Level::DEBUG));
        assert!(!filter(Some("warn,sign=debug")).would_enable("public", &Level::INFO));
    }
}
