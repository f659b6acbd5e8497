//! Checks every page: both languages, no inline code, errors that lead to their fields.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

use std::collections::BTreeSet;
use std::path::Path;

use campaigns::{CAMPAIGNS, CampaignFolder};
use domain::locale::Locale;
use domain::tally::riding::Province;
use pages::{CampaignPage, FieldMessage, HomeFields, MessagePage, PledgeForm, Site, SiteError, Theme};

/// The codes that errors have in the interface; each has a sentence.
const CODES: &[&str] = &[
    "address_taken",
    "body_too_large",
    "campaign_closed",
    "form_closed",
    "campaign_not_open",
    "comment_too_long",
    "country_unknown",
    "draft_expired",
    "email_malformed",
    "email_missing",
    "email_too_long",
    "field_type",
    "invalid_form",
    "link_expired",
    "link_invalid",
    "locale_unknown",
    "method_not_allowed",
    "name_character",
    "name_link",
    "name_missing",
    "name_too_long",
    "not_found",
    "not_json",
    "oembed_format",
    "oembed_url",
    "pledge_gone",
    "postal_code_did_you_mean",
    "postal_code_malformed",
    "postal_code_missing",
    "postal_code_not_found",
    "postal_code_unused_letter",
    "rate_limited",
    "riding_ambiguous",
    "riding_elsewhere",
    "riding_not_found",
    "riding_unknown",
    "token_missing",
    "unavailable",
    "unsupported_media_type",
];

fn site() -> Site {
    Site::load(CampaignFolder::find("time-to-lead").unwrap(), "https://example.org/").unwrap()
}

fn wrong(field: &'static str) -> FieldMessage {
    FieldMessage { field, code: "code", message: format!("Something about {field}") }
}

fn wrong_everywhere() -> PledgeForm {
    let fields = ["first_name", "last_name", "email", "postal_code", "riding", "country", "comment"];
    PledgeForm {
        first_name: "<script>alert(1)</script>".to_owned(),
        comment: "\"><img src=x onerror=alert(1)>".to_owned(),
        errors: fields.map(wrong).into(),
        ..PledgeForm::default()
    }
}

/// Lists every value of an attribute in a page.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    html.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// Lists the sentences that templates and code ask for, as `.get("key")` and `.with("key"` on texts.
fn asked_keys(folder: &Path, keys: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            asked_keys(&path, keys);
            continue;
        }
        let is_template = path.extension().is_some_and(|extension| extension == "html");
        let owners: &[&str] = if is_template { &["t", "frame"] } else { &["t", "texts", "texts(locale)"] };
        let source = std::fs::read_to_string(&path).unwrap();
        for (owner, call) in owners.iter().flat_map(|owner| [(owner, "get"), (owner, "with"), (owner, "with_number")]) {
            let call = format!("{owner}.{call}(\"");
            // `object.get("…")` ends in `t.get` as well, so a letter must not stand before the owner.
            let found = source.match_indices(&call).filter(|(at, _)| !source[..*at].ends_with(char::is_alphanumeric));
            keys.extend(found.filter_map(|(at, _)| source[at + call.len()..].split('"').next()).map(str::to_owned));
        }
    }
}

#[test]
fn both_languages_say_everything() {
    for folder in CAMPAIGNS {
        let site = Site::load(*folder, "https://example.org").unwrap();
        assert_eq!(site.texts(Locale::En).gaps(site.texts(Locale::Fr)), Vec::<String>::new());
    }
}

#[test]
fn every_sentence_that_a_page_asks_for_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut keys = BTreeSet::new();
    for folder in [
        "shared/pages/templates",
        "shared/pages/src",
        "functions/sign",
        "functions/public",
        "functions/report/src",
        "functions/letter",
    ] {
        asked_keys(&root.join(folder), &mut keys);
    }
    assert!(keys.contains("form-button") && keys.contains("confirm-button"), "the search finds what is there");
    keys.extend(CODES.iter().map(|code| format!("error-{}", code.replace('_', "-"))));
    let site = site();
    let missing: Vec<_> = keys.iter().filter(|key| !site.texts(Locale::En).has(key)).collect();
    assert_eq!(missing, Vec::<&String>::new());
}

#[test]
fn nothing_in_a_page_needs_a_looser_security_policy() {
    let site = site();
    for locale in Locale::ALL {
        for form in [PledgeForm::default(), wrong_everywhere()] {
            let html = CampaignPage::new(&site, locale, Some(12), form).html();
            assert!(!html.contains(" style=") && !html.contains("<style") && !html.contains("javascript:"));
            assert_eq!(html.matches("<script").count(), html.matches("<script type=\"module\" src=\"/assets/").count());
            assert!(!html.contains("<img"), "what a supporter typed is text, never markup");
        }
    }
}

