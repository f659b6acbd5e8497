//! The deployed binaries, run as Lambda runs them: against a Runtime API, with nothing except their environment.

#![expect(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]

use std::collections::BTreeMap;
use std::path::Path;

use bench::runtime_api::RuntimeApi;
use serde_json::{Value, json};
use tests::{
    CAMPAIGN, FIRST_ADMIN, Item, OTTAWA_CENTRE, Outgoing, Person, Program, Tables, TestSite, built, eventually,
};

const PEOPLE: &str = "lambda-people";
const COUNTS: &str = "lambda-counts";
const ORGANIZERS: &str = "lambda-organizers";
const SITE_URL: &str = "https://pledge.example.ca";

/// One function's process with the Runtime API that invokes it.
struct Function {
    api: RuntimeApi,
    process: Program,
}

impl Function {
    async fn start(package: &str, settings: &BTreeMap<&str, String>) -> Self {
        let api = RuntimeApi::start().await;
        let mut environment = api.environment();
        environment.extend(settings.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
        let process = Program::start(&built(package), &[], &environment);
        api.first_poll().await;
        Self { api, process }
    }

    /// Invokes it with an HTTP API event and insists on a status.
    async fn ask(&self, outgoing: Outgoing, route: &str, status: u16) -> Value {
        let answer = self.invoke(outgoing.into_event(route, "api.example.com")).await;
        assert_eq!(answer["statusCode"], status, "{answer}\n{}", self.process.stderr());
        answer
    }

    async fn invoke(&self, event: Value) -> Value {
        self.api.invoke(event).await.unwrap_or_else(|error| panic!("{error:?}\n{}", self.process.stderr()))
    }
}

fn body(answer: &Value) -> Value {
    serde_json::from_str(answer["body"].as_str().expect("the answer has a body")).expect("it is JSON")
}

/// Makes the record of the table's stream about a new item: its keys, and nothing of its content.
fn stream_event(item: &Item, number: usize) -> Value {
    json!({ "Records": [{
        "eventID": number.to_string(), "eventName": "INSERT", "eventVersion": "1.1", "eventSource": "aws:dynamodb", "awsRegion": "ca-central-1",
        "dynamodb": {
            "ApproximateCreationDateTime": 1_795_435_200.0, "Keys": { "pk": item["pk"], "sk": item["sk"] }, "SequenceNumber": format!("{number}00"),
            "SizeBytes": 60, "StreamViewType": "KEYS_ONLY",
        },
        "eventSourceARN": "arn:aws:dynamodb:ca-central-1:123456789012:table/Pledges/stream/2026-11-23T00:00:00.000",
    }] })
}

async fn only_item(tables: &Tables, prefix: &str) -> Item {
    let mut items = tables.items_of(PEOPLE, prefix).await;
    assert_eq!(items.len(), 1, "one item begins with {prefix}");
    items.remove(0)
}

/// Reads the mails in the folder, by kind.
fn mails(folder: &Path) -> BTreeMap<String, Value> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|ending| ending == "json"));
    let mails = files.map(|path| serde_json::from_slice::<Value>(&std::fs::read(path).unwrap()).unwrap());
    mails.map(|mail| (mail["kind"].as_str().unwrap().to_owned(), mail)).collect()
}

fn token(mail: &Value) -> String {
    let mut links = mail["links"].as_array().unwrap().iter().map(|link| link.as_str().unwrap());
    let link = links.find(|link| link.contains("token=")).expect("a link with a token");
    assert!(link.starts_with(SITE_URL), "{link}");
    link.split_once("token=").unwrap().1.to_owned()
}

async fn make_tables(site: &TestSite) {
    for name in [PEOPLE, COUNTS, ORGANIZERS] {
        let key = |name: &str, kind: &str| json!({ "AttributeName": name, "KeyType": kind });
        let text = |name: &str| json!({ "AttributeName": name, "AttributeType": "S" });
        let table = json!({
            "TableName": name, "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": [key("pk", "HASH"), key("sk", "RANGE")],
            "AttributeDefinitions": [text("pk"), text("sk")],
        });
        site.tables().call("CreateTable", table).await;
    }
}

