//! The form of a letter: as the campaign proposes it, as it was typed, and parsed into a [`Letter`].

use campaigns::{ProposedLetter, Texts};
use domain::locale::Locale;
use domain::mail::letter::{Addressee, LINE_MAX_CHARACTERS, LetterText, WRITTEN_MAX_CHARACTERS, parse_line};
use domain::person::postal_code::{PostalCode, PostalCodeError};
use domain::pledge::Signer;
use domain::pledge::comment::Comment;
use domain::tally::riding::Place;
use domain::web_address;
use pages::{FieldMessage, Site, postal_code_message};
use web::last_value;

use crate::seat::Seat;
use crate::text::Letter;

/// The value of the field `from` for a writer who lives outside Canada.
pub(crate) const ABROAD: &str = "abroad";

/// The form's fields as they were sent. Nothing in them is trusted.
#[derive(Clone, Default)]
pub(crate) struct Typed {
    pub(crate) words: Words,
    /// The same in the other language, as they stood when the writer left it. They are empty before that.
    pub(crate) others: Words,
    /// The letter's own language.
    pub(crate) locale: Locale,
    /// Whether the writer is a citizen who lives outside Canada.
    pub(crate) is_abroad: bool,
    pub(crate) name: String,
    pub(crate) postal_code: String,
    /// The token of the link to the writer's pledge. It is empty for a stranger.
    pub(crate) token: String,
    /// The name of the addressee to send the letter to, on the form that sends it.
    pub(crate) to: String,
    /// Whether the writer wants to change the letter once more.
    pub(crate) changes: bool,
    /// The language in which the writer wants to go on.
    pub(crate) write: Option<Locale>,
}

/// The two letters of a form, each from the salutation to the closing.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(crate) struct Words {
    /// The letter to the Member.
    pub(crate) text: String,
    /// The letter to the Prime Minister. It may be empty.
    pub(crate) comment: String,
}

/// Everything that a proposed letter is made of.
#[derive(Clone, Copy)]
pub(crate) struct Occasion<'a> {
    pub(crate) site: &'a Site,
    pub(crate) seat: &'a Seat,
    /// The riding's own count, if it is known.
    pub(crate) count: Option<i64>,
    pub(crate) visitor: Option<&'a Signer>,
}

impl Occasion<'_> {
    /// The letters that the campaign proposes in a language.
    fn words(&self, locale: Locale, is_abroad: bool) -> Words {
        let (t, officials) = (self.site.texts(locale), &self.site.campaign().officials);
        let letter = ProposedLetter {
            riding: self.seat.riding.name(locale),
            name: self.seat.member().map_or("", |member| member.name.as_str()),
            to: self.seat.form_of_address(officials),
            agrees: self.seat.agrees(),
            is_abroad,
            count: self.count,
        };
        let text = if self.seat.is_vacant() { String::new() } else { letter.for_member(t).join("\n\n") };
        let own = self.visitor.and_then(|signer| signer.draft.comment.as_ref()).map(Comment::as_str);
        let takes_comment = self.seat.commented(officials).is_some();
        let comment =
            if takes_comment { ProposedLetter::for_prime_minister(t, own).join("\n\n") } else { String::new() };
        Words { text, comment }
    }
}

impl Typed {
    /// The letter that the campaign proposes.
    pub(crate) fn proposed(occasion: Occasion<'_>, locale: Locale, is_abroad: bool) -> Self {
        let draft = occasion.visitor.map(|signer| &signer.draft);
        let postal_code = draft.and_then(|draft| draft.residence.postal_code());
        let is_abroad = lives_abroad(occasion.visitor).unwrap_or(is_abroad);
        Self {
            words: occasion.words(locale, is_abroad),
            locale,
            is_abroad,
            name: draft.map(|draft| draft.name.to_string()).unwrap_or_default(),
            postal_code: postal_code.map(|code| code.to_string()).unwrap_or_default(),
            ..Self::default()
        }
    }

