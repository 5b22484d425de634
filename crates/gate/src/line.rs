//! One ask, end to end.

use crate::end::{End, Entered};
use crate::error::Error;
use crate::ports::{Asked, Book, FactStore, RecordSets, Secrets, SignedIn};
use doors::Reasons;
use law::Law;
use ledger::{
    Between, Body, Closed, Content, Digest, Held, NoPass, Opening, Particulars, Pass, Trust,
    digest_of, ruling_digest,
};
use terms::{Door, Fact, Facts, Moment, Outcome, RecordClass, Ruling, VouchedBy};

/// The line, with its ports.
#[derive(Debug)]
pub struct Line<'a, F, B, R, S> {
    /// The law in force.
    pub law: &'a Law,
    /// What reads a stated purpose.
    pub reasons: &'a Reasons,
    /// Where facts come from.
    pub facts: F,
    /// The account.
    pub book: B,
    /// The records.
    pub records: R,
    /// Where secrets are drawn.
    pub secrets: S,
    /// Whose receipts are believed.
    pub trust: Trust,
}

/// One ask as it goes down the line.
struct Run<'a> {
    asked: &'a Asked,
    between: Between,
    particulars: Particulars,
    law: Digest,
    earlier: Vec<(Closed, Entered)>,
    now: Moment,
}

