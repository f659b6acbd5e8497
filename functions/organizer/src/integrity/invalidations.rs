//! Invalidations: signers who meet given conditions leave the count for a cause, after a preview; an undo brings them back.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use domain::ids::InvalidationId;
use domain::office::audit::Action;
use domain::office::invalidation::{Conditions, Invalidation, Stage};
use domain::pledge::Signer;
use domain::tally::riding::Place;
use futures::TryStreamExt as _;
use pages::FieldMessage;

use crate::context::Context;
use crate::failure::Failure;
use crate::help::look_up::count_look_up;
use crate::integrity::conditions::{TypedConditions, in_words, kinds};
use crate::integrity::overview::{InvalidationRow, show_wrong_conditions};
use crate::visit::form::{Form, reason};
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Id, Visit, answer, place_name, work_within_request};

#[derive(Template)]
#[template(path = "integrity/preview.html")]
struct PreviewPage<'a> {
    frame: OfficeFrame<'a>,
    typed: TypedConditions,
    /// The conditions in words: name and value.
    conditions: Vec<(String, String)>,
    /// The number of signers in the language's writing; empty when the conditions select nobody.
    total: String,
    places: Vec<(String, String)>,
    partners: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "integrity/invalidation.html")]
struct InvalidationPage<'a> {
    frame: OfficeFrame<'a>,
    id: String,
    row: InvalidationRow,
    reason: String,
    conditions: Vec<(String, String)>,
    stage: Stage,
}

impl InvalidationPage<'_> {
    fn can_be_undone(&self) -> bool {
        self.stage == Stage::Applied
    }
}

/// `POST /organizer/{lang}/integrity/preview`: counts the signers whom the conditions select, by place and partner.
pub(crate) async fn preview(visit: Visit, form: Form) -> Answer {
    let typed = TypedConditions::read(&form);
    match typed.conditions() {
        Ok(conditions) => preview_page(&visit, typed, &conditions, None).await,
        Err(wrong) => show_wrong_conditions(&visit, typed, wrong).await,
    }
}

async fn preview_page(
    visit: &Visit,
    typed: TypedConditions,
    conditions: &Conditions,
    wrong: Option<FieldMessage>,
) -> Answer {
    // The page can tell whether a certain person signed, so it is in the log, and counted as a look-up.
    let entry = visit.caller.did(Action::SignersExamined, kinds(conditions));
    if conditions.may_single_out() {
        count_look_up(visit, &entry).await?;
    } else {
        visit.context.office.record(&entry).await?;
    }
    let texts = visit.texts();
    let (mut total, mut places, mut partners) = (0, BTreeMap::<Place, i64>::new(), BTreeMap::<String, i64>::new());
    let mut signers = std::pin::pin!(visit.context.pledges.signers());
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
        frame: visit.frame(OfficePage::Integrity, "office-preview-title", "/integrity").with_errors(wrong),
        conditions: in_words(texts, conditions),
        total: if total == 0 { String::new() } else { texts.number(total) },
        places: places.into_iter().map(|(place, n)| (place_name(texts, place), texts.number(n))).collect(),
        partners: partners.into_iter().map(|(partner, n)| (partner, texts.number(n))).collect(),
        typed,
    };
    Ok(answer(&page.frame, &page))
}

/// `POST /organizer/{lang}/integrity/apply`: writes the invalidation down and begins it.
pub(crate) async fn apply(visit: Visit, form: Form) -> Answer {
    let (context, caller) = (&visit.context, &visit.caller);
    let typed = TypedConditions::read(&form);
    let conditions = match typed.conditions() {
        Ok(conditions) => conditions,
        Err(wrong) => return show_wrong_conditions(&visit, typed, wrong).await,
    };
    let (cause, why) = match (typed.cause, reason(&typed.reason)) {
        (Some(cause), Ok(why)) => (cause, why.to_owned()),
        (None, _) => {
            let wrong = visit.wrong("cause", "office-cause-missing");
            return preview_page(&visit, typed, &conditions, Some(wrong)).await;
        }
        (Some(_), Err(fault)) => {
            let wrong = visit.wrong("reason", fault.key());
            return preview_page(&visit, typed, &conditions, Some(wrong)).await;
        }
    };
    let invalidation = Invalidation {
        id: InvalidationId::from_random(context.entropy.sixteen_bytes()),
        conditions,
        cause,
        reason: why.clone(),
        by: caller.organizer.email.clone(),
        at: caller.now,
        stage: Stage::Applying,
        signers: 0,
    };
    let id = invalidation.id;
    let entry = caller.did_because(Action::Invalidated, format!("{id}: {cause}"), why);
    context.office.open_invalidation(&invalidation, &entry).await?;
    work_off(context, invalidation).await;
    Ok(visit.to(&format!("/integrity/{id}")))
}

/// Works on an invalidation or its undo. Its page says how far it is, and upkeep or the next press does the rest.
async fn work_off(context: &Context, invalidation: Invalidation) {
    work_within_request("an invalidation", context.office.work_off(&context.pledges, invalidation)).await;
}

/// `GET /organizer/{lang}/integrity/{id}`
pub(crate) async fn show(visit: Visit, Id(id): Id<InvalidationId>) -> Answer {
    let invalidation = read_invalidation(&visit.context, id).await?;
    Ok(invalidation_page(&visit, &invalidation, None))
}

fn invalidation_page(visit: &Visit, invalidation: &Invalidation, wrong: Option<FieldMessage>) -> Response {
    let path = format!("/integrity/{}", invalidation.id);
    let page = InvalidationPage {
        frame: visit.frame(OfficePage::Integrity, "office-invalidation-title", &path).with_errors(wrong),
        id: invalidation.id.to_string(),
        row: InvalidationRow::of(invalidation, visit.texts()),
        reason: invalidation.reason.clone(),
        conditions: in_words(visit.texts(), &invalidation.conditions),
        stage: invalidation.stage,
    };
    answer(&page.frame, &page)
}

/// `POST /organizer/{lang}/integrity/{id}/undo`: writes the undo down and begins it.
pub(crate) async fn undo(visit: Visit, Id(id): Id<InvalidationId>, form: Form) -> Answer {
    let invalidation = read_invalidation(&visit.context, id).await?;
    let why = match form.reason() {
        Ok(why) => why,
        Err(fault) => return Ok(invalidation_page(&visit, &invalidation, Some(visit.wrong("reason", fault.key())))),
    };
    let about = format!("{id}: {}", invalidation.cause);
    let entry = visit.caller.did_because(Action::Restored, about, why);
    if !visit.context.office.undo_invalidation(id, &entry).await? {
        return Err(Failure::Changed);
    }
    work_off(&visit.context, Invalidation { stage: Stage::Undoing, ..invalidation }).await;
    Ok(visit.to(&format!("/integrity/{id}")))
}

/// `POST /organizer/{lang}/integrity/{id}/continue`: works on what is not done yet.
pub(crate) async fn resume(visit: Visit, Id(id): Id<InvalidationId>) -> Answer {
    let invalidation = read_invalidation(&visit.context, id).await?;
    work_off(&visit.context, invalidation).await;
    Ok(visit.to(&format!("/integrity/{id}")))
}

async fn read_invalidation(context: &Context, id: InvalidationId) -> Result<Invalidation, Failure> {
    context.office.invalidation(id).await?.ok_or(Failure::NOT_FOUND)
}
