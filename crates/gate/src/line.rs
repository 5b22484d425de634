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
        let ruled = self.ruled(&run, &told).await?;
        let pass = Pass::issue(ruling, &ruled.receipt, &ruled.opening, &self.trust, now);
        let pass = match pass {
            Ok(pass) => pass,
            Err(NoPass::NotShared(_)) => return self.kept(&run, told, ruled).await,
            Err(NoPass::Over(_)) => return Err(Error::Over),
            Err(NoPass::NotEntered(error)) => return Err(error.into()),
        };
        let question = asked.question.as_ref().ok_or_else(no_question)?;
        let held = self.records.answer(pass, question, now).await.map_err(Error::Records)?;
        let rows = held.left().rows;
        let shared = self.shared(&run, &told, &held, &ruled).await?;
        let answer = held.open(&shared.receipt, &shared.opening, &self.trust)?;
        let (ruling, ruled, shared) = (Box::new(told), Box::new(ruled), Box::new(shared));
        Ok(End::Shared { ruling, ruled, shared, answer, rows })
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

    /// The entry of the ruling: the earlier one, where law, facts and ruling are the same.
    async fn ruled(&self, run: &Run<'_>, told: &Ruling) -> Result<Entered, Error> {
        let is_same = |closed: &Closed, entered: &Entered| {
            let was = &entered.opening.particulars;
            closed.law == run.law
                && was.facts == run.particulars.facts
                && was.ruling == run.particulars.ruling
                && matches!(entered.opening.content, Content::Ruled { .. })
        };
        let earlier = run.earlier.iter().rev().find(|(closed, entered)| is_same(closed, entered));
        if let Some((_, entered)) = earlier {
            return Ok(entered.clone());
        }
        let content = Content::ruled(run.between.clone(), told)?;
        self.enter(run, content, run.particulars.clone()).await
    }

    /// The end of an ask from which nothing leaves.
    async fn kept(&self, run: &Run<'_>, told: Ruling, ruled: Entered) -> Result<End, Error> {
        let between = run.between.clone();
        let content = match told.outcome {
            Outcome::Refer => Content::Referred { between },
            // A share does not come here: its pass was issued.
            Outcome::Share | Outcome::Withhold => Content::Kept { between },
        };
        let kind = content.kind();
        let is_of_it = |entered: &Entered| {
            entered.opening.particulars.ruled == Some(ruled.index())
                && entered.opening.content.kind() == kind
        };
        let earlier = run.earlier.iter().map(|(_, entered)| entered).find(|e| is_of_it(e));
        let end = match earlier {
            Some(entered) => entered.clone(),
            None => {
                let ruled = Some(ruled.index());
                let particulars = Particulars { ruled, ..run.particulars.clone() };
                self.enter(run, content, particulars).await?
            }
        };
        let (ruling, ruled, end) = (Box::new(told), Box::new(ruled), Box::new(end));
        Ok(match ruling.outcome {
            Outcome::Refer => End::Referred { ruling, ruled, referred: end },
            Outcome::Share | Outcome::Withhold => End::Kept { ruling, ruled, kept: end },
        })
    }

    /// The entry of the share: the earlier one, where it is the same answer under the same ruling.
    /// A different answer to the same ask is a new share, linked to the first.
    ///
    /// A new ruling has its own share even where the answer is the same: it may be to a body that
    /// is known otherwise now, or within other limits, and one entry instead of two would tell who
    /// watches the account grow that this ask was no refusal.
    async fn shared(
        &self,
        run: &Run<'_>,
        told: &Ruling,
        held: &Held,
        ruled: &Entered,
    ) -> Result<Entered, Error> {
        let is_share = |e: &&Entered| matches!(e.opening.content, Content::Shared { .. });
        let shares: Vec<_> = run.earlier.iter().map(|(_, e)| e).filter(is_share).collect();
        let is_same = |entered: &&&Entered| {
            let was = &entered.opening.particulars;
            let left = was.left.as_ref();
            was.ruled == Some(ruled.index())
                && left.is_some_and(|left| {
                    left.answer == held.left().answer && left.rows == held.left().rows
                })
        };
        if let Some(entered) = shares.iter().find(is_same) {
            return Ok((*entered).clone());
        }
        // In public a later answer counts beside a first one between the same two bodies.
        let flow =
            |between: &Between| (between.holder.clone(), between.asker.clone(), between.door);
        let is_again = |e: &&Entered| flow(e.opening.content.between()) == flow(&run.between);
        let content = Content::Shared {
            between: run.between.clone(),
            limits: told.limits.iter().map(|limit| limit.kind).collect(),
            again: shares.iter().any(is_again),
        };
        let first = shares.first().map(|entered| entered.index());
        let left = ledger::Left { first, ..held.left().clone() };
        let particulars =
            Particulars { ruled: Some(ruled.index()), left: Some(left), ..run.particulars.clone() };
        self.enter(run, content, particulars).await
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
