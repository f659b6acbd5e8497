//! What is at the top of every page of the office: where one can go, and who one is.

use domain::locale::Locale;
use domain::office::organizer::Role;

use crate::guard::Caller;

/// A room of the office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Room {
    Dashboard,
    Downloads,
    Paper,
    Integrity,
    Held,
    Letters,
    Switches,
    Team,
    Log,
    SecondFactor,
}

const ROOMS: [(Room, &str, &str, Role); 10] = [
    (Room::Dashboard, "", "office-nav-dashboard", Role::Viewer),
    (Room::Downloads, "/downloads", "office-nav-downloads", Role::Viewer),
    (Room::Paper, "/paper", "office-nav-paper", Role::Moderator),
    (Room::Integrity, "/integrity", "office-nav-integrity", Role::Moderator),
    (Room::Held, "/held", "office-nav-held", Role::Moderator),
    (Room::Letters, "/letters", "office-nav-letters", Role::Moderator),
    (Room::Switches, "/switches", "office-nav-switches", Role::Admin),
    (Room::Team, "/team", "office-nav-team", Role::Admin),
    (Room::Log, "/log", "office-nav-log", Role::Admin),
    (Room::SecondFactor, "/second-factor", "office-factor-title", Role::Viewer),
];

/// The way from room to room.
#[derive(Clone, Debug)]
pub(crate) struct Nav {
    pub(crate) doors: Vec<Door>,
    pub(crate) who: String,
    pub(crate) role: Role,
    pub(crate) home: String,
}

#[derive(Clone, Debug)]
pub(crate) struct Door {
    pub(crate) href: String,
    pub(crate) label: &'static str,
    pub(crate) current: bool,
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

/// The key of what a role may do.
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
    /// The key of the caller's role.
    pub(crate) const fn role_key(&self) -> &'static str {
        role_key(&self.role)
    }

    pub(crate) fn new(locale: Locale, caller: &Caller, here: Room) -> Self {
        let home = format!("/organizer/{locale}");
        let open = ROOMS.into_iter().filter(|(.., needed)| caller.organizer.role >= *needed);
        let door = |(room, path, label, _): (Room, &str, &'static str, Role)| Door {
            href: format!("{home}{path}"),
            label,
            current: room == here,
        };
        Self {
            doors: open.map(door).collect(),
            who: caller.organizer.email.to_string(),
            role: caller.organizer.role,
            home,
        }
    }
}
