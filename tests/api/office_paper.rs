//! `/organizer/{lang}/paper`: sheets are read, reported on, counted once, and can be taken back.

use tests::{Answer, FIRST_ADMIN, Fault, OTTAWA_CENTRE, Office, Outgoing, Person, TestSite};

const HEADER: &str = "First name,Last name,Postal code,Riding code\r\n";

async fn upload(office: &Office<'_>, site: &TestSite, csv: impl AsRef<[u8]>) -> Answer {
    upload_in("en", office, site, csv).await
}

async fn upload_in(language: &str, office: &Office<'_>, site: &TestSite, csv: impl AsRef<[u8]>) -> Answer {
    send(office, site, language, &[("partner", "ccr"), ("note", "the market")], csv).await
}

/// Sends the form with its fields and a file; an empty file is one that was not chosen.
async fn send(
    office: &Office<'_>,
    site: &TestSite,
    language: &str,
    fields: &[(&str, &str)],
    file: impl AsRef<[u8]>,
) -> Answer {
    let form = Outgoing::upload(&format!("/organizer/{language}/paper"), fields, ("file", file.as_ref()));
    office.send(form.header("origin", site.url())).await
}

/// Sends the form of a page back: its hidden fields as they are, and these answers.
async fn answer_with(
    office: &Office<'_>,
    site: &TestSite,
    language: &str,
    page: &Answer,
    answers: &[(&str, &str)],
) -> Answer {
    let page = page.page();
    let hidden: Vec<_> = page
        .all("input")
        .filter(|input| input.get("type") == "hidden")
        .map(|input| (input.get("name").to_owned(), input.get("value").to_owned()))
        .collect();
    let hidden = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    send(office, site, language, &hidden.chain(answers.iter().copied()).collect::<Vec<_>>(), b"").await
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

/// Returns a workbook with one sheet for each name, and these rows in it.
fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (at, row) in (0..).zip(*rows) {
            for (column, cell) in (0..).zip(*row) {
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write_number(at, column, number).unwrap(),
                    Err(_) if cell.is_empty() => sheet,
                    Err(_) => sheet.write_string(at, column, *cell).unwrap(),
                };
            }
        }
    }
    book.save_to_buffer().unwrap()
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

/// The public number of paper does not change when somebody signs in the name of a person on paper.
#[tokio::test]
async fn the_public_number_of_paper_is_that_of_the_last_recount() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let paper = async || site.get("/v1/integrity").await.expect(200).json()["paper"].clone();
    assert!(paper().await.is_null(), "nobody was counted one by one yet");
    let zoe = Person::new("Zoe");
    let csv = format!("{HEADER}{},{},{},\r\n", zoe.first_name, zoe.last_name, OTTAWA_CENTRE.0);
    let at = import_of(&upload(&office, &site, &csv).await.expect(200));
    office.post(&format!("{at}/count"), &[]).await.expect(303);
    site.advance(6 * 60 + 5).await;
    assert_eq!(paper().await, 1);
    assert!(site.get("/en/integrity").await.expect(200).text.contains("of them on paper, at the last recount: 1"));
    site.pledge(&zoe).await;
    site.advance_clock(10);
    assert_eq!((site.tally().await.total, paper().await), (1, 1.into()));
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
    assert!(office.get(&at).await.expect(200).text.contains("Checked, not counted."));

    // A double click.
    let path = format!("{at}/count");
    let (one, other) = tokio::join!(office.post(&path, &[]), office.post(&path, &[]));
    assert_eq!((one.leads_to(), other.leads_to()), (at.as_str(), at.as_str()));
    assert_eq!(site.tally().await.at(OTTAWA_CENTRE.1), 3);
    site.advance_clock(3);
    let told = site.get("/v1/integrity").await.expect(200).json();
    assert_eq!(told["counted"], 3);

    let again = upload(&office, &site, &csv).await.expect(200);
    assert!(!again.text.contains("Count them") && again.text.contains("Already on another sheet"));

    office.post(&format!("{at}/take-back"), &[]).await.expect(422);
    office.post(&format!("{at}/take-back"), &[("reason", "the wrong file")]).await.expect(303);
    assert_eq!(site.tally().await, before);
    assert_eq!(site.tables().items_of("Pledges", "Q#").await.len(), 0, "nobody of the file is kept");
    let fresh = upload(&office, &site, &csv).await.expect(200);
    assert!(fresh.text.contains("Count them (2)"), "it can be read again");
    let log = office.get("/organizer/en/log").await.expect(200).text;
    assert!(log.contains("counted paper signatures") && log.contains("withdrew paper signatures"));
}