/// Returns the settings that the template gives to the functions.
fn settings(endpoint: &str, mailbox: &Path) -> BTreeMap<&'static str, String> {
    BTreeMap::from([
        ("AWS_ACCESS_KEY_ID", "local".to_owned()),
        ("AWS_SECRET_ACCESS_KEY", "local".to_owned()),
        ("AWS_REGION", "ca-central-1".to_owned()),
        ("AWS_ENDPOINT_URL_DYNAMODB", endpoint.to_owned()),
        ("CAMPAIGN", CAMPAIGN.to_owned()),
        ("SITE_URL", SITE_URL.to_owned()),
        ("PLEDGES_TABLE", PEOPLE.to_owned()),
        ("TALLY_TABLE", COUNTS.to_owned()),
        ("TALLY_SHARDS", "16".to_owned()),
        ("OFFICE_TABLE", ORGANIZERS.to_owned()),
        ("FIRST_ADMIN", FIRST_ADMIN.to_owned()),
        ("SESSION_KEYS", "s".repeat(64)),
        ("REPORT_KEYS", "r".repeat(64)),
        ("IDENTITY_KEY", "i".repeat(64)),
        ("PERSON_KEY", "p".repeat(64)),
        ("TOKEN_KEYS", format!("{},{}", "t".repeat(64), "f".repeat(64))),
        ("UPDATES_KEYS", "u".repeat(64)),
        ("MAIL_TRANSPORT", format!("folder:{}", mailbox.display())),
        ("MAIL_FROM", "pledge@example.ca".to_owned()),
        ("MAIL_CONFIGURATION_SET", "time-to-lead".to_owned()),
        ("METRICS_NAMESPACE", "lambda-stack".to_owned()),
        ("RUST_LOG", "debug,hyper=info,aws=info,h2=info".to_owned()),
    ])
}

/// Lets the ledger take a record of the stream and do a minute's round.
async fn follows(ledger: &Function, record: &Value) {
    let taken = ledger.invoke(record.clone()).await;
    assert_eq!(taken["batchItemFailures"], json!([]), "{taken}");
    ledger.invoke(scheduled()).await;
}

