//! Sign, confirm, see, correct, move and withdraw a pledge, and stop its news: the only function that makes and erases signers
//! while the campaign lasts.
//!
//! It must never send mail, and never answer a sign request differently for a known address: what it knows of one is shown
//! only behind a link or a code that was mailed to it. Start reading at `submit.rs`; `confirm.rs` counts.

mod check_mail;
mod confirm;
mod corrections;
mod counts;
mod desk;
mod embedding;
mod failure;
mod form;
mod interface;
mod my_pledge;
mod not_me;
mod share;
mod submit;
mod updates;

use std::sync::Arc;

use axum::Router;
use axum::middleware;
use axum::routing::{get, post};
use web::{Clock, Edge, Entropy, Environment};

use crate::desk::Desk;

pub use interface::interface;

/// The function's routes, ready to serve. The first read of each table is done, so that no supporter waits for it.
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
    desk.warm_up().await;
    let routes = Router::new()
        .route("/v1/pledges", post(submit::by_json))
        .route("/v1/pledges/confirm", post(confirm::by_json))
        .route("/v1/pledges/withdraw", post(my_pledge::withdraw_by_json))
        .route("/{lang}/pledges", get(submit::back_to_form).post(submit::by_form))
        .route("/{lang}/check-your-mail", get(check_mail::show).post(check_mail::by_code))
        .route("/{lang}/confirm", get(confirm::ask).post(confirm::by_form))
        .route("/{lang}/thank-you", get(confirm::thank_you))
        .route("/{lang}/my-pledge", get(my_pledge::show))
        .route("/{lang}/my-pledge/download", get(my_pledge::download))
        .route("/{lang}/my-pledge/name", post(my_pledge::correct_name))
        .route("/{lang}/my-pledge/riding", post(my_pledge::change_riding))
        .route("/{lang}/my-pledge/consents", post(my_pledge::change_consents))
        .route("/{lang}/my-pledge/withdraw", post(my_pledge::withdraw_by_form))
        .route("/{lang}/withdrawn", get(my_pledge::withdrawn))
        .route("/{lang}/not-me", get(not_me::ask).post(not_me::answer))
        .route("/{lang}/updates/stop", get(updates::ask).post(updates::stop))
        .layer(middleware::from_fn_with_state(Arc::clone(&desk), failure::tell))
        .with_state(desk);
    Ok(web::secure(routes, Edge::of(environment)?))
}
