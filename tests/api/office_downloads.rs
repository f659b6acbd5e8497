//! `/v1/organizer/tally.{csv,xlsx,json}` and `supporters.csv`: the same numbers as everybody sees, in files that open right.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use http::Method;
use jiff::tz::{self, TimeZone};
use serde_json::{Value, json};
use tests::{Answer, FIRST_ADMIN, Home, Office, Outgoing, Person, PublicTally, TestSite};

const SUPPORTERS: &str = "/v1/organizer/supporters.csv";

/// Signs up people in three provinces and abroad, one of them through a partner.
async fn some_people(site: &TestSite) {
    for person in [
        Person::new("Marie").brought_by("ccr"),
        Person::new("Ana").wanting_updates(),
        Person::new("Zoé").living_at("H2G 1A1").in_french().wanting_updates(),
        Person::new("Sam").abroad("FR").wanting_updates(),
    ] {
        site.pledge(&person).await;
    }
}

fn records(answer: &Answer) -> Vec<csv::StringRecord> {
    let text = answer.text.strip_prefix('\u{feff}').expect("Excel's mark");
    assert!(text.contains("\r\n"));
    // A French Excel takes a semicolon for the mark between columns.
    let is_french = text.lines().next().is_some_and(|header| header.contains(';'));
    let mark = if is_french { b';' } else { b',' };
    csv::ReaderBuilder::new()
        .has_headers(false)
        .delimiter(mark)
        .from_reader(text.as_bytes())
        .records()
        .map(Result::unwrap)
        .collect()
}

fn counts_of_csv(answer: &Answer) -> BTreeMap<String, i64> {
    let rows = records(answer);
    rows[1..].iter().map(|row| (row[0].to_owned(), row[4].parse().unwrap())).collect()
}

/// Returns the public numbers of all 343 ridings.
async fn expected(site: &TestSite) -> (BTreeMap<String, i64>, PublicTally) {
    let tally = site.tally().await;
    let mut counts: BTreeMap<_, _> = ridings::all().iter().map(|riding| (riding.code.to_string(), 0)).collect();
    counts.extend(tally.ridings.clone());
    assert_eq!(counts.len(), 343);
    counts.insert("abroad".to_owned(), tally.abroad);
    (counts, tally)
}

async fn workbook(office: &Office<'_>, path: &str) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(office.get(path).await.expect(200).bytes)).unwrap()
}

#[tokio::test]
async fn every_file_agrees_with_the_public_tally_for_all_343_ridings() {
    let site = TestSite::start().await;
    some_people(&site).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let (mut expected, tally) = expected(&site).await;

    assert_eq!(counts_of_csv(&office.get("/v1/organizer/tally.csv").await.expect(200)), expected);

    let mut book = workbook(&office, "/v1/organizer/tally.xlsx?lang=en").await;
    let sheet = book.worksheet_range("Ridings").unwrap();
    let rows = sheet.rows().skip(1).map(|row| {
        let Data::Float(count) = row[4] else { panic!("a count is a number: {:?}", row[4]) };
        #[expect(clippy::cast_possible_truncation, reason = "a count")]
        (row[0].to_string(), count as i64)
    });
    assert_eq!(rows.collect::<BTreeMap<_, _>>(), expected);
    let provinces = book.worksheet_range("Provinces").unwrap();
    let sum: f64 = provinces.rows().skip(1).map(|row| row[2].to_string().parse::<f64>().unwrap()).sum();
    #[expect(clippy::cast_precision_loss, reason = "a count")]
    let in_ridings = (tally.total - tally.abroad) as f64;
    assert!((sum - in_ridings).abs() < f64::EPSILON);
    assert_eq!(book.sheet_names().len(), 4 + 13, "about, ridings, provinces, partners, and one of each province");
    let mut of_provinces = 0;
    for name in book.sheet_names()[4..].to_vec() {
        of_provinces += book.worksheet_range(&name).unwrap().rows().skip(1).count();
    }
    assert_eq!(of_provinces, 343);

    let json = office.get("/v1/organizer/tally.json").await.expect(200).json();
    let counts = json["ridings"].as_array().unwrap().iter();
    let counts: BTreeMap<_, _> =
        counts.map(|riding| (riding["code"].as_str().unwrap().to_owned(), riding["count"].as_i64().unwrap())).collect();
    expected.remove("abroad");
    assert_eq!((counts, json["total"].as_i64()), (expected, Some(tally.total)));
    assert_eq!((json["abroad"].as_i64(), json["partners"]["ccr"].as_i64()), (Some(tally.abroad), Some(1)));
}

