//! Reads the real lists, and what each says about its names.
//!
//! In: the folder of real data. Out: cases. Never: a name that a list does not hold.

use super::expect::{Case, FEDERAL, Half, POLICE, at_the_end, kind_of};
use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use terms::PartyKind;

/// The list that the goals are about.
pub(crate) const NETWORK: &str = "sharing_network";
/// Every case of every list but the fresh one.
pub(crate) fn read(folder: &Path) -> Result<Vec<Case>> {
    let mut cases = network(folder)?;
    cases.extend(agency_access(folder)?);
    cases.extend(okaloosa(folder)?);
    cases.extend(portal_pages(folder)?);
    cases.extend(fusus(folder)?);
    cases.extend(quoted(folder)?);
    Ok(cases)
}

/// Names made up or generally known, with what they were expected to be before any run.
pub(crate) fn fresh(root: &Path) -> Result<Vec<Case>> {
    let file = root.join("crates/parties/tests/fixtures/fresh.csv");
    let mut cases = Vec::new();
    for row in rows(&file)? {
        let name = cell(&row, "name")?;
        let states = cell(&row, "state")?;
        let states = states.split('|').filter(|code| !code.is_empty());
        let kinds = cell(&row, "kind")?;
        let kinds: Option<Vec<PartyKind>> = kinds.split('|').map(kind_of).collect();
        cases.push(Case {
            list: match cell(&row, "batch")?.as_str() {
                "1" => "fresh_1",
                "2" => "fresh_2",
                _ => "fresh_3",
            },
            half: Half::of(&name),
            states: states.map(|code| (code != "-").then(|| code.to_owned())).collect(),
            kinds: kinds.with_context(|| format!("`{name}`: a kind that `terms` does not know"))?,
            name,
            ..Case::default()
        });
    }
    Ok(cases)
}

/// The nodes with their states and types, and the other names that the list has for them.
fn network(folder: &Path) -> Result<Vec<Case>> {
    let nodes = json(&folder.join("sharing_network/sharing-network-nodes.geojson"))?;
    let mut cases = Vec::new();
    for node in nodes.get("features").and_then(Value::as_array).context("no features")? {
        let told = node.get("properties").context("a node without properties")?;
        let text = |field: &str| told.get(field).and_then(Value::as_str).unwrap_or_default();
        let state = text("state");
        let case = Case {
            list: NETWORK,
            half: Half::of(text("id")),
            name: text("name").to_owned(),
            states: if state.is_empty() { Vec::new() } else { vec![Some(state.to_owned())] },
            kinds: kinds_of_type(text("type")).to_vec(),
            ..Case::default()
        };
        for alias in told.get("aliases").and_then(Value::as_array).into_iter().flatten() {
            let name = alias.as_str().unwrap_or_default().to_owned();
            if name != case.name {
                let copy_of = Some(case.name.clone());
                cases.push(Case { list: "network_aliases", name, copy_of, ..case.clone() });
            }
        }
        cases.push(case);
    }
    Ok(cases)
}

/// What the other project's word for a type may stand for.
fn kinds_of_type(word: &str) -> &'static [PartyKind] {
    match word {
        "federal" => FEDERAL,
        "pd" => POLICE,
        "school" => {
            &[PartyKind::LocalLawEnforcement, PartyKind::Private, PartyKind::StateLawEnforcement]
        }
        "so" => &[PartyKind::LocalLawEnforcement],
        // `other`: prosecutors, cities, centres and shops alike.
        _ => &[],
    }
}

fn agency_access(folder: &Path) -> Result<Vec<Case>> {
    let mut names = BTreeSet::new();
    for row in rows(&folder.join("agency_access/agency20240426.csv"))? {
        names.insert(cell(&row, "name")?);
    }
    for row in rows(&folder.join("agency_access/agency_access20240426.csv"))? {
        names.insert(cell(&row, "external_agency")?);
    }
    Ok(names.into_iter().map(|name| by_end("agency_access", name)).collect())
}

