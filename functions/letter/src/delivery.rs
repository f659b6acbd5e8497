//! The way through the campaign: whether it sends a letter for this visitor, and the item that owes the letter.

use domain::keys::token::Claims;
use domain::mail::correspondence::{Correspondent, Way};
use domain::mail::letter::{Addressee, LetterId};
use domain::mail::official::Recipients;
use domain::tally::riding::Place;
use store::{LetterOutcome, LetterState, OwedLetter};

use crate::context::Context;
use crate::failure::Failure;
use crate::form::LetterForm;
use crate::seat::Seat;
use crate::text::Letter;
use crate::visitor::Visitor;

/// The answer to the question whether the campaign sends a letter, in words.
#[derive(Default)]
pub(crate) struct Delivery {
    pub(crate) says: String,
    /// Whether the page has a button that sends it.
    pub(crate) is_offered: bool,
    /// Whether it was sent, or waits for the mailer.
    pub(crate) is_done: bool,
    /// The words and the address of a link that helps.
    pub(crate) link: Option<(String, String)>,
}

/// Leaves the letter for the mailer. It returns `None` where the campaign sends none; the page that follows says why.
pub(crate) async fn owe_letter(
    context: &Context,
    form: &LetterForm,
    letter: &Letter,
    claims: &Claims,
    addressee: Addressee,
) -> Result<Option<LetterOutcome>, Failure> {
    let (Some(text), Some(_), true) =
        (letter.to(addressee), recipients(context, &form.seat, addressee), is_open(context))
    else {
        return Ok(None);
    };
    let text = text.clone();
    let (riding, asked_at) = (form.seat.riding.code, context.now());
    if context.office.way_to(Correspondent::of(addressee, riding), context.site.roster()).await? != Way::Open {
        return Ok(None);
    }
    let letter = OwedLetter { text, postal_code: letter.postal_code, locale: letter.locale, riding, asked_at };
    Ok(Some(context.pledges.owe_letter(claims, addressee, &letter, context.entropy.number()).await?))
}

fn is_open(context: &Context) -> bool {
    context.site.campaign().is_open(context.now())
}

/// The addresses that a letter is mailed to, by the campaign or by its writer.
pub(crate) fn recipients(context: &Context, seat: &Seat, addressee: Addressee) -> Option<Recipients> {
    context.site.campaign().officials.recipients(addressee, seat.riding.code, &seat.holder)
}

/// Finds out whether the campaign sends a letter for this visitor. It never offers a letter that it would then refuse.
pub(crate) async fn delivery(
    context: &Context,
    form: &LetterForm,
    addressee: Addressee,
    visitor: &Visitor,
) -> Delivery {
    let (t, seat) = (context.texts(form.locale), &form.seat);
    let name = seat.holder(t);
    let about = |key: &str| t.with(key, [("to", addressee.name().into()), ("name", name.as_str().into())]);
    let says = |says: String| Delivery { says, ..Delivery::default() };
    let (claims, signer) = match visitor {
        Ok(Some(visitor)) => visitor,
        Ok(None) => {
            let link = Some((t.get("back-to-form"), format!("/{}#sign", form.locale)));
            return Delivery { link, ..says(t.get("letter-through-sign-first")) };
        }
        Err(failure) => return says(failure.row().sentence(t)),
    };
    let id = LetterId { signer: claims.signer, submission: claims.submission, addressee };
    match context.pledges.letter_state(&id).await {
        Ok(Some(LetterState::Waiting)) => return Delivery { is_done: true, ..says(about("letter-through-waiting")) },
        Ok(Some(LetterState::Sent)) => return Delivery { is_done: true, ..says(about("letter-through-sent")) },
        Ok(Some(LetterState::Held)) => return says(about("letter-through-held")),
        Ok(Some(LetterState::Refused)) => return says(about("letter-through-refused")),
        Ok(Some(LetterState::NotSent)) => return says(about("letter-through-not-sent")),
        Ok(None) => {}
        Err(error) => return says(Failure::from(error).row().sentence(t)),
    }
    if signer.invalidated.is_some() {
        let contact = context.site.campaign().organization.contact_email.as_str();
        return says(t.with("letter-through-not-counted", [("contact", contact.into())]));
    }
    if !is_open(context) {
        return says(t.get("letter-through-closed"));
    }
    match signer.draft.residence.place() {
        Place::Riding(code) if code == seat.riding.code => {
            let way = match context.office.way_to(Correspondent::of(addressee, code), context.site.roster()).await {
                Ok(way) => way,
                Err(error) => return says(Failure::from(error).row().sentence(t)),
            };
            match way {
                Way::Open if form.typed.web_address(t, addressee).is_none() => {
                    Delivery { is_offered: true, ..says(about("letter-through-body")) }
                }
                Way::Open => says(t.get("letter-through-link")),
                Way::Paused => says(t.get("letter-through-paused")),
                Way::Answered => says(about("letter-through-answered")),
                Way::NotWanted | Way::NoMailbox => says(about("letter-through-none")),
            }
        }
        Place::Riding(code) => {
            let name = ridings::get(code).map(|riding| riding.shown(form.locale)).unwrap_or_default();
            let riding = |key: &str| t.with(key, [("riding", name.into())]);
            let href = format!("/{}/letter/{code}?token={}", form.locale, form.typed.token);
            Delivery {
                link: Some((riding("letter-through-elsewhere-link"), href)),
                ..says(riding("letter-through-elsewhere"))
            }
        }
        Place::Abroad => says(t.get("letter-through-abroad")),
    }
}
