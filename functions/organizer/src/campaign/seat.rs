//! Changes one seat of the House of Commons after a by-election or a vacancy, and notes what its Member answered.
//!
//! Each change is shown first by [`preview`], whose button publishes it.

use askama::Template;
use campaigns::Texts;
use domain::campaign::members::{
    Answer as MembersAnswer, Change, Gender, Holder, Member, NAME_MAX_CHARS, QUOTE_MAX_CHARS, Quote, Stance,
};
use domain::locale::Locale;
use domain::mail::email::EmailAddress;
use domain::person::name::PersonName;
use domain::tally::riding::RidingCode;
use http::StatusCode;
use pages::{FieldMessage, party_name};
use serde::Deserialize;
use web::Query;

use crate::campaign::export;
use crate::campaign::members::{PublishedMembers, lines, preview, seat_difference, today, version, with_status};
use crate::campaign::members_proposal::{Kept, MembersProposal, is_source};
use crate::campaign::words::Difference;
use crate::failure::Failure;
use crate::visit::form::{Form, reason};
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Visit, answer};

#[derive(Template)]
#[template(path = "campaign/members_seat.html")]
struct SeatPage<'a> {
    frame: OfficeFrame<'a>,
    code: RidingCode,
    is_admin: bool,
    /// The version that the forms are filled from.
    from: u32,
    /// The changes of others in the seat since the form was opened.
    meanwhile: Vec<Difference>,
    now: Vec<String>,
    has_member: bool,
    /// The forms of address to choose from: value, words, and whether it is chosen.
    genders: Vec<(&'static str, String, bool)>,
    seat: TypedSeat,
    said: TypedAnswer,
}

/// The choice of a form of address that leaves it to the person who has it.
const AS_BEFORE: &str = "as-before";

/// The form of a seat as it was typed.
#[derive(Clone, Default)]
struct TypedSeat {
    is_vacant: bool,
    name: String,
    party: String,
    gender: String,
    email: String,
    email_source: String,
    since: String,
    is_same: bool,
}

/// The form of an answer as it was typed.
#[derive(Clone, Default)]
struct TypedAnswer {
    stance: String,
    on: String,
    source: String,
    quote: String,
    quote_locale: String,
    letters_go_on: bool,
}

impl TypedSeat {
    fn of(t: &Texts, holder: &Holder) -> Self {
        match holder {
            Holder::Member(member) => Self {
                name: member.name.clone(),
                party: party_name(t, &member.party),
                gender: if member.gender.is_some() { AS_BEFORE.to_owned() } else { String::new() },
                email: member.email.as_ref().map(ToString::to_string).unwrap_or_default(),
                email_source: member.email_source.clone(),
                ..Self::default()
            },
            Holder::Vacant { since } => {
                let since = since.map(|since| since.to_string()).unwrap_or_default();
                Self { is_vacant: true, since, ..Self::default() }
            }
            Holder::Unknown => Self::default(),
        }
    }

    fn read(form: &Form) -> Self {
        let get = |name: &str| form.get(name).to_owned();
        Self {
            is_vacant: form.get("seat") == "vacant",
            name: get("name"),
            party: get("party"),
            gender: get("gender"),
            email: get("email"),
            email_source: get("email_source"),
            since: get("since"),
            is_same: !form.get("is_same").is_empty(),
        }
    }

    /// Reads the holder, or all faults of the form.
    fn parse(&self, visit: &Visit, before: &Holder) -> Result<Holder, Vec<FieldMessage>> {
        let mut errors = Vec::new();
        if self.is_vacant {
            let since = campaigns::day(&self.since).filter(|day| *day <= today(visit));
            if since.is_none() && !self.since.is_empty() {
                errors.push(visit.wrong("since", "office-members-since-wrong"));
            }
            return if errors.is_empty() { Ok(Holder::Vacant { since }) } else { Err(errors) };
        }
        let name = PersonName::parse("", &self.name).ok().map(|name| name.to_string());
        if name.as_ref().is_none_or(|name| name.chars().count() > NAME_MAX_CHARS) {
            errors.push(visit.wrong("name", "office-members-name-wrong"));
        }
        let party = export::party(&self.party);
        if party.is_empty() || party.chars().count() > NAME_MAX_CHARS {
            errors.push(visit.wrong("party", "office-members-party-wrong"));
        }
        let email = (!self.email.is_empty()).then(|| EmailAddress::parse(&self.email));
        let is_known = |email: &EmailAddress| before.member().is_some_and(|m| m.email.as_ref() == Some(email));
        match &email {
            Some(Err(_)) => errors.push(visit.wrong("email", "office-members-email-wrong")),
            Some(Ok(email)) if !is_known(email) && reason(&self.email_source).is_err() => {
                errors.push(visit.wrong("email_source", "office-members-source-missing"));
            }
            Some(Ok(_)) | None => {}
        }
        let (Some(name), true) = (name, errors.is_empty()) else { return Err(errors) };
        // The form comes filled with the former Member's address. Without another source, it is not somebody else's.
        let is_other = |former: &&Member| former.name != name && !self.is_same;
        let has_new_source =
            |former: &Member| !self.email_source.is_empty() && former.email_source != self.email_source;
        let former = before.member().filter(is_other).filter(|former| !has_new_source(former));
        let gender = if self.gender == AS_BEFORE {
            before.member().filter(|former| !is_other(former)).and_then(|former| former.gender)
        } else {
            [Gender::Woman, Gender::Man].into_iter().find(|gender| gender.name() == self.gender)
        };
        let is_formers = |email: &EmailAddress| former.is_some_and(|former| former.email.as_ref() == Some(email));
        let email = email.and_then(Result::ok).filter(|email| !is_formers(email));
        Ok(Holder::Member(Member {
            name,
            party,
            email_source: if email.is_some() { self.email_source.clone() } else { String::new() },
            email,
            email_since: None,
            gender,
            as_of: today(visit).to_string(),
            since: None,
            answer: None,
            replaced: Vec::new(),
        }))
    }
}

