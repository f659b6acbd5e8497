//! Measures the product's promises: counts and ratios beside their limits, never a test that waits for a clock.
//!
//! Start reading at `main.rs`, which prints the table. [`runtime_api`] stands in for Lambda; the tests of the deployed
//! binaries use it too. It must never be deployed.

pub mod fraud;
pub mod http;
pub mod runtime_api;
