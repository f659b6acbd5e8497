//! The decision about mail that waits: a page shows one group with two forms, to release it and to discard it.

use std::fmt::Display;
use std::str::FromStr;

use domain::ids::RulingId;
use domain::mail::flood::Verdict;
use jiff::Timestamp;
use pages::FieldMessage;

use crate::failure::Failure;
use crate::visit::Visit;
use crate::visit::form::{Form, ReasonFault};

/// The group that a page has shown, and a decision would be about.
pub(crate) struct ShownGroup<G> {
    pub(crate) group: G,
    /// The decision is about mail that waited by then. Nobody has looked at what came later.
    pub(crate) until: Timestamp,
    /// The id of the decision. A second press of the button sends the same id, and decides nothing more.
    pub(crate) ruling: RulingId,
}

impl<G: FromStr> ShownGroup<G> {
    /// Reads the group that an organizer wants to see now.
    pub(crate) fn opened(visit: &Visit, form: &Form) -> Result<Self, Failure> {
        let ruling = RulingId::from_random(visit.context.entropy.sixteen_bytes());
        Ok(Self { group: form.parse("group")?, until: visit.caller.now, ruling })
    }

    /// Reads the group that a decision is about.
    pub(crate) fn decided(visit: &Visit, form: &Form) -> Result<Self, Failure> {
        let until = form.parse::<Timestamp>("until")?.min(visit.caller.now);
        Ok(Self { group: form.parse("group")?, until, ruling: form.parse("ruling")? })
    }
}

/// A verdict whose reason must be put right, as it was typed.
pub(crate) type WrongReason<'a> = (Verdict, &'a str, ReasonFault);

/// The two forms of a group's page.
pub(crate) struct VerdictForms {
    /// The part of the forms' address after the language.
    pub(crate) path: &'static str,
    pub(crate) group: String,
    pub(crate) until: String,
    pub(crate) ruling: String,
    /// The size of the group in the language's writing.
    pub(crate) count: String,
    pub(crate) forms: [VerdictForm; 2],
}

pub(crate) struct VerdictForm {
    pub(crate) verdict: Verdict,
    pub(crate) field: &'static str,
    pub(crate) title: &'static str,
    pub(crate) lede: &'static str,
    pub(crate) button: &'static str,
    pub(crate) class: &'static str,
    /// The reason that was typed and must be put right.
    pub(crate) typed: String,
}

impl VerdictForms {
    /// Makes the forms of a group. `ledes` are the keys of the texts about a release and about a discard.
    pub(crate) fn new<G: Display>(
        path: &'static str,
        shown: &ShownGroup<G>,
        count: String,
        [release, discard]: [&'static str; 2],
        wrong: Option<WrongReason<'_>>,
    ) -> Self {
        let typed = |verdict| wrong.filter(|(of, ..)| *of == verdict).map_or("", |(_, typed, _)| typed).to_owned();
        Self {
            path,
            group: shown.group.to_string(),
            until: shown.until.to_string(),
            ruling: shown.ruling.to_string(),
            count,
            forms: [
                VerdictForm {
                    verdict: Verdict::Release,
                    field: reason_field(Verdict::Release),
                    title: "office-held-release",
                    lede: release,
                    button: "office-held-release-button",
                    class: "button",
                    typed: typed(Verdict::Release),
                },
                VerdictForm {
                    verdict: Verdict::Discard,
                    field: reason_field(Verdict::Discard),
                    title: "office-held-discard",
                    lede: discard,
                    button: "office-held-discard-button",
                    class: "button danger",
                    typed: typed(Verdict::Discard),
                },
            ],
        }
    }
}

/// The name of a form's reason in the error summary.
const fn reason_field(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Release => "reason-release",
        Verdict::Discard | Verdict::Restore => "reason-discard",
    }
}

/// Makes the message about a reason that must be put right.
pub(crate) fn reason_message(visit: &Visit, wrong: Option<WrongReason<'_>>) -> Option<FieldMessage> {
    wrong.map(|(verdict, _, fault)| visit.wrong(reason_field(verdict), fault.key()))
}
