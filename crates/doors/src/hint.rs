//! Turns the JSON reader's messages into words, and adds what to do about them.
//!
//! In: a field path and a message. Out: a plain wording of what was expected; a hint, if one fits.
//! Never: changes whether something is readable.

/// What the path of a field starts from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Root {
    /// A bare ask.
    Ask,
    /// An ask with what is known about it.
    Posed,
}

/// What to do about a message, if there is a good guess.
pub(crate) fn hint(
    root: Root,
    field: Option<&str>,
    said: &str,
    expected: Option<&str>,
) -> Option<String> {
    let field = field.unwrap_or_default();
    if let Some(name) = quoted_after(said, "unknown field ") {
        return unknown_field(root, field, name).map(str::to_owned);
    }
    if let Some(name) = quoted_after(said, "unknown variant ") {
        return unknown_word(field, name, expected.unwrap_or_default());
    }
    if said.starts_with("duplicate field ") {
        return Some("of two values under one name nobody can tell which is meant".to_owned());
    }
    let is_fact = field.starts_with("facts.") && field.matches('.').count() == 1;
    let unvouched = said.starts_with("missing field `vouched_by`")
        || said.starts_with("missing field `value`")
        || said.starts_with("invalid type");
    if is_fact && unvouched {
        return Some("each fact is `{\"value\": …, \"vouched_by\": …}`".to_owned());
    }
    if said.starts_with("missing field `ask`") {
        return Some(BARE_ASK.to_owned());
    }
    if in_ask(root, field) && field.ends_with("beneficiary") {
        return Some("in an ask this is a name; who that is belongs under `facts`".to_owned());
    }
    None
}

/// Puts what was expected in words that are not Rust's.
pub(crate) fn plain(expected: &str) -> String {
    let mut words = expected;
    for (rust, word) in TYPE_WORDS {
        match expected.strip_prefix(rust) {
            // `struct Fact with 3 elements`: the rest is a name and details of Rust's.
            Some(_) if rust.ends_with(' ') => return (*word).to_owned(),
            Some("") => words = word,
            _ => {}
        }
    }
    words.to_owned()
}

fn unknown_field(root: Root, field: &str, name: &str) -> Option<&'static str> {
    if root == Root::Posed && (field.is_empty() || field == name) {
        return match name {
            _ if ASK_PARTS.contains(&name) => Some(BARE_ASK),
            _ if FACTS.contains(&name) => Some("this belongs under `facts`"),
            _ => None,
        };
    }
    if !in_ask(root, field) {
        return None;
    }
    match name {
        "class" | "text" | "case_number" | "offence" => Some("this belongs under `purpose`"),
        "reason" => Some("the asker's own words belong in `purpose.text`"),
        "offense" => Some("spelt `purpose.offence` here"),
        _ if FACTS.contains(&name) => Some(THAT_IS_A_FACT),
        _ => None,
    }
}

fn unknown_word(field: &str, name: &str, expected: &str) -> Option<String> {
    let wanted = squeezed(name);
    let near = expected.split('`').skip(1).step_by(2).find(|word| squeezed(word) == wanted);
    match near {
        Some(word) => Some(format!("words are lower case with underscores: `{word}`")),
        None if field.ends_with("class") && name.eq_ignore_ascii_case("immigration") => {
            Some("say which: `civil_immigration` or `criminal_immigration`".to_owned())
        }
        None if field.ends_with("kind") && name.eq_ignore_ascii_case("warrant") => Some(
            "say whose signature it bears: `judicial_arrest_warrant`, `judicial_search_warrant` \
             or `administrative_warrant`"
                .to_owned(),
        ),
        None => None,
    }
}

fn in_ask(root: Root, field: &str) -> bool {
    root == Root::Ask || field == "ask" || field.starts_with("ask.")
}

fn squeezed(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn quoted_after<'a>(said: &'a str, start: &str) -> Option<&'a str> {
    said.strip_prefix(start)?.strip_prefix('`')?.strip_suffix('`')
}

/// What can be read.
pub(crate) const SHAPES: &str =
    "one JSON object, an array of objects, or one object a line, each as `{\"ask\": {…}}`";

const BARE_ASK: &str = "wrap an ask as `{\"ask\": {…}, \"facts\": {…}, \"now\": …}`";
const THAT_IS_A_FACT: &str = "that is a fact: it belongs under `facts`, with who vouches for it";

/// Rust's words for what it expected, and ours. A trailing blank means: whatever follows.
const TYPE_WORDS: &[(&str, &str)] = &[
    ("struct ", "an object"),
    ("tuple struct ", "text"),
    ("enum ", "one of the words the schema lists"),
    ("string or map", "one word"),
    ("a map", "an object"),
    ("map", "an object"),
    ("a sequence", "a list"),
    ("a string", "text"),
    ("a boolean", "true or false"),
    ("u32", "a whole number from 0 to 4294967295"),
];

/// Names that only facts carry.
const FACTS: &[&str] = &[
    "access_record",
    "age_days_max",
    "agreement",
    "asker",
    "attestation",
    "case_proved",
    "city",
    "environment",
    "holder",
    "immigration_function",
    "kind",
    "operating_in",
    "personal_information",
    "place",
    "public_agency_determination",
    "public_already",
    "reading",
    "relation",
    "state",
    "task_force",
    "user_grant",
    "values_exception",
    "vouched_by",
];

/// Names that only an ask carries.
const ASK_PARTS: &[&str] =
    &["custody", "door", "help", "id", "inquiry", "purpose", "question", "username"];
