//! The table of postal codes: the issued ones, and the ridings of each. The format is described in
//! `infra/ridings-table/src/tables.rs`.
//!
//! A lookup finds the area by a direct index. It asks the area's bitmap whether the code's block of ten is there, and
//! the block's ten bits whether the code is. Then it searches the area's runs, 39 on average, for the answer.

use std::sync::LazyLock;

use domain::person::postal_code::{AREAS, PostalCode, UNITS_PER_AREA};

pub(crate) const TABLE: &[u8] = include_bytes!("../data/postal.bin");

/// The number of codes that share their first five characters.
const BLOCK: usize = 10;
const BITMAP_BYTES: usize = UNITS_PER_AREA / BLOCK / 8;
/// The number that stands for "no area".
const ABSENT: u16 = u16::MAX;

/// Riding indices: a stretch of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Indices(&'static [u8]);

impl Indices {
    pub(crate) fn iter(self) -> impl Iterator<Item = u16> {
        self.0.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
    }

    /// Returns the only index, if there is just one.
    pub(crate) fn only(self) -> Option<u16> {
        (self.0.len() == 2).then(|| number(self.0, 0))
    }
}

/// The table's entry for a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// The code is in the table.
    Code(Indices),
    /// Other codes of its area are in the table.
    Area(Indices),
    /// The table has nothing of its area.
    Nothing,
}

struct Area {
    bitmap: &'static [u8],
    first_mask: usize,
    runs: &'static [u8],
    palette: &'static [u8],
    shares: Indices,
}

struct Index {
    /// The place in `areas` by area index.
    places: Vec<u16>,
    areas: Vec<Area>,
    masks: &'static [u8],
    set_offsets: &'static [u8],
    set_members: &'static [u8],
}

/// The index, which the first lookup builds from the areas' lengths: 1,661 small steps.
static INDEX: LazyLock<Index> = LazyLock::new(Index::read);

/// Takes stretches from the front of the table.
struct Reader(&'static [u8]);

impl Reader {
    fn take(&mut self, bytes: usize) -> &'static [u8] {
        let (taken, left) = self.0.split_at(bytes);
        self.0 = left;
        taken
    }

    fn count(&mut self) -> usize {
        let bytes = self.take(4).try_into().expect("four bytes were taken");
        usize::try_from(u32::from_le_bytes(bytes)).expect("counts are far below a usize")
    }
}

impl Index {
    fn read() -> Self {
        let mut table = Reader(TABLE);
        let [areas, sets, blocks, runs, palettes, shares] = std::array::from_fn(|_| table.count());
        let lengths = table.take(areas * 6);
        let mut bitmaps = Reader(table.take(areas * BITMAP_BYTES));
        let masks = table.take((blocks * BLOCK).div_ceil(8) + 2);
        let mut runs = Reader(table.take(runs * 2));
        let mut palettes = Reader(table.take(palettes * 2));
        let mut shares = Reader(table.take(shares * 2));
        let set_offsets = table.take((sets + 1) * 2);
        let mut index = Self {
            places: vec![ABSENT; AREAS],
            areas: Vec::with_capacity(areas),
            masks,
            set_offsets,
            set_members: table.0,
        };
        let mut first_mask = 0;
        for (place, lengths) in (0..).zip(lengths.chunks_exact(6)) {
            let bitmap = bitmaps.take(BITMAP_BYTES);
            index.places[usize::from(number(lengths, 0))] = place;
            index.areas.push(Area {
                bitmap,
                first_mask,
                runs: runs.take(usize::from(number(lengths, 1)) * 2),
                palette: palettes.take(usize::from(lengths[4]) * 2),
                shares: Indices(shares.take(usize::from(lengths[5]) * 2)),
            });
            first_mask += bitmap.iter().map(|byte| byte.count_ones() as usize).sum::<usize>();
        }
        index
    }

    fn has(&self, area: &Area, unit: usize) -> bool {
        let block = unit / BLOCK;
        let byte = area.bitmap[block / 8];
        if byte >> (block % 8) & 1 == 0 {
            return false;
        }
        // Counts eight bytes at a time: without hardware support a count costs the same for one byte as for eight.
        let (words, rest) = area.bitmap[..block / 8].as_chunks::<8>();
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        last[rest.len()] = byte & ((1 << (block % 8)) - 1);
        let before: u32 = words.iter().chain([&last]).map(|word| u64::from_le_bytes(*word).count_ones()).sum();
        let bit = (area.first_mask + before as usize) * BLOCK + unit % BLOCK;
        self.masks[bit / 8] >> (bit % 8) & 1 == 1
    }

    fn set(&self, area: &Area, unit: usize) -> Indices {
        // Finds the last run that begins at the unit or before it.
        let (mut low, mut high) = (0, area.runs.len() / 2);
        while high - low > 1 {
            let middle = usize::midpoint(low, high);
            if usize::from(number(area.runs, middle) >> 5) <= unit { low = middle } else { high = middle }
        }
        let place = usize::from(number(area.runs, low) & 31);
        let set = usize::from(number(area.palette, place));
        let offset = |set| usize::from(number(self.set_offsets, set)) * 2;
        Indices(&self.set_members[offset(set)..offset(set + 1)])
    }
}

pub(crate) fn find(code: PostalCode) -> Found {
    let index = &*INDEX;
    let place = index.places[code.area_index()];
    let Some(area) = index.areas.get(usize::from(place)) else { return Found::Nothing };
    let unit = code.unit_index();
    if index.has(area, unit) { Found::Code(index.set(area, unit)) } else { Found::Area(area.shares) }
}

/// Reads the n-th little-endian number.
fn number(bytes: &[u8], n: usize) -> u16 {
    u16::from_le_bytes([bytes[2 * n], bytes[2 * n + 1]])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table;

    /// A signer of any code is counted in the table's riding, or asked where the table has alternates. The whole
    /// listing comes back from the lookup, byte for byte.
    #[test]
    fn every_postal_code_is_answered_as_the_source_says() {
        use std::fmt::Write as _;

        use crate::{Lookup, look_up};
        let mut listing = String::new();
        let mut count = 0;
        let codes = (0..AREAS).flat_map(|area| (0..UNITS_PER_AREA).map(move |unit| (area, unit)));
        for code in codes.filter_map(|(area, unit)| PostalCode::from_indices(area, unit)) {
            let Found::Code(indices) = find(code) else { continue };
            count += 1;
            let found: Vec<_> = match look_up(code) {
                Lookup::One(riding) => vec![riding],
                Lookup::Several(several) => several.to_vec(),
                Lookup::Unknown => panic!("the table has the code"),
            };
            assert!(found.iter().copied().eq(indices.iter().map(table::at)));
            let ridings: Vec<_> = found.iter().map(|riding| riding.code.to_string()).collect();
            writeln!(listing, "{},{},{}", code.compact(), ridings[0], ridings[1..].join(" ")).unwrap();
        }
        let manifest: serde_json::Value = serde_json::from_str(include_str!("../data/MANIFEST.json")).unwrap();
        assert_eq!(count, 882_718);
        let digest = <sha2::Sha256 as sha2::Digest>::digest(listing);
        let digest = digest.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
        assert_eq!(manifest["checks"]["postal_listing_sha256"], digest);
    }
}
