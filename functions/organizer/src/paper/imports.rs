//! The room of paper: a file of signatures is read, and kept until somebody has it counted or it expires.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{FromRequest, Request, State};
use axum::response::Response;
use campaigns::Texts;
use domain::campaign::partner::Partner;
use domain::ids::ImportId;
use domain::locale::Locale;
use domain::office::audit::Action;
use domain::paper::sheet::PaperImport;
use domain::slug::PartnerSlug;
use http::{HeaderMap, Uri};
use pages::FieldMessage;
use web::{CSV, preferred_language};

use crate::context::Context;
use crate::downloads::attachment::{attachment, csv_writer};
use crate::failure::Failure;
use crate::paper::columns::Places;
use crate::paper::counting::{FileContent, ImportRow, import_page};
use crate::paper::limits::SheetError;
use crate::paper::sheet::{Choice, LineFault, Question, Reading, Sheet};
use crate::paper::source::Source;
use crate::paper::workbook::OtherSheet;
use crate::visit::form::{ReasonFault, reason};
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::upload::Upload as FileForm;
use crate::visit::{Answer, Visit, answer};

/// The page explains no more lines with faults. Of the others it gives the numbers.
const FAULTS_SHOWN: usize = 200;
/// The numbers of lines are listed up to this length.
const LINES_LISTED_MAX_BYTES: usize = 20_000;
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
    typed: &'a Typed,
    imports: Vec<ImportRow>,
}

/// The form as it was sent, to be put right.
#[derive(Default)]
struct Typed {
    partner: String,
    note: String,
    pasted: String,
    /// The lines of the file that was sent, so that nobody has to choose it again.
    kept: Option<String>,
}

#[derive(Template)]
#[template(path = "paper/columns.html")]
struct ColumnsPage<'a> {
    frame: OfficeFrame<'a>,
    typed: &'a Typed,
    kept: String,
    question: Question,
    choice: Choice,
}

/// A field that asks for a column: its name, the keys of its label and its hint ("" for none), and the chosen column.
struct ColumnField {
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    chosen: Option<usize>,
}

impl ColumnsPage<'_> {
    fn fields(&self) -> [ColumnField; 4] {
        let field = |name, label, hint, chosen| ColumnField { name, label, hint, chosen };
        let places = self.choice.places;
        [
            field("first", "file-first-name", "office-columns-first-hint", places.first),
            field("last", "file-last-name", "office-columns-last-hint", places.last),
            field("postal_code", "file-postal-code", "", places.postal_code),
            field("riding", "file-code", "office-columns-riding-hint", places.riding),
        ]
    }

    #[expect(clippy::trivially_copy_pass_by_ref, clippy::ref_option, reason = "templates pass everything by reference")]
    fn is_chosen(chosen: &Option<usize>, place: &usize) -> bool {
        *chosen == Some(*place)
    }

    /// The columns, each with the beginning of its first text.
    fn options(&self) -> Vec<String> {
        let number = |place: usize| i64::try_from(place + 1).unwrap_or(i64::MAX);
        let option = |place: usize| {
            let mut cells = self.question.sample.iter().filter_map(|(_, cells)| cells.get(place));
            let text: String =
                cells.find(|cell| !cell.is_empty()).map_or("", String::as_str).chars().take(30).collect();
            let values = [("number", number(place).into()), ("text", text.into())];
            self.frame.t.with("office-columns-option", values)
        };
        (0..self.question.width).map(option).collect()
    }
}

