//! The connection to DynamoDB: on AWS, or to an endpoint of one's own.

use std::time::Duration;

use aws_config::{BehaviorVersion, Region};
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{Builder, Credentials, SharedHttpClient};

/// The times that an operation may take.
struct Patience {
    /// The longest time to reach DynamoDB.
    connect: Duration,
    /// The longest time for one request and its answer.
    attempt: Duration,
    /// The longest time for an operation with the SDK's own retries.
    operation: Duration,
}

/// Within a region, DynamoDB is reached in milliseconds. A gateway gives up on a function after 30 seconds.
const IN_THE_REGION: Patience =
    Patience { connect: Duration::from_secs(1), attempt: Duration::from_secs(3), operation: Duration::from_secs(10) };
/// At an operator's desk, a page of a megabyte may come over a slow line.
const AT_A_DESK: Patience =
    Patience { connect: Duration::from_secs(10), attempt: Duration::from_mins(1), operation: Duration::from_secs(200) };
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
        Self::with(Self::environment().await, &IN_THE_REGION)
    }

    /// Connects as an operator's credentials, region and endpoint variables say, and waits longer for each answer.
    pub async fn of_operator() -> Self {
        Self::with(Self::environment().await, &AT_A_DESK)
    }

    async fn environment() -> Builder {
        #[expect(clippy::disallowed_methods, reason = "this is the door that the lint names")]
        let shared = aws_config::load_defaults(BehaviorVersion::latest()).await;
        Builder::from(&shared)
    }

    /// Connects to an embedded DynamoDB, with credentials that mean nothing.
    #[must_use]
    pub fn to(endpoint_url: &str) -> Self {
        let config = aws_sdk_dynamodb::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::from_static("ca-central-1"))
            .credentials_provider(Credentials::new("local", "local", None, None, "local"))
            .endpoint_url(endpoint_url);
        Self::with(config, &IN_THE_REGION)
    }

    /// Returns the same connection over another HTTP client. Tests cause faults there, and benchmarks count requests.
    #[must_use]
    pub fn with_http_client(self, http_client: SharedHttpClient) -> Self {
        Self::open(self.config.to_builder().http_client(http_client))
    }

    fn with(config: Builder, patience: &Patience) -> Self {
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(patience.connect)
            .operation_attempt_timeout(patience.attempt)
            .operation_timeout(patience.operation)
            .build();
        let retries = RetryConfig::standard().with_max_attempts(ATTEMPTS);
        Self::open(config.timeout_config(timeouts).retry_config(retries))
    }

    fn open(config: Builder) -> Self {
        let config = config.build();
        let client = aws_sdk_dynamodb::Client::from_conf(config.clone());
        Self { config, client }
    }

    pub(crate) fn client(&self) -> &aws_sdk_dynamodb::Client {
        &self.client
    }
}
