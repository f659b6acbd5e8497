//! The manifest beside the tables: their inputs, and their expected content.

use std::fmt::Write as _;

use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::file::File;
use crate::inputs::{Inputs, hex};

pub(crate) fn build(inputs: &Inputs, files: &[File]) -> anyhow::Result<File> {
    let sources: Vec<_> = inputs
        .files
        .iter()
        .map(|file| {
            let source = inputs.sources.sources.get(file.name);
            json!({ "file": file.name, "sha256": file.sha256, "rows": file.rows, "about": source })
        })
        .collect();
    let outputs: Vec<_> = files
        .iter()
        .map(|file| {
            let sha256 = hex(&Sha256::digest(&file.bytes));
            json!({ "file": file.name, "bytes": file.bytes.len(), "rows": file.rows, "sha256": sha256 })
        })
        .collect();
    let sum =
        |count: fn(&crate::inputs::RidingRow) -> u32| inputs.ridings.iter().map(count).map(u64::from).sum::<u64>();
    let manifest = json!({
        "as_of": inputs.sources.as_of,
        "sources": sources,
        "outputs": outputs,
        "checks": {
            "ridings": inputs.ridings.len(),
            "postal_codes": inputs.postal_codes.len(),
            "population": sum(|riding| riding.population),
            "electors": sum(|riding| riding.electors),
            // The digest of the lines `code,riding,alternates` of every postal code: the lookup must give them all
            // back.
            "postal_listing_sha256": hex(&Sha256::digest(listing(inputs))),
        },
    });
    let mut bytes = serde_json::to_vec_pretty(&manifest)?;
    bytes.push(b'\n');
    Ok(File { name: "MANIFEST.json", bytes, rows: 1 })
}

fn listing(inputs: &Inputs) -> String {
    let mut text = String::new();
    for row in &inputs.postal_codes {
        let codes: Vec<_> = row.ridings.iter().map(|i| inputs.ridings[usize::from(*i)].code.to_string()).collect();
        writeln!(text, "{},{},{}", row.code.compact(), codes[0], codes[1..].join(" "))
            .expect("a String takes any text");
    }
    text
}
