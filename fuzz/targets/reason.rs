//! Reasons as typed: read without repeating them, the same by their shape.
#![no_main]

use doors::Said;
use headworks_fuzz::{CANARY, loaded, text};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let reasons = &loaded().reasons;
    let mut cells = data.splitn(3, |byte| *byte == 255).map(text);
    let cells = [cells.next(), cells.next(), cells.next()];
    let [reason, case_number, offense_type] = cells.each_ref().map(Option::as_deref);
    let said = Said { reason, case_number, offense_type };
    let reading = reasons.read(&said);
    assert!(reasons.labels().any(|(label, _)| label == reading.label), "{}", reading.label);
    // INVARIANT(shape): a cell and its shape have one reading, in whichever column.
    let shape = |cell: &Option<String>| {
        cell.as_ref().map(|cell| {
            let mut shape = String::new();
            reasons.shape(cell, &mut shape);
            let mut again = String::new();
            reasons.shape(&shape, &mut again);
            assert_eq!(shape, again, "a shape is its own shape");
            shape
        })
    };
    let shapes = cells.each_ref().map(shape);
    let [reason, case_number, offense_type] = shapes.each_ref().map(Option::as_deref);
    assert_eq!(reasons.read(&Said { reason, case_number, offense_type }), reading);
    // A reading holds words of the list, and none of the log.
    let with = cells.each_ref().map(|cell| cell.as_ref().map(|cell| format!("{cell} {CANARY}")));
    let [reason, case_number, offense_type] = with.each_ref().map(Option::as_deref);
    let told = serde_json::to_string(&reasons.read(&Said { reason, case_number, offense_type }));
    assert!(!told.expect("a reading is JSON").contains(CANARY), "a reading repeats the log");
});
