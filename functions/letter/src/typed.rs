//! The form of a letter: as the campaign proposes it, as it was typed, and parsed into a [`Letter`].

use campaigns::Texts;
use domain::locale::Locale;
use domain::mail::letter::{Addressee, LINE_MAX_CHARACTERS, PARAGRAPH_MAX_CHARACTERS, parse_line, parse_paragraph};
use domain::person::postal_code::{PostalCode, PostalCodeError};
use domain::pledge::Signer;
use domain::pledge::comment::{COMMENT_MAX_CHARACTERS, Comment};
use domain::web_address;
use pages::{FieldMessage, Site, postal_code_message};

use crate::seat::Seat;
use crate::text::Letter;

/// The names of the paragraphs' fields. A form may leave some of them empty, not all.
pub(crate) const PARAGRAPHS: [&str; 6] =
    ["opening", "resettlement", "sponsorship", "determination", "own_words", "closing"];

/// The form's fields as they were sent. Nothing in them is trusted.
#[derive(Clone)]
pub(crate) struct Typed {
    /// The letter's own language.
    pub(crate) locale: Locale,
    pub(crate) salutation: String,
    /// The paragraphs, in the order of [`PARAGRAPHS`].
    pub(crate) paragraphs: [String; 6],
    pub(crate) comment: String,
    pub(crate) name: String,
    pub(crate) postal_code: String,
    /// The token of the link to the writer's pledge. It is empty for a stranger.
    pub(crate) token: String,
    /// The name of the addressee to send the letter to, on the form that sends it.
    pub(crate) to: String,
    /// Whether the writer wants to change the letter once more.
    pub(crate) changes: bool,
}

impl Typed {
    /// The letter that the campaign proposes. `count` is the riding's own, if it is known.
    pub(crate) fn proposed(
        site: &Site,
        locale: Locale,
        seat: Seat,
        count: Option<i64>,
        visitor: Option<&Signer>,
    ) -> Self {
        let t = site.texts(locale);
        let riding = seat.riding.name(locale);
        let opening = match count {
            Some(count) => t.with("campaign-letter-opening", [("riding", riding.into()), ("count", count.into())]),
            None => t.with("campaign-letter-opening-uncounted", [("riding", riding.into())]),
        };
        let draft = visitor.map(|signer| &signer.draft);
        let comment = draft.and_then(|draft| draft.comment.as_ref()).map(|comment| comment.as_str().to_owned());
        let postal_code = draft.and_then(|draft| draft.residence.postal_code());
        let has_prime_minister = site.campaign().officials.prime_minister.is_some();
        Self {
            locale,
            salutation: seat.salutation(t),
            paragraphs: [
                opening,
                t.get("campaign-letter-resettlement"),
                t.get("campaign-letter-sponsorship"),
                t.get("campaign-letter-determination"),
                String::new(),
                t.get("campaign-letter-closing"),
            ],
            comment: comment
                .unwrap_or_else(|| if has_prime_minister { t.get("campaign-letter-comment") } else { String::new() }),
            name: draft.map(|draft| draft.name.to_string()).unwrap_or_default(),
            postal_code: postal_code.map(|code| code.to_string()).unwrap_or_default(),
            token: String::new(),
            to: String::new(),
            changes: false,
        }
    }

    /// Reads a form's body.
    pub(crate) fn read(body: &[u8], page: Locale) -> Self {
        let fields: Vec<_> = form_urlencoded::parse(body).collect();
        let get = |name: &str| {
            fields.iter().rfind(|(key, _)| key == name).map(|(_, value)| value.clone().into_owned()).unwrap_or_default()
        };
        Self {
            locale: get("letter").parse().unwrap_or(page),
            salutation: get("salutation"),
            paragraphs: PARAGRAPHS.map(get),
            comment: get("comment"),
            name: get("name"),
            postal_code: get("postal_code"),
            token: get("token"),
            to: get("to"),
            changes: !get("change").is_empty(),
        }
    }

    /// The names and values of the fields that the next form has to repeat.
    pub(crate) fn carried_fields(&self) -> Vec<(&'static str, &str)> {
        let mut fields =
            vec![("token", self.token.as_str()), ("letter", self.locale.code()), ("salutation", &self.salutation)];
        fields.extend(PARAGRAPHS.into_iter().zip(self.paragraphs.iter().map(String::as_str)));
        fields.extend([("comment", self.comment.as_str()), ("name", &self.name), ("postal_code", &self.postal_code)]);
        fields.retain(|(_, value)| !value.is_empty());
        fields
    }

