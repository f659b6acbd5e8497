//! The tally as a file, in CSV, Excel, JSON and `GeoJSON`: the counts now, or those of an earlier hour.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Extension, FromRequestParts, State};
use axum::response::{IntoResponse, Redirect, Response};
use campaigns::Texts;
use domain::locale::Locale;
use domain::office::organizer::Role;
use domain::slug::PartnerSlug;
use domain::tally::hour::Hour;
use domain::tally::riding::{Province, RidingCode};
use http::header::ACCEPT;
use http::request::Parts;
use http::{HeaderMap, StatusCode, Uri};
use jiff::Timestamp;
use pages::{RequestFailure, ridings_by_name, sort_key};
use ridings::province_name;
use serde_json::{Value, json};
use store::StoreError;
use web::{FieldError, Problem, preferred_language};

use crate::counts::board::{Board, RidingCounts};
use crate::desk::Desk;
use crate::downloads::attachment::{CSV, attachment};
use crate::downloads::table::{csv as as_csv, of_ridings};
use crate::downloads::workbook::workbook;
use crate::failure::Failure;
use crate::visit::caller::Caller;
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Visit, answer};

#[derive(Template)]
#[template(path = "downloads/tally.html")]
struct DownloadsPage<'a> {
    frame: OfficeFrame<'a>,
    provinces: Vec<(&'static str, &'static str)>,
    ridings: Vec<(RidingCode, &'static str)>,
    may_export: bool,
    /// The attributes of the field for an hour. The latest hour to choose is the present one.
    hours: String,
}

/// A request for the tally as a file.
pub(crate) struct TallyRequest {
    desk: Arc<Desk>,
    now: Timestamp,
    headers: HeaderMap,
    locale: Locale,
    /// The only province in the file; all of them without it.
    province: Option<Province>,
    /// The hour of the counts; without it, the counts now.
    at: Option<Hour>,
}

impl FromRequestParts<Arc<Desk>> for TallyRequest {
    type Rejection = Response;

    /// Reads `?province=&at=&lang=`. A form sends every field, so an empty one counts as absent.
    async fn from_request_parts(parts: &mut Parts, desk: &Arc<Desk>) -> Result<Self, Response> {
        let caller = parts.extensions.get::<Caller>().expect("the guard let them through");
        let mut request = Self {
            desk: Arc::clone(desk),
            now: caller.now,
            headers: parts.headers.clone(),
            locale: preferred_language(&parts.headers),
            province: None,
            at: None,
        };
        let mut wrong = Vec::new();
        let query = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
        for (name, value) in query.filter(|(_, value)| !value.trim().is_empty()) {
            let value = value.trim();
            match &*name {
                "lang" => match value.parse() {
                    Ok(locale) => request.locale = locale,
                    Err(_) => wrong.push(("lang", "lang_unknown")),
                },
                "province" => match value.parse() {
                    Ok(province) => request.province = Some(province),
                    Err(_) => wrong.push(("province", "province_unknown")),
                },
                "at" => match hour(value) {
                    Some(hour) => request.at = Some(hour),
                    None => wrong.push(("at", "at_malformed")),
                },
                _ => {}
            }
        }
        if wrong.is_empty() { Ok(request) } else { Err(request.refused(&wrong)) }
    }
}

impl TallyRequest {
    fn texts(&self) -> &Texts {
        self.desk.texts(self.locale)
    }

    /// Whether the file is of the whole country.
    const fn is_whole(&self) -> bool {
        self.province.is_none()
    }

    /// The partners whom the campaign names. Each has a column in a file.
    fn partners(&self) -> Vec<PartnerSlug> {
        self.desk.site.campaign().partners.iter().map(|partner| partner.slug.clone()).collect()
    }

    /// Reads the counts; `None` when no snapshot of the hour was kept.
    async fn board(&self) -> Result<Option<Board>, StoreError> {
        let board = match self.at {
            None => Some(Board::now(&self.desk, self.now, true).await?),
            Some(hour) => Board::at(&self.desk, hour, self.now).await?,
        };
        // Ranks and milestones are those among all ridings, also when the file has one province.
        Ok(board.map(|board| board.within(self.province)))
    }