/// Invariant 10: one whole pledge through the deployed binaries.
#[tokio::test]
async fn the_deployed_binaries_carry_one_pledge_all_the_way() {
    // Only its database is used: the functions are processes of their own.
    let site = TestSite::start().await;
    make_tables(&site).await;
    let tables = site.tables();
    let mailbox = tempfile::tempdir().unwrap();
    let settings = settings(tables.endpoint(), mailbox.path());
    let sign = Function::start("sign", &settings).await;
    let mailer = Function::start("mailer", &settings).await;
    let public = Function::start("public", &settings).await;
    let upkeep = Function::start("upkeep", &settings).await;
    let organizer = Function::start("organizer", &settings).await;
    let report = Function::start("report", &settings).await;
    let letter = Function::start("letter", &settings).await;
    let ledger = Function::start("ledger", &settings).await;

    let marie = Person::new("Marie");
    site.keep_private(marie.private_values());
    let answer = sign.ask(Outgoing::json("/v1/pledges", &marie.json()), "POST /v1/pledges", 202).await;
    assert_eq!(body(&answer), json!({ "status": "check_your_mail" }));
    let taken = mailer.invoke(stream_event(&only_item(&tables, "S#").await, 1)).await;
    assert_eq!(taken["batchItemFailures"], json!([]), "{taken}");
    let confirm = token(&mails(mailbox.path())["confirm"]);

    let page = format!("/en/confirm?token={confirm}");
    let page = sign.ask(Outgoing::get(&page), "GET /{lang}/confirm", 200).await;
    assert!(page["body"].as_str().unwrap().contains(&marie.first_name));
    let answer = sign
        .ask(Outgoing::json("/v1/pledges/confirm", &json!({ "token": confirm })), "POST /v1/pledges/confirm", 200)
        .await;
    assert_eq!((&body(&answer)["status"], &body(&answer)["total"]), (&json!("confirmed"), &json!(1)));
    let taken = mailer.invoke(stream_event(&only_item(&tables, "P#").await, 2)).await;
    assert_eq!(taken["batchItemFailures"], json!([]), "{taken}");
    let manage = token(&mails(mailbox.path())["confirmed"]);

    eventually("the cache of two seconds is over", || async {
        let tally = public.ask(Outgoing::get("/v1/tally"), "GET /v1/tally", 200).await;
        (body(&tally)["total"] == 1).then_some(())
    })
    .await;
    let riding =
        public.ask(Outgoing::get(&format!("/v1/tally/{}", OTTAWA_CENTRE.1)), "GET /v1/tally/{code}", 200).await;
    assert_eq!(body(&riding)["count"], 1);
    let picture = report.ask(Outgoing::get("/fr/share.png"), "GET /{lang}/share.png", 200).await;
    assert_eq!((&picture["isBase64Encoded"], &picture["headers"]["content-type"]), (&json!(true), &json!("image/png")));
    report.ask(Outgoing::get("/v1/report.pdf"), "ANY /v1/report.pdf", 401).await;
    public.ask(Outgoing::get("/fr/nulle-part"), "$default", 404).await;
    upkeep.invoke(scheduled()).await;
    follows(&ledger, &stream_event(&only_item(&tables, "P#").await, 2)).await;
    let history = public.ask(Outgoing::get("/v1/history"), "GET /v1/history", 200).await;
    assert_eq!(body(&history)["hours"].as_array().unwrap().last().unwrap()["total"], 1);
    // Compressed, an answer travels as base64 in the gateway's own envelope.
    let packed = Outgoing::get("/v1/tally").header("accept-encoding", "gzip");
    let packed = public.ask(packed, "GET /v1/tally", 200).await;
    assert_eq!((&packed["isBase64Encoded"], &packed["headers"]["content-encoding"]), (&json!(true), &json!("gzip")));

    let ours = |path: &str, field: (&str, &str)| Outgoing::form(path, &[field]).header("origin", SITE_URL);
    let asked = ours("/organizer/en/sign-in", ("email", FIRST_ADMIN));
    organizer.ask(asked, "ANY /organizer/{page+}", 303).await;
    let taken = mailer.invoke(stream_event(&only_item(&tables, "I#").await, 4)).await;
    assert_eq!(taken["batchItemFailures"], json!([]), "{taken}");
    let link = token(&mails(mailbox.path())["sign_in"]);
    let came_in = organizer.ask(ours("/organizer/en/open", ("token", &link)), "ANY /organizer/{page+}", 303).await;
    let cookie = came_in["cookies"][0].as_str().unwrap().split(';').next().unwrap();
    let paper = Outgoing::get("/v1/organizer/report.pdf?riding=35079").header("cookie", cookie);
    let led = organizer.ask(paper, "ANY /v1/organizer/{file+}", 303).await;
    let ticket = Outgoing::get(led["headers"]["location"].as_str().unwrap());
    report.ask(ticket, "ANY /v1/report.pdf", 200).await;
    let file = Outgoing::get("/v1/organizer/tally.csv").header("cookie", cookie);
    let file = organizer.ask(file, "GET /v1/organizer/{file+}", 200).await;
    assert_eq!(file["isBase64Encoded"], true, "as bytes, so that Excel's mark arrives");

    let written = Outgoing::form(
        &format!("/en/letter/{}/send", OTTAWA_CENTRE.1),
        &[("token", &manage), ("text", "Please lead."), ("name", &marie.last_name), ("to", "member")],
    );
    letter.ask(written, "POST /{lang}/letter/{code}/send", 200).await;
    let taken = mailer.invoke(stream_event(&only_item(&tables, "T#").await, 5)).await;
    assert_eq!(taken["batchItemFailures"], json!([]), "{taken}");
    assert_eq!(mails(mailbox.path())["letter"]["reply_to"], marie.email);

    sign.ask(Outgoing::json("/v1/pledges/withdraw", &json!({ "token": manage })), "POST /v1/pledges/withdraw", 200)
        .await;
    let taken = mailer.invoke(stream_event(&only_item(&tables, "W#").await, 3)).await;
    assert_eq!(taken["batchItemFailures"], json!([]), "{taken}");
    assert!(mails(mailbox.path()).contains_key("withdrawn"));
    mailer.invoke(scheduled()).await;
    let paul = Person::new("Paul");
    site.keep_private(paul.private_values());
    let form = [
        ("first_name", paul.first_name.as_str()),
        ("last_name", &paul.last_name),
        ("email", &paul.email),
        ("postal_code", OTTAWA_CENTRE.0),
    ];
    let taken = sign.ask(Outgoing::form("/en/pledges", &form), "POST /{lang}/pledges", 303).await;
    let (_, draft) = taken["headers"]["location"].as_str().unwrap().split_once("draft=").unwrap();
    let code = Outgoing::form("/en/check-your-mail", &[("draft", draft), ("code", "no code")]);
    sign.ask(code, "POST /{lang}/check-your-mail", 422).await;

    let mut counted = Vec::new();
    for function in [sign, mailer, public, upkeep, organizer, report, letter, ledger] {
        let log = function.process.kill().await;
        counted.extend(measured(&log));
        let log = log.to_lowercase();
        for value in marie.private_values().into_iter().chain([confirm.clone(), manage.clone(), link.clone()]) {
            assert!(!log.contains(&value.to_lowercase()), "{value} was logged: {log}");
        }
    }
    assert_eq!(counted[..5], ["FormsTaken", "Confirmations", "Withdrawals", "FormsTaken", "CodesWrong"]);
}

/// Lists the names of the metrics that CloudWatch takes from a log.
fn measured(log: &str) -> Vec<String> {
    let lines = log.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let lines = lines.filter(|line| line["_aws"]["CloudWatchMetrics"][0]["Namespace"] == "lambda-stack");
    let names = lines.map(|line| {
        let name = line["_aws"]["CloudWatchMetrics"][0]["Metrics"][0]["Name"].as_str().unwrap().to_owned();
        assert!(line[&name].as_f64().is_some_and(|value| value >= 0.0), "{line}");
        name
    });
    names.collect()
}

/// Makes the event that `EventBridge` sends when a schedule's time comes.
fn scheduled() -> Value {
    json!({
        "version": "0", "id": "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa", "detail-type": "Scheduled Event", "source": "aws.events",
        "account": "123456789012", "time": "2026-11-23T12:00:00Z", "region": "ca-central-1",
        "resources": ["arn:aws:events:ca-central-1:123456789012:rule/schedule"], "detail": {},
    })
}
