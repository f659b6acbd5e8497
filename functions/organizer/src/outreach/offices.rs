//! The room of Members' offices: what is new in each riding this week, and one riding's digest and link.

use std::collections::BTreeMap;

use askama::Template;
use campaigns::{DigestFacts, DigestWords, Texts, digest_languages, ottawa};
use domain::campaign::members::Member;
use domain::campaign::offices::OfficeLinks;
use domain::locale::Locale;
use domain::mail::correspondence::{Correspondent, KeptMark, Way};
use domain::mail::digest::{DigestNumbers, DigestOutcome, DigestRun, RunStage};
use domain::mail::email::EmailAddress;
use domain::office::organizer::Role;
use domain::tally::riding::RidingCode;
use domain::tally::week::Week;
use jiff::Timestamp;
use pages::FieldMessage;

use crate::counts::board::{Board, RidingCounts};
use crate::counts::signed;
use crate::failure::Failure;
use crate::outreach::links;
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Id, Visit, answer};

/// The ridings that the page shows at first. The others are folded.
const SHOWN: usize = 25;

/// The state of a riding's digest of this week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// It can be mailed.
    Ready,
    /// The roster has no address, or no Member.
    NoAddress,
    /// The office asked for no more mail.
    NotWanted,
    /// The address takes no mail.
    Bounced,
    /// It was asked for, and has not left yet.
    OnItsWay,
    /// It has its outcome.
    Done(DigestOutcome),
}

impl State {
    /// The key of the state's text.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Ready => "office-digest-ready",
            Self::NoAddress => "office-digest-no-address",
            Self::NotWanted => "office-digest-not-wanted",
            Self::Bounced => "office-digest-bounced",
            Self::OnItsWay => "office-digest-on-its-way",
            Self::Done(DigestOutcome::Sent) => "office-digest-sent",
            Self::Done(DigestOutcome::Refused) => "office-digest-refused",
            Self::Done(DigestOutcome::NotSent) => "office-digest-not-sent",
        }
    }

    /// Whether mail does not reach the office, so that its digest is printed.
    const fn needs_paper(self) -> bool {
        match self {
            Self::NoAddress
            | Self::NotWanted
            | Self::Bounced
            | Self::Done(DigestOutcome::Refused | DigestOutcome::NotSent) => true,
            Self::Ready | Self::OnItsWay | Self::Done(DigestOutcome::Sent) => false,
        }
    }
}

/// The digests of this week, as they stand now.
pub(crate) struct ThisWeek {
    pub(crate) week: Week,
    pub(crate) board: Board,
    /// Whether all letters are paused.
    pub(crate) is_paused: bool,
    /// The decision that the mailer works on. Mail that was away may still owe the digests of an earlier week.
    pub(crate) run: Option<DigestRun>,
    marks: Vec<KeptMark>,
    digests: BTreeMap<RidingCode, Option<DigestOutcome>>,
    /// The digests of the decision that the mailer works on.
    of_run: BTreeMap<RidingCode, Option<DigestOutcome>>,
}

impl ThisWeek {
    pub(crate) async fn read(visit: &Visit) -> Result<Self, Failure> {
        let (context, now) = (&visit.context, visit.caller.now);
        let week = Week::of(now, &ottawa());
        // Boxed, since each of them holds a request to the database.
        let (board, pause, mut marks, runs, digests) = tokio::try_join!(
            Box::pin(Board::now(context, now, false)),
            Box::pin(context.office.letters_pause()),
            Box::pin(context.office.marks()),
            Box::pin(context.office.digest_runs()),
            Box::pin(context.pledges.digests_of(week)),
        )?;
        // Marks of a former Member are passed over.
        marks.retain(|kept| context.site.roster().is_marked(kept.id, kept.at));
        let run = runs.into_iter().max_by_key(|run| run.week);
        let of_run = match &run {
            Some(run) if run.week == week => digests.clone(),
            Some(run) => context.pledges.digests_of(run.week).await?,
            None => BTreeMap::new(),
        };
        Ok(Self { week, board, is_paused: pause.is_some(), run, marks, digests, of_run })
    }

