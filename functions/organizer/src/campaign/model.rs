//! The sections of the desk, and the sentences in each as the campaign's folder has them.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use campaigns::sentences::{self, Sentence};
use campaigns::{CAMPAIGNS, CampaignFolder};
use domain::campaign::edition::Edition;
use domain::locale::Locale;
use domain::mail::official::Post;
use strum::{Display, EnumString, IntoStaticStr};

/// A section of the desk: what is changed together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case", const_into_str)]
pub(crate) enum Section {
    Goal,
    Page,
    Asks,
    Letter,
    Consent,
    Organization,
    Officials,
}

impl Section {
    pub(crate) const ALL: [Self; 7] =
        [Self::Goal, Self::Page, Self::Asks, Self::Letter, Self::Consent, Self::Organization, Self::Officials];

    pub(crate) const fn name(self) -> &'static str {
        self.into_str()
    }

    /// The keys of the section's title and of the sentence that explains it.
    pub(crate) const fn says(self) -> (&'static str, &'static str) {
        match self {
            Self::Goal => ("office-campaign-goal", "office-campaign-goal-says"),
            Self::Page => ("office-campaign-page", "office-campaign-page-says"),
            Self::Asks => ("office-campaign-asks", "office-campaign-asks-says"),
            Self::Letter => ("office-campaign-letter", "office-campaign-letter-says"),
            Self::Consent => ("office-campaign-consent", "office-campaign-consent-says"),
            Self::Organization => ("office-campaign-organization", "office-campaign-organization-says"),
            Self::Officials => ("office-campaign-officials", "office-campaign-officials-says"),
        }
    }

    /// The section in which a sentence is changed.
    pub(crate) fn of(key: &str) -> Self {
        let begins = |begins: &[&str]| begins.iter().any(|begin| key.starts_with(begin));
        if begins(&["campaign-letter-", "campaign-digest-"]) {
            Self::Letter
        } else if begins(&["campaign-ask"]) {
            Self::Asks
        } else if key == CONSENT {
            Self::Consent
        } else if begins(&["campaign-organization", "campaign-network", "campaign-who", "campaign-not-official"]) {
            Self::Organization
        } else {
            Self::Page
        }
    }
}

/// The fields of an official.
pub(crate) struct OfficialFields {
    pub(crate) office: [&'static str; 2],
    pub(crate) name: &'static str,
    pub(crate) riding: &'static str,
    pub(crate) email: &'static str,
    pub(crate) postal_address: [&'static str; 2],
}

pub(crate) const MINISTER: OfficialFields = OfficialFields {
    office: ["minister-office-en", "minister-office-fr"],
    name: "minister-name",
    riding: "minister-riding",
    email: "minister-email",
    postal_address: ["minister-postal-en", "minister-postal-fr"],
};

pub(crate) const PRIME_MINISTER: OfficialFields = OfficialFields {
    office: ["prime-minister-office-en", "prime-minister-office-fr"],
    name: "prime-minister-name",
    riding: "prime-minister-riding",
    email: "prime-minister-email",
    postal_address: ["prime-minister-postal-en", "prime-minister-postal-fr"],
};

/// The fields of the official who holds an office.
pub(crate) const fn fields_of(post: Post) -> &'static OfficialFields {
    match post {
        Post::Minister => &MINISTER,
        Post::PrimeMinister => &PRIME_MINISTER,
    }
}

/// The sentence beside the checkbox for news.
pub(crate) const CONSENT: &str = "campaign-consent-updates";

/// One sentence of the folder in both languages: the model for what may be typed.
pub(crate) struct Model {
    pub(crate) key: String,
    en: Sentence,
    fr: Sentence,
}

impl Model {
    /// Reads the folder's sentences, in their order.
    pub(crate) fn all(folder: CampaignFolder) -> Vec<Self> {
        let mut french: Vec<_> = sentences::read_all(folder.sentences(Locale::Fr));
        let with_french = |(key, en): (String, Sentence)| {
            let at = french.iter().position(|(other, _)| *other == key)?;
            let fr = french.swap_remove(at).1;
            Some(Self { key, en, fr })
        };
        sentences::read_all(folder.sentences(Locale::En)).into_iter().filter_map(with_french).collect()
    }

    /// The sentence as the folder has it.
    pub(crate) const fn of(&self, locale: Locale) -> &Sentence {
        match locale {
            Locale::En => &self.en,
            Locale::Fr => &self.fr,
        }
    }

    /// The sentence as an edition has it. A sentence that a newer folder has in other variants is the folder's.
    pub(crate) fn in_edition(&self, edition: &Edition, locale: Locale) -> Sentence {
        let model = self.of(locale);
        let own = edition.sentences.of(locale).get(&self.key).and_then(|source| Sentence::read(source).ok());
        own.filter(|own| own.selector() == model.selector()).unwrap_or_else(|| model.clone())
    }
}

/// The names of all sentences' fields. Faults name their field for as long as the program runs.
static FIELDS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let names = |locale: Locale, key: String, variants: usize| {
        (0..variants).map(move |at| format!("{locale}-{key}-{at}")).collect::<Vec<_>>()
    };
    let folders = CAMPAIGNS.iter().flat_map(|folder| Locale::ALL.map(|locale| (locale, folder.sentences(locale))));
    folders
        .flat_map(|(locale, source)| sentences::read_all(source).into_iter().map(move |sentence| (locale, sentence)))
        .flat_map(|(locale, (key, sentence))| names(locale, key, sentence.shown(locale).len()))
        .collect()
});

/// The name of the field for one variant of a sentence.
pub(crate) fn field_of(locale: Locale, key: &str, variant: usize) -> &'static str {
    FIELDS.get(&format!("{locale}-{key}-{variant}")).map_or("", String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_has_a_room_and_a_field_for_each_variant() {
        for folder in CAMPAIGNS {
            let models = Model::all(*folder);
            assert_eq!(models.len(), sentences::read_all(folder.sentences(Locale::En)).len());
            for model in models {
                for locale in Locale::ALL {
                    for at in 0..model.of(locale).shown(locale).len() {
                        assert_ne!(field_of(locale, &model.key, at), "", "{}", model.key);
                    }
                }
                assert!(Section::ALL.contains(&Section::of(&model.key)));
            }
        }
    }
}
