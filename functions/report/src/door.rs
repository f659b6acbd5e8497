//! Who may have the reports on paper: organizers, by a ticket that the office gave them. Share pictures are everybody's and do
//! not pass here.

use axum::response::{IntoResponse, Redirect, Response};
use campaigns::Texts;
use domain::keys::ticket::TicketKeys;
use domain::keys::token::TokenError;
use http::StatusCode;
use jiff::Timestamp;
use web::Problem;

/// Where the office gives tickets.
const OFFICE: &str = "/v1/organizer/report.pdf";

/// Whoever asks for `report.pdf` comes by here first.
#[derive(Debug)]
pub(crate) enum Door {
    /// Lets in who has a ticket.
    Guarded(TicketKeys),
    /// Lets everybody in, to test what is behind it.
    #[cfg(test)]
    Open,
}

impl Door {
    /// Lets whoever has a ticket in. One that has expired leads to another one, for those who are signed in still.
    ///
    /// # Errors
    /// What to answer to anybody else.
    pub(crate) fn admit(&self, query: &str, now: Timestamp, texts: &Texts) -> Result<(), Box<Response>> {
        match self {
            Self::Guarded(keys) => {
                let pairs = || form_urlencoded::parse(query.as_bytes());
                let ticket = pairs().find(|(name, _)| name == "ticket").map(|(_, ticket)| ticket).unwrap_or_default();
                keys.verify(&ticket, now).map_err(|error| {
                    Box::new(match error {
                        TokenError::Expired => {
                            let others = pairs().filter(|(name, _)| name != "ticket");
                            let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(others).finish();
                            Redirect::to(&format!("{OFFICE}?{query}")).into_response()
                        }
                        TokenError::Invalid => {
                            let title = texts.get("error-sign-in");
                            Problem::new(StatusCode::UNAUTHORIZED, "not_signed_in", title).into_response()
                        }
                    })
                })
            }
            #[cfg(test)]
            Self::Open => Ok(()),
        }
    }
}
