//! Holds the guides to what is in the repository: ARCHITECTURE.md stays short, its invariants are those that tests name, its
//! wings are the crates' folders, and each file or document that a guide names is there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use tests::project_root;

const GUIDE: &str = "ARCHITECTURE.md";

/// A guide is read in one sitting of ten minutes.
const GUIDE_MAX_WORDS: usize = 2_500;

/// The documents whose paths are looked up.
const GUIDES: [&str; 7] =
    [GUIDE, "CHANGELOG.md", "CONTRIBUTING.md", "OPERATIONS.md", "PRIVACY.md", "README.md", "SECURITY.md"];

/// Folders with nothing in them that was written for this project, or nothing to read.
const NOT_OURS: [&str; 9] =
    [".aws-sam", ".git", ".local", ".tools", "data", "node_modules", "pictures", "results", "target"];

fn read(name: &str) -> String {
    std::fs::read_to_string(project_root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The text of every file below a folder that is ours, by its path from the project's root.
fn texts(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if NOT_OURS.contains(&name) {
            continue;
        }
        if path.is_dir() {
            found.extend(texts(&path));
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            found.insert(path.strip_prefix(project_root()).unwrap().to_str().unwrap().to_owned(), text);
        }
    }
    found
}

fn is_markdown(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|ending| ending == "md")
}

/// The number at the beginning of a text and the text after it.
fn number(text: &str) -> Option<(usize, &str)> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    text[..text.len() - rest.len()].parse().ok().map(|number| (number, rest))
}

/// The numbers of the invariants that a text names, such as "Invariants 1 and 2".
fn named_invariants(text: &str) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for rest in text.split("Invariant").skip(1) {
        let (several, rest) = rest.strip_prefix('s').map_or((false, rest), |rest| (true, rest));
        let mut next = rest.strip_prefix(' ').and_then(number);
        while let Some((invariant, rest)) = next {
            found.insert(invariant);
            next = [" and ", ", "].iter().find_map(|between| rest.strip_prefix(between)).and_then(number);
            next = next.filter(|_| several);
        }
    }
    found
}

/// The invariants of the guide: each number with its text.
fn guide_invariants(guide: &str) -> Vec<(usize, String)> {
    let (_, section) = guide.split_once("\n## Invariants\n").expect("the guide has a section \"Invariants\"");
    let section = section.split("\n## ").next().unwrap();
    let mut found: Vec<(usize, String)> = Vec::new();
    for line in section.lines() {
        let begins = number(line).and_then(|(number, rest)| Some((number, rest.strip_prefix(". **")?)));
        if let Some((number, text)) = begins {
            found.push((number, text.to_owned()));
        } else if let Some((_, text)) = found.last_mut() {
            text.push(' ');
            text.push_str(line.trim());
        }
    }
    found
}

#[test]
fn each_invariant_of_the_guide_is_named_by_a_test_and_tests_name_no_other() {
    let invariants = guide_invariants(&read(GUIDE));
    let numbers: Vec<_> = invariants.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, (1..=numbers.len()).collect::<Vec<_>>(), "invariants are numbered one after the other");
    for (number, text) in &invariants {
        assert!(text.contains("*Held by*"), "invariant {number} does not say what holds it");
    }
    let mut named = BTreeSet::new();
    for (file, text) in texts(&project_root()) {
        // This file names some as examples.
        let is_code = Path::new(&file).extension().is_some_and(|ending| ending == "rs" || ending == "py");
        if is_code && !file.ends_with("contract/guide.rs") {
            let here = named_invariants(&text);
            for number in &here {
                assert!(numbers.contains(number), "{file} names invariant {number}, which is not in {GUIDE}");
            }
            named.extend(here);
        }
    }
    let unproven: Vec<_> = numbers.iter().filter(|number| !named.contains(number)).collect();
    assert!(unproven.is_empty(), "no test names the invariants {unproven:?}");
}

