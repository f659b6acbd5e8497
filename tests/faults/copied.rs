//! The data, copied from under a running program while people sign.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use futures::future::join_all;
use tests::{Browser, Outgoing, Person, Program, TestSite, built, eventually};

use crate::killed::{confirm, sign, started, token};

/// Lets one person after another sign and confirm until the copy is there, and notes what was acknowledged.
async fn keep_signing(browser: &Browser, copied: &AtomicBool, acknowledged: &Mutex<Vec<String>>) {
    while !copied.load(Ordering::SeqCst) {
        let person = Person::new("Marie");
        sign(browser, std::slice::from_ref(&person)).await;
        let address = format!("/_local/mailbox.json?to={}", person.email);
        let token = eventually("the mail has come", || async {
            let mails = browser.send(Outgoing::get(&address)).await.json();
            mails.as_array().expect("a list").iter().find_map(token)
        });
        let answer = confirm(browser, &token.await).await.expect("it runs").expect(200).json();
        acknowledged.lock().expect("no test panicked").push(answer["manage_url"].as_str().expect("a link").to_owned());
    }
}

/// Invariant 2, and the worth of a restore: at one moment of the copy, everybody acknowledged before is there and
/// counted once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_taken_while_people_sign_counts_everybody_in_it_once() {
    let place = tempfile::tempdir().unwrap();
    let (data, copy) = (place.path().join("data"), place.path().join("copy"));
    let (program, browser) = started(&data).await;
    let (copied, acknowledged) = (AtomicBool::new(false), Mutex::new(Vec::new()));
    let signing = join_all((0..4).map(|_| keep_signing(&browser, &copied, &acknowledged)));
    let copying = async {
        eventually("some have signed", || async { (acknowledged.lock().unwrap().len() >= 8).then_some(()) }).await;
        let before = acknowledged.lock().unwrap().clone();
        let arguments = ["backup", copy.to_str().unwrap(), "--data", data.to_str().unwrap()];
        let (well, said) = Program::start(&built("local"), &arguments, &[]).ended().await;
        assert!(well, "{said}");
        copied.store(true, Ordering::SeqCst);
        before
    };
    let (_, before) = tokio::join!(signing, copying);
    let (well, log) = program.stop().await;
    assert!(well, "it stops in good order: {log}");

    // The secrets are kept apart from the copy.
    std::fs::copy(data.join("secrets.json"), copy.join("secrets.json")).unwrap();
    let site = TestSite::on_disk(&copy).await;
    let (recount, tally) = (site.recount().await, site.tally().await);
    assert_eq!(recount, tally);
    let everybody = acknowledged.lock().unwrap().len();
    let counted = usize::try_from(tally.total).unwrap();
    assert!((before.len()..=everybody).contains(&counted), "{} before, {counted}, {everybody} after", before.len());
    for manage_url in &before {
        let path = &manage_url[manage_url.find("/en/").expect("a path")..];
        site.get(path).await.expect(200);
    }
    site.leave_mail();
}
