//! Imports a list of partners: a file is read and shown line by line, and published in one go or not at all.
//!
//! The columns are found by their headers in both languages. If a header is unknown or a name's column is missing, the page
//! asks. A line that cannot be taken keeps the whole list out, so that nothing is half applied. Contacts are added after the
//! publication, one by one: importing the same list again adds those that are missing, and writes to nobody twice.

use std::collections::{BTreeSet, HashMap};

use askama::Template;
use axum::extract::{FromRequest, Request};
use axum::response::Response;
use campaigns::Texts;
use domain::campaign::partner::{
    PARTNERS_MAX, Partner, PartnerName, PartnerState, SlugFault, Website, new_slug, proposed_slug,
};
use domain::mail::email::{EmailAddress, EmailError};
use domain::office::audit::Action;
use domain::person::folding;
use jiff::Timestamp;
use pages::FieldMessage;
use store::{CONTACTS_MAX, Contact};
use tokio::time::Instant;

use crate::campaign::partner_roster::{Roster, published};
use crate::campaign::partners::{conflict, slug_key, welcome};
use crate::failure::Failure;
use crate::paper::columns::{HEADER_LINES, MARKS};
use crate::paper::imports::unreadable_message;
use crate::paper::limits::SheetError;
use crate::paper::lines::{self, Row};
use crate::paper::source::Source;
use crate::partner::ask::name_key;
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::upload::Upload;
use crate::visit::{Answer, Visit, WORK_TIME, answer};

/// The most partners in one list.
pub(crate) const LIST_MAX: usize = 500;
/// The lines that the page shows of each kind.
const SHOWN: usize = 100;

/// A column that the reader knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    NameEn,
    NameFr,
    Website,
    Listed,
    Slug,
    Contact,
}

impl Column {
    const ALL: [Self; 6] = [Self::NameEn, Self::NameFr, Self::Website, Self::Listed, Self::Slug, Self::Contact];

    /// The column's name in forms.
    const fn name(self) -> &'static str {
        match self {
            Self::NameEn => "column_name_en",
            Self::NameFr => "column_name_fr",
            Self::Website => "column_website",
            Self::Listed => "column_listed",
            Self::Slug => "column_slug",
            Self::Contact => "column_contact",
        }
    }

    /// The key of the column's label.
    const fn label(self) -> &'static str {
        match self {
            Self::NameEn => "office-partners-name-en",
            Self::NameFr => "office-partners-name-fr",
            Self::Website => "partner-ask-website",
            Self::Listed => "office-partners-listed",
            Self::Slug => "office-partners-slug",
            Self::Contact => "office-partners-contact-email",
        }
    }

    /// The headers of the column, folded and without signs.
    const fn headers(self) -> &'static [&'static str] {
        match self {
            Self::NameEn => &[
                "name in english",
                "nom en anglais",
                "english name",
                "nom anglais",
                "name en",
                "name english",
                "name",
                "organization",
                "organisation",
                "partner",
            ],
            Self::NameFr => &[
                "name in french",
                "nom en francais",
                "french name",
                "nom francais",
                "name fr",
                "nom fr",
                "nom",
                "organisme",
                "partenaire",
            ],
            Self::Website => &["web address", "adresse web", "website", "site web", "web site", "site", "url"],
            Self::Listed => &["on the public list", "dans la liste publique", "listed", "public", "liste publique"],
            Self::Slug => &["slug", "name in links", "nom dans les liens", "code"],
            Self::Contact => &[
                "contact email",
                "courriel de la personne ressource",
                "contact",
                "personne ressource",
                "email",
                "e mail",
                "courriel",
                "contact e mail",
                "email address",
                "adresse courriel",
            ],
        }
    }

    fn named(header: &str) -> Option<Self> {
        let words = folding::words(header).join(" ");
        Self::ALL.into_iter().find(|column| column.headers().contains(&words.as_str()))
    }
}

/// The places of the columns, counted from zero, in the order of [`Column::ALL`].
type Places = [Option<usize>; 6];

/// A list with its header.
struct List {
    header: Row,
    rows: Vec<Row>,
    places: Places,
    /// Headers that name no column we know.
    unknown: Vec<String>,
}

