//! A table that lost people gets them back from a restored copy, and nobody who withdrew since.

use domain::person::residence::Residence;
use serde_json::{Value, json};
use store::role::Everything;
use store::{MailStop, Notice, Pledges, PutBack, Tables, Unsure};

use crate::database::{CAMPAIGN, Database, SHARDS, table};
use crate::paper::{import, row};
use crate::people::{Form, NOW, days, living_at, neighbour};

impl Database {
    /// The table as a restore to this moment would give it.
    fn restored(&self) -> Pledges<Everything> {
        self.engine.create_table(table("Restored")).unwrap();
        for item in self.items("Pledges", "") {
            self.plant("Restored", &item);
        }
        let tables = Tables { pledges: "Restored".to_owned(), tally: "Tally".to_owned() };
        let shards = domain::tally::ShardCount::new(SHARDS).unwrap();
        Pledges::new(self.connection.clone(), tables, CAMPAIGN.parse().unwrap(), shards)
    }

    /// Deletes an item without the store, as an accident would.
    fn lose(&self, item: &Value) {
        let key = json!({ "pk": item["pk"], "sk": item["sk"] });
        let delete = serde_json::from_value(json!({ "TableName": "Pledges", "Key": key })).unwrap();
        self.engine.delete_item(delete).unwrap();
    }

    fn lose_all(&self, prefix: &str) {
        for item in self.items("Pledges", prefix) {
            self.lose(&item);
        }
    }

    async fn thank(&self, form: &Form) {
        let thanks = Notice::Thanks(form.submission().id);
        assert!(self.pledges.charge_notice(form.mailbox(), thanks, NOW).await.unwrap());
        self.pledges.delete_submission(form.submission().id).await.unwrap();
    }

    async fn put_back(&self, restored: &Pledges<Everything>, unsure: Unsure, apply: bool) -> PutBack {
        self.pledges.put_back(restored, unsure, apply, NOW).await.unwrap()
    }
}

/// One of several people with an address and a name of their own.
fn neighbour_form(number: u128) -> Form {
    Form::number(number).by(neighbour(number)).at(format!("p{number}@example.org"))
}

#[tokio::test]
async fn who_was_lost_comes_back_and_who_withdrew_since_stays_erased() {
    let database = Database::start();
    let forms: Vec<_> = (1..=8).map(neighbour_form).collect();
    for form in &forms {
        database.sign(form).await;
        database.thank(form).await;
    }
    // Eight have signed online, and three on paper.
    let lives = |riding| living_at("K1A 0A6", riding);
    let rows: Vec<_> = ["Pa", "Pb", "Pc"].iter().map(|name| row(name, lives(35079))).collect();
    assert_eq!(database.count_sheet(1, &rows).await, 3);
    let restored = database.restored();

    // Two people withdraw, and only the first gets the goodbye so far. Then somebody new signs.
    assert!(database.withdraw(&forms[0]).await && database.withdraw(&forms[1]).await);
    let gone = forms[0].submission().id;
    assert!(database.pledges.charge_notice(forms[0].mailbox(), Notice::Farewell(gone), NOW).await.unwrap());
    database.pledges.delete_farewell(gone).await.unwrap();
    let late = neighbour_form(9);
    database.sign(&late).await;
    let total = database.exact_total().await;
    assert_eq!(total, 6 + 1 + 3);

    // Then all earlier signers are lost, and the mailbox of one of them too.
    let mailbox = format!("A#{CAMPAIGN}#{}", forms[2].mailbox());
    database.lose_all(&mailbox);
    let new = late.signer().to_string();
    for item in database.items("Pledges", "P#") {
        if !item["pk"]["S"].as_str().unwrap().ends_with(&new) {
            database.lose(&item);
        }
    }
    database.lose_all("M#");
    database.lose_all("Q#");
    assert!(!database.pledges.recount(2).await.unwrap().drift.is_empty());

    // Without `apply` nothing changes.
    let before = database.items("Pledges", "");
    let found = database.put_back(&restored, Unsure::Leave, false).await;
    assert_eq!(found, PutBack { signers: 5, withdrawn: 2, unsure: 1, others: 3 });
    assert_eq!(database.items("Pledges", ""), before);

    // Nobody knows whether one of them withdrew. That one stays away until the caller decides, on a second run too.
    assert_eq!(database.put_back(&restored, Unsure::Leave, true).await, found);
    let again = database.put_back(&restored, Unsure::Leave, true).await;
    assert_eq!(again, PutBack { signers: 0, withdrawn: 2, unsure: 1, others: 0 });
    assert_eq!(database.pledges.recount(2).await.unwrap().counted.total(), total - 1);
    assert_eq!(database.put_back(&restored, Unsure::PutBack, true).await.signers, 1);
    assert_eq!(database.exact_total().await, total, "the counters were right all the time");
    assert!(
        database
            .items("Pledges", "S#")
            .iter()
            .all(|item| item["pk"]["S"].as_str().unwrap().ends_with(&late.submission().id.to_string())),
        "nobody is thanked again"
    );
}

