//! Lets organizers in by a mailed link that works once, and keeps them in by a session (both JWT, RFC 7519).
//!
//! A session's token proves itself, so that a function that knows no organizers can check it. It is short and renewed
//! as it is used. [`IDLE_MINUTES`] without a page end it, and [`SESSION_HOURS`] end it in any case. A function that can
//! look the organizer up must also ask [`crate::office::organizer::Organizer::honours`].

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::ids::{MailboxId, NetworkCode, PersonId, SessionId, SignInId, SignerId, SubmissionId};
use crate::keys::keyring::{Keyring, TOKEN_MAX_BYTES};
use crate::keys::secret::Secret;
use crate::keys::token::{TokenError, TokenKeysError};
use crate::mail::email::EmailAddress;
use crate::office::organizer::Role;
use crate::office::second_factor::{FactorSecret, SealedSecret};
use crate::slug::{CampaignSlug, PartnerSlug};
use crate::time::later;

/// Minutes in which a code may be typed after the mailed link's button was pressed.
pub const CODE_MINUTES: i64 = 10;
/// Minutes in which a moderator may help somebody whom they looked up.
pub const CASE_MINUTES: i64 = 30;
/// Minutes for which a mailed link works.
pub const SIGN_IN_MINUTES: i64 = 15;
/// Hours for which an organization may confirm that it asks to become a partner. The mailer may be away for part of them.
pub const PARTNER_ASK_HOURS: i64 = 96;
/// Minutes without a page after which a session is over.
pub const IDLE_MINUTES: i64 = 60;
/// Hours after which a session is over, even if it is in use.
pub const SESSION_HOURS: i64 = 8;
/// Minutes after which a session in use is renewed.
const RENEW_MINUTES: i64 = 5;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub organizer: EmailAddress,
    /// The role that the organizer had when the session was last renewed.
    pub role: Role,
    /// The time at which the organizer signed in.
    pub began_at: Timestamp,
    /// The time at which the session ends unless it is renewed.
    pub expires_at: Timestamp,
}

/// An organizer who used a mailed link, and has yet to show their second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Halfway {
    /// The organizer whose link it was.
    pub organizer: EmailAddress,
    /// The time at which the link was used.
    pub since: Timestamp,
}

/// Somebody whom a moderator looked up. Every act of help belongs to a case, so nobody acts, or sees what a page says of a
/// person, without a look-up that was counted and is in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Tells cases apart. A case may have one link mailed for each pledge, under [`Self::request_about`].
    pub id: SubmissionId,
    /// The moderator. Another one has to look the person up too.
    pub organizer: EmailAddress,
    pub subject: Subject,
    pub expires_at: Timestamp,
}

/// The person whom a case is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Subject {
    /// The people of an address, and the mailbox as it was typed.
    Address(SignerId, MailboxId),
    /// Somebody who signed on paper.
    Paper(PersonId),
}

impl Case {
    #[must_use]
    pub fn open(id: SubmissionId, organizer: EmailAddress, subject: Subject, now: Timestamp) -> Self {
        Self { id, organizer, subject, expires_at: later(now, SignedDuration::from_mins(CASE_MINUTES)) }
    }

    /// Returns the id of the case's request to mail the link of a pledge. It is the same, however often it is asked for.
    #[must_use]
    pub fn request_about(&self, pledge: SubmissionId) -> SubmissionId {
        SubmissionId(std::array::from_fn(|at| self.id.0[at] ^ pledge.0[at]))
    }
}

impl Session {
    #[must_use]
    pub fn begin(id: SessionId, organizer: EmailAddress, role: Role, now: Timestamp) -> Self {
        Self { id, organizer, role, began_at: now, expires_at: end(now, now) }
    }

