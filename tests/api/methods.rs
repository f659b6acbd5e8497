//! Each address takes its own methods, and the template and the code know the same addresses.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use tests::{OTTAWA_CENTRE, Outgoing, TestSite, project_root};

/// The methods that are tried at each address.
const METHODS: [&str; 8] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"];

/// Reads every address in the functions' routers, with the methods that it takes, from the code.
fn routers() -> BTreeMap<String, BTreeSet<&'static str>> {
    let mut found = BTreeMap::new();
    for function in ["sign", "public", "report", "letter", "organizer"] {
        read_folder(&project_root().join("functions").join(function).join("src"), &mut found);
    }
    found
}

fn read_folder(folder: &Path, found: &mut BTreeMap<String, BTreeSet<&'static str>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_folder(&path, found);
        } else {
            let code = std::fs::read_to_string(&path).unwrap();
            let (code, _) = code.split_once("#[cfg(test)]\nmod tests {").unwrap_or((&code, ""));
            // A router that is put together in another way would not be read here.
            for other in [".route_service(", ".nest(", ".nest_service("] {
                assert!(!code.contains(other), "{} has {other}", path.display());
            }
            for route in code.split(".route(").skip(1) {
                let (address, rest) = route.trim_start().strip_prefix('"').unwrap().split_once('"').unwrap();
                let methods = taken(rest);
                assert!(!methods.is_empty(), "{address} takes nothing");
                assert!(found.insert(address.to_owned(), methods).is_none(), "two routers have {address}");
            }
        }
    }
}

/// Lists the methods in `, get(show).post(send))`.
fn taken(written: &str) -> BTreeSet<&'static str> {
    let mut depth = 1;
    let end = written.find(|letter| {
        depth += i32::from(letter == '(') - i32::from(letter == ')');
        depth == 0
    });
    let written = &written[..end.unwrap()];
    assert!(!written.contains("any(") && !written.contains(" on("), "not read here: {written}");
    let mut methods: BTreeSet<_> =
        METHODS.into_iter().filter(|method| written.contains(&format!("{}(", method.to_lowercase()))).collect();
    if methods.contains("GET") {
        methods.insert("HEAD");
    }
    methods
}

/// Fills in a route's open parts.
fn filled(route: &str) -> String {
    route
        .replace("{file}", "style.css")
        .replace("{lang}", "en")
        .replace("{code}", OTTAWA_CENTRE.1)
        .replace("{day}", "2026-11-23")
        .replace("{id}", "0123456789abcdef")
}

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
            let address = filled(route);
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
