//! Imports a list of partners: a file is read and shown line by line, and published in one go or not at all.
//!
//! If a header is unknown or a name's column is missing, the page asks for the columns. A line that cannot be taken keeps the
//! whole list out, so that nothing is half applied (`partner_plan.rs`). Contacts are added after the publication, one by one:
//! importing the same list again adds those that are missing, and writes to nobody twice.

use askama::Template;
use axum::extract::{FromRequest, Request};
use axum::response::Response;
use campaigns::Texts;
use domain::campaign::partner::Partner;
use domain::office::audit::Action;
use pages::FieldMessage;
use store::Contact;
use tokio::time::Instant;

use crate::campaign::partner_plan::{Column, List, NamedContact, Outcome, Places, Planned, name_contacts, plan};
use crate::campaign::partners::{conflict, welcome};
use crate::campaign::published_partners::{PublishedPartners, SAVED, took_effect};
use crate::failure::Failure;
use crate::paper::imports::unreadable_message;
use crate::paper::limits::SheetError;
use crate::paper::source::Source;
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::upload::Upload;
use crate::visit::{Answer, Visit, WORK_TIME, answer};

/// The most partners in one list.
pub(crate) const LIST_MAX: usize = 500;
/// The most lines of each kind that the page shows.
const SHOWN: usize = 100;

#[derive(Template)]
#[template(path = "campaign/partner_list.html")]
struct ListPage<'a> {
    frame: OfficeFrame<'a>,
}

#[derive(Template)]
#[template(path = "campaign/partner_columns.html")]
struct ColumnsPage<'a> {
    frame: OfficeFrame<'a>,
    kept: String,
    from: u32,
    unknown: String,
    /// Each field: its name, its label and its chosen column.
    fields: Vec<(&'static str, String, Option<usize>)>,
    headers: Vec<String>,
}

impl ColumnsPage<'_> {
    #[expect(clippy::trivially_copy_pass_by_ref, clippy::ref_option, reason = "templates pass everything by reference")]
    fn is_chosen(chosen: &Option<usize>, place: &usize) -> bool {
        *chosen == Some(*place)
    }
}

/// The lines of one kind, as the page shows them.
struct Lines {
    title: String,
    /// The number of the line, the name, the slug, and a sentence.
    rows: Vec<(u64, String, String, String)>,
    /// The sentence about the lines that are not shown, if there are any.
    more: Option<String>,
    open: bool,
}

#[derive(Template)]
#[template(path = "campaign/partner_preview.html")]
struct PreviewPage<'a> {
    frame: OfficeFrame<'a>,
    /// The key of a sentence about the last press of the button.
    message: Option<&'static str>,
    kept: String,
    from: u32,
    columns: Vec<(&'static str, String)>,
    kinds: Vec<Lines>,
    /// The sentence about the mails that the button has sent.
    writes: Option<String>,
    /// The label of the button; `None` if the list cannot be published.
    button: Option<String>,
}

/// The form with the list: a file, or the lines that a page kept, and the columns if a page asked for them.
pub(crate) struct Sent(Upload);

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        Upload::read(request).await.map(Self)
    }
}

impl Sent {
    fn source(&self) -> Result<Source, SheetError> {
        match self.0.file.as_slice() {
            [] => Source::unpack(self.0.get("kept")).ok_or(SheetError::Empty),
            file => Source::open(file),
        }
    }

    /// The columns as a page of ours sends them, if one did.
    fn places(&self) -> Option<Places> {
        let is_sent = self.0.fields.contains_key(Column::NameEn.name());
        is_sent.then(|| Places::of(|column| self.0.get(column.name()).parse().ok()))
    }
}

/// `GET /organizer/{lang}/partners/import`
pub(crate) async fn show(visit: Visit) -> Answer {
    Ok(page(&visit, Vec::new()))
}

fn page(visit: &Visit, wrong: Vec<FieldMessage>) -> Response {
    let frame = visit.frame(OfficePage::Partners, "office-partners-import", "/partners/import").with_errors(wrong);
    let page = ListPage { frame };
    answer(&page.frame, &page)
}

/// A list that was read, and what it would do.
struct Prepared {
    source: Source,
    published: PublishedPartners,
    places: Places,
    planned: Vec<Planned>,
    partners: Vec<Partner>,
    contacts: Vec<NamedContact>,
}

impl Prepared {
    fn is_refused(&self) -> bool {
        self.planned.iter().any(|line| matches!(line.outcome, Outcome::Refused(_)))
    }

    fn count(&self, wanted: &Outcome) -> usize {
        self.planned.iter().filter(|line| line.outcome == *wanted).count()
    }

    /// The partners that the list adds, and those that it changes.
    fn changes(&self) -> (usize, usize) {
        (self.count(&Outcome::Added), self.count(&Outcome::Changed) + self.count(&Outcome::Resumed))
    }

