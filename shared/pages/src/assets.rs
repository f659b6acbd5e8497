//! The files that pages refer to, under names that hold their hash, so that browsers may keep them for ever.

use std::sync::LazyLock;

use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The place of the font's name in the stylesheet, where its hash is put.
const FONT_PLACE: &str = "/assets/font.woff2";

/// A file to serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asset {
    pub bytes: &'static [u8],
    pub content_type: &'static str,
}

#[derive(Debug)]
pub(crate) struct File {
    /// The path at which it is served: `/assets/<name>.<hash>.<extension>`.
    pub(crate) path: String,
    asset: Asset,
}

impl File {
    /// Returns the file if that is its name.
    pub(crate) fn named(&self, name: &str) -> Option<Asset> {
        (self.path.strip_prefix("/assets/") == Some(name)).then_some(self.asset)
    }
}

struct Files {
    embedded_script: File,
    font: File,
    icon: File,
    script: File,
    stylesheet: File,
}

static FILES: LazyLock<Files> = LazyLock::new(|| {
    let font = file(
        "atkinson",
        "woff2",
        "font/woff2",
        include_bytes!("../assets/atkinson-hyperlegible-next.woff2").as_slice(),
    );
    let css = include_str!("../assets/style.css").replace(FONT_PLACE, &font.path);
    let css: &'static str = Box::leak(css.into_boxed_str());
    Files {
        embedded_script: file(
            "embedded",
            "js",
            "text/javascript; charset=utf-8",
            include_bytes!("../assets/embedded.js").as_slice(),
        ),
        icon: file("icon", "svg", "image/svg+xml", include_bytes!("../assets/icon.svg")),
        script: file("script", "js", "text/javascript; charset=utf-8", include_bytes!("../assets/script.js")),
        stylesheet: file("style", "css", "text/css; charset=utf-8", css.as_bytes()),
        font,
    }
});

/// The files that only pages with maps refer to. They are apart from the rest so that functions without maps do not
/// carry them.
struct MapFiles {
    outlines: File,
    script: File,
}

static MAP_FILES: LazyLock<MapFiles> = LazyLock::new(|| MapFiles {
    outlines: file("outlines", "svg", "image/svg+xml", ridings::outlines().as_bytes()),
    script: file("map", "js", "text/javascript; charset=utf-8", include_bytes!("../assets/map.js")),
});

static PARTNERS_SCRIPT: LazyLock<File> =
    LazyLock::new(|| file("partners", "js", "text/javascript; charset=utf-8", include_bytes!("../assets/partners.js")));

static LETTER_SCRIPT: LazyLock<File> =
    LazyLock::new(|| file("letter", "js", "text/javascript; charset=utf-8", include_bytes!("../assets/letter.js")));

pub(crate) fn file(name: &str, extension: &str, content_type: &'static str, bytes: &'static [u8]) -> File {
    let hash = digest::digest(&digest::SHA256, bytes);
    let hash = URL_SAFE_NO_PAD.encode(&hash.as_ref()[..9]);
    File { path: format!("/assets/{name}.{hash}.{extension}"), asset: Asset { bytes, content_type } }
}

#[must_use]
pub fn stylesheet() -> &'static str {
    &FILES.stylesheet.path
}

#[must_use]
pub fn script() -> &'static str {
    &FILES.script.path
}

/// Returns the path of the script of embedded pages.
#[must_use]
pub fn embedded_script() -> &'static str {
    &FILES.embedded_script.path
}

#[must_use]
pub fn font() -> &'static str {
    &FILES.font.path
}

#[must_use]
pub fn icon() -> &'static str {
    &FILES.icon.path
}

/// Returns the path of the ridings' outlines: `<use href="{outlines}#35079">`.
#[must_use]
pub fn outlines() -> &'static str {
    &MAP_FILES.outlines.path
}

/// Returns the path of the script that pages with maps add.
#[must_use]
pub fn map_script() -> &'static str {
    &MAP_FILES.script.path
}

/// Returns the path of the script that the partners' page adds.
#[must_use]
pub fn partners_script() -> &'static str {
    &PARTNERS_SCRIPT.path
}

/// Returns the path of the script that the letter's pages add.
#[must_use]
pub fn letter_script() -> &'static str {
    &LETTER_SCRIPT.path
}

/// Finds the file of that name (the part after `/assets/`), hash and all.
#[must_use]
pub fn find(file: &str) -> Option<Asset> {
    let Files { embedded_script, font, icon, script, stylesheet } = &*FILES;
    let own = [&MAP_FILES.outlines, &MAP_FILES.script, &*PARTNERS_SCRIPT, &*LETTER_SCRIPT];
    let files = [stylesheet, script, embedded_script, font, icon].into_iter().chain(own);
    files.into_iter().find_map(|known| known.named(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An unclosed rule swallows every rule after it, and a browser reports nothing.
    #[test]
    fn the_stylesheet_closes_what_it_opens() {
        let css = std::str::from_utf8(FILES.stylesheet.asset.bytes).unwrap();
        let (mut depth, mut deepest) = (0_i32, 0);
        for byte in css.bytes() {
            depth += match byte {
                b'{' => 1,
                b'}' => -1,
                _ => 0,
            };
            assert!(depth >= 0, "a brace too many");
            deepest = deepest.max(depth);
        }
        assert_eq!((depth, deepest), (0, 2), "rules within media queries, and nothing deeper");
    }

    #[test]
    fn every_file_is_found_by_its_path_and_by_no_other() {
        for path in
            [stylesheet(), script(), embedded_script(), font(), icon(), outlines(), map_script(), partners_script()]
                .into_iter()
                .chain([letter_script()])
        {
            let asset = find(path.strip_prefix("/assets/").unwrap()).unwrap();
            assert!(!asset.bytes.is_empty());
        }
        assert_eq!(find("style.css"), None);
        assert_eq!(find(""), None);
    }

    #[test]
    fn the_stylesheet_asks_for_the_font_under_its_hashed_name() {
        let css = find(stylesheet().strip_prefix("/assets/").unwrap()).unwrap();
        let css = std::str::from_utf8(css.bytes).unwrap();
        assert!(css.contains(font()));
        assert!(!css.contains(FONT_PLACE));
    }

    #[test]
    fn the_font_stays_small() {
        assert!(FILES.font.asset.bytes.len() <= 30 * 1024);
    }
}
