//! Lost replies, cut connections and a busy database: somebody who tries again is counted once, and nobody is lost.

use futures::future::join_all;
use tests::{Fault, Home, Item, OTTAWA_CENTRE, Outgoing, Person, ROSEMONT, TestSite};

fn rosemont() -> Home {
    Home::Canada { postal_code: ROSEMONT.0.to_owned(), riding: None }
}

/// Invariant 2
#[tokio::test]
async fn a_lost_reply_to_a_confirmation_counts_once_and_is_answered() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    site.sign(&marie).await;
    let asked = site.open_mail(&marie).await;
    site.wire().break_next(1, "TransactWriteItems", Fault::LoseReply);
    let confirmed = site.confirm(&asked).await;
    assert_eq!((confirmed.status.as_str(), confirmed.total), ("confirmed", 1));
    assert_eq!(site.wire().faults_met(), 1);
    assert_eq!(site.tally().await.total, 1);
    site.open_mail(&marie).await;
}

/// Invariant 2: even when every reply of one request is lost, the next click finds the person counted.
#[tokio::test]
async fn when_every_reply_is_lost_the_next_click_finds_them_counted() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    site.sign(&marie).await;
    let asked = site.open_mail(&marie).await;
    site.wire().break_all("TransactWriteItems", Fault::LoseReply);
    let answer = site.try_confirm(&asked.token()).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    site.wire().heal();
    assert!(site.wire().faults_met() > 0);
    assert_eq!(site.confirm(&asked).await.total, 1);
    site.open_mail(&marie).await;
}

/// Invariant 2: a storm of conflicts is answered as one, and the link still works when it is over.
#[tokio::test]
async fn when_the_counters_are_busy_the_answer_says_when_to_come_back_and_the_link_still_works() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    site.sign(&marie).await;
    let asked = site.open_mail(&marie).await;
    site.wire().break_all("TransactWriteItems", Fault::TransactionConflict);
    let busy = site.try_confirm(&asked.token()).await.expect(503);
    assert_eq!(busy.problem(), "unavailable");
    assert!(busy.header("retry-after").parse::<u32>().unwrap() > 0);
    let tries = site.wire().faults_met();
    assert!((2..=8).contains(&tries), "it tried {tries} times");
    let page = site.send(Outgoing::form("/fr/confirm", &[("token", &asked.token())])).await.expect(503);
    assert_eq!(page.page().language(), "fr");
    assert!(page.headers.contains_key("retry-after"));

    site.wire().heal();
    assert_eq!(site.confirm(&asked).await.total, 1);
    site.open_mail(&marie).await;
}

/// Invariant 2
#[tokio::test]
async fn a_few_conflicts_are_nothing_anybody_sees() {
    let site = TestSite::start().await;
    let people: Vec<_> = (0..4).map(|_| Person::new("Marie")).collect();
    join_all(people.iter().map(|person| site.sign(person))).await;
    for (person, conflicts) in people.iter().zip([1, 2, 4, 7]) {
        let asked = site.open_mail(person).await;
        site.wire().break_next(conflicts, "TransactWriteItems", Fault::TransactionConflict);
        assert_eq!(site.confirm(&asked).await.status, "confirmed");
        site.open_mail(person).await;
    }
    assert_eq!(site.wire().faults_met(), 14);
    assert_eq!(site.tally().await.total, 4);
}

/// Invariant 2: moving and leaving, with the reply lost.
#[tokio::test]
async fn a_lost_reply_to_a_move_or_a_withdrawal_changes_the_tally_once() {
    let site = TestSite::start().await;
    let (marie, paul) = (Person::new("Marie"), Person::new("Paul"));
    site.pledge(&paul).await;
    let thanks = site.pledge(&marie).await;
    site.wire().break_next(1, "TransactWriteItems", Fault::LoseReply);
    site.move_to(&thanks, &rosemont()).await;
    let tally = site.tally().await;
    assert_eq!((tally.total, tally.at(OTTAWA_CENTRE.1), tally.at(ROSEMONT.1)), (2, 1, 1));

    site.wire().break_next(1, "TransactWriteItems", Fault::LoseReply);
    site.withdraw(&thanks).await;
    assert_eq!(site.wire().faults_met(), 2);
    let tally = site.tally().await;
    assert_eq!((tally.total, tally.at(ROSEMONT.1)), (1, 0));
    site.open_mail(&marie).await;
}

/// Invariant 9: a form whose reply was lost is one form, and one mail.
#[tokio::test]
async fn a_lost_reply_to_a_form_is_one_form_and_one_mail() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    site.wire().break_next(1, "PutItem", Fault::LoseReply);
    site.sign(&marie).await;
    assert_eq!(site.wire().faults_met(), 1);
    assert_eq!(site.tables().items_of("Pledges", "S#").await.len(), 1);
    let asked = site.open_mail(&marie).await;
    assert_eq!(site.confirm(&asked).await.total, 1);
    site.open_mail(&marie).await;
}

#[tokio::test]
async fn when_the_database_is_away_a_form_is_not_lost_silently() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    for fault in [Fault::NeverArrives, Fault::Throttle] {
        site.wire().break_all("PutItem", fault);
        let refused = site.try_sign(&marie).await.expect(503);
        assert_eq!(refused.problem(), "unavailable");
        assert!(refused.header("retry-after").parse::<u32>().unwrap() > 0);
        site.try_sign_page(&marie).await.expect(503);
        site.wire().heal();
    }
    assert!(site.tables().items_of("Pledges", "S#").await.is_empty());
}

