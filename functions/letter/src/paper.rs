//! The letter on paper: a sheet for each addressee, as it is put into an envelope.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use campaigns::Texts;
use domain::locale::Locale;
use domain::mail::official::Official;
use http::header::CACHE_CONTROL;
use pages::Frame;
use web::NO_STORE;

use crate::desk::Desk;
use crate::review::Asked;
use crate::text::{Letter, Seat};

#[derive(Template)]
#[template(path = "paper.html")]
struct PaperPage<'a> {
    frame: Frame<'a>,
    lang: &'static str,
    sheets: Vec<Sheet>,
}

/// One letter on paper.
struct Sheet {
    /// Name, and postal code where it was given.
    sender: Vec<String>,
    date: String,
    /// What goes on the envelope, line by line.
    to: Vec<String>,
    /// That it is a copy.
    is_copy: Option<String>,
    paragraphs: Vec<String>,
    signature: String,
    /// Who gets a copy.
    cc: Option<String>,
}

/// `POST /{lang}/letter/{code}/print`
pub(crate) async fn show(State(desk): State<Arc<Desk>>, asked: Asked) -> Response {
    // Paper is anybody's: a link that is dead leaves the name as it was typed.
    let visitor = desk.visitor(&asked.typed.token).await;
    match asked.letter(&desk, &visitor) {
        Ok(letter) => page(&desk, &asked, &letter),
        Err(errors) => asked.compose(&desk, &visitor).with_errors(errors).private(),
    }
}

fn page(desk: &Desk, asked: &Asked, letter: &Letter) -> Response {
    let t = desk.texts(asked.locale);
    let path = format!("/letter/{}", asked.seat.riding.code);
    let frame = Frame::new(&desk.site, asked.locale, t.get("letter-paper-title"), &path).noindex();
    let page = PaperPage { frame, lang: letter.locale.tag(), sheets: sheets(desk, asked.seat, letter) };
    let html = page.render().expect("templates render from memory");
    ([(CACHE_CONTROL, NO_STORE)], Html(html)).into_response()
}

/// In the letter's language, whichever the page's is.
fn sheets(desk: &Desk, seat: Seat, letter: &Letter) -> Vec<Sheet> {
    let (t, officials) = (desk.texts(letter.locale), &desk.site.campaign().officials);
    let sheet = |to: Vec<String>, paragraphs: Vec<String>| Sheet {
        sender: letter.signature(),
        date: t.day(desk.now()),
        to,
        is_copy: None,
        paragraphs,
        signature: letter.signature().into_iter().next().unwrap_or_default(),
        cc: None,
    };
    let cc = officials
        .minister
        .as_ref()
        .map(|minister| t.with("letter-paper-cc", [("office", minister.office(letter.locale).into())]));
    let mut sheets = vec![Sheet { cc: cc.clone(), ..sheet(member_lines(t, seat), letter.blocks()) }];
    if let Some(minister) = &officials.minister {
        let is_copy = Some(t.get("letter-paper-copy"));
        let copy = sheet(official_lines(minister, letter.locale), letter.blocks());
        // Whom the letter itself is to, the copy says too.
        sheets.push(Sheet { is_copy, cc, ..copy });
    }
    if let (Some(blocks), Some(prime_minister)) = (letter.comment_blocks(&desk.site), &officials.prime_minister) {
        sheets.push(sheet(official_lines(prime_minister, letter.locale), blocks));
    }
    sheets
}

fn member_lines(t: &Texts, seat: Seat) -> Vec<String> {
    let office = t.with("letter-paper-member", [("riding", seat.riding.name(t.locale()).into())]);
    let name = seat.member.map(|member| member.name.to_owned());
    name.into_iter().chain([office, t.get("letter-paper-house"), t.get("letter-paper-city")]).collect()
}

fn official_lines(official: &Official, locale: Locale) -> Vec<String> {
    let mut lines: Vec<String> = official.name.iter().cloned().collect();
    lines.push(official.office(locale).to_owned());
    lines.extend_from_slice(official.postal_address(locale));
    lines
}
