//! Pages that stand in another site's page: in which look, and where they lead without leaving it.

use domain::locale::Locale;

/// The look that the other site chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// As the visitor's device is set.
    #[default]
    Auto,
}

impl Theme {
    /// The theme of that name; as the device is set, for any other.
    #[must_use]
    pub fn named(name: &str) -> Self {
        match name {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::Auto,
        }
    }

    /// Its name in addresses and in the stylesheet.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Auto => "auto",
        }
    }
}

/// How the form stands in another site's page. All of it is in the address or in hidden fields: embeds keep nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Embedding {
    /// The form's language.
    pub locale: Locale,
    /// Its look.
    pub theme: Theme,
    /// The slug of the partner on whose site it stands, when there is such a partner.
    pub partner: Option<String>,
}

impl Embedding {
    /// Where the embedded form is.
    #[must_use]
    pub fn form_path(&self) -> String {
        format!("/embed/form?lang={}{}", self.locale, self.query())
    }

    /// Where it leads once it is sent.
    #[must_use]
    pub fn check_your_mail_path(&self) -> String {
        format!("/{}/check-your-mail?embed=1{}", self.locale, self.query())
    }

    /// Slugs and themes are letters, digits and hyphens: nothing to escape.
    fn query(&self) -> String {
        let partner = self.partner.as_ref().map(|slug| format!("&partner={slug}")).unwrap_or_default();
        format!("&theme={}{partner}", self.theme.name())
    }
}
