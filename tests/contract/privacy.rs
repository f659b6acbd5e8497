//! PRIVACY.md says what is kept of whom, why, for how long and what erases it. Here it is held to that.
//!
//! One table for each kind of item, under a heading that begins with the kind's name:
//!
//! ```text
//! ### submission
//! | attribute | why | kept for | erased by |
//! |---|---|---|---|
//! | `email` | to send the link | 14 days | ... |
//! ```

use std::collections::{BTreeMap, BTreeSet};

use store::stored_attributes;
use tests::{FIRST_ADMIN, Item, OTTAWA_CENTRE, Outgoing, Person, TestSite, project_root};

/// Each kind of item with its rows: the attribute and what is said of it.
type Promises = BTreeMap<String, BTreeMap<String, Vec<String>>>;

fn promises() -> Promises {
    let text = std::fs::read_to_string(project_root().join("PRIVACY.md")).expect("the project has a PRIVACY.md");
    let mut promises = Promises::new();
    let mut kind = String::new();
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix('#') {
            let heading = heading.trim_start_matches('#').trim().trim_start_matches('`').to_lowercase();
            heading.split(|c: char| !c.is_alphanumeric() && c != '-').next().unwrap_or_default().clone_into(&mut kind);
        } else if line.starts_with("| `") {
            let mut cells = line.trim().trim_matches('|').split('|').map(|cell| cell.trim().to_owned());
            let attribute = cells.next().expect("a row has a cell").trim_matches('`').to_owned();
            promises.entry(kind.clone()).or_default().insert(attribute, cells.collect());
        }
    }
    promises
}

/// Invariant 5
#[test]
fn privacy_md_names_every_stored_attribute_and_no_other() {
    let tables = promises();
    for (kind, stored) in stored_attributes() {
        let promised = tables.get(kind).unwrap_or_else(|| panic!("PRIVACY.md has no table under a heading \"{kind}\""));
        let promised: BTreeSet<_> = promised.keys().map(String::as_str).collect();
        let stored: BTreeSet<_> = stored.iter().copied().collect();
        let missing: Vec<_> = stored.difference(&promised).collect();
        let invented: Vec<_> = promised.difference(&stored).collect();
        assert!(
            missing.is_empty() && invented.is_empty(),
            "{kind}: PRIVACY.md lacks {missing:?} and has {invented:?} too many"
        );
    }
}

/// Invariant 5
#[test]
fn privacy_md_says_of_every_attribute_why_how_long_and_what_erases_it() {
    for (kind, rows) in promises() {
        for (attribute, said) in rows {
            let whole = said.len() >= 3 && said.iter().all(|cell| !cell.is_empty());
            assert!(whole, "{kind}, {attribute}: why, how long and what erases it belong there: {said:?}");
        }
    }
}

fn kind_of(item: &Item) -> Option<&'static str> {
    Some(match item["pk"]["S"].as_str()?.split('#').next()? {
        "S" => "submission",
        "P" => "signer",
        "A" => "address",
        "W" => "farewell",
        "D" => "deferred",
        "E" => "reminder",
        "I" => "sign-in",
        "T" => "letter",
        "U" => "postponed",
        "O" => "organizer",
        "L" => "entry",
        "R" => "rate",
        "X" => "held",
        "G" => "ruling",
        _ => return None,
    })
}

/// Invariant 5: what the code says it stores is what is in the table.
#[tokio::test]
async fn the_table_holds_no_attribute_that_is_not_listed() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie").wanting_updates().saying("Let zqpeople in.").brought_by("ccr");
    let ana = Person::new("Ana").abroad("PT").in_french();
    let thanks = site.pledge(&marie).await;
    site.pause_mail();
    let (token, name) = (thanks.token(), marie.last_name.as_str());
    let letter = [("token", token.as_str()), ("opening", "Please lead."), ("name", name), ("to", "member")];
    site.send(Outgoing::form(&format!("/en/letter/{}/send", OTTAWA_CENTRE.1), &letter)).await.expect(200);
    let waiting = site.tables().items("Pledges").await;
    site.resume_mail();
    let member = ridings::member(OTTAWA_CENTRE.1.parse().expect("a code")).and_then(|member| member.email);
    assert_eq!(site.open_mails_to(member.expect("an address")).await.len(), 1);
    let leaving = site.pledge(&ana).await;
    let pending = Person::new("Paul");
    site.sign(&pending).await;
    site.sign(&Person::new("Lise").at_the_address_of(&pending)).await;
    site.open_mails(&pending).await;
    let mut seen = site.tables().items("Pledges").await;
    seen.extend(waiting);
    site.withdraw(&leaving).await;
    seen.extend(site.tables().items("Pledges").await);
    site.open_mails(&ana).await;

    let office = site.sign_in(FIRST_ADMIN).await;
    office.post("/organizer/en/team", &[("email", "ana@example.org"), ("role", "viewer")]).await.expect(303);
    site.open_mails_to("ana@example.org").await;
    site.sign_in_token("ana@example.org").await;
    seen.extend(site.tables().items("Pledges").await);
    office.switch_on_factor().await;
    office.post("/organizer/en/second-factor/off", &[("code", "abcd-efgh-ijkl-mnop")]).await.expect(422);
    office.post("/organizer/en/sign-out", &[]).await.expect(303);
    seen.extend(site.tables().items("Office").await);

    let mut kinds = BTreeSet::new();
    for item in &seen {
        let kind = kind_of(item).unwrap_or_else(|| panic!("an item of an unknown kind: {}", item["pk"]));
        let (_, listed) = stored_attributes().into_iter().find(|(name, _)| *name == kind).expect("the kind is listed");
        for attribute in item.keys() {
            assert!(listed.contains(&attribute.as_str()), "a {kind} holds {attribute}, which is not listed");
        }
        kinds.insert(kind);
    }
    let all = ["address", "deferred", "entry", "letter", "organizer", "reminder", "sign-in", "signer", "submission"];
    assert!(all.iter().all(|kind| kinds.contains(kind)), "only {kinds:?} were seen");
}
