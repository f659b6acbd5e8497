//! An organizer's own second factor: set up, switched on and off. Beside the mailed link it asks for what only they hold.

use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::{Extension, Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::audit::Action;
use domain::locale::Locale;
use domain::organizer::Role;
use domain::second_factor::{FactorSecret, RECOVERY_CODES, RecoveryCode, SealedSecret, SecondFactor, TypedCode};
use http::{HeaderMap, Request, StatusCode, Uri};
use pages::{Frame, QrCode};
use store::AfterProof;

use crate::code::{prove, recovered};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::form::Form;
use crate::guard::Caller;
use crate::nav::{Nav, Room};

#[derive(Template)]
#[template(path = "second_factor.html")]
struct SecondFactorPage<'a> {
    frame: Frame<'a>,
    nav: Nav,
    switch: Switch,
    required: bool,
    switched_off: bool,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "recovery_codes.html")]
struct RecoveryCodesPage<'a> {
    frame: Frame<'a>,
    nav: Nav,
    codes: Vec<String>,
}

/// What the page offers.
enum Switch {
    /// To switch it on: a secret that is stored only once a code shows that the device has it. Until then the page alone
    /// holds it, sealed for its organizer.
    Off { sealed: String, typed: String, address: String, picture: QrCode },
    /// To switch it off.
    On { since: String, left: String },
}

/// `GET /organizer/{lang}/second-factor`
pub(crate) async fn show(
    State(desk): State<Arc<Desk>>,
    Path(lang): Path<String>,
    Extension(caller): Extension<Caller>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let Ok(locale) = lang.parse::<Locale>() else { return Failure::NotFound.told(&desk, &uri, &headers) };
    let switch = if let Some(factor) = &caller.organizer.second_factor {
        on(&desk, locale, factor)
    } else {
        let secret = FactorSecret::from_random(desk.entropy.sixteen_bytes(), desk.entropy.sixteen_bytes());
        off(&desk, locale, &caller, &secret)
    };
    page(&desk, locale, &caller, switch, None, uri.query() == Some("off=1"))
}

fn page(
    desk: &Desk,
    locale: Locale,
    caller: &Caller,
    switch: Switch,
    error: Option<&str>,
    switched_off: bool,
) -> Response {
    let texts = desk.texts(locale);
    let mut frame = Frame::new(&desk.site, locale, texts.get("office-factor-title"), "/second-factor").in_office();
    if error.is_some() {
        frame = frame.with_errors();
    }
    let required = caller.lacks_factor && caller.organizer.role >= Role::Exporter;
    let nav = Nav::new(locale, caller, Room::SecondFactor);
    let error = error.map(|key| texts.get(key));
    let page = SecondFactorPage { frame, nav, switch, required, switched_off, error };
    Html(page.render().expect("templates render from memory")).into_response()
}

fn on(desk: &Desk, locale: Locale, factor: &SecondFactor) -> Switch {
    let texts = desk.texts(locale);
    let left = i64::try_from(factor.recovery.len()).expect("they are ten at most");
    Switch::On {
        since: texts.with("office-factor-on-since", [("day", texts.day(factor.since).into())]),
        left: texts.with("office-factor-left", [("count", left.into())]),
    }
}

fn off(desk: &Desk, locale: Locale, caller: &Caller, secret: &FactorSecret) -> Switch {
    let organizer = &caller.organizer.email;
    let address = secret.address(&desk.texts(locale).get("campaign-name"), organizer);
    Switch::Off {
        sealed: desk.access.keys().seal(secret, organizer, desk.entropy.sixteen_bytes()).0,
        typed: secret.typed(),
        picture: QrCode::of(&address),
        address,
    }
}

/// `POST /organizer/{lang}/second-factor`: switches it on, and shows the recovery codes this once.
pub(crate) async fn switch_on(
    State(desk): State<Arc<Desk>>,
    Path(lang): Path<String>,
    Extension(caller): Extension<Caller>,
    request: Request<Body>,
) -> Response {
    let (uri, headers) = (request.uri().clone(), request.headers().clone());
    let done = async {
        let locale = lang.parse::<Locale>().map_err(|_| Failure::NotFound)?;
        let form = Form::read(request).await?;
        let sealed = SealedSecret(form.get("secret").to_owned());
        let secret = desk.access.keys().open(&sealed, &caller.organizer.email).ok_or(Failure::Changed)?;
        let step = match form.get("code").parse() {
            Ok(TypedCode::Digits(digits)) => secret.step_of(&digits, caller.now),
            Ok(TypedCode::Recovery(_)) | Err(_) => None,
        };
        let Some(last_step) = step else {
            let switch = off(&desk, locale, &caller, &secret);
            let page = page(&desk, locale, &caller, switch, Some("office-factor-first-wrong"), false);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        };
        let codes: Vec<_> =
            (0..RECOVERY_CODES).map(|_| RecoveryCode::from_random(desk.entropy.sixteen_bytes())).collect();
        let recovery = codes.iter().map(|code| code.hash(&caller.organizer.email)).collect();
        let factor = SecondFactor { secret: sealed, since: caller.now, last_step, recovery };
        let entry = caller.did(Action::SecondFactorOn, "");
        if !desk.office.switch_on(&caller.organizer.email, &factor, &entry).await? {
            return Err(Failure::Changed);
        }
        let title = desk.texts(locale).get("office-recovery-title");
        let page = RecoveryCodesPage {
            frame: Frame::new(&desk.site, locale, title, "/second-factor").in_office(),
            nav: Nav::new(locale, &caller, Room::SecondFactor),
            codes: codes.iter().map(RecoveryCode::typed).collect(),
        };
        Ok(Html(page.render().expect("templates render from memory")).into_response())
    };
    done.await.unwrap_or_else(|failure: Failure| failure.told(&desk, &uri, &headers))
}

/// `POST /organizer/{lang}/second-factor/off`: switches it off, for one who shows it.
pub(crate) async fn switch_off(
    State(desk): State<Arc<Desk>>,
    Path(lang): Path<String>,
    Extension(caller): Extension<Caller>,
    request: Request<Body>,
) -> Response {
    let (uri, headers) = (request.uri().clone(), request.headers().clone());
    let done = async {
        let locale = lang.parse::<Locale>().map_err(|_| Failure::NotFound)?;
        let form = Form::read(request).await?;
        let organizer = &caller.organizer;
        let factor = organizer.second_factor.as_ref().ok_or(Failure::Changed)?;
        let error = match prove(&desk, organizer, factor, (form.get("code"), caller.now)).await? {
            Ok(proof) => {
                let mut entries = vec![caller.did(Action::SecondFactorOff, "")];
                entries.extend(recovered(organizer, factor, &proof, caller.now));
                let used = (&proof, AfterProof::SwitchOff);
                if desk.office.use_code(&organizer.email, factor, used, &entries).await? {
                    return Ok(Redirect::to(&format!("/organizer/{locale}/second-factor?off=1")).into_response());
                }
                "office-code-wrong"
            }
            Err(key) => key,
        };
        let page = page(&desk, locale, &caller, on(&desk, locale, factor), Some(error), false);
        Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
    };
    done.await.unwrap_or_else(|failure: Failure| failure.told(&desk, &uri, &headers))
}