/// A later file holds those of its people alone who were new, so the page says to count it again.
#[tokio::test]
async fn withdrawing_a_file_takes_out_those_on_a_later_file_too_and_says_so() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let first = import_of(&upload(&office, &site, sheet(&["Anne"])).await.expect(200));
    office.post(&format!("{first}/count"), &[]).await.expect(303);
    let both = sheet(&["Anne", "Jean"]);
    let later = import_of(&upload(&office, &site, &both).await.expect(200));
    office.post(&format!("{later}/count"), &[]).await.expect(303);
    assert_eq!(site.tally().await.total, 2);
    let in_french = first.replace("/en/", "/fr/");
    for (page, says) in [
        (first.as_str(), "even those who are also on a later file. Check and count those later files again"),
        ("/organizer/en/guide", "takes out even those who are also on a later file"),
        (in_french.as_str(), "même celles qui figurent aussi dans un fichier plus récent. Vérifiez et comptez ensuite"),
        ("/organizer/fr/guide", "retire même les personnes qui figurent aussi dans un fichier plus récent"),
    ] {
        assert!(office.get(page).await.expect(200).text.contains(says), "{page}");
    }
    office.post(&format!("{first}/take-back"), &[("reason", "the old one")]).await.expect(303);
    assert_eq!(site.tally().await.total, 1, "Anne is out, although the later file names her");
    let again = upload(&office, &site, &both).await.expect(200);
    assert!(again.text.contains("Count them (1)"));
    office.post(&format!("{}/count", import_of(&again)), &[]).await.expect(303);
    assert_eq!(site.tally().await.total, 2);
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
    assert!(log.contains("examined signers</td>") && log.contains("a paper file of 2 lines"), "how many");
    assert!(log.contains("the market"), "and why");
    let at = import_of(&read);
    office.post(&format!("{at}/count"), &[]).await.expect(303);
    assert_eq!(site.tally().await.total, 2, "Marie online, Anne on paper");
    assert!(office.get(&at).await.expect(200).text.contains("Signers when it was counted: 1."));
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
    assert_eq!(told["counted"], 2);

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
        (Vec::new(), "There are no signatures here."),
        (HEADER.as_bytes().to_vec(), "There are no signatures here."),
        (b"Name\r\nAnne Roy\r\n".to_vec(), "only one column"),
        // A Mac's letters, which Windows-1252 reads as others.
        (b"Pr\x8enom;Nom;Code postal\r\nZo\x8e;Roy;K1A 0A6".to_vec(), "CSV UTF-8"),
        (b"PK\x03\x04 and so on".to_vec(), "not an Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on".to_vec(), "has a password"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec(), "CSV UTF-8"),
    ] {
        let answer = upload(&office, &site, csv).await.expect(422);
        assert!(answer.text.contains(said), "{said}");
    }
    let lines = format!("{HEADER},,K1A 0A6,\r\nAnne,Roy,12345,\r\nAnne,Roy,{},99999\r\n", OTTAWA_CENTRE.0);
    let read = upload(&office, &site, lines).await.expect(200);
    for said in ["Line 2: a first or last name", "Line 3: a postal code is written like", "Line 4: there is no riding"]
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
    assert!(refused.text.contains("it has more than 4 MB"));
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
    assert!(office.get(&at).await.expect(200).text.contains("Signers when it was counted: 30."));
    assert_eq!(site.tally().await.total, 30);
}

/// Work of organizers that cannot be read keeps no other work from being finished.
#[tokio::test]
async fn what_was_broken_off_is_finished_beside_work_that_cannot_be_read() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let at = import_of(&upload(&office, &site, sheet(&["Anne", "Jean"])).await.expect(200));
    site.wire().break_all("DeleteItem", Fault::NeverArrives);
    office.post(&format!("{at}/count"), &[]).await.expect(303);
    site.wire().heal();
    let (table, unreadable) = (
        site.tables().named("Office").await,
        serde_json::json!({ "pk": { "S": "V#time-to-lead" }, "sk": { "S": "?" } }),
    );
    site.tables().call("PutItem", serde_json::json!({ "TableName": table, "Item": unreadable })).await;
    site.advance_clock(5 * 60);
    site.try_schedules().await.expect_err("an operator hears of it");
    assert!(office.get(&at).await.expect(200).text.contains("Signers when it was counted: 2."));
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

