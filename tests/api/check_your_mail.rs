//! `GET /{lang}/check-your-mail`, and the answers to its buttons

use domain::mail::limits::{FIRST_MAIL_WITHIN, FORM_MAILS_MAX, MAIL_SPACING};
use tests::{Answer, Outgoing, Page, Person, Tag, TestSite};

/// Returns the sealed form that a page's buttons send back.
#[track_caller]
fn draft_of(page: &Page) -> String {
    let mut fields = page.all("input").filter(|input| input.get("name") == "draft");
    fields.next().expect("the page holds the form").get("value").to_owned()
}

/// Returns the button of the form with that id.
#[track_caller]
fn button_of(answer: &Answer, form: &str) -> Tag {
    let after = answer.text.split(&format!("id=\"{form}\"")).nth(1).expect("the form is there");
    Page::read(after).first("button").clone()
}

async fn post(site: &TestSite, lang: &str, fields: &[(&str, &str)]) -> Answer {
    site.send(Outgoing::form(&format!("/{lang}/pledges"), fields)).await
}

/// Moves somebody to a mailbox of a company.
fn at(person: Person, domain: &str) -> Person {
    let local = person.email.split('@').next().unwrap().to_owned();
    Person { email: format!("{local}@{domain}"), ..person }
}

#[tokio::test]
async fn it_says_to_which_address_and_which_inbox_to_open() {
    let site = TestSite::start().await;
    for (domain, name, inbox) in [
        ("gmail.com", "Gmail", "https://mail.google.com/"),
        ("videotron.ca", "Vidéotron", "https://courrielweb.videotron.com/"),
    ] {
        let marie = at(Person::new("Marie"), domain);
        let sent = site.try_sign_page(&marie).await;
        let page = site.get(sent.leads_to()).await.expect(200);
        assert_eq!(page.header("cache-control"), "no-store");
        assert!(page.text.contains(&format!("Our email to {} usually comes", marie.email)));
        let link = page.page().all("a").find(|a| a.get("href") == inbox).unwrap().clone();
        assert_eq!((link.text.as_str(), link.get("rel")), (&*format!("Open {name}"), "noopener noreferrer"));
        site.open_mail(&marie).await;
    }
    let paul = Person::new("Paul").in_french();
    let page = site.get(site.try_sign_page(&paul).await.leads_to()).await.expect(200);
    assert!(
        page.text.contains(&paul.email) && !page.text.contains("Ouvrir "),
        "nobody knows where example.org is read"
    );
    assert!(!page.text.contains("Vouliez-vous"), "and nothing is wrong with it");
    let english = page.page().all("a").find(|a| a.get("hreflang").starts_with("en")).unwrap().get("href").to_owned();
    assert!(site.get(&english).await.expect(200).text.contains(&paul.email), "the language switch keeps it");
    site.open_mail(&paul).await;
}

#[tokio::test]
async fn a_mistyped_domain_is_offered_right_and_never_changed_by_itself() {
    let site = TestSite::start().await;
    let typed = at(Person::new("Marie"), "gmial.com");
    let right = at(typed.clone(), "gmail.com");
    site.keep_private(right.private_values());
    let sent = site.try_sign_page(&typed).await;
    let page = site.get(sent.leads_to()).await.expect(200);
    assert!(page.text.contains(&format!("Did you mean {}?", right.email)));
    assert_eq!(
        site.open_mail(&typed).await.kind(),
        "confirm",
        "until somebody says so, the message goes where it was sent"
    );
    let form = page.page().form("/en/pledges");
    let fields: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let sent = post(&site, "en", &fields).await;
    assert!(
        site.get(sent.leads_to()).await.expect(200).text.contains(&format!("Our email to {} usually", right.email))
    );
    let mail = site.open_mail(&right).await;
    assert!(site.get(mail.path()).await.expect(200).text.contains(&typed.first_name), "nothing was typed again");
    assert_eq!(site.confirm(&mail).await.total, 1);
    site.open_mail(&right).await;
}

