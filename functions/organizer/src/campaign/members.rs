//! The room of the Members of Parliament: the House of Commons' list is read, a by-election or a vacancy is noted, and what
//! Members answered.
//!
//! Every change is shown first, and is published as one version with its entry in the log. In the same way one change is
//! undone seat by seat, or an earlier version is restored as a whole.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{FromRequest, Request};
use axum::response::Response;
use campaigns::{Texts, ottawa};
use domain::campaign::members::{
    Answer as MembersAnswer, Change, Changes, Gender, Holder, Member, NAME_MAX_CHARS, QUOTE_MAX_CHARS, Quote, Roster,
    Stance, Undone,
};
use domain::campaign::published::{Part, Published};
use domain::locale::Locale;
use domain::mail::email::EmailAddress;
use domain::office::audit::Action;
use domain::person::name::PersonName;
use domain::tally::riding::RidingCode;
use http::StatusCode;
use http::header::CONTENT_TYPE;
use jiff::civil::Date;
use multer::{Constraints, Multipart, SizeLimit};
use pages::{AnswerText, FieldMessage, RequestFailure, Site, holder_text, party_name, ridings_by_name};
use serde::Deserialize;
use store::{Change as NewVersion, PastVersion, Publishing, StoreError};
use web::{MediaType, Query, read_body_up_to};

use crate::campaign::export::{self, EXPORT_MAX_BYTES, ExportError};
use crate::campaign::proposal::{Kept, Proposal, is_source};
use crate::campaign::words::Difference;
use crate::failure::Failure;
use crate::visit::form::{Form, reason};
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Visit, answer};

/// The versions that the room lists.
const VERSIONS_SHOWN: i32 = 5;
/// The changed seats that the room lists of one version.
const SEATS_SHOWN: usize = 10;
/// The most bytes of a form that carries a proposal.
const FORM_MAX_BYTES: usize = 400_000;
/// The lines that a complaint about a file names.
const LINES_NAMED: usize = 10;
/// The beginning of the names of the boxes that say "the same person".
const SAME: &str = "same-";

/// The roster as it is now, and the number of its version.
struct Current {
    number: u32,
    site: std::sync::Arc<Site>,
}

impl Current {
    /// Reads every change that was published before.
    async fn read(visit: &Visit) -> Result<Self, StoreError> {
        let campaign = &visit.desk.campaign;
        campaign.catch_up_on(Part::Members).await?;
        // The number first: if somebody publishes in between, the number is the older one, and publishing from it fails.
        let number = campaign.published().number(Part::Members);
        Ok(Self { number, site: campaign.now() })
    }

    fn roster(&self) -> &Roster {
        self.site.roster()
    }
}

#[derive(Template)]
#[template(path = "campaign/members.html")]
struct MembersPage<'a> {
    frame: OfficeFrame<'a>,
    saved: bool,
    is_admin: bool,
    as_of: String,
    held: String,
    without_address: String,
    vacant: Vec<SeatRow>,
    answered: Vec<SeatRow>,
    ridings: Vec<(String, String)>,
    day: String,
    versions: Vec<VersionRow>,
    /// The addresses of the page with older versions, and of the newest.
    older: Option<String>,
    newest: Option<String>,
}

/// A seat as the pages show it.
struct SeatRow {
    code: RidingCode,
    riding: &'static str,
    says: String,
}

/// A version as the page lists it.
struct VersionRow {
    number: u32,
    what: String,
    /// The organizer and the time; nothing for the built-in table.
    by: String,
    differences: Vec<Difference>,
    /// The sentence about changed seats that are not listed.
    more: Option<String>,
    is_current: bool,
}

impl VersionRow {
    fn new(number: u32, by: String, current: u32) -> Self {
        let is_current = number == current;
        Self { number, what: String::new(), by, differences: Vec::new(), more: None, is_current }
    }

    /// Returns the row with what the version changed.
    fn that_changed(self, t: &Texts, before: &Roster, roster: &Roster) -> Self {
        let changes = roster.changes_since(before);
        let difference = |(riding, change): (&RidingCode, &Change)| {
            let [before, after] = differing(t, *change, [before.holder(*riding), roster.holder(*riding)]);
            Difference { what: shown(*riding, t.locale()).to_owned(), lang: None, before, after }
        };
        let more = changes.seats.len().saturating_sub(SEATS_SHOWN);
        Self {
            what: in_words(t, changes.counts()),
            differences: changes.seats.iter().take(SEATS_SHOWN).map(difference).collect(),
            more: (more > 0).then(|| t.with("office-members-more", [("count", more.into())])),
            ..self
        }
    }
}

