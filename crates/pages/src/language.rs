//! The two languages of a page: numbers, days, and conditions in them.

use crate::counts::{Counts, Month};
use crate::words::{ENGLISH, LETTER_ENGLISH, LETTER_SPANISH, LetterWords, SPANISH, Words};
use terms::Day;

/// A language that pages and letters are written in.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Spanish. The translations are ours; no legal translator has checked them.
    Spanish,
}

/// A text that may stand in another language than what is around it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Said {
    pub(crate) text: String,
    /// The code of its language, where that is another; empty where it is not.
    pub(crate) lang: &'static str,
}

impl From<String> for Said {
    fn from(text: String) -> Self {
        Self { text, lang: "" }
    }
}

impl Language {
    /// Both.
    pub const ALL: [Self; 2] = [Self::English, Self::Spanish];

    /// Its code, as HTML wants it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
        }
    }

    /// The other one.
    pub(crate) const fn other(self) -> Self {
        match self {
            Self::English => Self::Spanish,
            Self::Spanish => Self::English,
        }
    }

    pub(crate) fn words(self) -> &'static Words {
        match self {
            Self::English => &ENGLISH,
            Self::Spanish => &SPANISH,
        }
    }

    pub(crate) fn letter_words(self) -> &'static LetterWords {
        match self {
            Self::English => &LETTER_ENGLISH,
            Self::Spanish => &LETTER_SPANISH,
        }
    }

    /// A number with its thousands apart, as both languages write it in the United States.
    pub(crate) fn number(self, number: u64) -> String {
        let digits = number.to_string();
        let mut written = String::new();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                written.push(',');
            }
            written.push(digit);
        }
        written
    }

    /// A day as a letter writes it.
    pub(crate) fn day(self, day: Day) -> String {
        let (of_month, month, year) = (day.day_of_month(), self.name(day.month()), day.year());
        match self {
            Self::English => format!("{month} {of_month}, {year}"),
            Self::Spanish => format!("{of_month} de {month} de {year}"),
        }
    }

    /// From one day to another, or on one day.
    pub(crate) fn days(self, first: Day, last: Day) -> String {
        let words = self.words();
        if first == last {
            return fill(words.on_day, &[("day", &self.day(first))]);
        }
        fill(words.between_days, &[("first", &self.day(first)), ("last", &self.day(last))])
    }

    /// A month as a table writes it.
    pub(crate) fn month(self, month: Month) -> String {
        let name = self.name(month.month);
        match self {
            Self::English => format!("{name} {}", month.year),
            Self::Spanish => format!("{name} de {}", month.year),
        }
    }

    /// A month in a few letters, for the foot of a chart.
    pub(crate) fn month_short(self, month: Month) -> String {
        let name: String = self.name(month.month).chars().take(3).collect();
        format!("{name} {}", month.year)
    }

    fn name(self, month: i8) -> &'static str {
        let names = match self {
            Self::English => &ENGLISH_MONTHS,
            Self::Spanish => &SPANISH_MONTHS,
        };
        let place = usize::try_from(month).unwrap_or(0).saturating_sub(1);
        names.get(place).copied().unwrap_or("?")
    }

    /// So many searches and standing shares, in words.
    pub(crate) fn what(self, counts: &Counts) -> String {
        let words = self.words();
        let searches = self.many(counts.rows, words.one_search, words.searches);
        let shares = self.many(counts.links, words.one_share, words.shares);
        match (counts.rows, counts.links) {
            (_, 0) => searches,
            (0, _) => shares,
            _ => format!("{searches} {} {shares}", words.and),
        }
    }

    /// One or many of something.
    pub(crate) fn many(self, count: u64, one: &str, many: &str) -> String {
        if count == 1 { one.to_owned() } else { fill(many, &[("n", &self.number(count))]) }
    }

    /// A condition of a finding. The engine writes them in English; the shapes it has are told in
    /// Spanish here, and one of another shape stays as it is and is marked as English.
    pub(crate) fn condition(self, condition: &str) -> Said {
        match self {
            Self::English => condition.to_owned().into(),
            Self::Spanish => {
                let pieces: Option<Vec<String>> =
                    condition.split("; and if ").map(in_spanish).collect();
                pieces.map_or_else(
                    || Said { text: condition.to_owned(), lang: "en" },
                    |pieces| pieces.join("; y ").into(),
                )
            }
        }
    }

    /// A text of the engine or of a pack, which is English.
    pub(crate) fn english(self, text: &str) -> Said {
        let lang = if self == Self::English { "" } else { "en" };
        Said { text: text.to_owned(), lang }
    }
}

