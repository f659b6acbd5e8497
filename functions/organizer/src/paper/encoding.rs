//! The reader of a file's bytes as text, in each encoding that Excel saves: UTF-8, UTF-16 and Windows-1252.
//!
//! A file does not say in which encoding it is. One is taken if its bytes leave no doubt, since wrong letters would make
//! other people of the signers. Otherwise the file is refused.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Reads the text of a file; `None` if it is none, or if its letters could be others.
pub(crate) fn read(bytes: &[u8]) -> Option<String> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode(encoding, &bytes[mark..]);
    }
    if let Some(encoding) = utf_16_without_mark(bytes) {
        return decode(encoding, bytes);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(text.to_owned());
    }
    decode(WINDOWS_1252, bytes).filter(|text| is_surely_western(text))
}

fn decode(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).map(std::borrow::Cow::into_owned)
}

/// Finds out by the zero bytes whether a file is UTF-16. Each of its marks, digits and line ends has one, at one side.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let (pairs, []) = bytes.as_chunks::<2>() else { return None };
    let zeros = |side: usize| pairs.iter().filter(|pair| pair[side] == 0).count();
    let (high_first, low_first) = (zeros(0), zeros(1));
    // A quarter of a list of names in any script is postal codes, marks and spaces. A text of another kind has no zero.
    let is_most = |some: usize, others: usize| some * 4 > pairs.len() && others * 8 <= some;
    if is_most(low_first, high_first) {
        Some(UTF_16LE)
    } else if is_most(high_first, low_first) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether a text that was read as Windows-1252 cannot be of another encoding.
///
/// A Mac's and a terminal's letters stand at bytes that are signs or rare capitals in Windows-1252. The letters of another
/// script stand at those of its letters, but whole words consist of them.
fn is_surely_western(text: &str) -> bool {
    let mut before = None;
    for c in text.chars() {
        let is_letter_before = before.is_some_and(char::is_alphabetic);
        let is_strange = match c {
            '\t' | '\n' | '\r' => false,
            c if c.is_control() => true,
            // In a word these are a Mac's or a terminal's vowels.
            '“' | '”' | '‘' => is_letter_before,
            '’' | '–' | '—' | '…' | '€' | '«' | '»' | '°' | '·' | 'ª' | 'º' | '\u{a0}' | '\u{ad}' => {
                false
            }
            'œ' | 'Œ' | 'Ÿ' | 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ÿ' => {
                c.is_uppercase() && before.is_some_and(char::is_lowercase)
            }
            c => !c.is_ascii(),
        };
        if is_strange {
            return false;
        }
        before = Some(c);
    }
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_ascii());
    let (mut mixed, mut foreign) = (0, 0);
    for word in words {
        *if word.contains(|c: char| c.is_ascii_alphabetic()) { &mut mixed } else { &mut foreign } += 1;
    }
    mixed > 3 * foreign
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "Prénom;Nom;Code postal\r\nZoé;L’Écuyer;K1A 0A6\r\nŒdipe;Ça-Là;K1A 0A6\r\n";

    fn in_windows_1252(text: &str) -> Vec<u8> {
        WINDOWS_1252.encode(text).0.into_owned()
    }

    fn in_utf_16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn each_encoding_that_excel_saves_is_read() {
        let marked = format!("\u{feff}{LIST}");
        for bytes in [
            LIST.as_bytes().to_vec(),
            marked.clone().into_bytes(),
            in_windows_1252(LIST),
            in_utf_16(&marked, u16::to_le_bytes),
            in_utf_16(&marked, u16::to_be_bytes),
            in_utf_16(LIST, u16::to_le_bytes),
            in_utf_16(LIST, u16::to_be_bytes),
        ] {
            assert_eq!(read(&bytes).as_deref(), Some(LIST), "{:?}", &bytes[..8]);
        }
        let tamil = "First name\tLast name\tPostal code\nகமலா\tசெல்வம்\tK1A 0A6\nZoé\tĀbola\tK1A 0A6\n";
        for bytes in [u16::to_le_bytes, u16::to_be_bytes] {
            assert_eq!(read(&in_utf_16(tamil, bytes)).as_deref(), Some(tamil), "names of any script, without a mark");
        }
    }

    #[test]
    fn letters_that_may_be_others_are_refused() {
        for (whose, bytes) in [
            ("a Mac's é", b"First;Last\nZo\x8e;Roy".as_slice()),
            ("a Mac's è and ç", b"First;Last\nHel\x8fne;Fran\x8dois"),
            ("a Mac's î", b"First;Last\nBeno\x94t;Roy\nZo\xe9;Roy"),
            ("a terminal's é", b"First;Last\nZo\x82;Roy"),
            ("a terminal's î", b"First;Last\nBeno\x8ct;Roy"),
            ("Cyrillic letters", b"First;Last\n\xc8\xe2\xe0\xed;\xcf\xe5\xf2\xf0\xee\xe2"),
            ("an image", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
            ("half a character of UTF-16", b"\xff\xfea\0b"),
            ("zeros", b"\0\0\0\0\xff\xff\0\0"),
        ] {
            assert_eq!(read(bytes), None, "{whose}");
        }
    }
}
