//! Holds the sentences of pages and mails to the limits that the code keeps. A sentence takes a limit from its term, such as
//! `{ -form-days }`; the few that write a number themselves are listed here with the constant that they must equal.

use std::collections::BTreeMap;

use campaigns::CampaignFolder;
use domain::locale::Locale;
use domain::mail::cohort::COHORT_DAYS;
use domain::mail::limits::{BACKUP_DAYS, BUDGET_DAYS, FIRST_MAIL_WITHIN, FORM_MAILS_MAX};
use pages::Site;
use store::RATE_HOURS;
use tests::project_root;

/// The words of time, and of numbers, in which a limit could be written by hand.
const UNITS: [&str; 14] = [
    "minute", "minutes", "hour", "hours", "day", "days", "months", "times", "heure", "heures", "jour", "jours", "mois",
    "essais",
];
const NUMBERS: [&str; 16] = [
    "two", "three", "four", "five", "six", "seven", "ten", "fifteen", "thirty", "deux", "trois", "cinq", "sept", "dix",
    "quinze", "trente",
];

fn read(path: &str) -> String {
    std::fs::read_to_string(project_root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn site() -> Site {
    Site::load(CampaignFolder::find("time-to-lead").unwrap(), "https://example.org").unwrap()
}

/// The limits that a sentence writes by hand, such as "14 days".
fn by_hand(sentence: &str) -> Vec<String> {
    let words: Vec<_> = sentence.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit()) || NUMBERS.contains(&word);
    let pairs = words.windows(2).filter(|pair| is_number(&pair[0].to_lowercase()) && UNITS.contains(&pair[1]));
    pairs.map(|pair| format!("{} {}", pair[0].to_lowercase(), pair[1])).collect()
}

/// The keys of sentences about a person's pledge, with their limits that are written by hand.
fn written(path: &str) -> BTreeMap<String, Vec<String>> {
    let ours = ["check-mail", "confirm", "error-code", "error-draft", "failed", "form", "mail", "my-pledge", "not-me"];
    let ours = ours.iter().chain(&["privacy", "thank-you", "withdrawn", "stop-updates", "link-problem"]);
    let (mut found, mut key) = (BTreeMap::new(), String::new());
    for line in read(path).lines() {
        if let Some((name, _)) = line.split_once(" = ").filter(|(name, _)| !name.contains(' ')) {
            name.clone_into(&mut key);
        }
        let limits = by_hand(line);
        if !limits.is_empty() && ours.clone().any(|begin| key.starts_with(begin)) {
            found.entry(key.clone()).or_insert_with(Vec::new).extend(limits);
        }
    }
    found
}

#[test]
fn no_sentence_writes_a_limit_by_hand() {
    assert_eq!(
        (COHORT_DAYS, RATE_HOURS),
        (7, 2 * 24),
        "the sentences that are listed here say seven days and two days"
    );
    // The law's 30 days, the memory of one's network, the hours of counts, the marks of a week.
    let known = |language: &str| match language {
        "en" => [
            ("privacy-who", "30 days"),
            ("privacy-until-network", "ten minutes, two days"),
            ("privacy-until-cohort", "seven days"),
            ("privacy-until-corrections", "two days"),
        ],
        _ => [
            ("privacy-who", "30 jours"),
            ("privacy-until-network", "dix minutes, deux jours"),
            ("privacy-until-cohort", "sept jours"),
            ("privacy-until-corrections", "deux jours"),
        ],
    };
    for language in ["en", "fr"] {
        let expected: BTreeMap<_, _> = known(language).map(|(key, limits)| (key.to_owned(), limits.to_owned())).into();
        let found: BTreeMap<_, _> = written(&format!("shared/pages/texts/{language}.ftl"))
            .into_iter()
            .map(|(key, limits)| (key, limits.join(", ")))
            .collect();
        assert_eq!(found, expected, "{language}: use a term of `campaigns`, or list the constant");
        assert_eq!(written(&format!("shared/mail/texts/{language}.ftl")), BTreeMap::new());
    }
}

/// Page, mail, privacy notice, guides and backups tell one story of a withdrawal.
#[test]
fn a_withdrawal_is_told_in_one_way_and_backups_forget_as_it_says() {
    let days = format!("{BACKUP_DAYS} days");
    assert!(read("template.yaml").contains(&format!("RecoveryPeriodInDays: {BACKUP_DAYS} }}")));
    // `find` counts whole days, and the next look comes six hours later.
    let find = format!("-mtime +{} -exec rm", BACKUP_DAYS - 2);
    assert!(read("infra/local/time-to-lead-backup.service").contains(&find));
    for guide in ["PRIVACY.md", "OPERATIONS.md", "infra/local/README.md"] {
        assert!(read(guide).contains(&days), "{guide}");
    }
    let site = site();
    for (locale, days) in [(Locale::En, days.clone()), (Locale::Fr, format!("{BACKUP_DAYS} jours"))] {
        let texts = site.texts(locale);
        for key in ["withdrawn-stays", "privacy-copies"] {
            assert!(texts.get(key).contains(&days), "{key}");
        }
        // No sentence says that nothing is left: a last mail, backups and marks are, for a while.
        for key in ["withdrawn-body", "my-pledge-withdraw-body", "privacy-choices-withdraw"] {
            let said = texts.get(key);
            assert!(
                !["everything", "nothing", "information", "tout ", "rien", "renseignements"]
                    .iter()
                    .any(|all| said.contains(all)),
                "{said}"
            );
        }
    }
}

/// The description for programs promises what the pages promise.
#[test]
fn the_interface_names_the_same_limits() {
    let interface = read("functions/public/openapi.json").replace("\\n", " ");
    let within = FIRST_MAIL_WITHIN.as_mins();
    let mail = format!(
        "within {within} minutes, if the address takes mail from us and has had fewer than {FORM_MAILS_MAX} mails in {BUDGET_DAYS} days"
    );
    let counted = format!(
        "Somebody who is counted gets a mail about their pledge, if there were fewer than {}.",
        FORM_MAILS_MAX - 1
    );
    for said in [mail, counted, format!("backups forget it after {BACKUP_DAYS} days")] {
        assert!(interface.contains(&said), "{said}");
    }
}

/// The same sentence stands above the form, in the privacy notice and in the interface's description.
#[test]
fn who_may_sign_is_said_in_one_sentence() {
    let site = site();
    let said = site.texts(Locale::En).get("form-who");
    let interface: String = read("functions/public/openapi.json").replace("\\n", " ");
    assert!(interface.contains(&said), "the doc comment of `PledgeRequest` says: {said}");
    for template in ["shared/pages/templates/pledge_form.html", "functions/public/templates/privacy.html"] {
        assert!(read(template).contains("t.get(\"form-who\")"), "{template}");
    }
}

/// Placeables that stand for a name, and the words that fit only some names before them: « de Alexandra », "the Amnesty".
const NAMES: [&str; 13] = [
    "by",
    "domain",
    "email",
    "here",
    "member",
    "name",
    "names",
    "organization",
    "partner",
    "place",
    "province",
    "riding",
    "to",
];
const FRENCH_BEFORE: [&str; 9] = ["de", "du", "des", "le", "la", "les", "au", "aux", "que"];
const ENGLISH_BEFORE: [&str; 3] = ["the", "a", "an"];

/// Lists the places of a text where a name follows a word that fits only some names.
fn unfit(text: &str, before: &[&str]) -> Vec<String> {
    let pairs = before.iter().flat_map(|word| NAMES.map(|name| format!(" {word} {{ ${name} }}")));
    let text = text.to_lowercase();
    pairs.filter(|pair| text.contains(pair.as_str())).collect()
}

#[test]
fn a_sentence_takes_any_name() {
    assert_eq!(unfit("Au bureau de { $member },", &FRENCH_BEFORE), [" de { $member }"]);
    for folder in
        ["shared/pages/texts", "functions/organizer/texts", "shared/mail/texts", "shared/campaigns/time-to-lead"]
    {
        for (language, before) in [("en", ENGLISH_BEFORE.as_slice()), ("fr", &FRENCH_BEFORE)] {
            let path = format!("{folder}/{language}.ftl");
            assert_eq!(unfit(&read(&path), before), [] as [String; 0], "{path}");
        }
    }
}

/// Words for an official or a Member that fit a woman only, or a man only.
const OF_ONE_GENDER: [&str; 9] = [
    "premier ministre",
    "première ministre",
    "le ministre",
    "la ministre",
    "député",
    "députée",
    "élu",
    "madame",
    "monsieur",
];
/// Words that name women and men side by side.
const OF_BOTH: [&str; 12] = [
    "première ou le premier ministre",
    "première ou au premier ministre",
    "première ou du premier ministre",
    "première ou premier ministre",
    "la ministre ou le ministre",
    "la ou le ministre",
    "la ministre ou au ministre",
    "députée ou un député",
    "députée ou du député",
    "députée ou de son député",
    "députée ou son député",
    "député·e",
];
/// The beginnings of keys whose sentences name each form of address, or quote the House of Commons.
const NAMED_AS_THEY_ARE: [&str; 2] = ["office-members-upload-says", "office-members-address-"];

/// Lists the words of a French sentence that fit a woman or a man only.
fn gendered(sentence: &str) -> Vec<&'static str> {
    let both = OF_BOTH.iter().fold(sentence.to_lowercase(), |text, both| text.replace(both, "x"));
    let words: Vec<_> = both.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    let text = format!(" {} ", words.join(" "));
    OF_ONE_GENDER.into_iter().filter(|word| text.contains(&format!(" {word} "))).collect()
}

/// The campaign's folder may address its own officials: the desk changes these sentences together with them.
#[test]
fn a_sentence_fits_whoever_holds_an_office() {
    assert_eq!(
        gendered("Le mot pour le premier ministre, à la première ou au premier ministre."),
        ["premier ministre"]
    );
    for folder in ["shared/pages/texts", "functions/organizer/texts", "shared/mail/texts"] {
        let french = read(&format!("{folder}/fr.ftl"));
        let sentences = french.lines().filter(|line| !NAMED_AS_THEY_ARE.iter().any(|key| line.starts_with(key)));
        for sentence in sentences {
            assert_eq!(gendered(sentence), [] as [&str; 0], "{folder}: {sentence}");
        }
        let english = read(&format!("{folder}/en.ftl")).to_lowercase();
        let mut words = english.split(|c: char| !c.is_alphabetic());
        let of_one = words.find(|word| ["he", "she", "him", "her", "his", "hers"].contains(word));
        assert_eq!(of_one, None, "{folder}");
    }
}
