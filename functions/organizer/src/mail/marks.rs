//! Marks of correspondents: an organizer notes that letters to a Member must end, or that the Member answered.

use askama::Template;
use axum::response::Response;
use domain::locale::Locale;
use domain::mail::correspondence::{Correspondent, KeptMark, Mark, MarkId};
use domain::office::audit::Action;
use pages::{FieldMessage, Site, ridings_by_name};
use ridings::Riding;

use crate::failure::Failure;
use crate::visit::form::{Form, ReasonFault, reason};
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Id, Visit, answer};

/// A mark as the pages show it.
pub(crate) struct MarkRow {
    pub(crate) id: String,
    pub(crate) about: String,
    /// The key of the mark's text.
    pub(crate) mark: &'static str,
    pub(crate) when: String,
    /// Empty when the mail provider reported it.
    pub(crate) by: String,
    pub(crate) source: String,
    pub(crate) reason: String,
    pub(crate) is_answer: bool,
    /// Whether letters go on although the Member answered.
    pub(crate) goes_on: bool,
}

impl MarkRow {
    pub(crate) fn of(kept: &KeptMark, site: &Site, locale: Locale) -> Self {
        let texts = site.texts(locale);
        Self {
            id: kept.id.to_string(),
            about: correspondent_name(site, locale, kept.id.to),
            mark: mark_key(kept.id.mark),
            when: texts.moment(kept.at),
            by: kept.by.as_ref().map(ToString::to_string).unwrap_or_default(),
            source: kept.source.clone(),
            reason: kept.reason.clone(),
            is_answer: kept.id.mark == Mark::Answered,
            goes_on: kept.goes_on,
        }
    }
}

const fn mark_key(mark: Mark) -> &'static str {
    match mark {
        Mark::NoMore => "office-letters-mark-no-more",
        Mark::Answered => "office-letters-mark-answered",
        Mark::Bounced => "office-letters-mark-bounced",
        Mark::Complained => "office-letters-mark-complained",
    }
}

/// The Member's name and riding; the riding alone when nobody is known to hold the seat.
pub(crate) fn correspondent_name(site: &Site, locale: Locale, to: Correspondent) -> String {
    let texts = site.texts(locale);
    let Correspondent::Member(code) = to else { return texts.get("office-letters-prime-minister") };
    let riding = ridings::get(code).map_or_else(|| code.to_string(), |riding| riding.shown(texts.locale()).to_owned());
    match site.roster().member(code) {
        Some(member) => format!("{} ({riding})", member.name),
        None => riding,
    }
}

#[derive(Template)]
#[template(path = "mail/letters_mark.html")]
struct NewMarkPage<'a> {
    frame: OfficeFrame<'a>,
    members: Vec<(String, String)>,
    to: String,
    mark: Option<Mark>,
    source: String,
    reason: String,
}

impl NewMarkPage<'_> {
    /// Lists each mark's name, the key of its text, and whether it is chosen.
    fn choices(&self) -> [(&'static str, &'static str, bool); 4] {
        Mark::ALL.map(|mark| (mark.name(), mark_key(mark), self.mark == Some(mark)))
    }
}

/// `GET /organizer/{lang}/letters/mark`
pub(crate) async fn show_form(visit: Visit) -> Answer {
    Ok(form_page(&visit, &Form::default(), Vec::new()))
}

fn form_page(visit: &Visit, form: &Form, errors: Vec<FieldMessage>) -> Response {
    let page = NewMarkPage {
        frame: visit.frame(OfficePage::Letters, "office-letters-note", "/letters/mark").with_errors(errors),
        members: correspondents(&visit.context.site, visit.locale),
        to: form.get("to").to_owned(),
        mark: form.get("mark").parse().ok(),
        source: form.get("source").to_owned(),
        reason: form.get("reason").to_owned(),
    };
    answer(&page.frame, &page)
}

/// Lists code and label of the Prime Minister, then of every riding with its Member, by the riding's name.
fn correspondents(site: &Site, locale: Locale) -> Vec<(String, String)> {
    let texts = site.texts(locale);
    let row = |riding: &'static Riding| {
        let member = site.roster().member(riding.code).map(|member| format!(", {}", member.name)).unwrap_or_default();
        (riding.code.to_string(), format!("{}{member}", riding.name(texts.locale())))
    };
    let prime_minister = (Correspondent::PrimeMinister.to_string(), texts.get("office-letters-prime-minister"));
    std::iter::once(prime_minister).chain(ridings_by_name(texts.locale()).into_iter().map(row)).collect()
}

