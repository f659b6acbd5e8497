//! Ways to send a mail: SES, an SMTP server, or a folder.

use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use aws_config::BehaviorVersion;
use aws_sdk_sesv2::config::timeout::TimeoutConfig;
use aws_sdk_sesv2::config::{Credentials, Region};
use aws_sdk_sesv2::error::{ProvideErrorMetadata as _, SdkError};
use aws_sdk_sesv2::operation::send_email::SendEmailError;
use aws_sdk_sesv2::primitives::Blob;
use aws_sdk_sesv2::types::{Destination, EmailContent, RawMessage};
use domain::mail::email::EmailAddress;
use jiff::Timestamp;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Message as Mime, Tokio1Executor};
use serde_json::json;

use crate::message::{Mail, Stop};

/// The longest a provider may take over one mail, its retries included. A batch of mails that outlasts the function
/// would be sent again from its start.
const SEND_TIMEOUT: Duration = Duration::from_secs(10);
/// The longest that SES may take over one try.
const SES_TRY_TIMEOUT: Duration = Duration::from_secs(4);

/// The codes by which AWS says that there were too many requests, beside those that SES lists.
const THROTTLED: [&str; 3] = ["Throttling", "ThrottlingException", "ThrottledException"];

/// Sends mails. The caller sets the pace, which many senders share.
pub struct Transport {
    way: Way,
    from: Address,
}

enum Way {
    Ses(aws_sdk_sesv2::Client, Option<String>),
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Folder(PathBuf),
}

/// The sending limits that a mail provider grants an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Mails in a second.
    pub per_second: u32,
    /// Mails in 24 hours; `None` for no limit.
    pub per_day: Option<u32>,
    /// Mails that left in the last 24 hours from any sender of the account.
    pub sent_last_day: u32,
}

/// The reason why no transport could be opened. It never shows the setting, which may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// The setting is not `ses`, `ses:http://127.0.0.1:...`, `smtp://...`, `smtps://...` or `folder:...`.
    #[error("the mail transport is ses, smtp://user:password@host:port, smtps://... or folder:/path")]
    Setting,
    /// The sender is no address.
    #[error("the mails' sender must be an e-mail address")]
    From,
}

/// The reason why a mail was not sent, by what the caller can do. It never names the recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// No mail can be sent for now: the provider is away, busy, or does not let us in. Try this one again, and the others
    /// after it.
    #[error("no mail can be sent now")]
    Unavailable,
    /// This mail was not taken, while others may be: try it again later. A doubtful refusal is of this kind, so that one
    /// recipient keeps no other from their mail.
    #[error("the mail was not taken this time")]
    Temporary,
    /// This mail will never be taken.
    #[error("the mail cannot be sent")]
    Permanent,
}

impl Transport {
    /// Opens the transport that a setting names, to send from an address.
    ///
    /// A password is given to another machine over TLS alone: `smtps://`, or STARTTLS, which `smtp://` then insists on.
    ///
    /// # Errors
    /// Fails when the setting or the sender cannot be read.
    pub async fn open(setting: &str, from: &str) -> Result<Self, TransportError> {
        let from: Address = from.parse().map_err(|_| TransportError::From)?;
        let way = if setting == "ses" {
            let shared = aws_config::defaults(BehaviorVersion::latest()).load().await;
            Way::Ses(ses_client(aws_sdk_sesv2::config::Builder::from(&shared)), None)
        } else if let Some(url) = setting.strip_prefix("ses:").filter(|url| url.starts_with("http://127.0.0.1:")) {
            // A stand-in for SES on this machine, which asks for no credentials.
            let config = aws_sdk_sesv2::Config::builder().behavior_version(BehaviorVersion::latest());
            let config = config.region(Region::from_static("ca-central-1")).endpoint_url(url);
            let credentials = Credentials::new("local", "local", None, None, "local");
            Way::Ses(ses_client(config.credentials_provider(credentials)), None)
        } else if let Some(folder) = setting.strip_prefix("folder:") {
            Way::Folder(folder.into())
        } else if setting.starts_with("smtp://") || setting.starts_with("smtps://") {
            let smtp = AsyncSmtpTransport::<Tokio1Executor>::from_url(&with_tls_for_passwords(setting));
            Way::Smtp(smtp.map_err(|_| TransportError::Setting)?.timeout(Some(SEND_TIMEOUT)).build())
        } else {
            return Err(TransportError::Setting);
        };
        Ok(Self { way, from })
    }

