//! Correct one's name, move, consents, withdraw.

use domain::person::residence::Residence;
use domain::pledge::Who;
use domain::pledge::consent::Consents;
use domain::tally::riding::Place;
use futures::future::join_all;
use store::{Charge, Confirmed, Freshness, Renamed, StoreError, StreamKey};

use crate::database::Database;
use crate::people::{Form, NOW, abroad, living_at, minutes, named, person_key, submission_id};
use wire::Fault;

fn vancouver() -> Residence {
    living_at("V5K 0A1", 59035)
}

#[tokio::test]
async fn moving_counts_in_the_new_place_and_no_longer_in_the_old() {
    let database = Database::start();
    let form = Form::number(1).brought_by("river-town");
    let signer = database.sign(&form).await;
    let moved = database.pledges.move_to(&form.claims(), vancouver(), &person_key(), 1).await.unwrap().unwrap();
    assert_eq!((moved.draft.residence.clone(), moved.shard), (vancouver(), signer.shard));
    let tally = database.tallies.read(Freshness::Strong).await.unwrap();
    assert_eq!((tally.total(), tally.at(vancouver().place()), tally.at(form.residence.place())), (1, 1, 0));
    assert_eq!(database.pledges.household(form.signer()).await.unwrap().first, Some(moved));
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test]
async fn moving_back_and_forth_stays_exact() {
    let database = Database::start();
    let form = Form::number(1).brought_by("river-town");
    database.sign(&form).await;
    for turn in 0..6 {
        for residence in [vancouver(), abroad(), form.residence.clone()] {
            let moved = database
                .pledges
                .move_to(&form.claims(), residence.clone(), &person_key(), turn)
                .await
                .unwrap()
                .unwrap();
            assert_eq!(moved.draft.residence, residence);
            assert_eq!(database.pledges.household(form.signer()).await.unwrap().first, Some(moved));
        }
    }
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn moving_in_many_directions_at_once_ends_in_one_of_them() {
    let database = Database::start();
    let form = Form::number(1);
    database.sign(&form).await;
    let ways = [vancouver(), abroad(), living_at("H2X 1Y4", 24039), living_at("K1A 0A7", 35079)];
    join_all(ways.into_iter().cycle().take(16).zip(1..).map(|(residence, seed)| {
        let (pledges, claims) = (database.pledges.clone(), form.claims());
        tokio::spawn(async move { pledges.move_to(&claims, residence, &person_key(), seed).await })
    }))
    .await
    .into_iter()
    .for_each(|moved| assert!(matches!(moved, Ok(Ok(Some(_)) | Err(StoreError::Conflict)))));
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test]
async fn a_move_within_the_riding_touches_no_counter() {
    let database = Database::start();
    let form = Form::number(1);
    database.sign(&form).await;
    drop(database.wire.take());
    let home = living_at("K1A 0A7", 35079);
    let moved = database.pledges.move_to(&form.claims(), home.clone(), &person_key(), 1).await.unwrap().unwrap();
    assert_eq!(moved.draft.residence, home);
    let sent = database.wire.take();
    let writes = sent.last().unwrap().body["TransactItems"].as_array().unwrap();
    assert_eq!(writes.len(), 3, "the signer, and who bears the name there and here");
    assert!(writes.iter().all(|write| !write.to_string().contains("Tally")), "{writes:?}");
    assert_eq!(database.pledges.household(form.signer()).await.unwrap().first, Some(moved));
    drop(database.wire.take());
    database.pledges.move_to(&form.claims(), home, &person_key(), 1).await.unwrap().unwrap();
    assert_eq!(database.wire.take().len(), 1, "moving to where one is only reads");
}

#[tokio::test]
async fn a_lost_reply_to_a_move_moves_once() {
    let database = Database::start();
    let form = Form::number(1);
    database.sign(&form).await;
    database.wire.break_next(1, "TransactWriteItems", Fault::LoseReply);
    let moved = database.pledges.move_to(&form.claims(), vancouver(), &person_key(), 1).await.unwrap().unwrap();
    assert_eq!(moved.draft.residence, vancouver());
    assert_eq!(database.wire.take_faults(), 1);
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test]
async fn consents_change_and_nothing_else() {
    let database = Database::start();
    let form = Form::number(1);
    let signer = database.sign(&form).await;
    for consents in [Consents::default(), Consents::default(), Consents::to_updates(true, "2")] {
        let changed = database.pledges.set_consents(&form.claims(), consents.clone()).await.unwrap().unwrap();
        let mut expected = signer.clone();
        expected.draft.consents = consents;
        assert_eq!(changed, expected);
        assert_eq!(database.pledges.household(form.signer()).await.unwrap().first, Some(expected));
    }
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_and_a_consent_at_once_are_both_kept() {
    let database = Database::start();
    let form = Form::number(1);
    database.sign(&form).await;
    let (pledges, claims) = (database.pledges.clone(), form.claims());
    let moving = tokio::spawn(async move { pledges.move_to(&claims, vancouver(), &person_key(), 1).await });
    database.pledges.set_consents(&form.claims(), Consents::default()).await.unwrap().unwrap();
    moving.await.unwrap().unwrap().unwrap();
    let signer = database.pledges.household(form.signer()).await.unwrap().first.unwrap();
    assert_eq!((signer.draft.residence, signer.draft.consents), (vancouver(), Consents::default()));
}

#[tokio::test]
async fn a_corrected_name_is_kept_and_nothing_else_changes() {
    let database = Database::start();
    let form = Form::number(1).brought_by("river-town");
    let mut expected = database.sign(&form).await;
    expected.draft.name = named("Annie");
    expected.person = person_key().of(&named("Annie"), &form.residence);
    for _ in 0..2 {
        let renamed = database.pledges.correct_name(&form.claims(), &named("Annie"), &person_key()).await.unwrap();
        assert_eq!(renamed, Renamed::Saved);
    }
    assert_eq!(database.pledges.household(form.signer()).await.unwrap().first, Some(expected));
    assert_eq!(database.exact_total().await, 1);
    let again = Form::number(2).by("ANNIE");
    database.submit(&again).await;
    assert!(matches!(database.confirm(&again).await, Ok(Confirmed::SamePerson(_))), "she counts once by her new name");
    assert!(database.withdraw(&form).await);
    let gone = database.pledges.correct_name(&form.claims(), &named("Anne"), &person_key()).await;
    assert_eq!(gone, Ok(Renamed::Gone));
}

/// The two people at an address differ by their names.
#[tokio::test]
async fn nobody_takes_the_name_of_the_other_at_their_address() {
    let database = Database::start();
    let (anne, jean) = (Form::number(1), Form::number(2).by("Jean"));
    let first = database.sign(&anne).await;
    let second = database.sign(&jean).await;
    for (form, taken) in [(&anne, "jéan"), (&jean, "ANNE")] {
        let refused = database.pledges.correct_name(&form.claims(), &named(taken), &person_key()).await;
        assert_eq!(refused, Ok(Renamed::NameTaken));
    }
    let household = database.pledges.household(anne.signer()).await.unwrap();
    assert_eq!((household.first, household.second), (Some(first), Some(second)));
    for (form, free) in [(&anne, "Annie"), (&jean, "Jean-Luc")] {
        let saved = database.pledges.correct_name(&form.claims(), &named(free), &person_key()).await;
        assert_eq!(saved, Ok(Renamed::Saved));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_corrected_while_another_confirms_never_leaves_two_of_one_name() {
    let database = Database::start();
    for round in 0..20_u128 {
        let email = format!("couple{round}@example.org");
        let anne = Form::number(2 * round).at(email.clone());
        let jean = Form::number(2 * round + 1).by("Jean").at(email);
        database.sign(&anne).await;
        database.submit(&jean).await;
        let (pledges, claims) = (database.pledges.clone(), anne.claims());
        let correcting =
            tokio::spawn(async move { pledges.correct_name(&claims, &named("Jean"), &person_key()).await.unwrap() });
        let confirmed = database.confirm_as(&jean, Who::Another).await.unwrap();
        let corrected = correcting.await.unwrap();
        match (corrected, confirmed) {
            (Renamed::Saved, Confirmed::SamePerson(_)) | (Renamed::NameTaken, Confirmed::Counted(_)) => {}
            other => panic!("two of one name: {other:?}"),
        }
    }
    database.exact_total().await;
}

#[tokio::test]
async fn withdrawing_erases_the_person_and_every_link() {
    let database = Database::start();
    let (form, pending, waiting) = (Form::number(1).brought_by("river-town"), Form::number(2), Form::number(3));
    for charged in [&form, &pending, &waiting] {
        database.submit(charged).await;
    }
    for (charged, later) in [(&form, 0), (&pending, 10), (&waiting, 11)] {
        database.ask_about(charged, NOW + minutes(later)).await;
    }
    database.confirm(&form).await.unwrap();
    assert!(database.withdraw(&form).await);
    assert_eq!(database.exact_total().await, 0);
    assert_eq!(database.items("Pledges", "P#").len() + database.items("Pledges", "S#").len(), 0);
    for link in [&form, &pending, &waiting] {
        assert_eq!(database.confirm(link).await, Ok(Confirmed::Gone));
    }
    assert_eq!(database.pledges.move_to(&form.claims(), vancouver(), &person_key(), 1).await, Ok(None));
    assert_eq!(database.pledges.set_consents(&form.claims(), Consents::default()).await, Ok(None));
}

#[tokio::test]
async fn a_farewell_says_where_to_write_and_is_forgotten() {
    let database = Database::start();
    let form = Form::number(1);
    let signer = database.sign(&form).await;
    database.withdraw(&form).await;
    let items = database.items("Pledges", "W#");
    let key = |name: &str| items[0][name]["S"].as_str().unwrap();
    assert_eq!(StreamKey::parse(key("pk"), key("sk")), Some(StreamKey::Farewell(submission_id(1))));
    let farewell = database.pledges.farewell(submission_id(1)).await.unwrap().unwrap();
    assert_eq!((farewell.name, farewell.email), (signer.draft.name, signer.draft.email));
    database.pledges.delete_farewell(submission_id(1)).await.unwrap();
    assert_eq!(database.pledges.farewell(submission_id(1)).await, Ok(None));
}

#[tokio::test]
async fn withdrawing_twice_is_fine() {
    let database = Database::start();
    let (form, other) = (Form::number(1), Form::number(2).at("other@example.org"));
    database.sign(&form).await;
    database.sign(&other).await;
    assert!(database.withdraw(&form).await);
    assert!(!database.withdraw(&form).await);
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test]
async fn a_lost_reply_to_a_withdrawal_withdraws_once() {
    let database = Database::start();
    let (form, other) = (Form::number(1), Form::number(2).at("other@example.org"));
    database.sign(&form).await;
    database.sign(&other).await;
    database.wire.break_next(1, "TransactWriteItems", Fault::LoseReply);
    assert!(database.withdraw(&form).await, "they were there");
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test]
async fn who_withdrew_may_sign_again() {
    let database = Database::start();
    database.sign(&Form::number(1)).await;
    database.withdraw(&Form::number(1)).await;
    database.sign(&Form::number(2)).await;
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test]
async fn one_who_withdraws_takes_no_thanks_from_the_other() {
    let database = Database::start();
    let (anne, jean) = (Form::number(1), Form::number(2).by("Jean"));
    for (form, later) in [(&anne, 0), (&jean, 10)] {
        assert_eq!(database.ask_about(form, NOW + minutes(later)).await, Charge::Charged);
        database.sign(form).await;
    }
    assert!(database.withdraw(&anne).await);
    assert_eq!(database.pledges.submission(submission_id(1)).await, Ok(None));
    assert!(database.pledges.submission(submission_id(2)).await.unwrap().is_some(), "Jean is still to be thanked");
}

#[tokio::test]
async fn the_second_withdraws_and_the_first_stays() {
    let database = Database::start();
    let (anne, jean) = (Form::number(1), Form::number(2).by("Jean"));
    let first = database.sign(&anne).await;
    database.sign(&jean).await;
    assert!(database.withdraw(&jean).await);
    let household = database.pledges.household(anne.signer()).await.unwrap();
    assert_eq!((household.first, household.second), (Some(first), None));
    assert_eq!(database.exact_total().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn both_of_a_couple_withdraw_and_move_at_once_and_the_tally_is_exact() {
    let database = Database::start();
    let mut expected = 0;
    for round in 0..20_u128 {
        let email = format!("couple{round}@example.org");
        let anne = Form::number(2 * round).at(email.clone());
        let jean = Form::number(2 * round + 1).by("Jean").at(email);
        database.sign(&anne).await;
        database.sign(&jean).await;
        let (pledges, claims) = (database.pledges.clone(), jean.claims());
        if round % 2 == 0 {
            let leaving = tokio::spawn(async move { pledges.withdraw(&claims, NOW, 3).await.unwrap() });
            assert!(database.withdraw(&anne).await && leaving.await.unwrap());
        } else {
            let moving =
                tokio::spawn(async move { pledges.move_to(&claims, vancouver(), &person_key(), 3).await.unwrap() });
            assert!(database.withdraw(&anne).await && moving.await.unwrap().is_some());
            expected += 1;
        }
    }
    assert_eq!(database.exact_total().await, expected);
    let tally = database.tallies.read(Freshness::Strong).await.unwrap();
    assert_eq!(tally.at(Place::Riding("59035".parse().unwrap())), expected);
}

#[tokio::test]
async fn a_busy_counter_stops_no_one_from_leaving() {
    let database = Database::start();
    let form = Form::number(1);
    database.sign(&form).await;
    database.wire.break_next(4, "TransactWriteItems", Fault::TransactionConflict);
    assert!(database.withdraw(&form).await);
    let _ = database.wire.take_faults();
    assert_eq!(database.exact_total().await, 0);
}