/// Invariant 9 in plain numbers: ten minutes apart at the least, four at most.
#[tokio::test]
async fn another_message_can_be_asked_for_when_its_time_has_come() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    let sent = site.try_sign_page(&marie).await;
    let page = site.get(sent.leads_to()).await.expect(200);
    assert!(page.text.contains("in 12 minutes"), "{}", page.text);
    let button = button_of(&page, "again");
    assert!(
        button.has("disabled") && button.get("aria-describedby") == "again-when",
        "it does nothing yet, and says so"
    );
    let refresh = page.page().all("a").any(|a| a.text == "Show this page again" && a.get("href") == sent.leads_to());
    assert!(refresh, "without a script, the page is loaded again");
    site.open_mail(&marie).await;

    let early = post(&site, "en", &[("draft", &draft_of(&page.page()))]).await;
    assert!(early.leads_to().ends_with("&early=1"));
    let page = site.get(early.leads_to()).await.expect(200);
    assert!(page.text.contains("It is too early") && page.text.contains(&marie.email));
    assert_eq!(site.open_mails(&marie).await.len(), 0);

    let mut draft = draft_of(&page.page());
    for _ in 0..3 {
        site.advance(12).await;
        let page = site.get(&format!("/en/check-your-mail?draft={draft}")).await.expect(200);
        assert!(!page.text.contains("You can ask for another email"), "there is nothing to wait for");
        assert!(page.text.contains("10 minutes between"));
        assert!(!button_of(&page, "again").has("disabled"));
        let again = post(&site, "en", &[("draft", &draft)]).await;
        assert!(again.leads_to().ends_with("&again=1"));
        assert_eq!(site.open_mail(&marie).await.kind(), "confirm");
        let page = site.get(again.leads_to()).await.expect(200);
        assert!(page.text.contains("We have your request for another email"));
        draft = draft_of(&page.page());
    }
    site.advance(12).await;
    post(&site, "en", &[("draft", &draft)]).await.expect(303);
    assert_eq!(site.open_mails(&marie).await.len(), 0, "four messages that ask, and no more");
}

#[tokio::test]
async fn an_address_is_put_right_and_nothing_else_is_typed_again() {
    let site = TestSite::start().await;
    let typed =
        Person::new("Émilie").in_french().brought_by("ccr").saying("Bienvenue à tout le monde").wanting_updates();
    let right = Person { email: format!("right.{}", typed.email), ..typed.clone() };
    site.keep_private(right.private_values());
    let page = site.get(site.try_sign_page(&typed).await.leads_to()).await.expect(200).page();
    let mistaken = site.open_mail(&typed).await;
    let draft = draft_of(&page);

    for wrong in ["", "émilie & co@"] {
        let told = post(&site, "fr", &[("draft", &draft), ("email", wrong)]).await.expect(422);
        assert_eq!(told.header("cache-control"), "no-store");
        let page = told.page();
        let field = page.id("field-email");
        assert_eq!((field.get("value"), field.get("aria-invalid")), (wrong, "true"));
        assert!(!page.id("error-email").text.is_empty() && page.find("error-summary").is_some());
        assert_eq!(draft_of(&page), draft, "the form is still there");
    }
    let sent = post(&site, "fr", &[("draft", &draft), ("email", &right.email)]).await;
    assert!(site.get(sent.leads_to()).await.expect(200).text.contains(&right.email));
    let mail = site.open_mail(&right).await;
    assert_eq!((mail.kind(), mail.locale()), ("confirm", "fr"));
    site.confirm_as(&mail, &right).await;
    let thanks = site.open_mail(&right).await;
    assert_eq!(site.tally().await.total, 1);
    // The link that went to the other address still proves that mailbox: nobody but its reader can make it useless.
    site.get(mistaken.path()).await.expect(200);
    let kept = site.get(&thanks.path().replace("/my-pledge?", "/my-pledge/download?")).await.expect(200).text;
    for said in [&typed.last_name, "Bienvenue à tout le monde", "ccr", "2026-11", &right.email] {
        assert!(kept.contains(said), "{said} is kept: {kept}");
    }
}

