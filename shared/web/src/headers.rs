//! The headers of every answer, and those that let caches keep it.
//!
//! Public answers are compressed by the function and private ones never: the length of a compressed page that holds a token and typed
//! text would give the token away. Compressed bytes have an entity tag of their own.
//!
//! Every answer refuses to stand in another site's frame, unless its handler asks for `framable`: the counter, the form, and the form's
//! answers in its frame.

use aws_lc_rs::digest;
use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::header::{self, HeaderName};
use http::{Extensions, HeaderMap, HeaderValue, StatusCode, Version};
use tower_http::compression::CompressionLayer;

use crate::edge::{self, Edge};
use crate::metric::{self, Metric};

/// Caching of public numbers and pages: two seconds fresh, and served for a day should the origin be away (RFC 5861).
///
/// A cache may give an older answer for two seconds more, while it asks for a new one. With the five seconds for which a
/// function keeps what the desk has published, a reader sees a change after nine seconds at most.
pub const PUBLIC_CACHE: HeaderValue =
    HeaderValue::from_static("public, max-age=2, s-maxage=2, stale-while-revalidate=2, stale-if-error=86400");
/// Caching of files with the numbers of a day, which do not change: a day in browsers, so that a fault in the file can be
/// mended, and a month at the edge, which an operator can empty.
pub const OF_A_DAY: HeaderValue =
    HeaderValue::from_static("public, max-age=86400, s-maxage=2592000, stale-if-error=2592000");
/// Caching of documents with the numbers of a day in the campaign's words, which its desk may change: an hour.
pub const OF_AN_HOUR: HeaderValue =
    HeaderValue::from_static("public, max-age=3600, s-maxage=3600, stale-if-error=2592000");
/// Caching of answers that hold a token or a person's data: nobody keeps them.
pub const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");
/// Caching of files whose name holds their hash.
pub const IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// The shortest content that is compressed, in bytes. A shorter one fits into one packet either way.
const COMPRESSED_MIN_BYTES: usize = 860;
/// The ending of a compressed content's tag.
const OF_COMPRESSED: &str = "-gzip";

/// Writes the security policy: no script, style, frame, image or connection except our own, and none inline. Pages
/// differ only in who may frame them.
macro_rules! content_security_policy {
    ($ancestors:literal) => {
        content_security_policy!($ancestors, "")
    };
    ($ancestors:literal, $more:literal) => {
        concat!(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; ",
            "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors ",
            $ancestors,
            $more
        )
    };
}

/// Headers of every page except the embedded ones: in nobody's frame.
const UNFRAMED: [(HeaderName, HeaderValue); 2] = [
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(content_security_policy!("'none'"))),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
];
/// Headers of a page that [`framable`] marked: in anybody's frame. `X-Frame-Options` cannot express that, so it is left
/// out.
const FRAMED: [(HeaderName, HeaderValue); 2] = [
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(content_security_policy!("*"))),
    (CROSS_ORIGIN_RESOURCE_POLICY, ANY_ORIGIN_MAY_LOAD),
];

/// Headers of a page that [`framing`] marked: in nobody's frame, and with frames of our own.
const FRAMING: [(HeaderName, HeaderValue); 2] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(content_security_policy!("'none'", "; frame-src 'self'")),
    ),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
];

/// The header that decides which sites may load an answer into a page (Fetch standard).
const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const ANY_ORIGIN_MAY_LOAD: HeaderValue = HeaderValue::from_static("cross-origin");

const SECURE_HEADERS: [(HeaderName, HeaderValue); 5] = [
    (header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000; includeSubDomains")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    // Links in mails carry tokens: the address of a page must not travel to the next one.
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=()"),
    ),
];

/// The relation of an answer to frames, as [`framable`] and [`framing`] mark it.
#[derive(Clone, Copy)]
enum Frames {
    MayHoldIt,
    AreInIt,
}

/// Lets any site show this page in a frame. A site that frames a page can lay it under the visitor's pointer. So this
/// is for pages on which nothing important is one click away, and never for a page behind a token.
#[must_use]
pub fn framable(mut response: Response) -> Response {
    response.extensions_mut().insert(Frames::MayHoldIt);
    response
}

/// Lets this page show our own pages in frames. Nobody may frame it.
#[must_use]
pub fn framing(mut response: Response) -> Response {
    response.extensions_mut().insert(Frames::AreInIt);
    response
}

