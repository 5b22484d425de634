//! Labels of defined terms: headlines, text status, replies, kinds of file.

use crate::Status;
use crate::language::{Language, Said};
use terms::{Pathway, TextStatus};

/// The name of a headline that is no way out, with what it means.
pub(crate) fn headline(language: Language, name: &str) -> Option<(&'static str, &'static str)> {
    let english = language == Language::English;
    let pick = |en: (&'static str, &'static str), es| Some(if english { en } else { es });
    match name {
        "contradictions" => pick(
            ("contradictions", "Copies of one search that do not say the same."),
            ("contradicciones", "Copias de una misma búsqueda que no dicen lo mismo."),
        ),
        "hotlist" => pick(
            ("hot list", "Entries of a hot list that rest on administrative warrants."),
            (
                "lista de alerta",
                "Entradas de una lista de alerta que se basan en órdenes \
                administrativas.",
            ),
        ),
        "immigration_stated" => pick(
            (
                "immigration enforcement stated",
                "A search whose reason states immigration \
                enforcement.",
            ),
            ("control migratorio declarado", "Búsqueda cuyo motivo declara control migratorio."),
        ),
        "look_back_window" => pick(
            ("look-back window", "A search that looks back further than the stated retention."),
            (
                "ventana de búsqueda",
                "Búsqueda que llega más atrás que la conservación \
                declarada.",
            ),
        ),
        _ => None,
    }
}

/// The way out that a headline is of, if it is one.
pub(crate) fn headline_pathway(name: &str) -> Option<Pathway> {
    PATHWAYS.into_iter().find(|pathway| pathway.word() == name)
}

/// Every way out, federal bodies first, record-keeping last.
pub(crate) const PATHWAYS: [Pathway; 9] = [
    Pathway::FrontDoor,
    Pathway::BackDoor,
    Pathway::SideDoor,
    Pathway::Middleman,
    Pathway::OutOfState,
    Pathway::Private,
    Pathway::Tribal,
    Pathway::UnknownParty,
    Pathway::RecordKeeping,
];

/// How far a text was verified: a word and a clause.
pub(crate) const fn text_status(
    language: Language,
    status: TextStatus,
) -> (&'static str, &'static str) {
    match (language, status) {
        (Language::English, TextStatus::Verified) => ("verified", "text read by us"),
        (Language::English, TextStatus::Secondary) => {
            ("secondary", "known from accounts of it, text not read by us")
        }
        (Language::English, TextStatus::Memory) => ("memory", "from memory, text not read by us"),
        (Language::English, TextStatus::HouseRule) => {
            ("house rule", "a rule of this project, not of law")
        }
        (Language::Spanish, TextStatus::Verified) => ("verificado", "texto leído por nosotros"),
        (Language::Spanish, TextStatus::Secondary) => {
            ("secundario", "conocido por lo que otros cuentan de él, texto no leído por nosotros")
        }
        (Language::Spanish, TextStatus::Memory) => {
            ("memoria", "de memoria, texto no leído por nosotros")
        }
        (Language::Spanish, TextStatus::HouseRule) => {
            ("regla propia", "una regla de este proyecto, no de la ley")
        }
    }
}

/// What a reply says of a finding.
pub(crate) const fn reply_status(language: Language, status: Option<Status>) -> &'static str {
    match (language, status) {
        (Language::English, Some(Status::Accepted)) => "accepted",
        (Language::English, Some(Status::Disputed)) => "disputed",
        (Language::English, Some(Status::Explained)) => "explained",
        (Language::English, None) => "answered",
        (Language::Spanish, Some(Status::Accepted)) => "aceptado",
        (Language::Spanish, Some(Status::Disputed)) => "disputado",
        (Language::Spanish, Some(Status::Explained)) => "explicado",
        (Language::Spanish, None) => "contestado",
    }
}

/// A kind of file, in words; a kind that is new here in its own word.
pub(crate) fn file_kind(language: Language, kind: &str) -> String {
    let known = match kind {
        "camera_log" => ("camera-access log", "registro de acceso a cámaras"),
        "edge_list" => ("list of links", "lista de enlaces"),
        "event_log" => ("event log", "registro de eventos"),
        "network_audit" => ("network audit", "auditoría de red"),
        "organization_audit" => ("organization audit", "auditoría de la organización"),
        "portal_audit" => ("portal audit", "auditoría del portal"),
        "portal_page" => ("portal page", "página del portal"),
        "scanned_sharing" => ("scanned sharing list", "lista de acceso escaneada"),
        "shared_networks" => ("list of shared networks", "lista de redes compartidas"),
        other => return other.replace('_', " "),
    };
    if language == Language::English { known.0 } else { known.1 }.to_owned()
}

/// The label of a purpose, in words. The cue list has them in English; one that is new here stays
/// so and is marked.
pub(crate) fn purpose_label(language: Language, label: &str) -> Said {
    let spanish = match label {
        "absent" => "sin columna de motivo",
        "administrative" => "administrativo",
        "assist_agency" => "ayuda a otra agencia",
        "assist_federal" => "ayuda a un organismo federal",
        "assist_out_of_state" => "ayuda a una agencia de otro estado",
        "blank" => "en blanco",
        "case_number_only" => "solo un número de caso",
        "civil_immigration" => "control migratorio civil",
        "crime" => "delito",
        "criminal_immigration" => "delito migratorio",
        "missing_person" => "persona desaparecida",
        "redacted" => "quitado por la agencia",
        "stated" => "declarado, de otra clase",
        "test" => "prueba",
        "unread" => "no leído",
        "vague" => "palabras que no dicen un propósito",
        "vehicle_only" => "solo un vehículo",
        "welfare" => "bienestar de una persona",
        _ => return language.english(&label.replace('_', " ")),
    };
    match language {
        Language::English => label.replace('_', " ").into(),
        Language::Spanish => spanish.to_owned().into(),
    }
}