    /// Has SES send by that configuration set, which decides who hears of bounces and complaints. Other ways have none.
    #[must_use]
    pub fn in_configuration_set(mut self, name: &str) -> Self {
        if let Way::Ses(_, set) = &mut self.way {
            *set = Some(name.to_owned());
        }
        self
    }

    /// Returns the provider's limits; `None` where it has no way to report them.
    ///
    /// # Errors
    /// Fails when the provider does not answer.
    pub async fn quota(&self) -> Result<Option<Quota>, SendError> {
        let Way::Ses(client, _) = &self.way else { return Ok(None) };
        let account = client.get_account().send().await.map_err(|_| SendError::Unavailable)?;
        let Some(quota) = account.send_quota() else { return Ok(None) };
        Ok(Some(Quota {
            per_second: whole(quota.max_send_rate()).unwrap_or(u32::MAX),
            per_day: whole(quota.max24_hour_send()),
            sent_last_day: whole(quota.sent_last24_hours()).unwrap_or_default(),
        }))
    }

    /// # Errors
    /// The error tells whether to try again, and whether other mails may fare better.
    pub async fn send(&self, mail: &Mail, now: Timestamp) -> Result<(), SendError> {
        match &self.way {
            Way::Folder(folder) => keep(folder.clone(), mail, now).await,
            Way::Smtp(smtp) => {
                let mime = self.mime(mail, now)?;
                smtp.send(mime).await.map(drop).map_err(|error| of_smtp(&error))
            }
            Way::Ses(client, set) => {
                let raw = RawMessage::builder().data(Blob::new(self.mime(mail, now)?.formatted())).build();
                let content = EmailContent::builder().raw(raw.expect("the data is set")).build();
                let copies = mail.on_behalf.iter().flat_map(|writer| &writer.cc).map(ToString::to_string).collect();
                let copies = Some(copies).filter(|copies: &Vec<_>| !copies.is_empty());
                let to = Destination::builder().to_addresses(mail.to.to_string()).set_cc_addresses(copies).build();
                let request = client.send_email().destination(to).content(content);
                let answer = request.set_configuration_set_name(set.clone()).send().await;
                answer.map(drop).map_err(|error| of_ses(&error))
            }
        }
    }

    /// Writes the mail by RFC 5322 and MIME. The same mail at the same time gives the same bytes. (SES puts a
    /// `Message-ID` of its own in place of ours.)
    fn mime(&self, mail: &Mail, now: Timestamp) -> Result<Mime, SendError> {
        let to = address(&mail.to)?;
        let id = format!("<{}@{}>", mail.id, self.from.domain());
        let header = |name: &'static str, value: String| HeaderValue::new(HeaderName::new_from_ascii_str(name), value);
        let mut mime = Mime::builder()
            .from(Mailbox::new(Some(mail.sender.clone()), self.from.clone()))
            .to(Mailbox::new(None, to))
            .subject(&mail.subject)
            .date(date(now))
            .message_id(Some(id))
            .raw_header(header("Content-Language", mail.locale.tag().to_owned()));
        match &mail.on_behalf {
            None => mime = mime.raw_header(header("Auto-Submitted", "auto-generated".to_owned())),
            // A person wrote it (RFC 3834, section 5), and answers go to that person.
            Some(writer) => {
                mime = mime.reply_to(Mailbox::new(Some(writer.name.to_string()), address(&writer.reply_to)?));
                for copied in &writer.cc {
                    mime = mime.cc(Mailbox::new(None, address(copied)?));
                }
            }
        }
        if let Some(answers_to) = &mail.answers_to {
            mime = mime.reply_to(Mailbox::new(None, address(answers_to)?));
        }
        match &mail.stop {
            // A page with a button: one click of a mail program must not withdraw a pledge, so no List-Unsubscribe-Post.
            Some(Stop::Page(page)) => mime = mime.raw_header(header("List-Unsubscribe", format!("<{page}>"))),
            Some(Stop::OneClick(stop)) => {
                mime = mime.raw_header(header("List-Unsubscribe", format!("<{stop}>")));
                mime = mime.raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
            }
            None => {}
        }
        let parts = MultiPart::alternative()
            .boundary(format!("=_{}", mail.id))
            .singlepart(SinglePart::plain(mail.text.clone()))
            .singlepart(SinglePart::html(mail.html.clone()));
        mime.multipart(parts).map_err(|_| SendError::Permanent)
    }
}

