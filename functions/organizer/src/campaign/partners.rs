//! Partners at the desk: admins add, change, pause and end them, and name the people who may see a partner's page.
//!
//! Each change publishes all partners in one transaction with its entry in the log. A form about a partner carries the number
//! of the version that it was made from, and its change goes over the newest one. If somebody else has changed the same
//! fields since, the form comes back as it was typed, with these changes.

use std::cmp::Reverse;

use askama::Template;
use axum::response::{IntoResponse as _, Response};
use domain::campaign::partner::{PARTNERS_MAX, Partner, PartnerState, SlugFault, new_slug, proposed_slug};
use domain::campaign::partner_changes::{Rebased, rebased};
use domain::ids::SignInId;
use domain::locale::Locale;
use domain::mail::email::EmailAddress;
use domain::mail::limits::MAIL_SPACING;
use domain::office::audit::Action;
use domain::slug::{NotASlug, PartnerSlug};
use domain::time::later;
use http::{StatusCode, Uri};
use pages::{ColumnHeader, FieldMessage, Frame, ListColumn, ListView, Paging, Shading, sort_key};
use store::{CONTACTS_MAX, Contact, PartnerPeople, SignIn, Wants};

use crate::campaign::partner_history::{shown_of_one, version};
use crate::campaign::published_partners::{PublishedPartners, over_newest, took_effect};
use crate::campaign::words::Difference;
use crate::failure::Failure;
use crate::partner::ask::organization;
use crate::partner::numbers::Numbers;
use crate::partner::page::{Pages, Shown, render};
use crate::visit::form::Form;
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Id, Visit, answer};

/// The most asks on a page of their list.
const ASKS: usize = 20;

impl PublishedPartners {
    /// Reads a partner as it was when a form was made.
    async fn base(&self, visit: &Visit, form: &Form, slug: &PartnerSlug) -> Result<Partner, Failure> {
        let from = form.parse("from")?;
        let partners = if from == self.from { self.partners.clone() } else { version(visit, from).await? };
        partners.into_iter().find(|partner| partner.slug == *slug).ok_or(Failure::NOT_FOUND)
    }

    /// Returns the partner that is as a form for a new one describes it. The first of two presses adds such a one.
    pub(crate) fn typed_in(&self, visit: &Visit, form: &Form) -> Option<&Partner> {
        let typed = organization(visit.texts(), form).ok()?;
        let slug = form.get("slug");
        self.partners.iter().find(|partner| {
            partner.is_active()
                && (slug.is_empty() || partner.slug.as_str() == slug)
                && (&partner.name_en, &partner.name_fr) == (&typed.name_en, &typed.name_fr)
                && partner.website.as_ref() == Some(&typed.website)
                && partner.listed == typed.listed
        })
    }
}

/// The address of a partner's page after a change.
fn saved(slug: &PartnerSlug) -> String {
    format!("/partners/{slug}?saved=1")
}

/// Answers with a page that shows what somebody else did first (409).
pub(crate) fn conflict(page: Response) -> Response {
    (StatusCode::CONFLICT, page).into_response()
}

type View = ListView<Column>;

/// A column by which the list can be sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Column {
    Name,
    Count,
    #[default]
    State,
}

impl ListColumn for Column {
    const ALL: &'static [(Self, &'static str)] =
        &[(Self::Name, "name"), (Self::Count, "count"), (Self::State, "state")];
    const SHADINGS: &'static [(Shading, &'static str)] = &[];
    const ADDRESS: (&'static str, &'static str) = ("/organizer", "/partners");

    fn rises(self) -> bool {
        self != Self::Count
    }
}

impl Column {
    const fn label(self) -> &'static str {
        match self {
            Self::Name => "office-partner",
            Self::Count => "office-signatures-same",
            Self::State => "office-partners-state",
        }
    }

    const fn is_number(self) -> bool {
        matches!(self, Self::Count)
    }
}

