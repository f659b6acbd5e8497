//! The form in another site's page, and the answers that stay there.
//!
//! Only the answers to the form, and the page that says to look for a mail, may be framed. The pages that a mailed link opens
//! may not: one click there counts, changes or withdraws somebody.

use domain::locale::Locale;
use pages::{Embedding, Theme};

use crate::desk::Desk;

/// Reads from the hidden fields how the form stands in another site's page. `embed` is "1" if it does.
pub(crate) fn embedding(desk: &Desk, locale: Locale, embed: &str, theme: &str, partner: &str) -> Option<Embedding> {
    let partner = desk.site.campaign().partner(partner).map(|partner| partner.slug.to_string());
    (embed == "1").then(|| Embedding { locale, theme: Theme::named(theme), partner })
}
