//! The team: admins invite organizers, change their roles and remove them. The log has every change.

use askama::Template;
use domain::ids::SignInId;
use domain::mail::email::EmailAddress;
use domain::mail::limits::MAIL_SPACING;
use domain::office::audit::Action;
use domain::office::organizer::{Organizer, Role};
use domain::time::later;
use http::Uri;
use pages::FieldMessage;
use store::{SignIn, Wants};

use crate::failure::Failure;
use crate::visit::form::Form;
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Visit, answer};

/// The address of the page after a change.
const SAVED: &str = "/team?saved=1";

#[derive(Template)]
#[template(path = "office/team.html")]
struct TeamPage<'a> {
    frame: OfficeFrame<'a>,
    members: Vec<Member>,
    email: &'a str,
    role: Role,
    saved: bool,
}

/// An organizer as the page shows them.
struct Member {
    email: String,
    role: Role,
    since: String,
    by: Option<String>,
    /// Whether nobody may change them: the caller, and the first admin, so that there is always an admin.
    fixed: bool,
}

/// `GET /organizer/{lang}/team`
pub(crate) async fn show(visit: Visit, uri: Uri) -> Answer {
    page(&visit, ("", Role::Viewer), None, uri.query() == Some("saved=1")).await
}

async fn page(visit: &Visit, (email, role): (&str, Role), wrong: Option<FieldMessage>, saved: bool) -> Answer {
    let texts = visit.texts();
    let member = |organizer: Organizer| Member {
        fixed: is_fixed(visit, &organizer.email),
        since: texts.day(organizer.invited_at),
        by: organizer.invited_by.map(|by| by.to_string()),
        role: organizer.role,
        email: organizer.email.to_string(),
    };
    let page = TeamPage {
        frame: visit.frame(OfficePage::Team, "office-team-title", "/team").with_errors(wrong),
        members: visit.context.office.organizers().await?.into_iter().map(member).collect(),
        email,
        role,
        saved,
    };
    Ok(answer(&page.frame, &page))
}

fn is_fixed(visit: &Visit, email: &EmailAddress) -> bool {
    email.is_same_mailbox(&visit.caller.organizer.email) || email.is_same_mailbox(&visit.context.first_admin)
}

/// `POST /organizer/{lang}/team`: invites an organizer by mail.
pub(crate) async fn invite(visit: Visit, form: Form) -> Answer {
    let (context, caller, locale) = (&visit.context, &visit.caller, visit.locale);
    let role: Role = form.parse("role")?;
    let show_wrong = async |key| page(&visit, (form.get("email"), role), Some(visit.wrong("email", key)), false).await;
    let Ok(email) = EmailAddress::parse(form.get("email")) else { return show_wrong("office-sign-in-malformed").await };
    let organizer = Organizer {
        email: email.clone(),
        role,
        locale,
        invited_by: Some(caller.organizer.email.clone()),
        invited_at: caller.now,
        signed_out_at: None,
        second_factor: None,
    };
    let entry = caller.did(Action::Invited, format!("{email}: {role}"));
    let id = SignInId::from_random(context.entropy.sixteen_bytes());
    let invitation = SignIn::new(id, email, locale, Wants::Invitation, caller.now);
    if !context.office.invite(&context.pledges, &organizer, &invitation, &entry).await? {
        let there = context.office.organizer(&organizer.email).await?;
        // Somebody who was invited a moment ago was invited by the first of two presses.
        let is_new = |there: Organizer| there.role == role && caller.now < later(there.invited_at, MAIL_SPACING);
        if !there.is_some_and(is_new) {
            return show_wrong("office-team-there-already").await;
        }
    }
    Ok(visit.to(SAVED))
}

/// `POST /organizer/{lang}/team/role`
pub(crate) async fn change_role(visit: Visit, form: Form) -> Answer {
    let email = changeable_email(&visit, &form)?;
    let (from, to): (Role, Role) = (form.parse("from")?, form.parse("role")?);
    let entry = visit.caller.did(Action::RoleChanged, format!("{email}: {from} → {to}"));
    let office = &visit.context.office;
    if from != to && !office.change_role(&email, from, to, &entry).await? {
        // After the first of two presses the role is theirs already.
        let has_it = office.organizer(&email).await?.is_some_and(|organizer| organizer.role == to);
        return if has_it { Ok(visit.to(SAVED)) } else { Err(Failure::Changed) };
    }
    Ok(visit.to(SAVED))
}

/// `POST /organizer/{lang}/team/remove`
pub(crate) async fn remove(visit: Visit, form: Form) -> Answer {
    let email = changeable_email(&visit, &form)?;
    // If another admin removed them before, nothing is left to do.
    visit.context.office.remove(&email, &visit.caller.did(Action::Removed, email.to_string())).await?;
    Ok(visit.to(SAVED))
}

/// Reads the address of the organizer whom a form is about, and who may be changed.
fn changeable_email(visit: &Visit, form: &Form) -> Result<EmailAddress, Failure> {
    let email = EmailAddress::parse(form.get("email")).map_err(|_| Failure::NOT_FOUND)?;
    if is_fixed(visit, &email) {
        return Err(Failure::Refused(access::Refusal::NotAllowed));
    }
    Ok(email)
}
