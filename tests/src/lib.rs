//! Drives the whole product in process, as its users do.
//!
//! [`TestSite`] is the local site with a clock and a wire of its own. It signs, opens mails, confirms, moves and withdraws
//! for people. A test also fails if, at its end, anything personal is in the logs, a mail was left unread, or the public
//! tally differs from a recount. So each test is also a test of privacy and of counting.
//!
//! Nothing in here may ever stand in for a part of the product: faults are put on the [`Wire`], never into the code.
//! Nothing sleeps: time is moved, and slow work is awaited.
//!
//! Start reading at [`TestSite`], then at any sentence under `api/`.

mod answer;
mod authenticator;
mod edge;
mod html;
mod issuer;
mod log;
mod mail;
mod office;
mod person;
mod program;
mod receiver;
mod routes;
mod site;
mod tables;

pub use answer::{Answer, Browser, Outgoing, UNREADABLE};
pub use authenticator::Authenticator;
pub use edge::{Origin, TestEdge};
pub use html::{Page, Tag};
pub use issuer::{SigningKey, TestIssuer, signed};
pub use mail::Mail;
pub use office::{FIRST_ADMIN, Factor, Office};
pub use person::{Home, OTTAWA_CENTRE, Person, ROSEMONT, address_of_member};
pub use program::{Program, built, printed, project_root};
pub use receiver::Receiver;
pub use routes::{METHODS, filled, routers};
pub use site::{CAMPAIGN, Confirmed, Counter, PublicTally, SOURCE, Setup, TestSite, campaign};
pub use tables::{Item, Tables};
pub use wire::{Fault, Sent, Wire};

use std::time::Duration;

/// The longest time that anything may take before a test gives up on it.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// Asks again and again until there is an answer, for work of another process, which nobody can await.
///
/// # Panics
/// Panics when there is none in [`PATIENCE`].
pub async fn eventually<T, F: Future<Output = Option<T>>>(what: &str, mut ask: impl FnMut() -> F) -> T {
    let asking = async {
        let mut pause = tokio::time::interval(Duration::from_millis(10));
        loop {
            pause.tick().await;
            if let Some(answer) = ask().await {
                return answer;
            }
        }
    };
    tokio::time::timeout(PATIENCE, asking)
        .await
        .unwrap_or_else(|_| panic!("in {PATIENCE:?} it never came about that {what}"))
}
