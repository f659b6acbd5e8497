//! Reads the printed files back, and tries the door.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use axum::body::Body;
use axum::response::Response;
use campaigns::CampaignFolder;
use domain::campaign::members::{Answer, Holder, Member, Quote, Stance};
use domain::campaign::offices::OfficeLinks;
use domain::campaign::published::{Part, Published, Version};
use domain::keys::secret::Secret;
use domain::locale::Locale;
use domain::tally::Tally;
use domain::tally::hour::Hour;
use domain::tally::riding::{Place, Province};
use http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use jiff::{SignedDuration, Timestamp};
use lopdf::{Dictionary, Document, Object};
use pages::QrCode;
use serde_json::{Value, json};
use store::{HourEntry, HourSnapshot};
use tower::ServiceExt as _;
use ttf_parser::gsub::{SingleSubstitution, SubstitutionSubtable};
use ttf_parser::{GlyphId, OutlineBuilder};

use super::*;
use crate::press::{Form, pdf};

const PAGE_MAX_BYTES: usize = 150_000;
const PICTURE_MAX_BYTES: usize = 60_000;
/// The pages of the front matter: cover, contents on two or three pages, sums.
const FRONT_MATTER: std::ops::RangeInclusive<usize> = 3..=8;

fn now() -> Timestamp {
    "2026-11-23T19:05:00Z".parse().unwrap()
}

fn site() -> pages::Site {
    pages::Site::load(CampaignFolder::find("time-to-lead").unwrap(), "https://example.org").unwrap()
}

/// Makes a tally with another count for each riding, and a few abroad.
fn tally() -> Tally {
    let mut tally = Tally::default();
    for (n, riding) in (0_i64..).zip(ridings::all()) {
        tally.add(Place::Riding(riding.code), n * 37 % 211);
    }
    tally.add(Place::Riding("35079".parse().unwrap()), 1_200);
    tally.add(Place::Abroad, 12);
    tally
}

/// Makes two weeks of snapshots in which every count grew to its present value, with one hour missing.
fn hours(tally: &Tally) -> Vec<HourEntry> {
    let entry = |n: i64| {
        let hour = Hour::of(now()).plus((n - 59) * 6);
        let mut then = Tally::default();
        for (place, count) in tally.places() {
            then.add(place, count.signers * n * n / 59 / 59);
        }
        let snapshot = HourSnapshot { hour, taken_at: hour.start(), tally: then, by_partner: BTreeMap::default() };
        (hour, (n != 20).then(|| Arc::new(snapshot)))
    };
    (0..60).map(entry).collect()
}

fn one_pager(code: &str, locale: Locale, paper: Paper, tally: &Tally) -> Vec<u8> {
    let (site, hours) = (site(), hours(tally));
    let numbers = Numbers { site: &site, tally, read_at: now(), hours: &hours, day: None };
    let riding = ridings::get(code.parse().unwrap()).unwrap();
    pdf(Form::OnePager, &numbers.one_pager(riding, locale, paper), now()).unwrap()
}

fn book(province: Option<Province>, locale: Locale, tally: &Tally) -> Vec<u8> {
    let (site, hours) = (site(), hours(tally));
    let numbers = Numbers { site: &site, tally, read_at: now(), hours: &hours, day: None };
    pdf(Form::Book, &numbers.book(province, locale, Paper::Letter), now()).unwrap()
}

/// Returns the whole country's book, printed once for the tests that look at it.
fn whole_book() -> &'static [u8] {
    static BOOK: OnceLock<Vec<u8>> = OnceLock::new();
    BOOK.get_or_init(|| book(None, Locale::Fr, &tally()))
}

fn read(pdf: &[u8]) -> Document {
    Document::load_mem(pdf).unwrap()
}

/// Returns the text of pages, every run of spaces and line ends as one space.
fn text_of(document: &Document, pages: &[u32]) -> String {
    let text = document.extract_text(pages).unwrap();
    text.split(|c: char| c.is_whitespace() || c == '\0')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
        .replace("- ", "-")
        .replace("— ", "—")
}

/// Writes a text as [`text_of`] gives it: a line may end after a hyphen or a dash.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace("- ", "-").replace("— ", "—")
}

fn catalog(document: &Document) -> &Dictionary {
    document.catalog().unwrap()
}

fn string(object: &Object) -> String {
    lopdf::decode_text_string(object).unwrap()
}