/// Lets any site load this file into its pages: scripts and images that are made for that.
#[must_use]
pub fn loadable(mut response: Response) -> Response {
    response.headers_mut().insert(CROSS_ORIGIN_RESOURCE_POLICY, ANY_ORIGIN_MAY_LOAD);
    response
}

/// Refuses requests that did not come through the edge, if the template has one. Gives every answer of a function the
/// security headers that it did not set itself. Writes one log line a request: the route, never the address, the query
/// or the sender.
pub fn secure<S: Clone + Send + Sync + 'static>(router: Router<S>, edge: Edge) -> Router<S> {
    router
        .layer(CompressionLayer::new().compress_when(is_worth_compressing))
        .layer(middleware::map_response(tag_the_compressed))
        .layer(middleware::from_fn_with_state(edge, edge::admit))
        .layer(middleware::from_fn(secure_answer))
}

/// Whether an answer is compressed: only a public one is. The length of a compressed page that holds both a token and
/// typed text would reveal the token (BREACH, 2013).
fn is_worth_compressing(status: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    let of = |name| headers.get(name).map_or(&b""[..], HeaderValue::as_bytes);
    let length: Option<usize> = std::str::from_utf8(of(header::CONTENT_LENGTH)).ok().and_then(|text| text.parse().ok());
    status == StatusCode::OK
        && of(header::CACHE_CONTROL).starts_with(b"public")
        && ![&b"font/"[..], b"image/png", b"application/pdf"]
            .iter()
            .any(|kind| of(header::CONTENT_TYPE).starts_with(kind))
        && length.is_none_or(|length| length >= COMPRESSED_MIN_BYTES)
}

