//! The ways out: what each is called, means, and leaves unshown, and what is asked.

use crate::language::Language;
use terms::Pathway;

/// A way out, in one language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Way {
    /// Its name.
    pub(crate) label: &'static str,
    /// What it means, in one sentence.
    pub(crate) means: &'static str,
    /// What follows `n searches`.
    pub(crate) of_searches: &'static str,
    /// What follows `n standing shares`.
    pub(crate) of_shares: &'static str,
    /// What the document cannot show.
    pub(crate) cannot_show: &'static str,
    /// What a letter asks.
    pub(crate) asks: &'static str,
}

/// A way out, in words.
pub(crate) const fn way(language: Language, pathway: Option<Pathway>) -> Way {
    let [english, spanish] = match pathway {
        None => OTHER,
        Some(Pathway::BackDoor) => BACK_DOOR,
        Some(Pathway::FrontDoor) => FRONT_DOOR,
        Some(Pathway::Middleman) => MIDDLEMAN,
        Some(Pathway::OutOfState) => OUT_OF_STATE,
        Some(Pathway::Private) => PRIVATE,
        Some(Pathway::RecordKeeping) => RECORD_KEEPING,
        Some(Pathway::SideDoor) => SIDE_DOOR,
        Some(Pathway::Tribal) => TRIBAL,
        Some(Pathway::UnknownParty) => UNKNOWN_PARTY,
    };
    match language {
        Language::English => english,
        Language::Spanish => spanish,
    }
}

const LIST_ENGLISH: &str = "A list shows with whom data is shared. It does not show since when, \
    whether anything passed, for what, or under which agreement.";
const LIST_SPANISH: &str = "Una lista muestra con quién se comparten datos. No muestra desde \
    cuándo, si algo pasó por ahí, para qué, ni con qué convenio.";

const FRONT_DOOR: [Way; 2] = [
    Way {
        label: "front door",
        means: "A direct share with a federal body.",
        of_searches: "by federal bodies",
        of_shares: "with federal bodies",
        cannot_show: LIST_ENGLISH,
        asks: "Under which agreement or determination is each of these federal bodies on the \
            sharing list, since when, and what has it searched?",
    },
    Way {
        label: "puerta delantera",
        means: "Acceso directo de un organismo federal.",
        of_searches: "de organismos federales",
        of_shares: "con organismos federales",
        cannot_show: LIST_SPANISH,
        asks: "¿Con qué convenio o decisión está cada uno de estos organismos federales en la \
            lista, desde cuándo, y qué ha buscado?",
    },
];

const BACK_DOOR: [Way; 2] = [
    Way {
        label: "back door",
        means: "A federal account searching through a national look-up.",
        of_searches: "by federal accounts, through a national look-up",
        of_shares: "with federal accounts, through a national look-up",
        cannot_show: "The log shows that the account searched. It does not show whether anything \
            was found, or which setting let the account in.",
        asks: "Which setting or agreement let these federal accounts search the agency's records, \
            who chose it, and is it still on?",
    },
    Way {
        label: "puerta trasera",
        means: "Una cuenta federal que busca por una consulta nacional.",
        of_searches: "de cuentas federales, por una consulta nacional",
        of_shares: "con cuentas federales, por una consulta nacional",
        cannot_show: "El registro muestra que la cuenta buscó. No muestra si encontró algo ni qué \
            ajuste le dio entrada.",
        asks: "¿Qué ajuste o convenio permitió a estas cuentas federales buscar en los registros \
            de la agencia, quién lo eligió, y sigue activo?",
    },
];

const SIDE_DOOR: [Way; 2] = [
    Way {
        label: "side door",
        means: "A local officer's search said to be for another body, or for immigration \
            enforcement.",
        of_searches: "said to be for a federal body or one of another state",
        of_shares: "for a federal body or one of another state",
        cannot_show: "The log shows for whom a search was said to be. It does not show whether \
            anything was found, what was passed on, or on which papers.",
        asks: "For each of these searches: was anything found, was it passed on and to whom, and \
            on which agreement, order or other paper?",
    },
    Way {
        label: "puerta lateral",
        means: "Búsqueda de un agente local que se dice hecha para otro organismo o para el \
            control migratorio.",
        of_searches: "con un motivo que nombra un organismo federal o de otro estado",
        of_shares: "para un organismo federal o de otro estado",
        cannot_show: "El registro muestra para quién se dijo que era la búsqueda. No muestra si se \
            encontró algo, qué se entregó, ni con qué documentos.",
        asks: "De cada una de estas búsquedas: ¿se encontró algo, se entregó y a quién, y con qué \
            convenio, orden u otro documento?",
    },
];

const MIDDLEMAN: [Way; 2] = [
    Way {
        label: "middleman",
        means: "A share with or through a fusion centre or intelligence project.",
        of_searches: "by or through fusion centres or intelligence projects",
        of_shares: "with fusion centres or intelligence projects",
        cannot_show: LIST_ENGLISH,
        asks: "Does the agency hold that each of these bodies is a public agency of California, \
            and on what ground? Who may read there what the agency shares?",
    },
    Way {
        label: "intermediario",
        means: "Acceso de un centro de fusión o proyecto de inteligencia, o por medio de él.",
        of_searches: "de centros de fusión o proyectos de inteligencia, o por medio de ellos",
        of_shares: "con centros de fusión o proyectos de inteligencia",
        cannot_show: LIST_SPANISH,
        asks: "¿Considera la agencia que cada uno de estos organismos es una agencia pública de \
            California, y por qué? ¿Quién puede leer allí lo que la agencia comparte?",
    },
];

