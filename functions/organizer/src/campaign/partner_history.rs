//! The history of the partners: their versions, and the undo of any of them.

use std::collections::HashMap;
use std::slice;

use askama::Template;
use axum::response::Response;
use campaigns::Texts;
use domain::campaign::partner::{Partner, PartnerState};
use domain::campaign::partner_changes::{PartnerDifference, PartnerField, Undone, differences, without};
use domain::campaign::published::{Part, Published};
use domain::office::audit::Action;
use domain::slug::PartnerSlug;
use pages::FieldMessage;
use store::{ENDED_CONTACTS_MAX, StoreError};
use web::Query;

use crate::campaign::published_partners::{PublishedPartners, SAVED, over_newest, state_key, took_effect};
use crate::campaign::versions::{History, HistoryQuery, ShownDifferences, read};
use crate::campaign::words::Difference;
use crate::failure::Failure;
use crate::visit::form::Form;
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Id, Visit, answer};

/// The most differences of one version that the history shows.
const SHOWN: usize = 20;
/// The most differences that the preview of an undo shows.
const SHOWN_IN_PREVIEW: usize = 100;

pub(crate) const HISTORY: History = History {
    part: Part::Partners,
    room: OfficePage::Partners,
    path: "partners",
    most: 10,
    title: "office-partners-history",
    none: "office-partners-history-none",
    back: "office-partners-back",
};

/// `GET /organizer/{lang}/partners/history?before=`
pub(crate) async fn show(visit: Visit, Query(query): Query<HistoryQuery>) -> Answer {
    page(&visit, query.before, None).await
}

async fn page(visit: &Visit, before: Option<u32>, fault: Option<FieldMessage>) -> Answer {
    let compare = |before: &Vec<Partner>, after: &Vec<Partner>| shown(visit, before, after, SHOWN);
    HISTORY.page(visit, before, None, &first(visit)?, compare, fault).await
}

/// The partners as the campaign was set up, before the desk's first version.
fn first(visit: &Visit) -> Result<Vec<Partner>, StoreError> {
    let first = visit.context.folder.now(&Published::default()).map_err(|_| StoreError::Corrupt)?;
    Ok(first.campaign().partners.clone())
}

/// The partners of a version; the folder's are number 0.
pub(crate) async fn version(visit: &Visit, number: u32) -> Result<Vec<Partner>, Failure> {
    if number == 0 {
        return Ok(first(visit)?);
    }
    let past = visit.context.office.past_version(Part::Partners, number).await?.ok_or(Failure::NOT_FOUND)?;
    read(&past.version.content)
}

/// Describes the differences between two lists.
fn shown(visit: &Visit, before: &[Partner], after: &[Partner], most: usize) -> ShownDifferences {
    let (t, all) = (visit.texts(), differences(before, after));
    let say = |difference: &PartnerDifference<'_>| {
        said(t, difference, of_partner(t, difference.after, label(difference.field).0))
    };
    let more = all.len().saturating_sub(most);
    ShownDifferences {
        differences: all.iter().take(most).map(say).collect(),
        more: (more > 0).then(|| t.with("office-partners-more-changes", [("count", more.into())])),
    }
}

/// Describes the differences between two versions of one partner, for a page that names it.
pub(crate) fn shown_of_one(visit: &Visit, before: &Partner, after: &Partner) -> Vec<Difference> {
    let t = visit.texts();
    let all = differences(slice::from_ref(before), slice::from_ref(after));
    all.iter().map(|difference| said(t, difference, t.get(label(difference.field).0))).collect()
}

fn said(t: &Texts, difference: &PartnerDifference<'_>, what: String) -> Difference {
    let PartnerDifference { before, after, field } = *difference;
    let said = |partner: &Partner| value(t, partner, field);
    Difference { what, lang: label(field).1, before: before.map(said).unwrap_or_default(), after: said(after) }
}

/// The key of a field's label, and the language of its words.
const fn label(field: PartnerField) -> (&'static str, Option<&'static str>) {
    match field {
        PartnerField::NameEn => ("office-partners-name-en", Some("en-CA")),
        PartnerField::NameFr => ("office-partners-name-fr", Some("fr-CA")),
        PartnerField::Website => ("partner-ask-website", None),
        PartnerField::Listed => ("office-partners-listed", None),
        PartnerField::State => ("office-partners-state", None),
    }
}

fn value(t: &Texts, partner: &Partner, field: PartnerField) -> String {
    match field {
        PartnerField::NameEn => partner.name_en.to_string(),
        PartnerField::NameFr => partner.name_fr.to_string(),
        PartnerField::Website => partner.website.as_ref().map(ToString::to_string).unwrap_or_default(),
        PartnerField::Listed => t.get(if partner.listed { "office-yes" } else { "office-no" }),
        PartnerField::State => t.get(state_key(partner.state)),
    }
}

