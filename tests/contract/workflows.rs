//! Holds the workflows to `tests/run`: each step is a job, and a job runs nothing that could change unseen.

use tests::project_root;

fn read(name: &str) -> String {
    std::fs::read_to_string(project_root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The words between a mark at a line's beginning and the bracket that closes the list.
fn listed(text: &str, mark: &str, end: char) -> Vec<String> {
    let line =
        text.lines().find_map(|line| line.trim_start().strip_prefix(mark)).unwrap_or_else(|| panic!("no {mark}"));
    let list = line.split(end).next().unwrap();
    list.split([' ', ',']).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[test]
fn each_step_of_the_tests_is_a_job() {
    let steps = listed(&read("tests/run"), "readonly STEPS=(", ')');
    let jobs = listed(&read(".github/workflows/tests.yml"), "step: [", ']');
    assert_eq!(jobs, steps);
}

#[test]
fn a_workflow_may_only_read_and_pins_the_actions_of_others() {
    for entry in std::fs::read_dir(project_root().join(".github/workflows")).unwrap() {
        let path = entry.unwrap().path();
        let (name, text) = (path.display(), std::fs::read_to_string(&path).unwrap());
        assert!(text.contains("\npermissions:\n  contents: read\n\n"), "{name} may do more than read");
        for line in text.lines().filter(|line| line.contains("uses:")) {
            let commit = line.split_once('@').map_or("", |(_, rest)| rest.split(' ').next().unwrap());
            let is_commit = commit.len() == 40 && commit.chars().all(|c| c.is_ascii_hexdigit());
            assert!(is_commit, "{name} names no commit: {line}");
        }
    }
}
