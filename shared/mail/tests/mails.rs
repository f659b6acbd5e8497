//! Checks the content of the mails, and that they arrive whole.

#![expect(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]

use campaigns::CampaignFolder;
use domain::ids::SubmissionId;
use domain::locale::Locale;
use domain::mail::email::EmailAddress;
use domain::mail::letter::{Addressee, LetterId, LetterText};
use domain::mail::official::Recipients;
use domain::person::name::PersonName;
use domain::pledge::code::Code;
use jiff::Timestamp;
use mail::{Forwarded, Kind, Mail, Message, SendError, Stop, Transport, Writer};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;

const KINDS: [Kind; 11] = Kind::ALL;

fn writer() -> Writer {
    Writer::load(CampaignFolder::find("time-to-lead").unwrap(), "https://pledge.example.org").unwrap()
}

fn mail(kind: Kind, locale: Locale, riding: Option<&str>) -> Mail {
    mail_to("Zoé d'Arc", kind, locale, riding)
}

fn mail_to(first: &str, kind: Kind, locale: Locale, riding: Option<&str>) -> Mail {
    writer().write(&Message {
        kind,
        cause: SubmissionId::from_random([7; 16]).to_string(),
        to: &EmailAddress::parse("zoe@example.org").unwrap(),
        name: Some(&PersonName::parse(first, "Roy").unwrap()).filter(|_| is_to_supporter(kind)),
        locale,
        riding,
        path: format!("/{locale}/confirm?token=abc.def.ghi"),
        code: (kind == Kind::Confirm).then(|| Code::from_hash(&[7; 32])),
        refuse: anybody_can_cause(kind).then(|| format!("/{locale}/not-me?token=mno")),
        stop_updates: None,
    })
}

/// Whether such a mail goes to a supporter, whom it greets by name. The others go to organizers and partners.
const fn is_to_supporter(kind: Kind) -> bool {
    !matches!(kind, Kind::SignIn | Kind::Invited | Kind::PartnerAsk | Kind::PartnerWelcome | Kind::PartnerSignIn)
}

/// Whether a stranger who knows an address can make us write such a mail.
const fn anybody_can_cause(kind: Kind) -> bool {
    matches!(kind, Kind::Confirm | Kind::Reminder | Kind::AlreadyCounted | Kind::PartnerAsk)
}

#[test]
fn both_languages_say_the_same() {
    let writer = writer();
    assert_eq!(writer.texts(Locale::En).gaps(writer.texts(Locale::Fr)), Vec::<String>::new());
}

fn every_mail() -> impl Iterator<Item = Mail> {
    let ways = KINDS.into_iter().flat_map(|kind| Locale::ALL.map(|locale| (kind, locale)));
    ways.flat_map(|(kind, locale)| [None, Some("Ottawa-Centre")].map(|riding| mail(kind, locale, riding)))
}

#[test]
fn every_mail_is_a_whole_letter_in_both_forms() {
    for mail in every_mail() {
        let locale = mail.locale;
        let link = format!("https://pledge.example.org/{locale}/confirm?token=abc.def.ghi");
        assert_eq!(mail.links[0], link);
        assert!(mail.text.contains(&link) && mail.html.matches(&link).count() >= 2);
        assert!(mail.html.contains(&format!("<html lang=\"{}\">", locale.tag())));
        let greets = is_to_supporter(mail.kind);
        assert_eq!((mail.html.contains("Zoé d&#39;Arc"), mail.text.contains("Zoé d'Arc")), (greets, greets));
        let asks_who = if locale == Locale::Fr { "Conseil canadien" } else { "Canadian Council" };
        assert!(mail.sender.contains(asks_who) && mail.text.contains(asks_who), "who sends it");
        let address = writer().campaign().organization.postal_address(locale).to_owned();
        assert!(mail.text.contains("info@ccrweb.ca") && mail.html.contains(&address), "and from where");
        assert!(!mail.subject.contains('\n') && mail.subject.chars().count() <= 60);
        assert!(!mail.html.contains("<img") && !mail.html.contains("<script"));
        let stops = anybody_can_cause(mail.kind) || mail.kind == Kind::Confirmed;
        assert_eq!(mail.stop.is_some(), stops, "{:?}", mail.kind);
    }
}

#[test]
fn a_mail_names_the_riding_it_is_about() {
    for (kind, locale) in KINDS.into_iter().flat_map(|kind| Locale::ALL.map(|locale| (kind, locale))) {
        let [home, abroad] = [Some("Ottawa-Centre"), None].map(|riding| mail(kind, locale, riding));
        assert_eq!(
            home.text.contains("Ottawa-Centre"),
            kind.is_about_signer(),
            "{kind:?}: only who is counted is told"
        );
        assert_eq!(home.html.contains("Ottawa-Centre"), kind.is_about_signer());
        let abroad_is_said = abroad.text.contains(if locale == Locale::Fr { "à l’étranger" } else { "abroad" });
        assert_eq!(abroad_is_said, kind == Kind::Confirmed, "{kind:?}");
    }
}

