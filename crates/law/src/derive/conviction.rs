//! What one conviction is worth under Gov. Code 7282.5(a)(1), (2), (3) and (5).
//!
//! "Conviction" is as in Penal Code 667(d) (Gov. Code 7282(a)): as of its date, elsewhere only with
//! all of the elements, and of a juvenile only in the narrow sense of (d)(3).

use super::limb::{Limb, Part};
use terms::{ConvictedAs, Conviction, Day, JuvenileAdjudication, Known, OffenceCategory};

/// What Penal Code 667(d)(2) and Gov. Code 7282(f), (g) leave open between them.
const ELSEWHERE: &str = "Does a conviction outside California count only if its offence `includes \
     all of the elements` of the California one (Penal Code 667(d)(2)), or as soon as it `would be \
     punishable` as one here (Gov. Code 7282(f), (g))?";
/// What Penal Code 667(d)(1) and the words of Gov. Code 7282.5(a)(3) leave open between them.
const REDUCED: &str = "Does a felony that was reduced to a misdemeanor later (Penal Code 17(b)) \
     still count as a felony, as it stood on the date of the conviction (667(d)(1)), or as a \
     misdemeanor?";
/// What Penal Code 667(d)(3) leaves open.
const JUVENILE: &str = "Does a juvenile adjudication that meets Penal Code 667(d)(3) count as a \
     conviction beyond the serious and violent felonies of Gov. Code 7282.5(a)(1)?";

/// A misdemeanor of a wobbler counts for so many years, a felony for so many (7282.5(a)(3)).
const MISDEMEANOR_YEARS: i32 = 5;
const FELONY_YEARS: i32 = 15;

/// From this age an adjudication can count (Penal Code 667(d)(3)(A)).
const JUVENILE_AGE_MIN: u8 = 16;

/// Every ground that a conviction can be, weighed on a day.
pub(crate) fn limbs(conviction: &Conviction, day: Day) -> Vec<Limb> {
    if conviction.day > day {
        // It may be a slip of the pen, and on its day it will be one.
        let dated = Part::of(Known::Unknown, "dated after the ask");
        let part = Part { last_day: conviction.day.plus_days(-1), ..dated };
        return vec![Limb::of("(a)(1), (2), (3), (5)", &[part])];
    }
    let serious = Part::stated(
        conviction.serious_or_violent,
        [
            "serious or violent",
            "neither serious nor violent",
            "whether serious or violent is not stated",
        ],
    );
    let state_prison = Part::stated(
        conviction.state_prison,
        [
            "punishable by state prison",
            "not punishable by state prison",
            "whether punishable by state prison is not stated",
        ],
    );
    let mut limbs = vec![
        Limb::of("(a)(1)", &[serious_felony(conviction), serious, here(conviction)]),
        Limb::of("(a)(2)", &[felony(conviction), state_prison, here(conviction)]),
    ];
    limbs.extend(of_list(conviction, day));
    limbs.extend(federal(conviction));
    limbs
}

/// Whether it is a misdemeanor of Proposition 47, which (a)(6) keeps out.
pub(crate) fn is_of_proposition_47(conviction: &Conviction) -> bool {
    conviction.convicted_as == Some(ConvictedAs::MisdemeanorSinceProposition47)
}

/// (a)(3): a listed offence, as a felony for 15 years, as a misdemeanor of a wobbler for five.
fn of_list(conviction: &Conviction, day: Day) -> Vec<Limb> {
    let letter = conviction.category.and_then(OffenceCategory::letter);
    let ground = letter.map_or("(a)(3)".to_owned(), |letter| format!("(a)(3)({letter})"));
    let listed = match conviction.category {
        None => Part::of(Known::Unknown, "of what kind is not stated"),
        Some(OffenceCategory::NotListed) => Part::of(Known::No, "of no listed kind"),
        Some(_) => Part::of(Known::Yes, ""),
    };
    let as_felony = || {
        let within = within(conviction.day, FELONY_YEARS, day);
        Limb::of(&ground, &[felony(conviction), listed.clone(), here(conviction), within])
    };
    let as_misdemeanor = || {
        let wobbler = Part::stated(
            conviction.wobbler,
            ["of a wobbler", "of no wobbler", "whether of a wobbler is not stated"],
        );
        let within = within(conviction.day, MISDEMEANOR_YEARS, day);
        let parts = [
            misdemeanor(conviction),
            wobbler,
            not_felony_only(conviction),
            listed.clone(),
            here(conviction),
            within,
        ];
        Limb::of(&ground, &parts)
    };
    match conviction.convicted_as {
        Some(
            ConvictedAs::Felony
            | ConvictedAs::JuvenileAdjudication(_)
            | ConvictedAs::MisdemeanorSinceProposition47,
        ) => vec![as_felony()],
        Some(ConvictedAs::Misdemeanor) => vec![as_misdemeanor()],
        Some(ConvictedAs::ReducedToMisdemeanor) | None => vec![as_felony(), as_misdemeanor()],
    }
}

