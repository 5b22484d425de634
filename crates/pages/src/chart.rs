//! Charts as inline SVG, each made of the same numbers as the table beside it.
//!
//! Positions across are in percent and heights in pixels, so that a chart is as wide as its column
//! and its words keep their size on a phone. Series differ by pattern (full, hatched, dotted) and
//! not by colour alone. What is drawn and what the table tells come from one list of [`Row`]s.

use crate::language::Language;

/// One line of a chart and of its table.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) label: String,
    /// A shorter label for the foot of a chart of columns.
    pub(crate) short: String,
    /// A link from the label in the table.
    pub(crate) href: String,
    /// One number for each series.
    pub(crate) values: Vec<u64>,
    /// Whether it is only in the table.
    pub(crate) table_only: bool,
}

/// What a chart says.
#[derive(Clone, Debug)]
pub(crate) struct Chart {
    pub(crate) id: String,
    pub(crate) title: &'static str,
    pub(crate) desc: String,
    /// A sentence below it; empty where there is none.
    pub(crate) note: String,
    /// The head of the first column of the table.
    pub(crate) of: &'static str,
    /// The names of the series.
    pub(crate) series: Vec<&'static str>,
    pub(crate) all: &'static str,
    pub(crate) lines: Vec<Line>,
    pub(crate) drawn: Drawn,
}

/// One line of the table, in words.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) label: String,
    pub(crate) href: String,
    pub(crate) values: Vec<String>,
    pub(crate) all: String,
}

/// What is drawn.
#[derive(Clone, Debug, Default)]
pub(crate) struct Drawn {
    pub(crate) height: String,
    pub(crate) parts: Vec<Part>,
    pub(crate) texts: Vec<Text>,
    pub(crate) rules: Vec<Rule>,
}

/// A part of a bar.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) x: String,
    pub(crate) y: String,
    pub(crate) width: String,
    pub(crate) height: String,
    pub(crate) class: &'static str,
    pub(crate) says: String,
}

/// A word beside a bar.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    pub(crate) x: String,
    pub(crate) dx: &'static str,
    pub(crate) y: String,
    pub(crate) class: &'static str,
    pub(crate) text: String,
}

/// A thin line.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) y: String,
}

/// The patterns, in the order of the series.
const CLASSES: [&str; 3] = ["full", "hatched", "dotted"];

/// Across: what is left of a bar's row for its number.
const BAR_WIDTH_MAX: f64 = 84.0;
/// Down: a label, a bar, a gap.
const ROW_HEIGHT: u32 = 44;
const BAR_HEIGHT: u32 = 16;
/// Down, in a chart of columns: what the highest one takes, and what stands above and below.
const COLUMN_HEIGHT_MAX: f64 = 150.0;
const COLUMN_TOP: f64 = 24.0;
const COLUMN_FOOT: f64 = 26.0;
/// At most so many words at the foot of a chart of columns, so that they stay apart on a phone.
const FOOT_MAX: usize = 5;
/// Numbers stand above the columns of a chart that has at most so many.
const NUMBERED_MAX: usize = 8;

/// The frame of a chart: what it says beside its rows.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub(crate) id: String,
    pub(crate) title: &'static str,
    pub(crate) desc: String,
    pub(crate) note: String,
    pub(crate) of: &'static str,
    pub(crate) series: Vec<&'static str>,
    pub(crate) all: &'static str,
}

/// A chart of bars that lie, one below the other.
pub(crate) fn bars(language: Language, frame: Frame, rows: &[Row]) -> Chart {
    let most = most(rows);
    let mut drawn = Drawn::default();
    let mut y = 0;
    for row in rows.iter().filter(|row| !row.table_only) {
        drawn.texts.push(Text {
            x: "0".to_owned(),
            dx: "0",
            y: (y + 14).to_string(),
            class: "label",
            text: row.label.clone(),
        });
        let mut x = 0.0;
        for ((value, class), series) in row.values.iter().zip(CLASSES).zip(&frame.series) {
            let width = share(*value, most) * BAR_WIDTH_MAX;
            if *value > 0 {
                drawn.parts.push(Part {
                    x: percent(x),
                    y: (y + 20).to_string(),
                    width: percent(width),
                    height: BAR_HEIGHT.to_string(),
                    class,
                    says: format!("{}, {series}: {}", row.label, language.number(*value)),
                });
            }
            x += width;
        }
        drawn.texts.push(Text {
            x: percent(x),
            dx: "6",
            y: (y + 33).to_string(),
            class: "number",
            text: language.number(row.values.iter().sum()),
        });
        y += ROW_HEIGHT;
    }
    drawn.height = y.to_string();
    framed(language, frame, rows, drawn)
}