/// A person who types a stranger's address has no influence on where its mail leads.
#[test]
fn a_mail_leads_to_the_campaign_and_nowhere_else() {
    for mail in every_mail() {
        let targets: Vec<&str> =
            mail.html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        assert!(targets.len() >= 2);
        assert!(targets.iter().all(|target| mail.links.iter().any(|link| link == target)), "{targets:?}");
        let written = mail.text.split_whitespace().filter(|word| word.contains("://"));
        assert!(written.into_iter().all(|word| mail.links.iter().any(|link| link == word)));
        assert!(mail.links.iter().all(|link| link.starts_with("https://pledge.example.org/")));
    }
}

#[test]
fn only_the_thanks_ask_to_pass_the_campaign_on() {
    for mail in every_mail() {
        let home = format!("https://pledge.example.org/{}", mail.locale);
        let beside = mail.text.split("\n\n").filter(|paragraph| *paragraph == home).count();
        assert_eq!(beside, usize::from(mail.kind == Kind::Confirmed));
    }
}

#[test]
fn french_mails_are_set_as_french_is() {
    assert_eq!(mail(Kind::Confirmed, Locale::Fr, None).subject, "Votre appui compte. Merci\u{202f}!");
    for mail in every_mail().filter(|mail| mail.locale == Locale::Fr) {
        let words = mail.text.replace("Zoé d'Arc", "").replace("https://", "");
        for wrong in [" :", " ;", " !", " ?", " »", "« ", "'", "\""] {
            assert!(!words.contains(wrong), "{wrong:?} in {words}");
        }
        assert!(words.contains("«\u{202f}Il est temps de donner l’exemple\u{202f}»"));
    }
}

/// A text that a stranger types as a first name must not be spoken in the campaign's name.
#[test]
fn a_first_name_that_is_a_message_is_left_out_of_every_greeting() {
    let of = |first, kind, locale| mail_to(first, kind, locale, None);
    let kinds = KINDS.into_iter().filter(|kind| is_to_supporter(*kind));
    for (kind, locale) in kinds.flat_map(|kind| Locale::ALL.map(|locale| (kind, locale))) {
        let [hello, plain] =
            if locale == Locale::Fr { ["Bonjour Zoé,", "Bonjour,"] } else { ["Hello Zoé,", "Hello,"] };
        let greeted = of("Zoé", kind, locale);
        assert!(greeted.text.starts_with(hello) && greeted.html.contains(hello), "{}", greeted.text);
        for first in ["You won 5000 call 1 888 555 0199", "Claim prize", "evil. com", "K.R.Narayanan"] {
            let mail = of(first, kind, locale);
            assert!(mail.text.starts_with(plain) && mail.html.contains(plain), "{}", mail.text);
            assert!(!mail.text.contains(first) && !mail.html.contains(first));
        }
    }
}

#[test]
fn an_address_that_is_hard_to_write_is_written_right() {
    let writer = writer();
    let mut message = Message {
        kind: Kind::Confirm,
        cause: SubmissionId::from_random([7; 16]).to_string(),
        to: &EmailAddress::parse("zoe+tag@exämple.org").unwrap(),
        name: Some(&PersonName::parse(&"W".repeat(100), "Roy").unwrap()),
        locale: Locale::En,
        riding: None,
        path: "/en/confirm?token=a".to_owned(),
        code: None,
        refuse: None,
        stop_updates: None,
    };
    let mail = writer.write(&message);
    assert_eq!(mail.to.to_string(), "zoe+tag@xn--exmple-cua.org");
    assert!(mail.html.contains("overflow-wrap"), "a name without a space does not widen the page");
    message.cause = SubmissionId::from_random([8; 16]).to_string();
    assert_ne!(writer.write(&message).id, mail.id);
}

#[test]
fn a_mail_does_not_show_in_debug_output() {
    let text = format!("{:?}", mail(Kind::Confirm, Locale::En, None));
    assert!(!text.contains("example.org") && !text.contains("token"));
}

#[tokio::test]
async fn a_mail_sent_twice_is_kept_once() {
    let folder = tempfile::tempdir().unwrap();
    let setting = format!("folder:{}", folder.path().display());
    let transport = Transport::open(&setting, "pledge@example.org").await.unwrap();
    let mail = mail(Kind::Confirm, Locale::En, None);
    transport.send(&mail, Timestamp::UNIX_EPOCH).await.unwrap();
    transport.send(&mail, Timestamp::UNIX_EPOCH).await.unwrap();
    let files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(files.len(), 1);
    let kept = std::fs::read_to_string(files[0].as_ref().unwrap().path()).unwrap();
    assert!(kept.contains("\"to\":\"zoe@example.org\"") && kept.contains("\"kind\":\"confirm\""));
}

