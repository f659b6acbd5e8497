//! The interface's description matches the code.

use serde_json::Value;
use tests::project_root;

const FILE: &str = "functions/public/openapi.json";

/// Run with `UPDATE=1` to write the file again.
#[test]
fn the_described_interface_is_that_of_the_code() {
    let mut document = public::interface();
    document.merge(sign::interface());
    document.merge(report::interface());
    let made = serde_json::to_value(&document).unwrap();
    let path = project_root().join(FILE);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, serde_json::to_string_pretty(&made).unwrap() + "\n").unwrap();
    }
    let kept: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    assert!(
        kept == made,
        "run `UPDATE=1 cargo test -p tests --test contract interface` and look at what changed in {FILE}"
    );
}

/// Every address under /v1 that anybody may use is described, and nothing else is.
#[test]
fn every_address_of_the_interface_is_described() {
    let template = std::fs::read_to_string(project_root().join("template.yaml")).unwrap();
    let paths = template.lines().filter_map(|line| line.split_once("Path: ")).map(|(_, path)| path.trim());
    let path = |path: &str| path.strip_suffix(" }").unwrap_or(path).trim_matches('\'').to_owned();
    let mut deployed: Vec<_> = paths.map(path).filter(|path| path.starts_with("/v1/") || path == "/oembed").collect();
    // The office's own files, which its pages lead to.
    deployed.retain(|path| path != "/v1/organizer/{file+}");
    deployed.sort();
    // An address whose POST is limited has two routes.
    deployed.dedup();
    let document: Value = serde_json::from_str(&std::fs::read_to_string(project_root().join(FILE)).unwrap()).unwrap();
    let described: Vec<_> = document["paths"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(described, deployed);
}
