//! Signatures on paper: a file is read and reported on, counted when somebody says so, and can be taken back.

use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::{FromRequest, Request, State};
use axum::response::Response;
use campaigns::Texts;
use domain::campaign::Partner;
use domain::ids::ImportId;
use domain::locale::Locale;
use domain::office::audit::{Action, Entry};
use domain::office::invalidation::Stage;
use domain::paper::sheet::PaperImport;
use domain::slug::PartnerSlug;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Uri};
use jiff::SignedDuration;
use multer::{Constraints, Multipart, SizeLimit};
use pages::{FieldMessage, Frame, RequestFailure};
use store::SHEET_DAYS;
use web::preferred_language;

use crate::desk::Desk;
use crate::downloads::attachment;
use crate::failure::Failure;
use crate::form::{Form, reason};
use crate::invalidations::WORK;
use crate::nav::{Nav, Room};
use crate::sheet::{Problem, Sheet, SheetError};
use crate::table::{BOM, CSV};
use crate::visit::{Answer, Id, Visit, answer};

/// The longest file: what a function is handed through the gateway is six megabytes, and a file takes a third more on the
/// way. About 80,000 signatures.
pub(crate) const PAPER_MAX_BYTES: u64 = 4_000_000;
/// Lines with problems that are shown; the others are counted.
const PROBLEMS_SHOWN: usize = 200;
/// A file with fewer lines gets no number of people who signed online: a short list of names would test who did.
const SHOWN_FROM_LINES: usize = 10;
/// The page shows no smaller number of people.
const SHOWN_FROM: usize = 5;

#[derive(Template)]
#[template(path = "paper.html")]
struct PaperPage<'a> {
    frame: Frame<'a>,
    nav: Nav,
    partners: Vec<Choice>,
    note: String,
    imports: Vec<Line>,
}

#[derive(Template)]
#[template(path = "import.html")]
struct ImportPage<'a> {
    frame: Frame<'a>,
    nav: Nav,
    line: Line,
    stage: Option<Stage>,
    /// Written as the language does.
    rows: String,
    /// Of a file that has just been read: what is in it.
    read: Option<Read>,
    /// Whether what was read of it is still there to be counted.
    waits: bool,
}

/// A partner to choose.
struct Choice {
    slug: String,
    name: String,
    chosen: bool,
}

/// An import in a list.
struct Line {
    id: String,
    when: String,
    by: String,
    note: String,
    partner: String,
    stage: String,
    signers: String,
}

/// What a file has in it. It says how many of its people are known, and never which.
struct Read {
    new: String,
    online: String,
    on_paper: String,
    problems: Vec<(u64, String)>,
    more: usize,
}

/// How many people of a file are known, in words that test nobody.
fn known_in_words(texts: &Texts, lines: usize, known: usize) -> String {
    let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    if lines < SHOWN_FROM_LINES {
        texts.with("office-read-too-short", [("lines", number(SHOWN_FROM_LINES).into())])
    } else if known < SHOWN_FROM {
        texts.with("office-read-few", [("count", number(SHOWN_FROM).into())])
    } else {
        texts.number(number(known))
    }
}

impl ImportPage<'_> {
    fn goes_on(&self) -> bool {
        self.stage.and_then(Stage::end).is_some()
    }

    fn is_counted(&self) -> bool {
        self.stage == Some(Stage::Applied)
    }
}

impl Line {
    fn of(import: &PaperImport, texts: &Texts) -> Self {
        let stage = import.stage.map_or("read", Stage::name);
        Self {
            id: import.id.to_string(),
            when: texts.day(import.at),
            by: import.by.to_string(),
            note: import.note.clone(),
            partner: import.partner.as_ref().map(ToString::to_string).unwrap_or_default(),
            stage: texts.get(&format!("office-paper-{stage}")),
            signers: texts.number(import.signers),
        }
    }
}

/// `GET /organizer/{lang}/paper`
pub(crate) async fn show(visit: Visit) -> Answer {
    page(&visit, "", "", None).await
}

async fn page(visit: &Visit, chosen: &str, note: &str, wrong: Option<FieldMessage>) -> Answer {
    let texts = visit.texts();
    let imports = visit.desk.office.imports().await?;
    let named = |partner: &Partner| Choice {
        slug: partner.slug.to_string(),
        name: partner.name(visit.locale).to_owned(),
        chosen: partner.slug.as_str() == chosen,
    };
    let page = PaperPage {
        frame: visit.frame("office-paper-title", "/paper").with_errors(wrong.into_iter().collect()),
        nav: visit.nav(Room::Paper),
        partners: visit.desk.site.campaign().partners.iter().map(named).collect(),
        note: note.to_owned(),
        imports: imports.iter().map(|import| Line::of(import, texts)).collect(),
    };
    Ok(answer(&page.frame, &page))
}