/// Speaks just enough SMTP (RFC 5321) to take one message, or to refuse its recipient with that code.
async fn smtp_server(listener: TcpListener, recipient_reply: &'static str) -> String {
    let (stream, _) = listener.accept().await.unwrap();
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut message = String::new();
    write.write_all(b"220 ready\r\n").await.unwrap();
    while let Ok(Some(line)) = lines.next_line().await {
        let reply = match line.get(..4).unwrap_or_default() {
            "RCPT" => recipient_reply,
            "DATA" => {
                write.write_all(b"354 go on\r\n").await.unwrap();
                while let Ok(Some(line)) = lines.next_line().await {
                    if line == "." {
                        break;
                    }
                    message.push_str(&line);
                    message.push('\n');
                }
                "250 kept"
            }
            "QUIT" => "221 bye",
            _ => "250 fine",
        };
        write.write_all(format!("{reply}\r\n").as_bytes()).await.unwrap();
        if message.ends_with('\n') || line == "QUIT" {
            break;
        }
    }
    message
}

async fn send_by_smtp(recipient_reply: &'static str) -> (Result<(), SendError>, String) {
    send_mail_by_smtp(mail(Kind::Confirmed, Locale::Fr, None), recipient_reply).await
}

async fn send_mail_by_smtp(mail: Mail, recipient_reply: &'static str) -> (Result<(), SendError>, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let setting = format!("smtp://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(smtp_server(listener, recipient_reply));
    let transport = Transport::open(&setting, "pledge@example.org").await.unwrap();
    let sent = transport.send(&mail, Timestamp::UNIX_EPOCH).await;
    drop(transport);
    (sent, server.await.unwrap())
}

#[tokio::test]
async fn a_mail_arrives_by_smtp_with_its_headers() {
    let (sent, message) = send_by_smtp("250 fine").await;
    assert_eq!(sent, Ok(()));
    for header in [
        "Message-ID: <confirmed-BwcHBwcHBwcHBwcHBwcHBw@example.org>",
        "Auto-Submitted: auto-generated",
        "Content-Language: fr-CA",
        "List-Unsubscribe: <https://pledge.example.org/fr/",
        "To: zoe@example.org",
        "From: =?utf-8?b?",
        "Date: Thu, 01 Jan 1970 00:00:00 +0000",
        "multipart/alternative",
    ] {
        assert!(message.contains(header), "{header}\n{message}");
    }
    assert!(!message.contains("List-Unsubscribe-Post"), "one click must not withdraw a pledge");
}

/// RFC 8058, and only for those who agreed to news: the click stops the news, and nothing else.
#[tokio::test]
async fn the_thanks_of_who_agreed_to_news_stop_them_by_one_click() {
    for locale in Locale::ALL {
        let mut thanks = mail(Kind::Confirmed, locale, None);
        let stop = format!("https://pledge.example.org/{locale}/updates/stop?token=jkl");
        assert!(matches!(thanks.stop, Some(Stop::Page(_))) && !thanks.text.contains("updates/stop"));
        thanks = writer().write(&Message {
            stop_updates: Some(format!("/{locale}/updates/stop?token=jkl")),
            kind: Kind::Confirmed,
            cause: "x".to_owned(),
            to: &thanks.to,
            name: None,
            locale,
            riding: None,
            path: format!("/{locale}/my-pledge?token=abc"),
            code: None,
            refuse: None,
        });
        assert!(thanks.text.contains(&stop) && thanks.html.contains(&format!("href=\"{stop}\"")));
        let (sent, message) = send_mail_by_smtp(thanks, "250 fine").await;
        assert_eq!(sent, Ok(()));
        let unfolded = message.replace("\n ", " ");
        assert!(unfolded.contains(&format!("List-Unsubscribe: <{stop}>")), "{message}");
        assert!(message.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), "{message}");
    }
}

/// Makes a letter to two recipients who get it by mail.
fn letter(addressee: Addressee, locale: Locale, text: &str) -> Mail {
    let address = |email: &str| EmailAddress::parse(email).unwrap();
    let signer = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".parse().unwrap();
    writer().forward(&Forwarded {
        id: &LetterId { signer, submission: SubmissionId::from_random([7; 16]), addressee },
        writer: &PersonName::parse("Zoé", "O’Neil Łukasz").unwrap(),
        postal_code: Some("K1A 0A6".parse().unwrap()),
        reply_to: &address("zoe@example.net"),
        recipients: &Recipients { to: address("member@example.org"), cc: vec![address("minister@example.org")] },
        riding: "Ottawa-Centre",
        locale,
        text: &LetterText::parse(text).unwrap(),
    })
}

