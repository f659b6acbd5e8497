//! Who may have the reports on paper: organizers. Share pictures are everybody's and do not pass here.

use campaigns::Texts;
use http::{HeaderMap, StatusCode};
use web::Problem;

/// Whoever asks for `report.pdf` comes by here first.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Door {
    /// Lets nobody in: no sign-in is known to this function yet.
    Closed,
    /// Lets everybody in, to test what is behind it.
    #[cfg(test)]
    Open,
}

impl Door {
    /// Lets an organizer in.
    ///
    /// # Errors
    /// Says to sign in, to anybody else.
    pub(crate) fn admit(self, _headers: &HeaderMap, texts: &Texts) -> Result<(), Problem> {
        match self {
            Self::Closed => Err(Problem::new(StatusCode::UNAUTHORIZED, "sign_in_required", texts.get("error-sign-in"))),
            #[cfg(test)]
            Self::Open => Ok(()),
        }
    }
}
