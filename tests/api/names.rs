//! People's names, from the form to the mails, the sheets of paper and the office. They are taken as people bear them,
//! compared by what their script means, and never become a message to a stranger.

use serde_json::{Value, json};
use tests::{Answer, FIRST_ADMIN, OTTAWA_CENTRE, Office, Outgoing, Person, TestSite};

/// Reads a sheet, and counts every line that it can.
async fn count_on_paper(site: &TestSite, office: &Office<'_>, lines: &[(&str, &str)]) {
    let lines = lines.iter().map(|(first, last)| format!("{first},{last},{}\r\n", OTTAWA_CENTRE.0));
    let csv = std::iter::once("First name,Last name,Postal code\r\n".to_owned()).chain(lines).collect::<String>();
    let form = Outgoing::upload("/organizer/en/paper", &[("note", "the market")], ("file", csv.as_bytes()));
    let read = office.send(form.header("origin", site.url())).await.expect(200);
    let page = read.page();
    let count = page.all("form").find(|form| form.get("action").ends_with("/count"));
    if let Some(count) = count {
        office.post(count.get("action"), &[]).await.expect(303);
    }
}

async fn kept(site: &TestSite, token: &str) -> Value {
    site.get(&format!("/en/my-pledge/download?token={token}")).await.expect(200).json()
}

fn codes(answer: &Answer) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let errors = answer.json()["errors"].as_array().unwrap().clone();
    errors.iter().map(|error| (text(&error["field"]), text(&error["code"]))).collect()
}

#[tokio::test]
async fn a_person_with_one_name_signs_and_is_one_person_everywhere() {
    let site = TestSite::start().await;
    let suharto = Person { first_name: String::new(), ..Person::new("x").wanting_updates() };
    let name = suharto.last_name.as_str();
    site.sign(&suharto).await;
    let asked = site.open_mail(&suharto).await;
    assert!(asked.text().starts_with(&format!("Hello {name},")), "{}", asked.text());
    site.confirm_as(&asked, &suharto).await;
    let thanks = site.open_mail(&suharto).await;
    let signer = &site.tables().items_of("Pledges", "P#").await[0];
    assert!(!signer.contains_key("first_name") && signer.contains_key("last_name"), "what is absent is not kept");

    let fields = [("token", thanks.token()), ("first_name", name.to_owned()), ("last_name", String::new())];
    let fields = fields.each_ref().map(|(field, value)| (*field, value.as_str()));
    site.send(Outgoing::form("/en/my-pledge/name", &fields)).await.expect(303);
    let kept = kept(&site, &thanks.token()).await;
    assert_eq!((&kept["first_name"], &kept["last_name"]), (&json!(name), &json!("")));

    let office = site.sign_in(FIRST_ADMIN).await;
    count_on_paper(&site, &office, &[("", &name.to_uppercase()), (name, "")]).await;
    assert_eq!(site.tally().await.total, 1, "online, or on paper in either column");
    let file = office.post("/v1/organizer/supporters.csv", &[("reason", "test")]).await.expect(200).text;
    assert!(file.lines().nth(1).unwrap().starts_with(&format!("{name},,{}", suharto.email)), "{file}");

    let nobody = Person { first_name: " ".to_owned(), last_name: "\u{3164}".to_owned(), ..Person::new("x") };
    let refused = site.try_sign(&nobody).await.expect(422);
    assert_eq!(codes(&refused), [("first_name".to_owned(), "name_missing".to_owned())]);
}

/// Attack A3: two spellings of one name were two people.
#[tokio::test]
async fn who_signed_online_is_known_on_paper_by_another_spelling() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let spellings = [
        ("Đặng", "Dang"),
        ("Łukasz", "Lukasz"),
        ("Sørensen", "Sorensen"),
        ("O\u{2bc}Brien", "O'Brien"),
        ("O’Neil", "ONeil"),
        ("Karonhí:io", "Karonhi꞉io"),
        ("Семён", "Семен"),
        ("أحمد", "احمد"),
    ];
    let mut lines = Vec::new();
    for (online, paper) in spellings {
        let person = Person { first_name: online.to_owned(), ..Person::new("x") };
        site.pledge(&person).await;
        lines.push((paper, person.last_name));
    }
    let lines: Vec<_> = lines.iter().map(|(first, last)| (*first, last.as_str())).collect();
    count_on_paper(&site, &office, &lines).await;
    assert_eq!(site.tally().await.total, 8, "nobody twice");
}

