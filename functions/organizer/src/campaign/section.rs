//! The sections of the desk: an overview of them, and in each the form that changes what stands there.

use askama::Template;
use axum::response::Response;
use campaigns::sentences::Shape;
use domain::campaign::edition::Edition;
use domain::locale::Locale;
use domain::mail::official::Official;
use pages::FieldMessage;
use serde::Deserialize;
use web::Query;

use crate::campaign::change::{Outcome, Proposal};
use crate::campaign::current::Current;
use crate::campaign::form_pause::Pause;
use crate::campaign::model::{MINISTER, Model, OfficialFields, PRIME_MINISTER, Section, field_of};
use crate::campaign::preview::{self, Onward};
use crate::campaign::typed::{Reader, day_and_hour};
use crate::campaign::words::{Difference, Words};
use crate::failure::Failure;
use crate::visit::form::{Form, LongForm};
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Id, Visit, answer};

/// The field in which somebody says why a language stays as it is.
const BECAUSE: &str = "because";

#[derive(Template)]
#[template(path = "campaign/overview.html")]
struct OverviewPage<'a> {
    frame: OfficeFrame<'a>,
    /// The version that was just published, if one was.
    published: Option<u32>,
    /// The moment of the campaign's end, if it has passed.
    ended: Option<String>,
    pause: Pause,
    /// The reason for the end of the pause, as it was typed.
    reason: &'a str,
    /// The keys and values of the facts that the form depends on.
    facts: [(&'static str, String); 3],
    number: u32,
}

/// The query of the overview.
#[derive(Deserialize)]
pub(crate) struct Saved {
    published: Option<u32>,
}

/// `GET /organizer/{lang}/campaign`
pub(crate) async fn overview(visit: Visit, Query(saved): Query<Saved>) -> Answer {
    overview_page(&visit, saved.published, "", None).await
}

/// Shows the overview again, with what is wrong in the form that ends the pause.
pub(crate) async fn overview_with(visit: &Visit, reason: &str, fault: FieldMessage) -> Answer {
    overview_page(visit, None, reason, Some(fault)).await
}

async fn overview_page(visit: &Visit, published: Option<u32>, reason: &str, fault: Option<FieldMessage>) -> Answer {
    let current = Current::read(visit).await?;
    let facts = &current.edition.facts;
    let ended = (facts.closes_at <= visit.caller.now).then(|| visit.texts().moment(facts.closes_at));
    let page = OverviewPage {
        frame: visit.frame(OfficePage::Campaign, "office-campaign-title", "/campaign").with_errors(fault),
        published: published.filter(|number| *number <= current.number()),
        ended,
        pause: Pause::read(visit, facts.closes_at).await?,
        reason,
        facts: [
            ("office-edition-goal", visit.texts().number(i64::try_from(facts.goal).unwrap_or(i64::MAX))),
            ("office-edition-opens", visit.texts().moment(facts.opens_at)),
            ("office-edition-closes", visit.texts().moment(facts.closes_at)),
        ],
        number: current.number(),
    };
    Ok(answer(&page.frame, &page))
}

/// A field of the form.
struct Field {
    name: &'static str,
    label: String,
    hint: String,
    lang: &'static str,
    value: String,
    /// The lines that it shows; one is a field of one line.
    rows: usize,
}

/// A sentence of the section: its name, and in each language a field for each variant.
struct Row {
    name: String,
    sides: [Vec<Field>; 2],
}

/// The fields of an official, as the page shows them.
struct OfficialRow {
    title: &'static str,
    fields: &'static OfficialFields,
    values: OfficialValues,
}

#[derive(Default)]
struct OfficialValues {
    office: [String; 2],
    name: String,
    riding: String,
    email: String,
    postal_address: [String; 2],
}

#[derive(Template)]
#[template(path = "campaign/section.html")]
struct SectionPage<'a> {
    frame: OfficeFrame<'a>,
    section: Section,
    /// The version that the form was made from.
    from: u32,
    form: &'a Form,
    rows: Vec<Row>,
    officials: Vec<OfficialRow>,
    /// Codes and names of the ridings, in the order of their names.
    ridings: Vec<(String, &'static str)>,
    facts: FactValues,
    /// The change that a colleague published while the form was filled in.
    meanwhile: Vec<Difference>,
    /// Whether nothing would change.
    is_unchanged: bool,
    /// Whether the form has to ask if a language may stay as it is.
    asks_why: bool,
}

/// The facts of the section as the form shows them.
#[derive(Default)]
struct FactValues {
    goal: String,
    goal_steps: String,
    opens: (String, String),
    closes: (String, String),
    contact_email: String,
    website: String,
    postal_address: [String; 2],
}

impl FactValues {
    fn of(edition: &Edition) -> Self {
        let facts = &edition.facts;
        Self {
            goal: facts.goal.to_string(),
            goal_steps: facts.goal_steps.iter().map(u64::to_string).collect::<Vec<_>>().join("\n"),
            opens: day_and_hour(facts.opens_at),
            closes: day_and_hour(facts.closes_at),
            contact_email: facts.organization.contact_email.clone(),
            website: facts.organization.website.clone(),
            postal_address: Locale::ALL.map(|locale| facts.organization.postal_address(locale).to_owned()),
        }
    }

    fn typed(form: &Form) -> Self {
        let get = |name: &str| form.get(name).to_owned();
        Self {
            goal: get("goal"),
            goal_steps: get("goal_steps"),
            opens: (get("opens_day"), get("opens_hour")),
            closes: (get("closes_day"), get("closes_hour")),
            contact_email: get("contact_email"),
            website: get("website"),
            postal_address: [get("postal_address_en"), get("postal_address_fr")],
        }
    }
}

impl OfficialValues {
    fn of(official: Option<&Official>) -> Self {
        let Some(official) = official else { return Self::default() };
        Self {
            office: Locale::ALL.map(|locale| official.office(locale).to_owned()),
            name: official.name.clone().unwrap_or_default(),
            riding: official.riding.map(|code| code.to_string()).unwrap_or_default(),
            email: official.email.as_ref().map(ToString::to_string).unwrap_or_default(),
            postal_address: Locale::ALL.map(|locale| official.postal_address(locale).join("\n")),
        }
    }

    fn typed(form: &Form, fields: &OfficialFields) -> Self {
        let get = |name: &str| form.get(name).to_owned();
        Self {
            office: fields.office.map(get),
            name: get(fields.name),
            riding: get(fields.riding),
            email: get(fields.email),
            postal_address: fields.postal_address.map(get),
        }
    }
}

/// The content of a section's form: an edition, or the words that somebody typed.
#[derive(Clone, Copy)]
enum Content<'a> {
    Edition(&'a Edition),
    Typed,
}

/// The messages of a section's page beside its form.
#[derive(Default)]
struct Says {
    faults: Vec<FieldMessage>,
    meanwhile: Vec<Difference>,
    is_unchanged: bool,
}

/// `GET /organizer/{lang}/campaign/{section}`
pub(crate) async fn show(visit: Visit, Id(section): Id<Section>) -> Answer {
    let current = Current::read(&visit).await?;
    let content = Content::Edition(&current.edition);
    Ok(page(&visit, &current, section, (&Form::default(), current.number()), content, Says::default()))
}

fn page(
    visit: &Visit,
    current: &Current,
    section: Section,
    (form, from): (&Form, u32),
    content: Content<'_>,
    says: Says,
) -> Response {
    let models = Model::all(current.folder);
    let words = Words { texts: visit.texts(), models: &models };
    let of_section = models.iter().filter(|model| Section::of(&model.key) == section);
    let official = |title, fields: &'static OfficialFields, now: Option<&Official>| {
        let values = match content {
            Content::Edition(_) => OfficialValues::of(now),
            Content::Typed => OfficialValues::typed(form, fields),
        };
        OfficialRow { title, fields, values }
    };
    let shown = match content {
        Content::Edition(edition) => edition,
        Content::Typed => &current.edition,
    };
    let officials = &shown.facts.officials;
    let officials = [
        official("office-edition-minister", &MINISTER, officials.minister.as_ref()),
        official("office-edition-prime-minister", &PRIME_MINISTER, officials.prime_minister.as_ref()),
    ];
    let is_here = |wanted: Section| section == wanted;
    let page = SectionPage {
        section,
        from,
        form,
        rows: of_section.map(|model| row(&words, model, form, content)).collect(),
        officials: officials.into_iter().filter(|_| is_here(Section::Officials)).collect(),
        ridings: if is_here(Section::Officials) { by_name(visit.locale) } else { Vec::new() },
        facts: match content {
            Content::Edition(edition) => FactValues::of(edition),
            Content::Typed => FactValues::typed(form),
        },
        meanwhile: says.meanwhile,
        is_unchanged: says.is_unchanged,
        asks_why: !form.get(BECAUSE).is_empty() || says.faults.iter().any(|fault| fault.code == "one_language"),
        frame: visit
            .frame(OfficePage::Campaign, section.says().0, &format!("/campaign/{section}"))
            .with_errors(says.faults),
    };
    answer(&page.frame, &page)
}

