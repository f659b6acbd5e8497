//! Each address takes its own methods, and the template and the code know the same addresses.

use std::collections::BTreeSet;

use tests::{METHODS, Outgoing, TestSite, filled, project_root, routers};

/// Lists the methods in an answer's `Allow`.
fn allowed(answer: &tests::Answer) -> BTreeSet<&str> {
    answer.header("allow").split(',').map(str::trim).collect()
}

#[tokio::test]
async fn every_address_takes_its_own_methods_and_says_so_when_asked_for_others() {
    let site = TestSite::start().await;
    let routers = routers();
    assert!(routers.len() > 94, "only {} addresses were read", routers.len());
    for (route, takes) in &routers {
        for method in METHODS {
            let address = filled(route, "0123456789abcdef");
            let answer = site.send(Outgoing::new(method.parse().unwrap(), &address)).await;
            if takes.contains(method) {
                assert_ne!(answer.status, 405, "{method} {address}");
            } else {
                assert_eq!(answer.status, 405, "{method} {address}");
                assert_eq!(&allowed(&answer), takes, "{method} {address}");
            }
        }
    }
}

/// Invariant 10.
/// Checks the other direction: no route of the template lacks a function that takes it.
#[test]
fn every_route_of_the_template_leads_to_an_address_that_takes_it() {
    let routers = routers();
    let template = std::fs::read_to_string(project_root().join("template.yaml")).unwrap();
    let mut read = 0;
    for route in template.split(" Method: ").skip(1) {
        let (method, rest) = route.split_once([',', '\n']).unwrap();
        let path = rest.split_once("Path: ").unwrap().1.split([' ', '\n']).next().unwrap().trim_matches('\'');
        // `/organizer/{page+}` covers every path that begins so.
        let (beginning, is_greedy) = path
            .split_once("{page+}")
            .or(path.split_once("{file+}"))
            .map_or((path, false), |(beginning, _)| (beginning, true));
        let mut under = routers.iter().filter(|(address, _)| {
            if is_greedy { address.starts_with(beginning) } else { address.as_str() == beginning }
        });
        let is_taken = under.any(|(_, takes)| method == "ANY" || takes.contains(method));
        assert!(is_taken || path == "$default", "{method} {path}: no function takes it");
        read += 1;
    }
    assert!(read > 50, "only {read} routes were read");
}

#[tokio::test]
async fn whoever_opens_the_address_that_the_form_is_sent_to_gets_the_form() {
    let site = TestSite::start().await;
    assert_eq!(site.get("/fr/pledges").await.expect(303).header("location"), "/fr");
}
