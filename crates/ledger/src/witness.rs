//! The witness protocol of C2SP tlog-witness, add-checkpoint, without its HTTP.
//!
//! In: requests and answers as bytes, what a witness saw last. Out: the same the other way round.
//! Never: makes a cosignature before the caller says that the new state is kept.

use crate::checkpoint::decimal;
use crate::tree::PROOF_HASHES_MAX;
use crate::{Error, Hash, KeyList, Quorum, SignedCheckpoint, SigningKey};
use crate::{check_consistency, cosign};
use signed_note::Signature;

/// A request to cosign a checkpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct AddCheckpoint {
    /// The size that the witness saw last, as far as the ledger knows.
    pub old_size: u64,
    /// The proof that the new tree begins with the old.
    pub proof: Vec<Hash>,
    /// The new checkpoint.
    pub checkpoint: SignedCheckpoint,
}

impl AddCheckpoint {
    /// Reads the body of a request.
    ///
    /// # Errors
    /// If it is not one in its one form: the answer is 400 then.
    pub fn read(body: &[u8]) -> Result<Self, Error> {
        let wrong = |why: &str| Error::malformed("the request", why);
        let body = std::str::from_utf8(body).map_err(|_| wrong("it is not text"))?;
        let (head, note) = body.split_once("\n\n").ok_or_else(|| wrong("it has no empty line"))?;
        let mut lines = head.split('\n');
        let old_size = lines.next().and_then(|line| line.strip_prefix("old "));
        let old_size = old_size.and_then(decimal).ok_or_else(|| wrong("it has no old size"))?;
        let mut proof = Vec::new();
        for line in lines {
            if proof.len() == PROOF_HASHES_MAX {
                return Err(wrong("it has too many hashes"));
            }
            proof.push(Hash::read(line)?);
        }
        Ok(Self { old_size, proof, checkpoint: SignedCheckpoint::read(note.as_bytes())? })
    }

    /// The body of the request.
    #[must_use]
    pub fn body(&self) -> Vec<u8> {
        let mut body = format!("old {}\n", self.old_size);
        for hash in &self.proof {
            body.push_str(&format!("{hash}\n"));
        }
        body.push('\n');
        let mut body = body.into_bytes();
        body.extend(self.checkpoint.note());
        body
    }
}

/// What a witness saw last of one ledger.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Latest {
    /// How many entries the tree had.
    pub size: u64,
    /// Its root.
    pub root: Hash,
    /// When it was cosigned, in seconds since 1970.
    pub at: u64,
}

/// What a witness answers with: HTTP without HTTP.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The `Content-Type`.
    pub content_type: &'static str,
    /// The body.
    pub body: Vec<u8>,
}

impl Reply {
    fn plain(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, content_type: "text/plain; charset=utf-8", body: body.into() }
    }
}

/// How a request is met.
#[derive(Clone, Debug, PartialEq)]
pub enum Met {
    /// All holds. The cosignature is made when the new state is kept.
    Due(Due),
    /// It is refused with this.
    Refused(Reply),
}

/// A cosignature that may be made once `new` is kept in the place of `old`.
///
/// ```compile_fail
/// # fn f(due: ledger::Due, key: &ledger::SigningKey) {
/// let _ = due.cosign(key); // nobody has said that the state is kept
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Due {
    /// What must be kept still, or nothing where the ledger was never cosigned.
    pub old: Option<Latest>,
    /// What is to be kept.
    pub new: Latest,
    checkpoint: SignedCheckpoint,
}

/// That the caller has kept the new state, by one step that compared the old one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kept {
    /// It has.
    Yes,
    /// Another request came first: begin again with what is kept now.
    Overtaken,
}

impl Due {
    /// Makes the cosignature, now that the state is kept; nothing where it is not.
    ///
    /// # Errors
    /// If the key is not one for cosignatures.
    pub fn cosign(self, key: &SigningKey, kept: Kept) -> Result<Option<Reply>, Error> {
        if kept == Kept::Overtaken {
            return Ok(None);
        }
        let signature = cosign(&self.checkpoint, key, self.new.at)?;
        Ok(Some(Reply::plain(200, signature.to_bytes())))
    }

