//! The tables, keys, texts and limits that every step needs, and the allowance of the mail provider.

use campaigns::CampaignFolder;
use domain::keys::session::SessionKeys;
use domain::keys::token::TokenKeys;
use domain::mail::correspondence::{LETTERS_PER_HOUR, LETTERS_PER_MAIL_DOMAIN, LETTERS_PER_MEMBER, LetterLimits};
use domain::mail::email::EmailAddress;
use domain::mail::flood::{HourLimits, MAILS_PER_MAIL_DOMAIN, MAILS_PER_NETWORK, MAILS_PER_PAIR};
use domain::person::identity::IdentityKey;
use domain::slug::CampaignSlug;
use domain::tally::ShardCount;
use mail::{SendError, Transport, Writer};
use store::{Allowance, Live, Office, Pledges, StoreError, Tables, role};
use tokio::sync::Mutex;
use tokio::time::{Duration, Instant};
use web::{Clock, Environment};

/// Mails a second, unless the settings say otherwise. SES grants this rate to a new production account.
const MAILS_PER_SECOND: u32 = 14;
/// The allowance of the mail provider is asked for again after this time.
const ALLOWANCE_TIME: Duration = Duration::from_mins(10);

/// Sends the mails that items of the table owe.
#[derive(Debug)]
pub struct Mailer {
    pub(crate) campaign: CampaignSlug,
    pub(crate) pledges: Pledges<role::Mailer>,
    pub(crate) identity: IdentityKey,
    pub(crate) tokens: TokenKeys,
    /// The keys of the links that stop news.
    pub(crate) updates: TokenKeys,
    pub(crate) office: Office<role::Mailer>,
    /// The keys of organizers' links.
    pub(crate) sessions: SessionKeys,
    /// The organizer whom the deployment names.
    pub(crate) first_admin: EmailAddress,
    /// Writes mails in the words of the campaign's newest edition.
    pub(crate) writers: Live<Writer>,
    pub(crate) transport: Transport,
    /// The limits of an hour. Forms beyond them are held.
    pub(crate) limits: HourLimits,
    /// The limits of letters to Members of Parliament in an hour and in a day. Further letters wait for an organizer.
    pub(crate) letter_limits: LetterLimits,
    /// The mails that the settings allow.
    most: Allowance,
    /// The mails that the mail provider allows, and when it said so.
    granted: Mutex<Option<(Instant, Allowance)>>,
    pub(crate) clock: Clock,
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

    /// Returns how much may be sent: as much as the settings say, and no more than the mail provider grants.
    pub(crate) async fn allowance(&self) -> Allowance {
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
