//! The navigation at the top of every page of the office, and the frame that holds it.

use std::ops::Deref;

use domain::locale::Locale;
use domain::office::organizer::Role;
use pages::{FieldMessage, Frame};

use crate::visit::caller::Caller;

/// A page of the office that the navigation leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OfficePage {
    Dashboard,
    Downloads,
    Paper,
    Integrity,
    HeldMail,
    Letters,
    Partners,
    Switches,
    Team,
    Log,
    SecondFactor,
}

/// Each page: its address after the language, the key of its label, and the least role that may see it.
const PAGES: [(OfficePage, &str, &str, Role); 11] = [
    (OfficePage::Dashboard, "", "office-nav-dashboard", Role::Viewer),
    (OfficePage::Downloads, "/downloads", "office-nav-downloads", Role::Viewer),
    (OfficePage::Paper, "/paper", "office-nav-paper", Role::Moderator),
    (OfficePage::Integrity, "/integrity", "office-nav-integrity", Role::Moderator),
    (OfficePage::HeldMail, "/held", "office-nav-held", Role::Moderator),
    (OfficePage::Letters, "/letters", "office-nav-letters", Role::Moderator),
    (OfficePage::Partners, "/partners", "office-nav-partners", Role::Admin),
    (OfficePage::Switches, "/switches", "office-nav-switches", Role::Admin),
    (OfficePage::Team, "/team", "office-nav-team", Role::Admin),
    (OfficePage::Log, "/log", "office-nav-log", Role::Admin),
    (OfficePage::SecondFactor, "/second-factor", "office-factor-title", Role::Viewer),
];

/// The navigation as one organizer sees it.
#[derive(Clone, Debug)]
pub(crate) struct Nav {
    pub(crate) links: Vec<NavLink>,
    /// The organizer's address.
    pub(crate) email: String,
    pub(crate) role: Role,
    /// The address of the dashboard, with which every other page's begins.
    pub(crate) home: String,
}

#[derive(Clone, Debug)]
pub(crate) struct NavLink {
    pub(crate) href: String,
    /// A key of the texts.
    pub(crate) label: &'static str,
    pub(crate) current: bool,
}

/// The frame of a page with the navigation.
pub(crate) struct OfficeFrame<'a> {
    pub(crate) frame: Frame<'a>,
    pub(crate) nav: Nav,
}

impl<'a> Deref for OfficeFrame<'a> {
    type Target = Frame<'a>;

    fn deref(&self) -> &Frame<'a> {
        &self.frame
    }
}

impl OfficeFrame<'_> {
    /// Adds what must be put right, as [`Frame::with_errors`] does.
    pub(crate) fn with_errors(self, errors: impl IntoIterator<Item = FieldMessage>) -> Self {
        Self { frame: self.frame.with_errors(errors.into_iter().collect()), ..self }
    }
}

/// The key of a role's name.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass everything by reference")]
pub(crate) const fn role_key(role: &Role) -> &'static str {
    match role {
        Role::Viewer => "role-viewer",
        Role::Exporter => "role-exporter",
        Role::Moderator => "role-moderator",
        Role::Admin => "role-admin",
    }
}

/// The key of the sentence that explains a role.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass everything by reference")]
pub(crate) const fn role_does(role: &Role) -> &'static str {
    match role {
        Role::Viewer => "role-viewer-does",
        Role::Exporter => "role-exporter-does",
        Role::Moderator => "role-moderator-does",
        Role::Admin => "role-admin-does",
    }
}

impl Nav {
    pub(crate) const fn role_key(&self) -> &'static str {
        role_key(&self.role)
    }

    pub(crate) fn new(locale: Locale, caller: &Caller, here: OfficePage) -> Self {
        let home = format!("/organizer/{locale}");
        let open = PAGES.into_iter().filter(|(.., needed)| caller.organizer.role >= *needed);
        let link = |(page, path, label, _): (OfficePage, &str, &'static str, Role)| NavLink {
            href: format!("{home}{path}"),
            label,
            current: page == here,
        };
        Self {
            links: open.map(link).collect(),
            email: caller.organizer.email.to_string(),
            role: caller.organizer.role,
            home,
        }
    }
}