    /// The same form in another language. What was typed is kept, and comes back with its own language.
    pub(crate) fn turned(self, occasion: Occasion<'_>, locale: Locale) -> Self {
        if locale == self.locale {
            return self;
        }
        let is_new = self.others == Words::default();
        let words = if is_new { occasion.words(locale, self.is_abroad) } else { self.others };
        Self { locale, words, others: self.words, ..self }
    }

    /// Reads a form's body.
    pub(crate) fn read(body: &[u8], page: Locale) -> Self {
        let get = |name| last_value(body, name);
        Self {
            words: Words { text: get("text"), comment: get("comment") },
            others: Words { text: get("other_text"), comment: get("other_comment") },
            locale: get("letter").parse().unwrap_or(page),
            is_abroad: get("from") == ABROAD,
            name: get("name"),
            postal_code: get("postal_code"),
            token: get("token"),
            to: get("to"),
            changes: !get("change").is_empty(),
            write: get("write").parse().ok(),
        }
    }

    /// The names and values of the fields that the form on which the letter is written does not show.
    pub(crate) fn hidden_fields(&self) -> Vec<(&'static str, &str)> {
        let from = if self.is_abroad { ABROAD } else { "" };
        let mut fields = vec![("token", self.token.as_str()), ("letter", self.locale.code()), ("from", from)];
        fields.extend([("other_text", self.others.text.as_str()), ("other_comment", self.others.comment.as_str())]);
        fields.retain(|(_, value)| !value.is_empty());
        fields
    }

    /// The names and values of the fields that the next form has to repeat.
    pub(crate) fn carried_fields(&self) -> Vec<(&'static str, &str)> {
        let mut fields = self.hidden_fields();
        fields.extend([("text", self.words.text.as_str()), ("comment", &self.words.comment)]);
        fields.extend([("name", self.name.as_str()), ("postal_code", &self.postal_code)]);
        fields.retain(|(_, value)| !value.is_empty());
        fields
    }

    /// The error of a web address in a letter to that addressee. The campaign sends no such letter.
    pub(crate) fn web_address(&self, t: &Texts, addressee: Addressee) -> Option<FieldMessage> {
        let (field, text) = match addressee {
            Addressee::Member => ("text", &self.words.text),
            Addressee::PrimeMinister => ("comment", &self.words.comment),
        };
        let found = web_address::find(text)?;
        let message = t.with("error-letter-link", [("found", found.into())]);
        Some(FieldMessage { field, code: "letter_link", message })
    }

    /// Parses every field, so that the page shows all errors at once, in its language. A signer who came by the mailed link to
    /// their pledge signs with the name that is counted, and not with the typed one.
    ///
    /// Nothing goes to a vacant seat. The letter to the Prime Minister then is the one that must be there.
    pub(crate) fn parse(&self, t: &Texts, visitor: Option<&Signer>, seat: &Seat) -> Result<Letter, Vec<FieldMessage>> {
        let mut errors = Vec::new();
        let letter = if seat.is_vacant() { "" } else { self.words.text.as_str() };
        let text = written(t, "text", letter, &mut errors);
        if errors.is_empty() && text.is_none() && !seat.is_vacant() {
            errors.push(error(t, "text", "letter_empty"));
        }
        let comment = written(t, "comment", &self.words.comment, &mut errors);
        if errors.is_empty() && comment.is_none() && seat.is_vacant() {
            errors.push(error(t, "comment", "letter_empty"));
        }
        let name = match visitor {
            Some(signer) => signer.draft.name.to_string(),
            None => line(t, "name", &self.name, &mut errors),
        };
        if name.is_empty() && !errors.iter().any(|error| error.field == "name") {
            errors.push(error(t, "name", "letter_name_missing"));
        }
        let postal_code = postal_code(t, &self.postal_code, &mut errors);
        if errors.is_empty() {
            Ok(Letter { locale: self.locale, text, comment, name, postal_code })
        } else {
            Err(errors)
        }
    }
}

/// Whether a signer lives outside Canada; `None` for a stranger, who says so in the form.
pub(crate) fn lives_abroad(visitor: Option<&Signer>) -> Option<bool> {
    visitor.map(|signer| signer.draft.residence.place() == Place::Abroad)
}

