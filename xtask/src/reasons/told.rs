//! Says how far the reader and a person agree, for eyes and for programs.

use super::class::ACCUSING;
use super::score::{Judged, Part};
use super::{Set, Words};
use serde_json::{Value, json};

/// What nobody should read the figures without.
const NOTE: &str = "The cue list was first tuned by people who had seen these logs, so neither \
    half is wholly fresh: what is held out is held out of later changes. Labels and changes are \
    by the same hand.";

pub(crate) fn print(parts: &[Part], judged: &[Judged<'_>], words: Words) {
    println!("{NOTE}\n");
    for part in parts {
        println!("{}", title(part));
        println!("  read as a person would      {}", part.right);
        println!("  false accusations           {}", part.false_accusations);
        println!("  of them surer than possible {}", part.false_and_sure);
        classes(part);
        for class in ACCUSING {
            let Some(of) = part.accusing.get(class) else { continue };
            if of.precision.judged + of.recall.judged > 0 {
                println!("  {}", class.name());
                println!("    precision             {}", of.precision);
                println!("    surer than possible   {}", of.precision_of_sure);
                println!("    recall                {}", of.recall);
            }
        }
        println!();
    }
    println!("misses");
    for one in judged.iter().filter(|one| !one.is_right()) {
        println!("  {}", miss(one, words));
    }
}

/// How many of each class; what a look-alike is for is of no matter, only what it is not.
fn classes(part: &Part) {
    let is_real = part.set == Set::Real;
    println!("  {:<16} {:>9} {:>9} {:>9}", "class", "by reader", "by person", "rows");
    for (class, count) in &part.classes {
        let person =
            if part.kind == LOOK_ALIKE { String::new() } else { count.by_person.to_string() };
        let rows = if is_real { count.rows.to_string() } else { String::new() };
        println!("  {:<16} {:>9} {person:>9} {rows:>9}", class.name(), count.by_reader);
    }
}

/// The kind of a made-up reason that only looks like one to be told.
const LOOK_ALIKE: &str = "look_alike";

pub(crate) fn json(parts: &[Part], judged: &[Judged<'_>], words: Words) -> Value {
    let misses: Vec<Value> = judged
        .iter()
        .filter(|one| !one.is_right())
        .map(|one| {
            json!({
                "set": one.case.set,
                "half": one.case.half,
                "reason": name(one, words),
                "expected": one.case.expect,
                "is_arguable": one.case.is_arguable,
                "read": one.read,
                "label": one.label,
                "certainty": one.certainty.word(),
                "cues": one.cues,
            })
        })
        .collect();
    json!({ "note": NOTE, "parts": parts, "misses": misses })
}

fn title(part: &Part) -> String {
    let (set, half) = (part.set.name(), part.half.name());
    match part.set {
        Set::Real => format!("{set}, {half} half: {} distinct reasons", part.right.judged),
        Set::Fresh | Set::Late | Set::Synthetic => {
            format!("{set} {}, {half} half: {}", part.kind, part.right.judged)
        }
    }
}

fn miss(one: &Judged<'_>, words: Words) -> String {
    let expected: Vec<String> = one.case.expect.iter().map(|class| class.name()).collect();
    format!(
        "{}{} {} {}: {} read {} ({}) by {}{}",
        if one.is_false_accusation() { "! " } else { "  " },
        one.case.set.name(),
        one.case.half.name(),
        name(one, words),
        expected.join("+"),
        one.label,
        one.certainty.word(),
        one.cues.join(" · "),
        if one.case.is_arguable { " (arguable)" } else { "" },
    )
}

/// A real reason is told by its hash, unless its words are asked for.
fn name(one: &Judged<'_>, words: Words) -> String {
    match (one.case.set, words) {
        (Set::Real, Words::Hidden) => one.case.hash.clone(),
        _ => format!("{:?}", one.case.reason),
    }
}
