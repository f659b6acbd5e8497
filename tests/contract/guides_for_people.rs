//! Holds the guides for people to both languages: the organizers', the partners', and the recipes for tools that receive webhooks.

use std::collections::BTreeSet;

use tests::{FIRST_ADMIN, Office, Page, TestSite, project_root};

/// The folder of the guides' pictures.
const PICTURES: &str = "functions/organizer/pictures";

fn read(path: &str) -> Vec<u8> {
    std::fs::read(project_root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn read_text(path: &str) -> String {
    String::from_utf8(read(path)).unwrap()
}

/// A guide's parts that are the same in every language.
#[derive(Debug, PartialEq, Eq)]
struct Outline {
    chapters: Vec<String>,
    /// Each picture's name and its sides in pixels, as the page says them.
    pictures: Vec<[String; 3]>,
    paragraphs: usize,
    points: usize,
}

impl Outline {
    fn of(page: &Page) -> Self {
        let picture = |name: &str| name.rsplit_once('/').expect("a picture of ours").1.to_owned();
        Self {
            chapters: page.all("h2").map(|heading| heading.get("id").to_owned()).collect(),
            pictures: page
                .all("img")
                .map(|tag| [picture(tag.get("src")), tag.get("width").to_owned(), tag.get("height").to_owned()])
                .collect(),
            paragraphs: page.all("p").count(),
            points: page.all("li").count(),
        }
    }
}

/// Reads the sides of a JPEG, in pixels, from the header of its frame.
fn sides(jpeg: &[u8]) -> [String; 2] {
    assert_eq!(jpeg[..2], [0xff, 0xd8], "a JPEG begins so");
    let mut at = 2;
    loop {
        let (marker, length) = (jpeg[at + 1], usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]])));
        if matches!(marker, 0xc0..=0xc2) {
            let side = |from: usize| u16::from_be_bytes([jpeg[from], jpeg[from + 1]]).to_string();
            return [side(at + 7), side(at + 5)];
        }
        at += 2 + length;
    }
}

/// Asserts that a guide says something in every chapter, and not the same in both languages.
fn is_translated([en, fr]: [&Page; 2]) {
    for name in ["h1", "h2"] {
        for (en, fr) in en.all(name).zip(fr.all(name)) {
            assert!(!en.text.is_empty() && en.text != fr.text, "{} and {}", en.text, fr.text);
        }
    }
    for (en, fr) in en.all("img").zip(fr.all("img")) {
        assert!(!en.get("alt").is_empty() && en.get("alt") != fr.get("alt"), "{}", en.get("alt"));
    }
}

#[tokio::test]
async fn both_guides_have_the_same_chapters_and_pictures_in_both_languages() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    // Everybody reads the partners' guide, so that it can be passed on.
    let open = async |path: &str| {
        let answer = if path.starts_with("/partner/") { site.get(path).await } else { office.get(path).await };
        answer.expect(200)
    };
    let script = read_text("tests/browser/pictures.js");
    let mut shown = BTreeSet::new();
    for (place, chapters, pictures) in [("organizer", 14, 3), ("partner", 11, 4)] {
        let [en, fr] =
            [open(&format!("/{place}/en/guide")).await.page(), open(&format!("/{place}/fr/guide")).await.page()];
        let outline = Outline::of(&en);
        assert_eq!(outline, Outline::of(&fr), "{place}");
        assert_eq!((outline.chapters.len(), outline.pictures.len()), (chapters, pictures), "{place}");
        is_translated([&en, &fr]);
        for [name, width, height] in &outline.pictures {
            let stem = name.strip_suffix(".jpg").unwrap();
            assert!(script.contains(&format!("take(\"{stem}\"")), "pictures.js takes {stem}");
            let mut both = Vec::new();
            for language in ["en", "fr"] {
                let answer = open(&format!("/{place}/{language}/guide/{name}")).await;
                assert_eq!(answer.header("content-type"), "image/jpeg");
                let file = format!("{stem}-{language}.jpg");
                assert_eq!(answer.bytes, read(&format!("{PICTURES}/{file}")), "{file}");
                assert_eq!(sides(&answer.bytes), [width.clone(), height.clone()], "{file}");
                both.push(answer.bytes);
                shown.insert(file);
            }
            assert_ne!(both[0], both[1], "{name} shows a page in each language");
        }
    }
    let files = std::fs::read_dir(project_root().join(PICTURES)).unwrap();
    let files: BTreeSet<_> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(shown, files, "each picture is shown");
    site.get("/partner/en/guide/dashboard.jpg").await.expect(404);
}

/// Returns a text as pages are read here: with one space wherever there is room.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The pieces of a text between two marks.
fn between<'a>(text: &'a str, mark: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(mark).skip(1).step_by(2)
}