fn of_partner(t: &Texts, partner: &Partner, label: &str) -> String {
    let name = partner.name(t.locale()).to_owned();
    t.with("office-about-of", [("what", name.into()), ("says", t.get(label).into())])
}

#[derive(Template)]
#[template(path = "campaign/partner_undo.html")]
struct UndoPage<'a> {
    frame: OfficeFrame<'a>,
    number: u32,
    from: u32,
    shown: ShownDifferences,
    /// Fields that stay as they are now.
    stays: Vec<String>,
    /// The sentence about the contacts that are erased, if there are any.
    erases: Option<String>,
    /// Whether a partnership ends, whose partner the undone change had added.
    ends: bool,
    /// Whether a partnership that ended is taken up again. Its former contacts are gone.
    resumes: bool,
}

/// `POST /organizer/{lang}/partners/history/{number}/undo`: gives back what a version changed, after a preview. What has
/// changed once more since stays.
pub(crate) async fn undo(visit: Visit, Id(number): Id<u32>, form: Form) -> Answer {
    let done = over_newest(&visit.context, |published| undo_in(&visit, number, &form, published)).await?;
    done.ok_or(Failure::Changed)
}

async fn undo_in(
    visit: &Visit,
    number: u32,
    form: &Form,
    published: PublishedPartners,
) -> Result<Option<Response>, Failure> {
    let context = &visit.context;
    let before = version(visit, number.checked_sub(1).ok_or(Failure::NOT_FOUND)?).await?;
    let after = version(visit, number).await?;
    let undone = without(&published.partners, &before, &after);
    let stays = names_of(visit.texts(), &undone);
    let ended =
        turned(&published.partners, &undone.partners).filter(|(_, partner)| partner.state == PartnerState::Ended);
    let ended: Vec<_> = ended.map(|(_, partner)| &partner.slug).collect();
    let contacts = context.office.count_contacts(&ended).await?;
    let from = form.get("from").parse::<u32>().ok().filter(|_| form.get("step") == "publish");
    // The button was pressed twice: all of the change is undone.
    if undone.partners == published.partners && stays.is_empty() && from.is_some_and(|from| from < published.from) {
        return Ok(Some(visit.to(SAVED)));
    }
    if let Some(message) = refusal(visit, &published, &undone, &stays, contacts) {
        let fault = FieldMessage { field: "history", code: "nothing_to_undo", message };
        return page(visit, Some(number.saturating_add(1)), Some(fault)).await.map(Some);
    }
    // If somebody was faster, the preview is shown again over their change.
    if from == Some(published.from) {
        let entry = visit.caller.did(Action::PartnersUndone, format!("{}: {number}", published.from + 1));
        let done = context.office.end_partners(&published.change(&undone.partners), &entry, &ended).await?;
        return Ok(took_effect(context, done).await?.then(|| visit.to(SAVED)));
    }
    let erases =
        (contacts > 0).then(|| visit.texts().with("office-partners-undo-erases", [("count", contacts.into())]));
    let page = UndoPage {
        frame: visit.frame(OfficePage::Partners, "office-campaign-preview", "/partners/history"),
        number,
        from: published.from,
        shown: shown(visit, &published.partners, &undone.partners, SHOWN_IN_PREVIEW),
        stays,
        erases,
        ends: !ended.is_empty(),
        resumes: turned(&published.partners, &undone.partners).any(|(before, _)| before == PartnerState::Ended),
    };
    Ok(Some(answer(&page.frame, &page)))
}

/// Says why there is no undo, if there is none.
fn refusal(
    visit: &Visit,
    published: &PublishedPartners,
    undone: &Undone,
    stays: &[String],
    contacts: usize,
) -> Option<String> {
    let t = visit.texts();
    if undone.partners == published.partners {
        return Some(match stays {
            [] => t.get("office-edition-undone-already"),
            [..] => t.with("office-partners-undo-stays", [("what", stays.join(", ").into())]),
        });
    }
    let too_many = contacts > ENDED_CONTACTS_MAX;
    too_many.then(|| t.with("office-partners-undo-contacts", [("count", ENDED_CONTACTS_MAX.into())]))
}

/// Names the fields that an undo leaves as they are.
fn names_of(t: &Texts, undone: &Undone) -> Vec<String> {
    let partners: HashMap<&PartnerSlug, _> = undone.partners.iter().map(|partner| (&partner.slug, partner)).collect();
    let name = |(slug, field): &(PartnerSlug, PartnerField)| Some(of_partner(t, partners.get(slug)?, label(*field).0));
    undone.stays.iter().filter_map(name).collect()
}

/// Lists the partners whose state an undo changes, each with its state now. An undo keeps the partners' order.
fn turned<'a>(now: &'a [Partner], next: &'a [Partner]) -> impl Iterator<Item = (PartnerState, &'a Partner)> {
    let states = now.iter().zip(next).filter(|(now, next)| now.state != next.state);
    states.map(|(now, next)| (now.state, next))
}
