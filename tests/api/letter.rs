//! `/{lang}/letter`, `/{lang}/letter/{code}`: to one's Member of Parliament

use domain::campaign::members::Member;
use domain::locale::Locale;
use domain::mail::letter::{LINE_MAX_CHARACTERS, WRITTEN_MAX_CHARACTERS};
use tests::{Answer, FIRST_ADMIN, Fault, Mail, OTTAWA_CENTRE, Outgoing, Page, Person, ROSEMONT, TestSite};

use crate::campaign_desk::publish;

/// A riding whose Member has no published address.
const WITHOUT_ADDRESS: &str = "35007";
/// The ridings whose Members are the Prime Minister and the minister.
const PRIME_MINISTER: &str = "35067";
const MINISTER: &str = "12007";

fn member(code: &str) -> Member {
    ridings::first_roster().member(code.parse().unwrap()).unwrap().clone()
}

fn address(code: &str) -> String {
    tests::address_of_member(code).unwrap()
}

/// Fills in the letter as the page proposes it, with these fields changed.
fn written(page: &Page, changed: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut fields: Vec<_> = page.all("input").chain(page.all("textarea")).filter(|tag| tag.has("name")).collect();
    fields.retain(|tag| tag.get("type") != "search");
    let value = |tag: &tests::Tag| {
        let text = if tag.name == "textarea" { tag.text.clone() } else { tag.get("value").to_owned() };
        let change = changed.iter().rfind(|(name, _)| *name == tag.get("name"));
        change.map_or(text, |(_, value)| (*value).to_owned())
    };
    fields.into_iter().map(|tag| (tag.get("name").to_owned(), value(tag))).collect()
}

/// Returns the proposed letter exactly: the page's text as it came, with its narrow spaces and its lines.
fn as_proposed(answer: &Answer, name: &str) -> Vec<(String, String)> {
    let mut fields = written(&answer.page(), &[("name", name)]);
    for (field, value) in &mut fields {
        let rest = answer.text.split_once(&format!("<textarea id=\"field-{field}\""));
        if let Some((text, _)) = rest.and_then(|(_, rest)| rest.split_once(">\n")?.1.split_once("</textarea>")) {
            *value = text.replace("&#39;", "'").replace("&#34;", "\"").replace("&#38;", "&");
        }
    }
    fields
}

async fn post(site: &TestSite, path: &str, fields: &[(String, String)], more: &[(&str, &str)]) -> Answer {
    let fields = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let fields: Vec<_> = fields.chain(more.iter().copied()).collect();
    site.send(Outgoing::form(path, &fields)).await
}

fn letter_path(thanks: &Mail, code: &str) -> String {
    format!("/en/letter/{code}?token={}", thanks.token())
}

/// Sends the proposed letter of somebody who came by their own link through the campaign.
async fn send(site: &TestSite, thanks: &Mail, code: &str) -> Answer {
    let page = site.get(&letter_path(thanks, code)).await.expect(200).page();
    post(site, &format!("/en/letter/{code}/send"), &written(&page, &[]), &[("to", "member")]).await
}

async fn letters_kept(site: &TestSite) -> usize {
    site.tables().items_of("Pledges", "T#").await.len()
}

/// Three hundred characters with thirty-five accents, as a French writer may add to the letter.
const OWN_WORDS: &str = "Ma famille a été accueillie à Québec après des années passées à l’étranger, et je sais ce qu’une décision retardée coûte à des enfants séparés de leurs parents. À l’école où j’ai enseigné, des élèves réfugiés ont réussi dès la première année. Aidez-nous à faire de même pour d’autres, sans délai, ici";

