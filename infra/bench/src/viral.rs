//! A viral day: more forms than the mail provider takes mails in a day.
//!
//! The real mailer works over the embedded database, on a clock that only the simulation moves. Each minute brings
//! forms, the stream brings their keys, and the minute's round sends the owed mails, at the provider's rate and within
//! its quota of 24 hours. A part of the people who get a mail confirm ten minutes later and are owed thanks. It goes on
//! for as many days as it takes.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use anyhow::{Context as _, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::ids::{LinkCode, SubmissionId};
use domain::keys::secret::Secret;
use domain::locale::Locale;
use domain::mail::email::EmailAddress;
use domain::person::identity::{IdentityKey, PersonKey};
use domain::person::name::PersonName;
use domain::person::residence::{FoundBy, Residence};
use domain::pledge::consent::Consents;
use domain::pledge::{ConfirmedBy, Draft, Owner, Submission, Who};
use domain::tally::ShardCount;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use indicatif::ProgressBar;
use jiff::{SignedDuration, Timestamp};
use local::MemoryTables;
use mailer::Mailer;
use serde_json::{Value, json};
use store::{Confirming, Connection, Pledges, Tables, role};
use tempfile::TempDir;
use web::{Clock, Environment};

use crate::report::{Limit, Report};

const CAMPAIGN: &str = "time-to-lead";
/// The rate that SES grants a new production account, in mails a second.
const PER_SECOND: u32 = 14;
/// Forms of each hour of the day, in thousandths: quiet at night, most in the evening.
const HOURS: [u32; 24] = [15, 8, 5, 4, 5, 8, 15, 25, 35, 42, 48, 52, 58, 55, 52, 50, 52, 56, 65, 80, 90, 85, 60, 35];
/// The people of a hundred who confirm their mail.
const CONFIRM: usize = 60;
/// The time from the mail to the confirmation.
const CONFIRM_AFTER: SignedDuration = SignedDuration::from_mins(10);
/// Days for which a form lives; a form that is not mailed by then is lost.
const DAYS: i64 = 14;
/// The number of forms from which on the first day has a round in each minute.
const ROUND_A_MINUTE_FROM: usize = 10_000;
/// Requests to the database at the same time.
const AT_ONCE: usize = 16;

struct World {
    _tables: MemoryTables,
    mails: TempDir,
    mailer: Mailer,
    pledges: Pledges<role::Everything>,
    identity: IdentityKey,
    person_key: PersonKey,
    clock: Clock,
}

#[derive(Default)]
struct Fates {
    asked: HashMap<usize, Timestamp>,
    thanked: usize,
    confirmed: usize,
    /// Mails by the second in which they left.
    sent: BTreeMap<i64, u32>,
}

/// Simulates a day of that many forms, at a provider that takes half as many mails in 24 hours.
pub(crate) async fn measure(report: &mut Report, starts: Timestamp, forms: usize) -> anyhow::Result<()> {
    let per_day = u32::try_from(forms / 2)?;
    let world = World::start(starts, per_day).await?;
    let progress = ProgressBar::new(u64::try_from(forms)?);
    let (mut fates, mut submitted) = (Fates::default(), Vec::with_capacity(forms));
    let mut waiting: Vec<(Timestamp, usize)> = Vec::new();
    let mut minute = 0_i64;
    loop {
        let wanted = arrived_by(minute + 1, forms);
        let new: Vec<usize> = (submitted.len()..wanted).collect();
        for _ in &new {
            submitted.push(world.clock.now());
        }
        world.submit(&new).await?;
        world.deliver(&new).await?;
        // A round asks the database for a hundred things. Nothing new comes after the first day, and few forms come in a first
        // look: fewer rounds show the same there.
        let is_busy = minute < 24 * 60 && forms >= ROUND_A_MINUTE_FROM;
        minute += if is_busy { 1 } else { 10 };
        world.until(starts, minute);
        world.mailer.send_due().await?;
        for (number, kind, at) in world.collect()? {
            *fates.sent.entry(at.as_second()).or_default() += 1;
            if kind == "confirm" {
                let first = fates.asked.insert(number, at).is_none();
                ensure!(first, "form {number} was mailed twice");
                if number % 100 < CONFIRM {
                    waiting.push((at + CONFIRM_AFTER, number));
                }
            } else if kind == "confirmed" {
                fates.thanked += 1;
            }
        }
        let now = world.clock.now();
        let (ready, later): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|(at, _)| *at <= now);
        waiting = later;
        fates.confirmed += ready.len();
        stream::iter(ready).map(Ok).try_for_each_concurrent(AT_ONCE, |(_, number)| world.confirm(number)).await?;
        progress.set_position(u64::try_from(fates.asked.len())?);
        let is_done = fates.asked.len() == forms && waiting.is_empty() && fates.thanked == fates.confirmed;
        if is_done || minute > DAYS * 24 * 60 {
            break;
        }
    }
    progress.finish_and_clear();
    tell(report, &fates, &submitted, per_day, minute);
    Ok(())
}

