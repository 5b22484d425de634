//! A ruling as it is told to a machine or on screen.

use crate::Law;
use schemars::JsonSchema;
use serde::Serialize;
use terms::{Day, Door, Duty, Ground, Limit, Moment, Outcome, ProvisionId, Ruling, TextStatus};

/// The object that `headworks rule --json` prints for one ask.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Told {
    /// `share`, `refer` or `withhold`.
    pub outcome: Outcome,
    /// Why, strongest first. At least one.
    pub grounds: Vec<Ground>,
    /// What narrows the answer; empty unless the outcome is `share`.
    pub limits: Vec<Limit>,
    /// What someone must do, whatever the outcome.
    pub duties: Vec<Duty>,
    /// The first moment at which a fact or a law it used can change; the ruling dies then.
    pub valid_until: Option<Moment>,
    /// The arithmetic behind facts that were computed, in words. Told to the desk alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub working: Vec<String>,
    /// SHA-256 of the law it was made under.
    pub law_digest: String,
    /// That this is not legal advice, and how far the texts were verified.
    pub notice: String,
}

/// What stands on every page that shows a ruling.
pub const NOTICE: &str = "Not legal advice. Each ground tells how far its text was verified; \
     before this is relied on, counsel must read the text at its official source.";

/// Who is told of a ruling.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Audience {
    /// Whoever asked, and the public: nothing quiet.
    Asker,
    /// The holder's own desk: everything.
    Desk,
}

/// A ruling as an asker, or anyone outside, may see it: nothing quiet (a victim, a juvenile, a
/// pending case), and in its place a ground that is true without it.
#[must_use]
pub fn without_the_quiet(ruling: Ruling) -> Ruling {
    ruling.without_the_quiet(crate::rule::in_the_place_of_the_quiet)
}

impl Told {
    /// Tells a ruling made under this law.
    #[must_use]
    pub fn new(law: &Law, ruling: Ruling, audience: Audience) -> Self {
        let ruling = match audience {
            Audience::Asker => without_the_quiet(ruling),
            Audience::Desk => ruling,
        };
        let Ruling { outcome, ground, further, limits, duties, valid_until, working } = ruling;
        Self {
            outcome,
            grounds: std::iter::once(ground).chain(further).collect(),
            limits,
            duties,
            valid_until,
            working,
            law_digest: law.digest().to_owned(),
            notice: NOTICE.to_owned(),
        }
    }
}

/// A pack as `headworks law list` tells it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct PackTold {
    /// Its folder below `statutes/`.
    pub folder: String,
    /// Its title.
    pub title: String,
    /// Whose law it is.
    pub jurisdiction: String,
    /// The doors it speaks to.
    pub doors: Vec<Door>,
    /// Who read its text.
    pub read_by: String,
    /// When.
    pub read_on: Day,
    /// The texts that were read, each with its address and digest where there is one.
    pub sources: Vec<String>,
    /// Its provisions.
    pub provisions: Vec<ProvisionTold>,
}

/// A provision as `headworks law list` tells it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ProvisionTold {
    /// Its id in the law sheet.
    pub id: ProvisionId,
    /// Its short title.
    pub title: String,
    /// Its citation.
    pub citation: String,
    /// Its first day.
    pub in_force_from: Day,
    /// The first day on which it is no longer in force.
    pub in_force_to: Option<Day>,
    /// How far its text was verified.
    pub text_status: TextStatus,
    /// What exactly was seen, and what was not.
    pub text_status_note: String,
    /// One plain sentence, in English.
    pub english: String,
    /// One plain sentence, in Spanish.
    pub spanish: String,
}

impl Law {
    /// Every pack, told for a reader.
    #[must_use]
    pub fn overview(&self) -> Vec<PackTold> {
        self.packs
            .iter()
            .map(|pack| PackTold {
                folder: pack.folder.clone(),
                title: pack.manifest.title.clone(),
                jurisdiction: pack.manifest.jurisdiction.clone(),
                doors: pack.manifest.doors.clone(),
                read_by: pack.manifest.read_by.clone(),
                read_on: pack.manifest.read_on,
                sources: pack.manifest.source.iter().map(ToString::to_string).collect(),
                provisions: pack.manifest.provision.iter().map(ProvisionTold::of).collect(),
            })
            .collect()
    }
}

impl ProvisionTold {
    fn of(provision: &crate::Provision) -> Self {
        let p = provision.clone();
        Self {
            id: p.id,
            title: p.title,
            citation: p.citation,
            in_force_from: p.in_force_from,
            in_force_to: p.in_force_to,
            text_status: p.text_status,
            text_status_note: p.text_status_note,
            english: p.english,
            spanish: p.spanish,
        }
    }
}
