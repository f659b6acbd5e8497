//! The organizers' office, and the pages of partners.
//!
//! The office has sign-in, counts, downloads, integrity, help for a supporter, paper, held mail and letters, outreach to Members'
//! offices and the press, webhooks, the campaign's desk, the team and its log. Each folder is one wing; `campaign` is the
//! campaign's own desk, and `partner` the partners' own pages.
//!
//! Start reading at [`app`], which lists every address with the least role that may use it. `door/guard.rs` decides whose request
//! is let in, by a session of ours or by a token of an issuer that the deployment names. `visit.rs` holds what a page knows of
//! the organizer who asks. `counts/board.rs` holds the numbers that every page and download shows.
//!
//! This function must never show a supporter's data to a viewer. It must never answer a visitor differently for being an
//! organizer before they are signed in. Only invalidations, imports of paper, help for one supporter and a repair change a
//! count, each with its entry in the log. The entry in the log comes first, before personal data is read or anybody's rights change.

mod campaign;
mod context;
mod counts;
mod door;
mod downloads;
mod failure;
mod help;
pub mod integrity;
mod mail;
mod office;
mod outreach;
mod paper;
mod partner;
mod visit;
mod webhooks;

use axum::Router;
use axum::middleware;
use axum::routing::{get, post};
use domain::office::organizer::Role;
use web::{AddressError, Clock, Edge, Entropy, Environment};

use crate::campaign::{asks, dates, history, members, partner_history, partner_list, partners, seat, section};
use crate::context::{House, Tools, open, warm_up};
use crate::counts::dashboard;
use crate::door::{code, guard, second_factor, sign_in};
use crate::downloads::{supporters, tally};
use crate::help::{act, look_up, on_paper, person};
use crate::integrity::{invalidations, overview};
use crate::mail::{held, letters, marks, pause};
use crate::office::{guide, log, switches, team};
use crate::outreach::{digests, link_forms, offices, press_note};
use crate::paper::{counting, imports};
use crate::partner::{ask, door as partner_door, guide as partner_guide, page as partner_page};
use crate::visit::mailed_link;
use crate::webhooks::{recipes, recipient, recipients};

/// Makes the function's router.
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
    warm_up(&house).await;
    let guarded = for_viewers()
        .merge(guard::only(Role::Exporter, for_exporters()))
        .merge(guard::only(Role::Moderator, for_moderators()))
        .merge(guard::only(Role::Admin, for_admins()))
        .layer(middleware::from_fn_with_state(house.clone(), guard::let_through));
    let routes = for_everybody()
        .merge(for_partners())
        .merge(guarded)
        .method_not_allowed_fallback(async || AddressError::MethodNotAllowed)
        .fallback(async || AddressError::NotFound)
        .layer(middleware::from_fn_with_state(house.clone(), failure::answer_failures))
        .layer(middleware::map_response(guard::private))
        .layer(middleware::from_fn_with_state(house.clone(), house::keep_up::<Tools>))
        .with_state(house);
    Ok(web::secure(routes, Edge::of(environment)?))
}

/// Addresses for everybody: the way in.
fn for_everybody() -> Router<House> {
    Router::new()
        .route("/organizer", get(sign_in::choose_language))
        .route("/organizer/{lang}/sign-in", get(mailed_link::show).post(mailed_link::request_link))
        .route("/organizer/{lang}/check-your-mail", get(mailed_link::check_your_mail))
        .route("/organizer/{lang}/open", get(mailed_link::show_button).post(sign_in::open))
        .route("/organizer/{lang}/code", post(code::check))
}

/// Addresses for partners, and for organizations that ask to become partners. The handlers let a partner's contact in; the
/// guide is for everybody.
fn for_partners() -> Router<House> {
    Router::new()
        .route("/partner/{lang}", get(partner_page::show))
        .route("/partner/{lang}/ridings.csv", get(partner_page::ridings_file))
        .route("/partner/{lang}/days.csv", get(partner_page::days_file))
        .route("/partner/{lang}/guide", get(partner_guide::show))
        .route("/partner/{lang}/guide/{id}", get(partner_guide::show_one_picture))
        .route("/partner/{lang}/ask", get(ask::show).post(ask::send))
        .route("/partner/{lang}/ask-sent", get(ask::sent))
        .route("/partner/{lang}/asked", get(ask::show_asked).post(ask::confirm))
        .route("/partner/{lang}/ask-received", get(ask::received))
        .route("/partner/{lang}/sign-in", get(mailed_link::show).post(mailed_link::request_link))
        .route("/partner/{lang}/check-your-mail", get(mailed_link::check_your_mail))
        .route("/partner/{lang}/open", get(mailed_link::show_button).post(partner_door::open))
        .route("/partner/{lang}/sign-out", post(partner_door::sign_out))
}

