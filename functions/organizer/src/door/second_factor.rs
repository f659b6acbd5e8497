//! An organizer's own second factor: they set it up, switch it on and switch it off.
//!
//! Pressing the mailed link's button uses the link up, and answers a form with a token of ten minutes that opens nothing but the
//! question for the code. With `require_second_factor = true` in `campaign.toml`, rooms and files for exporters and above
//! answer 403 and lead to setting one up.

use askama::Template;
use axum::response::Response;
use campaigns::Texts;
use domain::office::audit::Action;
use domain::office::organizer::Role;
use domain::office::second_factor::{
    FactorSecret, RECOVERY_CODES, RecoveryCode, SealedSecret, SecondFactor, TypedCode,
};
use http::Uri;
use pages::QrCode;
use store::AfterProof;

use crate::door::code::{prove, recovery_entry};
use crate::failure::Failure;
use crate::visit::form::Form;
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Visit, answer};

#[derive(Template)]
#[template(path = "door/second_factor.html")]
struct SecondFactorPage<'a> {
    frame: OfficeFrame<'a>,
    panel: FactorPanel,
    required: bool,
    switched_off: bool,
}

#[derive(Template)]
#[template(path = "door/recovery_codes.html")]
struct RecoveryCodesPage<'a> {
    frame: OfficeFrame<'a>,
    codes: Vec<String>,
}

/// The part of the page that switches the factor on or off.
enum FactorPanel {
    /// The factor is off. The page offers a new secret, sealed for its organizer, and holds it alone: it is stored once a
    /// code proves that the device has it.
    Off { sealed: String, typed: String, address: String, picture: QrCode },
    /// The factor is on. The page says in words since which day, and how many recovery codes are left.
    On { since: String, left: String },
}

/// `GET /organizer/{lang}/second-factor`
pub(crate) async fn show(visit: Visit, uri: Uri) -> Response {
    let panel = if let Some(factor) = &visit.caller.organizer.second_factor {
        panel_when_on(visit.texts(), factor)
    } else {
        let entropy = &visit.context.entropy;
        panel_when_off(&visit, &FactorSecret::from_random(entropy.sixteen_bytes(), entropy.sixteen_bytes()))
    };
    page(&visit, panel, None, uri.query() == Some("off=1"))
}

fn page(visit: &Visit, panel: FactorPanel, wrong: Option<&'static str>, switched_off: bool) -> Response {
    let errors = wrong.map(|key| visit.wrong("code", key));
    let page = SecondFactorPage {
        frame: visit.frame(OfficePage::SecondFactor, "office-factor-title", "/second-factor").with_errors(errors),
        panel,
        required: visit.caller.lacks_factor && visit.caller.organizer.role >= Role::Exporter,
        switched_off,
    };
    answer(&page.frame, &page)
}

fn panel_when_on(texts: &Texts, factor: &SecondFactor) -> FactorPanel {
    let left = i64::try_from(factor.recovery.len()).expect("they are ten at most");
    FactorPanel::On {
        since: texts.with("office-factor-on-since", [("day", texts.day(factor.since).into())]),
        left: texts.with("office-factor-left", [("count", left.into())]),
    }
}

fn panel_when_off(visit: &Visit, secret: &FactorSecret) -> FactorPanel {
    let (context, organizer) = (&visit.context, &visit.caller.organizer.email);
    let address = secret.address(&visit.texts().get("campaign-name"), organizer);
    FactorPanel::Off {
        sealed: context.access.keys().seal(secret, organizer, context.entropy.sixteen_bytes()).0,
        typed: secret.typed(),
        picture: QrCode::of(&address),
        address,
    }
}

/// `POST /organizer/{lang}/second-factor`: switches the factor on and shows the recovery codes, once.
pub(crate) async fn switch_on(visit: Visit, form: Form) -> Answer {
    let (context, caller) = (&visit.context, &visit.caller);
    let organizer = &caller.organizer.email;
    let sealed = SealedSecret(form.get("secret").to_owned());
    let secret = context.access.keys().open(&sealed, organizer).ok_or(Failure::Changed)?;
    let step = match form.get("code").parse() {
        Ok(TypedCode::Digits(digits)) => secret.step_of(&digits, caller.now),
        Ok(TypedCode::Recovery(_)) | Err(_) => None,
    };
    let Some(last_step) = step else {
        return Ok(page(&visit, panel_when_off(&visit, &secret), Some("office-factor-first-wrong"), false));
    };
    let codes: Vec<_> =
        (0..RECOVERY_CODES).map(|_| RecoveryCode::from_random(context.entropy.sixteen_bytes())).collect();
    let recovery = codes.iter().map(|code| code.hash(organizer)).collect();
    let factor = SecondFactor { secret: sealed, since: caller.now, last_step, recovery };
    if !context.office.switch_on(organizer, &factor, &caller.did(Action::SecondFactorOn, "")).await? {
        return Err(Failure::Changed);
    }
    let page = RecoveryCodesPage {
        frame: visit.frame(OfficePage::SecondFactor, "office-recovery-title", "/second-factor"),
        codes: codes.iter().map(RecoveryCode::typed).collect(),
    };
    Ok(answer(&page.frame, &page))
}

/// `POST /organizer/{lang}/second-factor/off`: switches the factor off, if the organizer shows it.
pub(crate) async fn switch_off(visit: Visit, form: Form) -> Answer {
    let (context, caller, organizer) = (&visit.context, &visit.caller, &visit.caller.organizer);
    let factor = organizer.second_factor.as_ref().ok_or(Failure::Changed)?;
    let wrong = match prove(context, organizer, factor, (form.get("code"), caller.now)).await? {
        Ok(proof) => {
            let mut entries = vec![caller.did(Action::SecondFactorOff, "")];
            entries.extend(recovery_entry(organizer, factor, &proof, caller.now));
            let used = (&proof, AfterProof::SwitchOff);
            if context.office.use_code(&organizer.email, factor, used, &entries).await? {
                return Ok(visit.to("/second-factor?off=1"));
            }
            "office-code-wrong"
        }
        Err(key) => key,
    };
    Ok(page(&visit, panel_when_on(visit.texts(), factor), Some(wrong), false))
}