impl List {
    /// Reads a list; `None` if no line of it looks like a header.
    fn read(source: &Source) -> Option<Self> {
        let lines = source.lines();
        let heads = MARKS.iter().flat_map(|mark| (0..lines.len().min(HEADER_LINES)).map(move |at| (*mark, at)));
        let known = |row: &Row| row.cells.iter().filter(|cell| Column::named(cell).is_some()).count();
        let rows = heads.map(|(mark, at)| (mark, at, lines::row(&lines, at, mark, usize::MAX)));
        // Of two readings that know as many columns, the first is taken.
        let best = rows.filter(|(.., row)| known(row) > 0).rev_max_by_key(|(.., row)| known(row));
        let (mark, at, header) = best?;
        let mut rows = Vec::new();
        let mut next = at + header.lines;
        while next < lines.len() {
            let row = lines::row(&lines, next, mark, usize::MAX);
            next += row.lines;
            if !row.is_empty() {
                rows.push(row);
            }
        }
        let place = |column: Column| header.cells.iter().position(|cell| Column::named(cell) == Some(column));
        let places = Column::ALL.map(place);
        let is_taken = |at: &usize| places.contains(&Some(*at));
        let unknown = header.cells.iter().enumerate().filter(|(at, cell)| !cell.is_empty() && !is_taken(at));
        let unknown = unknown.map(|(_, cell)| cell.clone()).collect();
        Some(Self { header, rows, places, unknown })
    }
}

/// Takes the first of the greatest.
trait FirstMax: Iterator + Sized {
    fn rev_max_by_key<K: Ord>(self, key: impl Fn(&Self::Item) -> K) -> Option<Self::Item> {
        self.fold(None, |best: Option<Self::Item>, next| match best {
            Some(best) if key(&best) >= key(&next) => Some(best),
            _ => Some(next),
        })
    }
}

impl<I: Iterator> FirstMax for I {}

/// The outcome of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Outcome {
    Added,
    Changed,
    /// The partnership had ended, and is taken up again.
    Resumed,
    /// The partner stands like this already.
    Same,
    /// The key of the sentence about the line.
    Refused(&'static str),
}

/// A line of the list, with its number and the partner's name as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Planned {
    line: u64,
    name: String,
    slug: String,
    outcome: Outcome,
    /// The columns of what the line changes.
    changed: Vec<Column>,
}

/// The partners as the lines before have left them.
struct Known {
    partners: Vec<Partner>,
    /// The places of the partners by each of their names, folded.
    by_name: HashMap<Vec<String>, usize>,
    by_slug: HashMap<String, usize>,
    /// The places of those that a line was about.
    touched: BTreeSet<usize>,
}

impl Known {
    fn of(partners: &[Partner]) -> Self {
        let (by_name, by_slug) = (HashMap::new(), HashMap::new());
        let mut known = Self { partners: Vec::new(), by_name, by_slug, touched: BTreeSet::new() };
        for partner in partners {
            known.put(known.partners.len(), partner.clone());
        }
        known
    }

    fn put(&mut self, place: usize, partner: Partner) {
        for name in [&partner.name_en, &partner.name_fr] {
            self.by_name.entry(folding::words(name.as_str())).or_insert(place);
        }
        self.by_slug.insert(partner.slug.to_string(), place);
        if place == self.partners.len() {
            self.partners.push(partner);
        } else {
            self.partners[place] = partner;
        }
    }

    fn named(&self, names: [&PartnerName; 2]) -> Option<usize> {
        names.into_iter().find_map(|name| self.by_name.get(&folding::words(name.as_str())).copied())
    }
}

/// Applies the lines to the partners, without publishing anything.
fn plan(rows: &[Row], places: Places, partners: &[Partner], now: Timestamp) -> (Vec<Planned>, Vec<Partner>) {
    let mut known = Known::of(partners);
    let planned = rows.iter().map(|row| {
        let cell = |column: usize| places[column].map(|place| row.cell(place));
        let typed = [cell(0), cell(1)].into_iter().flatten().find(|name| !name.is_empty()).unwrap_or_default();
        let mut changed = Vec::new();
        let (outcome, slug) = match place(row, places, &known, now) {
            Ok((at, partner)) => {
                let slug = partner.slug.to_string();
                let outcome = match known.partners.get(at) {
                    Some(before) if *before == partner => Outcome::Same,
                    Some(before) if before.state == PartnerState::Ended => Outcome::Resumed,
                    Some(before) => {
                        changed = differing(before, &partner);
                        Outcome::Changed
                    }
                    None => Outcome::Added,
                };
                known.put(at, partner);
                known.touched.insert(at);
                (outcome, slug)
            }
            Err(key) => (Outcome::Refused(key), String::new()),
        };
        Planned { line: row.line, name: typed.to_owned(), slug, outcome, changed }
    });
    let planned = planned.collect();
    (planned, known.partners)
}

