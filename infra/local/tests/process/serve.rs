//! The site run for real: its settings, its secrets, its mail server and the reverse proxy in front of it.

use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::mpsc;
use std::time::Duration;

use super::*;

const SITE_URL: &str = "https://pledge.example.com";

/// The folders of an operator's machine.
pub(super) struct Machine {
    place: tempfile::TempDir,
}

impl Machine {
    /// Makes a machine with settings, and without secrets.
    pub(super) fn new() -> Self {
        let machine = Self { place: tempfile::tempdir().unwrap() };
        std::fs::create_dir(machine.secrets()).unwrap();
        let settings = format!(
            "SiteUrl = \"{SITE_URL}\"\nMailFrom = \"pledge@example.com\"\nFirstAdmin = \"admin@example.com\"\n"
        );
        std::fs::write(machine.path("settings.toml"), settings).unwrap();
        machine
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    pub(super) fn secrets(&self) -> PathBuf {
        self.path("secrets")
    }

    fn write_secret(&self, name: &str, value: &str) {
        use std::os::unix::fs::OpenOptionsExt as _;
        let file = std::fs::File::options().create_new(true).write(true).mode(0o600).open(self.secrets().join(name));
        file.unwrap().write_all(value.as_bytes()).unwrap();
    }

    /// Returns the arguments that start the site on a data folder of this machine.
    pub(super) fn serve(&self, data: &str, more: &[&str]) -> Vec<String> {
        let (data, secrets, settings) = (self.path(data), self.secrets(), self.path("settings.toml"));
        let text = |path: PathBuf| path.to_str().unwrap().to_owned();
        let mut arguments = vec!["serve".to_owned(), "--listen".to_owned(), "127.0.0.1:0".to_owned()];
        for (name, value) in [("--data", text(data)), ("--secrets", text(secrets)), ("--settings", text(settings))] {
            arguments.extend([name.to_owned(), value]);
        }
        arguments.extend(more.iter().map(|&argument| argument.to_owned()));
        arguments
    }

    pub(super) fn start(&self, data: &str, more: &[&str]) -> Process {
        let arguments = self.serve(data, more);
        Process::start(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
    }

    pub(super) fn refuses(&self, data: &str, more: &[&str]) -> String {
        let arguments = self.serve(data, more);
        refused(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

/// A mail server that takes everything.
struct MailServer {
    port: u16,
    mails: mpsc::Receiver<String>,
}

impl MailServer {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (took, mails) = mpsc::channel();
        std::thread::spawn(move || {
            for socket in listener.incoming() {
                let took = took.clone();
                std::thread::spawn(move || converse(socket.unwrap(), &took));
            }
        });
        Self { port, mails }
    }

    /// Returns the next mail as it would be read: the quoted-printable text without its quoting.
    fn next(&self) -> String {
        let mail = self.mails.recv_timeout(Duration::from_mins(1)).expect("no mail came");
        mail.replace("=\r\n", "").replace("=3D", "=")
    }
}

fn converse(mut socket: TcpStream, took: &mpsc::Sender<String>) {
    let lines = BufReader::new(socket.try_clone().unwrap());
    let mut mail: Option<String> = None;
    socket.write_all(b"220 mail.example.com\r\n").unwrap();
    for line in lines.lines() {
        let Ok(line) = line else { return };
        let answer = match (&mut mail, line.as_str()) {
            (Some(_), ".") => {
                // A test that has seen enough is over.
                drop(took.send(mail.take().unwrap()));
                "250 taken"
            }
            (Some(mail), line) => {
                mail.push_str(line);
                mail.push_str("\r\n");
                continue;
            }
            (None, "DATA") => {
                mail = Some(String::new());
                "354 go on"
            }
            (None, "QUIT") => "221 bye",
            (None, _) => "250 well",
        };
        if socket.write_all(format!("{answer}\r\n").as_bytes()).is_err() {
            return;
        }
    }
}

fn link_in<'a>(mail: &'a str, beginning: &str) -> &'a str {
    let at = mail.find(beginning).unwrap_or_else(|| panic!("no {beginning} in {mail}"));
    mail[at..].split([' ', '\r', '"', '<', '>', ')']).next().unwrap()
}

#[test]
fn an_organization_collects_signatures_on_one_machine() {
    let (machine, server) = (Machine::new(), MailServer::start());
    machine.write_secret("MailTransport", &format!("smtp://127.0.0.1:{}", server.port));
    let site = machine.start("data", &["--proxied-by", "127.0.0.1"]);
    assert_eq!(site.sign_from("x-forwarded-for: 192.0.2.7\r\n", "zoe@example.net"), 202);
    let mail = server.next();
    assert!(mail.contains("<pledge@example.com>") && mail.contains("To: zoe@example.net"), "{mail}");
    let link = link_in(&mail, &format!("{SITE_URL}/fr/confirm?token="));
    assert_eq!(site.confirm_by(link)["total"], 1);
    assert!(server.next().contains("To: zoe@example.net"), "thanks");

    // The office and the reports are there as well.
    let from_here = format!("origin: {SITE_URL}\r\nx-forwarded-for: 192.0.2.8\r\n");
    let asked = site.ask_with(&from_here, "POST", "/organizer/en/sign-in", "email=admin%40example.com");
    assert_eq!(asked.0, 303, "{asked:?}");
    let mail = server.next();
    assert!(mail.contains("To: admin@example.com"), "{mail}");
    let door = link_in(&mail, &format!("{SITE_URL}/organizer/en/open?token="));
    assert_eq!(site.ask("GET", door.strip_prefix(SITE_URL).unwrap(), "").0, 200);
    assert_eq!(site.ask("GET", "/en/share.png", "").0, 200);

    for path in ["/_local", "/_local/mailbox", "/_local/mailbox.json"] {
        assert_eq!(site.ask("GET", path, "").0, 404, "{path}");
    }
    assert!(!machine.path("data").join("mail").exists(), "mails are in no folder");

    let said = site.end();
    assert!(
        said.contains("IdentityKey") && said.contains("safe place"),
        "the first start tells of its secrets: {said}"
    );
    assert!(!said.contains("zoe") && !said.contains("192.0.2.7"), "{said}");
    let again = machine.start("data", &["--proxied-by", "127.0.0.1"]);
    assert_eq!(again.confirm_by(link)["total"], 1, "the same keys, the same person");
    assert!(!again.end().contains("safe place"));
}

#[test]
fn a_rehearsal_shows_its_mails_and_sends_none() {
    let machine = Machine::new();
    let site = machine.start("data", &["--proxied-by", "127.0.0.1", "--mailbox"]);
    assert_eq!(site.sign("zoe@example.net"), 202);
    assert_eq!(site.confirm("zoe@example.net")["total"], 1);
    assert!(site.end().contains("rehearsal"));
}

#[test]
fn the_senders_address_is_what_the_named_proxy_says_of_it() {
    let machine = Machine::new();
    let one_form_each = ["--mailbox", "--set", "SubmissionsPerNetwork=1", "--proxied-by"];
    let site = machine.start("data", &[&one_form_each[..], &["127.0.0.0/8"]].concat());
    assert_eq!(site.sign_from("x-forwarded-for: 192.0.2.7\r\n", "a@example.net"), 202);
    assert_eq!(site.sign_from("x-forwarded-for: 198.51.100.7\r\n", "b@example.net"), 202, "another network");
    let forged = "x-forwarded-for: 203.0.113.5, 192.0.2.7\r\n";
    assert_eq!(site.sign_from(forged, "c@example.net"), 429, "what the sender claimed stands before its address");
    assert_eq!(site.sign_from("x-local-source-ip: 203.0.113.6\r\n", "d@example.net"), 202, "of the proxy itself");
    assert_eq!(site.sign_from("x-local-source-ip: 203.0.113.7\r\n", "e@example.net"), 429);
    drop(site);

    let site = machine.start("data", &[&one_form_each[..], &["192.0.2.1"]].concat());
    assert_eq!(site.sign_from("x-forwarded-for: 192.0.2.7\r\n", "f@example.net"), 202);
    let claim = "x-forwarded-for: 198.51.100.7\r\n";
    assert_eq!(site.sign_from(claim, "g@example.net"), 429, "this machine is no proxy here, and claims in vain");
}

#[test]
fn what_is_missing_for_real_use_is_asked_for() {
    let machine = Machine::new();
    let behind = ["--proxied-by", "127.0.0.1"];
    assert!(machine.refuses("data", &[]).contains("--proxied-by"));
    assert!(machine.refuses("data", &["--proxied-by", "localhost"]).contains("10.0.0.0/24"));
    let said = machine.refuses("data", &behind);
    assert!(said.contains("your mail server") && said.contains("MailTransport"), "{said}");
    let said = machine.refuses("data", &["--proxied-by", "127.0.0.1", "--set", "MailTransport=smtp://u:hunter2@h"]);
    assert!(said.contains("is secret") && !said.contains("hunter2"), "{said}");
    let said = machine.refuses("data", &["--proxied-by", "127.0.0.1", "--set", "SiteUrl=http://pledge.example.com"]);
    assert!(said.contains("SiteUrl must start with https://"), "{said}");
    std::fs::write(machine.path("settings.toml"), "FirstAdmin = \"a@example.com\"\nMailFrom = \"p@example.com\"")
        .unwrap();
    let said = machine.refuses("data", &behind);
    assert!(said.contains("Give SiteUrl; its default serves only the local site and the tests."), "{said}");
    let said = refused(&["serve", "--data", machine.path("data").to_str().unwrap(), "--proxied-by", "127.0.0.1"]);
    assert!(said.contains("--secrets DIR"), "{said}");
}

#[test]
fn systemd_gives_secrets_that_the_service_cannot_write() {
    let machine = Machine::new();
    let made = command(&["make-secrets", machine.secrets().to_str().unwrap()]).output().unwrap();
    let said = String::from_utf8(made.stderr).unwrap();
    assert!(made.status.success() && said.contains("TokenKey") && said.contains("safe place"), "{said}");
    let settings = machine.path("settings.toml");
    let data = machine.path("data");
    let mut serve = command(&["serve", "--mailbox", "--listen", "127.0.0.1:0", "--proxied-by", "127.0.0.1"]);
    serve.arg("--settings").arg(settings).arg("--data").arg(data).env("CREDENTIALS_DIRECTORY", machine.secrets());
    let site = Process::of(serve);
    assert_eq!(site.sign("zoe@example.net"), 202);
    assert_eq!(site.confirm("zoe@example.net")["total"], 1);
    assert!(!site.end().contains("safe place"), "no secret was made");
}

#[test]
fn a_secret_that_others_may_read_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let machine = Machine::new();
    machine.write_secret("TokenKey", &"a".repeat(64));
    std::fs::set_permissions(machine.secrets().join("TokenKey"), std::fs::Permissions::from_mode(0o644)).unwrap();
    let said = machine.refuses("data", &["--proxied-by", "127.0.0.1", "--mailbox"]);
    assert!(said.contains("TokenKey") && said.contains("chmod 600"), "{said}");
}
