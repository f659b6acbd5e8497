//! The letter as it goes, and its three ways: one's own mail program, through the campaign, on paper.

use std::sync::Arc;

use askama::Template;
use axum::extract::{FromRequest, FromRequestParts as _, Request, State};
use axum::response::{Html, IntoResponse, Response};
use campaigns::Texts;
use domain::keys::token::Claims;
use domain::locale::Locale;
use domain::mail::correspondence::{Correspondent, Way};
use domain::mail::letter::{Addressee, LetterId, LetterText};
use domain::mail::official::{Official, Recipients};
use domain::pledge::Signer;
use domain::tally::riding::Place;
use http::StatusCode;
use http::header::CACHE_CONTROL;
use pages::{FieldMessage, Frame};
use store::{LetterState, Queued, QueuedLetter};
use web::{Lang, MediaType, NO_STORE, read_body_up_to};

use crate::compose::ComposePage;
use crate::desk::Desk;
use crate::failure::{Answer, Failure};
use crate::mailto::Mailto;
use crate::text::{Letter, Seat, Typed};

/// The longest form: every part of a letter at its limit, in characters that take twelve bytes of a form each, is within it.
pub(crate) const FORM_MAX_BYTES: usize = 128 * 1024;

/// Who came, or why their link does not work.
pub(crate) type Visitor = Result<Option<(Claims, Signer)>, Failure>;

#[derive(Template)]
#[template(path = "review.html")]
struct ReviewPage<'a> {
    frame: Frame<'a>,
    lede: String,
    /// What went, or is about to.
    done: Vec<String>,
    /// The path that the letter is posted to.
    action: String,
    /// What every form carries on.
    kept: Vec<(&'static str, &'a str)>,
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
    /// Why it cannot be mailed.
    no_mail: String,
}

/// What can be done with a letter whose addressee has an address.
struct ByMail {
    link: Mailto,
    says: String,
    copy: Option<String>,
    through: Through,
}

/// Whether the campaign sends it, in words.
#[derive(Default)]
struct Through {
    says: String,
    offers: bool,
    /// It was sent, or is about to be.
    is_done: bool,
    link: Option<(String, String)>,
}

/// What is posted to a letter's address.
pub(crate) struct Asked {
    pub(crate) locale: Locale,
    pub(crate) seat: Seat,
    pub(crate) typed: Typed,
}

impl<S: Send + Sync> FromRequest<S> for Asked {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        let Lang(locale) = Lang::from_request_parts(&mut parts, state).await?;
        let seat = Seat::from_request_parts(&mut parts, state).await?;
        let body = read_body_up_to(FORM_MAX_BYTES, MediaType::Form, &parts.headers, body).await?;
        Ok(Self { locale, seat, typed: Typed::read(&body, locale) })
    }
}

impl Asked {
    /// The letter, or all that is wrong with it, in the page's language.
    pub(crate) fn letter(&self, desk: &Desk, visitor: &Visitor) -> Result<Letter, Vec<FieldMessage>> {
        self.typed.parse(desk.texts(self.locale), known(visitor))
    }

    /// The page where it is written, with everything that was typed.
    pub(crate) fn compose<'a>(&self, desk: &'a Desk, visitor: &Visitor) -> ComposePage<'a> {
        ComposePage::new(desk, self.locale, self.seat, self.typed.clone(), known(visitor))
    }
}

/// The signer whose link to their pledge opened the page.
fn known(visitor: &Visitor) -> Option<&Signer> {
    visitor.as_ref().ok()?.as_ref().map(|(_, signer)| signer)
}

/// `POST /{lang}/letter/{code}`: the letter as edited, with its ways.
pub(crate) async fn show(State(desk): State<Arc<Desk>>, asked: Asked) -> Response {
    let visitor = desk.visitor(&asked.typed.token).await;
    if asked.typed.changes {
        return asked.compose(&desk, &visitor).private();
    }
    match asked.letter(&desk, &visitor) {
        Ok(letter) => review(&desk, &asked, &letter, visitor, StatusCode::OK).await,
        Err(errors) => asked.compose(&desk, &visitor).with_errors(errors).private(),
    }
}