#[test]
fn each_error_is_told_twice_and_leads_to_its_field() {
    let site = site();
    let html = CampaignPage::new(&site, Locale::En, None, wrong_everywhere()).html();
    assert!(html.contains("<title>Error: "));
    let ids: BTreeSet<_> = values(&html, "id").into_iter().collect();
    assert_eq!(ids.len(), values(&html, "id").len(), "an id is there once");
    for error in wrong_everywhere().errors {
        assert_eq!(html.matches(&error.message).count(), 2, "{}", error.field);
        assert!(html.contains(&format!("href=\"#field-{}\"", error.field)));
        assert!(ids.contains(format!("field-{}", error.field).as_str()), "{}", error.field);
        assert!(ids.contains(format!("error-{}", error.field).as_str()), "{}", error.field);
    }
    for described in values(&html, "aria-describedby").iter().flat_map(|ids| ids.split(' ')) {
        assert!(ids.contains(described), "{described}");
    }
    for labelled in values(&html, "for") {
        assert!(ids.contains(labelled), "{labelled}");
    }
}

#[test]
fn the_form_asks_for_five_things_and_ticks_nothing() {
    let site = site();
    let html = CampaignPage::new(&site, Locale::Fr, Some(3), PledgeForm::default()).html();
    let form = html.split("<form").nth(1).unwrap();
    let outside_details: String =
        form.split("<details").map(|part| part.split("</details>").last().unwrap_or_default()).collect();
    // The last one names the sentence that the person reads beside the box for news.
    let names = ["first_name", "last_name", "email", "postal_code", "updates", "wording"];
    assert_eq!(values(&outside_details, "name"), names);
    assert!(outside_details.contains("type=\"hidden\" name=\"wording\""), "nobody fills it in");
    assert!(!form.contains(" checked"));
    assert_eq!(
        values(form, "autocomplete"),
        ["given-name", "family-name", "email", "postal-code", "off"],
        "the browser knows what belongs where"
    );
}

#[test]
fn one_can_always_say_that_it_is_another_riding() {
    let site = site();
    let several: Vec<_> = ridings::in_province(Province::Ontario).skip(5).take(3).collect();
    let fields = |choices: &[&'static ridings::Riding]| {
        let t = site.texts(Locale::En);
        let home = HomeFields { t, postal_code: "", country: "", riding: "", choices, errors: &[] };
        home.to_string()
    };
    let html = fields(&several);
    let radios: Vec<_> = html.split("type=\"radio\"").skip(1).map(|radio| values(radio, "value")[0]).collect();
    assert_eq!(radios, several.iter().map(|riding| riding.code.to_string()).collect::<Vec<_>>());
    let select = html.split("<select").skip(1).find(|select| select.contains("name=\"riding\"")).unwrap();
    assert_eq!(select.matches("<option value=\"").count(), 1 + ridings::all().len());
    let ontario = ridings::province_name(Province::Ontario, Locale::En);
    assert_eq!(values(select, "label").first(), Some(&ontario), "the likely province comes first");

    let many: Vec<_> = ridings::in_province(Province::Quebec).collect();
    assert!(!fields(&many).contains("type=\"radio\""), "a whole province is for the select alone");
    assert!(!fields(&[]).contains("name=\"riding\""), "nobody is asked without need");
}

#[test]
fn a_page_without_a_number_never_shows_a_zero() {
    let site = site();
    let html = CampaignPage::new(&site, Locale::En, None, PledgeForm::default()).html();
    assert!(!html.contains("id=\"counter\""));
    let first = CampaignPage::new(&site, Locale::En, Some(0), PledgeForm::default()).html();
    assert!(first.contains("Be the first to sign"));
    let many = CampaignPage::new(&site, Locale::Fr, Some(12_345), PledgeForm::default()).html();
    assert!(many.contains("12\u{202f}345") && many.contains("personnes ont signé"));
    let done = CampaignPage::new(&site, Locale::En, Some(20_000), PledgeForm::default()).html();
    assert!(done.contains("<p class=\"goal\">20,000 reached. Our next goal: 25,000</p>"));
}

#[test]
fn outside_its_dates_a_campaign_shows_a_sentence_instead_of_the_form() {
    let site = site();
    let page = |at: &str| {
        CampaignPage::new(&site, Locale::En, Some(3), PledgeForm::default()).at_time(at.parse().unwrap()).html()
    };
    let before = page("2026-09-22T03:59:59Z");
    assert!(before.contains("September 22, 2026") && !before.contains("<form"));
    assert!(page("2026-09-22T04:00:00Z").contains("<form"));
    let after = page("2027-09-22T04:00:00Z");
    let ended = "Signing ended on September 21, 2027. Thank you to everyone who signed. Names and addresses are kept until \
                 March 22, 2028 at the latest; the numbers stay.";
    assert!(after.contains(ended) && !after.contains("<form"));
}

