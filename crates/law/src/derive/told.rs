//! Facts that policies test as somebody vouches for them, each under one name.
//!
//! In: the facts still known. Out: a word for each: yes, no, or not known.

use super::purpose::is_other_immigration_crime;
use super::value;
use terms::{
    Ask, Assistance, CustodyBasis, CustodyPapers, Facts, HotlistFacts, IntelligenceFacts, Known,
    PersonFacts, PublicRecords, Records, Reentry, SuspiciousActivity, TaskForce,
};

/// The words of one fact: the names they go by, and what is known of each.
type Words<const N: usize> = [(&'static str, Option<bool>); N];

/// Every word of the context that is told as it was vouched for.
pub(crate) fn told(ask: &Ask, facts: &Facts) -> Vec<(&'static str, Known)> {
    let bare = |fact: Option<&terms::Fact<bool>>| value(fact).copied();
    let alone: Words<4> = [
        ("liaison_approval", bare(facts.liaison_approval.as_ref())),
        ("compelling_need", bare(facts.compelling_need.as_ref())),
        ("perjury_declaration", bare(facts.perjury_declaration.as_ref())),
        ("imminent_danger", bare(facts.imminent_danger.as_ref())),
    ];
    alone
        .into_iter()
        .chain(person(value(facts.person.as_ref())))
        .chain(custody(value(facts.custody_basis.as_ref()), value(facts.custody_papers.as_ref())))
        .chain(reentry(ask, value(facts.reentry.as_ref())))
        .chain(task_force(value(facts.task_force.as_ref())))
        .chain(intelligence(value(facts.intelligence.as_ref())))
        .chain(suspicious(value(facts.suspicious_activity.as_ref())))
        .chain(assistance(value(facts.assistance.as_ref())))
        .chain(hotlist(value(facts.hotlist.as_ref())))
        .chain(public_records(value(facts.public_records.as_ref())))
        .map(|(name, known)| (name, Known::of(known)))
        .collect()
}

/// Every word of the records that is told as it was vouched for.
pub(crate) fn of_records(records: Option<&Records>) -> Vec<(&'static str, Known)> {
    let told = |part: fn(&Records) -> Option<bool>| Known::of(records.and_then(part));
    vec![
        ("gang_designation", told(|r| r.gang_designation)),
        ("protected_care", told(|r| r.protected_care)),
        ("immigration_scene", told(|r| r.immigration_scene)),
        ("deidentified", told(|r| r.deidentified)),
        ("evidence", told(|r| r.evidence)),
        ("fields_suppressed", told(|r| r.fields_suppressed)),
    ]
}

fn person(person: Option<&PersonFacts>) -> Words<7> {
    let told = |part: fn(&PersonFacts) -> Option<bool>| person.and_then(part);
    [
        ("person_in_custody", told(|p| p.in_custody)),
        ("person_juvenile", told(|p| p.juvenile)),
        ("person_victim_or_witness", told(|p| p.victim_or_witness)),
        ("person_victim_of_hate_crime", told(|p| p.victim_of_hate_crime)),
        ("person_charged_or_convicted", told(|p| p.charged_or_convicted)),
        ("person_visa_applicant", told(|p| p.visa_applicant)),
        ("person_consents", told(|p| p.consents)),
    ]
}

fn custody(basis: Option<&CustodyBasis>, papers: Option<&CustodyPapers>) -> Words<5> {
    [
        ("custody_other_ground", basis.and_then(|b| b.other_lawful_ground)),
        ("custody_past_its_end", basis.and_then(|b| b.kept_past_its_end)),
        ("custody_copy_served", papers.and_then(|p| p.request_copy_served)),
        ("custody_intent_stated", papers.and_then(|p| p.intent_stated)),
        ("custody_consent_signed", papers.and_then(|p| p.consent_form_signed)),
    ]
}

fn reentry(ask: &Ask, reentry: Option<&Reentry>) -> Words<3> {
    let contradicts = is_other_immigration_crime(ask);
    let felony = reentry.and_then(|r| r.aggravated_felony);
    [
        ("reentry_aggravated_felony", felony.filter(|is_one| !(*is_one && contradicts))),
        ("reentry_unrelated_activity", reentry.and_then(|r| r.unrelated_activity)),
        ("reentry_identity_verified", reentry.and_then(|r| r.identity_verified)),
    ]
}

fn task_force(force: Option<&TaskForce>) -> Words<6> {
    let told = |part: fn(&TaskForce) -> Option<bool>| force.and_then(part);
    [
        ("task_force_registered", told(|t| t.registered)),
        ("task_force_not_immigration", told(|t| t.not_immigration)),
        ("task_force_unrelated_case", told(|t| t.unrelated_case)),
        ("task_force_member", told(|t| t.asker_is_member)),
        ("task_force_onward_clause", told(|t| t.onward_clause)),
        ("task_force_on_commission_list", told(|t| t.on_commission_list)),
    ]
}

fn intelligence(record: Option<&IntelligenceFacts>) -> Words<6> {
    let told = |part: fn(&IntelligenceFacts) -> Option<bool>| record.and_then(part);
    [
        ("intelligence_reasonable_suspicion", told(|i| i.reasonable_suspicion)),
        ("intelligence_protected_activity_only", told(|i| i.protected_activity_only)),
        ("intelligence_lawfully_obtained", told(|i| i.lawfully_obtained)),
        ("intelligence_need_to_know", told(|i| i.need_to_know)),
        ("intelligence_right_to_know", told(|i| i.right_to_know)),
        ("intelligence_recipient_agrees", told(|i| i.recipient_agrees)),
    ]
}

fn suspicious(record: Option<&SuspiciousActivity>) -> Words<5> {
    let told = |part: fn(&SuspiciousActivity) -> Option<bool>| record.and_then(part);
    [
        ("suspicious_listed_behaviour", told(|s| s.listed_behaviour)),
        ("suspicious_potential_nexus", told(|s| s.potential_nexus)),
        ("suspicious_analyst_signed", told(|s| s.analyst_signed)),
        ("suspicious_rests_on_trait", told(|s| s.rests_on_trait)),
        ("suspicious_mentions_status", told(|s| s.mentions_status)),
    ]
}

fn assistance(help: Option<&Assistance>) -> Words<6> {
    let told = |part: fn(&Assistance) -> Option<bool>| help.and_then(part);
    [
        ("assist_public_area", told(|a| a.public_area)),
        ("assist_independent_call", told(|a| a.independent_call)),
        ("assist_city_service", told(|a| a.city_service)),
        ("assist_exclusive_office", told(|a| a.exclusive_office)),
        ("assist_deputised_for_immigration", told(|a| a.deputised_for_immigration)),
        ("assist_civil_arrest", told(|a| a.civil_arrest)),
    ]
}

fn hotlist(list: Option<&HotlistFacts>) -> Words<2> {
    [
        ("hotlist_on_civil_papers", list.and_then(|h| h.on_civil_immigration_papers)),
        ("hotlist_hits_to_immigration", list.and_then(|h| h.hits_to_immigration_authority)),
    ]
}

fn public_records(desk: Option<&PublicRecords>) -> Words<5> {
    let told = |part: fn(&PublicRecords) -> Option<bool>| desk.and_then(part);
    [
        ("disclosure_own_record", told(|p| p.own_record)),
        ("disclosure_victim_withholds", told(|p| p.victim_asked_withholding)),
        ("disclosure_critical_incident", told(|p| p.critical_incident)),
        ("disclosure_interference_shown", told(|p| p.interference_shown)),
        ("disclosure_status_in_court", told(|p| p.status_in_open_court)),
    ]
}
