//! Taking signers out of the count for cause: conditions, a preview of whom they mean, the deed, and its undoing.

use std::collections::BTreeMap;
use std::time::Duration;

use askama::Template;
use axum::response::Response;
use campaigns::Texts;
use domain::ids::InvalidationId;
use domain::locale::Locale;
use domain::mail::email::EmailAddress;
use domain::office::audit::{Action, Entry};
use domain::office::invalidation::{Conditions, Invalidation, Stage};
use domain::person::name::PersonName;
use domain::pledge::Signer;
use domain::tally::cause::Cause;
use domain::tally::riding::Place;
use futures::TryStreamExt as _;
use jiff::Timestamp;
use jiff::civil::DateTime;
use pages::{FieldMessage, Frame};

use crate::desk::Desk;
use crate::failure::Failure;
use crate::form::{Form, reason};
use crate::integrity::again;
use crate::nav::{Nav, Room};
use crate::visit::{Answer, Id, Visit, answer};

/// How long a request works on what was begun; what is left then, upkeep or the next press does. The gateway gives up after
/// 29 seconds.
pub(crate) const WORK: Duration = Duration::from_secs(20);

/// What was typed into the desk's forms.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    pub(crate) address: String,
    pub(crate) why: String,
    pub(crate) mail_domain: String,
    pub(crate) postal_code: String,
    pub(crate) place: String,
    pub(crate) partner: String,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) submission: String,
    /// The ids of the pledges that a list of the desk named, with dots between them.
    pub(crate) submissions: String,
    pub(crate) from: String,
    pub(crate) until: String,
    pub(crate) cause: Option<Cause>,
    pub(crate) reason: String,
}

impl Draft {
    fn read(form: &Form) -> Self {
        let of = |name: &str| form.get(name).to_owned();
        Self {
            mail_domain: of("mail_domain"),
            postal_code: of("postal_code"),
            place: of("place"),
            partner: of("partner"),
            first_name: of("first_name"),
            last_name: of("last_name"),
            submission: of("submission"),
            submissions: of("submissions"),
            from: of("from"),
            until: of("until"),
            cause: form.get("cause").parse().ok(),
            reason: of("reason"),
            ..Self::default()
        }
    }

    /// What was typed, understood; or the field that was not, and the key of what to do.
    fn conditions(&self) -> Result<Conditions, (&'static str, &'static str)> {
        let mut conditions = Conditions::default();
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        if let Some(domain) = given(&self.mail_domain) {
            // As addresses have it, so that other letters than ASCII's are found too.
            let address = EmailAddress::parse(&format!("x@{}", domain.trim_start_matches('@')));
            let address = address.map_err(|_| ("mail_domain", "office-conditions-domain"))?;
            conditions.mail_domain = Some(address.domain().to_owned());
        }
        if let Some(code) = given(&self.postal_code) {
            let code = code.parse().map_err(|_| ("postal_code", "office-conditions-postal-code"))?;
            conditions.postal_code = Some(code);
        }
        if let Some(place) = given(&self.place) {
            let known = match place.parse() {
                Ok(Place::Riding(code)) => ridings::get(code).is_some(),
                Ok(Place::Abroad) => true,
                Err(_) => false,
            };
            conditions.place = Some(place).filter(|_| known);
            if !known {
                return Err(("place", "office-conditions-place"));
            }
        }
        if let Some(partner) = given(&self.partner) {
            conditions.partner = Some(partner.parse().map_err(|_| ("partner", "office-conditions-partner"))?);
        }
        if !self.first_name.is_empty() || !self.last_name.is_empty() {
            let name = PersonName::parse(&self.first_name, &self.last_name);
            conditions.name = Some(name.map_err(|_| ("first_name", "office-conditions-name"))?);
        }
        if let Some(submission) = given(&self.submission) {
            conditions.submission = Some(submission.parse().map_err(|_| ("mail_domain", "office-conditions-none"))?);
        }
        if let Some(submissions) = given(&self.submissions) {
            let ids = submissions.split('.').map(str::parse).collect::<Result<_, _>>();
            conditions.submissions = ids.map_err(|_| ("mail_domain", "office-conditions-none"))?;
        }
        if let Some(from) = given(&self.from) {
            conditions.from = Some(moment(&from).ok_or(("from", "office-conditions-time"))?);
        }
        if let Some(until) = given(&self.until) {
            conditions.until = Some(moment(&until).ok_or(("until", "office-conditions-time"))?);
        }
        if conditions.from.zip(conditions.until).is_some_and(|(from, until)| from >= until) {
            return Err(("until", "office-conditions-order"));
        }
        if conditions.is_empty() {
            return Err(("mail_domain", "office-conditions-none"));
        }
        Ok(conditions)
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass everything by reference")]
    fn is_for(&self, cause: &Cause) -> bool {
        self.cause == Some(*cause)
    }

    /// Every field of the conditions with what is in it.
    pub(crate) fn fields(&self) -> Vec<(&'static str, &str)> {
        let all = [
            ("mail_domain", &self.mail_domain),
            ("postal_code", &self.postal_code),
            ("place", &self.place),
            ("partner", &self.partner),
            ("first_name", &self.first_name),
            ("last_name", &self.last_name),
            ("submission", &self.submission),
            ("submissions", &self.submissions),
            ("from", &self.from),
            ("until", &self.until),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name, value.as_str())).collect()
    }
}

