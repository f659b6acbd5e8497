//! Campaign pages and public counts, for everybody and without cookies. Caches keep them, and they survive without the
//! store.
//!
//! It must never reach a person's data. Its role reads the tally and what the campaign's desk has published, and no code here
//! knows the name of the table Pledges. Counts come from a cache of two seconds; without any number a page shows the form and
//! no count. Start reading at [`app`]; the wire shapes are in `tally` and `ridings_of`, the parts for other sites in `embed`.

mod absent;
mod context;
mod cors;
mod counts;
mod days;
mod embed;
mod failure;
mod files;
mod finder;
mod front;
mod history;
mod holding;
mod integrity;
mod interface;
mod member_office;
mod partners;
mod poster;
mod privacy;
mod reports;
mod riding_list;
mod riding_page;
mod ridings_of;
mod tally;

use axum::Router;
use axum::middleware;
use axum::routing::get;
use web::{AddressError, Clock, Edge, Environment};

use crate::context::{House, Tools, open};

pub use interface::interface;

/// Returns the function's routes, ready to serve. The first read of the tally is done, so that no visitor waits for it.
///
/// # Errors
/// Fails when a setting is missing or wrong.
pub async fn app(environment: &Environment, clock: Clock, connection: store::Connection) -> anyhow::Result<Router> {
    let edge = Edge::of(environment)?;
    let house = open(environment, clock, connection, &edge)?;
    house.look_around().await;
    Ok(routes(house, edge))
}

