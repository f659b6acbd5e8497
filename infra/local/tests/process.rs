//! The local site as a process: its output, its ends, and its data after it is killed.
#![expect(clippy::unwrap_used, reason = "a test's steps; the lint's exception covers test functions alone")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use serde_json::{Value, json};

#[path = "process/backup.rs"]
mod backup;
#[path = "process/serve.rs"]
mod serve;

/// A running `local`, which is killed when a test fails.
struct Process {
    child: Child,
    url: String,
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_local"));
    command
        .args(arguments)
        .env_remove("RUST_LOG")
        .env_remove("CREDENTIALS_DIRECTORY")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

impl Process {
    fn start(arguments: &[&str]) -> Self {
        Self::of(command(arguments))
    }

    fn of(mut command: Command) -> Self {
        let mut child = command.spawn().unwrap();
        let mut url = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut url).unwrap();
        if url.is_empty() {
            let mut said = String::new();
            child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
            panic!("it did not start: {said}");
        }
        Self { child, url: url.trim_end().to_owned() }
    }

    fn on(data: &Path) -> Self {
        Self::start(&["--port", "0", "--quiet", "--data", data.to_str().unwrap()])
    }

    fn ask(&self, method: &str, path: &str, body: &str) -> (u16, String) {
        self.ask_with("", method, path, body)
    }

    /// Asks with more headers, each of them a whole line.
    fn ask_with(&self, headers: &str, method: &str, path: &str, body: &str) -> (u16, String) {
        let authority = self.url.strip_prefix("http://").unwrap();
        let mut socket = TcpStream::connect(authority).unwrap();
        let head = format!("{method} {path} HTTP/1.1\r\nhost: {authority}\r\nconnection: close\r\n{headers}");
        let kind = if body.starts_with('{') { "application/json" } else { "application/x-www-form-urlencoded" };
        let about = format!("content-type: {kind}\r\ncontent-length: {}\r\n", body.len());
        socket.write_all(format!("{head}{about}\r\n{body}").as_bytes()).unwrap();
        let mut answer = Vec::new();
        socket.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer);
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }

    fn sign(&self, email: &str) -> u16 {
        self.sign_from("", email)
    }

    fn sign_from(&self, headers: &str, email: &str) -> u16 {
        let pledge = json!({"first_name": "Zoë", "last_name": "Tremblay", "email": email, "country": "FR", "locale": "fr",
            "consents": {"updates": false}});
        self.ask_with(headers, "POST", "/v1/pledges", &pledge.to_string()).0
    }

    /// Returns the mails to an address, once there is one.
    fn mails_to(&self, email: &str) -> Vec<Value> {
        let deadline = std::time::Instant::now() + std::time::Duration::from_mins(1);
        loop {
            let (_, body) = self.ask("GET", &format!("/_local/mailbox.json?to={email}"), "");
            let mails: Vec<Value> = serde_json::from_str(&body).unwrap();
            if !mails.is_empty() {
                return mails;
            }
            assert!(std::time::Instant::now() < deadline, "no mail came");
            std::thread::yield_now();
        }
    }

    fn confirm(&self, email: &str) -> Value {
        let mails = self.mails_to(email);
        let mut links = mails.iter().flat_map(|mail| mail["links"].as_array().unwrap()).filter_map(Value::as_str);
        let link = links.find(|link| link.contains("/confirm?token=")).unwrap();
        self.confirm_by(link)
    }

    fn confirm_by(&self, link: &str) -> Value {
        let token = link.split_once("token=").unwrap().1;
        let (status, body) = self.ask("POST", "/v1/pledges/confirm", &json!({ "token": token }).to_string());
        assert_eq!(status, 200, "{body}");
        serde_json::from_str(&body).unwrap()
    }

    /// Stops it as an operator stops a service.
    fn terminate(mut self) -> std::process::ExitStatus {
        let sent = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        self.child.wait().unwrap()
    }

    /// Stops it, and returns its standard error.
    fn end(mut self) -> String {
        let mut errors = self.child.stderr.take().unwrap();
        assert!(self.terminate().success());
        let mut said = String::new();
        errors.read_to_string(&mut said).unwrap();
        said
    }

    /// Kills it as a power failure does.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // The process may have ended, as it should.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn refused(arguments: &[&str]) -> String {
    let Output { status, stdout, stderr } = command(arguments).output().unwrap();
    assert!(!status.success() && stdout.is_empty(), "it started");
    String::from_utf8(stderr).unwrap()
}

#[test]
fn the_first_line_is_the_address_and_a_signal_ends_it_well() {
    let process = Process::start(&["--port", "0", "--memory"]);
    assert!(process.url.starts_with("http://127.0.0.1:"), "{}", process.url);
    assert_eq!(process.ask("GET", "/_local/mailbox", "").0, 200);
    assert_eq!(process.ask("GET", "/en", "").0, 200);
    assert!(process.terminate().success());
}

#[test]
fn a_taken_port_and_a_taken_folder_are_explained() {
    let place = tempfile::tempdir().unwrap();
    let process = Process::on(place.path());
    let port = process.url.rsplit_once(':').unwrap().1;
    let said = refused(&["--port", port, "--memory"]);
    assert!(said.contains("is taken") && said.contains("--port 0"), "{said}");
    let said = refused(&["--port", "0", "--data", place.path().to_str().unwrap()]);
    assert!(said.contains("another local site") && said.contains("--data"), "{said}");
}

#[test]
fn an_unknown_parameter_is_explained() {
    let said = refused(&["--port", "0", "--memory", "--set", "TallyShard=32"]);
    assert!(said.contains("TallyShard") && said.contains("TallyShards"), "{said}");
}

#[test]
fn a_killed_site_forgets_nothing_it_acknowledged() {
    let place = tempfile::tempdir().unwrap();
    let process = Process::on(place.path());
    assert_eq!(process.sign("zoe@example.org"), 202);
    assert_eq!(process.confirm("zoe@example.org")["total"], 1);
    // The last form is acknowledged and at once the power fails: its mail may or may not have been sent.
    assert_eq!(process.sign("ines@example.org"), 202);
    process.kill();

    let process = Process::on(place.path());
    assert_eq!(
        process.confirm("ines@example.org")["total"],
        2,
        "the first link's key and count, and the second's mail"
    );
    assert_eq!(process.confirm("zoe@example.org")["total"], 2, "the same link again counts nobody twice");
    assert!(process.terminate().success());
}
