//! The tally as a file, in CSV, Excel, JSON and `GeoJSON`: the counts now, or those of an earlier hour.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Extension, FromRef as _, FromRequestParts, State};
use axum::response::{IntoResponse, Redirect, Response};
use campaigns::{Doubled, Texts, day, first_of_day, moment, ottawa};
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
use web::{CSV, FieldError, Problem, preferred_language};

use crate::context::{Context, House};
use crate::counts::board::{Board, RidingCounts};
use crate::downloads::attachment::{attachment, hour_for_name};
use crate::downloads::table::{csv as as_csv, of_partners, of_ridings};
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
    asked: AskedInPage,
    /// The attributes of the field for a day. The latest one is today.
    day: String,
    /// The hours of a day, each with its writing.
    hours: Vec<(String, String)>,
}

/// The form as it was sent, if the file could not be made.
#[derive(Default)]
struct AskedInPage {
    province: String,
    at: String,
    hour: String,
}

/// A file has a column for each partner up to so many.
const PARTNER_COLUMNS_MAX: usize = 20;

/// A request for the tally as a file.
pub(crate) struct TallyRequest {
    context: Arc<Context>,
    now: Timestamp,
    headers: HeaderMap,
    locale: Locale,
    /// The only province in the file; all of them without it.
    province: Option<Province>,
    /// The hour of the counts; without it, the counts now.
    at: Option<Hour>,
    /// The query as the page's form sent it.
    asked: AskedInPage,
}

impl FromRequestParts<House> for TallyRequest {
    type Rejection = Response;

    /// Reads `?province=&at=&hour=&lang=`. A form sends every field, so an empty one counts as absent.
    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Self, Response> {
        let caller = parts.extensions.get::<Caller>().expect("the guard let them through");
        let mut request = Self {
            context: Arc::from_ref(house),
            now: caller.now,
            headers: parts.headers.clone(),
            locale: preferred_language(&parts.headers),
            province: None,
            at: None,
            asked: AskedInPage::default(),
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
                    Ok(province) => {
                        request.province = Some(province);
                        value.clone_into(&mut request.asked.province);
                    }
                    Err(_) => wrong.push(("province", "province_unknown")),
                },
                "at" => value.clone_into(&mut request.asked.at),
                "hour" => value.clone_into(&mut request.asked.hour),
                _ => {}
            }
        }
        match hour(&request.asked.at, &request.asked.hour, caller.now) {
            Ok(at) => request.at = at,
            Err(NotAnHour) => wrong.push(("at", "at_malformed")),
        }
        if wrong.is_empty() { Ok(request) } else { Err(request.refused(&wrong)) }
    }
}

impl TallyRequest {
    fn texts(&self) -> &Texts {
        self.context.texts(self.locale)
    }

    /// Whether the file is of the whole country.
    const fn is_whole(&self) -> bool {
        self.province.is_none()
    }

    /// The partners who have a column in a file: all of them, or none if they are too many. Then the workbook's sheet of
    /// partners and their own file have them.
    fn partners(&self) -> Vec<PartnerSlug> {
        let partners = &self.context.site.campaign().partners;
        let some = if partners.len() > PARTNER_COLUMNS_MAX { &[][..] } else { partners.as_slice() };
        some.iter().map(|partner| partner.slug.clone()).collect()
    }

    /// Reads the counts; `None` when no snapshot of the hour was kept.
    async fn board(&self) -> Result<Option<Board>, StoreError> {
        let board = match self.at {
            None => Some(Board::now(&self.context, self.now, true).await?),
            Some(hour) => Board::at(&self.context, hour, self.now).await?,
        };
        // Ranks and milestones are those among all ridings, also when the file has one province.
        Ok(board.map(|board| board.within(self.province)))
    }

    /// Answers with a file that `write` makes of the counts of ridings.
    async fn file(
        &self,
        ending: &str,
        content_type: &'static str,
        write: impl FnOnce(&Board) -> Result<Vec<u8>, Failure>,
    ) -> Response {
        let ridings = match self.locale {
            Locale::En => "ridings",
            Locale::Fr => "circonscriptions",
        };
        self.named_file(ridings, ending, content_type, write).await
    }

