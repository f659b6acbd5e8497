//! The form in another site's page, and the answers that stay there.
//!
//! Only the answers to the form, and the page that says to look for a mail, may be framed. The pages that a mailed link opens
//! may not: one click there counts, changes or withdraws somebody.

use domain::locale::Locale;
use http::Uri;
use pages::{Embedding, Theme};
use web::first_value;

use crate::context::Context;

/// Reads from the hidden fields how the form stands in another site's page. `embed` is "1" if it does.
pub(crate) fn embedding(
    context: &Context,
    locale: Locale,
    embed: &str,
    theme: &str,
    partner: &str,
) -> Option<Embedding> {
    let partner = context.site.campaign().partner(partner).map(|partner| partner.slug.to_string());
    (embed == "1").then(|| Embedding { locale, theme: Theme::named(theme), partner })
}

/// Reads the same from the address of the one page that stands in a frame. Its query may be one that cannot be read.
pub(crate) fn embedding_of(context: &Context, locale: Locale, uri: &Uri) -> Option<Embedding> {
    let [embed, theme, partner] = ["embed", "theme", "partner"].map(|name| first_value(uri, name));
    let embedding = embedding(context, locale, &embed, &theme, &partner);
    embedding.filter(|_| uri.path() == format!("/{locale}/check-your-mail"))
}
