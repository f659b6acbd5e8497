//! The press: sheets in, PDF and PNG out. No other file uses typst.
//!
//! The content comes as data, in a file of its own that a sheet reads with `json`: a name is a text to typst and never
//! markup, with any characters. A letter that our typefaces lack would refuse the document, so another one stands for it.
//! A sheet can read its two or three files and nothing else: no disk, no network, no date.
//!
//! The book is compressed after typst wrote it, to fit into Lambda's answer of 6 MB.

use std::collections::HashMap;
use std::sync::LazyLock;

use domain::person::folding;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use lopdf::SaveOptions;
use serde::Serialize;
use serde_json::Value;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::{LazyHash, Scalar};
use typst::{Library, LibraryExt as _, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};
use typst_render::RenderOptions;

/// The pixels for each point: a picture's sheet is 600 points by 315, and networks ask for 1200 pixels by 630.
const PIXELS_PER_POINT: f64 = 2.0;
/// The largest number of colours of an indexed PNG.
const COLOURS_MAX: usize = 256;
/// The number of objects that are compressed together: more of them are smaller, and slower to open one of.
const OBJECTS: usize = 200;
const DEFLATE_LEVEL: u32 = 9;
/// The sign for a letter that no typeface has, and that has no plain form.
const LACKING: &str = "?";

/// A form that can be printed; each has a file of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// One page for one riding.
    OnePager,
    /// The lobby book: front matter and a page for each riding.
    Book,
    /// The picture beside a shared link.
    Picture,
    /// A blank sheet to sign by hand.
    SignUpSheet,
}

/// The reason why something could not be printed, in typst's words. The cause is in our own sheets or data, so nobody
/// who asks can mend it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct PressError(String);

/// The parts that every print shares: typst's library, our typefaces, our sheets.
struct Workshop {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    sheets: HashMap<FileId, Source>,
    one_pager: FileId,
    picture: FileId,
    whole_book: FileId,
    sign_up: FileId,
    data: FileId,
}

static WORKSHOP: LazyLock<Workshop> = LazyLock::new(|| {
    let fonts: Vec<Font> = [
        include_bytes!("../fonts/atkinson-hyperlegible-next-400.ttf").as_slice(),
        include_bytes!("../fonts/atkinson-hyperlegible-next-700.ttf").as_slice(),
    ]
    .into_iter()
    .flat_map(|bytes| Font::iter(Bytes::new(bytes)))
    .collect();
    let [sheet, one_pager, whole_book, picture, sign_up, data] =
        ["sheet.typ", "one_pager.typ", "book.typ", "picture.typ", "sign_up.typ", "data.json"].map(file);
    let sheets = [
        (sheet, include_str!("../sheets/sheet.typ")),
        (one_pager, include_str!("../sheets/one_pager.typ")),
        (whole_book, include_str!("../sheets/book.typ")),
        (picture, include_str!("../sheets/picture.typ")),
        (sign_up, include_str!("../sheets/sign_up.typ")),
    ];
    Workshop {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        sheets: sheets.map(|(id, text)| (id, Source::new(id, text.to_owned()))).into(),
        one_pager,
        picture,
        whole_book,
        sign_up,
        data,
    }
});