    /// The ridings whose number grew in the last seven days, the most first.
    pub(crate) fn news(&self) -> Vec<&RidingCounts> {
        let mut news: Vec<_> = self.board.rows.iter().filter(|row| row.week.is_some_and(|week| week > 0)).collect();
        news.sort_by_key(|row| std::cmp::Reverse(row.week));
        news
    }

    /// The ridings with news whose Member's office no mail reaches.
    fn for_paper(&self) -> Vec<&RidingCounts> {
        let mut news = self.news();
        news.retain(|row| row.member().is_some() && self.state(row).needs_paper());
        news
    }

    /// The ridings of the decision whose digests have no outcome yet.
    fn waiting(&self) -> impl Iterator<Item = RidingCode> {
        let run = self.run.iter().filter(|run| run.stage != RunStage::TakenBack);
        let ridings = run.flat_map(|run| run.ridings.keys().copied());
        ridings.filter(|riding| !matches!(self.of_run.get(riding), Some(Some(_))))
    }

    pub(crate) fn state(&self, row: &RidingCounts) -> State {
        let riding = row.standing.riding.code;
        match self.digests.get(&riding) {
            Some(Some(outcome)) => return State::Done(*outcome),
            Some(None) => return State::OnItsWay,
            None => {}
        }
        if self.waiting().any(|waiting| waiting == riding) {
            return State::OnItsWay;
        }
        let to = Correspondent::Member(riding);
        let marks: Vec<_> = self.marks.iter().filter(|kept| kept.id.to == to).cloned().collect();
        // Somebody who answered still wants to know the number.
        match Way::of(false, &marks, false) {
            Way::NotWanted => State::NotWanted,
            Way::NoMailbox => State::Bounced,
            Way::Open | Way::Paused | Way::Answered if published(row.member()).is_none() => State::NoAddress,
            Way::Open | Way::Paused | Way::Answered => State::Ready,
        }
    }
}

/// The address that the roster publishes for a Member. It is never guessed.
fn published(member: Option<&Member>) -> Option<&EmailAddress> {
    member.and_then(|member| member.email.as_ref())
}

/// The numbers of a riding's digest; `None` without a snapshot of a week ago.
pub(crate) fn numbers(row: &RidingCounts) -> Option<DigestNumbers> {
    let count = row.standing.count;
    row.week.map(|week| DigestNumbers { before: count - week, count, milestone: row.passed(week) })
}

/// A riding as the room shows it.
pub(crate) struct OfficeRow {
    code: RidingCode,
    name: String,
    before: String,
    count: String,
    change: String,
    milestone: String,
    /// The key of the text about its digest.
    state: &'static str,
    report: String,
}

impl OfficeRow {
    fn of(t: &Texts, this: &ThisWeek, row: &RidingCounts) -> Self {
        let riding = row.standing.riding;
        let numbers = numbers(row);
        let number = |number: Option<i64>| number.map(|number| t.number(number)).unwrap_or_default();
        Self {
            code: riding.code,
            name: riding.shown(t.locale()).to_owned(),
            before: number(numbers.map(|numbers| numbers.before)),
            count: t.number(row.standing.count),
            change: signed(t, row.week),
            milestone: number(numbers.and_then(|numbers| numbers.milestone)),
            state: this.state(row).key(),
            report: report_path(t.locale(), riding.code),
        }
    }
}

/// The address of a riding's one-pager.
fn report_path(locale: Locale, riding: RidingCode) -> String {
    format!("/v1/organizer/report.pdf?riding={riding}&lang={locale}")
}

