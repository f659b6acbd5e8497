//! The second step at the door: a code, from organizers who switched a second factor on.
//!
//! After the mailed link they are halfway in. They hold a token of that, which lets nobody in by itself.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::keys::session::Halfway;
use domain::locale::Locale;
use domain::office::audit::{Action, Entry};
use domain::office::organizer::Organizer;
use domain::office::second_factor::{Proof, SecondFactor, TypedCode};
use jiff::Timestamp;
use pages::{FieldMessage, Frame};
use store::AfterProof;
use web::Lang;

use crate::context::Context;
use crate::door::session::{signed_in_entry, start_session};
use crate::failure::Failure;
use crate::visit::form::OurForm;
use crate::visit::{Answer, answer};

#[derive(Template)]
#[template(path = "door/code.html")]
struct CodePage<'a> {
    frame: Frame<'a>,
    token: &'a str,
}

/// Asks an organizer who is halfway in for a code.
pub(crate) fn ask_for_code(context: &Context, locale: Locale, halfway: &Halfway) -> Response {
    page(context, locale, context.access.keys().mint_halfway(halfway).expose(), None)
}

fn page(context: &Context, locale: Locale, token: &str, wrong: Option<&'static str>) -> Response {
    let texts = context.texts(locale);
    let error = wrong.map(|key| FieldMessage { field: "code", code: key, message: texts.get(key) });
    let frame = Frame::new(&context.site, locale, texts.get("office-code-title"), "/sign-in").in_office();
    let page = CodePage { frame: frame.with_errors(error.into_iter().collect()), token };
    answer(&page.frame, &page)
}

/// `POST /organizer/{lang}/code`
pub(crate) async fn check(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    OurForm(form, _): OurForm,
) -> Answer {
    let now = context.now();
    let halfway = context.access.keys().verify_halfway(form.get("token"), now)?;
    let organizer = context.office.organizer(&halfway.organizer).await?.ok_or(Failure::LinkDead)?;
    let factor = organizer.second_factor.as_ref().filter(|_| organizer.honours(halfway.since));
    // The factor was switched off, or the organizer signed out elsewhere, in the meantime. Another link leads in.
    let factor = factor.ok_or(Failure::LinkDead)?;
    let proved = prove(&context, &organizer, factor, (form.get("code"), now)).await?;
    let wrong = match proved {
        Ok(proof) => {
            let mut entries = vec![signed_in_entry(&organizer, now)];
            entries.extend(recovery_entry(&organizer, factor, &proof, now));
            let random = context.entropy.sixteen_bytes();
            let used =
                (&proof, AfterProof::Keep(context.access.keys().resealed(&factor.secret, &organizer.email, random)));
            if context.office.use_code(&organizer.email, factor, used, &entries).await? {
                return Ok(start_session(&context, locale, organizer, now));
            }
            "office-code-wrong"
        }
        Err(key) => key,
    };
    Ok(page(&context, locale, form.get("token"), Some(wrong)))
}

/// Checks a typed code and counts the try. Returns the proof, or the key of the sentence that says what is wrong.
pub(crate) async fn prove(
    context: &Context,
    organizer: &Organizer,
    factor: &SecondFactor,
    (typed, now): (&str, Timestamp),
) -> Result<Result<Proof, &'static str>, Failure> {
    let Ok(typed) = typed.parse::<TypedCode>() else { return Ok(Err("office-code-malformed")) };
    if let Some(until) = context.office.try_code(&organizer.email, now).await? {
        let seconds = until.duration_since(now).as_secs().max(1);
        return Err(Failure::TooManyCodes(u32::try_from(seconds).unwrap_or(u32::MAX)));
    }
    let secret = context.access.keys().open(&factor.secret, &organizer.email);
    Ok(factor.proof(&typed, secret.as_ref(), &organizer.email, now).ok_or("office-code-wrong"))
}

/// Makes the entry of a used recovery code, with the number of codes left. A code from the device needs no entry.
pub(crate) fn recovery_entry(
    organizer: &Organizer,
    factor: &SecondFactor,
    proof: &Proof,
    now: Timestamp,
) -> Option<Entry> {
    let Proof::Recovery(_) = proof else { return None };
    let left = factor.recovery.len().saturating_sub(1).to_string();
    let (by, reason) = (organizer.email.clone(), String::new());
    Some(Entry { at: now, by, action: Action::RecoveryCodeUsed, about: left, reason })
}
