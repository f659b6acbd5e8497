//! Partners at the desk: admins add, change, pause and end them, and name the people who may see a partner's page.
//!
//! Each change publishes all partners in one transaction with its entry in the log. A form carries the number of the
//! version that it was made from: of two changes at once the second is refused and shown the first.

use std::collections::BTreeMap;

use askama::Template;
use domain::campaign::partner::{PARTNERS_MAX, Partner, PartnerState, SlugFault, new_slug, proposed_slug};
use domain::campaign::published::Part;
use domain::ids::SignInId;
use domain::locale::Locale;
use domain::mail::email::EmailAddress;
use domain::office::audit::Action;
use domain::slug::PartnerSlug;
use http::Uri;
use jiff::SignedDuration;
use pages::{FieldMessage, Frame, Paging, sort_key};
use store::{CONTACTS_MAX, Change, Contact, PartnerPeople, Publishing, SignIn, Wants};

use crate::desk::Desk;
use crate::failure::Failure;
use crate::partner::ask::organization;
use crate::partner::numbers::Numbers;
use crate::partner::page::{Pages, Shown, render};
use crate::visit::form::Form;
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Id, Visit, answer};

/// The rows of a page of the list.
const ROWS: usize = 40;
/// The asks that a page shows.
const ASKS: usize = 20;
/// The longest search.
const SEARCH_MAX_CHARS: usize = 100;

/// The partners as the desk has published them last.
pub(crate) struct Roster {
    /// The number of the version.
    pub(crate) from: u32,
    pub(crate) partners: Vec<Partner>,
}

impl Roster {
    /// Reads what was published before this request.
    pub(crate) async fn read(desk: &Desk) -> Result<Self, Failure> {
        desk.campaign.catch_up_on(Part::Partners).await?;
        let (from, site) = (desk.campaign.published().number(Part::Partners), desk.campaign.now());
        Ok(Self { from, partners: site.campaign().partners.clone() })
    }

    /// Reads them for a form, which must have been made from the same version.
    pub(crate) async fn for_form(desk: &Desk, form: &Form) -> Result<Self, Failure> {
        let roster = Self::read(desk).await?;
        if form.parse::<u32>("from")? == roster.from { Ok(roster) } else { Err(Failure::Changed) }
    }

    pub(crate) fn get(&self, slug: &PartnerSlug) -> Result<&Partner, Failure> {
        self.partners.iter().find(|partner| partner.slug == *slug).ok_or(Failure::NOT_FOUND)
    }

    /// The same partners with one put in place of the one of its slug, or added.
    pub(crate) fn with(&self, partner: Partner) -> Vec<Partner> {
        let mut partners = self.partners.clone();
        match partners.iter_mut().find(|known| known.slug == partner.slug) {
            Some(known) => *known = partner,
            None => partners.push(partner),
        }
        partners
    }

    /// The change that publishes these partners in their place.
    pub(crate) fn change(&self, partners: &[Partner]) -> Change {
        let content = serde_json::to_string(partners).expect("partners are plain data");
        Change { part: Part::Partners, from: self.from, content }
    }

    /// The subject of an entry in the log: the partner in words, and the version, which tells two changes apart.
    pub(crate) fn about(&self, partner: &Partner) -> String {
        format!("{} / {} ({}), {}", partner.name_en, partner.name_fr, partner.slug, self.from + 1)
    }
}

/// Goes on after a publication: it is taken up at once, or the organizer learns why there was none.
pub(crate) async fn published(desk: &Desk, publishing: Publishing) -> Result<(), Failure> {
    match publishing {
        Publishing::Done(_) => {
            desk.campaign.catch_up_on(Part::Partners).await?;
            Ok(())
        }
        Publishing::Overtaken => Err(Failure::Changed),
        Publishing::TooLong => Err(Failure::TooManyPartners),
    }
}

#[derive(Template)]
#[template(path = "campaign/partners.html")]
struct PartnersPage<'a> {
    frame: OfficeFrame<'a>,
    saved: bool,
    asks: Vec<AskRow>,
    /// The sentence about the asks that the page does not show, if there are any.
    more_asks: Option<String>,
    search: String,
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

/// The key of a state's name.
pub(crate) const fn state_key(state: PartnerState) -> &'static str {
    match state {
        PartnerState::Active => "office-partners-active",
        PartnerState::Paused => "office-partners-paused",
        PartnerState::Ended => "office-partners-ended",
    }
}

