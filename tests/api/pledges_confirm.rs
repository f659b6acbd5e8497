//! `POST /v1/pledges/confirm`, `GET` and `POST /{lang}/confirm`

use domain::ids::SubmissionId;
use domain::keys::secret::Secret;
use domain::keys::token::{Claims, Purpose, TokenKeys};
use domain::person::identity::IdentityKey;
use domain::slug::CampaignSlug;
use futures::future::join_all;
use http::Method;
use serde_json::{Value, json};
use tests::{CAMPAIGN, OTTAWA_CENTRE, Outgoing, Person, ROSEMONT, TestSite};

/// Invariant 2
#[tokio::test]
async fn sixty_four_people_confirm_at_once_and_each_counts_once() {
    let site = TestSite::start().await;
    let people: Vec<_> = (0..64)
        .map(|number| match number % 4 {
            0 => Person::new("Marie").living_at(ROSEMONT.0),
            1 => Person::new("Ana").abroad("PT"),
            _ => Person::new("Paul"),
        })
        .collect();
    join_all(people.iter().map(|person| site.sign(person))).await;
    let mut mails = Vec::new();
    for person in &people {
        mails.push(site.open_mail(person).await);
    }
    let confirmed = join_all(mails.iter().map(|mail| site.confirm(mail))).await;
    assert!(confirmed.iter().all(|answer| answer.status == "confirmed"));
    assert!(confirmed.iter().all(|answer| answer.riding_count >= 1 && answer.total <= 64));
    let tally = site.tally().await;
    assert_eq!((tally.total, tally.abroad, tally.at(ROSEMONT.1), tally.at(OTTAWA_CENTRE.1)), (64, 16, 16, 32));
    for person in &people {
        assert_eq!(site.open_mail(person).await.kind(), "confirmed");
    }
}

/// The cost of counting: the signer, their person and the counter. Somebody abroad has no person, since nobody signs on
/// paper there. Somebody who came by an own link counts for it too: two units more.
#[tokio::test]
async fn to_confirm_is_one_transaction_of_six_write_units_at_most_and_one_of_the_index() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    let jean = Person::new("Jean").at_the_address_of(&marie);
    let ana = Person::new("Ana").abroad("PT");
    let invited = Person::new("Lise").invited_by("AAAAAAAAAAAA");
    for (person, units) in [(&marie, 7.0), (&jean, 7.0), (&ana, 5.0), (&invited, 9.0)] {
        site.sign(person).await;
        let asked = site.open_mail(person).await;
        // The mailer settles the form in a transaction of its own.
        site.pause_mail();
        drop(site.wire().take());
        site.confirm_as_another(&asked).await;
        let written = site.wire().take().into_iter().filter(|taken| taken.operation == "TransactWriteItems");
        assert_eq!(written.map(|taken| taken.units).collect::<Vec<_>>(), [units]);
        site.resume_mail();
        site.open_mail(person).await;
        site.advance(10).await;
    }
}

/// The cost of showing somebody a count that includes them: one read unit, and the whole tally once in two seconds.
#[tokio::test]
async fn to_be_told_a_count_with_oneself_in_it_takes_one_read_unit() {
    let site = TestSite::start().await;
    let (marie, jean) = (Person::new("Marie"), Person::new("Jean"));
    let tally_reads = || -> Vec<(String, f64)> {
        let sent = site.wire().take().into_iter();
        let reads = sent.filter(|request| request.table.ends_with("Tally"));
        reads.map(|request| (request.operation, request.units)).collect()
    };
    site.sign(&marie).await;
    let asked = site.open_mail(&marie).await;
    drop(site.wire().take());
    assert_eq!(site.confirm(&asked).await.total, 1);
    let first = tally_reads();
    assert_eq!(first.iter().filter(|(operation, _)| operation == "Query").count(), 16, "the whole tally, once");
    site.open_mail(&marie).await;

    site.sign(&jean).await;
    let asked = site.open_mail(&jean).await;
    drop(site.wire().take());
    let one_unit = vec![("GetItem".to_owned(), 1.0)];
    let confirmed = site.confirm(&asked).await;
    assert_eq!((confirmed.riding_count, confirmed.total, tally_reads()), (2, 2, one_unit.clone()));
    let page = site.get(&asked.path().replace("/confirm?", "/thank-you?")).await.expect(200);
    assert_eq!(tally_reads(), one_unit);
    assert!(page.text.contains("You are one of 2 in"), "{}", page.text);
    assert_eq!(site.confirm(&asked).await, confirmed);
    assert_eq!(tally_reads(), one_unit);
    site.open_mail(&jean).await;
}

