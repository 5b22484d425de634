//! Finds the cues in one cell.
//!
//! In: a cell. Out: signs, each a label with a cue of the list behind it.
//! Never: weighs one sign against another, except that longer words hide the shorter ones inside
//! them: `ice cream` hides `ice`.

use super::behalf;
use super::beside::{Beside, beside, is_helped, is_wronged};
use super::codes::{self, Numbers};
use super::disguise::undisguised;
use super::list::{CueEntry, List, Told};
use super::registration::has_registration;
use super::states;
use super::text::{REDACTED_BYTES, Text, bounded, is_word_byte, plain};
use crate::Error;
use aho_corasick::AhoCorasick;
use std::ops::Range;
use terms::{Certainty, NamedBody, PartyKind, PurposeClass};

/// Something a cell says, and which words of the list say so.
#[derive(Clone, Debug)]
pub(super) struct Sign<'l> {
    /// The rank of its label: 0 is the strongest.
    pub(super) label: usize,
    pub(super) class: PurposeClass,
    pub(super) certainty: Certainty,
    pub(super) named: Option<NamedBody>,
    pub(super) words: &'l str,
    pub(super) says: &'l str,
    pub(super) length: usize,
}

/// The list, with one searcher over all its words.
#[derive(Debug)]
pub(super) struct Finder {
    pub(super) list: List,
    searcher: AhoCorasick,
    needles: Vec<Needle>,
}

/// One entry of a `words` list.
#[derive(Debug)]
struct Needle {
    owner: Owner,
    /// Its place in that entry.
    at: usize,
    /// `word*`: more letters may follow.
    is_start: bool,
    /// Letters that stand for a body: digits may follow, as in a case number: `ICE26-44`.
    is_letters: bool,
}

#[derive(Clone, Copy, Debug)]
enum Owner {
    Cue { entry: usize, label: usize },
    LookAlike,
}

impl Finder {
    pub(super) fn new(list: List) -> Result<Self, Error> {
        let mut needles = Vec::new();
        let mut patterns = Vec::new();
        let mut add = |owner: Owner, words: &[String], is_named: bool| {
            for (at, written) in words.iter().enumerate() {
                let mut pattern = String::new();
                plain(written.trim_end_matches('*'), &mut pattern);
                let pattern = pattern.trim_end().to_owned();
                if pattern.is_empty() {
                    return Err(Error::Words { words: written.clone() });
                }
                let is_start = written.ends_with('*');
                let is_letters = is_named && !is_start && is_letters(&pattern);
                if is_letters {
                    needles.push(Needle { owner, at, is_start: false, is_letters: false });
                    patterns.push(spaced(&pattern));
                }
                needles.push(Needle { owner, at, is_start, is_letters });
                patterns.push(pattern);
            }
            Ok(())
        };
        for (entry, cue) in list.cue.iter().enumerate() {
            let label = list.label(&cue.label).unwrap_or(usize::MAX);
            add(Owner::Cue { entry, label }, &cue.words, cue.named.is_some())?;
        }
        for look_alike in &list.look_alike {
            add(Owner::LookAlike, &look_alike.words, false)?;
        }
        let searcher = AhoCorasick::new(&patterns).map_err(Error::Searcher)?;
        Ok(Self { list, searcher, needles })
    }