    fn new_contacts(&self) -> impl Iterator<Item = &NamedContact> {
        self.contacts.iter().filter(|contact| contact.fault.is_none())
    }
}

/// Reads a list, or answers with the page that asks for what is missing.
async fn prepare(visit: &Visit, sent: &Sent) -> Result<Result<Prepared, Response>, Failure> {
    let wrong = |key| Ok(Err(page(visit, vec![visit.wrong("file", key)])));
    let source = match sent.source() {
        Ok(source) => source,
        Err(SheetError::TooLarge) => return Err(Failure::FileTooLarge),
        Err(SheetError::Empty) => return wrong("office-partners-list-missing"),
        Err(error) => return Ok(Err(page(visit, vec![unreadable_message(visit.texts(), error, false)]))),
    };
    let published = PublishedPartners::read(&visit.context).await?;
    let Some(list) = List::read(&source) else { return wrong("office-partners-list-header") };
    if list.rows.is_empty() {
        return wrong("office-partners-list-empty");
    }
    if list.rows.len() > LIST_MAX {
        return wrong("office-partners-list-long");
    }
    let chosen = sent.places();
    let places = chosen.unwrap_or(list.places);
    let has_name = places.has(Column::NameEn) || places.has(Column::NameFr);
    let chosen_twice = places.has_twins();
    if !has_name || chosen_twice || (chosen.is_none() && !list.unknown.is_empty()) {
        let key = if chosen_twice { "office-columns-twice" } else { "office-partners-columns-name" };
        let wrong = chosen.map(|_| visit.wrong(Column::NameEn.name(), key));
        return Ok(Err(ask_columns(visit, &source, &published, &list, places, wrong)));
    }
    let (planned, partners) = plan(&list.rows, places, &published.partners, visit.caller.now);
    let there = visit.context.office.partner_people().await?.contacts;
    let contacts = name_contacts(&list.rows, places, &planned, &partners, &there);
    Ok(Ok(Prepared { source, published, places, planned, partners, contacts }))
}

fn ask_columns(
    visit: &Visit,
    source: &Source,
    published: &PublishedPartners,
    list: &List,
    places: Places,
    wrong: Option<FieldMessage>,
) -> Response {
    let t = visit.texts();
    let fields = places.by_column().map(|(column, place)| (column.name(), t.get(column.label()), place));
    let page = ColumnsPage {
        frame: visit.frame(OfficePage::Partners, "office-partners-columns", "/partners/import").with_errors(wrong),
        kept: source.keep().unwrap_or_default(),
        from: published.from,
        unknown: list.unknown.join(", "),
        fields: fields.collect(),
        headers: list.header.cells.clone(),
    };
    answer(&page.frame, &page)
}

/// `POST /organizer/{lang}/partners/import`: reads a list and shows what it would do. Nothing is changed.
pub(crate) async fn read(visit: Visit, sent: Sent) -> Answer {
    let prepared = match prepare(&visit, &sent).await? {
        Ok(prepared) => prepared,
        Err(page) => return Ok(page),
    };
    Ok(preview(&visit, &prepared, None))
}

/// Shows lines under a title that tells their number.
fn lines(t: &Texts, key: &str, open: bool, mut rows: Vec<(u64, String, String, String)>) -> Lines {
    let (title, more) = (t.with(key, [("count", rows.len().into())]), rows.len().saturating_sub(SHOWN));
    rows.truncate(SHOWN);
    let more = (more > 0).then(|| t.with("office-partners-more-lines", [("count", more.into())]));
    Lines { title, rows, more, open }
}

