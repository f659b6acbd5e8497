//! Looking changes nothing at any address: mail scanners and browsers open every link ahead of time.

use serde_json::Value;
use tests::{FIRST_ADMIN, OTTAWA_CENTRE, Person, TestSite, project_root};

/// Lists values for a part of an address that the template leaves open.
fn filled(route: &str) -> Vec<String> {
    let each =
        |part: &str, with: &[&str]| -> Vec<String> { with.iter().map(|with| route.replace(part, with)).collect() };
    let rooms = [
        "en",
        "en/downloads",
        "en/supporters",
        "en/paper",
        "en/integrity",
        "en/help",
        "en/held",
        "en/team",
        "en/webhooks",
        "en/webhooks/recipes",
        "en/guide",
        "en/guide/help.jpg",
        "en/log",
        "en/members",
        "en/partners",
    ];
    let outreach = ["en/offices", "en/offices/print", "en/offices/35079", "en/press?of=ON"];
    let doors = ["en/second-factor", "en/sign-in", "en/check-your-mail", "en/open"];
    let partner_doors = ["en/ask", "en/ask-sent", "en/asked", "en/sign-in", "en/open"];
    let partner_pages = ["en", "en/guide", "en/guide/ask.jpg", "en/ridings.csv", "en/days.csv"];
    if route == "/partner/{page+}" {
        return each("{page+}", &[&partner_doors[..], &partner_pages[..]].concat());
    }
    let counts = ["tally.csv", "tally.xlsx", "tally.json", "tally.geojson"];
    let others = ["paper-template.csv", "report.pdf", "supporters.csv", "supporters.csv?reason=test"];
    let files = [&counts[..], &others[..]].concat();
    if route.contains("{page+}") {
        return each("{page+}", &[&rooms[..], &outreach[..], &doors[..]].concat());
    }
    if route.contains("{file+}") {
        return each("{file+}", &files);
    }
    vec![route.replace("{lang}", "fr").replace("{code}", OTTAWA_CENTRE.1).replace("{file}", "icon.svg")]
}

/// Lists every address of the template; those that take a form are opened without one, too.
fn addresses() -> Vec<String> {
    let template = std::fs::read_to_string(project_root().join("template.yaml")).expect("the template");
    let routes = template.split("Method: ").skip(1).filter_map(|route| {
        let (_, path) = route.split_once("Path: ")?;
        let path = path.split(['\n', ' ']).next()?.trim_matches('\'');
        path.starts_with('/').then(|| path.to_owned())
    });
    routes.flat_map(|route| filled(&route)).collect()
}

async fn everything(site: &TestSite) -> Vec<Value> {
    let mut all = Vec::new();
    for table in ["Pledges", "Tally", "Office"] {
        let mut items: Vec<Value> = site.tables().items(table).await.into_iter().map(Value::from).collect();
        items.sort_by_key(ToString::to_string);
        all.extend(items);
    }
    all
}

/// Invariant 3
#[tokio::test]
async fn no_get_of_any_address_changes_anything_whatever_link_it_bears() {
    let site = TestSite::start().await;
    let thanks = site.pledge(&Person::new("Marie").wanting_updates()).await;
    let asked = Person::new("Paul");
    site.sign(&asked).await;
    let confirm = site.open_mail(&asked).await.token();
    let stop =
        thanks.stop_updates_path().expect("she agreed to news").split_once("token=").expect("a token").1.to_owned();
    let office = site.sign_in(FIRST_ADMIN).await;
    let sign_in = site.sign_in_token(FIRST_ADMIN).await;
    let before = everything(&site).await;
    let addresses = addresses();
    assert!(addresses.len() > 50, "{addresses:?}");
    let mut pages = 0;
    for address in &addresses {
        let and = if address.contains('?') { '&' } else { '?' };
        for token in [&confirm, &thanks.token(), &stop, &sign_in] {
            let answer = office.get(&format!("{address}{and}token={token}&updates=on&country=PT")).await;
            assert!(answer.status.as_u16() < 500, "{address}: {}", answer.status);
            pages += usize::from(answer.status.is_success());
        }
    }
    assert!(pages > 120, "only {pages} of {} were pages", 4 * addresses.len());
    assert_eq!(everything(&site).await, before);
}
