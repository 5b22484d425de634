//! Packs: a folder of text, and the law that all of them make.

use crate::account::MatterWords;
use crate::calendar::Calendar;
use crate::case::Written;
use crate::claims::Claims;
use crate::exception::Exception;
use crate::index::Index;
use crate::manifest::{Bound, Manifest, Provision};
use crate::policy::{self, Role, Rule};
use crate::reading::{self, Reading};
use crate::{Case, DutyCase, Error, NotAnAsk};
use cedar_policy::{PolicySet, Schema, SchemaFragment, ValidationMode, Validator};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use terms::{Day, Door, Moment, Party, PartyKind, PolicyId, ProvisionId};

include!(concat!(env!("OUT_DIR"), "/statutes.rs"));

/// One file of a statute folder.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct StatuteFile {
    /// Its path below `statutes/`, with `/` between parts.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// A loaded folder.
#[derive(Debug)]
pub(crate) struct Pack {
    pub(crate) folder: String,
    pub(crate) manifest: Manifest,
    pub(crate) rules: BTreeMap<PolicyId, Rule>,
    pub(crate) exceptions: Vec<Exception>,
    /// The places of the exceptions to each bar.
    openers: BTreeMap<PolicyId, Vec<usize>>,
    /// The places of the provisions.
    provisions: BTreeMap<ProvisionId, usize>,
    /// The forbids, and the permits that are no exceptions: each evaluated as a set of its own, so
    /// that Cedar names all that hold and not only those that decide.
    pub(crate) forbids: PolicySet,
    pub(crate) permits: PolicySet,
    /// The duties of matters: nobody asks there, so they stand apart.
    pub(crate) matters: PolicySet,
    pub(crate) cases: Vec<Case>,
    pub(crate) duty_cases: Vec<DutyCase>,
    pub(crate) not_asks: Vec<NotAnAsk>,
}

/// All packs, loaded and validated.
#[derive(Debug)]
pub struct Law {
    pub(crate) schema: Schema,
    pub(crate) packs: Vec<Pack>,
    pub(crate) claims: Claims,
    /// Business days and holidays, for the days on which duties are due.
    pub(crate) calendar: Calendar,
    pub(crate) matter_words: MatterWords,
    /// The same policies, compiled.
    pub(crate) index: Index,
    pub(crate) readings: Vec<Reading>,
    /// The texts it was read from: the law under a reading is read from them again.
    files: BTreeMap<String, String>,
    digest: String,
}

/// The folder whose pack holds the permissions and the defaults.
pub(crate) const BASE: &str = "base";

/// The days on which offices are closed.
const HOLIDAYS: &str = "holidays.toml";

impl Law {
    /// The law shipped with this build.
    ///
    /// # Errors
    /// If a pack breaks a rule; the tests of this room load it, so a shipped build never does.
    pub fn embedded() -> Result<Self, Error> {
        Self::read(Self::embedded_files())
    }

    /// The files of the law shipped with this build.
    pub fn embedded_files() -> impl Iterator<Item = StatuteFile> {
        STATUTES
            .iter()
            .map(|(path, text)| StatuteFile { path: (*path).to_owned(), text: (*text).to_owned() })
    }

    /// Reads the files of a statutes folder.
    ///
    /// # Errors
    /// If anything is missing, breaks a rule of the house, or fails strict validation.
    pub fn read(files: impl IntoIterator<Item = StatuteFile>) -> Result<Self, Error> {
        let mut texts = BTreeMap::new();
        for StatuteFile { path, text } in files {
            check_place(&path)?;
            if texts.insert(path.clone(), text).is_some() {
                return Err(Error::Stray { path, why: "two files have this path" });
            }
        }
        Self::build(texts, None)
    }

    /// The law as it would be under a reading that this house does not follow.
    ///
    /// # Errors
    /// If there is no such reading.
    pub fn with_reading(&self, name: &str) -> Result<Self, Error> {
        if self.readings.iter().all(|reading| reading.name != name) {
            let known: Vec<_> = self.readings.iter().map(|r| format!("`{}`", r.name)).collect();
            return Err(Error::NoReading { name: name.to_owned(), known: known.join(", ") });
        }
        Self::build(self.files.clone(), Some(name))
    }