fn address(email: &EmailAddress) -> Result<Address, SendError> {
    email.to_string().parse().map_err(|_| SendError::Permanent)
}

/// Reads a number of mails, which SES gives as floating point; `None` for -1, which stands for no limit.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is a whole number in range")]
fn whole(number: f64) -> Option<u32> {
    (0.0..=f64::from(u32::MAX)).contains(&number).then_some(number as u32)
}

/// Returns a mail's date, which knows whole seconds.
fn date(now: Timestamp) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(now.as_second().try_into().unwrap_or_default())
}

fn ses_client(config: aws_sdk_sesv2::config::Builder) -> aws_sdk_sesv2::Client {
    let timeouts = TimeoutConfig::builder().operation_attempt_timeout(SES_TRY_TIMEOUT).operation_timeout(SEND_TIMEOUT);
    aws_sdk_sesv2::Client::from_conf(config.timeout_config(timeouts.build()).build())
}

/// Adds STARTTLS to a plain SMTP setting with a password. The server on this machine, or a setting with its own
/// `?tls=`, needs none.
fn with_tls_for_passwords(setting: &str) -> String {
    let plain = setting.strip_prefix("smtp://").filter(|rest| !rest.contains("tls="));
    let authority = plain.and_then(|rest| rest.split(['/', '?']).next());
    let Some((_, host)) = authority.and_then(|authority| authority.rsplit_once('@')) else {
        return setting.to_owned();
    };
    let here = host.starts_with("127.") || host.starts_with("[::1]") || host.split(':').next() == Some("localhost");
    let joined = if setting.contains('?') { '&' } else { '?' };
    if here { setting.to_owned() } else { format!("{setting}{joined}tls=required") }
}

/// Sorts SES's refusals. IAM may deny the identity of one recipient alone, and SES does not list all its errors. So a refusal
/// concerns everybody only if its kind says it.
fn of_ses<R>(error: &SdkError<SendEmailError, R>) -> SendError {
    let Some(refused) = error.as_service_error() else { return SendError::Unavailable };
    if refused.is_bad_request_exception() {
        return SendError::Permanent;
    }
    if refused.is_message_rejected() {
        // The same refusal stands for an identity that the operator has not verified yet: that will pass.
        let unverified = refused.message().is_some_and(|message| message.contains("not verified"));
        return if unverified { SendError::Temporary } else { SendError::Permanent };
    }
    let is_for_all = refused.is_account_suspended_exception()
        || refused.is_limit_exceeded_exception()
        || refused.is_mail_from_domain_not_verified_exception()
        || refused.is_not_found_exception()
        || refused.is_sending_paused_exception()
        || refused.is_too_many_requests_exception()
        || refused.code().is_some_and(|code| THROTTLED.contains(&code));
    if is_for_all { SendError::Unavailable } else { SendError::Temporary }
}

/// Sorts an SMTP server's replies by their codes (RFC 5321, section 4.2; RFC 3463 where it gives an enhanced one).
fn of_smtp(error: &smtp::Error) -> SendError {
    let reply = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    of_reply(error.status().map(u16::from), &reply)
}

/// Sorts a reply by its code. A doubtful refusal counts as temporary: a mail that is given up is a pledge lost.
fn of_reply(code: Option<u16>, text: &str) -> SendError {
    // X.7 is policy (relaying, reputation), X.1.7 and X.1.8 are the sender's address: faults of ours, not of the
    // recipient.
    let enhanced = text.split_whitespace().next().unwrap_or_default();
    let ours = enhanced.starts_with("5.7.") || enhanced == "5.1.7" || enhanced == "5.1.8";
    match code {
        // 556: the domain takes no mail (RFC 7504, RFC 7505).
        Some(550 | 551 | 553 | 556) if !ours => SendError::Permanent,
        // The server itself: closing, or wants us to prove who we are (RFC 4954).
        Some(421 | 454 | 530 | 534 | 535 | 538) | None => SendError::Unavailable,
        Some(400..=599) => SendError::Temporary,
        Some(_) => SendError::Unavailable,
    }
}

