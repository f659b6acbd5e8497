//! Differences between two lists of partners, and the undo of a change.
//!
//! A partner never leaves the list, since its slug stays its own. The undo of an addition ends the partnership.

use std::collections::{BTreeSet, HashMap};

use crate::campaign::partner::{Partner, PartnerState};
use crate::person::folding;
use crate::slug::PartnerSlug;

/// A part of a partner that can change by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartnerField {
    NameEn,
    NameFr,
    Website,
    Listed,
    State,
}

impl PartnerField {
    const ALL: [Self; 5] = [Self::NameEn, Self::NameFr, Self::Website, Self::Listed, Self::State];

    fn is_same(self, one: &Partner, two: &Partner) -> bool {
        match self {
            Self::NameEn => one.name_en == two.name_en,
            Self::NameFr => one.name_fr == two.name_fr,
            Self::Website => one.website == two.website,
            Self::Listed => one.listed == two.listed,
            Self::State => one.state == two.state,
        }
    }

    fn take(self, to: &mut Partner, from: &Partner) {
        match self {
            Self::NameEn => to.name_en.clone_from(&from.name_en),
            Self::NameFr => to.name_fr.clone_from(&from.name_fr),
            Self::Website => to.website.clone_from(&from.website),
            Self::Listed => to.listed = from.listed,
            Self::State => to.state = from.state,
        }
    }
}

/// One field of a partner that differs between two lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartnerDifference<'a> {
    /// The partner in the earlier list; `None` where it was added. Then the field is its state.
    pub before: Option<&'a Partner>,
    pub after: &'a Partner,
    pub field: PartnerField,
}

/// Lists the fields that differ, in the order of the later list.
#[must_use]
pub fn differences<'a>(before: &'a [Partner], after: &'a [Partner]) -> Vec<PartnerDifference<'a>> {
    let earlier = by_slug(before);
    let of_one = |after: &'a Partner| {
        let before = earlier.get(&after.slug).copied();
        let differs = move |field: &PartnerField| match before {
            Some(before) => !field.is_same(before, after),
            None => *field == PartnerField::State,
        };
        PartnerField::ALL.into_iter().filter(differs).map(move |field| PartnerDifference { before, after, field })
    };
    after.iter().flat_map(of_one).collect()
}

/// A change of one partner, made from an earlier list and brought over the newest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rebased {
    /// The newest partner with the fields that the change gives it.
    pub partner: Partner,
    /// Whether somebody else has given one of these fields another value since.
    pub clashes: bool,
}

/// Brings the change from `base` to `mine` over the newest state of the partner. Fields that the change leaves alone are as
/// they are now.
#[must_use]
pub fn rebased(mine: &Partner, base: &Partner, newest: &Partner) -> Rebased {
    let mut rebased = Rebased { partner: newest.clone(), clashes: false };
    for field in PartnerField::ALL.into_iter().filter(|field| !field.is_same(mine, base)) {
        rebased.clashes |= !field.is_same(newest, base) && !field.is_same(newest, mine);
        field.take(&mut rebased.partner, mine);
    }
    rebased
}

/// The partners after an undo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    pub partners: Vec<Partner>,
    /// Fields that stay: they have changed once more since, or another partner has the former name now.
    pub stays: Vec<(PartnerSlug, PartnerField)>,
}

/// Takes the change from `before` to `after` out of the current partners.
#[must_use]
pub fn without(current: &[Partner], before: &[Partner], after: &[Partner]) -> Undone {
    let mut undone = Undone { partners: current.to_vec(), stays: Vec::new() };
    let places: HashMap<_, _> = current.iter().enumerate().map(|(place, partner)| (&partner.slug, place)).collect();
    for PartnerDifference { before, after, field } in differences(before, after) {
        let Some(partner) = places.get(&after.slug).map(|place| &mut undone.partners[*place]) else { continue };
        let ended = Partner { state: PartnerState::Ended, ..after.clone() };
        let former = before.unwrap_or(&ended);
        if field.is_same(partner, after) {
            field.take(partner, former);
        } else if !field.is_same(partner, former) {
            undone.stays.push((after.slug.clone(), field));
        }
    }
    keep_names_apart(current, &mut undone);
    undone
}

/// Takes back names until no two partners share one: the name that somebody has now goes before a former one.
fn keep_names_apart(current: &[Partner], undone: &mut Undone) {
    loop {
        let mut holders: HashMap<_, BTreeSet<usize>> = HashMap::new();
        for (place, partner) in undone.partners.iter().enumerate() {
            for name in [&partner.name_en, &partner.name_fr] {
                holders.entry(folding::words(name.as_str())).or_default().insert(place);
            }
        }
        let shared: BTreeSet<_> = holders.into_values().filter(|places| places.len() > 1).flatten().collect();
        let before = undone.stays.len();
        for place in shared {
            let (partner, now) = (&mut undone.partners[place], &current[place]);
            for field in [PartnerField::NameEn, PartnerField::NameFr] {
                if !field.is_same(partner, now) {
                    field.take(partner, now);
                    undone.stays.push((now.slug.clone(), field));
                }
            }
        }
        if undone.stays.len() == before {
            return;
        }
    }
}

