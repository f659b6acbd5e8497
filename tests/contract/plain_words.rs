//! Keeps comments and guides in plain words, so that a stranger understands each at the first reading.
//!
//! A doc comment begins with a subject or a verb that names the item, in twenty words at most. Some openings and words are
//! riddles to somebody whose first language is not English, and are refused here.

use std::path::Path;

use tests::project_root;

/// Words that begin a fragment without a main clause.
const OPENINGS: [&str; 10] = ["what", "who", "whoever", "whatever", "whose", "which", "where", "how", "when", "why"];

/// Words and phrases that stand nowhere.
const RIDDLES: [&str; 4] = ["anew", "told", "that says so", "but for"];

/// The most words of a doc comment's first sentence, to its full stop, colon or semicolon.
const FIRST_SENTENCE_MAX_WORDS: usize = 20;

/// Folders that hold nothing that was written for this project. Those with a dot before their name are left out as well.
const NOT_OURS: [&str; 4] = ["data", "node_modules", "results", "target"];

/// One paragraph of a comment or a guide.
#[derive(Clone, Debug)]
struct Paragraph {
    line: usize,
    text: String,
    /// The code below a doc comment, if this is the comment's first paragraph.
    item: Option<String>,
    /// True for the first paragraph of a doc comment.
    names_an_item: bool,
}

/// Returns the reason why a paragraph is refused, if there is one.
fn fault(paragraph: &Paragraph) -> Option<String> {
    let text = plain(&paragraph.text);
    let sentence = first_sentence(&text, &['.', '?', '!']);
    let words = words(&text);
    let first = words.first().map_or("", String::as_str);
    let of_which = first == "of" && words.get(1).is_some_and(|word| word == "which" || word == "what");
    // "When the form closes, links still work" has its main clause. A doc comment names its item first all the same.
    let has_a_main_clause = matches!(first, "when" | "where") && sentence.contains(", ") && !paragraph.names_an_item;
    if (of_which || OPENINGS.contains(&first)) && !sentence.ends_with('?') && !has_a_main_clause {
        return Some(format!("it opens with \"{first}\""));
    }
    let of_a_boolean = paragraph.item.as_ref().is_none_or(|item| self::words(item).iter().any(|word| word == "bool"));
    if first == "whether" && !of_a_boolean {
        return Some("\"Whether\" opens the docs of a boolean only".to_owned());
    }
    let length = first_sentence(&text, &['.', '?', '!', ':', ';']).split_whitespace().count();
    if paragraph.names_an_item && length > FIRST_SENTENCE_MAX_WORDS {
        return Some(format!("its first sentence has {length} words"));
    }
    let spaced = format!(" {} ", words.join(" "));
    let riddle = RIDDLES.iter().find(|riddle| spaced.contains(&format!(" {riddle} ")));
    riddle.map(|riddle| format!("it says \"{riddle}\""))
}

/// The text with an `x` for each piece of code and each quotation, and without parentheses.
fn plain(text: &str) -> String {
    let mut plain = text.to_owned();
    for (opening, closing, instead) in [('`', '`', "x"), ('"', '"', "x"), ('(', ')', "")] {
        let mut rest = std::mem::take(&mut plain);
        while let Some((before, after)) = rest.split_once(opening) {
            let Some((_, after)) = after.split_once(closing) else { break };
            plain.push_str(before);
            plain.push_str(instead);
            rest = after.to_owned();
        }
        plain.push_str(&rest);
    }
    plain
}

/// The words of a text in small letters.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// The text up to the first of the marks that stands before a space or at the end.
fn first_sentence<'a>(text: &'a str, marks: &[char]) -> &'a str {
    let end = text.match_indices(marks).find(|(at, _)| text[at + 1..].starts_with(' ') || at + 1 == text.len());
    end.map_or(text, |(at, _)| &text[..=at])
}

/// The paragraphs of lines that were written one below the other, each line with its number.
///
/// Blocks of code, headings and tables are left out: they are no sentences.
fn paragraphs(lines: &[(usize, &str)]) -> Vec<Paragraph> {
    let mut found: Vec<Paragraph> = Vec::new();
    let mut open = false;
    let mut in_code = false;
    for (line, text) in lines {
        let text = text.trim();
        let fence = text.starts_with("```") || text.starts_with("~~~");
        in_code ^= fence;
        let no_sentence = fence || in_code || text.is_empty() || text.starts_with(['#', '|', '<']);
        let item = list_item(text);
        if no_sentence {
            open = false;
        } else if open && item.is_none() {
            let last = found.last_mut().expect("a paragraph is open");
            last.text.push(' ');
            last.text.push_str(text);
        } else {
            let text = item.unwrap_or(text).to_owned();
            found.push(Paragraph { line: *line, text, item: None, names_an_item: false });
            open = true;
        }
    }
    found
}

/// The text of a list's item, without its mark.
fn list_item(text: &str) -> Option<&str> {
    let numbered = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = (numbered.len() < text.len()).then(|| numbered.strip_prefix(". ")).flatten();
    ["- ", "* ", "+ "].iter().find_map(|mark| text.strip_prefix(mark)).or(number)
}

