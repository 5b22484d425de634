//! Which packs bind the holder, and why.

use super::asked::plain;
use crate::manifest::{Binds, Bound};
use crate::pack::Pack;
use serde::Serialize;
use terms::{Moment, Party, ProvisionId};

/// A pack, and whether it binds the holder.
#[derive(Clone, Debug, Serialize)]
pub struct PackBound {
    /// Its folder.
    pub folder: String,
    /// Its title.
    pub title: String,
    /// `yes`, `perhaps` or `no`.
    pub binds: &'static str,
    /// Why.
    pub why: String,
    /// Provisions of it that are not in force at the moment.
    pub not_in_force: Vec<ProvisionId>,
}

/// Tells whether a pack binds a holder, and why.
pub(super) fn told(pack: &Pack, holder: &Party, now: Moment) -> PackBound {
    let binds = &pack.manifest.binds;
    let (word, why) = match binds.bind(holder) {
        Bound::Yes => ("yes", format!("it binds {}", whom(binds))),
        Bound::Perhaps => ("perhaps", perhaps(binds, holder)),
        Bound::No => ("no", format!("it binds {}, and this holder is not one", whom(binds))),
    };
    let past = pack.manifest.provision.iter().filter(|p| !p.is_in_force(now));
    PackBound {
        folder: pack.folder.clone(),
        title: pack.manifest.title.clone(),
        binds: word,
        why,
        not_in_force: past.map(|p| p.id.clone()).collect(),
    }
}

/// Whom a pack binds, in words.
pub(crate) fn whom(binds: &Binds) -> String {
    let kinds = binds.kinds.as_ref().map_or_else(
        || "every holder".to_owned(),
        |kinds| {
            let words: Vec<_> = kinds.iter().map(|kind| plain(kind.word())).collect();
            format!("holders of these kinds ({})", words.join(", "))
        },
    );
    let place = match (&binds.city, &binds.state) {
        (Some(city), Some(state)) => format!(" of {city}, {state}"),
        (_, Some(state)) => format!(" of {state}"),
        _ => String::new(),
    };
    let names = if binds.only_names.is_empty() {
        String::new()
    } else {
        format!(" that go by the name {}", binds.only_names.join(" or "))
    };
    format!("{kinds}{place}{names}")
}

fn perhaps(binds: &Binds, holder: &Party) -> String {
    let city = binds.city.as_deref().unwrap_or("the place");
    let why = if binds.operates(holder) {
        format!("the holder is of another place and operates in {city}")
    } else if binds.is_of_city(holder) == Bound::Perhaps {
        format!("the holder's name says {city} and its stated city another")
    } else {
        format!("the holder is a body of {city} that this law does not name")
    };
    format!("{why}: what it would withhold goes to a person")
}