/// `POST /{lang}/letter/{code}/send`: through the campaign, once.
pub(crate) async fn send(State(desk): State<Arc<Desk>>, asked: Asked) -> Answer {
    let visitor = desk.visitor(&asked.typed.token).await;
    let letter = match asked.letter(&desk, &visitor) {
        Ok(letter) => letter,
        Err(errors) => return Ok(asked.compose(&desk, &visitor).with_errors(errors).private()),
    };
    let addressee = asked.typed.to.parse().map_err(|_| Failure::AddresseeUnknown)?;
    let links = asked.typed.web_addresses(desk.texts(asked.locale), addressee);
    if !links.is_empty() {
        return Ok(asked.compose(&desk, &visitor).with_errors(links).private());
    }
    Ok(match &visitor {
        Ok(Some((claims, _))) => match queue(&desk, &asked, &letter, claims, addressee).await {
            // What the signer is may have changed meanwhile: the page says what they are now.
            Ok(Some(Queued::Gone)) => review(&desk, &asked, &letter, Err(Failure::PledgeGone), StatusCode::GONE).await,
            Ok(Some(Queued::There(_))) => review(&desk, &asked, &letter, visitor, StatusCode::OK).await,
            Ok(Some(Queued::NotCounted | Queued::LivesElsewhere) | None) => {
                review(&desk, &asked, &letter, visitor, StatusCode::CONFLICT).await
            }
            Err(failure) => review(&desk, &asked, &letter, Err(failure), failure.status()).await,
        },
        Ok(None) => review(&desk, &asked, &letter, visitor, StatusCode::FORBIDDEN).await,
        Err(failure) => {
            let status = failure.status();
            review(&desk, &asked, &letter, visitor, status).await
        }
    })
}

/// Leaves the letter for the mailer; `None` where the campaign sends none, as the page that follows says.
async fn queue(
    desk: &Desk,
    asked: &Asked,
    letter: &Letter,
    claims: &Claims,
    addressee: Addressee,
) -> Result<Option<Queued>, Failure> {
    let blocks = match addressee {
        Addressee::Member => Some(letter.blocks()),
        Addressee::PrimeMinister => letter.comment_blocks(&desk.site),
    };
    let text = blocks.and_then(|blocks| LetterText::parse(&blocks.join("\n\n")).ok());
    let (Some(text), Some(_), true) = (text, recipients(desk, asked.seat, addressee), is_open(desk)) else {
        return Ok(None);
    };
    let (riding, asked_at) = (asked.seat.riding.code, desk.now());
    if desk.office.way_to(Correspondent::of(addressee, riding)).await? != Way::Open {
        return Ok(None);
    }
    let letter = QueuedLetter { text, postal_code: letter.postal_code, locale: letter.locale, riding, asked_at };
    Ok(Some(desk.pledges.queue_letter(claims, addressee, &letter, desk.entropy.number()).await?))
}

fn is_open(desk: &Desk) -> bool {
    desk.site.campaign().is_open(desk.now())
}

fn recipients(desk: &Desk, seat: Seat, addressee: Addressee) -> Option<Recipients> {
    desk.site.campaign().officials.recipients(addressee, seat.email().as_ref())
}

async fn review(desk: &Desk, asked: &Asked, letter: &Letter, visitor: Visitor, status: StatusCode) -> Response {
    let (t, seat) = (desk.texts(asked.locale), asked.seat);
    let action = format!("/{}/letter/{}", asked.locale, seat.riding.code);
    let mut parts = vec![to_member(desk, asked, letter)];
    parts.extend(to_prime_minister(desk, t, letter));
    for part in &mut parts {
        if let Some(by_mail) = &mut part.by_mail {
            by_mail.through = through(desk, asked, part.addressee, &visitor).await;
        }
    }
    let is_copied = desk.site.campaign().officials.minister.is_some();
    let query = if matches!(visitor, Ok(Some(_))) { format!("?token={}", asked.typed.token) } else { String::new() };
    let path = format!("/letter/{}{query}", seat.riding.code);
    let throughs = parts.iter().filter_map(|part| Some(&part.by_mail.as_ref()?.through));
    let done: Vec<_> = throughs.filter(|through| through.is_done).map(|through| through.says.clone()).collect();
    let (title, lede) = if done.is_empty() {
        ("letter-review-title", "letter-review-lede")
    } else {
        ("letter-sent-title", "letter-sent-lede")
    };
    let page = ReviewPage {
        frame: Frame::new(&desk.site, asked.locale, t.get(title), &path).noindex(),
        lede: t.get(lede),
        done,
        action,
        kept: asked.typed.kept(),
        parts,
        on_paper: t.get(if is_copied { "letter-print-body" } else { "letter-print-body-plain" }),
    };
    let html = page.render().expect("templates render from memory");
    let response = (status, [(CACHE_CONTROL, NO_STORE)], Html(html)).into_response();
    match visitor {
        Err(failure) => failure.told((failure.status(), response).into_response()),
        Ok(_) => response,
    }
}

