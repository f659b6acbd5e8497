//! The form by which an organization asks to become a partner.

/// The values of the form, as they were typed.
#[derive(Clone, Debug, Default)]
pub struct PartnerAskForm {
    pub name_en: String,
    pub name_fr: String,
    pub website: String,
    pub email: String,
    /// Whether everybody may see the partner and its number.
    pub listed: bool,
}

/// A field of the form: its name, the keys of its label and its hint ("" for none), its value, and its other attributes.
#[derive(Clone, Copy, Debug)]
pub struct AskField<'a> {
    pub name: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub value: &'a str,
    pub attributes: &'static str,
}

impl PartnerAskForm {
    /// Lists the fields of one line.
    #[must_use]
    pub fn fields(&self) -> [AskField<'_>; 4] {
        let name = "autocomplete=off maxlength=150 required";
        let website = "type=url inputmode=url autocomplete=url maxlength=200 required";
        let email = "class=width-email type=email inputmode=email autocomplete=email autocapitalize=none spellcheck=false maxlength=254 required";
        let field = |name, label, hint, value, attributes| AskField { name, label, hint, value, attributes };
        [
            field("name_en", "partner-ask-name-en", "", &self.name_en, name),
            field("name_fr", "partner-ask-name-fr", "", &self.name_fr, name),
            field("website", "partner-ask-website", "partner-ask-website-hint", &self.website, website),
            field("email", "partner-ask-email", "partner-ask-email-hint", &self.email, email),
        ]
    }
}
