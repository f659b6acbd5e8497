//! A mailer over an embedded database. The test delivers the stream's records and sets the clock.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::campaign::published::Part;
use domain::ids::{LinkCode, NetworkCode, SubmissionId};
use domain::keys::secret::Secret;
use domain::keys::token::Claims;
use domain::locale::Locale;
use domain::mail::email::EmailAddress;
use domain::person::identity::{IdentityKey, PersonKey};
use domain::person::name::PersonName;
use domain::person::residence::{FoundBy, Residence};
use domain::pledge::consent::Consents;
use domain::pledge::{ConfirmedBy, Draft, Owner, Submission, Who};
use domain::slug::CampaignSlug;
use domain::tally::ShardCount;
use jiff::{SignedDuration, Timestamp};
use mailer::Mailer;
use serde_json::{Value, json};
use store::{Confirmed, Confirming, Connection, MailClass, Office, Pledges, Tables, role};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use web::{Clock, Environment};

use crate::metrics;

const CAMPAIGN: &str = "time-to-lead";
const KEY: &str = "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk";
pub(crate) const SITE_URL: &str = "https://pledge.example.org";

/// The mailer, with its database, its clock and its folder of mails.
pub(crate) struct Desk {
    pub(crate) mailer: Mailer,
    pub(crate) pledges: Pledges<role::Everything>,
    pub(crate) office: Office<role::Everything>,
    pub(crate) clock: Clock,
    environment: Environment,
    connection: Connection,
    database: dynoxide::Database,
    folder: TempDir,
    identity: IdentityKey,
}

/// A form of a person, with a number for its id.
#[derive(Clone, Copy)]
pub(crate) struct Form {
    pub(crate) number: u8,
    pub(crate) first: &'static str,
    pub(crate) email: &'static str,
    pub(crate) postal_code: &'static str,
    pub(crate) network: Option<NetworkCode>,
}

pub(crate) fn form(number: u8, first: &'static str) -> Form {
    Form { number, first, email: "roy@example.org", postal_code: "K1A 0A6", network: None }
}

impl Form {
    pub(crate) fn id(self) -> SubmissionId {
        SubmissionId::from_random([self.number; 16])
    }
}

impl Desk {
    /// A mailer whose mails go to a folder.
    pub(crate) async fn start() -> Self {
        Self::over(None, 0).await
    }

    /// A mailer that may send so many mails in 24 hours.
    pub(crate) async fn with_quota(mails_per_day: u32) -> Self {
        Self::over(None, mails_per_day).await
    }

    /// A mailer whose mails go to an SMTP server.
    pub(crate) async fn with_smtp(server: &Smtp) -> Self {
        Self::over(Some(server.setting.clone()), 0).await
    }

    /// A mailer whose mails go to a stand-in for SES.
    pub(crate) async fn with_ses(server: &Ses) -> Self {
        Self::over(Some(server.setting.clone()), 0).await
    }

