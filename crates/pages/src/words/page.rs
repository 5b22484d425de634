//! The phrases of the page.

use super::phrases;

phrases! { Words:
    // Numbers and days.
    law_not_told: "not told", "no se dice";
    and: "and", "y";
    on_day: "on {day}", "el {day}";
    between_days: "between {first} and {last}", "entre el {first} y el {last}";
    one_search: "1 search", "1 búsqueda";
    searches: "{n} searches", "{n} búsquedas";
    one_share: "1 standing share", "1 acceso permanente";
    shares: "{n} standing shares", "{n} accesos permanentes";
    and_more: "and {n} more", "y {n} más";
    and_more_rows:
        "and {n} more rows that are not listed here",
        "y {n} filas más que no se listan aquí";
    row: "row", "fila";
    rows: "rows", "filas";

    // The head.
    skip: "Skip to the account in English", "Saltar a la cuenta en español";
    title: "What the published logs show", "Lo que muestran los registros publicados";
    lead:
        "{files} files with {what}, each held against the law in force on its own day.",
        "{files} archivos con {what}, cada uno puesto frente a la ley vigente en su propio día.";
    lead_days: "They are of the days {days}.", "Son de los días {days}.";
    lead_findings_days: "Findings are of the days {days}.", "Los hallazgos son de los días {days}.";
    hypothetical:
        "Hypothetical: everything here was held against the law of {day}, not that of its own day.",
        "Hipotético: todo se puso aquí frente a la ley del {day}, no a la de su propio día.";
    made:
        "Made by Headworks {version}. Law: {digest}.",
        "Hecho con Headworks {version}. Ley: {digest}.";
    nothing_is_not_lawful:
        "Nothing found is not lawful.",
        "Sin hallazgos no quiere decir conforme a la ley.";
    notice:
        "A log is silent about most facts. This page says what the law, as read here, would have \
         withheld or sent to a person. It is not legal advice and no finding of a court; counsel \
         must read each text at its source before anything is relied on.",
        "Un registro calla la mayoría de los hechos. Esta página dice lo que la ley, como se lee \
         aquí, habría negado o remitido a una persona. No es asesoría legal ni la decisión de un \
         tribunal; antes de apoyarse en algo, una persona abogada debe leer cada texto en su \
         fuente.";
    text_shown:
        "This page shows reasons as written, because the run was asked to. They can hold plates \
         and names: do not publish it unread.",
        "Esta página muestra motivos tal como se escribieron, porque así se pidió. Pueden contener \
         placas y nombres: no la publique sin leerla.";
    contents: "On this page", "En esta página";
    top: "Back to the top", "Volver arriba";

    // Figures.
    figures: "In figures", "En cifras";
    withheld: "the law would have withheld", "la ley los habría negado";
    referred: "the law would have sent to a person", "la ley los habría remitido a una persona";
    nothing: "nothing found (not: lawful)", "sin hallazgos (no: conforme a la ley)";
    split:
        "{outward} shares, and searches for others; {record} searches whose published reason is no \
         purpose",
        "{outward} accesos y búsquedas para otros; {record} búsquedas cuyo motivo publicado no es \
         un propósito";
    headlines_lead:
        "Each figure is told twice. Strict: the document itself shows it, and the law would have \
         withheld it. Loose: with those that hold on the condition told with them, those whose \
         words have another reading, and those that the law sends to a person.",
        "Cada cifra se da dos veces. Estricta: el propio documento lo muestra y la ley lo habría \
         negado. Amplia: con los que valen con la condición que se dice, aquellos cuyas palabras \
         se pueden leer de otro modo y los que la ley envía a una persona.";
    strict: "strict", "estricta";
    loose: "loose", "amplia";
    of: "of {n}", "de {n}";
    of_searches: "of {n} searches", "de {n} búsquedas";
    of_shares: "of {n} standing shares", "de {n} accesos permanentes";
    cannot_show: "What the log cannot show:", "Lo que el registro no puede mostrar:";
    answered_lead:
        "{n} findings have a reply of the agency: {told}. They are counted all the same.",
        "{n} hallazgos tienen respuesta de la agencia: {told}. Se cuentan igualmente.";

    // Charts.
    by_way: "By the way out", "Por la vía de salida";
    by_way_desc:
        "Findings by the way data could leave, each split by how sure the finding is.",
        "Hallazgos según la vía por la que los datos pudieron salir, cada una dividida según el \
         grado de certeza.";
    by_month: "By month", "Por mes";
    by_month_desc:
        "Findings by the month of the search or of the capture of the list.",
        "Hallazgos según el mes de la búsqueda o de la captura de la lista.";
    by_month_rest:
        "Only the last {n} months are drawn; {count} earlier findings are in the table's first \
         row.",
        "Solo se dibujan los últimos {n} meses; {count} hallazgos anteriores están en la primera \
         fila de la tabla.";
    by_month_none:
        "Of {count} findings the log gives no day, and the month is not known either: they are not \
         in this chart.",
        "De {count} hallazgos el registro no da el día, y tampoco se sabe el mes: no están en este \
         gráfico.";
    earlier: "earlier", "antes";
    by_provision: "By provision", "Por disposición";
    by_provision_desc:
        "Findings by the provision that speaks; one finding can rest on several.",
        "Hallazgos según la disposición que habla; un hallazgo puede apoyarse en varias.";
    by_agency_outward:
        "By agency: shares, and searches for others",
        "Por agencia: accesos de otros y búsquedas para otros";
    by_agency_outward_desc:
        "Findings about standing shares and searches said to be for another body, for the {n} \
         agencies with most of them.",
        "Hallazgos sobre accesos permanentes y búsquedas que se dicen hechas para otro organismo, \
         de las {n} agencias con más de ellos.";
    by_agency_record:
        "By agency: searches whose published reason is no purpose",
        "Por agencia: búsquedas cuyo motivo publicado no es un propósito";
    by_agency_record_desc:
        "Record-keeping findings, for the {n} agencies with most of them. The agency's own record \
         may hold a purpose that its portal does not publish.",
        "Hallazgos sobre el registro de accesos, de las {n} agencias con más de ellos. El registro \
         propio de la agencia puede tener un propósito que su portal no publica.";
    table_of: "The same figures", "Las mismas cifras";
    shown: "shown", "mostrado";
    conditional: "conditional", "condicional";
    possible: "possible", "posible";
    all: "all", "todos";
    way_out: "way out", "vía de salida";
    month: "month", "mes";
    provision: "provision", "disposición";
    agency: "agency", "agencia";
    withheld_short: "withheld", "negados";
    referred_short: "to a person", "a una persona";
    first_day: "first day", "primer día";
    last_day: "last day", "último día";

    // By provision and agency.
    findings_by_provision: "Findings by provision", "Hallazgos por disposición";
    findings_by_agency: "Findings by agency", "Hallazgos por agencia";
    outward: "shares, and searches for others", "accesos y búsquedas para otros";
    record_keeping: "record-keeping", "registro de accesos";
    with_reply: "with a reply", "con respuesta";
    agencies_note:
        "The agency that answers is the one that holds the records, where the document names it, \
         and else the one that searched. Each name leads to a section that can be printed alone.",
        "La agencia que responde es la que conserva los datos, si el documento la nombra, y si no \
         la que buscó. Cada nombre lleva a una sección que se puede imprimir sola.";
    agencies_cut:
        "The {n} agencies with most findings are listed; {more} more, with {count} findings, are \
         not.",
        "Se listan las {n} agencias con más hallazgos; {more} más, con {count} hallazgos, no.";
    sections_cut:
        "Only the first {n} of these have a section of their own on this page; headworks letter \
         makes one for any.",
        "Solo las primeras {n} tienen una sección propia en esta página; headworks letter la \
         hace para cualquiera.";

    // Stated policy.
    stated: "Stated policy against observed", "Política declarada frente a lo observado";
    stated_lead:
        "A sentence of an agency's own page is set against that same page's list, or the searches \
         of the thirty days before it. Only disagreement is told. {kept} plain promises met no \
         disagreement; that does not mean that they were kept.",
        "Una frase de la página de una agencia se pone frente a la lista de esa misma página, o a \
         las búsquedas de los treinta días anteriores. Solo se dice el desacuerdo. {kept} promesas \
         claras no encontraron desacuerdo; eso no quiere decir que se cumplieron.";
    says: "the page says", "la página dice";
    captured: "captured", "captura";
    disagree: "findings that disagree", "hallazgos en desacuerdo";
    page_field: "where", "dónde";

    // Contradictions and completeness.
    contradictions: "Copies that do not agree", "Copias que no coinciden";
    contradictions_lead:
        "{n} copies of a search say something else than the copy that was ruled on. The first is \
         ruled on; the others are told here, by column and never by content.",
        "{n} copias de una búsqueda dicen otra cosa que la copia sobre la que se dictaminó. Se \
         dictamina sobre la primera; las otras se dicen aquí, por columna y nunca por contenido.";
    ruled_on: "ruled on", "dictaminada";
    other_copy: "the other copy", "la otra copia";
    differs_in: "they differ in", "difieren en";
    completeness: "How complete the logs are", "Cuán completos son los registros";
    completeness_lead:
        "Where two sources cover the same days, what both have and what only one has lets one \
         estimate how many searches there were in all (capture and recapture, Chapman's estimator, \
         95 % interval). It holds if the two sources came about apart from one another.",
        "Donde dos fuentes cubren los mismos días, lo que tienen ambas y lo que tiene solo una \
         permite estimar cuántas búsquedas hubo en total (captura y recaptura, estimador de \
         Chapman, intervalo del 95 %). Vale si las dos fuentes nacieron por separado.";
    completeness_none:
        "No two sources of this run cover the same days of one agency in a way that lets this be \
         estimated.",
        "Ningún par de fuentes de esta revisión cubre los mismos días de una agencia de modo que \
         se pueda estimar.";
    sources: "sources", "fuentes";
    days: "days", "días";
    in_first: "in the first", "en la primera";
    in_second: "in the second", "en la segunda";
    in_both: "in both", "en ambas";
    estimated: "estimated in all", "estimadas en total";
    interval: "95 % interval", "intervalo del 95 %";
    interval_from_to: "{low} to {high}", "{low} a {high}";

    // Replies.
    replies: "What agencies replied", "Lo que respondieron las agencias";
    replies_none:
        "No reply of an agency was given to this run (--corrections FILE).",
        "No se dio a esta revisión ninguna respuesta de una agencia (--corrections FILE).";
    reply: "reply", "respuesta";
    reply_by: "by", "de";
    reply_to: "to", "a";
    reply_findings: "findings answered", "hallazgos contestados";
    status: "status", "estado";

    // Method and limits.
    method: "Method", "Método";
    method_rows:
        "Every row and every link was read, or located and told as unreadable: per file, rows read \
         = different + copies + unreadable. Copies of one search, in one capture or several, are \
         one search.",
        "Cada fila y cada enlace se leyó, o se localizó y se dijo que no es legible: por archivo, \
         filas leídas = distintas + copias + ilegibles. Las copias de una búsqueda, en una captura \
         o en varias, son una búsqueda.";
    method_law:
        "Each search was held against the law of its own day, each standing share against that of \
         the day its list was captured, in the place of the agency whose records they are. The law \
         is data that a lawyer can read: policies with a citation, and how far each text was \
         verified.",
        "Cada búsqueda se puso frente a la ley de su propio día, y cada acceso permanente frente a \
         la del día de captura de su lista, en el lugar de la agencia de la que son los datos. La \
         ley son datos que una persona abogada puede leer: reglas con su cita, y hasta dónde se \
         verificó cada texto.";
    method_sure:
        "Certainty. Shown: the document itself shows it. Conditional: it holds if something holds \
         that this kind of document does not show; the condition is told. Possible: the words have \
         another reading, so a person must look.",
        "Certeza. Mostrado: el documento mismo lo muestra. Condicional: vale si vale algo que esta \
         clase de documento no muestra; la condición se dice. Posible: las palabras se pueden leer \
         de otro modo y una persona debe mirar.";
    method_copies:
        "With two captures of a week apart, most rows come several times; each finding lists all \
         its copies in the run's data.",
        "Con capturas cada semana, la mayoría de las filas vienen varias veces; cada hallazgo \
         lista todas sus copias en los datos de la revisión.";
    limits: "Limits", "Límites";
    limits_silent:
        "A reason that is blank, masked or in no column is never a finding: that may be the \
         portal's doing.",
        "Un motivo en blanco, tapado o sin columna nunca es un hallazgo: puede ser obra del \
         portal.";
    limits_words:
        "Names and reasons are read by rules. They can be read wrongly; the rule that decided \
         stands in the run's data.",
        "Los nombres y los motivos se leen con reglas. Se pueden leer mal; la regla que decidió \
         está en los datos de la revisión.";
    limits_law:
        "The law is as its packs read it. Where a text was not read by us this page says so, and \
         open questions of law are told as open.",
        "La ley es como la leen sus normas cargadas. Donde no leímos un texto esta página lo dice, \
         y las cuestiones abiertas se dicen abiertas.";
    limits_masked:
        "No plate, no person's name and no free text of a log is on this page.",
        "En esta página no hay placas, nombres de personas ni texto libre de un registro.";
    not_loaded:
        "For these places no law is loaded: nobody has looked at what is theirs.",
        "Para estos lugares no hay ley cargada: nadie ha mirado lo suyo.";
    place: "place", "lugar";
    searches_head: "searches", "búsquedas";
    shares_head: "standing shares", "accesos permanentes";
    purposes:
        "Different searches by the purpose read from their reason",
        "Búsquedas distintas según el propósito leído en su motivo";
    purpose: "purpose", "propósito";

    // Provisions in words.
    provisions: "The provisions in words", "Las disposiciones en palabras";
    provisions_lead:
        "One plain sentence each, ours, beside the citation. The text at its source is what \
         counts.",
        "Una frase sencilla de cada una, nuestra, junto a la cita. Lo que vale es el texto en su \
         fuente.";
    citation: "Citation", "Cita";
    text_status: "Text", "Texto";
    why: "Why it was found", "Por qué hubo hallazgo";
    open_questions: "Open question", "Cuestión abierta";
    no_words:
        "The law at hand has no words for this provision.",
        "La ley a la mano no tiene palabras para esta disposición.";

    // Files.
    files: "Files and their account", "Archivos y su cuenta";
    files_lead:
        "Per file: rows read = different + copies + unreadable.",
        "Por archivo: filas leídas = distintas + copias + ilegibles.";
    files_cut:
        "{n} more files are in the run's summary.",
        "{n} archivos más están en el resumen de la revisión.";
    file_broken_off:
        "{file} breaks off after row {n}: what follows could not be read.",
        "{file} se interrumpe después de la fila {n}: lo que sigue no se pudo leer.";
    file: "file", "archivo";
    kind: "kind", "clase";
    read: "read", "leídas";
    unique: "different", "distintas";
    duplicate: "copies", "copias";
    unreadable: "unreadable", "ilegibles";
    total: "all files", "todos los archivos";
    refused: "Files that were not taken in", "Archivos que no se tomaron";
    why_refused: "why", "por qué";

    // One agency.
    agency_sections: "Agency by agency", "Agencia por agencia";
    annex: "Annex", "Anexo";
    other_language: "En español", "In English";
    agency_lead:
        "{what}, {days}: {withhold} the law would have withheld, {refer} it would have sent to a \
         person.",
        "{what}, {days}: {withhold} la ley los habría negado, {refer} los habría remitido a una \
         persona.";
    agency_record:
        "Of all of them, {n} are searches whose published reason is no purpose.",
        "De todos ellos, {n} son búsquedas cuyo motivo publicado no es un propósito.";
    agency_dayless:
        "The day is not known of {n}: the log gives a month, a year or a span of days.",
        "De {n} no se sabe el día: el registro da un mes, un año o un intervalo de días.";
    group_sentence:
        "The published record shows {what}, {days}. Strict {strict}, loose {loose}.",
        "El registro publicado muestra {what}, {days}. Cifra estricta {strict}, amplia {loose}.";
    of_immigration:
        "whose reason is read as immigration enforcement and names no body",
        "cuyo motivo se lee como control migratorio y no nombra ningún organismo";
    of_both:
        "said to be for a federal body or one of another state, or read as immigration enforcement",
        "con un motivo que nombra un organismo federal o de otro estado, o que se lee como control \
         migratorio";
    of_other:
        "whose reason is one that the provision speaks of",
        "cuyo motivo es uno de los que habla la disposición";
    group_on: "This holds", "Esto vale";
    group_on_count: "({n} of them)", "({n} de ellos)";
    more_conditions:
        "and on {n} further conditions of the same kind",
        "y con {n} condiciones más de la misma clase";
    with_whom: "With whom", "Con quién";
    by_whom: "By whom", "Por quién";
    for_whom: "Said to be for", "Se dicen hechas para";
    where_rows: "Where it stands", "Dónde está";
    copies_note:
        "{n} further copies of these are in other captures or files.",
        "Otras {n} copias de estos están en otras capturas o archivos.";
    texts: "Reasons as written", "Motivos tal como se escribieron";
    agency_stated: "Its own page says", "Su propia página dice";
    agency_months: "Month by month", "Mes por mes";
    agency_replies: "Its replies", "Sus respuestas";
    agency_none:
        "No reply of the agency stands beside this yet.",
        "Aún no hay respuesta de la agencia junto a esto.";
    print_hint:
        "To print this section alone, open the link to it and print.",
        "Para imprimir solo esta sección, abra su enlace e imprima.";
    link_to_section: "Link to this section", "Enlace a esta sección";
    foot:
        "Headworks holds published logs against the law of their own day. Findings are what the \
         document shows, on the conditions told.",
        "Headworks pone registros publicados frente a la ley de su propio día. Los hallazgos son \
         lo que el documento muestra, con las condiciones que se dicen.";
}
