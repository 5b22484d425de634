//! Every case of every pack holds, and every policy has its cases.

#[test]
fn every_case_of_the_law_holds() {
    let law = law::Law::embedded().unwrap();
    let checked = law.check();
    let told: Vec<String> =
        checked.failed.iter().map(|f| format!("{} ({}): {}", f.what, f.path, f.why)).collect();
    assert!(told.is_empty(), "{} failed:\n{}", told.len(), told.join("\n"));
    assert!(checked.passed > 100, "only {} checks ran", checked.passed);
}