#[test]
fn a_one_pager_says_the_number_the_name_and_the_asks_in_both_languages() {
    let site = site();
    for (locale, count, name) in [(Locale::En, "1,237", "Ottawa Centre"), (Locale::Fr, "1 237", "Ottawa-Centre")] {
        let mut tally = Tally::default();
        tally.add(Place::Riding("35079".parse().unwrap()), 1_237);
        let document = read(&one_pager("35079", locale, Paper::Letter, &tally));
        assert_eq!(document.get_pages().len(), 1);
        let text = text_of(&document, &[1]);
        for said in [count, name, "Ontario", "Yasir Naqvi", "https://example.org/", "/ridings/35079"] {
            assert!(text.contains(said), "{locale}: {said} is not in {text}");
        }
        let t = site.texts(locale);
        for key in ["resettlement", "sponsorship", "determination"] {
            for key in [format!("campaign-ask-{key}-title"), format!("campaign-ask-{key}")] {
                assert!(text.contains(&plain(&t.get(&key))), "{locale}: {key} is not in {text}");
            }
        }
        for key in ["report-how", "campaign-not-official", "campaign-asks-title", "trend-title"] {
            assert!(text.contains(&plain(&t.get(key))), "{locale}: {key} is not in {text}");
        }
    }
}

#[test]
fn every_riding_fits_on_one_page_in_both_languages_and_on_both_papers() {
    let tally = tally();
    // The longest names, a territory, the smallest and the largest on the map.
    let mut names: Vec<_> = ridings::all().iter().collect();
    names.sort_by_key(|riding| std::cmp::Reverse(riding.name.fr.chars().count()));
    let longest = names.iter().take(3).map(|riding| riding.code.to_string());
    for code in longest.chain(["62001", "35112", "10004"].map(str::to_owned)) {
        for locale in Locale::ALL {
            for paper in [Paper::Letter, Paper::A4] {
                let pdf = one_pager(&code, locale, paper, &tally);
                assert_eq!(read(&pdf).get_pages().len(), 1, "{code} in {locale} on {paper:?}");
                assert!(pdf.len() < PAGE_MAX_BYTES, "{code}: {} bytes", pdf.len());
            }
        }
    }
}

#[test]
fn a_screen_reader_finds_title_language_headings_and_what_pictures_show() {
    for (locale, language, title) in [
        (Locale::En, "en-CA", "Ottawa Centre: the campaign’s count"),
        (Locale::Fr, "fr-CA", "Ottawa-Centre\u{202f}: le compte de la campagne"),
    ] {
        let document = read(&one_pager("35079", locale, Paper::A4, &tally()));
        let catalog = catalog(&document);
        assert_eq!(string(catalog.get(b"Lang").unwrap()), language);
        let marked = document.dereference(catalog.get(b"MarkInfo").unwrap()).unwrap().1.as_dict().unwrap();
        assert!(marked.get(b"Marked").unwrap().as_bool().unwrap());
        let info = document.dereference(document.trailer.get(b"Info").unwrap()).unwrap().1.as_dict().unwrap();
        assert_eq!(string(info.get(b"Title").unwrap()), title);
        let tags: Vec<_> = document.objects.values().filter_map(|object| object.as_dict().ok()).collect();
        let tagged = |name: &[u8]| {
            tags.iter().filter(|tag| tag.get(b"S").and_then(Object::as_name).is_ok_and(|kind| kind == name)).count()
        };
        assert_eq!((tagged(b"H1"), tagged(b"H2"), tagged(b"Figure")), (1, 3, 4));
        assert!(tags.iter().filter(|tag| tag.has(b"Alt")).count() >= 3, "each figure says what it shows");
    }
}

#[test]
fn the_book_has_a_page_for_each_riding_after_its_front_matter_and_fits_into_an_answer() {
    let pdf = whole_book();
    let document = read(pdf);
    let pages = document.get_pages().len();
    let front = pages - ridings::all().len();
    assert!(FRONT_MATTER.contains(&front), "{front} pages of front matter");
    assert!(pdf.len() <= DOCUMENT_MAX_BYTES, "{} bytes", pdf.len());
    assert!(pdf.len() / pages < PAGE_MAX_BYTES);
    // Base64 and the answer's frame, within Lambda's 6 MB.
    assert!(DOCUMENT_MAX_BYTES.div_ceil(3) * 4 + 16_384 < 6 * 1024 * 1024);
    let tally = tally();
    let t = site();
    for (page, riding) in (front + 1..).zip(ridings::all()).step_by(49) {
        let text = text_of(&document, &[u32::try_from(page).unwrap()]);
        assert!(text.contains(&plain(riding.name.fr)), "{} is not in {text}", riding.name.fr);
        let count = t.texts(Locale::Fr).number(tally.at(Place::Riding(riding.code)));
        assert!(text.contains(&plain(&count)), "{count} is not in {text}");
    }
}