/// Gives compressed content a tag of its own, since a strong tag names the bytes that are sent (RFC 9110, section
/// 8.8.1).
async fn tag_the_compressed(mut response: Response) -> Response {
    if response.headers().contains_key(header::CONTENT_ENCODING)
        && let Some(tag) = response.headers().get(header::ETAG).and_then(|tag| tag.to_str().ok())
        && let Some(tag) = tag.strip_suffix('"')
        && let Ok(tag) = HeaderValue::from_str(&format!("{tag}{OF_COMPRESSED}\""))
    {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

async fn secure_answer(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let method = request.method().clone();
    let mut response = next.run(request).await;
    let framing = match response.extensions_mut().remove::<Frames>() {
        Some(Frames::MayHoldIt) => FRAMED,
        Some(Frames::AreInIt) => FRAMING,
        None => UNFRAMED,
    };
    let headers = response.headers_mut();
    for (name, value) in SECURE_HEADERS.into_iter().chain(framing) {
        headers.entry(name).or_insert(value);
    }
    tracing::info!(%method, route, status = response.status().as_u16(), "answered");
    if response.status().is_server_error() {
        metric::put(&[(Metric::AnswersFailed, 1.0)]);
    }
    response
}

/// Makes a strong entity tag of the content (RFC 9110, section 8.8.3).
#[must_use]
pub fn etag(content: &[u8]) -> HeaderValue {
    let hash = digest::digest(&digest::SHA256, content);
    let tag = format!("\"{}\"", URL_SAFE_NO_PAD.encode(&hash.as_ref()[..16]));
    HeaderValue::from_str(&tag).expect("base64 and quotes are header characters")
}

/// The media type of CSV files. Media types have no case (RFC 9110, section 8.3.1).
///
/// Lambda's adapter decodes a type with `text` in lower case as a text, and drops the byte order mark at its beginning.
pub const CSV: &str = "Text/csv; charset=utf-8; header=present";

/// The byte order mark. Without it Excel takes a file for Windows-1252 and shows accents broken.
pub const BOM: &[u8] = "\u{feff}".as_bytes();

/// Answers with content that may be kept, or with 304 when the caller has it.
pub fn tagged(request: &HeaderMap, content_type: &'static str, cache: HeaderValue, content: Vec<u8>) -> Response {
    let tag = etag(&content);
    let compressed = format!("{}{OF_COMPRESSED}\"", tag.to_str().unwrap_or_default().trim_end_matches('"'));
    let asked = request.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let known = asked
        .split(',')
        .map(|asked| asked.trim().trim_start_matches("W/"))
        .find(|asked| *asked == "*" || asked.as_bytes() == tag.as_bytes() || *asked == compressed);
    if let Some(known) = known {
        // The tag of the caller's copy: that of the compressed bytes, or of the plain ones.
        let tag = if known == compressed { HeaderValue::from_str(known).unwrap_or(tag) } else { tag };
        let headers = [(header::CACHE_CONTROL, cache), (header::ETAG, tag)];
        (StatusCode::NOT_MODIFIED, headers, [(header::VARY, "accept-encoding")]).into_response()
    } else {
        let headers = [(header::CACHE_CONTROL, cache), (header::ETAG, tag)];
        (headers, [(header::CONTENT_TYPE, HeaderValue::from_static(content_type))], content).into_response()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use axum::body::Body;
    use axum::routing::get;
    use tower::ServiceExt as _;
    use tracing::{Event, Level, Subscriber};
    use tracing_subscriber::filter::Targets;
    use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};

    use super::*;
    use crate::metric::Measured;

    fn ask(if_none_match: &str) -> Response {
        let request = HeaderMap::from_iter([(header::IF_NONE_MATCH, HeaderValue::from_str(if_none_match).unwrap())]);
        tagged(&request, "text/plain", PUBLIC_CACHE, b"hello".to_vec())
    }

    /// The names of the metrics that were written.
    #[derive(Clone, Default)]
    struct Names(Arc<Mutex<Vec<String>>>);

    impl<S: Subscriber> Layer<S> for Names {
        fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
            let mut measured = Measured::default();
            event.record(&mut measured);
            self.0.lock().unwrap().push(measured.name);
        }
    }

    #[tokio::test]
    async fn an_answer_that_fails_is_measured_and_no_other() {
        let names = Names::default();
        let metrics = names.clone().with_filter(Targets::new().with_target(metric::TARGET, Level::INFO));
        let _listening = tracing::subscriber::set_default(tracing_subscriber::registry().with(metrics));
        for status in [StatusCode::OK, StatusCode::NOT_FOUND, StatusCode::SERVICE_UNAVAILABLE] {
            let app = secure(Router::new().route("/", get(move || async move { status })), Edge::absent());
            app.oneshot(Request::new(Body::empty())).await.unwrap();
        }
        assert_eq!(*names.0.lock().unwrap(), ["AnswersFailed"]);
    }

    #[test]
    fn who_has_the_content_is_told_so() {
        let tag = etag(b"hello");
        let tag = tag.to_str().unwrap();
        for known in [tag.to_owned(), format!("\"x\", {tag}"), format!("W/{tag}"), "*".to_owned()] {
            assert_eq!(ask(&known).status(), StatusCode::NOT_MODIFIED);
        }
        let compressed = format!("{}-gzip\"", tag.trim_end_matches('"'));
        assert_eq!(ask(&compressed).status(), StatusCode::NOT_MODIFIED);
        assert_eq!(ask(&compressed).headers()[header::ETAG].to_str().unwrap(), compressed);
        let fresh = ask("\"x\"");
        assert_eq!(fresh.status(), StatusCode::OK);
        assert_eq!(fresh.headers()[header::ETAG].to_str().unwrap(), tag);
        assert_ne!(etag(b"hello"), etag(b"hallo"));
    }

    async fn secured(path: &str) -> Response {
        let routes = Router::new()
            .route("/page", get(|| async { "a page" }))
            .route("/embed", get(|| async { framable("an embed".into_response()) }));
        let request = http::Request::builder().uri(path).body(Body::empty()).unwrap();
        secure(routes, Edge::absent()).oneshot(request).await.unwrap()
    }

    fn policy(response: &Response) -> &str {
        response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap()
    }

    #[tokio::test]
    async fn no_page_can_be_framed() {
        let page = secured("/page").await;
        assert!(policy(&page).ends_with("; frame-ancestors 'none'"));
        assert_eq!(page.headers()[header::X_FRAME_OPTIONS], "DENY");
        assert!(!page.headers().contains_key(CROSS_ORIGIN_RESOURCE_POLICY));
    }

    #[tokio::test]
    async fn only_a_page_that_asks_for_it_can_be_framed_and_all_else_stays_as_strict() {
        let (page, embed) = (secured("/page").await, secured("/embed").await);
        assert!(!embed.headers().contains_key(header::X_FRAME_OPTIONS));
        assert_eq!(policy(&embed), policy(&page).replace("frame-ancestors 'none'", "frame-ancestors *"));
        for (name, value) in SECURE_HEADERS {
            assert_eq!(embed.headers()[&name], value);
        }
    }
}
