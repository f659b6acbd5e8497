//! The organizer whose request it is.

use access::must_be;
use domain::campaign::Campaign;
use domain::office::audit::{Action, Entry};
use domain::office::organizer::{Organizer, Role};
use jiff::Timestamp;

use crate::failure::Failure;

/// An organizer who was let in, as they stand at this request.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    pub(crate) organizer: Organizer,
    pub(crate) now: Timestamp,
    /// Whether the campaign requires second factors and this organizer has none.
    pub(crate) lacks_factor: bool,
}

impl Caller {
    pub(crate) fn new(organizer: Organizer, now: Timestamp, campaign: &Campaign) -> Self {
        let lacks_factor = campaign.require_second_factor && organizer.second_factor.is_none();
        Self { organizer, now, lacks_factor }
    }

    /// Refuses a caller with a lower role than `needed`, or without a second factor that their campaign requires.
    ///
    /// The factor is required from exporters on: they see supporters or decide something. Viewers only see counts.
    pub(crate) fn must_be(&self, needed: Role) -> Result<(), Failure> {
        must_be(self.organizer.role, needed)?;
        if needed >= Role::Exporter && self.lacks_factor { Err(Failure::FactorMissing) } else { Ok(()) }
    }

    /// Whether the organizer may do everything in the office.
    pub(crate) fn is_admin(&self) -> bool {
        self.organizer.role >= Role::Admin
    }

    /// Makes an entry for the log that needs no reason.
    pub(crate) fn did(&self, action: Action, about: impl Into<String>) -> Entry {
        self.did_because(action, about, String::new())
    }

    /// Makes an entry for the log with the reason that the organizer typed.
    pub(crate) fn did_because(&self, action: Action, about: impl Into<String>, reason: String) -> Entry {
        let by = self.organizer.email.clone();
        Entry { at: self.now, by, action, about: about.into(), reason }
    }
}

#[cfg(test)]
mod tests {
    use access::Refusal;
    use campaigns::CampaignFolder;
    use domain::mail::email::EmailAddress;
    use domain::office::second_factor::{SealedSecret, SecondFactor};

    use super::*;

    fn caller(role: Role, has_factor: bool, required: bool) -> Caller {
        let now = Timestamp::UNIX_EPOCH;
        let mut campaign = CampaignFolder::find("time-to-lead").unwrap().campaign().unwrap();
        campaign.require_second_factor = required;
        let mut organizer = Organizer::first(EmailAddress::parse("ana@example.org").unwrap(), now);
        organizer.role = role;
        organizer.second_factor = has_factor.then(|| SecondFactor {
            secret: SealedSecret(String::new()),
            since: now,
            last_step: 0,
            recovery: std::collections::BTreeSet::new(),
        });
        Caller::new(organizer, now, &campaign)
    }

    #[test]
    fn where_a_campaign_wants_a_second_factor_nobody_sees_supporters_or_decides_without_one() {
        for role in Role::ALL {
            for needed in Role::ALL.into_iter().filter(|needed| *needed <= role) {
                let missing = if needed == Role::Viewer { Ok(()) } else { Err(Failure::FactorMissing) };
                assert_eq!(caller(role, false, true).must_be(needed), missing, "{role} where {needed} is needed");
                assert_eq!(caller(role, true, true).must_be(needed), Ok(()));
                assert_eq!(caller(role, false, false).must_be(needed), Ok(()));
            }
        }
        let refused = Err(Failure::Refused(Refusal::NotAllowed));
        assert_eq!(caller(Role::Viewer, false, true).must_be(Role::Exporter), refused, "a factor would not help them");
    }
}
