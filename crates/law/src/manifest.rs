//! `pack.toml`: what a pack says of itself.

use serde::Deserialize;
use std::fmt;
use terms::{Day, Door, Party, PartyKind, ProvisionId, TextStatus};

/// A provision: one rule of law, with how far its text was verified.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provision {
    /// Its id in the law sheet.
    pub id: ProvisionId,
    /// Its short title.
    pub title: String,
    /// Its citation.
    pub citation: String,
    /// Its first day.
    pub in_force_from: Day,
    /// The first day on which it is no longer in force, if there is one.
    pub in_force_to: Option<Day>,
    /// How far its text was verified.
    pub text_status: TextStatus,
    /// What exactly was seen, and what was not.
    pub text_status_note: String,
    /// Ids of the sources, as listed in the pack.
    pub sources: Vec<String>,
    /// One plain sentence, in English.
    pub english: String,
    /// One plain sentence, in Spanish.
    pub spanish: String,
}

/// The whole of a `pack.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    pub(crate) title: String,
    pub(crate) jurisdiction: String,
    pub(crate) precedence: u8,
    pub(crate) doors: Vec<Door>,
    pub(crate) read_by: String,
    pub(crate) read_on: Day,
    pub(crate) binds: Binds,
    pub(crate) source: Vec<Source>,
    pub(crate) provision: Vec<Provision>,
}

/// A text that was read.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    pub(crate) id: String,
    pub(crate) what: String,
    pub(crate) url: Option<String>,
    pub(crate) sha256: Option<String>,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.id, self.what)?;
        if let Some(url) = &self.url {
            write!(f, " <{url}>")?;
        }
        if let Some(sha256) = &self.sha256 {
            write!(f, " (sha256 {sha256})")?;
        }
        Ok(())
    }
}

/// Which holders a pack binds. A line left out binds all.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub(crate) struct Binds {
    /// A state, by its two-letter code.
    pub(crate) state: Option<String>,
    /// A body of this city; needs `state`.
    pub(crate) city: Option<String>,
    /// Names that a body of this city goes by, in part: by one of these a holder is of the city,
    /// however its city is written or left out. Lower case.
    #[serde(default)]
    pub(crate) names: Vec<String>,
    kinds: Option<Vec<PartyKind>>,
    /// What to do where it is not sure that the holder is bound: it operates in the city and is of
    /// another place, or is of the city and goes by none of `only_names`.
    perhaps: Option<Perhaps>,
    /// Where given, the pack binds only bodies that go by one of these names, in part.
    #[serde(default)]
    only_names: Vec<String>,
    /// Bodies that go by one of these names, in part, are not bound, though their place and kind
    /// fit.
    #[serde(default)]
    except_names: Vec<String>,
}

/// What a pack does where it is not sure that it binds the holder.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Perhaps {
    /// What would withhold refers.
    Refer,
}

/// How far a pack binds a holder.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Bound {
    /// It does not.
    No,
    /// It may: every withhold of it refers.
    Perhaps,
    /// It does.
    Yes,
}

impl Binds {
    /// How far this binds a holder, by its place, name and kind.
    ///
    /// A holder whose kind is not known is bound by every pack of its place: not knowing must not
    /// switch a law off.
    pub(crate) fn bind(&self, holder: &Party) -> Bound {
        if goes_by(holder, &self.except_names) {
            return Bound::No;
        }
        let state = holder.place.state.as_deref();
        if self.state.as_deref().is_some_and(|s| state != Some(s)) {
            return Bound::No;
        }
        let fits = |kinds: &Vec<PartyKind>| {
            holder.kind == PartyKind::Unknown || kinds.contains(&holder.kind)
        };
        let of_the_kind = self.kinds.as_ref().is_none_or(fits);
        let sure = self.only_names.is_empty() || goes_by(holder, &self.only_names);
        let perhaps = if self.perhaps.is_some() { Bound::Perhaps } else { Bound::No };
        match (of_the_kind, self.is_of_city(holder), sure) {
            (true, Bound::Yes, true) => Bound::Yes,
            (true, Bound::Yes, false) | (true, Bound::Perhaps, _) => perhaps,
            _ if self.operates(holder) => perhaps,
            _ => Bound::No,
        }
    }