/// The query of the room: whether a change was published just now, and the number before which versions are listed.
#[derive(Default, Deserialize)]
pub(crate) struct RoomQuery {
    #[serde(default)]
    saved: String,
    before: Option<u32>,
}

/// `GET /organizer/{lang}/members`
pub(crate) async fn show(visit: Visit, Query(query): Query<RoomQuery>) -> Answer {
    room(&visit, query, String::new(), None).await
}

async fn room(visit: &Visit, query: RoomQuery, day: String, wrong: Option<FieldMessage>) -> Answer {
    let (t, locale) = (visit.texts(), visit.locale);
    let current = Current::read(visit).await?;
    let roster = current.roster();
    let past = visit.desk.office.past_versions(Part::Members, query.before, VERSIONS_SHOWN + 1).await?;
    let row = |riding: RidingCode, says: String| SeatRow { code: riding, riding: shown(riding, locale), says };
    let vacant = roster.seats().filter(|(_, holder)| holder.is_vacant());
    let vacant = vacant.map(|(riding, holder)| row(riding, holder_text(t, holder).unwrap_or_default()));
    let answered = roster.seats().filter_map(|(riding, holder)| Some((riding, AnswerText::of(t, holder)?, holder)));
    let answered = answered.map(|(riding, said, holder)| {
        let name = holder.member().map_or("", |member| member.name.as_str());
        row(riding, format!("{name}. {}", said.says))
    });
    let newest = roster.members().map(|(_, member)| member.as_of.as_str()).max().unwrap_or_default();
    let as_of = newest.parse().ok().map(|day| t.date(day)).or_else(|| t.month(newest)).unwrap_or_default();
    let number = |count: usize| t.number(i64::try_from(count).unwrap_or(i64::MAX));
    let shown_versions = usize::try_from(VERSIONS_SHOWN).expect("a small constant");
    let older = past.get(shown_versions - 1).filter(|_| past.len() > shown_versions);
    let day = if day.is_empty() { today(visit).to_string() } else { day };
    let page = MembersPage {
        frame: visit.frame(OfficePage::Members, "office-members-title", "/members").with_errors(wrong),
        saved: !query.saved.is_empty(),
        is_admin: visit.caller.organizer.role >= domain::office::organizer::Role::Admin,
        as_of,
        held: number(roster.members().count()),
        without_address: number(roster.members().filter(|(_, member)| member.email.is_none()).count()),
        vacant: vacant.collect(),
        answered: answered.collect(),
        ridings: ridings_by_name(locale)
            .into_iter()
            .map(|riding| (riding.code.to_string(), riding.name(locale).to_owned()))
            .collect(),
        day,
        older: older
            .map(|oldest| format!("/organizer/{locale}/members?before={}#versions-title", oldest.version.number)),
        newest: query.before.map(|_| format!("/organizer/{locale}/members#versions-title")),
        versions: versions(t, &built_in(visit)?, &past, current.number),
    };
    Ok(answer(&page.frame, &page))
}

/// Lists the versions with what each changed, the newest first. The built-in table is the first of all.
fn versions(t: &Texts, first: &Roster, past: &[PastVersion], current: u32) -> Vec<VersionRow> {
    let rosters: Vec<Option<Roster>> =
        past.iter().map(|past| serde_json::from_str(&past.version.content).ok()).collect();
    let shown = usize::try_from(VERSIONS_SHOWN).expect("a small constant");
    let is_whole = past.len() <= shown && past.last().is_none_or(|oldest| oldest.version.number == 1);
    let row = |at: usize, past: &PastVersion| {
        let before = match rosters.get(at + 1) {
            Some(before) => before.as_ref(),
            None => is_whole.then_some(first),
        };
        let by = format!("{}, {}", past.by, t.moment(past.at));
        let row = VersionRow::new(past.version.number, by, current);
        match before.zip(rosters[at].as_ref()) {
            Some((before, roster)) => row.that_changed(t, before, roster),
            None => row,
        }
    };
    let mut rows: Vec<_> = past.iter().take(shown).enumerate().map(|(at, past)| row(at, past)).collect();
    if is_whole {
        rows.push(VersionRow { what: t.get("office-members-first"), ..VersionRow::new(0, String::new(), current) });
    }
    rows
}

