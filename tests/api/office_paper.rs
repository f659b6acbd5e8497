//! `/organizer/{lang}/paper`: sheets are read, reported on, counted once, and can be taken back.

use tests::{Answer, FIRST_ADMIN, Fault, OTTAWA_CENTRE, Office, Outgoing, Person, TestSite};

const HEADER: &str = "First name,Last name,Postal code,Riding code\r\n";

async fn upload(office: &Office<'_>, site: &TestSite, csv: impl AsRef<[u8]>) -> Answer {
    let fields = [("partner", "ccr"), ("note", "the market")];
    let form = Outgoing::upload("/organizer/en/paper", &fields, ("file", csv.as_ref()));
    office.send(form.header("origin", site.url())).await
}

/// Returns the address of the import whose button is on the page.
fn import_of(page: &Answer) -> String {
    let page = page.page();
    let form = page.all("form").find(|form| form.get("action").ends_with("/count")).expect("a button that counts");
    form.get("action").trim_end_matches("/count").to_owned()
}

fn sheet(names: &[&str]) -> String {
    names.iter().fold(HEADER.to_owned(), |csv, name| csv + &format!("{name},Roy,{},\r\n", OTTAWA_CENTRE.0))
}

#[tokio::test]
async fn a_file_is_read_then_counted_once_then_taken_back() {
    let site = TestSite::start().await;
    site.pledge(&Person::new("Marie")).await;
    let before = site.tally().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let csv = sheet(&["Anne", "Jean", "ANNE"]);
    let read = upload(&office, &site, &csv).await.expect(200);
    assert!(read.text.contains("Count them (2)") && read.text.contains("the same person as in line 2"));
    assert_eq!(site.tally().await, before, "reading counts nobody");
    let at = import_of(&read);
    assert!(office.get(&at).await.expect(200).text.contains("Read, not counted."));

    // A double click.
    let path = format!("{at}/count");
    let (one, other) = tokio::join!(office.post(&path, &[]), office.post(&path, &[]));
    assert_eq!((one.leads_to(), other.leads_to()), (at.as_str(), at.as_str()));
    assert_eq!(site.tally().await.at(OTTAWA_CENTRE.1), 3);
    site.advance_clock(3);
    let told = site.get("/v1/integrity").await.expect(200).json();
    assert_eq!((&told["counted"], &told["paper"]), (&3.into(), &2.into()));

    let again = upload(&office, &site, &csv).await.expect(200);
    assert!(!again.text.contains("Count them") && again.text.contains("On another sheet already"));

    office.post(&format!("{at}/take-back"), &[]).await.expect(422);
    office.post(&format!("{at}/take-back"), &[("reason", "the wrong file")]).await.expect(303);
    assert_eq!(site.tally().await, before);
    assert_eq!(site.tables().items_of("Pledges", "Q#").await.len(), 0, "nobody of the file is kept");
    let fresh = upload(&office, &site, &csv).await.expect(200);
    assert!(fresh.text.contains("Count them (2)"), "it can be read again");
    let log = office.get("/organizer/en/log").await.expect(200).text;
    assert!(log.contains("counted paper signatures") && log.contains("took paper signatures back"));
}

#[tokio::test]
async fn who_signed_online_is_not_counted_on_paper_too() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    site.pledge(&marie).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let line =
        format!("{},{},{},\r\n", marie.first_name.to_uppercase(), marie.last_name, OTTAWA_CENTRE.0.to_lowercase());
    let read = upload(&office, &site, format!("{HEADER}{line}Anne,Roy,{},", OTTAWA_CENTRE.0)).await.expect(200);
    assert!(read.text.contains("Count them (2)") && !read.text.contains("(lines: 2)"));
    // The preview named the lines whose people signed online, and reading left no trace.
    assert!(!read.text.to_lowercase().contains(&marie.first_name.to_lowercase()), "numbers, not names");
    let log = office.get("/organizer/en/log").await.expect(200).text;
    assert!(log.contains("<td>examined signers</td><td>2</td><td>the market</td>"), "how many, and why");
    let at = import_of(&read);
    office.post(&format!("{at}/count"), &[]).await.expect(303);
    assert_eq!(site.tally().await.total, 2, "Marie online, Anne on paper");
    assert!(office.get(&at).await.expect(200).text.contains("Signers: 1."));
}