    /// Whether the holder is a body of this pack's city, if it has one.
    fn is_of_city(&self, holder: &Party) -> Bound {
        let Some(city) = &self.city else { return Bound::Yes };
        let named = goes_by(holder, &self.names);
        match &holder.place.city {
            Some(stated) if is_city(stated, city) => Bound::Yes,
            // Two statements of one thing that disagree: the name says this city.
            Some(_) if named => Bound::Perhaps,
            Some(_) => Bound::No,
            None if named => Bound::Yes,
            None => Bound::No,
        }
    }

    fn operates(&self, holder: &Party) -> bool {
        self.city
            .as_ref()
            .is_some_and(|city| holder.place.operating_in.iter().any(|o| is_city(o, city)))
    }

    /// Whether this is a state's own law: not one of a city, of the whole country, or the house.
    pub(crate) const fn is_of_a_state(&self) -> bool {
        self.state.is_some() && self.city.is_none()
    }
}

fn goes_by(holder: &Party, names: &[String]) -> bool {
    let name = plain(&holder.name);
    names.iter().any(|known| {
        let (name, known) = (format!(" {name} "), format!(" {known} "));
        name.contains(&known)
    })
}

/// Whether a city is the one meant, however it is written: `City of Los Angeles`, `Los Ángeles`.
fn is_city(stated: &str, city: &str) -> bool {
    let stated = plain(stated);
    let stated = stated.strip_prefix("city of ").unwrap_or(&stated);
    stated == plain(city)
}

/// A name in plain lower-case letters and digits, one blank between words, accents taken off.
fn plain(name: &str) -> String {
    let letters: String = name
        .chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'á' | 'à' | 'â' | 'ä' | 'ã' => 'a',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'í' | 'ì' | 'î' | 'ï' => 'i',
            'ó' | 'ò' | 'ô' | 'ö' | 'õ' => 'o',
            'ú' | 'ù' | 'û' | 'ü' => 'u',
            'ñ' => 'n',
            c if c.is_ascii_alphanumeric() => c,
            _ => ' ',
        })
        .collect();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn binds(text: &str) -> Binds {
        toml::from_str(text).unwrap()
    }

    fn holder(name: &str, city: Option<&str>) -> Party {
        let mut party = Party { name: name.to_owned(), ..Party::default() };
        party.kind = PartyKind::LocalLawEnforcement;
        party.place.state = Some("CA".to_owned());
        party.place.city = city.map(str::to_owned);
        party
    }

    #[test]
    fn a_city_is_known_however_it_is_written_or_left_out() {
        let pack = binds(
            "state = \"CA\"\ncity = \"Los Angeles\"\nnames = [\"lapd\", \"los angeles police\"]\n\
             perhaps = \"refer\"",
        );
        let check = |name, city, expected| {
            assert_eq!(pack.bind(&holder(name, city)), expected, "{name} of {city:?}");
        };
        check("Los Angeles Police Department", Some("Los Angeles"), Bound::Yes);
        check("Los Angeles Police Department", Some("City of Los Angeles"), Bound::Yes);
        check("Los Angeles Police Department", Some("Los Ángeles"), Bound::Yes);
        check("Los Angeles Police Department", None, Bound::Yes);
        check("L.A.P.D. (LAPD)", None, Bound::Yes);
        check("Harbor Department", Some("los  angeles"), Bound::Yes);
        check("Los Angeles Police Department", Some("Compton"), Bound::Perhaps);
        check("Los Angeles County Sheriff's Department", None, Bound::No);
        check("Torrance Police Department", Some("Torrance"), Bound::No);
        let mut patrol = holder("California Highway Patrol", None);
        patrol.place.operating_in = vec!["City of Los Angeles".to_owned()];
        assert_eq!(pack.bind(&patrol), Bound::Perhaps);
    }

    #[test]
    fn a_pack_excepts_the_bodies_it_names() {
        let pack = binds("state = \"CA\"\nexcept_names = [\"department of corrections\"]");
        let prisons = "California Department of Corrections and Rehabilitation";
        assert_eq!(pack.bind(&holder(prisons, None)), Bound::No);
        assert_eq!(pack.bind(&holder("Kern County Sheriff's Office", None)), Bound::Yes);
    }

    #[test]
    fn a_pack_for_named_bodies_binds_others_of_the_city_perhaps() {
        let pack = binds(
            "state = \"CA\"\ncity = \"Los Angeles\"\nonly_names = [\"lapd\"]\nperhaps = \"refer\"",
        );
        assert_eq!(pack.bind(&holder("LAPD", Some("Los Angeles"))), Bound::Yes);
        assert_eq!(pack.bind(&holder("Port Police", Some("Los Angeles"))), Bound::Perhaps);
    }
}
