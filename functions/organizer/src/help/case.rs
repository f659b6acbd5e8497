//! A case: one look-up of a supporter, which the pages about them send along.

use domain::keys::session::{Case, Subject};

use crate::failure::Failure;
use crate::visit::Visit;
use crate::visit::form::Form;

/// The code by which the log names the person of a case.
pub(crate) fn log_code(visit: &Visit, subject: &Subject) -> String {
    let id = match subject {
        Subject::Address(signer, _) => signer.to_string(),
        Subject::Paper(person) => person.to_string(),
    };
    visit.context.identity.log_code(&visit.context.site.campaign().slug, &id)
}

/// Reads the case that a page sent along.
///
/// # Errors
/// Fails when it is none of this organizer's, or its time is over.
pub(crate) fn opened(visit: &Visit, form: &Form) -> Result<Case, Failure> {
    let verified =
        visit.context.access.keys().verify_case(form.get("case"), &visit.caller.organizer.email, visit.caller.now);
    verified.map_err(|_| Failure::CaseOver)
}

/// The token of a case, for the forms of its pages.
pub(crate) fn token(visit: &Visit, case: &Case) -> String {
    visit.context.access.keys().mint_case(case).expose().to_owned()
}
