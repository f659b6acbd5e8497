//! Consumes the Pledges stream: the only function that may send mail.
//!
//! The stream is the queue, and it has keys alone: each record is looked up when its turn comes, so what was erased
//! meanwhile is never mailed. Everything here is done at least once; doing it twice changes nothing, because the address
//! was charged for that submission already and the link is the same. Start reading at [`Mailer::handle`].
//!
//! It must never count anybody, and never log to whom it wrote.

mod deliver;
mod records;

use aws_lambda_events::event::dynamodb;
use aws_lambda_events::event::streams::DynamoDbEventResponse;
use campaigns::CampaignFolder;
use domain::identity::IdentityKey;
use domain::tally::ShardCount;
use domain::token::TokenKeys;
use mail::{Letters, SendError, Transport};
use serde::Deserialize;
use serde_json::Value;
use store::{Pledges, StoreError, Tables};
use web::{Clock, Environment};

/// Mails a second, unless the settings say otherwise: what SES grants a new production account.
const MAILS_PER_SECOND: u32 = 14;

/// Sends the mails that pledges owe.
#[derive(Debug)]
pub struct Mailer {
    campaign: domain::campaign::CampaignSlug,
    pledges: Pledges,
    identity: IdentityKey,
    tokens: TokenKeys,
    letters: Letters,
    transport: Transport,
    clock: Clock,
}

/// What the function is called with: a batch of the stream, or the schedule's minute.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Event {
    /// Records of the Pledges stream.
    Stream(dynamodb::Event),
    /// Anything else is the schedule, whose content says nothing that is needed.
    Schedule(Value),
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
}

impl Mailer {
    /// Reads the settings, opens the transport and the store.
    ///
    /// # Errors
    /// When a setting is missing or wrong.
    pub async fn start(environment: &Environment, clock: Clock, connection: store::Connection) -> anyhow::Result<Self> {
        let folder = CampaignFolder::find(environment.required("CAMPAIGN")?)?;
        let campaign = folder.campaign()?.slug;
        let letters = Letters::load(folder, environment.site_url()?)?;
        let sender = letters.texts(domain::locale::Locale::En).get("campaign-organization");
        let rate = environment.number("MAILS_PER_SECOND", MAILS_PER_SECOND)?;
        let from = environment.required("MAIL_FROM")?;
        let transport = Transport::open(environment.required("MAIL_TRANSPORT")?, &sender, from, rate).await?;
        // It counts nobody, so it is given no tally.
        let tables = Tables { pledges: environment.required("PLEDGES_TABLE")?.to_owned(), tally: String::new() };
        let pledges = Pledges::new(connection, tables, campaign.clone(), ShardCount::new(1)?);
        pledges.warm_up().await;
        Ok(Self {
            identity: IdentityKey::new(&environment.secret("IDENTITY_KEY")?)?,
            tokens: TokenKeys::parse(campaign.clone(), &environment.secret("TOKEN_KEYS")?)?,
            campaign,
            pledges,
            letters,
            transport,
            clock,
        })
    }

    /// Does what an event asks for.
    ///
    /// # Errors
    /// When deferred mails could not be sent; a batch answers with the records that failed instead.
    pub async fn answer(&self, event: Event) -> Result<Value, MailerError> {
        match event {
            Event::Stream(batch) => {
                let response = self.handle(batch).await;
                Ok(serde_json::to_value(response).expect("record numbers serialize"))
            }
            Event::Schedule(_) => {
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

    /// Sends the mails that have waited long enough.
    ///
    /// # Errors
    /// When the store or the mail provider fails; what was not sent waits for the next minute.
    pub async fn send_due(&self) -> Result<(), MailerError> {
        deliver::send_due(self).await
    }
}
