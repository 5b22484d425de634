//! What kind of body a name names, and by which registry row.
//!
//! In: the words of a name and its marks. Out: a kind, how sure, and the row that decided.
//! Never: a federal kind without a row in `bodies.csv` or the list's own `[Federal]` mark.

use terms::{Certainty, PartyKind};

use crate::clean::Cleaned;
use crate::pattern::Span;
use crate::registry::{Body, Registry};
use crate::state::code_positions;
use crate::words::Words;

/// A kind and what the deciding row adds to it.
#[derive(Clone, Debug)]
pub(crate) struct KindRead {
    pub(crate) kind: PartyKind,
    pub(crate) certainty: Certainty,
    pub(crate) why: String,
    /// The words that the row speaks for.
    pub(crate) taken: Vec<usize>,
    /// The words before them name a city, of which this is a body.
    pub(crate) city_body: bool,
    /// The named body that decided, if one did.
    pub(crate) body: Option<Body>,
}

/// Reads the kind: a named body first, then words, then the shape of what is left.
pub(crate) fn read(cleaned: &Cleaned, words: &Words, registry: &Registry) -> KindRead {
    from_body(cleaned, words, registry)
        .or_else(|| from_mark(cleaned))
        .or_else(|| from_words(words, registry))
        .unwrap_or_else(|| from_shape(cleaned, words))
}

fn from_body(cleaned: &Cleaned, words: &Words, registry: &Registry) -> Option<KindRead> {
    registry.bodies.first(words, |body, span| {
        // INVARIANT(local-stays-local): a name with police words of its own outside the row's
        // words is not federal: `FBI` beside `Fresno CA PD` names a city's police.
        let marked = cleaned.federal;
        if body.kind.is_federal() && !marked && has_police_words(words, &span) {
            return None;
        }
        // `FBI Way Self Storage`, `Naval Academy Bridge HOA`: a place or a business beside them.
        if body.kind.is_federal() && !marked && has_private_words(words, &span) {
            return None;
        }
        // In a name all in capitals, `ICE` is as likely the word.
        if body.kind.is_federal() && !marked && is_only_ice(words, &span) {
            return None;
        }
        // A task force with a federal body in its name is joint, unless the body's work is
        // immigration: then the name leads to that body, and the surer reading is the graver one.
        if body.kind == PartyKind::FederalOther && !marked && is_task_force(words) {
            return None;
        }
        if marked && !body.kind.is_federal() {
            return None;
        }
        if body.kind == PartyKind::Private && is_after_police(words, &span) {
            return None;
        }
        let note = if body.note.is_empty() { String::new() } else { format!(" ({})", body.note) };
        Some(KindRead {
            kind: body.kind,
            certainty: body.certainty,
            why: format!("the registry row `{}`{note}", body.name),
            taken: span.taken,
            city_body: false,
            body: Some(body.clone()),
        })
    })
}

fn has_police_words(words: &Words, span: &Span) -> bool {
    // The body's own police follow its name at once: `Tennessee Valley Authority Police`.
    let own = span.taken.last().map(|last| last + 1);
    words.list.iter().enumerate().any(|(at, word)| {
        !span.taken.contains(&at)
            && own != Some(at)
            && LOCAL_POLICE_WORDS.contains(&word.text.as_str())
    })
}

fn has_private_words(words: &Words, span: &Span) -> bool {
    words
        .list
        .iter()
        .enumerate()
        .any(|(at, word)| !span.taken.contains(&at) && PRIVATE_WORDS.contains(&word.text.as_str()))
}

fn is_only_ice(words: &Words, span: &Span) -> bool {
    let is_ice = |at: &usize| words.text(*at) == Some("ice");
    let shouted = |raw: &str| raw.len() > 3 && !raw.chars().any(char::is_lowercase);
    span.taken.len() == 1
        && span.taken.iter().all(is_ice)
        && words.list.iter().any(|word| shouted(&word.raw))
}

fn is_task_force(words: &Words) -> bool {
    (0..words.list.len()).any(|at| match words.text(at) {
        Some("task") => words.text(at + 1) == Some("force"),
        Some(word) => matches!(word, "taskforce" | "tf" | "jttf"),
        None => false,
    })
}

/// The mark shows a federal body; that its work is not immigration is not shown.
fn from_mark(cleaned: &Cleaned) -> Option<KindRead> {
    cleaned.federal.then(|| KindRead {
        kind: PartyKind::FederalOther,
        certainty: Certainty::Conditional,
        why: "the list marks it `[Federal]`; which federal body is not known".to_owned(),
        ..KindRead::unknown("")
    })
}