/// Says what differs of a seat: who holds it, or those lines about its Member that are not in both.
fn differing(t: &Texts, change: Change, holders: [&Holder; 2]) -> [String; 2] {
    let person = |holder: &Holder| match holder {
        Holder::Member(member) => format!("{}, {}", member.name, party_name(t, &member.party)),
        Holder::Vacant { .. } | Holder::Unknown => holder_text(t, holder).unwrap_or_else(|| t.get("office-no-member")),
    };
    match change {
        Change::New | Change::Vacant => holders.map(person),
        Change::Corrected | Change::Answer => {
            let lines = holders.map(|holder| [vec![person(holder)], details(t, holder)].concat());
            [[0, 1], [1, 0]].map(|[one, other]| {
                let differ = lines[one].iter().filter(|line| !lines[other].contains(line));
                differ.map(String::as_str).collect::<Vec<_>>().join("\n")
            })
        }
    }
}

/// Writes numbers of changes: new Members, vacancies, corrections, answers.
pub(crate) fn in_words(t: &Texts, counts: [usize; 4]) -> String {
    let keys = ["office-members-new", "office-members-vacant", "office-members-corrected", "office-members-answers"];
    let parts = keys.into_iter().zip(counts).filter(|(_, count)| *count > 0);
    let parts: Vec<_> = parts.map(|(key, count)| t.with(key, [("count", count.into())])).collect();
    if parts.is_empty() { t.get("office-members-dates-only") } else { parts.join(", ") }
}

/// Writes the subject of an entry in the log: `3: 1 0 0 0 35079` is a version, its counts and perhaps its one riding.
pub(crate) fn about_in_words(t: &Texts, about: &str) -> Option<String> {
    let (_, rest) = about.split_once(": ")?;
    let mut words = rest.split(' ');
    let mut count = || words.next()?.parse::<usize>().ok();
    let counts = [count()?, count()?, count()?, count()?];
    let riding = words.next().and_then(|code| code.parse().ok()).map(|code| shown(code, t.locale()));
    let said = in_words(t, counts);
    Some(match riding {
        Some(riding) => t.with("office-members-of", [("riding", riding.into()), ("changes", said.into())]),
        None => said,
    })
}

fn shown(riding: RidingCode, locale: Locale) -> &'static str {
    ridings::get(riding).map_or("", |riding| riding.shown(locale))
}

/// The day in Ottawa.
fn today(visit: &Visit) -> Date {
    ottawa().to_datetime(visit.caller.now).date()
}

/// The Members of the built-in table, which is version 0.
fn built_in(visit: &Visit) -> Result<Roster, StoreError> {
    let first = visit.desk.folder.now(&Published::default()).map_err(|_| StoreError::Corrupt)?;
    Ok((**first.roster()).clone())
}

/// A form with a file.
#[derive(Default)]
pub(crate) struct Upload {
    file: Vec<u8>,
    day: String,
    /// Whether the file was longer than [`EXPORT_MAX_BYTES`].
    is_too_long: bool,
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        let given = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let boundary = multer::parse_boundary(given).map_err(|_| RequestFailure::UnsupportedMediaType)?;
        let limits = Constraints::new()
            .size_limit(SizeLimit::new().whole_stream(EXPORT_MAX_BYTES + 4_096).per_field(EXPORT_MAX_BYTES));
        let mut form = Multipart::with_constraints(request.into_body().into_data_stream(), boundary, limits);
        let mut upload = Self::default();
        match upload.fill(&mut form).await {
            Ok(()) => Ok(upload),
            Err(multer::Error::StreamSizeExceeded { .. } | multer::Error::FieldSizeExceeded { .. }) => {
                Ok(Self { is_too_long: true, ..upload })
            }
            Err(_) => Err(RequestFailure::UnsupportedMediaType.into()),
        }
    }
}

impl Upload {
    async fn fill(&mut self, form: &mut Multipart<'_>) -> Result<(), multer::Error> {
        while let Some(field) = form.next_field().await? {
            let name = field.name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await?;
            match name.as_str() {
                "file" => self.file = bytes.to_vec(),
                "day" => String::from_utf8_lossy(&bytes).trim().clone_into(&mut self.day),
                _ => {}
            }
        }
        Ok(())
    }
}