    /// The errors of the fields with a web address, in a letter to that addressee. The campaign sends no such letter.
    pub(crate) fn web_addresses(&self, t: &Texts, addressee: Addressee) -> Vec<FieldMessage> {
        let fields: Vec<(&'static str, &String)> = match addressee {
            Addressee::Member => std::iter::once(("salutation", &self.salutation))
                .chain(PARAGRAPHS.into_iter().zip(&self.paragraphs))
                .collect(),
            Addressee::PrimeMinister => vec![("comment", &self.comment)],
        };
        let found = fields.into_iter().filter_map(|(field, text)| Some((field, web_address::find(text)?)));
        let error = |(field, found): (&'static str, String)| {
            let message = t.with("error-letter-link", [("found", found.into())]);
            FieldMessage { field, code: "letter_link", message }
        };
        found.map(error).collect()
    }

    /// Parses every field, so that the page shows all errors at once, in its language. A signer who came by their own link
    /// signs with the name that is counted, and not with the typed one.
    pub(crate) fn parse(&self, t: &Texts, visitor: Option<&Signer>) -> Result<Letter, Vec<FieldMessage>> {
        let mut errors = Vec::new();
        let mut blocks = vec![line(t, "salutation", &self.salutation, &mut errors)];
        let mut paragraphs = Vec::new();
        for (field, text) in PARAGRAPHS.into_iter().zip(&self.paragraphs) {
            match parse_paragraph(text) {
                Ok(paragraph) => paragraphs.push(paragraph),
                Err(_) => errors.push(too_long(t, field, PARAGRAPH_MAX_CHARACTERS)),
            }
        }
        if errors.is_empty() && paragraphs.iter().all(String::is_empty) {
            errors.push(error(t, "opening", "letter_empty"));
        }
        let comment = Comment::parse(&self.comment).unwrap_or_else(|_| {
            errors.push(too_long(t, "comment", COMMENT_MAX_CHARACTERS));
            None
        });
        let name = match visitor {
            Some(signer) => signer.draft.name.to_string(),
            None => line(t, "name", &self.name, &mut errors),
        };
        if name.is_empty() && !errors.iter().any(|error| error.field == "name") {
            errors.push(error(t, "name", "letter_name_missing"));
        }
        let postal_code = postal_code(t, &self.postal_code, &mut errors);
        if !errors.is_empty() {
            return Err(errors);
        }
        blocks.extend(paragraphs);
        blocks.retain(|block| !block.is_empty());
        Ok(Letter { locale: self.locale, blocks, name, postal_code, comment })
    }
}

fn error(t: &Texts, field: &'static str, code: &'static str) -> FieldMessage {
    FieldMessage { field, code, message: t.get(&format!("error-{}", code.replace('_', "-"))) }
}

fn too_long(t: &Texts, field: &'static str, max: usize) -> FieldMessage {
    let max = i64::try_from(max).expect("a small constant");
    FieldMessage { field, code: "letter_too_long", message: t.with("error-letter-too-long", [("max", max.into())]) }
}

fn line(t: &Texts, field: &'static str, text: &str, errors: &mut Vec<FieldMessage>) -> String {
    parse_line(text).unwrap_or_else(|_| {
        errors.push(too_long(t, field, LINE_MAX_CHARACTERS));
        String::new()
    })
}

