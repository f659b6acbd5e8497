//! Sign, confirm, see, correct, move and withdraw a pledge, and stop its news. No other function makes signers. The office may
//! erase one on request, and upkeep erases all at the end.
//!
//! It must never send mail, and never answer a sign request differently for a known address. It shows what it knows of an
//! address only behind a link or a code that was mailed there. Start reading at `pledge/submit.rs`. `pledge/confirm.rs` counts by
//! the link, `mail/check_mail.rs` by the code.
//!
//! `sign` holds `PERSON_KEY` and not the identity key, so it can test no address. The mailer writes signer and mailbox on each
//! form, and links carry both hashes. After the form closes, links that are out still confirm for fourteen days, and withdrawing
//! always works; a signer can move no more.

mod context;
mod embedding;
mod failure;
mod faults;
mod form;
mod interface;
mod json;
mod link;
mod mail;
mod person;
mod pledge;
mod tally;

use axum::Router;
use axum::middleware;
use axum::routing::{get, post};
use web::{Clock, Edge, Entropy, Environment};

use crate::context::{Tools, open};
use crate::mail::{check_mail, digests, not_me, updates};
use crate::pledge::{confirm, download, my_pledge, submit, thank_you, withdraw};

pub use interface::interface;

/// Builds the function's routes. It reads each table once, so that no supporter waits for the first read.
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
    house.context().pledges.warm_up().await;
    house.look_around().await;
    let routes = Router::new()
        .route("/v1/pledges", post(submit::submit_by_json))
        .route("/v1/pledges/confirm", post(confirm::confirm_by_json))
        .route("/v1/pledges/withdraw", post(withdraw::withdraw_by_json))
        .route("/{lang}/pledges", get(submit::redirect_to_form).post(submit::submit_by_form))
        .route("/{lang}/check-your-mail", get(check_mail::show_check_mail).post(check_mail::confirm_by_code))
        .route("/{lang}/confirm", get(confirm::show_form).post(confirm::confirm_by_form))
        .route("/{lang}/thank-you", get(thank_you::show_thank_you))
        .route("/{lang}/my-pledge", get(my_pledge::show_pledge))
        .route("/{lang}/my-pledge/download", get(download::download_pledge))
        .route("/{lang}/my-pledge/name", post(my_pledge::correct_name))
        .route("/{lang}/my-pledge/riding", post(my_pledge::change_riding))
        .route("/{lang}/my-pledge/consents", post(my_pledge::change_consents))
        .route("/{lang}/my-pledge/withdraw", post(withdraw::withdraw_by_form))
        .route("/{lang}/withdrawn", get(withdraw::show_receipt))
        .route("/{lang}/not-me", get(not_me::show_not_me).post(not_me::stop_or_allow_mail))
        .route("/{lang}/digest/stop", get(digests::show_stop_digests).post(digests::stop_or_allow_digests))
        .route("/{lang}/updates/stop", get(updates::show_stop_updates).post(updates::stop_updates))
        .layer(middleware::from_fn_with_state(house.clone(), failure::answer_failures))
        .layer(middleware::from_fn_with_state(house.clone(), house::keep_up::<Tools>))
        .with_state(house);
    Ok(web::secure(routes, Edge::of(environment)?))
}
