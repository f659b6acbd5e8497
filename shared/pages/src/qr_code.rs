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
    /// The dark squares as a path; those side by side are one rectangle.
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
        for (y, row) in code.to_colors().chunks(width).enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|one, next| one == next) {
                let long = run.len();
                if run[0] == Color::Dark {
                    write!(squares, "M{} {}h{long}v1h-{long}z", MARGIN + x, MARGIN + y)
                        .expect("a text takes more text");
                }
                x += long;
            }
        }
        Self { side: width + 2 * MARGIN, squares }
    }
}
