//! Asks of organizations at the desk: admins compare the person's address with the site, and accept or refuse.

use askama::Template;
use axum::response::Response;
use domain::campaign::partner::proposed_slug;
use domain::mail::domain::MailDomain;
use domain::mail::email::EmailAddress;
use domain::mail::provider::is_great_provider;
use domain::office::audit::Action;
use pages::FieldMessage;
use store::{Contact, WaitingAsk};

use crate::campaign::partners::{PartnerFields, conflict, new_partner, welcome};
use crate::campaign::published_partners::{PublishedPartners, SAVED, over_newest, took_effect};
use crate::failure::Failure;
use crate::visit::form::Form;
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Visit, answer, work_within_request};

#[derive(Template)]
#[template(path = "campaign/ask.html")]
struct AskPage<'a> {
    frame: OfficeFrame<'a>,
    email: String,
    when: String,
    website: String,
    /// The organization's names in English and French, as it gave them.
    names: [String; 2],
    /// Sentences about what speaks for the ask, or against it.
    signs: Vec<(bool, String)>,
    typed: PartnerFields,
    /// The mail domain, and the number of all asks from it if there are more.
    domain: String,
    of_domain: Option<String>,
}

#[derive(Template)]
#[template(path = "campaign/asks_refuse.html")]
struct RefusePage<'a> {
    frame: OfficeFrame<'a>,
    email: String,
    count: usize,
    says: String,
    /// Whether many people who have nothing to do with each other have addresses there.
    is_great: bool,
    names: Vec<String>,
    more: Option<String>,
}

/// The most organizations that the page names before their asks are refused together.
const NAMED: usize = 50;

/// Reads the ask that a form is about.
/// Reads the address of the person whose ask a form is about.
fn address(form: &Form) -> Result<EmailAddress, Failure> {
    EmailAddress::parse(form.get("email")).map_err(|_| Failure::NOT_FOUND)
}

async fn read_ask(visit: &Visit, form: &Form) -> Result<WaitingAsk, Failure> {
    let email = address(form)?;
    // If another admin decided it before, it is gone.
    visit.context.office.partner_ask(&email).await?.ok_or(Failure::Changed)
}

/// Reads the contact whose ask was accepted.
async fn accepted(visit: &Visit, form: &Form) -> Result<Option<Contact>, Failure> {
    let email = address(form)?;
    Ok(visit.context.office.contact(&email).await?.map(|(contact, _)| contact))
}

/// Reads the ask that a form refuses; `None` if it is gone and nobody accepted it, as after the first of two presses.
async fn read_refused(visit: &Visit, form: &Form) -> Result<Option<WaitingAsk>, Failure> {
    match read_ask(visit, form).await {
        Err(Failure::Changed) if accepted(visit, form).await?.is_none() => Ok(None),
        asked => asked.map(Some),
    }
}

/// `POST /organizer/{lang}/partners/ask`: shows an ask. It is a POST, so that no address of a page holds a person's address.
pub(crate) async fn show(visit: Visit, form: Form) -> Answer {
    let (ask, published) = (read_ask(&visit, &form).await?, PublishedPartners::read(&visit.context).await?);
    let organization = &ask.organization;
    let slug = proposed_slug([&organization.name_en, &organization.name_fr], &published.partners);
    let fields = PartnerFields {
        name_en: organization.name_en.to_string(),
        name_fr: organization.name_fr.to_string(),
        website: organization.website.to_string(),
        listed: organization.listed,
        slug: slug.map(|slug| slug.to_string()).unwrap_or_default(),
    };
    page(&visit, &ask, &published, fields, Vec::new()).await
}

/// The asks whose people have addresses at the same registered domain, the oldest first.
async fn of_domain(visit: &Visit, email: &EmailAddress) -> Result<Vec<WaitingAsk>, Failure> {
    let mut asks = visit.context.office.partner_people().await?.asks;
    let domain = MailDomain::of(email);
    asks.retain(|other| MailDomain::of(&other.email) == domain);
    asks.sort_by_key(|ask| ask.at);
    Ok(asks)
}

async fn page(
    visit: &Visit,
    ask: &WaitingAsk,
    published: &PublishedPartners,
    fields: PartnerFields,
    wrong: Vec<FieldMessage>,
) -> Answer {
    let (t, organization) = (visit.texts(), &ask.organization);
    let is_of = organization.website.is_of(&ask.email);
    let has_other_letters = organization.name_en.has_other_letters() || organization.name_fr.has_other_letters();
    let is_known = published
        .partners
        .iter()
        .any(|known| known.is_named(&organization.name_en) || known.is_named(&organization.name_fr));
    let domain = t.get(if is_of { "office-asks-domain-same" } else { "office-asks-domain-other" });
    let mut signs = vec![(is_of, domain)];
    signs.extend(has_other_letters.then(|| (false, t.get("office-asks-letters"))));
    signs.extend(is_known.then(|| (false, t.get("office-asks-known"))));
    let count = of_domain(visit, &ask.email).await?.len();
    let page = AskPage {
        frame: visit.frame(OfficePage::Partners, "office-asks-one", "/partners").with_errors(wrong),
        email: ask.email.to_string(),
        when: t.moment(ask.at),
        website: organization.website.to_string(),
        names: [organization.name_en.to_string(), organization.name_fr.to_string()],
        signs,
        typed: fields,
        domain: MailDomain::of(&ask.email).to_string(),
        of_domain: (count > 1).then(|| t.with("office-asks-domain-count", [("count", count.into())])),
    };
    Ok(answer(&page.frame, &page))
}

