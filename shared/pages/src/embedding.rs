//! Pages that stand in another site's page: their look, and the links that stay inside the frame.

use domain::locale::Locale;

/// The look that the other site chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    Light,
    Dark,
    /// The look that the visitor's device is set to.
    #[default]
    Auto,
}

impl Theme {
    /// Returns the theme of that name; for any other name, the device's.
    #[must_use]
    pub fn named(name: &str) -> Self {
        match name {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::Auto,
        }
    }

    /// Returns the theme's name in addresses and in the stylesheet.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Auto => "auto",
        }
    }
}

/// The settings of the form in another site's page. All of it is in the address or in hidden fields: embeds keep
/// nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Embedding {
    pub locale: Locale,
    pub theme: Theme,
    /// The slug of the partner on whose site it stands, when there is such a partner.
    pub partner: Option<String>,
}

impl Embedding {
    /// Returns the path of the embedded form.
    #[must_use]
    pub fn form_path(&self) -> String {
        format!("/embed/form?lang={}{}", self.locale, self.query())
    }

    /// Returns the path of the page after the form is sent.
    #[must_use]
    pub fn check_your_mail_path(&self) -> String {
        format!("/{}/check-your-mail?embed=1{}", self.locale, self.query())
    }

    /// Writes the settings as a query. Slugs and themes are letters, digits and hyphens: nothing to escape.
    fn query(&self) -> String {
        let partner = self.partner.as_ref().map(|slug| format!("&partner={slug}")).unwrap_or_default();
        format!("&theme={}{partner}", self.theme.name())
    }
}
