//! The tables as they are embedded. `shared/ridings/src/postal.rs` reads what this file writes.
//!
//! `postal.bin`, all numbers little-endian:
//! 1. six u32: areas, sets, blocks, runs, palette entries, shares;
//! 2. for each area: u16 area index, u16 runs, u8 palette entries, u8 shares;
//! 3. for each area: 200 bits, one for each block of ten codes (they share their fifth character), set when any is issued;
//! 4. for each such block: 10 bits, one for each issued code, packed without gaps, then two bytes of padding;
//! 5. for each run of codes with one answer: u16, the first code's unit (11 bits) and the answer's place in the area's
//!    palette (5 bits);
//! 6. palettes: u16 set numbers; 7. shares: u16 riding indices, the most frequent first;
//! 8. for each set and one more: u16 where its members begin; 9. members: u16 riding indices, the likeliest first.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::ensure;
use domain::person::postal_code::UNITS_PER_AREA;

use crate::file::File;
use crate::inputs::{Inputs, PostalRow};
use crate::map;

/// The number of codes that share their first five characters.
const BLOCK: usize = 10;
/// The largest palette: its places have five bits.
const PALETTE_MAX: usize = 32;

pub(crate) fn build(inputs: &Inputs) -> anyhow::Result<Vec<File>> {
    let codes: Vec<_> = inputs.ridings.iter().map(|riding| riding.code).collect();
    let mut files = vec![ridings(inputs), provinces(inputs), members(inputs), postal(inputs)?];
    files.extend(inputs.topology.files()?);
    files.push(inputs.boundaries.boundaries()?);
    files.push(map::hexagons(&inputs.hexagons, &codes)?);
    Ok(files)
}

/// Writes the ridings. The province is in the code; a French name that equals the English one is left out.
fn ridings(inputs: &Inputs) -> File {
    let mut text = String::new();
    for r in &inputs.ridings {
        let fr = if r.name_fr == r.name_en { "" } else { &r.name_fr };
        writeln!(text, "{}\t{}\t{}\t{}\t{fr}", r.code, r.population, r.electors, r.name_en)
            .expect("a String takes any text");
    }
    File { name: "ridings.tsv", bytes: text.into_bytes(), rows: inputs.ridings.len() }
}

fn provinces(inputs: &Inputs) -> File {
    let names: BTreeMap<_, _> = inputs.ridings.iter().map(|r| (r.province, (&r.province_en, &r.province_fr))).collect();
    let mut text = String::new();
    for (province, (en, fr)) in &names {
        writeln!(text, "{province}\t{en}\t{fr}").expect("a String takes any text");
    }
    File { name: "provinces.tsv", bytes: text.into_bytes(), rows: names.len() }
}

/// Writes the Members. A riding whose seat is vacant or unknown has no line.
fn members(inputs: &Inputs) -> File {
    let mut text = String::new();
    let known: Vec<_> = inputs.members.iter().filter(|member| !member.name.is_empty()).collect();
    for m in &known {
        write!(text, "{}\t{}\t{}\t{}\t{}", m.code, m.name, m.party, m.email, m.as_of).expect("a String takes any text");
        if !m.gender.is_empty() {
            write!(text, "\t{}", m.gender).expect("a String takes any text");
        }
        text.push('\n');
    }
    File { name: "members.tsv", bytes: text.into_bytes(), rows: known.len() }
}

#[derive(Default)]
struct Postal {
    sets: Vec<Vec<u16>>,
    areas: Vec<u8>,
    bitmaps: Vec<u8>,
    masks: Vec<u16>,
    runs: Vec<u16>,
    palettes: Vec<u16>,
    shares: Vec<u16>,
}

fn postal(inputs: &Inputs) -> anyhow::Result<File> {
    let mut sets: Vec<Vec<u16>> = inputs.postal_codes.iter().map(|row| row.ridings.clone()).collect();
    sets.sort_unstable();
    sets.dedup();
    let mut postal = Postal { sets, ..Postal::default() };
    let mut areas = 0_u32;
    for rows in inputs.postal_codes.chunk_by(|a, b| a.code.area_index() == b.code.area_index()) {
        let shares = inputs.areas.get(&rows[0].code.area_index()).map_or(&[][..], Vec::as_slice);
        postal.add_area(rows, shares)?;
        areas += 1;
    }
    Ok(File { name: "postal.bin", bytes: postal.into_bytes(areas)?, rows: inputs.postal_codes.len() })
}

impl Postal {
    fn add_area(&mut self, rows: &[PostalRow], shares: &[u16]) -> anyhow::Result<()> {
        let mut blocks = [0_u16; UNITS_PER_AREA / BLOCK];
        let mut palette: Vec<u16> = Vec::new();
        let mut last = None;
        let runs_before = self.runs.len();
        for row in rows {
            let unit = row.code.unit_index();
            blocks[unit / BLOCK] |= 1 << (unit % BLOCK);
            let set = self.sets.binary_search(&row.ridings).expect("the sets are of these rows");
            let set = u16::try_from(set)?;
            if last == Some(set) {
                continue;
            }
            last = Some(set);
            let place = palette.iter().position(|known| *known == set).unwrap_or_else(|| {
                palette.push(set);
                palette.len() - 1
            });
            ensure!(place < PALETTE_MAX, "{}: more than {PALETTE_MAX} answers in one area", rows[0].code.area());
            self.runs.push(u16::try_from(unit << 5 | place)?);
        }
        let runs = u16::try_from(self.runs.len() - runs_before)?;
        self.areas.extend(u16::try_from(rows[0].code.area_index())?.to_le_bytes());
        self.areas.extend(runs.to_le_bytes());
        self.areas.push(u8::try_from(palette.len())?);
        self.areas.push(u8::try_from(shares.len())?);
        for eight in blocks.chunks(8) {
            self.bitmaps.push(eight.iter().enumerate().fold(0, |bits, (i, mask)| bits | u8::from(*mask != 0) << i));
        }
        self.masks.extend(blocks.iter().filter(|mask| **mask != 0));
        self.palettes.extend(palette);
        self.shares.extend(shares);
        Ok(())
    }

    fn into_bytes(self, areas: u32) -> anyhow::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        bytes.extend(areas.to_le_bytes());
        for count in [self.sets.len(), self.masks.len(), self.runs.len(), self.palettes.len(), self.shares.len()] {
            bytes.extend(u32::try_from(count)?.to_le_bytes());
        }
        bytes.extend(self.areas);
        bytes.extend(self.bitmaps);
        bytes.extend(packed(&self.masks));
        let mut numbers = |numbers: &[u16]| bytes.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        numbers(&self.runs);
        numbers(&self.palettes);
        numbers(&self.shares);
        let mut begins = 0;
        let mut offsets = vec![0];
        for set in &self.sets {
            begins += u16::try_from(set.len())?;
            offsets.push(begins);
        }
        numbers(&offsets);
        numbers(&self.sets.concat());
        Ok(bytes)
    }
}

/// Packs masks of ten bits, without gaps.
fn packed(masks: &[u16]) -> Vec<u8> {
    let mut bytes = vec![0; (masks.len() * BLOCK).div_ceil(8) + 2];
    for (i, mask) in masks.iter().enumerate() {
        for bit in (0..BLOCK).filter(|bit| mask >> bit & 1 == 1) {
            let place = i * BLOCK + bit;
            bytes[place / 8] |= 1 << (place % 8);
        }
    }
    bytes
}