    /// Reads a reason or an offense type.
    pub(super) fn typed<'l>(&'l self, cell: &str, signs: &mut Vec<Sign<'l>>) {
        if self.is_redacted(cell) {
            let says = &self.list.wordless.redacted_mark;
            signs.push(self.given("redacted", Certainty::Shown, says));
            return;
        }
        let text = Text::new(cell);
        if text.is_empty() {
            // A stop or a dash is something typed that says nothing; a blank is nothing typed.
            if !cell.trim().is_empty() {
                let says = &self.list.wordless.vague_says;
                signs.push(self.given("vague", Certainty::Shown, says));
            }
            return;
        }
        let before = signs.len();
        let spans = self.cues(&text, signs);
        self.elsewhere(&text, signs);
        self.disguised(cell, signs);
        self.registration(&text, signs);
        let mut numbers = codes::numbers(&text.lower, &self.list.codes);
        numbers.has_unread |= is_code(&text);
        self.sections(numbers, signs);
        let has_said = signs.len() > before;
        self.pointers(numbers, &text, &spans, signs);
        if !has_said && signs.len() == before {
            self.wordless(numbers, &text, signs);
        }
    }

    /// Reads a case number. Its numbers are never sections of a code.
    pub(super) fn case_number<'l>(&'l self, cell: &str, signs: &mut Vec<Sign<'l>>) {
        let text = Text::new(cell);
        if self.is_redacted(cell) {
            // A number stood there: the row is not one without.
            let says = &self.list.wordless.redacted_mark;
            signs.push(self.given("redacted", Certainty::Shown, says));
        }
        if self.is_redacted(cell) || text.is_empty() {
            return;
        }
        let before = signs.len();
        self.cues(&text, signs);
        self.disguised(cell, signs);
        self.registration(&text, signs);
        let n = codes::numbers(&text.lower, &self.list.codes);
        let says = &self.list.codes.pointer;
        if n.has_pointer || n.has_weak_pointer || n.has_bare || n.has_marked || n.has_plate {
            signs.push(self.given("case_number_only", Certainty::Shown, says));
        } else if signs.len() == before {
            self.wordless(n, &text, signs);
        }
    }

    /// The cues in a text, and where they stand.
    fn cues<'l>(&'l self, text: &Text, signs: &mut Vec<Sign<'l>>) -> Vec<Range<usize>> {
        let mut found: Vec<(Range<usize>, &Needle)> = Vec::new();
        for at in self.searcher.find_overlapping_iter(&text.padded) {
            let Some(needle) = self.needles.get(at.pattern().as_usize()) else { continue };
            found.extend(whole_words(&text.padded, at.range(), needle).map(|span| (span, needle)));
        }
        found.retain(|(_, needle)| match needle.owner {
            Owner::LookAlike => true,
            Owner::Cue { entry, .. } => {
                self.list.cue.get(entry).is_some_and(|cue| is_apt(cue, &text.padded))
            }
        });
        let mut spans: Vec<Range<usize>> = Vec::new();
        let mut last = None;
        for (span, needle) in &found {
            let Owner::Cue { entry, label } = needle.owner else { continue };
            let is_hidden = found.iter().any(|(other, _)| {
                other.start <= span.start && span.end <= other.end && other.len() > span.len()
            });
            // `traffic*` and `traffick*` of one entry on one word are one sign.
            let is_again = last == Some(entry) && spans.last() == Some(span);
            if is_hidden || is_again {
                continue;
            }
            let Some(cue) = self.list.cue.get(entry) else { continue };
            last = Some(entry);
            let Some(mut certainty) = self.certainty(cue, text, span) else { continue };
            let of = self.list.label.get(label);
            let names_body = of.is_some_and(|label| label.names_body);
            if names_body && is_wronged(text, span, &self.list.wronged) {
                continue;
            }
            if needle.is_letters && is_numbered(&text.padded, span) {
                certainty = Certainty::Possible;
            }
            if names_body || of.is_some_and(|label| label.class_from_others) {
                match beside(text, span, &self.list.proper) {
                    Beside::Name => continue,
                    Beside::PerhapsName => certainty = Certainty::Possible,
                    Beside::Nothing => {}
                }
            }
            let class = of.map_or(PurposeClass::Other, |label| label.class);
            signs.push(Sign {
                label,
                class: cue.class.unwrap_or(class),
                certainty,
                named: cue.named.as_ref().map(super::list::Named::body),
                words: cue.words.get(needle.at).map_or("", String::as_str),
                says: &cue.says,
                length: span.len(),
            });
            spans.push(span.clone());
        }
        spans
    }

    /// How sure a cue is where it stands; None where it does not count there.
    fn certainty(&self, cue: &CueEntry, text: &Text, span: &Range<usize>) -> Option<Certainty> {
        match (cue.alone, cue.helped) {
            (Some(alone), _) if self.is_alone_but_code(text, span) => Some(alone),
            (_, Some(helped)) if is_helped(text, span, &self.list.help) => Some(helped),
            _ => cue.certainty,
        }
    }

    /// Agencies told by their state, by their place, or by the word `for` before them.
    fn elsewhere<'l>(&'l self, text: &Text, signs: &mut Vec<Sign<'l>>) {
        let List { states, places, behalf, .. } = &self.list;
        if let Some(found) = states::elsewhere(text, states) {
            let is_home = found.code == states.home;
            let label = if is_home { "assist_agency" } else { "assist_out_of_state" };
            if !is_home || found.has_help {
                let mut sign = self.given(label, found.certainty, &states.told);
                sign.named = Some(agency_of(found.code, found.kind));
                signs.push(sign);
            }
        } else if let Some(found) = states::placed(text, places, states) {
            let is_plain = found.has_help || self.is_alone_but_code(text, &found.span);
            let certainty = match is_plain && !found.is_doubtful {
                true => Certainty::Conditional,
                false => Certainty::Possible,
            };
            let mut sign = self.given("assist_out_of_state", certainty, &places.told);
            sign.named = Some(agency_of(found.code, PartyKind::LocalLawEnforcement));
            signs.push(sign);
        }
        if behalf::is_for_agency(text, behalf) {
            signs.push(self.given("assist_agency", Certainty::Possible, &behalf.told));
        }
    }

    /// What a cell says if letters in it are those they look like: bodies, immigration, no more.
    fn disguised<'l>(&'l self, cell: &str, signs: &mut Vec<Sign<'l>>) {
        let Some(cell) = undisguised(bounded(cell)) else { return };
        let mut found = Vec::new();
        self.cues(&Text::new(&cell), &mut found);
        for mut sign in found {
            let is_of_use = self.list.label.get(sign.label).is_some_and(|l| l.names_body);
            if is_of_use && !signs.iter().any(|other| other.says == sign.says) {
                sign.certainty = Certainty::Possible;
                signs.push(sign);
            }
        }
    }

    fn registration<'l>(&'l self, text: &Text, signs: &mut Vec<Sign<'l>>) {
        if has_registration(&text.lower) {
            let told = &self.list.codes.registration;
            signs.push(self.given("civil_immigration", Certainty::Possible, told));
        }
    }

    fn sections<'l>(&'l self, numbers: Numbers, signs: &mut Vec<Sign<'l>>) {
        let codes = &self.list.codes;
        if numbers.has_marked {
            signs.push(self.given("crime", Certainty::Shown, &codes.marked));
        } else if numbers.has_bare {
            signs.push(self.given("crime", Certainty::Conditional, &codes.bare));
        }
    }

    fn pointers<'l>(
        &'l self,
        numbers: Numbers,
        text: &Text,
        spans: &[Range<usize>],
        signs: &mut Vec<Sign<'l>>,
    ) {
        let codes = &self.list.codes;
        if numbers.has_pointer {
            let certainty = match self.is_alone(text, spans) {
                true => Certainty::Shown,
                false => Certainty::Conditional,
            };
            signs.push(self.given("case_number_only", certainty, &codes.pointer));
        } else if numbers.has_weak_pointer && self.is_alone(text, spans) {
            let says = &codes.weak_pointer;
            signs.push(self.given("case_number_only", Certainty::Possible, says));
        }
    }

    /// A cell in which no cue and no number says anything.
    fn wordless<'l>(&'l self, numbers: Numbers, text: &Text, signs: &mut Vec<Sign<'l>>) {
        let wordless = &self.list.wordless;
        let sign = if numbers.has_plate {
            self.given("unread", Certainty::Possible, &wordless.plate)
        } else if numbers.has_unread || has_mixed(text) || !self.is_alone(text, &[]) {
            self.given("unread", Certainty::Possible, &wordless.unread)
        } else if text.words().any(|(_, word)| wordless.thin.has(word)) {
            self.given("vague", Certainty::Possible, &wordless.thin_says)
        } else {
            self.given("vague", Certainty::Shown, &wordless.vague_says)
        };
        signs.push(sign);
    }

    /// Whether nothing is said outside these spans: only numbers and words that say nothing.
    fn is_alone(&self, text: &Text, spans: &[Range<usize>]) -> bool {
        text.words().all(|(at, word)| {
            spans.iter().any(|span| span.contains(&at)) || self.says_nothing(word)
        })
    }

    /// The same, though a section of a code may stand there too: `211` or `211 PC`.
    fn is_alone_but_code(&self, text: &Text, span: &Range<usize>) -> bool {
        text.words().all(|(at, word)| {
            span.contains(&at) || self.says_nothing(word) || self.list.codes.marks.contains(word)
        })
    }

    fn says_nothing(&self, word: &str) -> bool {
        let wordless = &self.list.wordless;
        word.len() == 1
            || word.bytes().any(|b| b.is_ascii_digit())
            || wordless.vague.has(word)
            || wordless.thin.has(word)
            || wordless.filler.has(word)
    }

    /// A mark, a word or a citation typed over the value.
    fn is_redacted(&self, cell: &str) -> bool {
        let cell = cell.trim();
        let is_mark = |c: char| "*#\u{2588}\u{25a0}".contains(c);
        let is_masked = cell.chars().any(is_mark)
            && cell.chars().all(|c| is_mark(c) || c.is_whitespace() || "[]()-".contains(c));
        is_masked
            || (cell.len() <= REDACTED_BYTES && {
                let mut words = String::new();
                plain(cell, &mut words);
                self.list.wordless.redacted.contains(words.trim())
            })
    }

    /// A sign the reader gives itself, with the sentence of the list for it.
    fn given<'l>(&'l self, label: &str, certainty: Certainty, told: &'l Told) -> Sign<'l> {
        let label = self.list.label(label).unwrap_or(usize::MAX);
        let class = self.list.label.get(label).map_or(PurposeClass::Other, |l| l.class);
        let Told { words, says } = told;
        Sign { label, class, certainty, named: None, words, says, length: 0 }
    }
}

