//! A guide: one page in chapters, with pictures of our own pages, which `tests/browser/pictures.js` takes.

use axum::response::{IntoResponse, Response};
use domain::locale::Locale;
use http::HeaderValue;
use http::header::CONTENT_TYPE;

use crate::failure::Failure;
use crate::visit::Answer;

/// The sides of a picture, in pixels.
pub(crate) const PICTURE_SIDES: [u32; 2] = [960, 640];

/// A picture of a page in both languages.
pub(crate) struct Picture {
    /// Its name in addresses and in the list of pictures.
    pub(crate) name: &'static str,
    pub(crate) en: &'static [u8],
    pub(crate) fr: &'static [u8],
}

/// Names a picture of the folder `pictures`, which has it in both languages.
macro_rules! picture {
    ($name:literal) => {
        $crate::visit::guide::Picture {
            name: concat!($name, ".jpg"),
            en: include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/pictures/", $name, "-en.jpg")),
            fr: include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/pictures/", $name, "-fr.jpg")),
        }
    };
}
pub(crate) use picture;

/// A part of a guide: the keys of its texts, its picture, and where it leads.
pub(crate) struct Chapter {
    /// The key of the title. Its text has the same key with `-says`, and its picture's description the one with `-picture`.
    key: &'static str,
    /// The number of points below its text. Their keys end in `-1` and so on.
    points: u8,
    picture: Option<&'static str>,
    /// An address, and the words of the link to it.
    leads_to: Option<(String, String)>,
}

impl Chapter {
    pub(crate) const fn new(key: &'static str) -> Self {
        Self { key, points: 0, picture: None, leads_to: None }
    }

    /// Adds points below the text.
    pub(crate) fn with_points(self, points: u8) -> Self {
        Self { points, ..self }
    }

    /// Adds a picture by its name.
    pub(crate) fn with_picture(self, name: &'static str) -> Self {
        Self { picture: Some(name), ..self }
    }

    /// Adds a link.
    pub(crate) fn leading_to(self, href: String, words: String) -> Self {
        Self { leads_to: Some((href, words)), ..self }
    }

    /// Returns the key of one of the chapter's texts.
    pub(crate) fn text(&self, part: &str) -> String {
        format!("{}{part}", self.key)
    }

    /// Lists the keys of the points.
    pub(crate) fn points(&self) -> Vec<String> {
        (1..=self.points).map(|point| format!("{}-{point}", self.key)).collect()
    }

    pub(crate) const fn key(&self) -> &'static str {
        self.key
    }

    pub(crate) const fn picture(&self) -> Option<&'static str> {
        self.picture
    }

    pub(crate) const fn leads_to(&self) -> Option<&(String, String)> {
        self.leads_to.as_ref()
    }
}

/// Answers with one of a guide's pictures.
pub(crate) fn show_picture(pictures: &[Picture], name: &str, locale: Locale) -> Answer {
    let picture = pictures.iter().find(|picture| picture.name == name).ok_or(Failure::NOT_FOUND)?;
    let bytes = match locale {
        Locale::En => picture.en,
        Locale::Fr => picture.fr,
    };
    let response: Response = ([(CONTENT_TYPE, HeaderValue::from_static("image/jpeg"))], bytes).into_response();
    Ok(response)
}