/// `GET /v1/organizer/paper-template.csv?lang=`
pub(crate) async fn template(State(desk): State<Arc<Desk>>, uri: Uri, headers: HeaderMap) -> Response {
    let query = uri.query().unwrap_or_default();
    let lang = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "lang");
    let locale = lang.and_then(|(_, lang)| lang.parse::<Locale>().ok()).unwrap_or_else(|| preferred_language(&headers));
    let texts = desk.texts(locale);
    // A French Excel takes a semicolon for the mark between columns.
    let (mark, name) = match locale {
        Locale::En => (",", "paper-signatures.csv"),
        Locale::Fr => (";", "signatures-papier.csv"),
    };
    let headers = ["file-first-name", "file-last-name", "file-postal-code", "file-code"].map(|key| texts.get(key));
    let line = format!("{}\r\n", headers.join(mark));
    attachment(name, CSV, Body::from([BOM, line.as_bytes()].concat()))
}

/// What was sent: the file, who collected the sheets, where they came from.
#[derive(Default)]
pub(crate) struct Upload {
    file: Vec<u8>,
    partner: String,
    note: String,
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        let given = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let boundary = multer::parse_boundary(given).map_err(|_| RequestFailure::UnsupportedMediaType)?;
        let limits = Constraints::new()
            .size_limit(SizeLimit::new().whole_stream(PAPER_MAX_BYTES + 4_096).per_field(PAPER_MAX_BYTES));
        let mut form = Multipart::with_constraints(request.into_body().into_data_stream(), boundary, limits);
        let mut upload = Self::default();
        let unreadable = |error: multer::Error| {
            let too_large =
                matches!(error, multer::Error::StreamSizeExceeded { .. } | multer::Error::FieldSizeExceeded { .. });
            if too_large { Failure::FileTooLarge } else { RequestFailure::UnsupportedMediaType.into() }
        };
        while let Some(field) = form.next_field().await.map_err(unreadable)? {
            let name = field.name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await.map_err(unreadable)?;
            let text = || String::from_utf8_lossy(&bytes).trim().to_owned();
            match name.as_str() {
                "file" => upload.file = bytes.to_vec(),
                "partner" => upload.partner = text(),
                "note" => upload.note = text(),
                _ => {}
            }
        }
        Ok(upload)
    }
}

/// `POST /organizer/{lang}/paper`: reads a file and says what is in it. Nothing is counted.
pub(crate) async fn read(visit: Visit, upload: Upload) -> Answer {
    let (desk, texts) = (&visit.desk, visit.texts());
    let again = async |wrong| page(&visit, &upload.partner, &upload.note, Some(wrong)).await;
    let note = match reason(&upload.note) {
        Ok(note) => note.to_owned(),
        Err("office-why-missing") => return again(visit.wrong("note", "office-paper-note-missing")).await,
        Err(key) => return again(visit.wrong("note", key)).await,
    };
    let is_ours = |slug: &PartnerSlug| desk.site.campaign().partners.iter().any(|partner| partner.slug == *slug);
    let partner = upload.partner.parse().ok().filter(is_ours);
    let sheet = match Sheet::read(&upload.file, &desk.people) {
        Ok(sheet) if sheet.rows.is_empty() && sheet.problems.is_empty() => Err(SheetError::Empty),
        read => read,
    };
    let sheet = match sheet {
        Ok(sheet) => sheet,
        Err(error) => return again(told(texts, error)).await,
    };
    // Comparing names with who signed is in the log before it is done: how many, and why.
    let entry = visit.caller.did(Action::SignersExamined, sheet.rows.len().to_string());
    desk.office.record(&Entry { reason: note.clone(), ..entry }).await?;
    let known = desk.pledges.known_persons(&sheet.rows.iter().map(|(_, row)| row.id).collect()).await?;
    let rows = sheet.rows.iter().map(|(_, row)| row);
    let new: Vec<_> = rows.filter(|row| !known.on_paper.contains(&row.id)).cloned().collect();
    let rows = i64::try_from(new.len()).unwrap_or(i64::MAX);
    let import = PaperImport {
        id: ImportId::from_random(desk.entropy.sixteen_bytes()),
        partner,
        note,
        by: visit.caller.organizer.email.clone(),
        at: visit.caller.now,
        stage: None,
        rows,
        signers: 0,
    };
    if rows > 0 {
        desk.pledges.keep_sheet(import.id, &new, visit.caller.now).await?;
        desk.office.read_import(&import).await?;
    }
    let told = |(line, problem): &(u64, Problem)| (*line, problem_told(texts, visit.locale, problem));
    let read = Read {
        new: texts.number(rows),
        online: known_in_words(texts, sheet.rows.len(), known.online),
        on_paper: known_in_words(texts, sheet.rows.len(), known.on_paper.len()),
        more: sheet.problems.len().saturating_sub(PROBLEMS_SHOWN),
        problems: sheet.problems.iter().take(PROBLEMS_SHOWN).map(told).collect(),
    };
    Ok(one(&visit, &import, Some(read), rows > 0, None))
}

