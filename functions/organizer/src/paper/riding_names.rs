//! The ridings by their names, as lists write them.

use std::collections::HashMap;

use domain::locale::Locale;
use domain::person::folding;
use domain::tally::riding::RidingCode;

/// The ridings by their names in both languages, without accents, dashes and apostrophes.
pub(crate) struct RidingNames(HashMap<String, RidingCode>);

impl RidingNames {
    pub(crate) fn new() -> Self {
        let named = |locale| ridings::all().iter().map(move |riding| (folded(riding.name(locale)), riding.code));
        Self(named(Locale::En).chain(named(Locale::Fr)).collect())
    }

    pub(crate) fn find(&self, name: &str) -> Option<RidingCode> {
        self.0.get(&folded(name)).copied()
    }
}

fn folded(name: &str) -> String {
    folding::words(name).join(" ")
}
