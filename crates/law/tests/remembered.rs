//! A remembered ruling is the one that would be made now; none outlives its day.

#![expect(clippy::unwrap_used, reason = "test code: a broken premise must stop the test")]

use law::{Law, Remembering, StatuteFile};
use serde_json::json;
use terms::{Ask, AskId, Breadth, CustodyAct, Facts, Help, InquiryAbout, InquiryFor, Moment};
use testkit::provisions::{self, Style, Words};
use testkit::{Dice, asks};

/// Asks again and again, at moments as they fall, and looks each ruling up against a fresh one.
/// Gives back how often it was remembered.
fn check(law: &Law, dice: &mut Dice, asked: usize, times: usize, room: usize) -> u64 {
    let memory = Remembering::new(law, room);
    let pool: Vec<_> = (0..asked).map(|_| asks::posed(dice).unwrap()).collect();
    for _ in 0..times {
        let (ask, facts, usual) = dice.pick(&pool).unwrap();
        let now = match dice.below(3) {
            0 => *usual,
            // A moment at which something ends, or one before or after it.
            1 => law.rule(ask, facts, *usual).valid_until.unwrap_or(*usual),
            _ => asks::moment(dice).parse().unwrap(),
        };
        let fresh = law.rule(ask, facts, now);
        assert_eq!(*memory.rule(ask, facts, now), fresh, "{ask:?}\n{facts:?}\n{now}");
        // And at once again, now from memory.
        assert_eq!(*memory.rule(ask, facts, now), fresh, "{ask:?}\n{facts:?}\n{now}");
    }
    let recalled = memory.recalled();
    let times = u64::try_from(2 * times).unwrap();
    assert_eq!(recalled.asked + recalled.derived + recalled.ruled, times);
    recalled.asked + recalled.derived
}

#[test]
fn a_remembered_ruling_is_the_one_that_would_be_made_now() {
    let law = Law::embedded().unwrap();
    let dice = &mut Dice::of(11);
    let remembered = check(&law, dice, 60, 1500, 10_000);
    assert!((2000..3000).contains(&remembered), "{remembered} of 3000");
    // With room for next to nothing, what is forgotten is made again.
    let remembered = check(&law, dice, 60, 600, 8);
    assert!((600..1100).contains(&remembered), "{remembered} of 1200");
}

#[test]
fn a_generated_law_is_remembered_as_it_rules() {
    let text = |path: &str| Law::embedded_files().find(|f| f.path == path).unwrap().text;
    let words = Words::read(&text("schema.cedarschema"));
    let dice = &mut Dice::of(12);
    let mut remembered = 0;
    for _ in 0..30 {
        let base = Law::embedded_files().filter(|f| {
            f.path.starts_with("base/")
                || ["holidays.toml", "schema.cedarschema"].contains(&f.path.as_str())
        });
        let pack = provisions::pack(dice, &words, Style::Wild, "made-up", 12);
        let pack = pack.map(|(path, text)| StatuteFile { path, text });
        let law = Law::read(base.chain(pack)).unwrap();
        remembered += check(&law, dice, 20, 100, 1000);
    }
    assert!((3500..5500).contains(&remembered), "{remembered} of 6000");
}

#[test]
fn what_is_left_out_of_the_key_changes_no_ruling() {
    let law = Law::embedded().unwrap();
    let memory = Remembering::new(&law, 10_000);
    let dice = &mut Dice::of(13);
    for n in 0..300 {
        let (ask, facts, now) = asks::posed(dice).unwrap();
        let ruling = memory.rule(&ask, &facts, now);
        let before = memory.recalled().asked;
        let mut other = ask.clone();
        other.id = Some(AskId(format!("other-{n}")));
        other.question = Some(format!("another question {n}"));
        for (words, put) in [
            (&mut other.purpose.text, format!("ICE removal, 8 USC 1325, for the FBI {n}")),
            (&mut other.username, format!("some.body.else.{n}")),
        ] {
            if words.as_ref().is_some_and(|words| !words.trim().is_empty()) {
                *words = Some(put);
            }
        }
        let looks_up = |number: &String| number.contains(|c: char| c.is_ascii_digit());
        if other.purpose.case_number.as_ref().is_some_and(looks_up) {
            other.purpose.case_number = Some(format!("{n}-8-USC-1326"));
        }
        assert_eq!(*ruling, law.rule(&other, &facts, now), "{ask:?}\n{other:?}\n{facts:?}");
        assert_eq!(*ruling, *memory.rule(&other, &facts, now));
        assert_eq!(memory.recalled().asked, before + 1, "the key of {other:?} is another");
    }
}