    /// Answers with a file that `write` makes of the counts.
    async fn file(
        &self,
        ending: &str,
        content_type: &'static str,
        write: impl FnOnce(&Board) -> Result<Vec<u8>, Failure>,
    ) -> Response {
        let written = match self.board().await {
            Ok(Some(board)) => write(&board).map(|content| (format!("{}.{ending}", self.file_name(&board)), content)),
            Ok(None) => return self.refused(&[("at", "at_not_kept")]),
            Err(error) => Err(error.into()),
        };
        match written {
            Ok((name, content)) => attachment(&name, content_type, content),
            Err(failure) => failure.problem(&self.desk, self.locale),
        }
    }

    /// The name of the file without its ending.
    fn file_name(&self, board: &Board) -> String {
        let ridings = match self.locale {
            Locale::En => "ridings",
            Locale::Fr => "circonscriptions",
        };
        let province = self.province.map(|province| format!("-{}", province.abbreviation())).unwrap_or_default();
        format!("time-to-lead-{ridings}{province}-{}", Hour::of(board.as_of))
    }

    /// Answers a wrong query: a program gets a problem, a person the page with the form.
    fn refused(&self, wrong: &[(&'static str, &'static str)]) -> Response {
        let accept = self.headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
        match wrong {
            [("at", code)] if accept.contains("text/html") => {
                Redirect::to(&format!("/organizer/{}/downloads?wrong={code}", self.locale)).into_response()
            }
            _ => problem(self.texts(), wrong).into_response(),
        }
    }
}

/// Reads an hour in UTC, as we write it or as a browser's field for date and time sends it.
fn hour(text: &str) -> Option<Hour> {
    text.parse().ok().or_else(|| text.get(..13)?.parse().ok())
}

fn problem(texts: &Texts, wrong: &[(&'static str, &'static str)]) -> Problem {
    let sentence = |code: &str| texts.get(&format!("office-download-{}", code.replace('_', "-")));
    let fields = wrong.iter().map(|(field, code)| FieldError { field, code, message: sentence(code) });
    let title = texts.get("office-download-wrong");
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", title).fields(fields)
}

/// `GET /organizer/{lang}/downloads`; `?wrong=` names the reason why a file could not be made.
pub(crate) async fn show(visit: Visit, uri: Uri) -> Response {
    let locale = visit.locale;
    let wrong = match uri.query() {
        Some("wrong=at_malformed") => Some(visit.wrong("at", "office-download-at-malformed")),
        Some("wrong=at_not_kept") => Some(visit.wrong("at", "office-download-at-not-kept")),
        _ => None,
    };
    let mut provinces: Vec<_> =
        Province::ALL.iter().map(|province| (province.abbreviation(), province_name(*province, locale))).collect();
    provinces.sort_by_key(|(_, name)| sort_key(name));
    let ridings = ridings_by_name(locale).into_iter().map(|riding| (riding.code, riding.name(locale)));
    let page = DownloadsPage {
        frame: visit.frame(OfficePage::Downloads, "office-downloads-title", "/downloads").with_errors(wrong),
        provinces,
        ridings: ridings.collect(),
        may_export: visit.caller.organizer.role >= Role::Exporter,
        hours: format!("type=datetime-local name=at step=3600 max={}:00", Hour::of(visit.caller.now)),
    };
    answer(&page.frame, &page)
}

/// `GET /v1/organizer/report.pdf`: redirects (303) to the function `report` with a ticket.
///
/// That function prints, and knows no organizers.
pub(crate) async fn report(State(desk): State<Arc<Desk>>, Extension(caller): Extension<Caller>, uri: Uri) -> Response {
    let asked = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).filter(|(name, _)| name != "ticket");
    // The page's form has one list of provinces and ridings: codes of provinces have letters, those of ridings digits.
    let asked = asked.map(|(name, value)| match (&*name, value.parse::<Province>()) {
        ("of", Ok(_)) => ("province".into(), value),
        ("of", Err(_)) => ("riding".into(), value),
        _ => (name, value),
    });
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(asked).append_pair("ticket", desk.tickets.mint(caller.now).expose());
    Redirect::to(&format!("/v1/report.pdf?{}", query.finish())).into_response()
}

