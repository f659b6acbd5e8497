//! The public inputs, read and checked: every error names its file and line.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use anyhow::{Context as _, anyhow, bail};
use domain::person::postal_code::PostalCode;
use domain::tally::riding::{Province, RidingCode};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use crate::map::{HexagonRow, Topology};

/// Everything that the tables are built from.
pub(crate) struct Inputs {
    /// The ridings in the order of their codes.
    pub(crate) ridings: Vec<RidingRow>,
    /// The postal codes in their order, each with its riding's index and the indices of other possible ridings.
    pub(crate) postal_codes: Vec<PostalRow>,
    /// Riding indices by area, the most frequent first.
    pub(crate) areas: BTreeMap<usize, Vec<u16>>,
    pub(crate) members: Vec<MemberRow>,
    /// The topology for drawing: in metres, clipped to land.
    pub(crate) topology: Topology,
    /// The topology for other programs: in degrees.
    pub(crate) boundaries: Topology,
    pub(crate) hexagons: Vec<HexagonRow>,
    pub(crate) sources: Sources,
    /// Name, digest and data rows of each input file.
    pub(crate) files: Vec<InputFile>,
}

pub(crate) struct RidingRow {
    pub(crate) code: RidingCode,
    pub(crate) name_en: String,
    pub(crate) name_fr: String,
    pub(crate) province: Province,
    pub(crate) province_en: String,
    pub(crate) province_fr: String,
    pub(crate) population: u32,
    pub(crate) electors: u32,
}

pub(crate) struct PostalRow {
    pub(crate) code: PostalCode,
    /// The riding, then the other possible ones.
    pub(crate) ridings: Vec<u16>,
}

pub(crate) struct MemberRow {
    pub(crate) code: RidingCode,
    pub(crate) name: String,
    pub(crate) party: String,
    pub(crate) email: String,
    pub(crate) as_of: String,
    /// `F` or `M`; empty where the roster has none.
    pub(crate) gender: String,
}

pub(crate) struct InputFile {
    pub(crate) name: &'static str,
    pub(crate) sha256: String,
    pub(crate) rows: usize,
}

/// The content of `sources.json`: the origin of each input.
#[derive(Default, Deserialize)]
pub(crate) struct Sources {
    /// The day the inputs were gathered.
    pub(crate) as_of: String,
    /// The sources by file name.
    pub(crate) sources: BTreeMap<String, Source>,
}

#[derive(Deserialize, serde::Serialize)]
pub(crate) struct Source {
    pub(crate) what: String,
    #[serde(rename = "source")]
    pub(crate) origin: String,
    pub(crate) date: String,
    pub(crate) licence: String,
}

const RIDINGS: &str = "ridings_2023.csv";
const POSTAL_CODES: &str = "postal_ridings_2023.csv.xz";
const AREAS: &str = "fsa_ridings_2023.csv";
const MEMBERS: &str = "mps_45.csv";
const OUTLINES: &str = "ridings_2023_map.topojson";
const BOUNDARIES: &str = "ridings_2023_lonlat.topojson";
const HEXAGONS: &str = "hexagons.csv";

impl Inputs {
    /// Reads the folder of public inputs, and the cartogram, which is our own and lies elsewhere.
    pub(crate) fn read(folder: &Path, cartogram: &Path) -> anyhow::Result<Self> {
        let mut files = Vec::new();
        let mut table = |name: &'static str| -> anyhow::Result<Vec<csv::StringRecord>> {
            let path = if name == HEXAGONS { cartogram.to_owned() } else { folder.join(name) };
            let bytes = std::fs::read(path).with_context(|| format!("{name} could not be read"))?;
            let rows = rows(name, &bytes)?;
            files.push(InputFile { name, sha256: hex(&Sha256::digest(&bytes)), rows: rows.len() });
            Ok(rows)
        };
        let ridings = each(RIDINGS, &table(RIDINGS)?, read_riding)?;
        let codes: Vec<RidingCode> = ridings.iter().map(|riding| riding.code).collect();
        if !codes.is_sorted_by(|a, b| a < b) {
            bail!("{RIDINGS}: the ridings are not in the order of their codes, each once");
        }
        let postal_codes = each(POSTAL_CODES, &table(POSTAL_CODES)?, |row| read_postal_code(row, &codes))?;
        if let Some(i) = postal_codes.windows(2).position(|pair| pair[0].code >= pair[1].code) {
            bail!("{POSTAL_CODES}, line {}: the codes are not in order, each once", i + 3);
        }
        let mut areas: BTreeMap<usize, Vec<u16>> = BTreeMap::new();
        for (area, riding) in each(AREAS, &table(AREAS)?, |row| read_area(row, &codes))? {
            areas.entry(area).or_default().push(riding);
        }
        let members = each(MEMBERS, &table(MEMBERS)?, |row| read_member(row, &codes))?;
        let hexagons = each(HEXAGONS, &table(HEXAGONS)?, read_hexagon)?;
        let mut shapes = |name: &'static str| -> anyhow::Result<Topology> {
            let bytes = std::fs::read(folder.join(name)).with_context(|| format!("{name} could not be read"))?;
            files.push(InputFile { name, sha256: hex(&Sha256::digest(&bytes)), rows: codes.len() });
            Topology::read(&bytes, &codes).context(name)
        };
        let (topology, boundaries) = (shapes(OUTLINES)?, shapes(BOUNDARIES)?);
        let sources = std::fs::read_to_string(folder.join("sources.json")).unwrap_or_else(|_| SOURCES.to_owned());
        let sources = serde_json::from_str(&sources).context("sources.json")?;
        Ok(Self { ridings, postal_codes, areas, members, topology, boundaries, hexagons, sources, files })
    }
}