fn tell(report: &mut Report, fates: &Fates, submitted: &[Timestamp], per_day: u32, minutes: i64) {
    let lost = submitted.len() - fates.asked.len();
    report.count("viral day, forms", submitted.len() as f64, "", Limit::None);
    report.count("viral day, forms that were never mailed", lost as f64, "", Limit::Exactly(0.0));
    let unthanked = fates.confirmed - fates.thanked;
    report.count("viral day, counted and never thanked", unthanked as f64, "", Limit::Exactly(0.0));
    report.count(
        "viral day, most mails in 24 hours",
        most_in_a_day(&fates.sent),
        "",
        Limit::AtMost(f64::from(per_day)),
    );
    let rate = fates.sent.values().max().copied().unwrap_or_default();
    report.count("viral day, most mails in a second", f64::from(rate), "", Limit::AtMost(f64::from(PER_SECOND + 1)));
    report.count("viral day, days until all were mailed", minutes as f64 / 1440.0, "", Limit::Below(DAYS as f64));
    let mut waits: Vec<f64> =
        fates.asked.iter().map(|(number, at)| at.duration_since(submitted[*number]).as_secs_f64() / 3600.0).collect();
    waits.sort_by(f64::total_cmp);
    for (name, hundredth) in [("half", 50), ("99 in 100", 99)] {
        let wait = waits.get(waits.len() * hundredth / 100).copied().unwrap_or_default();
        report.count(&format!("viral day, {name} were mailed within"), wait, "hours", Limit::None);
    }
}

fn most_in_a_day(sent: &BTreeMap<i64, u32>) -> f64 {
    let (mut most, mut within, mut first) = (0, 0, sent.iter().peekable());
    for (second, mails) in sent {
        within += u64::from(*mails);
        while let Some((_, old)) = first.next_if(|(old, _)| **old <= second - 24 * 3600) {
            within -= u64::from(*old);
        }
        most = most.max(within);
    }
    most as f64
}

/// Returns the number of forms that have arrived by the end of a minute of the first day.
fn arrived_by(minute: i64, forms: usize) -> usize {
    let minute = usize::try_from(minute.clamp(0, 24 * 60)).unwrap_or_default();
    let total: u32 = HOURS.iter().sum();
    let whole: u32 = HOURS[..minute / 60].iter().sum();
    let part = HOURS.get(minute / 60).copied().unwrap_or_default() as usize * (minute % 60);
    (whole as usize * 60 + part) * forms / (total as usize * 60)
}

impl World {
    async fn start(starts: Timestamp, per_day: u32) -> anyhow::Result<Self> {
        let tables = MemoryTables::start(&["Pledges", "Tally", "Office"])?;
        let connection = Connection::to(tables.url());
        let mails = tempfile::tempdir()?;
        let clock = Clock::manual(starts);
        let key = "k".repeat(32);
        let settings = [
            ("CAMPAIGN", CAMPAIGN),
            ("SITE_URL", "https://pledge.example.org"),
            ("PLEDGES_TABLE", "Pledges"),
            ("OFFICE_TABLE", "Office"),
            ("FIRST_ADMIN", "organizer@example.org"),
            ("SESSION_KEYS", &key),
            ("IDENTITY_KEY", &key),
            ("TOKEN_KEYS", &key),
            ("UPDATES_KEYS", &key),
            ("MAIL_TRANSPORT", &format!("folder:{}", mails.path().display())),
            ("MAIL_FROM", "pledge@example.org"),
            ("MAIL_CONFIGURATION_SET", CAMPAIGN),
            ("MAILS_PER_SECOND", &PER_SECOND.to_string()),
            ("MAILS_PER_DAY", &per_day.to_string()),
        ];
        let environment = Environment::from_pairs(settings.map(|(name, value)| (name.to_owned(), value.to_owned())));
        let names = Tables { pledges: "Pledges".to_owned(), tally: "Tally".to_owned() };
        let secret = Secret::new(key.clone());
        Ok(Self {
            mailer: Mailer::start(&environment, clock.clone(), connection.clone()).await?,
            pledges: Pledges::new(connection, names, CAMPAIGN.parse()?, ShardCount::new(16)?),
            identity: IdentityKey::new(&secret)?,
            person_key: PersonKey::new(CAMPAIGN.parse()?, &secret)?,
            _tables: tables,
            mails,
            clock,
        })
    }

    /// Lets the clock come to a minute; the mails of the minute before may have taken it further.
    fn until(&self, starts: Timestamp, minute: i64) {
        let left = (starts + SignedDuration::from_mins(minute)).duration_since(self.clock.now());
        if left.is_positive() {
            self.clock.advance(left);
        }
    }

