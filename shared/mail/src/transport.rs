//! Ways to send a mail: SES, an SMTP server, or a folder.

use std::path::PathBuf;
use std::time::Duration;

use aws_config::BehaviorVersion;
use aws_sdk_sesv2::primitives::Blob;
use aws_sdk_sesv2::types::{EmailContent, RawMessage};
use domain::email::EmailAddress;
use jiff::Timestamp;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Message as Mime, Tokio1Executor};
use serde_json::json;
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::message::Mail;

/// Sends mails, no faster than it may.
pub struct Transport {
    way: Way,
    from: Mailbox,
    pacer: Pacer,
}

enum Way {
    Ses(aws_sdk_sesv2::Client),
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Folder(PathBuf),
}

/// Why no transport could be opened. It never shows the setting, which may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// Not `ses`, `smtp://...`, `smtps://...` or `folder:...`.
    #[error("the mail transport is ses, smtp://user:password@host:port, smtps://... or folder:/path")]
    Setting,
    /// The sender is no address.
    #[error("the mails' sender must be an e-mail address")]
    From,
}

/// Why a mail was not sent. It never says to whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Try again later.
    #[error("the mail could not be sent now")]
    Temporary,
    /// This mail can never be sent.
    #[error("the mail cannot be sent")]
    Permanent,
}

impl Transport {
    /// Opens the transport that a setting names, to send as `name` from an address, so many a second at most.
    ///
    /// # Errors
    /// When the setting or the sender cannot be read.
    pub async fn open(setting: &str, name: &str, from: &str, per_second: u32) -> Result<Self, TransportError> {
        let address: Address = from.parse().map_err(|_| TransportError::From)?;
        let way = if setting == "ses" {
            #[expect(clippy::disallowed_methods, reason = "this is the door that the lint names")]
            let shared = aws_config::load_defaults(BehaviorVersion::latest()).await;
            Way::Ses(aws_sdk_sesv2::Client::new(&shared))
        } else if let Some(folder) = setting.strip_prefix("folder:") {
            Way::Folder(folder.into())
        } else if setting.starts_with("smtp://") || setting.starts_with("smtps://") {
            let smtp = AsyncSmtpTransport::<Tokio1Executor>::from_url(setting).map_err(|_| TransportError::Setting)?;
            Way::Smtp(smtp.build())
        } else {
            return Err(TransportError::Setting);
        };
        Ok(Self { way, from: Mailbox::new(Some(name.to_owned()), address), pacer: Pacer::new(per_second) })
    }

    /// Sends a mail.
    ///
    /// # Errors
    /// Whether to try again.
    pub async fn send(&self, mail: &Mail, now: Timestamp) -> Result<(), SendError> {
        match &self.way {
            Way::Folder(folder) => keep(folder.clone(), mail, now).await,
            Way::Smtp(smtp) => {
                self.pacer.wait().await;
                let sent = smtp.send(self.mime(mail)?).await;
                sent.map(|_| ())
                    .map_err(|error| if error.is_permanent() { SendError::Permanent } else { SendError::Temporary })
            }
            Way::Ses(ses) => {
                self.pacer.wait().await;
                let raw = RawMessage::builder().data(Blob::new(self.mime(mail)?.formatted())).build();
                let raw = raw.expect("the data is set");
                let content = EmailContent::builder().raw(raw).build();
                let sent = ses.send_email().content(content).send().await;
                sent.map(|_| ()).map_err(|error| match error.as_service_error() {
                    Some(refused) if refused.is_message_rejected() => SendError::Permanent,
                    Some(_) | None => SendError::Temporary,
                })
            }
        }
    }

    fn mime(&self, mail: &Mail) -> Result<Mime, SendError> {
        let to: Address = mail.to.to_string().parse().map_err(|_| SendError::Permanent)?;
        let id = format!("<{}@{}>", mail.id, self.from.email.domain());
        let header = |name: &'static str, value: String| HeaderValue::new(HeaderName::new_from_ascii_str(name), value);
        let mut mime = Mime::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(&mail.subject)
            .message_id(Some(id))
            .raw_header(header("Auto-Submitted", "auto-generated".to_owned()))
            .raw_header(header("Content-Language", mail.locale.tag().to_owned()));
        if let Some(stop) = &mail.stop {
            mime = mime.raw_header(header("List-Unsubscribe", format!("<{stop}>")));
        }
        let parts = MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone());
        mime.multipart(parts).map_err(|_| SendError::Permanent)
    }
}

impl std::fmt::Debug for Transport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let way = match self.way {
            Way::Ses(_) => "Ses",
            Way::Smtp(_) => "Smtp",
            Way::Folder(_) => "Folder",
        };
        write!(f, "Transport({way})")
    }
}

/// Keeps a mail as a file, whole or not at all. The name is the mail's id, so a mail sent twice is kept once.
async fn keep(folder: PathBuf, mail: &Mail, now: Timestamp) -> Result<(), SendError> {
    let name = mail.id.clone();
    let to: &EmailAddress = &mail.to;
    let content = json!({
        "to": to.to_string(), "subject": mail.subject, "kind": mail.kind, "locale": mail.locale,
        "text": mail.text, "html": mail.html, "links": mail.links, "at": now,
    });
    let write = move || {
        std::fs::create_dir_all(&folder)?;
        let unfinished = folder.join(format!("{name}.tmp"));
        std::fs::write(&unfinished, content.to_string())?;
        std::fs::rename(unfinished, folder.join(format!("{name}.json")))
    };
    match tokio::task::spawn_blocking(write).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) | Err(_) => Err(SendError::Temporary),
    }
}

/// Keeps mails apart in time: SES rejects what exceeds the account's rate.
struct Pacer {
    apart: Duration,
    next: Mutex<Option<Instant>>,
}

impl Pacer {
    fn new(per_second: u32) -> Self {
        Self { apart: Duration::from_secs(1) / per_second.max(1), next: Mutex::new(None) }
    }

    async fn wait(&self) {
        let mut next = self.next.lock().await;
        let now = Instant::now();
        let at = next.map_or(now, |next| next.max(now));
        *next = Some(at + self.apart);
        drop(next);
        tokio::time::sleep_until(at).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn mails_are_kept_apart_by_the_rate() {
        let pacer = Pacer::new(10);
        let start = Instant::now();
        for _ in 0..11 {
            pacer.wait().await;
        }
        assert_eq!(start.elapsed().as_millis(), 1000);
    }

    #[tokio::test]
    async fn settings_are_read_or_refused_without_showing_them() {
        let open = |setting: &'static str| async move {
            Transport::open(setting, "The campaign", "a@example.org", 1).await.map(|_| ())
        };
        assert_eq!(open("folder:/tmp/x").await, Ok(()));
        assert_eq!(open("smtp://user:secret@127.0.0.1:25").await, Ok(()));
        assert_eq!(open("pigeon").await, Err(TransportError::Setting));
        assert!(Transport::open("ses", "x", "not an address", 1).await.is_err());
    }
}
