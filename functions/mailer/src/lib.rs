//! Sends every mail of the site: it is the only function that may send mail.
//!
//! Each item of the table says itself whether it owes a mail, and the index `Owed` lists the items that do. The table's
//! stream brings a new item within a second. Each minute a round looks at the items that are due by the index: items that
//! the stream did not bring, items that had to wait, and reminders. So a failure can delay a mail, but never loses it. Each
//! item is read when its turn comes, so an erased item is never mailed. Everything here is done at least once. Doing it
//! twice changes nothing: the mailbox was charged for that submission already, and the link is the same. Start reading at
//! `owed.rs`.
//!
//! All senders share one pace (`round.rs`). The mails of a flood of forms are held for an organizer (`flood.rs`). When many
//! mails bounce, `breaker.rs` slows down first mails to strangers.
//!
//! The mailer must never count a person, and never log an address that it wrote to.
//!
//! An ordinary mail waits for the database three times: for a read, for the writes before it, and for the write after it. The mails
//! of one batch share the items, the bounces and the pace. Held mail, letters and the mail "already counted" take more.

mod breaker;
mod deliver;
mod digests;
mod feedback;
mod flood;
mod hand_over;
mod letters;
mod owed;
mod partners;
mod recipient;
mod records;
mod round;
mod sign_in;

pub use feedback::Feedback;

use aws_lambda_events::event::dynamodb;
use aws_lambda_events::event::sqs::SqsBatchResponse;
use aws_lambda_events::event::streams::DynamoDbEventResponse;
use campaigns::CampaignFolder;
use domain::keys::session::SessionKeys;
use domain::keys::token::TokenKeys;
use domain::mail::correspondence::{LETTERS_PER_HOUR, LETTERS_PER_MAIL_DOMAIN, LETTERS_PER_MEMBER, LetterLimits};
use domain::mail::email::EmailAddress;
use domain::mail::flood::{HourLimits, MAILS_PER_MAIL_DOMAIN, MAILS_PER_NETWORK, MAILS_PER_PAIR};
use domain::mail::limits::REMIND_AFTER;
use domain::person::identity::IdentityKey;
use domain::slug::CampaignSlug;
use domain::tally::ShardCount;
use domain::time::{earlier, later};
use jiff::{SignedDuration, Timestamp};
use mail::{SendError, Transport, Writer};
use serde::Deserialize;
use serde_json::Value;
use store::{Allowance, Live, MailClass, Office, Pledges, StoreError, Tables, Waits, role};
use tokio::sync::Mutex;
use tokio::time::{Duration, Instant};
use web::metric::{self, Metric};
use web::{Clock, Environment, Scheduled};

use crate::round::{ROUND_LEASE, Round};

/// Mails a second, unless the settings say otherwise. SES grants this rate to a new production account.
const MAILS_PER_SECOND: u32 = 14;
/// The allowance of the mail provider is asked for again after this time.
const ALLOWANCE_TIME: Duration = Duration::from_mins(10);
/// The site tells people of the delay when a first mail is owed for longer.
const BEHIND_AFTER: SignedDuration = SignedDuration::from_mins(5);

/// Sends the mails that items of the table owe.
#[derive(Debug)]
pub struct Mailer {
    campaign: CampaignSlug,
    pledges: Pledges<role::Mailer>,
    identity: IdentityKey,
    tokens: TokenKeys,
    /// The keys of the links that stop news.
    updates: TokenKeys,
    office: Office<role::Mailer>,
    /// The keys of organizers' links.
    sessions: SessionKeys,
    /// The organizer whom the deployment names.
    first_admin: EmailAddress,
    /// Writes mails in the words of the campaign's newest edition.
    writers: Live<Writer>,
    transport: Transport,
    /// The limits of an hour. Forms beyond them are held.
    limits: HourLimits,
    /// The limits of letters to Members of Parliament in an hour and in a day. Further letters wait for an organizer.
    letter_limits: LetterLimits,
    /// The mails that the settings allow.
    most: Allowance,
    /// The mails that the mail provider allows, and when it said so.
    granted: Mutex<Option<(Instant, Allowance)>>,
    clock: Clock,
}

/// An event that calls the function: a batch of the stream, the schedule's minute, or feedback about mails.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Event {
    /// Records of the Pledges stream.
    Stream(dynamodb::Event),
    /// Bounces and complaints.
    Feedback(Feedback),
    /// The schedule's minute. An event of no known kind is an error, so that an unreadable batch never counts as handled.
    Schedule(Scheduled),
}

