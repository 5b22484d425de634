//! Looks into a file: text, gzip, zip and XLSX, each within bounds.
//!
//! Never: writes what it unpacks anywhere, or believes an archive about its own size. What is
//! unpacked is read as it comes, so a bomb costs time up to a bound and no memory.

use crate::run::Options;
use crate::source::adapt;
use crate::source::broken::{Broken, Disk, Failed, Unpacked};
use crate::source::feed::{Feed, FeedBatches, Records, Rows};
use crate::source::json;
use crate::source::layout::Layout;
use crate::source::list;
use crate::source::name;
use crate::source::page::{NotAPage, PAGE_BYTES_MAX, PAGE_KEYS, Page};
use crate::source::record::{Batch, Shape, Splitter};
use crate::source::sheet;
use crate::source::time;
use crate::source::{Column, Kind, Opened, Searches, Whose};
use crate::verdict::PosedOf;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};

/// What is done with each file that is found.
pub(crate) type Take<'t> = dyn FnMut(&str, Opened<'_>) -> io::Result<()> + 't;

/// Opens a file, or each file of an archive.
pub(crate) fn each(
    path: &str,
    mut reader: impl Read + Seek + Send,
    options: &Options,
    take: &mut Take<'_>,
) -> io::Result<()> {
    let head = head_of(&mut reader)?;
    if head.starts_with(ZIP) {
        reader.seek(SeekFrom::Start(0))?;
        return each_of_zip(path, reader, options, take);
    }
    let whole = Cursor::new(head.clone()).chain(reader);
    if head.starts_with(GZIP) {
        let inner = path.strip_suffix(".gz").unwrap_or(path);
        let failed = Failed::default();
        let packed = BufReader::new(Disk::new(whole, failed.clone()));
        let unpacked = flate2::read::MultiGzDecoder::new(packed);
        let unpacked = Unpacked::new(unpacked, options.unpacked_bytes_max, failed);
        let opened =
            open_packed(inner, "a gzip file", unpacked, options, |feed| Feed::Shared(feed))?;
        return take(path, opened);
    }
    let opened = open(path, &head, whole, options, |feed| Feed::Shared(feed))?;
    take(path, opened)
}

/// Opens what is unpacked; where it is torn, as far as it goes.
fn open_packed<'r, R: Read + 'r>(
    path: &str,
    what: &str,
    mut unpacked: Unpacked<R>,
    options: &Options,
    wrap: impl Fn(Box<Rows<Splitter<FromHead<R>>>>) -> Feed<'r>,
) -> io::Result<Opened<'r>> {
    let refused = |why: String| Ok(Opened::Refused(Kind::Unknown, why));
    let mut head = Vec::new();
    let broken = match unpacked.by_ref().take(HEAD_BYTES).read_to_end(&mut head) {
        Ok(_) => None,
        Err(error) => Some(Broken::of(&error).ok_or(error)?),
    };
    // What the unpacker says of it is not told: that can hold a name from inside.
    let torn = || format!("found {what} that is torn or damaged; expected a whole one");
    if broken.is_some() && head.is_empty() {
        return refused(torn());
    }
    if head.starts_with(GZIP) || head.starts_with(ZIP) {
        return refused(format!(
            "found an archive inside {what}; expected CSV or JSON: unpack it first"
        ));
    }
    let text = Cursor::new(head.clone()).chain(unpacked);
    open(path, &head, text, options, wrap).or_else(|error| {
        // Nothing could be read of it: of what is no table, a part is worth nothing.
        Broken::of(&error).ok_or(error)?;
        refused(torn())
    })
}

/// What is unpacked, with the first bytes of it put back.
type FromHead<R> = io::Chain<Cursor<Vec<u8>>, Unpacked<R>>;