impl<F: FactStore, B: Book, R: RecordSets, S: Secrets> Line<'_, F, B, R, S> {
    /// Runs one ask down the line.
    ///
    /// Two entries are made, whatever comes of it: the ruling, and what became of it. Asked again
    /// with the same id, the same ask ends the same and enters nothing new, unless law, facts or
    /// answer have changed.
    ///
    /// # Errors
    /// If anything on the line failed. Then nothing was shared; the account may say that more was.
    pub async fn ask(
        &self,
        asked: &Asked,
        signed_in: &SignedIn,
        now: Moment,
    ) -> Result<End, Error> {
        let facts = self.facts(asked, signed_in, now).await?;
        let ruling = self.law.rule(&asked.ask, &facts, now);
        let run = self.begin(asked, signed_in, &facts, &ruling, now).await?;
        // From here on the asker's view: what is quiet is neither told nor entered in public. The
        // particulars hold the digest of the whole ruling.
        let told = law::without_the_quiet(ruling.clone());
        let ruled = match run.ruled() {
            Some(earlier) => earlier.clone(),
            None => self.rule(&run, &told).await?,
        };
        if ruling.outcome != Outcome::Share {
            return self.kept(&run, told, ruled).await;
        }
        self.share(&run, ruling, told, ruled).await
    }

    /// The end of an ask that may be answered: its answer, under a share of its own.
    async fn share(
        &self,
        run: &Run<'_>,
        ruling: Ruling,
        told: Ruling,
        ruled: Entered,
    ) -> Result<End, Error> {
        let (mut ruled, mut held) =
            (ruled.clone(), self.answer(run, ruling.clone(), &ruled).await?);
        let shared = match run.end_of(&ruled) {
            Some(earlier) if is_share_of(earlier, &held) => earlier.clone(),
            None => self.enter_share(run, &told, &held, &ruled).await?,
            // Another answer than the one that left, or one after a failure: it has a ruling of its
            // own, so that the account counts one end for each ruling.
            Some(_) => {
                drop(held);
                ruled = self.rule(run, &told).await?;
                held = self.answer(run, ruling, &ruled).await?;
                self.enter_share(run, &told, &held, &ruled).await?
            }
        };
        let rows = held.left().rows;
        let answer = held.open(&shared.receipt, &shared.opening, &self.trust)?;
        let (ruling, ruled, shared) = (Box::new(told), Box::new(ruled), Box::new(shared));
        Ok(End::Shared { ruling, ruled, shared, answer, rows })
    }

    /// The answer of the records, held. Where there is none, the ruling ends in `kept` before
    /// anybody is told why: an ask that failed leaves as many entries as any other.
    async fn answer(&self, run: &Run<'_>, ruling: Ruling, ruled: &Entered) -> Result<Held, Error> {
        let pass = Pass::issue(ruling, &ruled.receipt, &ruled.opening, &self.trust, run.now);
        let failed = match pass {
            Ok(pass) => {
                let question = run.asked.question.as_ref().ok_or_else(no_question)?;
                match self.records.answer(pass, question, run.now).await {
                    Ok(held) => return Ok(held),
                    Err(error) => Error::Records(error),
                }
            }
            Err(NoPass::Over(_)) => Error::Over,
            // The ruling was one to share when this began.
            Err(NoPass::NotShared(_)) => Error::NotEntered(ledger::Error::NotItsOpening),
            Err(NoPass::NotEntered(error)) => return Err(error.into()),
        };
        if run.end_of(ruled).is_none() {
            let content = Content::Kept { between: run.between.clone() };
            self.enter(run, content, run.after(ruled)).await?;
        }
        Err(failed)
    }

    /// What is known. A question must be one, and of the class that the ask states.
    async fn facts(
        &self,
        asked: &Asked,
        signed_in: &SignedIn,
        now: Moment,
    ) -> Result<Facts, Error> {
        if asked.ask.door != Door::Query {
            return Err(Error::Door(asked.ask.door));
        }
        let question = asked.question.as_ref().ok_or_else(no_question)?;
        let records = self.records.declared(question, now).await.map_err(Error::Records)?;
        if asked.ask.records != Some(records.class) {
            let stated = asked.ask.records.map_or("none", RecordClass::word);
            return Err(Error::Question(format!(
                "the ask states records of class `{stated}`, and `{}` holds `{}`",
                question.record_set.0,
                records.class.word(),
            )));
        }
        let known = self.facts.about(asked, signed_in, Some(records), now).await;
        let mut facts = known.map_err(Error::Facts)?;
        let purpose = &asked.ask.purpose;
        if purpose.text.is_some() || purpose.offence.is_some() || purpose.case_number.is_some() {
            let reading = self.reasons.read_purpose(purpose);
            facts.reading = Some(Fact::new(reading, VouchedBy::Derived));
        }
        Ok(facts)
    }

    /// What the entries of this ask have in common, and those it has left before.
    async fn begin<'a>(
        &self,
        asked: &'a Asked,
        signed_in: &SignedIn,
        facts: &Facts,
        ruling: &Ruling,
        now: Moment,
    ) -> Result<Run<'a>, Error> {
        let body = |fact: &Option<Fact<terms::Party>>| fact.as_ref().map(|f| Body::of(&f.value));
        let between = Between {
            day: now.day(),
            holder: body(&facts.holder).unwrap_or_else(Body::unknown),
            asker: body(&facts.asker).unwrap_or_else(Body::unknown),
            beneficiary: body(&facts.beneficiary),
            door: asked.ask.door,
            records: asked.ask.records,
        };
        let particulars = Particulars {
            at: now,
            by: digest_of_asker(signed_in)?,
            id: asked.ask.id.clone(),
            ask: digest_of(asked)?,
            facts: digest_of(facts)?,
            ruling: ruling_digest(ruling)?,
            ruled: None,
            left: None,
        };
        let earlier = self.earlier(&particulars).await?;
        if let Some(id) = &asked.ask.id
            && let Some((_, other)) =
                earlier.iter().find(|(_, e)| e.opening.particulars.ask != particulars.ask)
        {
            return Err(Error::Conflict { id: id.0.clone(), entry: other.index() });
        }
        let law = Digest::read(self.law.digest())?;
        Ok(Run { asked, between, particulars, law, earlier, now })
    }

    /// The entries that this ask has left before, each held against the account.
    async fn earlier(&self, of: &Particulars) -> Result<Vec<(Closed, Entered)>, Error> {
        let Some(id) = &of.id else { return Ok(Vec::new()) };
        let earlier = self.book.of_ask(of.by, id).await.map_err(Error::Book)?;
        for (closed, entered) in &earlier {
            self.shows(closed, entered)?;
            let was = &entered.opening.particulars;
            if (was.by, &was.id) != (of.by, &of.id) {
                return Err(ledger::Error::NotItsOpening.into());
            }
        }
        Ok(earlier)
    }

    /// Enters the ruling.
    async fn rule(&self, run: &Run<'_>, told: &Ruling) -> Result<Entered, Error> {
        let content = Content::ruled(run.between.clone(), told)?;
        self.enter(run, content, run.particulars.clone()).await
    }

    /// The end of an ask from which nothing leaves.
    async fn kept(&self, run: &Run<'_>, told: Ruling, ruled: Entered) -> Result<End, Error> {
        let between = run.between.clone();
        let content = match told.outcome {
            Outcome::Refer => Content::Referred { between },
            // A share does not come here.
            Outcome::Share | Outcome::Withhold => Content::Kept { between },
        };
        let end = match run.end_of(&ruled) {
            Some(earlier) if earlier.opening.content.kind() == content.kind() => earlier.clone(),
            // The same ruling has the same end; another one there is not of this line's making.
            Some(_) => return Err(ledger::Error::NotItsOpening.into()),
            None => self.enter(run, content, run.after(&ruled)).await?,
        };
        let (ruling, ruled, end) = (Box::new(told), Box::new(ruled), Box::new(end));
        Ok(match ruling.outcome {
            Outcome::Refer => End::Referred { ruling, ruled, referred: end },
            Outcome::Share | Outcome::Withhold => End::Kept { ruling, ruled, kept: end },
        })
    }

    /// Enters a share. A later answer to the same ask is linked to the first one.
    async fn enter_share(
        &self,
        run: &Run<'_>,
        told: &Ruling,
        held: &Held,
        ruled: &Entered,
    ) -> Result<Entered, Error> {
        let is_share = |e: &&Entered| matches!(e.opening.content, Content::Shared { .. });
        let first = run.earlier.iter().map(|(_, entered)| entered).find(is_share);
        // In public a later answer is told beside a first one between the same two bodies.
        let flow =
            |between: &Between| (between.holder.clone(), between.asker.clone(), between.door);
        let content = Content::Shared {
            between: run.between.clone(),
            limits: told.limits.iter().map(|limit| limit.kind).collect(),
            again: first.is_some_and(|e| flow(e.opening.content.between()) == flow(&run.between)),
        };
        let left = ledger::Left { first: first.map(Entered::index), ..held.left().clone() };
        self.enter(run, content, Particulars { left: Some(left), ..run.after(ruled) }).await
    }

    async fn enter(
        &self,
        run: &Run<'_>,
        content: Content,
        particulars: Particulars,
    ) -> Result<Entered, Error> {
        let secret = self.secrets.draw().map_err(Error::Secrets)?;
        let (closed, opening) = Opening::close(content, particulars, run.law, secret)?;
        debug_assert_eq!(run.asked.ask.door, run.between.door);
        let entered = self.book.enter(closed, opening, run.now).await.map_err(Error::Book)?;
        self.shows(&closed, &entered)?;
        Ok(entered)
    }

    /// Checks that a signed checkpoint holds this entry, and that it opens to what is given for it.
    /// A refusal as well is told by its entries: one that the account lacks is counted by nobody.
    fn shows(&self, closed: &Closed, entered: &Entered) -> Result<(), Error> {
        entered.receipt.check(&self.trust)?;
        if entered.receipt.entry() != closed.to_bytes() {
            return Err(ledger::Error::NotItsOpening.into());
        }
        Ok(entered.opening.check(closed)?)
    }
}

