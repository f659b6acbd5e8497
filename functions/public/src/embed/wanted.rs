//! The query of an embed's address: language, look, riding and partner. It also puts the asked count into words.

use domain::locale::Locale;
use domain::tally::riding::Place;
use pages::{Counter, Theme};
use ridings::Riding;
use serde::Deserialize;
use store::Snapshot;

use crate::context::Context;

/// The query of an embed's address. Every part is optional.
#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    lang: String,
    #[serde(default)]
    theme: String,
    #[serde(default)]
    riding: String,
    #[serde(default)]
    partner: String,
    compact: Option<String>,
}

/// The embed names a riding that does not exist.
pub(super) struct NoSuchRiding;

impl Wanted {
    /// Returns the language: English unless French is asked for. A cache must give everybody the same, in every
    /// browser.
    pub(super) fn locale(&self) -> Locale {
        self.lang.parse().unwrap_or_default()
    }

    pub(super) fn theme(&self) -> Theme {
        Theme::named(&self.theme)
    }

    /// Returns the riding, if one is named.
    pub(super) fn riding(&self) -> Result<Option<&'static Riding>, NoSuchRiding> {
        if self.riding.is_empty() {
            return Ok(None);
        }
        ridings::find(&self.riding).map(Some).ok_or(NoSuchRiding)
    }

    /// Returns the partner's slug if there is such a partner.
    pub(super) fn partner(&self, context: &Context) -> Option<String> {
        context.site.campaign().partner(&self.partner).map(|partner| partner.slug.to_string())
    }

    /// Whether the compact form is asked for. `?compact` and `?compact=1` ask for it, as one writes a flag; `=0` and
    /// `=false` do not.
    pub(super) fn compact(&self) -> bool {
        self.compact.as_deref().is_some_and(|value| !matches!(value, "0" | "false"))
    }
}

/// Puts the asked count into words.
pub(super) fn counter(context: &Context, locale: Locale, riding: Option<&Riding>, snapshot: &Snapshot) -> Counter {
    match riding {
        Some(riding) => {
            let count = snapshot.tally.at(Place::Riding(riding.code));
            Counter::of_riding(&context.site, locale, riding, count)
        }
        None => Counter::of_campaign(&context.site, locale, snapshot.tally.total()),
    }
}
