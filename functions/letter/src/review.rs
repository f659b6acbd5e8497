//! The letter before it goes, with its three ways: the writer's mail program, the campaign, and paper.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use campaigns::Texts;
use domain::mail::letter::Addressee;
use domain::mail::official::{Official, Recipients};
use http::StatusCode;
use http::header::CACHE_CONTROL;
use pages::Frame;
use store::Queued;
use web::NO_STORE;

use crate::delivery::{Delivery, delivery, queue_letter};
use crate::desk::Desk;
use crate::failure::{Answer, Failure};
use crate::form::LetterForm;
use crate::mailto::Mailto;
use crate::text::Letter;
use crate::visitor::{Visitor, visitor};

#[derive(Template)]
#[template(path = "review.html")]
struct ReviewPage<'a> {
    frame: Frame<'a>,
    lede: String,
    /// A sentence for each letter that was sent, or waits for the mailer.
    done: Vec<String>,
    /// The path that the letter is posted to.
    action: String,
    /// The hidden fields of every form on the page.
    carried_fields: Vec<(&'static str, &'a str)>,
    parts: Vec<Part>,
    on_paper: String,
}

/// A letter to one addressee, with its ways.
struct Part {
    addressee: Addressee,
    title: String,
    lang: &'static str,
    text: String,
    paragraphs: Vec<String>,
    by_mail: Option<ByMail>,
    /// The reason why it cannot be mailed.
    no_mail: String,
}

/// The ways of a letter whose addressee has a mail address.
struct ByMail {
    link: Mailto,
    says: String,
    copy: Option<String>,
    through_campaign: Delivery,
}

/// `POST /{lang}/letter/{code}`: shows the edited letter with its ways.
pub(crate) async fn review_letter(State(desk): State<Arc<Desk>>, form: LetterForm) -> Response {
    let visitor = visitor(&desk, &form.typed.token).await;
    if form.typed.changes {
        return form.compose(&desk, &visitor).private();
    }
    match form.letter(&desk, &visitor) {
        Ok(letter) => review_page(&desk, &form, &letter, visitor, StatusCode::OK).await,
        Err(errors) => form.compose(&desk, &visitor).with_errors(errors).private(),
    }
}

/// `POST /{lang}/letter/{code}/send`: sends the letter through the campaign, once.
pub(crate) async fn send_letter(State(desk): State<Arc<Desk>>, form: LetterForm) -> Answer {
    let visitor = visitor(&desk, &form.typed.token).await;
    let letter = match form.letter(&desk, &visitor) {
        Ok(letter) => letter,
        Err(errors) => return Ok(form.compose(&desk, &visitor).with_errors(errors).private()),
    };
    let addressee = form.typed.to.parse().map_err(|_| Failure::AddresseeUnknown)?;
    let links = form.typed.web_addresses(desk.texts(form.locale), addressee);
    if !links.is_empty() {
        return Ok(form.compose(&desk, &visitor).with_errors(links).private());
    }
    Ok(match &visitor {
        Ok(Some((claims, _))) => match queue_letter(&desk, &form, &letter, claims, addressee).await {
            // The pledge may have changed in the meantime. The page says how it stands now.
            Ok(Some(Queued::Gone)) => {
                review_page(&desk, &form, &letter, Err(Failure::PledgeGone), StatusCode::GONE).await
            }
            Ok(Some(Queued::There(_))) => review_page(&desk, &form, &letter, visitor, StatusCode::OK).await,
            Ok(Some(Queued::NotCounted | Queued::LivesElsewhere) | None) => {
                review_page(&desk, &form, &letter, visitor, StatusCode::CONFLICT).await
            }
            Err(failure) => review_page(&desk, &form, &letter, Err(failure), failure.row().status()).await,
        },
        Ok(None) => review_page(&desk, &form, &letter, visitor, StatusCode::FORBIDDEN).await,
        Err(failure) => {
            let status = failure.row().status();
            review_page(&desk, &form, &letter, visitor, status).await
        }
    })
}