/// Every riding, in both languages, has its addressee, its count and its ways.
#[tokio::test]
async fn every_riding_has_its_letter_in_both_languages_and_its_three_ways() {
    let site = TestSite::start().await;
    site.pledge(&Person::new("Ana")).await;
    site.advance_clock(3);
    assert_eq!(OWN_WORDS.chars().count(), 300);
    let (mut without_address, roster) = (0, ridings::first_roster());
    for riding in ridings::all() {
        let member = roster.member(riding.code);
        for (lang, locale) in [("en", Locale::En), ("fr", Locale::Fr)] {
            let path = format!("/{lang}/letter/{}", riding.code);
            let answer = site.get(&path).await.expect(200);
            let page = answer.page();
            let name = member.map_or("", |member| member.name.as_str());
            assert!(page.first("h1").text.contains(name), "{path}");
            assert_eq!(page.all("button").filter(|button| button.get("class") == "button").count(), 1, "{path}");
            let text = &page.id("field-text").text;
            assert!(text.contains(riding.name(locale)), "{path}: {text}");
            let counted = [" one person ", " une personne "].iter().any(|words| text.contains(words));
            assert_eq!(counted, riding.code.to_string() == OTTAWA_CENTRE.1, "{path}: {text}");

            let mut fields = as_proposed(&answer, "Marie-Hélène Tremblay-Lévesque");
            for (field, value) in &mut fields {
                match field.as_str() {
                    "postal_code" => "H2S 2T1".clone_into(value),
                    "text" => {
                        assert!(!value.contains(['\u{2060}', '\u{200b}', '\u{ad}']), "{path}: {value:?}");
                        let (body, closing) = value.rsplit_once("\n\n").unwrap();
                        *value = format!("{body}\n\n{OWN_WORDS}\n\n{closing}");
                    }
                    _ => {}
                }
            }
            let review = post(&site, &path, &fields, &[]).await.expect(200);
            let page = review.page();
            let link = page.all("a").find(|a| a.get("href").starts_with("mailto:") && a.get("href").contains('?'));
            assert_eq!(
                page.all("button").chain(page.all("a")).filter(|tag| tag.get("class") == "button").count(),
                1,
                "{path}: one thing to do first"
            );
            if let Some(email) = member.and_then(|member| member.email.as_ref()) {
                let link = link.unwrap_or_else(|| panic!("{path}: no link to a mail program"));
                assert_eq!(link.get("class"), "button", "{path}: the way that is offered first");
                let link = link.get("href");
                assert!(link.starts_with(&format!("mailto:{email}?")), "{path}: {link}");
                assert!(page.all("a").any(|a| a.get("href") == format!("/{lang}#sign")), "{path}: sign first");
                assert!(link.contains("&body=") && link.len() <= 2_000, "{path}: {} characters", link.len());
            } else {
                without_address += 1;
                assert!(link.is_none(), "{path}: nobody's address is guessed");
                let words = if lang == "fr" { "devinons" } else { "never guess" };
                assert!(review.text.contains(words), "{path}");
            }
            assert!(page.all("form").any(|form| form.get("action") == format!("{path}/print")), "{path}");
            let paper = post(&site, &format!("{path}/print"), &fields, &[]).await.expect(200);
            let paper = paper.page();
            let sheets: Vec<_> = paper.all("article").map(|sheet| sheet.text.as_str()).collect();
            let own = [PRIME_MINISTER, MINISTER].contains(&riding.code.to_string().as_str());
            assert_eq!(sheets.len(), if own { 2 } else { 3 }, "{path}: member, minister and Prime Minister");
            assert!(sheets.iter().all(|sheet| sheet.contains("K1A 0A6")) && sheets[0].contains(name), "{path}");
        }
    }
    assert_eq!(without_address, 3 * 2, "three members' addresses are not published");
    site.get("/en/letter/99999").await.expect(404);
    site.get("/de/letter/35079").await.expect(404);
}

/// A Member is addressed as one writes to them, and nobody's gender is guessed.
#[tokio::test]
async fn a_letter_addresses_its_reader_as_one_writes_to_them() {
    let site = TestSite::start().await;
    for (code, lang, salutation, closing) in [
        (OTTAWA_CENTRE.1, "fr", "Madame, Monsieur,", "Veuillez recevoir, Madame, Monsieur, l’expression"),
        (PRIME_MINISTER, "fr", "Monsieur le Premier ministre,", "Veuillez recevoir, Monsieur le Premier ministre, l’"),
        (MINISTER, "fr", "Madame la Ministre,", "Veuillez recevoir, Madame la Ministre, l’expression"),
        (OTTAWA_CENTRE.1, "en", &format!("Dear {},", member(OTTAWA_CENTRE.1).name), "Sincerely,"),
        (PRIME_MINISTER, "en", "Dear Prime Minister,", "Sincerely,"),
        (MINISTER, "en", "Dear Minister,", "Sincerely,"),
    ] {
        let page = site.get(&format!("/{lang}/letter/{code}")).await.expect(200).page();
        let text = &page.id("field-text").text;
        assert!(text.starts_with(salutation) && text.contains(closing), "{code} {lang}: {text}");
        assert_eq!(page.find("field-comment").is_none(), code == PRIME_MINISTER, "one letter is enough");
    }
    let page = site.get("/fr/letter/35079").await.expect(200).page();
    let comment = &page.id("field-comment").text;
    assert!(
        comment.starts_with("Monsieur le Premier ministre,") && comment.contains("Veuillez recevoir,"),
        "{comment}"
    );
}

/// One's own Member may be the Prime Minister, or the minister: nobody gets the same letter twice.
#[tokio::test]
async fn a_member_who_is_the_minister_or_the_prime_minister_gets_one_letter() {
    let site = TestSite::start().await;
    for (code, said, sheets, copies) in [
        (PRIME_MINISTER, "is the Prime Minister", 2, 1),
        (MINISTER, "is the Minister of Immigration", 2, 0),
        (OTTAWA_CENTRE.1, "Your Member of Parliament for Ottawa Centre", 3, 1),
    ] {
        let path = format!("/en/letter/{code}");
        let page = site.get(&path).await.expect(200);
        assert!(page.text.contains(said), "{code}");
        let fields = written(&page.page(), &[("name", "Jane Doe")]);
        let paper = post(&site, &format!("{path}/print"), &fields, &[]).await.expect(200).page();
        assert_eq!(paper.all("article").count(), sheets, "{code}");
        assert_eq!(paper.all("p").filter(|p| p.get("class") == "is-copy").count(), copies, "{code}");
        let review = post(&site, &path, &fields, &[]).await.expect(200);
        assert_eq!(review.text.contains("the email goes without a copy"), copies == 1, "{code}");
    }
}

