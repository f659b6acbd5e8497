//! The room of the Members of Parliament. Organizers read the House of Commons' list here; `seat.rs` changes one seat.
//!
//! Every change is shown first, and is published as one version with its entry in the log. In the same way one change is
//! undone seat by seat, or an earlier version is restored as a whole.

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::{FromRequest, Request};
use axum::response::Response;
use campaigns::{Texts, ottawas_day};
use domain::campaign::members::{Change, Changes, Holder, Roster, Undone};
use domain::campaign::published::{Part, Published};
use domain::locale::Locale;
use domain::office::audit::Action;
use domain::tally::riding::RidingCode;
use http::StatusCode;
use jiff::civil::Date;
use pages::{AnswerText, FieldMessage, Site, holder_text, party_name, ridings_by_name};
use serde::Deserialize;
use store::{Change as NewVersion, PastVersion, Publishing, StoreError};
use web::{MediaType, Query, read_body_up_to};

use crate::campaign::export::{self, Chosen, Column, EXPORT_MAX_BYTES, ExportError, Unclear};
use crate::campaign::members_proposal::{Kept, MembersProposal};
use crate::campaign::words::Difference;
use crate::failure::Failure;
use crate::visit::form::Form;
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::packed::{pack, unpack};
use crate::visit::upload::Upload;
use crate::visit::{Answer, Visit, answer};

/// The most versions that the room lists.
const VERSIONS_SHOWN: i32 = 5;
/// The most changed seats of one version that the room lists.
const SEATS_SHOWN: usize = 10;
/// The most bytes of a form that carries a proposal.
const FORM_MAX_BYTES: usize = 400_000;
/// The most lines that a complaint about a file names.
const LINES_NAMED: usize = 10;
/// The address of the room after a publication.
const SAVED: &str = "/members?saved=1";
/// The beginning of the names of the boxes that say "the same person".
const SAME: &str = "same-";

/// The Members as the desk has published them last, and the number of the version.
pub(crate) struct PublishedMembers {
    pub(crate) number: u32,
    site: Arc<Site>,
}

impl PublishedMembers {
    /// Reads every change that was published before.
    pub(crate) async fn read(visit: &Visit) -> Result<Self, StoreError> {
        let campaign = &visit.context.campaign;
        campaign.catch_up_on(Part::Members).await?;
        // The number first: if somebody publishes in between, the number is the older one, and publishing from it fails.
        let number = campaign.published().number(Part::Members);
        Ok(Self { number, site: campaign.now() })
    }

