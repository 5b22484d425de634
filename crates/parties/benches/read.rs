//! How long the first reading of many names takes.
//!
//! `cargo bench -p headworks-parties`. The names are made up in the styles that lists use, with the
//! fresh names among them.

#![expect(clippy::unwrap_used, reason = "a bench may fail as its body may")]
#![expect(clippy::disallowed_methods, reason = "a bench is measured by the clock")]

use std::hint::black_box;
use std::time::Instant;

use parties::Parties;

fn main() {
    let names = names();
    let begun = Instant::now();
    let parties = Parties::embedded().unwrap();
    let loaded = begun.elapsed();
    let mut best = f64::MAX;
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        for name in &names {
            black_box(parties.read(black_box(name), None));
        }
        best = best.min(begun.elapsed().as_secs_f64());
    }
    let count = f64::from(u32::try_from(names.len()).unwrap());
    println!("registry loaded in {:.1} ms", loaded.as_secs_f64() * 1e3);
    println!(
        "{} names in {:.3} s, {:.0} ns a name (best of {ROUNDS})",
        names.len(),
        best,
        best / count * 1e9
    );
}

/// 20,000 names: every place with every state in every style, and the fresh ones.
fn names() -> Vec<String> {
    let fresh = include_str!("../tests/fixtures/fresh.csv").lines().skip(1);
    let mut names: Vec<String> =
        fresh.filter_map(|line| line.split(',').next()).map(str::to_owned).collect();
    for (place, state, style) in (0..PLACES.len()).flat_map(|place| {
        (0..STATES.len())
            .flat_map(move |state| (0..STYLES.len()).map(move |style| (place, state, style)))
    }) {
        if names.len() >= NAMES {
            break;
        }
        // Every style from the first place on, in an order without runs of one kind.
        let style = STYLES.get((style * 7 + state) % STYLES.len()).unwrap();
        let state = STATES.get(state).unwrap();
        names.push(style.replace('#', PLACES.get(place).unwrap()).replace('@', state));
    }
    names
}

const NAMES: usize = 20_000;
const ROUNDS: u32 = 5;

const PLACES: &[&str] = &[
    "Alder",
    "Birch Hill",
    "Cedar Falls",
    "Dogwood",
    "Elm Grove",
    "Fort Aspen",
    "Grand Oak",
    "Hazel",
    "Ironwood",
    "Juniper Springs",
    "Kings Maple",
    "Laurel",
    "Mount Myrtle",
    "North Nutwood",
    "Olive",
    "Port Pine",
    "Quince",
    "Red Rowan",
    "Saint Spruce",
    "Tamarack",
    "Upper Umbrella",
    "Vine",
    "West Willow",
    "Yew",
    "Zelkova",
];

const STATES: &[&str] = &[
    "AL", "AR", "AZ", "CA", "CO", "CT", "DE", "FL", "GA", "IA", "ID", "IL", "IN", "KS", "KY", "LA",
    "MA", "MD", "ME", "MI", "MN", "MO", "MS", "NC", "ND", "NE", "NH", "NJ", "NM", "NV", "NY", "OH",
    "OK", "OR", "PA", "SC", "SD", "TN", "TX", "UT", "VA", "WA", "WI", "WV",
];

const STYLES: &[&str] = &[
    "# @ PD",
    "# County @ SO",
    "# PD (@)",
    "@ - # PD",
    "# Township @ PD",
    "# @ PD (Flex)",
    "[Federal] FBI # @ [Inactive]",
    "# County District Attorney @",
    "# ISD @ PD",
    "# Police Department @",
    "# Fire Department (@)",
    "University of # @ PD",
    "# Commons HOA (@)",
    "# Drug Task Force @",
    "# County @ SO - Axon",
    "# Regional Airport @ Police",
    "# Hospital @ PD",
    "# Shopping Center (@)",
    "#-pd-@",
];