    async fn over(transport: Option<String>, mails_per_day: u32) -> Self {
        metrics::listen();
        let database = dynoxide::Database::memory().unwrap();
        for name in ["Pledges", "Tally", "Office"] {
            database.create_table(serde_json::from_value(table(name)).unwrap()).unwrap();
        }
        let connection = Connection::to(&serve(database.clone()));
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::manual("2026-11-23T12:00:00Z".parse().unwrap());
        let transport = transport.unwrap_or_else(|| format!("folder:{}", mails_folder(&folder).display()));
        let settings = [
            ("CAMPAIGN", CAMPAIGN),
            ("SITE_URL", SITE_URL),
            ("PLEDGES_TABLE", "Pledges"),
            ("OFFICE_TABLE", "Office"),
            ("FIRST_ADMIN", "organizer@example.org"),
            ("SESSION_KEYS", KEY),
            ("IDENTITY_KEY", KEY),
            ("TOKEN_KEYS", KEY),
            ("UPDATES_KEYS", KEY),
            ("MAIL_TRANSPORT", &transport),
            ("MAIL_FROM", "pledge@example.org"),
            ("MAIL_CONFIGURATION_SET", "time-to-lead"),
            ("MAILS_PER_SECOND", "14"),
            ("MAILS_PER_DAY", &mails_per_day.to_string()),
            ("MAILS_PER_PAIR", "100"),
            ("MAILS_PER_NETWORK", "8"),
            ("MAILS_PER_MAIL_DOMAIN", "6"),
            ("LETTERS_PER_MEMBER", "4"),
            ("LETTERS_PER_MAIL_DOMAIN", "2"),
        ];
        let settings = settings.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let environment = Environment::from_pairs(settings);
        let tables = Tables { pledges: "Pledges".to_owned(), tally: "Tally".to_owned() };
        Self {
            mailer: Mailer::start(&environment, clock.clone(), connection.clone()).await.unwrap(),
            office: Office::new(connection.clone(), "Office".to_owned(), CAMPAIGN.parse().unwrap()),
            pledges: Pledges::new(connection.clone(), tables, CAMPAIGN.parse().unwrap(), ShardCount::new(1).unwrap()),
            clock,
            environment,
            connection,
            database,
            folder,
            identity: IdentityKey::new(&Secret::new(KEY)).unwrap(),
        }
    }

    /// Puts a mailer that has just started in the place of the present one.
    pub(crate) async fn start_again(&mut self) {
        let mailer = Mailer::start(&self.environment, self.clock.clone(), self.connection.clone()).await;
        self.mailer = mailer.unwrap();
    }

    pub(crate) fn pass(&self, minutes: i64) {
        self.clock.advance(SignedDuration::from_mins(minutes));
    }

    pub(crate) fn owner(&self, form: Form) -> Owner {
        let campaign: CampaignSlug = CAMPAIGN.parse().unwrap();
        let email = EmailAddress::parse(form.email).unwrap();
        Owner {
            signer: self.identity.signer_id(&campaign, &email.canonical()),
            mailbox: self.identity.mailbox_id(&campaign, &email),
        }
    }

    /// Keeps a form that somebody sends. The stream's record of it is not delivered yet.
    pub(crate) async fn submit(&self, form: Form) {
        let draft = Draft {
            name: PersonName::parse(form.first, "Roy").unwrap(),
            email: EmailAddress::parse(form.email).unwrap(),
            residence: Residence::Canada {
                postal_code: form.postal_code.parse().unwrap(),
                riding: 35079.try_into().unwrap(),
                found_by: FoundBy::PostalCode,
            },
            consents: Consents::to_updates(false, "1"),
            comment: None,
            locale: Locale::En,
            partner: None,
        };
        let submission = Submission::new(form.id(), draft, self.clock.now(), form.network);
        self.pledges.submit(&submission).await.unwrap();
    }

    /// Confirms a form by its link, so that its person is counted. The stream's record is not delivered yet.
    pub(crate) async fn confirm(&self, form: Form) -> Claims {
        let submission = self.pledges.submission(form.id()).await.unwrap().expect("the form is there");
        let claims = submission.claims(self.owner(form));
        let (_, seen) = self.pledges.read(&claims, self.clock.now()).await.unwrap();
        let confirming = Confirming {
            claims,
            submission: submission.id,
            form: Some(submission),
            who: Some(Who::Another),
            by: ConfirmedBy::Link,
            link: LinkCode::from_random([1; 9]),
        };
        let person_key = PersonKey::new(CAMPAIGN.parse().unwrap(), &Secret::new(KEY)).unwrap();
        let confirmed = self.pledges.confirm(confirming, seen, &person_key, self.clock.now(), 0).await.unwrap();
        assert!(matches!(confirmed, Confirmed::Counted(_)), "{confirmed:?}");
        claims
    }