/// A partner in the list of who collected the sheets.
struct PartnerOption {
    slug: String,
    name: String,
    chosen: bool,
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

/// `GET /organizer/{lang}/paper`
pub(crate) async fn show(visit: Visit) -> Answer {
    page(&visit, &Typed::default(), Vec::new()).await
}

async fn page(visit: &Visit, typed: &Typed, wrong: Vec<FieldMessage>) -> Answer {
    let imports = visit.context.office.imports().await?;
    let named = |partner: &Partner| PartnerOption {
        slug: partner.slug.to_string(),
        name: partner.name(visit.locale).to_owned(),
        chosen: partner.slug.as_str() == typed.partner,
    };
    let page = ImportsPage {
        frame: visit.frame(OfficePage::Paper, "office-paper-title", "/paper").with_errors(wrong),
        partners: visit
            .context
            .site
            .campaign()
            .partners
            .iter()
            .filter(|partner| partner.is_active())
            .map(named)
            .collect(),
        typed,
        imports: imports.iter().map(|import| ImportRow::of(import, visit)).collect(),
    };
    Ok(answer(&page.frame, &page))
}

/// `GET /v1/organizer/paper-template.csv?lang=`
pub(crate) async fn template(State(context): State<Arc<Context>>, uri: Uri, headers: HeaderMap) -> Response {
    let query = uri.query().unwrap_or_default();
    let lang = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "lang");
    let locale = lang.and_then(|(_, lang)| lang.parse::<Locale>().ok()).unwrap_or_else(|| preferred_language(&headers));
    let texts = context.texts(locale);
    let name = match locale {
        Locale::En => "paper-signatures.csv",
        Locale::Fr => "signatures-papier.csv",
    };
    let mut csv = csv_writer(locale);
    let headers = ["file-first-name", "file-last-name", "file-postal-code", "file-code"].map(|key| texts.get(key));
    csv.write_record(headers).expect("a record in memory");
    attachment(name, CSV, csv.into_inner().expect("memory takes it all"))
}

/// The form with a file or pasted lines, the partner who collected the sheets, and a note.
#[derive(Default)]
pub(crate) struct Upload {
    file: Vec<u8>,
    pasted: String,
    /// The lines that a page of ours kept.
    kept: String,
    partner: String,
    note: String,
    /// The answer of the page that asks for the columns, field by field.
    columns: HashMap<String, String>,
}

impl Upload {
    /// Opens the file, or else the pasted lines or those that a page kept.
    fn source(&self) -> Result<Source, SheetError> {
        match (self.file.as_slice(), self.pasted.trim()) {
            ([], "") if !self.kept.is_empty() => Source::unpack(&self.kept).ok_or(SheetError::Empty),
            ([], pasted) => Source::open(pasted.as_bytes()),
            (file, _) => Source::open(file),
        }
    }

    /// Reads the answer of the page that asks for the columns; `None` if that page was not answered.
    fn choice(&self) -> Option<Choice> {
        let place = |name: &str| self.columns.get(name).and_then(|place| place.parse().ok());
        let begins = self.columns.get("begins")?.parse().ok()?;
        let (first, last) = (place("first"), place("last"));
        Some(Choice {
            places: Places { first, last, postal_code: place("postal_code"), riding: place("riding") },
            begins,
        })
    }
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        let form = FileForm::read(request).await?;
        let text = |name: &str| form.get(name).to_owned();
        let mut upload = Self {
            pasted: form.fields.get("pasted").cloned().unwrap_or_default(),
            kept: text("kept"),
            partner: text("partner"),
            note: text("note"),
            ..Self::default()
        };
        let columns = ["first", "last", "postal_code", "riding", "begins"];
        let columns = columns.into_iter().filter(|name| form.fields.contains_key(*name));
        upload.columns = columns.map(|name| (name.to_owned(), text(name))).collect();
        upload.file = form.file;
        Ok(upload)
    }
}