/// `POST /organizer/{lang}/members/upload`: reads an export and shows what it changes. Nothing is kept.
pub(crate) async fn upload(visit: Visit, upload: Upload) -> Answer {
    let t = visit.texts();
    let refused = |field: &'static str, code: &'static str, message: String| {
        let wrong = FieldMessage { field, code, message };
        room(&visit, RoomQuery::default(), upload.day.clone(), Some(wrong))
    };
    // The fields after too long a file were not read.
    if upload.is_too_long {
        return refused("file", "too_long", complaint(t, &ExportError::TooLong)).await;
    }
    let day = campaigns::day(&upload.day).filter(|day| *day <= today(&visit));
    let Some(day) = day else {
        return refused("day", "office-members-day-wrong", t.get("office-members-day-wrong")).await;
    };
    let export = match export::read(&upload.file, day) {
        Ok(export) => export,
        Err(error) => return refused("file", "export", complaint(t, &error)).await,
    };
    let current = Current::read(&visit).await?;
    let newest = current.roster().members().filter_map(|(_, member)| member.as_of.parse::<Date>().ok()).max();
    if newest.is_some_and(|newest| newest > day) {
        let newest = newest.map(|newest| t.date(newest)).unwrap_or_default();
        let message = t.with("office-members-older", [("day", newest.into())]);
        return refused("day", "older", message).await;
    }
    let kept = Kept { from: current.number, proposal: Proposal::Export(export) };
    preview(&visit, &current, kept, None).await
}

/// Says why a file is not taken, and what to do.
fn complaint(t: &Texts, error: &ExportError) -> String {
    let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let line = |key: &str, line: &usize| t.with(key, [("line", number(*line).into())]);
    match error {
        ExportError::Empty => t.get("office-members-file-missing"),
        ExportError::Letters => t.get("office-members-file-letters"),
        ExportError::TooLong => t.get("office-members-file-long"),
        ExportError::NotAnExport => t.get("office-members-file-other"),
        ExportError::Line(at) => line("office-members-file-line", at),
        ExportError::BadName(at) => line("office-members-file-name", at),
        ExportError::UnknownColumn(name) => t.with("office-members-file-column", [("column", name.as_str().into())]),
        ExportError::MissingColumn(column) => {
            t.with("office-members-file-column-missing", [("column", column.name().into())])
        }
        ExportError::OtherParliament { matched, others } => {
            let said = t.with("office-members-file-parliament", [("count", number(*matched).into())]);
            if others.is_empty() {
                return said;
            }
            let others = t.with("office-members-file-others", [("ridings", others.join(", ").into())]);
            format!("{said} {others}")
        }
        ExportError::Unmatched(lines) => {
            let named = lines.iter().take(LINES_NAMED).map(|(line, name)| format!("{line} ({name})"));
            let lines = named.collect::<Vec<_>>().join(", ");
            t.with("office-members-file-unmatched", [("lines", lines.into())])
        }
        ExportError::Twice(riding) => {
            t.with("office-members-file-twice", [("riding", shown(*riding, t.locale()).into())])
        }
    }
}

#[derive(Template)]
#[template(path = "campaign/members_preview.html")]
struct PreviewPage<'a> {
    frame: OfficeFrame<'a>,
    lede: String,
    /// Said when somebody else was faster, or when an office is concerned.
    notes: Vec<String>,
    kept: String,
    lists: Vec<(&'static str, Vec<ChangeRow>)>,
    unchanged: String,
    /// Whether there is something to publish.
    publishes: bool,
    /// The key of the sentence about addresses and answers.
    says: &'static str,
}

/// A changed seat.
struct ChangeRow {
    riding: &'static str,
    before: Vec<String>,
    after: Vec<String>,
    /// The name of the box that says "the same person", where an export leaves that open.
    same: Option<String>,
}

/// Shows what a proposal changes.
async fn preview(visit: &Visit, current: &Current, kept: Kept, overtaken: Option<&Roster>) -> Answer {
    let t = visit.texts();
    let Undone { roster: next, stays } = applied(visit, current.roster(), &kept.proposal, &BTreeSet::new()).await?;
    let changes = next.changes_since(current.roster());
    let is_export = matches!(kept.proposal, Proposal::Export(_));
    let kinds = [
        (Change::New, "office-members-list-new"),
        (Change::Vacant, "office-members-list-vacant"),
        (Change::Corrected, "office-members-list-corrected"),
        (Change::Answer, "office-members-list-answers"),
    ];
    let lists = kinds.map(|(kind, title)| {
        let rows = changes.of(kind).map(|riding| {
            let (before, after) = (current.roster().holder(riding), next.holder(riding));
            let may_be_same = is_export && kind == Change::New && before.member().is_some();
            ChangeRow {
                riding: shown(riding, visit.locale),
                before: lines(t, before),
                after: lines(t, after),
                same: may_be_same.then(|| format!("{SAME}{riding}")),
            }
        });
        (title, rows.collect::<Vec<_>>())
    });
    let mut notes = office_notes(visit, &changes, current.roster());
    if let Some(mine) = overtaken {
        let others = current.roster().changes_since(mine).counts();
        notes.insert(0, t.with("office-members-overtaken", [("changes", in_words(t, others).into())]));
    }
    let is_undo = matches!(kept.proposal, Proposal::Undo(_));
    let publishes = !changes.seats.is_empty() || is_export || (is_undo && next != *current.roster());
    notes.extend(undo_note(visit, &stays, is_undo, publishes));
    let page = PreviewPage {
        frame: visit.frame(OfficePage::Members, "office-members-preview", "/members"),
        lede: t.with("office-members-changes", [("changes", in_words(t, changes.counts()).into())]),
        notes,
        kept: kept.pack(),
        lists: lists.into_iter().filter(|(_, rows)| !rows.is_empty()).collect(),
        unchanged: t.with("office-members-unchanged", [("count", changes.unchanged.into())]),
        publishes,
        says: if kept.proposal.brings_back() { "office-members-back-says" } else { "office-members-publish-says" },
    };
    let response = answer(&page.frame, &page);
    Ok(if overtaken.is_some() { with_status(response, StatusCode::CONFLICT) } else { response })
}

