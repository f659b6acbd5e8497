//! Builds the tables that `shared/ridings` embeds from public reference data. The same inputs give the same bytes.
//!
//! Start reading at [`inputs`] for the files that are read, and at [`tables`] and [`map`] for those that are written.
//! README.md names the inputs' origins and the way to refresh them.
#![expect(clippy::print_stdout, reason = "a command-line program says what it wrote")]

mod file;
mod inputs;
mod manifest;
mod map;
mod tables;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Parser;

use crate::inputs::Inputs;

/// Builds shared/ridings/data from public reference data.
#[derive(Parser)]
struct Arguments {
    /// The folder with the inputs that README.md lists.
    #[arg(long)]
    inputs: PathBuf,
    /// The cartogram, which is our own: the column and row of each riding.
    #[arg(long, default_value = "infra/ridings-table/hexagons.csv")]
    hexagons: PathBuf,
    /// The folder that the tables go to.
    #[arg(long, default_value = "shared/ridings/data")]
    output: PathBuf,
    /// Write nothing: fail unless the tables there match these inputs.
    #[arg(long)]
    check: bool,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    eprintln!("reading {}", arguments.inputs.display());
    let inputs = Inputs::read(&arguments.inputs, &arguments.hexagons)?;
    eprintln!("building {} ridings, {} postal codes", inputs.ridings.len(), inputs.postal_codes.len());
    let mut files = tables::build(&inputs)?;
    files.push(manifest::build(&inputs, &files)?);
    if arguments.check {
        return check(&arguments.output, &files);
    }
    std::fs::create_dir_all(&arguments.output)?;
    for file in &files {
        let path = arguments.output.join(file.name);
        std::fs::write(&path, &file.bytes).with_context(|| format!("{} could not be written", path.display()))?;
        println!("{:>9} bytes  {}", file.bytes.len(), path.display());
    }
    Ok(())
}

fn check(output: &Path, files: &[file::File]) -> anyhow::Result<()> {
    for file in files {
        let path = output.join(file.name);
        let there = std::fs::read(&path).with_context(|| format!("{} could not be read", path.display()))?;
        if there != file.bytes {
            bail!("{} is not what these inputs give: build the tables again", path.display());
        }
    }
    println!("{} files are what these inputs give", files.len());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str, postal_codes: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("ridings-table-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let write = |file: &str, text: &[u8]| std::fs::write(folder.join(file), text).unwrap();
        write("ridings_2023.csv", b"code,name_en,name_fr,province,province_en,province_fr,population_2021,electors_2025,area_km2\n24030,Gatineau,Gatineau,QC,Quebec,Qu\xc3\xa9bec,107000,85000,130.1\n35079,Ottawa Centre,Ottawa-Centre,ON,Ontario,Ontario,126560,105823,41.98\n");
        write("fsa_ridings_2023.csv", b"fsa,riding,n_codes,fsa_total,share\nK1A,35079,2,3,0.7\nK1A,24030,1,3,0.3\n");
        write("mps_45.csv", b"code,riding,name,party,email,since,note,confidence\n35079,Ottawa Centre,A Person,Party,,2025-04-28,,2025-06 roster\n24030,Gatineau,,,,,,\n");
        write("hexagons.csv", b"code,col,row\n24030,1,2\n35079,2,2\n");
        write("ridings_2023_map.topojson", TWO_SQUARES.as_bytes());
        write("ridings_2023_lonlat.topojson", TWO_SQUARES.as_bytes());
        write("sources.json", br#"{"as_of":"2026-11-23","sources":{}}"#);
        let mut packed = Vec::new();
        std::io::Read::read_to_end(&mut liblzma::read::XzEncoder::new(postal_codes.as_bytes(), 6), &mut packed)
            .unwrap();
        write("postal_ridings_2023.csv.xz", &packed);
        folder
    }

    fn inputs(folder: &Path) -> anyhow::Result<Inputs> {
        Inputs::read(folder, &folder.join("hexagons.csv"))
    }

    fn build(folder: &Path) -> anyhow::Result<Vec<file::File>> {
        tables::build(&inputs(folder)?)
    }

    const TWO_SQUARES: &str = r#"{"type":"Topology","transform":{"scale":[150,150],"translate":[0,0]},"arcs":[[[0,0],[0,9],[9,0],[0,-9],[-9,0]],[[20,0],[0,9],[9,0],[0,-9],[-9,0]]],"objects":{"ridings":{"type":"GeometryCollection","geometries":[{"type":"Polygon","properties":{"code":"24030"},"arcs":[[0]]},{"type":"Polygon","properties":{"code":"35079"},"arcs":[[1]]}]}}}"#;
    const GOOD: &str = "code,riding,alternates\nK1A0A6,35079,\nK1A0A7,35079,24030\nK1A0B1,24030,\n";

    #[test]
    fn the_same_inputs_give_the_same_bytes() {
        let folder = folder("same", GOOD);
        let (first, second) = (build(&folder).unwrap(), build(&folder).unwrap());
        assert_eq!(first, second);
        let manifest = |files| manifest::build(&inputs(&folder).unwrap(), files).unwrap();
        assert_eq!(manifest(&first), manifest(&second));
    }

    #[test]
    fn a_members_gender_is_carried_where_the_roster_has_one() {
        let folder = folder("gender", GOOD);
        let roster = |line: &str| {
            let text = format!("code,riding,name,party,email,since,note,confidence,gender\n{line}\n");
            std::fs::write(folder.join("mps_45.csv"), text).unwrap();
            build(&folder).map(|files| files.into_iter().find(|file| file.name == "members.tsv").unwrap().bytes)
        };
        let person = "35079,Ottawa Centre,A Person,Party,,2025-04-28,,2025-06 roster";
        assert_eq!(roster(&format!("{person},F")).unwrap(), b"35079\tA Person\tParty\t\t2025-06 roster\tF\n");
        assert_eq!(roster(&format!("{person},")).unwrap(), b"35079\tA Person\tParty\t\t2025-06 roster\n");
        assert!(format!("{:#}", roster(&format!("{person},x")).unwrap_err()).contains("line 2"));
    }

    #[test]
    fn what_is_there_is_checked_against_the_inputs() {
        let folder = folder("check", GOOD);
        let files = build(&folder).unwrap();
        for file in &files {
            std::fs::write(folder.join(file.name), &file.bytes).unwrap();
        }
        assert!(check(&folder, &files).is_ok());
        std::fs::write(folder.join(files[0].name), b"something else").unwrap();
        assert!(check(&folder, &files).is_err());
    }

    #[test]
    fn a_wrong_line_is_named_with_its_file_and_number() {
        let wrong = |name, line: &str| {
            let text = format!("code,riding,alternates\nK1A0A6,35079,\n{line}\n");
            format!("{:#}", build(&folder(name, &text)).unwrap_err())
        };
        for (name, line) in [
            ("code", "K1AOA7,35079,"),
            ("riding", "K1A0A7,99999,"),
            ("unknown", "K1A0A7,35001,"),
            ("order", "K1A0A5,35079,"),
        ] {
            let message = wrong(name, line);
            assert!(message.contains("postal_ridings_2023.csv.xz") && message.contains("line 3"), "{message}");
        }
    }
}
