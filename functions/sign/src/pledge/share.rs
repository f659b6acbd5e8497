//! A signer's own link, and the places to share it. The link names a riding and a partner, and holds a random code by which
//! the people are counted who sign through it. It names no person.

use domain::locale::Locale;
use domain::pledge::Signer;
use domain::pledge::own_link::{SHOWN_FROM, at_least};
use store::StoreError;
use web::written_query;

use crate::context::Context;

/// The longest name that a server on the internet has (RFC 1035, section 2.3.4).
const SERVER_MAX_BYTES: usize = 253;

/// A signer's own link, and the places to share it.
pub(crate) struct Share {
    pub(crate) url: String,
    /// The campaign's sentence that goes with the link.
    pub(crate) text: String,
    /// The path of a poster with the link.
    pub(crate) poster: String,
    /// Names of networks, and addresses that open them with the link.
    pub(crate) places: Vec<(String, String)>,
    /// The server of Mastodon that was typed, if one was.
    pub(crate) server: Option<Server>,
}

/// A server of Mastodon, as it was typed.
pub(crate) struct Server {
    pub(crate) typed: String,
    /// The server's name and the address on which to share. It is `None` when the text is no server's name.
    pub(crate) found: Option<(String, String)>,
}

impl Share {
    pub(crate) fn new(context: &Context, locale: Locale, signer: &Signer, server: Option<&str>) -> Self {
        let riding = signer.draft.residence.place().riding().map(|code| code.to_string());
        let partner = signer.draft.partner.as_ref().map(ToString::to_string);
        let via = signer.link.map(|link| link.to_string());
        let query = written_query([("riding", riding), ("partner", partner), ("via", via)]);
        let url = context.site.url(&format!("/{locale}{query}"));
        let texts = context.texts(locale);
        let text = texts.get("campaign-share");
        let (link, said, title) = (escaped(&url), escaped(&text), escaped(&texts.get("campaign-name")));
        let both = format!("{said}%20{link}");
        let places = vec![
            // Phones take the text after `?&body=`, whichever of the two signs they know (RFC 5724 has no body).
            (texts.get("share-sms"), format!("sms:?&body={both}")),
            ("WhatsApp".to_owned(), format!("https://wa.me/?text={both}")),
            (texts.get("share-mail"), format!("mailto:?subject={title}&body={both}")),
            ("Facebook".to_owned(), format!("https://www.facebook.com/sharer/sharer.php?u={link}")),
            ("X".to_owned(), format!("https://x.com/intent/post?text={said}&url={link}")),
            ("Bluesky".to_owned(), format!("https://bsky.app/intent/compose?text={both}")),
        ];
        let server = server.map(|typed| Server {
            typed: typed.to_owned(),
            found: server_name(typed).map(|name| {
                let share = format!("https://{name}/share?text={both}");
                (name, share)
            }),
        });
        Self { poster: format!("/{locale}/poster{query}"), url, text, places, server }
    }
}

/// The sentence that says how many people signed through a signer's own link; `None` for those who have none.
pub(crate) async fn signed_through(
    context: &Context,
    locale: Locale,
    signer: &Signer,
) -> Result<Option<String>, StoreError> {
    let Some(link) = signer.link else { return Ok(None) };
    let texts = context.texts(locale);
    Ok(Some(match at_least(context.pledges.signed_through(link, context.now()).await?) {
        Some(people) => texts.with("own-link-number", [("count", people.into())]),
        None => texts.with("own-link-none", [("from", SHOWN_FROM.into())]),
    }))
}

/// Reads the name of a server out of `mastodon.social`, `https://mastodon.social/` or `@name@mastodon.social`.
fn server_name(typed: &str) -> Option<String> {
    let typed = typed.trim().to_ascii_lowercase();
    let typed = ["https://", "http://", "//"].iter().find_map(|scheme| typed.strip_prefix(scheme)).unwrap_or(&typed);
    let typed = typed.split(['/', '?', '#']).next()?.rsplit('@').next()?;
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let good = typed.len() <= SERVER_MAX_BYTES && typed.contains('.') && typed.split('.').all(is_label);
    good.then(|| typed.to_owned())
}

/// Escapes a text as a part of an address. Mail programs take a plus sign for itself, so a space becomes `%20`.
fn escaped(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_found_however_it_is_typed_and_nothing_else_is() {
        for typed in [
            "mastodon.social",
            " https://Mastodon.social/@marie ",
            "HTTP://MASTODON.SOCIAL/",
            "//mastodon.social",
            "mastodon.social?x#y",
            "@marie@mastodon.social",
        ] {
            assert_eq!(server_name(typed).as_deref(), Some("mastodon.social"), "{typed}");
        }
        for typed in ["", "mastodon", "a b.ca", "javascript:alert(1).ca", "-a.ca", "a..ca", "a.ca:99"] {
            assert_eq!(server_name(typed), None, "{typed}");
        }
        assert!(server_name(&format!("{}.ca", "a".repeat(250))).is_some());
        assert!(server_name(&format!("{}.ca", "a".repeat(251))).is_none());
    }

    #[test]
    fn what_goes_into_an_address_stays_in_its_place() {
        assert_eq!(escaped("a b&c=d?é+#"), "a%20b%26c%3Dd%3F%C3%A9%2B%23");
    }
}