fn with_status(mut response: Response, status: StatusCode) -> Response {
    *response.status_mut() = status;
    response
}

/// Says which seats an undo leaves as they are, or why it changes nothing.
fn undo_note(visit: &Visit, stays: &[RidingCode], is_undo: bool, publishes: bool) -> Option<String> {
    let key = match (stays, publishes) {
        ([], true) => return None,
        ([], false) => return is_undo.then(|| visit.texts().get("office-edition-undone-already")),
        ([..], true) => "office-members-stays",
        ([..], false) => "office-members-all-stays",
    };
    let ridings: Vec<_> = stays.iter().map(|riding| shown(*riding, visit.locale)).collect();
    Some(visit.texts().with(key, [("ridings", ridings.join(", ").into())]))
}

/// Describes a seat, line by line.
fn lines(t: &Texts, holder: &Holder) -> Vec<String> {
    let holds = holder_text(t, holder).unwrap_or_else(|| t.get("office-no-member"));
    [vec![holds], details(t, holder)].concat()
}

/// Describes what is known of a seat's Member: the address, how letters address them, and what they answered.
fn details(t: &Texts, holder: &Holder) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(member) = holder.member() {
        lines.push(match &member.email {
            Some(email) if member.email_source.is_empty() => email.to_string(),
            Some(email) => format!("{email} ({})", member.email_source),
            None => t.get("office-members-no-address"),
        });
        lines.extend(member.gender.map(|gender| t.get(&format!("office-members-address-{}", gender.name()))));
    }
    if let Some(said) = AnswerText::of(t, holder) {
        lines.push(format!("{} {}", said.sentence(), said.source));
        let goes_on = holder.member().and_then(|member| member.answer.as_ref()).is_some_and(|said| said.letters_go_on);
        lines.push(t.get(if goes_on { "office-members-letters-go-on" } else { "office-members-letters-end" }));
    }
    lines
}

/// Says which officials of the campaign lose their riding by the change.
fn office_notes(visit: &Visit, changes: &Changes, before: &Roster) -> Vec<String> {
    let (t, officials) = (visit.texts(), &visit.desk.site.campaign().officials);
    let gone = changes.of(Change::New).chain(changes.of(Change::Vacant));
    let gone = gone.filter(|riding| officials.post_of(*riding, before.holder(*riding)).is_some());
    gone.map(|riding| t.with("office-members-office", [("riding", shown(riding, visit.locale).into())])).collect()
}

/// Returns the roster with a proposal, and the seats that an undo leaves as they are. The ridings in `same` have one
/// Member under a corrected name.
async fn applied(
    visit: &Visit,
    roster: &Roster,
    proposal: &Proposal,
    same: &BTreeSet<RidingCode>,
) -> Result<Undone, Failure> {
    let now = visit.caller.now;
    let next = match proposal {
        Proposal::Export(export) => roster.updated(export, same, now),
        Proposal::Seat { riding, holder, is_same } => {
            roster.with_holder(*riding, (**holder).clone(), *is_same || same.contains(riding), now)
        }
        Proposal::Answer { riding, answer } => roster.with_answer(*riding, answer.clone()),
        Proposal::Restore(number) => roster.restored(version(visit, *number).await?, now),
        Proposal::Undo(number) => {
            let before = version(visit, number.checked_sub(1).ok_or(Failure::NOT_FOUND)?).await?;
            return Ok(roster.without(&before, &version(visit, *number).await?, now));
        }
    };
    Ok(Undone { roster: next, stays: Vec::new() })
}