#[tokio::test]
async fn a_map_program_finds_every_riding_with_its_count_where_it_is() {
    let site = TestSite::start().await;
    some_people(&site).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let answer = office.get("/v1/organizer/tally.geojson").await.expect(200);
    assert_eq!(answer.header("content-type"), "application/geo+json");
    let collection: geojson::FeatureCollection = answer.text.parse::<geojson::GeoJson>().unwrap().try_into().unwrap();
    let count = |feature: &geojson::Feature| feature.property("count").unwrap().as_i64().unwrap();
    let (mut expected, _) = expected(&site).await;
    expected.remove("abroad");
    let found = collection.features.iter().map(|feature| {
        let Some(geojson::feature::Id::String(code)) = &feature.id else { panic!("a feature has its riding's code") };
        (code.clone(), count(feature))
    });
    assert_eq!(found.collect::<BTreeMap<_, _>>(), expected);
    for feature in &collection.features {
        let Some(geojson::GeometryValue::MultiPolygon { coordinates }) =
            feature.geometry.as_ref().map(|shape| &shape.value)
        else {
            panic!("a riding is a MultiPolygon")
        };
        for ring in coordinates.iter().flatten() {
            assert!(ring.len() >= 4 && ring.first() == ring.last(), "a ring is closed");
            let in_canada =
                |point: &geojson::Position| (-142.0..-52.0).contains(&point[0]) && (41.0..=89.0).contains(&point[1]);
            assert!(ring.iter().all(in_canada));
        }
    }
    let quebec = office.get("/v1/organizer/tally.geojson?province=QC").await.expect(200).json();
    assert_eq!(quebec["features"].as_array().unwrap().len(), 78);
}

#[tokio::test]
async fn a_file_speaks_the_language_that_is_asked_for() {
    let site = TestSite::start().await;
    site.pledge(&Person::new("Marie")).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let french = office.get("/v1/organizer/tally.csv?lang=fr").await.expect(200);
    assert!(french.header("content-disposition").contains("filename=\"time-to-lead-circonscriptions-"));
    assert!(
        french.text.starts_with("\u{feff}Code de la circonscription;Circonscription;"),
        "as a French Excel reads it"
    );
    let rows = records(&french);
    assert!(rows[1..].iter().all(|row| !row[6].contains('.')), "decimal commas");
    assert_eq!((&rows[0][1], &rows[0][4], rows.len()), ("Circonscription", "Signatures", 1 + 343 + 1));
    assert!(rows.iter().any(|row| &row[1] == "Ottawa-Centre" && &row[3] == "Ontario" && &row[4] == "1"));
    let mut book = workbook(&office, "/v1/organizer/tally.xlsx?lang=fr").await;
    assert_eq!(book.sheet_names()[..3], ["À propos", "Circonscriptions", "Provinces et territoires"]);
    let header = book.worksheet_range("Circonscriptions").unwrap();
    assert_eq!(header.rows().next().unwrap()[4], Data::String("Signatures".to_owned()));
}

#[tokio::test]
async fn a_province_has_its_own_files() {
    let site = TestSite::start().await;
    some_people(&site).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let quebec = counts_of_csv(&office.get("/v1/organizer/tally.csv?province=QC&at=&lang=").await.expect(200));
    assert_eq!((quebec.len(), quebec.values().sum::<i64>()), (78, 1));
    let json = office.get("/v1/organizer/tally.json?province=QC").await.expect(200).json();
    assert_eq!((json["ridings"].as_array().unwrap().len(), &json["total"]), (78, &Value::Null));
}