    /// Delivers records of new items; returns the position of the one that failed.
    pub(crate) async fn deliver(&self, keys: &[(String, &str)]) -> Option<usize> {
        let records: Vec<Value> = keys.iter().enumerate().map(|(at, (pk, sk))| record(at, pk, sk)).collect();
        let batch = serde_json::from_value(json!({ "Records": records })).unwrap();
        let response = self.mailer.handle(batch).await;
        assert!(response.batch_item_failures.len() <= 1);
        let failed = response.batch_item_failures.first();
        failed.map(|failure| failure.item_identifier.as_deref().unwrap().parse().unwrap())
    }

    /// Delivers the record of one form.
    pub(crate) async fn deliver_form(&self, form: Form) -> Option<usize> {
        self.deliver(&[form_key(form)]).await
    }

    /// The key of the record that confirming wrote.
    pub(crate) fn signer_key(&self, form: Form) -> (String, &'static str) {
        (format!("P#{CAMPAIGN}#{}", self.owner(form).signer), "1")
    }

    /// The key of the record of the second person in a household.
    pub(crate) fn second_key(&self, form: Form) -> (String, &'static str) {
        (self.signer_key(form).0, "2")
    }

    /// The mails in the folder by name: kind and submission.
    pub(crate) fn mails(&self) -> BTreeMap<String, Value> {
        let Ok(files) = std::fs::read_dir(mails_folder(&self.folder)) else { return BTreeMap::new() };
        let read = |path: PathBuf| {
            let mail = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
            (path.file_stem().unwrap().to_str().unwrap().to_owned(), mail)
        };
        files.map(|entry| read(entry.unwrap().path())).collect()
    }

    /// The one mail of that kind about that form.
    pub(crate) fn mail(&self, kind: &str, form: Form) -> Option<Value> {
        self.mails().remove(&format!("{kind}-{}", form.id()))
    }

    /// Puts a file in the folder's place, so that no mail can be kept.
    pub(crate) fn break_folder(&self) {
        let folder = mails_folder(&self.folder);
        if folder.exists() {
            std::fs::rename(&folder, self.folder.path().join("aside")).unwrap();
        }
        std::fs::write(folder, "").unwrap();
    }

    pub(crate) fn mend_folder(&self) {
        let folder = mails_folder(&self.folder);
        std::fs::remove_file(&folder).unwrap();
        if self.folder.path().join("aside").exists() {
            std::fs::rename(self.folder.path().join("aside"), folder).unwrap();
        }
    }

    /// The number of mails that the one mailbox was charged for.
    pub(crate) fn charged(&self) -> usize {
        let addresses = self.items("A#");
        assert_eq!(addresses.len(), 1);
        addresses[0]["sent"]["L"].as_array().map_or(0, Vec::len)
    }

    /// The items of Pledges whose partition key begins with the prefix.
    pub(crate) fn items(&self, prefix: &str) -> Vec<Value> {
        let scan = serde_json::from_value(json!({ "TableName": "Pledges" })).unwrap();
        let answer = serde_json::to_value(self.database.scan(scan).unwrap()).unwrap();
        let items = answer["Items"].as_array().cloned().unwrap_or_default();
        items.into_iter().filter(|item| item["pk"]["S"].as_str().unwrap().starts_with(prefix)).collect()
    }

    /// The number of items that owe a mail of the class, due or not.
    pub(crate) fn owed(&self, class: MailClass) -> usize {
        let lane = format!("{CAMPAIGN}#{}#", class.name());
        let items = self.items("");
        items.iter().filter(|item| item["owed_in"]["S"].as_str().is_some_and(|owed| owed.starts_with(&lane))).count()
    }

    /// Damages a stored form, as a faulty release would.
    pub(crate) fn corrupt(&self, form: Form) {
        self.set_language(form, "?");
    }

    /// Mends a damaged form.
    pub(crate) fn repair(&self, form: Form) {
        self.set_language(form, "en");
    }

    fn set_language(&self, form: Form, language: &str) {
        let (pk, _) = form_key(form);
        let mut item = self.items(&pk).remove(0);
        item["unlisted"]["M"]["locale"]["S"] = language.into();
        self.put(&item);
    }