/// Reads the roster of a version.
async fn version(visit: &Visit, number: u32) -> Result<Roster, Failure> {
    if number == 0 {
        return Ok(built_in(visit)?);
    }
    let past = visit.desk.office.past_version(Part::Members, number).await?.ok_or(Failure::NOT_FOUND)?;
    serde_json::from_str(&past.version.content).map_err(|_| StoreError::Corrupt.into())
}

/// The form of the preview.
pub(crate) struct KeptForm {
    kept: Kept,
    same: BTreeSet<RidingCode>,
}

impl<S: Send + Sync> FromRequest<S> for KeptForm {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        let (parts, body) = request.into_parts();
        let body = read_body_up_to(FORM_MAX_BYTES, MediaType::Form, &parts.headers, body).await?;
        let (mut kept, mut same) = (None, BTreeSet::new());
        for (name, value) in form_urlencoded::parse(&body) {
            if name == "kept" {
                kept = Kept::unpack(&value);
            }
            same.extend(name.strip_prefix(SAME).and_then(|code| code.parse::<RidingCode>().ok()));
        }
        Ok(Self { kept: kept.ok_or(Failure::NOT_FOUND)?, same })
    }
}

/// `POST /organizer/{lang}/members/publish`: publishes what the preview showed.
pub(crate) async fn publish(visit: Visit, form: KeptForm) -> Answer {
    let KeptForm { kept, same } = form;
    visit.caller.must_be(kept.proposal.role())?;
    let current = Current::read(&visit).await?;
    if current.number != kept.from {
        return overtaken(&visit, kept).await;
    }
    let next = applied(&visit, current.roster(), &kept.proposal, &same).await?.roster;
    let counts = next.changes_since(current.roster()).counts().map(|count| count.to_string()).join(" ");
    let riding = kept.proposal.riding().map(|riding| format!(" {riding}")).unwrap_or_default();
    let action = match kept.proposal {
        Proposal::Restore(_) => Action::MembersRestored,
        Proposal::Undo(_) => Action::MembersUndone,
        Proposal::Export(_) | Proposal::Seat { .. } | Proposal::Answer { .. } => Action::MembersPublished,
    };
    let entry = visit.caller.did(action, format!("{}: {counts}{riding}", kept.from + 1));
    let content = serde_json::to_string(&next).expect("texts and numbers");
    let change = NewVersion { part: Part::Members, from: kept.from, content };
    match visit.desk.office.publish(&change, &entry).await? {
        Publishing::Done(_) => {
            visit.desk.campaign.catch_up_on(Part::Members).await?;
            Ok(visit.to("/members?saved=1"))
        }
        Publishing::Overtaken => overtaken(&visit, kept).await,
        Publishing::TooLong => {
            let message = visit.texts().get("office-members-too-long");
            room(
                &visit,
                RoomQuery::default(),
                String::new(),
                Some(FieldMessage { field: "file", code: "too_long", message }),
            )
            .await
        }
    }
}

/// Shows the same proposal again, over what somebody else has published in the meantime.
async fn overtaken(visit: &Visit, kept: Kept) -> Answer {
    let current = Current::read(visit).await?;
    let mine = version(visit, kept.from).await?;
    let kept = Kept { from: current.number, ..kept };
    preview(visit, &current, kept, Some(&mine)).await
}

/// `POST /organizer/{lang}/members/undo`: shows what the undo of one version changes.
pub(crate) async fn undo(visit: Visit, form: Form) -> Answer {
    let number: u32 = form.parse("version")?;
    let current = Current::read(&visit).await?;
    let kept = Kept { from: current.number, proposal: Proposal::Undo(number) };
    preview(&visit, &current, kept, None).await
}

/// `POST /organizer/{lang}/members/restore`: shows what restoring an earlier version changes.
pub(crate) async fn restore(visit: Visit, form: Form) -> Answer {
    let number: u32 = form.parse("version")?;
    let current = Current::read(&visit).await?;
    let kept = Kept { from: current.number, proposal: Proposal::Restore(number) };
    preview(&visit, &current, kept, None).await
}

#[derive(Template)]
#[template(path = "campaign/members_seat.html")]
struct SeatPage<'a> {
    frame: OfficeFrame<'a>,
    code: RidingCode,
    is_admin: bool,
    now: Vec<String>,
    has_member: bool,
    seat: TypedSeat,
    said: TypedAnswer,
}

/// The form of a seat as it was typed.
#[derive(Clone, Default)]
struct TypedSeat {
    is_vacant: bool,
    name: String,
    party: String,
    gender: String,
    email: String,
    email_source: String,
    since: String,
    is_same: bool,
}

/// The form of an answer as it was typed.
#[derive(Clone, Default)]
struct TypedAnswer {
    stance: String,
    on: String,
    source: String,
    quote: String,
    quote_locale: String,
    letters_go_on: bool,
}