#[derive(Template)]
#[template(path = "outreach/offices.html")]
struct OfficesPage<'a> {
    frame: OfficeFrame<'a>,
    /// The week of the digests that are being sent, or this week.
    week: Week,
    as_of: String,
    /// Whether the counts of a week ago were kept, to compare with.
    knows_week: bool,
    rows: Vec<OfficeRow>,
    more: Vec<OfficeRow>,
    /// The sentence about the number of digests that can be sent; empty when there is none.
    ready: String,
    /// The sentence about the digests that are printed; empty when there is none.
    on_paper: String,
    is_paused: bool,
    role: Role,
    /// The sentence about the digests that are being sent, and whether they can be taken back.
    running: Option<(String, bool)>,
    has_links: bool,
}

impl OfficesPage<'_> {
    fn may_send(&self) -> bool {
        self.role >= Role::Moderator
    }

    fn may_replace(&self) -> bool {
        self.role >= Role::Admin
    }
}

/// `GET /organizer/{lang}/offices`
pub(crate) async fn show(visit: Visit) -> Answer {
    page(&visit, None).await
}

/// Shows the room, perhaps with what must be put right in a form.
pub(crate) async fn page(visit: &Visit, wrong: Option<FieldMessage>) -> Answer {
    let (this, made) = tokio::try_join!(ThisWeek::read(visit), Box::pin(links::all(&visit.context)))?;
    let t = visit.texts();
    let role = visit.caller.organizer.role;
    let news = this.news();
    let ready = news.iter().filter(|row| this.state(row) == State::Ready).count();
    let ready = i64::try_from(ready).expect("at most 343");
    let on_paper = this.for_paper().len();
    let mut rows: Vec<_> = news.into_iter().map(|row| OfficeRow::of(t, &this, row)).collect();
    let more = rows.split_off(rows.len().min(SHOWN));
    let running = this.run.as_ref().map(|run| {
        let count = i64::try_from(this.waiting().count()).expect("at most 343");
        let by = run.by.to_string();
        match run.stage {
            RunStage::TakenBack => (t.get("office-digest-taken-back"), false),
            RunStage::Asked | RunStage::Queued => {
                let said = [("count", count.into()), ("by", by.as_str().into()), ("when", t.moment(run.as_of).into())];
                (t.with("office-digest-running", said), count > 0)
            }
        }
    });
    let page = OfficesPage {
        frame: visit.frame(OfficePage::Offices, "office-offices-title", "/offices").with_errors(wrong),
        week: this.run.as_ref().map_or(this.week, |run| run.week),
        as_of: as_of(t, this.board.as_of),
        knows_week: this.board.week.is_some(),
        rows,
        more,
        ready: if ready > 0 { t.with("office-digest-count", [("count", ready.into())]) } else { String::new() },
        on_paper: if on_paper > 0 {
            t.with("office-digest-paper-says", [("count", on_paper.into())])
        } else {
            String::new()
        },
        is_paused: this.is_paused,
        role,
        running,
        has_links: !made.lack(links::codes()),
    };
    Ok(answer(&page.frame, &page))
}

/// The sentence about the time of the numbers.
pub(crate) fn as_of(t: &Texts, at: Timestamp) -> String {
    t.with("file-as-of", [("day", t.day(at).into()), ("time", t.time(at).into())])
}

#[derive(Template)]
#[template(path = "outreach/riding.html")]
struct RidingOfficePage<'a> {
    frame: OfficeFrame<'a>,
    code: RidingCode,
    member: String,
    /// The published address; empty without one.
    address: String,
    /// The key of the text about its digest.
    state: &'static str,
    /// The address of the office's page, and since when it leads there.
    link: Option<(String, String)>,
    report: String,
    may_replace: bool,
    /// The digest in the order of its languages; empty without a week to compare with.
    digest: Vec<DigestPart>,
    subject: String,
}

/// The digest in one language, with the sender below it.
struct DigestPart {
    lang: &'static str,
    words: DigestWords,
    organization: String,
    postal_address: String,
}

/// `GET /organizer/{lang}/offices/{id}`
pub(crate) async fn show_riding(visit: Visit, Id(code): Id<RidingCode>) -> Answer {
    riding_page(&visit, code, None).await
}