#[test]
fn the_guide_is_read_in_ten_minutes() {
    let words = read(GUIDE).split_whitespace().count();
    assert!(words <= GUIDE_MAX_WORDS, "{GUIDE} has {words} words; move what one file explains into that file");
}

/// The crates that are divided into wings, by their folders.
const WINGED: [(&str, &str); 4] = [
    ("domain", "shared/domain"),
    ("store", "shared/store"),
    ("sign", "functions/sign"),
    ("organizer", "functions/organizer"),
];

/// The wings that the guide lists: each with the only crate that has it, or `None` if several may.
fn guide_wings(guide: &str) -> BTreeMap<String, Option<String>> {
    let (_, list) = guide.split_once(" are one wing:\n\n").expect("the guide lists wings");
    let list = list.split("\n\n").next().unwrap().replace("\n  ", " ");
    let mut found = BTreeMap::new();
    for line in list.lines() {
        let quoted: Vec<_> = line.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        match line.split_once(" only") {
            // "- `organizer` only: `counts`, `door`"
            Some((_, wings)) if wings.starts_with(':') => {
                found.extend(quoted[1..].iter().map(|wing| (wing.clone(), Some(quoted[0].clone()))));
            }
            // "- `keys` (`domain` only): secrets"
            Some(_) => drop(found.insert(quoted[0].clone(), Some(quoted[1].clone()))),
            None => drop(found.insert(quoted[0].clone(), None)),
        }
    }
    found
}

#[test]
fn the_wings_of_the_guide_are_the_folders_of_the_crates() {
    let listed = guide_wings(&read(GUIDE));
    let mut there: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, folder) in WINGED {
        for entry in std::fs::read_dir(project_root().join(folder).join("src")).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                let wing = path.file_name().unwrap().to_str().unwrap().to_owned();
                there.entry(wing).or_default().insert(name.to_owned());
            }
        }
    }
    assert_eq!(listed.keys().collect::<Vec<_>>(), there.keys().collect::<Vec<_>>());
    for (wing, only) in listed.iter().filter_map(|(wing, only)| only.as_ref().map(|only| (wing, only))) {
        assert_eq!(there[wing], BTreeSet::from([only.clone()]), "{wing} is a folder of {only} only");
    }
}

/// The parts of a text between backticks or in a link's brackets, outside blocks of code.
fn places(text: &str) -> Vec<String> {
    let prose: String = text.split("```").step_by(2).collect();
    let quoted = prose.split('`').skip(1).step_by(2).map(str::to_owned);
    let links = prose.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link.to_owned());
    quoted.chain(links).collect()
}

#[test]
fn every_file_that_a_guide_names_is_there() {
    let top = ["functions/", "infra/", "shared/", "tests/", ".github/", ".ci/"];
    let mut missing = Vec::new();
    for guide in GUIDES {
        for place in places(&read(guide)) {
            let path = place.split(['#', ' ', '*', '{', ':']).next().unwrap();
            let is_ours = top.iter().any(|folder| path.starts_with(folder)) || is_markdown(path);
            let is_a_pattern = place.contains(['*', '{', '<']);
            if is_ours && !path.contains("://") && !is_a_pattern && !project_root().join(path).exists() {
                missing.push(format!("{guide}: {place}"));
            }
        }
    }
    assert!(missing.is_empty(), "these are not there:\n{}", missing.join("\n"));
}

/// The names of code that a recipe finds in a file, as in "`LISTED` and `SIGNER_STATE` in `attributes.rs`": each with its file.
fn named_in_files(recipes: &str) -> Vec<(String, String)> {
    let prose: String = recipes.split("```").step_by(2).collect();
    let recipes = prose.split_whitespace().collect::<Vec<_>>().join(" ");
    let parts: Vec<_> = recipes.split('`').collect();
    let mut found = Vec::new();
    for at in (3..parts.len()).step_by(2).filter(|at| parts[at - 1] == " in ") {
        let mut name = at - 2;
        found.push((parts[name].to_owned(), parts[at].to_owned()));
        while name > 1 && [" and ", ", "].contains(&parts[name - 1]) {
            name -= 2;
            found.push((parts[name].to_owned(), parts[at].to_owned()));
        }
    }
    found
}