    async fn named_file(
        &self,
        what: &str,
        ending: &str,
        content_type: &'static str,
        write: impl FnOnce(&Board) -> Result<Vec<u8>, Failure>,
    ) -> Response {
        let written = match self.board().await {
            Ok(Some(board)) => {
                write(&board).map(|content| (format!("{}.{ending}", self.file_name(what, &board)), content))
            }
            Ok(None) => return self.refused(&[("at", "at_not_kept")]),
            Err(error) => Err(error.into()),
        };
        match written {
            Ok((name, content)) => attachment(&name, content_type, content),
            Err(failure) => failure.problem(&self.context, self.locale),
        }
    }

    /// The name of the file without its ending.
    fn file_name(&self, what: &str, board: &Board) -> String {
        let province = self.province.map(|province| format!("-{}", province.abbreviation())).unwrap_or_default();
        format!("time-to-lead-{what}{province}-{}", hour_for_name(self.locale, board.as_of))
    }

    /// Answers a wrong query: a program gets a problem, a person the page with the form.
    fn refused(&self, wrong: &[(&'static str, &'static str)]) -> Response {
        let accept = self.headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
        match wrong {
            [("at", code)] if accept.contains("text/html") => {
                let AskedInPage { province, at, hour } = &self.asked;
                let mut query = form_urlencoded::Serializer::new(String::new());
                query.extend_pairs([("wrong", *code), ("province", province), ("at", at), ("hour", hour)]);
                Redirect::to(&format!("/organizer/{}/downloads?{}", self.locale, query.finish())).into_response()
            }
            _ => problem(self.texts(), wrong).into_response(),
        }
    }
}

/// The text is neither a moment nor a day.
struct NotAnHour;

/// Reads the hour of the counts from a moment, or from a day and an hour of it. `None` means the counts now.
///
/// A day without an hour means its end, or now if the day is not over.
fn hour(at: &str, hour: &str, now: Timestamp) -> Result<Option<Hour>, NotAnHour> {
    let time = match (day(at), hour) {
        (None, "") if at.is_empty() => return Ok(None),
        (None, "") => moment(at, Doubled::First),
        (None, _) => None,
        (Some(day), "") => {
            let end = day.tomorrow().ok().and_then(|next| first_of_day(&next.to_string())).ok_or(NotAnHour)?;
            return Ok((end <= now).then(|| Hour::of(end)));
        }
        (Some(day), hour) => hour.parse().ok().and_then(|hour: u8| moment(&format!("{day}T{hour:02}"), Doubled::First)),
    };
    time.map(|time| Some(Hour::of(time))).ok_or(NotAnHour)
}

/// Writes each hour of a day for the page's form.
fn hours_of_a_day(texts: &Texts) -> Vec<(String, String)> {
    // Any day will do whose hours are all there, once.
    let written = |hour: u8| {
        let at = moment(&format!("2026-01-15T{hour:02}"), Doubled::First).expect("an hour of a day");
        (hour.to_string(), texts.time(at))
    };
    (0..24).map(written).collect()
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
    let (mut wrong, mut asked) = (None, AskedInPage::default());
    for (name, value) in form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()) {
        match (&*name, &*value) {
            ("wrong", "at_malformed") => wrong = Some(visit.wrong("at", "office-download-at-malformed")),
            ("wrong", "at_not_kept") => wrong = Some(visit.wrong("at", "office-download-at-not-kept")),
            ("province", province) => province.clone_into(&mut asked.province),
            ("at", at) => at.clone_into(&mut asked.at),
            ("hour", hour) => hour.clone_into(&mut asked.hour),
            _ => {}
        }
    }
    let mut provinces: Vec<_> =
        Province::ALL.iter().map(|province| (province.abbreviation(), province_name(*province, locale))).collect();
    provinces.sort_by_key(|(_, name)| sort_key(name));
    let ridings = ridings_by_name(locale).into_iter().map(|riding| (riding.code, riding.name(locale)));
    let page = DownloadsPage {
        frame: visit.frame(OfficePage::Downloads, "office-downloads-title", "/downloads").with_errors(wrong),
        provinces,
        ridings: ridings.collect(),
        may_export: visit.caller.organizer.role >= Role::Exporter,
        day: format!("class=width-day type=date name=at max={}", ottawa().to_datetime(visit.caller.now).date()),
        hours: hours_of_a_day(visit.texts()),
        asked,
    };
    answer(&page.frame, &page)
}