/// A chart of columns that stand, from left to right.
pub(crate) fn columns(language: Language, frame: Frame, rows: &[Row]) -> Chart {
    let shown: Vec<&Row> = rows.iter().filter(|row| !row.table_only).collect();
    let most = most(rows);
    let wide = 100.0 / float(shown.len().max(1));
    // A lone month is not drawn as wide as the page.
    let bar = (wide * 0.7).min(16.0);
    let every = shown.len().div_ceil(FOOT_MAX).max(1);
    let foot = COLUMN_TOP + COLUMN_HEIGHT_MAX;
    let mut drawn = Drawn {
        height: pixels(foot + COLUMN_FOOT),
        rules: vec![Rule { y: pixels(foot) }],
        ..Drawn::default()
    };
    for (place, row) in shown.iter().enumerate() {
        let middle = wide * (float(place) + 0.5);
        let mut top = foot;
        for ((value, class), series) in row.values.iter().zip(CLASSES).zip(&frame.series) {
            let height = share(*value, most) * COLUMN_HEIGHT_MAX;
            top -= height;
            if *value > 0 {
                drawn.parts.push(Part {
                    x: percent(middle - bar / 2.0),
                    y: pixels(top),
                    width: percent(bar),
                    height: pixels(height.max(1.0)),
                    class,
                    says: format!("{}, {series}: {}", row.label, language.number(*value)),
                });
            }
        }
        let sum: u64 = row.values.iter().sum();
        if shown.len() <= NUMBERED_MAX || sum == most {
            let (y, text) = (pixels(top - 6.0), language.number(sum));
            drawn.texts.push(Text { x: percent(middle), dx: "0", y, class: "number mid", text });
        }
        if place % every == 0 {
            let (y, text) = (pixels(foot + 18.0), row.short.clone());
            drawn.texts.push(Text { x: percent(middle), dx: "0", y, class: "label mid", text });
        }
    }
    framed(language, frame, rows, drawn)
}

fn framed(language: Language, frame: Frame, rows: &[Row], drawn: Drawn) -> Chart {
    let lines = rows.iter().map(|row| Line {
        label: row.label.clone(),
        href: row.href.clone(),
        values: row.values.iter().map(|value| language.number(*value)).collect(),
        all: language.number(row.values.iter().sum()),
    });
    let lines = lines.collect();
    let Frame { id, title, desc, note, of, series, all } = frame;
    Chart { id, title, desc, note, of, series, all, lines, drawn }
}

impl Chart {
    /// The pattern and name of each series, for the key.
    pub(crate) fn key(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        CLASSES.into_iter().zip(self.series.iter().copied())
    }
}

fn most(rows: &[Row]) -> u64 {
    let sums = rows.iter().filter(|row| !row.table_only).map(|row| row.values.iter().sum());
    sums.max().unwrap_or(0)
}

fn share(value: u64, most: u64) -> f64 {
    if most == 0 { 0.0 } else { wide(value) / wide(most) }
}

/// A count as a number that can be drawn; beyond four thousand million a pixel tells nothing.
fn wide(value: u64) -> f64 {
    f64::from(u32::try_from(value).unwrap_or(u32::MAX))
}

fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

fn percent(value: f64) -> String {
    format!("{value:.2}%")
}

fn pixels(value: f64) -> String {
    format!("{value:.1}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(label: &str, values: &[u64]) -> Row {
        Row {
            label: label.to_owned(),
            short: label.to_owned(),
            href: String::new(),
            values: values.to_vec(),
            table_only: false,
        }
    }

    fn frame() -> Frame {
        Frame {
            id: "x".to_owned(),
            title: "t",
            desc: String::new(),
            note: String::new(),
            of: "of",
            series: vec!["one", "two"],
            all: "all",
        }
    }

    #[test]
    fn the_longest_bar_fills_its_space_and_the_others_are_in_proportion() {
        let rows = [row("a", &[30, 10]), row("b", &[20, 0])];
        let chart = bars(Language::English, frame(), &rows);
        let widths: Vec<_> = chart.drawn.parts.iter().map(|part| part.width.as_str()).collect();
        assert_eq!(widths, ["63.00%", "21.00%", "42.00%"]);
        assert_eq!(chart.lines[0].all, "40");
    }

    #[test]
    fn a_chart_of_nothing_draws_nothing() {
        let chart = columns(Language::English, frame(), &[row("a", &[0, 0])]);
        assert!(chart.drawn.parts.is_empty());
        assert_eq!(chart.lines.len(), 1);
    }
}
