//! What holds for every page: escaped, alone, readable, and both languages whole.

use crate::made::{findings, gathered, made, page, provisions};
use lookback::Finding;
use pages::{Account, Caps, Language, Page};
use terms::ProvisionId;

/// What stands between two marks, each time.
fn between<'a>(text: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    text.split(start).skip(1).filter_map(|rest| rest.split_once(end)).map(|(in_, _)| in_).collect()
}

#[test]
fn markup_in_a_name_stays_a_name() {
    let page = page(&findings(), Language::English);
    assert!(!page.contains("<b onclick"), "markup of a name was let through");
    assert!(page.contains("&#60;b onclick=&#34;x()&#34;&#62;Bold County"), "the name is missing");
    // In every place: the agency itself, its anchor, a stated sentence, a file.
    let mut hostile = findings();
    let evil = "\"><script>alert(1)</script>";
    for finding in &mut hostile {
        finding.asker.name = evil.to_owned();
        finding.condition = Some(evil.to_owned());
        finding.purpose = evil.to_owned();
        finding.text = Some(evil.to_owned());
        for source in &mut finding.sources {
            source.path = format!("{evil}.csv");
        }
        for compared in &mut finding.stated_policy {
            compared.says = evil.to_owned();
        }
    }
    let gather = gathered(&hostile, Caps::PAGE, "");
    let account = format!(
        "{{\"files\": [{{\"path\": {0}, \"kind\": {0}}}], \"refused\": [{{\"path\": {0}, \
         \"why\": {0}}}], \"law_digest\": {0}, \"by_purpose\": {{{0}: 1}}, \"headlines\": \
         [{{\"name\": {0}, \"note\": {0}}}]}}",
        serde_json::to_string(evil).unwrap()
    );
    let account = Account::read(&account).unwrap();
    let page = Page::new(&account, &gather, &provisions(), &made(Language::Spanish));
    let page = page.html().unwrap();
    assert!(!page.contains("<script"), "a script was let through");
}

#[test]
fn a_page_loads_nothing_and_leads_nowhere_else() {
    let page = page(&findings(), Language::English);
    for attribute in
        [" src=", " srcset=", " action=", " xlink:href=", " style=", "<script", "@import"]
    {
        assert!(!page.contains(attribute), "the page has {attribute}");
    }
    for href in between(&page, "href=\"", "\"") {
        assert!(href.starts_with('#'), "a link leads away: {href}");
    }
    for url in between(&page, "url(", ")") {
        assert!(url.starts_with('#'), "the style loads: {url}");
    }
    assert!(page.contains("default-src &#39;none&#39;"), "there is no content policy");
}

#[test]
fn every_link_leads_to_an_anchor_and_no_anchor_stands_twice() {
    let page = page(&findings(), Language::English);
    let mut anchors = between(&page, " id=\"", "\"");
    anchors.sort_unstable();
    let before = anchors.len();
    anchors.dedup();
    assert_eq!(before, anchors.len(), "an anchor stands twice");
    for href in between(&page, "href=\"#", "\"") {
        assert!(anchors.binary_search(&href).is_ok(), "a link leads to nothing: {href}");
    }
    for labels in between(&page, "aria-labelledby=\"", "\"") {
        for label in labels.split(' ') {
            assert!(anchors.binary_search(&label).is_ok(), "nothing is labelled {label}");
        }
    }
}

#[test]
fn every_chart_has_a_table_with_the_same_numbers() {
    let page = page(&findings(), Language::English);
    let charts = between(&page, "<section class=\"chart\"", "</section>");
    assert_eq!(charts.len(), 10, "five charts in each language");
    for chart in charts {
        let drawn: Vec<u64> = between(chart, "<rect class", "</rect>")
            .iter()
            .filter_map(|bar| bar.rsplit_once(": ")?.1.strip_suffix("</title>")?.parse().ok())
            .collect();
        let mut told: Vec<u64> = Vec::new();
        for row in between(chart, "<tr><th scope=\"row\">", "</tr>") {
            let cells = between(row, "<td class=\"n\">", "</td>");
            let (all, parts) = cells.split_last().unwrap();
            let parts: Vec<u64> = parts.iter().map(|cell| cell.parse().unwrap()).collect();
            assert_eq!(all.replace("<b>", "").replace("</b>", ""), sum(&parts), "{row}");
            told.extend(parts.into_iter().filter(|part| *part > 0));
        }
        assert!(!told.is_empty());
        assert_eq!(drawn, told, "a chart draws what its table does not tell: {chart}");
        assert!(chart.contains("<desc") && chart.contains("<figcaption"));
    }
}

fn sum(parts: &[u64]) -> String {
    parts.iter().sum::<u64>().to_string()
}

