//! The letter before it goes, with its three ways: the writer's mail program, the campaign, and paper.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use campaigns::Texts;
use domain::mail::letter::Addressee;
use domain::mail::official::{Official, Recipients};
use domain::pledge::Signer;
use http::StatusCode;
use jiff::Timestamp;
use pages::{Frame, Mailto, private};
use store::LetterOutcome;

use crate::context::Context;
use crate::delivery::{Delivery, delivery, owe_letter, recipients};
use crate::failure::Failure;
use crate::form::LetterForm;
use crate::text::{Letter, paragraphs, subject};
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
    print_button: &'static str,
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
    /// The style of this letter's first button. One button on the page looks primary.
    button: &'static str,
    /// The mail that the campaign sends, where the writer asked for it just now.
    sent: Option<SentMail>,
}

/// The ways of a letter whose addressee has a mail address.
struct ByMail {
    link: Mailto,
    says: String,
    copy: Option<String>,
    through_campaign: Delivery,
}

/// A mail as it goes out: its head, and the lines below the letter. Nothing of it is kept for the page.
struct SentMail {
    /// Labels and values.
    head: Vec<(String, String)>,
    footer: [String; 3],
}

impl Part {
    /// Whether the writer may still choose how the letter is mailed.
    fn may_be_mailed(&self) -> bool {
        self.by_mail.as_ref().is_some_and(|by_mail| !by_mail.through_campaign.is_done)
    }
}

/// The look of the button that is offered first, and of all others.
const BUTTONS: [&str; 2] = ["button", "button quiet"];

/// `POST /{lang}/letter/{code}`: shows the edited letter with its ways.
pub(crate) async fn review_letter(State(context): State<Arc<Context>>, form: LetterForm) -> Response {
    let visitor = visitor(&context, &form.typed.token).await;
    if let Some(locale) = form.typed.write {
        return form.turned(&context, &visitor, locale).await.private();
    }
    if form.typed.changes {
        return form.compose(&context, &visitor).private();
    }
    match form.letter(&context, &visitor) {
        Ok(letter) => review_page(&context, &form, &letter, visitor, StatusCode::OK, None).await,
        Err(errors) => form.compose(&context, &visitor).with_errors(errors).private(),
    }
}

/// `POST /{lang}/letter/{code}/send`: sends the letter through the campaign, once.
pub(crate) async fn send_letter(State(context): State<Arc<Context>>, form: LetterForm) -> Response {
    let visitor = visitor(&context, &form.typed.token).await;
    let letter = match form.letter(&context, &visitor) {
        Ok(letter) => letter,
        Err(errors) => return form.compose(&context, &visitor).with_errors(errors).private(),
    };
    let Ok(addressee) = form.typed.to.parse() else {
        return review_page(&context, &form, &letter, visitor, StatusCode::UNPROCESSABLE_ENTITY, None).await;
    };
    if let Some(wrong) = form.typed.web_address(context.texts(form.locale), addressee) {
        return form.compose(&context, &visitor).with_errors(vec![wrong]).private();
    }
    let page = async |visitor: Visitor, status: StatusCode, sent: Option<(Addressee, Timestamp)>| {
        review_page(&context, &form, &letter, visitor, status, sent).await
    };
    match &visitor {
        Ok(Some((claims, _))) => match owe_letter(&context, &form, &letter, claims, addressee).await {
            // The pledge may have changed in the meantime. The page says how it stands now.
            Ok(Some(LetterOutcome::Gone)) => page(Err(Failure::PledgeGone), StatusCode::GONE, None).await,
            Ok(Some(LetterOutcome::Asked(at))) => page(visitor, StatusCode::OK, Some((addressee, at))).await,
            Ok(Some(LetterOutcome::There(_))) => page(visitor, StatusCode::OK, None).await,
            Ok(Some(LetterOutcome::NotCounted | LetterOutcome::LivesElsewhere) | None) => {
                page(visitor, StatusCode::CONFLICT, None).await
            }
            Err(failure) => page(Err(failure), failure.row().status(), None).await,
        },
        Ok(None) => page(visitor, StatusCode::FORBIDDEN, None).await,
        Err(failure) => {
            let status = failure.row().status();
            page(visitor, status, None).await
        }
    }
}

