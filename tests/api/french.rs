//! No English is left in French: every page and mail of a supporter's, against the English texts themselves

use std::collections::BTreeSet;

use tests::{Answer, Mail, Outgoing, Page, Person, ROSEMONT, TestSite, project_root};

/// The pieces of English texts between placeables that the French texts do not have as well.
struct English {
    /// Pieces of two words or more, which are found anywhere.
    sentences: BTreeSet<String>,
    /// Pieces of one word, which are found as the whole text of an element.
    words: BTreeSet<String>,
}

impl English {
    fn read() -> Self {
        let all = |language: &str| {
            let files = ["shared/pages/texts", "shared/mail/texts", "shared/campaigns/time-to-lead"];
            files
                .map(|folder| {
                    std::fs::read_to_string(project_root().join(folder).join(format!("{language}.ftl"))).unwrap()
                })
                .join("\n")
        };
        let french = all("fr").replace(['\u{202f}', '\u{a0}'], " ");
        let (mut sentences, mut words) = (BTreeSet::new(), BTreeSet::new());
        for piece in all("en").lines().filter(|line| !line.starts_with('#')).filter_map(said).flat_map(pieces) {
            if french.contains(&piece) {
                continue;
            }
            if piece.contains(' ') { &mut sentences } else { &mut words }.insert(piece);
        }
        assert!(sentences.len() > 300 && words.len() > 20, "{} and {}", sentences.len(), words.len());
        Self { sentences, words }
    }

    fn found_in(&self, text: &str) -> Vec<&String> {
        let text = text.replace("&#38;", "&").replace("&#39;", "'").replace("&#34;", "\"");
        self.sentences.iter().filter(|sentence| text.contains(*sentence)).collect()
    }

    fn words_in<'a>(&'a self, page: &Page) -> Vec<&'a String> {
        const SHOWN: [&str; 14] =
            ["a", "button", "dd", "dt", "h1", "h2", "h3", "label", "legend", "li", "option", "p", "summary", "th"];
        let all = SHOWN.into_iter().flat_map(|name| page.all(name));
        let shown: BTreeSet<_> = all.filter(|tag| tag.get("lang").is_empty()).map(|tag| tag.text.trim()).collect();
        self.words.iter().filter(|word| shown.contains(word.as_str())).collect()
    }
}

/// Returns the text of a line of Fluent: a message's, or a variant's.
fn said(line: &str) -> Option<&str> {
    let line = line.trim();
    let variant = line.strip_prefix('*').unwrap_or(line);
    match variant.strip_prefix('[') {
        Some(rest) => rest.split_once("] ").map(|(_, text)| text),
        None => line.split_once(" = ").map(|(_, text)| text),
    }
}

/// Lists the pieces between placeables that hold a word of English.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        pieces.push(before);
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    pieces.push(rest);
    let trimmed = pieces.into_iter().map(|piece| piece.trim_matches(|c: char| !c.is_alphanumeric()));
    trimmed.filter(|piece| piece.chars().filter(|c| c.is_alphabetic()).count() > 3).map(str::to_owned).collect()
}