fn to_member(desk: &Desk, asked: &Asked, letter: &Letter) -> Part {
    let (t, seat) = (desk.texts(asked.locale), asked.seat);
    let riding = seat.riding.name(letter.locale);
    let subject = desk.texts(letter.locale).with("campaign-letter-subject", [("riding", riding.into())]);
    let officials = &desk.site.campaign().officials;
    let text = letter.text();
    Part {
        addressee: Addressee::Member,
        title: match seat.member {
            Some(member) => t.with("letter-to-member", [("name", member.name.into())]),
            None => t.with("letter-to-office", [("riding", seat.riding.name(asked.locale).into())]),
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
        Self { link, says, copy, through: Through::default() }
    }
}

/// Whether the campaign sends a letter for whoever came. It never promises what it would then refuse.
async fn through(desk: &Desk, asked: &Asked, addressee: Addressee, visitor: &Visitor) -> Through {
    let (t, seat) = (desk.texts(asked.locale), asked.seat);
    let name = seat.holder(t);
    let about = |key: &str| t.with(key, [("to", addressee.name().into()), ("name", name.as_str().into())]);
    let says = |says: String| Through { says, ..Through::default() };
    let (claims, signer) = match visitor {
        Ok(Some(visitor)) => visitor,
        Ok(None) => {
            let link = Some((t.get("back-to-form"), format!("/{}#sign", asked.locale)));
            return Through { link, ..says(t.get("letter-through-sign-first")) };
        }
        Err(failure) => return says(failure.sentence(desk, asked.locale)),
    };
    let id = LetterId { signer: claims.signer, submission: claims.submission, addressee };
    match desk.pledges.letter_state(&id).await {
        Ok(Some(LetterState::Waiting)) => return Through { is_done: true, ..says(about("letter-through-waiting")) },
        Ok(Some(LetterState::Sent)) => return Through { is_done: true, ..says(about("letter-through-sent")) },
        Ok(Some(LetterState::Held)) => return says(about("letter-through-held")),
        Ok(Some(LetterState::Refused)) => return says(about("letter-through-refused")),
        Ok(Some(LetterState::NotSent)) => return says(about("letter-through-not-sent")),
        Ok(None) => {}
        Err(error) => return says(Failure::from(error).sentence(desk, asked.locale)),
    }
    if signer.invalidated.is_some() {
        let contact = desk.site.campaign().organization.contact_email.as_str();
        return says(t.with("letter-through-not-counted", [("contact", contact.into())]));
    }
    if !is_open(desk) {
        return says(t.get("letter-through-closed"));
    }
    match signer.draft.residence.place() {
        Place::Riding(code) if code == seat.riding.code => {
            let way = match desk.office.way_to(Correspondent::of(addressee, code)).await {
                Ok(way) => way,
                Err(error) => return says(Failure::from(error).sentence(desk, asked.locale)),
            };
            let links = asked.typed.web_addresses(t, addressee);
            match way {
                Way::Open if links.is_empty() => Through { offers: true, ..says(about("letter-through-body")) },
                Way::Open => says(t.get("letter-through-link")),
                Way::Paused => says(t.get("letter-through-paused")),
                Way::Answered => says(about("letter-through-answered")),
                Way::NotWanted | Way::NoMailbox => says(about("letter-through-none")),
            }
        }
        Place::Riding(code) => {
            let name = ridings::get(code).map(|riding| riding.name(asked.locale)).unwrap_or_default();
            let riding = |key: &str| t.with(key, [("riding", name.into())]);
            let href = format!("/{}/letter/{code}?token={}", asked.locale, asked.typed.token);
            Through {
                link: Some((riding("letter-through-elsewhere-link"), href)),
                ..says(riding("letter-through-elsewhere"))
            }
        }
        Place::Abroad => says(t.get("letter-through-abroad")),
    }
}