async fn deliver(mail: &Mail) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let setting = format!("smtp://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(smtp_server(listener, "250 fine"));
    let transport = Transport::open(&setting, "pledge@example.org").await.unwrap();
    transport.send(mail, Timestamp::UNIX_EPOCH).await.unwrap();
    drop(transport);
    server.await.unwrap()
}

#[tokio::test]
async fn a_letter_comes_from_the_campaign_under_its_writers_name_and_is_answered_to_them() {
    let mail = letter(Addressee::Member, Locale::En, "Dear X,\n\nPlease lead.\n\nJustin Trudeau");
    assert!(mail.text.contains("Justin Trudeau\n\nZoé O’Neil Łukasz\nK1A 0A6\n\n-- \n"), "{}", mail.text);
    assert!(mail.html.contains("Zoé O’Neil Łukasz<br>K1A 0A6</p>"), "{}", mail.html);
    let message = deliver(&mail).await;
    let head = message.split("\n\n").next().unwrap();
    for header in ["\nTo: member@example.org", "\nCc: minister@example.org", "<zoe@example.net>", "\nReply-To: "] {
        assert!(head.contains(header), "{header}\n{head}");
    }
    assert!(
        head.contains("<pledge@example.org>") && head.contains("<letter-BwcHBwcHBwcHBwcHBwcHBw-member@example.org>")
    );
    for absent in ["Auto-Submitted", "List-Unsubscribe"] {
        assert!(!head.contains(absent), "a person wrote it\n{head}");
    }
}

/// Every part of a letter is in its body: no line of it becomes a header.
#[tokio::test]
async fn nothing_in_a_letter_becomes_a_header() {
    let evil = "X\r\nBcc: evil@example.org\r\n\r\n<script>alert(1)</script>";
    let mail = letter(Addressee::Member, Locale::Fr, evil);
    assert!(!mail.html.contains("<script>") && !mail.subject.contains('\n'));
    let message = deliver(&mail).await;
    let head = message.split("\n\n").next().unwrap();
    assert!(!head.contains("evil@example.org"), "{head}");
    assert!(PersonName::parse("Zoé\r\nBcc: evil@example.org", "Roy").is_err(), "nor does a name");
}

#[test]
fn a_letter_says_whose_it_is_in_its_own_language() {
    for (locale, from, why) in [
        (Locale::En, "Zoé O’Neil Łukasz, through It’s time to lead", "wrote this letter"),
        (
            Locale::Fr,
            "Zoé O’Neil Łukasz, par la campagne «\u{202f}Il est temps de donner l’exemple\u{202f}»",
            "a écrit cette lettre",
        ),
    ] {
        for addressee in Addressee::ALL {
            let mail = letter(addressee, locale, "Mes mots");
            assert_eq!((mail.sender.as_str(), mail.kind), (from, Kind::Letter));
            assert!(
                mail.text.starts_with("Mes mots\n\nZoé O’Neil Łukasz\nK1A 0A6\n\n-- \n")
                    && mail.text.contains(why)
                    && mail.html.contains(why)
            );
            assert!(mail.html.contains(&format!("lang=\"{}\"", locale.tag())));
            let address = writer().campaign().organization.postal_address(locale).to_owned();
            assert!(mail.text.contains(&address) && mail.html.contains(&address), "{address}");
            assert_eq!(mail.subject.contains("Ottawa-Centre"), addressee == Addressee::Member);
        }
    }
    assert!(!format!("{:?}", letter(Addressee::Member, Locale::En, "My words")).contains("zoe@"));
}

#[tokio::test]
async fn a_refused_address_is_given_up_and_a_busy_server_is_not() {
    assert_eq!(send_by_smtp("550 no such user").await.0, Err(SendError::Permanent));
    assert_eq!(send_by_smtp("550 5.7.1 no relaying").await.0, Err(SendError::Temporary));
    assert_eq!(send_by_smtp("451 later").await.0, Err(SendError::Temporary));
    assert_eq!(send_by_smtp("421 closing").await.0, Err(SendError::Unavailable));
}

#[tokio::test]
async fn a_provider_that_is_away_is_not_the_recipients_fault() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let nobody = format!("smtp://{}", listener.local_addr().unwrap());
    drop(listener);
    let file = tempfile::NamedTempFile::new().unwrap();
    for setting in [nobody, format!("folder:{}", file.path().display())] {
        let transport = Transport::open(&setting, "pledge@example.org").await.unwrap();
        let sent = transport.send(&mail(Kind::Confirm, Locale::En, None), Timestamp::UNIX_EPOCH).await;
        assert_eq!(sent, Err(SendError::Unavailable));
    }
}