#[test]
fn both_languages_have_the_same_parts_and_figures() {
    let page = page(&findings(), Language::English);
    let (english, spanish) = page.split_once("<article id=\"es\"").unwrap();
    let count = |part: &str, what: &str| part.matches(what).count();
    for what in ["<section", "<table>", "<h2", "<h3", "<h4", "<tr>", "<rect class=\"full\""] {
        assert_eq!(count(english, what), count(spanish, what), "{what}");
    }
    let numbers = |part: &str| {
        let cells = between(part, "<td class=\"n\">", "</td>");
        cells.into_iter().filter(|cell| !cell.contains(' ')).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(numbers(english), numbers(spanish));
    for pair in ["Nothing found is not lawful", "text read by us", "What agencies replied"] {
        assert!(english.contains(pair) && !spanish.contains(pair), "{pair}");
    }
    assert!(spanish.contains("Sin hallazgos no quiere decir conforme a la ley"));
}

#[test]
fn the_language_that_is_asked_for_comes_first() {
    let spanish = page(&findings(), Language::Spanish);
    assert!(spanish.contains("<html lang=\"es\">"));
    assert!(spanish.find("id=\"es\"").unwrap() < spanish.find("id=\"en\"").unwrap());
}

#[test]
fn headings_step_down_one_at_a_time_and_tables_have_scopes() {
    let page = page(&findings(), Language::English);
    let (_, spanish) = page.split_once("<article id=\"es\"").unwrap();
    let mut last = 0;
    for heading in between(spanish, "<h", ">") {
        let Some(level) = heading.chars().next().and_then(|c| c.to_digit(10)) else { continue };
        assert!(level <= last + 1, "a heading of level {level} after one of {last}: {heading}");
        last = level;
    }
    for table in between(&page, "<table>", "</table>") {
        assert!(table.contains("<caption"), "a table without caption");
        let heads = table.matches("<th ").count();
        assert_eq!(heads, table.matches(" scope=\"").count(), "{table}");
    }
    assert_eq!(page.matches("<main").count(), 1);
    assert_eq!(page.matches("<h1").count(), 2, "one in each language");
}

#[test]
fn a_quiet_ground_is_never_told() {
    let page = page(&findings(), Language::English);
    assert!(!page.contains("CA-QUIET") && !page.contains("a victim is protected"));
}

#[test]
fn reasons_stand_on_a_page_only_where_the_run_showed_text() {
    let hidden = page(&findings(), Language::English);
    assert!(hidden.contains("No plate, no person&#39;s name"), "the page must say so");
    let mut shown = findings();
    shown[1].text = Some("8ABC123 usms case".to_owned());
    let page = page(&shown, Language::English);
    assert!(page.contains("8ABC123") && page.contains("do not publish it unread"));
    assert!(!page.contains("No plate, no person&#39;s name"));
}

#[test]
fn a_run_of_many_agencies_and_names_stays_below_two_megabytes_and_says_what_it_leaves_out() {
    let one = findings().into_iter().find(|finding| finding.holder_name().is_some()).unwrap();
    let mut many: Vec<Finding> = Vec::new();
    for agency in 0..600 {
        for other in 0..120 {
            let mut finding = one.clone();
            finding.set_holder_name(&format!("Sample Township Number {agency} Police Department"));
            finding.asker.name = format!("Recipient Number {other} Sheriff's Office of the County");
            finding.grounds[0].provision = ProvisionId(format!("CA-MADE-UP-{}", other % 6));
            finding.condition =
                Some(format!("if a thing of the kind {other} holds: a long sentence"));
            for row in 0..5 {
                finding.sources[0].row = (other * 5 + row) * 2 + 1;
                many.push(finding.clone());
            }
        }
    }
    let gather = gathered(&many, Caps::PAGE, "");
    let page = Page::new(&Account::default(), &gather, &provisions(), &made(Language::English));
    let page = page.html().unwrap();
    assert!(page.len() < 2_000_000, "{} bytes", page.len());
    assert!(page.contains("300 agencies with most findings are listed; 300 more"));
    assert!(page.contains("Only the first 40 of these have a section"), "which have sections");
    assert!(page.contains("more rows that are not listed here"));
    assert!(page.contains("<li>and 15 more</li>"), "names that are not listed");
}

#[test]
fn a_run_without_findings_or_with_an_old_summary_still_makes_a_page() {
    let gather = gathered(&[], Caps::PAGE, "");
    let account = Account::read("{\"rows_unique\": 3}").unwrap();
    let page = Page::new(&account, &gather, &[], &made(Language::English)).html().unwrap();
    assert!(page.contains("3 searches"));
    assert!(Account::read("3").is_err());
}

/// A finding's holder, where it is named.
trait Held {
    fn holder_name(&self) -> Option<&str>;
    fn set_holder_name(&mut self, name: &str);
}

impl Held for Finding {
    fn holder_name(&self) -> Option<&str> {
        match &self.holder {
            lookback::Holder::Named(who) => Some(&who.name),
            lookback::Holder::Searched(_) => None,
        }
    }

    fn set_holder_name(&mut self, name: &str) {
        if let lookback::Holder::Named(who) = &mut self.holder {
            who.name = name.to_owned();
        }
    }
}
