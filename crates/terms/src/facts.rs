//! Facts: what the gate knows at ruling time, each with who vouches for it.

use crate::{
    Assistance, CustodyBasis, CustodyPapers, Day, Fact, HotlistFacts, Instrument,
    IntelligenceFacts, Known, Moment, Party, PersonFacts, PublicRecords, Reading, Records, Reentry,
    SuspiciousActivity,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the gate knows about one ask. What is absent is not known: it is never read as `no`.
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// Whose records, officers or custody it is. Its place decides which law rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<Fact<Party>>,
    /// Who asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asker: Option<Fact<Party>>,
    /// For whom in truth, when that is not the asker: the final recipient. Law tests the asker
    /// and the beneficiary alike. It resolves the name stated in `ask.beneficiary`, unless it is
    /// the asker itself: then the two contradict each other, and a person looks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beneficiary: Option<Fact<Party>>,
    /// What the words of the stated purpose say, as read by `doors::reason`. The command reads them
    /// itself; one stated here can make its ruling stricter and never more open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<Fact<Reading>>,
    /// What the records are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub records: Option<Fact<Records>>,
    /// Papers that somebody at the holder has verified: vouched for by the desk or the case system,
    /// else they count as unverified. An empty list means: somebody looked, and there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instruments: Option<Fact<Vec<Instrument>>>,
    /// The written agreement between holder and asker, and with nobody behind the asker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<Fact<Agreement>>,
    /// What the asker has signed about this ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attestation: Option<Fact<Attestation>>,
    /// Whether the case the purpose names was proved to exist and to be what it is said to be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_proved: Option<Fact<bool>>,
    /// The system that will hold the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<Fact<Environment>>,
    /// What the recipient is to the holder, beside being a recipient.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<Fact<Relation>>,
    /// Whether counsel has determined in writing that the recipient is a "public agency" under
    /// Civ. Code 1798.90.5(f).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_agency_determination: Option<Fact<bool>>,
    /// The joint task force the ask belongs to. Naming one at all sends plate reads to a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task_force: Option<Fact<TaskForce>>,
    /// An exception of Gov. Code 7284.6(b) that a person at the holder says applies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values_exception: Option<Fact<ValuesException>>,
    /// Which elements of the plate-reader access record are present.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_record: Option<Fact<AccessRecord>>,
    /// What the person who asks has been granted by the holder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_grant: Option<Fact<UserGrant>>,
    /// The person whom the ask is about: custody, convictions, protections.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Fact<PersonFacts>>,
    /// Why a person is or would be kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custody_basis: Option<Fact<CustodyBasis>>,
    /// What the holder has given the person in custody, and what that person has signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custody_papers: Option<Fact<CustodyPapers>>,
    /// What the holder has verified of a re-entry after removal (Gov. Code 7284.6(b)(1)).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reentry: Option<Fact<Reentry>>,
    /// Whether the Department's Immigration Liaison Officer approved (Los Angeles).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub liaison_approval: Option<Fact<bool>>,
    /// Whether a compelling need was shown in writing, by a named signer (Penal Code 13300(c),
    /// 11105(c)).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compelling_need: Option<Fact<bool>>,
    /// Whether a request from another state came with the affidavit or declaration under penalty of
    /// perjury of Penal Code 13778.3(d).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub perjury_declaration: Option<Fact<bool>>,
    /// Whether a named person at the holder found an imminent danger to life or property.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imminent_danger: Option<Fact<bool>>,
    /// What is known of a criminal-intelligence record and its recipient (28 CFR 23.20).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intelligence: Option<Fact<IntelligenceFacts>>,
    /// What an analyst found of a suspicious-activity record (ISE-SAR functional standard 1.5.5).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspicious_activity: Option<Fact<SuspiciousActivity>>,
    /// What is known of the help an assist ask wants.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assistance: Option<Fact<Assistance>>,
    /// What is known of a list that comes in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hotlist: Option<Fact<HotlistFacts>>,
    /// What the public-records desk knows of a disclosure ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_records: Option<Fact<PublicRecords>>,
}

/// Does the same to every fact: there is one list of them, so that none is forgotten.
macro_rules! of_each_fact {
    ($facts:ident, $make:ident) => {
        $make!(
            $facts;
            holder,
            asker,
            beneficiary,
            reading,
            records,
            instruments,
            agreement,
            attestation,
            case_proved,
            environment,
            relation,
            public_agency_determination,
            task_force,
            values_exception,
            access_record,
            user_grant,
            person,
            custody_basis,
            custody_papers,
            reentry,
            liaison_approval,
            compelling_need,
            perjury_declaration,
            imminent_danger,
            intelligence,
            suspicious_activity,
            assistance,
            hotlist,
            public_records,
        )
    };
}

impl Facts {
    /// What is still known at a moment: a fact that can have changed by then is no longer one.
    #[must_use]
    pub fn known_at(&self, now: Moment) -> Self {
        fn at<T: Clone>(fact: Option<&Fact<T>>, now: Moment) -> Option<Fact<T>> {
            fact.filter(|f| f.at(now).is_some()).cloned()
        }
        macro_rules! known {
            ($facts:ident; $($name:ident,)*) => {
                Self { $($name: at($facts.$name.as_ref(), now),)* }
            };
        }
        of_each_fact!(self, known)
    }

