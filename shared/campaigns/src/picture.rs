//! A campaign's picture: one photograph of its folder, a JPEG or PNG that is small enough for a phone.

/// The largest file, in bytes. The picture is loaded only when a reader comes near it.
pub const PICTURE_MAX_BYTES: usize = 150 * 1024;
/// The shortest and the longest side, in pixels.
pub const PICTURE_SIDES: std::ops::RangeInclusive<u32> = 300..=2_000;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
const JPEG: &[u8] = b"\xff\xd8";

/// A picture that pages can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picture {
    pub bytes: &'static [u8],
    pub content_type: &'static str,
    /// The ending of the file's name.
    pub extension: &'static str,
    /// The width in pixels.
    pub width: u32,
    /// The height in pixels.
    pub height: u32,
}

/// The reasons why a picture is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    #[error("the campaign's picture is larger than {PICTURE_MAX_BYTES} bytes")]
    TooLarge,
    #[error("the campaign's picture is no JPEG or PNG whose size can be read")]
    Unreadable,
    /// A side is shorter or longer than [`PICTURE_SIDES`].
    #[error("each side of the campaign's picture must have {} to {} pixels", PICTURE_SIDES.start(), PICTURE_SIDES.end())]
    Sides,
}

impl Picture {
    /// Reads the kind and the size of a picture from its first bytes.
    ///
    /// # Errors
    /// Fails when it is too large for a page, or no JPEG or PNG.
    pub fn read(bytes: &'static [u8]) -> Result<Self, PictureError> {
        if bytes.len() > PICTURE_MAX_BYTES {
            return Err(PictureError::TooLarge);
        }
        let (content_type, extension, size) = if bytes.starts_with(PNG) {
            ("image/png", "png", png_size(bytes))
        } else {
            ("image/jpeg", "jpg", jpeg_size(bytes))
        };
        let (width, height) = size.ok_or(PictureError::Unreadable)?;
        if !PICTURE_SIDES.contains(&width) || !PICTURE_SIDES.contains(&height) {
            return Err(PictureError::Sides);
        }
        Ok(Self { bytes, content_type, extension, width, height })
    }
}

/// Reads width and height from a PNG's first chunk (PNG specification, 11.2.2).
fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let header = bytes.get(PNG.len() + 4..)?.strip_prefix(b"IHDR")?;
    let side = |at: usize| Some(u32::from_be_bytes(header.get(at..at + 4)?.try_into().ok()?));
    Some((side(0)?, side(4)?))
}

/// Reads width and height from a JPEG's frame header (ITU-T T.81, B.2.2), which stands after segments of any number.
fn jpeg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut rest = bytes.strip_prefix(JPEG)?;
    loop {
        let &[0xff, marker, high, low, ..] = rest else { return None };
        let segment = rest.get(2..)?;
        // Of the markers C0 to CF, three begin no frame: tables (C4), extensions (C8) and conditioning (CC).
        if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
            let side = |at: usize| Some(u32::from(u16::from_be_bytes(segment.get(at..at + 2)?.try_into().ok()?)));
            return Some((side(5)?, side(3)?));
        }
        rest = segment.get(usize::from(u16::from_be_bytes([high, low])).max(2)..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> &'static [u8] {
        [PNG, &[0, 0, 0, 13], b"IHDR", &width.to_be_bytes(), &height.to_be_bytes()].concat().leak()
    }

    fn jpeg(width: u16, height: u16) -> &'static [u8] {
        let frame = [&[0xff, 0xc2, 0, 17, 8][..], &height.to_be_bytes(), &width.to_be_bytes()].concat();
        [JPEG, &[0xff, 0xe0, 0, 4, 1, 2], &[0xff, 0xc4, 0, 3, 9], &frame].concat().leak()
    }

    #[test]
    fn the_kind_and_size_of_a_picture_are_read_from_it() {
        let seen = |bytes| Picture::read(bytes).map(|it| (it.content_type, it.extension, it.width, it.height));
        assert_eq!(seen(png(1200, 800)), Ok(("image/png", "png", 1200, 800)));
        assert_eq!(seen(jpeg(1200, 800)), Ok(("image/jpeg", "jpg", 1200, 800)));
    }

    #[test]
    fn what_is_no_picture_for_a_page_is_refused() {
        for unreadable in [b"".as_slice(), b"<svg/>", b"\xff\xd8", b"\xff\xd8\xff\xda\x00\x02", &png(900, 900)[..20]] {
            assert_eq!(Picture::read(unreadable), Err(PictureError::Unreadable), "{unreadable:?}");
        }
        for (width, height) in [(0, 800), (800, 299), (2001, 800)] {
            assert_eq!(Picture::read(png(width, height)), Err(PictureError::Sides));
        }
        let mut heavy = png(1200, 800).to_vec();
        heavy.resize(PICTURE_MAX_BYTES + 1, 0);
        assert_eq!(Picture::read(heavy.leak()), Err(PictureError::TooLarge));
    }
}