fn in_spanish(piece: &str) -> Option<String> {
    let piece = piece.strip_prefix("if ").unwrap_or(piece);
    let inside = |start: &str| piece.strip_prefix(start)?.strip_suffix(')');
    if let Some(rest) = piece.strip_prefix("a result of the search went to ") {
        let body = rest.strip_suffix(
            ": the log shows for whom the search was said to be, not what was passed on",
        )?;
        return Some(format!(
            "si un resultado de la búsqueda llegó a {body}: el registro muestra para quién se dijo \
             que era la búsqueda, no qué se entregó"
        ));
    }
    if let Some(rest) = piece.strip_prefix("it was on a day from ") {
        let days = rest.strip_suffix(
            ": the log does not give the day, and the law changed within the time that it gives",
        )?;
        let (first, last) = days.split_once(" to ")?;
        return Some(format!(
            "si fue en un día del {first} al {last}: el registro no da el día, y la ley cambió \
             dentro del tiempo que da"
        ));
    }
    if piece == "a network searched is that of a Californian public agency" {
        return Some(
            "si una de las redes consultadas es de una agencia pública de California".to_owned(),
        );
    }
    if piece
        == "the agency's own record of the search states no purpose in a field that this portal \
            does not publish"
    {
        return Some(
            "si el registro propio de la agencia no dice el propósito en un campo que este portal \
             no publica"
                .to_owned(),
        );
    }
    if let Some(says) = inside("the reason means what its words are read to say here (") {
        return Some(format!(
            "si el motivo quiere decir lo que aquí se lee en sus palabras («{says}»)"
        ));
    }
    for (role, spanish) in [
        ("agency", "de la agencia"),
        ("holder", "de quien conserva los datos"),
        ("recipient", "del destinatario"),
    ] {
        if let Some(rule) = inside(&format!("the name of the {role} is read rightly (")) {
            return Some(format!("si el nombre {spanish} se lee bien («{rule}»)"));
        }
    }
    None
}

const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const SPANISH_MONTHS: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

/// A text with its first letter as a capital.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Puts values into a sentence: `{n}` becomes the value named `n`.
///
/// One pass over the sentence: a value that holds `{day}` itself stays as it is.
pub(crate) fn fill(sentence: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, left)) = after.split_once('}') else {
            rest = after;
            break;
        };
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            filled.push_str(value);
        }
        rest = left;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_days_are_written_as_each_language_does() {
        assert_eq!(Language::English.number(1_234_567), "1,234,567");
        assert_eq!(Language::Spanish.number(999), "999");
        let day: Day = "2026-04-01".parse().unwrap();
        assert_eq!(Language::English.day(day), "April 1, 2026");
        assert_eq!(Language::Spanish.day(day), "1 de abril de 2026");
    }

    #[test]
    fn a_value_is_put_in_once_and_never_read_as_a_sentence() {
        assert_eq!(fill("{a} and {b}", &[("a", "{b}"), ("b", "2")]), "{b} and 2");
    }

    #[test]
    fn a_condition_is_told_in_spanish_or_marked_as_english() {
        let told = Language::Spanish.condition(
            "if a result of the search went to HSI: the log shows for whom the search was said to \
             be, not what was passed on; and if a network searched is that of a Californian public \
             agency",
        );
        assert!(told.text.starts_with("si un resultado de la búsqueda llegó a HSI:"), "{told:?}");
        assert!(told.text.contains("; y si una de las redes"), "{told:?}");
        assert_eq!(told.lang, "");
        let told = Language::Spanish.condition(
            "if it was on a day from 2025-07-01 to 2025-12-31: the log does not give the day, and \
             the law changed within the time that it gives; and if a network searched is that of a \
             Californian public agency",
        );
        assert!(
            told.text.starts_with("si fue en un día del 2025-07-01 al 2025-12-31:"),
            "{told:?}"
        );
        assert_eq!(told.lang, "");
        let unknown = Language::Spanish.condition("if the moon is full; and if it rains");
        assert_eq!(
            (unknown.lang, unknown.text.as_str()),
            ("en", "if the moon is full; and if it rains")
        );
    }
}