/// `GET /organizer/{lang}/partners?q=&page=&saved=`
pub(crate) async fn show(visit: Visit, uri: Uri) -> Answer {
    let (desk, t, locale) = (&visit.desk, visit.texts(), visit.locale);
    let query: BTreeMap<String, String> =
        form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
    let asked = |name: &str| query.get(name).map(String::as_str).unwrap_or_default();
    let search: String = asked("q").trim().chars().take(SEARCH_MAX_CHARS).collect();
    let roster = Roster::read(desk).await?;
    let people = desk.office.partner_people().await?;
    let brought = desk.snapshot(visit.caller.now).await?.tally.by_partner();
    let wanted = sort_key(&search);
    let is_found = |partner: &&Partner| {
        let texts = [partner.name_en.as_str(), partner.name_fr.as_str(), partner.slug.as_str()];
        texts.map(sort_key).join(" ").contains(&wanted)
    };
    let mut partners: Vec<_> = roster.partners.iter().filter(is_found).collect();
    partners.sort_by_cached_key(|partner| (partner.state, sort_key(partner.name(locale))));
    let page = asked("page").parse().map_or(0, |page: usize| page.saturating_sub(1));
    let href = |before: usize| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if !search.is_empty() {
            query.append_pair("q", &search);
        }
        format!("/organizer/{locale}/partners?{}", query.append_pair("page", &(before + 1).to_string()).finish())
    };
    let (partners, paging) = Paging::of(t, "paging-shown", partners, (page, ROWS), href);
    let row = |partner: &Partner| PartnerRow {
        slug: partner.slug.to_string(),
        name: partner.name(locale).to_owned(),
        count: t.number(brought.get(&partner.slug).copied().unwrap_or_default()),
        state: partner.state,
        listed: partner.listed,
    };
    let PartnerPeople { mut asks, .. } = people;
    asks.sort_by_key(|ask| ask.at);
    let ask = |ask: &store::WaitingAsk| AskRow {
        email: ask.email.to_string(),
        name: match locale {
            Locale::En => ask.organization.name_en.to_string(),
            Locale::Fr => ask.organization.name_fr.to_string(),
        },
        website: ask.organization.website.shown().to_owned(),
        when: t.moment(ask.at),
    };
    let page = PartnersPage {
        frame: visit.frame(OfficePage::Partners, "office-partners-title", "/partners"),
        saved: asked("saved") == "1",
        more_asks: (asks.len() > ASKS).then(|| t.with("office-asks-more", [("count", (asks.len() - ASKS).into())])),
        asks: asks.iter().take(ASKS).map(ask).collect(),
        rows: partners.into_iter().map(row).collect(),
        paging,
        search,
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
pub(crate) fn new_partner(visit: &Visit, form: &Form, roster: &Roster) -> Result<Partner, Vec<FieldMessage>> {
    let asked = organization(visit.texts(), form)?;
    let slug = match form.get("slug") {
        "" => proposed_slug(&asked.name_en, &roster.partners)
            .or_else(|| proposed_slug(&asked.name_fr, &roster.partners))
            .ok_or(SlugFault::Malformed(domain::slug::NotASlug)),
        typed => new_slug(typed, &roster.partners),
    };
    let slug = slug.map_err(|fault| vec![visit.wrong("slug", slug_key(fault))])?;
    let is_taken = |known: &Partner| known.is_named(&asked.name_en) || known.is_named(&asked.name_fr);
    if roster.partners.iter().any(is_taken) {
        return Err(vec![visit.wrong("name_en", "office-partners-name-taken")]);
    }
    if roster.partners.len() >= PARTNERS_MAX {
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
    from: u32,
}

/// `GET /organizer/{lang}/partners/add`
pub(crate) async fn show_add(visit: Visit) -> Answer {
    let roster = Roster::read(&visit.desk).await?;
    Ok(add_page(&visit, PartnerFields { listed: false, ..PartnerFields::default() }, roster.from, Vec::new()))
}

fn add_page(visit: &Visit, fields: PartnerFields, from: u32, wrong: Vec<FieldMessage>) -> axum::response::Response {
    let frame = visit.frame(OfficePage::Partners, "office-partners-add", "/partners/add").with_errors(wrong);
    let page = AddPage { frame, typed: fields, from };
    answer(&page.frame, &page)
}

/// `POST /organizer/{lang}/partners/add`
pub(crate) async fn add(visit: Visit, form: Form) -> Answer {
    let roster = Roster::for_form(&visit.desk, &form).await?;
    let partner = match new_partner(&visit, &form, &roster) {
        Ok(partner) => partner,
        Err(wrong) => return Ok(add_page(&visit, PartnerFields::typed(&form), roster.from, wrong)),
    };
    let entry = visit.caller.did(Action::PartnerAdded, roster.about(&partner));
    let to = format!("/partners/{}?saved=1", partner.slug);
    let done = visit.desk.office.publish(&roster.change(&roster.with(partner)), &entry).await?;
    published(&visit.desk, done).await?;
    Ok(visit.to(&to))
}

#[derive(Template)]
#[template(path = "campaign/partner.html")]
struct PartnerPage<'a> {
    frame: OfficeFrame<'a>,
    saved: bool,
    typed: PartnerFields,
    from: u32,
    state: PartnerState,
    count: String,
    since: Option<String>,
    contacts: Vec<String>,
    /// Whether another contact may be added.
    has_room: bool,
    typed_email: String,
    typed_reason: String,
    /// The address of the campaign page with the partner's credit.
    link: String,
}

/// Values of a form that comes back with something to put right.
#[derive(Default)]
struct Typed {
    fields: Option<PartnerFields>,
    email: String,
    reason: String,
    wrong: Vec<FieldMessage>,
}

/// `GET /organizer/{lang}/partners/{id}`
pub(crate) async fn show_one(visit: Visit, Id(slug): Id<PartnerSlug>, uri: Uri) -> Answer {
    one(&visit, &slug, Typed::default(), uri.query() == Some("saved=1")).await
}

async fn one(visit: &Visit, slug: &PartnerSlug, typed: Typed, saved: bool) -> Answer {
    let (desk, t) = (&visit.desk, visit.texts());
    let roster = Roster::read(desk).await?;
    let partner = roster.get(slug)?;
    let people = desk.office.partner_people().await?;
    let contacts = people.contacts.iter().filter(|contact| contact.partner == *slug);
    let contacts: Vec<_> = contacts.map(|contact| contact.email.to_string()).collect();
    let brought = desk.snapshot(visit.caller.now).await?.tally.by_partner();
    let title = partner.name(visit.locale).to_owned();
    let page = PartnerPage {
        frame: visit.frame_titled(OfficePage::Partners, title, &format!("/partners/{slug}")).with_errors(typed.wrong),
        saved,
        typed: typed.fields.unwrap_or_else(|| PartnerFields::of(partner)),
        from: roster.from,
        state: partner.state,
        count: t.number(brought.get(slug).copied().unwrap_or_default()),
        since: partner.since.map(|since| t.day(since)),
        has_room: partner.is_active() && contacts.len() < CONTACTS_MAX,
        contacts,
        typed_email: typed.email,
        typed_reason: typed.reason,
        link: desk.site.url(&format!("/{}?partner={slug}", visit.locale)),
    };
    Ok(answer(&page.frame, &page))
}

/// `POST /organizer/{lang}/partners/{id}/change`: its names, its web address, and whether it is listed. Its slug stays.
pub(crate) async fn change(visit: Visit, Id(slug): Id<PartnerSlug>, form: Form) -> Answer {
    let roster = Roster::for_form(&visit.desk, &form).await?;
    let before = roster.get(&slug)?;
    let asked = match organization(visit.texts(), &form) {
        Ok(asked) => asked,
        Err(wrong) => {
            let fields = PartnerFields { slug: slug.to_string(), ..PartnerFields::typed(&form) };
            return one(&visit, &slug, Typed { fields: Some(fields), wrong, ..Typed::default() }, false).await;
        }
    };
    let others = roster.partners.iter().filter(|known| known.slug != slug);
    if others.into_iter().any(|known| known.is_named(&asked.name_en) || known.is_named(&asked.name_fr)) {
        let fields = PartnerFields { slug: slug.to_string(), ..PartnerFields::typed(&form) };
        let wrong = vec![visit.wrong("name_en", "office-partners-name-taken")];
        return one(&visit, &slug, Typed { fields: Some(fields), wrong, ..Typed::default() }, false).await;
    }
    let partner = Partner {
        name_en: asked.name_en,
        name_fr: asked.name_fr,
        website: Some(asked.website),
        listed: asked.listed,
        ..before.clone()
    };
    if partner != *before {
        let entry = visit.caller.did(Action::PartnerChanged, roster.about(&partner));
        let done = visit.desk.office.publish(&roster.change(&roster.with(partner)), &entry).await?;
        published(&visit.desk, done).await?;
    }
    Ok(visit.to(&format!("/partners/{slug}?saved=1")))
}

/// `POST /organizer/{lang}/partners/{id}/state`: pauses, resumes or ends a partnership, with a reason.
pub(crate) async fn set_state(visit: Visit, Id(slug): Id<PartnerSlug>, form: Form) -> Answer {
    let roster = Roster::for_form(&visit.desk, &form).await?;
    let before = roster.get(&slug)?;
    let (to, action) = match (before.state, form.get("state")) {
        (PartnerState::Active, "paused") => (PartnerState::Paused, Action::PartnerPaused),
        (PartnerState::Paused | PartnerState::Ended, "active") => (PartnerState::Active, Action::PartnerResumed),
        (PartnerState::Active | PartnerState::Paused, "ended") => (PartnerState::Ended, Action::PartnerEnded),
        _ => return Err(Failure::Changed),
    };
    let why = match form.reason() {
        Ok(why) => why,
        Err(fault) => {
            let typed = Typed {
                reason: form.get("reason").to_owned(),
                wrong: vec![visit.wrong("reason", fault.key())],
                ..Typed::default()
            };
            return one(&visit, &slug, typed, false).await;
        }
    };
    let entry = visit.caller.did_because(action, roster.about(before), why);
    let change = roster.change(&roster.with(Partner { state: to, ..before.clone() }));
    let office = &visit.desk.office;
    let done = if to == PartnerState::Ended {
        let contacts = office.partner_people().await?.contacts;
        let contacts = contacts.into_iter().filter(|contact| contact.partner == slug).map(|contact| contact.email);
        office.end_partners(&change, &entry, &contacts.collect::<Vec<_>>()).await?
    } else {
        office.publish(&change, &entry).await?
    };
    published(&visit.desk, done).await?;
    Ok(visit.to(&format!("/partners/{slug}?saved=1")))
}

/// `POST /organizer/{lang}/partners/{id}/contacts`: names a person who may see the partner's page, and tells them.
pub(crate) async fn add_contact(visit: Visit, Id(slug): Id<PartnerSlug>, form: Form) -> Answer {
    let (desk, caller) = (&visit.desk, &visit.caller);
    let roster = Roster::read(desk).await?;
    let partner = roster.get(&slug)?;
    let typed = form.get("email").to_owned();
    let show_wrong = async |key| {
        let wrong = vec![visit.wrong("email", key)];
        one(&visit, &slug, Typed { email: typed.clone(), wrong, ..Typed::default() }, false).await
    };
    let Ok(email) = EmailAddress::parse(&typed) else { return show_wrong("partner-ask-email-malformed").await };
    let contacts = desk.office.partner_people().await?.contacts;
    if !partner.is_active() || contacts.iter().filter(|contact| contact.partner == slug).count() >= CONTACTS_MAX {
        return show_wrong("office-partners-contacts-full").await;
    }
    let contact = Contact { email, locale: visit.locale, partner: slug.clone(), since: caller.now };
    let entry = caller.did(Action::ContactAdded, roster.about(partner));
    if !desk.office.add_contact(&contact, &entry).await? {
        return show_wrong("office-partners-contact-there").await;
    }
    welcome(&visit, contact).await?;
    Ok(visit.to(&format!("/partners/{slug}?saved=1")))
}

/// Has the mailer write to a contact that there is a page for them.
pub(crate) async fn welcome(visit: &Visit, contact: Contact) -> Result<(), Failure> {
    let now = visit.caller.now;
    let expires_at = now.saturating_add(SignedDuration::from_hours(24)).expect("a fixed span saturates");
    let id = SignInId::from_random(visit.desk.entropy.sixteen_bytes());
    let Contact { email, locale, .. } = contact;
    let told = SignIn { id, email, locale, network: None, wants: Wants::PartnerWelcome, expires_at };
    Ok(visit.desk.pledges.ask_sign_in(&told, now).await?)
}

/// `POST /organizer/{lang}/partners/{id}/contacts/remove`: the person's sessions end at once.
pub(crate) async fn remove_contact(visit: Visit, Id(slug): Id<PartnerSlug>, form: Form) -> Answer {
    let roster = Roster::read(&visit.desk).await?;
    let partner = roster.get(&slug)?;
    let email = EmailAddress::parse(form.get("email")).map_err(|_| Failure::NOT_FOUND)?;
    // If another admin removed them before, nothing is left to do.
    let contact = visit.desk.office.contact(&email).await?;
    if contact.is_none_or(|(contact, _)| contact.partner != slug) {
        return Err(Failure::Changed);
    }
    let entry = visit.caller.did(Action::ContactRemoved, roster.about(partner));
    visit.desk.office.remove_contact(&email, &entry).await?;
    Ok(visit.to(&format!("/partners/{slug}?saved=1")))
}

/// `GET /organizer/{lang}/partners/{id}/page`: the partner's page, as the partner sees it.
pub(crate) async fn preview(visit: Visit, Id(slug): Id<PartnerSlug>, uri: Uri) -> Answer {
    let roster = Roster::read(&visit.desk).await?;
    let partner = roster.get(&slug)?;
    let numbers = Numbers::read(&visit.desk, &slug, visit.caller.now).await?;
    let title = visit.texts().get("partner-page-title");
    let home = format!("/organizer/{}/partners/{slug}", visit.locale);
    let frame = Frame::new(&visit.desk.site, visit.locale, title, &format!("/partners/{slug}/page")).in_office();
    let shown = Shown { frame, home: format!("{home}/page"), office: Some(home) };
    Ok(render(&visit.desk, shown, partner, &numbers, Pages::of(&uri)))
}
