//! `GET /share/{lang}/{file}`: the picture that stands beside a link where people share it, with the count as it is.
//!
//! Networks that show such pictures take PNG alone. Drawing takes milliseconds of a processor, so the last ones are kept, and
//! two who ask for the same get the same.

use std::collections::VecDeque;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::locale::Locale;
use domain::riding::Place;
use domain::tally::Tally;
use http::{HeaderMap, HeaderValue, Uri};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};
use ridings::Riding;
use web::tagged;

use crate::Desk;
use crate::absent::no_such_page;
use crate::counts::unavailable;

/// What networks ask for: twice as wide as high.
pub(crate) const WIDTH: u32 = 1200;
/// See [`WIDTH`].
pub(crate) const HEIGHT: u32 = 630;
/// Networks keep these for days anyway; five minutes keep a crowd away.
const FIVE_MINUTES: HeaderValue =
    HeaderValue::from_static("public, max-age=300, stale-while-revalidate=86400, stale-if-error=86400");
/// Pictures that are kept: a few hundred kilobytes.
const KEPT_MAX: usize = 32;
/// Sizes for the words under the number, with the characters that fit into a line of 600 pixels.
const SIZES: [(u32, usize); 4] = [(46, 23), (40, 27), (34, 31), (28, 38)];
const LINES_MAX: usize = 3;

static OPTIONS: LazyLock<Options<'static>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_font_data(pages::assets::PICTURE_FONT.to_vec());
    Options { font_family: "Atkinson Hyperlegible Next".to_owned(), fontdb: Arc::new(fonts), ..Options::default() }
});

#[derive(Template)]
#[template(path = "share.svg", ext = "xml", escape = "html")]
struct Picture {
    campaign: String,
    /// Nothing while nobody has signed: the words say it.
    number: Option<String>,
    number_size: u32,
    font_size: u32,
    lines: Vec<(u32, String)>,
    map: Option<Locator>,
    /// The goal's bar, for the campaign: how much of its 600 pixels is full.
    bar: Option<i64>,
}

/// A riding in its surroundings.
struct Locator {
    view_box: String,
    /// The width of a line, in the drawing's units.
    line: i32,
    around: Vec<&'static str>,
    here: &'static str,
}

/// The pictures drawn last.
#[derive(Debug, Default)]
pub(crate) struct Pictures(Mutex<VecDeque<(String, Arc<Vec<u8>>)>>);