/// `POST /organizer/{lang}/partners/accept`: makes the organization a partner, as the form describes it.
pub(crate) async fn accept(visit: Visit, form: Form) -> Answer {
    if let Some(answer) = over_newest(&visit.context, |published| accept_into(&visit, &form, published)).await? {
        return Ok(answer);
    }
    let (ask, published) = (read_ask(&visit, &form).await?, PublishedPartners::read(&visit.context).await?);
    let busy = vec![visit.wrong("name_en", "office-partners-busy")];
    Ok(conflict(page(&visit, &ask, &published, PartnerFields::typed(&form), busy).await?))
}

async fn accept_into(visit: &Visit, form: &Form, published: PublishedPartners) -> Result<Option<Response>, Failure> {
    let (context, now) = (&visit.context, visit.caller.now);
    let ask = match read_ask(visit, form).await {
        Err(Failure::Changed) => {
            // The button was pressed twice: the organization is a partner, and the person its contact.
            let partner = published.typed_in(visit, form).ok_or(Failure::Changed)?;
            let contact = accepted(visit, form).await?.filter(|contact| contact.partner == partner.slug);
            contact.ok_or(Failure::Changed)?;
            return Ok(Some(visit.to(&format!("/partners/{}?saved=1", partner.slug))));
        }
        asked => asked?,
    };
    let partner = match new_partner(visit, form, &published) {
        Ok(partner) => partner,
        Err(wrong) => return page(visit, &ask, &published, PartnerFields::typed(form), wrong).await.map(Some),
    };
    if context.office.contact(&ask.email).await?.is_some() {
        let wrong = vec![visit.wrong("name_en", "office-partners-contact-there")];
        return page(visit, &ask, &published, PartnerFields::typed(form), wrong).await.map(Some);
    }
    let partner_slug = partner.slug.clone();
    let contact = Contact { email: ask.email, locale: ask.locale, partner: partner_slug, since: now, written_at: None };
    let entry = visit.caller.did(Action::PartnerAccepted, published.about(&partner));
    let to = format!("/partners/{}?saved=1", partner.slug);
    let change = published.change(&published.with(partner));
    let welcomed = (&contact, &welcome(visit, &contact));
    let done = context.office.accept_partner(&context.pledges, &change, welcomed, &entry).await?;
    Ok(took_effect(context, done).await?.then(|| visit.to(&to)))
}

/// `POST /organizer/{lang}/partners/refuse`: erases the ask and the person's address.
pub(crate) async fn refuse(visit: Visit, form: Form) -> Answer {
    let Some(ask) = read_refused(&visit, &form).await? else { return Ok(visit.to(SAVED)) };
    let about = format!("{} / {}", ask.organization.name_en, ask.organization.name_fr);
    let entry = visit.caller.did(Action::PartnerRefused, about);
    visit.context.office.refuse_partner(&ask.email, &entry).await?;
    Ok(visit.to(SAVED))
}

/// `POST /organizer/{lang}/partners/refuse/domain`: erases all asks from an ask's mail domain, after a preview.
pub(crate) async fn refuse_domain(visit: Visit, form: Form) -> Answer {
    let is_preview = form.get("step") != "refuse";
    let ask = match read_refused(&visit, &form).await? {
        Some(ask) => ask,
        None if is_preview => return Err(Failure::Changed),
        // Only if all of them are gone did the first of two presses refuse them.
        None if of_domain(&visit, &address(&form)?).await?.is_empty() => return Ok(visit.to(SAVED)),
        None => return Err(Failure::Changed),
    };
    let (t, asks) = (visit.texts(), of_domain(&visit, &ask.email).await?);
    let domain = MailDomain::of(&ask.email);
    // Asks that came after the preview are shown before they are refused.
    if !is_preview && form.parse::<usize>("count")? == asks.len() {
        let entry = visit.caller.did(Action::PartnersRefused, format!("{domain}: {}", asks.len()));
        let emails: Vec<_> = asks.into_iter().map(|ask| ask.email).collect();
        work_within_request("refused asks", visit.context.office.refuse_partners(&emails, &entry)).await;
        return Ok(visit.to(SAVED));
    }
    let name = |ask: &WaitingAsk| ask.organization.name(visit.locale).to_string();
    let more = asks.len().saturating_sub(NAMED);
    let page = RefusePage {
        frame: visit.frame(OfficePage::Partners, "office-asks-refuse-all", "/partners"),
        email: ask.email.to_string(),
        count: asks.len(),
        says: t.with("office-asks-refuse-count", [("count", asks.len().into()), ("domain", domain.as_str().into())]),
        is_great: is_great_provider(domain.as_str()),
        names: asks.iter().take(NAMED).map(name).collect(),
        more: (more > 0).then(|| t.with("office-asks-refuse-more", [("count", more.into())])),
    };
    Ok(answer(&page.frame, &page))
}