fn agency_of(code: &str, kind: PartyKind) -> NamedBody {
    NamedBody { name: format!("an agency of {code}"), kind, state: Some(code.to_owned()) }
}

/// Whether a word of the list is letters that stand for a body, as `ice` or `uscis`.
fn is_letters(pattern: &str) -> bool {
    (3..=5).contains(&pattern.len()) && pattern.bytes().all(|b| b.is_ascii_lowercase())
}

/// `E.R.O.` and `I C E` are letters that stand apart.
fn spaced(pattern: &str) -> String {
    let letters: Vec<String> = pattern.chars().map(String::from).collect();
    letters.join(" ")
}

/// Whether the span ends in a number.
fn is_numbered(padded: &str, span: &Range<usize>) -> bool {
    padded.get(span.clone()).is_some_and(|words| words.ends_with(|c: char| c.is_ascii_digit()))
}

/// Whether a short number stands where words should, `92`, or a radio code in two parts: `10 8`.
///
/// It means something to whoever typed it, so nobody can say that it is no purpose.
fn is_code(text: &Text) -> bool {
    let is_short = |word: &str| word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit());
    let words: Vec<&str> = text.words().map(|(_, word)| word).collect();
    let is_radio = |pair: &[&str]| matches!(pair, ["10" | "11", code] if is_short(code));
    matches!(words.as_slice(), [one] if is_short(one)) || words.windows(2).any(is_radio)
}