/// The page cannot tell a couple's second from anybody, so it names the time that holds for both.
#[tokio::test]
async fn the_second_of_a_couple_gets_the_mail_within_the_time_that_the_page_names() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    let jean = Person::new("Jean").at_the_address_of(&marie);
    site.sign(&marie).await;
    site.open_mail(&marie).await;
    site.advance(1).await;
    let page = site.get(site.try_sign_page(&jean).await.leads_to()).await.expect(200);
    let within = FIRST_MAIL_WITHIN.as_mins();
    assert!(page.text.contains(&format!("can take up to {within} minutes")), "{}", page.text);
    assert!(page.text.contains(&format!("follows {} minutes later", MAIL_SPACING.as_mins())));
    site.advance(MAIL_SPACING.as_mins() - 2).await;
    assert_eq!(site.open_mails(&jean).await.len(), 0, "not yet");
    site.advance(within - MAIL_SPACING.as_mins() + 2).await;
    let mail = site.open_mail(&jean).await;
    assert_eq!(mail.kind(), "confirm");
    assert!(mail.code().is_some(), "nobody is counted there, so a code counts");
    // The sentence about another message holds for them too: one has just come.
    let draft = draft_of(&page.page());
    let again = post(&site, "en", &[("draft", &draft)]).await;
    let told = site.get(again.leads_to()).await.expect(200);
    assert!(told.text.contains("unless we emailed this address in the last 10 minutes"));
    site.advance(2).await;
    assert_eq!(site.open_mails(&jean).await.len(), 0);
}

/// The page says which addresses get no message, and gives the numbers that the code keeps.
#[tokio::test]
async fn the_page_says_which_addresses_get_no_mail() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    let page = site.get(site.try_sign_page(&marie).await.leads_to()).await.expect(200);
    site.open_mail(&marie).await;
    for said in ["refused an earlier email", "asked us not to write", "several emails from us in 14 days"] {
        assert!(page.text.contains(said), "{said}");
    }
}

/// Invariant 4: the page reveals nothing, since it asks nobody.
#[tokio::test]
async fn the_page_is_the_same_whoever_signed_and_reads_nothing_but_the_pace_of_mails() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    let (mut pages, mut mails) = (Vec::new(), Vec::new());
    for state in ["new", "pending", "counted", "a couple's second", "has had its share", "bounced", "refused"] {
        let who =
            if state == "a couple's second" { Person::new("Louis").at_the_address_of(&marie) } else { marie.clone() };
        // The page counts whole minutes, so each state begins with a minute.
        site.advance_clock(60 - site.now().as_second() % 60);
        let mut sent = site.try_sign_page(&who).await;
        sent.headers.remove("date");
        site.settle().await;
        drop(site.wire().take());
        let mut page = site.get(sent.leads_to()).await.expect(200);
        let asked: Vec<_> = site.wire().take().iter().map(|sent| sent.body["Key"]["pk"]["S"].clone()).collect();
        assert!(asked.iter().all(|pk| pk == "E#time-to-lead"), "{state}: {asked:?}");
        page.headers.remove("date");
        // The page's address holds another sealed text each time, whoever signed.
        let draft = draft_of(&page.page());
        let location = sent.leads_to().replace(&draft, "…");
        sent.headers.remove("location");
        pages.push((sent.status, location, sent.headers, sent.text, page.headers, page.text.replace(&draft, "…")));
        assert!(pages.last() == pages.first(), "{state}: {pages:?}");
        match state {
            "pending" => {
                let mail = site.open_mail(&marie).await;
                assert_eq!(site.confirm(&mail).await.status, "confirmed");
            }
            "a couple's second" => {
                for _ in 0..FORM_MAILS_MAX {
                    site.advance(FIRST_MAIL_WITHIN.as_mins()).await;
                    site.sign(&marie).await;
                }
            }
            "has had its share" => {
                mails = site.open_mails(&marie).await;
                site.provider_tells(mails.first().expect("a mail"), "bounced").await;
            }
            "bounced" => {
                let refuse = mails.iter().find_map(|mail| mail.not_me_path()).expect("a mail that anybody can cause");
                let token = refuse.split_once("token=").unwrap().1;
                site.send(Outgoing::form("/en/not-me", &[("token", token)])).await.expect(200);
            }
            _ => {}
        }
    }
    site.leave_mail();
}