    /// Puts an item that owes a mail, under a key of a kind that a newer release may know.
    pub(crate) fn put_unknown(&self, number: u8, class: MailClass) {
        self.put(&json!({ "pk": { "S": format!("?#{CAMPAIGN}#{number}") }, "sk": { "S": "?" },
            "owed_in": { "S": format!("{CAMPAIGN}#{}#{}", class.name(), number % 8) },
            "owed_at": { "S": format!("{:.9}", self.clock.now()) } }));
    }

    /// Replaces the content of what the campaign's desk published as a part.
    pub(crate) fn set_content(&self, part: Part, content: &str) {
        let item = json!({ "pk": { "S": format!("C#{CAMPAIGN}") }, "sk": { "S": part.name() },
            "version": { "N": "1" }, "content": { "S": content } });
        self.put_into("Office", &item);
    }

    /// Pauses reminders, as the organizers' switch does.
    pub(crate) fn pause_reminders(&self) {
        let pause = json!({ "pk": { "S": format!("J#{CAMPAIGN}") }, "sk": { "S": "reminders" } });
        self.put_into("Office", &pause);
    }

    fn put(&self, item: &Value) {
        self.put_into("Pledges", item);
    }

    fn put_into(&self, table: &str, item: &Value) {
        let put = serde_json::from_value(json!({ "TableName": table, "Item": item })).unwrap();
        self.database.put_item(put).unwrap();
    }
}

pub(crate) fn form_key(form: Form) -> (String, &'static str) {
    (format!("S#{CAMPAIGN}#{}", form.id()), "S")
}

pub(crate) fn farewell_key(form: Form) -> (String, &'static str) {
    (format!("W#{CAMPAIGN}#{}", form.id()), "W")
}

fn mails_folder(folder: &TempDir) -> PathBuf {
    folder.path().join("mails")
}

fn record(at: usize, pk: &str, sk: &str) -> Value {
    json!({
        "eventID": at.to_string(), "eventName": "INSERT", "eventVersion": "1.1", "eventSource": "aws:dynamodb",
        "awsRegion": "ca-central-1",
        "dynamodb": {
            "Keys": { "pk": { "S": pk }, "sk": { "S": sk } }, "SequenceNumber": at.to_string(), "SizeBytes": 1,
            "StreamViewType": "KEYS_ONLY", "ApproximateCreationDateTime": Timestamp::UNIX_EPOCH.as_second(),
        },
    })
}

fn table(name: &str) -> Value {
    let attributes =
        ["pk", "sk", "owed_in", "owed_at"].map(|name| json!({ "AttributeName": name, "AttributeType": "S" }));
    json!({
        "TableName": name, "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": attributes,
        "KeySchema": [{ "AttributeName": "pk", "KeyType": "HASH" }, { "AttributeName": "sk", "KeyType": "RANGE" }],
        "GlobalSecondaryIndexes": [{
            "IndexName": store::OWED_INDEX, "Projection": { "ProjectionType": "KEYS_ONLY" },
            "KeySchema": [{ "AttributeName": "owed_in", "KeyType": "HASH" }, { "AttributeName": "owed_at", "KeyType": "RANGE" }],
        }],
    })
}

/// Serves a database until the test's process ends. Its handlers block, so it has a thread and a runtime of its own.
fn serve(database: dynoxide::Database) -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        runtime.block_on(async move {
            let listener = TcpListener::from_std(listener).unwrap();
            dynoxide::server::serve_with_shutdown(listener, database, std::future::pending()).await.unwrap();
        });
    });
    url
}

/// A stand-in for SES. A test can set the answer that a recipient gets, and the account's quota.
pub(crate) struct Ses {
    setting: String,
    state: Arc<Mutex<SesState>>,
}

#[derive(Default)]
struct SesState {
    refused: BTreeMap<String, &'static str>,
    taken: Vec<String>,
    quota: Option<Value>,
}

