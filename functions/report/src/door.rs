//! Who may have the reports on paper: organizers. Share pictures are everybody's and do not pass here.

use access::{Access, must_be};
use campaigns::Texts;
use domain::organizer::Role;
use http::{HeaderMap, Method, StatusCode};
use jiff::Timestamp;
use web::Problem;

/// Whoever asks for `report.pdf` comes by here first.
#[derive(Debug)]
pub(crate) enum Door {
    /// Lets in who has a session. That somebody was removed meanwhile is learned when their token ends, within the hour:
    /// what is printed here anybody may read elsewhere.
    Guarded(Access),
    /// Lets everybody in, to test what is behind it.
    #[cfg(test)]
    Open,
}

impl Door {
    /// Lets an organizer in.
    ///
    /// # Errors
    /// Says to sign in, to anybody else.
    pub(crate) fn admit(&self, headers: &HeaderMap, now: Timestamp, texts: &Texts) -> Result<(), Problem> {
        match self {
            Self::Guarded(access) => access
                .session(&Method::GET, headers, now)
                .and_then(|(session, _)| must_be(session.role, Role::Viewer))
                .map_err(|_| Problem::new(StatusCode::UNAUTHORIZED, "not_signed_in", texts.get("error-sign-in"))),
            #[cfg(test)]
            Self::Open => Ok(()),
        }
    }
}