#[tokio::test]
async fn a_woman_who_becomes_prime_minister_is_written_to_in_words_that_fit_her() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let offices = [
        ("prime-minister-office-en", "Prime Minister"),
        ("prime-minister-office-fr", "Première ministre du Canada"),
        ("prime-minister-riding", PRIME_MINISTER),
    ];
    publish(&office, "officials", &offices).await;
    site.advance_clock(6);
    let plain = |answer: &Answer| answer.text.replace('\u{202f}', " ");
    let own = site.get(&format!("/fr/letter/{PRIME_MINISTER}")).await.expect(200);
    let page = site.get("/fr/letter/35079").await.expect(200);
    let typed = written(&page.page(), &[("name", "Marie Roy")]);
    let review = post(&site, "/fr/letter/35079", &typed, &[]).await.expect(200);
    for (answer, said) in [
        (&own, "occupe la fonction suivante : Première ministre du Canada ("),
        (&review, "Destinataire : Première ministre du Canada<"),
        (&review, "pour cette fonction : Première ministre du Canada."),
    ] {
        assert!(plain(answer).contains(said), "{said}: {}", answer.text);
    }
    for answer in [own, page, review, site.get("/fr").await, site.get("/fr/privacy").await] {
        // The campaign's own words address the official of now. The desk changes them together with the office.
        let said = plain(&answer).replace("Monsieur le Premier ministre", "").to_lowercase();
        let said = said.replace("la première ou le premier", "").replace("la première ou au premier", "");
        assert!(!said.contains("premier ministre"), "{said}");
    }
}

/// A citizen abroad does not live in the riding that they write to.
#[tokio::test]
async fn a_letter_from_abroad_does_not_say_that_one_lives_here() {
    let site = TestSite::start().await;
    let lea = site.pledge(&Person::new("Lea").abroad("PT")).await;
    for (lang, abroad, lives) in [("en", "citizen", "I live in"), ("fr", "citoyenneté", "J’habite dans")] {
        for path in [format!("/{lang}/letter/35079?token={}", lea.token()), format!("/{lang}/letter/35079?from=abroad")]
        {
            let page = site.get(&path).await.expect(200).page();
            let text = &page.id("field-text").text;
            assert!(text.contains(abroad) && !text.contains(lives) && text.contains("Ottawa"), "{path}: {text}");
            assert!(page.find("field-postal_code").is_none(), "a postal code would say so, too");
        }
        let plain = site.get(&format!("/{lang}/letter/35079")).await.expect(200).page();
        assert!(plain.id("field-text").text.contains(lives));
        assert!(plain.all("a").any(|a| a.get("href") == format!("/{lang}/letter/35079?from=abroad")));
        let found = site.get(&format!("/{lang}/letter?from=abroad")).await.expect(200).page();
        let mut fields = found.form("/letter");
        fields.retain(|(name, _)| name != "riding");
        let found = post(&site, &format!("/{lang}/letter"), &fields, &[("riding", "35079")]).await;
        assert_eq!(found.leads_to(), format!("/{lang}/letter/35079?from=abroad"));
    }
    let page = site.get("/en/letter/35079?from=abroad").await.expect(200).page();
    let review = post(&site, "/en/letter/35079", &written(&page, &[("name", "Lea")]), &[]).await.expect(200).page();
    let again = post(&site, "/en/letter/35079", &review.form("/35079"), &[("change", "1"), ("write", "fr")]).await;
    assert!(again.expect(200).page().id("field-text").text.contains("citoyenneté"), "it is known in either language");
}

/// Nothing typed is lost when the letter is written in the other language.
#[tokio::test]
async fn a_letter_in_the_other_language_keeps_the_first_one() {
    let site = TestSite::start().await;
    let page = site.get("/fr/letter/35079").await.expect(200).page();
    let mine = written(&page, &[("name", "Zoé"), ("text", "Mes propres mots."), ("comment", "Un mot.")]);
    let english = post(&site, "/fr/letter/35079", &mine, &[("write", "en")]).await.expect(200).page();
    assert_eq!((english.language(), english.id("field-text").get("lang")), ("fr", "en-CA"));
    assert!(english.id("field-text").text.starts_with("Dear ") && english.id("field-comment").text.contains("Dear "));
    assert_eq!(english.id("field-name").get("value"), "Zoé");
    let review = post(&site, "/fr/letter/35079", &written(&english, &[]), &[]).await.expect(200).page();
    let changes = [("change", "1"), ("write", "fr")];
    let again = post(&site, "/fr/letter/35079", &review.form("/35079"), &changes).await.expect(200).page();
    assert_eq!(again.id("field-text").text, "Mes propres mots.");
    assert_eq!(again.id("field-comment").text, "Un mot.");
}

