//! `GET /embed/counter.js`, `GET /embed/form.js`: the scripts that other sites load, with the words of both languages in them.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use domain::locale::Locale;
use http::HeaderMap;
use pages::Site;
use serde_json::{Value, json};
use web::{PUBLIC_CACHE, tagged};

use crate::context::Context;

const JAVASCRIPT: &str = "text/javascript; charset=utf-8";
/// The place in the scripts where the words go.
const PLACE: &str = "\"TEXTS\"";

pub(crate) async fn counter(State(context): State<Arc<Context>>, headers: HeaderMap) -> Response {
    tagged(&headers, JAVASCRIPT, PUBLIC_CACHE, counter_script(&context.site))
}

pub(crate) async fn form(State(context): State<Arc<Context>>, headers: HeaderMap) -> Response {
    tagged(&headers, JAVASCRIPT, PUBLIC_CACHE, form_script(&context.site))
}

fn counter_script(site: &Site) -> Vec<u8> {
    script(include_str!("../../scripts/counter.js"), site, counter_words)
}

fn form_script(site: &Site) -> Vec<u8> {
    script(include_str!("../../scripts/form.js"), site, form_title)
}

fn counter_words(site: &Site, locale: Locale) -> Value {
    let texts = site.texts(locale);
    let label = |count: i64| texts.with("counter-label", [("count", count.into())]);
    let within =
        |count: i64| texts.with("counter-label-riding", [("count", count.into()), ("riding", "{riding}".into())]);
    json!({
        "title": texts.get("campaign-name"),
        "zero": label(0), "one": label(1), "other": label(2),
        "in": { "zero": within(0), "one": within(1), "other": within(2) },
        "bar": texts.get("counter-bar"),
        "goal": texts.with("counter-goal", [("goal", "{goal}".into())]),
        "reached": texts.with("counter-goal-reached", [("reached", "{reached}".into()), ("goal", "{goal}".into())]),
        "call": texts.get("back-to-form"),
    })
}

fn form_title(site: &Site, locale: Locale) -> Value {
    let texts = site.texts(locale);
    texts.with("embed-form-title", [("campaign", texts.get("campaign-name").into())]).into()
}

fn script(source: &str, site: &Site, words: fn(&Site, Locale) -> Value) -> Vec<u8> {
    let words = json!({ "en": words(site, Locale::En), "fr": words(site, Locale::Fr) });
    let lines = source.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    let compact: Vec<_> = lines.collect();
    compact.join("\n").replacen(PLACE, &as_javascript(&words), 1).into_bytes()
}

/// Writes JSON that is also safe as JavaScript anywhere, inside an HTML page too: no `<`, and none of the two
/// separators that end a line in older JavaScript.
fn as_javascript(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use campaigns::CampaignFolder;
    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn scripts() -> [Vec<u8>; 2] {
        let site = Site::load(CampaignFolder::find("time-to-lead").unwrap(), "https://example.org").unwrap();
        [counter_script(&site), form_script(&site)]
    }

    fn zipped_bytes(script: &[u8]) -> usize {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
        encoder.write_all(script).unwrap();
        encoder.finish().unwrap().len()
    }

    #[test]
    fn the_scripts_stay_small() {
        let [counter, form] = scripts().map(|script| zipped_bytes(&script));
        assert!(counter < 5 * 1024, "counter.js is {counter} bytes zipped");
        assert!(form < 2 * 1024, "form.js is {form} bytes zipped");
    }

    #[test]
    fn the_words_are_in_and_the_comments_are_out() {
        for script in scripts() {
            let text = String::from_utf8(script).unwrap();
            assert!(!text.contains(PLACE) && text.contains("\"fr\":"));
            assert!(!text.lines().any(|line| line.starts_with("//")));
        }
    }

    #[test]
    fn what_a_text_says_cannot_end_the_script() {
        assert_eq!(as_javascript(&json!("</script>\u{2028}\"")), "\"\\u003c/script>\\u2028\\\"\"");
    }

    /// Lists code that a strict host's policy refuses, or that would keep or reveal something of the visitor.
    #[test]
    fn the_scripts_do_nothing_that_a_strict_site_forbids() {
        for script in scripts() {
            let text = String::from_utf8(script).unwrap();
            for forbidden in [
                "innerHTML",
                "outerHTML",
                "insertAdjacent",
                "eval(",
                "Function(",
                "document.write",
                "cookie",
                "Storage",
            ] {
                assert!(!text.contains(forbidden), "{forbidden}");
            }
            assert!(!text.contains("http://") && !text.contains("https://"), "the site is where the script came from");
        }
    }
}