    /// The checkpoint as it was sent.
    #[must_use]
    pub const fn checkpoint(&self) -> &SignedCheckpoint {
        &self.checkpoint
    }
}

/// Meets a request as a witness.
///
/// `ledgers` gives the keys of a ledger by its name, and `latest` what was kept for it last.
///
/// # Errors
/// [`Error::ClockBack`] where the clock shows less than at the last cosignature for this ledger: a
/// cosignature says that this is the largest tree seen by then. Otherwise what `latest` says.
pub fn meet<'a>(
    body: &[u8],
    ledgers: impl FnOnce(&str) -> Option<&'a KeyList>,
    latest: impl FnOnce(&str) -> Result<Option<Latest>, Error>,
    now: u64,
) -> Result<Met, Error> {
    let refuse = |status, why: String| Ok(Met::Refused(Reply::plain(status, format!("{why}\n"))));
    let request = match AddCheckpoint::read(body) {
        Ok(request) => request,
        Err(wrong) => return refuse(400, wrong.to_string()),
    };
    let said = request.checkpoint.checkpoint();
    let Some(keys) = ledgers(said.origin()) else {
        return refuse(404, "this ledger is not known here".to_owned());
    };
    if let Err(wrong) = keys.check(&request.checkpoint) {
        return refuse(403, wrong.to_string());
    }
    if request.old_size > said.size() {
        return refuse(400, "the old size is more than the new one".to_owned());
    }
    let old = latest(said.origin())?;
    let (old_size, old_root) = old.as_ref().map_or((0, Hash::OF_NOTHING), |o| (o.size, o.root));
    if request.old_size != old_size {
        return Ok(Met::Refused(Reply {
            status: 409,
            content_type: "text/x.tlog.size",
            body: format!("{old_size}\n").into_bytes(),
        }));
    }
    let (size, root) = (said.size(), said.root());
    if let Err(wrong) = check_consistency(&request.proof, (old_size, old_root), (size, root)) {
        return refuse(422, wrong.to_string());
    }
    let last = old.as_ref().map_or(0, |old| old.at);
    if now < last {
        return Err(Error::ClockBack { now, last });
    }
    let new = Latest { size, root, at: now };
    Ok(Met::Due(Due { old, new, checkpoint: request.checkpoint }))
}

/// What a ledger makes of the answer of a witness.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// It has cosigned; these are its signatures, checked.
    Cosigned(Vec<Signature>),
    /// It saw this size last: prove from there.
    SawLast(u64),
}

/// Reads the answer of a witness to a request with this checkpoint.
///
/// # Errors
/// If it is none that helps: another status, no cosignature by a known witness, or a wrong one.
pub fn hear(
    status: u16,
    body: &[u8],
    checkpoint: &SignedCheckpoint,
    witnesses: &Quorum,
) -> Result<Heard, Error> {
    let what = "the answer of the witness";
    let text = std::str::from_utf8(body).map_err(|_| Error::malformed(what, "it is not text"))?;
    match status {
        200 => {
            // As the specification has it: behind the checkpoint the lines are read as a note.
            let mut note = checkpoint.note();
            note.extend(body);
            let all = SignedCheckpoint::read(&note)?;
            let before = checkpoint.signatures().len();
            let theirs = all.signatures().iter().skip(before).cloned();
            let known: Vec<_> = theirs.filter(|one| witnesses.knows(one)).collect();
            if known.is_empty() {
                return Err(Error::malformed(what, "it has no cosignature by a known witness"));
            }
            witnesses.check_each(checkpoint, &known)?;
            Ok(Heard::Cosigned(known))
        }
        409 => {
            let size = text.strip_suffix('\n').and_then(decimal);
            size.map(Heard::SawLast).ok_or_else(|| Error::malformed(what, "it has no size"))
        }
        other => Err(Error::malformed(what, format!("it is {other}"))),
    }
}

#[cfg(test)]
mod tests;