/// Organisations, and the networks of each: most are copies of the organisation's own name.
fn okaloosa(folder: &Path) -> Result<Vec<Case>> {
    let mut cases = BTreeMap::new();
    for row in rows(&folder.join("okaloosa_audit/Sharing_Agencies_EXTRACTED.csv"))? {
        let owner = cell(&row, "Organization Name")?;
        cases.insert(owner.clone(), by_end("okaloosa", owner.clone()));
        for network in cell(&row, "Networks Shared With Me")?.split(',') {
            let name = network.trim().to_owned();
            // Only a network that begins with its owner's name is sure to be a copy of it.
            let copy_of = name.starts_with(&owner).then(|| owner.clone());
            let half = Half::of(&owner);
            let case = Case { half, copy_of, ..by_end("okaloosa", name.clone()) };
            cases.entry(name).or_insert(case);
        }
    }
    cases.remove("");
    Ok(cases.into_values().collect())
}

fn portal_pages(folder: &Path) -> Result<Vec<Case>> {
    let mut names = BTreeSet::new();
    let folder = folder.join("portal_pages");
    let files = std::fs::read_dir(&folder)
        .with_context(|| format!("cannot list `{}`", folder.display()))?;
    for file in files {
        let page = json(&file?.path())?;
        for field in ["sharing_outbound", "sharing_inbound"] {
            let list = page.get(field).and_then(Value::as_array).into_iter().flatten();
            names.extend(list.filter_map(Value::as_str).map(str::to_owned));
        }
    }
    Ok(names.into_iter().map(|name| by_end("portal_pages", name)).collect())
}

fn fusus(folder: &Path) -> Result<Vec<Case>> {
    let mut names = BTreeSet::new();
    for row in rows(&folder.join("fusus_log/fusus_log_DERIVED_pseudonymised.csv"))? {
        names.insert(cell(&row, "user_organization")?);
        names.insert(cell(&row, "object_organization")?);
    }
    names.remove("");
    Ok(names.into_iter().map(|name| by_end("fusus_log", name)).collect())
}

/// Searching agencies; the state is told as a hint, as the analyses have it in a column of its own.
fn quoted(folder: &Path) -> Result<Vec<Case>> {
    let mut cases = BTreeMap::new();
    for row in rows(&folder.join("quoted_reasons/reasons.csv"))? {
        let name = cell(&row, "searching_agency")?;
        let state = cell(&row, "state")?;
        let has_state = state.len() == 2 && state != "US";
        let kinds = match cell(&row, "searcher_kind")?.as_str() {
            "federal" => FEDERAL.to_vec(),
            _ => [POLICE, &[PartyKind::FusionCenter]].concat(),
        };
        if name.starts_with("various") {
            continue;
        }
        let case = Case {
            list: "quoted_reasons",
            half: Half::of(&name),
            name: name.clone(),
            hint: has_state.then(|| state.clone()),
            states: if has_state { vec![Some(state)] } else { Vec::new() },
            kinds,
            ..Case::default()
        };
        cases.insert(name, case);
    }
    Ok(cases.into_values().collect())
}

/// A case of a list that says no more than the end of the name does.
fn by_end(list: &'static str, name: String) -> Case {
    let half = Half::of(&name);
    match at_the_end(&name) {
        Some((state, kinds)) if !name.starts_with("[Federal]") => Case {
            list,
            half,
            name,
            states: vec![Some(state)],
            kinds: kinds.to_vec(),
            ..Case::default()
        },
        _ => Case { list, half, name, ..Case::default() },
    }
}

type Row = BTreeMap<String, String>;

fn rows(file: &Path) -> Result<Vec<Row>> {
    let told = || format!("cannot read `{}`", file.display());
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(file).with_context(told)?;
    let headers = reader.headers().with_context(told)?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.with_context(told)?;
        let pairs = headers.iter().zip(record.iter());
        rows.push(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect());
    }
    if rows.is_empty() {
        bail!("`{}` holds no row", file.display());
    }
    Ok(rows)
}

fn cell(row: &Row, column: &str) -> Result<String> {
    row.get(column).cloned().with_context(|| format!("a row without the column `{column}`"))
}

fn json(file: &Path) -> Result<Value> {
    let told = || format!("cannot read `{}`", file.display());
    serde_json::from_str(&std::fs::read_to_string(file).with_context(told)?).with_context(told)
}