/// Lists the columns in which two states of a partner differ.
fn differing(before: &Partner, after: &Partner) -> Vec<Column> {
    let all = [
        (Column::NameEn, before.name_en != after.name_en),
        (Column::NameFr, before.name_fr != after.name_fr),
        (Column::Website, before.website != after.website),
        (Column::Listed, before.listed != after.listed),
    ];
    all.into_iter().filter(|(_, differs)| *differs).map(|(column, _)| column).collect()
}

/// Returns the partner that a line describes and its place, or the key of the sentence about the line's fault.
fn place(row: &Row, places: Places, all: &Known, now: Timestamp) -> Result<(usize, Partner), &'static str> {
    if row.has_lone_quote {
        return Err("office-line-lone-quote");
    }
    let cell = |column: usize| places[column].map(|place| row.cell(place)).filter(|text| !text.is_empty());
    let (en, fr) = (cell(0).or(cell(1)).unwrap_or_default(), cell(1).or(cell(0)).unwrap_or_default());
    let name = |text: &str| PartnerName::parse(text).map_err(name_key);
    let (name_en, name_fr) = (name(en)?, name(fr)?);
    let website = cell(2).map(str::parse::<Website>).transpose().map_err(|_| "partner-ask-website-malformed")?;
    let listed = cell(3).map(|text| yes_or_no(text).ok_or("office-partners-listed-malformed")).transpose()?;
    contact(row, places).transpose().map_err(|_| "partner-ask-email-malformed")?;
    let by_name = all.named([&name_en, &name_fr]);
    let at = match cell(4) {
        Some(slug) => {
            let by_slug = all.by_slug.get(slug).copied();
            if by_name.is_some() && by_name != by_slug {
                return Err("office-partners-name-taken");
            }
            // A list replaces no partner's two names at once: the line may mean another organization.
            if by_slug.is_some() && by_name.is_none() {
                return Err(slug_key(SlugFault::Taken));
            }
            by_slug
        }
        None => by_name,
    };
    if at.is_some_and(|at| all.touched.contains(&at)) {
        return Err("office-partners-line-twice");
    }
    let partners = &all.partners;
    match at.map(|at| (at, &partners[at])) {
        Some((at, known)) => Ok((
            at,
            Partner {
                name_en,
                name_fr,
                website: website.or_else(|| known.website.clone()),
                listed: listed.unwrap_or(known.listed),
                state: if known.state == PartnerState::Ended { PartnerState::Active } else { known.state },
                ..known.clone()
            },
        )),
        None if partners.len() >= PARTNERS_MAX => Err("office-partners-too-many"),
        None => {
            let slug = match cell(4) {
                Some(slug) => new_slug(slug, partners).map_err(slug_key)?,
                None => proposed_slug(&name_en, partners)
                    .or_else(|| proposed_slug(&name_fr, partners))
                    .ok_or("office-partners-slug-malformed")?,
            };
            let (listed, state) = (listed.unwrap_or_default(), PartnerState::Active);
            Ok((partners.len(), Partner { slug, name_en, name_fr, website, listed, state, since: Some(now) }))
        }
    }
}

/// Reads the address of the contact whom a line names.
fn contact(row: &Row, places: Places) -> Option<Result<EmailAddress, EmailError>> {
    let typed = places[5].map(|place| row.cell(place)).filter(|text| !text.is_empty());
    typed.map(EmailAddress::parse)
}

/// A contact whom a line names, and who is none of its partner yet.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Named {
    line: u64,
    name: String,
    slug: String,
    email: EmailAddress,
    /// The key of the sentence why they are not added.
    fault: Option<&'static str>,
}