/// Collects every page and mail on a supporter's way, in a language, each with its name.
async fn everything(site: &TestSite, lang: &'static str) -> (Vec<(String, Answer)>, Vec<Mail>) {
    let person = |name: &str| Person { locale: lang, ..Person::new(name) };
    let (mut pages, mut mails) = (Vec::new(), Vec::new());
    let paths = [
        "",
        "?riding=35079",
        "?partner=ccr",
        "/privacy",
        "/ridings",
        "/ridings?province=QC",
        "/ridings/35079",
        "/integrity",
        "/poster",
        "/poster?riding=35079",
        "/partners",
        "/check-your-mail",
        "/withdrawn",
        "/nowhere",
        "/confirm?token=x",
        "/confirm",
    ];
    for path in paths {
        pages.push((path.to_owned(), site.get(&format!("/{lang}{path}")).await));
    }
    pages.push(("embedded form".to_owned(), site.get(&format!("/embed/form?lang={lang}")).await));
    pages.push(("embedded counter".to_owned(), site.get(&format!("/embed/counter?lang={lang}")).await));
    let wrong: [&[(&str, &str)]; 4] = [
        &[],
        &[("first_name", "www.x.com"), ("last_name", "@"), ("email", "x@"), ("postal_code", "K1A OA6")],
        &[("postal_code", "K1A 0A6"), ("comment", "ok")],
        &[("postal_code", "D1D 1D1"), ("country", "XX")],
    ];
    for (number, fields) in wrong.iter().enumerate() {
        let answer = site.send(Outgoing::form(&format!("/{lang}/pledges"), fields)).await.expect(422);
        pages.push((format!("wrong form {number}"), answer));
    }

    let marie =
        Person { email: format!("marie.{lang}@gmial.com"), ..person("Marie").living_at(ROSEMONT.0).saying("Ok") };
    let sent = site.try_sign_page(&marie).await;
    let told = site.get(sent.leads_to()).await.expect(200);
    let draft = told.page().form("/pledges").iter().find(|(name, _)| name == "draft").unwrap().1.clone();
    pages.push(("check your mail".to_owned(), told));
    for fields in [vec![("draft", draft.as_str())], vec![("draft", &draft), ("email", "x")], vec![("draft", "x")]] {
        let answer = site.send(Outgoing::form(&format!("/{lang}/pledges"), &fields)).await;
        let answer = if answer.status == 303 { site.get(answer.leads_to()).await } else { answer };
        pages.push((format!("asking again with {} fields", fields.len()), answer));
    }
    let asked = site.open_mail(&marie).await;
    pages.push(("confirm".to_owned(), site.get(asked.path()).await.expect(200)));
    site.confirm(&asked).await;
    let thanks = site.open_mail(&marie).await;
    let thanked = asked.path().replace("/confirm?", "/thank-you?");
    for more in ["", "&again=1", "&server=x", "&server=mastodon.social"] {
        pages.push((format!("thank you {more}"), site.get(&format!("{thanked}{more}")).await.expect(200)));
    }
    for more in ["", "&saved=1"] {
        pages.push((format!("my pledge {more}"), site.get(&format!("{}{more}", thanks.path())).await.expect(200)));
    }
    let token = thanks.token();
    let moved =
        Outgoing::form(&format!("/{lang}/my-pledge/riding"), &[("token", token.as_str()), ("postal_code", "K1A 0A6")]);
    pages.push(("my pledge, wrong".to_owned(), site.send(moved).await.expect(422)));
    site.advance(12).await;
    site.sign(&marie).await;
    mails.push(site.open_mail(&marie).await);
    site.withdraw(&thanks).await;
    mails.push(site.open_mail(&marie).await);
    pages.push(("gone".to_owned(), site.get(asked.path()).await.expect(410)));
    mails.extend([asked, thanks]);

    let ana = person("Ana").abroad("PT");
    site.sign(&ana).await;
    let late = site.open_mail(&ana).await;
    pages.push(("confirm abroad".to_owned(), site.get(late.path()).await.expect(200)));
    let zoe = person("Zoé").abroad("PT");
    site.sign(&zoe).await;
    let asked = site.open_mail(&zoe).await;
    site.confirm(&asked).await;
    let path = asked.path().replace("/confirm?", "/thank-you?");
    pages.push(("thank you abroad".to_owned(), site.get(&path).await.expect(200)));
    mails.push(site.open_mail(&zoe).await);
    site.advance(14 * 24 * 60).await;
    pages.push(("expired".to_owned(), site.get(late.path()).await.expect(410)));
    mails.extend([late, asked]);
    (pages, mails)
}

/// Invariant 6
#[tokio::test]
async fn in_french_no_english_is_left_on_any_page_or_in_any_mail() {
    let english = English::read();
    let site = TestSite::start().await;
    let (pages, mails) = everything(&site, "fr").await;
    assert!(pages.len() > 35 && mails.len() >= 7);
    let mut left = Vec::new();
    for (name, answer) in &pages {
        let page = answer.page();
        assert_eq!(page.language(), "fr", "{name}");
        left.extend(
            english.found_in(&answer.text).into_iter().chain(english.words_in(&page)).map(|said| (name.clone(), said)),
        );
    }
    for mail in &mails {
        let whole = [mail.subject(), mail.text(), mail.html()].join("\n");
        left.extend(english.found_in(&whole).into_iter().map(|said| (mail.kind().to_owned(), said)));
    }
    assert_eq!(left, [], "English is left");
    site.leave_mail();
}

/// Checks that the search finds English: each page and mail in English has some.
#[tokio::test]
async fn in_english_there_is_english_on_every_page_and_in_every_mail() {
    let english = English::read();
    let site = TestSite::start().await;
    let (pages, mails) = everything(&site, "en").await;
    for (name, answer) in &pages {
        assert!(english.found_in(&answer.text).len() >= 2, "{name}");
    }
    assert!(pages.iter().any(|(_, answer)| !english.words_in(&answer.page()).is_empty()));
    for mail in &mails {
        assert!(
            english.found_in(mail.text()).len() >= 3 && english.found_in(mail.html()).len() >= 3,
            "{}",
            mail.kind()
        );
    }
    site.leave_mail();
}