fn each_of_zip(
    path: &str,
    mut reader: impl Read + Seek,
    options: &Options,
    take: &mut Take<'_>,
) -> io::Result<()> {
    let refused = |why: &str| Opened::Refused(Kind::Unknown, why.to_owned());
    let failed = Failed::default();
    let mut archive = match zip::ZipArchive::new(Disk::new(&mut reader, failed.clone())) {
        Ok(archive) => archive,
        Err(zip::result::ZipError::Io(error)) if failed.is() => return Err(error),
        Err(_) => {
            return take(
                path,
                refused("found a zip or XLSX file that is broken; expected a whole one"),
            );
        }
    };
    if archive.index_for_name("xl/workbook.xml").is_some() {
        drop(archive);
        reader.seek(SeekFrom::Start(0))?;
        return sheet::each(path, &mut reader, options, take);
    }
    if archive.len() > FILES_MAX {
        return take(path, refused("found a zip file of more than 10,000 files; expected fewer"));
    }
    for index in 0..archive.len() {
        let entry = match archive.by_index(index) {
            Ok(entry) => entry,
            Err(zip::result::ZipError::Io(error)) if failed.is() => return Err(error),
            Err(_) => {
                let why = "found a file in the zip that is locked or broken; expected a plain one";
                take(&format!("{path}/{index}"), refused(why))?;
                continue;
            }
        };
        if entry.is_dir() && entry.size() == 0 {
            continue;
        }
        // A folder holds nothing of its own; what is in one would be lost without a word.
        if entry.is_dir() {
            let why = "found a folder in the zip that holds bytes of its own; expected a file";
            take(&format!("{path}/{index}"), refused(why))?;
            continue;
        }
        // A name that climbs out of its folder is not repeated: it names a place of this machine.
        let Some(inner) = entry.enclosed_name().map(|name| name.display().to_string()) else {
            let why = "found a file in the zip whose name leaves its folder; expected a plain name";
            take(&format!("{path}/{index}"), refused(why))?;
            continue;
        };
        let inner = format!("{path}/{inner}");
        let unpacked = Unpacked::new(entry, options.unpacked_bytes_max, failed.clone());
        let opened =
            open_packed(&inner, "a file in a zip", unpacked, options, |feed| Feed::Local(feed))?;
        take(&inner, opened)?;
    }
    Ok(())
}

/// The first bytes of a file.
fn head_of(reader: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    reader.take(HEAD_BYTES).read_to_end(&mut head)?;
    Ok(head)
}

/// Recognises and opens a text.
fn open<'r, R: Read + 'r>(
    path: &str,
    head: &[u8],
    mut text: R,
    options: &Options,
    wrap: impl Fn(Box<Rows<Splitter<R>>>) -> Feed<'r>,
) -> io::Result<Opened<'r>> {
    if let Some(why) = not_text(head) {
        return Ok(Opened::Refused(Kind::Unknown, why));
    }
    let bare = match head.strip_prefix(BYTE_ORDER_MARK) {
        Some(bare) => {
            text.by_ref().take(BYTE_ORDER_MARK.len() as u64).read_exact(&mut [0; 3])?;
            bare
        }
        None => head,
    };
    let first = bare.trim_ascii_start();
    // A list of rows begins with an object: `[Federal] …` is a name.
    let is_list = first.strip_prefix(b"[").is_some_and(|rest| {
        rest.trim_ascii_start().first().is_some_and(|byte| matches!(byte, b'{' | b']'))
    });
    if first.starts_with(b"{") || is_list {
        return open_json(path, text, options);
    }
    if list::is_scanned(bare) {
        return list::scanned(path, text, options);
    }
    let opened = open_table(path, bare, text, options, wrap)?;
    match opened {
        // A row may hold a zero byte; a file of another kind with one is no text at all.
        Opened::Refused(Kind::Unknown, _) if head.contains(&0) => Ok(Opened::Refused(
            Kind::Unknown,
            "found a binary file; expected CSV or JSON".to_owned(),
        )),
        opened => Ok(opened),
    }
}

fn open_json<'r>(path: &str, text: impl Read, options: &Options) -> io::Result<Opened<'r>> {
    let refused = |why| Ok(Opened::Refused(Kind::Unknown, why));
    let mut bytes = Vec::new();
    let read = text.take(PAGE_BYTES_MAX.saturating_add(1)).read_to_end(&mut bytes)?;
    if u64::try_from(read).is_ok_and(|read| read > PAGE_BYTES_MAX) {
        return refused("found JSON of more than 64 MiB; expected a portal page".to_owned());
    }
    let other_keys = match Page::read(&bytes) {
        Ok(page) => return Ok(named_page(path, page)),
        Err(NotAPage::NotJson { line, column }) => {
            return refused(format!(
                "found text that begins like JSON and is not, at line {line}, column {column}; \
                 expected one JSON value"
            ));
        }
        Err(NotAPage::OtherKeys) => format!(
            "found JSON without the keys of a portal page; expected `{}`, or a list of rows with \
             the columns of a log",
            PAGE_KEYS.join("`, `")
        ),
    };
    match json::rows(&bytes) {
        Some(rows) => open_rows(path, rows, options, &other_keys),
        None => refused(other_keys),
    }
}

