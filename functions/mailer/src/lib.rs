//! Consumes the Pledges stream: the only function that may send mail.
//!
//! The stream is the queue, and it has keys alone: each record is looked up when its turn comes, so what was erased
//! meanwhile is never mailed. Everything here is done at least once; doing it twice changes nothing, because the address
//! was charged for that submission already and the link is the same. When no mail can be sent, the stream waits; when one
//! address takes none for the moment, its mail waits apart and the others go on. Start reading at [`Mailer::handle`].
//!
//! What a flood of forms would cause is held for an organizer: `flood.rs`.
//!
//! It must never count anybody, and never log to whom it wrote.

mod deliver;
mod feedback;
mod flood;
mod letters;
mod records;

use aws_lambda_events::event::dynamodb;
use aws_lambda_events::event::streams::DynamoDbEventResponse;
use campaigns::CampaignFolder;
use domain::correspondence::{LETTERS_PER_HOUR, LETTERS_PER_MAIL_DOMAIN, LETTERS_PER_MEMBER, LetterLimits};
use domain::email::EmailAddress;
use domain::flood::{HourLimits, MAILS_PER_MAIL_DOMAIN, MAILS_PER_NETWORK, MAILS_PER_PAIR};
use domain::identity::IdentityKey;
use domain::session::SessionKeys;
use domain::tally::ShardCount;
use domain::token::TokenKeys;
use jiff::{SignedDuration, Timestamp};
use mail::{SendError, Transport, Writer};
use serde::Deserialize;
use serde_json::Value;
use store::{Office, Pledges, StoreError, Tables};
use tokio::time::{Duration, Instant};
use web::{Clock, Environment};

/// Mails a second, unless the settings say otherwise: what SES grants a new production account.
const MAILS_PER_SECOND: u32 = 14;
/// How long one call goes on taking up new work. The function is stopped after 60 seconds (`template.yaml`), and what it had
/// not reported by then would be done again.
const WORK_TIME: Duration = Duration::from_secs(35);

/// A schedule's event that comes so late is left to the next one. `EventBridge` sends within seconds.
const SCHEDULE_LATE: SignedDuration = SignedDuration::from_secs(50);

/// Sends the mails that pledges owe.
#[derive(Debug)]
pub struct Mailer {
    campaign: domain::campaign::CampaignSlug,
    pledges: Pledges,
    identity: IdentityKey,
    tokens: TokenKeys,
    /// The keys of the links that stop news.
    updates: TokenKeys,
    office: Office,
    /// The keys of organizers' links.
    sessions: SessionKeys,
    /// Who is an organizer because the deployment says so.
    first_admin: EmailAddress,
    writer: Writer,
    transport: Transport,
    /// What an hour may cause; the rest is held.
    limits: HourLimits,
    /// How many letters may go to Members of Parliament in an hour and in a day. Further letters wait for an organizer.
    letter_limits: LetterLimits,
    clock: Clock,
}

pub use feedback::Feedback;

/// What the function is called with: a batch of the stream, the schedule's minute, or what became of mails.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Event {
    /// Records of the Pledges stream.
    Stream(dynamodb::Event),
    /// Bounces and complaints.
    Feedback(Feedback),
    /// The schedule. An event that is none of these is an error: a batch that cannot be read must not pass for handled.
    Schedule {
        /// The minute that it is for.
        #[serde(default)]
        time: Option<Timestamp>,
        /// What `EventBridge` calls it.
        #[serde(rename = "detail-type")]
        detail_type: ScheduleDetail,
    },
}

/// The one kind of scheduled event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum ScheduleDetail {
    /// A rate or a time has come round.
    #[serde(rename = "Scheduled Event")]
    ScheduledEvent,
}

/// Why a mail that is owed was not sent. It never says to whom.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailerError {
    /// The store did not do its part.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The mail could not be sent.
    #[error(transparent)]
    Send(#[from] SendError),
    /// What the mail provider told cannot be read.
    #[error("a message of the mail provider cannot be read")]
    Feedback,
    /// Earlier work took the time that there is.
    #[error("there is no time left in this call")]
    Late,
}

impl Mailer {
    /// Reads the settings, opens the transport and the store.
    ///
    /// # Errors
    /// When a setting is missing or wrong.
    pub async fn start(environment: &Environment, clock: Clock, connection: store::Connection) -> anyhow::Result<Self> {
        let folder = CampaignFolder::find(environment.required("CAMPAIGN")?)?;
        let campaign = folder.campaign()?.slug;
        let writer = Writer::load(folder, environment.site_url()?)?;
        let rate = environment.number("MAILS_PER_SECOND", MAILS_PER_SECOND)?;
        let from = environment.required("MAIL_FROM")?;
        let transport = Transport::open(environment.required("MAIL_TRANSPORT")?, from, rate).await?;
        let transport = transport.in_configuration_set(environment.required("MAIL_CONFIGURATION_SET")?);
        // It counts nobody, so it is given no tally.
        let tables = Tables { pledges: environment.required("PLEDGES_TABLE")?.to_owned(), tally: String::new() };
        let office =
            Office::new(connection.clone(), environment.required("OFFICE_TABLE")?.to_owned(), campaign.clone());
        let pledges = Pledges::new(connection, tables, campaign.clone(), ShardCount::new(1)?);
        pledges.warm_up().await;
        Ok(Self {
            identity: IdentityKey::new(&environment.secret("IDENTITY_KEY")?)?,
            tokens: TokenKeys::parse(campaign.clone(), &environment.secret("TOKEN_KEYS")?)?,
            updates: TokenKeys::parse(campaign.clone(), &environment.secret("UPDATES_KEYS")?)?,
            sessions: SessionKeys::parse(campaign.clone(), &environment.secret("SESSION_KEYS")?)?,
            first_admin: EmailAddress::parse(environment.required("FIRST_ADMIN")?)?,
            limits: HourLimits {
                pair: environment.number("MAILS_PER_PAIR", MAILS_PER_PAIR)?,
                network: environment.number("MAILS_PER_NETWORK", MAILS_PER_NETWORK)?,
                mail_domain: environment.number("MAILS_PER_MAIL_DOMAIN", MAILS_PER_MAIL_DOMAIN)?,
            },
            letter_limits: LetterLimits {
                member: environment.number("LETTERS_PER_MEMBER", LETTERS_PER_MEMBER)?,
                mail_domain: environment.number("LETTERS_PER_MAIL_DOMAIN", LETTERS_PER_MAIL_DOMAIN)?,
                hour: environment.number("LETTERS_PER_HOUR", LETTERS_PER_HOUR)?,
            },
            campaign,
            pledges,
            office,
            writer,
            transport,
            clock,
        })
    }

