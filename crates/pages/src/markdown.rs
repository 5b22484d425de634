//! Escapes what comes from outside for a letter in Markdown.

use askama::filters::Escaper;
use std::fmt::{self, Write};

/// Escapes for Markdown: what it would read as markup, and HTML, which Markdown lets through.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Markdown;

impl Escaper for Markdown {
    fn write_escaped_str<W: Write>(&self, mut dest: W, string: &str) -> fmt::Result {
        for c in string.chars() {
            match c {
                '&' => dest.write_str("&amp;")?,
                '<' => dest.write_str("&lt;")?,
                '>' => dest.write_str("&gt;")?,
                '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' => {
                    dest.write_char('\\')?;
                    dest.write_char(c)?;
                }
                // A line break could begin a heading or a list.
                c if c.is_control() => dest.write_char(' ')?,
                c => dest.write_char(c)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_become_markup() {
        let mut out = String::new();
        let name = "<b>PD</b> [x](javascript:1)\n# *CA* | `x`";
        Markdown.write_escaped_str(&mut out, name).unwrap();
        assert_eq!(out, "&lt;b&gt;PD&lt;/b&gt; \\[x\\](javascript:1) \\# \\*CA\\* \\| \\`x\\`");
    }
}
