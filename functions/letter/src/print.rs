//! The letter to be printed: a sheet for each addressee, ready for its envelope.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use campaigns::Texts;
use domain::locale::Locale;
use domain::mail::official::Official;
use http::StatusCode;
use pages::{Frame, private};

use crate::context::Context;
use crate::form::LetterForm;
use crate::seat::Seat;
use crate::text::{Letter, paragraphs};
use crate::visitor::visitor;

#[derive(Template)]
#[template(path = "print.html")]
struct PrintPage<'a> {
    frame: Frame<'a>,
    lang: &'static str,
    sheets: Vec<Sheet>,
}

/// One letter on paper.
struct Sheet {
    /// The name, and the postal code if one was given.
    sender: Vec<String>,
    date: String,
    /// The lines of the address on the envelope.
    to: Vec<String>,
    /// The words that mark a copy.
    copy_mark: Option<String>,
    paragraphs: Vec<String>,
    signature: String,
    /// The line that says who gets a copy.
    cc: Option<String>,
}

/// `POST /{lang}/letter/{code}/print`
pub(crate) async fn print_letter(State(context): State<Arc<Context>>, form: LetterForm) -> Response {
    // Anybody may print. With a link that does not work, the letter bears the name that was typed.
    let visitor = visitor(&context, &form.typed.token).await;
    match form.letter(&context, &visitor) {
        Ok(letter) => page(&context, &form, &letter),
        Err(errors) => form.compose(&context, &visitor).with_errors(errors).private(),
    }
}

fn page(context: &Context, form: &LetterForm, letter: &Letter) -> Response {
    let t = context.texts(form.locale);
    let path = format!("/letter/{}", form.seat.riding.code);
    let frame = Frame::new(&context.site, form.locale, t.get("letter-paper-title"), &path).noindex();
    let page = PrintPage { frame, lang: letter.locale.tag(), sheets: sheets(context, &form.seat, letter) };
    private(StatusCode::OK, &page)
}

/// Makes the sheets, in the letter's language and not the page's.
fn sheets(context: &Context, seat: &Seat, letter: &Letter) -> Vec<Sheet> {
    let (t, officials) = (context.texts(letter.locale), &context.site.campaign().officials);
    let sheet = |to: Vec<String>, paragraphs: Vec<String>| Sheet {
        sender: letter.signature(),
        date: t.day(context.now()),
        to,
        copy_mark: None,
        paragraphs,
        signature: letter.signature().into_iter().next().unwrap_or_default(),
        cc: None,
    };
    let minister = seat.copied(officials);
    let cc = minister.map(|minister| t.with("letter-paper-cc", [("office", minister.office(letter.locale).into())]));
    let mut sheets = Vec::new();
    if let Some(text) = &letter.text {
        sheets.push(Sheet { cc: cc.clone(), ..sheet(member_lines(t, seat), paragraphs(text)) });
    }
    if let (Some(text), Some(minister)) = (&letter.text, minister) {
        let copy_mark = Some(t.get("letter-paper-copy"));
        let copy = sheet(official_lines(minister, letter.locale), paragraphs(text));
        sheets.push(Sheet { copy_mark, cc, ..copy });
    }
    if let (Some(comment), Some(prime_minister)) = (&letter.comment, seat.commented(officials)) {
        sheets.push(sheet(official_lines(prime_minister, letter.locale), paragraphs(comment)));
    }
    sheets
}

fn member_lines(t: &Texts, seat: &Seat) -> Vec<String> {
    let office = t.with("letter-paper-member", [("riding", seat.riding.shown(t.locale()).into())]);
    let name = seat.member().map(|member| member.name.clone());
    name.into_iter().chain([office, t.get("letter-paper-house"), t.get("letter-paper-city")]).collect()
}

fn official_lines(official: &Official, locale: Locale) -> Vec<String> {
    let mut lines: Vec<String> = official.name.iter().cloned().collect();
    lines.push(official.office(locale).to_owned());
    lines.extend_from_slice(official.postal_address(locale));
    lines
}