fn from_words(words: &Words, registry: &Registry) -> Option<KindRead> {
    registry.kind_words.first(words, |row, span| {
        if row.kind == PartyKind::Private && is_after_police(words, &span) {
            return None;
        }
        // INVARIANT(no-quiet-private): `Department of Homeland Security` is no security company.
        let is_guess = row.kind == PartyKind::Private && row.certainty == Certainty::Possible;
        if is_guess && has_public_words(words, &span) {
            return None;
        }
        let names_nobody = words.list.iter().enumerate().all(|(at, word)| {
            let is_place = PLACE_HEADS.contains(&word.text.as_str());
            (span.taken.contains(&at) && !is_place) || words.is_code(at)
        });
        if names_nobody && (row.city_body || row.kind == PartyKind::Private) {
            return Some(KindRead::unknown("a kind word alone, with no name beside it"));
        }
        Some(KindRead {
            kind: row.kind,
            certainty: row.certainty,
            why: format!("the words for {}", row.why),
            taken: span.taken,
            city_body: row.city_body,
            body: None,
        })
    })
}

/// `Alder City GA PD (Wal-Mart Grant)`: what follows a police account is one network of it.
fn is_after_police(words: &Words, span: &Span) -> bool {
    let police =
        words.list.iter().position(|word| matches!(word.text.as_str(), "pd" | "police" | "so"));
    police.is_some_and(|police| span.taken.iter().all(|at| *at > police))
}

/// A public word that the row does not speak for.
fn has_public_words(words: &Words, span: &Span) -> bool {
    words
        .list
        .iter()
        .enumerate()
        .any(|(at, word)| !span.taken.contains(&at) && PUBLIC_WORDS.contains(&word.text.as_str()))
}

/// No kind word at all: how the vendor writes a name tells a little.
fn from_shape(cleaned: &Cleaned, words: &Words) -> KindRead {
    // INVARIANT(no-quiet-private): a name with a public word that no rule knows stays unknown. A
    // border station taken for a shop would hide the front door.
    let is_public = has_public_words(words, &Span::default());
    if is_public || cleaned.remade {
        return KindRead::unknown("no rule knows the name");
    }
    let codes = code_positions(words, &[]);
    let Some(at) = codes.last().copied() else {
        return KindRead::unknown("no rule knows the name");
    };
    let Some(code) = words.list.get(at) else {
        return KindRead::unknown("no rule knows the name");
    };
    let is_last = words.list.iter().skip(at + 1).all(|word| word.bracketed);
    let is_place =
        at > 0 && words.list.iter().take(at).all(|word| word.raw.chars().any(char::is_lowercase));
    if is_last && at > 0 && code.bracketed {
        return KindRead {
            kind: PartyKind::Private,
            why: "a name, and a state in brackets, as private networks are written".to_owned(),
            ..KindRead::unknown("")
        };
    }
    if is_last && is_place {
        return KindRead {
            kind: PartyKind::LocalLawEnforcement,
            why: "a place and its state with no kind word, taken as its police".to_owned(),
            ..KindRead::unknown("")
        };
    }
    KindRead::unknown("no rule knows the name")
}

impl KindRead {
    pub(crate) fn unknown(why: &str) -> Self {
        Self {
            kind: PartyKind::Unknown,
            certainty: Certainty::Possible,
            why: why.to_owned(),
            taken: Vec::new(),
            city_body: false,
            body: None,
        }
    }
}

/// In these rows the words taken hold a place's own name: `College Park GA PD`.
const PLACE_HEADS: &[&str] = &["college", "university"];

/// Words of public bodies, federal ones among them.
const PUBLIC_WORDS: &[&str] = &[
    "administration",
    "agency",
    "agents",
    "authority",
    "board",
    "border",
    "bureau",
    "center",
    "command",
    "commission",
    "control",
    "customs",
    "defense",
    "department",
    "dept",
    "dhs",
    "division",
    "enforcement",
    "federal",
    "force",
    "government",
    "guard",
    "homeland",
    "ice",
    "immigration",
    "inspector",
    "intelligence",
    "investigations",
    "investigation",
    "justice",
    "marshal",
    "national",
    "office",
    "patrol",
    "prevention",
    "removal",
    "sector",
    "security",
    "service",
    "services",
    "state",
    "states",
    "task",
    "treasury",
    "united",
    "us",
    "usa",
];

const LOCAL_POLICE_WORDS: &[&str] =
    &["pd", "so", "police", "sheriff", "sheriffs", "constable", "county"];

/// Beside a federal body's words these name a street, a business or a school.
const PRIVATE_WORDS: &[&str] = &[
    "apartments",
    "association",
    "bank",
    "boulevard",
    "church",
    "club",
    "company",
    "condominiums",
    "credit",
    "elementary",
    "estates",
    "grocery",
    "hoa",
    "homeowners",
    "hotel",
    "inc",
    "isd",
    "llc",
    "mall",
    "museum",
    "poa",
    "restaurant",
    "salvation",
    "school",
    "schools",
    "storage",
    "store",
    "street",
    "trail",
    "way",
];
