//! The page "my pledge": a signer sees, corrects and moves their pledge, and changes consents. Only a manage token opens it, and
//! every change is a POST.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use campaigns::ottawas_day;
use domain::keys::token::Purpose;
use domain::locale::Locale;
use domain::person::residence::FoundBy;
use domain::pledge::Signer;
use domain::pledge::consent::Consents;
use domain::tally::riding::RidingCode;
use http::header::CACHE_CONTROL;
use http::{Extensions, StatusCode};
use pages::{Frame, HomeFields, RequestFailure, UpdatesField, private};
use ridings::Riding;
use store::{MailRecord, MailStop, Renamed};
use web::{Lang, NO_STORE, Query};

use crate::context::Context;
use crate::failure::{Answer, Failure};
use crate::faults::{Fault, Faults};
use crate::form::FormFields;
use crate::link::{Link, find_signer, private_page, verify};
use crate::person::{SentHome, SentName};
use crate::pledge::facts::facts;
use crate::pledge::share::{Share, signed_through};

/// The error of one change more than [`domain::pledge::CORRECTIONS_PER_DAY`].
const CORRECTED_OFTEN: &str = "corrected_often";

#[derive(Template)]
#[template(path = "my_pledge.html")]
struct MyPledgePage<'a> {
    frame: Frame<'a>,
    token: &'a str,
    signer: &'a Signer,
    /// The record of the mail that went to the signer's address.
    mails: Option<MailRecord>,
    saved: bool,
    /// Whether the campaign has ended. Then nobody can change their riding.
    is_over: bool,
    name: SentName,
    home: SentHome,
    choices: Vec<&'static Riding>,
    /// The own link, and the sentence about the people who signed through it. There is none for old pledges.
    link: Option<(String, String)>,
}

impl<'a> MyPledgePage<'a> {
    async fn read(context: &'a Context, locale: Locale, token: &'a str, signer: &'a Signer) -> Result<Self, Failure> {
        let mails = context.pledges.mail_record(signer.mailbox, context.now()).await?;
        let title = context.texts(locale).get("my-pledge-title");
        let frame = Frame::new(&context.site, locale, title, &format!("/my-pledge?token={token}")).noindex();
        let (name, home) = (SentName::of(&signer.draft.name), SentHome::default());
        let is_over = context.is_over();
        Ok(Self { frame, token, signer, mails, saved: false, is_over, name, home, choices: Vec::new(), link: None })
    }

    /// The same page with the own link.
    async fn with_link(mut self, context: &Context) -> Result<Self, Failure> {
        let (locale, signer) = (self.frame.locale, self.signer);
        let through = signed_through(context, locale, signer).await?;
        self.link = through.map(|through| (Share::new(context, locale, signer, None).url, through));
        Ok(self)
    }

    /// Answers with the faults of a change. The fields keep their typed values.
    fn with_faults(mut self, faults: &Faults) -> Response {
        let errors = faults.field_messages(self.frame.t);
        self.frame = self.frame.with_errors(errors);
        self.choices.clone_from(&faults.choices);
        private(StatusCode::UNPROCESSABLE_ENTITY, &self)
    }

    /// The facts that are kept: the keys of their names, and their texts.
    fn facts(&self) -> Vec<(&'static str, String)> {
        let (draft, locale, t) = (&self.signer.draft, self.frame.locale, self.frame.t);
        let mut facts = facts(draft, locale, |found_by, riding| {
            let key = match found_by {
                FoundBy::PostalCode => "my-pledge-riding-found",
                FoundBy::Supporter => "my-pledge-riding-chosen",
            };
            t.with(key, [("riding", riding.into())])
        });
        let since = self.signer.agreed_to_updates_at();
        facts.push((
            "my-pledge-updates",
            match (&draft.consents.updates, since) {
                (Some(wording), Some(since)) => t.with(
                    "my-pledge-updates-yes",
                    [("day", t.day(since).into()), ("wording", wording.as_str().into())],
                ),
                _ => t.get("my-pledge-updates-no"),
            },
        ));
        facts.push((
            "my-pledge-language",
            match draft.locale {
                Locale::En => t.get("my-pledge-language-en"),
                Locale::Fr => t.get("my-pledge-language-fr"),
            },
        ));
        if let Some(slug) = &draft.partner {
            let partner = self.frame.site.campaign().known_partner(slug.as_str());
            let name = partner.map_or(slug.as_str(), |partner| partner.name(locale));
            facts.push(("my-pledge-partner", name.to_owned()));
        }
        facts.push(("my-pledge-sent-on", t.day(self.signer.submitted_at)));
        facts.push(("my-pledge-signed-on", t.day(self.signer.confirmed_at)));
        if let Some(record) = self.mails {
            facts.push(("my-pledge-mails", t.number(record.mails.into())));
        }
        facts
    }

    /// The sentence that says why no mail goes to the signer's address any more.
    fn stopped(&self) -> Option<String> {
        let (why, since) = self.mails?.stopped?;
        let key = match why {
            MailStop::Bounced => "my-pledge-mails-bounced",
            MailStop::Complained => "my-pledge-mails-complained",
            MailStop::Refused => "my-pledge-mails-refused",
        };
        let t = self.frame.t;
        Some(t.with(key, [("day", t.day(since).into()), ("contact", self.contact().into())]))
    }