fn routes(house: House, edge: Edge) -> Router {
    let numbers = Router::new()
        .route("/v1/counter", get(tally::counter).options(cors::preflight))
        .route("/v1/tally", get(tally::whole).options(cors::preflight))
        .route("/v1/tally/{code}", get(tally::of_riding).options(cors::preflight))
        .route("/openapi.json", get(interface::show).options(cors::preflight))
        .route("/v1/integrity", get(integrity::numbers).options(cors::preflight))
        .route("/v1/history", get(history::hours).options(cors::preflight))
        .route("/v1/ridings", get(ridings_of::look_up).options(cors::preflight))
        .layer(middleware::map_response(cors::for_any_origin));
    let pages = Router::new()
        .route("/", get(front::choose_language))
        .route("/{lang}", get(front::campaign))
        .route("/{lang}/partners", get(partners::show))
        .route("/{lang}/integrity", get(integrity::show))
        .route("/{lang}/office/{code}", get(member_office::show))
        .route("/{lang}/poster", get(poster::show))
        .route("/{lang}/privacy", get(privacy::show))
        .route("/{lang}/ridings", get(riding_list::show).post(finder::find))
        .route("/{lang}/ridings/{code}", get(riding_page::show))
        .route("/{lang}/ridings/{code}/{day}", get(riding_page::of_day))
        .route("/{lang}/ridings/{code}/{day}/counts.csv", get(riding_page::table))
        .layer(middleware::from_fn_with_state(house.clone(), holding::instead))
        .route("/assets/{file}", get(files::asset).layer(middleware::map_response(cors::for_any_origin)))
        .route("/favicon.ico", get(files::icon))
        .route("/robots.txt", get(files::robots));
    let routes = pages
        .merge(numbers)
        .merge(embed::routes())
        .method_not_allowed_fallback(async || AddressError::MethodNotAllowed)
        .fallback(async || AddressError::NotFound)
        .layer(middleware::from_fn_with_state(house.clone(), absent::tell))
        .layer(middleware::from_fn_with_state(house.clone(), house::keep_up::<Tools>))
        .with_state(house);
    web::secure(routes, edge)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::response::Response;
    use http::{Request, StatusCode};
    use http_body_util::BodyExt as _;
    use jiff::Timestamp;
    use serde_json::Value;
    use tokio::sync::OnceCell;
    use tower::ServiceExt as _;

    use super::*;

    /// Returns the function before any count could be read: nothing listens at its store's address. It is started once,
    /// since the store is asked several times before it counts as away.
    async fn app_without_store() -> &'static Router {
        static APP: OnceCell<Router> = OnceCell::const_new();
        APP.get_or_init(|| async {
            let settings = [
                ("CAMPAIGN", "time-to-lead"),
                ("SITE_URL", "https://example.org"),
                ("OFFICE_TABLE", "Office"),
                ("TALLY_TABLE", "Tally"),
                ("TALLY_SHARDS", "1"),
            ];
            let settings = settings.map(|(name, value)| (name.to_owned(), value.to_owned()));
            let now: Timestamp = "2026-11-01T12:00:00Z".parse().unwrap();
            let connection = store::Connection::to("http://127.0.0.1:9");
            app(&Environment::from_pairs(settings), Clock::manual(now), connection).await.unwrap()
        })
        .await
    }

    async fn ask(app: &Router, method: &str, path: &str, headers: &[(&str, &str)]) -> Response {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }

    async fn text(response: Response) -> String {
        String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
    }

    async fn json(response: Response) -> Value {
        serde_json::from_str(&text(response).await).unwrap()
    }

    #[tokio::test]
    async fn the_front_door_leads_to_the_visitors_language() {
        let app = app_without_store().await;
        for (accepts, to) in [("fr-CA,fr;q=0.9,en;q=0.8", "/fr"), ("en", "/en"), ("de", "/en")] {
            let answer = ask(app, "GET", "/", &[("accept-language", accepts)]).await;
            assert_eq!(answer.status(), StatusCode::SEE_OTHER);
            assert_eq!(answer.headers()["location"], to);
            assert_eq!(answer.headers()["vary"], "accept-language");
        }
        let invited = ask(app, "GET", "/?partner=ccr", &[("accept-language", "fr")]).await;
        assert_eq!(invited.headers()["location"], "/fr?partner=ccr");
        let unknown = ask(app, "GET", "/?partner=//evil.example", &[]).await;
        assert_eq!(unknown.headers()["location"], "/en");
    }

    #[tokio::test]
    async fn without_any_count_the_page_shows_the_form_and_no_zero() {
        let app = app_without_store().await;
        let answer = ask(app, "GET", "/en", &[]).await;
        assert_eq!(answer.status(), StatusCode::OK);
        assert!(answer.headers().get("set-cookie").is_none());
        assert!(answer.headers()["cache-control"].to_str().unwrap().contains("stale-if-error"));
        let html = text(answer).await;
        assert!(html.contains("action=\"/en/pledges\""));
        assert!(!html.contains("count-number"));
    }

    #[tokio::test]
    async fn without_any_count_the_api_says_when_to_ask_again() {
        let app = app_without_store().await;
        for path in ["/v1/counter", "/v1/tally", "/v1/tally/35079"] {
            let answer = ask(app, "GET", path, &[]).await;
            assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
            assert_eq!(answer.headers()["retry-after"], "5");
            assert_eq!(answer.headers()["access-control-allow-origin"], "*");
            assert_eq!(json(answer).await["code"], "unavailable");
        }
    }

    #[tokio::test]
    async fn without_any_count_an_embed_shows_the_way_to_the_form_and_no_zero() {
        let app = app_without_store().await;
        for path in ["/embed/counter?partner=ccr", "/embed/form?partner=ccr"] {
            let answer = ask(app, "GET", path, &[]).await;
            assert_eq!(answer.status(), StatusCode::OK);
            let html = text(answer).await;
            assert!(html.contains("ccr\"") && !html.contains("count-number"), "{path}");
        }
        let image = ask(app, "GET", "/embed/counter.svg", &[]).await;
        assert_eq!(
            (image.status(), &image.headers()["retry-after"]),
            (StatusCode::SERVICE_UNAVAILABLE, &"5".parse().unwrap())
        );
        assert_eq!(json(image).await["code"], "unavailable");
    }

    #[tokio::test]
    async fn without_any_count_the_ridings_pages_say_so_and_show_no_zero() {
        let app = app_without_store().await;
        for path in ["/en/ridings", "/fr/ridings?province=QC", "/en/ridings/35079"] {
            let answer = ask(app, "GET", path, &[]).await;
            assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE, "{path}");
            assert_eq!(
                (&answer.headers()["retry-after"], &answer.headers()["cache-control"]),
                (&"5".parse().unwrap(), &"no-store".parse().unwrap())
            );
            let html = text(answer).await;
            assert!(html.contains("stylesheet") && !html.contains("count-number") && !html.contains(">0<"), "{path}");
        }
        assert_eq!(ask(app, "GET", "/en/ridings/99999", &[]).await.status(), StatusCode::NOT_FOUND);
    }

    #[tokio::test]
    async fn a_partner_is_credited_only_if_it_is_one() {
        let app = app_without_store().await;
        let known = text(ask(app, "GET", "/fr?partner=ccr", &[]).await).await;
        assert!(known.contains("name=\"partner\" value=\"ccr\""));
        assert!(known.contains("href=\"/en?partner=ccr\""));
        let unknown = text(ask(app, "GET", "/fr?partner=nobody", &[]).await).await;
        assert!(!unknown.contains("name=\"partner\""));
    }

    #[tokio::test]
    async fn what_is_not_there_is_told_in_the_callers_way_and_language() {
        let app = app_without_store().await;
        let page = ask(app, "GET", "/fr/nulle-part", &[("accept", "text/html")]).await;
        assert_eq!(page.status(), StatusCode::NOT_FOUND);
        assert!(text(page).await.contains("Cette page n’existe pas"));
        let problem = ask(app, "GET", "/v1/nothing", &[("accept-language", "fr")]).await;
        assert_eq!(problem.headers()["content-type"], "application/problem+json");
        let problem = json(problem).await;
        assert_eq!((&problem["code"], &problem["title"]), (&"not_found".into(), &"Cette page n’existe pas".into()));
        for path in ["/de", "/assets/style.css", "/en/privacy/x", "/de/privacy", "/wp-login.php"] {
            assert_eq!(ask(app, "GET", path, &[]).await.status(), StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(ask(app, "GET", "/v1/tally/99999", &[]).await.status(), StatusCode::NOT_FOUND);
    }

    #[tokio::test]
    async fn a_wrong_method_is_told_which_are_right() {
        let app = app_without_store().await;
        let answer = ask(app, "POST", "/v1/counter", &[]).await;
        assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED);
        assert!(answer.headers()["allow"].to_str().unwrap().contains("GET"));
        assert_eq!(json(answer).await["code"], "method_not_allowed");
        let page = ask(app, "DELETE", "/en/privacy", &[]).await;
        assert_eq!(page.status(), StatusCode::METHOD_NOT_ALLOWED);
    }

    #[tokio::test]
    async fn a_browser_that_asks_first_may_read_the_numbers() {
        let app = app_without_store().await;
        let answer = ask(app, "OPTIONS", "/v1/counter", &[("origin", "https://partner.example")]).await;
        assert_eq!(answer.status(), StatusCode::NO_CONTENT);
        assert_eq!(answer.headers()["access-control-allow-origin"], "*");
    }

    #[tokio::test]
    async fn a_postal_code_is_answered_with_its_riding_or_with_what_is_wrong_with_it() {
        let app = app_without_store().await;
        let found = ask(app, "GET", "/v1/ridings?postal_code=k1p%201a4", &[]).await;
        assert_eq!(found.status(), StatusCode::OK);
        assert_eq!(found.headers()["cache-control"], "no-store");
        assert!(found.headers().get("etag").is_none());
        let found = json(found).await;
        assert!(found["match"] == "one" || found["match"] == "several");
        assert_eq!(found["ridings"][0]["province"], "ON");
        assert!(found["ridings"][0]["name"]["fr"].is_string());

        let mistyped = ask(app, "GET", "/v1/ridings?postal_code=K1A+OA6", &[("accept-language", "fr")]).await;
        assert_eq!(mistyped.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let mistyped = json(mistyped).await;
        assert_eq!(
            (&mistyped["code"], &mistyped["suggestion"]),
            (&"postal_code_did_you_mean".into(), &"K1A 0A6".into())
        );
        assert!(mistyped["errors"][0]["message"].as_str().unwrap().contains("K1A 0A6"));
        assert_eq!(ask(app, "GET", "/v1/ridings", &[]).await.status(), StatusCode::UNPROCESSABLE_ENTITY);

        // No code of this area had been issued when the table was made.
        let unknown = ask(app, "GET", "/v1/ridings?postal_code=G0B1A0", &[]).await;
        assert_eq!(unknown.status(), StatusCode::NOT_FOUND);
        let unknown = json(unknown).await;
        assert_eq!((&unknown["match"], &unknown["provinces"][0]), (&"unknown".into(), &"QC".into()));
    }

    #[tokio::test]
    async fn files_are_kept_for_ever_under_their_hash() {
        let app = app_without_store().await;
        for path in
            [pages::assets::stylesheet(), pages::assets::script(), pages::assets::font(), pages::assets::outlines()]
        {
            let answer = ask(app, "GET", path, &[]).await;
            assert_eq!(answer.status(), StatusCode::OK);
            assert_eq!(answer.headers()["cache-control"], "public, max-age=31536000, immutable");
        }
        assert_eq!(ask(app, "GET", "/favicon.ico", &[]).await.headers()["content-type"], "image/svg+xml");
        assert!(text(ask(app, "GET", "/robots.txt", &[]).await).await.starts_with("User-agent"));
    }
}