impl TypedAnswer {
    fn of(holder: &Holder, locale: Locale) -> Self {
        let said = holder.member().and_then(|member| member.answer.as_ref());
        let quote = said.and_then(|said| said.quote.as_ref());
        Self {
            stance: said.map(|said| said.stance.to_string()).unwrap_or_default(),
            on: said.map(|said| said.on.to_string()).unwrap_or_default(),
            source: said.map(|said| said.source.clone()).unwrap_or_default(),
            quote: quote.map(|quote| quote.text.clone()).unwrap_or_default(),
            quote_locale: quote.map_or(locale, |quote| quote.locale).code().to_owned(),
            letters_go_on: said.is_none_or(|said| said.letters_go_on),
        }
    }

    fn read(form: &Form) -> Self {
        let get = |name: &str| form.get(name).to_owned();
        Self {
            stance: get("stance"),
            on: get("on"),
            source: get("source"),
            quote: get("quote"),
            quote_locale: get("quote_locale"),
            letters_go_on: !form.get("letters_go_on").is_empty(),
        }
    }

    /// Reads the answer, or all faults of the form. `None` takes an answer back.
    fn parse(&self, visit: &Visit) -> Result<Option<MembersAnswer>, Vec<FieldMessage>> {
        if self.stance == "none" {
            return Ok(None);
        }
        let mut errors = Vec::new();
        let stance: Option<Stance> = self.stance.parse().ok();
        if stance.is_none() {
            errors.push(visit.wrong("stance", "office-members-stance-missing"));
        }
        let on = campaigns::day(&self.on).filter(|day| *day <= today(visit));
        if on.is_none() {
            errors.push(visit.wrong("on", "office-members-on-wrong"));
        }
        if !is_source(&self.source) {
            errors.push(visit.wrong("source", "office-members-web-wrong"));
        }
        if self.quote.chars().count() > QUOTE_MAX_CHARS || self.quote.chars().any(char::is_control) {
            errors.push(visit.wrong("quote", "office-members-quote-wrong"));
        }
        let (Some(stance), Some(on), true) = (stance, on, errors.is_empty()) else { return Err(errors) };
        let locale = self.quote_locale.parse().unwrap_or(visit.locale);
        let quote = (!self.quote.is_empty()).then(|| Quote { text: self.quote.clone(), locale });
        let (source, letters_go_on) = (self.source.clone(), self.letters_go_on);
        Ok(Some(MembersAnswer { stance, on, source, quote, letters_go_on }))
    }
}

/// The query of a seat's page.
#[derive(Deserialize)]
pub(crate) struct SeatQuery {
    riding: RidingCode,
}

/// `GET /organizer/{lang}/members/seat?riding=`: a seat, with the forms that change it.
pub(crate) async fn show(visit: Visit, Query(query): Query<SeatQuery>) -> Answer {
    let current = PublishedMembers::read(&visit).await?;
    let holder = current.roster().holder(query.riding);
    let (seat, said) = (TypedSeat::of(visit.texts(), holder), TypedAnswer::of(holder, visit.locale));
    page(&visit, &current, query.riding, (seat, said), Refused::default())
}

/// The reason for which a form is shown again.
#[derive(Default)]
struct Refused {
    errors: Vec<FieldMessage>,
    meanwhile: Option<Difference>,
}

