//! The organizers' office: sign-in, counts, downloads, who the organizers are, the log of what they did.
//!
//! It must never change a count but as `invalidations.rs`, `paper.rs` and a repair do, with its entry in the log; show a supporter's
//! data to a viewer, or answer anybody differently for being an organizer before they are in. Whatever reads personal data
//! or changes who may do so is in the log first. Start reading at [`app`], which says what each role may do; `guard.rs` says
//! who comes in, with a session of ours or a token of an issuer whom the deployment names; `visit.rs` is what a page knows of
//! who asks; `board.rs` has the numbers that every page and download shows.

mod board;
mod code;
pub mod cohort;
mod dashboard;
mod desk;
mod door;
mod downloads;
mod failure;
mod form;
mod guard;
mod held;
mod integrity;
mod invalidations;
mod letters;
mod log;
mod nav;
mod paper;
mod second_factor;
mod sheet;
mod spreadsheet;
mod supporters;
pub mod suspicion;
mod switches;
mod table;
mod team;
mod visit;

use std::sync::Arc;

use axum::Router;
use axum::middleware;
use axum::routing::{get, post};
use domain::office::organizer::Role;
use web::{AddressError, Clock, Edge, Entropy, Environment};

use crate::desk::Desk;

/// The function's routes, ready to serve.
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
    let open = Router::new()
        .route("/organizer", get(door::choose_language))
        .route("/organizer/{lang}/sign-in", get(door::show).post(door::ask))
        .route("/organizer/{lang}/check-your-mail", get(door::check_your_mail))
        .route("/organizer/{lang}/open", get(door::knock).post(door::open))
        .route("/organizer/{lang}/code", post(code::check));
    let for_viewers = Router::new()
        .route("/organizer/{lang}", get(dashboard::show))
        .route("/organizer/{lang}/downloads", get(downloads::show))
        .route("/organizer/{lang}/second-factor", get(second_factor::show).post(second_factor::switch_on))
        .route("/organizer/{lang}/second-factor/off", post(second_factor::switch_off))
        .route("/organizer/{lang}/sign-out", post(door::sign_out))
        .route("/v1/organizer/paper-template.csv", get(paper::template))
        .route("/v1/organizer/report.pdf", get(downloads::report))
        .route("/v1/organizer/tally.csv", get(downloads::csv))
        .route("/v1/organizer/tally.xlsx", get(downloads::xlsx))
        .route("/v1/organizer/tally.json", get(downloads::json))
        .route("/v1/organizer/tally.geojson", get(downloads::geojson));
    let for_exporters = Router::new()
        .route("/organizer/{lang}/supporters", get(supporters::ask).post(supporters::download))
        .route("/v1/organizer/supporters.csv", post(supporters::file));
    let for_moderators = Router::new()
        .route("/organizer/{lang}/integrity", get(integrity::show))
        .route("/organizer/{lang}/integrity/examine", post(integrity::examine))
        .route("/organizer/{lang}/integrity/look-up", post(integrity::look_up))
        .route("/organizer/{lang}/integrity/recount", post(integrity::recount))
        .route("/organizer/{lang}/integrity/preview", post(invalidations::preview))
        .route("/organizer/{lang}/integrity/apply", post(invalidations::apply))
        .route("/organizer/{lang}/integrity/{id}", get(invalidations::show))
        .route("/organizer/{lang}/integrity/{id}/undo", post(invalidations::undo))
        .route("/organizer/{lang}/integrity/{id}/continue", post(invalidations::go_on))
        .route("/organizer/{lang}/held", get(held::show))
        .route("/organizer/{lang}/held/group", post(held::look))
        .route("/organizer/{lang}/held/rule", post(held::rule))
        .route("/organizer/{lang}/held/{id}", get(held::show_ruling))
        .route("/organizer/{lang}/letters", get(letters::show))
        .route("/organizer/{lang}/letters/pause", get(letters::ask_pause).post(letters::pause))
        .route("/organizer/{lang}/letters/group", post(letters::look))
        .route("/organizer/{lang}/letters/rule", post(letters::rule))
        .route("/organizer/{lang}/letters/mark", get(letters::ask_mark).post(letters::mark))
        .route("/organizer/{lang}/letters/marks/{id}", get(letters::show_mark))
        .route("/organizer/{lang}/letters/marks/{id}/lift", post(letters::lift_mark))
        .route("/organizer/{lang}/letters/marks/{id}/switch", post(letters::switch_answer))
        .route("/organizer/{lang}/held/{id}/undo", post(held::undo))
        .route("/organizer/{lang}/paper", get(paper::show).post(paper::read))
        .route("/organizer/{lang}/paper/{id}", get(paper::show_one))
        .route("/organizer/{lang}/paper/{id}/count", post(paper::count))
        .route("/organizer/{lang}/paper/{id}/take-back", post(paper::take_back));
    let for_admins = Router::new()
        .route("/organizer/{lang}/integrity/repair", post(integrity::repair))
        .route("/organizer/{lang}/switches", get(switches::show).post(switches::turn))
        .route("/organizer/{lang}/team", get(team::show).post(team::invite))
        .route("/organizer/{lang}/team/role", post(team::change_role))
        .route("/organizer/{lang}/team/remove", post(team::remove))
        .route("/organizer/{lang}/log", get(log::show));
    let guarded = for_viewers
        .merge(guard::only(Role::Exporter, for_exporters))
        .merge(guard::only(Role::Moderator, for_moderators))
        .merge(guard::only(Role::Admin, for_admins))
        .layer(middleware::from_fn_with_state(Arc::clone(&desk), guard::let_through));
    let routes = open
        .merge(guarded)
        .method_not_allowed_fallback(async || AddressError::MethodNotAllowed)
        .fallback(async || AddressError::NotFound)
        .layer(middleware::from_fn_with_state(Arc::clone(&desk), failure::answer_failures))
        .layer(middleware::map_response(guard::private))
        .with_state(desk);
    Ok(web::secure(routes, Edge::of(environment)?))
}