/// The fields of a form that asks for these conditions.
pub(crate) fn fields_of(conditions: &Conditions) -> Vec<(&'static str, String)> {
    let mut fields = Vec::new();
    let mut add = |name, value: Option<String>| fields.extend(value.map(|value| (name, value)));
    add("mail_domain", conditions.mail_domain.clone());
    add("postal_code", conditions.postal_code.map(|code| code.to_string()));
    add("place", conditions.place.clone());
    add("partner", conditions.partner.as_ref().map(ToString::to_string));
    add("first_name", conditions.name.as_ref().map(|name| name.first().to_owned()));
    add("last_name", conditions.name.as_ref().map(|name| name.last().to_owned()));
    add("submission", conditions.submission.map(|id| id.to_string()));
    let ids: Vec<_> = conditions.submissions.iter().map(ToString::to_string).collect();
    add("submissions", (!ids.is_empty()).then(|| ids.join(".")));
    add("from", conditions.from.map(|at| at.to_string()));
    add("until", conditions.until.map(|at| at.to_string()));
    fields
}

/// A moment as RFC 3339 has it, or as a browser's field sends it, in Ottawa's time.
fn moment(text: &str) -> Option<Timestamp> {
    if let Ok(moment) = text.parse() {
        return Some(moment);
    }
    campaigns::ottawa().to_timestamp(text.parse::<DateTime>().ok()?).ok()
}

/// An invalidation in a list.
pub(crate) struct Line {
    pub(crate) id: String,
    pub(crate) when: String,
    pub(crate) by: String,
    pub(crate) cause: String,
    pub(crate) stage: String,
    pub(crate) signers: String,
}

impl Line {
    pub(crate) fn of(invalidation: &Invalidation, texts: &Texts) -> Self {
        Self {
            id: invalidation.id.to_string(),
            when: texts.day(invalidation.at),
            by: invalidation.by.to_string(),
            cause: texts.get(&format!("cause-{}", invalidation.cause)),
            stage: texts.get(&format!("office-stage-{}", invalidation.stage)),
            signers: texts.number(invalidation.signers),
        }
    }
}

#[derive(Template)]
#[template(path = "preview.html")]
struct PreviewPage<'a> {
    frame: Frame<'a>,
    nav: Nav,
    draft: Draft,
    /// In words.
    conditions: Vec<(String, String)>,
    /// Written as the language does; empty when nobody is meant.
    total: String,
    places: Vec<(String, String)>,
    partners: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "invalidation.html")]
struct InvalidationPage<'a> {
    frame: Frame<'a>,
    nav: Nav,
    id: String,
    line: Line,
    reason: String,
    conditions: Vec<(String, String)>,
    stage: Stage,
}

impl InvalidationPage<'_> {
    fn can_be_undone(&self) -> bool {
        self.stage == Stage::Applied
    }
}