    /// Renews a session in use, with the role that the organizer has now. Returns `None` while it need not be renewed.
    #[must_use]
    pub fn renewed(&self, role: Role, now: Timestamp) -> Option<Self> {
        let expires_at = end(self.began_at, now);
        let worth = expires_at.duration_since(self.expires_at) >= SignedDuration::from_mins(RENEW_MINUTES);
        (worth || role != self.role).then(|| Self { role, expires_at, ..self.clone() })
    }
}

fn end(began_at: Timestamp, now: Timestamp) -> Timestamp {
    later(now, SignedDuration::from_mins(IDLE_MINUTES)).min(later(began_at, SignedDuration::from_hours(SESSION_HOURS)))
}

/// A contact of a partner who looks at that partner's numbers. It opens nothing of the office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartnerSession {
    pub partner: PartnerSlug,
    pub contact: EmailAddress,
    /// The time at which the contact signed in.
    pub began_at: Timestamp,
    /// The time at which the session ends unless it is renewed.
    pub expires_at: Timestamp,
}

impl PartnerSession {
    #[must_use]
    pub fn begin(partner: PartnerSlug, contact: EmailAddress, now: Timestamp) -> Self {
        Self { partner, contact, began_at: now, expires_at: end(now, now) }
    }

    /// Renews a session in use. Returns `None` while it need not be renewed.
    #[must_use]
    pub fn renewed(&self, now: Timestamp) -> Option<Self> {
        let expires_at = end(self.began_at, now);
        let worth = expires_at.duration_since(self.expires_at) >= SignedDuration::from_mins(RENEW_MINUTES);
        worth.then(|| Self { expires_at, ..self.clone() })
    }
}

/// The thing that a mailed link of the office or of the partners opens. A link of one kind is refused as another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkOf {
    /// The organizers' office.
    Office,
    /// The check of the mailbox of an organization that asks to be a partner.
    PartnerAsk,
    /// A partner's own page.
    PartnerPage,
}

impl LinkOf {
    const fn purpose(self) -> &'static str {
        match self {
            Self::Office => "sign-in",
            Self::PartnerAsk => "partner-ask",
            Self::PartnerPage => "partner-sign-in",
        }
    }
}

/// Signs sign-in links and sessions. These are not the keys of supporters' links: somebody who holds them cannot open a
/// pledge.
pub struct SessionKeys {
    campaign: CampaignSlug,
    keys: Keyring,
}

#[derive(Clone, Serialize, Deserialize)]
struct SignInClaims {
    aud: String,
    sub: SignInId,
    exp: i64,
}

#[derive(Clone, Serialize, Deserialize)]
struct SessionClaims {
    aud: String,
    sub: EmailAddress,
    sid: SessionId,
    role: Role,
    /// The beginning in milliseconds, to tell whether it came before the organizer signed out elsewhere.
    began: i64,
    exp: i64,
}

#[derive(Clone, Serialize, Deserialize)]
struct PartnerClaims {
    aud: String,
    sub: EmailAddress,
    partner: PartnerSlug,
    /// The beginning in milliseconds.
    began: i64,
    exp: i64,
}

#[derive(Clone, Serialize, Deserialize)]
struct HalfwayClaims {
    aud: String,
    sub: EmailAddress,
    /// The time in milliseconds, as a session's beginning.
    since: i64,
    exp: i64,
}

#[derive(Clone, Serialize, Deserialize)]
struct CaseClaims {
    aud: String,
    sub: EmailAddress,
    id: SubmissionId,
    who: Subject,
    exp: i64,
}

impl SessionKeys {
    /// Reads `secret[,secret...]`.
    ///
    /// # Errors
    /// Fails when there is no key, or one is too short.
    pub fn parse(campaign: CampaignSlug, setting: &Secret) -> Result<Self, TokenKeysError> {
        Ok(Self { campaign, keys: Keyring::parse(setting)? })
    }

    /// Makes the token of a mailed link, with the time at which the link ends.
    #[must_use]
    pub fn mint_link(&self, of: LinkOf, id: SignInId, expires_at: Timestamp) -> Secret {
        self.keys.mint(&SignInClaims { aud: self.audience(of.purpose()), sub: id, exp: expires_at.as_second() })
    }

