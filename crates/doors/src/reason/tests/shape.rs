//! That a cell and its shape are read the same, whatever stands in it.

use super::*;
use proptest::prelude::*;

fn shape(cell: &str) -> String {
    let mut shape = String::new();
    REASONS.shape(cell, &mut shape);
    shape
}

/// What a cell is in each of the three columns.
fn readings(cell: &str) -> [Reading; 3] {
    let said = Said::default();
    [
        Said { reason: Some(cell), ..said },
        Said { offense_type: Some(cell), ..said },
        Said { case_number: Some(cell), ..said },
    ]
    .map(|said| REASONS.read(&said))
}

fn is_of_one_reading(cell: &str) -> bool {
    let shape = shape(cell);
    readings(cell) == readings(&shape) && self::shape(&shape) == shape
}

#[test]
fn cells_that_differ_in_nothing_read_are_of_one_shape() {
    let pairs = [
        ("26-90411", "26-98877"),
        ("Stolen  Veh ", "stolen veh"),
        ("2604999961", "2604123477"),
        ("ZQPD26921201", "zqpd26911203"),
        ("INV 26-4411", "inv 26-8822"),
        ("1ABC234", "1abc567"),
    ];
    for (one, other) in pairs {
        assert_eq!(shape(one), shape(other));
    }
}

#[test]
fn what_the_reader_looks_at_stays() {
    let pairs = [
        ("211", "212"),
        ("2026", "8026"),
        ("10-65", "12-65"),
        ("7-112", "7-332"),
        ("26-0000", "26-0001"),
        ("26-000000", "26-000001"),
        ("8 USC 1326", "8 USC 1999"),
        ("287(g)", "288(g)"),
        ("H51", "H57"),
        ("HSl", "hsl"),
        ("LLL", "lll"),
        ("A 204 123 456", "A 204  123 456"),
        ("Acme PD ( or)", "Acme PD (  or)"),
        ("Acme PD (or ", "Acme PD (or"),
        ("IC135", "IC246"),
        ("1137799", "9937799"),
        ("113'77", "113'99"),
    ];
    for (one, other) in pairs {
        assert_ne!(shape(one), shape(other));
    }
}

#[test]
fn rows_are_of_one_shape_only_if_each_cell_is() {
    let row = |reason, case_number| {
        let mut shape = Vec::new();
        let said = Said { reason, case_number, offense_type: None };
        REASONS.shape_of_row(&said, &mut shape);
        shape
    };
    assert_eq!(row(Some("INV"), Some("26-90411")), row(Some("inv"), Some("26-98877")));
    assert_ne!(row(Some("ab"), Some("c")), row(Some("a"), Some("bc")));
    assert_ne!(row(Some(""), None), row(None, Some("")));
    assert_ne!(row(Some("a\u{0}\u{0}\u{0}\u{0}\u{2}"), None), row(Some("a"), None));
}

/// Every word of the list, and what its readers look at: the cells most likely to differ.
fn words() -> Vec<String> {
    let list: toml::Value = toml::from_str(CUE_LIST).unwrap();
    let mut words = Vec::new();
    collect(&list, &mut words);
    for mark in [
        " ", "  ", "   ", "(", ")", " (", "'", "%20", "%", "-", "/", "+", ".", ",", "#", "*", "_",
        "a", "A#", "A-file", "l", "L", "HSl", "1CE", "ER0", "7-11", "10-", "11-", "000", "20",
        "19", "2026", "pd", "PC", "vc", "(or", "or)", "Reno", "\t", "é", "\u{2013}", "\u{200b}",
        "I-205", "26-", "for ", "assist ", "REDACTED", "***", "7923.600", "gc",
    ] {
        words.push(mark.to_owned());
    }
    words
}

fn collect(value: &toml::Value, words: &mut Vec<String>) {
    match value {
        toml::Value::String(word) if word.len() < 40 => words.push(word.replace('*', "")),
        toml::Value::Array(values) => values.iter().for_each(|value| collect(value, words)),
        toml::Value::Table(table) => table.values().for_each(|value| collect(value, words)),
        _ => {}
    }
}

static WORDS: LazyLock<Vec<String>> = LazyLock::new(words);

/// Words of the list, digits and other text, joined by nothing or by blanks, some in capitals.
fn cell() -> impl Strategy<Value = String> {
    let word = (0..WORDS.len()).prop_map(|at| WORDS[at].clone());
    let piece = prop_oneof![
        3 => word,
        3 => "[0-9]{1,11}",
        1 => "[0135a-zA-Z]{1,6}",
        1 => "[lLIHS0135]{1,7}",
        1 => "[ -~]{1,6}",
        1 => ".{0,3}",
    ];
    let join = prop_oneof![4 => Just(""), 4 => Just(" "), 1 => Just("  "), 1 => Just("-")];
    let capital = prop_oneof![2 => Just(false), 1 => Just(true)];
    prop::collection::vec((piece, join, capital), 0..7).prop_map(|pieces| {
        let mut cell = String::new();
        for (piece, join, is_capital) in pieces {
            cell.push_str(&if is_capital { piece.to_uppercase() } else { piece });
            cell.push_str(join);
        }
        cell
    })
}

/// One digit for another, wherever one stands.
fn mutated(cell: &str, digits: &[u8]) -> String {
    let mut next = digits.iter().cycle();
    let other = |c: char| match c.is_ascii_digit() {
        true => char::from(b'0' + next.next().unwrap() % 10),
        false => c,
    };
    cell.chars().map(other).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_cell_and_its_shape_have_one_reading(cell in cell()) {
        prop_assert!(is_of_one_reading(&cell), "{cell:?} and {:?}", shape(&cell));
    }

    #[test]
    fn so_has_any_text(cell in ".{0,80}", ascii in "[ -~]{0,80}") {
        prop_assert!(is_of_one_reading(&cell), "{cell:?}");
        prop_assert!(is_of_one_reading(&ascii), "{ascii:?}");
    }

    #[test]
    fn so_have_two_cells_of_one_shape(cell in cell(), digits in "[0-9]{8}") {
        let other = mutated(&cell, digits.as_bytes());
        if shape(&cell) == shape(&other) {
            prop_assert_eq!(readings(&cell), readings(&other), "{:?} {:?}", cell, other);
        }
        prop_assert!(is_of_one_reading(&other), "{other:?}");
    }
}

#[test]
fn every_number_up_to_five_digits_is_read_as_its_shape() {
    for number in (0..10_000_u32).chain((10_000..100_000).step_by(7)) {
        let cell = match number % 4 {
            0 => format!("{number}"),
            1 => format!("{number:05}"),
            2 => format!("26-{number:04}"),
            _ => format!("PC {number}(a)"),
        };
        assert_eq!(read(&cell), read(&shape(&cell)), "{cell}");
    }
}