impl TypedSeat {
    fn of(t: &Texts, holder: &Holder) -> Self {
        match holder {
            Holder::Member(member) => Self {
                name: member.name.clone(),
                party: party_name(t, &member.party),
                gender: member.gender.map(|gender| gender.name().to_owned()).unwrap_or_default(),
                email: member.email.as_ref().map(ToString::to_string).unwrap_or_default(),
                email_source: member.email_source.clone(),
                ..Self::default()
            },
            Holder::Vacant { since } => {
                let since = since.map(|since| since.to_string()).unwrap_or_default();
                Self { is_vacant: true, since, ..Self::default() }
            }
            Holder::Unknown => Self::default(),
        }
    }

    fn read(form: &Form) -> Self {
        let get = |name: &str| form.get(name).to_owned();
        Self {
            is_vacant: form.get("seat") == "vacant",
            name: get("name"),
            party: get("party"),
            gender: get("gender"),
            email: get("email"),
            email_source: get("email_source"),
            since: get("since"),
            is_same: !form.get("is_same").is_empty(),
        }
    }

    /// Reads the holder, or all faults of the form.
    fn parse(&self, visit: &Visit, before: &Holder) -> Result<Holder, Vec<FieldMessage>> {
        let mut errors = Vec::new();
        if self.is_vacant {
            let since = campaigns::day(&self.since).filter(|day| *day <= today(visit));
            if since.is_none() && !self.since.is_empty() {
                errors.push(visit.wrong("since", "office-members-since-wrong"));
            }
            return if errors.is_empty() { Ok(Holder::Vacant { since }) } else { Err(errors) };
        }
        let name = PersonName::parse("", &self.name).ok().map(|name| name.to_string());
        if name.as_ref().is_none_or(|name| name.chars().count() > NAME_MAX_CHARS) {
            errors.push(visit.wrong("name", "office-members-name-wrong"));
        }
        let party = export::party(&self.party);
        if party.is_empty() || party.chars().count() > NAME_MAX_CHARS {
            errors.push(visit.wrong("party", "office-members-party-wrong"));
        }
        let email = (!self.email.is_empty()).then(|| EmailAddress::parse(&self.email));
        let is_known = |email: &EmailAddress| before.member().is_some_and(|m| m.email.as_ref() == Some(email));
        match &email {
            Some(Err(_)) => errors.push(visit.wrong("email", "office-members-email-wrong")),
            Some(Ok(email)) if !is_known(email) && reason(&self.email_source).is_err() => {
                errors.push(visit.wrong("email_source", "office-members-source-missing"));
            }
            Some(Ok(_)) | None => {}
        }
        let (Some(name), true) = (name, errors.is_empty()) else { return Err(errors) };
        // The form comes filled with the former Member's address, which is not the address of somebody else.
        let is_formers = |email: &EmailAddress| {
            let is_other = before.member().is_some_and(|former| former.name != name) && !self.is_same;
            let has_new_source = before.member().is_some_and(|former| former.email_source != self.email_source);
            is_other && is_known(email) && (self.email_source.is_empty() || !has_new_source)
        };
        let email = email.and_then(Result::ok).filter(|email| !is_formers(email));
        Ok(Holder::Member(Member {
            name,
            party,
            email_source: if email.is_some() { self.email_source.clone() } else { String::new() },
            email,
            email_since: None,
            gender: [Gender::Woman, Gender::Man].into_iter().find(|gender| gender.name() == self.gender),
            as_of: today(visit).to_string(),
            since: None,
            answer: None,
            replaced: Vec::new(),
        }))
    }
}

impl TypedAnswer {
    fn of(holder: &Holder, locale: Locale) -> Self {
        let said = holder.member().and_then(|member| member.answer.as_ref());
        let quote = said.and_then(|said| said.quote.as_ref());
        Self {
            stance: said.map(|said| said.stance.to_string()).unwrap_or_default(),
            on: said.map(|said| said.on.to_string()).unwrap_or_default(),
            source: said.map(|said| said.source.clone()).unwrap_or_default(),
            quote: quote.map(|quote| quote.text.clone()).unwrap_or_default(),
            quote_locale: quote.map_or(locale, |quote| quote.locale).code().to_owned(),
            letters_go_on: said.is_none_or(|said| said.letters_go_on),
        }
    }

    fn read(form: &Form) -> Self {
        let get = |name: &str| form.get(name).to_owned();
        Self {
            stance: get("stance"),
            on: get("on"),
            source: get("source"),
            quote: get("quote"),
            quote_locale: get("quote_locale"),
            letters_go_on: !form.get("letters_go_on").is_empty(),
        }
    }

