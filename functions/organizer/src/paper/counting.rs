//! One import of paper: it is shown, counted on request, and can be taken back.

use askama::Template;
use axum::response::Response;
use campaigns::Texts;
use domain::ids::ImportId;
use domain::office::audit::Action;
use domain::office::invalidation::Stage;
use domain::paper::sheet::PaperImport;
use domain::slug::PartnerSlug;
use jiff::SignedDuration;
use pages::FieldMessage;
use store::SHEET_DAYS;

use crate::context::Context;
use crate::failure::Failure;
use crate::visit::form::Form;
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Id, Visit, answer, work_within_request};

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
    /// The sentence about the lines that were not understood; empty if all were.
    unread: String,
    /// Whether the sheet is still stored and can be counted.
    waits: bool,
}

/// An import as the pages show it.
pub(super) struct ImportRow {
    pub(super) id: String,
    pub(super) when: String,
    pub(super) by: String,
    pub(super) note: String,
    pub(super) partner: String,
    pub(super) stage: String,
    pub(super) signers: String,
}

/// The content of a file. It tells how many of its people signed already, and never who.
pub(super) struct FileContent {
    pub(super) new: String,
    pub(super) online: String,
    pub(super) on_paper: String,
    /// The lines that cannot be counted, with a sentence about each.
    pub(super) faults: Vec<(u64, String)>,
    /// The number of such lines that are not listed.
    pub(super) more: usize,
    /// Sentences about lines and sheets that were not read as people.
    pub(super) beside: Vec<String>,
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
    pub(super) fn of(import: &PaperImport, visit: &Visit) -> Self {
        let texts = visit.texts();
        let named = |slug: &PartnerSlug| {
            let partner = visit.context.site.campaign().partner(slug.as_str());
            partner.map_or(slug.as_str(), |partner| partner.name(visit.locale)).to_owned()
        };
        let stage = import.stage.map_or("read", Stage::name);
        Self {
            id: import.id.to_string(),
            when: texts.day(import.at),
            by: import.by.to_string(),
            note: import.note.clone(),
            partner: import.partner.as_ref().map(named).unwrap_or_default(),
            stage: texts.get(&format!("office-paper-{stage}")),
            signers: texts.number(import.signers),
        }
    }
}

/// `GET /organizer/{lang}/paper/{id}`
pub(crate) async fn show_import(visit: Visit, Id(id): Id<ImportId>) -> Answer {
    let import = read_import(&visit.context, id).await?;
    let waits = import.stage.is_none() && waits(&visit, &import).await?;
    Ok(import_page(&visit, &import, None, waits, None))
}

/// Whether the sheet of an import can still be counted. DynamoDB deletes it some time after it has expired.
async fn waits(visit: &Visit, import: &PaperImport) -> Result<bool, Failure> {
    let fresh = visit.caller.now.duration_since(import.at) < SignedDuration::from_hours(24 * SHEET_DAYS);
    Ok(fresh && visit.context.pledges.has_sheet(import.id).await?)
}

/// Shows an import, with what was read if its file has just been read.
pub(super) fn import_page(
    visit: &Visit,
    import: &PaperImport,
    read: Option<FileContent>,
    waits: bool,
    wrong: Option<FieldMessage>,
) -> Response {
    let path = format!("/paper/{}", import.id);
    let page = ImportPage {
        frame: visit.frame(OfficePage::Paper, "office-import-title", &path).with_errors(wrong),
        row: ImportRow::of(import, visit),
        stage: import.stage,
        rows: visit.texts().number(import.rows),
        unread: unread_sentence(visit.texts(), import),
        read,
        waits,
    };
    answer(&page.frame, &page)
}

/// Writes the sentence about the lines of a file that were not understood; an empty text if all were.
fn unread_sentence(texts: &Texts, import: &PaperImport) -> String {
    if import.unread == 0 {
        return String::new();
    }
    let values = [("count", import.unread.into()), ("lines", import.unread_lines.as_str().into())];
    texts.with("office-read-unread", values)
}

/// `POST /organizer/{lang}/paper/{id}/count`: counts a sheet, or goes on with one that is not counted yet.
pub(crate) async fn count(visit: Visit, Id(id): Id<ImportId>) -> Answer {
    let import = read_import(&visit.context, id).await?;
    if import.stage.is_none() {
        if !waits(&visit, &import).await? {
            return Err(Failure::Changed);
        }
        let entry = visit.caller.did_because(Action::PaperCounted, format!("{id}: {}", import.rows), import.note);
        visit.context.office.count_import(id, &entry).await?;
    }
    work_off(&visit.context, id).await?;
    Ok(visit.to(&format!("/paper/{id}")))
}

/// `POST /organizer/{lang}/paper/{id}/take-back`: takes a counted sheet back.
pub(crate) async fn take_back(visit: Visit, Id(id): Id<ImportId>, form: Form) -> Answer {
    let import = read_import(&visit.context, id).await?;
    let why = match form.reason() {
        Ok(why) => why,
        Err(fault) => {
            let wrong = visit.wrong("reason", fault.key());
            return Ok(import_page(&visit, &import, None, false, Some(wrong)));
        }
    };
    let entry = visit.caller.did_because(Action::PaperTakenBack, format!("{id}: {}", import.signers), why);
    if !visit.context.office.take_import_back(id, &entry).await? {
        return Err(Failure::Changed);
    }
    work_off(&visit.context, id).await?;
    Ok(visit.to(&format!("/paper/{id}")))
}

/// Works on an import. Its page says how far it is, and upkeep or the next press does the rest.
async fn work_off(context: &Context, id: ImportId) -> Result<(), Failure> {
    let import = read_import(context, id).await?;
    work_within_request("an import", context.office.work_off_import(&context.pledges, import)).await;
    Ok(())
}

async fn read_import(context: &Context, id: ImportId) -> Result<PaperImport, Failure> {
    context.office.import(id).await?.ok_or(Failure::NOT_FOUND)
}
