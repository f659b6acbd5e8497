//! A letter to one's Member of Parliament, copied to a minister, and one to the Prime Minister (`comment` in the code).
//!
//! The campaign proposes the letter, with the count of the writer's own riding in it. It goes one of three ways: from the
//! writer's mail program, on paper, or through the campaign, which serves only those who signed and confirmed. The last way
//! leaves the letter in the store, whose stream wakes the mailer.
//!
//! It must never send mail itself, count anybody, or keep what was written unless its writer has it sent. It reads one
//! signer, by a link that was mailed to them. Start reading at `typed.rs`, which parses a letter, and `review.rs`, which
//! shows its three ways; `compose.rs` has the page on which it is written. `delivery.rs` begins the only write: it leaves a
//! letter for the mailer.

mod compose;
mod context;
mod delivery;
mod failure;
mod find;
mod form;
mod print;
mod review;
mod seat;
mod text;
mod typed;
mod visitor;

use axum::Router;
use axum::middleware;
use axum::routing::{get, post};
use web::{Clock, Edge, Entropy, Environment};

use crate::context::{Tools, open};

/// Builds the function's routes. It reads the tally once, so that no visitor waits for the first read.
///
/// # Errors
/// It fails if a setting is missing or wrong.
pub async fn app(
    environment: &Environment,
    clock: Clock,
    entropy: Entropy,
    connection: store::Connection,
) -> anyhow::Result<Router> {
    let house = open(environment, clock, entropy, connection)?;
    house.look_around().await;
    let routes = Router::new()
        .route("/{lang}/letter", get(find::show_search).post(find::redirect_to_riding))
        .route("/{lang}/letter/{code}", get(compose::show_letter).post(review::review_letter))
        .route("/{lang}/letter/{code}/print", post(print::print_letter))
        .route("/{lang}/letter/{code}/send", post(review::send_letter))
        .layer(middleware::from_fn_with_state(house.clone(), failure::answer_failures))
        .layer(middleware::from_fn_with_state(house.clone(), house::keep_up::<Tools>))
        .with_state(house);
    Ok(web::secure(routes, Edge::of(environment)?))
}
