//! Logs: one JSON object a line, without personal data.

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::Environment;

/// Whose events are no finer than warnings, whatever is asked for: the AWS SDK's debug events hold whole requests.
const QUIET: [&str; 4] = ["aws", "hyper", "lambda_http", "lambda_runtime"];

/// Starts logging to standard error as `RUST_LOG` says (`info`, or `warn,sign=debug`); by default everything from `info` on.
pub fn start(environment: &Environment) {
    let layer = tracing_subscriber::fmt::layer().json().flatten_event(true).with_writer(std::io::stderr);
    tracing_subscriber::registry().with(layer).with(filter(environment.optional("RUST_LOG"))).init();
}

/// A target's filter is for all targets that begin with it: `aws` is for every crate of the SDK.
fn filter(asked: Option<&str>) -> Targets {
    let asked = asked.and_then(|asked| asked.parse().ok());
    let filter: Targets = asked.unwrap_or_else(|| Targets::new().with_default(LevelFilter::INFO));
    filter.with_targets(QUIET.map(|target| (target, LevelFilter::WARN)))
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
        assert!(filter(Some("warn,sign=debug")).would_enable("sign", &Level::DEBUG));
        assert!(!filter(Some("warn,sign=debug")).would_enable("public", &Level::INFO));
    }
}
