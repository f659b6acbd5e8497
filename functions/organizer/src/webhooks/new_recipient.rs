//! Reads the form that adds a recipient, and finds everything that must be put right at once.

use std::collections::BTreeSet;

use domain::ids::RecipientId;
use domain::keys::secret::Secret;
use domain::webhooks::address::{AddressFault, HookAddress, Loopback};
use domain::webhooks::event::Subject;
use domain::webhooks::recipient::{HookKind, HookState, NAME_MAX_CHARS, RECIPIENTS_MAX, Recipient};
use domain::webhooks::signature::{RecipientKeys, SigningKeys};
use pages::FieldMessage;
use store::HookKeys;

use crate::visit::Visit;
use crate::visit::form::Form;

/// The address of Action Network's interface.
const ACTION_NETWORK: &str = "https://actionnetwork.org/";
/// The longest key of an interface, in characters.
const API_KEY_MAX_CHARS: usize = 200;

/// The name of a subject's box in the form, and the key of its label.
pub(crate) const fn subject_field(subject: Subject) -> (&'static str, &'static str) {
    match subject {
        Subject::Hours => ("hours", "office-hook-subject-hours"),
        Subject::Milestones => ("milestones", "office-hook-subject-milestones"),
        Subject::Integrity => ("integrity", "office-hook-subject-integrity"),
        Subject::Consents => ("consents", "office-hook-subject-consents"),
    }
}

/// Writes organizations by both names, as one text.
pub(crate) fn listed(named: &[[String; 2]]) -> String {
    named.iter().map(|[en, fr]| format!("{en} / {fr}")).collect::<Vec<_>>().join("; ")
}

/// Reads a recipient and its keys, or lists what must be put right.
pub(crate) fn read(
    visit: &Visit,
    form: &Form,
    others: &[Option<(HookKind, String)>],
    named: &[[String; 2]],
) -> Result<(Recipient, HookKeys), Vec<FieldMessage>> {
    let mut wrong = Vec::new();
    if others.len() >= RECIPIENTS_MAX {
        let message = visit.texts().with("office-hook-too-many", [("most", RECIPIENTS_MAX.into())]);
        wrong.push(FieldMessage { field: "name_en", code: "office-hook-too-many", message });
    }
    let both = read_names(visit, form, &mut wrong);
    let kind = form.get("kind").parse().unwrap_or(HookKind::Standard);
    let address = read_address(visit, form, kind).map_err(|message| wrong.push(message)).ok();
    if let Some(address) = &address
        && others.iter().flatten().any(|(other, taken)| *other == kind && taken == address)
    {
        wrong.push(visit.wrong("address", "office-hook-address-taken"));
    }
    let subjects = read_subjects(form, kind);
    if subjects.is_empty() {
        wrong.push(visit.wrong("hours", "office-hook-subject-missing"));
    }
    if subjects.contains(&Subject::Consents) && !named.contains(&both) {
        let message = visit.texts().with("office-hook-not-named", [("named", listed(named).into())]);
        let field = if kind == HookKind::ActionNetwork { "name_en" } else { "consents" };
        wrong.push(FieldMessage { field, code: "office-hook-not-named", message });
    }
    let (keys, public_key) = match kind {
        HookKind::Standard => {
            let current = fresh_keys(visit);
            let public = current.public().unwrap_or_default();
            (Some(HookKeys::Signing(RecipientKeys { current, former: None })), public)
        }
        HookKind::ActionNetwork => {
            let key = read_api_key(visit, form).map_err(|message| wrong.push(message)).ok();
            (key.map(HookKeys::Interface), String::new())
        }
    };
    let (Some(address), Some(keys), true) = (address, keys, wrong.is_empty()) else { return Err(wrong) };
    let wordings = if subjects.contains(&Subject::Consents) {
        BTreeSet::from([visit.context.site.campaign().consent_wording.clone()])
    } else {
        BTreeSet::new()
    };
    let recipient = Recipient {
        id: RecipientId::from_random(visit.context.entropy.sixteen_bytes()),
        names: both,
        kind,
        address,
        subjects,
        state: HookState::On,
        wordings,
        public_key,
        added_by: visit.caller.organizer.email.clone(),
        added_at: visit.caller.now,
        rests_until: None,
        unread_at: None,
    };
    Ok((recipient, keys))
}

/// Makes keys for a recipient.
pub(crate) fn fresh_keys(visit: &Visit) -> SigningKeys {
    let draw = || {
        let mut bytes = [0; 32];
        bytes[..16].copy_from_slice(&visit.context.entropy.sixteen_bytes());
        bytes[16..].copy_from_slice(&visit.context.entropy.sixteen_bytes());
        bytes
    };
    SigningKeys::from_random(draw(), draw())
}

/// Reads the names in English and French, and adds what is wrong with each.
fn read_names(visit: &Visit, form: &Form, wrong: &mut Vec<FieldMessage>) -> [String; 2] {
    ["name_en", "name_fr"].map(|field| {
        let name = form.get(field);
        match name.chars().count() {
            0 => wrong.push(visit.wrong(field, "office-hook-name-missing")),
            count if count > NAME_MAX_CHARS => wrong.push(visit.wrong(field, "office-hook-name-long")),
            _ => {}
        }
        name.to_owned()
    })
}

fn read_subjects(form: &Form, kind: HookKind) -> BTreeSet<Subject> {
    match kind {
        HookKind::ActionNetwork => BTreeSet::from([Subject::Consents]),
        HookKind::Standard => {
            let is_chosen = |subject: &Subject| !form.get(subject_field(*subject).0).is_empty();
            Subject::ALL.iter().copied().filter(is_chosen).collect()
        }
    }
}

fn read_address(visit: &Visit, form: &Form, kind: HookKind) -> Result<String, FieldMessage> {
    let typed = match (kind, form.get("address")) {
        (HookKind::ActionNetwork, "") => ACTION_NETWORK,
        (_, typed) => typed,
    };
    let address = HookAddress::parse(typed, visit.context.loopback).map_err(|fault| {
        visit.wrong(
            "address",
            match fault {
                AddressFault::Malformed => "office-hook-address-malformed",
                AddressFault::TooLong => "office-hook-address-long",
                AddressFault::NotEncrypted => "office-hook-address-https",
                AddressFault::OtherPort => "office-hook-address-port",
                AddressFault::Credentials => "office-hook-address-password",
                AddressFault::Private => "office-hook-address-private",
            },
        )
    })?;
    let is_trial = visit.context.loopback == Loopback::Allowed && !address.is_encrypted();
    if kind == HookKind::ActionNetwork && address.to_string() != ACTION_NETWORK && !is_trial {
        return Err(visit.wrong("address", "office-hook-address-action-network"));
    }
    Ok(address.to_string())
}

fn read_api_key(visit: &Visit, form: &Form) -> Result<Secret, FieldMessage> {
    let key = form.get("api_key");
    let is_key = key.len() <= API_KEY_MAX_CHARS && key.bytes().all(|byte| byte.is_ascii_graphic());
    match (key.is_empty(), is_key) {
        (true, _) => Err(visit.wrong("api_key", "office-hook-key-missing")),
        (false, false) => Err(visit.wrong("api_key", "office-hook-key-malformed")),
        (false, true) => Ok(Secret::new(key)),
    }
}