#[tokio::test]
async fn a_file_can_be_had_as_of_an_hour_that_was_kept() {
    let site = TestSite::start().await;
    site.pledge(&Person::new("Marie")).await;
    site.advance(1).await;
    let then = campaigns::ottawa().to_datetime(site.now());
    let (day, hour) = (then.date().to_string(), then.hour().to_string());
    let written = |hours| {
        let there = site.now().to_zoned_datetime(TimeZone::fixed(tz::offset(hours)));
        there.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    };
    let moments = [
        then.strftime("%Y-%m-%dT%H").to_string(),
        then.strftime("%Y-%m-%dT%H:%M").to_string(),
        written(0),
        written(-5),
        // A plus that was not escaped arrives as a space.
        written(5),
        written(5).replace('+', "%2B"),
        format!("{day}&hour={hour}"),
    ];
    site.advance(120).await;
    site.pledge(&Person::new("Ana")).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let total = async |at: &str| {
        let path = format!("/v1/organizer/tally.csv?at={at}");
        counts_of_csv(&office.get(&path).await.expect(200)).values().sum::<i64>()
    };
    for at in &moments {
        assert_eq!(total(at).await, 1, "{at}");
    }
    assert_eq!(total("").await, 2);
    assert_eq!(total("&hour=").await, 2, "the form with nothing filled in");
    let named = office.get(&format!("/v1/organizer/tally.csv?at={}&lang=en", moments[0])).await.expect(200);
    let name = then.strftime("%Y-%m-%d-%Hh").to_string();
    assert!(named.header("content-disposition").contains(&name), "{}", named.header("content-disposition"));
    let growth = office.get("/v1/organizer/tally.json").await.expect(200).json();
    assert_eq!(growth["ridings"][0]["last_7_days"], Value::Null, "a week ago nothing was kept");
}

#[tokio::test]
async fn what_cannot_be_had_is_said_all_at_once() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let wrong = office.get("/v1/organizer/tally.csv?province=XX&at=yesterday&lang=de").await.expect(422);
    let codes: Vec<_> = wrong.json()["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["code"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(codes, ["province_unknown", "lang_unknown", "at_malformed"]);
    let never = office.get("/v1/organizer/tally.xlsx?at=2020-01-01T00&lang=fr").await.expect(422).json();
    assert_eq!(never["errors"][0]["code"], "at_not_kept");
    // A person is led back to the page whose form they sent, which shows the error.
    let form = Outgoing::get("/v1/organizer/tally.xlsx?province=&at=2020-01-01T00:00&lang=fr");
    let led = office.send(form.header("accept", "text/html,*/*")).await.expect(303);
    let page = office.get(led.leads_to()).await.expect(422).page();
    assert_eq!((page.language(), page.id("field-at").get("aria-invalid")), ("fr", "true"));
    // One list names everything that can be printed.
    for (of, asked) in [("QC", "province=QC"), ("35079", "riding=35079")] {
        let led = office.get(&format!("/v1/organizer/report.pdf?of={of}&lang=fr")).await.expect(303);
        assert!(led.leads_to().starts_with(&format!("/v1/report.pdf?{asked}&lang=fr&ticket=")), "{}", led.leads_to());
    }
    assert!(never["errors"][0]["message"].as_str().unwrap().contains("Aucun relevé"));
    let wrong = office.post(SUPPORTERS, &[("part", "3"), ("parts", "2")]).await.expect(422).json();
    let codes: Vec<_> = wrong["errors"].as_array().unwrap().iter().map(|error| error["code"].clone()).collect();
    assert_eq!(codes, ["part_unknown", "reason_missing"]);
}

#[tokio::test]
async fn supporters_are_those_who_asked_for_news_and_nobody_else() {
    let site = TestSite::start().await;
    some_people(&site).await;
    let (gone, pending) = (Person::new("Gone").wanting_updates(), Person::new("Pending").wanting_updates());
    let thanks = site.pledge(&gone).await;
    site.withdraw(&thanks).await;
    site.open_mail(&gone).await;
    site.sign(&pending).await;
    site.open_mail(&pending).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let rows = records(&office.post(SUPPORTERS, &[("reason", "test")]).await.expect(200));
    let mut names: Vec<_> = rows[1..].iter().map(|row| row[0].to_owned()).collect();
    names.sort();
    assert_eq!(names, ["Ana", "Sam", "Zoé"]);
    let zoe = rows.iter().find(|row| &row[0] == "Zoé").unwrap();
    assert!(zoe[8].contains("Oui, le Conseil canadien"), "the sentence that she ticked: {}", &zoe[8]);
    assert!(zoe[9].starts_with("2026-") && &zoe[7] == "fr" && &zoe[3] == "H2G 1A1");
    let sam = rows.iter().find(|row| &row[0] == "Sam").unwrap();
    assert_eq!((&sam[3], &sam[4], &sam[6]), ("", "FR", ""));
    let bytes: usize = zoe.iter().map(|field| field.len() + 3).sum();
    assert!(bytes < 800, "a row has {bytes} bytes, so a part would not fit into an answer");
    let stop = zoe[11].strip_prefix(site.url()).expect("it is ours");
    assert!(stop.starts_with("/fr/updates/stop?token="), "in the language of who gets the news");
    site.keep_private(stop.split_once("token=").map(|(_, token)| token.to_owned()));
    site.send(Outgoing::form(stop, &[("List-Unsubscribe", "One-Click")])).await.expect(200);
    let rows = records(&office.post(SUPPORTERS, &[("reason", "test")]).await.expect(200));
    assert!(rows.iter().all(|row| &row[0] != "Zoé"), "she is in no later file");
}

