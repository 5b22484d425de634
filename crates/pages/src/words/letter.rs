//! The phrases of the letter and of the request for records.

use super::phrases;

phrases! { LetterWords:
    title: "Letter to {agency}", "Carta a {agency}";
    to: "To", "Para";
    from: "From", "De";
    date: "Date", "Fecha";
    about: "About", "Asunto";
    about_text:
        "what published records of {agency} show, {days}",
        "lo que muestran registros publicados de {agency}, {days}";
    blank: "to be filled in", "por llenar";

    before: "Before you send this (take this note out)", "Antes de enviar esto (quite esta nota)";
    before_blanks:
        "Fill in to whom it goes, from whom, the date, and by when a reply is asked for.",
        "Llene a quién va, de quién, la fecha y hasta cuándo se pide respuesta.";
    before_read:
        "Read each cited text at its source, and have counsel read the letter. Beside each \
         citation stands how far its text was read by us.",
        "Lea cada texto citado en su fuente y haga que una persona abogada lea la carta. Junto a \
         cada cita está hasta dónde leímos su texto.";
    before_act:
        "That the California Public Records Act begins at Gov. Code § 7920.000 is from memory; its \
         text was not read by us.",
        "Que la Ley de Registros Públicos de California empieza en el Gov. Code § 7920.000 es de \
         memoria; no leímos su texto.";
    before_elsewhere:
        "No public-records law of this state is told here: name the one that applies.",
        "Aquí no se dice la ley de registros públicos de este estado: nombre la que se aplica.";

    opening:
        "Records that {agency} published, or that others published about it, were held against the \
         law in force on the day of each search and each share. They show {what}, {days}, about \
         which this letter asks: of these, {withhold} that the law, as it is read here, would have \
         withheld, and {refer} that it would have sent to a person to decide.",
        "Los registros que publicó {agency}, o que otros publicaron sobre ella, se pusieron frente \
         a la ley vigente el día de cada búsqueda y de cada acceso. Muestran {what}, {days}, por \
         los que pregunta esta carta: de ellos, {withhold} que la ley, como se lee aquí, habría \
         negado, y {refer} que habría remitido a una persona para que decida.";
    opening_record:
        "Of all of them, {n} are searches whose published reason is no purpose: there the question \
         is what the agency's own record says.",
        "De todos ellos, {n} son búsquedas cuyo motivo publicado no es un propósito: ahí la \
         pregunta es qué dice el registro propio de la agencia.";
    no_accusation:
        "This letter accuses no one. It says what the published record shows, on which conditions \
         that matters, and what the record cannot show. The agency may know facts that the record \
         does not hold; it is asked for them.",
        "Esta carta no acusa a nadie. Dice lo que muestra el registro publicado, con qué \
         condiciones importa, y lo que el registro no puede mostrar. La agencia puede conocer \
         hechos que el registro no tiene; se le piden.";
    hypothetical:
        "Hypothetical: all of it was held against the law of {day}, not that of its own day.",
        "Hipotético: todo se puso frente a la ley del {day}, no a la de su propio día.";

    summary: "What the record shows, in figures", "Lo que muestra el registro, en cifras";
    under: "Under {provision}", "Según {provision}";
    law_says: "In plain words", "En palabras sencillas";
    names_in_annex: "all names stand in the annex", "todos los nombres están en el anexo";
    stated: "What the agency's own page says", "Lo que dice la página de la propia agencia";
    stated_lead:
        "The page says this, and the number of findings that do not agree with it stands beside \
         it.",
        "La página dice esto, y al lado está el número de hallazgos que no concuerdan con ello.";
    replies: "What the agency has replied", "Lo que la agencia ha respondido";

    asks: "What is asked", "Lo que se pide";
    asks_lead:
        "Please reply in writing by {blank}:",
        "Por favor responda por escrito antes del {blank}:";
    asks_correct:
        "If something in this letter is read wrongly, please say so, row by row: the agency's \
         reply will stand beside the finding wherever it is shown.",
        "Si algo de esta carta se leyó mal, por favor dígalo, fila por fila: la respuesta de la \
         agencia estará junto al hallazgo dondequiera que se muestre.";
    asks_keep:
        "Please keep all records that bear on these questions until they are answered.",
        "Por favor conserve todos los registros que tocan a estas preguntas hasta que se \
         contesten.";

    limits: "What this letter does not say", "Lo que esta carta no dice";
    limits_text:
        "Nothing found is not lawful, and a finding is no judgment of a court. How far each text \
         was read by us is told beside its citation. This is not legal advice.",
        "Sin hallazgos no quiere decir conforme a la ley, y un hallazgo no es la decisión de un \
         tribunal. Hasta dónde leímos cada texto se dice junto a su cita. Esto no es asesoría \
         legal.";
    made:
        "Made from a lookback by Headworks {version}, law {digest}.",
        "Hecho a partir de una revisión retrospectiva de Headworks {version}, ley {digest}.";
    sign: "Respectfully,", "Atentamente,";

    annex: "Annex: where it stands", "Anexo: dónde está";
    annex_lead:
        "File and row; rows are counted from 1, the header not counted, and for a list the place \
         in it. No reason, name of a person or plate is repeated.",
        "Archivo y fila; las filas se cuentan desde 1, sin el encabezado, y en una lista es el \
         lugar en ella. No se repite ningún motivo, nombre de persona ni placa.";
    file: "file", "archivo";

    request: "Request for records", "Solicitud de registros";
    request_california:
        "Under the California Public Records Act (Gov. Code § 7920.000 and following) I request \
         these records of {agency}:",
        "Conforme a la Ley de Registros Públicos de California (California Public Records Act, \
         Gov. Code § 7920.000 y siguientes) solicito estos registros de {agency}:";
    request_elsewhere:
        "Under the public-records law that applies to {agency} I request these records:",
        "Conforme a la ley de registros públicos que se aplica a {agency} solicito estos \
         registros:";
    request_statute:
        "The clock: {words} ({citation}; {status}: {note})",
        "El plazo: {words} ({citation}; {status}: {note})";
    column_absent:
        "The column “{column}”, which these files do not have: {files}.",
        "La columna «{column}», que estos archivos no tienen: {files}.";
    column_cells:
        "The values of the column “{column}” that are not in the published files: {cells}. If a \
         value was never recorded, please say so.",
        "Los valores de la columna «{column}» que no están en los archivos publicados: {cells}. Si \
         un valor nunca se anotó, por favor dígalo.";
    cells_blank: "{n} blank", "{n} en blanco";
    cells_redacted:
        "{n} taken out by the agency (please name the exemption)",
        "{n} quitados por la agencia (por favor nombre la excepción)";
    cells_withheld: "{n} kept back by the vendor", "{n} retenidos por el proveedor";
    cells_overwritten:
        "{n} written over with one value for all",
        "{n} sobrescritos con un mismo valor para todos";
    cells_of: "{cells}, of {n}", "{cells}, de {n}";
    days_missing:
        "The log of searches {days}, which no published file covers.",
        "El registro de búsquedas {days}, que ningún archivo publicado cubre.";
    months_missing: "Whole months among them: {months}.", "Meses enteros entre ellos: {months}.";
    contradicting:
        "The record as it stands in the agency's own system of {n} searches of which published \
         copies do not say the same.",
        "El registro, como está en el sistema propio de la agencia, de {n} búsquedas cuyas copias \
         publicadas no dicen lo mismo.";
    own_record:
        "The agency's own access record, with its purpose field, of the searches listed in the \
         annex under record-keeping ({citation}).",
        "El registro de accesos propio de la agencia, con su campo de propósito, de las búsquedas \
         listadas en el anexo bajo registro de accesos ({citation}).";
    sharing:
        "The agreement, determination or setting behind each standing share listed in the annex, \
         and the day it began.",
        "El convenio, la decisión o el ajuste detrás de cada acceso permanente listado en el \
         anexo, y el día en que empezó.";
    nothing_missing:
        "The files of this run do not show that a column or day is missing.",
        "Los archivos de esta revisión no muestran que falte una columna o un día.";
    files_unknown:
        "This run does not say which columns and days the files of {agency} have, so the request \
         cannot name what is missing.",
        "Esta revisión no dice qué columnas y días tienen los archivos de {agency}, así que la \
         solicitud no puede nombrar lo que falta.";
    days_unknown:
        "This run does not say which days the files cover, so the request cannot name days that \
         are missing.",
        "Esta revisión no dice qué días cubren los archivos, así que la solicitud no puede nombrar \
         días que faltan.";
    form:
        "Please give them in a form that can be sorted, as CSV or XLSX, as the system holds them. \
         Plates and names of persons are not asked for: leave them out, or put the same number for \
         the same name.",
        "Por favor entréguelos en una forma que se pueda ordenar, como CSV o XLSX, tal como los \
         tiene el sistema. No se piden placas ni nombres de personas: déjelos fuera, o ponga el \
         mismo número por el mismo nombre.";
    partial:
        "If a part of a record is held back, please give the rest, and say in writing which part, \
         on what ground, and who decided.",
        "Si se retiene una parte de un registro, por favor entregue el resto y diga por escrito \
         qué parte, con qué fundamento y quién lo decidió.";
}
