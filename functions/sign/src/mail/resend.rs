//! Sending a form once more from the page "check your mail", also to a corrected address.

use domain::ids::NetworkCode;
use domain::locale::Locale;
use domain::pledge::Draft;
use pages::Embedding;

use crate::context::Context;
use crate::failure::{Answer, Failure};
use crate::faults::Faults;
use crate::form::FormFields;
use crate::mail::check_mail::{CheckMailPage, redirect_to_check_mail, wait_minutes};
use crate::person::parse_email;

/// Sends the page's form once more as a new submission, to the same address or to another one (`email`).
pub(crate) async fn send_again(
    context: &Context,
    locale: Locale,
    fields: &FormFields,
    embedding: Option<&Embedding>,
    network: NetworkCode,
) -> Answer {
    let sealed = fields.get("draft");
    let sent = context.open_draft(&sealed).ok_or(Failure::DraftExpired)?;
    if context.pledges.is_spent(sent.submission).await? {
        return Err(Failure::DraftSpent);
    }
    let mut draft = Draft { locale, ..sent.draft.clone() };
    if fields.has("email") {
        let typed = fields.get("email");
        let mut faults = Faults::default();
        let Some(email) = parse_email(&typed, &mut faults) else {
            let page = CheckMailPage::new(context, locale, &sealed, embedding);
            return Ok(page.with_faults(&faults).with_email(typed).answer());
        };
        draft.email = email;
    }
    let same = draft.email.is_same_mailbox(&sent.draft.email);
    if same && wait_minutes(&sent, context.now()).is_some() {
        return Ok(redirect_to_check_mail(locale, &sealed, embedding, "&early=1"));
    }
    // The form that went to the other address stays until it expires. Its link proves a mailbox, and somebody who has only this
    // page must not take that link away from its reader.
    let sealed = context.seal_draft(&context.submit(draft, sent.via, network).await?);
    Ok(redirect_to_check_mail(locale, &sealed, embedding, if same { "&again=1" } else { "" }))
}