    async fn submit(&self, numbers: &[usize]) -> anyhow::Result<()> {
        let submit = |number: usize| async move { anyhow::Ok(self.pledges.submit(&self.form(number)?).await?) };
        stream::iter(numbers).map(Ok).try_for_each_concurrent(AT_ONCE, |number| submit(*number)).await
    }

    fn form(&self, number: usize) -> anyhow::Result<Submission> {
        let draft = Draft {
            name: PersonName::parse("Marie", &format!("Roy{}", letters(number))).ok().context("a name")?,
            // The address is at a great provider, so that no mail domain's limit is met, and the form has no known
            // network.
            email: EmailAddress::parse(&format!("p{number}@gmail.com")).ok().context("an address")?,
            residence: Residence::Canada {
                postal_code: "K1A 0A6".parse()?,
                riding: 35079.try_into()?,
                found_by: FoundBy::PostalCode,
            },
            consents: Consents::to_updates(false, "1"),
            comment: None,
            locale: Locale::En,
            partner: None,
        };
        Ok(Submission::new(id_of(number), draft, self.clock.now(), None))
    }

    /// Delivers the keys of new forms, as the stream does.
    async fn deliver(&self, numbers: &[usize]) -> anyhow::Result<()> {
        for batch in numbers.chunks(25) {
            let records: Vec<Value> = batch.iter().map(|number| record(id_of(*number))).collect();
            let answer = self.mailer.answer(serde_json::from_value(json!({ "Records": records }))?).await?;
            ensure!(answer["batchItemFailures"] == json!([]), "records failed: {answer}");
        }
        Ok(())
    }

    async fn confirm(&self, number: usize) -> anyhow::Result<()> {
        let form = self.pledges.submission(id_of(number)).await?.context("the form is there")?;
        let email = &form.draft.email;
        let campaign = CAMPAIGN.parse()?;
        let owner = Owner {
            signer: self.identity.signer_id(&campaign, &email.canonical()),
            mailbox: self.identity.mailbox_id(&campaign, email),
        };
        let claims = form.claims(owner);
        let confirming = Confirming {
            claims,
            submission: form.id,
            form: Some(form),
            who: Some(Who::Another),
            by: ConfirmedBy::Link,
            link: LinkCode::from_random([1; 9]),
        };
        let seen = self.pledges.household(claims.signer).await?;
        let random = u64::try_from(number)?;
        self.pledges.confirm(confirming, seen, &self.person_key, self.clock.now(), random).await?;
        Ok(())
    }

    /// Takes the mails out of the folder: the form, the kind and the time of each.
    fn collect(&self) -> anyhow::Result<Vec<(usize, String, Timestamp)>> {
        let mut mails = Vec::new();
        for entry in std::fs::read_dir(self.mails.path())? {
            let path = entry?.path();
            let mail: Value = serde_json::from_slice(&std::fs::read(&path)?)?;
            std::fs::remove_file(&path)?;
            let (kind, at) =
                (mail["kind"].as_str().context("a kind")?.to_owned(), mail["at"].as_str().context("a time")?);
            mails.push((number_of(&path)?, kind, at.parse()?));
        }
        Ok(mails)
    }
}

fn record(id: SubmissionId) -> Value {
    json!({
        "eventID": "1", "eventName": "INSERT", "eventVersion": "1.1", "eventSource": "aws:dynamodb", "awsRegion": "ca-central-1",
        "dynamodb": {
            "Keys": { "pk": { "S": format!("S#{CAMPAIGN}#{id}") }, "sk": { "S": "S" } }, "SequenceNumber": "1", "SizeBytes": 1,
            "StreamViewType": "KEYS_ONLY", "ApproximateCreationDateTime": 0,
        },
    })
}

fn id_of(number: usize) -> SubmissionId {
    SubmissionId::from_random((number as u128).to_be_bytes())
}

/// Returns a form's number from the name of a mail's file.
fn number_of(file: &Path) -> anyhow::Result<usize> {
    let name = file.file_stem().and_then(|name| name.to_str()).context("a mail's name")?;
    let (_, id) = name.split_once('-').context("a mail's name")?;
    let bytes: [u8; 16] = URL_SAFE_NO_PAD.decode(id)?.try_into().ok().context("a form's id")?;
    Ok(usize::try_from(u128::from_be_bytes(bytes))?)
}

/// Writes a number in letters, since a name has no digits.
fn letters(mut number: usize) -> String {
    let mut text = String::new();
    loop {
        text.push(char::from(b'a' + u8::try_from(number % 26).unwrap_or_default()));
        number /= 26;
        if number == 0 {
            return text;
        }
    }
}
