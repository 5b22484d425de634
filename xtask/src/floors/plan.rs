//! The plan of the house, as data: floors, allowed arrows, and kept crates.
//!
//! Rooms that do not exist yet stand here too, so that the day one is built its place is known.

/// The rooms of each floor, from the ground up.
pub const FLOORS: &[&[&str]] = &[
    &["terms"],
    &["doors", "law", "ledger", "parties", "reach"],
    &["tally", "vault"],
    &["gate", "lookback"],
    &["pages", "records", "store"],
    &["serve"],
    &["cli"],
];

/// Packages that stand beside the rooms and ship nothing.
pub const BESIDE: &[&str] = &["testkit", "tests", "xtask"];

/// Rooms without disk, socket, clock, environment or randomness. Each has a `clippy.toml` that
/// says so.
pub const PURE: &[&str] = &[
    "doors", "gate", "law", "ledger", "lookback", "pages", "parties", "reach", "tally", "terms",
    "vault",
];

/// What each room may depend on (HOUSE 2.2).
const ARROWS: &[(&str, &[&str])] = &[
    ("terms", &[]),
    ("doors", &["terms"]),
    ("law", &["terms"]),
    ("ledger", &["terms"]),
    ("parties", &["terms"]),
    ("reach", &["terms"]),
    ("tally", &["ledger", "terms"]),
    ("vault", &["ledger", "terms"]),
    // `doors`: docs/decisions/0003-reason-reading-in-doors.md.
    ("gate", &["doors", "law", "ledger", "parties", "terms", "vault"]),
    ("lookback", &["doors", "law", "parties", "tally", "terms"]),
    ("pages", &["lookback", "reach", "tally", "terms"]),
    ("records", &["gate", "ledger", "terms"]),
    ("store", &["gate", "ledger", "terms", "vault"]),
    // Never `store` or `records`: HTTP reaches data only through the gate.
    (
        "serve",
        &[
            "doors", "gate", "law", "ledger", "lookback", "pages", "parties", "reach", "tally",
            "terms", "vault",
        ],
    ),
    (
        "cli",
        &[
            "doors", "gate", "law", "ledger", "lookback", "pages", "parties", "reach", "records",
            "serve", "store", "tally", "terms", "vault",
        ],
    ),
];

/// Outside crates that only some rooms may name, in any kind of dependency.
///
/// `deny.toml` says the same to cargo-deny; a test holds the two together.
pub const KEPT_IN: &[(&str, &[&str])] = &[
    ("aho-corasick", &["doors"]),
    ("anyhow", &["cli", "xtask"]),
    ("arrow", &["records"]),
    ("askama", &["pages"]),
    ("axum", &["serve"]),
    ("calamine", &["lookback"]),
    ("cedar-policy", &["law"]),
    ("cedar-policy-symcc", &["law"]),
    ("clap", &["cli", "xtask"]),
    // `parties`: docs/decisions/0002-csv-in-parties.md. `records`: until it has a query engine.
    ("csv", &["lookback", "parties", "records", "xtask"]),
    ("curve25519-dalek", &["ledger"]),
    ("datafusion", &["records"]),
    ("ed25519-dalek", &["ledger"]),
    ("indicatif", &["cli"]),
    ("ml-dsa", &["ledger"]),
    ("object_store", &["store"]),
    ("signed_note", &["ledger"]),
    ("sqlx", &["store"]),
    ("tlog_tiles", &["ledger"]),
    ("tower", &["serve"]),
    ("zip", &["lookback"]),
];

/// The floor a room stands on; none for what is not a room.
#[must_use]
pub fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&room))
}

/// What a room may depend on in what it ships.
#[must_use]
pub fn may_depend_on(room: &str) -> &'static [&'static str] {
    ARROWS.iter().find(|(from, _)| *from == room).map_or(&[], |(_, to)| to)
}

/// The rooms that may name an outside crate; none if every room may.
#[must_use]
pub fn kept_in(outside: &str) -> Option<&'static [&'static str]> {
    KEPT_IN.iter().find(|(name, _)| *name == outside).map(|(_, rooms)| *rooms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_allowed_arrow_points_down() {
        for (from, to) in ARROWS {
            for room in *to {
                assert!(floor(room).unwrap() < floor(from).unwrap(), "{from} to {room}");
            }
        }
    }

    #[test]
    fn every_room_has_a_row_in_the_table() {
        let rooms = FLOORS.iter().copied().flatten();
        let without: Vec<_> =
            rooms.filter(|room| !ARROWS.iter().any(|(from, _)| from == *room)).collect();
        assert!(without.is_empty(), "{without:?}");
    }

    #[test]
    fn only_rooms_of_the_plan_are_pure_or_keep_a_crate() {
        let known = |room: &&str| floor(room).is_some() || BESIDE.contains(room);
        assert!(PURE.iter().all(known));
        assert!(KEPT_IN.iter().all(|(_, rooms)| rooms.iter().all(known)));
    }
}