#[test]
fn what_a_ruling_reads_is_told_apart() {
    let law = Law::embedded().unwrap();
    let memory = Remembering::new(&law, 100_000);
    let dice = &mut Dice::of(15);
    let mut changed = 0;
    for _ in 0..150 {
        let (ask, facts, now) = asks::posed(dice).unwrap();
        let first = memory.rule(&ask, &facts, now);
        // The same facts with one part of the ask otherwise.
        let (other, ..) = asks::posed(dice).unwrap();
        let said = |change: fn(&mut Ask, &Ask)| {
            let mut said = ask.clone();
            change(&mut said, &other);
            said
        };
        for said in [
            said(|ask, _| ask.purpose.case_number = None),
            said(|ask, _| ask.purpose.case_number = Some("26-1".to_owned())),
            said(|ask, _| ask.purpose.text = None),
            said(|ask, _| ask.purpose.text = Some(String::new())),
            said(|ask, _| ask.username = Some(String::new())),
            said(|ask, _| ask.username = Some("u.ser".to_owned())),
            said(|ask, other| ask.purpose.offence.clone_from(&other.purpose.offence)),
            said(|ask, other| ask.beneficiary.clone_from(&other.beneficiary)),
            said(|ask, other| ask.purpose.class = other.purpose.class),
            said(|ask, other| ask.instruments.clone_from(&other.instruments)),
            said(|ask, other| ask.records = other.records),
            said(|ask, other| ask.door = other.door),
            said(|ask, _| ask.help = Some(Help::Personnel)),
            said(|ask, _| ask.custody = Some(CustodyAct::HandOver)),
            said(|ask, _| ask.inquiry = Some(InquiryAbout::ImmigrationStatus)),
            said(|ask, _| ask.inquiry_for = Some(InquiryFor::Employment)),
            said(|ask, _| ask.breadth = Some(Breadth::Bulk)),
        ] {
            let fresh = law.rule(&said, &facts, now);
            changed += usize::from(fresh != *first);
            assert_eq!(*memory.rule(&said, &facts, now), fresh, "{said:?}\n{facts:?}");
        }
    }
    assert!(changed > 250, "only {changed} changes made another ruling");
}

/// A search of a neighbour's, with an agreement that ends.
fn neighbour(last_day: &str) -> (Ask, Facts) {
    let agency = |name: &str, city: &str| {
        json!({ "vouched_by": "registry", "value": {
            "name": name, "kind": "local_law_enforcement", "immigration_function": false,
            "place": { "state": "CA", "city": city } } })
    };
    let ask = json!({ "door": "query", "records": "plate_reads", "username": "u.ser",
                      "purpose": { "class": "crime", "case_number": "26-1" } });
    let facts = json!({
        "holder": agency("Los Angeles Police Department", "Los Angeles"),
        "asker": agency("Torrance Police Department", "Torrance"),
        "environment": { "vouched_by": "document",
                         "value": { "readable_by_immigration_authority": false } },
        "agreement": { "vouched_by": "agreement", "value": {
            "exists": true, "plate_reader_interagency": true, "no_immigration_use": true,
            "no_onward_sharing": true, "purpose_recipient_audit": true, "last_day": last_day } },
    });
    (serde_json::from_value(ask).unwrap(), serde_json::from_value(facts).unwrap())
}

#[test]
fn a_ruling_dies_with_the_agreement_it_rests_on() {
    let law = Law::embedded().unwrap();
    let memory = Remembering::new(&law, 100);
    let (ask, facts) = neighbour("2026-11-24");
    let rule = |now: &str| memory.rule(&ask, &facts, now.parse().unwrap());
    let until: Moment = "2026-11-25T00:00:00Z".parse().unwrap();
    let first = rule("2026-11-20T12:00:00Z");
    assert_eq!(first.valid_until, Some(until));
    assert_eq!(rule("2026-11-24T23:59:59Z"), first);
    assert_eq!(memory.recalled().asked, 1, "it was remembered to its last second");
    let after = rule("2026-11-25T00:00:00Z");
    assert!(after.outcome > first.outcome, "{:?} then {:?}", first.outcome, after.outcome);
    assert_eq!(memory.recalled().asked, 1, "nothing was remembered past its end");
    // Before the moment it was made for, it is made anew.
    assert_eq!(rule("2026-11-19T12:00:00Z"), first);
    assert_eq!(memory.recalled().asked, 1);
    assert_eq!(rule("2026-11-26T00:00:00Z"), after);
    assert_eq!(memory.recalled().asked, 2);
}

#[test]
fn a_ruling_dies_when_a_day_still_to_come_begins_to_count() {
    let law = Law::embedded().unwrap();
    let day = "2026-11-25";
    let until: Moment = "2026-11-25T00:00:00Z".parse().unwrap();
    for (key, value) in [
        ("intelligence", json!({ "validated_on": day })),
        ("public_records", json!({ "incident_known_on": day })),
    ] {
        let (ask, facts) = neighbour("2026-12-31");
        let mut facts = serde_json::to_value(facts).unwrap();
        facts[key] = json!({ "vouched_by": "desk", "value": value });
        let facts: Facts = serde_json::from_value(facts).unwrap();
        let ruling = law.rule(&ask, &facts, "2026-11-20T12:00:00Z".parse().unwrap());
        assert_eq!(ruling.valid_until, Some(until), "{key}");
    }
}

#[test]
fn asks_alike_in_all_that_is_tested_share_one_ruling() {
    let law = Law::embedded().unwrap();
    let memory = Remembering::new(&law, 100);
    let now: Moment = "2026-11-24".parse().unwrap();
    let (ask, mut facts) = neighbour("2026-12-31");
    let first = memory.rule(&ask, &facts, now);
    facts.asker.as_mut().unwrap().value.name = "Gardena Police Department".to_owned();
    facts.asker.as_mut().unwrap().value.place.city = Some("Gardena".to_owned());
    let second = memory.rule(&ask, &facts, now);
    assert!(std::sync::Arc::ptr_eq(&first, &second));
    assert_eq!(memory.recalled().derived, 1);
}

#[test]
fn threads_get_the_rulings_that_one_would() {
    let law = Law::embedded().unwrap();
    let memory = Remembering::new(&law, 64);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let dice = &mut Dice::of(14);
                let pool: Vec<_> = (0..30).map(|_| asks::posed(dice).unwrap()).collect();
                for _ in 0..150 {
                    let (ask, facts, now) = dice.pick(&pool).unwrap();
                    assert_eq!(*memory.rule(ask, facts, *now), law.rule(ask, facts, *now));
                }
            });
        }
    });
}