    /// Returns the request that a mailed link answers.
    ///
    /// # Errors
    /// Fails when it is no such token of this campaign, or has expired.
    pub fn verify_link(&self, of: LinkOf, token: &str, now: Timestamp) -> Result<SignInId, TokenError> {
        let claims: SignInClaims = self.keys.verify(&self.audience(of.purpose()), token).ok_or(TokenError::Invalid)?;
        if now >= second(claims.exp)? { Err(TokenError::Expired) } else { Ok(claims.sub) }
    }

    /// Makes the token of a partner's session.
    #[must_use]
    pub fn mint_partner(&self, session: &PartnerSession) -> Secret {
        self.keys.mint(&PartnerClaims {
            aud: self.audience("partner-session"),
            sub: session.contact.clone(),
            partner: session.partner.clone(),
            began: session.began_at.as_millisecond(),
            exp: session.expires_at.as_second(),
        })
    }

    /// Returns the partner's session of a token.
    ///
    /// # Errors
    /// Fails when it is no such token of this campaign, or has expired.
    pub fn verify_partner(&self, token: &str, now: Timestamp) -> Result<PartnerSession, TokenError> {
        let claims: PartnerClaims =
            self.keys.verify(&self.audience("partner-session"), token).ok_or(TokenError::Invalid)?;
        let expires_at = second(claims.exp)?;
        if now >= expires_at {
            return Err(TokenError::Expired);
        }
        let began_at = Timestamp::from_millisecond(claims.began).map_err(|_| TokenError::Invalid)?;
        Ok(PartnerSession { partner: claims.partner, contact: claims.sub, began_at, expires_at })
    }

    /// Returns the code by which a network's requests are counted, from the part of an address that its members share.
    /// Another key makes another code, so that counting begins again. The code that a pledge's form has for the same
    /// network does not lead to this one.
    #[must_use]
    pub fn network_code(&self, network: &[u8]) -> NetworkCode {
        let hash = self.keys.hash(&self.audience("sign-in-network"), network);
        NetworkCode::from_bytes(*hash.first_chunk().expect("half of a hash"))
    }

    /// Makes the token of an organizer who used their link and is asked for a code: it lets nobody in by itself.
    #[must_use]
    pub fn mint_halfway(&self, halfway: &Halfway) -> Secret {
        self.keys.mint(&HalfwayClaims {
            aud: self.audience("second-factor"),
            sub: halfway.organizer.clone(),
            since: halfway.since.as_millisecond(),
            exp: later(halfway.since, SignedDuration::from_mins(CODE_MINUTES)).as_second(),
        })
    }

    /// Returns the organizer who is halfway in.
    ///
    /// # Errors
    /// Fails when it is no such token of this campaign, or has expired.
    pub fn verify_halfway(&self, token: &str, now: Timestamp) -> Result<Halfway, TokenError> {
        let claims: HalfwayClaims =
            self.keys.verify(&self.audience("second-factor"), token).ok_or(TokenError::Invalid)?;
        if now >= second(claims.exp)? {
            return Err(TokenError::Expired);
        }
        let since = Timestamp::from_millisecond(claims.since).map_err(|_| TokenError::Invalid)?;
        Ok(Halfway { organizer: claims.sub, since })
    }

    /// Makes the token of a case, which the case's pages send along.
    #[must_use]
    pub fn mint_case(&self, case: &Case) -> Secret {
        self.keys.mint(&CaseClaims {
            aud: self.audience("case"),
            sub: case.organizer.clone(),
            id: case.id,
            who: case.subject,
            exp: case.expires_at.as_second(),
        })
    }