async fn review_page(
    desk: &Desk,
    form: &LetterForm,
    letter: &Letter,
    visitor: Visitor,
    status: StatusCode,
) -> Response {
    let (t, seat) = (desk.texts(form.locale), form.seat);
    let action = format!("/{}/letter/{}", form.locale, seat.riding.code);
    let mut parts = vec![to_member(desk, form, letter)];
    parts.extend(to_prime_minister(desk, t, letter));
    for part in &mut parts {
        if let Some(by_mail) = &mut part.by_mail {
            by_mail.through_campaign = delivery(desk, form, part.addressee, &visitor).await;
        }
    }
    let is_copied = desk.site.campaign().officials.minister.is_some();
    let query = if matches!(visitor, Ok(Some(_))) { format!("?token={}", form.typed.token) } else { String::new() };
    let path = format!("/letter/{}{query}", seat.riding.code);
    let deliveries = parts.iter().filter_map(|part| Some(&part.by_mail.as_ref()?.through_campaign));
    let done: Vec<_> = deliveries.filter(|delivery| delivery.is_done).map(|delivery| delivery.says.clone()).collect();
    let (title, lede) = if done.is_empty() {
        ("letter-review-title", "letter-review-lede")
    } else {
        ("letter-sent-title", "letter-sent-lede")
    };
    let page = ReviewPage {
        frame: Frame::new(&desk.site, form.locale, t.get(title), &path).noindex(),
        lede: t.get(lede),
        done,
        action,
        carried_fields: form.typed.carried_fields(),
        parts,
        on_paper: t.get(if is_copied { "letter-print-body" } else { "letter-print-body-plain" }),
    };
    let html = page.render().expect("templates render from memory");
    let response = (status, [(CACHE_CONTROL, NO_STORE)], Html(html)).into_response();
    match visitor {
        Err(failure) => failure.row().answer(response),
        Ok(_) => response,
    }
}

fn to_member(desk: &Desk, form: &LetterForm, letter: &Letter) -> Part {
    let (t, seat) = (desk.texts(form.locale), form.seat);
    let riding = seat.riding.name(letter.locale);
    let subject = desk.texts(letter.locale).with("campaign-letter-subject", [("riding", riding.into())]);
    let officials = &desk.site.campaign().officials;
    let text = letter.text();
    Part {
        addressee: Addressee::Member,
        title: match seat.member {
            Some(member) => t.with("letter-to-member", [("name", member.name.into())]),
            None => t.with("letter-to-office", [("riding", seat.riding.shown(form.locale).into())]),
        },
        lang: letter.locale.tag(),
        by_mail: officials.recipients(Addressee::Member, seat.email().as_ref()).map(|recipients| {
            let copy = officials.minister.as_ref().map(|minister| copy_says(t, minister));
            ByMail::new(t, &recipients, Mailto::new(&recipients, &subject, &text), copy)
        }),
        no_mail: t.with("letter-mail-none", [("name", seat.holder(t).into())]),
        paragraphs: [letter.blocks(), vec![letter.signature().join("\n")]].concat(),
        text,
    }
}

fn to_prime_minister(desk: &Desk, t: &Texts, letter: &Letter) -> Option<Part> {
    let text = letter.comment_text(&desk.site)?;
    let subject = desk.texts(letter.locale).get("campaign-letter-comment-subject");
    let recipients = desk.site.campaign().officials.recipients(Addressee::PrimeMinister, None);
    Some(Part {
        addressee: Addressee::PrimeMinister,
        title: t.get("letter-to-prime-minister"),
        lang: letter.locale.tag(),
        by_mail: recipients
            .map(|recipients| ByMail::new(t, &recipients, Mailto::new(&recipients, &subject, &text), None)),
        no_mail: t.get("letter-comment-mail-none"),
        paragraphs: [letter.comment_blocks(&desk.site).unwrap_or_default(), vec![letter.signature().join("\n")]]
            .concat(),
        text,
    })
}

fn copy_says(t: &Texts, minister: &Official) -> String {
    let key = if minister.email.is_some() { "letter-cc" } else { "letter-cc-none" };
    t.with(key, [("office", minister.office(t.locale()).into())])
}

impl ByMail {
    fn new(t: &Texts, recipients: &Recipients, link: Mailto, copy: Option<String>) -> Self {
        let key = if link.is_whole { "letter-mail-body" } else { "letter-mail-long" };
        let says = t.with(key, [("to", recipients.to.to_string().into())]);
        Self { link, says, copy, through_campaign: Delivery::default() }
    }
}