/// Compares the seat with the version that a form was filled from; `None` if others have changed nothing in it.
async fn changed_since(
    visit: &Visit,
    form: &Form,
    current: &PublishedMembers,
    riding: RidingCode,
) -> Result<Option<(Change, Difference)>, Failure> {
    let from: u32 = form.parse("from")?;
    if from == current.number {
        return Ok(None);
    }
    let seen = version(visit, from).await?;
    let change = Change::between(seen.holder(riding), current.roster().holder(riding));
    Ok(change.zip(seat_difference(visit.texts(), [&seen, current.roster()], riding)))
}

fn page(
    visit: &Visit,
    current: &PublishedMembers,
    code: RidingCode,
    (seat, said): (TypedSeat, TypedAnswer),
    refused: Refused,
) -> Answer {
    let riding = ridings::get(code).ok_or(Failure::NOT_FOUND)?;
    let holder = current.roster().holder(code);
    let path = format!("/members/seat?riding={code}");
    let page = SeatPage {
        frame: visit
            .frame_titled(OfficePage::Members, riding.shown(visit.locale).to_owned(), &path)
            .with_errors(refused.errors),
        code,
        is_admin: visit.caller.is_admin(),
        from: current.number,
        meanwhile: refused.meanwhile.into_iter().collect(),
        now: lines(visit.texts(), holder),
        has_member: holder.member().is_some(),
        genders: genders(visit.texts(), holder, &seat.gender),
        seat,
        said,
    };
    let response = answer(&page.frame, &page);
    Ok(if page.meanwhile.is_empty() { response } else { with_status(response, StatusCode::CONFLICT) })
}

/// Lists the forms of address for a form. That of the present Member is theirs alone, so it has a choice of its own.
fn genders(t: &Texts, holder: &Holder, chosen: &str) -> Vec<(&'static str, String, bool)> {
    let others = [
        ("", t.get("office-members-address-neutral")),
        (Gender::Woman.name(), t.get("office-members-address-woman")),
        (Gender::Man.name(), t.get("office-members-address-man")),
    ];
    let present = holder.member().and_then(|member| member.gender);
    let how = present.and_then(|gender| others.iter().find(|(value, _)| *value == gender.name()));
    let as_before =
        how.map(|(_, how)| (AS_BEFORE, t.with("office-members-address-as-before", [("how", how.as_str().into())])));
    as_before.into_iter().chain(others).map(|(value, words)| (value, words, value == chosen)).collect()
}

/// `POST /organizer/{lang}/members/holder`: shows what another holder of one seat changes.
pub(crate) async fn change_holder(visit: Visit, form: Form) -> Answer {
    let riding: RidingCode = form.parse("riding")?;
    let current = PublishedMembers::read(&visit).await?;
    let before = current.roster().holder(riding);
    let seat = TypedSeat::read(&form);
    let said = TypedAnswer::of(before, visit.locale);
    if let Some((_, meanwhile)) = changed_since(&visit, &form, &current, riding).await? {
        let refused = Refused { meanwhile: Some(meanwhile), ..Refused::default() };
        return page(&visit, &current, riding, (seat, said), refused);
    }
    let holder = match seat.parse(&visit, before) {
        Ok(holder) => Box::new(holder),
        Err(errors) => {
            let refused = Refused { errors, ..Refused::default() };
            return page(&visit, &current, riding, (seat, said), refused);
        }
    };
    let proposal = MembersProposal::Seat { riding, holder, is_same: seat.is_same };
    let kept = Kept { from: current.number, proposal };
    preview(&visit, &current, kept, None).await
}

/// `POST /organizer/{lang}/members/answer`: shows what the riding's page will say of a Member's answer.
pub(crate) async fn change_answer(visit: Visit, form: Form) -> Answer {
    let riding: RidingCode = form.parse("riding")?;
    let current = PublishedMembers::read(&visit).await?;
    let holder = current.roster().holder(riding);
    let (seat, said) = (TypedSeat::of(visit.texts(), holder), TypedAnswer::read(&form));
    if let Some((change, meanwhile)) = changed_since(&visit, &form, &current, riding).await? {
        // The typed answer may be about a Member who has left.
        let stays = matches!(change, Change::Corrected | Change::Answer);
        let said = if stays { said } else { TypedAnswer::of(holder, visit.locale) };
        let refused = Refused { meanwhile: Some(meanwhile), ..Refused::default() };
        return page(&visit, &current, riding, (seat, said), refused);
    }
    if holder.member().is_none() {
        return Err(Failure::NOT_FOUND);
    }
    match said.parse(&visit) {
        Ok(answer) => {
            let kept = Kept { from: current.number, proposal: MembersProposal::Answer { riding, answer } };
            preview(&visit, &current, kept, None).await
        }
        Err(errors) => {
            let refused = Refused { errors, ..Refused::default() };
            page(&visit, &current, riding, (seat, said), refused)
        }
    }
}
