//! The list of recipients, and the form that adds one. A recipient's secret is shown once, in the answer to the form.

use askama::Template;
use axum::response::Response;
use campaigns::named_in_consent;
use domain::locale::Locale;
use domain::office::audit::{Action, Entry};
use domain::webhooks::event::Subject;
use domain::webhooks::recipient::{HookKind, HookState, Recipient};
use domain::webhooks::signature::SigningKeys;
use futures::future::join_all;
use http::Uri;
use pages::FieldMessage;
use store::{HookFate, HookKeys, StoreError};

use crate::visit::form::Form;
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Visit, answer};
use crate::webhooks::new_recipient::{listed, read, subject_field};

#[derive(Template)]
#[template(path = "webhooks/recipients.html")]
struct RecipientsPage<'a> {
    frame: OfficeFrame<'a>,
    rows: Vec<RecipientRow>,
    /// The sentence about recipients that cannot be read, if there are any.
    unread: Option<String>,
    removed: bool,
    form: &'a Form,
    /// The organizations that the consent names, as one text; empty when it names none.
    named: String,
}

impl RecipientsPage<'_> {
    fn typed(&self, field: &str) -> &str {
        self.form.get(field)
    }

    fn is_action_network(&self) -> bool {
        self.form.get("kind") == HookKind::ActionNetwork.name()
    }

    /// Lists each subject's field, the key of its label, and whether it is chosen.
    fn subjects(&self) -> Vec<(&'static str, &'static str, bool)> {
        let row = |subject: &Subject| {
            let (field, label) = subject_field(*subject);
            (field, label, !self.form.get(field).is_empty())
        };
        Subject::ALL.iter().map(row).collect()
    }
}

struct RecipientRow {
    id: String,
    name: String,
    subjects: String,
    /// A key of the texts.
    state: &'static str,
}

#[derive(Template)]
#[template(path = "webhooks/keys.html")]
struct KeysPage<'a> {
    frame: OfficeFrame<'a>,
    id: String,
    secret: String,
    public_key: String,
    lede: &'static str,
}

/// The key of a state's sentence.
pub(crate) const fn state_key(state: HookState) -> &'static str {
    match state {
        HookState::On => "office-hook-state-on",
        HookState::Paused => "office-hook-state-paused",
        HookState::Gone => "office-hook-state-gone",
        HookState::Removed => "office-hook-state-removed",
    }
}

/// The key of the sentence about an interface whose answers cannot be read, so that nobody knows who left there.
pub(crate) fn unread_key(recipient: &Recipient) -> Option<&'static str> {
    recipient.unread_at.filter(|_| recipient.state == HookState::On).map(|_| "office-hook-state-unread")
}

/// Returns a recipient's name in the page's language.
pub(crate) fn name_of(recipient: &Recipient, locale: Locale) -> String {
    let [en, fr] = &recipient.names;
    match locale {
        Locale::En => en.clone(),
        Locale::Fr => fr.clone(),
    }
}

/// Names the subjects that a recipient asked for, as one text.
pub(crate) fn subjects_of(visit: &Visit, recipient: &Recipient) -> String {
    let label = |subject: &Subject| visit.texts().get(subject_field(*subject).1);
    recipient.subjects.iter().map(label).collect::<Vec<_>>().join("; ")
}

/// `GET /organizer/{lang}/webhooks`
pub(crate) async fn show(visit: Visit, uri: Uri) -> Answer {
    page(&visit, &Form::default(), Vec::new(), uri.query() == Some("removed=1")).await
}

/// The key of the sentence about a recipient that does not get its messages; `None` if it gets them.
pub(crate) async fn trouble(visit: &Visit, recipient: &Recipient) -> Result<Option<&'static str>, StoreError> {
    let rests = recipient.rests_until.is_some_and(|until| visit.caller.now < until);
    Ok(match recipient.state {
        HookState::Gone => Some(state_key(HookState::Gone)),
        HookState::Paused | HookState::Removed => None,
        HookState::On if rests => Some("office-hook-state-rests"),
        HookState::On if unread_key(recipient).is_some() => unread_key(recipient),
        HookState::On => {
            let failed = visit.context.office.deliveries(recipient.id, HookFate::Failed, None, 1).await?;
            // The sentence names partners as they are called now; a recipient keeps the names that it was added with.
            let is_left_out = recipient.wants(Subject::Consents) && !named(visit).contains(&recipient.names);
            let missed = (failed.items.len() + failed.unread > 0).then_some("office-hook-state-missed");
            missed.or(is_left_out.then_some("office-hook-state-not-named"))
        }
    })
}

async fn page(visit: &Visit, form: &Form, wrong: Vec<FieldMessage>, removed: bool) -> Answer {
    let mut rows = Vec::new();
    let recipients = visit.context.office.recipients().await?;
    let troubles = join_all(recipients.items.iter().map(|recipient| trouble(visit, recipient))).await;
    for (recipient, trouble) in recipients.items.iter().zip(troubles) {
        rows.push(RecipientRow {
            id: recipient.id.to_string(),
            name: name_of(recipient, visit.locale),
            subjects: subjects_of(visit, recipient),
            state: trouble?.unwrap_or(state_key(recipient.state)),
        });
    }
    let page = RecipientsPage {
        rows,
        unread: visit.unread("office-hook-unread", recipients.unread),
        frame: visit.frame(OfficePage::Webhooks, "office-hook-title", "/webhooks").with_errors(wrong),
        removed,
        form,
        named: listed(&named(visit)),
    };
    Ok(answer(&page.frame, &page))
}

/// Lists the organizations that the consent names now.
fn named(visit: &Visit) -> Vec<[String; 2]> {
    let context = &visit.context;
    named_in_consent(context.site.campaign(), [context.texts(Locale::En), context.texts(Locale::Fr)])
}

/// `POST /organizer/{lang}/webhooks`: adds a recipient, and shows its secret once.
pub(crate) async fn add(visit: Visit, form: Form) -> Answer {
    let others = visit.context.office.hook_addresses().await?;
    let (recipient, keys) = match read(&visit, &form, &others, &named(&visit)) {
        Ok(read) => read,
        Err(wrong) => return page(&visit, &form, wrong, false).await,
    };
    let entry = entry(&visit, Action::RecipientAdded, &recipient);
    visit.context.office.add_recipient(&recipient, &keys, &entry).await?;
    match keys {
        HookKeys::Signing(keys) => Ok(show_keys(&visit, &recipient, &keys.current, "office-hook-keys-lede")),
        HookKeys::Interface(_) => Ok(visit.to(&format!("/webhooks/{}", recipient.id))),
    }
}

/// Shows keys, which no later page shows.
pub(crate) fn show_keys(visit: &Visit, recipient: &Recipient, keys: &SigningKeys, lede: &'static str) -> Response {
    let page = KeysPage {
        frame: visit.frame(OfficePage::Webhooks, "office-hook-keys-title", "/webhooks"),
        id: recipient.id.to_string(),
        secret: keys.secret.expose().to_owned(),
        public_key: keys.public().unwrap_or_default(),
        lede,
    };
    answer(&page.frame, &page)
}

/// Names a recipient for the log: its id, which leads to its page, its address and its names.
pub(crate) fn about(recipient: &Recipient) -> String {
    let Recipient { id, address, names: [en, fr], .. } = recipient;
    format!("{id} {address} {en} / {fr}")
}

/// Makes an entry for the log about a recipient.
pub(crate) fn entry(visit: &Visit, action: Action, recipient: &Recipient) -> Entry {
    visit.caller.did(action, about(recipient))
}
