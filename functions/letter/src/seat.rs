//! A seat in the House of Commons, and the member who holds it.

use axum::extract::FromRequestParts;
use campaigns::Texts;
use domain::mail::email::EmailAddress;
use domain::mail::official::{Officials, Post};
use domain::tally::riding::RidingCode;
use http::request::Parts;
use ridings::{Gender, MemberOfParliament, Riding};
use web::{AddressError, address_part};

/// A riding's seat. The member is `None` where the seat is vacant or its holder is not known.
#[derive(Clone, Copy)]
pub(crate) struct Seat {
    pub(crate) riding: &'static Riding,
    pub(crate) member: Option<&'static MemberOfParliament>,
}

impl<S: Send + Sync> FromRequestParts<S> for Seat {
    type Rejection = AddressError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, AddressError> {
        let code: String = address_part(parts, state, "code").await?;
        Self::of(&code).ok_or(AddressError::NotFound)
    }
}

impl Seat {
    /// The seat of a riding; `None` when there is no such riding.
    pub(crate) fn of(code: &str) -> Option<Self> {
        let riding = ridings::get(code.parse::<RidingCode>().ok()?)?;
        Some(Self { riding, member: ridings::member(riding.code) })
    }

    /// The member's published address, if there is one.
    pub(crate) fn email(self) -> Option<EmailAddress> {
        self.member?.email.and_then(|email| EmailAddress::parse(email).ok())
    }

    /// The words by which sentences name the seat's holder.
    pub(crate) fn holder(self, t: &Texts) -> String {
        match self.member {
            Some(member) => member.name.to_owned(),
            None => t.with("letter-holder", [("riding", self.riding.shown(t.locale()).into())]),
        }
    }

    /// A sentence of the letter that names the person it goes to, such as its salutation. A person is addressed by their
    /// office; as a woman or a man only where the roster says which.
    pub(crate) fn addressed(self, t: &Texts, officials: &Officials, key: &str) -> String {
        let name = self.member.map_or("", |member| member.name);
        let to = match (officials.post_of(self.riding.code), self.member.map(|member| member.gender)) {
            (Some(Post::PrimeMinister), _) => "prime-minister",
            (Some(Post::Minister), _) => "minister",
            (None, None) => "office",
            (None, Some(Some(Gender::Woman))) => "woman",
            (None, Some(Some(Gender::Man))) => "man",
            (None, Some(None)) => "member",
        };
        t.with(key, [("to", to.into()), ("name", name.into())])
    }
}
