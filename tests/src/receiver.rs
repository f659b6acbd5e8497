//! Receivers of webhooks: programs of their own on this machine, in another language and with another library.

use serde_json::{Value, json};

use crate::answer::{Browser, Outgoing};
use crate::office::Office;
use crate::program::{Program, project_root};
use crate::site::TestSite;

/// The interpreter with the library, which `tests/run rust` installs.
const PYTHON: &str = ".tools/hooks/bin/python";

/// A program that receives webhooks.
pub struct Receiver {
    program: Program,
    browser: Browser,
    url: String,
}

impl Receiver {
    /// Starts a receiver of signed messages.
    pub async fn start() -> Self {
        Self::of("tests/hooks/receiver.py", 0).await
    }

    /// Starts a stand-in for Action Network.
    pub async fn action_network() -> Self {
        Self::of("tests/hooks/action_network.py", 0).await
    }

    /// Ends the program, and starts it again at the same address by a call of what it returns.
    pub async fn go_away(self) -> impl AsyncFnOnce() -> Self {
        let port = self.url.rsplit(':').next().and_then(|port| port.parse().ok()).expect("its address has a port");
        self.program.kill().await;
        async move || Self::of("tests/hooks/receiver.py", port).await
    }

    async fn of(script: &str, port: u16) -> Self {
        let python = project_root().join(PYTHON);
        assert!(python.exists(), "{PYTHON} is missing: `tests/run rust` installs it");
        let (script, port) = (project_root().join(script), port.to_string());
        let arguments = [script.to_str().expect("a path in UTF-8"), port.as_str()];
        let (program, url) = Program::start_and_listen(&python, &arguments).await;
        Self { program, browser: Browser::of(&url), url }
    }

    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Sets answers, time or secret.
    pub async fn set(&self, wanted: Value) {
        self.post("/_set", &wanted).await;
    }

    /// Posts to one of the program's own addresses.
    ///
    /// # Panics
    /// Panics when it refuses.
    pub async fn post(&self, path: &str, body: &Value) {
        assert_eq!(self.browser.send(Outgoing::json(path, body)).await.status, 204);
    }

    /// Reads one of the program's own lists.
    ///
    /// # Panics
    /// Panics when it is none.
    pub async fn list(&self, path: &str) -> Vec<Value> {
        let answer = self.browser.send(Outgoing::get(path)).await;
        serde_json::from_str(&answer.text).expect("a list")
    }

    /// Lists the messages that came.
    pub async fn seen(&self) -> Vec<Value> {
        self.list("/_seen").await
    }

    /// Lists the types of the messages that came.
    pub async fn types(&self) -> Vec<String> {
        let kind = |message: &Value| message["body"]["type"].as_str().expect("a type").to_owned();
        self.seen().await.iter().map(kind).collect()
    }
}

impl Office<'_> {
    /// Adds a receiver as a recipient of signed messages, and returns the path of its page. The receiver gets the secret, the
    /// public key and the site's time.
    ///
    /// # Panics
    /// Panics when the office does not add it.
    pub async fn add_recipient(&self, site: &TestSite, receiver: &Receiver, subjects: &[&str]) -> String {
        let names = ["Canadian Council for Refugees", "Conseil canadien pour les réfugiés"];
        self.add_recipient_named(names, site, receiver, subjects).await
    }

    /// Adds a receiver as an organization of these names, English and French.
    pub async fn add_recipient_named(
        &self,
        [english, french]: [&str; 2],
        site: &TestSite,
        receiver: &Receiver,
        subjects: &[&str],
    ) -> String {
        let address = format!("{}/hook", receiver.url());
        let mut fields = vec![("name_en", english), ("name_fr", french)];
        fields.extend([("kind", "standard"), ("address", &address)]);
        fields.extend(subjects.iter().map(|subject| (*subject, "on")));
        let page = self.post("/organizer/en/webhooks", &fields).await.expect(200);
        let secret = page.text.split_once(r#"id="hook-secret">"#).and_then(|(_, rest)| rest.split_once('<'));
        let secret = secret.expect("the page shows the secret").0.to_owned();
        site.keep_private([secret.clone()]);
        let link = page.page();
        let link = link.all("a").find(|link| link.get("href").contains("/webhooks/")).expect("a link to its page");
        let path = link.get("href").to_owned();
        let public = self.public_key(&path).await;
        receiver.set(json!({ "secret": secret, "public": public, "now": site.now().as_second() })).await;
        path
    }

    /// Reads the public key of a recipient's messages from its page.
    ///
    /// # Panics
    /// Panics when the page shows none.
    pub async fn public_key(&self, page: &str) -> String {
        let page = self.get(page).await.expect(200).text;
        let at = page.find("whpk_").expect("the page shows the public key");
        page[at..].chars().take_while(|c| !matches!(c, '<' | '"' | ' ' | '&')).collect()
    }
}