impl std::fmt::Debug for Transport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let way = match self.way {
            Way::Ses(..) => "Ses",
            Way::Smtp(_) => "Smtp",
            Way::Folder(_) => "Folder",
        };
        write!(f, "Transport({way})")
    }
}

/// Writes a mail to a file, whole or not at all. The name is the mail's id, so a mail sent twice is kept once.
async fn keep(folder: PathBuf, mail: &Mail, now: Timestamp) -> Result<(), SendError> {
    let name = mail.id.clone();
    let to: &EmailAddress = &mail.to;
    let mut content = json!({
        "to": to.to_string(), "subject": mail.subject, "kind": mail.kind, "locale": mail.locale,
        "text": mail.text, "html": mail.html, "links": mail.links, "at": now,
    });
    if let Some(writer) = &mail.on_behalf {
        content["from"] = mail.sender.clone().into();
        content["reply_to"] = writer.reply_to.to_string().into();
        content["cc"] = writer.cc.iter().map(ToString::to_string).collect();
    }
    if let Some(answers_to) = &mail.answers_to {
        content["reply_to"] = answers_to.to_string().into();
    }
    let write = move || {
        std::fs::create_dir_all(&folder)?;
        let unfinished = folder.join(format!("{name}.tmp"));
        std::fs::write(&unfinished, content.to_string())?;
        std::fs::rename(unfinished, folder.join(format!("{name}.json")))
    };
    match tokio::task::spawn_blocking(write).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) | Err(_) => Err(SendError::Unavailable),
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use domain::locale::Locale;
    use serde_json::Value;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;
    use crate::message::Kind;

    #[tokio::test]
    async fn settings_are_read_or_refused_without_showing_them() {
        let open = |setting: &'static str| async move { Transport::open(setting, "a@example.org").await.map(|_| ()) };
        assert_eq!(open("folder:/tmp/x").await, Ok(()));
        assert_eq!(open("smtp://user:secret@127.0.0.1:25").await, Ok(()));
        assert_eq!(open("smtps://user:secret@mail.example.org").await, Ok(()));
        assert_eq!(open("ses:http://127.0.0.1:1").await, Ok(()));
        for wrong in [
            "pigeon",
            "",
            "smtp://",
            "ses:http://mail.example.org:80",
            "smtp://user:secret@mail.example.org?tls=perhaps",
        ] {
            let error = open(wrong).await.unwrap_err();
            assert_eq!(error, TransportError::Setting);
            assert!(!error.to_string().contains("secret"));
        }
        assert_eq!(Transport::open("ses", "not an address").await.map(|_| ()), Err(TransportError::From));
    }

    #[test]
    fn a_password_leaves_this_machine_over_tls_alone() {
        for (setting, opened) in [
            ("smtp://user:a@b@mail.example.org:587", "smtp://user:a@b@mail.example.org:587?tls=required"),
            ("smtp://u:p@mail.example.org/here", "smtp://u:p@mail.example.org/here?tls=required"),
            ("smtp://u:p@mail.example.org?tls=opportunistic", "smtp://u:p@mail.example.org?tls=opportunistic"),
            ("smtp://u:p@127.0.0.1:1025", "smtp://u:p@127.0.0.1:1025"),
            ("smtp://u:p@localhost:1025", "smtp://u:p@localhost:1025"),
            ("smtp://mail.example.org:25", "smtp://mail.example.org:25"),
            ("smtps://u:p@mail.example.org", "smtps://u:p@mail.example.org"),
        ] {
            assert_eq!(with_tls_for_passwords(setting), opened);
        }
    }

    #[test]
    fn a_reply_is_for_good_only_when_it_is_about_the_recipient() {
        for (code, text, kind) in [
            (Some(550), "5.1.1 no such user", SendError::Permanent),
            (Some(553), "no such mailbox", SendError::Permanent),
            (Some(550), "5.7.1 relaying denied", SendError::Temporary),
            (Some(553), "5.1.8 sender unknown", SendError::Temporary),
            (Some(552), "5.2.2 mailbox full", SendError::Temporary),
            (Some(556), "5.1.10 the domain takes no mail", SendError::Permanent),
            (Some(501), "5.1.3 bad address", SendError::Temporary),
            (Some(450), "4.2.0 greylisted", SendError::Temporary),
            (Some(421), "shutting down", SendError::Unavailable),
            (Some(535), "5.7.8 who are you?", SendError::Unavailable),
            (Some(454), "4.7.0 cannot tell now who you are", SendError::Unavailable),
            (None, "connection refused", SendError::Unavailable),
        ] {
            assert_eq!(of_reply(code, text), kind, "{code:?} {text}");
        }
    }

    fn mail() -> Mail {
        Mail {
            id: "confirm-abc".to_owned(),
            kind: Kind::Confirm,
            to: EmailAddress::parse("zoe@example.org").unwrap(),
            locale: Locale::Fr,
            sender: "Conseil canadien pour les réfugiés".to_owned(),
            subject: "Veuillez confirmer".to_owned(),
            text: "Bonjour".to_owned(),
            html: "<p>Bonjour</p>".to_owned(),
            links: Vec::new(),
            stop: None,
            on_behalf: None,
            answers_to: None,
        }
    }

    /// Answers one HTTP request as SES would; returns its first line and body.
    async fn ses_server(listener: TcpListener, status: &'static str, body: &'static str) -> (String, Value) {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = Vec::new();
        let (head, wanted) = loop {
            assert_ne!(stream.read_buf(&mut request).await.unwrap(), 0, "the request ended early");
            let text = String::from_utf8_lossy(&request);
            if let Some((head, _)) = text.split_once("\r\n\r\n") {
                let length = head.lines().find_map(|line| {
                    let (name, value) = line.split_once(':')?;
                    name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().unwrap())
                });
                break (head.to_owned(), head.len() + 4 + length.unwrap_or_default());
            }
        };
        while request.len() < wanted {
            assert_ne!(stream.read_buf(&mut request).await.unwrap(), 0, "the request ended early");
        }
        let error = body.split_once('|');
        let (kind, body) = error.unwrap_or(("", body));
        let reply = format!(
            "HTTP/1.1 {status}\r\ncontent-type: application/json\r\nx-amzn-errortype: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(reply.as_bytes()).await.unwrap();
        let line = head.lines().next().unwrap().to_owned();
        (line, serde_json::from_slice(&request[head.len() + 4..]).unwrap_or_default())
    }

    /// A transport to a stand-in for SES, which answers one request so.
    async fn ses_that_answers(
        status: &'static str,
        body: &'static str,
    ) -> (Transport, tokio::task::JoinHandle<(String, Value)>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = tokio::spawn(ses_server(listener, status, body));
        let config = aws_sdk_sesv2::Config::builder()
            .behavior_version(aws_sdk_sesv2::config::BehaviorVersion::latest())
            .region(Region::new("ca-central-1"))
            .credentials_provider(Credentials::new("test", "test", None, None, "test"))
            .retry_config(aws_sdk_sesv2::config::retry::RetryConfig::disabled())
            .endpoint_url(url);
        let from = "pledge@example.org".parse().unwrap();
        let transport = Transport { way: Way::Ses(ses_client(config), None), from };
        (transport.in_configuration_set("time-to-lead"), server)
    }

    async fn send_by_ses(status: &'static str, body: &'static str) -> (Result<(), SendError>, String, Value) {
        send_by_ses_mail(&mail(), status, body).await
    }

    async fn send_by_ses_mail(
        mail: &Mail,
        status: &'static str,
        body: &'static str,
    ) -> (Result<(), SendError>, String, Value) {
        let (transport, server) = ses_that_answers(status, body).await;
        let sent = transport.send(mail, Timestamp::UNIX_EPOCH).await;
        let (line, body) = server.await.unwrap();
        (sent, line, body)
    }

    #[tokio::test]
    async fn ses_gets_one_raw_message_for_one_recipient() {
        let (sent, line, body) = send_by_ses("200 OK", "{\"MessageId\":\"x\"}").await;
        assert_eq!(sent, Ok(()));
        assert_eq!(line, "POST /v2/email/outbound-emails HTTP/1.1");
        assert_eq!(body["Destination"], json!({ "ToAddresses": ["zoe@example.org"] }));
        assert_eq!(body["ConfigurationSetName"], "time-to-lead", "else nobody hears of bounces");
        let raw = STANDARD.decode(body["Content"]["Raw"]["Data"].as_str().unwrap()).unwrap();
        let raw = String::from_utf8(raw).unwrap();
        for header in [
            "From: =?utf-8?b?",
            "<pledge@example.org>",
            "To: zoe@example.org",
            "Date: Thu, 01 Jan 1970 00:00:00 +0000",
            "Message-ID: <confirm-abc@example.org>",
            "boundary=\"=_confirm-abc\"",
        ] {
            assert!(raw.contains(header), "{header}\n{raw}");
        }
    }

    #[tokio::test]
    async fn ses_sends_a_letters_copy_too() {
        let email = |text: &str| EmailAddress::parse(text).unwrap();
        let name = domain::person::name::PersonName::parse("Zoé", "Roy").unwrap();
        let (reply_to, cc) = (email("zoe@example.net"), vec![email("minister@example.org")]);
        let letter = Mail { on_behalf: Some(crate::OnBehalf { name, reply_to, cc }), ..mail() };
        let (sent, _, body) = send_by_ses_mail(&letter, "200 OK", "{\"MessageId\":\"x\"}").await;
        assert_eq!(sent, Ok(()));
        let to = json!({ "ToAddresses": ["zoe@example.org"], "CcAddresses": ["minister@example.org"] });
        assert_eq!(body["Destination"], to);
    }

    #[tokio::test]
    async fn the_quota_is_as_ses_grants_it_and_minus_one_is_no_limit() {
        let granted = Quota { per_second: 14, per_day: Some(50_000), sent_last_day: 1_200 };
        for (status, body, quota) in [
            (
                "200 OK",
                r#"{"SendQuota":{"MaxSendRate":14.0,"Max24HourSend":50000.0,"SentLast24Hours":1200.0}}"#,
                Ok(Some(granted)),
            ),
            (
                "200 OK",
                r#"{"SendQuota":{"MaxSendRate":14.0,"Max24HourSend":-1.0,"SentLast24Hours":1200.0}}"#,
                Ok(Some(Quota { per_day: None, ..granted })),
            ),
            ("200 OK", "{}", Ok(None)),
            ("403 No", "AccessDeniedException|{}", Err(SendError::Unavailable)),
        ] {
            let (transport, server) = ses_that_answers(status, body).await;
            assert_eq!(transport.quota().await, quota, "{body}");
            assert_eq!(server.await.unwrap().0, "GET /v2/email/account HTTP/1.1");
        }
        assert_eq!(Transport::open("folder:/tmp/x", "a@example.org").await.unwrap().quota().await, Ok(None));
    }

    #[tokio::test]
    async fn what_ses_refuses_is_sorted_by_whom_it_concerns() {
        for (status, body, kind) in [
            ("429 Slow", "TooManyRequestsException|{\"message\":\"rate\"}", SendError::Unavailable),
            ("400 Bad", "SendingPausedException|{\"message\":\"paused\"}", SendError::Unavailable),
            ("400 Bad", "ThrottlingException|{\"message\":\"rate\"}", SendError::Unavailable),
            ("400 Bad", "AccountSuspendedException|{\"message\":\"suspended\"}", SendError::Unavailable),
            ("403 No", "AccessDeniedException|{\"message\":\"role\"}", SendError::Temporary),
            ("500 Oh", "InternalFailure|{\"message\":\"\"}", SendError::Temporary),
            ("400 Bad", "MessageRejected|{\"message\":\"Email address is not verified.\"}", SendError::Temporary),
            ("400 Bad", "MessageRejected|{\"message\":\"virus\"}", SendError::Permanent),
            ("400 Bad", "BadRequestException|{\"message\":\"Missing final '@domain'\"}", SendError::Permanent),
        ] {
            assert_eq!(send_by_ses(status, body).await.0, Err(kind), "{body}");
        }
    }
}