    /// Does what an event asks for.
    ///
    /// # Errors
    /// When deferred mails could not be sent, or feedback not taken; a batch answers with the records that failed instead.
    pub async fn answer(&self, event: Event) -> Result<Value, MailerError> {
        match event {
            Event::Stream(batch) => {
                let response = self.handle(batch).await;
                Ok(serde_json::to_value(response).expect("record numbers serialize"))
            }
            Event::Feedback(feedback) => {
                self.take_feedback(feedback).await?;
                Ok(Value::Null)
            }
            // Lambda calls again for what failed, a minute later. Feedback needs that; a schedule's next minute does the same
            // work, and two at once would send twice.
            Event::Schedule { time, .. } if time.is_some_and(|time| is_late(time, self.clock.now())) => Ok(Value::Null),
            Event::Schedule { detail_type: ScheduleDetail::ScheduledEvent, .. } => {
                self.send_due().await?;
                Ok(Value::Null)
            }
        }
    }

    /// Handles a batch of the stream in order, and names the first record that failed: Lambda sends it and those after it
    /// again.
    pub async fn handle(&self, batch: dynamodb::Event) -> DynamoDbEventResponse {
        records::handle(self, batch).await
    }

    /// Takes note of bounces and complaints.
    ///
    /// # Errors
    /// When one of them cannot be read, or the store fails; the others were taken, and taking them again is safe.
    pub async fn take_feedback(&self, feedback: Feedback) -> Result<(), MailerError> {
        feedback::handle(self, feedback).await
    }

    /// Lets go what others proved, does what organizers decided about held mail, and sends the mails that have waited long enough.
    ///
    /// # Errors
    /// When the store or the mail provider fails; what was not sent waits for the next minute.
    pub async fn send_due(&self) -> Result<(), MailerError> {
        let let_go = flood::let_go(self).await;
        let ruled = flood::work_off_rulings(self).await;
        let ruled = ruled.and(letters::work_off(self).await);
        let_go.and(ruled).and(self.send_waiting().await)
    }

    async fn send_waiting(&self) -> Result<(), MailerError> {
        let work = WorkTime::start();
        deliver::send_due(self, work).await?;
        // After them: a letter that cannot be sent keeps nobody's own mail back.
        letters::send_due(self, work).await
    }
}

/// Whether a schedule's event is a repetition, which the next minute's comes before.
fn is_late(time: Timestamp, now: Timestamp) -> bool {
    now.duration_since(time) >= SCHEDULE_LATE
}

/// Time for one call.
#[derive(Clone, Copy, Debug)]
struct WorkTime(Instant);

impl WorkTime {
    fn start() -> Self {
        Self::lasting(WORK_TIME)
    }

    fn lasting(time: Duration) -> Self {
        Self(Instant::now() + time)
    }

    fn is_over(self) -> bool {
        Instant::now() >= self.0
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_batch_and_the_schedule_are_told_apart_and_nothing_else_passes() {
        let read = |event: Value| serde_json::from_value::<Event>(event);
        assert!(matches!(read(json!({ "Records": [] })), Ok(Event::Stream(_))));
        let scheduled = json!({ "detail-type": "Scheduled Event", "source": "aws.events", "detail": {} });
        assert!(matches!(read(scheduled), Ok(Event::Schedule { .. })));
        let bounced = json!({ "Records": [{ "EventSource": "aws:sns", "Sns": { "Message": "{zoe@example.org}" } }] });
        let bounced = read(bounced).unwrap();
        assert!(matches!(bounced, Event::Feedback(_)));
        assert!(!format!("{bounced:?}").contains("zoe"), "it holds an address");
        for unknown in [json!({ "Records": [{ "dynamodb": 7 }] }), json!({}), json!({ "detail-type": "Other" })] {
            assert!(read(unknown).is_err());
        }
    }

    #[test]
    fn a_schedule_that_lambda_repeats_a_minute_later_is_late() {
        let time: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
        assert!(!is_late(time, time + SignedDuration::from_secs(49)));
        assert!(is_late(time, time + SignedDuration::from_secs(50)));
        assert!(!is_late(time, time - SignedDuration::from_secs(5)), "a clock that runs behind");
    }

    #[tokio::test(start_paused = true)]
    async fn work_ends_well_before_the_function_is_stopped() {
        let work = WorkTime::start();
        assert!(!work.is_over());
        tokio::time::advance(WORK_TIME).await;
        assert!(work.is_over());
    }
}
