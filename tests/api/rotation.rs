//! Keys are replaced while people sign: links that were signed before a deployment work after it, and after its
//! rollback.

use jiff::SignedDuration;
use tests::{Authenticator, FIRST_ADMIN, Person, Setup, TestSite};

/// The keys that are rotated.
const KEYS: [&str; 4] = ["TokenKey", "UpdatesKey", "SessionKey", "ReportKey"];

/// The folder of a site that is deployed several times, each time with other versions of its keys.
struct Deployments {
    folder: tempfile::TempDir,
    hours: i64,
}

impl Deployments {
    /// Deploys again an hour later, with the version of each key that signs and the one that is accepted too.
    async fn next(&mut self, signs: &str, accepted: &str) -> TestSite {
        let mut setup = Setup::on_disk(self.folder.path());
        self.hours += 1;
        setup.starts_at += SignedDuration::from_hours(self.hours);
        for key in KEYS {
            setup.parameters.insert(format!("{key}Version"), signs.to_owned());
            setup.parameters.insert(format!("{key}Accepted"), accepted.to_owned());
        }
        let site = TestSite::open(setup).await;
        // Mails from before the restart were opened then.
        site.leave_mail();
        site
    }
}

/// Tries to come in with a second factor, sealed by any version of the key.
async fn comes_in(site: &TestSite, app: &Authenticator) -> bool {
    let link = site.sign_in_token(FIRST_ADMIN).await;
    let asked = site.post_from_our_pages("/organizer/en/open", &[("token", &link)]).await.expect(200);
    let token = asked.page().form("/organizer/en/code").into_iter().find(|(name, _)| name == "token").unwrap().1;
    site.keep_private([token.clone()]);
    let fields = [("token", token.as_str()), ("code", &app.shows(site.now()))];
    site.post_from_our_pages("/organizer/en/code", &fields).await.status == 303
}

/// Invariant 22
#[tokio::test]
async fn a_rotation_and_its_rollback_break_no_link_and_no_second_factor() {
    let mut deployments = Deployments { folder: tempfile::tempdir().unwrap(), hours: 0 };
    let (marie, paul, zoe) = (Person::new("Marie"), Person::new("Paul"), Person::new("Zoé"));

    let first = deployments.next("AWSCURRENT", "AWSCURRENT").await;
    first.sign(&marie).await;
    let of_first = first.open_mail(&marie).await;
    let app = first.sign_in(FIRST_ADMIN).await.switch_on_factor().await.app;
    drop(first);

    let accepting = deployments.next("AWSCURRENT", "v2").await;
    assert!(comes_in(&accepting, &app).await);
    drop(accepting);

    let rotated = deployments.next("v2", "AWSCURRENT").await;
    assert_eq!(rotated.confirm(&of_first).await.status, "confirmed");
    rotated.sign(&paul).await;
    let of_rotated = rotated.open_mail(&paul).await;
    drop(rotated);

    let rolled_back = deployments.next("AWSCURRENT", "v2").await;
    assert_eq!(rolled_back.confirm(&of_rotated).await.status, "confirmed");
    drop(rolled_back);

    let again = deployments.next("v2", "AWSCURRENT").await;
    assert!(comes_in(&again, &app).await, "the former version opens what it sealed");
    drop(again);

    let twice = deployments.next("v3", "v2").await;
    assert!(comes_in(&twice, &app).await, "it was sealed by v2 as its organizer came in");
    twice.sign(&zoe).await;
    let of_twice = twice.open_mail(&zoe).await;
    drop(twice);

    // Without the step in between, a rollback would cost everybody who was mailed meanwhile their link.
    let forgotten = deployments.next("v2", "AWSCURRENT").await;
    assert_eq!(forgotten.try_confirm(&of_twice.token()).await.expect(400).problem(), "link_invalid");
}