fn preview(visit: &Visit, prepared: &Prepared, message: Option<&'static str>) -> Response {
    let t = visit.texts();
    let Prepared { source, published, places, planned, contacts, .. } = prepared;
    let kind = |key: &str, open: bool, is: fn(&Outcome) -> bool| {
        let row = |line: &Planned| {
            let sentence = match line.outcome {
                Outcome::Refused(key) => t.get(key),
                Outcome::Changed => {
                    let columns = line.changed.iter().map(|column| t.get(column.label()));
                    t.with("office-partners-line-changes", [("columns", columns.collect::<Vec<_>>().join(", ").into())])
                }
                Outcome::Added | Outcome::Resumed | Outcome::Same => String::new(),
            };
            (line.line, line.name.clone(), line.slug.clone(), sentence)
        };
        lines(t, key, open, planned.iter().filter(|line| is(&line.outcome)).map(row).collect())
    };
    let named = |contact: &NamedContact| {
        let email = contact.email.to_string();
        let says = |key| t.with("office-about-of", [("what", email.as_str().into()), ("says", t.get(key).into())]);
        let sentence = contact.fault.map_or_else(|| email.clone(), says);
        (contact.line, contact.name.clone(), contact.slug.clone(), sentence)
    };
    let not_added = contacts.iter().filter(|contact| contact.fault.is_some());
    let kinds = [
        kind("office-partners-refused-lines", true, |outcome| matches!(outcome, Outcome::Refused(_))),
        kind("office-partners-added-lines", true, |outcome| *outcome == Outcome::Added),
        kind("office-partners-resumed-lines", true, |outcome| *outcome == Outcome::Resumed),
        kind("office-partners-changed-lines", true, |outcome| *outcome == Outcome::Changed),
        lines(t, "office-partners-contacts-refused", true, not_added.map(named).collect()),
        lines(t, "office-partners-contacts-added", false, prepared.new_contacts().map(named).collect()),
        kind("office-partners-same-lines", false, |outcome| *outcome == Outcome::Same),
    ];
    let (added, others) = prepared.changes();
    let (changes, writes) = (added + others, prepared.new_contacts().count());
    let button = match (prepared.is_refused(), changes, writes) {
        (true, ..) | (false, 0, 0) => None,
        (false, 0, _) => Some(t.with("office-partners-apply-contacts", [("count", writes.into())])),
        (false, ..) => Some(t.with("office-partners-apply", [("count", changes.into())])),
    };
    let written = |place: Option<usize>| place.map(|place| place.to_string()).unwrap_or_default();
    let page = PreviewPage {
        frame: visit.frame(OfficePage::Partners, "office-partners-preview", "/partners/import"),
        message,
        kept: source.keep().unwrap_or_default(),
        from: published.from,
        columns: places.by_column().map(|(column, place)| (column.name(), written(place))).collect(),
        kinds: kinds.into_iter().filter(|kind| !kind.rows.is_empty()).collect(),
        writes: (writes > 0).then(|| t.with("office-partners-writes", [("count", writes.into())])),
        button,
    };
    answer(&page.frame, &page)
}

/// `POST /organizer/{lang}/partners/import/apply`: publishes the list in one go, as the page showed it, and adds the contacts.
pub(crate) async fn apply(visit: Visit, sent: Sent) -> Answer {
    let prepared = match prepare(&visit, &sent).await? {
        Ok(prepared) => prepared,
        Err(page) => return Ok(page),
    };
    let from: u32 = sent.0.get("from").parse().map_err(|_| Failure::NOT_FOUND)?;
    if from != prepared.published.from {
        return Ok(again(&visit, &prepared, "office-partners-list-overtaken"));
    }
    if prepared.is_refused() {
        return Ok(preview(&visit, &prepared, None));
    }
    let (added, changed) = prepared.changes();
    if added + changed > 0 {
        let about = format!("+{added} ~{changed}, {}", from + 1);
        let entry = visit.caller.did(Action::PartnersImported, about);
        let change = prepared.published.change(&prepared.partners);
        if !took_effect(&visit.context, visit.context.office.publish(&change, &entry).await?).await? {
            return show_again(&visit, &sent, "office-partners-list-overtaken").await;
        }
    }
    if add_contacts(&visit, &prepared).await? {
        Ok(visit.to(SAVED))
    } else {
        show_again(&visit, &sent, "office-partners-contacts-left").await
    }
}

/// Plans the list once more over the newest partners. The page says why the button did not do all of it.
async fn show_again(visit: &Visit, sent: &Sent, message: &'static str) -> Answer {
    let prepared = match prepare(visit, sent).await? {
        Ok(prepared) => prepared,
        Err(page) => return Ok(page),
    };
    Ok(again(visit, &prepared, message))
}

/// Shows the plan again. If the button was pressed twice, nothing is left of it.
fn again(visit: &Visit, prepared: &Prepared, message: &'static str) -> Response {
    let is_done = prepared.changes() == (0, 0) && prepared.contacts.is_empty() && !prepared.is_refused();
    if is_done { visit.to(SAVED) } else { conflict(preview(visit, prepared, Some(message))) }
}

/// Adds the contacts whom the list names, each together with their welcome. False when some are left: others have changed the
/// partners, or the request's time is over.
async fn add_contacts(visit: &Visit, prepared: &Prepared) -> Result<bool, Failure> {
    let (context, until) = (&visit.context, Instant::now() + WORK_TIME);
    let published = PublishedPartners::read(context).await?;
    for NamedContact { slug, email, locale, .. } in prepared.new_contacts() {
        let partner = published.partners.iter().find(|partner| partner.slug.as_str() == slug && partner.is_active());
        let (Some(partner), true) = (partner, Instant::now() < until) else { return Ok(false) };
        let (locale, since) = (locale.unwrap_or(visit.locale), visit.caller.now);
        let partner_slug = partner.slug.clone();
        let contact = Contact { email: email.clone(), locale, partner: partner_slug, since, written_at: None };
        let entry = visit.caller.did(Action::ContactAdded, published.about(partner));
        let welcomed = (&contact, &welcome(visit, &contact));
        if !context.office.add_contact(&context.pledges, welcomed, &entry, published.from).await? {
            return Ok(false);
        }
    }
    Ok(true)
}