    /// Returns the case of a token that was given to this organizer.
    ///
    /// # Errors
    /// Fails when it is no such token of this campaign, is another organizer's, or has expired.
    pub fn verify_case(&self, token: &str, organizer: &EmailAddress, now: Timestamp) -> Result<Case, TokenError> {
        let claims: CaseClaims = self.keys.verify(&self.audience("case"), token).ok_or(TokenError::Invalid)?;
        if !claims.sub.is_same_mailbox(organizer) {
            return Err(TokenError::Invalid);
        }
        let expires_at = second(claims.exp)?;
        if now >= expires_at {
            return Err(TokenError::Expired);
        }
        Ok(Case { id: claims.id, organizer: claims.sub, subject: claims.who, expires_at })
    }

    /// Seals the secret of an organizer's second factor, for them alone.
    #[must_use]
    pub fn seal(&self, secret: &FactorSecret, organizer: &EmailAddress, random: [u8; 16]) -> SealedSecret {
        SealedSecret(self.keys.seal(&self.factor_of(organizer), secret.bytes(), random))
    }

    /// Opens the secret of an organizer's second factor; `None` when it is another's, or its key is no longer accepted.
    #[must_use]
    pub fn open(&self, sealed: &SealedSecret, organizer: &EmailAddress) -> Option<FactorSecret> {
        FactorSecret::from_bytes(&self.keys.open(&self.factor_of(organizer), &sealed.0, TOKEN_MAX_BYTES)?)
    }

    /// Seals the secret with the first key if another key had sealed it, so that it outlives the next rotation.
    #[must_use]
    pub fn resealed(&self, sealed: &SealedSecret, organizer: &EmailAddress, random: [u8; 16]) -> Option<SealedSecret> {
        if self.keys.sealed_by_first(&sealed.0) {
            return None;
        }
        Some(self.seal(&self.open(sealed, organizer)?, organizer, random))
    }

    fn factor_of(&self, organizer: &EmailAddress) -> String {
        format!("{}#{}", self.audience("second-factor"), organizer.to_string().to_lowercase())
    }

    #[must_use]
    pub fn mint(&self, session: &Session) -> Secret {
        self.keys.mint(&SessionClaims {
            aud: self.audience("session"),
            sub: session.organizer.clone(),
            sid: session.id,
            role: session.role,
            began: session.began_at.as_millisecond(),
            exp: session.expires_at.as_second(),
        })
    }

    /// # Errors
    /// Fails when it is no such token of this campaign, or has expired.
    pub fn verify(&self, token: &str, now: Timestamp) -> Result<Session, TokenError> {
        let claims: SessionClaims = self.keys.verify(&self.audience("session"), token).ok_or(TokenError::Invalid)?;
        let expires_at = second(claims.exp)?;
        if now >= expires_at {
            return Err(TokenError::Expired);
        }
        let began_at = Timestamp::from_millisecond(claims.began).map_err(|_| TokenError::Invalid)?;
        Ok(Session { id: claims.sid, organizer: claims.sub, role: claims.role, began_at, expires_at })
    }

    fn audience(&self, purpose: &str) -> String {
        format!("{}/{purpose}", self.campaign)
    }
}

fn second(second: i64) -> Result<Timestamp, TokenError> {
    Timestamp::from_second(second).map_err(|_| TokenError::Invalid)
}