/// Invariant 1
#[tokio::test]
async fn two_hundred_clicks_on_one_link_count_once() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    site.sign(&marie).await;
    let mail = site.open_mail(&marie).await;
    let clicks = join_all((0..200).map(|_| site.confirm(&mail))).await;
    assert!(clicks.iter().all(|answer| answer == &clicks[0]), "every click is told the same");
    assert_eq!((clicks[0].status.as_str(), clicks[0].riding_count, clicks[0].total), ("confirmed", 1, 1));
    assert_eq!(site.tally().await.total, 1);
    assert_eq!(site.open_mail(&marie).await.kind(), "confirmed", "and they are thanked once");
}

/// Invariant 3
#[tokio::test]
async fn opening_the_link_counts_nothing_however_often() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    site.sign(&marie).await;
    let mail = site.open_mail(&marie).await;
    for method in [Method::GET, Method::HEAD, Method::GET, Method::HEAD, Method::OPTIONS] {
        site.send(Outgoing::new(method, mail.path())).await;
    }
    site.get(&mail.path().replace("/confirm?", "/thank-you?")).await.expect(410);
    assert_eq!(site.tally().await.total, 0);
    assert_eq!(site.confirm(&mail).await.total, 1);
    site.get(mail.path()).await.expect(303);
    assert_eq!(site.tally().await.total, 1);
    site.open_mail(&marie).await;
}

#[tokio::test]
async fn a_second_time_tells_the_same_as_the_first() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    site.sign(&marie).await;
    let mail = site.open_mail(&marie).await;
    let first = site.confirm(&mail).await;
    site.open_mail(&marie).await;
    site.settle().await;
    assert_eq!(site.confirm(&mail).await, first);
}

/// Invariant 1: a household is two people at one address, and never a third.
#[tokio::test]
async fn a_couple_shares_an_address_and_a_third_is_refused() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    site.pledge(&marie).await;
    site.advance(10).await;
    let jean = Person::new("Jean").at_the_address_of(&marie);
    site.pledge(&jean).await;
    assert_eq!(site.tally().await.total, 2);

    site.advance(10).await;
    let luc = Person::new("Luc").at_the_address_of(&marie);
    site.sign(&luc).await;
    assert_eq!(site.open_mail(&luc).await.kind(), "already_counted", "there is no link for a third");
    assert_eq!(site.tally().await.total, 2);
}

/// Invariant 1
#[tokio::test]
async fn someone_who_lives_elsewhere_cannot_share_the_address() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    site.pledge(&marie).await;
    site.advance(10).await;
    let jean = Person::new("Jean").living_at(ROSEMONT.0).at_the_address_of(&marie);
    site.sign(&jean).await;
    assert_eq!(site.open_mail(&jean).await.kind(), "already_counted");
    assert_eq!(site.tally().await.total, 1);
}

#[tokio::test]
async fn a_correction_of_a_wrong_type_is_named_and_counts_nobody() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    site.sign(&marie).await;
    let mail = site.open_mail(&marie).await;
    let wrong = json!({ "token": mail.token(), "last_name": 3, "consents": { "updates": "yes" } });
    let answer = site.send(Outgoing::json("/v1/pledges/confirm", &wrong)).await.expect(422).json();
    let errors = answer["errors"].as_array().unwrap().iter().map(|error| (&error["field"], &error["code"]));
    let named = ["last_name", "consents.updates"].map(|field| (json!(field), json!("field_type")));
    assert!(errors.eq(named.iter().map(|(field, code)| (field, code))), "{answer}");
    assert_eq!(site.tally().await.total, 0);
    assert_eq!(site.confirm(&mail).await.status, "confirmed");
    site.open_mail(&marie).await;
}

/// Invariant 1
#[tokio::test]
async fn the_same_name_at_the_same_address_is_one_person() {
    let site = TestSite::start().await;
    let marie = Person::new("Zoé");
    let mut again = marie.clone();
    again.first_name = "ZOE".to_owned();
    site.sign(&marie).await;
    let first = site.open_mail(&marie).await;
    site.advance(10).await;
    site.sign(&again).await;
    let second = site.open_mail(&again).await;
    assert_eq!((first.kind(), second.kind()), ("confirm", "confirm"), "nobody was counted when they were sent");
    // Either link leads to the newest form of the mailbox.
    assert_eq!(site.confirm(&first).await.status, "confirmed");
    assert_eq!(site.confirm(&second).await.status, "confirmed");
    let again = site.confirm(&first).await;
    assert_eq!((again.status.as_str(), again.total), ("already_counted", 1));
    site.open_mail(&marie).await;
    assert_eq!(site.tally().await.total, 1);
}

