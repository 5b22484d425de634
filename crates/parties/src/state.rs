//! In which state a body is, and by which rule.
//!
//! In: the words of a name, which of them a kind rule has spoken for, and the hint.
//! Out: a code, how sure, and why. Never: a default state.
//!
//! The order is from surest to least: a code in the name, a state's full name in the name, the
//! hint, a county name that is in one state only. The last code in a name wins over state names
//! inside a city's name (`Wyoming MI PD`, `Indiana PA PD`).

use terms::Certainty;

use crate::clean::slug_state;
use crate::registry::{Registry, States};
use crate::words::{StateName, Words};

/// A state, or none, and why.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct StateRead {
    pub(crate) code: Option<String>,
    pub(crate) certainty: Certainty,
    pub(crate) why: String,
}

/// Reads the state of a name.
pub(crate) fn read(
    words: &Words,
    taken: &[usize],
    hint: Option<&str>,
    registry: &Registry,
) -> StateRead {
    from_codes(words, taken)
        .or_else(|| from_state_names(words, &registry.states))
        .or_else(|| from_small_code(words, &registry.states))
        .or_else(|| from_hint(hint?, &registry.states))
        .or_else(|| from_county(words, registry))
        .unwrap_or_else(|| StateRead {
            code: None,
            certainty: Certainty::Conditional,
            why: "the name states no state".to_owned(),
        })
}

/// The positions of the codes that may be the state of this name.
pub(crate) fn code_positions(words: &Words, taken: &[usize]) -> Vec<usize> {
    let all: Vec<usize> =
        (0..words.list.len()).filter(|at| words.is_code(*at) && !taken.contains(at)).collect();
    if all.len() < 2 {
        return all;
    }
    let kept: Vec<usize> = all
        .iter()
        .copied()
        .filter(|at| {
            let raw = words.list.get(*at).map(|word| word.raw.as_str());
            // Beside another code, `CO` is county (`Isanti CO SO`) and a late `SD` a sheriff.
            let is_other_word = raw == Some("CO") || (raw == Some("SD") && *at > 0);
            !is_other_word
        })
        .collect();
    if kept.is_empty() { all } else { kept }
}

fn from_codes(words: &Words, taken: &[usize]) -> Option<StateRead> {
    let positions = code_positions(words, taken);
    let at = *positions.last()?;
    let word = words.list.get(at)?;
    if at == 0 && !word.before_dash && !words.state_names.is_empty() {
        // `NE Ohio …`, `SE Missouri …`: a direction before a state's name.
        return None;
    }
    let code = word.raw.clone();
    let next = words.text(at + 1);
    let before = at.checked_sub(1).and_then(|before| words.text(before));
    let may_be_county = code == "CO"
        && matches!(next, Some("so" | "sheriff" | "sheriffs"))
        && !matches!(before, Some("county"));
    let differ =
        positions.iter().filter_map(|other| words.list.get(*other)).any(|other| other.raw != code);
    let (certainty, why) = if may_be_county {
        (Certainty::Possible, "the code `CO` in the name, which may also be county".to_owned())
    } else if differ {
        (Certainty::Conditional, format!("the last of several codes in the name, `{code}`"))
    } else {
        (Certainty::Shown, format!("the code `{code}` in the name"))
    };
    Some(StateRead { code: Some(code), certainty, why })
}

/// `Crestview Fl PD`: a code not in capitals, where only a code can stand.
fn from_small_code(words: &Words, states: &States) -> Option<StateRead> {
    let at = (1..words.list.len()).rev().find(|at| {
        words.text(at + 1).is_none_or(|next| POLICE_WORDS.contains(&next))
            && words.list.get(*at).is_some_and(|word| states.plain_code(&word.raw).is_some())
    })?;
    let code = states.plain_code(&words.list.get(at)?.raw)?;
    let why = format!("the code `{code}` in the name, not in capitals");
    Some(StateRead { code: Some(code), certainty: Certainty::Conditional, why })
}

fn from_state_names(words: &Words, states: &States) -> Option<StateRead> {
    words.state_names.iter().rev().find_map(|name| {
        let certainty = state_name_certainty(words, name, states)?;
        let said = (name.at..name.at + name.len)
            .filter_map(|at| words.list.get(at))
            .map(|word| word.raw.as_str())
            .collect::<Vec<_>>()
            .join(" ");
        let why = format!("the state's name `{said}` in the name");
        Some(StateRead { code: Some(name.code.clone()), certainty, why })
    })
}