impl Pictures {
    /// The picture of that drawing, drawn now or before.
    async fn png(&self, svg: String) -> Arc<Vec<u8>> {
        if let Some((_, png)) = self.kept().iter().find(|(known, _)| *known == svg) {
            return Arc::clone(png);
        }
        let drawn = svg.clone();
        let png = tokio::task::spawn_blocking(move || draw(&drawn)).await.expect("drawing does not panic");
        let png = Arc::new(png);
        let mut kept = self.kept();
        kept.truncate(KEPT_MAX - 1);
        kept.push_front((svg, Arc::clone(&png)));
        png
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, VecDeque<(String, Arc<Vec<u8>>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// `GET /share/{lang}/{file}`: `campaign.png`, or a riding's code.
pub(crate) async fn show(
    State(desk): State<Arc<Desk>>,
    Path((lang, file)): Path<(String, String)>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let Ok(locale) = lang.parse::<Locale>() else { return no_such_page(&desk, &uri, &headers) };
    let riding = match file.strip_suffix(".png") {
        Some("campaign") => None,
        Some(code) => match code.parse().ok().and_then(ridings::get) {
            Some(riding) => Some(riding),
            None => return no_such_page(&desk, &uri, &headers),
        },
        None => return no_such_page(&desk, &uri, &headers),
    };
    let Some(snapshot) = desk.snapshot(desk.clock.now()).await else { return unavailable(&desk, locale) };
    let svg = picture(&desk.site, locale, riding, &snapshot.tally).render().expect("templates render from memory");
    let png = desk.pictures.png(svg).await;
    tagged(&headers, "image/png", FIVE_MINUTES, png.to_vec())
}

fn picture(site: &pages::Site, locale: Locale, riding: Option<&'static Riding>, tally: &Tally) -> Picture {
    let t = site.texts(locale);
    let count = riding.map_or_else(|| tally.total(), |riding| tally.at(Place::Riding(riding.code)));
    let label = match riding {
        Some(riding) => {
            t.with("counter-label-riding", [("count", count.into()), ("riding", riding.name(locale).into())])
        }
        None => t.with("counter-label", [("count", count.into())]),
    };
    let (font_size, lines) = fitted(&drawable(&label));
    let line_height = font_size * 5 / 4;
    let top = if count > 0 { 400 } else { 300 };
    let lines = (0..).zip(lines).map(|(n, line)| (top + n * line_height, line)).collect();
    let number = drawable(&t.number(count));
    let number_size = match number.chars().count() {
        ..=5 => 190,
        6..=7 => 160,
        _ => 120,
    };
    let goal = i64::try_from(site.campaign().goal).unwrap_or(i64::MAX).max(1);
    Picture {
        campaign: drawable(&t.get("campaign-name")),
        number: (count > 0).then_some(number),
        number_size,
        font_size,
        lines,
        map: riding.and_then(locator),
        bar: riding.is_none().then(|| (count.max(0) * 600 / goal).min(600)),
    }
}

fn locator(riding: &'static Riding) -> Option<Locator> {
    let bounds = ridings::bounds(riding.code)?;
    let view = bounds.padded(bounds.width.max(bounds.height) * 2 / 5 + 4);
    let seen = |other: &&'static Riding| ridings::bounds(other.code).is_some_and(|bounds| bounds.meets(view));
    let around = ridings::all().iter().filter(seen).filter_map(|other| ridings::outline(other.code)).collect();
    let view_box = format!("{} {} {} {}", view.left, view.top, view.width, view.height);
    let line = (view.width.max(view.height) / 250).max(1);
    Some(Locator { view_box, line, around, here: ridings::outline(riding.code)? })
}

/// The typeface has no narrow no-break space; the ordinary one looks the same at this size.
fn drawable(text: &str) -> String {
    text.replace('\u{202f}', "\u{a0}")
}

/// The largest size at which a sentence fits, and its lines.
fn fitted(sentence: &str) -> (u32, Vec<String>) {
    let at = |(size, fits): (u32, usize)| (size, wrapped(sentence, fits));
    let fits = |(_, lines): &(u32, Vec<String>)| lines.len() <= LINES_MAX;
    let smallest = SIZES[SIZES.len() - 1];
    SIZES.map(at).into_iter().find(fits).unwrap_or_else(|| at(smallest))
}

/// Breaks at spaces, and after the dashes that join the parts of a riding's name.
fn wrapped(sentence: &str, fits: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in sentence.split_inclusive([' ', '—']) {
        let last = lines.last_mut().expect("there is always one");
        if !last.is_empty() && last.chars().count() + word.trim_end().chars().count() > fits {
            lines.push(word.to_owned());
        } else {
            last.push_str(word);
        }
    }
    lines.iter().map(|line| line.trim_end().to_owned()).collect()
}

fn draw(svg: &str) -> Vec<u8> {
    let tree = Tree::from_str(svg, &OPTIONS).expect("our own drawing is well formed");
    let mut pixels = Pixmap::new(WIDTH, HEIGHT).expect("the size is not zero");
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    pixels.encode_png().expect("pixels in memory can be encoded")
}

#[cfg(test)]
mod tests {
    use campaigns::CampaignFolder;
    use resvg::usvg::{Group, Node};

    use super::*;

    fn site() -> pages::Site {
        pages::Site::load(CampaignFolder::find("time-to-lead").unwrap(), "https://example.org").unwrap()
    }

    fn texts_of(group: &Group, boxes: &mut Vec<(f32, f32)>) {
        for node in group.children() {
            match node {
                Node::Group(group) => texts_of(group, boxes),
                Node::Text(text) => {
                    let around = text.abs_bounding_box();
                    boxes.push((around.right(), around.bottom()));
                }
                Node::Path(_) | Node::Image(_) => {}
            }
        }
    }

    #[test]
    fn every_ridings_name_stays_beside_the_map() {
        let site = site();
        let mut tally = Tally::default();
        for riding in ridings::all() {
            tally.add(Place::Riding(riding.code), 123_456);
        }
        for locale in Locale::ALL {
            for riding in ridings::all() {
                let svg = picture(&site, locale, Some(riding), &tally).render().unwrap();
                let mut boxes = Vec::new();
                texts_of(Tree::from_str(&svg, &OPTIONS).unwrap().root(), &mut boxes);
                assert!(boxes.len() >= 3, "{}", riding.code);
                for (right, bottom) in boxes {
                    assert!(right <= 740.0 && bottom <= 600.0, "{} in {locale}: {right} {bottom}", riding.code);
                }
            }
        }
    }

    #[tokio::test]
    async fn the_same_count_is_drawn_once_and_another_anew() {
        let (site, pictures) = (site(), Pictures::default());
        let of = |count| {
            let mut tally = Tally::default();
            tally.add(Place::Abroad, count);
            picture(&site, Locale::Fr, None, &tally).render().unwrap()
        };
        let first = pictures.png(of(1)).await;
        assert!(first.starts_with(b"\x89PNG"));
        assert!(Arc::ptr_eq(&first, &pictures.png(of(1)).await));
        assert_ne!(first, pictures.png(of(2)).await);
        for count in 3..50 {
            pictures.png(of(count)).await;
        }
        assert_eq!(pictures.kept().len(), KEPT_MAX);
    }

    #[test]
    fn a_sentence_is_broken_where_it_may_be() {
        assert_eq!(wrapped("people have signed in Sudbury", 23), ["people have signed in", "Sudbury"]);
        assert_eq!(wrapped("West—Sea to Sky", 5), ["West—", "Sea", "to", "Sky"]);
    }
}