/// `POST /organizer/{lang}/paper`: reads a file and reports on it, or asks for its columns. Nothing is counted.
pub(crate) async fn read(visit: Visit, upload: Upload) -> Answer {
    let (context, texts) = (&visit.context, visit.texts());
    let mut wrong = Vec::new();
    match reason(&upload.note) {
        Ok(_) => {}
        Err(ReasonFault::Missing) => wrong.push(visit.wrong("note", "office-paper-note-missing")),
        Err(fault @ ReasonFault::TooLong) => wrong.push(visit.wrong("note", fault.key())),
    }
    let is_pasted = !upload.pasted.trim().is_empty();
    let source = match upload.source() {
        Err(SheetError::TooLarge) => return Err(Failure::FileTooLarge),
        Err(error) => {
            wrong.push(unreadable_message(texts, error, is_pasted && upload.file.is_empty()));
            None
        }
        Ok(_) if is_pasted && !upload.file.is_empty() => {
            wrong.push(visit.wrong("pasted", "office-paper-both"));
            None
        }
        Ok(source) => Some(source),
    };
    let typed = |kept| Typed {
        partner: upload.partner.clone(),
        note: upload.note.clone(),
        pasted: upload.pasted.clone(),
        kept,
    };
    let source = match source {
        Some(source) if wrong.is_empty() => source,
        source => {
            let kept = source.filter(|_| !is_pasted).and_then(|source| source.keep());
            return page(&visit, &typed(kept), wrong).await;
        }
    };
    let typed = typed(None);
    let reading = match upload.choice() {
        None => Sheet::read(&source, &context.person_key),
        Some(choice) => {
            let wrong = wrong_choice(&visit, choice);
            if !wrong.is_empty() {
                let question = Question::about(&source).map(|question| (question, choice));
                return ask(&visit, &typed, &source, question, wrong).await;
            }
            Sheet::read_as(&source, choice, &context.person_key).map(Reading::Read)
        }
    };
    match reading {
        Ok(Reading::Read(sheet)) => report(&visit, &upload, &source, &sheet).await,
        Ok(Reading::Asks(question)) => {
            let guess = question.guess;
            ask(&visit, &typed, &source, Ok((question, guess)), Vec::new()).await
        }
        Err(error) => page(&visit, &typed, vec![unreadable_message(texts, error, is_pasted)]).await,
    }
}

/// Finds the faults of an answer about columns.
fn wrong_choice(visit: &Visit, choice: Choice) -> Vec<FieldMessage> {
    let Places { first, last, postal_code, riding } = choice.places;
    let fields = [("first", first), ("last", last), ("postal_code", postal_code), ("riding", riding)];
    let mut wrong = Vec::new();
    for (at, (field, place)) in fields.into_iter().enumerate() {
        if place.is_none() && matches!(field, "last" | "postal_code") {
            wrong.push(visit.wrong(field, "office-columns-missing"));
        }
        if place.is_some() && fields[..at].iter().any(|(_, earlier)| *earlier == place) {
            wrong.push(visit.wrong(field, "office-columns-twice"));
        }
    }
    wrong
}

/// Asks for the columns of a list, with its first lines and the answer that is given or seems right.
async fn ask(
    visit: &Visit,
    typed: &Typed,
    source: &Source,
    question: Result<(Question, Choice), SheetError>,
    wrong: Vec<FieldMessage>,
) -> Answer {
    let kept = source.keep().ok_or(SheetError::Columns);
    let (question, choice, kept) = match question.and_then(|(question, choice)| Ok((question, choice, kept?))) {
        Ok(asked) => asked,
        Err(error) => return page(visit, typed, vec![unreadable_message(visit.texts(), error, false)]).await,
    };
    let frame = visit.frame(OfficePage::Paper, "office-columns-title", "/paper").with_errors(wrong);
    let page = ColumnsPage { frame, typed, kept, question, choice };
    Ok(answer(&page.frame, &page))
}

/// Keeps the readable rows of a list until it is counted, and shows what it holds.
async fn report(visit: &Visit, upload: &Upload, source: &Source, sheet: &Sheet) -> Answer {
    let (context, texts) = (&visit.context, visit.texts());
    let note = upload.note.clone();
    let is_ours = |slug: &PartnerSlug| context.site.campaign().partner(slug.as_str()).is_some();
    let partner = upload.partner.parse().ok().filter(is_ours);
    // The log has the comparison with the signers before it is made: the number of names, and the reason.
    let entry = visit.caller.did_because(Action::SignersExamined, sheet.rows.len().to_string(), note.clone());
    context.office.record(&entry).await?;
    let known = context.pledges.known_persons(&sheet.rows.iter().map(|(_, row)| row.id).collect()).await?;
    let rows = sheet.rows.iter().map(|(_, row)| row);
    let new: Vec<_> = rows.filter(|row| !known.on_paper.contains(&row.id)).cloned().collect();
    let rows = i64::try_from(new.len()).unwrap_or(i64::MAX);
    let import = PaperImport {
        id: ImportId::from_random(context.entropy.sixteen_bytes()),
        partner,
        note,
        by: visit.caller.organizer.email.clone(),
        at: visit.caller.now,
        stage: None,
        rows,
        unread: i64::try_from(sheet.faults.len()).unwrap_or(i64::MAX),
        unread_lines: listed(sheet.faults.iter().map(|(line, _)| *line)),
        signers: 0,
    };
    if rows > 0 {
        context.pledges.keep_sheet(import.id, &new, visit.caller.now).await?;
        context.office.keep_import(&import).await?;
    }
    let fault = |(line, fault): &(u64, LineFault)| (*line, fault_sentence(texts, fault));
    let read = FileContent {
        new: texts.number(rows),
        online: known_in_words(texts, sheet.rows.len(), known.online),
        on_paper: known_in_words(texts, sheet.rows.len(), known.on_paper.len()),
        more: sheet.faults.len().saturating_sub(FAULTS_SHOWN),
        faults: sheet.faults.iter().take(FAULTS_SHOWN).map(fault).collect(),
        beside: beside(texts, sheet, &source.others),
    };
    Ok(import_page(visit, &import, Some(read), rows > 0, None))
}