/// Line N: vowel signs were dropped as if they were accents.
#[tokio::test]
async fn names_that_differ_by_a_vowel_sign_are_two_people() {
    let site = TestSite::start().await;
    let office = site.sign_in(FIRST_ADMIN).await;
    let ram =
        Person { first_name: "राम".to_owned(), last_name: "शर्मा".to_owned(), ..Person::new("x") };
    site.pledge(&ram).await;
    count_on_paper(&site, &office, &[("रमा", "शर्मा"), ("राम", "शर्मा"), ("はな", "山田"), ("ばな", "山田")]).await;
    assert_eq!(site.tally().await.total, 4);
}

#[tokio::test]
async fn names_are_taken_as_people_bear_them() {
    let site = TestSite::start().await;
    for name in [
        "ශ්\u{200d}රීමතී",
        "マリー・クレール",
        "Karonhí:io",
        "7idansuu",
        "a/l Muthusamy",
        "Mary (Molly)",
        "K.R.Narayanan",
        "נחום־יוסף",
        "བསྟན་འཛིན",
        "\u{200e}Marie\u{200e}",
        "Ｍａｒｉｅ",
    ] {
        site.try_sign(&Person { first_name: name.to_owned(), ..Person::new("x") }).await.expect(202);
    }
    site.leave_mail();
}

/// Attack A12: the greeting of a mail that anybody can cause carried a stranger's message.
#[tokio::test]
async fn no_message_is_mailed_as_a_greeting() {
    let site = TestSite::start().await;
    for link in ["Claim prize at evil\u{34f}.com", "evil\u{fe0f}.com"] {
        let refused = site.try_sign(&Person { first_name: link.to_owned(), ..Person::new("x") }).await.expect(422);
        assert_eq!(codes(&refused), [("first_name".to_owned(), "name_link".to_owned())]);
    }
    for (person, hello) in [(Person::new("x"), "Hello,\n"), (Person::new("x").in_french(), "Bonjour,\n")] {
        let person = Person { first_name: "You won 5000 call 1 888 555 0199".to_owned(), ..person };
        site.sign(&person).await;
        let asked = site.open_mail(&person).await;
        assert!(asked.text().starts_with(hello) && !asked.text().contains("888"), "{}", asked.text());
        site.confirm(&asked).await;
        let thanks = site.open_mail(&person).await;
        assert!(thanks.text().starts_with(hello) && !thanks.text().contains("888"), "{}", thanks.text());
    }
}

/// Line N and attack A9: characters pasted with the value, and those of East Asian keyboards.
#[tokio::test]
async fn values_are_understood_whatever_is_around_them() {
    let site = TestSite::start().await;
    let ann = Person::new("Ann");
    let typed = Person {
        email: format!("\u{200b}MAILTO:{}\u{feff}", ann.email.replace('@', "＠")),
        ..ann.clone().living_at("\u{200e}Ｋ２Ｐー０Ａ１")
    };
    site.keep_private(typed.private_values());
    site.try_sign(&typed).await.expect(202);
    let asked = site.open_mail(&ann).await;
    site.confirm(&asked).await;
    site.open_mail(&ann).await;
    assert_eq!(site.tally().await.at(OTTAWA_CENTRE.1), 1);

    let zoe = Person::new("Zoé");
    let local = zoe.email.split('@').next().unwrap().to_owned();
    site.sign(&Person { email: format!("{local}@exämple.org"), ..zoe.clone() }).await;
    let asked = site.open_mails_to(&format!("{local}@xn--exmple-cua.org")).await.pop().unwrap();
    site.confirm(&asked).await;
    let thanks = site.open_mails_to(&format!("{local}@xn--exmple-cua.org")).await.pop().unwrap();
    let page = site.get(thanks.path()).await.expect(200).text;
    assert!(page.contains(&format!("{local}@exämple.org")), "their address as they know it");
}