fn postal_code(t: &Texts, text: &str, errors: &mut Vec<FieldMessage>) -> Option<PostalCode> {
    let problem = match text.parse::<PostalCode>() {
        Ok(code) => return Some(code),
        Err(PostalCodeError::Missing) => return None,
        Err(problem) => problem,
    };
    errors.push(postal_code_message(t, problem));
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use campaigns::CampaignFolder;

    fn site() -> Site {
        Site::load(CampaignFolder::find("time-to-lead").unwrap(), "https://example.org").unwrap()
    }

    fn proposed(site: &Site, locale: Locale, count: Option<i64>) -> Typed {
        let mut typed = Typed::proposed(site, locale, Seat::of("35079").unwrap(), count, None);
        "Zoë Roy".clone_into(&mut typed.name);
        typed
    }

    fn fields(result: Result<Letter, Vec<FieldMessage>>) -> Vec<&'static str> {
        result.err().unwrap_or_default().iter().map(|error| error.field).collect()
    }

    #[test]
    fn the_opening_says_how_many_signed_there_whatever_the_number() {
        let site = site();
        for (locale, riding, none, one, many) in [
            (Locale::En, "Ottawa Centre", "signed", "one person has signed", "1,234 people have signed"),
            (Locale::Fr, "Ottawa-Centre", "signé", "une personne a signé", "1\u{202f}234 personnes ont signé"),
        ] {
            let opening = |count| proposed(&site, locale, count).paragraphs[0].clone();
            assert!(!opening(Some(0)).contains(none) && opening(Some(0)).contains(riding));
            assert!(opening(Some(1)).contains(one) && opening(Some(1_234)).contains(many));
            let uncounted = opening(None);
            assert!(uncounted.contains(riding) && !uncounted.contains(char::is_numeric), "{uncounted}");
        }
    }

    #[test]
    fn a_seat_whose_holder_is_not_known_is_written_to_by_its_office() {
        let site = site();
        let vacant = Seat { member: None, ..Seat::of("35079").unwrap() };
        for (locale, salutation, holder) in [
            (Locale::En, "Dear Member of Parliament,", "the MP for Ottawa Centre"),
            (Locale::Fr, "Madame la députée, Monsieur le député,", "votre député·e dans Ottawa-Centre"),
        ] {
            assert_eq!(Typed::proposed(&site, locale, vacant, Some(3), None).salutation, salutation);
            assert_eq!(vacant.holder(site.texts(locale)), holder);
        }
        assert_eq!(vacant.email(), None);
    }

    #[test]
    fn a_letter_to_the_prime_minister_is_spoken_of_by_the_office() {
        let site = site();
        for (locale, office, member) in [
            (Locale::En, "The mail server of the Prime Minister", "The mail server of Zoë Roy"),
            (Locale::Fr, "de courriel de la première ou du premier ministre", "de courriel de Zoë Roy"),
        ] {
            let refused = |to: Addressee| {
                let to = [("to", to.name().into()), ("name", "Zoë Roy".into())];
                site.texts(locale).with("letter-through-refused", to)
            };
            assert!(refused(Addressee::PrimeMinister).contains(office), "{}", refused(Addressee::PrimeMinister));
            assert!(refused(Addressee::Member).contains(member), "{}", refused(Addressee::Member));
        }
    }

    #[test]
    fn an_emptied_paragraph_is_left_out_and_an_emptied_letter_is_asked_about() {
        let site = site();
        let t = site.texts(Locale::En);
        let mut typed = proposed(&site, Locale::En, Some(3));
        typed.paragraphs[1] = " \r\n ".to_owned();
        let letter = typed.parse(t, None).ok().unwrap();
        assert!(!letter.text().contains("20,000") && !letter.text().contains("\n\n\n"));
        assert!(letter.text().starts_with("Dear ") && letter.text().ends_with("Sincerely,\n\nZoë Roy"));
        typed.paragraphs = Default::default();
        assert_eq!(fields(typed.parse(t, None)), ["opening"]);
    }

    #[test]
    fn the_limits_hold_from_both_sides_and_every_error_is_told_at_once() {
        let site = site();
        let t = site.texts(Locale::Fr);
        let long = |max: usize| "é".repeat(max);
        let with = |max_paragraph, max_comment, max_line| Typed {
            salutation: long(max_line),
            paragraphs: PARAGRAPHS.map(|_| long(max_paragraph)),
            comment: long(max_comment),
            name: long(max_line),
            ..proposed(&site, Locale::Fr, None)
        };
        let longest =
            with(PARAGRAPH_MAX_CHARACTERS, COMMENT_MAX_CHARACTERS, LINE_MAX_CHARACTERS).parse(t, None).ok().unwrap();
        assert!(domain::mail::letter::LetterText::parse(&longest.text()).is_ok(), "what may be written may be sent");
        let mut too_long = with(PARAGRAPH_MAX_CHARACTERS + 1, COMMENT_MAX_CHARACTERS + 1, LINE_MAX_CHARACTERS + 1);
        "K1A OA6".clone_into(&mut too_long.postal_code);
        let wrong = ["salutation", "opening", "resettlement", "sponsorship", "determination", "own_words", "closing"];
        assert_eq!(fields(too_long.parse(t, None)), [wrong.as_slice(), &["comment", "name", "postal_code"]].concat());
    }

    #[test]
    fn a_name_is_needed_and_a_postal_code_is_not() {
        let site = site();
        let t = site.texts(Locale::En);
        let mut typed = proposed(&site, Locale::En, Some(3));
        " ".clone_into(&mut typed.name);
        assert_eq!(fields(typed.parse(t, None)), ["name"]);
        "Zoë".clone_into(&mut typed.name);
        "k1p1a4".clone_into(&mut typed.postal_code);
        assert!(typed.parse(t, None).ok().unwrap().text().ends_with("Zoë\nK1P 1A4"));
    }

    #[test]
    fn what_a_form_carries_on_is_read_as_it_was() {
        let typed = Typed { token: "t".to_owned(), ..proposed(&site(), Locale::Fr, Some(3)) };
        let fields = typed.carried_fields();
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
        assert_eq!(Typed::read(body.as_bytes(), Locale::En).carried_fields(), fields);
    }
}
