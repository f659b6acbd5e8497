//! Puts failures into answers. A handler names the failure; its form depends on the asked address, which one layer
//! around all routes knows.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, StatusCode, Uri};

use crate::address::AddressError;

/// Makes an answer that is marked with a handler's failure, for [`tell`] to put into words.
#[must_use]
pub fn marked<F: Clone + Send + Sync + 'static>(failure: F) -> Response {
    let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
    response.extensions_mut().insert(failure);
    response
}

/// Answers failures that handlers [`marked`], and requests that axum refused before they came to a handler. Headers
/// that were set on the way, such as a cookie, stay.
pub async fn tell<F: Clone + From<AddressError> + Send + Sync + 'static>(
    request: Request,
    next: Next,
    told: impl FnOnce(F, &Uri, &HeaderMap) -> Response,
) -> Response {
    let (uri, headers) = (request.uri().clone(), request.headers().clone());
    let response = next.run(request).await;
    let marked = response.extensions().get::<F>().cloned();
    let Some(failure) = marked.or_else(|| refused(&response).map(F::from)) else { return response };
    let mut set = response.into_parts().0.headers;
    set.remove(CONTENT_TYPE);
    set.remove(CONTENT_LENGTH);
    let mut told = told(failure, &uri, &headers);
    told.headers_mut().extend(set);
    told
}

/// Recognises what axum refused: it answers with plain text or with nothing, and no handler of ours does.
fn refused(response: &Response) -> Option<AddressError> {
    let kind = response.headers().get(CONTENT_TYPE);
    let is_plain = kind.is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    AddressError::ALL.into_iter().find(|error| is_plain && error.status() == response.status())
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::extract::Query;
    use axum::routing::get;
    use axum::{Router, middleware};
    use http::header::{ALLOW, SET_COOKIE};
    use http_body_util::BodyExt as _;
    use tower::ServiceExt as _;

    use super::*;
    use crate::{Lang, language_of};

    #[derive(Clone)]
    enum Failure {
        Address(AddressError),
        Ours,
    }

    impl From<AddressError> for Failure {
        fn from(error: AddressError) -> Self {
            Self::Address(error)
        }
    }

    fn routes() -> Router {
        let ours =
            async |Lang(_): Lang, Query(_): Query<Vec<(String, u8)>>| ([(SET_COOKIE, "a=b")], marked(Failure::Ours));
        let told = |failure, uri: &Uri, headers: &HeaderMap| {
            let what = match failure {
                Failure::Address(error) => error.code(),
                Failure::Ours => "ours",
            };
            (StatusCode::IM_A_TEAPOT, format!("{what} {}", language_of(uri, headers))).into_response()
        };
        Router::new()
            .route("/{lang}/ours", get(ours))
            .route("/plain", get(async || (StatusCode::CONFLICT, "in its own words")))
            .layer(middleware::from_fn(move |request, next| tell(request, next, told)))
    }

    async fn ask(method: &str, path: &str) -> (String, HeaderMap) {
        let request = Request::builder().method(method).uri(path).header("accept-language", "fr");
        let response = routes().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let headers = response.headers().clone();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        (String::from_utf8(body.to_vec()).unwrap(), headers)
    }

    #[tokio::test]
    async fn whatever_goes_wrong_is_told_in_the_addresss_language_or_else_the_callers() {
        for (method, path, told) in [
            ("GET", "/en/ours?a=1", "ours en"),
            ("GET", "/en/ours?a=300", "address_unreadable en"),
            ("GET", "/%FF/ours", "address_unreadable fr"),
            ("GET", "/de/ours", "not_found fr"),
            ("GET", "/nowhere", "not_found fr"),
            ("POST", "/en/ours", "method_not_allowed en"),
            ("GET", "/plain", "in its own words"),
        ] {
            assert_eq!(ask(method, path).await.0, told, "{method} {path}");
        }
    }

    #[tokio::test]
    async fn what_was_set_on_the_way_stays() {
        assert_eq!(ask("GET", "/en/ours").await.1[SET_COOKIE], "a=b");
        assert_eq!(ask("POST", "/en/ours").await.1[ALLOW], "GET,HEAD");
    }
}