#[derive(Template)]
#[template(path = "campaign/partners.html")]
struct PartnersPage<'a> {
    frame: OfficeFrame<'a>,
    saved: bool,
    /// The sentence about asks and contacts that cannot be read, if there are any.
    unread: Option<String>,
    asks: Vec<AskRow>,
    ask_paging: Paging,
    view: View,
    /// The columns that sort, and whether each holds numbers.
    columns: Vec<(ColumnHeader, bool)>,
    rows: Vec<PartnerRow>,
    paging: Paging,
}

/// An ask as the list shows it.
struct AskRow {
    email: String,
    name: String,
    website: String,
    when: String,
}

/// A partner as the list shows it.
struct PartnerRow {
    slug: String,
    name: String,
    count: String,
    state: PartnerState,
    listed: bool,
}

/// `GET /organizer/{lang}/partners?q=&sort=&order=&page=&asks=&saved=`
pub(crate) async fn show(visit: Visit, uri: Uri) -> Answer {
    let (context, t, locale) = (&visit.context, visit.texts(), visit.locale);
    let query = web::pairs_once(uri.query().unwrap_or_default());
    let asked = |wanted: &str| query.iter().find(|(name, _)| name == wanted).map(|(_, value)| &**value);
    let view = View::parse(uri.query().unwrap_or_default());
    let published = PublishedPartners::read(context).await?;
    let people = context.office.partner_people().await?;
    let brought = context.snapshot(visit.caller.now).await?.tally.by_partner();
    let count = |partner: &Partner| brought.get(&partner.slug).copied().unwrap_or_default();
    let wanted = sort_key(&view.search);
    let is_found = |partner: &&Partner| {
        let texts = [partner.name_en.as_str(), partner.name_fr.as_str(), partner.slug.as_str()];
        texts.map(sort_key).join(" ").contains(&wanted)
    };
    let mut partners: Vec<_> = published.partners.iter().filter(is_found).collect();
    view.arrange(
        &mut partners,
        |partner| partner.name(locale),
        |partners, column| match column {
            Column::Name => {}
            Column::Count => partners.sort_by_key(|partner| Reverse(count(partner))),
            Column::State => partners.sort_by_key(|partner| partner.state),
        },
    );
    let there = |pages_before| View { pages_before, ..view.clone() };
    let href = |before| format!("{}#table", there(before).href(locale));
    let at = (view.pages_before, Column::PAGE_ROWS);
    let (partners, paging) = Paging::of(t, "paging-shown", partners, at, href);
    let row = |partner: &Partner| PartnerRow {
        slug: partner.slug.to_string(),
        name: partner.name(locale).to_owned(),
        count: t.number(count(partner)),
        state: partner.state,
        listed: partner.listed,
    };
    let PartnerPeople { mut asks, unread, .. } = people;
    asks.sort_by_key(|ask| ask.at);
    let ask = |ask: &store::WaitingAsk| AskRow {
        email: ask.email.to_string(),
        name: ask.organization.name(locale).to_string(),
        website: ask.organization.website.shown().to_owned(),
        when: t.moment(ask.at),
    };
    let asks_before = asked("asks").and_then(|page| page.parse().ok()).map_or(0, |page: usize| page.saturating_sub(1));
    let asks_page = |before: usize| format!("/organizer/{locale}/partners?asks={}#asks", before + 1);
    let (asks, ask_paging) = Paging::of(t, "paging-shown", asks, (asks_before, ASKS), asks_page);
    let header =
        |(column, _): &(Column, &str)| (view.header(locale, *column, t.get(column.label())), column.is_number());
    let page = PartnersPage {
        frame: visit.frame(OfficePage::Partners, "office-partners-title", &view.path()),
        saved: asked("saved") == Some("1"),
        unread: visit.unread("office-partners-unread", unread),
        asks: asks.iter().map(ask).collect(),
        ask_paging,
        columns: Column::ALL.iter().map(header).collect(),
        rows: partners.into_iter().map(row).collect(),
        paging,
        view,
    };
    Ok(answer(&page.frame, &page))
}