/// (a)(5), first half: a federal crime that is an aggravated felony of (A) to (P).
fn federal(conviction: &Conviction) -> Option<Limb> {
    let federal = match place(conviction) {
        Place::Here | Place::OtherState => return None,
        Place::Federal => Part::of(Known::Yes, "a federal conviction"),
        Place::NotStated => Part::of(Known::Unknown, "where it was is not stated"),
    };
    let paragraph = match conviction.aggravated_felony {
        None => Part::of(Known::Unknown, "whether an aggravated felony is not stated"),
        Some(one) if one.counts() => {
            Part::of(Known::Yes, format!("INA 101(a)(43)({one:?}), within (A) to (P)"))
        }
        Some(_) => Part::of(Known::No, "no aggravated felony of (A) to (P)"),
    };
    let of_adult = match conviction.convicted_as {
        None => Part::of(Known::Unknown, "whether a conviction of an adult is not stated"),
        Some(ConvictedAs::JuvenileAdjudication(_)) => felony(conviction),
        Some(_) => Part::of(Known::Yes, ""),
    };
    Some(Limb::of("(a)(5)", &[federal, paragraph, of_adult]))
}

/// Whether it is a felony for (a)(1), where an adjudication can count in full.
fn serious_felony(conviction: &Conviction) -> Part {
    match &conviction.convicted_as {
        Some(ConvictedAs::JuvenileAdjudication(facts)) => adjudication(facts),
        _ => felony(conviction),
    }
}

/// Whether it is a felony.
fn felony(conviction: &Conviction) -> Part {
    match &conviction.convicted_as {
        None => Part::of(Known::Unknown, "whether a felony or a misdemeanor is not stated"),
        Some(ConvictedAs::Felony) => Part::of(Known::Yes, "a felony"),
        Some(ConvictedAs::JuvenileAdjudication(facts)) => match adjudication(facts) {
            part if part.known == Known::Yes => Part::open(part.words, JUVENILE),
            part => part,
        },
        Some(ConvictedAs::Misdemeanor) => Part::of(Known::No, "a misdemeanor"),
        Some(ConvictedAs::MisdemeanorSinceProposition47) => {
            Part::of(Known::No, "a misdemeanor of Proposition 47, never a ground by (a)(6)")
        }
        Some(ConvictedAs::ReducedToMisdemeanor) => {
            Part::open("a felony reduced to a misdemeanor", REDUCED)
        }
    }
}

/// Whether it is a misdemeanor that can count.
fn misdemeanor(conviction: &Conviction) -> Part {
    match conviction.convicted_as {
        Some(ConvictedAs::Misdemeanor) => Part::of(Known::Yes, "a misdemeanor"),
        _ => felony(conviction),
    }
}

/// (G) and (M) count "only for a conviction that is a felony" and as "felony possession …".
fn not_felony_only(conviction: &Conviction) -> Part {
    let is_felony_only = matches!(
        conviction.category,
        Some(OffenceCategory::ControlledSubstance | OffenceCategory::DrivingUnderInfluence)
    );
    let words = if is_felony_only { "of a kind that counts only as a felony" } else { "" };
    Part::of((!is_felony_only).into(), words)
}

/// Penal Code 667(d)(3), (A) to (D).
fn adjudication(facts: &JuvenileAdjudication) -> Part {
    let age = match facts.age_at_offence {
        None => Part::of(Known::Unknown, "at what age is not stated"),
        Some(age) => Part::of((age >= JUVENILE_AGE_MIN).into(), format!("at the age of {age}")),
    };
    let listed = Part::stated(
        facts.listed,
        ["of a listed offence", "of no listed offence", "whether of a listed offence not stated"],
    );
    let fit = Part::stated(
        facts.found_fit,
        ["found fit", "not found fit", "whether found fit is not stated"],
    );
    let ward = Part::stated(
        facts.made_ward,
        ["made a ward", "not made a ward", "whether made a ward is not stated"],
    );
    let limb = Limb::of("Penal Code 667(d)(3)", &[age, listed, fit, ward]);
    Part::of(limb.known, format!("a juvenile adjudication, {limb}"))
}

/// Where a conviction was.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Place {
    Federal,
    Here,
    NotStated,
    OtherState,
}

fn place(conviction: &Conviction) -> Place {
    let stated = conviction.place.as_deref().unwrap_or_default().trim().to_uppercase();
    match stated.as_str() {
        "CA" => Place::Here,
        "US" => Place::Federal,
        state if state.len() == 2 => Place::OtherState,
        _ => Place::NotStated,
    }
}

/// Whether it counts as a conviction of California law. For one from elsewhere two texts ask two
/// different things; only somebody who found both, or neither, settles it.
fn here(conviction: &Conviction) -> Part {
    match (place(conviction), conviction.equivalent_here) {
        (Place::Here, _) => Part::of(Known::Yes, ""),
        (Place::NotStated, _) => Part::of(Known::Unknown, "where it was is not stated"),
        (_, Some(true)) => Part::of(Known::Yes, "found equivalent to the California offence"),
        (_, Some(false)) => Part::of(Known::No, "found not equivalent to the California offence"),
        (_, None) => Part::open("a conviction outside California", ELSEWHERE),
    }
}

/// Whether a period of years from a conviction has not ended on a day.
fn within(convicted: Day, years: i32, day: Day) -> Part {
    match convicted.plus_years(years) {
        None => Part::of(Known::Unknown, "the period ends beyond the calendar"),
        Some(end) if day <= end => Part {
            last_day: Some(end),
            ..Part::of(Known::Yes, format!("{years} years end {end}: within"))
        },
        Some(end) => Part::of(Known::No, format!("{years} years ended {end}: over")),
    }
}
