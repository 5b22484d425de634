//! Letters that only look like others: `1CE`, `HSl`, Cyrillic, full-width.
//!
//! In: a cell as typed. Out: the cell with the letters they look like, if any stand in it.
//! Never: says that it was meant so; what only this reading finds is possible, no more.

/// The cell as it looks; None where every letter is what it looks like.
pub(super) fn undisguised(cell: &str) -> Option<String> {
    let plain: String = cell.chars().map(looks_like).collect();
    let mut out = String::with_capacity(plain.len());
    let mut rest = plain.as_str();
    while !rest.is_empty() {
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let (word, behind) = rest.split_at_checked(length)?;
        out.push_str(&undisguised_word(word));
        let mark = behind.chars().next();
        out.extend(mark);
        rest = behind.get(mark.map_or(0, char::len_utf8)..).unwrap_or_default();
    }
    (out != cell).then_some(out)
}

/// `1CE`, `ER0`: digits amid letters. `HSl`: a small l amid capitals.
fn undisguised_word(word: &str) -> String {
    let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
    let is_name_sized = word.len() <= WORD_MAX && letters >= 2;
    let is_capital = |b: u8| b.is_ascii_uppercase() || b == b'l' || b.is_ascii_digit();
    let is_small_l = letters >= 3 && word.contains('l') && word.bytes().all(is_capital);
    let are_digits_letters = word.bytes().all(|b| b.is_ascii_alphabetic() || b"0135".contains(&b));
    if !is_name_sized || !(is_small_l || are_digits_letters) {
        return word.to_owned();
    }
    let letter = |letter: char| match letter {
        '0' => 'O',
        '1' => 'I',
        '3' => 'E',
        '5' => 'S',
        'l' if is_small_l => 'I',
        other => other,
    };
    word.chars().map(letter).collect()
}

/// The longest name of a body that is read so, as `USCIS`.
pub(super) const WORD_MAX: usize = 6;

/// The ASCII letter that a letter of another script or style looks like.
fn looks_like(letter: char) -> char {
    let number = u32::from(letter);
    let shifted = |base: u32, first: char| {
        char::from_u32(u32::from(first) + (number - base)).unwrap_or(letter)
    };
    match letter {
        _ if letter.is_ascii() => letter,
        // Full-width forms follow the order of ASCII.
        '\u{ff01}'..='\u{ff5e}' => shifted(0xff01, '!'),
        // Letters in circles.
        '\u{24b6}'..='\u{24cf}' => shifted(0x24b6, 'A'),
        '\u{24d0}'..='\u{24e9}' => shifted(0x24d0, 'a'),
        // Mathematical letters: alphabets of 26 capitals and 26 small letters, one after another.
        '\u{1d400}'..='\u{1d6a3}' => match (number - 0x1d400) % 52 {
            at @ 0..26 => char::from_u32(u32::from('A') + at).unwrap_or(letter),
            at => char::from_u32(u32::from('a') + at - 26).unwrap_or(letter),
        },
        _ => {
            let found = LOOKS.iter().find(|(_, others)| others.contains(letter));
            found.map_or(letter, |(ascii, _)| *ascii)
        }
    }
}

/// Cyrillic and Greek letters, and some Latin ones, by the letter they look like.
const LOOKS: &[(char, &str)] = &[
    ('A', "\u{410}\u{391}"),
    ('B', "\u{412}\u{392}"),
    ('C', "\u{421}\u{3f9}\u{216d}"),
    ('D', "\u{216e}"),
    ('E', "\u{415}\u{395}\u{404}"),
    ('H', "\u{41d}\u{397}"),
    ('I', "\u{406}\u{399}\u{4c0}\u{2160}\u{26a}"),
    ('J', "\u{408}"),
    ('K', "\u{41a}\u{39a}"),
    ('M', "\u{41c}\u{39c}\u{216f}"),
    ('N', "\u{39d}"),
    ('O', "\u{41e}\u{39f}"),
    ('P', "\u{420}\u{3a1}"),
    ('S', "\u{405}"),
    ('T', "\u{422}\u{3a4}"),
    ('X', "\u{425}\u{3a7}"),
    ('Y', "\u{423}\u{3a5}\u{4ae}"),
    ('Z', "\u{396}"),
    ('a', "\u{430}\u{3b1}"),
    ('c', "\u{441}\u{3f2}\u{217d}"),
    ('d', "\u{501}\u{217e}"),
    ('e', "\u{435}\u{3b5}\u{454}"),
    ('h', "\u{4bb}"),
    ('i', "\u{456}\u{3b9}\u{4cf}\u{131}\u{2170}"),
    ('j', "\u{458}"),
    ('k', "\u{43a}\u{3ba}"),
    ('m', "\u{43c}\u{217f}"),
    ('n', "\u{3b7}"),
    ('o', "\u{43e}\u{3bf}"),
    ('p', "\u{440}\u{3c1}"),
    ('s', "\u{455}"),
    ('t', "\u{442}\u{3c4}"),
    ('v', "\u{3bd}"),
    ('x', "\u{445}\u{3c7}"),
    ('y', "\u{443}"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cell: &str, expected: Option<&str>) {
        assert_eq!(undisguised(cell).as_deref(), expected, "{cell:?}");
    }

    #[test]
    fn letters_are_told_by_what_they_look_like() {
        check("IC\u{415}", Some("ICE"));
        check("\u{406}\u{421}\u{415} hold", Some("ICE hold"));
        check("\u{399}C\u{395}", Some("ICE"));
        check("\u{ff29}\u{ff23}\u{ff25}", Some("ICE"));
        check("\u{1d408}\u{1d402}\u{1d404} \u{24be}\u{24b8}\u{24ba}", Some("ICE ICE"));
        check("1CE, ER0; H5I", Some("ICE, ERO; HSI"));
        check("HSl assist", Some("HSI assist"));
    }

    #[test]
    fn what_is_no_disguise_stays() {
        for cell in ["ICE", "211PC", "7ICE123", "call", "Al", "a1", "4ABC123", "", "caf\u{e9}"] {
            check(cell, None);
        }
    }
}
