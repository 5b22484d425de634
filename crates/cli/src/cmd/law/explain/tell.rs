//! A story as a page of plain text, 80 columns wide.

use crate::wrap::wrap_to;
use law::{BarTold, Change, Step, Story};
use std::fmt::Write as _;
use terms::{Considered, Duty, Ground, Outcome};

/// The width of a letter.
const COLUMNS: usize = 80;

/// How much further in a line goes on.
const HANGING: usize = 2;

/// A page under way.
struct Page(String);

/// The whole page.
pub(super) fn page(story: &Story) -> String {
    let mut page = Page(String::new());
    head(&mut page, story);
    asked(&mut page, story);
    known(&mut page, story);
    packs(&mut page, story);
    steps(&mut page, story);
    ruling(&mut page, story);
    changes(&mut page, story);
    page.title("Of which law");
    page.line(2, "law digest:");
    page.line(2, &story.law_digest);
    page.line(2, &story.notice);
    page.0
}

impl Page {
    fn title(&mut self, text: &str) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.line(0, text);
        self.line(0, &"-".repeat(text.chars().count().min(COLUMNS)));
    }

    /// A line, and what does not fit on it a little further in.
    fn line(&mut self, indent: usize, text: &str) {
        let wrapped = wrap_to(text, indent + HANGING, COLUMNS);
        let first = wrapped.strip_prefix(&" ".repeat(HANGING)).unwrap_or(&wrapped);
        // Writing to a string cannot fail.
        let _ = writeln!(self.0, "{first}");
    }

    fn note(&mut self, indent: usize, name: &str, text: &str) {
        self.line(indent, &format!("{name}: {text}"));
    }
}

const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Share => "share",
        Outcome::Refer => "refer to a person",
        Outcome::Withhold => "withhold",
    }
}

fn head(page: &mut Page, story: &Story) {
    let Some(case) = &story.case else {
        page.title("The story of one ask");
        return page.line(2, &format!("Ruling: {}", outcome(story.outcome)));
    };
    page.title(&format!("The case {}", case.id));
    page.line(2, &format!("\"{}\"", case.test));
    page.note(2, "written in", &case.path);
    if case.path.starts_with("readings/") {
        page.line(2, "Ruled under a reading that is not followed here and in force nowhere.");
    }
    page.note(2, "it expects", outcome(case.expects));
    if case.differs.is_empty() {
        page.note(2, "the law says", &format!("{}, as expected", outcome(story.outcome)));
    } else {
        page.note(2, "the law says", &format!("{}; NOT MET", outcome(story.outcome)));
        case.differs.iter().for_each(|why| page.line(4, why));
    }
}

fn asked(page: &mut Page, story: &Story) {
    let asked = &story.asked;
    page.title("What is asked");
    page.note(2, "who asks", &asked.asker);
    page.note(2, "of whom", &asked.holder);
    page.note(2, "for what", &asked.wanted);
    page.note(2, "through which door", &asked.door);
    page.note(2, "for whom in truth", &asked.for_whom);
    page.note(2, "purpose as stated", &asked.purpose_stated);
    page.note(2, "purpose as read", &asked.purpose_read);
    if asked.papers.is_empty() {
        page.note(2, "papers", "none");
    }
    asked.papers.iter().for_each(|paper| page.note(2, "paper", paper));
    page.note(2, "when", &story.now.to_string());
}

fn known(page: &mut Page, story: &Story) {
    page.title("What is known, and who vouches for it");
    if story.known.is_empty() {
        page.line(2, "nothing");
    }
    for fact in &story.known {
        let until = match fact.changes_at {
            Some(at) if fact.is_past => format!("; counted until {at}, now past"),
            Some(at) => format!("; can change at {at}"),
            None => String::new(),
        };
        let text = format!("{} (vouched for by: {}{until})", fact.says, fact.vouched_by);
        page.note(2, &fact.what, &text);
    }
    page.title("What nobody vouches for, of what the law tests here");
    if story.not_known.is_empty() {
        page.line(2, "nothing is missing");
    }
    story.not_known.iter().for_each(|what| page.line(2, what));
}

fn packs(page: &mut Page, story: &Story) {
    page.title("Which law binds the holder");
    for pack in &story.packs {
        page.line(2, &format!("{} [{}]: {}", pack.title, pack.folder, pack.binds));
        page.line(4, &pack.why);
        if !pack.not_in_force.is_empty() {
            let ids: Vec<&str> = pack.not_in_force.iter().map(|id| id.0.as_str()).collect();
            page.line(4, &format!("not in force on this day: {}", ids.join(", ")));
        }
    }
}