/// Shows the letter with its ways. `sent` names the letter that was asked for just now, and since when it is.
async fn review_page(
    context: &Context,
    form: &LetterForm,
    letter: &Letter,
    visitor: Visitor,
    status: StatusCode,
    sent: Option<(Addressee, Timestamp)>,
) -> Response {
    let t = context.texts(form.locale);
    let action = format!("/{}/letter/{}", form.locale, form.seat.riding.code);
    let mut parts: Vec<Part> = Addressee::ALL.into_iter().filter_map(|to| part(context, form, letter, to)).collect();
    for part in &mut parts {
        if let Some(by_mail) = &mut part.by_mail {
            by_mail.through_campaign = delivery(context, form, part.addressee, &visitor).await;
        }
        if let (Some((addressee, at)), Ok(Some((_, signer)))) = (sent, &visitor)
            && part.addressee == addressee
        {
            part.sent = sent_mail(context, form, letter, signer, addressee, at);
        }
    }
    let first = parts.iter().position(Part::may_be_mailed);
    if let Some(part) = first.and_then(|first| parts.get_mut(first)) {
        part.button = BUTTONS[0];
    }
    let is_on_paper = first.is_none() && parts.first().is_some_and(|part| part.by_mail.is_none());
    let is_copied = form.seat.copied(&context.site.campaign().officials).is_some();
    let query = if matches!(visitor, Ok(Some(_))) { format!("?token={}", form.typed.token) } else { String::new() };
    let path = format!("/letter/{}{query}", form.seat.riding.code);
    let deliveries = parts.iter().filter_map(|part| Some(&part.by_mail.as_ref()?.through_campaign));
    let done: Vec<_> = deliveries.filter(|delivery| delivery.is_done).map(|delivery| delivery.says.clone()).collect();
    let said = match (sent, done.is_empty()) {
        (Some(_), _) => "sent",
        (None, false) => "earlier",
        (None, true) => "review",
    };
    let page = ReviewPage {
        frame: Frame::new(&context.site, form.locale, t.get(&format!("letter-{said}-title")), &path).noindex(),
        lede: t.get(&format!("letter-{said}-lede")),
        done,
        action,
        carried_fields: form.typed.carried_fields(),
        parts,
        print_button: BUTTONS[usize::from(!is_on_paper)],
        on_paper: t.get(if is_copied { "letter-print-body" } else { "letter-print-body-plain" }),
    };
    let response = private(status, &page);
    match visitor {
        Err(failure) => failure.row().answer(response),
        Ok(_) => response,
    }
}

/// The letter to an addressee; `None` where nothing goes to them.
fn part(context: &Context, form: &LetterForm, letter: &Letter, addressee: Addressee) -> Option<Part> {
    let (t, seat) = (context.texts(form.locale), &form.seat);
    let words = letter.to(addressee)?;
    let text = letter.signed(words);
    let subject = subject(context.texts(letter.locale), addressee, seat.riding.name(letter.locale));
    let officials = &context.site.campaign().officials;
    let minister = seat.copied(officials);
    let (title, no_mail, copy) = match addressee {
        Addressee::Member => {
            let title = match seat.member() {
                Some(member) => t.with("letter-to-member", [("name", member.name.as_str().into())]),
                None => t.with("letter-to-office", [("riding", seat.riding.shown(form.locale).into())]),
            };
            let no_mail = t.with("letter-mail-none", [("name", seat.holder(t).into())]);
            (title, no_mail, minister.map(|minister| copy_says(t, minister)))
        }
        Addressee::PrimeMinister => {
            let office = seat.commented(officials).map_or("", |official| official.office(form.locale));
            let with_office = |key: &str| t.with(key, [("office", office.into())]);
            (with_office("letter-to-prime-minister"), with_office("letter-comment-mail-none"), None)
        }
    };
    let by_mail = recipients(context, seat, addressee)
        .map(|recipients| ByMail::new(t, &recipients, Mailto::new(&recipients, &subject, &text), copy));
    Some(Part {
        addressee,
        title,
        lang: letter.locale.tag(),
        paragraphs: [paragraphs(words), vec![letter.signature().join("\n")]].concat(),
        text,
        by_mail,
        no_mail,
        button: BUTTONS[1],
        sent: None,
    })
}

/// The mail that the mailer makes of a letter, for its writer to see.
fn sent_mail(
    context: &Context,
    form: &LetterForm,
    letter: &Letter,
    signer: &Signer,
    addressee: Addressee,
    at: Timestamp,
) -> Option<SentMail> {
    let recipients = recipients(context, &form.seat, addressee)?;
    let (t, own) = (context.texts(form.locale), context.texts(letter.locale));
    let campaign = context.site.campaign();
    let to = match (addressee, &campaign.officials.prime_minister) {
        (Addressee::PrimeMinister, Some(prime_minister)) => prime_minister.office(form.locale).to_owned(),
        (Addressee::PrimeMinister | Addressee::Member, _) => form.seat.holder(t),
    };
    let copies: Vec<String> = recipients.cc.iter().map(ToString::to_string).collect();
    let name = letter.name.as_str();
    let head = [
        ("to", format!("{to} <{}>", recipients.to)),
        ("copies", if copies.is_empty() { t.get("letter-sent-no-copies") } else { copies.join(", ") }),
        ("from", own.with("campaign-letter-from", [("name", name.into())])),
        ("answers", signer.draft.email.to_string()),
        ("subject", subject(own, addressee, form.seat.riding.name(letter.locale))),
        ("at", t.moment(at)),
    ];
    Some(SentMail {
        head: head.into_iter().map(|(key, value)| (t.get(&format!("letter-sent-{key}")), value)).collect(),
        footer: [
            own.with("campaign-letter-why", [("name", name.into())]),
            own.get("campaign-organization"),
            campaign.organization.postal_address(letter.locale).to_owned(),
        ],
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

    /// The style of the button that opens the mail program. It is the letter's first button unless the campaign offers to send.
    const fn button(&self, first: &'static str) -> &'static str {
        if self.through_campaign.is_offered { BUTTONS[1] } else { first }
    }
}
