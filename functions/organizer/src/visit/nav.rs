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
    Guide,
    Paper,
    Integrity,
    Help,
    HeldMail,
    Letters,
    Campaign,
    Offices,
    Members,
    Switches,
    Team,
    Webhooks,
    Log,
    SecondFactor,
}

/// A group of pages. The navigation shows all groups, and the pages of the one where the organizer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    Counts,
    Signatures,
    Supporters,
    Settings,
}

impl Group {
    const ALL: [(Self, &'static str); 4] = [
        (Self::Counts, "office-nav-counts"),
        (Self::Signatures, "office-signatures-same"),
        (Self::Supporters, "office-nav-supporters"),
        (Self::Settings, "office-nav-settings"),
    ];
}

/// Each page: its group, its address after the language, the key of its label, and the least role that may see it.
const PAGES: [(OfficePage, Group, &str, &str, Role); 16] = [
    (OfficePage::Dashboard, Group::Counts, "", "office-nav-dashboard", Role::Viewer),
    (OfficePage::Downloads, Group::Counts, "/downloads", "office-nav-downloads", Role::Viewer),
    (OfficePage::Offices, Group::Counts, "/offices", "office-nav-offices", Role::Viewer),
    (OfficePage::Guide, Group::Counts, "/guide", "office-guide-nav", Role::Viewer),
    (OfficePage::Paper, Group::Signatures, "/paper", "office-nav-paper", Role::Moderator),
    (OfficePage::Integrity, Group::Signatures, "/integrity", "office-nav-integrity", Role::Moderator),
    (OfficePage::Help, Group::Supporters, "/help", "office-help-title", Role::Moderator),
    (OfficePage::HeldMail, Group::Supporters, "/held", "office-nav-held", Role::Moderator),
    (OfficePage::Letters, Group::Supporters, "/letters", "office-nav-letters", Role::Moderator),
    (OfficePage::Members, Group::Settings, "/members", "office-nav-members", Role::Moderator),
    (OfficePage::Campaign, Group::Settings, "/campaign", "office-campaign-title", Role::Admin),
    (OfficePage::Switches, Group::Settings, "/switches", "office-nav-switches", Role::Admin),
    (OfficePage::Team, Group::Settings, "/team", "office-nav-team", Role::Admin),
    (OfficePage::Webhooks, Group::Settings, "/webhooks", "office-nav-webhooks", Role::Admin),
    (OfficePage::SecondFactor, Group::Settings, "/second-factor", "office-factor-title", Role::Viewer),
    (OfficePage::Log, Group::Settings, "/log", "office-nav-log", Role::Admin),
];

/// The navigation as one organizer sees it.
#[derive(Clone, Debug)]
pub(crate) struct Nav {
    /// The groups in which the organizer may see a page. Each link leads to the first such page.
    pub(crate) groups: Vec<NavLink>,
    /// The pages of the group where the organizer is.
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
        let open: Vec<_> = PAGES.into_iter().filter(|(.., needed)| caller.organizer.role >= *needed).collect();
        let current = PAGES.iter().find(|(page, ..)| *page == here).map(|(_, group, ..)| *group);
        let link = |path: &str, label, current| NavLink { href: format!("{home}{path}"), label, current };
        let groups = Group::ALL.into_iter().filter_map(|(group, label)| {
            let (_, _, path, ..) = open.iter().find(|(_, of, ..)| *of == group)?;
            Some(link(path, label, Some(group) == current))
        });
        let links = open.iter().filter(|(_, group, ..)| Some(*group) == current);
        Self {
            groups: groups.collect(),
            links: links.map(|(page, _, path, label, _)| link(path, label, *page == here)).collect(),
            email: caller.organizer.email.to_string(),
            role: caller.organizer.role,
            home,
        }
    }
}