/// Invariant 6: the letter's language is the writer's choice, in either language of the page.
#[tokio::test]
async fn a_french_letter_has_no_english_left_in_it() {
    let site = TestSite::start().await;
    let answer = site.get("/en/letter/24065?letter=fr").await.expect(200);
    assert_eq!(answer.page().language(), "en");
    let fields = as_proposed(&answer, "Zoé Roy");
    let paper = post(&site, "/en/letter/24065/print", &fields, &[]).await.expect(200);
    let sheets = paper.text.split_once("<article").unwrap().1.split_once("</main>").unwrap().0;
    for wrong in [" :", " ;", " !", " ?", "« ", " »", "'"] {
        assert!(!sheets.contains(wrong), "{wrong:?} in {sheets}");
    }
    for sheet in paper.page().all("article") {
        assert_eq!(sheet.get("lang"), "fr-CA");
        let words = sheet.text.to_lowercase();
        for english in [" the ", " and ", "dear", "sincerely", "house of", "refugees", "november", "copy"] {
            assert!(!words.contains(english), "{english} in {words}");
        }
        assert!(words.contains("chambre des communes") && words.contains("novembre"));
    }
}

/// Invariant 6
#[tokio::test]
async fn an_address_that_cannot_be_read_is_told_in_its_own_language_or_the_browsers() {
    let site = TestSite::start().await;
    for (path, lang) in [
        ("/en/letter/35079?token=a&token=b", "en"),
        ("/fr/letter/35079?letter=en&letter=fr", "fr"),
        ("/fr/letter/%FF", "fr"),
        ("/%FF/letter", "fr"),
    ] {
        let page = site.send(Outgoing::get(path).header("accept-language", "fr")).await.expect(400).page();
        assert_eq!(page.language(), lang, "{path}");
        assert_eq!(page.first("h1").text, tests::UNREADABLE[usize::from(lang == "fr")], "{path}");
    }
    let missing = site.get("/fr/letter/99999").await.expect(404).page();
    assert_eq!(missing.first("h1").text, "Cette page n’existe pas");
}

/// Invariant 8: the public page is anybody's to keep, and stands without a count.
#[tokio::test]
async fn the_public_page_is_kept_by_caches_and_the_private_one_by_nobody() {
    let site = TestSite::start().await;
    let thanks = site.pledge(&Person::new("Marie")).await;
    for path in ["/en/letter", "/fr/letter/35079", "/fr/letter/35079?letter=en"] {
        let answer = site.get(path).await.expect(200);
        assert!(answer.header("cache-control").contains("stale-if-error"), "{path}");
        site.send(Outgoing::get(path).header("if-none-match", answer.header("etag"))).await.expect(304);
    }
    let private = site.get(&letter_path(&thanks, OTTAWA_CENTRE.1)).await.expect(200);
    assert_eq!(private.header("cache-control"), "no-store");
    assert!(private.page().all("meta").any(|meta| meta.get("content") == "noindex"));
    site.wire().break_all("Query", Fault::NeverArrives);
    site.advance_clock(60);
    assert!(site.get("/en/letter/35079").await.expect(200).headers.contains_key("age"), "the last count, and how old");
}

#[tokio::test]
async fn a_postal_code_or_a_choice_leads_to_ones_letter_and_stands_in_no_address() {
    let site = TestSite::start().await;
    let find = async |postal_code: &str, riding: &str| {
        site.send(Outgoing::form("/en/letter", &[("postal_code", postal_code), ("riding", riding)])).await
    };
    assert_eq!(find(OTTAWA_CENTRE.0, "").await.leads_to(), "/en/letter/35079");
    assert_eq!(find("", ROSEMONT.1).await.leads_to(), "/en/letter/24065");
    let several = find("A0A 0B6", "").await.expect(200).page();
    assert!(several.all("a").filter(|a| a.get("href").starts_with("/en/letter/1")).count() >= 2);
    let mistyped = find("K1A OA6", "").await.expect(422);
    assert!(mistyped.text.contains("Did you mean K1A 0A6?") && mistyped.text.contains("value=\"K1A OA6\""));
    assert!(find("G0B 1A0", "").await.expect(422).text.contains("choose your riding yourself"));
    let list = site.get("/fr/letter").await.expect(200).page();
    assert_eq!(list.all("option").filter(|option| option.get("value").len() == 5).count(), 343);
}

#[tokio::test]
async fn the_ridings_page_leads_to_the_letter() {
    let site = TestSite::start().await;
    let page = site.get("/fr/ridings/35079").await.expect(200).page();
    assert!(page.all("a").any(|a| a.get("href") == "/fr/letter/35079"));
}

/// Nothing typed is lost, whichever field is wrong.
#[tokio::test]
async fn what_is_too_long_is_told_beside_its_field_and_nothing_typed_is_lost() {
    let site = TestSite::start().await;
    let page = site.get("/en/letter/35079").await.expect(200).page();
    let long = |max: usize| "é".repeat(max);
    let path = "/en/letter/35079";
    let longest = [
        ("text", long(WRITTEN_MAX_CHARACTERS)),
        ("comment", long(WRITTEN_MAX_CHARACTERS)),
        ("name", long(LINE_MAX_CHARACTERS)),
    ];
    let changed: Vec<_> = longest.iter().map(|(name, text)| (*name, text.as_str())).collect();
    post(&site, path, &written(&page, &changed), &[]).await.expect(200);
    for (name, text) in &longest {
        let longer = format!("{text}é");
        for action in ["", "/print", "/send"] {
            let fields = written(&page, &[("name", "Jane"), (name, &longer)]);
            let refused = post(&site, &format!("{path}{action}"), &fields, &[("to", "member")]).await.expect(422);
            let again = refused.page();
            assert!(again.find(&format!("error-{name}")).is_some() && again.find("error-summary").is_some());
            let kept = written(&again, &[]);
            assert!(kept.contains(&((*name).to_owned(), longer.clone())), "{name}");
            assert!(fields.iter().all(|field| field.1.is_empty() || kept.contains(field)), "{name}");
        }
    }
    let nameless = post(&site, path, &written(&page, &[]), &[]).await.expect(422);
    assert!(nameless.page().find("error-name").is_some());
    let huge = [("text".to_owned(), "x".repeat(256 * 1024))];
    post(&site, path, &huge, &[]).await.expect(413);
}

