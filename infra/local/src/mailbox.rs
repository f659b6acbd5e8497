//! The mailbox: the mails that the mailer "sent" while its transport is a folder, and the pages under `/_local/` that
//! show them.
//!
//! These pages stand for a supporter's mail program, so they show personal data; they exist on this machine alone.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use askama::Template;
use axum::Router;
use axum::extract::{Path as UrlPath, Query, State};
use axum::response::{Html, IntoResponse, Json, Response};
use axum::routing::get;
use http::{HeaderName, StatusCode, header};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One mail as the folder transport keeps it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    pub to: String,
    pub subject: String,
    /// The kind of message, such as `confirm`.
    pub kind: String,
    /// `en` or `fr`.
    pub locale: String,
    pub text: String,
    pub html: String,
    /// Every link in it, in order.
    pub links: Vec<String>,
    /// The writer's name, when it is a supporter's own letter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The address that its answer goes to, when that is not the campaign.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// The addresses that get a copy.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cc: Vec<String>,
    pub at: Timestamp,
    /// The name of its file, without the ending.
    #[serde(skip)]
    id: String,
}

impl Mail {
    /// Returns its name in the mailbox.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Writes the time of sending for people.
    fn sent(&self) -> String {
        self.at.to_zoned_datetime(campaigns::ottawa()).strftime("%Y-%m-%d, %H:%M:%S %Z").to_string()
    }
}

/// Shows the kind of mail, and nothing about anybody.
impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mail").field("kind", &self.kind).field("locale", &self.locale).finish_non_exhaustive()
    }
}

/// A folder of mails. Each file is read once.
pub(crate) struct Mailbox {
    folder: PathBuf,
    read: Mutex<BTreeMap<PathBuf, Arc<Mail>>>,
}

impl Mailbox {
    /// Opens the mailbox of a folder, which the first mail makes.
    pub(crate) fn in_folder(folder: PathBuf) -> Self {
        Self { folder, read: Mutex::default() }
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(crate) fn find(&self, id: &str) -> Option<Arc<Mail>> {
        self.list().into_iter().find(|mail| mail.id == id)
    }

    /// Lists every mail, newest first.
    pub(crate) fn list(&self) -> Vec<Arc<Mail>> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let files = files(&self.folder);
        read.retain(|path, _| files.contains(path));
        for path in files {
            if !read.contains_key(&path)
                && let Some(mail) = mail_in(&path)
            {
                read.insert(path, Arc::new(mail));
            }
        }
        let mut mails: Vec<_> = read.values().cloned().collect();
        // The file name decides between two of one instant, so that the order stands still.
        mails.sort_by(|a, b| (&b.at, &b.id).cmp(&(&a.at, &a.id)));
        mails
    }
}

/// Lists the finished mails of a folder: a file that is being written has another ending.
pub(crate) fn files(folder: &Path) -> std::collections::BTreeSet<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .collect()
}

/// Reads the mail in a file; `None` when the file is not whole, or gone.
pub(crate) fn mail_in(path: &Path) -> Option<Mail> {
    let mut mail: Mail = serde_json::from_slice(&std::fs::read(path).ok()?).ok()?;
    path.file_stem()?.to_str()?.clone_into(&mut mail.id);
    Some(mail)
}

/// Routes the pages under `/_local/`.
pub(crate) fn pages(mailbox: Arc<Mailbox>) -> Router {
    Router::new()
        .route("/_local", get(doors))
        .route("/_local/", get(doors))
        .route("/_local/mailbox", get(list))
        .route("/_local/mailbox.json", get(json))
        .route("/_local/mailbox/{id}", get(one))
        .route("/_local/mailbox/{id}/html", get(html))
        .route("/_local/{*rest}", get(nothing))
        .with_state(mailbox)
}

#[derive(Template)]
#[template(path = "doors.html")]
struct Doors;

#[derive(Template)]
#[template(path = "mailbox.html")]
struct List<'a> {
    mails: &'a [Arc<Mail>],
    more: usize,
    to: Option<&'a str>,
    here: &'a str,
}

#[derive(Template)]
#[template(path = "mail.html")]
struct One<'a> {
    mail: &'a Mail,
}

#[derive(Deserialize)]
struct Addressee {
    to: Option<String>,
}

/// The number of mails on one page; a demonstration's thousands would help nobody.
const PER_PAGE: usize = 200;

async fn doors() -> Response {
    page(&Doors)
}

async fn list(State(mailbox): State<Arc<Mailbox>>, Query(addressee): Query<Addressee>, uri: http::Uri) -> Response {
    let mails = matching(&mailbox, addressee.to.as_deref());
    let shown = mails.len().min(PER_PAGE);
    let here = uri.path_and_query().map_or("/_local/mailbox", http::uri::PathAndQuery::as_str);
    page(&List { mails: &mails[..shown], more: mails.len() - shown, to: addressee.to.as_deref(), here })
}

async fn json(State(mailbox): State<Arc<Mailbox>>, Query(addressee): Query<Addressee>) -> Response {
    let mails = matching(&mailbox, addressee.to.as_deref());
    (UNSTORED, Json(mails.iter().map(AsRef::as_ref).collect::<Vec<&Mail>>())).into_response()
}

async fn one(State(mailbox): State<Arc<Mailbox>>, UrlPath(id): UrlPath<String>) -> Response {
    match mailbox.find(&id) {
        Some(mail) => page(&One { mail: &mail }),
        None => nothing().await,
    }
}