impl Ses {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let setting = format!("ses:http://{}", listener.local_addr().unwrap());
        let state = Arc::<Mutex<SesState>>::default();
        let shared = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer(stream, Arc::clone(&shared)));
            }
        });
        Self { setting, state }
    }

    /// Answers mails to a recipient with that error.
    pub(crate) fn refuse(&self, recipient: &str, error: &'static str) {
        self.state.lock().unwrap().refused.insert(recipient.to_owned(), error);
    }

    /// Sets the account's quota. While there is none, SES does not answer.
    pub(crate) fn grant(&self, per_second: f64, per_day: f64, sent_last_day: f64) {
        let quota = json!({ "MaxSendRate": per_second, "Max24HourSend": per_day, "SentLast24Hours": sent_last_day });
        self.state.lock().unwrap().quota = Some(quota);
    }

    /// The recipients whose mails were taken, in order.
    pub(crate) fn taken(&self) -> Vec<String> {
        self.state.lock().unwrap().taken.clone()
    }
}

/// Answers one request to SES over HTTP/1.1.
async fn answer(stream: TcpStream, state: Arc<Mutex<SesState>>) {
    let (read, mut write) = stream.into_split();
    let mut read = BufReader::new(read);
    let (mut first, mut length) = (String::new(), 0);
    read.read_line(&mut first).await.unwrap();
    loop {
        let mut line = String::new();
        read.read_line(&mut line).await.unwrap();
        match line.trim().split_once(": ") {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => length = value.parse().unwrap(),
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    read.read_exact(&mut body).await.unwrap();
    let (status, error, body) = {
        let mut state = state.lock().unwrap();
        if first.starts_with("GET /v2/email/account") {
            match &state.quota {
                Some(quota) => ("200 OK", "", json!({ "SendQuota": quota })),
                None => ("403 Forbidden", "AccessDeniedException", json!({})),
            }
        } else {
            let mail: Value = serde_json::from_slice(&body).unwrap();
            let recipient = mail["Destination"]["ToAddresses"][0].as_str().unwrap().to_owned();
            if let Some(error) = state.refused.get(&recipient) {
                ("400 Bad Request", *error, json!({}))
            } else {
                state.taken.push(recipient);
                ("200 OK", "", json!({ "MessageId": "x" }))
            }
        }
    };
    let body = body.to_string();
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\nx-amzn-errortype: {error}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    write.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
}

/// An SMTP server (RFC 5321) that takes mails. A test can set the answer that a recipient gets.
pub(crate) struct Smtp {
    setting: String,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    replies: BTreeMap<String, &'static str>,
    taken: Vec<String>,
}

impl Smtp {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let setting = format!("smtp://{}", listener.local_addr().unwrap());
        let state = Arc::<Mutex<State>>::default();
        let shared = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream, Arc::clone(&shared)));
            }
        });
        Self { setting, state }
    }

    pub(crate) fn answer(&self, recipient: &str, reply: &'static str) {
        self.state.lock().unwrap().replies.insert(recipient.to_owned(), reply);
    }

    /// The recipients whose mails were taken, in order.
    pub(crate) fn taken(&self) -> Vec<String> {
        self.state.lock().unwrap().taken.clone()
    }
}

async fn converse(stream: TcpStream, state: Arc<Mutex<State>>) {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut recipient = String::new();
    write.write_all(b"220 ready\r\n").await.unwrap();
    while let Ok(Ok(Some(line))) = tokio::time::timeout(Duration::from_secs(10), lines.next_line()).await {
        let reply = match line.get(..4).unwrap_or_default() {
            "RCPT" => {
                recipient = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                state.lock().unwrap().replies.get(&recipient).copied().unwrap_or("250 fine")
            }
            "DATA" => {
                write.write_all(b"354 go on\r\n").await.unwrap();
                while lines.next_line().await.unwrap().is_some_and(|line| line != ".") {}
                state.lock().unwrap().taken.push(recipient.clone());
                "250 taken"
            }
            "QUIT" => "221 bye",
            _ => "250 fine",
        };
        if write.write_all(format!("{reply}\r\n").as_bytes()).await.is_err() || line == "QUIT" {
            break;
        }
    }
}