/// `GET /v1/organizer/tally.csv?province=&at=&lang=`
pub(crate) async fn csv(request: TallyRequest) -> Response {
    let write =
        |board: &Board| Ok(as_csv(&of_ridings(request.texts(), board, &request.partners(), request.is_whole())));
    request.file("csv", CSV, write).await
}

/// `GET /v1/organizer/tally.xlsx?province=&at=&lang=`
pub(crate) async fn xlsx(request: TallyRequest) -> Response {
    const EXCEL: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let write = |board: &Board| {
        workbook(request.texts(), board, &request.partners(), request.is_whole()).map_err(|error| {
            tracing::error!(%error, "a workbook could not be made");
            RequestFailure::Unavailable.into()
        })
    };
    request.file("xlsx", EXCEL, write).await
}

/// `GET /v1/organizer/tally.json?province=&at=`
pub(crate) async fn json(request: TallyRequest) -> Response {
    let write =
        |board: &Board| Ok(serde_json::to_vec(&document(board, request.is_whole())).expect("a value in memory"));
    request.file("json", "application/json", write).await
}

/// `GET /v1/organizer/tally.geojson?province=&at=`: for programs that draw maps.
pub(crate) async fn geojson(request: TallyRequest) -> Response {
    request.file("geojson", "application/geo+json", |board| Ok(features(board).into_bytes())).await
}

/// Writes a feature for each riding (RFC 7946): its boundary, and its numbers as properties. Signers abroad have none.
fn features(board: &Board) -> String {
    let mut boundaries = ridings::boundaries();
    let mut features = Vec::new();
    for row in &board.rows {
        let code = row.standing.riding.code;
        // Rows and boundaries are both in the order of the codes.
        let Some((_, coordinates)) = boundaries.find(|(other, _)| *other == code) else { continue };
        let properties = properties(row);
        features.push(format!(
            "{{\"type\":\"Feature\",\"id\":\"{code}\",\"properties\":{properties},\"geometry\":{{\"type\":\"MultiPolygon\",\"coordinates\":{coordinates}}}}}"
        ));
    }
    let as_of = board.as_of;
    format!("{{\"type\":\"FeatureCollection\",\"updated_at\":\"{as_of}\",\"features\":[{}]}}", features.join(","))
}

/// Writes the numbers of `/v1/tally`, with more about each riding.
fn document(board: &Board, whole: bool) -> Value {
    let provinces = board.provinces().into_iter().map(|row| {
        let name = |locale| province_name(row.province, locale);
        json!({
            "code": row.province.abbreviation(),
            "name": { "en": name(Locale::En), "fr": name(Locale::Fr) },
            "count": row.count,
        })
    });
    let mut document = json!({
        "updated_at": board.as_of,
        "provinces": provinces.collect::<Vec<_>>(),
        "ridings": board.rows.iter().map(properties).collect::<Vec<_>>(),
    });
    // These numbers are of the whole country, so a file of one province has none.
    if whole {
        document["total"] = board.total.into();
        document["abroad"] = board.abroad.into();
        document["paper"] = json!(board.sum.as_ref().map(|sum| sum.paper));
        document["partners"] = json!(board.by_partner);
    }
    document
}

/// Writes the numbers of a riding.
fn properties(row: &RidingCounts) -> Value {
    let (standing, riding) = (&row.standing, row.standing.riding);
    json!({
        "code": riding.code,
        "name": { "en": riding.name(Locale::En), "fr": riding.name(Locale::Fr) },
        "province": riding.province.abbreviation(),
        "count": standing.count,
        "electors": riding.electors,
        "share": standing.share(),
        "rank": standing.rank,
        "rank_in_province": standing.rank_in_province,
        "last_24_hours": row.day,
        "last_7_days": row.week,
        "paper": row.paper,
        "partners": row.by_partner,
        "member": row.member().map(|member| json!({ "name": member.name, "party": member.party, "as_of": member.as_of })),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_is_taken_as_it_is_written_and_as_a_browsers_field_sends_it() {
        for text in ["2026-11-23T14", "2026-11-23T14:00", "2026-11-23T14:30:00Z"] {
            assert_eq!(hour(text), "2026-11-23T14".parse().ok(), "{text}");
        }
        for text in ["", "2026-11-23", "yesterday", "2026-13-23T14", "é026-11-23T14:00"] {
            assert_eq!(hour(text), None, "{text}");
        }
    }
}
