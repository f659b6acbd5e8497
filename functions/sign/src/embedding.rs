//! The form as it stands in another site's page: which answers stay there.
//!
//! Only what answers the form itself, and the page that says to look for a mail, may be framed. What a link in a mail opens
//! never may: one click on those pages counts, changes or withdraws somebody.

use domain::locale::Locale;
use pages::{Embedding, Theme};

use crate::desk::Desk;

/// How the form stands in another site's page, if it says that it does: `embed` is its hidden field.
pub(crate) fn embedding(desk: &Desk, locale: Locale, embed: &str, theme: &str, partner: &str) -> Option<Embedding> {
    let partner = desk.site.campaign().partner(partner).map(|partner| partner.slug.to_string());
    (embed == "1").then(|| Embedding { locale, theme: Theme::named(theme), partner })
}
