//! Takes the bytes of a fuzzer apart.

/// Names under which files are given: every reader is reached by one of them.
pub const PATHS: [&str; 16] = [
    "rio-claro-ca-pd__2026-04-29__search_audit.csv",
    "rio-claro-ca-pd__2026-04-29__public_search_audit.csv",
    "Rio_Claro_CA_PD-Network_Audit-2026-04.csv",
    "Rio_Claro_CA_PD-Organization_Audit-2026-04.tsv",
    "rio-claro-ca-pd__2026-04-29.json",
    "Rio_Claro_CA_PD.json",
    "Rio_Claro_CA_PD.xlsx",
    "Rio_Claro_CA_PD.csv.gz",
    "logs.zip",
    "shared-20260429.csv",
    "edges20260429.csv",
    "scan-2026-04-29.txt",
    "export.csv",
    "umber-falls-id-pd__2026-04-29__search_audit.csv",
    "folder/../odd\\name.csv",
    "",
];

/// What was given: one choice, and the rest.
#[derive(Clone, Copy, Debug)]
pub struct Given<'d> {
    /// The choice.
    pub choice: usize,
    /// The rest.
    pub rest: &'d [u8],
}

impl<'d> Given<'d> {
    /// Takes the first byte as a choice.
    #[must_use]
    pub fn of(data: &'d [u8]) -> Option<Self> {
        let (choice, rest) = data.split_first()?;
        Some(Self { choice: usize::from(*choice), rest })
    }

    /// One of several by this choice.
    #[must_use]
    pub fn pick<'t, T>(&self, of: &'t [T]) -> &'t T {
        &of[self.choice % of.len()]
    }
}

/// Rows of cells: a row ends with the byte 255 and a cell with 254, which no text has.
#[must_use]
pub fn pieces(data: &[u8]) -> Vec<Vec<String>> {
    let row = |row: &[u8]| row.split(|byte| *byte == 254).map(text).collect();
    data.split(|byte| *byte == 255).take(40).map(row).collect()
}

/// Bytes as text, whatever they are.
#[must_use]
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