/// Addresses for every organizer: counts, downloads without supporters, and their own second factor.
fn for_viewers() -> Router<House> {
    Router::new()
        .route("/organizer/{lang}", get(dashboard::show))
        .route("/organizer/{lang}/guide", get(guide::show))
        .route("/organizer/{lang}/guide/{id}", get(guide::show_one_picture))
        .route("/organizer/{lang}/downloads", get(tally::show))
        .route("/organizer/{lang}/offices", get(offices::show))
        .route("/organizer/{lang}/offices/print", get(offices::print))
        .route("/organizer/{lang}/offices/{id}", get(offices::show_riding))
        .route("/organizer/{lang}/press", get(press_note::show))
        .route("/organizer/{lang}/second-factor", get(second_factor::show).post(second_factor::switch_on))
        .route("/organizer/{lang}/second-factor/off", post(second_factor::switch_off))
        .route("/organizer/{lang}/webhooks/recipes", get(recipes::show))
        .route("/organizer/{lang}/sign-out", post(sign_in::sign_out))
        .route("/v1/organizer/paper-template.csv", get(imports::template))
        .route("/v1/organizer/report.pdf", get(tally::report))
        .route("/v1/organizer/partners.csv", get(tally::partners_csv))
        .route("/v1/organizer/tally.csv", get(tally::csv))
        .route("/v1/organizer/tally.xlsx", get(tally::xlsx))
        .route("/v1/organizer/tally.json", get(tally::json))
        .route("/v1/organizer/tally.geojson", get(tally::geojson))
}

/// Addresses for exporters and above: the list of supporters.
fn for_exporters() -> Router<House> {
    Router::new()
        .route("/organizer/{lang}/supporters", get(supporters::show).post(supporters::download))
        .route("/v1/organizer/supporters.csv", post(supporters::download_by_program))
}

/// Addresses for moderators and above: integrity, help for one supporter, mail that waits, paper, and what Members answered.
fn for_moderators() -> Router<House> {
    Router::new()
        .route("/organizer/{lang}/integrity", get(overview::show))
        .route("/organizer/{lang}/integrity/examine", post(overview::examine))
        .route("/organizer/{lang}/integrity/recount", post(overview::recount))
        .route("/organizer/{lang}/integrity/preview", post(invalidations::preview))
        .route("/organizer/{lang}/integrity/apply", post(invalidations::apply))
        .route("/organizer/{lang}/integrity/{id}", get(invalidations::show))
        .route("/organizer/{lang}/integrity/{id}/undo", post(invalidations::undo))
        .route("/organizer/{lang}/integrity/{id}/continue", post(invalidations::resume))
        .route("/organizer/{lang}/help", get(look_up::show))
        .route("/organizer/{lang}/help/find", post(look_up::find))
        .route("/organizer/{lang}/help/person", post(person::show))
        .route("/organizer/{lang}/help/act", post(act::show))
        .route("/organizer/{lang}/help/do", post(act::carry_out))
        .route("/organizer/{lang}/help/paper", post(look_up::find_on_paper))
        .route("/organizer/{lang}/help/paper/erase", post(on_paper::erase))
        .route("/organizer/{lang}/held", get(held::show))
        .route("/organizer/{lang}/held/group", post(held::show_group))
        .route("/organizer/{lang}/held/rule", post(held::rule))
        .route("/organizer/{lang}/held/{id}", get(held::show_ruling))
        .route("/organizer/{lang}/held/{id}/undo", post(held::undo))
        .route("/organizer/{lang}/letters", get(letters::show))
        .route("/organizer/{lang}/letters/pause", get(pause::show).post(pause::turn))
        .route("/organizer/{lang}/letters/group", post(letters::show_group))
        .route("/organizer/{lang}/letters/rule", post(letters::rule))
        .route("/organizer/{lang}/letters/mark", get(marks::show_form).post(marks::add))
        .route("/organizer/{lang}/letters/marks/{id}", get(marks::show))
        .route("/organizer/{lang}/letters/marks/{id}/lift", post(marks::lift))
        .route("/organizer/{lang}/letters/marks/{id}/switch", post(marks::switch_answer))
        .route("/organizer/{lang}/offices/links", post(link_forms::make_all))
        .route("/organizer/{lang}/offices/send", post(digests::send))
        .route("/organizer/{lang}/offices/take-back", post(digests::take_back))
        .route("/organizer/{lang}/members", get(members::show))
        .route("/organizer/{lang}/members/seat", get(seat::show))
        .route("/organizer/{lang}/members/answer", post(seat::change_answer))
        .route("/organizer/{lang}/members/publish", post(members::publish))
        .route("/organizer/{lang}/paper", get(imports::show).post(imports::read))
        .route("/organizer/{lang}/paper/{id}", get(counting::show_import))
        .route("/organizer/{lang}/paper/{id}/count", post(counting::count))
        .route("/organizer/{lang}/paper/{id}/take-back", post(counting::take_back))
}