impl Run<'_> {
    /// The latest entry of a ruling under the same law, facts and outcome.
    fn ruled(&self) -> Option<&Entered> {
        let is_same = |(closed, entered): &&(Closed, Entered)| {
            let was = &entered.opening.particulars;
            closed.law == self.law
                && was.facts == self.particulars.facts
                && was.ruling == self.particulars.ruling
                && matches!(entered.opening.content, Content::Ruled { .. })
        };
        self.earlier.iter().rev().find(is_same).map(|(_, entered)| entered)
    }

    /// What became of a ruling.
    fn end_of(&self, ruled: &Entered) -> Option<&Entered> {
        let is_of_it = |entered: &&Entered| {
            entered.opening.particulars.ruled == Some(ruled.index())
                && !matches!(entered.opening.content, Content::Found { .. })
        };
        self.earlier.iter().map(|(_, entered)| entered).find(is_of_it)
    }

    /// The particulars of what follows a ruling.
    fn after(&self, ruled: &Entered) -> Particulars {
        Particulars { ruled: Some(ruled.index()), ..self.particulars.clone() }
    }
}

/// Whether an earlier entry is the share of this answer, under the same ruling.
fn is_share_of(entered: &Entered, held: &Held) -> bool {
    let was = &entered.opening.particulars;
    let is_same =
        |left: &ledger::Left| left.answer == held.left().answer && left.rows == held.left().rows;
    was.ruled == Some(held.ruled())
        && matches!(entered.opening.content, Content::Shared { .. })
        && was.left.as_ref().is_some_and(is_same)
}

/// The digest by which an ask id belongs to one party and person.
///
/// # Errors
/// Never for what these types can hold.
pub fn digest_of_asker(signed_in: &SignedIn) -> Result<Digest, ledger::Error> {
    digest_of(&(&signed_in.party.name, &signed_in.username))
}

fn no_question() -> Error {
    Error::Question("the query door needs a question put to a record set".to_owned())
}