    /// The sentence that says until when the pledge is kept.
    fn kept(&self) -> String {
        let day = self.frame.t.day(self.frame.site.campaign().forgets_at());
        self.frame.with("my-pledge-kept", "day", day)
    }

    /// The riding whose Member of Parliament the signer can write to.
    fn letter(&self) -> Option<RidingCode> {
        self.signer.draft.residence.place().riding()
    }

    fn contact(&self) -> &str {
        &self.frame.site.campaign().organization.contact_email
    }

    fn home_fields(&self) -> HomeFields<'_> {
        HomeFields {
            t: self.frame.t,
            postal_code: &self.home.postal_code,
            country: &self.home.country,
            riding: &self.home.riding,
            choices: &self.choices,
            errors: self.frame.errors(),
        }
    }

    fn updates(&self) -> UpdatesField {
        UpdatesField::new(self.frame.site, self.frame.locale, self.signer.draft.consents.updates.is_some())
    }
}

/// `GET /{lang}/my-pledge?token=`
pub(crate) async fn show_pledge(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    Query(link): Query<Link>,
) -> Answer {
    let (_, signer) = find_signer(&context, &link.token).await?;
    let page = MyPledgePage::read(&context, locale, &link.token, &signer).await?.with_link(&context).await?;
    Ok(private_page(&MyPledgePage { saved: link.saved.is_some(), ..page }))
}

/// `POST /{lang}/my-pledge/name`
pub(crate) async fn correct_name(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    extensions: Extensions,
    fields: FormFields,
) -> Answer {
    admit(&context, &extensions)?;
    let token = fields.get("token");
    let (claims, signer) = find_signer(&context, &token).await?;
    let sent = SentName::from_form(&fields);
    let mut faults = Faults::default();
    let name = sent.parse(&mut faults);
    context.charge(&extensions, name.is_some());
    if let Some(name) = name {
        if name != signer.draft.name && !context.pledges.count_correction(claims.submission, context.now()).await? {
            faults.push(corrected_often(&context, "first_name"));
        } else {
            match context.pledges.correct_name(&claims, &name, &context.person_key).await? {
                Renamed::Saved => return Ok(redirect_after_change(locale, &token)),
                Renamed::Gone => return Err(Failure::PledgeGone),
                Renamed::NameTaken => faults = Faults::of_field("first_name", "name_taken"),
            }
        }
    }
    let page = MyPledgePage::read(&context, locale, &token, &signer).await?;
    Ok(MyPledgePage { name: sent, ..page }.with_faults(&faults))
}

/// `POST /{lang}/my-pledge/riding`
pub(crate) async fn change_riding(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    extensions: Extensions,
    fields: FormFields,
) -> Answer {
    // The counts of the ridings are final now.
    if context.is_over() {
        return Err(Failure::CampaignClosed);
    }
    admit(&context, &extensions)?;
    let token = fields.get("token");
    let (claims, signer) = find_signer(&context, &token).await?;
    let home = SentHome::from_form(&fields);
    let mut faults = Faults::default();
    let residence = home.parse(&mut faults);
    context.charge(&extensions, residence.is_some());
    let is_elsewhere = residence.as_ref().is_some_and(|residence| *residence != signer.draft.residence);
    let is_allowed = !is_elsewhere || context.pledges.count_correction(claims.submission, context.now()).await?;
    if !is_allowed {
        faults.push(corrected_often(&context, "postal_code"));
    }
    let Some(residence) = residence.filter(|_| is_allowed) else {
        let page = MyPledgePage::read(&context, locale, &token, &signer).await?;
        return Ok(MyPledgePage { home, ..page }.with_faults(&faults));
    };
    let moved = context.pledges.move_to(&claims, residence, &context.person_key, context.entropy.number()).await?;
    moved.map(|_| redirect_after_change(locale, &token)).ok_or(Failure::PledgeGone)
}

/// `POST /{lang}/my-pledge/consents`
pub(crate) async fn change_consents(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    fields: FormFields,
) -> Answer {
    let token = fields.get("token");
    let claims = verify(&context, Purpose::Manage, &token)?;
    let ticked = !fields.get("updates").is_empty();
    let named = fields.get("wording");
    let now = context.now();
    let wording = context.site.campaign().wording_shown(&named, ottawas_day(now));
    let consents = Consents::to_updates(ticked, wording).said_at(now);
    let changed = context.pledges.set_consents(&claims, consents).await?;
    changed.map(|_| redirect_after_change(locale, &token)).ok_or(Failure::PledgeGone)
}

/// Checks that a network has something left of its share, which changes of a pledge and forms use up together.
fn admit(context: &Context, extensions: &Extensions) -> Result<(), Failure> {
    context.admit(extensions).map_err(|seconds| RequestFailure::RateLimited(seconds).into())
}

/// The fault of a change that is one too many for today. It names the address of the people who can help.
fn corrected_often(context: &Context, field: &'static str) -> Fault {
    Fault::new(field, CORRECTED_OFTEN).with("contact", &context.site.campaign().organization.contact_email)
}

fn redirect_after_change(locale: Locale, token: &str) -> Response {
    ([(CACHE_CONTROL, NO_STORE)], Redirect::to(&format!("/{locale}/my-pledge?token={token}&saved=1"))).into_response()
}