#[tokio::test]
async fn a_letter_can_be_changed_once_more_before_it_goes() {
    let site = TestSite::start().await;
    let page = site.get("/fr/letter/35079").await.expect(200).page();
    let words = "Madame,\r\n\r\n<b>Mes mots</b>\r\nsur deux lignes";
    let fields = written(&page, &[("name", "Zoé"), ("text", words)]);
    let review = post(&site, "/fr/letter/35079", &fields, &[]).await.expect(200);
    assert!(!review.text.contains("<b>Mes"), "what is typed is text, never markup");
    let again = post(&site, "/fr/letter/35079", &review.page().form("/fr/letter/35079"), &[("change", "1")]).await;
    let again = again.expect(200);
    let kept = again.text.replace("\r\n", "\n");
    assert!(kept.contains(">\nMadame,\n\n&#60;b&#62;Mes mots&#60;/b&#62;\nsur deux lignes</textarea>"), "{kept}");
}

#[tokio::test]
async fn a_letter_that_is_too_long_for_a_link_is_there_to_be_copied() {
    let site = TestSite::start().await;
    let page = site.get("/en/letter/35079").await.expect(200).page();
    let link = |answer: &Answer| {
        let page = answer.page();
        page.all("a").find(|a| a.get("href").starts_with("mailto:")).unwrap().get("href").to_owned()
    };
    let short = post(&site, "/en/letter/35079", &written(&page, &[("name", "Jane Doe")]), &[]).await.expect(200);
    assert!(link(&short).contains("&body=Dear%20") && link(&short).contains("%0D%0A%0D%0A"));
    assert!(!link(&short).contains("cc="), "the campaign gives no address of the minister");
    let words = "My own words. ".repeat(140);
    let fields = written(&page, &[("name", "Jane Doe"), ("text", &words)]);
    let long = post(&site, "/en/letter/35079", &fields, &[]).await.expect(200);
    assert!(!link(&long).contains("body=") && link(&long).contains("subject="));
    let page = long.page();
    assert!(page.id("text-member").text.contains(words.trim()));
    let opener = page.all("a").find(|a| a.get("href").starts_with("mailto:")).unwrap();
    assert_eq!((opener.get("class"), opener.get("data-copies")), ("button", "text-member"), "it is copied first");
    let is_open = page.all("details").next().unwrap().has("open");
    assert!(is_open, "without script the text is there to be copied by hand");
}

/// Through the campaign: the mail is the writer's own, and its text is forgotten.
#[tokio::test]
async fn a_signer_has_their_letter_sent_and_is_answered_themselves() {
    let site = TestSite::start().await;
    let mut person = Person::new("Séraphin-Łukasz");
    person.last_name = format!("O’Brien {}", person.last_name);
    let thanks = site.pledge(&person).await;
    site.advance_clock(3);
    let page = site.get(&letter_path(&thanks, OTTAWA_CENTRE.1)).await.expect(200).page();
    let name = format!("{} {}", person.first_name, person.last_name);
    assert!(page.find("field-name").is_none(), "the name is the one that is counted");
    assert_eq!(
        (page.id("signed-as").text.as_str(), page.id("field-postal_code").get("value")),
        (&*name, OTTAWA_CENTRE.0)
    );
    let member = member(OTTAWA_CENTRE.1);
    let words = format!("Dear {},\r\n\r\nPlease lead.\r\nBcc: zqevil", member.name);
    let fields = written(&page, &[("text", &words)]);
    let review = post(&site, "/en/letter/35079", &fields, &[]).await.expect(200).page();
    let sent = post(&site, "/en/letter/35079/send", &review.form("/send"), &[("to", "member")]).await.expect(200);
    assert!(sent.text.contains("on its way") && sent.header("cache-control") == "no-store");

    let mails = site.open_mails_to(&address(OTTAWA_CENTRE.1)).await;
    let [mail] = mails.as_slice() else { panic!("one letter, not {}", mails.len()) };
    assert_eq!((mail.kind(), mail.locale()), ("letter", "en"));
    assert_eq!(mail.from(), Some(format!("{name}, through It’s time to lead").as_str()));
    assert_eq!((mail.reply_to(), mail.cc().len()), (Some(person.email.as_str()), 0));
    assert!(mail.text().starts_with(&format!("Dear {},\n\nPlease lead.\nBcc: zqevil\n\n{name}\n", member.name)));

    // Exactly what was sent is shown: its head, and its text down to the last line.
    let shown = sent.page();
    let facts: Vec<_> = shown.all("dd").map(|fact| fact.text.as_str()).collect();
    let to = format!("{} <{}>", member.name, member.email.unwrap());
    for sent in [to.as_str(), mail.from().unwrap(), mail.reply_to().unwrap(), mail.subject()] {
        assert!(facts.contains(&sent), "{sent} is not in {facts:?}");
    }
    assert!(facts.iter().any(|fact| fact.contains(", 2026, ") && fact.ends_with(".m.")), "{facts:?}");
    let printed = |text: &str| text.replace(char::is_whitespace, "");
    assert_eq!(printed(&shown.id("sent-member").text), printed(mail.text()));
    assert!(sent.text.contains("We record only that it was sent"));

    let [item] = site.tables().items_of("Pledges", "T#").await.try_into().unwrap();
    let mut left: Vec<_> = item.keys().map(String::as_str).collect();
    left.sort_unstable();
    assert_eq!(left, ["outcome", "pk", "sk"], "that it was sent, and not what it said");
    let again = send(&site, &thanks, OTTAWA_CENTRE.1).await.expect(200);
    assert!(again.text.contains("was sent") && again.page().find("sent-member").is_none());
    assert!(again.text.contains("may not be the one that was sent"), "another text is not shown as the one that went");
    let kept = site.get(&format!("/en/my-pledge/download?token={}", thanks.token())).await.expect(200).json();
    assert_eq!(kept["letters"], serde_json::json!([{ "to": "member", "state": "sent" }]));
}

