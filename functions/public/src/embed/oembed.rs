//! `GET /oembed?url=`: tells programs how a page of ours is embedded, when somebody pastes its address
//! (<https://oembed.com>, version 1.0, JSON).

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use campaigns::Texts;
use domain::locale::Locale;
use http::{HeaderMap, Uri};
use pages::{Embedding, FailureRow, Theme, rendered};
use ridings::Riding;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{PUBLIC_CACHE, ProblemDetails, Query, preferred_language, tagged};

use super::wanted::Wanted;
use crate::context::Context;
use crate::counts::by_language;
use crate::failure::{OEMBED_FORMAT, OEMBED_URL};
use crate::tally::to_json;

/// Seconds for which a host may keep the code: until a release only the frame's title may change, with the campaign's name.
const CACHE_AGE: u32 = 86_400;

/// The size of the full counter in CSS pixels. It has room for a label of one line more than in a column of 288 pixels,
/// in both languages. The compact counter is for pages with less height.
const COUNTER: Size = Size { width: 480, height: 280 };
const COMPACT: Size = Size { width: 480, height: 140 };
const COMPACT_BELOW: u32 = 260;
/// The size of the whole form without errors; it scrolls inside a lower frame.
const FORM: Size = Size { width: 600, height: 1400 };

/// The page to embed, with size limits. Sizes are text: a text that is no number is ignored.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// The address of a campaign page, a riding's page or the form.
    #[serde(default)]
    url: String,
    /// `json`, or nothing.
    #[serde(default)]
    format: String,
    /// The largest width in CSS pixels.
    #[serde(default)]
    maxwidth: String,
    /// The largest height in CSS pixels.
    #[serde(default)]
    maxheight: String,
}

/// The answer of oEmbed 1.0, section 2.3.4.4.
#[derive(Serialize, ToSchema)]
struct RichAnswer {
    version: &'static str,
    r#type: &'static str,
    provider_name: String,
    provider_url: String,
    title: String,
    html: String,
    width: u32,
    height: u32,
    cache_age: u32,
}

#[derive(Clone, Copy)]
struct Size {
    width: u32,
    height: u32,
}

/// A page of ours that can be embedded.
enum Embeddable {
    Counter(Locale, Option<&'static Riding>),
    Form(Embedding),
}

/// The code to put into a page. WordPress shows the quotation until its script has heard from the frame, and hosts that strip
/// frames show it for good. It looks for these two elements, in this order, with nothing before them
/// (`wp_filter_oembed_result` in its wp-includes/embed.php).
#[derive(Template)]
#[template(
    source = r#"<blockquote class="wp-embedded-content"><a href="{{ page }}">{{ title }}</a></blockquote><iframe src="{{ src }}" title="{{ title }}" width="{{ size.width }}" height="{{ size.height }}" style="border:0;max-width:100%" loading="lazy"></iframe>"#,
    ext = "html"
)]
struct EmbedCode<'a> {
    /// The page on our site that shows the same.
    page: &'a str,
    src: &'a str,
    title: &'a str,
    size: Size,
}

