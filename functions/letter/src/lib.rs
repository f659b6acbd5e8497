//! A letter to one's Member of Parliament, copied to the minister, and a comment to the Prime Minister.
//!
//! It is written for whoever comes, with their riding's own count in it, and goes one of three ways: from their own mail program,
//! on paper, or, for those who signed and confirmed, through the campaign. The last is queued in the store, whose stream tells the
//! mailer.
//!
//! It must never send mail itself, count anybody, or keep what was written unless its writer has it sent. It reads one
//! signer, by a link that was mailed to them. Start reading at `text.rs`, what a letter is, and `review.rs`, the ways it goes;
//! `compose.rs` has the page on which it is written.

mod compose;
mod desk;
mod failure;
mod find;
mod mailto;
mod paper;
mod review;
mod text;

use std::sync::Arc;

use axum::Router;
use axum::middleware;
use axum::routing::{get, post};
use web::{Clock, Edge, Entropy, Environment};

use crate::desk::Desk;

/// The function's routes, ready to serve. The first read of the tally is done, so that no visitor waits for it.
///
/// # Errors
/// When a setting is missing or wrong.
pub async fn app(
    environment: &Environment,
    clock: Clock,
    entropy: Entropy,
    connection: store::Connection,
) -> anyhow::Result<Router> {
    let desk = Arc::new(Desk::open(environment, clock, entropy, connection)?);
    // Nothing yet is no reason not to start: the letter stands without a count.
    let _ = desk.snapshot().await;
    let routes = Router::new()
        .route("/{lang}/letter", get(find::show).post(find::lead_on))
        .route("/{lang}/letter/{code}", get(compose::show).post(review::show))
        .route("/{lang}/letter/{code}/print", post(paper::show))
        .route("/{lang}/letter/{code}/send", post(review::send))
        .layer(middleware::from_fn_with_state(Arc::clone(&desk), failure::tell))
        .with_state(desk);
    Ok(web::secure(routes, Edge::of(environment)?))
}
