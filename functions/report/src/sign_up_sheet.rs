//! `GET /{lang}/sign-up-sheet.pdf?riding=&partner=&pages=`: a blank sheet to sign by hand, for everybody.
//!
//! Its columns are those that the office's paper import knows. The code on it opens the form of the riding or the partner.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use domain::locale::Locale;
use http::HeaderMap;
use pages::Site;
use ridings::Riding;
use serde::{Deserialize, Serialize};
use web::{Lang, PUBLIC_CACHE, Query, written_query};

use crate::context::Context;
use crate::document::{PublicDocument, answer_public, print};
use crate::figures::{Code, code_of};
use crate::press::{self, Form};
use crate::prints::Refusal;

/// The lines of a page, tall enough to write on by hand.
const LINES: usize = 12;
/// The most pages of a document.
const PAGES_MAX: usize = 20;

/// The query. An unknown riding or partner is left out.
#[derive(Deserialize)]
pub(crate) struct Wanted {
    #[serde(default)]
    riding: String,
    #[serde(default)]
    partner: String,
    #[serde(default)]
    pages: String,
}

/// The facts about the document that the sheets share.
#[derive(Debug, Serialize)]
struct Head {
    lang: &'static str,
    paper: &'static str,
    title: String,
    campaign: String,
    organization: String,
}

/// The content of a blank sheet.
#[derive(Debug, Serialize)]
pub(crate) struct SignUpSheet {
    head: Head,
    title: String,
    pledge: String,
    who: String,
    consent: String,
    columns: [String; 5],
    lines: usize,
    /// The labels of two blanks: where and when the sheet was signed.
    place: String,
    day: String,
    /// The partner who brings the sheet, if our typefaces can write its name.
    partner: Option<String>,
    privacy: String,
    send: String,
    scan: String,
    code: Code,
    /// The number of each page, in words.
    numbers: Vec<String>,
}

/// Answers `GET /{lang}/sign-up-sheet.pdf`.
pub(crate) async fn show(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Response {
    let riding = ridings::find(wanted.riding.trim());
    let pages = wanted.pages.trim().parse().unwrap_or(1).clamp(1, PAGES_MAX);
    let sheet = SignUpSheet::new(&context.site, locale, riding, &wanted.partner, pages);
    let (campaign, kind) =
        (context.site.campaign().slug.as_str(), context.site.texts(locale).get("sign-up-sheet-file"));
    let document = PublicDocument {
        address: serde_json::to_string(&sheet).expect("texts and numbers"),
        file_name: format!("{campaign} {kind}.pdf"),
        cache: PUBLIC_CACHE,
    };
    let (at_work, now) = (Arc::clone(&context), context.clock.now());
    let printed = async move {
        let printed = print(&at_work, locale, move || press::pdf(Form::SignUpSheet, &sheet, now)).await;
        printed.map_err(Refusal::Failed)
    };
    answer_public(&context, locale, &headers, document, printed).await
}

impl SignUpSheet {
    pub(crate) fn new(
        site: &Site,
        locale: Locale,
        riding: Option<&'static Riding>,
        partner: &str,
        pages: usize,
    ) -> Self {
        let (t, campaign) = (site.texts(locale), site.campaign());
        let partner = campaign.partner(partner);
        let partner_query = partner.map(|partner| partner.slug.to_string());
        let query =
            written_query([("riding", riding.map(|riding| riding.code.to_string())), ("partner", partner_query)]);
        let contact = campaign.organization.contact_email.as_str();
        let title = match riding {
            Some(riding) => t.with("sign-up-sheet-title-riding", [("riding", riding.name(locale).into())]),
            None => t.get("sign-up-sheet-title"),
        };
        let number = |page: usize| t.with("sign-up-sheet-page", [("page", page.into()), ("pages", pages.into())]);
        Self {
            head: Head {
                lang: locale.code(),
                paper: "us-letter",
                title: title.clone(),
                campaign: t.get("campaign-name"),
                organization: t.get("campaign-organization"),
            },
            title,
            pledge: t.get("campaign-pledge"),
            who: t.get("sign-up-sheet-who"),
            consent: t.with("sign-up-sheet-consent", [("organization", t.get("campaign-organization").into())]),
            columns: ["number", "first", "last", "postal-code", "signature"]
                .map(|column| t.get(&format!("sign-up-sheet-{column}"))),
            lines: LINES,
            place: t.get("sign-up-sheet-place"),
            day: t.get("sign-up-sheet-day"),
            partner: partner
                .filter(|partner| press::can_write(partner.name(locale)))
                .map(|partner| t.with("sign-up-sheet-partner", [("partner", partner.name(locale).into())])),
            privacy: t.with(
                "sign-up-sheet-privacy",
                [("contact", contact.into()), ("page", site.url(&format!("/{locale}/privacy")).into())],
            ),
            send: t.with("sign-up-sheet-send", [("address", campaign.organization.postal_address(locale).into())]),
            scan: t.get("sign-up-sheet-scan"),
            code: code_of(t, &site.url(&format!("/{locale}{query}"))),
            numbers: (1..=pages).map(number).collect(),
        }
    }
}