/// `GET /v1/organizer/report.pdf`: redirects (303) to the function `report` with a ticket.
///
/// That function prints, and knows no organizers.
pub(crate) async fn report(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    uri: Uri,
) -> Response {
    let asked = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).filter(|(name, _)| name != "ticket");
    // The page's form has one list of provinces and ridings: codes of provinces have letters, those of ridings digits.
    let asked = asked.map(|(name, value)| match (&*name, value.parse::<Province>()) {
        ("of", Ok(_)) => ("province".into(), value),
        ("of", Err(_)) => ("riding".into(), value),
        _ => (name, value),
    });
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(asked).append_pair("ticket", context.tickets.mint(caller.now).expose());
    Redirect::to(&format!("/v1/report.pdf?{}", query.finish())).into_response()
}

/// `GET /v1/organizer/tally.csv?province=&at=&hour=&lang=`
pub(crate) async fn csv(request: TallyRequest) -> Response {
    let write = |board: &Board| {
        let table = of_ridings(request.texts(), board, &request.partners(), request.is_whole());
        Ok(as_csv(&table, request.locale))
    };
    request.file("csv", CSV, write).await
}

/// `GET /v1/organizer/partners.csv?at=&hour=&lang=`: all partners with their numbers in the whole country.
pub(crate) async fn partners_csv(request: TallyRequest) -> Response {
    let name = match request.locale {
        Locale::En => "partners",
        Locale::Fr => "partenaires",
    };
    let write = |board: &Board| {
        let table = of_partners(request.texts(), board, &request.context.site.campaign().partners);
        Ok(as_csv(&table, request.locale))
    };
    request.named_file(name, "csv", CSV, write).await
}

/// `GET /v1/organizer/tally.xlsx?province=&at=&hour=&lang=`
pub(crate) async fn xlsx(request: TallyRequest) -> Response {
    const EXCEL: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let write = |board: &Board| {
        let partners = (&*request.partners(), request.context.site.campaign().partners.as_slice());
        workbook(request.texts(), board, partners, request.is_whole()).map_err(|error| {
            tracing::error!(%error, "a workbook could not be made");
            RequestFailure::Unavailable.into()
        })
    };
    request.file("xlsx", EXCEL, write).await
}

/// `GET /v1/organizer/tally.json?province=&at=&hour=`
pub(crate) async fn json(request: TallyRequest) -> Response {
    let write =
        |board: &Board| Ok(serde_json::to_vec(&document(board, request.is_whole())).expect("a value in memory"));
    request.file("json", "application/json", write).await
}

/// `GET /v1/organizer/tally.geojson?province=&at=&hour=`: for programs that draw maps.
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
        "vacant": row.holder.is_vacant(),
        "member": row.member().map(|member| json!({ "name": member.name, "party": member.party, "as_of": member.as_of })),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(at: &str, of_day: &str) -> String {
        let now = "2026-11-26T13:00:00Z".parse().unwrap();
        match hour(at, of_day, now) {
            Ok(asked) => asked.map_or("now".to_owned(), |hour| hour.to_string()),
            Err(NotAnHour) => "wrong".to_owned(),
        }
    }

    #[test]
    fn an_hour_is_ottawas_unless_its_offset_is_given() {
        for (at, of_day, meant) in [
            ("2026-11-23T14", "", "2026-11-23T19"),
            ("2026-11-23T14:00", "", "2026-11-23T19"),
            ("2026-11-23T14:30:00Z", "", "2026-11-23T14"),
            ("2026-11-25T22:00:00+05:00", "", "2026-11-25T17"),
            ("2026-11-23", "14", "2026-11-23T19"),
            ("2026-11-23", "0", "2026-11-23T05"),
            // The first of the two hours in the night when clocks go back, and the one after the hour they jump over.
            ("2026-11-01", "1", "2026-11-01T05"),
            ("2026-11-01", "2", "2026-11-01T07"),
            ("2026-03-08", "2", "2026-03-08T07"),
            ("2026-03-08", "3", "2026-03-08T07"),
            // A day's end.
            ("2026-11-23", "", "2026-11-24T05"),
            ("2026-11-25", "", "2026-11-26T05"),
        ] {
            assert_eq!(read(at, of_day), meant, "{at} {of_day}");
        }
        assert_eq!(read("", ""), "now");
        assert_eq!(read("2026-11-26", ""), "now", "today is not over, so the counts of now are its last");
        for (at, of_day) in
            [("yesterday", ""), ("2026-13-23T14", ""), ("", "14"), ("2026-11-23", "24"), ("2026-11-23T14", "14")]
        {
            assert_eq!(read(at, of_day), "wrong", "{at} {of_day}");
        }
    }
}