#[tokio::test]
async fn no_token_and_no_text_are_told_apart_from_a_bad_link() {
    let site = TestSite::start().await;
    for body in [json!({}), json!({ "token": "" }), json!({ "token": 7 }), json!({ "token": null })] {
        let answer = site.send(Outgoing::json("/v1/pledges/confirm", &body)).await.expect(422);
        assert_eq!(answer.problem(), "token_missing", "{body}");
    }
    for token in ["x", "a.b.c", &"x".repeat(2000), "eyJhbGciOiJub25lIn0.e30."] {
        assert_eq!(site.try_confirm(token).await.expect(400).problem(), "link_invalid", "{token}");
        site.get(&format!("/en/confirm?token={token}")).await.expect(400);
    }
    site.get("/fr/confirm").await.expect(422);
}

/// A token whose signature, purpose, campaign or key is another is refused, and one that was cut short as well.
#[tokio::test]
async fn forged_tokens_count_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let site = TestSite::on_disk(folder.path()).await;
    let marie = Person::new("Marie");
    site.sign(&marie).await;
    let token = site.open_mail(&marie).await.token();
    let (unsigned, signature) = token.rsplit_once('.').unwrap();

    let own = token_keys(folder.path());
    let (key, campaign) = (IdentityKey::new(&Secret::new("i".repeat(32))).unwrap(), CAMPAIGN.parse().unwrap());
    let address = domain::mail::email::EmailAddress::parse(&marie.email).unwrap();
    let claims = Claims {
        signer: key.signer_id(&campaign, &address.canonical()),
        mailbox: key.mailbox_id(&campaign, &address),
        submission: SubmissionId::from_random([1; 16]),
        expires_at: site.now() + jiff::SignedDuration::from_hours(1),
    };
    let minted = |campaign: &str, setting: &str, purpose| {
        let campaign: CampaignSlug = campaign.parse().unwrap();
        TokenKeys::parse(campaign, &Secret::new(setting)).unwrap().mint(purpose, claims).expose().to_owned()
    };
    let stranger = "s".repeat(64);
    let forged = [
        format!("{unsigned}.{}", signature.chars().rev().collect::<String>()),
        format!("{unsigned}."),
        unsigned.to_owned(),
        minted(CAMPAIGN, &stranger, Purpose::Confirm),
        minted("another-campaign", &own, Purpose::Confirm),
        minted(CAMPAIGN, &own, Purpose::Manage),
    ];
    for token in &forged {
        assert_eq!(site.try_confirm(token).await.expect(400).problem(), "link_invalid", "{token}");
    }
    // Ours in every respect, for a submission that is not there: the key was the right one, so the above was not refused for nothing.
    let unknown = minted(CAMPAIGN, &own, Purpose::Confirm);
    assert_eq!(site.try_confirm(&unknown).await.expect(410).problem(), "pledge_gone");
    assert_eq!(site.tally().await.total, 0);
}

/// Returns the site's own setting, from the file that only its owner can read.
fn token_keys(data: &std::path::Path) -> String {
    let secrets: Value = serde_json::from_slice(&std::fs::read(data.join("secrets.json")).unwrap()).unwrap();
    let mut own = secrets.as_object().unwrap().iter().filter(|(name, _)| name.contains("TokenKey"));
    let (_, key) = own.next().expect("the site has a token key");
    key.as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_manage_link_does_not_confirm_and_a_confirm_link_does_not_manage() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    site.sign(&marie).await;
    let asked = site.open_mail(&marie).await;
    site.confirm(&asked).await;
    let thanks = site.open_mail(&marie).await;
    assert_eq!(site.try_confirm(&thanks.token()).await.expect(400).problem(), "link_invalid");
    assert_eq!(site.try_withdraw(&asked.token()).await.expect(400).problem(), "link_invalid");
    site.get(&format!("/en/my-pledge?token={}", asked.token())).await.expect(400);
    assert_eq!(site.tally().await.total, 1);
}

/// Invariant 5: unconfirmed data is gone after 14 days, whether or not the database has swept it.
#[tokio::test]
async fn after_fourteen_days_the_link_is_dead_and_the_form_forgotten() {
    let site = TestSite::start().await;
    let (marie, paul) = (Person::new("Marie"), Person::new("Paul"));
    site.sign(&marie).await;
    site.sign(&paul).await;
    let (early, late) = (site.open_mail(&marie).await, site.open_mail(&paul).await);
    site.advance(14 * 24 * 60 - 1).await;
    assert_eq!(site.confirm(&early).await.total, 1, "in the last minute it still counts");
    site.open_mail(&marie).await;
    site.advance(1).await;
    assert_eq!(site.try_confirm(&late.token()).await.expect(410).problem(), "link_expired");
    site.get(late.path()).await.expect(410);
    assert_eq!(site.tally().await.total, 1);

    site.advance_days(1).await;
    let left = json!(site.tables().items("Pledges").await).to_string();
    assert!(!left.contains(&paul.last_name) && !left.contains(&paul.email), "nothing of an unconfirmed form is left");
}