/// The fields of a form about a partner, as they were typed or stand now.
#[derive(Clone, Debug, Default)]
pub(crate) struct PartnerFields {
    pub(crate) name_en: String,
    pub(crate) name_fr: String,
    pub(crate) website: String,
    pub(crate) listed: bool,
    pub(crate) slug: String,
}

impl PartnerFields {
    pub(crate) fn typed(form: &Form) -> Self {
        let typed = |field: &str| form.get(field).to_owned();
        Self {
            name_en: typed("name_en"),
            name_fr: typed("name_fr"),
            website: typed("website"),
            listed: form.get("listed") == "yes",
            slug: typed("slug"),
        }
    }

    fn of(partner: &Partner) -> Self {
        Self {
            name_en: partner.name_en.to_string(),
            name_fr: partner.name_fr.to_string(),
            website: partner.website.as_ref().map(ToString::to_string).unwrap_or_default(),
            listed: partner.listed,
            slug: partner.slug.to_string(),
        }
    }
}

/// Reads a new partner from a form, or finds what must be put right.
pub(crate) fn new_partner(
    visit: &Visit,
    form: &Form,
    published: &PublishedPartners,
) -> Result<Partner, Vec<FieldMessage>> {
    let asked = organization(visit.texts(), form)?;
    let slug = match form.get("slug") {
        "" => {
            proposed_slug([&asked.name_en, &asked.name_fr], &published.partners).ok_or(SlugFault::Malformed(NotASlug))
        }
        typed => new_slug(typed, &published.partners),
    };
    let slug = slug.map_err(|fault| vec![visit.wrong("slug", slug_key(fault))])?;
    let is_taken = |known: &Partner| known.is_named(&asked.name_en) || known.is_named(&asked.name_fr);
    if published.partners.iter().any(is_taken) {
        return Err(vec![visit.wrong("name_en", "office-partners-name-taken")]);
    }
    if published.partners.len() >= PARTNERS_MAX {
        return Err(vec![visit.wrong("name_en", "office-partners-too-many")]);
    }
    Ok(Partner {
        slug,
        name_en: asked.name_en,
        name_fr: asked.name_fr,
        website: Some(asked.website),
        listed: asked.listed,
        state: PartnerState::Active,
        since: Some(visit.caller.now),
    })
}

/// The key of the sentence about a slug.
pub(crate) const fn slug_key(fault: SlugFault) -> &'static str {
    match fault {
        SlugFault::Malformed(_) => "office-partners-slug-malformed",
        SlugFault::Reserved => "office-partners-slug-reserved",
        SlugFault::Taken => "office-partners-slug-taken",
    }
}

#[derive(Template)]
#[template(path = "campaign/partner_add.html")]
struct AddPage<'a> {
    frame: OfficeFrame<'a>,
    typed: PartnerFields,
}

/// `GET /organizer/{lang}/partners/add`
pub(crate) async fn show_add(visit: Visit) -> Answer {
    Ok(add_page(&visit, PartnerFields { listed: false, ..PartnerFields::default() }, Vec::new()))
}

fn add_page(visit: &Visit, fields: PartnerFields, wrong: Vec<FieldMessage>) -> Response {
    let frame = visit.frame(OfficePage::Partners, "office-partners-add", "/partners/add").with_errors(wrong);
    let page = AddPage { frame, typed: fields };
    answer(&page.frame, &page)
}

/// `POST /organizer/{lang}/partners/add`
pub(crate) async fn add(visit: Visit, form: Form) -> Answer {
    let done = over_newest(&visit.context, |published| add_to(&visit, &form, published)).await?;
    let busy = || vec![visit.wrong("name_en", "office-partners-busy")];
    Ok(done.unwrap_or_else(|| conflict(add_page(&visit, PartnerFields::typed(&form), busy()))))
}