fn steps(page: &mut Page, story: &Story) {
    page.title("What each law said, in the order of evaluation");
    for (number, step) in story.steps.iter().enumerate() {
        page.line(2, &format!("{}. {}", number + 1, step.title));
        if is_silent(step) {
            page.line(5, "nothing of it speaks to this ask");
        }
        step.errors.iter().for_each(|ground| ground_told(page, "not evaluated", ground));
        step.bars.iter().for_each(|bar| bar_told(page, bar));
        for opened in &step.opened {
            let status = opened.text_status.told();
            page.line(5, &format!("bar opened: {} ({}; {status})", opened.citation, opened.bar));
            page.line(7, &opened.because);
            page.line(7, &format!("opened by {}", opened.by));
        }
        step.supports.iter().for_each(|ground| ground_told(page, "in favour", ground));
        step.permissions.iter().for_each(|ground| ground_told(page, "permission", ground));
        for ground in &step.defaults {
            let name = format!("default, to {}", outcome(ground.outcome));
            ground_told(page, &name, ground);
        }
        step.duties.iter().for_each(|duty| duty_told(page, duty));
    }
}

fn is_silent(step: &Step) -> bool {
    let grounds = [&step.supports, &step.permissions, &step.defaults, &step.errors];
    step.bars.is_empty()
        && step.opened.is_empty()
        && step.duties.is_empty()
        && grounds.into_iter().all(Vec::is_empty)
}

fn bar_told(page: &mut Page, bar: &BarTold) {
    ground_told(page, &format!("bar, to {}", outcome(bar.by_itself)), &bar.ground);
    if let Some(why) = &bar.lowered_because {
        page.line(7, &format!("lowered, to {}: {why}", outcome(bar.ground.outcome)));
    }
}

fn ground_told(page: &mut Page, name: &str, ground: &Ground) {
    let Ground { citation, policy, text_status, .. } = ground;
    page.line(5, &format!("{name}: {citation} ({policy}; {})", text_status.told()));
    page.line(7, &ground.because);
    if ground.rests_on_missing_fact {
        page.line(7, "it rests on something that nobody vouches for");
    }
    ground.exceptions.iter().for_each(|exception| exception_told(page, exception));
}

fn exception_told(page: &mut Page, exception: &Considered) {
    let met = if exception.met { "met" } else { "not met" };
    let Considered { citation, policy, because, .. } = exception;
    page.line(7, &format!("exception {met}: {citation} ({policy}): {because}"));
    exception.failed.iter().for_each(|lack| page.line(9, &format!("it lacks: {lack}")));
}

fn duty_told(page: &mut Page, duty: &Duty) {
    let Duty { citation, policy, text, text_status, .. } = duty;
    page.line(5, &format!("duty: {citation} ({policy}; {})", text_status.told()));
    page.line(7, text);
    // Whatever else a duty says, such as when it is due, is told as it is written.
    let written = serde_json::to_value(duty).unwrap_or_default();
    let told = ["provision", "policy", "citation", "text", "text_status"];
    for (name, value) in written.as_object().into_iter().flatten() {
        if !told.contains(&name.as_str()) && !value.is_null() {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            page.note(7, name, &value);
        }
    }
}

fn ruling(page: &mut Page, story: &Story) {
    page.title(&format!("The ruling: {}", outcome(story.outcome)));
    for ground in &story.grounds {
        page.line(2, &format!("{}: {}", outcome(ground.outcome), ground.policy));
    }
    for limit in &story.limits {
        page.line(2, &format!("limit: {} [{}]", limit.text, limit.citation));
    }
    for duty in &story.duties {
        page.line(2, &format!("duty: {} [{}]", duty.text, duty.citation));
    }
    for question in &story.open_questions {
        page.note(2, "open question", question);
    }
    match story.valid_until {
        Some(at) => page.line(2, &format!("holds until {at}: {}", story.dies_because.join("; "))),
        None => page.line(2, "it has no end of its own: nothing it used is known to change"),
    }
}

fn changes(page: &mut Page, story: &Story) {
    if story.changes.is_empty() {
        return;
    }
    page.title("What would change it");
    page.line(2, "Every ground below must fall before anything is shared.");
    if story.steps.iter().all(|step| step.permissions.is_empty()) {
        page.line(2, "A permission of the house must then cover the ask; none does now.");
    }
    for change in &story.changes {
        page.line(2, &format!("{} ({})", change.policy, outcome(change.outcome)));
        change_told(page, change);
    }
}

fn change_told(page: &mut Page, change: &Change) {
    for exception in &change.exceptions {
        let does = match exception.to {
            Outcome::Share => "opens it",
            Outcome::Refer | Outcome::Withhold => "lowers it to a person's decision",
        };
        let lacks = exception.lacks.join("; and ");
        page.line(4, &format!("{} {does} if: {lacks}", exception.policy));
    }
    if !change.papers.is_empty() {
        page.note(4, "papers that lower it to a person's decision", &change.papers.join(", "));
    }
    if !change.missing.is_empty() {
        page.note(4, "it tests what nobody vouches for", &change.missing.join("; "));
    }
    if change.needs_permission {
        page.line(4, "it stands only where no permission of the house covers the ask");
    }
    let is_fixed = change.exceptions.is_empty() && change.papers.is_empty();
    if is_fixed && change.missing.is_empty() && !change.needs_permission {
        page.line(4, "only another ask, or a person's decision");
    }
}