/// Addresses for admins: the campaign's desk, repairs, switches, the Members, the team, webhooks and the log.
fn for_admins() -> Router<House> {
    Router::new()
        .route("/organizer/{lang}/integrity/repair", post(overview::repair))
        .route("/organizer/{lang}/campaign", get(section::overview))
        .route("/organizer/{lang}/campaign/pause", get(dates::show_pause).post(dates::pause))
        .route("/organizer/{lang}/campaign/close", post(dates::close))
        .route("/organizer/{lang}/campaign/history", get(history::show))
        .route("/organizer/{lang}/campaign/history/{id}/undo", post(history::undo))
        .route("/organizer/{lang}/campaign/{id}", get(section::show).post(section::change))
        .route("/organizer/{lang}/offices/replace", post(link_forms::replace))
        .route("/organizer/{lang}/members/holder", post(seat::change_holder))
        .route("/organizer/{lang}/members/restore", post(members::restore))
        .route("/organizer/{lang}/members/undo", post(members::undo))
        .route("/organizer/{lang}/members/upload", post(members::upload))
        .route("/organizer/{lang}/partners", get(partners::show))
        .route("/organizer/{lang}/partners/add", get(partners::show_add).post(partners::add))
        .route("/organizer/{lang}/partners/ask", post(asks::show))
        .route("/organizer/{lang}/partners/accept", post(asks::accept))
        .route("/organizer/{lang}/partners/refuse", post(asks::refuse))
        .route("/organizer/{lang}/partners/refuse/domain", post(asks::refuse_domain))
        .route("/organizer/{lang}/partners/import", get(partner_list::show).post(partner_list::read))
        .route("/organizer/{lang}/partners/import/apply", post(partner_list::apply))
        .route("/organizer/{lang}/partners/history", get(partner_history::show))
        .route("/organizer/{lang}/partners/history/{id}/undo", post(partner_history::undo))
        .route("/organizer/{lang}/partners/{id}", get(partners::show_one))
        .route("/organizer/{lang}/partners/{id}/change", post(partners::change))
        .route("/organizer/{lang}/partners/{id}/state", post(partners::set_state))
        .route("/organizer/{lang}/partners/{id}/contacts", post(partners::add_contact))
        .route("/organizer/{lang}/partners/{id}/contacts/again", post(partners::welcome_again))
        .route("/organizer/{lang}/partners/{id}/contacts/remove", post(partners::remove_contact))
        .route("/organizer/{lang}/partners/{id}/page", get(partners::preview))
        .route("/organizer/{lang}/switches", get(switches::show).post(switches::turn))
        .route("/organizer/{lang}/team", get(team::show).post(team::invite))
        .route("/organizer/{lang}/team/role", post(team::change_role))
        .route("/organizer/{lang}/team/remove", post(team::remove))
        .route("/organizer/{lang}/webhooks", get(recipients::show).post(recipients::add))
        .route("/organizer/{lang}/webhooks/{id}", get(recipient::show))
        .route("/organizer/{lang}/webhooks/{id}/test", post(recipient::test))
        .route("/organizer/{lang}/webhooks/{id}/pause", post(recipient::pause))
        .route("/organizer/{lang}/webhooks/{id}/resume", post(recipient::resume))
        .route("/organizer/{lang}/webhooks/{id}/rotate", post(recipient::rotate))
        .route("/organizer/{lang}/webhooks/{id}/remove", post(recipient::remove))
        .route("/organizer/{lang}/webhooks/{id}/again", post(recipient::send_again))
        .route("/organizer/{lang}/webhooks/{id}/again-all", post(recipient::send_all_again))
        .route("/organizer/{lang}/log", get(log::show))
}