async fn add_to(visit: &Visit, form: &Form, published: PublishedPartners) -> Result<Option<Response>, Failure> {
    if let Some(partner) = published.typed_in(visit, form) {
        return Ok(Some(visit.to(&saved(&partner.slug))));
    }
    let partner = match new_partner(visit, form, &published) {
        Ok(partner) => partner,
        Err(wrong) => return Ok(Some(add_page(visit, PartnerFields::typed(form), wrong))),
    };
    let entry = visit.caller.did(Action::PartnerAdded, published.about(&partner));
    let to = saved(&partner.slug);
    let done = visit.context.office.publish(&published.change(&published.with(partner)), &entry).await?;
    Ok(took_effect(&visit.context, done).await?.then(|| visit.to(&to)))
}

#[derive(Template)]
#[template(path = "campaign/partner.html")]
struct PartnerPage<'a> {
    frame: OfficeFrame<'a>,
    done: Option<Done>,
    typed: PartnerFields,
    from: u32,
    state: PartnerState,
    count: String,
    since: Option<String>,
    contacts: Vec<String>,
    /// Whether another contact may be added.
    has_room: bool,
    typed_email: String,
    typed_locale: Locale,
    typed_reason: String,
    /// The changes of the partner by others since the form was made, which it meets.
    meanwhile: Vec<Difference>,
    /// The address of the campaign page with the partner's credit.
    link: String,
}

/// The outcome of the last press of a button on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Done {
    /// A change is published.
    Saved,
    /// A contact is written to again.
    Sent,
}

/// Values of a form that comes back with something to put right.
#[derive(Default)]
struct Typed {
    fields: Option<PartnerFields>,
    email: String,
    /// The language of a new contact; `None` for the page's.
    locale: Option<Locale>,
    reason: String,
    wrong: Vec<FieldMessage>,
    /// The version that the form is made from; `None` for the newest.
    from: Option<u32>,
    meanwhile: Vec<Difference>,
}

/// `GET /organizer/{lang}/partners/{id}`
pub(crate) async fn show_one(visit: Visit, Id(slug): Id<PartnerSlug>, uri: Uri) -> Answer {
    let done = match uri.query() {
        Some("saved=1") => Some(Done::Saved),
        Some("sent=1") => Some(Done::Sent),
        _ => None,
    };
    show_partner(&visit, &slug, Typed::default(), done).await
}

async fn show_partner(visit: &Visit, slug: &PartnerSlug, typed: Typed, done: Option<Done>) -> Answer {
    let (context, t) = (&visit.context, visit.texts());
    let published = PublishedPartners::read(context).await?;
    let partner = published.get(slug)?;
    let people = context.office.partner_people().await?;
    let contacts = people.contacts.iter().filter(|contact| contact.partner == *slug);
    let contacts: Vec<_> = contacts.map(|contact| contact.email.to_string()).collect();
    let brought = context.snapshot(visit.caller.now).await?.tally.by_partner();
    let title = partner.name(visit.locale).to_owned();
    let page = PartnerPage {
        frame: visit.frame_titled(OfficePage::Partners, title, &format!("/partners/{slug}")).with_errors(typed.wrong),
        done,
        typed: typed.fields.unwrap_or_else(|| PartnerFields::of(partner)),
        from: typed.from.unwrap_or(published.from),
        state: partner.state,
        count: t.number(brought.get(slug).copied().unwrap_or_default()),
        since: partner.since.map(|since| t.day(since)),
        has_room: partner.is_active() && contacts.len() < CONTACTS_MAX,
        contacts,
        typed_email: typed.email,
        typed_locale: typed.locale.unwrap_or(visit.locale),
        typed_reason: typed.reason,
        meanwhile: typed.meanwhile,
        link: context.site.url(&format!("/{}?partner={slug}", visit.locale)),
    };
    Ok(answer(&page.frame, &page))
}

