//! The campaign's mails and the ways to send them. The only user of `aws-sdk-sesv2`.
//!
//! It must never decide who gets a mail (the mailer does), and never log or put into an error an address, a name or a
//! link. Start reading at [`Message`]; the mails' words are in `texts/`, their look is in `templates/mail.html`.

mod digest;
mod forwarded;
mod message;
mod transport;
mod writer;

pub use digest::Digest;
pub use forwarded::Forwarded;
pub use message::{Kind, Mail, Message, OnBehalf, Stop};
pub use transport::{Quota, SendError, Transport, TransportError};
pub use writer::{Writer, WriterError};
