//! A picture that a device reads (QR code), as an SVG draws it.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode as Code};

/// The white margin of a picture, in squares (ISO/IEC 18004 asks for four).
const MARGIN: usize = 4;

/// A picture that a device reads: dark squares on white, in any colours of the page.
#[derive(Clone, Debug)]
pub struct QrCode {
    /// The width and height in squares.
    pub side: usize,
    /// The dark squares, as a path.
    pub squares: String,
}

impl QrCode {
    /// Makes the picture of an address.
    ///
    /// # Panics
    /// Panics for an address of several thousand characters, which no page of ours has.
    #[must_use]
    pub fn of(address: &str) -> Self {
        let code = Code::with_error_correction_level(address, EcLevel::M).expect("an address is short enough");
        let width = code.width();
        let mut squares = String::new();
        for (at, color) in code.to_colors().into_iter().enumerate() {
            if color == Color::Dark {
                let (x, y) = (MARGIN + at % width, MARGIN + at / width);
                write!(squares, "M{x} {y}h1v1h-1z").expect("a text takes more text");
            }
        }
        Self { side: width + 2 * MARGIN, squares }
    }
}