/// The page of a partner that others have changed since its form was made, as that was typed.
async fn overtaken(visit: &Visit, (base, newest): (&Partner, &Partner), typed: Typed) -> Answer {
    let typed = Typed { meanwhile: shown_of_one(visit, base, newest), ..typed };
    Ok(conflict(show_partner(visit, &newest.slug, typed, None).await?))
}

/// The page of a partner whom others change at each try.
async fn show_busy(visit: &Visit, slug: &PartnerSlug, field: &'static str, typed: Typed) -> Answer {
    let typed = Typed { wrong: vec![visit.wrong(field, "office-partners-busy")], ..typed };
    Ok(conflict(show_partner(visit, slug, typed, None).await?))
}

/// `POST /organizer/{lang}/partners/{id}/change`: its names, its web address, and whether it is listed. Its slug stays.
pub(crate) async fn change(visit: Visit, Id(slug): Id<PartnerSlug>, form: Form) -> Answer {
    match over_newest(&visit.context, |published| change_one(&visit, &slug, &form, published)).await? {
        Some(answer) => Ok(answer),
        None => show_busy(&visit, &slug, "name_en", Typed::fields(&slug, &form)).await,
    }
}

impl Typed {
    /// The form about a partner as it was typed, made from the same version.
    fn fields(slug: &PartnerSlug, form: &Form) -> Self {
        let fields = PartnerFields { slug: slug.to_string(), ..PartnerFields::typed(form) };
        Self { fields: Some(fields), from: form.parse("from").ok(), ..Self::default() }
    }

    /// The form about a new contact as it was typed.
    fn contact(visit: &Visit, form: &Form) -> Self {
        Self { email: form.get("email").to_owned(), locale: Some(language(visit, form)), ..Self::default() }
    }

    /// The reason as it was typed, in a form made from the same version.
    fn reason(form: &Form) -> Self {
        Self { reason: form.get("reason").to_owned(), from: form.parse("from").ok(), ..Self::default() }
    }
}

async fn change_one(
    visit: &Visit,
    slug: &PartnerSlug,
    form: &Form,
    published: PublishedPartners,
) -> Result<Option<Response>, Failure> {
    let (base, newest) = (published.base(visit, form, slug).await?, published.get(slug)?);
    let wrong =
        async |wrong| show_partner(visit, slug, Typed { wrong, ..Typed::fields(slug, form) }, None).await.map(Some);
    let asked = match organization(visit.texts(), form) {
        Ok(asked) => asked,
        Err(faults) => return wrong(faults).await,
    };
    let mine = Partner {
        name_en: asked.name_en,
        name_fr: asked.name_fr,
        website: Some(asked.website),
        listed: asked.listed,
        ..base.clone()
    };
    let Rebased { partner, clashes } = rebased(&mine, &base, newest);
    if clashes {
        let typed = Typed { fields: Some(PartnerFields::of(&partner)), from: Some(published.from), ..Typed::default() };
        return overtaken(visit, (&base, newest), typed).await.map(Some);
    }
    let mut others = published.partners.iter().filter(|known| known.slug != *slug);
    if others.any(|known| known.is_named(&partner.name_en) || known.is_named(&partner.name_fr)) {
        return wrong(vec![visit.wrong("name_en", "office-partners-name-taken")]).await;
    }
    if partner != *newest {
        let entry = visit.caller.did(Action::PartnerChanged, published.about(&partner));
        let done = visit.context.office.publish(&published.change(&published.with(partner)), &entry).await?;
        if !took_effect(&visit.context, done).await? {
            return Ok(None);
        }
    }
    Ok(Some(visit.to(&saved(slug))))
}

/// `POST /organizer/{lang}/partners/{id}/state`: pauses, resumes or ends a partnership, with a reason.
pub(crate) async fn set_state(visit: Visit, Id(slug): Id<PartnerSlug>, form: Form) -> Answer {
    match over_newest(&visit.context, |published| change_state(&visit, &slug, &form, published)).await? {
        Some(answer) => Ok(answer),
        None => show_busy(&visit, &slug, "reason", Typed::reason(&form)).await,
    }
}

