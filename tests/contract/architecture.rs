//! Holds the layout against the compiler's own view of the workspace: `cargo metadata`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};
use tests::project_root;

/// A folder of the top level, from the one that everything may use to the one that may use everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Layer {
    Domain,
    Shared,
    Functions,
    Infra,
    Tests,
}

impl Layer {
    fn of(package: &Package) -> Self {
        let folder = package.manifest_path.parent().expect("a manifest is in a folder");
        let folder =
            folder.strip_prefix(project_root().to_str().expect("UTF-8")).expect("it is in the project").as_str();
        match folder {
            "shared/domain" => Self::Domain,
            "tests" => Self::Tests,
            _ if folder.starts_with("shared/") => Self::Shared,
            _ if folder.starts_with("functions/") => Self::Functions,
            _ if folder.starts_with("infra/") => Self::Infra,
            _ => panic!("{folder} is in none of the given folders"),
        }
    }

    /// Whether a package here may use one there.
    fn may_use(self, other: Self) -> bool {
        match self {
            Self::Domain | Self::Tests => other < self,
            // Functions are deployed one by one: each with what it may do, and with nothing of another.
            Self::Functions => other < Self::Functions,
            Self::Shared | Self::Infra => other <= self,
        }
    }
}

fn metadata() -> Metadata {
    // The metadata of the platform that is deployed to, without the needs of other platforms.
    let options = ["--offline", "--filter-platform", "x86_64-unknown-linux-gnu"].map(str::to_owned);
    let command = MetadataCommand::new().current_dir(project_root()).other_options(options).exec();
    command.expect("cargo describes the workspace")
}

fn own(metadata: &Metadata) -> BTreeMap<&str, &Package> {
    metadata.workspace_packages().into_iter().map(|package| (package.name.as_str(), package)).collect()
}

/// Lists the packages that are built with one; the dependencies of their own tests do not matter.
fn users_of(metadata: &Metadata, dependency: &str) -> BTreeSet<String> {
    let uses = |package: &&&Package| {
        package.dependencies.iter().any(|used| used.name == dependency && used.kind != DependencyKind::Development)
    };
    own(metadata).values().filter(uses).map(|package| package.name.to_string()).collect()
}

