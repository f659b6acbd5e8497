//! The signatures of one name at one postal code, which link paper and online.
//!
//! A signature on paper has no address, so a person on paper is known by name and postal code. It counts if and only if
//! nobody who is counted online bears that name there. Each change of either side is a transition here, which returns the
//! new state and the [`TallyDelta`] that it owes.

use crate::ids::ImportId;
use crate::paper::sheet::PaperSigner;
use crate::tally::TallyDelta;

/// Counts the people online who bear a name at a postal code, and holds their signature on paper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bearers {
    /// The number of people counted online. Two mailboxes are two people, even under one name.
    pub online: u32,
    /// The signature on paper, whether it counts or not.
    pub paper: Option<PaperSigner>,
}

impl Bearers {
    /// Whether there is a signature on paper and it counts.
    #[must_use]
    pub const fn paper_counts(&self) -> bool {
        self.online == 0 && self.paper.is_some()
    }

    /// Whether nobody bears the name any more.
    #[must_use]
    pub const fn are_none(&self) -> bool {
        self.online == 0 && self.paper.is_none()
    }

    /// Returns the import that brought the signature on paper.
    #[must_use]
    pub fn import(&self) -> Option<ImportId> {
        self.paper.as_ref().map(|paper| paper.import)
    }

    /// Adds somebody who is counted online. Their signature on paper stops counting.
    pub fn join(self) -> (Self, TallyDelta) {
        let online = self.online.saturating_add(1);
        self.with_online(online)
    }

    /// Removes somebody who is no longer counted online. After the last one, the signature on paper counts again.
    pub fn leave(self) -> (Self, TallyDelta) {
        let online = self.online.saturating_sub(1);
        self.with_online(online)
    }

    /// Adds a signature on paper where there is none. It counts unless somebody online bears the name.
    pub fn sign_on_paper(self, paper: PaperSigner) -> (Self, TallyDelta) {
        self.with(|after| after.paper = Some(paper))
    }

    /// Removes the signature on paper.
    pub fn lose_paper(self) -> (Self, TallyDelta) {
        self.with(|after| after.paper = None)
    }

    fn with_online(self, online: u32) -> (Self, TallyDelta) {
        self.with(|after| after.online = online)
    }

    fn with(self, change: impl FnOnce(&mut Self)) -> (Self, TallyDelta) {
        let mut after = self.clone();
        change(&mut after);
        let delta = self.on_paper(-1).and(after.on_paper(1));
        (after, delta)
    }

    /// Returns the tally change of the signature on paper: nothing while somebody online bears the name.
    fn on_paper(&self, by: i8) -> TallyDelta {
        match &self.paper {
            Some(paper) if self.paper_counts() => TallyDelta::new(vec![paper.change(by)]),
            _ => TallyDelta::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::secret::Secret;
    use crate::paper::sheet::PaperRow;
    use crate::person::identity::PersonKey;
    use crate::person::name::PersonName;
    use crate::person::residence::{FoundBy, Residence};
    use crate::tally::{Measure, Shard};

    fn paper() -> PaperSigner {
        let key = PersonKey::new("c".parse().unwrap(), &Secret::new("k".repeat(32))).unwrap();
        let name = PersonName::parse("Zoé", "Roy").unwrap();
        let (postal_code, riding) = ("K1A 0A6".parse().unwrap(), "35079".parse().unwrap());
        let residence = Residence::Canada { postal_code, riding, found_by: FoundBy::PostalCode };
        let row = PaperRow { id: key.at(&name, postal_code), name, residence };
        let import = ImportId::from_random([4; 16]);
        PaperSigner { row, partner: None, import, shard: Shard::from_number(3) }
    }

    fn signers(delta: &TallyDelta) -> i8 {
        let changes = delta.changes().iter().flat_map(|change| &change.by);
        changes.filter(|(measure, _)| *measure == Measure::Signers).map(|(_, by)| by).sum()
    }

    #[test]
    fn paper_counts_exactly_while_nobody_online_bears_the_name() {
        let (seen, delta) = Bearers::default().sign_on_paper(paper());
        assert_eq!((seen.paper_counts(), signers(&delta)), (true, 1));
        let (seen, delta) = seen.join();
        assert_eq!((seen.paper_counts(), signers(&delta)), (false, -1));
        let (seen, delta) = seen.join();
        assert_eq!((seen.online, signers(&delta)), (2, 0), "two mailboxes are two people");
        let (seen, delta) = seen.leave();
        assert_eq!((seen.paper_counts(), signers(&delta)), (false, 0));
        let (seen, delta) = seen.leave();
        assert_eq!((seen.paper_counts(), signers(&delta)), (true, 1));
        let (seen, delta) = seen.lose_paper();
        assert_eq!((seen.are_none(), signers(&delta)), (true, -1));
    }

    #[test]
    fn paper_that_comes_after_its_person_online_waits() {
        let (seen, delta) = Bearers::default().join();
        assert_eq!(signers(&delta), 0, "the signer's own delta counts them");
        let (seen, delta) = seen.sign_on_paper(paper());
        assert_eq!((seen.paper_counts(), signers(&delta)), (false, 0));
        let (seen, delta) = seen.lose_paper();
        assert_eq!((seen.online, signers(&delta)), (1, 0));
    }
}