/// Whether a word mixes letters and digits: it means something, if not to us.
fn has_mixed(text: &Text) -> bool {
    text.words().any(|(_, word)| {
        word.bytes().any(|b| b.is_ascii_digit()) && word.bytes().any(|b| b.is_ascii_alphabetic())
    })
}

/// Whether the other words of the cell let the cue stand.
fn is_apt(cue: &CueEntry, padded: &str) -> bool {
    let is_met = cue.needs.is_empty() || cue.needs.iter().any(|pattern| pattern.is_in(padded));
    is_met && !cue.not.iter().any(|pattern| pattern.is_in(padded))
}

/// The span, if it starts and ends with a word; carried to the end of its word if it may be.
fn whole_words(padded: &str, span: Range<usize>, needle: &Needle) -> Option<Range<usize>> {
    let bytes = padded.as_bytes();
    let before = span.start.checked_sub(1).and_then(|at| bytes.get(at));
    if before.is_some_and(|b| is_word_byte(*b)) {
        return None;
    }
    let behind = bytes.get(span.end..)?;
    let rest = behind.iter().take_while(|b| is_word_byte(**b)).count();
    let is_number = || behind.iter().take(rest).all(u8::is_ascii_digit);
    let is_whole = rest == 0 || needle.is_start || (needle.is_letters && is_number());
    is_whole.then_some(span.start..span.end + rest)
}