fn error(t: &Texts, field: &'static str, code: &'static str) -> FieldMessage {
    FieldMessage { field, code, message: t.get(&format!("error-{}", code.replace('_', "-"))) }
}

fn too_long(t: &Texts, field: &'static str, max: usize) -> FieldMessage {
    let max = i64::try_from(max).expect("a small constant");
    FieldMessage { field, code: "letter_too_long", message: t.with("error-letter-too-long", [("max", max.into())]) }
}

fn written(t: &Texts, field: &'static str, text: &str, errors: &mut Vec<FieldMessage>) -> Option<LetterText> {
    LetterText::written(text).unwrap_or_else(|_| {
        errors.push(too_long(t, field, WRITTEN_MAX_CHARACTERS));
        None
    })
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
    use domain::campaign::members::{Answer, Gender, Holder, Member, Stance};
    use domain::mail::email::EmailAddress;
    use domain::mail::official::Recipients;
    use pages::{MAILTO_MAX_CHARACTERS, Mailto};

    /// Three hundred characters with thirty-five accents, as a French writer may add to the letter.
    const OWN_WORDS: &str = "Ma famille a été accueillie à Québec après des années passées à l’étranger, et je sais ce qu’une décision retardée coûte à des enfants séparés de leurs parents. À l’école où j’ai enseigné, des élèves réfugiés ont réussi dès la première année. Aidez-nous à faire de même pour d’autres, sans délai, ici";

    fn site() -> Site {
        Site::load(CampaignFolder::find("time-to-lead").unwrap(), "https://example.org").unwrap()
    }

    fn seat(site: &Site) -> Seat {
        Seat::of(ridings::find("35079").unwrap(), site.roster())
    }

    fn vacant(site: &Site) -> Seat {
        Seat { holder: Holder::Vacant { since: None }, ..seat(site) }
    }

    /// The Member for a riding with another form of address, or with a yes to all asks.
    fn member_of(site: &Site, seat: &Seat, gender: Option<Gender>, agrees: bool) -> Option<Seat> {
        let answer = agrees.then(|| Answer {
            stance: Stance::All,
            on: "2026-11-03".parse().unwrap(),
            source: "https://example.org/".to_owned(),
            quote: None,
            letters_go_on: true,
        });
        let member = site.roster().member(seat.riding.code)?.clone();
        Some(Seat { holder: Holder::Member(Member { gender, answer, ..member }), ..seat.clone() })
    }

    fn occasion<'a>(site: &'a Site, seat: &'a Seat, count: Option<i64>) -> Occasion<'a> {
        Occasion { site, seat, count, visitor: None }
    }

    fn proposed(site: &Site, locale: Locale, count: Option<i64>) -> Typed {
        let typed = Typed::proposed(occasion(site, &seat(site), count), locale, false);
        Typed { name: "Zoë Roy".to_owned(), ..typed }
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
            for is_abroad in [false, true] {
                let text = |count| {
                    let seat = seat(&site);
                    let occasion = occasion(&site, &seat, count);
                    Typed::proposed(occasion, locale, is_abroad).words.text
                };
                assert!(!text(Some(0)).contains(none) && text(Some(0)).contains(riding));
                assert!(text(Some(1)).contains(one) && text(Some(1_234)).contains(many));
                let uncounted = text(None).replace("20,000", "").replace("20\u{202f}000", "");
                assert!(uncounted.contains(riding) && !uncounted.contains(char::is_numeric), "{uncounted}");
            }
        }
    }

    /// Measured over all ridings, both languages, both letters, at home and abroad, with every salutation.
    #[test]
    fn every_letter_fits_a_mail_link_with_three_hundred_characters_of_ones_own() {
        let site = site();
        assert_eq!(OWN_WORDS.chars().count(), 300);
        let mut longest = 0;
        let t = site.texts(Locale::En);
        for riding in ridings::all() {
            let own = site.roster().member(riding.code);
            let office = Seat { riding, holder: Holder::Unknown };
            let of = |gender, agrees| member_of(&site, &office, gender, agrees);
            let seats =
                [of(None, false), of(Some(Gender::Woman), false), of(None, true), of(Some(Gender::Woman), true)];
            let vacant = Seat { riding, holder: Holder::Vacant { since: None } };
            let seats: Vec<_> = seats.into_iter().flatten().chain([office.clone(), vacant]).collect();
            for (locale, is_abroad) in Locale::ALL.into_iter().flat_map(|locale| [(locale, false), (locale, true)]) {
                for seat in &seats {
                    let mut typed = Typed::proposed(occasion(&site, seat, Some(20_000)), locale, is_abroad);
                    for words in [&mut typed.words.text, &mut typed.words.comment] {
                        let Some((body, closing)) = words.rsplit_once("\n\n") else { continue };
                        *words = format!("{body}\n\n{OWN_WORDS}\n\n{closing}");
                    }
                    "Marie-Hélène Tremblay-Lévesque".clone_into(&mut typed.name);
                    typed.postal_code = if is_abroad { String::new() } else { "H2S 2T1".to_owned() };
                    let letter = typed.parse(t, None, seat).ok().unwrap();
                    for addressee in Addressee::ALL {
                        let Some(text) = letter.to(addressee) else { continue };
                        let to = own.and_then(|member| member.email.clone());
                        let to = to.unwrap_or_else(|| EmailAddress::parse("bobby.morrissey@parl.gc.ca").unwrap());
                        let recipients = Recipients { to, cc: Vec::new() };
                        let subject = crate::text::subject(site.texts(locale), addressee, riding.name(locale));
                        let link = Mailto::new(&recipients, &subject, &letter.signed(text));
                        longest = longest.max(link.href.len());
                        assert!(link.is_whole, "{} {locale} {is_abroad} {}", riding.code, addressee.name());
                    }
                }
            }
        }
        assert!((1_900..=MAILTO_MAX_CHARACTERS).contains(&longest), "the longest has {longest} characters");
    }

    #[test]
    fn a_seat_is_addressed_by_its_office_and_as_a_woman_or_a_man_only_where_it_is_known() {
        let site = site();
        let own = seat(&site);
        let of = |gender| member_of(&site, &own, gender, false).unwrap();
        let unknown = Seat { holder: Holder::Unknown, ..own.clone() };
        let dear = format!("Dear {},", own.member().unwrap().name);
        for (seat, en, fr) in [
            (of(Some(Gender::Woman)), dear.as_str(), "Madame la Députée,"),
            (of(Some(Gender::Man)), &dear, "Monsieur le Député,"),
            (of(None), &dear, "Madame, Monsieur,"),
            (unknown.clone(), "Dear Member of Parliament,", "Madame, Monsieur,"),
        ] {
            for (locale, salutation) in [(Locale::En, en), (Locale::Fr, fr)] {
                let text = Typed::proposed(occasion(&site, &seat, Some(3)), locale, false).words.text;
                assert!(text.starts_with(&format!("{salutation}\n\n")), "{text}");
                assert!(
                    locale == Locale::En || text.contains(&format!("Veuillez recevoir, {salutation} l’")),
                    "{text}"
                );
            }
        }
        assert_eq!(unknown.holder(site.texts(Locale::En)), "the MP for Ottawa Centre");
        assert_eq!(unknown.holder(site.texts(Locale::Fr)), "votre député·e dans Ottawa-Centre");
    }

    #[test]
    fn a_letter_to_one_who_said_yes_is_thanks() {
        let site = site();
        let agrees = member_of(&site, &seat(&site), None, true).unwrap();
        for (locale, thanks, ask) in
            [(Locale::En, "Thank you", "Please press"), (Locale::Fr, "Merci", "Je vous demande")]
        {
            for count in [None, Some(0), Some(1), Some(20)] {
                let text = |seat: &Seat| Typed::proposed(occasion(&site, seat, count), locale, false).words.text;
                assert!(text(&agrees).contains(thanks) && !text(&agrees).contains(ask), "{}", text(&agrees));
                assert!(!text(&seat(&site)).contains(thanks) && text(&seat(&site)).contains(ask));
            }
        }
    }

    #[test]
    fn while_a_seat_is_vacant_the_letter_goes_to_the_prime_minister_only() {
        let site = site();
        let (t, vacant) = (site.texts(Locale::En), vacant(&site));
        let mut typed = Typed::proposed(occasion(&site, &vacant, Some(3)), Locale::En, false);
        assert!(typed.words.text.is_empty() && typed.words.comment.starts_with("Dear Prime Minister"));
        "Zoë Roy".clone_into(&mut typed.name);
        "typed all the same".clone_into(&mut typed.words.text);
        let letter = typed.parse(t, None, &vacant).ok().unwrap();
        assert!(letter.to(Addressee::Member).is_none() && letter.to(Addressee::PrimeMinister).is_some());
        typed.words.comment.clear();
        assert_eq!(fields(typed.parse(t, None, &vacant)), ["comment"]);
    }

    #[test]
    fn a_letter_to_the_prime_minister_is_spoken_of_by_the_office() {
        let site = site();
        for (locale, office, member) in [
            (Locale::En, "The mail server of the Prime Minister", "The mail server of Zoë Roy"),
            (Locale::Fr, "à la première ou au premier ministre", "votre lettre à Zoë Roy"),
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
    fn an_emptied_letter_is_asked_about_and_an_emptied_comment_is_left_out() {
        let site = site();
        let t = site.texts(Locale::En);
        let mut typed = proposed(&site, Locale::En, Some(3));
        typed.words.comment = " \r\n ".to_owned();
        let letter = typed.parse(t, None, &seat(&site)).ok().unwrap();
        assert!(letter.comment.is_none());
        let signed = letter.signed(letter.text.as_ref().unwrap());
        assert!(signed.starts_with("Dear ") && signed.ends_with("Sincerely,\n\nZoë Roy"), "{signed}");
        typed.words.text = " \r\n ".to_owned();
        assert_eq!(fields(typed.parse(t, None, &seat(&site))), ["text"]);
    }

    #[test]
    fn the_limits_hold_from_both_sides_and_every_error_is_told_at_once() {
        let site = site();
        let t = site.texts(Locale::Fr);
        let long = |max: usize| "é".repeat(max);
        let with = |max, max_line| Typed {
            words: Words { text: long(max), comment: long(max) },
            name: long(max_line),
            ..proposed(&site, Locale::Fr, None)
        };
        let longest = with(WRITTEN_MAX_CHARACTERS, LINE_MAX_CHARACTERS).parse(t, None, &seat(&site)).ok().unwrap();
        assert!(LetterText::parse(longest.text.unwrap().as_str()).is_ok(), "what may be written may be sent");
        let mut too_long = with(WRITTEN_MAX_CHARACTERS + 1, LINE_MAX_CHARACTERS + 1);
        "K1A OA6".clone_into(&mut too_long.postal_code);
        assert_eq!(fields(too_long.parse(t, None, &seat(&site))), ["text", "comment", "name", "postal_code"]);
    }

    #[test]
    fn a_name_is_needed_and_a_postal_code_is_not() {
        let site = site();
        let t = site.texts(Locale::En);
        let mut typed = proposed(&site, Locale::En, Some(3));
        " ".clone_into(&mut typed.name);
        assert_eq!(fields(typed.parse(t, None, &seat(&site))), ["name"]);
        "Zoë".clone_into(&mut typed.name);
        "k1p1a4".clone_into(&mut typed.postal_code);
        let letter = typed.parse(t, None, &seat(&site)).ok().unwrap();
        assert!(letter.signed(letter.text.as_ref().unwrap()).ends_with("Zoë\nK1P 1A4"));
    }

    #[test]
    fn what_a_form_carries_on_is_read_as_it_was() {
        let site = site();
        let typed = proposed(&site, Locale::Fr, Some(3));
        let typed = typed.turned(occasion(&site, &seat(&site), Some(3)), Locale::En);
        let typed = Typed { token: "t".to_owned(), is_abroad: true, ..typed };
        let fields = typed.carried_fields();
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
        assert_eq!(Typed::read(body.as_bytes(), Locale::En).carried_fields(), fields);
    }
}