fn named_page<'r>(path: &str, page: Page) -> Opened<'r> {
    if name::last(path).to_ascii_lowercase().ends_with(".json") {
        return Opened::Page(Box::new(page));
    }
    Opened::Refused(
        Kind::PortalPage,
        "found the keys of a portal page under another name; expected a name that ends in `.json`"
            .to_owned(),
    )
}

/// Opens rows that were split elsewhere; the first is the header.
pub(crate) fn open_rows<'r>(
    path: &str,
    rows: impl Records + 'r,
    options: &Options,
    otherwise: &str,
) -> io::Result<Opened<'r>> {
    let mut rows = rows;
    let mut first = Batch::default();
    if !rows.next(&mut first)? {
        return Ok(Opened::Refused(Kind::Unknown, otherwise.to_owned()));
    }
    let found = recognise(path, &first, options);
    opened(path, found, first, rows, options, |feed| Feed::Local(feed))
}

/// Opens delimited text by the delimiter under which its first line is a known header.
fn open_table<'r, R: Read + 'r>(
    path: &str,
    head: &[u8],
    text: R,
    options: &Options,
    wrap: impl Fn(Box<Rows<Splitter<R>>>) -> Feed<'r>,
) -> io::Result<Opened<'r>> {
    let knows = |delimiter: u8| {
        let mut batch = Batch::default();
        let is_read = Splitter::new(head, delimiter).next(&mut batch).unwrap_or(false);
        is_read
            && !matches!(recognise(path, &batch, options), Recognised::Refused(Kind::Unknown, _))
    };
    let delimiter = DELIMITERS.into_iter().find(|by| knows(*by)).unwrap_or(b',');
    let mut splitter = Splitter::new(text, delimiter);
    let mut first = Batch::default();
    if !splitter.next(&mut first)? {
        let found = "no line that is not blank";
        return Ok(Opened::Refused(Kind::Unknown, name::expected(found)));
    }
    let found = recognise(path, &first, options);
    opened(path, found, first, splitter, options, wrap)
}

/// What the first rows of a table are.
enum Recognised {
    Log { kind: Kind, layout: Layout, before: u64, who: Whose, last_day: i32 },
    Adapted(adapt::Adapted),
    List(list::Table),
    Refused(Kind, String),
}

fn recognise(path: &str, first: &Batch, options: &Options) -> Recognised {
    let Some(header) = first.at(0) else {
        return Recognised::Refused(Kind::Unknown, name::expected("no line that is not blank"));
    };
    match header.shape {
        Shape::Whole => {}
        Shape::BrokenOff => {
            let found = "a first line in which the file breaks off";
            return Recognised::Refused(Kind::Unknown, name::expected(found));
        }
        Shape::TooLong => {
            return Recognised::Refused(
                Kind::Unknown,
                name::expected("a first line longer than 1 MiB"),
            );
        }
        Shape::Unclosed => {
            let found = "a quote in the first line that is never closed";
            return Recognised::Refused(Kind::Unknown, name::expected(found));
        }
    }
    let last_day = options.today.map_or(i32::MAX, |day| time::number_of(day).saturating_add(1));
    if let Some(described) = options.formats.iter().find_map(|format| format.fits(path, &header)) {
        let (kind, layout, before, agency) = described;
        let who = agency.map_or_else(|| whose(path, options), Whose::told);
        return Recognised::Log { kind, layout, before, who, last_day };
    }
    if let Some(table) = list::Table::of_header(&header) {
        return Recognised::List(table);
    }
    if let Some(adapted) = adapt::Adapted::of_header(&header) {
        return Recognised::Adapted(adapted);
    }
    let layout = Layout::of_header(&header).filter(Layout::is_searches);
    if let Some(layout) = layout {
        return log(path, layout, 1, last_day, options);
    }
    // No header: the rows themselves must say which order they are in.
    match Layout::of_rows(first.records().take(HEADERLESS_ROWS)) {
        Some(layout) => log(path, layout, 0, last_day, options),
        None => Recognised::Refused(Kind::Unknown, name::other_header(&header)),
    }
}