async fn change_state(
    visit: &Visit,
    slug: &PartnerSlug,
    form: &Form,
    published: PublishedPartners,
) -> Result<Option<Response>, Failure> {
    let (base, newest) = (published.base(visit, form, slug).await?, published.get(slug)?);
    if newest.state.name() == form.get("state") {
        return Ok(Some(visit.to(&saved(slug))));
    }
    if base.state != newest.state {
        let typed = Typed { from: Some(published.from), ..Typed::reason(form) };
        return overtaken(visit, (&base, newest), typed).await.map(Some);
    }
    let (to, action) = match (newest.state, form.get("state")) {
        (PartnerState::Active, "paused") => (PartnerState::Paused, Action::PartnerPaused),
        (PartnerState::Paused | PartnerState::Ended, "active") => (PartnerState::Active, Action::PartnerResumed),
        (PartnerState::Active | PartnerState::Paused, "ended") => (PartnerState::Ended, Action::PartnerEnded),
        _ => return Err(Failure::Changed),
    };
    let why = match form.reason() {
        Ok(why) => why,
        Err(fault) => {
            let typed = Typed { wrong: vec![visit.wrong("reason", fault.key())], ..Typed::reason(form) };
            return show_partner(visit, slug, typed, None).await.map(Some);
        }
    };
    let entry = visit.caller.did_because(action, published.about(newest), why);
    let change = published.change(&published.with(Partner { state: to, ..newest.clone() }));
    let office = &visit.context.office;
    let done = if to == PartnerState::Ended {
        office.end_partners(&change, &entry, &[slug]).await?
    } else {
        office.publish(&change, &entry).await?
    };
    Ok(took_effect(&visit.context, done).await?.then(|| visit.to(&saved(slug))))
}

/// `POST /organizer/{lang}/partners/{id}/contacts`: names a person who may see the partner's page, and tells them.
pub(crate) async fn add_contact(visit: Visit, Id(slug): Id<PartnerSlug>, form: Form) -> Answer {
    match over_newest(&visit.context, |published| add_contact_to(&visit, &slug, &form, published)).await? {
        Some(answer) => Ok(answer),
        None => show_busy(&visit, &slug, "email", Typed::contact(&visit, &form)).await,
    }
}

async fn add_contact_to(
    visit: &Visit,
    slug: &PartnerSlug,
    form: &Form,
    published: PublishedPartners,
) -> Result<Option<Response>, Failure> {
    let (context, caller) = (&visit.context, &visit.caller);
    let partner = published.get(slug)?;
    let show_wrong = async |key| {
        let typed = Typed { wrong: vec![visit.wrong("email", key)], ..Typed::contact(visit, form) };
        show_partner(visit, slug, typed, None).await.map(Some)
    };
    let Ok(email) = EmailAddress::parse(form.get("email")) else {
        return show_wrong("partner-ask-email-malformed").await;
    };
    let contacts = context.office.partner_people().await?.contacts;
    if let Some(there) = contacts.iter().find(|contact| contact.email.is_same_mailbox(&email)) {
        // Somebody who was added a moment ago was added by the first of two presses.
        let is_new = there.partner == *slug && caller.now < later(there.since, MAIL_SPACING);
        let to = || Ok(Some(visit.to(&saved(slug))));
        return if is_new { to() } else { show_wrong("office-partners-contact-there").await };
    }
    if !partner.is_active() || contacts.iter().filter(|contact| contact.partner == *slug).count() >= CONTACTS_MAX {
        return show_wrong("office-partners-contacts-full").await;
    }
    let contact =
        Contact { email, locale: language(visit, form), partner: slug.clone(), since: caller.now, written_at: None };
    let (entry, told) = (caller.did(Action::ContactAdded, published.about(partner)), welcome(visit, &contact));
    let is_added = context.office.add_contact(&context.pledges, (&contact, &told), &entry, published.from).await?;
    Ok(is_added.then(|| visit.to(&saved(slug))))
}