/// Lists the contacts whom the lines name beyond those that are there.
fn name_contacts(
    rows: &[Row],
    places: Places,
    planned: &[Planned],
    after: &[Partner],
    there: &[Contact],
) -> Vec<Named> {
    let mut all: Vec<_> = there.iter().map(|contact| (contact.email.clone(), contact.partner.to_string())).collect();
    let active: HashMap<_, _> = after.iter().map(|partner| (partner.slug.as_str(), partner.is_active())).collect();
    let mut named = Vec::new();
    for (row, planned) in rows.iter().zip(planned) {
        let Some(Ok(email)) = contact(row, places) else { continue };
        // A line that is refused leads to no partner.
        if planned.slug.is_empty() {
            continue;
        }
        let slug = planned.slug.clone();
        let is_full = || all.iter().filter(|(_, partner)| *partner == slug).count() >= CONTACTS_MAX;
        let fault = match all.iter().find(|(known, _)| known.is_same_mailbox(&email)) {
            Some((_, partner)) if *partner == slug => continue,
            Some(_) => Some("office-partners-contact-there"),
            None if !active.get(slug.as_str()).copied().unwrap_or_default() || is_full() => {
                Some("office-partners-contacts-full")
            }
            None => None,
        };
        if fault.is_none() {
            all.push((email.clone(), slug.clone()));
        }
        named.push(Named { line: planned.line, name: planned.name.clone(), slug, email, fault });
    }
    named
}

fn yes_or_no(text: &str) -> Option<bool> {
    match folding::folded(text).as_str() {
        "yes" | "oui" | "y" | "o" | "x" | "1" | "true" | "vrai" => Some(true),
        "no" | "non" | "n" | "0" | "false" | "faux" => Some(false),
        _ => None,
    }
}

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
            [] => Source::kept(self.0.get("kept")).ok_or(SheetError::Empty),
            file => Source::open(file),
        }
    }

    /// The columns as a page of ours sends them, if one did.
    fn places(&self) -> Option<Places> {
        let is_sent = self.0.fields.contains_key(Column::NameEn.name());
        is_sent.then(|| Column::ALL.map(|column| self.0.get(column.name()).parse().ok()))
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
    roster: Roster,
    places: Places,
    planned: Vec<Planned>,
    partners: Vec<Partner>,
    contacts: Vec<Named>,
}

impl Prepared {
    fn is_refused(&self) -> bool {
        self.planned.iter().any(|line| matches!(line.outcome, Outcome::Refused(_)))
    }

    fn of(&self, wanted: &Outcome) -> usize {
        self.planned.iter().filter(|line| line.outcome == *wanted).count()
    }

    /// The partners that the list adds, and those that it changes.
    fn changes(&self) -> (usize, usize) {
        (self.of(&Outcome::Added), self.of(&Outcome::Changed) + self.of(&Outcome::Resumed))
    }