/// Invariant 9: the mailer is tried again when the database fails it, and nobody is written to twice for it.
#[tokio::test]
async fn a_mailer_that_is_interrupted_writes_to_everybody_once() {
    let site = TestSite::start().await;
    for operation in ["GetItem", "PutItem", "BatchGetItem", "TransactWriteItems"] {
        // As often as the client tries by itself, so that the whole batch fails; then once more on its second run. The stream
        // waits meanwhile, so that the mailer cannot be through before the fault is there.
        let interrupted = async || {
            let before = site.wire().faults_met();
            site.wire().break_next(3, operation, Fault::NeverArrives);
            site.wire().break_next(1, operation, Fault::LoseReply);
            site.resume_mail();
            site.settle().await;
            site.wire().heal();
            site.wire().faults_met() - before
        };
        let person = Person::new("Marie");
        site.pause_mail();
        site.sign(&person).await;
        assert_eq!(interrupted().await, 4, "{operation} when asking");
        let asked = site.open_mail(&person).await;
        assert_eq!(asked.kind(), "confirm");
        site.pause_mail();
        site.confirm(&asked).await;
        assert_eq!(interrupted().await, 4, "{operation} when thanking");
        assert_eq!(site.open_mail(&person).await.kind(), "confirmed");
    }
    assert_eq!(charges(&site).await, ["2"; 4], "a link and thanks each");
    assert_eq!(site.tally().await.total, 4);
}

/// Invariant 9: while mail cannot be sent, nothing is used up and nothing is lost.
#[tokio::test]
async fn when_mail_cannot_be_sent_for_a_while_it_is_sent_afterwards() {
    let folder = tempfile::tempdir().unwrap();
    let site = TestSite::on_disk(folder.path()).await;
    let marie = Person::new("Marie");
    site.sign(&marie).await;
    let asked = site.open_mail(&marie).await;
    let (mailbox, away) = (folder.path().join("mail"), folder.path().join("away"));
    std::fs::rename(&mailbox, &away).unwrap();
    std::fs::write(&mailbox, "where a folder should be").unwrap();
    site.confirm(&asked).await;
    site.settle().await;
    for _ in 0..6 {
        site.advance_clock(180);
        assert!(site.try_schedules().await.is_err(), "the minute's round cannot send it either");
    }
    std::fs::remove_file(&mailbox).unwrap();
    std::fs::rename(&away, &mailbox).unwrap();
    site.advance(3).await;
    assert_eq!(site.open_mail(&marie).await.kind(), "confirmed");
    assert_eq!(charges(&site).await, ["2"]);
}

/// Invariant 9: a stream delivers at least once, and sometimes again. A mailed form owes nothing, so nothing is sent
/// again.
#[tokio::test]
async fn a_record_that_comes_again_makes_no_second_mail() {
    let folder = tempfile::tempdir().unwrap();
    let site = TestSite::on_disk(folder.path()).await;
    let (pending, counted) = (Person::new("Marie"), Person::new("Paul"));
    site.sign(&pending).await;
    let asked = site.open_mail(&pending).await;
    site.pledge(&counted).await;
    let charged = charges(&site).await;
    drop(site);

    let entries = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let positions: Vec<_> =
        entries.filter(|path| path.extension().is_some_and(|ending| ending == "position")).collect();
    assert_eq!(positions.len(), 2, "where each reader of the stream left off");
    for position in &positions {
        std::fs::remove_file(position).unwrap();
    }
    let site = TestSite::on_disk(folder.path()).await;
    let again = site.open_mail(&pending).await;
    assert_eq!((again.kind(), again.token()), ("confirm", asked.token()));
    assert_eq!(again.link(), asked.link(), "it is the mail of before: this site would have sent another link");
    assert_eq!(site.open_mails(&counted).await.len(), 2, "who was thanked is not thanked again");
    assert_eq!(charges(&site).await, charged);
}

/// Returns the number of mails that each address was charged for.
async fn charges(site: &TestSite) -> Vec<String> {
    let addresses = site.tables().items_of("Pledges", "A#").await;
    let sent = |item: &Item| item.get("sent").map_or(0, |sent| sent["L"].as_array().expect("a list").len());
    let mut charges: Vec<_> = addresses.iter().map(|item| sent(item).to_string()).collect();
    charges.sort();
    charges
}

/// Invariant 8: without the counts the page still stands, and never shows a zero that is not true.
#[tokio::test]
async fn without_the_counts_the_page_still_takes_pledges() {
    let site = TestSite::start().await;
    site.pledge(&Person::new("Marie")).await;
    assert_eq!(site.tally().await.total, 1);
    site.wire().break_all("Query", Fault::NeverArrives);
    site.advance_clock(60);
    for lang in ["en", "fr"] {
        let form = site.get(&format!("/{lang}")).await.expect(200).page().form(&format!("/{lang}/pledges"));
        assert!(form.iter().any(|(name, _)| name == "email"));
    }
    let tally = site.get("/v1/tally").await.expect(200);
    assert_eq!(tally.json()["total"], 1, "an older count is better than none, a wrong one is not");
}