/// Reads the language in which a form has a contact written to.
fn language(visit: &Visit, form: &Form) -> Locale {
    form.get("lang").parse().unwrap_or(visit.locale)
}

/// Makes the request by which the mailer writes to a contact that there is a page for them.
pub(crate) fn welcome(visit: &Visit, contact: &Contact) -> SignIn {
    let id = SignInId::from_random(visit.context.entropy.sixteen_bytes());
    SignIn::new(id, contact.email.clone(), contact.locale, Wants::PartnerWelcome, visit.caller.now)
}

/// Reads the contact of a partner whom a form is about; `None` if they are removed.
async fn contact_of(visit: &Visit, slug: &PartnerSlug, form: &Form) -> Result<Option<Contact>, Failure> {
    let email = EmailAddress::parse(form.get("email")).map_err(|_| Failure::NOT_FOUND)?;
    let contact = visit.context.office.contact(&email).await?.map(|(contact, _)| contact);
    Ok(contact.filter(|contact| contact.partner == *slug))
}

/// `POST /organizer/{lang}/partners/{id}/contacts/again`: sends a contact the email of the beginning again.
pub(crate) async fn welcome_again(visit: Visit, Id(slug): Id<PartnerSlug>, form: Form) -> Answer {
    let (context, now) = (&visit.context, visit.caller.now);
    let published = PublishedPartners::read(context).await?;
    let partner = published.get(&slug)?;
    let contact = contact_of(&visit, &slug, &form).await?.filter(|_| partner.is_active()).ok_or(Failure::Changed)?;
    let until = later(contact.written_at.unwrap_or(contact.since), MAIL_SPACING);
    if now < until {
        let code = "office-partners-contact-soon";
        let message = visit.texts().with(code, [("time", visit.texts().time(until).into())]);
        let wrong = vec![FieldMessage { field: "contacts", code, message }];
        return show_partner(&visit, &slug, Typed { wrong, ..Typed::default() }, None).await;
    }
    let entry = visit.caller.did(Action::ContactMailed, published.about(partner));
    let is_owed = context.office.welcome_again(&context.pledges, &contact, &welcome(&visit, &contact), &entry).await?;
    // If another press of the button was first, its mail goes.
    if !is_owed {
        contact_of(&visit, &slug, &form).await?.ok_or(Failure::Changed)?;
    }
    Ok(visit.to(&format!("/partners/{slug}?sent=1")))
}

/// `POST /organizer/{lang}/partners/{id}/contacts/remove`: the person's sessions end at once.
pub(crate) async fn remove_contact(visit: Visit, Id(slug): Id<PartnerSlug>, form: Form) -> Answer {
    let published = PublishedPartners::read(&visit.context).await?;
    let partner = published.get(&slug)?;
    let Some(contact) = contact_of(&visit, &slug, &form).await? else { return Ok(visit.to(&saved(&slug))) };
    let entry = visit.caller.did(Action::ContactRemoved, published.about(partner));
    visit.context.office.remove_contact(&contact.email, &entry).await?;
    Ok(visit.to(&saved(&slug)))
}

/// `GET /organizer/{lang}/partners/{id}/page`: the partner's page, as the partner sees it.
pub(crate) async fn preview(visit: Visit, Id(slug): Id<PartnerSlug>, uri: Uri) -> Answer {
    let published = PublishedPartners::read(&visit.context).await?;
    let partner = published.get(&slug)?;
    let numbers = Numbers::read(&visit.context, &slug, visit.caller.now).await?;
    let title = visit.texts().get("partner-page-title");
    let home = format!("/organizer/{}/partners/{slug}", visit.locale);
    let frame = Frame::new(&visit.context.site, visit.locale, title, &format!("/partners/{slug}/page")).in_office();
    let shown = Shown { frame, home: format!("{home}/page"), office: Some(home) };
    Ok(render(&visit.context, shown, partner, &numbers, Pages::of(&uri)))
}