/// `GET /organizer/{lang}/paper/{id}`
pub(crate) async fn show_one(visit: Visit, Id(id): Id<ImportId>) -> Answer {
    let import = known(&visit.desk, id).await?;
    let waits = import.stage.is_none() && waits(&visit, &import).await?;
    Ok(one(&visit, &import, None, waits, None))
}

/// Whether what was read of a file is still there. DynamoDB sweeps late.
async fn waits(visit: &Visit, import: &PaperImport) -> Result<bool, Failure> {
    let fresh = visit.caller.now.duration_since(import.at) < SignedDuration::from_hours(24 * SHEET_DAYS);
    Ok(fresh && visit.desk.pledges.has_sheet(import.id).await?)
}

fn one(visit: &Visit, import: &PaperImport, read: Option<Read>, waits: bool, wrong: Option<FieldMessage>) -> Response {
    let path = format!("/paper/{}", import.id);
    let page = ImportPage {
        frame: visit.frame("office-import-title", &path).with_errors(wrong.into_iter().collect()),
        nav: visit.nav(Room::Paper),
        line: Line::of(import, visit.texts()),
        stage: import.stage,
        rows: visit.texts().number(import.rows),
        read,
        waits,
    };
    answer(&page.frame, &page)
}

/// `POST /organizer/{lang}/paper/{id}/count`
pub(crate) async fn count(visit: Visit, Id(id): Id<ImportId>) -> Answer {
    let import = known(&visit.desk, id).await?;
    if import.stage.is_none() {
        if !waits(&visit, &import).await? {
            return Err(Failure::Changed);
        }
        let entry = visit.caller.did(Action::PaperCounted, format!("{id}: {}", import.rows));
        visit.desk.office.count_import(id, &Entry { reason: import.note, ..entry }).await?;
    }
    go_on(&visit.desk, id).await?;
    Ok(visit.to(&format!("/paper/{id}")))
}

/// `POST /organizer/{lang}/paper/{id}/take-back`
pub(crate) async fn take_back(visit: Visit, Id(id): Id<ImportId>, form: Form) -> Answer {
    let import = known(&visit.desk, id).await?;
    let why = match reason(form.get("reason")) {
        Ok(why) => why.to_owned(),
        Err(key) => return Ok(one(&visit, &import, None, false, Some(visit.wrong("reason", key)))),
    };
    let entry = visit.caller.did(Action::PaperTakenBack, format!("{id}: {}", import.signers));
    if !visit.desk.office.take_import_back(id, &Entry { reason: why, ..entry }).await? {
        return Err(Failure::Changed);
    }
    go_on(&visit.desk, id).await?;
    Ok(visit.to(&format!("/paper/{id}")))
}

/// Works on it for as long as a request may. However it ends, its page says how far it is.
async fn go_on(desk: &Desk, id: ImportId) -> Result<(), Failure> {
    let import = known(desk, id).await?;
    match tokio::time::timeout(WORK, desk.office.work_off_import(&desk.pledges, import)).await {
        Ok(Ok(_)) => {}
        Ok(Err(error)) => tracing::error!(%error, "an import was broken off"),
        Err(_) => tracing::info!("an import goes on later"),
    }
    Ok(())
}

async fn known(desk: &Desk, id: ImportId) -> Result<PaperImport, Failure> {
    desk.office.import(id).await?.ok_or(Failure::NOT_FOUND)
}

/// Why a file is not read at all.
fn told(texts: &Texts, error: SheetError) -> FieldMessage {
    let (code, message) = match error {
        SheetError::Empty => ("empty", texts.get("office-sheet-empty")),
        SheetError::Workbook => ("workbook", texts.get("office-sheet-workbook")),
        SheetError::NotUtf8 => ("not_utf8", texts.get("office-sheet-not-utf8")),
        SheetError::NoColumn(name) => ("no_column", texts.with("office-sheet-no-column", [("column", name.into())])),
    };
    FieldMessage { field: "file", code, message }
}

fn problem_told(texts: &Texts, locale: Locale, problem: &Problem) -> String {
    match problem {
        Problem::NoName => texts.get("office-line-no-name"),
        Problem::BadName => texts.get("office-line-bad-name"),
        Problem::NoPostalCode => texts.get("office-line-no-postal-code"),
        Problem::BadPostalCode => texts.get("office-line-bad-postal-code"),
        Problem::PostalCodeLike(code) => {
            texts.with("office-line-postal-code-like", [("code", code.to_string().into())])
        }
        Problem::WhichRiding(some) if some.is_empty() => texts.get("office-line-unknown-riding"),
        Problem::WhichRiding(some) => {
            let name = |code: &_| ridings::get(*code).map_or("", |riding| riding.name(locale));
            let choices: Vec<_> = some.iter().map(|code| format!("{code} {}", name(code))).collect();
            texts.with("office-line-which-riding", [("choices", choices.join(", ").into())])
        }
        Problem::NoSuchRiding => texts.get("office-line-no-such-riding"),
        Problem::RidingElsewhere => texts.get("office-line-riding-elsewhere"),
        Problem::SameAsLine(line) => texts.with("office-line-same", [("line", line.to_string().into())]),
    }
}
