//! Confirm: one person counts once, whatever happens.

use domain::pledge::{ConfirmedBy, Household, Slot, Who};
use domain::tally::riding::Place;
use futures::future::join_all;
use store::{Confirmed, Confirming, Freshness, StoreError, TRIES_MAX};

use crate::database::Database;
use crate::paper::row;
use crate::people::{Form, NOW, abroad, days, living_at, named, neighbour, person_key, submission_id};
use crate::{LINK, follow_link};
use wire::{Fault, Sent};

fn ottawa_centre() -> Place {
    Place::Riding("35079".parse().unwrap())
}

#[tokio::test]
async fn a_confirmed_pledge_counts_one_in_its_riding() {
    let database = Database::start();
    let form = Form::number(1).brought_by("river-town");
    let signer = database.sign(&form).await;
    assert_eq!(signer.draft, form.submission().draft);
    let tally = database.tallies.read(Freshness::Strong).await.unwrap();
    assert_eq!((tally.total(), tally.at(ottawa_centre())), (1, 1));
    assert_eq!(tally.by_partner(), [("river-town".parse().unwrap(), 1)].into());
    assert!(database.pledges.submission(submission_id(1)).await.unwrap().is_some(), "the mailer owes a thank-you");
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test]
async fn a_second_click_counts_once() {
    let database = Database::start();
    let form = Form::number(1);
    let signer = database.sign(&form).await;
    assert_eq!(database.confirm(&form).await, Ok(Confirmed::Repeated(signer.clone())));
    database.pledges.delete_submission(submission_id(1)).await.unwrap();
    assert_eq!(
        database.confirm(&form).await,
        Ok(Confirmed::Repeated(signer)),
        "the link answers after the thank-you too"
    );
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_double_clicks_count_once() {
    let database = Database::start();
    let form = Form::number(1);
    database.submit(&form).await;
    let answers = join_all((0..200).map(|seed| {
        let (pledges, form) = (database.pledges.clone(), form.clone());
        tokio::spawn(async move { follow_link(&pledges, &form, None, NOW, seed).await.unwrap() })
    }))
    .await;
    let counted = answers.iter().filter(|answer| matches!(answer, Ok(Confirmed::Counted(_)))).count();
    let repeated = answers.iter().filter(|answer| matches!(answer, Ok(Confirmed::Repeated(_)))).count();
    assert_eq!((counted, repeated), (1, 199));
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_submissions_of_one_person_count_once() {
    let database = Database::start();
    let forms: Vec<Form> = (0..64).map(|number| Form::number(number).at(format!("Roy+{number}@example.org"))).collect();
    for form in &forms {
        database.submit(form).await;
    }
    let answers = join_all(forms.iter().map(|form| {
        let (pledges, form) = (database.pledges.clone(), form.clone());
        tokio::spawn(async move { follow_link(&pledges, &form, Some(Who::Another), NOW, 7).await.unwrap() })
    }))
    .await;
    let counted = answers.iter().filter(|answer| matches!(answer, Ok(Confirmed::Counted(_)))).count();
    let same = answers.iter().filter(|answer| matches!(answer, Ok(Confirmed::SamePerson(_)))).count();
    assert_eq!((counted, same), (1, 63));
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_people_at_once_count_sixty_four() {
    let database = Database::start();
    let forms: Vec<Form> =
        (0..64).map(|number| Form::number(number).by(neighbour(number)).at(format!("p{number}@example.org"))).collect();
    for form in &forms {
        database.submit(form).await;
    }
    join_all(forms.iter().map(|form| {
        let (pledges, form, seed) = (database.pledges.clone(), form.clone(), u64::try_from(form.number).unwrap());
        tokio::spawn(async move {
            let answer = follow_link(&pledges, &form, None, NOW, seed).await;
            assert!(matches!(answer, Ok(Confirmed::Counted(_))), "{answer:?}");
        })
    }))
    .await
    .into_iter()
    .for_each(Result::unwrap);
    assert_eq!(database.exact_total().await, 64);
    assert!(database.items("Tally", "N#").len() > 8, "they spread over the shards");
}

/// Their name is one item, so they wait for each other. A person who lost too many races presses the button again.
#[tokio::test(flavor = "multi_thread")]
async fn twenty_namesakes_of_one_postal_code_who_confirm_at_once_all_count_in_the_end() {
    let database = Database::start();
    let forms: Vec<Form> = (0..20).map(|number| Form::number(number).at(format!("p{number}@example.org"))).collect();
    for form in &forms {
        database.submit(form).await;
    }
    database.count_sheet(1, &[row("Anne", living_at("K1A 0A6", 35079))]).await;
    join_all(forms.iter().map(|form| {
        let (pledges, form) = (database.pledges.clone(), form.clone());
        tokio::spawn(async move {
            loop {
                match follow_link(&pledges, &form, None, NOW, u64::try_from(form.number).unwrap()).await {
                    Ok(Confirmed::Counted(_) | Confirmed::Repeated(_)) => return,
                    Err(StoreError::Conflict) => {}
                    other => panic!("{other:?}"),
                }
            }
        })
    }))
    .await
    .into_iter()
    .for_each(Result::unwrap);
    assert_eq!(database.exact_total().await, 20);
    let sum = database.tallies.read(Freshness::Strong).await.unwrap().sum();
    assert_eq!((sum.signers, sum.paper), (20, 0));
}

/// A second person at an address is counted only after they said that they are somebody else.
#[tokio::test]
async fn a_couple_shares_an_address_once_the_second_says_that_they_are_another() {
    let database = Database::start();
    let (anne, jean) = (Form::number(1), Form::number(2).by("Jean"));
    let first = database.sign(&anne).await;
    database.submit(&jean).await;
    let around = database.pledges.household(anne.signer()).await.unwrap();
    assert_eq!(database.confirm(&jean).await, Ok(Confirmed::WhoIsIt(Box::new(around))));
    assert_eq!(database.confirm_as(&jean, Who::Same).await, Ok(Confirmed::SamePerson(first.clone())));
    assert_eq!(database.exact_total().await, 1);
    let Ok(Confirmed::Counted(second)) = database.confirm_as(&jean, Who::Another).await else { panic!("not counted") };
    let household = database.pledges.household(anne.signer()).await.unwrap();
    assert_eq!((household.first, household.second), (Some(first), Some(second.clone())));
    for who in [None, Some(Who::Same), Some(Who::Another)] {
        assert_eq!(database.confirm_as(&jean, who).await, Ok(Confirmed::Repeated(second.clone())));
    }
    assert_eq!(database.exact_total().await, 2);
}

#[tokio::test]
async fn a_third_is_refused() {
    let database = Database::start();
    let anne = database.sign(&Form::number(1)).await;
    database.sign(&Form::number(2).by("Jean")).await;
    let third = Form::number(3).by("Luc");
    database.submit(&third).await;
    assert!(matches!(database.confirm(&third).await, Ok(Confirmed::WhoIsIt(_))));
    assert_eq!(database.confirm_as(&third, Who::Another).await, Ok(Confirmed::AddressTaken));
    assert_eq!(database.confirm_as(&third, Who::Same).await, Ok(Confirmed::SamePerson(anne)));
    assert_eq!(database.exact_total().await, 2);
}

#[tokio::test]
async fn another_name_from_elsewhere_is_refused() {
    let database = Database::start();
    database.sign(&Form::number(1)).await;
    for (number, residence) in [(2, living_at("K1A 0A7", 35079)), (3, abroad())] {
        let form = Form::number(number).by("Jean").of(residence);
        database.submit(&form).await;
        assert!(matches!(database.confirm(&form).await, Ok(Confirmed::WhoIsIt(_))));
        assert_eq!(database.confirm_as(&form, Who::Another).await, Ok(Confirmed::AddressTaken));
    }
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_ten_at_one_address_who_confirm_at_once_two_are_counted_and_only_if_they_were_asked() {
    const NAMES: [&str; 10] = ["Ada", "Ben", "Cléo", "Dan", "Eve", "Fay", "Guy", "Hal", "Ida", "Jan"];
    for (who, people) in [(None, 1), (Some(Who::Another), 2)] {
        let database = Database::start();
        let forms: Vec<Form> = (0..).zip(NAMES).map(|(number, name)| Form::number(number).by(name)).collect();
        for form in &forms {
            database.submit(form).await;
        }
        let answers = join_all(forms.iter().map(|form| {
            let (pledges, form) = (database.pledges.clone(), form.clone());
            tokio::spawn(async move { follow_link(&pledges, &form, who, NOW, 3).await.unwrap() })
        }))
        .await;
        let counted = answers.iter().filter(|answer| matches!(answer, Ok(Confirmed::Counted(_)))).count();
        let refused = answers
            .iter()
            .filter(|answer| matches!(answer, Ok(Confirmed::AddressTaken | Confirmed::WhoIsIt(_))))
            .count();
        assert_eq!((counted, refused), (people, 10 - people));
        assert_eq!(database.exact_total().await, i64::try_from(people).unwrap());
    }
}

/// The slots of a household are alike: the second person keeps theirs, and the first is free for somebody else.
#[tokio::test]
async fn whoever_stays_behind_keeps_their_place_and_the_other_is_free() {
    let database = Database::start();
    let (anne, jean) = (Form::number(1), Form::number(2).by("Jean"));
    database.sign(&anne).await;
    let second = database.sign(&jean).await;
    assert!(database.withdraw(&anne).await);
    let alone = Household { first: None, second: Some(second.clone()) };
    assert_eq!(database.pledges.household(anne.signer()).await, Ok(alone.clone()));
    let again = Form::number(3).by("JEAN");
    database.submit(&again).await;
    assert_eq!(database.confirm_as(&again, Who::Another).await, Ok(Confirmed::SamePerson(second)));
    let luc = Form::number(4).by("Luc");
    database.submit(&luc).await;
    assert_eq!(database.confirm(&luc).await, Ok(Confirmed::WhoIsIt(Box::new(alone))));
    assert!(matches!(
        database.confirm_as(&luc, Who::Another).await,
        Ok(Confirmed::Counted(signer)) if signer.slot == Slot::First
    ));
    assert_eq!(database.exact_total().await, 2);
}

/// Two spellings of one address are one household, and each mailbox has links of its own.
#[tokio::test]
async fn a_second_spelling_of_an_address_is_asked_who_it_is() {
    let database = Database::start();
    let (anne, tagged) = (Form::number(1), Form::number(2).by("Jean").at("Roy+news@example.org"));
    assert_eq!((anne.signer(), anne.mailbox() == tagged.mailbox()), (tagged.signer(), false));
    let first = database.sign(&anne).await;
    database.submit(&tagged).await;
    assert!(matches!(database.confirm(&tagged).await, Ok(Confirmed::WhoIsIt(_))));
    let Ok(Confirmed::Counted(second)) = database.confirm_as(&tagged, Who::Another).await else {
        panic!("not counted")
    };
    assert_eq!((first.mailbox, second.mailbox), (anne.mailbox(), tagged.mailbox()));
    assert_eq!(second.claims().mailbox, tagged.mailbox());
}

/// The link proves the mailbox; what is counted is the form that was shown, as its sender has corrected it.
#[tokio::test]
async fn a_link_of_an_older_form_counts_the_newer_one_as_it_was_corrected() {
    let database = Database::start();
    let (old, new) = (Form::number(1).by("Mallory"), Form::number(2));
    for form in [&old, &new] {
        database.submit(form).await;
    }
    let mut shown = new.submission();
    shown.draft.name = named("Annie");
    shown.draft.residence = living_at("V5K 0A1", 59035);
    let (claims, by) = (old.claims(), ConfirmedBy::Code);
    let confirming = Confirming { claims, form: Some(shown.clone()), submission: shown.id, who: None, by, link: LINK };
    let confirm =
        async |confirming| database.pledges.confirm(confirming, Household::default(), &person_key(), NOW, 1).await;
    let Ok(Confirmed::Counted(signer)) = confirm(confirming.clone()).await else { panic!("not counted") };
    assert_eq!((signer.submission, &signer.draft, signer.confirmed_by), (shown.id, &shown.draft, ConfirmedBy::Code));
    assert_eq!(signer.person, person_key().of(&named("Annie"), &shown.draft.residence));
    // An empty household was read before: what is stored decides.
    assert_eq!(confirm(confirming).await, Ok(Confirmed::Repeated(signer)));
    let tally = database.tallies.read(Freshness::Strong).await.unwrap().sum();
    assert_eq!((tally.signers, tally.by_code), (1, 1));
    assert_eq!(database.exact_total().await, 1);
}

/// A withdrawal erases the form: the page that was open before counts nobody.
#[tokio::test]
async fn a_form_that_was_erased_after_it_was_read_counts_nobody_once_the_database_is_asked() {
    let database = Database::start();
    let form = Form::number(1);
    database.sign(&form).await;
    let claims = form.claims();
    let shown = form.submission();
    let seen = database.pledges.household(form.signer()).await.unwrap();
    assert!(database.withdraw(&form).await);
    let confirming = Confirming {
        claims,
        form: Some(shown),
        submission: claims.submission,
        who: None,
        by: ConfirmedBy::Link,
        link: LINK,
    };
    let answer = database.pledges.confirm(confirming, seen, &person_key(), NOW, 1).await;
    assert!(matches!(answer, Ok(Confirmed::Repeated(_))), "it repeats what it was shown, and writes nothing");
    assert_eq!(database.confirm(&form).await, Ok(Confirmed::Gone));
    assert_eq!(database.exact_total().await, 0);
}

#[tokio::test]
async fn an_expired_or_unknown_submission_is_gone() {
    let database = Database::start();
    let form = Form::number(1);
    database.submit(&form).await;
    let late = NOW + days(14);
    assert_eq!(follow_link(&database.pledges, &form, None, late, 1).await, Ok(Confirmed::Gone));
    assert_eq!(database.confirm(&Form::number(2)).await, Ok(Confirmed::Gone));
    assert_eq!(database.exact_total().await, 0);
}

#[tokio::test]
async fn a_lost_reply_to_confirm_is_answered_again() {
    let database = Database::start();
    let form = Form::number(1);
    database.submit(&form).await;
    database.wire.break_next(1, "TransactWriteItems", Fault::LoseReply);
    let answer = database.confirm(&form).await.unwrap();
    assert!(matches!(answer, Confirmed::Repeated(_)), "{answer:?}");
    assert_eq!(database.wire.take_faults(), 1);
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test]
async fn a_confirm_that_never_arrives_is_sent_again() {
    let database = Database::start();
    let form = Form::number(1);
    database.submit(&form).await;
    database.wire.break_next(2, "TransactWriteItems", Fault::NeverArrives);
    assert!(matches!(database.confirm(&form).await, Ok(Confirmed::Counted(_))));
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test]
async fn without_any_answer_the_caller_hears_so_and_the_link_still_works() {
    let database = Database::start();
    let form = Form::number(1);
    database.submit(&form).await;
    database.wire.break_all("TransactWriteItems", Fault::NeverArrives);
    assert_eq!(database.confirm(&form).await, Err(StoreError::Unavailable));
    database.wire.heal();
    assert_eq!(database.exact_total().await, 0);
    assert!(matches!(database.confirm(&form).await, Ok(Confirmed::Counted(_))));
}

#[tokio::test]
async fn conflicts_are_given_up_after_eight_tries_and_the_link_still_works() {
    let database = Database::start();
    let form = Form::number(1);
    database.submit(&form).await;
    database.wire.break_all("TransactWriteItems", Fault::TransactionConflict);
    assert_eq!(database.confirm(&form).await, Err(StoreError::Conflict));
    assert_eq!(database.wire.take_faults(), usize::try_from(TRIES_MAX).unwrap());
    assert_eq!(TRIES_MAX, 8);
    database.wire.heal();
    assert_eq!(database.exact_total().await, 0);
    assert!(matches!(database.confirm(&form).await, Ok(Confirmed::Counted(_))));
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test]
async fn a_conflict_is_tried_again_at_another_counter() {
    let database = Database::start();
    let form = Form::number(1);
    database.submit(&form).await;
    database.wire.break_next(7, "TransactWriteItems", Fault::TransactionConflict);
    assert!(matches!(database.confirm(&form).await, Ok(Confirmed::Counted(_))));
    assert_eq!(database.wire.take_faults(), 7);
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test]
async fn a_throttled_confirm_is_tried_again_and_then_says_so() {
    let database = Database::start();
    let form = Form::number(1);
    database.submit(&form).await;
    database.wire.break_next(3, "TransactWriteItems", Fault::Throttle);
    assert!(matches!(database.confirm(&form).await, Ok(Confirmed::Counted(_))));
    let other = Form::number(2).at("other@example.org");
    database.submit(&other).await;
    database.wire.break_all("TransactWriteItems", Fault::Throttle);
    assert_eq!(database.confirm(&other).await, Err(StoreError::Throttled));
    assert_eq!(database.exact_total().await, 1);
}

/// Three items of two units each, for the first and the second person alike.
#[tokio::test]
async fn confirm_is_one_transaction_of_six_write_units_and_one_of_the_index_whoever_it_is() {
    let database = Database::start();
    for (form, who) in [(Form::number(1), None), (Form::number(2).by("Jean"), Some(Who::Another))] {
        database.submit(&form).await;
        drop(database.wire.take());
        assert!(matches!(database.confirm_as(&form, who).await, Ok(Confirmed::Counted(_))));
        let sent = database.wire.take();
        let [read, bearers, write] = sent.as_slice() else { panic!("{sent:?}") };
        for (batch, keys) in [(read, 5), (bearers, 2)] {
            assert_eq!(batch.operation, "BatchGetItem");
            assert_eq!(batch.body["RequestItems"]["Pledges"]["ConsistentRead"], true);
            assert_eq!(batch.body["RequestItems"]["Pledges"]["Keys"].as_array().unwrap().len(), keys);
        }
        assert_eq!((write.operation.as_str(), writes(write)), ("TransactWriteItems", 3));
        assert!((write.units - 7.0).abs() < f64::EPSILON, "{} write units", write.units);
        assert!(write.body.get("ClientRequestToken").is_none(), "exactness rests on conditions alone");
    }
    let abroad = Form::number(3).at("paris@example.org").of(abroad());
    database.submit(&abroad).await;
    drop(database.wire.take());
    assert!(matches!(database.confirm(&abroad).await, Ok(Confirmed::Counted(_))));
    assert_eq!(writes(database.wire.take().last().unwrap()), 2, "nobody signs on paper abroad");
}

/// Beside their own paper a person is counted by the paper's counter, so that it stays at three items; a signature on paper
/// that was counted in another riding is one item more.
#[tokio::test]
async fn confirm_beside_paper_changes_one_counter_or_two() {
    for (riding, items) in [(35079, 3), (35075, 4)] {
        let database = Database::start();
        let form = Form::number(1);
        database.count_sheet(1, &[row("Anne", living_at("K1A 0A6", riding))]).await;
        assert_eq!(database.exact_total().await, 1);
        database.submit(&form).await;
        drop(database.wire.take());
        assert!(matches!(database.confirm(&form).await, Ok(Confirmed::Counted(_))));
        let sent = database.wire.take();
        assert_eq!(writes(sent.last().unwrap()), items);
        assert_eq!(database.exact_total().await, 1);
        let sum = database.tallies.read(Freshness::Strong).await.unwrap().sum();
        assert_eq!((sum.signers, sum.paper), (1, 0));
        let tally = database.tallies.read(Freshness::Strong).await.unwrap();
        assert_eq!(tally.at(ottawa_centre()), 1);
    }
}

fn writes(sent: &Sent) -> usize {
    sent.body["TransactItems"].as_array().unwrap().len()
}