/// Each file holds Anne, Zo\u{e9} and Jean, as Excel and people make it.
#[tokio::test]
async fn files_are_read_as_excel_makes_them() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let code = OTTAWA_CENTRE.0;
    let rows = |mark: &str| {
        let row = |first: &str| [first, "Roy", code, ""].join(mark);
        ["Anne", "Zo\u{e9}", "Jean"].map(row).join("\r\n")
    };
    let header = |mark: &str| ["Pr\u{e9}nom", "Nom", "Code postal", "Code de circonscription"].join(mark);
    let plain = |mark: &str| format!("{}\r\n{}\r\n", header(mark), rows(mark));
    let latin: Vec<u8> = plain(";").chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let files: [(&str, Vec<u8>); 13] = [
        ("tabs", plain("\t").into_bytes()),
        ("Excel's own first line", format!("sep=;\r\n{}", plain(";")).into_bytes()),
        ("any mark that it names", format!("sep=|\r\n{}", plain("|")).into_bytes()),
        ("empty lines and a title", format!("\r\n,,,\r\nOur market,,,\r\n,,,\r\n{}", plain(",")).into_bytes()),
        ("Windows-1252", latin),
        ("Unicode text", utf16(&format!("\u{feff}{}", plain("\t")), u16::to_le_bytes)),
        ("UTF-16, the other way round", utf16(&format!("\u{feff}{}", plain("\t")), u16::to_be_bytes)),
        ("UTF-16 without a mark", utf16(&plain(";"), u16::to_le_bytes)),
        ("UTF-16 without a mark, the other way round", utf16(&plain(";"), u16::to_be_bytes)),
        (
            "other names in another order",
            format!("POSTCODE,Email,Surname,Given name(s)\n{code},,Roy,Anne\n{code},,Roy,Zo\u{e9}\n{code},,Roy,Jean").into_bytes(),
        ),
        (
            "both languages",
            format!("Code postal / Postal code;Nom de famille / Last name;PRENOM / First name\n{code};Roy;Anne\n{code};Roy;Zo\u{e9}\n{code};Roy;Jean")
                .into_bytes(),
        ),
        ("whole names", format!("Full name,Postal code\nAnne Roy,{code}\nZo\u{e9} Roy,{code}\n\"Roy, Jean\",{code}\n").into_bytes()),
        ("a line break in a header", plain(";").replace("Code postal", "\"Code\npostal\"").into_bytes()),
    ];
    for (name, file) in files {
        let read = upload(&office, &site, file).await.expect(200);
        assert!(read.text.contains("Count them (3)"), "{name}: {}", read.text);
    }
    let by_name = format!(
        "First name,Last name,Postal code,Riding\nAnne,Roy,{code},OTTAWA CENTRE\nZo\u{e9},Roy,{code},Ottawa-Centre\nJean,Roy,{code},35079"
    );
    assert!(upload(&office, &site, by_name).await.expect(200).text.contains("Count them (3)"), "ridings by name");
}

#[tokio::test]
async fn an_excel_workbook_is_read_and_sheets_that_are_not_are_named() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let code = OTTAWA_CENTRE.0;
    let people: [&[&str]; 5] = [
        &["", "Signatures du march\u{e9}"],
        &[],
        &["", "Pr\u{e9}nom", "Nom", "Code postal", "Circonscription"],
        &["", "Anne", "Roy", code, "35079"],
        &["", "Zo\u{e9}", "\"Bo\" Roy", code, ""],
    ];
    let notes: [&[&str]; 2] = [&["Sent by Bo"], &["On Monday"]];
    let read = upload(&office, &site, workbook(&[("Notes", &notes), ("Feuil1", &people)])).await.expect(200);
    assert!(read.text.contains("Count them (1)"), "{}", read.text);
    assert!(read.text.contains("Line 5: this is not a name."), "a line has Excel's number");
    assert!(read.text.contains("\u{201c}Notes\u{201d} (2 lines)"), "the other sheet, and its lines");
    assert!(read.text.contains("Line 1 stands above the list"), "the title was not read as a person");
    let zipped = upload(&office, &site, &workbook(&[("A", &people)])[..700]).await.expect(422);
    assert!(zipped.text.contains("not an Excel workbook"));
}

/// A lone quote swallowed every line behind it.
#[tokio::test]
async fn a_lone_quote_swallows_no_line() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let code = OTTAWA_CENTRE.0;
    let lone = format!("{HEADER}\"Bo\" Jean,\"Roy,{code},\r\nAnne,Roy,{code},\r\nZo\u{e9},Roy,{code},\r\n");
    let read = upload(&office, &site, &lone).await.expect(200);
    assert!(read.text.contains("Count them (2)") && read.text.contains("Line 2: a quotation mark"), "{}", read.text);
    // The second one would close the first, far below.
    let two =
        format!("{HEADER}\"Bo,Roy,{code},\r\nAnne,Roy,{code},\r\nZo\u{e9},\"Roy,{code},\r\nJean,Roy\",{code},\r\n");
    let read = upload(&office, &site, &two).await.expect(200);
    assert!(read.text.contains("Count them (1)"), "{}", read.text);
    for line in [2, 4, 5] {
        assert!(read.text.contains(&format!("Line {line}: ")), "{line}");
    }
    // Both pages that offer to count say how many lines are left out, and which.
    let waiting = office.get(&import_of(&read)).await.expect(200);
    for page in [&read, &waiting] {
        assert!(page.text.contains("3 lines were not understood and will not be counted: 2, 4, 5."), "{}", page.text);
    }
    let french = upload_in("fr", &office, &site, &two).await.expect(200);
    assert!(
        french.text.contains("3 lignes n\u{2019}ont pas été comprises et ne seront pas comptées\u{202f}: 2, 4, 5.")
    );
}

