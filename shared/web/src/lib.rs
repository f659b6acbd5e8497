//! The parts that every HTTP answer shares: problems and their texts, addresses, bodies with limits, language, headers,
//! settings, logs, clock and randomness. It also holds the event of a schedule.
//!
//! It must never know what a pledge is: the functions do. [`Clock`], [`Entropy`] and [`Environment`] are the only
//! sources of time, randomness and environment variables; all code behind them takes values. Start reading at
//! [`Problem`], the form of an error, and [`secure`], which finishes every answer.

mod address;
mod body;
mod clock;
mod edge;
mod entropy;
mod environment;
mod headers;
mod language;
pub mod log;
pub mod metric;
mod problem;
mod query;
mod rate_limit;
mod schedule;
mod telling;

pub use address::{AddressError, Lang, address_part};
pub use body::{BODY_MAX_BYTES, BodyError, MediaType, read_body, read_body_up_to};
pub use clock::Clock;
pub use edge::Edge;
pub use entropy::Entropy;
pub use environment::{Environment, SettingError};
pub use headers::{
    BOM, CSV, IMMUTABLE, NO_STORE, OF_A_DAY, OF_AN_HOUR, PUBLIC_CACHE, etag, framable, framing, loadable, secure,
    tagged,
};
pub use language::{language_of, preferred_language};
pub use metric::Metric;
pub use problem::{BUSY_SECONDS, FieldError, Problem, ProblemDetails};
pub use query::{Query, first_value, last_value, pairs_once, written_query};
pub use rate_limit::{Network, RateLimit, WINDOW_MINUTES, source_address};
pub use schedule::Scheduled;
pub use telling::{marked, tell};
