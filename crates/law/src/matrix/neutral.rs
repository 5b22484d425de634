//! The neutral ask that every cell of a matrix differs from in what it varies.

use crate::manifest::Binds;
use terms::{
    AccessRecord, Agreement, Ask, Attestation, Breadth, Door, Environment, Fact, Facts,
    HoldingSystem, Offence, Origin, Party, PartyKind, Place, Purpose, PurposeClass, RecordClass,
    Records, Relation, UserGrant, VouchedBy,
};

/// An ask with its facts.
#[derive(Clone, Debug)]
pub(super) struct Posing {
    pub(super) ask: Ask,
    pub(super) facts: Facts,
}

/// The city of the neutral asker, and of a holder that no city's law binds: no real one.
pub(super) const ANYTOWN: &str = "Anytown";
/// The city of an asker of the holder's state and of another city.
pub(super) const OTHERTOWN: &str = "Othertown";
/// The state whose law is loaded, for packs that bind holders of every state.
const STATE: &str = "CA";

/// The class of the records that the neutral ask is for.
pub(super) const CLASS: RecordClass = RecordClass::AddressIdentity;

/// A holder that a pack binds.
pub(super) fn holder(binds: &Binds) -> Party {
    let police = PartyKind::LocalLawEnforcement;
    let kind = match &binds.kinds {
        Some(kinds) if !kinds.contains(&police) => kinds.first().copied().unwrap_or(police),
        _ => police,
    };
    let named = binds.only_names.first().or_else(|| {
        // A city's own police stand for the city, where its pack names them.
        binds.names.iter().find(|name| name.ends_with("pd")).or_else(|| binds.names.first())
    });
    let name = named.map_or_else(|| "the holder".to_owned(), |name| name.to_uppercase());
    let place = Place {
        state: Some(binds.state.clone().unwrap_or_else(|| STATE.to_owned())),
        city: Some(binds.city.clone().unwrap_or_else(|| ANYTOWN.to_owned())),
        operating_in: Vec::new(),
    };
    Party { name, kind, place, immigration_function: None }
}

/// An asker of this kind and place, whose part in immigration enforcement somebody vouches for
/// where its kind does not say it.
pub(super) fn asker(kind: PartyKind, place: Place) -> Party {
    let says_itself = matches!(kind, PartyKind::FederalImmigration | PartyKind::FederalMixed);
    let immigration_function = (!says_itself).then_some(false);
    Party { name: "the asker".to_owned(), kind, place, immigration_function }
}

/// An ask in ordinary good standing: a police body of another city of the state asks, in a crime
/// with a case, and everything that a record or an agreement can hold is there. What a person must
/// determine or attest by a special act (that a body is a public agency; that a federal case is no
/// immigration case; an exception) nobody has.
pub(super) fn posing(door: Door, holder: &Party) -> Posing {
    let place = Place {
        state: holder.place.state.clone(),
        city: Some(OTHERTOWN.to_owned()),
        operating_in: Vec::new(),
    };
    let asker = asker(PartyKind::LocalLawEnforcement, place);
    let ask = Ask {
        id: None,
        door,
        purpose: crime(),
        beneficiary: None,
        username: Some("the user".to_owned()),
        instruments: Vec::new(),
        records: Some(CLASS),
        question: None,
        help: None,
        custody: None,
        inquiry: None,
        inquiry_for: None,
        breadth: Some(Breadth::One),
    };
    let facts = Facts {
        holder: Some(Fact::new(holder.clone(), VouchedBy::Registry)),
        asker: Some(Fact::new(asker, VouchedBy::Credential)),
        records: Some(Fact::new(records(), VouchedBy::Registry)),
        agreement: Some(Fact::new(agreement(), VouchedBy::Agreement)),
        attestation: Some(Fact::new(
            Attestation { not_immigration: None, no_onward_sharing: Some(true) },
            VouchedBy::Document,
        )),
        case_proved: Some(Fact::new(true, VouchedBy::CaseSystem)),
        environment: Some(Fact::new(
            Environment {
                readable_by_immigration_authority: Some(false),
                system: Some(HoldingSystem::OwnRecords),
            },
            VouchedBy::Desk,
        )),
        relation: Some(Fact::new(Relation::None, VouchedBy::Registry)),
        access_record: Some(Fact::new(
            AccessRecord {
                date_time: Some(true),
                query_elements: Some(true),
                username: Some(true),
            },
            VouchedBy::Derived,
        )),
        user_grant: Some(Fact::new(
            UserGrant {
                supervisor_authorised: Some(true),
                access_granted: Some(true),
                trained: Some(true),
            },
            VouchedBy::Registry,
        )),
        ..Facts::default()
    };
    Posing { ask, facts }
}

const fn records() -> Records {
    Records {
        class: CLASS,
        personal_information: Some(true),
        public_already: Some(false),
        age_days_max: Some(30),
        origin: Some(Origin::Own),
        gang_designation: Some(false),
        protected_care: Some(false),
        immigration_scene: Some(false),
        deidentified: Some(false),
        evidence: Some(false),
        fields_suppressed: Some(false),
    }
}

fn agreement() -> Agreement {
    Agreement {
        exists: true,
        plate_reader_interagency: Some(true),
        no_immigration_use: Some(true),
        no_onward_sharing: Some(true),
        purpose_recipient_audit: Some(true),
        last_day: None,
    }
}

fn crime() -> Purpose {
    Purpose {
        class: PurposeClass::Crime,
        text: None,
        case_number: Some("1".to_owned()),
        offence: Some(Offence("PC 211".to_owned())),
    }
}
