//! The page on which the letter is written. The campaign proposes it, and every part can be changed.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse, Response};
use domain::locale::Locale;
use domain::pledge::Signer;
use domain::tally::riding::Place;
use http::HeaderMap;
use http::header::{AGE, CACHE_CONTROL};
use pages::{FieldMessage, Frame, member_text};
use serde::Deserialize;
use store::TALLY_MAX_AGE;
use web::{Lang, NO_STORE, PUBLIC_CACHE, tagged};

use crate::desk::Desk;
use crate::failure::Answer;
use crate::seat::Seat;
use crate::typed::{PARAGRAPHS, Typed};
use crate::visitor::visitor;

pub(crate) const HTML: &str = "text/html; charset=utf-8";

/// A line of the page holds about so many characters. A field gets the height of its text from it.
const LINE_CHARACTERS: usize = 52;

/// The query of a letter's address.
#[derive(Deserialize)]
pub(crate) struct LetterQuery {
    /// The letter's own language.
    #[serde(default)]
    letter: String,
    /// The token of the link to one's pledge.
    #[serde(default)]
    token: String,
}

#[derive(Template)]
#[template(path = "compose.html")]
pub(crate) struct ComposePage<'a> {
    frame: Frame<'a>,
    /// The path that the letter is posted to.
    action: String,
    lede: String,
    /// The address of the letter in the other language.
    other_letter: String,
    typed: Typed,
    fields: Vec<Field>,
    /// The counted name that signs the letter, and the page where it is corrected. It is `None` for a stranger.
    signed_as: Option<(String, String)>,
    /// Whether the campaign names a Prime Minister to comment to.
    takes_comment: bool,
}

/// A part of the letter.
struct Field {
    name: &'static str,
    label: String,
    hint: Option<String>,
    value: String,
    rows: usize,
}

impl<'a> ComposePage<'a> {
    /// The page with a letter in it. A token is shown in addresses only when it was verified: then the visitor is known.
    pub(crate) fn new(desk: &'a Desk, locale: Locale, seat: Seat, typed: Typed, visitor: Option<&Signer>) -> Self {
        let is_known = visitor.is_some();
        let site = &desk.site;
        let t = site.texts(locale);
        let riding = seat.riding.shown(locale);
        let (title, lede) = match seat.member {
            Some(member) => (
                t.with("letter-title", [("name", member.name.into())]),
                t.with("letter-lede", [("riding", riding.into()), ("member", member_text(t, member).into())]),
            ),
            None => (t.get("letter-title-office"), t.with("letter-lede-office", [("riding", riding.into())])),
        };
        let path = format!("/letter/{}", seat.riding.code);
        let query = |letter: Locale| {
            let mut query = Vec::new();
            if letter != locale {
                query.push(format!("letter={letter}"));
            }
            if is_known {
                query.push(format!("token={}", typed.token));
            }
            if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) }
        };
        let frame = Frame::new(site, locale, title, &format!("{path}{}", query(locale)));
        let action = format!("/{locale}{path}");
        let my_pledge = format!("/{locale}/my-pledge?token={}", typed.token);
        Self {
            signed_as: visitor.map(|signer| (signer.draft.name.to_string(), my_pledge)),
            other_letter: format!("{action}{}", query(typed.locale.other())),
            frame: if is_known { frame.noindex() } else { frame },
            action,
            lede,
            fields: fields(t, &typed),
            takes_comment: site.campaign().officials.prime_minister.is_some(),
            typed,
        }
    }

    /// The same page with the errors of its fields.
    pub(crate) fn with_errors(mut self, errors: Vec<FieldMessage>) -> Self {
        self.frame = self.frame.with_errors(errors);
        self
    }

    /// The page as an answer that only this visitor may see.
    pub(crate) fn private(self) -> Response {
        let page = Self { frame: self.frame.noindex(), ..self };
        let html = page.html();
        (page.frame.status(), [(CACHE_CONTROL, NO_STORE)], Html(html)).into_response()
    }

    fn html(&self) -> String {
        self.render().expect("templates render from memory")
    }

    /// The sentence that names the letter's language, and the link to the other one.
    fn language(&self) -> [String; 2] {
        let letter = self.typed.locale;
        let say = |key: &str, locale: Locale| self.frame.t.get(&format!("{key}-{locale}"));
        [say("letter-language", letter), say("letter-write", letter.other())]
    }
}

/// The letter's paragraphs as fields. A paragraph about one of the asks has the title of that ask.
fn fields(t: &campaigns::Texts, typed: &Typed) -> Vec<Field> {
    let field = |(name, value): (&'static str, &String)| Field {
        name,
        label: match name {
            "opening" => t.get("letter-opening"),
            "own_words" => t.get("letter-own-words"),
            "closing" => t.get("letter-closing"),
            ask => t.get(&format!("campaign-ask-{ask}-title")),
        },
        hint: (name == "own_words").then(|| t.get("letter-own-words-hint")),
        rows: value.lines().map(|line| line.chars().count() / LINE_CHARACTERS + 1).sum::<usize>().max(3),
        value: value.clone(),
    };
    PARAGRAPHS.into_iter().zip(&typed.paragraphs).map(field).collect()
}

/// `GET /{lang}/letter/{code}`: the proposed letter. All strangers see the same page, and a signer sees one with their name.
pub(crate) async fn show_letter(
    State(desk): State<Arc<Desk>>,
    Lang(locale): Lang,
    seat: Seat,
    Query(asked): Query<LetterQuery>,
    headers: HeaderMap,
) -> Answer {
    let visitor = visitor(&desk, &asked.token).await?.map(|(_, signer)| signer);
    let snapshot = desk.snapshot().await;
    let count = snapshot.as_ref().map(|snapshot| snapshot.tally.at(Place::Riding(seat.riding.code)));
    let letter = asked.letter.parse().unwrap_or(locale);
    let typed = Typed::proposed(&desk.site, letter, seat, count, visitor.as_ref());
    let typed = Typed { token: asked.token, ..typed };
    let page = ComposePage::new(&desk, locale, seat, typed, visitor.as_ref());
    if visitor.is_some() {
        return Ok(page.private());
    }
    let mut response = tagged(&headers, HTML, PUBLIC_CACHE, page.html().into_bytes());
    // `Age` says how old the counts are, where they are older than they should be (RFC 9111, section 5.1).
    let age = snapshot.map(|snapshot| desk.now().duration_since(snapshot.read_at)).filter(|age| *age > TALLY_MAX_AGE);
    if let Some(age) = age {
        response.headers_mut().insert(AGE, age.as_secs().into());
    }
    Ok(response)
}
