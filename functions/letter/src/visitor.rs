//! The signer who came by the link to their own pledge, if the visitor is one.

use domain::keys::token::Claims;
use domain::pledge::Signer;

use crate::context::Context;
use crate::failure::Failure;

/// A signer, with the claims of the link that opened the page.
pub(crate) type KnownSigner = (Claims, Signer);

/// The visitor of a page. It is `None` for a stranger without a link, and a failure where the link does not work.
pub(crate) type Visitor = Result<Option<KnownSigner>, Failure>;

/// Finds out who came by a link's token, which is empty for a stranger.
pub(crate) async fn visitor(context: &Context, token: &str) -> Visitor {
    if token.is_empty() {
        return Ok(None);
    }
    let claims = context.verify(token)?;
    let signer = context.pledges.signer(&claims).await?.ok_or(Failure::PledgeGone)?;
    Ok(Some((claims, signer)))
}

/// The visitor's pledge, if their link works.
pub(crate) fn signer_of(visitor: &Visitor) -> Option<&Signer> {
    visitor.as_ref().ok()?.as_ref().map(|(_, signer)| signer)
}
