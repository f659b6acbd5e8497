//! An organizer's own second factor: set up, switched on and off. Beside the mailed link it asks for what only they hold.

use askama::Template;
use axum::response::Response;
use campaigns::Texts;
use domain::office::audit::Action;
use domain::office::organizer::Role;
use domain::office::second_factor::{
    FactorSecret, RECOVERY_CODES, RecoveryCode, SealedSecret, SecondFactor, TypedCode,
};
use http::Uri;
use pages::{Frame, QrCode};
use store::AfterProof;

use crate::code::{prove, recovered};
use crate::failure::Failure;
use crate::form::Form;
use crate::nav::{Nav, Room};
use crate::visit::{Answer, Visit, answer};

#[derive(Template)]
#[template(path = "second_factor.html")]
struct SecondFactorPage<'a> {
    frame: Frame<'a>,
    nav: Nav,
    switch: Switch,
    required: bool,
    switched_off: bool,
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
pub(crate) async fn show(visit: Visit, uri: Uri) -> Response {
    let switch = if let Some(factor) = &visit.caller.organizer.second_factor {
        on(visit.texts(), factor)
    } else {
        let entropy = &visit.desk.entropy;
        off(&visit, &FactorSecret::from_random(entropy.sixteen_bytes(), entropy.sixteen_bytes()))
    };
    page(&visit, switch, None, uri.query() == Some("off=1"))
}

fn page(visit: &Visit, switch: Switch, wrong: Option<&'static str>, switched_off: bool) -> Response {
    let errors = wrong.map(|key| visit.wrong("code", key)).into_iter().collect();
    let page = SecondFactorPage {
        frame: visit.frame("office-factor-title", "/second-factor").with_errors(errors),
        nav: visit.nav(Room::SecondFactor),
        switch,
        required: visit.caller.lacks_factor && visit.caller.organizer.role >= Role::Exporter,
        switched_off,
    };
    answer(&page.frame, &page)
}

fn on(texts: &Texts, factor: &SecondFactor) -> Switch {
    let left = i64::try_from(factor.recovery.len()).expect("they are ten at most");
    Switch::On {
        since: texts.with("office-factor-on-since", [("day", texts.day(factor.since).into())]),
        left: texts.with("office-factor-left", [("count", left.into())]),
    }
}

fn off(visit: &Visit, secret: &FactorSecret) -> Switch {
    let (desk, organizer) = (&visit.desk, &visit.caller.organizer.email);
    let address = secret.address(&visit.texts().get("campaign-name"), organizer);
    Switch::Off {
        sealed: desk.access.keys().seal(secret, organizer, desk.entropy.sixteen_bytes()).0,
        typed: secret.typed(),
        picture: QrCode::of(&address),
        address,
    }
}

/// `POST /organizer/{lang}/second-factor`: switches it on, and shows the recovery codes this once.
pub(crate) async fn switch_on(visit: Visit, form: Form) -> Answer {
    let (desk, caller) = (&visit.desk, &visit.caller);
    let organizer = &caller.organizer.email;
    let sealed = SealedSecret(form.get("secret").to_owned());
    let secret = desk.access.keys().open(&sealed, organizer).ok_or(Failure::Changed)?;
    let step = match form.get("code").parse() {
        Ok(TypedCode::Digits(digits)) => secret.step_of(&digits, caller.now),
        Ok(TypedCode::Recovery(_)) | Err(_) => None,
    };
    let Some(last_step) = step else {
        return Ok(page(&visit, off(&visit, &secret), Some("office-factor-first-wrong"), false));
    };
    let codes: Vec<_> = (0..RECOVERY_CODES).map(|_| RecoveryCode::from_random(desk.entropy.sixteen_bytes())).collect();
    let recovery = codes.iter().map(|code| code.hash(organizer)).collect();
    let factor = SecondFactor { secret: sealed, since: caller.now, last_step, recovery };
    if !desk.office.switch_on(organizer, &factor, &caller.did(Action::SecondFactorOn, "")).await? {
        return Err(Failure::Changed);
    }
    let page = RecoveryCodesPage {
        frame: visit.frame("office-recovery-title", "/second-factor"),
        nav: visit.nav(Room::SecondFactor),
        codes: codes.iter().map(RecoveryCode::typed).collect(),
    };
    Ok(answer(&page.frame, &page))
}

/// `POST /organizer/{lang}/second-factor/off`: switches it off, for one who shows it.
pub(crate) async fn switch_off(visit: Visit, form: Form) -> Answer {
    let (desk, caller, organizer) = (&visit.desk, &visit.caller, &visit.caller.organizer);
    let factor = organizer.second_factor.as_ref().ok_or(Failure::Changed)?;
    let wrong = match prove(desk, organizer, factor, (form.get("code"), caller.now)).await? {
        Ok(proof) => {
            let mut entries = vec![caller.did(Action::SecondFactorOff, "")];
            entries.extend(recovered(organizer, factor, &proof, caller.now));
            let used = (&proof, AfterProof::SwitchOff);
            if desk.office.use_code(&organizer.email, factor, used, &entries).await? {
                return Ok(visit.to("/second-factor?off=1"));
            }
            "office-code-wrong"
        }
        Err(key) => key,
    };
    Ok(page(&visit, on(visit.texts(), factor), Some(wrong), false))
}
