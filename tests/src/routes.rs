//! The addresses in the functions' routers, read from the code.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::person::OTTAWA_CENTRE;
use crate::program::project_root;

/// The methods that are tried at each address.
pub const METHODS: [&str; 8] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"];

/// Reads every address in the functions' routers, with the methods that it takes, from the code.
///
/// # Panics
/// Panics when a router is put together in a way that is not read here.
#[must_use]
pub fn routers() -> BTreeMap<String, BTreeSet<&'static str>> {
    let mut found = BTreeMap::new();
    for function in ["sign", "public", "report", "letter", "organizer"] {
        read_folder(&project_root().join("functions").join(function).join("src"), &mut found);
    }
    found
}

fn read_folder(folder: &Path, found: &mut BTreeMap<String, BTreeSet<&'static str>>) {
    for entry in std::fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry of the folder").path();
        if path.is_dir() {
            read_folder(&path, found);
        } else {
            let code = std::fs::read_to_string(&path).expect("a source");
            let (code, _) = code.split_once("#[cfg(test)]\nmod tests {").unwrap_or((&code, ""));
            // A router that is put together in another way would not be read here.
            for other in [".route_service(", ".nest(", ".nest_service("] {
                assert!(!code.contains(other), "{} has {other}", path.display());
            }
            for route in code.split(".route(").skip(1) {
                let written = route.trim_start().strip_prefix('"').and_then(|written| written.split_once('"'));
                let (address, rest) = written.expect("a route begins with its address");
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
    let written = &written[..end.expect("a route ends")];
    assert!(!written.contains("any(") && !written.contains(" on("), "not read here: {written}");
    let mut methods: BTreeSet<_> =
        METHODS.into_iter().filter(|method| written.contains(&format!("{}(", method.to_lowercase()))).collect();
    if methods.contains("GET") {
        methods.insert("HEAD");
    }
    methods
}

/// Fills in a route's open parts, `{id}` with this one.
#[must_use]
pub fn filled(route: &str, id: &str) -> String {
    route
        .replace("{file}", "style.css")
        .replace("{lang}", "en")
        .replace("{code}", OTTAWA_CENTRE.1)
        .replace("{day}", "2026-11-23")
        .replace("{id}", id)
}