/// A GET or a HEAD of the file wrote to the log.
#[tokio::test]
async fn to_look_at_the_address_of_the_supporters_file_changes_nothing() {
    let site = TestSite::start().await;
    some_people(&site).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let before = site.tables().items_of("Office", "L#").await.len();
    let bearer = format!("Bearer {}", office.token());
    for method in [Method::GET, Method::HEAD] {
        for path in [SUPPORTERS, "/v1/organizer/supporters.csv?reason=test&part=1&parts=1"] {
            let by_cookie = office.send(Outgoing::new(method.clone(), path)).await;
            let by_bearer = Outgoing::new(method.clone(), path).header("authorization", &bearer);
            for answer in [by_cookie, site.send(by_bearer).await] {
                let answer = answer.expect(405);
                assert_eq!((answer.header("allow"), answer.header("cache-control")), ("POST", "no-store"));
                assert!(!answer.text.contains("Ana"));
            }
        }
    }
    assert_eq!(site.tables().items_of("Office", "L#").await.len(), before);
}

/// Invariant 12
#[tokio::test]
async fn a_program_downloads_supporters_with_a_reason_and_the_log_says_how_many() {
    let site = TestSite::start().await;
    some_people(&site).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let bearer = format!("Bearer {}", office.token());
    let send = async |body: Value| site.send(Outgoing::json(SUPPORTERS, &body).header("authorization", &bearer)).await;
    let file = send(json!({ "reason": "monthly news", "lang": "fr" })).await.expect(200);
    assert_eq!((records(&file).len(), &records(&file)[0][0]), (1 + 3, "Prénom"));
    let part = send(json!({ "reason": "in parts", "part": 1, "parts": 2 })).await.expect(200);
    let in_part = records(&part).len() - 1;
    for (body, code) in [
        (json!({}), "reason_missing"),
        (json!({ "reason": ["x"] }), "reason_missing"),
        (json!({ "reason": "x".repeat(501) }), "reason_too_long"),
        (json!({ "reason": "r", "part": 2 }), "part_unknown"),
    ] {
        assert_eq!(send(body).await.expect(422).json()["errors"][0]["code"], code);
    }
    send(json!(["reason"])).await.expect(400);
    let text = Outgoing::new(Method::POST, SUPPORTERS).header("authorization", &bearer).body("reason=x");
    site.send(text.header("content-type", "text/plain")).await.expect(415);
    let log = site.tables().items_of("Office", "L#").await;
    let entries = log.iter().filter(|entry| entry["action"]["S"] == "supporters_exported");
    let mut entries: Vec<_> =
        entries.map(|entry| (entry["reason"]["S"].clone(), entry["about"]["S"].clone())).collect();
    entries.sort_by_key(|(reason, _)| reason.to_string());
    let expected = [("in parts", format!("1/2: {in_part}")), ("monthly news", "1/1: 3".to_owned())];
    assert_eq!(entries, expected.map(|(reason, about)| (reason.into(), about.into())));
}

#[tokio::test]
async fn parts_together_hold_everybody_once() {
    let site = TestSite::start().await;
    let mut expected = Vec::new();
    for number in 0..12 {
        let person = Person::new(&format!("P{number}")).wanting_updates();
        site.pledge(&person).await;
        expected.push(person.email);
    }
    let office = site.sign_in(FIRST_ADMIN).await;
    let mut found = Vec::new();
    for part in 1..=3 {
        let part = part.to_string();
        let fields = [("reason", "r"), ("part", part.as_str()), ("parts", "3")];
        let file = office.post(SUPPORTERS, &fields).await.expect(200);
        found.extend(records(&file)[1..].iter().map(|row| row[2].to_owned()));
    }
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}