/// Invariant 21
#[tokio::test]
async fn a_double_click_sends_one_letter() {
    let site = TestSite::start().await;
    let thanks = site.pledge(&Person::new("Marie")).await;
    let clicks = (0..8).map(|_| send(&site, &thanks, OTTAWA_CENTRE.1));
    for answer in futures::future::join_all(clicks).await {
        answer.expect(200);
    }
    send(&site, &thanks, OTTAWA_CENTRE.1).await.expect(200);
    assert_eq!(site.open_mails_to(&address(OTTAWA_CENTRE.1)).await.len(), 1);
    assert_eq!(letters_kept(&site).await, 1);
}

/// Two people at one address each have their own letter.
#[tokio::test]
async fn a_couple_sends_one_letter_each() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    let hers = site.pledge(&marie).await;
    site.advance(10).await;
    let his = site.pledge(&Person::new("Jean").at_the_address_of(&marie)).await;
    for thanks in [&hers, &his, &hers] {
        send(&site, thanks, OTTAWA_CENTRE.1).await.expect(200);
    }
    assert_eq!(site.open_mails_to(&address(OTTAWA_CENTRE.1)).await.len(), 2);
}

#[tokio::test]
async fn nobody_has_a_letter_sent_who_has_not_confirmed() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    site.sign(&marie).await;
    let asked = site.open_mail(&marie).await;
    let page = site.get("/en/letter/35079").await.expect(200).page();
    let path = "/en/letter/35079/send";
    let fields = |token: &str| {
        let mut fields = written(&page, &[("name", "Jane Doe")]);
        fields.push(("token".to_owned(), token.to_owned()));
        fields
    };
    let without = post(&site, path, &written(&page, &[("name", "Jane")]), &[("to", "member")]).await.expect(403);
    assert!(without.text.contains("Sign first"));
    let confirm = asked.token();
    let mut forged = confirm.clone();
    forged.replace_range(forged.len() - 4.., "AAAA");
    for token in [confirm.as_str(), &forged, "x"] {
        let refused = post(&site, path, &fields(token), &[("to", "member")]).await.expect(400);
        assert!(refused.text.contains("Jane Doe"), "the letter is still there");
        site.get(&format!("/en/letter/35079?token={token}")).await.expect(400);
    }
    assert_eq!(letters_kept(&site).await, 0);
}

#[tokio::test]
async fn a_withdrawal_erases_the_letter_and_a_dead_link_sends_none() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    let thanks = site.pledge(&marie).await;
    let page = site.get(&letter_path(&thanks, OTTAWA_CENTRE.1)).await.expect(200).page();
    site.pause_mail();
    send(&site, &thanks, OTTAWA_CENTRE.1).await.expect(200);
    assert_eq!(letters_kept(&site).await, 1);
    site.withdraw(&thanks).await;
    assert_eq!(letters_kept(&site).await, 0);
    site.resume_mail();
    assert_eq!(site.open_mail(&marie).await.kind(), "withdrawn");
    assert!(site.open_mails_to(&address(OTTAWA_CENTRE.1)).await.is_empty());

    let gone = post(&site, "/en/letter/35079/send", &written(&page, &[]), &[("to", "member")]).await.expect(410);
    assert!(gone.text.contains("There is no pledge behind this link") && gone.text.contains("Dear "));
    assert_eq!(letters_kept(&site).await, 0);
}

#[tokio::test]
async fn who_is_not_counted_cannot_have_a_letter_sent() {
    let site = TestSite::start().await;
    let mut marie = Person::new("Marie");
    marie.email = marie.email.replace('@', "@bots.");
    let thanks = site.pledge(&marie).await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let domain = marie.email.split_once('@').unwrap().1;
    let meant = [("mail_domain", domain), ("cause", "invented"), ("reason", "made up")];
    office.post("/organizer/en/integrity/apply", &meant).await.expect(303);
    let refused = send(&site, &thanks, OTTAWA_CENTRE.1).await.expect(409);
    assert!(refused.text.contains("not counted at the moment"));
    assert_eq!(letters_kept(&site).await, 0);
}