#[tokio::test]
async fn after_a_quarter_of_an_hour_the_page_has_forgotten_the_form() {
    let site = TestSite::start().await;
    let marie = Person::new("Marie");
    let sent = site.try_sign_page(&marie).await;
    site.open_mail(&marie).await;
    let draft = draft_of(&site.get(sent.leads_to()).await.expect(200).page());
    site.advance(14).await;
    assert!(site.get(sent.leads_to()).await.expect(200).text.contains(&marie.email));
    site.advance(1).await;
    let page = site.get(sent.leads_to()).await.expect(200);
    assert!(!page.text.contains(&marie.email) && page.page().all("a").any(|a| a.get("href") == "/en"));
    for fields in
        [vec![("draft", draft.as_str())], vec![("draft", ""), ("email", &marie.email)], vec![("draft", "x.y")]]
    {
        let told = post(&site, "en", &fields).await.expect(410);
        assert!(told.text.contains("keeps your form for 15 minutes") && told.page().language() == "en");
    }
}

#[tokio::test]
async fn the_longest_forms_address_is_one_that_every_gateway_takes() {
    let site = TestSite::start().await;
    let wide = |count: usize| "𐐨".repeat(count);
    let labels = format!("{}.{}.{}.org", "a".repeat(63), "b".repeat(63), "c".repeat(57));
    let long = Person {
        first_name: wide(100),
        last_name: wide(100),
        email: format!("{}@{labels}", "m".repeat(64)),
        ..Person::new("Marie").saying(&wide(1000)).brought_by("ccr").wanting_updates()
    };
    let sent = site.try_sign_page(&long).await;
    let url = format!("{}{}", site.url(), sent.leads_to());
    assert!((6_000..8_000).contains(&url.len()), "{}", url.len());
    assert!(site.get(sent.leads_to()).await.expect(200).text.contains(&labels));
    site.leave_mail();
}

#[tokio::test]
async fn in_a_partners_frame_everything_stays_there() {
    let site = TestSite::start().await;
    let marie = at(Person::new("Marie").brought_by("ccr"), "gmail.com");
    let fields = marie.fields();
    let framed = |more: &[(&'static str, String)]| {
        let mut all: Vec<(&str, String)> = fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        all.extend([("embed", "1".to_owned()), ("theme", "dark".to_owned())]);
        all.extend(more.iter().cloned());
        all
    };
    site.keep_private(marie.private_values());
    let all = framed(&[]);
    let sent = post(&site, "en", &all.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>()).await;
    assert!(sent.leads_to().starts_with("/en/check-your-mail?embed=1&theme=dark&partner=ccr&draft="));
    let answer = site.get(sent.leads_to()).await.expect(200);
    assert!(answer.header("content-security-policy").ends_with("frame-ancestors *"));
    let page = answer.page();
    assert!(
        page.all("a").all(|a| {
            let stays = |path: &str| a.get("href").starts_with(path);
            a.get("target") == "_blank" || stays("/embed/form?") || stays("/en/check-your-mail?embed=1&")
        }),
        "another site never opens inside the frame"
    );
    let form = page.form("/en/pledges");
    for (name, value) in [("embed", "1"), ("theme", "dark"), ("partner", "ccr")] {
        assert!(form.contains(&(name.to_owned(), value.to_owned())), "{form:?}");
    }
    site.open_mail(&marie).await;
    site.advance(12).await;
    let fields: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let again = post(&site, "en", &fields).await;
    assert!(again.leads_to().starts_with("/en/check-your-mail?embed=1&theme=dark&partner=ccr&draft="));
    assert!(again.header("content-security-policy").ends_with("frame-ancestors *"));
    site.open_mail(&marie).await;
}