    fn new_contacts(&self) -> impl Iterator<Item = &Named> {
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
    let roster = Roster::read(&visit.desk).await?;
    let Some(list) = List::read(&source) else { return wrong("office-partners-list-header") };
    if list.rows.is_empty() {
        return wrong("office-partners-list-empty");
    }
    if list.rows.len() > LIST_MAX {
        return wrong("office-partners-list-long");
    }
    let chosen = sent.places();
    let places = chosen.unwrap_or(list.places);
    let has_name = places[0].is_some() || places[1].is_some();
    let chosen_twice = places.iter().flatten().count() > places.iter().flatten().collect::<BTreeSet<_>>().len();
    if !has_name || chosen_twice || (chosen.is_none() && !list.unknown.is_empty()) {
        let key = if chosen_twice { "office-columns-twice" } else { "office-partners-columns-name" };
        let wrong = chosen.map(|_| visit.wrong(Column::NameEn.name(), key));
        return Ok(Err(ask_columns(visit, &source, &roster, &list, places, wrong)));
    }
    let (planned, partners) = plan(&list.rows, places, &roster.partners, visit.caller.now);
    let there = visit.desk.office.partner_people().await?.contacts;
    let contacts = name_contacts(&list.rows, places, &planned, &partners, &there);
    Ok(Ok(Prepared { source, roster, places, planned, partners, contacts }))
}

fn ask_columns(
    visit: &Visit,
    source: &Source,
    roster: &Roster,
    list: &List,
    places: Places,
    wrong: Option<FieldMessage>,
) -> Response {
    let t = visit.texts();
    let fields =
        Column::ALL.into_iter().zip(places).map(|(column, place)| (column.name(), t.get(column.label()), place));
    let page = ColumnsPage {
        frame: visit.frame(OfficePage::Partners, "office-partners-columns", "/partners/import").with_errors(wrong),
        kept: source.keep().unwrap_or_default(),
        from: roster.from,
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
    let Prepared { source, roster, places, planned, contacts, .. } = prepared;
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
    let named = |contact: &Named| {
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
        from: roster.from,
        columns: Column::ALL.into_iter().zip(*places).map(|(column, place)| (column.name(), written(place))).collect(),
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
    if from != prepared.roster.from {
        return Ok(conflict(preview(&visit, &prepared, Some("office-partners-list-overtaken"))));
    }
    if prepared.is_refused() {
        return Ok(preview(&visit, &prepared, None));
    }
    let (added, changed) = prepared.changes();
    if added + changed > 0 {
        let about = format!("+{added} ~{changed}, {}", from + 1);
        let entry = visit.caller.did(Action::PartnersImported, about);
        let change = prepared.roster.change(&prepared.partners);
        if !published(&visit.desk, visit.desk.office.publish(&change, &entry).await?).await? {
            return again(&visit, &sent, "office-partners-list-overtaken").await;
        }
    }
    if add_contacts(&visit, &prepared).await? {
        Ok(visit.to("/partners?saved=1"))
    } else {
        again(&visit, &sent, "office-partners-contacts-left").await
    }
}

/// Plans the list once more over the newest partners. The page says why the button did not do all of it.
async fn again(visit: &Visit, sent: &Sent, message: &'static str) -> Answer {
    let prepared = match prepare(visit, sent).await? {
        Ok(prepared) => prepared,
        Err(page) => return Ok(page),
    };
    Ok(conflict(preview(visit, &prepared, Some(message))))
}

/// Adds the contacts whom the list names, and has each of them written to. False when some are left: others have changed the
/// partners, or the request's time is over.
async fn add_contacts(visit: &Visit, prepared: &Prepared) -> Result<bool, Failure> {
    let until = Instant::now() + WORK_TIME;
    let roster = Roster::read(&visit.desk).await?;
    for Named { slug, email, .. } in prepared.new_contacts() {
        let partner = roster.partners.iter().find(|partner| partner.slug.as_str() == slug && partner.is_active());
        let (Some(partner), true) = (partner, Instant::now() < until) else { return Ok(false) };
        let (locale, since) = (visit.locale, visit.caller.now);
        let contact = Contact { email: email.clone(), locale, partner: partner.slug.clone(), since };
        let entry = visit.caller.did(Action::ContactAdded, roster.about(partner));
        if !visit.desk.office.add_contact(&contact, &entry, roster.from).await? {
            return Ok(false);
        }
        welcome(visit, contact).await?;
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> List {
        List::read(&Source::open(text.as_bytes()).unwrap()).unwrap()
    }

    fn planned(text: &str, partners: &[Partner]) -> (Vec<(u64, Outcome)>, Vec<Partner>) {
        let list = list(text);
        let (planned, all) = plan(&list.rows, list.places, partners, Timestamp::UNIX_EPOCH);
        (planned.into_iter().map(|line| (line.line, line.outcome)).collect(), all)
    }

    #[test]
    fn columns_are_found_in_either_language_and_an_unknown_one_is_named() {
        for text in [
            "Name in English,Name in French,Web address\nRiver,Rivière,river.org",
            "Liste des partenaires\n\nNom en anglais;Nom en français;Adresse Web\nRiver;Rivière;river.org",
            "name_en\tname_fr\twebsite\nRiver\tRivière\triver.org",
        ] {
            let list = list(text);
            assert_eq!((list.places, list.unknown.len()), ([Some(0), Some(1), Some(2), None, None, None], 0), "{text}");
            assert_eq!(list.rows.len(), 1);
        }
        assert_eq!(list("Name,Telephone\nRiver,1").unknown, ["Telephone"]);
        assert!(List::read(&Source::open(b"a,b\nc,d").unwrap()).is_none());
    }

    #[test]
    fn each_line_says_what_it_would_do() {
        let (_, partners) = planned("Name,Nom\nRiver Town,Ville-Rivière\nHill,Colline", &[]);
        assert_eq!(partners.iter().map(|partner| partner.slug.as_str()).collect::<Vec<_>>(), ["river-town", "hill"]);
        let text = "Name,Nom,Web address,Listed,Slug\n\
            RIVER TOWN,Ville-Rivière,,,\n\
            Hill,Colline,https://hill.org,yes,\n\
            New,Nouveau,,,new-one\n\
            New Two,Nouveau deux,,,paper\n\
            New Three,Nouveau trois,,,hill\n\
            <b>,x,,,\n\
            Last,Dernier,not a site,,\n\
            Hill,Colline,,,\n\
            Other,Autre,,perhaps,\n\
            See evil.com,y,,,\n";
        let (outcomes, all) = planned(text, &partners);
        let refused = Outcome::Refused;
        assert_eq!(
            outcomes.into_iter().map(|(_, outcome)| outcome).collect::<Vec<_>>(),
            [
                Outcome::Changed,
                Outcome::Changed,
                Outcome::Added,
                refused("office-partners-slug-reserved"),
                refused("office-partners-slug-taken"),
                refused("partner-ask-name-signs"),
                refused("partner-ask-website-malformed"),
                refused("office-partners-line-twice"),
                refused("office-partners-listed-malformed"),
                refused("partner-ask-name-web-address"),
            ]
        );
        assert_eq!(all.len(), 3);
        assert!(all[1].listed && all[1].website.as_ref().is_some_and(|site| site.host() == "hill.org"));
        let (again, _) = planned("Name,Nom\nHill,Colline\n", &all);
        assert_eq!(again, [(2, Outcome::Same)]);
    }

    #[test]
    fn a_contact_is_added_once_and_only_to_an_active_partner_with_room() {
        let list = list(
            "Name,Courriel de la personne-ressource\nRiver,ana@river.example\nHill,ANA@river.example\n\
             Dale,leo@dale.example\nMoor,known@moor.example\nFen,known@moor.example\nLake,zoe@lake.example\nSea,\n",
        );
        let (_, mut partners) = planned("Name\nDale\nMoor\nLake\n", &[]);
        partners[0].state = PartnerState::Paused;
        let (lines, after) = plan(&list.rows, list.places, &partners, Timestamp::UNIX_EPOCH);
        let contact = |email: &str, slug: &str| Contact {
            email: EmailAddress::parse(email).unwrap(),
            locale: domain::locale::Locale::En,
            partner: slug.parse().unwrap(),
            since: Timestamp::UNIX_EPOCH,
        };
        let mut there = vec![contact("known@moor.example", "moor")];
        there.extend((0..CONTACTS_MAX).map(|number| contact(&format!("c{number}@lake.example"), "lake")));
        let named = name_contacts(&list.rows, list.places, &lines, &after, &there);
        let (elsewhere, full) = (Some("office-partners-contact-there"), Some("office-partners-contacts-full"));
        assert_eq!(
            named.iter().map(|contact| (contact.slug.as_str(), contact.fault)).collect::<Vec<_>>(),
            [("river", None), ("hill", elsewhere), ("dale", full), ("fen", elsewhere), ("lake", full)]
        );
        let malformed = "Name,Contact\nRiver,nobody\n";
        assert_eq!(planned(malformed, &[]).0, [(2, Outcome::Refused("partner-ask-email-malformed"))]);
    }

    #[test]
    fn a_partner_that_ended_keeps_its_slug_and_the_last_place_is_kept() {
        let (_, mut partners) = planned("Name\nRiver\n", &[]);
        partners[0].state = PartnerState::Ended;
        let (outcomes, again) = planned("Name\nRiver\n", &partners);
        assert_eq!(outcomes, [(2, Outcome::Resumed)], "the preview says that it is taken up again");
        assert_eq!((again.len(), again[0].slug.as_str(), again[0].is_active()), (1, "river", true));
        partners[0].state = PartnerState::Paused;
        assert_eq!(planned("Name\nRiver\n", &partners).0, [(2, Outcome::Same)], "a list resumes nobody who is paused");
        let many = (0..PARTNERS_MAX).map(|number| format!("Org {number}\n")).collect::<Vec<_>>().concat();
        let (_, all) = planned(&format!("Name\n{many}"), &[]);
        assert_eq!(all.len(), PARTNERS_MAX);
        assert_eq!(planned("Name\nOne more\n", &all).0, [(2, Outcome::Refused("office-partners-too-many"))]);
    }
}