    fn build(texts: BTreeMap<String, String>, under: Option<&str>) -> Result<Self, Error> {
        // A reading is no part of the law in force, nor of its digest.
        let is_in_force = |path: &str| match path.strip_prefix(reading::PLACE) {
            Some(rest) => under.is_some_and(|name| rest.starts_with(&format!("{name}/"))),
            None => true,
        };
        let digest = digest(texts.iter().filter(|(path, _)| is_in_force(path)));
        let files: BTreeMap<String, String> = texts
            .iter()
            .filter(|(path, _)| !path.starts_with(reading::PLACE))
            .map(|(path, text)| (path.clone(), text.clone()))
            .collect();
        let source =
            files.get("schema.cedarschema").ok_or_else(|| missing("schema.cedarschema"))?;
        let bad = |why: String| Error::Cedar { path: "schema.cedarschema".to_owned(), why };
        let (fragment, _) =
            SchemaFragment::from_cedarschema_str(source).map_err(|e| bad(e.to_string()))?;
        let schema =
            Schema::from_schema_fragments([fragment.clone()]).map_err(|e| bad(e.to_string()))?;
        let vocabulary = fragment.to_json_value().map_err(|e| bad(e.to_string()))?;
        let validator = Validator::new(schema.clone());
        let folders: BTreeSet<&str> =
            files.keys().filter_map(|p| p.strip_suffix("/pack.toml")).collect();
        if !folders.contains(BASE) {
            return Err(missing("base/pack.toml"));
        }
        if let Some(path) = files.keys().find(|path| !is_of_a_pack(path, &folders)) {
            return Err(Error::Stray { path: path.clone(), why: "its folder has no pack.toml" });
        }
        let readings = Reading::read_all(&texts)?;
        for reading in &readings {
            // A reading that does not load is told when the law is loaded, not when it is wanted.
            if !folders.contains(reading.of.as_str()) {
                return Err(reading.refuse("no pack has the folder that `of` names"));
            }
            if under.is_none() {
                read_pack(&reading.of, &files, &validator, Some(reading))?;
            }
        }
        let mut packs = Vec::new();
        for folder in folders {
            let of_pack = |r: &&Reading| r.of == folder && under == Some(r.name.as_str());
            packs.push(read_pack(folder, &files, &validator, readings.iter().find(of_pack))?);
        }
        check_ids(&packs)?;
        let claims = Claims::read(&packs, &files, &validator)?;
        let matter_words = MatterWords::of(source);
        check_events(&packs, &matter_words)?;
        let holidays = files.get(HOLIDAYS).ok_or_else(|| missing(HOLIDAYS))?;
        let calendar = Calendar::read(holidays)
            .map_err(|why| Error::Holidays { path: HOLIDAYS.to_owned(), why })?;
        let index = Index::build(&vocabulary, &packs)?;
        Ok(Self {
            schema,
            packs,
            claims,
            calendar,
            matter_words,
            index,
            readings,
            files: texts,
            digest,
        })
    }

    /// SHA-256 over every file of the law, as hex: pins a ruling to the law it was made under.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Whether a state's own provision in force at `now` binds this holder.
    #[must_use]
    pub fn binds(&self, holder: &Party, now: Moment) -> bool {
        // A holder whose kind is not known is bound by every law of its place; which of them are
        // all that bind it is not known, so none counts as loaded for it.
        let binds = |pack: &Pack| {
            pack.manifest.binds.is_of_a_state()
                && pack.manifest.binds.bind(holder) == Bound::Yes
                && pack.manifest.provision.iter().any(|p| p.is_in_force(now))
        };
        holder.kind != PartyKind::Unknown && self.packs.iter().any(binds)
    }

    /// Whether a policy tests the city of a party itself, and not only whether it is the holder's:
    /// then two parties of different cities can have different rulings.
    #[must_use]
    pub fn reads_city(&self) -> bool {
        self.files.iter().any(|(path, text)| path.ends_with(".cedar") && text.contains(".city"))
    }

    /// Every provision, in the order of the packs.
    pub fn provisions(&self) -> impl Iterator<Item = &Provision> {
        self.packs.iter().flat_map(|p| &p.manifest.provision)
    }

    /// Every reading of a provision that this house does not follow.
    pub fn readings(&self) -> impl Iterator<Item = &Reading> {
        self.readings.iter()
    }

    /// Every case of every pack that is an ask.
    pub fn cases(&self) -> impl Iterator<Item = &Case> {
        self.packs.iter().flat_map(|p| &p.cases)
    }

    /// Every case of every pack that is a matter with its duties.
    pub fn duty_cases(&self) -> impl Iterator<Item = &DutyCase> {
        self.packs.iter().flat_map(|p| &p.duty_cases)
    }

    /// Every test of the law that no ask can put, with the reason.
    pub fn not_asks(&self) -> impl Iterator<Item = &NotAnAsk> {
        self.packs.iter().flat_map(|p| &p.not_asks)
    }
}

impl Provision {
    /// Whether it is in force at a moment.
    #[must_use]
    pub fn is_in_force(&self, now: Moment) -> bool {
        self.is_in_force_on(now.day())
    }

    pub(crate) fn is_in_force_on(&self, day: Day) -> bool {
        self.in_force_from <= day && self.in_force_to.is_none_or(|to| day < to)
    }
}