#[test]
fn the_books_sums_are_the_tallys() {
    let document = read(whole_book());
    let (tally, site) = (tally(), site());
    let t = site.texts(Locale::Fr);
    let front: Vec<u32> = (1..=8).collect();
    let text = text_of(&document, &front);
    for sum in [tally.total(), tally.in_province(Province::Quebec), tally.at(Place::Abroad)] {
        assert!(text.contains(&plain(&t.number(sum))), "{sum} is not in {text}");
    }
    assert!(!text.contains('\u{2060}'), "a number is found by its digits");
    for said in ["Sommaire", "En bref", "Ontario", "Ottawa-Centre"] {
        assert!(text.contains(said), "{said} is not in {text}");
    }
}

#[test]
fn a_provinces_book_holds_its_ridings_alone() {
    let document = read(&book(Some(Province::NewBrunswick), Locale::En, &tally()));
    let front = document.get_pages().len() - ridings::in_province(Province::NewBrunswick).count();
    assert_eq!(front, 3);
    let text = text_of(&document, &document.get_pages().into_keys().collect::<Vec<_>>());
    assert!(text.contains("New Brunswick: the count in each riding") && !text.contains("Ottawa Centre"));
}

#[test]
fn where_nobody_signed_a_page_says_zero_and_no_rank() {
    let site = site();
    let tally = Tally::default();
    let numbers = Numbers { site: &site, tally: &tally, read_at: now(), hours: &[], day: None };
    let riding = ridings::get("35079".parse().unwrap()).unwrap();
    let pdf_file = pdf(Form::OnePager, &numbers.one_pager(riding, Locale::En, Paper::Letter), now()).unwrap();
    let text = text_of(&read(&pdf_file), &[1]);
    assert!(text.contains("people have signed here") && !text.contains("Rank"), "{text}");
    assert!(!text.contains("How the number has grown") && !text.contains("Share of electors"), "{text}");
    pdf(Form::Book, &numbers.book(Some(Province::Yukon), Locale::Fr, Paper::A4), now()).unwrap();
    numbers.png(Some(riding), Locale::Fr).unwrap();
}

/// Invariant 26.
/// Data are values to the sheets: markup in them is only characters.
#[test]
fn a_name_with_markup_is_set_as_it_is() {
    let (site, tally) = (site(), tally());
    let numbers = Numbers { site: &site, tally: &tally, read_at: now(), hours: &[], day: None };
    let riding = ridings::get("35079".parse().unwrap()).unwrap();
    let mut sheet = serde_json::to_value(numbers.one_pager(riding, Locale::En, Paper::Letter)).unwrap();
    let evil = "#panic(1) *b* _i_ $x$ @ref <l> `r` \\ // [c] = h";
    sheet["riding"]["name"] = evil.into();
    sheet["riding"]["member"] = evil.into();
    sheet["riding"]["answer"] = json!([evil, evil, evil]);
    sheet["head"]["title"] = evil.into();
    let text = text_of(&read(&pdf(Form::OnePager, &sheet, now()).unwrap()), &[1]);
    assert_eq!(text.matches(evil).count(), 5, "{text}");
}

#[test]
fn a_riding_without_a_known_member_still_has_its_page() {
    let (site, tally) = (site(), tally());
    let numbers = Numbers { site: &site, tally: &tally, read_at: now(), hours: &[], day: None };
    let riding = ridings::get("35079".parse().unwrap()).unwrap();
    for (locale, said) in [(Locale::En, "Name not available"), (Locale::Fr, "Nom non disponible")] {
        let sheet = numbers.one_pager_of(riding, &Holder::Unknown, locale, Paper::Letter);
        let text = text_of(&read(&pdf(Form::OnePager, &sheet, now()).unwrap()), &[1]);
        assert!(text.contains(said) && text.contains("Ottawa"), "{text}");
    }
}

