//! Which rows match, and what of them may leave.
//!
//! INVARIANT(limited): a limit that is not known here, or that no machine can apply, means no
//! answer. Rows are limited one by one, before anything is written.

use crate::Error;
use crate::declared::{Declared, FieldKind};
use crate::file::Row;
use serde_json::{Map, Value};
use terms::{Limit, LimitKind, Moment, Near, Question};

/// The most rows of an answer: more is a copy of the set, not an answer.
const ROWS_MAX: u64 = 10_000;

/// The fields that may leave under these limits, in the order of the declaration.
///
/// # Errors
/// If a limit cannot be applied.
pub(crate) fn fields_left(
    declared: &Declared,
    question: &Question,
    limits: &[Limit],
) -> Result<Vec<usize>, Error> {
    let mut kept_back: Vec<FieldKind> = Vec::new();
    for limit in limits {
        match limit.kind {
            LimitKind::FieldsSuppressed => kept_back.push(FieldKind::Contact),
            LimitKind::NothingThatIdentifies => {
                kept_back.extend([FieldKind::Contact, FieldKind::Identifies]);
            }
            // What binds the recipient and takes nothing from the answer: told with it.
            LimitKind::DoNotIndex | LimitKind::NoOnwardSharing | LimitKind::OneUse => {}
            // What only somebody who reads the paper, the danger or the certification can apply.
            LimitKind::CertificationFactsOnly
            | LimitKind::CriminalHistoryOnly
            | LimitKind::DangerOnly
            | LimitKind::PublicItemOnly
            | LimitKind::Redacted
            | LimitKind::WithinInstrument => {
                return Err(Error::Limit { set: declared.id.0.clone(), limit: limit.kind });
            }
        }
    }
    // What is kept back from the answer cannot be asked by either: each row would say it again.
    let asked_by = question.equals.keys().filter_map(|name| declared.field(name));
    if let Some(limit) = limits.first()
        && asked_by.into_iter().any(|field| kept_back.contains(&field.kind))
    {
        let set = declared.id.0.clone();
        let by_fields = [LimitKind::FieldsSuppressed, LimitKind::NothingThatIdentifies].into_iter();
        let mut of_fields = by_fields.filter(|kind| limits.iter().any(|l| l.kind == *kind));
        return Err(Error::Limit { set, limit: of_fields.next().unwrap_or(limit.kind) });
    }
    let is_wanted = |name: &String| question.fields.is_empty() || question.fields.contains(name);
    let fields = declared.fields.iter().enumerate().filter(|(_, field)| {
        field.leaves && is_wanted(&field.name) && !kept_back.contains(&field.kind)
    });
    Ok(fields.map(|(at, _)| at).collect())
}

/// An answer in the making: JSON Lines, one object a row.
pub(crate) struct Answer<'a> {
    declared: &'a Declared,
    question: &'a Question,
    fields: Vec<usize>,
    pub(crate) bytes: Vec<u8>,
    pub(crate) rows: u64,
}

impl<'a> Answer<'a> {
    pub(crate) fn new(declared: &'a Declared, question: &'a Question, fields: Vec<usize>) -> Self {
        Self { declared, question, fields, bytes: Vec::new(), rows: 0 }
    }

    /// Takes a row, if it matches and may leave.
    pub(crate) fn take(&mut self, number: u64, row: &Row) -> Result<(), Error> {
        if self.is_kept(row) || !self.matches(number, row)? {
            return Ok(());
        }
        if self.rows == ROWS_MAX {
            return Err(Error::Question {
                set: self.declared.id.0.clone(),
                why: format!("more than {ROWS_MAX} rows match; ask for less"),
            });
        }
        let mut object = Map::new();
        for at in &self.fields {
            if let Some((field, value)) = self.declared.fields.get(*at).zip(row.get(*at)) {
                let value = value.clone().map_or(Value::Null, Value::String);
                object.insert(field.name.clone(), value);
            }
        }
        let written = serde_json::to_writer(&mut self.bytes, &object);
        written.map_err(|_| self.wrong(number, "it cannot be written"))?;
        self.bytes.push(b'\n');
        self.rows += 1;
        Ok(())
    }

    /// Whether it is a row that never leaves.
    fn is_kept(&self, row: &Row) -> bool {
        self.declared.kept_rows.iter().any(|kept| {
            // A row that does not tell whether it is one of them is taken for one.
            self.value(row, &kept.field).is_none_or(|value| value.eq_ignore_ascii_case(&kept.is))
        })
    }

    fn matches(&self, number: u64, row: &Row) -> Result<bool, Error> {
        // Time and place are read of every row: were it of those alone that have the value, an
        // error would tell that there is one.
        let (is_in_time, is_near) = (self.is_in_time(number, row)?, self.is_near(number, row)?);
        let mut equal = self.question.equals.iter();
        Ok(is_in_time
            && is_near
            && equal.all(|(name, wanted)| self.value(row, name) == Some(wanted)))
    }

    fn is_in_time(&self, number: u64, row: &Row) -> Result<bool, Error> {
        let (from, until) = (self.question.from, self.question.until);
        let Some(field) =
            self.declared.moment.as_ref().filter(|_| from.is_some() || until.is_some())
        else {
            return Ok(true);
        };
        let moment = self.value(row, field).and_then(|value| value.parse::<Moment>().ok());
        let moment =
            moment.ok_or_else(|| self.wrong(number, "its moment is not one (RFC 3339)"))?;
        Ok(from.is_none_or(|from| from <= moment) && until.is_none_or(|until| moment < until))
    }

    fn is_near(&self, number: u64, row: &Row) -> Result<bool, Error> {
        let places = self.declared.latitude.as_ref().zip(self.declared.longitude.as_ref());
        let (Some(near), Some((latitude, longitude))) = (self.question.near, places) else {
            return Ok(self.question.near.is_none());
        };
        let degrees = |name: &String, most: f64| {
            let value = self.value(row, name).and_then(|value| value.parse::<f64>().ok());
            value
                .filter(|degrees| degrees.abs() <= most)
                .ok_or_else(|| self.wrong(number, "its place is not one, in degrees"))
        };
        Ok(metres(near, degrees(latitude, 90.0)?, degrees(longitude, 180.0)?)
            <= f64::from(near.metres))
    }

    fn value<'r>(&self, row: &'r Row, name: &str) -> Option<&'r String> {
        let at = self.declared.fields.iter().position(|field| field.name == name)?;
        row.get(at)?.as_ref()
    }

    fn wrong(&self, row: u64, why: &str) -> Error {
        Error::Row { set: self.declared.id.0.clone(), row, why: why.to_owned() }
    }
}

/// Metres between a place and another one, over a ball of 6,371 km: right to half a percent.
fn metres(near: Near, latitude: f64, longitude: f64) -> f64 {
    let (from, to) = ((f64::from(near.latitude_micro) / 1e6).to_radians(), latitude.to_radians());
    let apart = (longitude - f64::from(near.longitude_micro) / 1e6).to_radians();
    let half =
        ((to - from) / 2.0).sin().powi(2) + from.cos() * to.cos() * (apart / 2.0).sin().powi(2);
    2.0 * 6_371_000.0 * half.sqrt().min(1.0).asin()
}