    /// The first moment after `now` at which any of these facts can change, if one is known.
    #[must_use]
    pub fn change_after(&self, now: Moment) -> Option<Moment> {
        fn at<T>(fact: Option<&Fact<T>>) -> Option<Moment> {
            fact.and_then(|f| f.changes_at)
        }
        macro_rules! changes {
            ($facts:ident; $($name:ident,)*) => { [$(at($facts.$name.as_ref()),)*] };
        }
        of_each_fact!(self, changes).into_iter().flatten().filter(|end| *end > now).min()
    }
}

/// A written agreement between holder and asker. Each clause absent here is not known to be there.
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// Whether there is one in force.
    pub exists: bool,
    /// Whether it is an interagency agreement on plate-reader data (LAPD Special Order 31).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plate_reader_interagency: Option<bool>,
    /// Whether it bars use for immigration enforcement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_immigration_use: Option<bool>,
    /// Whether it bars passing the data on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_onward_sharing: Option<bool>,
    /// Whether it names purpose, recipient and last day, and gives the holder a right to audit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose_recipient_audit: Option<bool>,
    /// Its last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_day: Option<Day>,
}

/// What an asker has signed about an ask.
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Attestation {
    /// Signed and dated: the purpose is as stated and is not immigration enforcement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_immigration: Option<bool>,
    /// Signed and dated: nothing is passed on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_onward_sharing: Option<bool>,
}

/// The system that will hold the answer: it, and not the asker's badge, is the recipient.
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Environment {
    /// Whether an immigration authority can read it: a pooled records system, a regional index, a
    /// vendor's national look-up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub readable_by_immigration_authority: Option<bool>,
    /// What kind of system it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<HoldingSystem>,
}

/// A kind of system that holds answers for more than one body.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum HoldingSystem {
    /// A criminal-intelligence system under 28 CFR Part 23.
    CriminalIntelligence,
    /// FBI N-DEx.
    NDex,
    /// The recipient's own records system, which nobody else reads.
    OwnRecords,
    /// A records system or regional index that several agencies read.
    Pooled,
    /// A shared gang database (CalGang; Penal Code 186.34).
    SharedGang,
    /// The network for suspicious-activity records (NSI).
    SuspiciousActivity,
}

impl HoldingSystem {
    /// The word used in JSON and in the Cedar schema.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::CriminalIntelligence => "criminal_intelligence",
            Self::NDex => "n_dex",
            Self::OwnRecords => "own_records",
            Self::Pooled => "pooled",
            Self::SharedGang => "shared_gang",
            Self::SuspiciousActivity => "suspicious_activity",
        }
    }
}

/// What a recipient is to the holder.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    Deserialize,
    Eq,
    Hash,
    JsonSchema,
    Ord,
    PartialEq,
    PartialOrd,
    Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// It stores the holder's data for the holder, and only that.
    DataHosting,
    /// Neither.
    None,
    /// It tows vehicles for the holder.
    Towing,
    /// Not known.
    #[default]
    Unknown,
}

impl Relation {
    /// The word used in JSON and in the Cedar schema.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::DataHosting => "data_hosting",
            Self::None => "none",
            Self::Towing => "towing",
            Self::Unknown => "unknown",
        }
    }
}

/// A joint task force (Gov. Code 7284.4(g)).
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TaskForce {
    /// Its name in the register.
    pub name: String,
    /// Whether it is in the register, with purpose, agencies and date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registered: Option<bool>,
    /// Whether its primary purpose is something other than immigration enforcement ((b)(3)(A)).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_immigration: Option<bool>,
    /// Whether what is asked for belongs to a case of it, primarily about a violation that has
    /// nothing to do with immigration enforcement ((b)(3)(B)).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unrelated_case: Option<bool>,
    /// Whether the asker is a member of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asker_is_member: Option<bool>,
    /// Whether its agreement bars use and passing on for immigration enforcement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub onward_clause: Option<bool>,
    /// Whether it is in the list the Board of Police Commissioners gets every year (Los Angeles).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_commission_list: Option<bool>,
}

/// An exception of Gov. Code 7284.6(b).
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum ValuesException {
    /// (b)(1): re-entry after removal for an aggravated felony, found during unrelated enforcement.
    B1,
    /// (b)(2): criminal history of one named person.
    B2,
    /// (b)(3): a joint task force.
    B3,
    /// (b)(4): T and U visas, firearms checks.
    B4,
    /// (b)(5): interviews in custody.
    B5,
}

/// Which elements of the plate-reader access record are present (Civ. Code 1798.90.52(a)).
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AccessRecord {
    /// (1) Date and time of access.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_time: Option<bool>,
    /// (2) The plate or other data elements used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query_elements: Option<bool>,
    /// (3) The user name and, where it applies, the organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<bool>,
}

/// What a user of the holder's plate readers has been granted (LAPD Special Order 31).
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct UserGrant {
    /// Whether a supervisor authorised the user in writing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supervisor_authorised: Option<bool>,
    /// Whether the system's administrators have granted access.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_granted: Option<bool>,
    /// Whether the user has had the course.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trained: Option<bool>,
}

impl UserGrant {
    /// Whether the user may use the system: every part must be known to be there.
    #[must_use]
    pub fn complete(&self) -> Known {
        let parts = [self.supervisor_authorised, self.access_granted, self.trained];
        if parts.contains(&Some(false)) {
            return Known::No;
        }
        if parts.iter().all(|part| *part == Some(true)) { Known::Yes } else { Known::Unknown }
    }
}
