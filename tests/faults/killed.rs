//! The real program, killed from one instruction to the next, and stopped in good order.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use futures::StreamExt as _;
use serde_json::{Value, json};
use tests::{Answer, Browser, Outgoing, Person, Program, TestSite, built, eventually};

/// Starts the program on a data folder, and a client for it.
pub(crate) async fn started(data: &Path) -> (Program, Browser) {
    let data = data.to_str().expect("a temporary folder's path is UTF-8");
    let mut arguments = vec!["--port", "0", "--quiet", "--data", data];
    // All of them are in one network and at one mail domain.
    for limit in ["SubmissionsPerNetwork=100000", "MailsPerPair=100000", "MailsPerNetwork=100000"] {
        arguments.extend(["--set", limit]);
    }
    let (program, url) = Program::start_and_listen(&built("local"), &arguments).await;
    (program, Browser::of(&url))
}

pub(crate) async fn sign(browser: &Browser, people: &[Person]) {
    let forms = people.iter().map(|person| browser.send(Outgoing::json("/v1/pledges", &person.json())));
    let answers: Vec<Answer> = futures::stream::iter(forms).buffer_unordered(16).collect().await;
    for answer in answers {
        answer.expect(202);
    }
}

/// Returns the token of every person's mail of that kind, once all have come.
async fn tokens(browser: &Browser, kind: &str, people: usize) -> BTreeMap<String, String> {
    eventually("everybody has a mail", || async {
        let mails = browser.send(Outgoing::get("/_local/mailbox.json")).await.json();
        let mails = mails.as_array().expect("a list").iter().filter(|mail| mail["kind"] == kind);
        let tokens: BTreeMap<_, _> =
            mails.filter_map(|mail| Some((mail["to"].as_str()?.to_owned(), token(mail)?))).collect();
        (tokens.len() == people).then_some(tokens)
    })
    .await
}

pub(crate) fn token(mail: &Value) -> Option<String> {
    let links = mail["links"].as_array()?.iter().filter_map(Value::as_str);
    links.filter_map(|link| link.split_once("token=")).map(|(_, token)| token.to_owned()).next()
}

pub(crate) async fn confirm(browser: &Browser, token: &str) -> Option<Answer> {
    browser.try_send(Outgoing::json("/v1/pledges/confirm", &json!({ "token": token }))).await
}

async fn total(browser: &Browser) -> i64 {
    browser.send(Outgoing::get("/v1/counter")).await.expect(200).json()["total"].as_i64().expect("a number")
}

fn assert_silent(log: &str, people: &[Person]) {
    let log = log.to_lowercase();
    for value in people.iter().flat_map(Person::private_values) {
        assert!(!log.contains(&value.to_lowercase()), "{value} was logged");
    }
}

/// Invariant 2: nothing that was acknowledged is lost, nothing is counted twice.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_in_the_middle_of_confirmations_it_loses_nobody_and_counts_nobody_twice() {
    const PEOPLE: usize = 80;
    let folder = tempfile::tempdir().unwrap();
    let people: Vec<_> = (0..PEOPLE).map(|_| Person::new("Marie")).collect();
    let (program, browser) = started(folder.path()).await;
    sign(&browser, &people).await;
    let tokens: Vec<_> = tokens(&browser, "confirm", PEOPLE).await.into_values().collect();

    let (next, acknowledged) = (Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(Vec::new())));
    let tokens = Arc::new(tokens);
    let clicking: Vec<_> = (0..6)
        .map(|_| {
            let (browser, next, acknowledged, tokens) =
                (browser.clone(), Arc::clone(&next), Arc::clone(&acknowledged), Arc::clone(&tokens));
            tokio::spawn(async move {
                while let Some(token) = tokens.get(next.fetch_add(1, Ordering::SeqCst)) {
                    let Some(answer) = confirm(&browser, token).await else { return };
                    let manage_url = answer.expect(200).json()["manage_url"].as_str().expect("a link").to_owned();
                    acknowledged.lock().unwrap().push(manage_url);
                }
            })
        })
        .collect();
    eventually("some are confirmed", || async { (acknowledged.lock().unwrap().len() >= PEOPLE / 3).then_some(()) })
        .await;
    let log = program.kill().await;
    assert_silent(&log, &people);
    for task in clicking {
        task.await.unwrap();
    }
    let acknowledged = acknowledged.lock().unwrap().clone();
    assert!(acknowledged.len() < PEOPLE, "it was killed in the middle: {} were confirmed", acknowledged.len());

    let (program, browser) = started(folder.path()).await;
    let counted = total(&browser).await;
    assert!(
        counted >= i64::try_from(acknowledged.len()).unwrap(),
        "{counted} counted, {} acknowledged",
        acknowledged.len()
    );
    for manage_url in &acknowledged {
        let path = &manage_url[manage_url.find("/en/").expect("a path")..];
        browser.send(Outgoing::get(path)).await.expect(200);
    }
    for token in tokens.iter() {
        confirm(&browser, token).await.expect("it runs").expect(200);
    }
    let everybody = i64::try_from(PEOPLE).unwrap();
    eventually("the counter shows everybody", || async { (total(&browser).await == everybody).then_some(()) }).await;
    let (well, log) = program.stop().await;
    assert!(well, "it stops in good order");
    assert_silent(&log, &people);

    let site = TestSite::on_disk(folder.path()).await;
    assert_eq!((site.recount().await.total, site.tally().await.total), (everybody, everybody));
    site.leave_mail();
}

#[tokio::test]
async fn stopped_and_started_it_has_lost_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let people = [Person::new("Marie"), Person::new("Paul")];
    let (program, browser) = started(folder.path()).await;
    sign(&browser, &people).await;
    let tokens = tokens(&browser, "confirm", 2).await;
    let [first, second] = people.each_ref().map(|person| tokens[&person.email].clone());
    confirm(&browser, &first).await.expect("it runs").expect(200);
    let (well, log) = program.stop().await;
    assert!(well, "it stops in good order: {log}");

    let (program, browser) = started(folder.path()).await;
    assert_eq!(total(&browser).await, 1);
    let answer = confirm(&browser, &second).await.expect("it runs").expect(200).json();
    assert_eq!(answer["total"], 2, "the link from before still works");
    let answer = confirm(&browser, &first).await.expect("it runs").expect(200).json();
    assert_eq!(answer["total"], 2);
    let (well, log) = program.stop().await;
    assert!(well);
    assert_silent(&log, &people);
}

#[tokio::test]
async fn a_second_program_on_the_same_data_is_told_why_it_cannot_start() {
    let folder = tempfile::tempdir().unwrap();
    let (program, _) = started(folder.path()).await;
    let data = folder.path().to_str().unwrap();
    let second = Program::start(&built("local"), &["--port", "0", "--data", data], &[]);
    let (well, log) = second.ended().await;
    assert!(!well && log.contains("another local site is running"), "{log}");
    drop(program.stop().await);
}