    /// Reads the answer, or all faults of the form. `None` takes an answer back.
    fn parse(&self, visit: &Visit) -> Result<Option<MembersAnswer>, Vec<FieldMessage>> {
        if self.stance == "none" {
            return Ok(None);
        }
        let mut errors = Vec::new();
        let stance: Option<Stance> = self.stance.parse().ok();
        if stance.is_none() {
            errors.push(visit.wrong("stance", "office-members-stance-missing"));
        }
        let on = campaigns::day(&self.on).filter(|day| *day <= today(visit));
        if on.is_none() {
            errors.push(visit.wrong("on", "office-members-on-wrong"));
        }
        if !is_source(&self.source) {
            errors.push(visit.wrong("source", "office-members-web-wrong"));
        }
        if self.quote.chars().count() > QUOTE_MAX_CHARS || self.quote.chars().any(char::is_control) {
            errors.push(visit.wrong("quote", "office-members-quote-wrong"));
        }
        let (Some(stance), Some(on), true) = (stance, on, errors.is_empty()) else { return Err(errors) };
        let locale = self.quote_locale.parse().unwrap_or(visit.locale);
        let quote = (!self.quote.is_empty()).then(|| Quote { text: self.quote.clone(), locale });
        let (source, letters_go_on) = (self.source.clone(), self.letters_go_on);
        Ok(Some(MembersAnswer { stance, on, source, quote, letters_go_on }))
    }
}

/// The query of a seat's page.
#[derive(Deserialize)]
pub(crate) struct SeatQuery {
    riding: RidingCode,
}

/// `GET /organizer/{lang}/members/seat?riding=`: a seat, with the forms that change it.
pub(crate) async fn show_seat(visit: Visit, Query(query): Query<SeatQuery>) -> Answer {
    let current = Current::read(&visit).await?;
    let holder = current.roster().holder(query.riding);
    let (seat, said) = (TypedSeat::of(visit.texts(), holder), TypedAnswer::of(holder, visit.locale));
    seat_page(&visit, &current, query.riding, seat, said, Vec::new())
}

fn seat_page(
    visit: &Visit,
    current: &Current,
    code: RidingCode,
    seat: TypedSeat,
    said: TypedAnswer,
    errors: Vec<FieldMessage>,
) -> Answer {
    let riding = ridings::get(code).ok_or(Failure::NOT_FOUND)?;
    let holder = current.roster().holder(code);
    let path = format!("/members/seat?riding={code}");
    let page = SeatPage {
        frame: visit
            .frame_titled(OfficePage::Members, riding.shown(visit.locale).to_owned(), &path)
            .with_errors(errors),
        code,
        is_admin: visit.caller.organizer.role >= domain::office::organizer::Role::Admin,
        now: lines(visit.texts(), holder),
        has_member: holder.member().is_some(),
        seat,
        said,
    };
    Ok(answer(&page.frame, &page))
}

/// `POST /organizer/{lang}/members/holder`: shows what another holder of one seat changes.
pub(crate) async fn change_seat(visit: Visit, form: Form) -> Answer {
    let riding: RidingCode = form.parse("riding")?;
    let current = Current::read(&visit).await?;
    let before = current.roster().holder(riding);
    let seat = TypedSeat::read(&form);
    let holder = match seat.parse(&visit, before) {
        Ok(holder) => Box::new(holder),
        Err(errors) => {
            let said = TypedAnswer::of(before, visit.locale);
            return seat_page(&visit, &current, riding, seat, said, errors);
        }
    };
    let proposal = Proposal::Seat { riding, holder, is_same: seat.is_same };
    let kept = Kept { from: current.number, proposal };
    preview(&visit, &current, kept, None).await
}

/// `POST /organizer/{lang}/members/answer`: shows what the riding's page will say of a Member's answer.
pub(crate) async fn change_answer(visit: Visit, form: Form) -> Answer {
    let riding: RidingCode = form.parse("riding")?;
    let current = Current::read(&visit).await?;
    let holder = current.roster().holder(riding);
    if holder.member().is_none() {
        return Err(Failure::NOT_FOUND);
    }
    let said = TypedAnswer::read(&form);
    match said.parse(&visit) {
        Ok(answer) => {
            let kept = Kept { from: current.number, proposal: Proposal::Answer { riding, answer } };
            preview(&visit, &current, kept, None).await
        }
        Err(errors) => seat_page(&visit, &current, riding, TypedSeat::of(visit.texts(), holder), said, errors),
    }
}