/// `POST /organizer/{lang}/integrity/preview`: who is meant, by riding and partner. Nothing changes.
pub(crate) async fn preview(visit: Visit, form: Form) -> Answer {
    let draft = Draft::read(&form);
    match draft.conditions() {
        Ok(conditions) => {
            // Whether a certain person signed is a question that a preview could answer.
            visit.desk.office.record(&visit.caller.did(Action::SignersExamined, "")).await?;
            preview_page(&visit, draft, &conditions, None).await
        }
        Err(wrong) => again(&visit, draft, wrong).await,
    }
}

async fn preview_page(visit: &Visit, draft: Draft, conditions: &Conditions, wrong: Option<FieldMessage>) -> Answer {
    let (texts, locale) = (visit.texts(), visit.locale);
    let (mut total, mut places, mut partners) = (0, BTreeMap::<Place, i64>::new(), BTreeMap::<String, i64>::new());
    let mut signers = std::pin::pin!(visit.desk.pledges.signers());
    let meant = |signer: &Signer| signer.invalidated.is_none() && conditions.hold_for(signer);
    while let Some(some) = signers.try_next().await? {
        for signer in some.iter().filter(|signer| meant(signer)) {
            total += 1;
            *places.entry(signer.draft.residence.place()).or_default() += 1;
            if let Some(partner) = &signer.draft.partner {
                *partners.entry(partner.to_string()).or_default() += 1;
            }
        }
    }
    let mut places: Vec<_> = places.into_iter().collect();
    places.sort_by_key(|(place, signers)| (-*signers, *place));
    let page = PreviewPage {
        frame: visit.frame("office-preview-title", "/integrity").with_errors(wrong.into_iter().collect()),
        nav: visit.nav(Room::Integrity),
        conditions: in_words(texts, locale, conditions),
        total: if total == 0 { String::new() } else { texts.number(total) },
        places: places.into_iter().map(|(place, n)| (place_name(texts, locale, place), texts.number(n))).collect(),
        partners: partners.into_iter().map(|(partner, n)| (partner, texts.number(n))).collect(),
        draft,
    };
    Ok(answer(&page.frame, &page))
}

/// `POST /organizer/{lang}/integrity/apply`
pub(crate) async fn apply(visit: Visit, form: Form) -> Answer {
    let (desk, caller) = (&visit.desk, &visit.caller);
    let draft = Draft::read(&form);
    let conditions = match draft.conditions() {
        Ok(conditions) => conditions,
        Err(wrong) => return again(&visit, draft, wrong).await,
    };
    let (cause, why) = match (draft.cause, reason(&draft.reason)) {
        (Some(cause), Ok(why)) => (cause, why.to_owned()),
        (None, _) => {
            let wrong = visit.wrong("cause", "office-cause-missing");
            return preview_page(&visit, draft, &conditions, Some(wrong)).await;
        }
        (Some(_), Err(key)) => {
            let wrong = visit.wrong("reason", key);
            return preview_page(&visit, draft, &conditions, Some(wrong)).await;
        }
    };
    let invalidation = Invalidation {
        id: InvalidationId::from_random(desk.entropy.sixteen_bytes()),
        conditions,
        cause,
        reason: why.clone(),
        by: caller.organizer.email.clone(),
        at: caller.now,
        stage: Stage::Applying,
        signers: 0,
    };
    let id = invalidation.id;
    let entry = Entry { reason: why, ..caller.did(Action::Invalidated, format!("{id}: {cause}")) };
    desk.office.open_invalidation(&invalidation, &entry).await?;
    work_off(desk, invalidation).await;
    Ok(visit.to(&format!("/integrity/{id}")))
}

/// Works on it for as long as a request may. However it ends, its page says how far it is.
async fn work_off(desk: &Desk, invalidation: Invalidation) {
    match tokio::time::timeout(WORK, desk.office.work_off(&desk.pledges, invalidation)).await {
        Ok(Ok(_)) => {}
        Ok(Err(error)) => tracing::error!(%error, "an invalidation was broken off"),
        Err(_) => tracing::info!("an invalidation goes on later"),
    }
}