    pub(crate) fn roster(&self) -> &Roster {
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
        let difference = |riding: &RidingCode| seat_difference(t, [before, roster], *riding);
        let more = changes.seats.len().saturating_sub(SEATS_SHOWN);
        Self {
            what: in_words(t, changes.counts()),
            differences: changes.seats.keys().take(SEATS_SHOWN).filter_map(difference).collect(),
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
    let current = PublishedMembers::read(visit).await?;
    let roster = current.roster();
    let past = visit.context.office.past_versions(Part::Members, query.before, VERSIONS_SHOWN + 1).await?;
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
        is_admin: visit.caller.is_admin(),
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

/// Compares a seat in two rosters, the earlier one first; `None` if nothing differs but days.
pub(crate) fn seat_difference(t: &Texts, rosters: [&Roster; 2], riding: RidingCode) -> Option<Difference> {
    let holders = rosters.map(|roster| roster.holder(riding));
    let [before, after] = differing(t, Change::between(holders[0], holders[1])?, holders);
    Some(Difference { what: shown(riding, t.locale()).to_owned(), lang: None, before, after })
}

/// Describes the difference of a seat: its two holders, or the lines about its Member that are not in both.
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

/// The name of a riding as pages show it.
fn shown(riding: RidingCode, locale: Locale) -> &'static str {
    ridings::get(riding).map_or("", |riding| riding.shown(locale))
}

/// The day in Ottawa.
pub(crate) fn today(visit: &Visit) -> Date {
    ottawas_day(visit.caller.now)
}

/// The Members of the built-in table, which is version 0.
fn built_in(visit: &Visit) -> Result<Roster, StoreError> {
    let first = visit.context.folder.now(&Published::default()).map_err(|_| StoreError::Corrupt)?;
    Ok((**first.roster()).clone())
}

/// The form with an export; `None` if the file is longer than [`EXPORT_MAX_BYTES`].
pub(crate) struct ExportForm(Option<Upload>);

impl<S: Send + Sync> FromRequest<S> for ExportForm {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        match Upload::read_up_to(EXPORT_MAX_BYTES, request).await {
            Ok(form) => Ok(Self(Some(form))),
            Err(Failure::FileTooLarge) => Ok(Self(None)),
            Err(failure) => Err(failure),
        }
    }
}

/// `POST /organizer/{lang}/members/upload`: reads an export and shows what it changes. Nothing is kept.
pub(crate) async fn upload(visit: Visit, ExportForm(form): ExportForm) -> Answer {
    let t = visit.texts();
    // After too long a file, the form's day is not read.
    let typed = form.as_ref().map_or("", |form| form.get("day"));
    let chosen = form.as_ref().and_then(chosen);
    let refused = |field: &'static str, code: &'static str, message: String| {
        let wrong = FieldMessage { field, code, message };
        room(&visit, RoomQuery::default(), typed.to_owned(), Some(wrong))
    };
    let Some(form) = &form else {
        return refused("file", "too_long", complaint(t, &ExportError::TooLong)).await;
    };
    let Some(day) = campaigns::day(typed).filter(|day| *day <= today(&visit)) else {
        return refused("day", "office-members-day-wrong", t.get("office-members-day-wrong")).await;
    };
    let text = match form.file.as_slice() {
        [] => unpack(form.get("kept"), 2 * EXPORT_MAX_BYTES).ok_or(ExportError::Empty),
        file => export::text(file),
    };
    let read = |text: String| match export::read(&text, day, chosen.as_ref()) {
        Err(ExportError::Unclear(unclear)) => Ok(Err(ask_columns(&visit, typed, &text, chosen.as_ref(), unclear))),
        read => read.map(Ok),
    };
    let export = match text.and_then(read) {
        Ok(Ok(export)) => export,
        Ok(Err(page)) => return Ok(page),
        Err(error) => return refused("file", "export", complaint(t, &error)).await,
    };
    let current = PublishedMembers::read(&visit).await?;
    let newest = current.roster().members().filter_map(|(_, member)| member.as_of.parse::<Date>().ok()).max();
    if let Some(newest) = newest.filter(|newest| *newest > day) {
        let message = t.with("office-members-older", [("day", t.date(newest).into())]);
        return refused("day", "older", message).await;
    }
    let kept = Kept { from: current.number, proposal: MembersProposal::Export(export) };
    preview(&visit, &current, kept, None).await
}

#[derive(Template)]
#[template(path = "campaign/members_columns.html")]
struct ColumnsPage<'a> {
    frame: OfficeFrame<'a>,
    day: &'a str,
    kept: String,
    says: String,
    /// The field's name, the label, and the chosen place.
    fields: Vec<(&'static str, String, Option<usize>)>,
    unknown: Vec<(usize, String)>,
}

/// Reads which columns somebody chose, if a page asked for them.
fn chosen(form: &Upload) -> Option<Chosen> {
    let is_asked = !form.get("kept").is_empty() && form.file.is_empty();
    let place = |column: Column| Some((column, form.get(column.field()).parse().ok()?));
    is_asked.then(|| Column::READ.into_iter().filter_map(place).collect())
}

/// Asks which of a file's columns are those that we do not know by name. The page carries the file.
fn ask_columns(visit: &Visit, day: &str, text: &str, chosen: Option<&Chosen>, unclear: Unclear) -> Response {
    let t = visit.texts();
    let wrong = unclear.wrong.map(|(column, is_twice)| {
        let key = if is_twice { "office-columns-twice" } else { "office-columns-missing" };
        visit.wrong(column.field(), key)
    });
    let place = |column: Column| chosen.into_iter().flatten().find(|(chosen, _)| *chosen == column).map(|(_, at)| *at);
    let page = ColumnsPage {
        frame: visit.frame(OfficePage::Members, "office-columns-title", "/members").with_errors(wrong),
        day,
        kept: pack(&text),
        says: t.with("office-members-columns-unknown", [("columns", unclear.names().into())]),
        fields: unclear.missing.iter().map(|column| (column.field(), t.get(column.label()), place(*column))).collect(),
        unknown: unclear.unknown,
    };
    answer(&page.frame, &page)
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
        ExportError::Unclear(unclear) => {
            t.with("office-members-columns-unknown", [("columns", unclear.names().into())])
        }
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
    /// The changes of others in the seat, for which the proposal is not published.
    meanwhile: Vec<Difference>,
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

/// Shows what a proposal changes. `overtaken` is the roster that it was made from, if somebody else has published since.
pub(crate) async fn preview(
    visit: &Visit,
    current: &PublishedMembers,
    kept: Kept,
    overtaken: Option<&Roster>,
) -> Answer {
    let t = visit.texts();
    let Undone { roster: next, stays } = applied(visit, current.roster(), &kept.proposal, &BTreeSet::new()).await?;
    let changes = next.changes_since(current.roster());
    let is_export = matches!(kept.proposal, MembersProposal::Export(_));
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
    // A seat's page is about the holder that it shows: an answer must not pass to the next Member.
    let about = kept.proposal.riding();
    let meanwhile =
        overtaken.zip(about).and_then(|(mine, riding)| seat_difference(t, [mine, current.roster()], riding));
    if let (Some(mine), None) = (overtaken, &meanwhile) {
        let others = current.roster().changes_since(mine).counts();
        notes.insert(0, t.with("office-members-overtaken", [("changes", in_words(t, others).into())]));
    }
    let is_undo = matches!(kept.proposal, MembersProposal::Undo(_));
    let changes_something = !changes.seats.is_empty() || is_export || (is_undo && next != *current.roster());
    let publishes = changes_something && meanwhile.is_none();
    notes.extend(undo_note(visit, &stays, is_undo, publishes));
    let page = PreviewPage {
        frame: visit.frame(OfficePage::Members, "office-members-preview", "/members"),
        lede: t.with("office-members-changes", [("changes", in_words(t, changes.counts()).into())]),
        notes,
        meanwhile: meanwhile.into_iter().collect(),
        kept: kept.pack(),
        lists: lists.into_iter().filter(|(_, rows)| !rows.is_empty()).collect(),
        unchanged: t.with("office-members-unchanged", [("count", changes.unchanged.into())]),
        publishes,
        says: if kept.proposal.brings_back() { "office-members-back-says" } else { "office-members-publish-says" },
    };
    let response = answer(&page.frame, &page);
    Ok(if overtaken.is_some() { with_status(response, StatusCode::CONFLICT) } else { response })
}

pub(crate) fn with_status(mut response: Response, status: StatusCode) -> Response {
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
pub(crate) fn lines(t: &Texts, holder: &Holder) -> Vec<String> {
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
    let (t, officials) = (visit.texts(), &visit.context.site.campaign().officials);
    let gone = changes.of(Change::New).chain(changes.of(Change::Vacant));
    let gone = gone.filter(|riding| officials.post_of(*riding, before.holder(*riding)).is_some());
    gone.map(|riding| t.with("office-members-office", [("riding", shown(riding, visit.locale).into())])).collect()
}

/// Returns the roster with a proposal, and the seats that an undo leaves as they are. The ridings in `same` have one
/// Member under a corrected name.
async fn applied(
    visit: &Visit,
    roster: &Roster,
    proposal: &MembersProposal,
    same: &BTreeSet<RidingCode>,
) -> Result<Undone, Failure> {
    let now = visit.caller.now;
    let next = match proposal {
        MembersProposal::Export(export) => roster.updated(export, same, now),
        MembersProposal::Seat { riding, holder, is_same } => {
            roster.with_holder(*riding, (**holder).clone(), *is_same || same.contains(riding), now)
        }
        MembersProposal::Answer { riding, answer } => roster.with_answer(*riding, answer.clone()),
        MembersProposal::Restore(number) => roster.restored(version(visit, *number).await?, now),
        MembersProposal::Undo(number) => {
            let before = version(visit, number.checked_sub(1).ok_or(Failure::NOT_FOUND)?).await?;
            return Ok(roster.without(&before, &version(visit, *number).await?, now));
        }
    };
    Ok(Undone { roster: next, stays: Vec::new() })
}

/// Whether the current roster is already as a proposal wants it. `mine` is the roster that the proposal was made from.
async fn stands(
    visit: &Visit,
    current: &Roster,
    mine: &Roster,
    proposal: &MembersProposal,
    same: &BTreeSet<RidingCode>,
) -> Result<bool, Failure> {
    let wanted = applied(visit, mine, proposal, same).await?.roster;
    let Undone { roster: next, stays } = applied(visit, current, proposal, same).await?;
    // A name alone does not tell: others may have published it as another person's, or as the same person's.
    let kinds = |roster: &Roster| roster.changes_since(mine).seats;
    let is_as_meant = match proposal.riding() {
        Some(riding) => {
            kinds(&wanted).get(&riding) == kinds(current).get(&riding) && next.changes_since(current).seats.is_empty()
        }
        None => kinds(&wanted) == kinds(current) && next == *current,
    };
    Ok(stays.is_empty() && is_as_meant)
}

/// Reads the roster of a version.
pub(crate) async fn version(visit: &Visit, number: u32) -> Result<Roster, Failure> {
    if number == 0 {
        return Ok(built_in(visit)?);
    }
    let past = visit.context.office.past_version(Part::Members, number).await?.ok_or(Failure::NOT_FOUND)?;
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
    let current = PublishedMembers::read(&visit).await?;
    if current.number != kept.from {
        return overtaken(&visit, kept, &same).await;
    }
    let next = applied(&visit, current.roster(), &kept.proposal, &same).await?.roster;
    let counts = next.changes_since(current.roster()).counts().map(|count| count.to_string()).join(" ");
    let riding = kept.proposal.riding().map(|riding| format!(" {riding}")).unwrap_or_default();
    let action = match kept.proposal {
        MembersProposal::Restore(_) => Action::MembersRestored,
        MembersProposal::Undo(_) => Action::MembersUndone,
        MembersProposal::Export(_) | MembersProposal::Seat { .. } | MembersProposal::Answer { .. } => {
            Action::MembersPublished
        }
    };
    let entry = visit.caller.did(action, format!("{}: {counts}{riding}", kept.from + 1));
    let content = serde_json::to_string(&next).expect("texts and numbers");
    let change = NewVersion { part: Part::Members, from: kept.from, content };
    match visit.context.office.publish(&change, &entry).await? {
        Publishing::Done(_) => {
            visit.context.campaign.catch_up_on(Part::Members).await?;
            Ok(visit.to(SAVED))
        }
        Publishing::Overtaken => overtaken(&visit, kept, &same).await,
        Publishing::TooLong => {
            let message = visit.texts().get("office-members-too-long");
            let wrong = FieldMessage { field: "file", code: "too_long", message };
            room(&visit, RoomQuery::default(), String::new(), Some(wrong)).await
        }
    }
}

/// Shows the same proposal again, over what somebody else has published in the meantime. If the button was pressed twice,
/// the first press has published it.
async fn overtaken(visit: &Visit, kept: Kept, same: &BTreeSet<RidingCode>) -> Answer {
    let current = PublishedMembers::read(visit).await?;
    let mine = version(visit, kept.from).await?;
    if stands(visit, current.roster(), &mine, &kept.proposal, same).await? {
        return Ok(visit.to(SAVED));
    }
    let kept = Kept { from: current.number, ..kept };
    preview(visit, &current, kept, Some(&mine)).await
}

/// `POST /organizer/{lang}/members/undo`: shows what the undo of one version changes.
pub(crate) async fn undo(visit: Visit, form: Form) -> Answer {
    let number: u32 = form.parse("version")?;
    let current = PublishedMembers::read(&visit).await?;
    let kept = Kept { from: current.number, proposal: MembersProposal::Undo(number) };
    preview(&visit, &current, kept, None).await
}

/// `POST /organizer/{lang}/members/restore`: shows what restoring an earlier version changes.
pub(crate) async fn restore(visit: Visit, form: Form) -> Answer {
    let number: u32 = form.parse("version")?;
    let current = PublishedMembers::read(&visit).await?;
    let kept = Kept { from: current.number, proposal: MembersProposal::Restore(number) };
    preview(&visit, &current, kept, None).await
}