/// The description of an embedded page, by oEmbed 1.0
///
/// Answers 404 for an address that is not ours or cannot be embedded, 501 for another format than JSON, as the standard says.
#[utoipa::path(
    get, path = "/oembed", tag = "embeds", params(Asked),
    responses(
        (status = 200, description = "The frame to put into a page", body = RichAnswer),
        (status = 304, description = "The caller has it"),
        (status = 404, description = "There is nothing to embed at that address", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 501, description = "Another format than JSON was asked for", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn describe(
    State(context): State<Arc<Context>>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let refuse =
        |row: FailureRow| by_language(row.problem(context.texts(preferred_language(&headers))).into_response());
    if !matches!(asked.format.as_str(), "" | "json") {
        return refuse(OEMBED_FORMAT);
    }
    let Some((page, wanted)) = find(&context, &asked.url) else {
        return refuse(OEMBED_URL);
    };
    let answer = page.answer(&context, &wanted, limit(&asked.maxwidth), limit(&asked.maxheight));
    tagged(&headers, "application/json", PUBLIC_CACHE, to_json(&answer))
}

fn limit(text: &str) -> u32 {
    text.parse().ok().filter(|limit| *limit > 0).unwrap_or(u32::MAX)
}

/// Reads an address as people paste it: with or without its scheme, and up to its fragment.
fn pasted(text: &str) -> Option<Uri> {
    let text = text.trim().split('#').next()?;
    let address = text.strip_prefix("//").unwrap_or(text);
    if address.contains("://") { address.parse().ok() } else { format!("https://{address}").parse().ok() }
}

/// Whether an address is of the same site as another. Both schemes lead to a site, each at the port that it has by itself.
fn is_same_site(url: &Uri, own: &Uri) -> bool {
    let is_web = |uri: &Uri| matches!(uri.scheme_str(), Some("http" | "https"));
    let has_user = url.authority().is_none_or(|authority| authority.as_str().contains('@'));
    let host = |uri: &Uri| uri.host().map(|host| host.trim_end_matches('.').to_ascii_lowercase());
    let port = |uri: &Uri| {
        uri.port_u16().filter(|port| !matches!((uri.scheme_str(), port), (Some("http"), 80) | (Some("https"), 443)))
    };
    is_web(url) && !has_user && host(url) == host(own) && port(url) == port(own)
}

/// Finds the page of ours at an address, with its query.
fn find(context: &Context, url: &str) -> Option<(Embeddable, Wanted)> {
    let url = pasted(url)?;
    let own: Uri = context.site.url("/").parse().ok()?;
    if !is_same_site(&url, &own) {
        return None;
    }
    let Query(wanted) = Query::<Wanted>::read(url.query().unwrap_or_default()).ok()?;
    let segments: Vec<_> = url.path().trim_matches('/').split('/').collect();
    let page = match segments.as_slice() {
        // The front door leads each visitor to their language, and an embed has one for everybody.
        [""] => Embeddable::Counter(wanted.locale(), None),
        ["embed", "counter"] => Embeddable::Counter(wanted.locale(), wanted.riding().ok()?),
        ["embed", "form"] => {
            let (locale, theme, partner) = (wanted.locale(), wanted.theme(), wanted.partner(context));
            Embeddable::Form(Embedding { locale, theme, partner })
        }
        [lang] => Embeddable::Counter(lang.parse().ok()?, None),
        [lang, "ridings", code] => Embeddable::Counter(lang.parse().ok()?, Some(ridings::find(code)?)),
        _ => return None,
    };
    Some((page, wanted))
}

impl Embeddable {
    /// Describes the frame within that room; the counter turns compact before its parts would be cut off.
    fn answer(&self, context: &Context, wanted: &Wanted, max_width: u32, max_height: u32) -> RichAnswer {
        let compact = wanted.compact() || max_height < COMPACT_BELOW;
        let partner = wanted.partner(context);
        let (locale, path, full) = match self {
            Self::Counter(locale, riding) => {
                let path = counter_path(*locale, *riding, partner.as_deref(), wanted.theme(), compact);
                (*locale, path, if compact { COMPACT } else { COUNTER })
            }
            Self::Form(embedding) => (embedding.locale, embedding.form_path(), FORM),
        };
        let frame = Size { width: full.width.min(max_width), height: full.height.min(max_height) };
        let texts = context.site.texts(locale);
        let title = self.title(texts);
        let (page, src) = (context.site.url(&self.page(partner.as_deref())), context.site.url(&path));
        RichAnswer {
            version: "1.0",
            r#type: "rich",
            provider_name: texts.get("campaign-organization"),
            provider_url: context.site.url("/"),
            html: rendered(&EmbedCode { page: &page, src: &src, title: &title, size: frame }),
            title,
            width: frame.width,
            height: frame.height,
            cache_age: CACHE_AGE,
        }
    }

    /// Returns the path of the page on our own site that shows the same.
    fn page(&self, partner: Option<&str>) -> String {
        let partner = partner.map(|slug| format!("?partner={slug}")).unwrap_or_default();
        match self {
            Self::Counter(locale, Some(riding)) => format!("/{locale}/ridings/{}", riding.code),
            Self::Counter(locale, None) | Self::Form(Embedding { locale, .. }) => format!("/{locale}{partner}"),
        }
    }

    fn title(&self, texts: &Texts) -> String {
        let campaign = texts.get("campaign-name").into();
        match self {
            Self::Counter(locale, Some(riding)) => {
                let riding = riding.name(*locale).into();
                texts.with("embed-counter-title-riding", [("campaign", campaign), ("riding", riding)])
            }
            Self::Counter(_, None) => texts.with("embed-counter-title", [("campaign", campaign)]),
            Self::Form(_) => texts.with("embed-form-title", [("campaign", campaign)]),
        }
    }
}

/// Writes the counter's path. Codes, slugs and themes are letters, digits and hyphens: nothing to escape.
fn counter_path(locale: Locale, riding: Option<&Riding>, partner: Option<&str>, theme: Theme, compact: bool) -> String {
    let riding = riding.map(|riding| format!("&riding={}", riding.code)).unwrap_or_default();
    let partner = partner.map(|slug| format!("&partner={slug}")).unwrap_or_default();
    let theme = if theme == Theme::default() { String::new() } else { format!("&theme={}", theme.name()) };
    let compact = if compact { "&compact=1" } else { "" };
    format!("/embed/counter?lang={locale}{riding}{partner}{theme}{compact}")
}