/// Answers with the HTML part by itself, with no more rights than a mail program gives it. Its links open in the whole
/// window.
async fn html(State(mailbox): State<Arc<Mailbox>>, UrlPath(id): UrlPath<String>) -> Response {
    const POLICY: &str = "sandbox allow-top-navigation-by-user-activation; default-src 'none'; img-src data: 'self'; style-src 'unsafe-inline'; base-uri 'none'";
    let Some(mail) = mailbox.find(&id) else { return nothing().await };
    let body = with_links_to_the_window(&mail.html);
    (UNSTORED, [(header::CONTENT_SECURITY_POLICY, POLICY)], Html(body)).into_response()
}

/// Adds a `<base>` that names the window, at the beginning of the head. Without a head it stands in front.
fn with_links_to_the_window(html: &str) -> String {
    const BASE: &str = "<base target=\"_top\">";
    match html.find("<head>") {
        Some(at) => {
            let (before, after) = html.split_at(at + "<head>".len());
            format!("{before}{BASE}{after}")
        }
        None => format!("{BASE}{html}"),
    }
}

async fn nothing() -> Response {
    (StatusCode::NOT_FOUND, UNSTORED, "Nothing here. The doors are at /_local/\n").into_response()
}

fn matching(mailbox: &Mailbox, to: Option<&str>) -> Vec<Arc<Mail>> {
    let wanted = |mail: &Arc<Mail>| to.is_none_or(|to| mail.to.eq_ignore_ascii_case(to.trim()));
    mailbox.list().into_iter().filter(wanted).collect()
}

/// Headers that keep copies of a mail from caches, and its address from other sites.
const UNSTORED: [(HeaderName, &str); 2] =
    [(header::CACHE_CONTROL, "no-store"), (header::REFERRER_POLICY, "no-referrer")];

fn page(template: &impl Template) -> Response {
    const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'";
    match template.render() {
        Ok(body) => (UNSTORED, [(header::CONTENT_SECURITY_POLICY, POLICY)], Html(body)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use http::Request;
    use http_body_util::BodyExt as _;
    use serde_json::{Value, json};
    use tower::ServiceExt as _;

    use super::*;

    struct Box {
        folder: tempfile::TempDir,
        pages: Router,
    }

    fn mailbox() -> Box {
        let folder = tempfile::tempdir().unwrap();
        let pages = pages(Arc::new(Mailbox::in_folder(folder.path().to_owned())));
        Box { folder, pages }
    }

    impl Box {
        fn put(&self, name: &str, to: &str, at: &str) {
            let mail = json!({"to": to, "subject": format!("About <{name}>"), "kind": "confirm", "locale": "fr", "text": "Bonjour", "at": at,
                "html": "<html><head><title>x</title></head><p>Bonjour</p></html>", "links": ["http://127.0.0.1:3000/fr/confirm?token=t"]});
            std::fs::write(self.folder.path().join(name), mail.to_string()).unwrap();
        }

        async fn get(&self, path: &str) -> (StatusCode, String) {
            let response = self.pages.clone().oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
            let status = response.status();
            (status, String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap())
        }
    }

    #[tokio::test]
    async fn an_empty_mailbox_says_how_to_get_a_mail() {
        let (status, page) = mailbox().get("/_local/mailbox").await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("No mail yet: sign the pledge to get one.") && page.contains("href=\"/\""), "{page}");
    }

    #[tokio::test]
    async fn the_newest_mail_is_first_and_an_address_picks_its_own() {
        let mailbox = mailbox();
        mailbox.put("b.json", "one@example.org", "2026-11-23T10:00:00.25Z");
        mailbox.put("a.json", "two@example.org", "2026-11-23T10:00:00.251Z");
        mailbox.put("c.json.part", "three@example.org", "2026-11-23T12:00:00Z");
        let json: Value = serde_json::from_str(&mailbox.get("/_local/mailbox.json").await.1).unwrap();
        let to: Vec<_> = json.as_array().unwrap().iter().map(|mail| mail["to"].as_str().unwrap()).collect();
        assert_eq!(to, ["two@example.org", "one@example.org"]);
        let json: Value =
            serde_json::from_str(&mailbox.get("/_local/mailbox.json?to=ONE%40example.org").await.1).unwrap();
        assert_eq!(
            (json.as_array().unwrap().len(), &json[0]["links"][0]),
            (1, &json!("http://127.0.0.1:3000/fr/confirm?token=t"))
        );
        std::fs::remove_file(mailbox.folder.path().join("a.json")).unwrap();
        assert!(!mailbox.get("/_local/mailbox").await.1.contains("two@example.org"), "a mail that was removed is gone");
    }

    #[tokio::test]
    async fn a_mail_is_shown_escaped_and_its_html_apart() {
        let mailbox = mailbox();
        mailbox.put("b.json", "one@example.org", "2026-11-23T10:00:00Z");
        let (_, page) = mailbox.get("/_local/mailbox/b").await;
        assert!(page.contains("About &#60;b.json&#62;") && page.contains("sandbox="), "{page}");
        let (_, html) = mailbox.get("/_local/mailbox/b/html").await;
        assert!(html.starts_with("<html><head><base target=\"_top\">"), "{html}");
        assert_eq!(mailbox.get("/_local/mailbox/none").await.0, StatusCode::NOT_FOUND);
        assert_eq!(mailbox.get("/_local/other").await.0, StatusCode::NOT_FOUND);
        assert_eq!(mailbox.get("/_local/").await.0, StatusCode::OK);
    }

    #[test]
    fn debug_output_names_nobody() {
        let mailbox = mailbox();
        mailbox.put("b.json", "one@example.org", "2026-11-23T10:00:00Z");
        let mail = mail_in(&mailbox.folder.path().join("b.json")).unwrap();
        assert_eq!(format!("{mail:?}"), "Mail { kind: \"confirm\", locale: \"fr\", .. }");
    }
}
