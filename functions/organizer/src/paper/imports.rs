//! Imports of paper: a file of signatures is read and reported on, then counted on request, and can be taken back.

use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::{FromRequest, Request, State};
use axum::response::Response;
use campaigns::Texts;
use domain::campaign::Partner;
use domain::ids::ImportId;
use domain::locale::Locale;
use domain::office::audit::Action;
use domain::office::invalidation::Stage;
use domain::paper::sheet::PaperImport;
use domain::slug::PartnerSlug;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Uri};
use jiff::SignedDuration;
use multer::{Constraints, Multipart, SizeLimit};
use pages::{FieldMessage, RequestFailure};
use store::SHEET_DAYS;
use web::preferred_language;

use crate::desk::Desk;
use crate::downloads::attachment::{BOM, CSV, attachment};
use crate::failure::Failure;
use crate::paper::sheet::{LineFault, Sheet, SheetError};
use crate::visit::form::{Form, ReasonFault, reason};
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Id, Visit, answer, work_within_request};

/// The longest file, of about 80,000 signatures.
///
/// The gateway hands a function six megabytes at most, and on the way a file takes a third more.
pub(crate) const PAPER_MAX_BYTES: u64 = 4_000_000;
/// The page shows no more lines with faults; it counts the others.
const FAULTS_SHOWN: usize = 200;
/// A file needs this many lines before the page tells how many of its people signed already.
///
/// With a short list of names an organizer could test whether a certain person signed.
const SHOWN_FROM_LINES: usize = 10;
/// The page tells no smaller number of people.
const SHOWN_FROM: usize = 5;

#[derive(Template)]
#[template(path = "paper/imports.html")]
struct ImportsPage<'a> {
    frame: OfficeFrame<'a>,
    partners: Vec<PartnerOption>,
    note: String,
    imports: Vec<ImportRow>,
}

#[derive(Template)]
#[template(path = "paper/import.html")]
struct ImportPage<'a> {
    frame: OfficeFrame<'a>,
    row: ImportRow,
    stage: Option<Stage>,
    /// The number of signatures in the file, in the language's writing.
    rows: String,
    /// The content of a file that has just been read.
    read: Option<FileContent>,
    /// Whether the sheet is still stored and can be counted.
    waits: bool,
}

/// A partner in the list of who collected the sheets.
struct PartnerOption {
    slug: String,
    name: String,
    chosen: bool,
}

/// An import as the pages show it.
struct ImportRow {
    id: String,
    when: String,
    by: String,
    note: String,
    partner: String,
    stage: String,
    signers: String,
}

/// The content of a file. It tells how many of its people signed already, and never who.
struct FileContent {
    new: String,
    online: String,
    on_paper: String,
    /// The lines that cannot be counted, with a sentence about each.
    faults: Vec<(u64, String)>,
    /// The number of such lines that are not listed.
    more: usize,
}

/// Tells how many people of a file signed already, but not so exactly that it would reveal who.
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