/// The comments of code, by the marks that its language begins them with, the longest first.
fn comments(code: &str, marks: &[&str]) -> Vec<Paragraph> {
    let lines: Vec<_> = code.lines().map(str::trim).collect();
    let mark_of = |line: &str| marks.iter().find(|mark| line.starts_with(**mark)).copied();
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let Some(mark) = mark_of(lines[at]) else {
            at += 1;
            continue;
        };
        let begin = at;
        while at < lines.len() && mark_of(lines[at]) == Some(mark) {
            at += 1;
        }
        let block: Vec<_> = (begin..at).map(|line| (line + 1, &lines[line][mark.len()..])).collect();
        let mut block = paragraphs(&block);
        if let Some(first) = block.first_mut() {
            first.names_an_item = matches!(mark, "///" | "//!");
            first.item = (mark == "///").then(|| item_below(&lines[at..]));
        }
        found.extend(block);
    }
    found
}

/// The code that a doc comment is about, up to the body or the end of it.
fn item_below(lines: &[&str]) -> String {
    let code = lines.iter().skip_while(|line| line.is_empty() || line.starts_with('#') || line.starts_with("//"));
    let mut item = String::new();
    for line in code.take(12) {
        item.push_str(line);
        item.push(' ');
        if line.ends_with(['{', '}', ';']) || (line.ends_with(',') && !item.contains('(')) {
            break;
        }
    }
    item
}

/// The texts in triple quotation marks, which Python documents its functions with.
fn docstrings(code: &str) -> Vec<Paragraph> {
    let lines: Vec<_> = code.lines().map(str::trim).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let begin = at;
        at += 1;
        let Some(opening) = lines[begin].strip_prefix("\"\"\"") else { continue };
        let mut block = vec![(begin + 1, opening.trim_end_matches("\"\"\""))];
        while !lines[at - 1][if at - 1 == begin { 3 } else { 0 }..].contains("\"\"\"") && at < lines.len() {
            block.push((at + 1, lines[at].trim_end_matches("\"\"\"")));
            at += 1;
        }
        let mut block = paragraphs(&block);
        if let Some(first) = block.first_mut() {
            first.names_an_item = true;
        }
        found.extend(block);
    }
    found
}

/// The prose of a file, by the ending of its name.
fn prose(name: &str, text: &str) -> Vec<Paragraph> {
    match Path::new(name).extension().and_then(|ending| ending.to_str()) {
        Some("rs") => comments(text, &["///", "//!", "//"]),
        Some("js") => comments(text, &["/**", "//", "*"]),
        Some("yaml" | "toml" | "ftl") => comments(text, &["###", "##", "#"]),
        Some("py") => [comments(text, &["#"]), docstrings(text)].concat(),
        Some("md") => paragraphs(&text.lines().enumerate().map(|(line, text)| (line + 1, text)).collect::<Vec<_>>()),
        _ => Vec::new(),
    }
}

/// Every file below a folder that is ours, with its name as it is written from the project's root.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if NOT_OURS.contains(&name) || (name.starts_with('.') && name != ".github") {
            continue;
        }
        if path.is_dir() {
            found.extend(files(&path));
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            found.push((path.strip_prefix(project_root()).unwrap().to_str().unwrap().to_owned(), text));
        }
    }
    found
}

#[test]
fn comments_and_guides_are_in_plain_words() {
    let mut faults = Vec::new();
    for (name, text) in files(&project_root()) {
        for paragraph in prose(&name, &text) {
            if let Some(fault) = fault(&paragraph) {
                faults.push(format!("{name}:{}: {fault}: {}", paragraph.line, paragraph.text));
            }
        }
    }
    assert!(faults.is_empty(), "{} comments are riddles:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn a_riddle_is_seen_and_a_plain_sentence_is_not() {
    for (name, text) in [
        ("a.rs", "/// Whatever was asked for.\nfn asked() {}"),
        ("a.rs", "/// Of which kind it is.\nfn kind() {}"),
        ("a.rs", "/// Where the place stays, the tally owes nothing.\nfn stay() {}"),
        ("a.rs", "/// Whether they signed.\nfn signed() -> Option<u8> {"),
        ("a.rs", "/// Reads the form.\n///\n/// # Errors\n/// When nobody answers.\nfn read() {}"),
        ("a.rs", "let a = 1;\n// Who asked.\nlet b = 2;"),
        ("a.rs", "// The owner is told of it.\nlet b = 2;"),
        ("README.md", "All of it.\n\n- whose turn it is\n"),
        ("a.py", "def one():\n    \"\"\"How it was made.\"\"\""),
        ("a.yaml", "# Reads it\n# anew.\nkey: value"),
        (
            "a.rs",
            "/// Reads one and two and three and four and five and six and seven and eight and nine and ten of them.\nfn r() {}",
        ),
    ] {
        assert_eq!(prose(name, text).iter().filter_map(fault).count(), 1, "{text}");
    }
    for (name, text) in [
        ("a.rs", "/// Whether they signed.\npub fn signed(\n    one: u8,\n) -> bool {"),
        ("a.rs", "/// Returns what was asked for.\nfn asked() {}"),
        ("a.rs", "/// Reads the word `told`, or \"but for\".\nfn asked() {}"),
        ("a.rs", "// When the form closes, links still work.\nlet b = 2;"),
        ("README.md", "# What it is\n\n| where | what |\n\n```\nwho\n```\n\nWho signs? Everybody.\n"),
    ] {
        assert!(!prose(name, text).iter().any(|paragraph| fault(paragraph).is_some()), "{text}");
    }
}