/// The reason for which an owed mail was not sent. It never names the person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailerError {
    /// The store did not do its part.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The mail could not be sent.
    #[error(transparent)]
    Send(#[from] SendError),
    /// A message of the mail provider cannot be read.
    #[error("a message of the mail provider cannot be read")]
    Feedback,
    /// The mail stays owed: this call's time is over, or the sending rate or the day's quota is used up.
    #[error("it is not the mail's turn")]
    NoTurn,
}

impl Mailer {
    /// Reads the settings, opens the transport and the store.
    ///
    /// # Errors
    /// Fails when a setting is missing or wrong.
    pub async fn start(environment: &Environment, clock: Clock, connection: store::Connection) -> anyhow::Result<Self> {
        let folder = CampaignFolder::find(environment.required("CAMPAIGN")?)?;
        let campaign = folder.campaign()?.slug;
        let site_url = environment.site_url()?.to_owned();
        let per_day = environment.number("MAILS_PER_DAY", 0)?;
        let most = Allowance {
            per_second: environment.number("MAILS_PER_SECOND", MAILS_PER_SECOND)?,
            per_day: Some(per_day).filter(|mails| *mails > 0),
        };
        let from = environment.required("MAIL_FROM")?;
        let transport = Transport::open(environment.required("MAIL_TRANSPORT")?, from).await?;
        let transport = transport.in_configuration_set(environment.required("MAIL_CONFIGURATION_SET")?);
        // It counts nobody, so it is given no tally.
        let tables = Tables { pledges: environment.required("PLEDGES_TABLE")?.to_owned(), tally: String::new() };
        let office = Office::<role::Mailer>::new(
            connection.clone(),
            environment.required("OFFICE_TABLE")?.to_owned(),
            campaign.clone(),
        );
        let pledges = Pledges::<role::Mailer>::new(connection, tables, campaign.clone(), ShardCount::new(1)?);
        let writers = Live::new(&office, move |published| anyhow::Ok(Writer::of(&folder.now(published)?, &site_url)?))?;
        tokio::join!(pledges.warm_up(), writers.refresh(clock.now()));
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
            writers,
            transport,
            most,
            granted: Mutex::default(),
            clock,
        })
    }

    /// Does what an event asks for.
    ///
    /// # Errors
    /// Fails when the minute's round failed. A batch does not fail: its answer names the records that are to come again.
    pub async fn answer(&self, event: Event) -> Result<Value, MailerError> {
        match event {
            Event::Stream(batch) => {
                let response = self.handle(batch).await;
                Ok(serde_json::to_value(response).expect("record numbers serialize"))
            }
            Event::Feedback(feedback) => {
                let response = self.take_feedback(feedback).await;
                Ok(serde_json::to_value(response).expect("message ids serialize"))
            }
            Event::Schedule(minute) => {
                if !minute.is_late(self.clock.now()) {
                    self.send_due().await?;
                }
                Ok(Value::Null)
            }
        }
    }

    /// Sends the mails that new items owe, and names the records that are to come again.
    pub async fn handle(&self, batch: dynamodb::Event) -> DynamoDbEventResponse {
        self.writers.refresh(self.clock.now()).await;
        records::handle(self, batch).await
    }

    /// Takes note of bounces and complaints, and names the messages that could not be taken. Taking one again is safe.
    pub async fn take_feedback(&self, feedback: Feedback) -> SqsBatchResponse {
        self.writers.refresh(self.clock.now()).await;
        feedback::handle(self, feedback).await
    }

    /// Does the minute's round of work. It releases held mails that have room by now, does what organizers decided about
    /// held mail, and sends owed mails. Only one round runs at a time: a call during another round does nothing.
    ///
    /// # Errors
    /// Fails when the store or the mail provider fails. Mails that were not sent stay owed.
    pub async fn send_due(&self) -> Result<(), MailerError> {
        let now = self.clock.now();
        self.writers.refresh(now).await;
        if !self.pledges.take_round(later(now, ROUND_LEASE), now).await? {
            return Ok(());
        }
        let worked = self.work().await;
        worked.and(self.pledges.end_round().await.map_err(MailerError::from))
    }

    async fn work(&self) -> Result<(), MailerError> {
        let round = Round::of_minute(&self.clock, self.mails_bounce().await?, breaker::TRICKLE);
        let let_go = flood::let_go(self).await;
        let ruled = flood::work_off_rulings(self).await;
        let ruled = ruled.and(letters::work_off(self).await).and(digests::work_off(self).await);
        let sent = owed::work_off(self, &round).await;
        round.measure();
        let_go.and(ruled).and(sent).and(self.look_back(&round).await)
    }

    /// Measures how many mails are still owed, and notes how long first mails wait. The site shows people this delay.
    async fn look_back(&self, round: &Round) -> Result<(), MailerError> {
        let now = self.clock.now();
        let (mut owed, mut oldest) = (0, None);
        // Nobody misses a reminder, which waits for others' mails or until organizers go on with them.
        for class in MailClass::ALL.into_iter().filter(|class| *class != MailClass::Reminder) {
            let waits = self.pledges.waits(class, now).await?;
            owed += waits.mails;
            oldest = oldest.into_iter().chain(waits.oldest()).min();
            if class == MailClass::First {
                let behind = self.behind(&waits, round.mails_bounce()).await?;
                let behind = behind.filter(|since| now.duration_since(*since) > BEHIND_AFTER);
                self.pledges.note_behind(behind).await?;
            }
        }
        let (bounced, _) = breaker::bounces(self, now).await?;
        let pace = self.pledges.mail_pace().await?;
        let age = oldest.map_or(0.0, |oldest| now.duration_since(oldest).as_secs_f64());
        let percent = |part: u32, whole: u32| 100.0 * f64::from(part) / f64::from(whole.max(1));
        metric::put(&[
            (Metric::MailsOwed, f64::from(owed)),
            (Metric::OldestMailOwedSeconds, age),
            (Metric::MailBouncePercent, breaker::percent(bounced, pace.lately(now))),
        ]);
        if let Some(per_day) = self.allowance().await.per_day {
            metric::put(&[(Metric::MailQuotaUsedPercent, percent(pace.day(now), per_day))]);
        }
        Ok(())
    }

    /// The time since which first mails wait, if they wait for most people. A mail that was put off before another one was
    /// taken concerns its recipient alone. While mails bounce, many wait for long, and a few go.
    async fn behind(&self, waits: &Waits, mails_bounce: bool) -> Result<Option<Timestamp>, StoreError> {
        let mut since: Vec<_> = waits.due_since.into_iter().collect();
        if !waits.put_off.is_empty() {
            let reminded_last = if mails_bounce { None } else { self.pledges.last_due(MailClass::Reminder).await? };
            // A form is reminded so long after its first mail was taken.
            let taken = reminded_last.map(|at| earlier(at, REMIND_AFTER));
            since.extend(waits.put_off.iter().filter(|since| taken.is_none_or(|taken| **since > taken)));
        }
        Ok(since.into_iter().min())
    }

    /// Whether so many mails bounced lately that unproven recipients wait.
    async fn mails_bounce(&self) -> Result<bool, StoreError> {
        let (bounced, mails) = breaker::bounces(self, self.clock.now()).await?;
        Ok(breaker::is_open(bounced, mails))
    }

    /// Returns how much may be sent: as much as the settings say, and no more than the mail provider grants.
    async fn allowance(&self) -> Allowance {
        let mut granted = self.granted.lock().await;
        if let Some((at, allowance)) = *granted
            && at.elapsed() < ALLOWANCE_TIME
        {
            return allowance;
        }
        let allowance = self.ask_allowance().await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the mail provider does not say how much may be sent");
            self.most
        });
        *granted = Some((Instant::now(), allowance));
        allowance
    }

    async fn ask_allowance(&self) -> Result<Allowance, MailerError> {
        let Some(quota) = self.transport.quota().await? else { return Ok(self.most) };
        // Mails that others send from the same account use up its quota too.
        let ours = self.pledges.mail_pace().await?.day(self.clock.now());
        let per_day = quota.per_day.map(|day| day.saturating_sub(quota.sent_last_day.saturating_sub(ours)));
        Ok(Allowance {
            per_second: self.most.per_second.min(quota.per_second).max(1),
            per_day: self.most.per_day.into_iter().chain(per_day).min(),
        })
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
        assert!(matches!(read(scheduled), Ok(Event::Schedule(_))));
        let bounced =
            json!({ "Records": [{ "eventSource": "aws:sqs", "messageId": "1", "body": "{zoe@example.org}" }] });
        let bounced = read(bounced).unwrap();
        assert!(matches!(bounced, Event::Feedback(_)));
        assert!(!format!("{bounced:?}").contains("zoe"), "it holds an address");
        for unknown in [json!({ "Records": [{ "dynamodb": 7 }] }), json!({}), json!({ "detail-type": "Other" })] {
            assert!(read(unknown).is_err());
        }
    }
}