#[test]
fn the_form_says_who_may_sign_and_what_becomes_of_the_names() {
    let site = site();
    for (locale, who, ends) in [
        (Locale::En, "Anyone who lives in Canada can sign, whatever their status", "March 22, 2028"),
        (Locale::Fr, "Toute personne qui vit au Canada peut signer, quel que soit son statut", "22 mars 2028"),
    ] {
        for form in [PledgeForm::default(), wrong_everywhere()] {
            let html = CampaignPage::new(&site, locale, Some(3), form).html();
            let place = |text: &str| html.find(text).unwrap_or_else(|| panic!("{text}"));
            assert!(place(who) < place("id=\"field-first_name\""));
            assert!(place("id=\"field-first_name\"") < place(ends));
        }
        let embedded =
            CampaignPage::new(&site, locale, Some(3), PledgeForm::default()).embedded(Theme::default()).html();
        assert!(embedded.contains(who) && !embedded.contains("class=\"promise\""));
    }
}

/// A folder like the campaign's, with further sentences and a picture.
fn folder_with(sentences: [&str; 2], picture: Option<&'static [u8]>) -> CampaignFolder {
    let folder = CampaignFolder::find("time-to-lead").unwrap();
    let toml = include_str!("../../campaigns/time-to-lead/campaign.toml");
    let [en, fr] = Locale::ALL.map(|locale| folder.sentences(locale));
    let leak = |text: String| -> &'static str { text.leak() };
    let texts = [leak(format!("{en}\n{}\n", sentences[0])), leak(format!("{fr}\n{}\n", sentences[1]))];
    CampaignFolder::new("time-to-lead", toml, texts, picture)
}

/// A PNG's first bytes, of a picture of 1200 by 800.
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\x04\xb0\x00\x00\x03\x20";

#[test]
fn a_campaign_may_have_a_picture_and_one_persons_words_and_needs_neither() {
    let plain = CampaignPage::new(&site(), Locale::En, None, PledgeForm::default()).html();
    assert!(!plain.contains("<figure") && !plain.contains("<img"), "none is invented");
    let en = "campaign-picture-alt = Two neighbours at a door\ncampaign-picture-caption = Photo: River Town\n\
              campaign-voice = They came for supper.\ncampaign-voice-name = Ana, sponsor";
    let fr = "campaign-picture-alt = Deux voisines à une porte\ncampaign-picture-caption = Photo : Ville-Rivière\n\
              campaign-voice = Ils sont venus souper.\ncampaign-voice-name = Ana, répondante";
    let site = Site::load(folder_with([en, fr], Some(PICTURE)), "https://example.org").unwrap();
    for (locale, alt, words) in [
        (Locale::En, "Two neighbours at a door", "They came for supper."),
        (Locale::Fr, "Deux voisines à une porte", "Ils sont venus souper."),
    ] {
        let html = CampaignPage::new(&site, locale, None, PledgeForm::default()).html();
        let image = html.split("<img").nth(1).unwrap().split('>').next().unwrap();
        for (attribute, value) in [("alt", alt), ("width", "1200"), ("height", "800"), ("loading", "lazy")] {
            assert_eq!(values(image, attribute), [value]);
        }
        assert!(html.contains(words) && html.contains("Ana, "));
        let path = values(image, "src")[0];
        let served = site.asset(path.strip_prefix("/assets/").unwrap()).expect("the page's own picture");
        assert_eq!((served.content_type, served.bytes), ("image/png", PICTURE));
    }
    assert_eq!(site.asset("picture.png"), None, "only under the name that holds its hash");
}

#[test]
fn a_picture_says_in_both_languages_what_it_shows() {
    let load = |sentences, picture| Site::load(folder_with(sentences, picture), "https://example.org");
    let in_english_only = load(["campaign-picture-alt = Two neighbours", ""], Some(PICTURE));
    assert!(matches!(in_english_only, Err(SiteError::PictureWithoutWords)));
    assert!(matches!(load(["", ""], Some(b"GIF89a")), Err(SiteError::Picture(_))));
}

#[test]
fn the_language_switch_leads_to_the_same_page() {
    let site = site();
    let form = PledgeForm { partner: Some("ccr".to_owned()), ..PledgeForm::default() };
    let html = CampaignPage::new(&site, Locale::En, Some(3), form).html();
    assert!(html.contains("href=\"/fr?partner=ccr\" lang=\"fr-CA\" hreflang=\"fr-CA\""));
    assert!(html.contains("name=\"partner\" value=\"ccr\""));
    assert!(html.contains("rel=\"canonical\" href=\"https://example.org/en\""));
    let message = MessagePage::new(&site, Locale::Fr, "Titre".to_owned()).at("/withdrawn").html();
    assert!(message.contains("href=\"/en/withdrawn\" lang=\"en-CA\""));
    assert!(message.contains("noindex"));
}

#[test]
fn an_unknown_partner_is_credited_with_nothing() {
    let site = site();
    let form = PledgeForm { partner: Some("nobody".to_owned()), ..PledgeForm::default() };
    assert!(!CampaignPage::new(&site, Locale::En, None, form).html().contains("nobody"));
}

#[test]
fn what_a_supporter_typed_stays_out_of_debug_output() {
    let form = PledgeForm { email: "marie@example.org".to_owned(), ..wrong_everywhere() };
    assert!(!format!("{form:?}").contains("marie"));
}