impl std::fmt::Debug for SessionKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SessionKeys").field("campaign", &self.campaign).field("keys", &self.keys.len()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::token::{Claims, Purpose, TokenKeys};

    const A: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    fn keys(campaign: &str) -> SessionKeys {
        SessionKeys::parse(campaign.parse().unwrap(), &Secret::new(A)).unwrap()
    }

    fn minute(minute: i64) -> Timestamp {
        Timestamp::from_second(60 * minute).unwrap()
    }

    fn session() -> Session {
        let organizer = EmailAddress::parse("ana@example.org").unwrap();
        Session::begin(SessionId::from_random([1; 16]), organizer, Role::Exporter, minute(0))
    }

    #[test]
    fn a_session_in_use_goes_on_and_one_that_is_not_ends() {
        let token = keys("c").mint(&session());
        assert_eq!(keys("c").verify(token.expose(), minute(IDLE_MINUTES - 1)), Ok(session()));
        assert_eq!(keys("c").verify(token.expose(), minute(IDLE_MINUTES)), Err(TokenError::Expired));
        assert_eq!(session().renewed(Role::Exporter, minute(RENEW_MINUTES - 1)), None);
        let renewed = session().renewed(Role::Exporter, minute(RENEW_MINUTES)).unwrap();
        assert_eq!(renewed.expires_at, minute(RENEW_MINUTES + IDLE_MINUTES));
        assert_eq!((renewed.began_at, renewed.id), (session().began_at, session().id));
    }

    #[test]
    fn however_busy_a_session_ends_after_a_working_day() {
        let mut busy = session();
        for now in 0..60 * SESSION_HOURS {
            busy = busy.renewed(Role::Exporter, minute(now)).unwrap_or(busy);
        }
        assert_eq!(busy.expires_at, minute(60 * SESSION_HOURS));
    }

    #[test]
    fn a_new_role_is_written_at_once() {
        assert_eq!(session().renewed(Role::Viewer, minute(0)).unwrap().role, Role::Viewer);
    }

    #[test]
    fn a_token_of_another_kind_campaign_or_key_is_refused() {
        let id = SignInId::from_random([2; 16]);
        let link = keys("c").mint_link(LinkOf::Office, id, minute(15));
        assert_eq!(keys("c").verify_link(LinkOf::Office, link.expose(), minute(14)), Ok(id));
        assert_eq!(keys("c").verify_link(LinkOf::Office, link.expose(), minute(15)), Err(TokenError::Expired));
        assert_eq!(keys("d").verify_link(LinkOf::Office, link.expose(), minute(0)), Err(TokenError::Invalid));
        assert_eq!(keys("c").verify(link.expose(), minute(0)), Err(TokenError::Invalid));
        let session = keys("c").mint(&session());
        assert_eq!(keys("c").verify_link(LinkOf::Office, session.expose(), minute(0)), Err(TokenError::Invalid));
        assert_eq!(keys("d").verify(session.expose(), minute(0)), Err(TokenError::Invalid));
        let halfway = Halfway { organizer: EmailAddress::parse("ana@example.org").unwrap(), since: minute(0) };
        let token = keys("c").mint_halfway(&halfway);
        assert_eq!(keys("c").verify_halfway(token.expose(), minute(CODE_MINUTES - 1)), Ok(halfway));
        assert_eq!(keys("c").verify_halfway(token.expose(), minute(CODE_MINUTES)), Err(TokenError::Expired));
        assert_eq!(keys("d").verify_halfway(token.expose(), minute(0)), Err(TokenError::Invalid));
        assert_eq!(keys("c").verify(token.expose(), minute(0)), Err(TokenError::Invalid));
        assert_eq!(keys("c").verify_link(LinkOf::Office, token.expose(), minute(0)), Err(TokenError::Invalid));
        assert_eq!(keys("c").verify_halfway(session.expose(), minute(0)), Err(TokenError::Invalid));
        assert_eq!(keys("c").verify_halfway(link.expose(), minute(0)), Err(TokenError::Invalid));
        let other = SessionKeys::parse("c".parse().unwrap(), &Secret::new("b".repeat(32))).unwrap();
        assert_eq!(other.verify(session.expose(), minute(0)), Err(TokenError::Invalid));
        // Even under the same secret a supporter's link is no session.
        let pledges = TokenKeys::parse("c".parse().unwrap(), &Secret::new(A)).unwrap();
        let signer = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".parse().unwrap();
        let mailbox = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".parse().unwrap();
        let submission = crate::ids::SubmissionId::from_random([1; 16]);
        let manage = pledges.mint(Purpose::Manage, Claims { signer, mailbox, submission, expires_at: minute(99) });
        assert_eq!(keys("c").verify(manage.expose(), minute(0)), Err(TokenError::Invalid));
    }

    #[test]
    fn a_partners_session_and_links_open_nothing_of_the_office() {
        let contact = EmailAddress::parse("ana@example.org").unwrap();
        let partner = PartnerSession::begin("river-town".parse().unwrap(), contact, minute(0));
        let token = keys("c").mint_partner(&partner);
        assert_eq!(keys("c").verify_partner(token.expose(), minute(IDLE_MINUTES - 1)), Ok(partner.clone()));
        assert_eq!(keys("c").verify_partner(token.expose(), minute(IDLE_MINUTES)), Err(TokenError::Expired));
        assert_eq!(keys("d").verify_partner(token.expose(), minute(0)), Err(TokenError::Invalid));
        assert_eq!(keys("c").verify(token.expose(), minute(0)), Err(TokenError::Invalid));
        assert_eq!(keys("c").verify_halfway(token.expose(), minute(0)), Err(TokenError::Invalid));
        let office = keys("c").mint(&session());
        assert_eq!(keys("c").verify_partner(office.expose(), minute(0)), Err(TokenError::Invalid));
        assert_eq!(partner.renewed(minute(RENEW_MINUTES - 1)), None);
        assert_eq!(partner.renewed(minute(60 * SESSION_HOURS)).unwrap().expires_at, minute(60 * SESSION_HOURS));
        let all = [LinkOf::Office, LinkOf::PartnerAsk, LinkOf::PartnerPage];
        let id = SignInId::from_random([2; 16]);
        for (one, other) in all.into_iter().flat_map(|one| all.map(|other| (one, other))) {
            let link = keys("c").mint_link(one, id, minute(15));
            let opened = if one == other { Ok(id) } else { Err(TokenError::Invalid) };
            assert_eq!(keys("c").verify_link(other, link.expose(), minute(0)), opened, "{one:?} as {other:?}");
        }
    }

    #[test]
    fn a_sealed_secret_opens_for_its_owner_under_its_key_alone() {
        let (ana, other) = ("ana@example.org", "eve@example.org");
        let [ana, other] = [ana, other].map(|email| EmailAddress::parse(email).unwrap());
        let secret = FactorSecret::from_random([1; 16], [2; 16]);
        let sealed = keys("c").seal(&secret, &ana, [3; 16]);
        let opened = |keys: &SessionKeys, who: &EmailAddress| keys.open(&sealed, who).map(|secret| secret.typed());
        assert_eq!(opened(&keys("c"), &ana), Some(secret.typed()));
        assert_eq!(opened(&keys("c"), &EmailAddress::parse("Ana@Example.org").unwrap()), Some(secret.typed()));
        assert_eq!((opened(&keys("c"), &other), opened(&keys("d"), &ana)), (None, None));
        let parse = |setting: String| SessionKeys::parse("c".parse().unwrap(), &Secret::new(setting)).unwrap();
        assert_eq!(opened(&parse("b".repeat(32)), &ana), None);
        let rotated = parse(format!("{},{A}", "b".repeat(32)));
        assert_eq!(opened(&rotated, &ana), Some(secret.typed()));
        let again = rotated.resealed(&sealed, &ana, [4; 16]).unwrap();
        assert!(rotated.resealed(&again, &ana, [5; 16]).is_none(), "it is under the first key already");
        assert_eq!(parse("b".repeat(32)).open(&again, &ana).map(|secret| secret.typed()), Some(secret.typed()));
        for damaged in ["", "a", "a.", "a.AAAA", &sealed.0[..sealed.0.len() - 2], &format!("{}A", sealed.0)] {
            assert!(keys("c").open(&SealedSecret(damaged.to_owned()), &ana).is_none(), "{damaged}");
        }
        assert!(!sealed.0.contains(&secret.typed()));
    }
}