#[tokio::test]
async fn a_reason_is_asked_for_and_what_was_typed_stays() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let asked = office.get("/organizer/fr/supporters").await.expect(200).page();
    assert!(asked.find("field-reason").is_some());
    let long = "x".repeat(501);
    for reason in ["", "   ", long.as_str()] {
        let fields = [("reason", reason), ("part", "1"), ("parts", "1")];
        let again = office.post("/organizer/fr/supporters", &fields).await.expect(422);
        assert_eq!(again.page().id("field-reason").get("aria-invalid"), "true");
    }
    let kept = office.get("/organizer/en/log").await.text;
    assert!(!kept.contains("downloaded supporters"), "nothing left, so nothing is said to have");
}

#[tokio::test]
async fn the_dashboard_begins_with_the_week_and_with_what_waits() {
    let site = TestSite::start().await;
    site.pledge(&Person::new("Marie")).await;
    // A snapshot two weeks ago, and one of a week ago.
    site.advance(5).await;
    for _ in 0..2 {
        site.advance_clock(7 * 24 * 3600);
        site.advance(5).await;
    }
    site.pledge(&Person::new("Max").living_at("H2G 1A1")).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    site.advance_clock(3);
    let quiet = office.get("/organizer/en").await.expect(200).text;
    assert!(quiet.contains("Nothing is waiting for you."));
    assert!(quiet.contains("0 → 1 (+1)") && quiet.contains("Compared with the count of November"), "{quiet}");
    assert!(quiet.contains("still 1 signature") && quiet.contains("341 ridings have no signature yet."));
    assert!(!quiet.contains(".m.."), "a time ends a sentence with one period");
    let csv = format!("First name,Last name,Postal code\r\nLou,Roy,{}\r\n", tests::OTTAWA_CENTRE.0);
    let form = tests::Outgoing::upload("/organizer/en/paper", &[("note", "x")], ("file", csv.as_bytes()));
    office.send(form.header("origin", site.url())).await.expect(200);
    let waits = office.get("/organizer/fr").await.expect(200).text;
    assert!(waits.contains("1 fichier papier est vérifié, mais pas encore compté."), "{waits}");
    office.post("/organizer/en/team", &[("email", "v@example.org"), ("role", "viewer")]).await.expect(303);
    site.open_mails_to("v@example.org").await;
    let viewer = site.sign_in("v@example.org").await.get("/organizer/en").await.expect(200).text;
    assert!(!viewer.contains("Waiting for a decision"), "a viewer decides nothing");
}

#[tokio::test]
async fn the_dashboard_shows_what_the_tally_says_and_every_view_is_an_address() {
    let site = TestSite::start().await;
    some_people(&site).await;
    site.move_to(
        &site.pledge(&Person::new("Max")).await,
        &Home::Canada { postal_code: "H2G 1A1".into(), riding: None },
    )
    .await;
    let office = site.sign_in(FIRST_ADMIN).await;
    // A dashboard is at most two seconds behind.
    site.advance_clock(3);
    let rows = |page: &str| page.matches("role=\"rowheader\"><a href=\"/en/ridings/").count();
    let whole = office.get("/organizer/en").await.expect(200).text;
    let mut all = rows(&whole);
    for page in 2..=29 {
        all += rows(&office.get(&format!("/organizer/en?page={page}")).await.expect(200).text);
    }
    assert_eq!(all, 343, "on 29 pages");
    assert!(whole.contains("<strong>5</strong>"));
    let some =
        office.get("/organizer/fr?province=ON&q=ottawa&sort=name&map=hexagons&colour=share").await.expect(200).text;
    let rows = some.matches("role=\"rowheader\"><a href=\"/fr/ridings/").count();
    assert!((3..15).contains(&rows), "{rows}");
    assert!(
        some.contains("/organizer/en?map=hexagons&#38;colour=share&#38;sort=name&#38;province=ON&#38;q=ottawa"),
        "the other language shows the same view"
    );
    assert!(office.get("/organizer/en?q=zzzzzz").await.expect(200).text.contains("No riding matches."));
}
