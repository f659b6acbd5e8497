//! Looking changes nothing at any address: mail scanners and browsers open every link ahead of time.

use std::collections::{BTreeMap, BTreeSet};

use http::Method;
use http::header::SET_COOKIE;
use serde_json::Value;
use tests::{Answer, FIRST_ADMIN, OTTAWA_CENTRE, Office, Outgoing, Person, Setup, TestSite, filled, routers};

/// Routes that show nothing: they lead on.
const LEADING_ON: [&str; 4] = ["/", "/organizer", "/v1/organizer/report.pdf", "/{lang}/pledges"];
/// The contact of a partner.
const CONTACT: &str = "ana@river.example.org";
const ASKING: &str = "leo@lake.example.org";

/// Starts a site on which the third form of a mail domain is held. It is the day that [`filled`] names, with its first count.
async fn site() -> TestSite {
    let parameters = BTreeMap::from([("MailsPerMailDomain".to_owned(), "2".to_owned())]);
    let site = TestSite::open(Setup { parameters, ..Setup::default() }).await;
    site.advance(120).await;
    site
}

fn somebody_at(domain: &str) -> Person {
    let mut person = Person::new("Bot");
    person.email = person.email.replace("@example.org", domain);
    person
}

/// Sends a form of a page as it stands there, with these answers.
async fn press(office: &Office<'_>, page: &Answer, form: &str, answers: &[(&str, &str)]) -> Answer {
    let hidden = page.page().form(form);
    let hidden = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let hidden = hidden.filter(|(name, _)| answers.iter().all(|(answer, _)| answer != name));
    let fields: Vec<_> = hidden.chain(answers.iter().copied()).collect();
    office.post(&format!("/organizer/en{form}"), &fields).await
}

