//! Owners of forms: the keyed ids that an address stands for, and the mail domain that it is counted by.

use domain::mail::domain::MailDomain;
use domain::mail::email::EmailAddress;
use domain::pledge::{Owner, Submission};
use store::FormOwner;

use crate::tools::Mailer;

/// The owner of a form: the signer and mailbox that its address stands for.
pub(crate) fn owner_of(mailer: &Mailer, email: &EmailAddress) -> Owner {
    Owner {
        signer: mailer.identity.signer_id(&mailer.campaign, &email.canonical()),
        mailbox: mailer.identity.mailbox_id(&mailer.campaign, email),
    }
}

/// Returns the owner of a form, and the mail domain that it is counted by, if there is one.
pub(crate) fn form_owner(mailer: &Mailer, submission: &Submission) -> FormOwner {
    let domain = MailDomain::counted_for(&submission.draft.email);
    FormOwner {
        owner: owner_of(mailer, &submission.draft.email),
        domain: domain.map(|domain| (mailer.identity.domain_code(&mailer.campaign, &domain), domain)),
    }
}