/// How sure it is that a state's name among the words tells the state; `None`: it is a place name.
fn state_name_certainty(words: &Words, name: &StateName, states: &States) -> Option<Certainty> {
    let next = words.text(name.at + name.len);
    let before = name.at.checked_sub(1).and_then(|at| words.text(at));
    if next.is_some_and(|next| PLACE_WORDS.contains(&next)) {
        return None;
    }
    if next.is_some_and(|next| AGENCY_WORDS.contains(&next)) {
        return Some(Certainty::Shown);
    }
    let is_ambiguous = states.name_is_ambiguous(&name.code);
    let Some(before) = before else {
        // A city can be named after a state: `Oregon PD`, `Nevada Police Department`.
        let is_city = next.is_none_or(|next| POLICE_WORDS.contains(&next));
        return (!is_city && !is_ambiguous).then_some(Certainty::Conditional);
    };
    let after_comma = words.list.get(name.at).is_some_and(|word| word.after_comma);
    let before_police = next.is_none_or(|next| POLICE_WORDS.contains(&next));
    if before_police && (after_comma || before == "county" || !is_ambiguous) {
        let is_direction = DIRECTIONS.contains(&before);
        return Some(if is_direction { Certainty::Conditional } else { Certainty::Shown });
    }
    let leads = before == "of" || DIRECTIONS.contains(&before);
    (leads || !is_ambiguous).then_some(Certainty::Conditional)
}

/// A hint may be a slug, or further text in which codes are written as in names.
fn from_hint(hint: &str, states: &States) -> Option<StateRead> {
    let written = Words::read(hint, states);
    let from_text = code_positions(&written, &[])
        .last()
        .and_then(|at| written.list.get(*at))
        .map(|word| word.raw.clone());
    let code = from_text.or_else(|| {
        let parts: Vec<&str> = hint.split('-').filter(|part| !part.is_empty()).collect();
        let at = slug_state(&parts, |code| states.has_code(code))?;
        parts.get(at).map(|part| part.to_ascii_uppercase())
    })?;
    let why = format!("the code `{code}` in the hint, not in the name");
    Some(StateRead { code: Some(code), certainty: Certainty::Conditional, why })
}

fn from_county(words: &Words, registry: &Registry) -> Option<StateRead> {
    let position =
        |said: &[&str]| words.list.iter().position(|word| said.contains(&word.text.as_str()));
    let county =
        position(&["county", "co"]).or_else(|| position(&["sheriff", "sheriffs", "so"]))?;
    // `San Luis Obispo County`, `County of San Luis Obispo`, `San Luis Obispo Sheriff`; the
    // longest name first.
    (1..=COUNTY_WORDS_MAX).rev().find_map(|len| {
        let before = county.checked_sub(len).map(|start| start..county);
        let after = (words.text(county + 1) == Some("of")).then(|| county + 2..county + 2 + len);
        [before, after].into_iter().flatten().find_map(|range| {
            let name = words.list.get(range)?;
            let name = name.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
            let code = registry.counties.get(&name)?;
            let why =
                format!("the county name `{name}`, which the registry knows in one state only");
            Some(StateRead { code: Some(code.clone()), certainty: Certainty::Conditional, why })
        })
    })
}

/// `San Luis Obispo`.
const COUNTY_WORDS_MAX: usize = 3;

/// After a state's name these make it a place: `Nevada County`, `Iowa City`, `Virginia Beach`.
const PLACE_WORDS: &[&str] = &[
    "avenue", "beach", "borough", "city", "co", "county", "creek", "falls", "grove", "heights",
    "hill", "hills", "island", "junction", "lake", "park", "parish", "point", "river", "road",
    "springs", "square", "street", "township", "twp", "valley", "village",
];

/// After a state's name these make it the state's own body.
const AGENCY_WORDS: &[&str] = &[
    "alcoholic",
    "attorney",
    "bureau",
    "capitol",
    "department",
    "dept",
    "division",
    "dmv",
    "dot",
    "dps",
    "fusion",
    "game",
    "highway",
    "law",
    "office",
    "state",
    "statewide",
    "tech",
];

/// After a city these say police, so a state's name before them may be a city's.
const POLICE_WORDS: &[&str] =
    &["marshal", "marshals", "pd", "police", "public", "sheriff", "sheriffs", "so"];

const DIRECTIONS: &[&str] = &[
    "central",
    "east",
    "eastern",
    "mid",
    "middle",
    "north",
    "northeast",
    "northern",
    "northwest",
    "south",
    "southeast",
    "southern",
    "southwest",
    "southwestern",
    "west",
    "western",
];
