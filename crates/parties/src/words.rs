//! A name as words: what the patterns and the state rules look at.
//!
//! In: a cleaned name. Out: its words, each with where it stands, and the state names among them.
//! Never: more than [`WORDS_MAX`] words, so that a hostile name costs no more than a long one.

use crate::registry::States;

/// One word of a name.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Word {
    /// Lower case, without apostrophes.
    pub(crate) text: String,
    /// As written, without apostrophes.
    pub(crate) raw: String,
    /// Byte offsets in the name.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Stands inside round or square brackets.
    pub(crate) bracketed: bool,
    /// A comma comes before it.
    pub(crate) after_comma: bool,
    /// A dash comes after it.
    pub(crate) before_dash: bool,
}

/// A state's full name among the words.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct StateName {
    pub(crate) at: usize,
    pub(crate) len: usize,
    pub(crate) code: String,
}

/// The words of a name.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Words {
    pub(crate) list: Vec<Word>,
    pub(crate) state_names: Vec<StateName>,
    /// Which words are two capitals that some state uses as its code.
    pub(crate) codes: Vec<bool>,
}

impl Words {
    pub(crate) fn read(name: &str, states: &States) -> Self {
        let mut list = split(name);
        list.truncate(WORDS_MAX);
        if list.first().is_some_and(|word| word.text == "the") {
            list.remove(0);
        }
        let codes = list.iter().map(|word| states.has_code(&word.raw)).collect();
        let state_names = find_state_names(&list, states);
        Self { list, state_names, codes }
    }

    pub(crate) fn text(&self, at: usize) -> Option<&str> {
        self.list.get(at).map(|word| word.text.as_str())
    }

    pub(crate) fn is_code(&self, at: usize) -> bool {
        self.codes.get(at).copied().unwrap_or(false)
    }

    /// How many words the state name that starts here has.
    pub(crate) fn state_name_len(&self, at: usize) -> Option<usize> {
        self.state_names.iter().find(|name| name.at == at).map(|name| name.len)
    }
}

fn split(name: &str) -> Vec<Word> {
    let mut list: Vec<Word> = Vec::new();
    let mut open: Option<Word> = None;
    let mut depth = 0_usize;
    let mut comma = false;
    let mut letters = name.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next_is_letter = letters.peek().is_some_and(|(_, next)| next.is_alphabetic());
        // `U.S.` is one word; `St. Helena` is two.
        let joins = letter == '.'
            && next_is_letter
            && open.as_ref().is_some_and(|word| word.raw.chars().count() == 1);
        if letter.is_alphanumeric() {
            let word = open.get_or_insert_with(|| Word {
                text: String::new(),
                raw: String::new(),
                start: at,
                end: at,
                bracketed: depth > 0,
                after_comma: std::mem::take(&mut comma),
                before_dash: false,
            });
            word.text.extend(letter.to_lowercase());
            word.raw.push(letter);
            word.end = at + letter.len_utf8();
            continue;
        }
        if joins || (matches!(letter, '\'' | '’' | '`') && open.is_some()) {
            continue;
        }
        list.extend(open.take());
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ',' => comma = true,
            '-' | '–' | '—' => {
                if let Some(last) = list.last_mut() {
                    last.before_dash = true;
                }
            }
            _ => {}
        }
    }
    list.extend(open);
    list
}

fn find_state_names(list: &[Word], states: &States) -> Vec<StateName> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < list.len() {
        if !list.get(at).is_some_and(|word| states.begins_name(&word.text)) {
            at += 1;
            continue;
        }
        // The longest name first: `West Virginia` holds `Virginia`.
        let longest = (1..=STATE_NAME_WORDS_MAX).rev().find_map(|len| {
            let words = list.get(at..at + len)?;
            let joined = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
            states.code_of(&joined).map(|code| (len, code.to_owned()))
        });
        match longest {
            Some((len, code)) => {
                found.push(StateName { at, len, code });
                at += len;
            }
            None => at += 1,
        }
    }
    found
}

/// The longest real name seen has 14 words.
pub(crate) const WORDS_MAX: usize = 48;

/// `District of Columbia`.
const STATE_NAME_WORDS_MAX: usize = 3;