#[test]
fn a_vacant_seat_and_an_answer_stand_on_the_page_in_both_languages() {
    let (site, tally) = (site(), tally());
    let numbers = Numbers { site: &site, tally: &tally, read_at: now(), day: None, hours: &[] };
    let riding = ridings::get("35079".parse().unwrap()).unwrap();
    let answer = Answer {
        stance: Stance::All,
        on: "2026-11-03".parse().unwrap(),
        source: "https://example.org/declaration".to_owned(),
        quote: Some(Quote { text: "Oui, nous le ferons".to_owned(), locale: Locale::Fr }),
        letters_go_on: true,
    };
    let member = site.roster().member(riding.code).unwrap().clone();
    let agrees = Holder::Member(Member { answer: Some(answer), ..member });
    let vacant = Holder::Vacant { since: Some("2026-10-01".parse().unwrap()) };
    for (locale, empty, said) in [
        (Locale::En, "vacant since October 1, 2026", "On November 3, 2026, they said yes to all of our asks."),
        (Locale::Fr, "vacant depuis le 1er octobre 2026", "Le 3 novembre 2026, cette personne a dit oui à toutes nos"),
    ] {
        let text = |holder: &Holder| {
            let sheet = numbers.one_pager_of(riding, holder, locale, Paper::Letter);
            let pages = read(&pdf(Form::OnePager, &sheet, now()).unwrap());
            assert_eq!(pages.get_pages().len(), 1, "it stays one page");
            text_of(&pages, &[1])
        };
        assert!(text(&vacant).contains(empty), "{}", text(&vacant));
        for part in [said, "Oui, nous le ferons", "https://example.org/declaration"] {
            assert!(text(&agrees).contains(part), "{part}: {}", text(&agrees));
        }
        assert_eq!(text(&agrees).contains("(in French)"), locale == Locale::En);
    }
}

/// A Member's words and the names of Members and partners may come in any letters. One of them would refuse the whole book.
#[test]
fn a_letter_that_no_typeface_has_keeps_nobody_from_a_document() {
    let (site, tally) = (site(), tally());
    let numbers = Numbers { site: &site, tally: &tally, read_at: now(), day: None, hours: &[] };
    let riding = ridings::get("62001".parse().unwrap()).unwrap();
    let answer = Answer {
        stance: Stance::All,
        on: "2026-11-03".parse().unwrap(),
        source: "https://example.org/declaration".to_owned(),
        quote: Some(Quote { text: "A non\u{2011}binding yes \u{1f642}\u{fe0f}".to_owned(), locale: Locale::En }),
        letters_go_on: true,
    };
    let member = Member {
        name: "Ana Ko\u{10d}i\u{107}".to_owned(),
        answer: Some(answer),
        ..Member::clone(site.roster().member(riding.code).unwrap())
    };
    let sheet = numbers.one_pager_of(riding, &Holder::Member(member), Locale::En, Paper::Letter);
    let text = text_of(&read(&pdf(Form::OnePager, &sheet, now()).unwrap()), &[1]);
    assert!(text.contains("Ana Kocic") && text.contains("A non-binding yes ?"), "{text}");

    // A name that no letter of it could be read of is left out. Its code credits the partner nevertheless.
    let named = |name: &str| json!({ "slug": "house", "name_en": name, "name_fr": name, "listed": true });
    let mut published = Published::default();
    for (name, is_named) in [("Dom Ko\u{10d}i\u{107}", true), ("\u{423}\u{43a}\u{440}\u{430}\u{457}\u{43d}", false)] {
        let content = json!([named(name)]).to_string();
        published.put(Part::Partners, Version { number: 1, content });
        let folder = CampaignFolder::find("time-to-lead").unwrap().now(&published).unwrap();
        let site = pages::Site::of(&folder, "https://example.org", ["", ""]).unwrap();
        let sheet = crate::sign_up_sheet::SignUpSheet::new(&site, Locale::En, None, "house", 1);
        read(&pdf(Form::SignUpSheet, &sheet, now()).unwrap());
        let content = serde_json::to_value(&sheet).unwrap();
        assert_eq!(content["partner"].is_string(), is_named, "{name}");
        assert_eq!(content["code"]["svg"], drawn_code("https://example.org/en?partner=house"));
    }
}

