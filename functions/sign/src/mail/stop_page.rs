//! The pages by which the owner of a mailbox stops mail to it: one button, then an answer.

use askama::Template;
use axum::response::Response;
use domain::keys::token::Purpose;
use domain::locale::Locale;
use pages::{Frame, MessagePage};
use store::MailStop;

use crate::context::Context;
use crate::failure::Answer;
use crate::link::{private_page, verify};

/// The keys of a page's title, its sentence and its button.
pub(crate) type Words = [&'static str; 3];

#[derive(Template)]
#[template(path = "stop_mail.html")]
struct StopPage<'a> {
    frame: Frame<'a>,
    /// The page's path after the language.
    path: &'a str,
    token: &'a str,
    words: Words,
    /// Whether the mail is stopped already. The button then allows it again.
    is_stopped: bool,
}

/// Answers with a page with one button. It changes nothing, since mail scanners open links.
pub(crate) fn page_with_button(
    context: &Context,
    locale: Locale,
    (path, token): (&str, &str),
    words: Words,
    is_stopped: bool,
) -> Response {
    let title = context.texts(locale).get(words[0]);
    let frame = Frame::new(&context.site, locale, title, &format!("{path}?token={token}")).noindex();
    private_page(&StopPage { frame, path, token, words, is_stopped })
}

/// Answers with the page that stops mail to the mailbox of a link, or allows it again.
pub(crate) async fn stop_or_allow(
    context: &Context,
    locale: Locale,
    (path, token): (&str, &str),
    [stop, allow]: [Words; 2],
) -> Answer {
    let claims = verify(context, Purpose::Mailbox, token)?;
    let record = context.pledges.mail_record(claims.mailbox, context.now()).await?;
    let is_stopped = record.is_some_and(|record| matches!(record.stopped, Some((MailStop::Refused, _))));
    Ok(page_with_button(context, locale, (path, token), if is_stopped { allow } else { stop }, is_stopped))
}

/// The way back to the campaign, as [`done`] offers it.
pub(crate) const BACK: (&str, &str) = ("back-to-campaign", "");

/// Answers what was done, by the keys of a title and of sentences. Below them is a link to the campaign: the key of its words,
/// and the part of the page.
pub(crate) fn done(
    context: &Context,
    locale: Locale,
    title: &str,
    says: &[&str],
    (to, part): (&str, &str),
) -> Response {
    let t = context.texts(locale);
    let page = MessagePage::new(&context.site, locale, t.get(title)).leads_to(t.get(to), format!("/{locale}{part}"));
    private_page(&says.iter().fold(page, |page, key| page.says(t.get(key))))
}