const OUT_OF_STATE: [Way; 2] = [
    Way {
        label: "out of state",
        means: "A share with an agency of another state, or a search by one.",
        of_searches: "by agencies of other states",
        of_shares: "with agencies of other states",
        cannot_show: LIST_ENGLISH,
        asks: "Under which agreement or setting are agencies of other states given access, since \
            when, and will it end?",
    },
    Way {
        label: "fuera del estado",
        means: "Acceso de una agencia de otro estado, o búsqueda hecha por ella.",
        of_searches: "de agencias de otros estados",
        of_shares: "con agencias de otros estados",
        cannot_show: LIST_SPANISH,
        asks: "¿Con qué convenio o ajuste se da acceso a agencias de otros estados, desde cuándo, \
            y terminará?",
    },
];

const PRIVATE: [Way; 2] = [
    Way {
        label: "private",
        means: "A share with a private body.",
        of_searches: "by private bodies",
        of_shares: "with private bodies",
        cannot_show: LIST_ENGLISH,
        asks: "Under which agreement does each of these private bodies have access, and to what?",
    },
    Way {
        label: "privado",
        means: "Acceso de un organismo privado.",
        of_searches: "de organismos privados",
        of_shares: "con organismos privados",
        cannot_show: LIST_SPANISH,
        asks: "¿Con qué convenio tiene acceso cada uno de estos organismos privados, y a qué?",
    },
];

const TRIBAL: [Way; 2] = [
    Way {
        label: "tribal",
        means: "A share with a police body of a tribal nation. Whether the law's words mean such a \
            body is an open question.",
        of_searches: "by police bodies of tribal nations",
        of_shares: "with police bodies of tribal nations",
        cannot_show: LIST_ENGLISH,
        asks: "Does the agency hold that each of these bodies is a public agency as the law means \
            it, and on what ground?",
    },
    Way {
        label: "tribal",
        means: "Acceso de la policía de una nación tribal. Si las palabras de la ley se refieren \
            también a ella es una cuestión abierta.",
        of_searches: "de policías de naciones tribales",
        of_shares: "con policías de naciones tribales",
        cannot_show: LIST_SPANISH,
        asks: "¿Considera la agencia que cada uno de estos organismos es una agencia pública en el \
            sentido de la ley, y por qué?",
    },
];

const UNKNOWN_PARTY: [Way; 2] = [
    Way {
        label: "unknown party",
        means: "A share with a party that nobody can name.",
        of_searches: "by parties that cannot be named from the list",
        of_shares: "with parties that cannot be named from the list",
        cannot_show: LIST_ENGLISH,
        asks: "Who stands behind each of these accounts?",
    },
    Way {
        label: "parte desconocida",
        means: "Acceso de una parte que nadie puede nombrar.",
        of_searches: "de partes que no se pueden nombrar por la lista",
        of_shares: "con partes que no se pueden nombrar por la lista",
        cannot_show: LIST_SPANISH,
        asks: "¿Quién está detrás de cada una de estas cuentas?",
    },
];

const RECORD_KEEPING: [Way; 2] = [
    Way {
        label: "record-keeping",
        means: "A search whose published reason is no purpose.",
        of_searches: "whose published reason has words that are no purpose",
        of_shares: "whose record has no purpose",
        cannot_show: "The log shows what the portal publishes. The agency's own access record can \
            say more.",
        asks: "What does the agency's own access record state as the purpose of each of these \
            searches?",
    },
    Way {
        label: "registro de accesos",
        means: "Búsqueda cuyo motivo publicado no es un propósito.",
        of_searches: "cuyo motivo publicado son palabras que no dicen un propósito",
        of_shares: "cuyo registro no dice un propósito",
        cannot_show: "El registro muestra lo que el portal publica. El registro de accesos de la \
            propia agencia puede decir más.",
        asks: "¿Qué propósito anota el registro de accesos de la propia agencia para cada una de \
            estas búsquedas?",
    },
];

const OTHER: [Way; 2] = [
    Way {
        label: "other",
        means: "None of the field's words fits.",
        of_searches: "that the provision speaks of",
        of_shares: "that the provision speaks of",
        cannot_show: "The log shows the words of the reason. It does not show what was found, or \
            what became of it.",
        asks: "What were these searches for, and what became of their results?",
    },
    Way {
        label: "otra",
        means: "No encaja ninguna de las palabras usuales.",
        of_searches: "de las que habla la disposición",
        of_shares: "de las que habla la disposición",
        cannot_show: "El registro muestra las palabras del motivo. No muestra qué se encontró ni \
            qué fue de ello.",
        asks: "¿Para qué fueron estas búsquedas, y qué fue de sus resultados?",
    },
];