/// Another letter would stand for a missing one; this test names it.
#[test]
fn the_typeface_has_every_letter_of_names_and_texts() {
    let faces = press::faces();
    let site = site();
    let mut texts: Vec<String> = Vec::new();
    for riding in ridings::all() {
        texts.extend([riding.name.en.to_owned(), riding.name.fr.to_owned()]);
        texts.extend(site.roster().member(riding.code).map(|member| format!("{}{}", member.name, member.party)));
    }
    for locale in Locale::ALL {
        let t = site.texts(locale);
        let said = |key: &&str| key.starts_with("campaign-ask") || key.starts_with("party-");
        texts.extend(t.keys().into_iter().filter(said).map(|key| t.get(key)));
        texts.extend(
            ["report-how", "report-verify-day", "campaign-name", "campaign-not-official"].map(|key| t.get(key)),
        );
        texts.extend([t.number(1_234_567), t.share(0.5), t.day(now()), t.time(now())]);
        texts.push(ridings::attribution(locale).to_owned());
    }
    for letter in texts.iter().flat_map(|text| text.chars()) {
        for face in &faces {
            assert!(face.info().coverage.contains(letter.into()), "no {letter:?}");
        }
    }
}

/// Counts the closed lines of a letter.
struct Outlines(usize);

impl OutlineBuilder for Outlines {
    fn move_to(&mut self, _: f32, _: f32) {
        self.0 += 1;
    }

    fn line_to(&mut self, _: f32, _: f32) {}

    fn quad_to(&mut self, _: f32, _: f32, _: f32, _: f32) {}

    fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, _: f32) {}

    fn close(&mut self) {}
}