/// Shows one riding, perhaps with what must be put right in its form.
pub(crate) async fn riding_page(visit: &Visit, code: RidingCode, wrong: Option<FieldMessage>) -> Answer {
    let (this, links) = tokio::try_join!(ThisWeek::read(visit), Box::pin(links::all(&visit.context)))?;
    let row = this.board.rows.iter().find(|row| row.standing.riding.code == code).ok_or(Failure::NOT_FOUND)?;
    let t = visit.texts();
    let riding = row.standing.riding;
    let digest = digest_of(visit, row, &links, this.board.as_of);
    let subject = digest.iter().map(|part| part.words.subject.as_str()).collect::<Vec<_>>().join(" / ");
    let link = links.of(code).map(|link| {
        let page = visit.context.site.url(&format!("/{}/office/{}", visit.locale, link.code));
        (page, t.with("office-link-since", [("when", t.moment(link.since).into())]))
    });
    let path = format!("/offices/{code}");
    let page = RidingOfficePage {
        frame: visit.frame_titled(OfficePage::Offices, riding.shown(visit.locale).to_owned(), &path).with_errors(wrong),
        code,
        member: pages::holder_text(t, &row.holder).unwrap_or_else(|| t.get("office-no-member")),
        address: published(row.member()).map(ToString::to_string).unwrap_or_default(),
        state: this.state(row).key(),
        link,
        report: report_path(visit.locale, code),
        may_replace: visit.caller.is_admin(),
        digest,
        subject,
    };
    Ok(answer(&page.frame, &page))
}

#[derive(Template)]
#[template(path = "outreach/print.html")]
struct PrintPage<'a> {
    frame: OfficeFrame<'a>,
    lede: String,
    as_of: String,
    /// The digests, each in the order of its languages.
    sheets: Vec<Vec<DigestPart>>,
}

/// `GET /organizer/{lang}/offices/print`: this week's digests for the offices that no mail reaches, one sheet each.
pub(crate) async fn print(visit: Visit) -> Answer {
    let (this, links) = tokio::try_join!(ThisWeek::read(&visit), Box::pin(links::all(&visit.context)))?;
    let t = visit.texts();
    let sheets: Vec<_> =
        this.for_paper().into_iter().map(|row| digest_of(&visit, row, &links, this.board.as_of)).collect();
    let page = PrintPage {
        frame: visit.frame(OfficePage::Offices, "office-digest-paper-title", "/offices/print"),
        lede: match sheets.len() {
            0 => t.get("office-digest-paper-none"),
            count => t.with("office-digest-paper-lede", [("count", count.into())]),
        },
        as_of: as_of(t, this.board.as_of),
        sheets,
    };
    Ok(answer(&page.frame, &page))
}

/// Writes a riding's digest as the mailer would.
fn digest_of(visit: &Visit, row: &RidingCounts, links: &OfficeLinks, as_of: Timestamp) -> Vec<DigestPart> {
    let site = &visit.context.site;
    let (riding, Some(numbers)) = (row.standing.riding, numbers(row)) else { return Vec::new() };
    let part = |locale: Locale| {
        let t = site.texts(locale);
        let page = links.of(riding.code).map(|link| site.url(&format!("/{locale}/office/{}", link.code)));
        let organization = &site.campaign().organization;
        let vacant = t.get("office-no-member");
        let facts = DigestFacts {
            riding: riding.name(locale),
            member: row.member().map_or(vacant.as_str(), |member| member.name.as_str()),
            agrees: row.member().is_some_and(Member::agrees),
            numbers,
            as_of,
            page: page.as_deref(),
            // The mail has a link of its own.
            stop: &site.url(&format!("/{locale}/digest/stop?token=…")),
            contact: &organization.contact_email,
        };
        DigestPart {
            lang: locale.tag(),
            words: DigestWords::of(t, &facts),
            organization: t.get("campaign-organization"),
            postal_address: organization.postal_address(locale).to_owned(),
        }
    };
    digest_languages(riding.province).map(part).into()
}
