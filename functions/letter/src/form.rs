//! The form with a letter in it, which is posted to be reviewed, printed or sent.

use axum::extract::{FromRequest, FromRequestParts as _, Request};
use domain::locale::Locale;
use pages::FieldMessage;
use web::{Lang, MediaType, read_body_up_to};

use crate::compose::ComposePage;
use crate::context::{Context, House};
use crate::failure::Failure;
use crate::seat::Seat;
use crate::text::Letter;
use crate::typed::{Occasion, Typed};
use crate::visitor::{Visitor, signer_of};

/// The longest form. It holds both letters in both languages at their limit, in characters of twelve bytes each.
const FORM_MAX_BYTES: usize = 256 * 1024;

/// The letter's form, as it is posted to one of the letter's addresses.
pub(crate) struct LetterForm {
    pub(crate) locale: Locale,
    pub(crate) seat: Seat,
    pub(crate) typed: Typed,
}

impl FromRequest<House> for LetterForm {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &House) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        let Lang(locale) = Lang::from_request_parts(&mut parts, state).await?;
        let seat = Seat::from_request_parts(&mut parts, state).await?;
        let body = read_body_up_to(FORM_MAX_BYTES, MediaType::Form, &parts.headers, body).await?;
        Ok(Self { locale, seat, typed: Typed::read(&body, locale) })
    }
}

impl LetterForm {
    /// The letter, or all its errors in the page's language.
    pub(crate) fn letter(&self, context: &Context, visitor: &Visitor) -> Result<Letter, Vec<FieldMessage>> {
        let letter = self.typed.parse(context.texts(self.locale), signer_of(visitor), &self.seat)?;
        // A Member who is the Prime Minister gets one letter.
        let is_commented = self.seat.commented(&context.site.campaign().officials).is_some();
        Ok(Letter { comment: letter.comment.filter(|_| is_commented), ..letter })
    }

    /// The page on which the letter is written, with everything that was typed.
    pub(crate) fn compose<'a>(&self, context: &'a Context, visitor: &Visitor) -> ComposePage<'a> {
        ComposePage::new(context, self.locale, &self.seat, self.typed.clone(), signer_of(visitor))
    }

    /// The same page, with the letter in the language that the writer wants to go on in.
    pub(crate) async fn turned<'a>(&self, context: &'a Context, visitor: &Visitor, locale: Locale) -> ComposePage<'a> {
        let (site, seat, visitor) = (&context.site, &self.seat, signer_of(visitor));
        let occasion = Occasion { site, seat, count: context.count_in(seat.riding.code).await, visitor };
        ComposePage::new(context, self.locale, seat, self.typed.clone().turned(occasion, locale), visitor)
    }
}