/// `GET /organizer/{lang}/integrity/{id}`
pub(crate) async fn show(visit: Visit, Id(id): Id<InvalidationId>) -> Answer {
    let invalidation = known(&visit.desk, id).await?;
    Ok(one(&visit, &invalidation, None))
}

fn one(visit: &Visit, invalidation: &Invalidation, wrong: Option<FieldMessage>) -> Response {
    let path = format!("/integrity/{}", invalidation.id);
    let page = InvalidationPage {
        frame: visit.frame("office-invalidation-title", &path).with_errors(wrong.into_iter().collect()),
        nav: visit.nav(Room::Integrity),
        id: invalidation.id.to_string(),
        line: Line::of(invalidation, visit.texts()),
        reason: invalidation.reason.clone(),
        conditions: in_words(visit.texts(), visit.locale, &invalidation.conditions),
        stage: invalidation.stage,
    };
    answer(&page.frame, &page)
}

/// `POST /organizer/{lang}/integrity/{id}/undo`
pub(crate) async fn undo(visit: Visit, Id(id): Id<InvalidationId>, form: Form) -> Answer {
    let invalidation = known(&visit.desk, id).await?;
    let why = match reason(form.get("reason")) {
        Ok(why) => why.to_owned(),
        Err(key) => return Ok(one(&visit, &invalidation, Some(visit.wrong("reason", key)))),
    };
    let about = format!("{id}: {}", invalidation.cause);
    let entry = Entry { reason: why, ..visit.caller.did(Action::Restored, about) };
    if !visit.desk.office.undo_invalidation(id, &entry).await? {
        return Err(Failure::Changed);
    }
    work_off(&visit.desk, Invalidation { stage: Stage::Undoing, ..invalidation }).await;
    Ok(visit.to(&format!("/integrity/{id}")))
}

/// `POST /organizer/{lang}/integrity/{id}/continue`
pub(crate) async fn go_on(visit: Visit, Id(id): Id<InvalidationId>) -> Answer {
    let invalidation = known(&visit.desk, id).await?;
    work_off(&visit.desk, invalidation).await;
    Ok(visit.to(&format!("/integrity/{id}")))
}

async fn known(desk: &Desk, id: InvalidationId) -> Result<Invalidation, Failure> {
    desk.office.invalidation(id).await?.ok_or(Failure::NOT_FOUND)
}

fn place_name(texts: &Texts, locale: Locale, place: Place) -> String {
    match place {
        Place::Riding(code) => {
            ridings::get(code).map_or_else(|| code.to_string(), |riding| riding.name(locale).to_owned())
        }
        Place::Abroad => texts.get("office-tile-abroad"),
    }
}

/// The conditions as a list of what and which. Of a person's own data no more is shown than the desk shows elsewhere.
fn in_words(texts: &Texts, locale: Locale, conditions: &Conditions) -> Vec<(String, String)> {
    let mut words = Vec::new();
    let mut add = |key: &str, value: Option<String>| words.extend(value.map(|value| (texts.get(key), value)));
    add("office-field-mail-domain", conditions.mail_domain.clone());
    add("office-field-postal-code", conditions.postal_code.map(|code| format!("{} •••", code.area())));
    add("office-field-place", conditions.place().map(|place| place_name(texts, locale, place)));
    add("office-field-partner", conditions.partner.as_ref().map(ToString::to_string));
    add("office-field-name", conditions.name.as_ref().map(|_| texts.get("office-field-name-one")));
    add("office-field-redacted", conditions.redacted.then(|| texts.get("office-field-redacted-one")));
    add("office-field-submission", conditions.submission.map(|_| texts.get("office-field-submission-one")));
    let listed = i64::try_from(conditions.submissions.len()).unwrap_or(i64::MAX);
    let listed = (listed > 0).then(|| texts.with("office-field-submissions-listed", [("count", listed.into())]));
    add("office-field-submission", listed);
    add("office-field-from", conditions.from.map(|at| texts.moment(at)));
    add("office-field-until", conditions.until.map(|at| texts.moment(at)));
    words
}