#[tokio::test]
async fn the_recipes_in_the_office_are_the_files_beside_the_ledger() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let mut recipes = Vec::new();
    for (language, file) in [("en", "README.md"), ("fr", "LISEZ-MOI.md")] {
        let markdown = read_text(&format!("functions/ledger/{file}"));
        let answer = office.get(&format!("/organizer/{language}/webhooks/recipes")).await.expect(200);
        let page = answer.page();
        let texts = |name: &str| page.all(name).map(|tag| tag.text.clone()).collect::<Vec<_>>();
        for (level, name) in [("# ", "h1"), ("## ", "h2"), ("### ", "h3")] {
            let written: Vec<_> = markdown.lines().filter_map(|line| line.strip_prefix(level)).map(plain).collect();
            assert_eq!(texts(name), written, "{file}");
        }
        let blocks: Vec<_> = between(&markdown, "```").map(|block| plain(block.split_once('\n').unwrap().1)).collect();
        assert_eq!(texts("pre"), blocks, "{file}");
        let prose: String = markdown.split("```").step_by(2).collect();
        let shown = texts("code");
        for code in between(&prose, "`") {
            assert!(shown.contains(&plain(code)), "{file}: {code}");
        }
        let rows = markdown.lines().filter(|line| line.starts_with('|') && !line.starts_with("|-")).count();
        assert_eq!(texts("tr").len(), rows, "{file}");
        for rest in prose.split("](https://").skip(1) {
            let link = format!("https://{}", rest.split_once(')').unwrap().0);
            assert!(leads_to(&page, &link), "{link}");
        }
        assert!(!answer.text.contains(".md"), "the office has pages, and no files");
        recipes.push(texts("h3"));
    }
    assert_eq!(recipes[0], ["n8n", "Zapier", "Mailchimp", "CiviCRM", "Action Network"]);
    assert_eq!(recipes[0], recipes[1], "the recipes are the same in both languages");
}

fn leads_to(page: &Page, href: &str) -> bool {
    page.all("a").any(|link| link.get("href") == href)
}

/// Adds a recipient of webhooks, and returns the end of its page's address.
async fn add_recipient(office: &Office<'_>, kind: &str) -> String {
    let names = [("name_en", "Canadian Council for Refugees"), ("name_fr", "Conseil canadien pour les réfugiés")];
    let standard = [("kind", kind), ("address", "https://hooks.example.org/a"), ("hours", "on")];
    let native = [("kind", kind), ("api_key", "0123456789abcdef"), ("consents", "on")];
    let of_kind = if kind == "standard" { standard } else { native };
    let answer = office.post("/organizer/en/webhooks", &[&names[..], &of_kind[..]].concat()).await;
    let to = if answer.status == 303 {
        answer.leads_to().to_owned()
    } else {
        let page = answer.expect(200).page();
        page.all("a").find(|link| link.get("href").contains("/webhooks/")).expect("its page").get("href").to_owned()
    };
    to.rsplit_once('/').unwrap().1.to_owned()
}

#[tokio::test]
async fn the_guides_are_found_where_they_are_needed() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let [standard, native] = [add_recipient(&office, "standard").await, add_recipient(&office, "action-network").await];
    for language in ["en", "fr"] {
        let partners = format!("/partner/{language}/guide");
        let recipes = format!("/organizer/{language}/webhooks/recipes");
        let page = site.get(&format!("/{language}/partners")).await.expect(200).page();
        assert!(leads_to(&page, &partners), "the public page for partners");
        for (room, to) in [
            ("partners", &partners),
            ("partners/ccr/page", &partners),
            ("partners/ccr/page", &format!("/{language}/partners?partner=ccr")),
            ("guide", &partners),
            ("guide", &recipes),
            ("webhooks", &recipes),
            (&format!("webhooks/{standard}"), &recipes),
            (&format!("webhooks/{native}"), &format!("{recipes}#action-network")),
        ] {
            let page = office.get(&format!("/organizer/{language}/{room}")).await.expect(200).page();
            assert!(leads_to(&page, to), "{language}: {room} leads to {to}");
        }
        let page = office.get(&recipes).await.expect(200).page();
        assert!(page.find("action-network").is_some());
    }
}

/// The guide that every organizer reads leads to a page that every organizer may open.
#[tokio::test]
async fn a_viewer_reads_the_recipes_too() {
    let site = TestSite::start().await;
    let admin = site.sign_in(FIRST_ADMIN).await;
    let viewer = "viewer@example.org";
    site.keep_private([viewer.to_owned()]);
    admin.post("/organizer/en/team", &[("email", viewer), ("role", "viewer")]).await.expect(303);
    let office = site.sign_in(viewer).await;
    let page = office.get("/organizer/en/webhooks/recipes").await.expect(200).page();
    assert!(!leads_to(&page, "/organizer/en/webhooks"), "that room is not theirs");
    assert!(leads_to(&admin.get("/organizer/en/webhooks/recipes").await.page(), "/organizer/en/webhooks"));
}

#[tokio::test]
async fn search_engines_find_the_partners_guide_at_its_own_address() {
    let site = TestSite::start().await;
    let page = site.get("/partner/en/guide").await.expect(200).page();
    let named = |relation: &str, language: &str| {
        let link = page.all("link").find(|link| link.get("rel") == relation && link.get("hreflang") == language);
        link.expect("it is listed").get("href").to_owned()
    };
    assert_eq!(named("canonical", ""), format!("{}/partner/en/guide", site.url()));
    assert_eq!(named("alternate", "fr-CA"), format!("{}/partner/fr/guide", site.url()));
    assert!(!page.all("meta").any(|meta| meta.get("name") == "robots"));
}
