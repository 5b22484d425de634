//! Base 64 as C2SP uses it: the standard letters, padded, one text per value.
//!
//! Never: takes a text that is not the one this would write for the same bytes.

/// The letters of RFC 4648, section 4.
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The text of some bytes.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3).saturating_mul(4));
    for part in bytes.chunks(3) {
        let mut all = 0_u32;
        for at in 0..3 {
            all = (all << 8) | u32::from(part.get(at).copied().unwrap_or(0));
        }
        for at in 0..4_usize {
            // Three bytes are four letters; a part of `n` bytes needs `n + 1` of them.
            let six = usize::try_from((all >> (18 - 6 * at)) & 0x3f).unwrap_or_default();
            let letter = if at > part.len() { b'=' } else { LETTERS.get(six).map_or(b'=', |l| *l) };
            text.push(char::from(letter));
        }
    }
    text
}

/// The bytes of a text, or nothing where it is not base 64 or not in its one form.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let letters = text.as_bytes();
    if !letters.len().is_multiple_of(4) {
        return None;
    }
    let mut bytes = Vec::with_capacity(letters.len() / 4 * 3);
    for part in letters.chunks(4) {
        let padding = part.iter().rev().take_while(|letter| **letter == b'=').count();
        let mut all = 0_u32;
        for letter in part.iter().take(4_usize.saturating_sub(padding)) {
            all = (all << 6) | u32::from(value(*letter)?);
        }
        let [_, first, second, third] = (all << (6 * padding.min(4))).to_be_bytes();
        match padding {
            0 => bytes.extend([first, second, third]),
            1 => bytes.extend([first, second]),
            2 => bytes.push(first),
            _ => return None,
        }
    }
    // What padding inside, or bits that no byte uses, would let through has another text.
    (encode(&bytes) == text).then_some(bytes)
}

/// What a letter stands for.
fn value(letter: u8) -> Option<u8> {
    match letter {
        b'A'..=b'Z' => Some(letter - b'A'),
        b'a'..=b'z' => Some(letter - b'a' + 26),
        b'0'..=b'9' => Some(letter - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};

    #[test]
    fn the_examples_of_rfc_4648_hold_both_ways() {
        let examples = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ];
        for (plain, text) in examples {
            assert_eq!(encode(plain.as_bytes()), text);
            assert_eq!(decode(text).as_deref(), Some(plain.as_bytes()));
        }
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(decode(&encode(&all)), Some(all));
    }

    #[test]
    fn a_second_text_for_the_same_bytes_is_refused() {
        for text in
            ["Zh==", "Zm9=", "Zg", "Zg=", "Zg==Zg==", "====", "Zm 9", "Zm9v\n", "-_8=", "Z==="]
        {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