fn file(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("our own file names are well formed");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// One print: its sheet and its data.
struct Job {
    main: FileId,
    data: Bytes,
}

impl World for Job {
    fn library(&self) -> &LazyHash<Library> {
        &WORKSHOP.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &WORKSHOP.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        WORKSHOP.sheets.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == WORKSHOP.data { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        WORKSHOP.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Whether the typefaces can write a text.
pub(crate) fn can_write(text: &str) -> bool {
    text.chars().all(|c| in_our_letters(c).is_some())
}

/// Writes a character with letters that all typefaces have; `None` if they have none for it.
fn in_our_letters(c: char) -> Option<String> {
    let is_ours = |c: char| WORKSHOP.fonts.iter().all(|font| font.info().coverage.contains(c.into()));
    if is_ours(c) || c.is_control() {
        return Some(c.to_string());
    }
    match folding::plainly(c) {
        // Characters that nobody sees need no letter.
        plain if plain.is_empty() => Some(c.to_string()),
        plain => Some(plain).filter(|plain| plain.chars().all(is_ours)),
    }
}

/// Writes all texts of a form's data with our letters. Members, partners and the campaign's desk may write with others.
fn put_into_our_letters(data: &mut Value) {
    match data {
        Value::String(text) if !text.is_ascii() => {
            *text = text.chars().map(|c| in_our_letters(c).unwrap_or_else(|| LACKING.to_owned())).collect();
        }
        Value::Array(parts) => parts.iter_mut().for_each(put_into_our_letters),
        Value::Object(parts) => parts.values_mut().for_each(put_into_our_letters),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Sets a form with its data.
fn set(form: Form, data: &impl Serialize) -> Result<PagedDocument, PressError> {
    let main = match form {
        Form::OnePager => WORKSHOP.one_pager,
        Form::Book => WORKSHOP.whole_book,
        Form::Picture => WORKSHOP.picture,
        Form::SignUpSheet => WORKSHOP.sign_up,
    };
    let mut data = serde_json::to_value(data).map_err(|error| PressError(error.to_string()))?;
    put_into_our_letters(&mut data);
    let data = serde_json::to_vec(&data).map_err(|error| PressError(error.to_string()))?;
    let set = typst::compile(&Job { main, data: Bytes::new(data) });
    // The memory of one print is of no use to the next: other numbers, other pages.
    typst::comemo::evict(0);
    // A warning is a glyph that no typeface has, or a layout that does not settle: as wrong as an error.
    if let Some(warning) = set.warnings.first() {
        return Err(press_error(warning));
    }
    set.output.map_err(|errors| errors.first().map_or_else(|| PressError("no reason given".to_owned()), press_error))
}

fn press_error(problem: &SourceDiagnostic) -> PressError {
    PressError(problem.message.to_string())
}

/// Prints a PDF for people and their screen readers (PDF/UA-1). The same numbers at the same time are the same bytes.
pub(crate) fn pdf(form: Form, data: &impl Serialize, at: Timestamp) -> Result<Vec<u8>, PressError> {
    let document = set(form, data)?;
    let standards = PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|error| PressError(error.message().to_string()))?;
    let options =
        PdfOptions { timestamp: written_at(at), standards, creator: Smart::Custom(None), ..PdfOptions::default() };
    let pdf = typst_pdf::pdf(&document, &options)
        .map_err(|errors| errors.first().map_or_else(|| PressError("no reason given".to_owned()), press_error))?;
    packed(&pdf).map_err(|error| PressError(error.to_string()))
}

/// Compresses the document's objects too (ISO 32000-1, section 7.5.7). The structure for screen readers is thousands of
/// small objects, nearly half of a book that typst writes plainly.
fn packed(pdf: &[u8]) -> Result<Vec<u8>, lopdf::Error> {
    let mut document = lopdf::Document::load_mem(pdf)?;
    let options = SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .max_objects_per_stream(OBJECTS)
        .compression_level(DEFLATE_LEVEL);
    let mut packed = Vec::with_capacity(pdf.len());
    document.save_with_options(&mut packed, options.build())?;
    Ok(packed)
}

fn written_at(at: Timestamp) -> Option<typst_pdf::Timestamp> {
    let at = TimeZone::UTC.to_datetime(at);
    let [month, day, hour, minute, second] =
        [at.month(), at.day(), at.hour(), at.minute(), at.second()].map(i8::unsigned_abs);
    let at = Datetime::from_ymd_hms(at.year().into(), month, day, hour, minute, second)?;
    Some(typst_pdf::Timestamp::new_utc(at))
}

/// Draws a picture for sharing as a PNG.
pub(crate) fn picture(data: &impl Serialize) -> Result<Vec<u8>, PressError> {
    let document = set(Form::Picture, data)?;
    let page = document.pages().first().ok_or_else(|| PressError("there is no page".to_owned()))?;
    Ok(drawn(page, PIXELS_PER_POINT))
}

fn drawn(page: &typst_layout::Page, pixels_per_point: f64) -> Vec<u8> {
    let options = RenderOptions { pixel_per_pt: Scalar::new(pixels_per_point), ..RenderOptions::default() };
    let pixels = typst_render::render(page, &options);
    let colours = pixels.pixels().iter().map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]);
    indexed(pixels.width(), pixels.height(), &colours.collect::<Vec<_>>())
}

/// Writes a PNG with a palette: flat drawings have few colours, and nobody can distinguish the shades between two of
/// them.
fn indexed(width: u32, height: u32, pixels: &[[u8; 3]]) -> Vec<u8> {
    let mut counts: HashMap<[u8; 3], usize> = HashMap::new();
    for pixel in pixels {
        *counts.entry(*pixel).or_default() += 1;
    }
    let mut by_count: Vec<_> = counts.into_iter().collect();
    // Ties are broken by the colour itself, so that the same drawing is the same bytes.
    by_count.sort_unstable_by_key(|(colour, count)| (std::cmp::Reverse(*count), *colour));
    let palette: Vec<[u8; 3]> = by_count.iter().take(COLOURS_MAX).map(|(colour, _)| *colour).collect();
    let distance =
        |a: [u8; 3], b: [u8; 3]| -> u32 { a.iter().zip(b).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum() };
    let nearest = |colour: [u8; 3]| (0_u8..=u8::MAX).zip(&palette).min_by_key(|(_, known)| distance(colour, **known));
    let places: HashMap<[u8; 3], u8> =
        by_count.iter().map(|(colour, _)| (*colour, nearest(*colour).map_or(0, |(place, _)| place))).collect();
    let bytes: Vec<u8> = pixels.iter().map(|pixel| places[pixel]).collect();
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette.concat());
    encoder.set_compression(png::Compression::High);
    encoder.set_filter(png::Filter::NoFilter);
    let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&bytes));
    written.expect("a palette and its indices, written to memory");
    file
}

/// Lists the typefaces, to look for letters in.
#[cfg(test)]
pub(crate) fn faces() -> Vec<Font> {
    WORKSHOP.fonts.clone()
}