/// The ridings in the order of their names, to choose from.
fn by_name(locale: Locale) -> Vec<(String, &'static str)> {
    pages::ridings_by_name(locale).into_iter().map(|riding| (riding.code.to_string(), riding.name(locale))).collect()
}

fn row(words: &Words<'_>, model: &Model, form: &Form, content: Content<'_>) -> Row {
    let name = words.sentence(&model.key);
    let fields = |locale: Locale| -> Vec<Field> {
        let sentence = match content {
            Content::Edition(edition) => model.in_edition(edition, locale),
            Content::Typed => model.of(locale).clone(),
        };
        let kept: Vec<_> =
            model.of(locale).placeholders().iter().map(|name| format!("[{}]", name.name(locale))).collect();
        let hint = if kept.is_empty() {
            String::new()
        } else {
            words.texts.with("office-edition-fills", [("names", kept.join(" ").into())])
        };
        let shown = sentence.shown(locale).into_iter().enumerate();
        let field = |(at, (variant, shown)): (usize, (&str, String))| {
            let field = field_of(locale, &model.key, at);
            let value = match content {
                Content::Edition(_) => shown,
                Content::Typed => form.get(field).to_owned(),
            };
            Field {
                name: field,
                label: match words.variant(&sentence, variant) {
                    Some(when) => format!("{}, {when}", words.language(locale)),
                    None => words.language(locale),
                },
                hint: hint.clone(),
                lang: locale.tag(),
                rows: rows_for(&value, Shape::of(&model.key)),
                value,
            }
        };
        shown.map(field).collect()
    };
    Row { name, sides: Locale::ALL.map(fields) }
}