#[tokio::test]
async fn a_page_asks_for_columns_that_it_does_not_find_and_nothing_is_lost() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let code = OTTAWA_CENTRE.0;
    let file = format!("Roy;Anne;{code}\r\nRoy;Zo\u{e9};{code}\r\nRoy;Jean;{code}\r\n");
    for (language, asked) in [("en", "Which column is which?"), ("fr", "Que contient chaque colonne")] {
        let question = upload_in(language, &office, &site, &file).await.expect(200);
        assert!(question.text.contains(asked) && question.text.contains("Zo\u{e9}"), "{}", question.text);
        let page = question.page();
        let chosen =
            page.all("option").filter(|option| option.has("selected")).map(|option| option.get("value").to_owned());
        assert!(chosen.collect::<Vec<_>>().contains(&"2".to_owned()), "the postal codes are found by what they are");
        let wrong = [("first", "1"), ("last", "1"), ("postal_code", "2"), ("begins", "1")];
        let again = answer_with(&office, &site, language, &question, &wrong).await.expect(422);
        assert_eq!(again.page().id("field-last").get("aria-invalid"), "true");
        let without =
            answer_with(&office, &site, language, &again, &[("first", "1"), ("begins", "1")]).await.expect(422);
        assert_eq!(without.page().id("field-postal_code").get("aria-invalid"), "true");
        let right = [("first", "1"), ("last", "0"), ("postal_code", "2"), ("begins", "1")];
        let read = answer_with(&office, &site, language, &without, &right).await.expect(200);
        assert!(read.text.contains("(3)") && read.text.contains("the market"), "{}", read.text);
    }
    // A header with names that nobody knows, and other sheets of a workbook.
    let rows: [&[&str]; 3] = [&["Quien", "Donde"], &["Anne Roy", code], &["Zo\u{e9} Roy", code]];
    let question = upload(&office, &site, workbook(&[("Uno", &rows), ("Dos", &[&["x"]])])).await.expect(200);
    let read =
        answer_with(&office, &site, "en", &question, &[("last", "0"), ("postal_code", "1"), ("begins", "2")]).await;
    assert!(read.expect(200).text.contains("\u{201c}Dos\u{201d} (1 line)"));
}

#[tokio::test]
async fn lines_can_be_pasted_and_stay_when_something_is_missing() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let code = OTTAWA_CENTRE.0;
    let pasted = format!("First name\tLast name\tPostal code\nAnne\tRoy\t{code}\n");
    let without_note = send(&office, &site, "en", &[("pasted", &pasted)], b"").await.expect(422);
    assert!(without_note.text.contains(&format!("Anne\tRoy\t{code}")), "{}", without_note.text);
    let read = send(&office, &site, "en", &[("pasted", &pasted), ("note", "the market")], b"").await.expect(200);
    assert!(read.text.contains("Count them (1)"));
    let both = send(&office, &site, "en", &[("pasted", &pasted), ("note", "the market")], &pasted).await.expect(422);
    assert!(both.text.contains("not both"));
    // A chosen file cannot be chosen again by the page, so the page keeps its lines.
    let without_note = send(&office, &site, "en", &[], &pasted).await.expect(422);
    let read = answer_with(&office, &site, "en", &without_note, &[("note", "the market")]).await.expect(200);
    assert!(read.text.contains("Count them (1)"), "{}", read.text);
}

/// A workbook that unpacks to more than it seems.
#[tokio::test]
async fn a_workbook_has_limits_from_both_sides() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let code = OTTAWA_CENTRE.0;
    let header: &[&str] = &["First name", "Last name", "Postal code"];
    let row = ["Anne", "Roy", code];
    let many: Vec<&[&str]> = std::iter::once(header).chain(std::iter::repeat_n(row.as_slice(), 20_000)).collect();
    let read = upload(&office, &site, workbook(&[("A", &many)])).await.expect(200);
    assert!(read.text.contains("Count them (1)"), "twenty thousand lines are read");
    let long = "x".repeat(30_000);
    let names: Vec<String> = (0..1_200).map(|n| format!("{n}{long}")).collect();
    let cells: Vec<[&str; 1]> = names.iter().map(|name| [name.as_str()]).collect();
    let bomb: Vec<&[&str]> = cells.iter().map(<[_; 1]>::as_slice).collect();
    let bomb = workbook(&[("A", &bomb)]);
    assert!(bomb.len() < 1_000_000, "it is small: {}", bomb.len());
    let refused = upload(&office, &site, bomb).await.expect(413);
    assert!(refused.text.contains("Split it into parts"));
}