fn by_slug(partners: &[Partner]) -> HashMap<&PartnerSlug, &Partner> {
    partners.iter().map(|partner| (&partner.slug, partner)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::partner::PartnerName;

    fn partner(slug: &str, name: &str) -> Partner {
        let name = PartnerName::parse(name).unwrap();
        Partner {
            slug: slug.parse().unwrap(),
            name_en: name.clone(),
            name_fr: name,
            website: None,
            listed: true,
            state: PartnerState::Active,
            since: None,
        }
    }

    fn in_state(slug: &str, state: PartnerState) -> Partner {
        Partner { state, ..partner(slug, slug) }
    }

    #[test]
    fn two_changes_of_a_partner_meet_and_clash_only_in_the_same_field() {
        let base = partner("river", "River");
        let name = |name: &str| PartnerName::parse(name).unwrap();
        let mine = Partner { name_en: name("River Town"), ..base.clone() };
        let theirs = Partner { website: Some("https://river.org".parse().unwrap()), listed: false, ..base.clone() };
        let both = Partner { name_en: name("River Town"), ..theirs.clone() };
        assert_eq!(rebased(&mine, &base, &theirs), Rebased { partner: both, clashes: false });
        assert_eq!(
            rebased(&mine, &base, &mine),
            Rebased { partner: mine.clone(), clashes: false },
            "both did the same"
        );
        let other = Partner { name_en: name("River City"), listed: false, ..base.clone() };
        let typed = Partner { listed: false, ..mine.clone() };
        assert_eq!(rebased(&mine, &base, &other), Rebased { partner: typed, clashes: true }, "what was typed is kept");
    }

    #[test]
    fn a_change_is_undone_field_by_field_and_later_changes_stay() {
        let first = [partner("river", "River"), partner("hill", "Hill")];
        let renamed = PartnerName::parse("River Town").unwrap();
        let changed = Partner { name_en: renamed.clone(), listed: false, ..first[0].clone() };
        let second = [changed.clone(), first[1].clone()];
        assert_eq!(differences(&first, &second).len(), 2);
        assert_eq!(without(&second, &first, &second), Undone { partners: first.to_vec(), stays: Vec::new() });

        let website = Some("https://river.org".parse().unwrap());
        let later = PartnerName::parse("River City").unwrap();
        let third = [Partner { name_en: later.clone(), website: website.clone(), ..changed }, first[1].clone()];
        let undone = without(&third, &first, &second);
        assert_eq!(undone.stays, [(first[0].slug.clone(), PartnerField::NameEn)]);
        let river = &undone.partners[0];
        assert_eq!((&river.name_en, river.listed, &river.website), (&later, true, &website));
        assert_eq!(without(&undone.partners, &first, &second), undone, "a second undo changes nothing");
    }

    #[test]
    fn an_addition_that_is_undone_ends_and_keeps_its_slug_and_others_stay() {
        let first = [partner("river", "River")];
        let second = [first[0].clone(), partner("hill", "Hill"), partner("dale", "Dale")];
        let since = [second.as_slice(), &[partner("lake", "Lake")]].concat();
        let undone = without(&since, &first, &second);
        let states: Vec<_> = undone.partners.iter().map(|partner| (partner.slug.as_str(), partner.state)).collect();
        let (active, ended) = (PartnerState::Active, PartnerState::Ended);
        assert_eq!(states, [("river", active), ("hill", ended), ("dale", ended), ("lake", active)]);
        assert!(undone.stays.is_empty());

        let paused = [first[0].clone(), in_state("hill", PartnerState::Paused), partner("dale", "Dale")];
        let undone = without(&paused, &first, &second);
        assert_eq!(undone.stays, [(paused[1].slug.clone(), PartnerField::State)]);
        assert_eq!([undone.partners[1].state, undone.partners[2].state], [PartnerState::Paused, ended]);
    }

    #[test]
    fn a_partnership_that_ended_by_mistake_is_as_before() {
        let paused = [in_state("river", PartnerState::Paused)];
        let ended = [in_state("river", PartnerState::Ended)];
        assert_eq!(without(&ended, &paused, &ended).partners, paused);
    }

    #[test]
    fn a_former_name_that_another_partner_has_now_is_not_given_back() {
        let first = [partner("river", "River")];
        let second = [partner("river", "River Town")];
        let current = [second[0].clone(), partner("other", "RIVER")];
        let undone = without(&current, &first, &second);
        assert_eq!(undone.partners, current);
        let slug = &first[0].slug;
        assert_eq!(undone.stays, [PartnerField::NameEn, PartnerField::NameFr].map(|field| (slug.clone(), field)));
    }

    #[test]
    fn a_name_that_stays_keeps_others_from_getting_it_back() {
        let first = [partner("river", "Lake"), partner("hill", "River")];
        let second = [partner("river", "Sea"), partner("hill", "Lake")];
        let current = [second.as_slice(), &[partner("other", "River")]].concat();
        assert_eq!(without(&current, &first, &second).partners, current);
    }

    #[test]
    fn names_that_two_partners_exchanged_are_exchanged_back() {
        let first = [partner("river", "River"), partner("hill", "Hill")];
        let second = [partner("river", "Hill"), partner("hill", "River")];
        assert_eq!(without(&second, &first, &second), Undone { partners: first.to_vec(), stays: Vec::new() });
    }
}