#[test]
fn the_code_that_a_recipe_names_is_in_the_file_that_it_names() {
    let texts = texts(&project_root());
    let mut looked_up = 0;
    for (name, file) in named_in_files(&read("CONTRIBUTING.md")) {
        let is_it = |path: &str| path == file || path.ends_with(&format!("/{file}"));
        let mut files = texts.iter().filter(|(path, _)| is_it(path)).peekable();
        // A folder or a crate is no file.
        if files.peek().is_some() {
            // A path is shortened where it is used.
            let name = name.rsplit("::").next().unwrap();
            assert!(files.any(|(_, text)| text.contains(name)), "{name} is not in {file}");
            looked_up += 1;
        }
    }
    assert!(looked_up > 12, "only {looked_up} names were looked up");
    assert_eq!(named_in_files("`A`, `b` and `c` in `d.rs`; `e` in f").len(), 3);
}

/// The sections of a runbook: each heading with its text.
fn sections(runbook: &str) -> Vec<(&str, &str)> {
    runbook.split("\n## ").skip(1).map(|section| section.split_once('\n').unwrap_or((section, ""))).collect()
}

/// Whether a section ends with a paragraph about the parts that were tried, and names the parts that were not.
fn says_what_was_tried(section: &str) -> bool {
    let last = section.trim_end().rsplit("\n\n").next().unwrap_or_default();
    last.starts_with("*Tried here:* ") || last == "*Not tried here.*"
}

#[test]
fn each_section_of_the_runbook_says_what_was_tried_and_one_list_has_the_rest() {
    let runbook = read("OPERATIONS.md");
    let mut sections = sections(&runbook);
    let (heading, list) = sections.pop().expect("the runbook has sections");
    assert_eq!(heading, "What could not be tried without an AWS account", "the list comes last");
    let silent: Vec<_> = sections.iter().filter(|(_, text)| !says_what_was_tried(text)).map(|(name, _)| name).collect();
    assert!(silent.is_empty(), "these sections do not end with what was tried: {silent:?}");
    let rows: Vec<_> = list.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    for row in &rows {
        assert!(row.matches(" | ").count() == 1 && row.ends_with(" |"), "a part and how to try it: {row}");
    }
    assert!(sections.len() > 20 && rows.len() > 30, "they are read as they are written");
    assert!(!says_what_was_tried("1. Do this.\n\n*Tried here:* this.\n\nAnd that.\n"));
}

#[test]
fn no_document_is_named_that_is_not_in_the_repository() {
    let texts = texts(&project_root());
    let documents: BTreeSet<_> = texts.keys().filter_map(|file| Path::new(file).file_name()?.to_str()).collect();
    let mut outside = Vec::new();
    for (file, text) in &texts {
        let words = text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '_' | '-'));
        for word in words.map(|word| word.trim_matches('.')) {
            let is_document = is_markdown(word);
            // The plan that the first version was built from, which was written without its ending.
            let is_design = word == ["DES", "IGN"].concat();
            if (is_document && !documents.contains(word)) || is_design {
                outside.push(format!("{file}: {word}"));
            }
        }
    }
    assert!(outside.is_empty(), "these documents are not in the repository:\n{}", outside.join("\n"));
}

#[test]
fn names_of_invariants_are_read_as_they_are_written() {
    for (text, numbers) in [
        ("/// Invariant 9", vec![9]),
        ("/// Invariant 9, 10 times over", vec![9]),
        ("/// Invariants 1 and 2: two hundred", vec![1, 2]),
        ("/// Invariants 2, 7 and 12", vec![2, 7, 12]),
        ("an Invariant of none", vec![]),
    ] {
        assert_eq!(named_invariants(text).into_iter().collect::<Vec<_>>(), numbers, "{text}");
    }
}