/// Makes one of each thing that an address names, and returns the address of each, by its route.
async fn with_one_of_each(site: &TestSite, office: &Office<'_>) -> BTreeMap<&'static str, String> {
    let room = |page: &str| format!("/organizer/en{page}");
    // A signer who is taken out of the count.
    site.pledge(&somebody_at("@made-up.example")).await;
    let meant = [("mail_domain", "made-up.example"), ("cause", "automated"), ("reason", "made up")];
    let invalidation = office.post(&room("/integrity/apply"), &meant).await.leads_to().to_owned();
    // A form whose mail is held, and discarded.
    for person in [(); 3].map(|()| somebody_at("@bots.example")) {
        site.sign(&person).await;
        site.open_mails(&person).await;
    }
    let held = office.get(&room("/held")).await.expect(200);
    let group = press(office, &held, "/held/group", &[]).await.expect(200);
    let verdict = [("verdict", "discard"), ("reason", "made up")];
    let ruling = press(office, &group, "/held/rule", &verdict).await.leads_to().to_owned();
    // A file of paper signatures.
    let sheet = format!("First name,Last name,Postal code,Riding code\r\nRose,Roy,{},\r\n", OTTAWA_CENTRE.0);
    let fields = [("partner", "ccr"), ("note", "the market")];
    let upload = Outgoing::upload(&room("/paper"), &fields, ("file", sheet.as_bytes()));
    let read = office.send(upload.header("origin", site.url())).await.expect(200).page();
    let count = read.all("form").find(|form| form.get("action").ends_with("/count")).expect("a button that counts");
    let import = count.get("action").trim_end_matches("/count").to_owned();
    // A Member who wants no more letters, and a tool that is connected.
    let no_more = [("to", OTTAWA_CENTRE.1), ("mark", "no-more"), ("source", "a call"), ("reason", "they said so")];
    office.post(&room("/letters/mark"), &no_more).await.expect(303);
    let hook = [("name_en", "A"), ("name_fr", "B"), ("kind", "standard"), ("address", "https://example.org/hook")];
    let added = office.post(&room("/webhooks"), &[&hook[..], &[("hours", "on")]].concat()).await.expect(200).page();
    let recipient = added.all("a").find(|link| link.get("href").contains("/webhooks/")).expect("a link to its page");
    // The page of a Member's office, which public pages know a few seconds later.
    office.post(&room("/offices/links"), &[]).await.expect(303);
    site.advance_clock(6);
    let riding = office.get(&room(&format!("/offices/{}", OTTAWA_CENTRE.1))).await.expect(200).page();
    let of_member = riding.all("a").find(|link| link.get("href").contains("/en/office/")).expect("a link");
    let report = office.get(&format!("/v1/organizer/report.pdf?riding={}", OTTAWA_CENTRE.1)).await;
    BTreeMap::from([
        ("/organizer/{lang}/campaign/{id}", room("/campaign/goal")),
        ("/organizer/{lang}/guide/{id}", room("/guide/help.jpg")),
        ("/organizer/{lang}/held/{id}", ruling),
        ("/organizer/{lang}/integrity/{id}", invalidation),
        ("/organizer/{lang}/letters/marks/{id}", room(&format!("/letters/marks/{}:no-more", OTTAWA_CENTRE.1))),
        ("/organizer/{lang}/members/seat", room(&format!("/members/seat?riding={}", OTTAWA_CENTRE.1))),
        ("/organizer/{lang}/offices/{id}", room(&format!("/offices/{}", OTTAWA_CENTRE.1))),
        ("/organizer/{lang}/paper/{id}", import),
        ("/organizer/{lang}/partners/{id}", room("/partners/ccr")),
        ("/organizer/{lang}/partners/{id}/page", room("/partners/ccr/page")),
        ("/organizer/{lang}/press", room("/press?of=ON")),
        ("/organizer/{lang}/webhooks/{id}", recipient.get("href").to_owned()),
        ("/assets/{file}", pages::assets::stylesheet().to_owned()),
        ("/{lang}/office/{code}", of_member.get("href").replace(site.url(), "")),
        ("/partner/{lang}/guide/{id}", "/partner/en/guide/ask.jpg".to_owned()),
        ("/{lang}/ridings/{code}/{day}/book.pdf", "/en/ridings/PE/2026-11-23/book.pdf".to_owned()),
        ("/oembed", format!("/oembed?url={}/en", site.url())),
        ("/v1/report.pdf", report.leads_to().to_owned()),
        ("/v1/ridings", format!("/v1/ridings?postal_code={}", OTTAWA_CENTRE.0.replace(' ', ""))),
    ])
}

/// Lets an organization ask to be a partner, and the contact of another one sign in. Returns the tokens of their mails, and
/// the contact's cookie.
async fn partners(site: &TestSite, office: &Office<'_>) -> ([String; 2], String) {
    site.keep_private([CONTACT, ASKING].map(str::to_owned));
    let asks = [("name_en", "Lake"), ("name_fr", "Lac"), ("website", "https://lake.example.org"), ("email", ASKING)];
    site.post_from_our_pages("/partner/en/ask", &[&asks[..], &[("listed", "yes")]].concat()).await.expect(303);
    let asked = site.open_mails_to(ASKING).await.pop().expect("a link came").token();
    office.post("/organizer/en/partners/ccr/contacts", &[("email", CONTACT)]).await.expect(303);
    site.open_mails_to(CONTACT).await;
    let mut tokens = Vec::new();
    for _ in 0..2 {
        site.post_from_our_pages("/partner/en/sign-in", &[("email", CONTACT)]).await.expect(303);
        tokens.push(site.open_mails_to(CONTACT).await.pop().expect("a link came").token());
    }
    let opened = site.post_from_our_pages("/partner/en/open", &[("token", &tokens[0])]).await.expect(303);
    let cookie = opened.headers[SET_COOKIE].to_str().expect("a cookie is ASCII").split(';').next().unwrap_or_default();
    ([asked, tokens.remove(1)], cookie.to_owned())
}

async fn everything(site: &TestSite) -> Vec<Value> {
    let mut all = Vec::new();
    for table in ["Pledges", "Tally", "Office"] {
        let mut items: Vec<Value> = site.tables().items(table).await.into_iter().map(Value::from).collect();
        items.sort_by_key(ToString::to_string);
        all.extend(items);
    }
    all
}

/// Invariant 3
#[tokio::test]
async fn no_get_of_any_address_changes_anything_whatever_link_it_bears() {
    let site = site().await;
    let marie = Person::new("Marie").wanting_updates();
    site.sign(&marie).await;
    let confirmed = site.open_mail(&marie).await;
    site.confirm_as(&confirmed, &marie).await;
    let thanks = site.open_mail(&marie).await;
    let asked = Person::new("Paul");
    let sent = site.try_sign_page(&asked).await.leads_to().to_owned();
    let mail = site.open_mail(&asked).await;
    let of = |path: Option<&str>| path.and_then(|path| path.split_once("token=")).expect("a link").1.to_owned();
    let of_mailbox = of(mail.not_me_path());
    let mut tokens = vec![mail.token(), of_mailbox, confirmed.token(), thanks.token(), of(thanks.stop_updates_path())];
    let office = site.sign_in(FIRST_ADMIN).await;
    let mut known = with_one_of_each(&site, &office).await;
    known.insert("/{lang}/check-your-mail", sent);
    let (of_partners, partner) = partners(&site, &office).await;
    tokens.extend(of_partners);
    tokens.push(site.sign_in_token(FIRST_ADMIN).await);
    site.keep_private(partner.split_once('=').map(|(_, token)| token.to_owned()));
    let cookies = format!("{}; {partner}", office.cookie());

    let before = everything(&site).await;
    let routers = routers();
    let mut hidden = BTreeSet::new();
    for (route, _) in routers.iter().filter(|(_, methods)| methods.contains("GET")) {
        let address = known.get(route.as_str()).cloned().unwrap_or_else(|| filled(route, "0123456789abcdef"));
        let and = if address.contains('?') { '&' } else { '?' };
        let mut is_shown = false;
        for token in &tokens {
            let address = format!("{address}{and}token={token}&updates=on&country=PT");
            let answer = site.send(Outgoing::new(Method::GET, &address).header("cookie", &cookies)).await;
            assert!(answer.status.as_u16() < 500, "{address}: {}", answer.status);
            is_shown |= answer.status.is_success();
        }
        assert!(everything(&site).await == before, "a GET of {route} changes what is stored");
        if !is_shown {
            hidden.insert(route.as_str());
        }
    }
    assert_eq!(hidden, BTreeSet::from(LEADING_ON), "these show nothing; name one of each above");
}