/// The lines that a field shows, so that its text is seen whole in half of a desktop's width.
fn rows_for(value: &str, shape: Shape) -> usize {
    match shape {
        Shape::Name | Shape::Line => 1,
        Shape::Paragraph | Shape::Lines => {
            value.lines().map(|line| line.chars().count() / 44 + 1).sum::<usize>().clamp(3, 16)
        }
    }
}

/// `POST /organizer/{lang}/campaign/{section}`: shows a preview, goes back to the form, or publishes.
pub(crate) async fn change(visit: Visit, Id(section): Id<Section>, LongForm(form): LongForm) -> Answer {
    let current = Current::read(&visit).await?;
    let from: u32 = form.parse("from")?;
    let typed_page = |says: Says| Ok(page(&visit, &current, section, (&form, from), Content::Typed, says));
    if form.get("step") == "change" {
        return typed_page(Says::default());
    }
    let base = current.version(&visit, from).await?.ok_or(Failure::NOT_FOUND)?;
    let models = Model::all(current.folder);
    let mut reader = Reader { texts: visit.texts(), form: &form, faults: Vec::new() };
    let mine = reader.edition(section, &models, &base);
    let mut faults = reader.faults;
    faults.extend(reason_fault(&visit, &form));
    let reason = if form.get("other_stays").is_empty() { "" } else { form.get(BECAUSE) };
    let proposal = Proposal {
        models,
        edition: mine.rebased(&base, &current.edition),
        reason: reason.to_owned(),
        may_differ: !reason.is_empty(),
        undoes: None,
        stays: Vec::new(),
    };
    if faults.is_empty() {
        faults = proposal.refusals(&visit, &current).await?;
    }
    if !faults.is_empty() {
        return typed_page(Says { faults, ..Says::default() });
    }
    let publishes = form.get("step") == "publish";
    if proposal.edition.differences(&current.edition).is_empty() {
        // The button was pressed twice, or a reply was lost: the change is there.
        if publishes && from < current.number() {
            return Ok(preview::to_published(&visit, current.number()));
        }
        return typed_page(Says { is_unchanged: true, ..Says::default() });
    }
    if from != current.number() {
        return Ok(tell_of_colleague(&visit, &current, section, &form, (&base, &proposal)));
    }
    if !publishes {
        let action = format!("/organizer/{}/campaign/{section}", visit.locale);
        let fields = form.fields().filter(|(name, _)| *name != "step");
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        return preview::show(&visit, &current, &proposal, Onward { action, fields, can_change: true }).await;
    }
    match proposal.publish(&visit, &current).await? {
        Outcome::Done(number) => Ok(preview::to_published(&visit, number)),
        Outcome::Overtaken => {
            let newest = Current::read(&visit).await?;
            Ok(tell_of_colleague(&visit, &newest, section, &form, (&base, &proposal)))
        }
        Outcome::TooLong => {
            let code = "office-edition-refused-size";
            let fault = FieldMessage { field: "from", code, message: visit.texts().get(code) };
            typed_page(Says { faults: vec![fault], ..Says::default() })
        }
    }
}

/// Shows a section as it is, with what stands in the way of a change.
pub(crate) fn with_faults(visit: &Visit, current: &Current, section: Section, faults: Vec<FieldMessage>) -> Response {
    let says = Says { faults, ..Says::default() };
    let unchanged = Content::Edition(&current.edition);
    page(visit, current, section, (&Form::default(), current.number()), unchanged, says)
}

/// Finds what is wrong with the reason for which one language stays as it is, if that is ticked.
fn reason_fault(visit: &Visit, form: &Form) -> Option<FieldMessage> {
    if form.get("other_stays").is_empty() {
        return None;
    }
    let fault = crate::visit::form::reason(form.get(BECAUSE)).err()?;
    Some(visit.wrong(BECAUSE, fault.key()))
}

/// Shows what a colleague published meanwhile, and the form with what was typed over it.
fn tell_of_colleague(
    visit: &Visit,
    current: &Current,
    section: Section,
    form: &Form,
    (base, proposal): (&Edition, &Proposal),
) -> Response {
    let says = Says { meanwhile: proposal.words(visit).differences(base, &current.edition), ..Says::default() };
    let edition = proposal.edition.rebased(base, &current.edition);
    page(visit, current, section, (form, current.number()), Content::Edition(&edition), says)
}