#[tokio::test]
async fn what_changed_since_is_left_as_it_is() {
    let database = Database::start();
    let form = Form::number(1);
    database.sign(&form).await;
    let restored = database.restored();
    let elsewhere: Residence = living_at("H2S 0A1", 24065);
    database.pledges.move_to(&form.claims(), elsewhere, &crate::people::person_key(), 1).await.unwrap().unwrap();
    let before = database.items("Pledges", "");
    assert_eq!(database.put_back(&restored, Unsure::PutBack, true).await, PutBack::default());
    assert_eq!(database.items("Pledges", ""), before);
}

/// The paper was lost with its link to the name, and its person signed online before it came back.
#[tokio::test]
async fn who_signed_online_meanwhile_can_withdraw_when_their_paper_is_back() {
    let database = Database::start();
    let home = living_at("K1A 0A6", 35079);
    let anne = row("Anne", home.clone());
    assert_eq!(database.count_sheet(1, std::slice::from_ref(&anne)).await, 1);
    let restored = database.restored();
    database.lose_all("M#");
    database.lose_all("Q#");
    let online = Form::number(1).by("Anne").of(home);
    database.sign(&online).await;
    assert_eq!(database.put_back(&restored, Unsure::Leave, true).await.others, 1);
    let recount = database.pledges.recount(2).await.unwrap();
    assert_eq!((recount.wrong_persons, recount.counted.total()), (0, 1), "one person, on paper and online");
    // The counters still count the paper that was lost.
    assert_eq!(database.pledges.repair(&recount).await.unwrap(), 1);
    assert!(database.withdraw(&online).await);
    assert_eq!(database.exact_total().await, 1, "the paper counts again");
    database.pledges.take_paper_back(import(1).id).await.unwrap();
    assert_eq!(database.exact_total().await, 0);
    assert_eq!(database.items("Pledges", "M#").len(), 0);
}

/// Somebody withdraws when their form is almost forgotten, and then wants no mail.
#[tokio::test]
async fn who_withdrew_late_stays_erased_for_as_long_as_a_copy_can_bring_them_back() {
    let database = Database::start();
    let form = Form::number(1);
    database.sign(&form).await;
    database.thank(&form).await;
    let restored = database.restored();
    let (id, withdrawn) = (form.submission().id, NOW + days(13));
    assert!(database.pledges.withdraw(&form.claims(), withdrawn, 1).await.unwrap());
    assert!(database.pledges.charge_notice(form.mailbox(), Notice::Farewell(id), withdrawn).await.unwrap());
    database.pledges.delete_farewell(id).await.unwrap();
    let now = NOW + days(15);
    database.pledges.stop_mail(form.mailbox(), MailStop::Refused, now).await.unwrap();
    let found = database.pledges.put_back(&restored, Unsure::PutBack, true, now).await.unwrap();
    assert_eq!((found.signers, found.withdrawn), (0, 1));
    assert_eq!(database.exact_total().await, 0);
}