impl Pack {
    pub(crate) fn provision(&self, id: &ProvisionId) -> Option<&Provision> {
        self.provisions.get(id).and_then(|at| self.manifest.provision.get(*at))
    }

    /// The exceptions to a bar, in their order.
    pub(crate) fn exceptions_to(&self, bar: &PolicyId) -> impl Iterator<Item = &Exception> {
        let places = self.openers.get(bar).into_iter().flatten();
        places.filter_map(|at| self.exceptions.get(*at))
    }
}

fn missing(what: &str) -> Error {
    Error::Incomplete { missing: what.to_owned() }
}

/// Every file has its place: one that is misnamed must not be left out in silence.
fn check_place(path: &str) -> Result<(), Error> {
    let parts: Vec<&str> = path.split('/').collect();
    match parts.as_slice() {
        ["schema.cedarschema" | "README.md" | HOLIDAYS] => Ok(()),
        [_, .., "pack.toml" | "policy.cedar" | "notes.md" | "matrix.txt" | "claims.toml"] => Ok(()),
        [_, .., "cases", case] if case.ends_with(".toml") => Ok(()),
        _ => Err(Error::Stray {
            path: path.to_owned(),
            why: "a pack has pack.toml, policy.cedar, notes.md and cases/*.toml; nothing else is \
                  read",
        }),
    }
}

/// The digest covers path and text of each file, each with its length, so that no two sets of files
/// share one.
fn digest<'a>(files: impl Iterator<Item = (&'a String, &'a String)>) -> String {
    let mut hasher = Sha256::new();
    for (path, text) in files {
        for part in [path, text] {
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part.as_bytes());
        }
    }
    hasher.finalize().iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn read_pack(
    folder: &str,
    files: &BTreeMap<String, String>,
    validator: &Validator,
    reading: Option<&Reading>,
) -> Result<Pack, Error> {
    let path = |name: &str| format!("{folder}/{name}");
    let file = |name: &str| files.get(&path(name)).ok_or_else(|| missing(&path(name)));
    let manifest: Manifest = toml::from_str(file("pack.toml")?)
        .map_err(|e| Error::Manifest { path: path("pack.toml"), source: Box::new(e) })?;
    let source = path("policy.cedar");
    let mut rules = policy::read(&source, file("policy.cedar")?, folder == BASE)?;
    if let Some(reading) = reading {
        rules = reading.change(rules)?;
    }
    let ids = manifest.provision.iter().enumerate();
    // Of two provisions with one id, which `check_ids` refuses, the first.
    let provisions = ids.rev().map(|(at, p)| (p.id.clone(), at)).collect();
    let mut pack = Pack {
        folder: folder.to_owned(),
        provisions,
        openers: BTreeMap::new(),
        manifest,
        rules: BTreeMap::new(),
        exceptions: Vec::new(),
        forbids: PolicySet::new(),
        permits: PolicySet::new(),
        matters: PolicySet::new(),
        cases: Vec::new(),
        duty_cases: Vec::new(),
        not_asks: Vec::new(),
    };
    let mut whole = PolicySet::new();
    for rule in rules {
        let cedar = |e: cedar_policy::PolicySetError| Error::Cedar {
            path: source.clone(),
            why: e.to_string(),
        };
        whole.add(rule.cedar.clone()).map_err(cedar)?;
        if let Some(exception) = Exception::split(&source, &rule)? {
            validate(&source, &exception.split, validator)?;
            for bar in &exception.opens {
                let places = pack.openers.entry(bar.clone()).or_default();
                // A bar may be named twice.
                if places.last() != Some(&pack.exceptions.len()) {
                    places.push(pack.exceptions.len());
                }
            }
            pack.exceptions.push(exception);
        } else if rule.is_of_matters() {
            pack.matters.add(rule.cedar.clone()).map_err(cedar)?;
        } else if matches!(rule.role, Role::Bar | Role::Default) {
            pack.forbids.add(rule.cedar.clone()).map_err(cedar)?;
        } else {
            pack.permits.add(rule.cedar.clone()).map_err(cedar)?;
        }
        pack.rules.insert(rule.id.clone(), rule);
    }
    validate(&source, &whole, validator)?;
    check_manifest(&pack, reading)?;
    read_cases(&mut pack, files)?;
    Ok(pack)
}

/// Reads the cases that stand in the folder of a pack.
fn read_cases(pack: &mut Pack, files: &BTreeMap<String, String>) -> Result<(), Error> {
    let cases = format!("{}/cases/", pack.folder);
    for (name, text) in files.range(cases.clone()..) {
        if !name.starts_with(&cases) {
            break;
        }
        for case in Written::read_all(name, text)? {
            match case {
                Written::Ask(case) => pack.cases.push(*case),
                Written::Duty(case) => pack.duty_cases.push(*case),
                Written::NotAnAsk(case) => pack.not_asks.push(case),
            }
        }
    }
    Ok(())
}

