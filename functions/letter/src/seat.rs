//! A seat in the House of Commons, and the member who holds it.

use std::sync::Arc;

use axum::extract::{FromRef as _, FromRequestParts};
use campaigns::Texts;
use domain::campaign::members::{Gender, Holder, Member, Roster};
use domain::mail::official::{Official, Officials, Post};
use http::request::Parts;
use ridings::Riding;
use web::{AddressError, address_part};

use crate::context::{Context, House};

/// A riding's seat.
#[derive(Clone)]
pub(crate) struct Seat {
    pub(crate) riding: &'static Riding,
    pub(crate) holder: Holder,
}

impl FromRequestParts<House> for Seat {
    type Rejection = AddressError;

    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Self, AddressError> {
        let code: String = address_part(parts, house, "code").await?;
        let context: Arc<Context> = Arc::from_ref(house);
        let riding = ridings::find(&code).ok_or(AddressError::NotFound)?;
        Ok(Self::of(riding, context.site.roster()))
    }
}

impl Seat {
    /// The seat of a riding with its holder as the campaign knows them.
    pub(crate) fn of(riding: &'static Riding, roster: &Roster) -> Self {
        Self { riding, holder: roster.holder(riding.code).clone() }
    }

    pub(crate) const fn member(&self) -> Option<&Member> {
        self.holder.member()
    }

    /// Whether nobody holds the seat until a by-election. A letter then goes to the Prime Minister only.
    pub(crate) const fn is_vacant(&self) -> bool {
        self.holder.is_vacant()
    }

    /// Whether the Member said yes to all asks. The letter then says thanks.
    pub(crate) fn agrees(&self) -> bool {
        self.member().is_some_and(Member::agrees)
    }

    pub(crate) fn post(&self, officials: &Officials) -> Option<Post> {
        officials.post_of(self.riding.code, &self.holder)
    }

    /// The minister who gets a copy of a letter to the Member.
    pub(crate) fn copied<'a>(&self, officials: &'a Officials) -> Option<&'a Official> {
        officials.copied(self.riding.code, &self.holder).filter(|_| !self.is_vacant())
    }

    /// The Prime Minister, if a letter goes there besides the one to the Member.
    pub(crate) fn commented<'a>(&self, officials: &'a Officials) -> Option<&'a Official> {
        officials.commented(self.riding.code, &self.holder)
    }

    /// The words by which sentences name the seat's holder.
    pub(crate) fn holder(&self, t: &Texts) -> String {
        match self.member() {
            Some(member) => member.name.clone(),
            None => t.with("letter-holder", [("riding", self.riding.shown(t.locale()).into())]),
        }
    }

    /// The form of address of the letter. A person is addressed by their office; as a woman or a man only where the roster says
    /// which.
    pub(crate) fn form_of_address(&self, officials: &Officials) -> &'static str {
        match (self.post(officials), self.member().map(|member| member.gender)) {
            (Some(Post::PrimeMinister), _) => "prime-minister",
            (Some(Post::Minister), _) => "minister",
            (None, None) => "office",
            (None, Some(Some(Gender::Woman))) => "woman",
            (None, Some(Some(Gender::Man))) => "man",
            (None, Some(None)) => "member",
        }
    }
}