/// `POST /organizer/{lang}/letters/mark`
pub(crate) async fn add(visit: Visit, form: Form) -> Answer {
    let caller = &visit.caller;
    let to = form.get("to").parse().ok().filter(|to| match to {
        Correspondent::Member(code) => ridings::get(*code).is_some(),
        Correspondent::PrimeMinister => true,
    });
    let mark: Option<Mark> = form.get("mark").parse().ok();
    let (source, why) = (form.get("source"), form.reason());
    let mut errors = Vec::new();
    if to.is_none() {
        errors.push(visit.wrong("to", "office-letters-to-missing"));
    }
    if mark.is_none() {
        errors.push(visit.wrong("mark", "office-letters-mark-missing"));
    }
    if mark == Some(Mark::Answered) && matches!(to, Some(Correspondent::Member(_))) {
        errors.push(visit.wrong("mark", "office-letters-answer-elsewhere"));
    } else if mark == Some(Mark::Answered) && source.is_empty() {
        errors.push(visit.wrong("source", "office-letters-source-missing"));
    } else if reason(source) == Err(ReasonFault::TooLong) {
        errors.push(visit.wrong("source", ReasonFault::TooLong.key()));
    }
    if let Err(fault) = why {
        errors.push(visit.wrong("reason", fault.key()));
    }
    let (Some(to), Some(mark), Ok(why), true) = (to, mark, why, errors.is_empty()) else {
        return Ok(form_page(&visit, &form, errors));
    };
    let id = MarkId { to, mark };
    let kept = KeptMark {
        id,
        at: caller.now,
        by: Some(caller.organizer.email.clone()),
        source: source.to_owned(),
        reason: why.clone(),
        goes_on: false,
    };
    let entry = caller.did_because(Action::CorrespondentMarked, id.to_string(), why);
    if visit.context.office.set_mark(&kept, visit.context.site.roster(), Some(&entry)).await? {
        return Ok(visit.to("/letters"));
    }
    Ok(form_page(&visit, &form, vec![visit.wrong("mark", "office-letters-marked-already")]))
}

#[derive(Template)]
#[template(path = "mail/letters_kept_mark.html")]
struct MarkPage<'a> {
    frame: OfficeFrame<'a>,
    row: MarkRow,
}

/// `GET /organizer/{lang}/letters/marks/{id}`: shows a mark, with the forms that change it.
pub(crate) async fn show(visit: Visit, Id(id): Id<MarkId>) -> Answer {
    page(&visit, id, None).await
}

async fn page(visit: &Visit, id: MarkId, wrong: Option<FieldMessage>) -> Answer {
    let kept = visit.context.office.mark(id).await?.ok_or(Failure::NOT_FOUND)?;
    let row = MarkRow::of(&kept, &visit.context.site, visit.locale);
    let path = format!("/letters/marks/{id}");
    let frame = visit.frame_titled(OfficePage::Letters, row.about.clone(), &path).with_errors(wrong);
    let page = MarkPage { frame, row };
    Ok(answer(&page.frame, &page))
}

/// `POST /organizer/{lang}/letters/marks/{id}/lift`: deletes a mark.
pub(crate) async fn lift(visit: Visit, Id(id): Id<MarkId>, form: Form) -> Answer {
    let why = match form.reason() {
        Ok(why) => why,
        Err(fault) => return page(&visit, id, Some(visit.wrong("reason-lift", fault.key()))).await,
    };
    let entry = visit.caller.did_because(Action::CorrespondentUnmarked, id.to_string(), why);
    if visit.context.office.lift_mark(id, &entry).await? { Ok(visit.to("/letters")) } else { Err(Failure::Changed) }
}

/// `POST /organizer/{lang}/letters/marks/{id}/switch`: lets letters go on to a Member who answered, or ends them again.
pub(crate) async fn switch_answer(visit: Visit, Id(id): Id<MarkId>, form: Form) -> Answer {
    let goes_on: bool = form.parse("goes_on")?;
    if id.mark != Mark::Answered {
        return Err(Failure::NOT_FOUND);
    }
    let why = match form.reason() {
        Ok(why) => why,
        Err(fault) => return page(&visit, id, Some(visit.wrong("reason-switch", fault.key()))).await,
    };
    let entry = visit.caller.did_because(Action::AnswerSwitched, id.to_string(), why);
    if !visit.context.office.switch_answer(id.to, goes_on, &entry).await? {
        return Err(Failure::Changed);
    }
    Ok(visit.to(&format!("/letters/marks/{id}")))
}
