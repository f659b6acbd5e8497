//! The thank-you page of a counted signer: their number, their riding's standing, and what they can do next.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use domain::campaign::members::Holder;
use domain::keys::token::Purpose;
use domain::locale::Locale;
use domain::pledge::Signer;
use domain::tally::riding::RidingCode;
use pages::Frame;
use web::{Lang, Query};

use crate::context::Context;
use crate::failure::{Answer, Failure};
use crate::link::{Link, private_page, verify};
use crate::pledge::share::{Share, signed_through};
use crate::tally::Counts;

#[derive(Template)]
#[template(path = "thank_you.html")]
struct ThankYouPage<'a> {
    frame: Frame<'a>,
    /// The sentence "You are one of N", for the signer's riding or for those abroad.
    lede: String,
    /// The same sentence for everywhere.
    total: String,
    /// The riding to whose page the count leads. It is `None` for a signer abroad.
    riding: Option<RidingCode>,
    /// The riding's ranks, as names and values.
    ranks: Vec<(String, String)>,
    /// The sentence that says what would move the riding up.
    next: Option<String>,
    /// Whether the person was counted before this link was used.
    again: bool,
    token: &'a str,
    letter_title: String,
    letter_body: String,
    letter_url: String,
    share: Share,
    /// The sentence about the people who signed through the own link, if there is one.
    through: Option<String>,
    manage_url: String,
}

impl ThankYouPage<'_> {
    /// The server of Mastodon on which to share, with its address.
    fn server(&self) -> Option<&(String, String)> {
        self.share.server.as_ref()?.found.as_ref()
    }

    fn server_is_wrong(&self) -> bool {
        self.share.server.is_some() && self.server().is_none()
    }
}

/// `GET /{lang}/thank-you?token=`: says "you are one of N".
pub(crate) async fn show_thank_you(
    State(context): State<Arc<Context>>,
    Lang(locale): Lang,
    Query(link): Query<Link>,
) -> Answer {
    let claims = verify(&context, Purpose::Confirm, &link.token)?;
    let household = context.pledges.household(claims.signer).await?;
    let signer = household.member(claims.submission).filter(|signer| signer.mailbox == claims.mailbox);
    let signer = signer.ok_or(Failure::PledgeGone)?;
    let counts = Counts::with(&context, signer).await?;
    let texts = context.texts(locale);
    let title = texts.with("thank-you-title", [("name", signer.draft.name.called().into())]);
    let here = counts.here.into();
    let lede = match ridings::name_of(&signer.draft.residence, locale) {
        Some(riding) => texts.with("thank-you-riding", [("count", here), ("riding", riding.into())]),
        None => texts.with("thank-you-abroad", [("count", here)]),
    };
    let path = format!("/thank-you?token={}", link.token);
    let frame = Frame::new(&context.site, locale, title, &path).noindex();
    Ok(private_page(&ThankYouPage {
        frame,
        lede,
        riding: signer.draft.residence.place().riding(),
        total: texts.with("thank-you-total", [("total", counts.total.into())]),
        ranks: counts.ranks(texts),
        next: counts.next(texts),
        again: link.again.is_some(),
        token: &link.token,
        letter_title: letter_title(&context, locale, signer),
        letter_body: letter_body(&context, locale, signer),
        letter_url: context.letter_path(locale, signer),
        share: Share::new(&context, locale, signer, link.server.as_deref()),
        through: signed_through(&context, locale, signer).await?,
        manage_url: context.site.url(&context.manage_path(signer)),
    }))
}

/// The title of the letter. While the seat is vacant it goes to the Prime Minister.
fn letter_title(context: &Context, locale: Locale, signer: &Signer) -> String {
    let riding = signer.draft.residence.place().riding();
    let is_vacant = riding.is_some_and(|riding| context.site.roster().holder(riding).is_vacant());
    context.texts(locale).get(if is_vacant { "thank-you-letter-title-vacant" } else { "thank-you-letter-title" })
}

/// The sentence that names the letter's addressee, if the roster has a name.
fn letter_body(context: &Context, locale: Locale, signer: &Signer) -> String {
    let texts = context.texts(locale);
    match signer.draft.residence.place().riding().map(|riding| context.site.roster().holder(riding)) {
        Some(Holder::Member(member)) => texts.with("thank-you-letter-body", [("member", member.name.as_str().into())]),
        Some(Holder::Vacant { .. }) => texts.get("thank-you-letter-body-vacant-seat"),
        Some(Holder::Unknown) => texts.get("thank-you-letter-body-vacant"),
        None => texts.get("thank-you-letter-body-abroad"),
    }
}