#[tokio::test]
async fn a_letter_goes_to_ones_own_riding_and_to_no_other() {
    let site = TestSite::start().await;
    let thanks = site.pledge(&Person::new("Marie")).await;
    let elsewhere = send(&site, &thanks, ROSEMONT.1).await.expect(409);
    let own = format!("/en/letter/{}?token={}", OTTAWA_CENTRE.1, thanks.token());
    assert!(elsewhere.page().all("a").any(|a| a.get("href") == own));
    let abroad = site.pledge(&Person::new("Lea").abroad("PT")).await;
    assert!(send(&site, &abroad, ROSEMONT.1).await.expect(409).text.contains("from abroad"));
    assert_eq!(letters_kept(&site).await, 0);
}

/// Invariant 21.
/// A riding whose member has no address: on paper, and no other way is pretended.
#[tokio::test]
async fn a_letter_to_a_member_without_an_address_goes_on_paper() {
    let site = TestSite::start().await;
    let riding = ridings::get(WITHOUT_ADDRESS.parse().unwrap()).unwrap();
    assert_eq!(member(WITHOUT_ADDRESS).email, None);
    let page = site.get(&format!("/en/letter/{WITHOUT_ADDRESS}")).await.expect(200).page();
    let fields = written(&page, &[("name", "Jane Doe")]);
    let path = format!("/en/letter/{WITHOUT_ADDRESS}");
    let review = post(&site, &path, &fields, &[]).await.expect(200);
    assert!(review.text.contains("we never guess one") && !review.text.contains("mailto:?"));
    assert!(!review.page().all("form").any(|form| form.get("action").ends_with("/send")));
    let paper = post(&site, &format!("{path}/print"), &fields, &[]).await.expect(200).page();
    let sheets: Vec<_> = paper.all("article").map(|sheet| sheet.text.clone()).collect();
    assert!(
        sheets[0].contains(&member(WITHOUT_ADDRESS).name)
            && sheets[0].contains(riding.name(domain::locale::Locale::En))
    );
    assert!(sheets[0].contains("House of Commons") && sheets[0].contains("K1A 0A6"));
    assert!(sheets[0].contains("c.c. Minister of Immigration, Refugees and Citizenship"));
    assert!(sheets[1].contains("Copy") && sheets[1].contains("Minister of Immigration"));
    assert!(sheets[2].contains("Dear Prime Minister,"));
    let none = post(&site, &format!("{path}/print"), &written(&page, &[("name", "J"), ("comment", "")]), &[]).await;
    assert_eq!(none.expect(200).page().all("article").count(), 2, "an emptied comment is left out");
}

/// Invariant 9: a letter is no mail to the supporter, and takes none of theirs.
#[tokio::test]
async fn a_letter_takes_none_of_the_supporters_own_mails() {
    let site = TestSite::start().await;
    let thanks = site.pledge(&Person::new("Marie")).await;
    let mails = async || site.tables().items_of("Pledges", "A#").await[0]["sent"]["L"].clone();
    let before = mails().await;
    send(&site, &thanks, OTTAWA_CENTRE.1).await.expect(200);
    assert_eq!(site.open_mails_to(&address(OTTAWA_CENTRE.1)).await.len(), 1);
    assert_eq!(mails().await, before);
}

#[tokio::test]
async fn nobody_but_the_member_is_written_to_for_others() {
    let site = TestSite::start().await;
    let thanks = site.pledge(&Person::new("Marie")).await;
    let page = site.get(&letter_path(&thanks, OTTAWA_CENTRE.1)).await.expect(200).page();
    for (to, status) in [("minister", 422), ("", 422), ("zqother@example.org", 422), ("prime-minister", 409)] {
        let fields = written(&page, &[("text", "My own words.")]);
        let refused = post(&site, "/en/letter/35079/send", &fields, &[("to", to)]).await.expect(status);
        assert!(refused.text.contains("My own words."), "{to}: nothing typed is lost");
    }
    assert_eq!(letters_kept(&site).await, 0);
}

/// After the campaign nothing more is sent in its name, not even from a form that was open before.
#[tokio::test]
async fn after_the_campaign_no_letter_is_sent() {
    let site = TestSite::start().await;
    let thanks = site.pledge(&Person::new("Marie")).await;
    let page = site.get(&letter_path(&thanks, OTTAWA_CENTRE.1)).await.expect(200).page();
    site.advance(365 * 24 * 60).await;
    let closed = post(&site, "/en/letter/35079/send", &written(&page, &[]), &[("to", "member")]).await.expect(409);
    assert!(closed.text.contains("we no longer send letters"));
    assert_eq!(letters_kept(&site).await, 0);
}

