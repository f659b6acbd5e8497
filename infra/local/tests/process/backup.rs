//! A copy of the data that is taken while people sign, and the site that starts on it.

use std::sync::atomic::{AtomicBool, Ordering};

use super::serve::Machine;
use super::*;

const REHEARSAL: [&str; 3] = ["--proxied-by", "127.0.0.1", "--mailbox"];

fn back_up(machine: &Machine, to: &str) -> Output {
    let (data, to) = (machine.path("data"), machine.path(to));
    command(&["backup", to.to_str().unwrap(), "--data", data.to_str().unwrap()]).output().unwrap()
}

fn total(site: &Process) -> u64 {
    let counter: Value = serde_json::from_str(&site.ask("GET", "/v1/counter", "").1).unwrap();
    counter["total"].as_u64().unwrap()
}

#[test]
fn a_copy_taken_while_people_sign_is_a_site() {
    let machine = Machine::new();
    let site = machine.start("data", &REHEARSAL);
    let sign_and_confirm = |email: &str| {
        assert_eq!(site.sign(email), 202);
        site.confirm(email);
    };
    sign_and_confirm("before@example.net");
    let copied = AtomicBool::new(false);
    let during = std::thread::scope(|scope| {
        let signing = scope.spawn(|| {
            let mut people = 0;
            while !copied.load(Ordering::Relaxed) || people == 0 {
                sign_and_confirm(&format!("during{people}@example.net"));
                people += 1;
            }
            people
        });
        let copy = back_up(&machine, "copy");
        copied.store(true, Ordering::Relaxed);
        let said = String::from_utf8(copy.stderr).unwrap();
        assert!(copy.status.success() && said.contains("without the secrets"), "{said}");
        signing.join().unwrap()
    });
    sign_and_confirm("after@example.net");
    assert_eq!(site.sign("waiting@example.net"), 202);
    drop(site);

    let copy = machine.start("copy", &REHEARSAL);
    let counted = total(&copy);
    assert!((1..=1 + during).contains(&counted), "{counted} of {during} and one");
    // Somebody who is not in the copy signs again.
    assert_eq!(copy.sign("after@example.net"), 202);
    assert_eq!(copy.confirm("after@example.net")["total"], counted + 1);
}

#[test]
fn a_copy_without_its_secrets_counts_nobody_again() {
    let (machine, other) = (Machine::new(), Machine::new());
    drop(machine.start("data", &REHEARSAL));
    drop(other.start("data", &REHEARSAL));
    assert!(back_up(&machine, "copy").status.success());
    let again = String::from_utf8(back_up(&machine, "copy").stderr).unwrap();
    assert!(again.contains("is there already"), "{again}");

    std::fs::rename(machine.secrets(), machine.path("lost")).unwrap();
    std::fs::create_dir(machine.secrets()).unwrap();
    let said = machine.refuses("copy", &REHEARSAL);
    assert!(said.contains("IdentityKey is missing") && said.contains("a second time"), "{said}");
    std::fs::remove_dir(machine.secrets()).unwrap();
    std::fs::rename(other.secrets(), machine.secrets()).unwrap();
    let said = machine.refuses("copy", &REHEARSAL);
    assert!(said.contains("IdentityKey is another one") && said.contains("put that one back"), "{said}");
    std::fs::rename(machine.secrets(), machine.path("of another")).unwrap();
    std::fs::rename(machine.path("lost"), machine.secrets()).unwrap();
    drop(machine.start("copy", &REHEARSAL));
}
