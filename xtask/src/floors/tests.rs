//! Workspaces that break the plan, one way each, and one that does not.

use super::*;

fn member(room: &str, arrows: &[(&str, Need)]) -> Member {
    let folder = if plan::BESIDE.contains(&room) { String::new() } else { "crates/".to_owned() };
    let arrow = |&(to, need): &(&str, Need)| Arrow {
        to: to.to_owned(),
        need,
        is_inside: plan::floor(to).is_some() || plan::BESIDE.contains(&to),
    };
    Member {
        room: room.to_owned(),
        manifest: format!("{folder}{room}/Cargo.toml"),
        arrows: arrows.iter().map(arrow).collect(),
    }
}

/// Checks one package; what it is told must contain `expected`, or be nothing at all.
fn check(member: Member, expected: Option<&str>) {
    let told = complaints(std::slice::from_ref(&member));
    match expected {
        None => assert!(told.is_empty(), "{member:?}: {told:?}"),
        Some(expected) => {
            let [only] = told.as_slice() else { panic!("{member:?}: {told:?}") };
            assert!(only.what.contains(expected), "`{}` lacks `{expected}`", only.what);
            assert_eq!(only.place, member.manifest);
        }
    }
}

#[test]
fn an_arrow_down_the_table_passes() {
    check(member("law", &[("terms", Need::Ship), ("cedar-policy", Need::Ship)]), None);
    check(member("lookback", &[("parties", Need::Ship), ("csv", Need::Ship)]), None);
    check(member("cli", &[("lookback", Need::Ship), ("clap", Need::Ship)]), None);
}

#[test]
fn a_sideways_arrow_fails() {
    check(member("law", &[("doors", Need::Ship)]), Some("sideways"));
    check(member("law", &[("doors", Need::Test)]), Some("sideways"));
}

#[test]
fn an_upward_arrow_fails() {
    check(member("terms", &[("law", Need::Ship)]), Some(": up"));
    check(member("tally", &[("lookback", Need::Build)]), Some(": up"));
}

#[test]
fn an_arrow_down_that_the_table_lacks_fails_unless_only_tests_need_it() {
    check(member("tally", &[("law", Need::Ship)]), Some("does not have"));
    check(member("serve", &[("store", Need::Ship)]), Some("does not have"));
    check(member("tally", &[("law", Need::Test)]), None);
}

#[test]
fn a_kept_crate_in_another_room_fails_for_any_need() {
    check(member("doors", &[("cedar-policy", Need::Ship)]), Some("kept in `law`"));
    check(member("doors", &[("csv", Need::Test)]), Some("kept in `lookback`, `parties`"));
    check(member("xtask", &[("cedar-policy", Need::Build)]), Some("kept in `law`"));
}

#[test]
fn an_unknown_room_fails() {
    check(member("helpdesk", &[]), Some("no room `helpdesk`"));
}

#[test]
fn a_room_in_another_folder_fails() {
    let moved = Member { manifest: "law/Cargo.toml".to_owned(), ..member("law", &[]) };
    check(moved, Some("does not live here"));
}

#[test]
fn testkit_is_for_tests_alone_and_stands_on_pure_rooms() {
    check(member("law", &[("testkit", Need::Test)]), None);
    check(member("law", &[("testkit", Need::Ship)]), Some("ships `testkit`"));
    check(member("testkit", &[("law", Need::Ship)]), None);
    check(member("testkit", &[("store", Need::Ship)]), Some("not a pure room"));
}

#[test]
fn the_tools_may_use_anything_and_nothing_may_use_them() {
    check(member("xtask", &[("doors", Need::Ship), ("cli", Need::Test)]), None);
    check(member("tests", &[("cli", Need::Ship)]), None);
    check(member("cli", &[("xtask", Need::Test)]), Some("nothing may"));
    check(member("xtask", &[("tests", Need::Ship)]), Some("nothing may"));
}

#[test]
fn what_cargo_says_is_read_with_kinds_and_without_renames() {
    let json = r#"{
        "packages": [{
            "name": "headworks-doors", "version": "0.1.0", "id": "doors",
            "manifest_path": "/w/crates/doors/Cargo.toml", "targets": [], "features": {},
            "dependencies": [
                { "name": "cedar-policy", "rename": "yew", "req": "*", "kind": "build",
                  "optional": false, "uses_default_features": true, "features": [] },
                { "name": "headworks-law", "rename": "law", "req": "*", "kind": null,
                  "path": "/w/crates/law",
                  "optional": false, "uses_default_features": true, "features": [] }
            ]
        }],
        "workspace_members": ["doors"], "workspace_root": "/w", "target_directory": "/w/target",
        "version": 1
    }"#;
    let told = complaints(&members(&cargo_metadata::MetadataCommand::parse(json).unwrap()));
    let said: Vec<_> = told.iter().map(|one| one.what.as_str()).collect();
    assert_eq!(
        said,
        [
            "`doors` names `cedar-policy` to build, which is kept in `law`",
            "`doors` (floor 1) depends on `law` (floor 1): sideways",
        ]
    );
}