/// Writes sentences about lines and sheets that were not read as people.
fn beside(texts: &Texts, sheet: &Sheet, others: &[OtherSheet]) -> Vec<String> {
    let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let mut sentences = Vec::new();
    if !sheet.above.is_empty() {
        let lines = listed(sheet.above.iter().copied());
        let values = [("count", number(sheet.above.len()).into()), ("lines", lines.into())];
        sentences.push(texts.with("office-read-above", values));
    }
    if !others.is_empty() {
        let name = |sheet: &OtherSheet| {
            let values = [("name", sheet.name.as_str().into()), ("count", number(sheet.lines).into())];
            texts.with("office-read-sheet", values)
        };
        let names = others.iter().map(name).collect::<Vec<_>>().join(", ");
        sentences.push(texts.with("office-read-sheets", [("sheets", names.into())]));
    }
    sentences
}

/// Lists the numbers of lines, in their order. Three and more that follow each other are a range, such as `4\u{2013}9`.
fn listed(lines: impl Iterator<Item = u64>) -> String {
    let mut ranges: Vec<(u64, u64)> = Vec::new();
    for line in lines {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == line => *last = line,
            _ => ranges.push((line, line)),
        }
    }
    let mut list = String::new();
    for (first, last) in ranges {
        if list.len() > LINES_LISTED_MAX_BYTES {
            return format!("{list}, \u{2026}");
        }
        let comma = if list.is_empty() { "" } else { ", " };
        let range = match last - first {
            0 => first.to_string(),
            1 => format!("{first}, {last}"),
            _ => format!("{first}\u{2013}{last}"),
        };
        list = list + comma + &range;
    }
    list
}

/// Makes the message about a list that cannot be read at all, beside the field that it came from.
pub(crate) fn unreadable_message(texts: &Texts, error: SheetError, is_pasted: bool) -> FieldMessage {
    let (code, key) = match error {
        SheetError::Empty => ("empty", "office-sheet-empty"),
        SheetError::NoWorkbook => ("no_workbook", "office-sheet-no-workbook"),
        SheetError::OldOrLocked => ("old_or_locked", "office-sheet-old-or-locked"),
        SheetError::Letters => ("letters", "office-sheet-letters"),
        SheetError::OneColumn => ("one_column", "office-sheet-one-column"),
        SheetError::Columns => ("columns", "office-sheet-columns"),
        SheetError::TooLarge => ("too_large", "office-error-file-too-large"),
    };
    FieldMessage { field: if is_pasted { "pasted" } else { "file" }, code, message: texts.get(key) }
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
        LineFault::LoneQuote => texts.get("office-line-lone-quote"),
        LineFault::SameAsLine(line) => texts.with("office-line-same", [("line", line.to_string().into())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_listed_in_ranges_and_not_without_end() {
        assert_eq!(listed([2, 4, 5, 7, 8, 9].into_iter()), "2, 4, 5, 7\u{2013}9");
        assert_eq!(listed(std::iter::empty()), "");
        let many = listed((0..100_000).map(|n| 2 * n));
        assert!(many.ends_with(", \u{2026}") && many.len() < LINES_LISTED_MAX_BYTES + 20, "{}", many.len());
    }
}
