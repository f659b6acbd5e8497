//! The two sides of this function: the organizers' office, and the partners' own pages. The address says which one it is.

use domain::locale::Locale;
use http::Uri;
use pages::MessagePage;

/// The side to which a page belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Area {
    Office,
    Partner,
}

impl Area {
    pub(crate) fn of(uri: &Uri) -> Self {
        if uri.path().starts_with("/partner/") { Self::Partner } else { Self::Office }
    }

    /// Picks what belongs to the area, such as the key of a sentence.
    pub(crate) fn pick<T>(self, office: T, partner: T) -> T {
        match self {
            Self::Office => office,
            Self::Partner => partner,
        }
    }

    /// Returns the address of the area's first page.
    pub(crate) fn home(self, locale: Locale) -> String {
        format!("/{}/{locale}", self.pick("organizer", "partner"))
    }

    /// Puts a page of a few sentences into the area, at that path.
    pub(crate) fn holds<'a>(self, page: MessagePage<'a>, path: &str) -> MessagePage<'a> {
        match self {
            Self::Office => page.in_office(path),
            Self::Partner => page.of_partner(path),
        }
    }
}
