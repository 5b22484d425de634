//! Wraps sentences for a terminal.

/// The width that text is wrapped at: narrow enough for a letter, wide enough to read.
const COLUMNS: usize = 98;

/// Wraps `text` to lines that start with `indent` blanks.
pub(crate) fn wrap(text: &str, indent: usize) -> String {
    wrap_to(text, indent, COLUMNS)
}

/// Wraps `text` to lines of a width of their own.
pub(crate) fn wrap_to(text: &str, indent: usize, columns: usize) -> String {
    let mut lines = vec![String::new()];
    let mut used = indent;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        let line_is_empty = lines.last().is_none_or(String::is_empty);
        if !line_is_empty && used + 1 + length > columns {
            lines.push(String::new());
            used = indent;
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
                used += 1;
            }
            line.push_str(word);
            used += length;
        }
    }
    let blank = " ".repeat(indent);
    lines.iter().map(|line| format!("{blank}{line}")).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stay_within_the_width_and_keep_every_word() {
        let text = "one two three ".repeat(30);
        let wrapped = wrap(&text, 4);
        assert!(wrapped.lines().all(|l| l.chars().count() <= COLUMNS && l.starts_with("    ")));
        assert_eq!(wrapped.split_whitespace().count(), 90);
    }
}