/// A zero is a line around another. A slash cuts the space inside into two: three lines.
#[test]
fn no_typeface_has_a_slash_in_its_zero() {
    for font in press::faces() {
        let face = ttf_parser::Face::parse(font.data(), font.index()).unwrap();
        let zero = face.glyph_index('0').unwrap();
        let lookups = face.tables().gsub.unwrap().lookups;
        let others = lookups.into_iter().flat_map(|lookup| lookup.subtables.into_iter::<SubstitutionSubtable<'_>>());
        let others = others.filter_map(|substitution| {
            let SubstitutionSubtable::Single(single) = substitution else { return None };
            let at = single.coverage().get(zero)?;
            match single {
                SingleSubstitution::Format1 { delta, .. } => Some(GlyphId(zero.0.wrapping_add_signed(delta))),
                SingleSubstitution::Format2 { substitutes, .. } => substitutes.get(at),
            }
        });
        let zeros: Vec<_> = std::iter::once(zero).chain(others).collect();
        assert!(zeros.len() > 1, "one as wide as it is, and one as wide as every figure");
        for zero in zeros {
            let mut outlines = Outlines(0);
            face.outline_glyph(zero, &mut outlines).unwrap();
            assert_eq!(outlines.0, 2, "{:?}", face.names().get(0).and_then(|name| name.to_string()));
        }
    }
}

#[test]
fn a_share_picture_is_small_and_as_large_as_networks_ask() {
    let (site, tally) = (site(), tally());
    let numbers = Numbers { site: &site, tally: &tally, read_at: now(), hours: &[], day: None };
    let mut names: Vec<_> = ridings::all().iter().collect();
    names.sort_by_key(|riding| std::cmp::Reverse(riding.name.fr.chars().count()));
    for riding in [None, Some(names[0]), Some(names[342])] {
        for locale in Locale::ALL {
            let picture = numbers.png(riding, locale).unwrap();
            let header = png::Decoder::new(std::io::Cursor::new(&picture)).read_info().unwrap().info().clone();
            assert_eq!((header.width, header.height), (1200, 630));
            assert!(picture.len() < PICTURE_MAX_BYTES, "{} bytes", picture.len());
        }
    }
}

/// Returns the site with the links to offices' pages.
fn site_with_offices() -> pages::Site {
    let mut links = OfficeLinks::default();
    links.complete(ridings::all().iter().map(|riding| riding.code), || [0xA7; 16], now());
    let mut published = Published::default();
    let content = serde_json::to_string(&links).unwrap();
    published.put(Part::Offices, Version { number: 1, content });
    let folder = CampaignFolder::find("time-to-lead").unwrap().now(&published).unwrap();
    pages::Site::of(&folder, "https://example.org", ["", ""]).unwrap()
}

/// The code is the only one on the page, so that nobody scans another.
#[test]
fn a_one_pager_for_the_office_has_its_link_as_a_text_and_as_a_code_on_one_page() {
    let (site, tally) = (site_with_offices(), tally());
    let hours = hours(&tally);
    let numbers = Numbers { site: &site, tally: &tally, read_at: now(), hours: &hours, day: None };
    let mut names: Vec<_> = ridings::all().iter().collect();
    names.sort_by_key(|riding| std::cmp::Reverse(riding.name.fr.chars().count()));
    for riding in [names[0], names[1], ridings::get("35079".parse().unwrap()).unwrap()] {
        for locale in Locale::ALL {
            let code = site.offices().of(riding.code).unwrap().code;
            let opens = format!("https://example.org/{locale}/office/{code}");
            for paper in [Paper::Letter, Paper::A4] {
                let sheet = numbers.one_pager(riding, locale, paper);
                let content = serde_json::to_value(&sheet).unwrap();
                assert_eq!(content["riding"]["office"]["code"]["svg"], drawn_code(&opens));
                let document = read(&pdf(Form::OnePager, &sheet, now()).unwrap());
                assert_eq!(document.get_pages().len(), 1, "{} in {locale} on {paper:?}", riding.code);
                let text = text_of(&document, &[1]).replace(' ', "");
                assert!(text.contains(&opens), "{opens} is not in {text}");
                let codes = document.objects.values().filter_map(|object| object.as_dict().ok());
                let codes =
                    codes.filter_map(|tag| tag.get(b"Alt").ok()).map(string).filter(|alt| alt.contains("https://"));
                assert_eq!(codes.collect::<Vec<_>>().len(), 1);
            }
        }
    }
}

#[test]
fn what_everybody_may_print_and_the_book_have_no_offices_link() {
    let (site, tally) = (site_with_offices(), tally());
    let riding = ridings::get("11001".parse().unwrap()).unwrap();
    let day = Some(pages::day_of(now()));
    let of_day = Numbers { site: &site, tally: &tally, read_at: now(), hours: &[], day };
    let page = serde_json::to_value(of_day.one_pager(riding, Locale::En, Paper::Letter)).unwrap();
    assert_eq!(page["riding"]["office"], Value::Null);
    let of_moment = Numbers { day: None, ..of_day };
    let book = serde_json::to_string(&of_moment.book(Some(Province::PrinceEdwardIsland), Locale::En, Paper::Letter));
    assert!(!book.unwrap().contains("/office/"));
}

fn blank_sheet(riding: Option<&str>, partner: &str, locale: Locale, pages: usize) -> (Value, Document) {
    let riding = riding.map(|code| ridings::get(code.parse().unwrap()).unwrap());
    let sheet = crate::sign_up_sheet::SignUpSheet::new(&site(), locale, riding, partner, pages);
    let document = read(&pdf(Form::SignUpSheet, &sheet, now()).unwrap());
    (serde_json::to_value(&sheet).unwrap(), document)
}

#[test]
fn a_blank_sheet_has_the_pledge_the_columns_twelve_lines_and_a_code_to_sign_online() {
    for (locale, said) in [
        (Locale::En, ["First name", "Last name", "Postal code", "Signature", "Page 2 of 3", "Sign your name in"]),
        (Locale::Fr, ["Prénom", "Nom de famille", "Code postal", "Signature", "Page 2 sur 3", "Ajoutez votre nom"]),
    ] {
        let (content, document) = blank_sheet(Some("35079"), "ccr", locale, 3);
        assert_eq!(document.get_pages().len(), 3);
        let text = text_of(&document, &[2]);
        let t = site();
        let t = t.texts(locale);
        for key in ["campaign-pledge", "sign-up-sheet-who", "campaign-organization"] {
            assert!(text.contains(&plain(&t.get(key))), "{locale}: {key} is not in {text}");
        }
        for said in said {
            assert!(text.contains(said), "{said} is not in {text}");
        }
        for line in 1..=12 {
            assert!(text.contains(&format!(" {line} ")), "line {line} is not in {text}");
        }
        assert!(text.contains("H2S 2T1") && text.contains("info@ccrweb.ca"), "{text}");
        let opens = format!("https://example.org/{locale}?riding=35079&partner=ccr");
        assert_eq!(content["code"]["svg"], drawn_code(&opens));
        assert!(content["code"]["label"].as_str().unwrap().ends_with(&opens));
    }
}

/// The longest names leave room for every line.
#[test]
fn a_blank_sheet_is_one_page_for_every_riding() {
    let mut names: Vec<_> = ridings::all().iter().collect();
    names.sort_by_key(|riding| std::cmp::Reverse(riding.name.fr.chars().count()));
    for code in names.iter().take(2).map(|riding| riding.code.to_string()) {
        for locale in Locale::ALL {
            assert_eq!(blank_sheet(Some(&code), "ccr", locale, 1).1.get_pages().len(), 1, "{code}");
        }
    }
    let (content, document) = blank_sheet(None, "nobody", Locale::En, 1);
    assert_eq!(document.get_pages().len(), 1);
    assert_eq!(
        (&content["partner"], &content["code"]["svg"]),
        (&Value::Null, &drawn_code("https://example.org/en").into())
    );
}

/// Draws an address as the sheets do.
fn drawn_code(address: &str) -> String {
    let QrCode { side, squares } = QrCode::of(address);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{side}\" height=\"{side}\" viewBox=\"0 0 {side} {side}\">\
         <path d=\"{squares}\" fill=\"#1d2433\"/></svg>"
    )
}

