//! `GET /embed/counter.svg`: the counter as an image, for mails, READMEs and pages that take no script and no frame.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::locale::Locale;
use house::counted;
use http::HeaderMap;
use pages::{Theme, rendered};
use ridings::Riding;
use store::Snapshot;
use web::Query;

use super::wanted::{Wanted, counter};
use crate::context::Context;
use crate::counts::{by_language, unavailable};
use crate::failure::RIDING_NOT_FOUND;

const SVG: &str = "image/svg+xml; charset=utf-8";
/// The bar's width in the image's units when the goal is reached.
const BAR_WIDTH: u32 = 432;

/// Colours are attributes: an image's own stylesheet would be refused where the image is opened as a page.
#[derive(Template)]
#[template(path = "counter.svg", escape = "html")]
struct CounterImage {
    lang: &'static str,
    colours: Colours,
    title: String,
    /// The whole content as one text, for people who hear it.
    description: String,
    number: Option<String>,
    label: String,
    /// The riding's name, on a line of its own.
    riding: Option<&'static str>,
    goal: Option<GoalBar>,
}

struct Colours {
    paper: &'static str,
    ink: &'static str,
    quiet: &'static str,
    surface: &'static str,
    line: &'static str,
    accent: &'static str,
    gold: &'static str,
}

struct GoalBar {
    width: u32,
    sentence: String,
}

const LIGHT: Colours = Colours {
    paper: "#fffdf9",
    ink: "#1d2433",
    quiet: "#525a6b",
    surface: "#f4f0e8",
    line: "#6d7484",
    accent: "#0b6e69",
    gold: "#c98a00",
};
const DARK: Colours = Colours {
    paper: "#12161f",
    ink: "#eef1f6",
    quiet: "#b3bac8",
    surface: "#1b2130",
    line: "#8a93a6",
    accent: "#5fd0c5",
    gold: "#f2b84b",
};

/// Draws the image. It answers 404 for an unknown riding, and 503 while there is no number: an image of no count would
/// be a wrong one.
pub(super) async fn show(
    State(context): State<Arc<Context>>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Response {
    let locale = wanted.locale();
    let Ok(riding) = wanted.riding() else {
        return by_language(RIDING_NOT_FOUND.problem(context.texts(locale)).into_response());
    };
    let now = context.clock.now();
    let Some(snapshot) = context.snapshot(now).await else { return unavailable(&context, locale) };
    let image = CounterImage::new(&context, locale, wanted.theme(), riding, &snapshot);
    counted(&headers, SVG, rendered(&image).into_bytes(), Some(&snapshot), now)
}

impl CounterImage {
    fn new(
        context: &Context,
        locale: Locale,
        theme: Theme,
        riding: Option<&'static Riding>,
        snapshot: &Snapshot,
    ) -> Self {
        let texts = context.site.texts(locale);
        let counter = counter(context, locale, riding, snapshot);
        let goal = counter.goal().map(|sentence| GoalBar::new(context, sentence.to_owned(), snapshot.tally.total()));
        let said = std::iter::once(counter.sentence()).chain(goal.as_ref().map(|goal| goal.sentence.clone()));
        let description = said.collect::<Vec<_>>().join(". ");
        Self {
            lang: locale.tag(),
            // An image does not know the visitor's device; a `<picture>` does, and asks for one or the other.
            colours: if theme == Theme::Dark { DARK } else { LIGHT },
            title: texts.get("campaign-name"),
            description,
            number: counter.number().map(str::to_owned),
            label: riding
                .map_or_else(|| counter.label().to_owned(), |riding| Self::label(context, locale, riding, snapshot)),
            riding: riding.map(|riding| riding.name(locale)),
            goal,
        }
    }

    /// Returns the words above a riding's name, or those of everybody's count, whose line is shorter.
    fn label(context: &Context, locale: Locale, riding: &Riding, snapshot: &Snapshot) -> String {
        let count = snapshot.tally.at(domain::tally::riding::Place::Riding(riding.code));
        context.site.texts(locale).with("counter-label", [("count", count.into())])
    }
}

impl GoalBar {
    fn new(context: &Context, sentence: String, total: i64) -> Self {
        let goal = context.site.campaign().goal_at(total);
        let reached = u64::try_from(total).unwrap_or_default().min(goal);
        let width = u32::try_from(u64::from(BAR_WIDTH) * reached / goal).expect("at most the whole bar");
        Self { width, sentence }
    }
}