/// Lists everything that is compiled into a package, by name.
fn compiled_into(name: &str) -> BTreeSet<String> {
    // Not from the metadata: those are resolved with the features that the whole workspace asks for together.
    let tree = std::process::Command::new(env!("CARGO"))
        .current_dir(project_root())
        .args(["tree", "--offline", "--package", name, "--edges", "normal", "--prefix", "none", "--format", "{p}"])
        .output()
        .expect("cargo draws its tree");
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let text = String::from_utf8(tree.stdout).expect("cargo writes UTF-8");
    text.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn dependencies_point_one_way() {
    let metadata = metadata();
    let own = own(&metadata);
    for package in own.values() {
        for dependency in &package.dependencies {
            if let Some(used) = own.get(dependency.name.as_str()) {
                assert!(Layer::of(package).may_use(Layer::of(used)), "{} may not use {}", package.name, used.name);
            }
        }
    }
}

#[test]
fn each_door_to_the_world_has_one_keeper() {
    let metadata = metadata();
    let keepers = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    for (door, allowed) in [
        ("aws-sdk-dynamodb", keepers(&["store"])),
        ("aws-sdk-sesv2", keepers(&["mail"])),
        ("lettre", keepers(&["mail"])),
        ("jsonwebtoken", keepers(&["domain", "tests"])),
        ("dynoxide-rs", keepers(&["local"])),
        ("typst", keepers(&["report"])),
        // The one asks issuers whom the deployment names, the other public addresses that admins type.
        ("hyper-rustls", keepers(&["access", "ledger"])),
        ("rustls", keepers(&["access", "ledger"])),
        ("reqwest", keepers(&[])),
    ] {
        let users = users_of(&metadata, door);
        assert!(users.is_subset(&allowed), "{door} is used by {users:?}, and only {allowed:?} may");
    }
}

#[test]
fn the_domain_is_pure() {
    let compiled = compiled_into("domain");
    let impure = ["tokio", "futures", "hyper", "http", "axum", "tower", "tracing", "reqwest", "rand", "getrandom"];
    let found: Vec<_> = compiled
        .iter()
        .filter(|name| impure.contains(&name.as_str()) || name.starts_with("aws-s") || name.starts_with("aws-config"))
        .collect();
    assert!(found.is_empty(), "the domain is compiled with {found:?}");
}

/// Invariant 5: the functions that read counts are built without a way to send mail and without words for a person.
#[test]
fn public_and_report_have_no_way_to_anybody() {
    for function in ["public", "report"] {
        let compiled = compiled_into(function);
        for forbidden in ["mail", "mailer", "sign", "lettre", "aws-sdk-sesv2"] {
            assert!(!compiled.contains(forbidden), "{function} is compiled with {forbidden}");
        }
    }
    let code =
        ["public", "report"].map(|function| sources(&project_root().join("functions").join(function).join("src")));
    // A program that knows sessions could make one.
    assert!(!compiled_into("report").contains("access"));
    for (file, code) in code.into_iter().flatten() {
        for word in [
            "Pledges",
            "Signer",
            "Submission",
            "Household",
            "PLEDGES_TABLE",
            "IDENTITY_KEY",
            "TOKEN_KEYS",
            "SESSION_KEYS",
        ] {
            assert!(!words(&code).contains(word), "{file} has the word {word}");
        }
    }
}

/// Another package that asks a stranger for keys would have to judge their answers.
#[test]
fn only_the_office_takes_tokens_of_issuers() {
    let metadata = metadata();
    assert_eq!(users_of(&metadata, "access"), BTreeSet::from(["organizer".to_owned()]));
    assert!(!compiled_into("report").contains("access"));
}

/// Invariant 25.
/// Sign counts and never mails; the mailer mails and never counts.
#[test]
fn only_the_mailer_mails_and_it_never_counts() {
    assert!(!compiled_into("sign").contains("mail"));
    for (file, code) in sources(&project_root().join("functions/mailer/src")) {
        for word in ["TallyDelta", "Tallies", "TALLY_TABLE"] {
            assert!(!words(&code).contains(word), "{file} has the word {word}");
        }
    }
}

/// Invariant 25.
/// A letter is left for the mailer; who wrote it is read, and never changed or counted.
#[test]
fn letters_are_mailed_by_the_mailer_and_count_nobody() {
    assert!(!compiled_into("letter").contains("mail"));
    for (file, code) in sources(&project_root().join("functions/letter/src")) {
        for word in ["TallyDelta", "CounterChange", "IDENTITY_KEY", "withdraw", "move_to", "confirm"] {
            assert!(!words(&code).contains(word), "{file} has the word {word}");
        }
    }
}

/// Invariant 25.
/// The store and the domain decide a change of the tally, and only the mailer writes to anybody.
#[test]
fn the_office_decides_no_count_and_mails_nobody() {
    assert!(!compiled_into("organizer").contains("mail"));
    for (file, code) in sources(&project_root().join("functions/organizer/src")) {
        for word in ["TallyDelta", "CounterChange", "TOKEN_KEYS"] {
            assert!(!words(&code).contains(word), "{file} has the word {word}");
        }
    }
}

/// Lambda runs a library's function and nothing else, so that the tests run the same.
#[test]
fn a_functions_main_is_a_few_lines() {
    for folder in std::fs::read_dir(project_root().join("functions")).unwrap() {
        let main = folder.unwrap().path().join("src/main.rs");
        let lines = std::fs::read_to_string(&main).unwrap().lines().filter(|line| !line.trim().is_empty()).count();
        assert!(lines <= 15, "{} has {lines} lines", main.display());
    }
}

/// The Members that are built in are the first version alone. A function that read them would pass over a by-election.
#[test]
fn no_function_reads_the_built_in_table_of_members() {
    for package in own(&metadata()).values() {
        let folder = package.manifest_path.parent().expect("a manifest is in a folder");
        if !folder.as_str().contains("/functions/") {
            continue;
        }
        for (file, code) in sources(folder.join("src").as_std_path()) {
            assert!(!code.contains("first_roster"), "{file} reads the Members as they were when it was built");
        }
    }
}

#[test]
fn the_top_level_is_the_given_one() {
    let given = ["functions", "infra", "shared", "tests", "target"];
    for entry in std::fs::read_dir(project_root()).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let is_folder = entry.file_type().unwrap().is_dir();
        assert!(
            !is_folder || name.starts_with('.') || given.contains(&name.as_str()),
            "{name} is not of the given folders"
        );
    }
}

/// STYLE: files are named for the product's deeds, and each crate documents its purpose, its bans and its beginning.
#[test]
fn every_crate_says_what_it_must_never_do_and_where_to_start() {
    for package in own(&metadata()).values() {
        let folder = package.manifest_path.parent().expect("a manifest is in a folder");
        for (file, _) in sources(folder.join("src").as_std_path()) {
            let stem = Path::new(&file).file_stem().unwrap().to_str().unwrap().to_owned();
            let vague = ["utils", "util", "helpers", "common", "misc", "manager", "service", "types", "mod"];
            assert!(!vague.contains(&stem.as_str()), "{file} is named for nothing");
        }
        let Ok(code) = std::fs::read_to_string(folder.join("src/lib.rs")) else { continue };
        let documentation: String = code.lines().take_while(|line| line.starts_with("//!")).collect();
        for said in ["never", "Start reading"] {
            assert!(documentation.contains(said), "the documentation of {} lacks \"{said}\"", package.name);
        }
    }
}

/// A constant by itself is a field of a log's line, and the line then has no message.
#[test]
fn every_line_of_the_log_has_a_message() {
    let is_constant = |argument: &str| argument.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    for folder in ["functions", "shared", "infra"] {
        for (file, code) in sources(&project_root().join(folder)) {
            for call in code.split("tracing::").skip(1) {
                let Some((level, arguments)) = call.split_once("!(") else { continue };
                let argument = arguments.split(')').next().expect("split gives one part at least");
                let is_line = ["error", "warn", "info", "debug", "trace"].contains(&level);
                assert!(!is_line || !is_constant(argument), "{file} logs {argument} without a message");
            }
        }
    }
}

/// Reads every Rust file under a folder.
fn sources(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
        }
    }
    found
}

/// Lists the words of the code, without its comments.
fn words(code: &str) -> BTreeSet<&str> {
    let code = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_')).collect()
}
