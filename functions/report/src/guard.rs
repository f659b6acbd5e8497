//! Guards the reports on paper: organizers get those of the moment by a ticket from the office. Share pictures and the
//! documents of a day are public and do not pass here.
//!
//! The office answers `/v1/organizer/report.pdf` with a redirect to `/v1/report.pdf` and a ticket of five minutes, under a key of its
//! own (`REPORT_KEYS`).

use axum::response::{IntoResponse, Redirect, Response};
use campaigns::Texts;
use domain::keys::ticket::TicketKeys;
use domain::keys::token::TokenError;
use jiff::Timestamp;

use crate::failure::NOT_SIGNED_IN;

/// The path at which the office gives tickets.
const OFFICE: &str = "/v1/organizer/report.pdf";

/// The guard that every request for `report.pdf` passes first.
#[derive(Debug)]
pub(crate) enum Guard {
    /// Lets holders of a ticket in.
    Tickets(TicketKeys),
    /// Lets everybody in, for tests of the documents behind it.
    #[cfg(test)]
    Open,
}

impl Guard {
    /// Lets holders of a ticket in. An expired ticket leads to the office, which gives a new one to those who are still
    /// signed in.
    ///
    /// # Errors
    /// Returns the answer to everybody else.
    pub(crate) fn admit(&self, query: &str, now: Timestamp, texts: &Texts) -> Result<(), Box<Response>> {
        match self {
            Self::Tickets(keys) => {
                let pairs = || form_urlencoded::parse(query.as_bytes());
                let ticket = pairs().find(|(name, _)| name == "ticket").map(|(_, ticket)| ticket).unwrap_or_default();
                keys.verify(&ticket, now).map_err(|error| {
                    Box::new(match error {
                        TokenError::Expired => {
                            let others = pairs().filter(|(name, _)| name != "ticket");
                            let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(others).finish();
                            Redirect::to(&format!("{OFFICE}?{query}")).into_response()
                        }
                        TokenError::Invalid => NOT_SIGNED_IN.problem(texts).into_response(),
                    })
                })
            }
            #[cfg(test)]
            Self::Open => Ok(()),
        }
    }
}