/// Attack A6: a crowd of one catch-all domain, a link to a payment page, and the name of somebody else under it.
#[tokio::test]
async fn a_crowd_of_one_domain_sends_a_few_letters_without_a_link_and_under_its_own_names() {
    let site = TestSite::start().await;
    let member = address(OTTAWA_CENTRE.1);
    let mut crowd = Vec::new();
    for _ in 0..25 {
        let mut person = Person::new("Bot");
        person.email = person.email.replace("@example.org", "@catch-all.example");
        let thanks = site.pledge(&person).await;
        crowd.push((person, thanks));
    }
    let forged = async |words: &str| {
        let mut answers = Vec::new();
        for (_, thanks) in &crowd {
            let page = site.get(&letter_path(thanks, OTTAWA_CENTRE.1)).await.expect(200).page();
            let words = format!("{words}\n\nSincerely,\n\nJustin Trudeau\nPrime Minister");
            let mut fields = written(&page, &[("text", &words)]);
            fields.retain(|(name, _)| name != "name");
            fields.push(("name".to_owned(), "Justin Trudeau".to_owned()));
            answers.push(post(&site, "/en/letter/35079/send", &fields, &[("to", "member")]).await);
        }
        answers
    };
    let refused = forged("Donate now: https://pay.example/now").await;
    let linked = site.open_mails_to(&member).await;
    assert_eq!(linked.len(), 0, "letters with a link to a payment page");
    for answer in refused {
        let page = answer.expect(422).page();
        assert!(page.find("error-text").is_some() && page.id("field-text").text.contains("pay.example"));
    }

    for answer in forged("Please lead.").await {
        answer.expect(200);
    }
    let sent = site.open_mails_to(&member).await;
    assert_eq!(sent.len(), 5, "letters of one mail domain to one Member in a day");
    for mail in &sent {
        let writer = crowd.iter().find(|(person, _)| mail.reply_to() == Some(&person.email)).expect("a signer");
        let name = format!("{} {}", writer.0.first_name, writer.0.last_name);
        assert_eq!(mail.from(), Some(format!("{name}, through It’s time to lead").as_str()));
        let letter = mail.text().split("\n\n-- \n").next().unwrap();
        assert!(letter.ends_with(&format!("\n\n{name}\n{}", OTTAWA_CENTRE.0)), "{letter}");
    }
    assert_eq!(site.tables().items_of("Pledges", "Y#").await.len(), 20, "the rest waits for a look");
    let (person, thanks) = crowd.last().unwrap();
    let page = site.get(&letter_path(thanks, OTTAWA_CENTRE.1)).await.expect(200).page();
    let again = post(&site, "/en/letter/35079", &written(&page, &[]), &[]).await.expect(200);
    assert!(again.text.contains("waits for the campaign to look at it"), "{} is told", person.first_name);
}

/// Invariant 26.
/// A disguised link, too, goes out only from one's own mail program or on paper.
#[tokio::test]
async fn a_web_address_is_refused_beside_its_field_and_stays_possible_elsewhere() {
    let site = TestSite::start().await;
    let thanks = site.pledge(&Person::new("Marie")).await;
    for (lang, field, words, told) in [
        ("en", "text", "See evil\u{200b}.com", "Delete the web address “evil.com”"),
        ("en", "text", "Dear www.evil.example", "Delete the web address"),
        ("fr", "text", "Payez à evil\u{ff0e}com", "Effacez l’adresse Web"),
        ("fr", "text", "evil point com", "Effacez l’adresse Web"),
    ] {
        let path = format!("/{lang}/letter/35079");
        let page = site.get(&format!("{path}?token={}", thanks.token())).await.expect(200).page();
        let fields = written(&page, &[(field, words)]);
        let refused = post(&site, &format!("{path}/send"), &fields, &[("to", "member")]).await.expect(422);
        assert!(refused.text.contains(told), "{words}");
        let again = refused.page();
        assert!(again.find(&format!("error-{field}")).is_some() && again.find("error-summary").is_some());
        assert!(written(&again, &[]).contains(&(field.to_owned(), words.to_owned())), "what was typed stays");
        let review = post(&site, &path, &fields, &[]).await.expect(200).page();
        assert!(!review.all("form").any(|form| form.get("action").ends_with("/send")), "it is not offered");
        assert!(review.all("a").any(|a| a.get("href").starts_with("mailto:")));
        post(&site, &format!("{path}/print"), &fields, &[]).await.expect(200);
    }
    assert_eq!(letters_kept(&site).await, 0);
}

/// The name below a letter is the counted one on the page, in one's own mail, and on paper.
#[tokio::test]
async fn whoever_comes_by_their_own_link_signs_with_their_counted_name_everywhere() {
    let site = TestSite::start().await;
    let person = Person::new("Marie");
    let thanks = site.pledge(&person).await;
    let name = format!("{} {}", person.first_name, person.last_name);
    let page = site.get(&letter_path(&thanks, OTTAWA_CENTRE.1)).await.expect(200).page();
    let fields = written(&page, &[("name", "Justin Trudeau")]);
    for action in ["", "/print"] {
        let shown = post(&site, &format!("/en/letter/35079{action}"), &fields, &[]).await.expect(200);
        assert!(shown.text.contains(&name), "{action}");
        assert!(!shown.page().all("p").any(|p| p.text.contains("Justin Trudeau")), "{action}");
    }
}
