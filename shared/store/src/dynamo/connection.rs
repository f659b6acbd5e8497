//! The connection to DynamoDB: on AWS, or to an endpoint of one's own.

use std::time::Duration;

use aws_config::{BehaviorVersion, Region};
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{Builder, Credentials, SharedHttpClient};

/// The longest time to reach DynamoDB. Within a region it takes milliseconds.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);
/// The longest time for one request and its answer.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(3);
/// The longest time for an operation with the SDK's own retries. A gateway gives up on a function after 30 seconds.
const OPERATION_TIMEOUT: Duration = Duration::from_secs(10);
/// The SDK sends an operation this many times at most. A transaction is sent once, since its retries read and decide again.
const ATTEMPTS: u32 = 3;

/// The only holder of a DynamoDB client. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Connection {
    config: aws_sdk_dynamodb::Config,
    client: aws_sdk_dynamodb::Client,
}

impl Connection {
    /// Connects as the function's role, region and endpoint variables say.
    pub async fn from_environment() -> Self {
        #[expect(clippy::disallowed_methods, reason = "this is the door that the lint names")]
        let shared = aws_config::load_defaults(BehaviorVersion::latest()).await;
        Self::with(Builder::from(&shared))
    }

    /// Connects to an embedded DynamoDB, with credentials that mean nothing.
    #[must_use]
    pub fn to(endpoint_url: &str) -> Self {
        Self::with(
            aws_sdk_dynamodb::Config::builder()
                .behavior_version(BehaviorVersion::latest())
                .region(Region::from_static("ca-central-1"))
                .credentials_provider(Credentials::new("local", "local", None, None, "local"))
                .endpoint_url(endpoint_url),
        )
    }

    /// Returns the same connection over another HTTP client. Tests cause faults there, and benchmarks count requests.
    #[must_use]
    pub fn with_http_client(self, http_client: SharedHttpClient) -> Self {
        Self::with(self.config.to_builder().http_client(http_client))
    }

    fn with(config: Builder) -> Self {
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .operation_attempt_timeout(ATTEMPT_TIMEOUT)
            .operation_timeout(OPERATION_TIMEOUT)
            .build();
        let retries = RetryConfig::standard().with_max_attempts(ATTEMPTS);
        let config = config.timeout_config(timeouts).retry_config(retries).build();
        let client = aws_sdk_dynamodb::Client::from_conf(config.clone());
        Self { config, client }
    }

    pub(crate) fn client(&self) -> &aws_sdk_dynamodb::Client {
        &self.client
    }
}