#[test]
fn the_same_numbers_are_the_same_bytes() {
    let tally = tally();
    let print = || one_pager("24001", Locale::Fr, Paper::Letter, &tally);
    assert_eq!(print(), print());
}

fn tickets() -> TicketKeys {
    TicketKeys::parse("time-to-lead".parse().unwrap(), &Secret::new(format!("k:{}", "s".repeat(32)))).unwrap()
}

/// Returns the door as it is deployed.
fn guarded() -> Guard {
    Guard::Tickets(tickets())
}

fn app_behind(guard: Guard) -> Router {
    app_over("http://127.0.0.1:9", guard)
}

fn app_over(store: &str, guard: Guard) -> Router {
    let settings = [
        ("CAMPAIGN", "time-to-lead"),
        ("SITE_URL", "https://example.org"),
        ("OFFICE_TABLE", "Office"),
        ("TALLY_TABLE", "Tally"),
        ("TALLY_SHARDS", "1"),
    ];
    let settings = settings.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let connection = store::Connection::to(store);
    routes(
        open(&Environment::from_pairs(settings), Clock::manual(now()), connection, |_| Ok(guard)).unwrap(),
        Edge::absent(),
    )
}

async fn ask(app: &Router, path: &str, language: &str) -> Response {
    let request = Request::builder().uri(path).header("accept-language", language).body(Body::empty()).unwrap();
    app.clone().oneshot(request).await.unwrap()
}

async fn problem_of(response: Response) -> Value {
    serde_json::from_slice(&response.into_body().collect().await.unwrap().to_bytes()).unwrap()
}

#[tokio::test]
async fn nobody_gets_a_report_without_a_ticket() {
    let app = app_behind(guarded());
    for path in [
        "/v1/report.pdf",
        "/v1/report.pdf?riding=99999",
        "/v1/report.pdf?lang=fr&lang=en",
        "/v1/report.pdf?ticket=x",
        "/v1/report.pdf?ticket=eyJhbGciOiJub25lIn0.eyJhdWQiOiJ0aW1lLXRvLWxlYWQvcmVwb3J0In0.",
    ] {
        let answer = ask(&app, path, "fr").await;
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{path}");
        assert_eq!(answer.headers()["cache-control"], "no-store");
        let problem = problem_of(answer).await;
        assert_eq!(problem["code"], "not_signed_in");
        assert!(problem["title"].as_str().unwrap().starts_with("Ouvrez"));
    }
}

#[tokio::test]
async fn a_ticket_lets_in_and_an_old_one_leads_to_another() {
    let app = app_behind(guarded());
    let with = |minutes| tickets().mint(now() - SignedDuration::from_mins(minutes)).expose().to_owned();
    let answer = ask(&app, &format!("/v1/report.pdf?riding=99999&ticket={}", with(4)), "en").await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "let in, and told what is wrong");
    let answer = ask(&app, &format!("/v1/report.pdf?riding=35079&ticket={}&lang=fr", with(5)), "en").await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!(answer.headers()["location"], "/v1/organizer/report.pdf?riding=35079&lang=fr");
}