/// Invariant 14.
/// One person counts once, in either order. The online signature takes the place of the paper, since its address was
/// confirmed.
#[tokio::test]
async fn who_signs_online_after_their_sheet_was_counted_is_counted_in_its_place() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let zoe = Person::new("Zoé");
    let name = format!("{},{}", zoe.first_name.to_uppercase(), zoe.last_name);
    let csv = format!("{HEADER}{name},{},\r\nAnne,Roy,{},\r\n", OTTAWA_CENTRE.0, OTTAWA_CENTRE.0);
    let at = import_of(&upload(&office, &site, csv).await.expect(200));
    office.post(&format!("{at}/count"), &[]).await.expect(303);
    assert_eq!(site.tally().await.total, 2);

    let pledge = site.pledge(&zoe).await;
    assert_eq!(site.tally().await.total, 2, "not twice");
    site.advance_clock(3);
    let told = site.get("/v1/integrity").await.expect(200).json();
    assert_eq!((&told["counted"], &told["paper"]), (&2.into(), &1.into()));

    // A withdrawal online lets the signature on paper count again: somebody else may have signed online in that name.
    site.send(Outgoing::form("/en/my-pledge/withdraw", &[("token", &pledge.token())])).await.expect(303);
    site.open_mail(&zoe).await;
    assert_eq!(site.tally().await.total, 2);
    site.advance(12).await;
    site.pledge(&zoe).await;
    assert_eq!(site.tally().await.total, 2);
    // Taking the file back takes no one who signed online.
    office.post(&format!("{at}/take-back"), &[("reason", "the wrong file")]).await.expect(303);
    assert_eq!(site.tally().await.total, 1);
    office.post("/organizer/en/integrity/recount", &[]).await.expect(303);
    assert!(office.get("/organizer/en/integrity").await.expect(200).text.contains("say the same"));
}

#[tokio::test]
async fn a_wrong_file_says_what_to_do() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    for (csv, said) in [
        (Vec::new(), "There is nothing in this file."),
        (HEADER.as_bytes().to_vec(), "There is nothing in this file."),
        (b"Name,Code\r\nA,B\r\n".to_vec(), "lacks the column"),
        (b"Pr\xe9nom;Nom;Code postal\r\n".to_vec(), "CSV UTF-8"),
        (b"PK\x03\x04 and so on".to_vec(), "an Excel workbook"),
    ] {
        let answer = upload(&office, &site, csv).await.expect(422);
        assert!(answer.text.contains(said), "{said}");
    }
    let lines = format!("{HEADER},,K1A 0A6,\r\nAnne,Roy,12345,\r\nAnne,Roy,{},99999\r\n", OTTAWA_CENTRE.0);
    let read = upload(&office, &site, lines).await.expect(200);
    for said in
        ["Line 2: a first name or a last name", "Line 3: a postal code is written like", "Line 4: there is no riding"]
    {
        assert!(read.text.contains(said), "{said}");
    }
    let without_note = Outgoing::upload("/organizer/en/paper", &[], ("file", sheet(&["Anne"]).as_bytes()));
    let without_note = office.send(without_note.header("origin", site.url())).await.expect(422);
    assert!(without_note.text.contains("Say where the sheets are from."));
    let form = Outgoing::form("/organizer/en/paper", &[("note", "x")]).header("origin", site.url());
    office.send(form).await.expect(415);
}

#[tokio::test]
async fn four_megabytes_are_read_and_not_more() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let line = format!("Anne,Roy,{},\r\n", OTTAWA_CENTRE.0);
    let mut csv = sheet(&["Anne"]);
    while csv.len() + line.len() <= 4_000_000 {
        csv.push_str(&line);
    }
    let read = upload(&office, &site, &csv).await.expect(200);
    assert!(read.text.contains("Count them (1)") && read.text.contains("more."));
    csv.push_str(&line);
    let refused = upload(&office, &site, &csv).await.expect(413);
    assert!(refused.text.contains("larger than 4 MB"));
}

/// Invariant 17
#[tokio::test]
async fn what_was_broken_off_is_finished_by_itself() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let names: Vec<_> = (0..30).map(|n| format!("P{n}")).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let at = import_of(&upload(&office, &site, sheet(&names)).await.expect(200));
    // Everybody is counted, and the database is gone before that could be noted.
    site.wire().break_all("DeleteItem", Fault::NeverArrives);
    office.post(&format!("{at}/count"), &[]).await.expect(303);
    site.wire().heal();
    assert!(office.get(&at).await.expect(200).text.contains("Being counted."));
    site.advance(5).await;
    assert!(office.get(&at).await.expect(200).text.contains("Signers: 30."));
    assert_eq!(site.tally().await.total, 30);
}

#[tokio::test]
async fn what_was_read_and_not_counted_is_forgotten_after_a_week() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let at = import_of(&upload(&office, &site, sheet(&["Anne"])).await.expect(200));
    site.advance_days(8).await;
    assert_eq!(site.tables().items_of("Pledges", "B#").await.len(), 0);
    let office = site.sign_in(FIRST_ADMIN).await;
    assert!(!office.get(&at).await.expect(200).text.contains("Count them"));
    office.post(&format!("{at}/count"), &[]).await.expect(409);
}

#[tokio::test]
async fn the_template_is_read_as_it_comes_in_both_languages() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    for (lang, mark) in [("en", ','), ("fr", ';')] {
        let template = office.get(&format!("/v1/organizer/paper-template.csv?lang={lang}")).await.expect(200);
        let line = ["Zoé", "Roy", OTTAWA_CENTRE.0, ""].join(&mark.to_string());
        let filled = [template.bytes.as_slice(), line.as_bytes()].concat();
        assert!(upload(&office, &site, filled).await.expect(200).text.contains("Count them (1)"), "{lang}");
    }
}