fn log(path: &str, layout: Layout, before: u64, last_day: i32, options: &Options) -> Recognised {
    let columns: Vec<_> = layout.columns().collect();
    let refused = |kind, why: &str| Recognised::Refused(kind, why.to_owned());
    if before == 1 && layout.unknown == 0 && name::is_portal(&columns) {
        return match (name::audit(path), &options.agency) {
            (Some(name), _) => Recognised::Log {
                kind: Kind::PortalAudit,
                layout,
                before,
                // A capture is a day in its own zone, up to fourteen hours from UTC.
                last_day: time::number_of(name.captured).saturating_add(1),
                who: Whose { slug: Some(name.slug.clone()), ..Whose::told(name.slug) },
            },
            (None, Some(agency)) => Recognised::Log {
                kind: Kind::PortalAudit,
                layout,
                before,
                last_day,
                who: Whose::told(agency.clone()),
            },
            (None, None) => refused(Kind::PortalAudit, name::PORTAL_WITHOUT_NAME),
        };
    }
    let who = whose(path, options);
    if layout.has(Column::OrgName) {
        return Recognised::Log { kind: Kind::OrganizationAudit, layout, before, who, last_day };
    }
    let kind = match columns.len() {
        2 => Kind::ReasonList,
        _ => Kind::OrganizationAudit,
    };
    if who.name.is_none() {
        return refused(kind, name::LOG_WITHOUT_NAME);
    }
    Recognised::Log { kind, layout, before, who, last_day }
}

/// Whose log it is: as the caller says, or as the file's name says.
fn whose(path: &str, options: &Options) -> Whose {
    match (&options.agency, name::agency(path)) {
        (Some(agency), _) => Whose::told(agency.clone()),
        (None, Some(name)) => Whose { is_guess: true, ..Whose::told(name) },
        (None, None) => Whose::default(),
    }
}

impl Whose {
    fn told(name: String) -> Self {
        Self { name: Some(name), ..Self::default() }
    }
}

fn opened<'r, R: Records + 'r>(
    path: &str,
    found: Recognised,
    first: Batch,
    records: R,
    options: &Options,
    wrap: impl Fn(Box<Rows<R>>) -> Feed<'r>,
) -> io::Result<Opened<'r>> {
    Ok(match found {
        Recognised::Refused(kind, why) => Opened::Refused(kind, why),
        Recognised::List(table) => table.read(path, first, records, options)?,
        Recognised::Adapted(adapted) => {
            let last_day =
                options.today.map_or(i32::MAX, |day| time::number_of(day).saturating_add(1));
            let (kind, of, columns) = (adapted.kind(), adapted.of(), adapted.columns());
            // The rows of a camera log say whose cameras they are, each for itself.
            let who = match columns.contains(&Column::CameraOrg) {
                true => Whose::default(),
                false => whose(path, options),
            };
            let feed: Box<dyn FeedBatches + 'r> =
                Box::new(adapt::Rows::new(adapted, first, records));
            let feed = Feed::Local(feed);
            Opened::Searches(Searches {
                kind,
                of,
                who,
                columns,
                before: 1,
                last_day,
                is_headerless: false,
                feed,
            })
        }
        Recognised::Log { kind, layout, before, who, last_day } => Opened::Searches(Searches {
            kind,
            of: PosedOf::Search,
            who,
            columns: layout.columns().collect(),
            before,
            last_day,
            is_headerless: before == 0,
            feed: wrap(Box::new(Rows::new(records, first, layout, before, true))),
        }),
    })
}

/// Whether the first bytes are those of something that is not text, and of what.
fn not_text(head: &[u8]) -> Option<String> {
    const MAGIC: [(&[u8], &str, &str); 5] = [
        (b"%PDF", "a PDF file", "a table has to be extracted from it first"),
        (b"\xd0\xcf\x11\xe0", "an XLS file", "save it as XLSX or CSV first"),
        (b"\x28\xb5\x2f\xfd", "a zstd file", "unpack it first"),
        (b"\xff\xfe", "UTF-16 text", "save it as UTF-8 first"),
        (b"\xfe\xff", "UTF-16 text", "save it as UTF-8 first"),
    ];
    if head.is_empty() {
        return Some("found an empty file; expected CSV or JSON".to_owned());
    }
    for (magic, what, hint) in MAGIC {
        if head.starts_with(magic) {
            return Some(format!("found {what}; expected CSV, XLSX or JSON: {hint}"));
        }
    }
    None
}

/// How much of a file is looked at to tell text from other things.
const HEAD_BYTES: u64 = 16 * 1024;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

const GZIP: &[u8] = b"\x1f\x8b";

const ZIP: &[u8] = b"PK\x03\x04";

/// The delimiters of files, the usual ones first.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// So many rows of a file without a header must fit one order.
const HEADERLESS_ROWS: usize = 20;

/// What one file unpacks to at most: a network audit of 300 million rows.
pub(crate) const UNPACKED_BYTES_MAX: u64 = 64 * 1024 * 1024 * 1024;

/// A zip has at most so many files.
const FILES_MAX: usize = 10_000;
