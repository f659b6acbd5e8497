//! The facts of a pledge that its pages list.

use domain::locale::Locale;
use domain::person::residence::{FoundBy, Residence};
use domain::pledge::Draft;

/// Lists name, address, home and words: the keys of their names, and their texts. `in_words` writes the name of the riding.
pub(crate) fn facts(
    draft: &Draft,
    locale: Locale,
    in_words: impl Fn(FoundBy, &'static str) -> String,
) -> Vec<(&'static str, String)> {
    let mut facts = vec![("my-pledge-name", draft.name.to_string()), ("my-pledge-email", draft.email.shown())];
    match &draft.residence {
        Residence::Canada { postal_code, found_by, .. } => {
            let riding = ridings::name_of(&draft.residence, locale).unwrap_or_default();
            facts.push(("my-pledge-postal-code", postal_code.to_string()));
            facts.push(("my-pledge-riding", in_words(*found_by, riding)));
        }
        Residence::Abroad { country } => facts.push(("my-pledge-country", country.name(locale).to_owned())),
    }
    facts.extend(draft.comment.as_ref().map(|comment| ("my-pledge-comment", comment.as_str().to_owned())));
    facts
}