#[tokio::test]
async fn an_organizer_who_asks_wrongly_is_told_everything_that_is_wrong() {
    let app = app_behind(Guard::Open);
    let answer = ask(&app, "/v1/report.pdf?riding=1&paper=a3&lang=fr", "en").await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let problem = problem_of(answer).await;
    let fields: Vec<_> = problem["errors"].as_array().unwrap().iter().map(|error| &error["field"]).collect();
    assert_eq!(fields, ["paper", "riding"]);
    assert!(problem["title"].as_str().unwrap().starts_with("Vérifiez"), "in the language that was asked for");
    let twice = ask(&app, "/v1/report.pdf?lang=fr&lang=en", "en").await;
    assert_eq!(
        (twice.status(), &problem_of(twice).await["code"]),
        (StatusCode::BAD_REQUEST, &"address_unreadable".into())
    );
}

#[tokio::test]
async fn without_any_count_there_is_no_report_and_no_picture_but_a_time_to_ask_again() {
    let app = app_behind(Guard::Open);
    for path in ["/v1/report.pdf?riding=35079", "/en/share.png", "/fr/ridings/35079/share.png"] {
        let answer = ask(&app, path, "en").await;
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert_eq!(answer.headers()["retry-after"], "5");
        assert_eq!(problem_of(answer).await["code"], "unavailable");
    }
}

#[tokio::test]
async fn there_is_no_picture_of_what_is_not_there() {
    let app = app_behind(guarded());
    for path in ["/de/share.png", "/en/ridings/99999/share.png", "/de/ridings/35079/share.png"] {
        assert_eq!(ask(&app, path, "en").await.status(), StatusCode::NOT_FOUND, "{path}");
    }
}

/// Serves an embedded database that holds one counter until the test's runtime ends, and returns its address.
async fn store_with(riding: &str, signers: i64) -> String {
    let engine = dynoxide::Database::memory().unwrap();
    let key = |name: &str, kind: &str| json!({ "AttributeName": name, "KeyType": kind });
    let text = |name: &str| json!({ "AttributeName": name, "AttributeType": "S" });
    let table = json!({
        "TableName": "Tally", "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": [key("pk", "HASH"), key("sk", "RANGE")], "AttributeDefinitions": [text("pk"), text("sk")],
    });
    engine.create_table(serde_json::from_value(table).unwrap()).unwrap();
    let counter =
        json!({ "pk": { "S": "N#time-to-lead#00" }, "sk": { "S": riding }, "v": { "N": signers.to_string() } });
    engine.put_item(serde_json::from_value(json!({ "TableName": "Tally", "Item": counter })).unwrap()).unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(dynoxide::server::serve_with_shutdown(listener, engine, std::future::pending()));
    url
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_organizer_takes_the_tallys_numbers_home_as_a_file() {
    let app = app_over(&store_with("24001", 1_234).await, Guard::Open);
    let answer = ask(&app, "/v1/report.pdf?riding=24001&lang=fr&paper=a4", "en").await;
    assert_eq!(answer.status(), StatusCode::OK);
    let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(
        (header("content-type"), header("cache-control")),
        ("application/pdf".into(), "private, no-store".into())
    );
    let named = header("content-disposition");
    assert!(
        named.contains("filename=\"time-to-lead-fiche-24001-Abitibi-Baie-James-Nunavik-Eeyou-2026-11-23.pdf\""),
        "{named}"
    );
    assert!(named.contains("filename*=UTF-8''time-to-lead%20fiche%2024001%20Abitibi%E2%80%94Baie"), "{named}");
    let bytes = answer.into_body().collect().await.unwrap().to_bytes();
    let text = text_of(&read(&bytes), &[1]);
    assert!(text.contains("1 234 personnes ont signé ici") && text.contains("1 sur 343"), "{text}");

    let book = ask(&app, "/v1/report.pdf?province=PE", "en").await;
    assert!(book.headers()["content-disposition"].to_str().unwrap().contains("lobby-book-Prince-Edward-Island"));
    let picture = ask(&app, "/en/share.png", "en").await;
    assert_eq!((picture.status(), &picture.headers()["content-type"]), (StatusCode::OK, &"image/png".parse().unwrap()));
    assert!(picture.headers().get("set-cookie").is_none() && picture.headers().get("content-encoding").is_none());
}