pub(crate) fn validate(path: &str, set: &PolicySet, validator: &Validator) -> Result<(), Error> {
    let result = validator.validate(set, ValidationMode::Strict);
    let told: Vec<String> = result
        .validation_errors()
        .map(ToString::to_string)
        .chain(result.validation_warnings().map(ToString::to_string))
        .collect();
    if told.is_empty() {
        return Ok(());
    }
    Err(Error::Invalid { path: path.to_owned(), why: told.join("; ") })
}

fn is_of_a_pack(path: &str, folders: &BTreeSet<&str>) -> bool {
    let Some((folder, _)) = path.rsplit_once('/') else { return true };
    folders.contains(folder.strip_suffix("/cases").unwrap_or(folder))
}

/// Every policy belongs to a provision of its pack, and every source a provision names is listed.
fn check_manifest(pack: &Pack, reading: Option<&Reading>) -> Result<(), Error> {
    let path = format!("{}/pack.toml", pack.folder);
    let refuse = |policy: &str, why: String| {
        Err(Error::Policy { path: path.clone(), policy: policy.to_owned(), why })
    };
    for rule in pack.rules.values() {
        if pack.provision(&rule.provision).is_none() {
            return refuse(&rule.id.0, format!("`{}` is no provision of it", rule.provision));
        }
    }
    let binds = &pack.manifest.binds;
    let is_code = |s: &str| s.len() == 2 && s.chars().all(|c| c.is_ascii_uppercase());
    if binds.state.as_deref().is_some_and(|s| !is_code(s)) {
        return refuse("binds", "`state` is a two-letter code in capitals, as `CA`".to_owned());
    }
    if binds.city.is_some() && binds.state.is_none() {
        return refuse("binds", "a `city` needs its `state`".to_owned());
    }
    for rule in pack.rules.values() {
        let outside = |door: &Door| !pack.manifest.doors.contains(door);
        if let Some(door) = rule.doors().into_iter().find(outside) {
            return refuse(&rule.id.0, format!("`{}` is not among the pack's doors", door.word()));
        }
    }
    for provision in &pack.manifest.provision {
        if provision.in_force_to.is_some_and(|to| to <= provision.in_force_from) {
            return refuse(&provision.id.0, "it ends before it begins".to_owned());
        }
        let listed = |s: &&String| pack.manifest.source.iter().any(|l| l.id == **s);
        if let Some(source) = provision.sources.iter().find(|s| !listed(s)) {
            return refuse(&provision.id.0, format!("source `{source}` is not listed"));
        }
        // A reading may take away all that a provision says.
        let is_silent = !pack.rules.values().any(|r| r.provision == provision.id);
        if is_silent && reading.is_none() {
            return refuse(&provision.id.0, "no policy says anything of it".to_owned());
        }
    }
    Ok(())
}

/// Every event that a due rule runs from is a word of the schema, so that a slip of the pen is an
/// error when the law is loaded and not a day that is never known.
fn check_events(packs: &[Pack], words: &MatterWords) -> Result<(), Error> {
    for pack in packs {
        for rule in pack.rules.values() {
            let event = rule.due.as_ref().and_then(|due| due.event());
            if let Some(event) = event.filter(|event| !words.events.contains(*event)) {
                return Err(Error::Policy {
                    path: format!("{}/policy.cedar", pack.folder),
                    policy: rule.id.0.clone(),
                    why: format!("`{event}` in @due is no word of `Event` in the schema"),
                });
            }
        }
    }
    Ok(())
}

/// Ids are unique over all packs, and every exception opens a bar that exists, in its own pack.
fn check_ids(packs: &[Pack]) -> Result<(), Error> {
    let mut seen = BTreeSet::new();
    let mut provisions = BTreeSet::new();
    for pack in packs {
        for provision in &pack.manifest.provision {
            if !provisions.insert(&provision.id) {
                return Err(Error::Policy {
                    path: format!("{}/pack.toml", pack.folder),
                    policy: provision.id.0.clone(),
                    why: "another provision has this id: ids are unique".to_owned(),
                });
            }
        }
        let path = format!("{}/policy.cedar", pack.folder);
        let refuse = |policy: &PolicyId, why: &str| {
            Err(Error::Policy { path: path.clone(), policy: policy.0.clone(), why: why.to_owned() })
        };
        for id in pack.rules.keys() {
            if !seen.insert(id) {
                return refuse(id, "a policy of another pack has this @id: ids are unique");
            }
        }
        for exception in &pack.exceptions {
            let is_bar =
                |id: &PolicyId| pack.rules.get(id).is_some_and(|r| matches!(r.role, Role::Bar));
            if !exception.opens.iter().all(is_bar) {
                return refuse(&exception.id, "@opens names something that is no bar of this pack");
            }
        }
    }
    Ok(())
}