impl ImportRow {
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
    let named = |partner: &Partner| PartnerOption {
        slug: partner.slug.to_string(),
        name: partner.name(visit.locale).to_owned(),
        chosen: partner.slug.as_str() == chosen,
    };
    let page = ImportsPage {
        frame: visit.frame(OfficePage::Paper, "office-paper-title", "/paper").with_errors(wrong),
        partners: visit.desk.site.campaign().partners.iter().map(named).collect(),
        note: note.to_owned(),
        imports: imports.iter().map(|import| ImportRow::of(import, texts)).collect(),
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

/// The form with the file: also the partner who collected the sheets, and a note about their origin.
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

/// `POST /organizer/{lang}/paper`: reads a file and reports on it. Nothing is counted.
pub(crate) async fn read(visit: Visit, upload: Upload) -> Answer {
    let (desk, texts) = (&visit.desk, visit.texts());
    let show_wrong = async |wrong| page(&visit, &upload.partner, &upload.note, Some(wrong)).await;
    let note = match reason(&upload.note) {
        Ok(note) => note.to_owned(),
        Err(ReasonFault::Missing) => return show_wrong(visit.wrong("note", "office-paper-note-missing")).await,
        Err(fault @ ReasonFault::TooLong) => return show_wrong(visit.wrong("note", fault.key())).await,
    };
    let is_ours = |slug: &PartnerSlug| desk.site.campaign().partners.iter().any(|partner| partner.slug == *slug);
    let partner = upload.partner.parse().ok().filter(is_ours);
    let sheet = match Sheet::read(&upload.file, &desk.people) {
        Ok(sheet) if sheet.rows.is_empty() && sheet.faults.is_empty() => Err(SheetError::Empty),
        read => read,
    };
    let sheet = match sheet {
        Ok(sheet) => sheet,
        Err(error) => return show_wrong(unreadable_message(texts, error)).await,
    };
    // The log has the comparison with the signers before it is made: the number of names, and the reason.
    let entry = visit.caller.did_because(Action::SignersExamined, sheet.rows.len().to_string(), note.clone());
    desk.office.record(&entry).await?;
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
    let fault = |(line, fault): &(u64, LineFault)| (*line, fault_sentence(texts, fault));
    let read = FileContent {
        new: texts.number(rows),
        online: known_in_words(texts, sheet.rows.len(), known.online),
        on_paper: known_in_words(texts, sheet.rows.len(), known.on_paper.len()),
        more: sheet.faults.len().saturating_sub(FAULTS_SHOWN),
        faults: sheet.faults.iter().take(FAULTS_SHOWN).map(fault).collect(),
    };
    Ok(import_page(&visit, &import, Some(read), rows > 0, None))
}

/// `GET /organizer/{lang}/paper/{id}`
pub(crate) async fn show_import(visit: Visit, Id(id): Id<ImportId>) -> Answer {
    let import = read_import(&visit.desk, id).await?;
    let waits = import.stage.is_none() && waits(&visit, &import).await?;
    Ok(import_page(&visit, &import, None, waits, None))
}

/// Whether the sheet of an import can still be counted. DynamoDB deletes it some time after it has expired.
async fn waits(visit: &Visit, import: &PaperImport) -> Result<bool, Failure> {
    let fresh = visit.caller.now.duration_since(import.at) < SignedDuration::from_hours(24 * SHEET_DAYS);
    Ok(fresh && visit.desk.pledges.has_sheet(import.id).await?)
}

fn import_page(
    visit: &Visit,
    import: &PaperImport,
    read: Option<FileContent>,
    waits: bool,
    wrong: Option<FieldMessage>,
) -> Response {
    let path = format!("/paper/{}", import.id);
    let page = ImportPage {
        frame: visit.frame(OfficePage::Paper, "office-import-title", &path).with_errors(wrong),
        row: ImportRow::of(import, visit.texts()),
        stage: import.stage,
        rows: visit.texts().number(import.rows),
        read,
        waits,
    };
    answer(&page.frame, &page)
}

/// `POST /organizer/{lang}/paper/{id}/count`: counts a sheet, or goes on with one that is not counted yet.
pub(crate) async fn count(visit: Visit, Id(id): Id<ImportId>) -> Answer {
    let import = read_import(&visit.desk, id).await?;
    if import.stage.is_none() {
        if !waits(&visit, &import).await? {
            return Err(Failure::Changed);
        }
        let entry = visit.caller.did_because(Action::PaperCounted, format!("{id}: {}", import.rows), import.note);
        visit.desk.office.count_import(id, &entry).await?;
    }
    work_off(&visit.desk, id).await?;
    Ok(visit.to(&format!("/paper/{id}")))
}

/// `POST /organizer/{lang}/paper/{id}/take-back`: takes a counted sheet back.
pub(crate) async fn take_back(visit: Visit, Id(id): Id<ImportId>, form: Form) -> Answer {
    let import = read_import(&visit.desk, id).await?;
    let why = match form.reason() {
        Ok(why) => why,
        Err(fault) => {
            let wrong = visit.wrong("reason", fault.key());
            return Ok(import_page(&visit, &import, None, false, Some(wrong)));
        }
    };
    let entry = visit.caller.did_because(Action::PaperTakenBack, format!("{id}: {}", import.signers), why);
    if !visit.desk.office.take_import_back(id, &entry).await? {
        return Err(Failure::Changed);
    }
    work_off(&visit.desk, id).await?;
    Ok(visit.to(&format!("/paper/{id}")))
}

/// Works on an import. Its page says how far it is, and upkeep or the next press does the rest.
async fn work_off(desk: &Desk, id: ImportId) -> Result<(), Failure> {
    let import = read_import(desk, id).await?;
    work_within_request("an import", desk.office.work_off_import(&desk.pledges, import)).await;
    Ok(())
}

async fn read_import(desk: &Desk, id: ImportId) -> Result<PaperImport, Failure> {
    desk.office.import(id).await?.ok_or(Failure::NOT_FOUND)
}

/// Makes the message about a file that cannot be read at all.
fn unreadable_message(texts: &Texts, error: SheetError) -> FieldMessage {
    let (code, message) = match error {
        SheetError::Empty => ("empty", texts.get("office-sheet-empty")),
        SheetError::Workbook => ("workbook", texts.get("office-sheet-workbook")),
        SheetError::NotUtf8 => ("not_utf8", texts.get("office-sheet-not-utf8")),
        SheetError::NoColumn(name) => ("no_column", texts.with("office-sheet-no-column", [("column", name.into())])),
    };
    FieldMessage { field: "file", code, message }
}

fn fault_sentence(texts: &Texts, fault: &LineFault) -> String {
    match fault {
        LineFault::NoName => texts.get("office-line-no-name"),
        LineFault::BadName => texts.get("office-line-bad-name"),
        LineFault::NoPostalCode => texts.get("office-line-no-postal-code"),
        LineFault::BadPostalCode => texts.get("office-line-bad-postal-code"),
        LineFault::PostalCodeLike(code) => {
            texts.with("office-line-postal-code-like", [("code", code.to_string().into())])
        }
        LineFault::WhichRiding(some) if some.is_empty() => texts.get("office-line-unknown-riding"),
        LineFault::WhichRiding(some) => {
            let name = |code: &_| ridings::get(*code).map_or("", |riding| riding.shown(texts.locale()));
            let choices: Vec<_> = some.iter().map(|code| format!("{code} {}", name(code))).collect();
            texts.with("office-line-which-riding", [("choices", choices.join(", ").into())])
        }
        LineFault::NoSuchRiding => texts.get("office-line-no-such-riding"),
        LineFault::RidingElsewhere => texts.get("office-line-riding-elsewhere"),
        LineFault::SameAsLine(line) => texts.with("office-line-same", [("line", line.to_string().into())]),
    }
}
