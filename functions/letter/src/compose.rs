//! The page on which the letter is written. The campaign proposes it, and it is changed as a whole, in one box.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::campaign::members::Holder;
use domain::locale::Locale;
use domain::mail::official::Post;
use domain::pledge::Signer;
use domain::tally::riding::Place;
use house::counted_page;
use http::HeaderMap;
use pages::{FieldMessage, Frame, holder_text, member_text, private, rendered};
use serde::Deserialize;
use web::{Lang, Query, written_query};

use crate::context::Context;
use crate::failure::Answer;
use crate::seat::Seat;
use crate::typed::{ABROAD, Occasion, Typed};
use crate::visitor::visitor;

/// A line of the page holds about so many characters. A box gets the height of its text from it.
const LINE_CHARACTERS: usize = 52;

/// The query of a letter's address.
#[derive(Deserialize)]
pub(crate) struct LetterQuery {
    /// The letter's own language.
    #[serde(default)]
    letter: String,
    /// The place from which the letter is written, if it is [`ABROAD`].
    #[serde(default)]
    pub(crate) from: String,
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
    /// The address of the letter for those who live outside Canada. It is `None` where that is known.
    from_abroad: Option<String>,
    typed: Typed,
    /// The boxes' heights in lines: of the letter, and of the one to the Prime Minister.
    rows: [usize; 2],
    /// The counted name that signs the letter, and the page where it is corrected. It is `None` for a stranger.
    signed_as: Option<(String, String)>,
    /// Whether there is a Member to write to: the seat is not vacant.
    takes_letter: bool,
    /// Whether a letter to the Prime Minister goes with this one, or alone.
    takes_comment: bool,
    /// Whether the letter stands there as the campaign proposes it. A draft of the same tab may then take its place.
    is_proposed: bool,
}

impl<'a> ComposePage<'a> {
    /// The page with a letter in it. A token is shown in addresses only when it was verified: then the visitor is known.
    pub(crate) fn new(
        context: &'a Context,
        locale: Locale,
        seat: &Seat,
        typed: Typed,
        visitor: Option<&Signer>,
    ) -> Self {
        let is_known = visitor.is_some();
        let site = &context.site;
        let t = site.texts(locale);
        let riding = seat.riding.shown(locale);
        let officials = &site.campaign().officials;
        let takes_comment = seat.commented(officials).is_some();
        let (title, lede) = match &seat.holder {
            Holder::Member(member) => {
                let post = seat.post(officials);
                let key = match post {
                    Some(Post::PrimeMinister) => "letter-lede-prime-minister",
                    Some(Post::Minister) => "letter-lede-minister",
                    None if seat.agrees() => "letter-lede-thanks",
                    None => "letter-lede",
                };
                let office =
                    post.and_then(|post| officials.holder(post)).map_or("", |official| official.office(locale));
                let member = [("member", member_text(t, member).into()), ("name", member.name.as_str().into())];
                let [text, name] = member;
                let seat = [("riding", riding.into()), text, name.clone(), ("office", office.into())];
                (t.with("letter-title", [name]), t.with(key, seat))
            }
            Holder::Vacant { .. } => {
                let vacant = holder_text(t, &seat.holder).unwrap_or_default();
                let key = if takes_comment { "letter-lede-vacant" } else { "letter-lede-vacant-none" };
                let (riding, vacant) = (("riding", riding.into()), ("vacant", vacant.into()));
                (t.get("letter-title-vacant"), t.with(key, [riding, vacant]))
            }
            Holder::Unknown => {
                (t.get("letter-title-office"), t.with("letter-lede-office", [("riding", riding.into())]))
            }
        };
        let path = format!("/letter/{}", seat.riding.code);
        let query = written_query([
            ("letter", (typed.locale != locale).then(|| typed.locale.to_string())),
            ("token", is_known.then(|| typed.token.clone())),
            ("from", (!is_known && typed.is_abroad).then(|| ABROAD.to_owned())),
        ]);
        let frame = Frame::new(site, locale, title, &format!("{path}{query}"));
        let action = format!("/{locale}{path}");
        let my_pledge = format!("/{locale}/my-pledge?token={}", typed.token);
        let asks_where = !is_known && !typed.is_abroad;
        Self {
            signed_as: visitor.map(|signer| (signer.draft.name.to_string(), my_pledge)),
            from_abroad: asks_where.then(|| format!("{action}?from={ABROAD}")),
            frame: if is_known { frame.noindex() } else { frame },
            action,
            lede,
            rows: [rows(&typed.words.text), rows(&typed.words.comment)],
            takes_letter: !seat.is_vacant(),
            takes_comment,
            is_proposed: false,
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
        private(page.frame.status(), &page)
    }

    /// The sentence that names the letter's language, and the words of the button that turns it into the other one.
    fn language(&self) -> [String; 2] {
        let letter = self.typed.locale;
        let say = |key: &str, locale: Locale| self.frame.t.get(&format!("{key}-{locale}"));
        [say("letter-language", letter), say("letter-write", letter.other())]
    }
}

/// The height of a box in lines, so that its text is seen as a whole.
fn rows(text: &str) -> usize {
    text.lines().map(|line| line.chars().count() / LINE_CHARACTERS + 1).sum::<usize>().max(3)
}

/// `GET /{lang}/letter/{code}`: the proposed letter. All strangers see the same page, and a signer sees one with their name.
pub(crate) async fn show_letter(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    seat: Seat,
    Query(asked): Query<LetterQuery>,
    headers: HeaderMap,
) -> Answer {
    let visitor = visitor(&context, &asked.token).await?.map(|(_, signer)| signer);
    let snapshot = context.snapshot().await;
    let count = snapshot.as_ref().map(|snapshot| snapshot.tally.at(Place::Riding(seat.riding.code)));
    let letter = asked.letter.parse().unwrap_or(locale);
    let occasion = Occasion { site: &context.site, seat: &seat, count, visitor: visitor.as_ref() };
    let typed = Typed { token: asked.token, ..Typed::proposed(occasion, letter, asked.from == ABROAD) };
    let page = ComposePage::new(&context, locale, &seat, typed, visitor.as_ref());
    let page = ComposePage { is_proposed: true, ..page };
    if visitor.is_some() {
        return Ok(page.private());
    }
    Ok(counted_page(&headers, rendered(&page), snapshot.as_deref(), context.now()))
}
