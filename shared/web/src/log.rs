//! Logs: one JSON object a line, without personal data.

use tracing_subscriber::EnvFilter;

use crate::Environment;

/// Starts logging to standard error as `RUST_LOG` says: by default our own events, and warnings of others.
///
/// Dependencies stay at warnings even when asked for more in passing: the AWS SDK's debug events hold whole requests.
pub fn start(environment: &Environment) {
    let filter =
        environment.optional("RUST_LOG").unwrap_or("info,aws=warn,hyper=warn,lambda_runtime=warn,lambda_http=warn");
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().json().flatten_event(true).with_env_filter(filter).with_writer(std::io::stderr).init();
}