/// The origin of the inputs of 2026-11-23, for a folder without `sources.json`.
const SOURCES: &str = include_str!("../sources.json");

fn rows(name: &str, bytes: &[u8]) -> anyhow::Result<Vec<csv::StringRecord>> {
    let mut text = Vec::new();
    if Path::new(name).extension().is_some_and(|extension| extension == "xz") {
        liblzma::read::XzDecoder::new(bytes).read_to_end(&mut text).with_context(|| format!("{name}: not xz"))?;
    } else {
        text.extend_from_slice(bytes);
    }
    csv::Reader::from_reader(text.as_slice()).records().collect::<Result<_, _>>().with_context(|| name.to_owned())
}

fn each<T>(
    name: &str,
    rows: &[csv::StringRecord],
    read: impl Fn(&csv::StringRecord) -> anyhow::Result<T>,
) -> anyhow::Result<Vec<T>> {
    // The first line has the columns' names.
    rows.iter().enumerate().map(|(i, row)| read(row).with_context(|| format!("{name}, line {}", i + 2))).collect()
}

fn read_riding(row: &csv::StringRecord) -> anyhow::Result<RidingRow> {
    let riding = RidingRow {
        code: column(row, 0)?.parse()?,
        name_en: column(row, 1)?.to_owned(),
        name_fr: column(row, 2)?.to_owned(),
        province: column(row, 3)?.parse()?,
        province_en: column(row, 4)?.to_owned(),
        province_fr: column(row, 5)?.to_owned(),
        population: column(row, 6)?.parse().context("population")?,
        electors: column(row, 7)?.parse().context("electors")?,
    };
    if riding.code.province() != riding.province {
        bail!("the code is of another province");
    }
    Ok(riding)
}

fn read_postal_code(row: &csv::StringRecord, codes: &[RidingCode]) -> anyhow::Result<PostalRow> {
    let code = column(row, 0)?.parse()?;
    let others = column(row, 2)?.split_whitespace();
    let ridings = std::iter::once(column(row, 1)?).chain(others).map(|text| index(text, codes));
    Ok(PostalRow { code, ridings: ridings.collect::<Result<_, _>>()? })
}

fn read_area(row: &csv::StringRecord, codes: &[RidingCode]) -> anyhow::Result<(usize, u16)> {
    let code: PostalCode = format!("{}0A0", column(row, 0)?).parse()?;
    Ok((code.area_index(), index(column(row, 1)?, codes)?))
}

fn read_member(row: &csv::StringRecord, codes: &[RidingCode]) -> anyhow::Result<MemberRow> {
    let code = column(row, 0)?;
    index(code, codes)?;
    let text = |n| column(row, n).map(|text| text.trim().to_owned());
    // A roster may have a ninth column, as the Represent API does: `F`, `M` or nothing. Without it nobody's gender is known.
    let gender = row.get(8).map(str::trim).unwrap_or_default().to_owned();
    if !["", "F", "M"].contains(&gender.as_str()) {
        bail!("the gender is F, M or empty");
    }
    Ok(MemberRow { code: code.parse()?, name: text(2)?, party: text(3)?, email: text(4)?, as_of: text(7)?, gender })
}

fn read_hexagon(row: &csv::StringRecord) -> anyhow::Result<HexagonRow> {
    let cell = |n| anyhow::Ok(column(row, n)?.parse()?);
    Ok(HexagonRow { code: column(row, 0)?.parse()?, col: cell(1)?, row: cell(2)? })
}

fn index(text: &str, codes: &[RidingCode]) -> anyhow::Result<u16> {
    let code: RidingCode = text.parse()?;
    let place = codes.binary_search(&code).map_err(|_| anyhow!("there is no riding {code}"))?;
    Ok(u16::try_from(place)?)
}

fn column(row: &csv::StringRecord, n: usize) -> anyhow::Result<&str> {
    row.get(n).ok_or_else(|| anyhow!("column {} is missing", n + 1))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}
