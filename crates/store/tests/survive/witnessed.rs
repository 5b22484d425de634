//! Witnesses: enough of them must have signed before a receipt is given.

use crate::made::{
    begun, check_clean, check_receipts, clear, enter_at_once, entries, items, today,
};
use ledger::{
    EntryIndex, Error as LedgerError, Kept, KeyKind, KeyList, Latest, Met, PublicKey, Quorum,
    Receipt, Reply, SigningKey, meet,
};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use store::{Config, Error, Ledger};
use tempfile::TempDir;

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Mood {
    /// Hangs up.
    Down,
    Good,
    /// Takes what it is sent, and says nothing.
    Silent,
    /// Answers with a signature in which one bit is another.
    SignsWrongly,
}

struct State {
    mood: Mood,
    latest: Option<Latest>,
    /// How often it has named the size that it saw last.
    named_size: u32,
    /// What it was asked while it said nothing.
    held: Vec<TcpStream>,
}

/// A witness behind HTTP.
#[derive(Clone)]
struct Witness {
    url: String,
    key: PublicKey,
    state: Arc<Mutex<State>>,
}

impl Witness {
    fn start(number: u8, ledger: &PublicKey) -> Self {
        let name = format!("w{number}.example");
        let key = SigningKey::of_secret(&name, KeyKind::Cosignature, [number; 32]).unwrap();
        let keys = KeyList::new(ledger.name(), ledger.clone()).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let state = State { mood: Mood::Good, latest: None, named_size: 0, held: Vec::new() };
        let state = Arc::new(Mutex::new(state));
        let own = Self { url, key: key.public().clone(), state };
        let witness = own.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                witness.serve(stream.unwrap(), &key, &keys);
            }
        });
        own
    }

    fn be(&self, mood: Mood) {
        let mut state = self.state.lock().unwrap();
        state.mood = mood;
        state.held.clear();
    }

    /// How many requests it has not answered, once there is one.
    async fn held(&self) -> usize {
        loop {
            let count = self.state.lock().unwrap().held.len();
            if count > 0 {
                return count;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    fn serve(&self, stream: TcpStream, key: &SigningKey, keys: &KeyList) {
        let mut state = self.state.lock().unwrap();
        match state.mood {
            Mood::Down => return,
            Mood::Silent => return state.held.push(stream),
            Mood::Good | Mood::SignsWrongly => {}
        }
        let (path, body) = request(&stream);
        assert_eq!(path, "/add-checkpoint");
        let latest = state.latest.clone();
        let known = |origin: &str| (origin == keys.origin()).then_some(keys);
        let met = meet(&body, known, |_| Ok::<_, LedgerError>(latest), 1_800_000_000).unwrap();
        let mut reply = match met {
            Met::Due(due) => {
                state.latest = Some(due.new.clone());
                due.cosign(key, Kept::Yes).unwrap().unwrap()
            }
            Met::Refused(reply) => reply,
        };
        state.named_size += u32::from(reply.status == 409);
        if state.mood == Mood::SignsWrongly && reply.status == 200 {
            // In the midst of the signature, behind the name, the key's number and the time.
            let at = reply.body.len() - 20;
            reply.body[at] = if reply.body[at] == b'A' { b'B' } else { b'A' };
        }
        answer(stream, &reply);
    }
}

/// The path and the body of a request.
fn request(stream: &TcpStream) -> (String, Vec<u8>) {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    let path = line.split(' ').nth(1).unwrap().to_owned();
    let mut length = 0;
    while line.trim() != "" {
        line.clear();
        reader.read_line(&mut line).unwrap();
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    (path, body)
}

fn answer(mut stream: TcpStream, reply: &Reply) {
    let Reply { status, content_type, body } = reply;
    let head = format!(
        "HTTP/1.1 {status} X\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body)).unwrap();
}

struct Watched {
    _dir: TempDir,
    folder: PathBuf,
    key: PublicKey,
    witnesses: Vec<Witness>,
}

/// A ledger of which two of three witnesses must have signed.
async fn watched() -> Watched {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("ledger");
    let key = begun(&folder).await;
    let witnesses: Vec<_> = (1..4).map(|number| Witness::start(number, &key)).collect();
    let mut config = Config::read(&folder).unwrap();
    config.witnesses_needed = 2;
    config.witnesses = witnesses.iter().map(|witness| witness.key.to_string()).collect();
    config.witness_urls = witnesses.iter().map(|witness| witness.url.clone()).collect();
    config.write(&folder).unwrap();
    Watched { _dir: dir, folder, key, witnesses }
}

async fn enter(ledger: &Ledger, number: usize) -> Result<Receipt, Error> {
    clear(number, today()).enter(ledger, today()).await
}

fn count(folder: &Path) -> usize {
    entries(folder).len()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_of_three_witnesses_are_enough_and_one_is_not() {
    let Watched { folder, key, witnesses, _dir } = watched().await;
    let ledger = Ledger::open(&folder).await.unwrap();
    let mut receipts = vec![enter(&ledger, 1).await.unwrap()];
    let quorum = &ledger.book().trust().quorum;
    assert!(quorum.check(receipts[0].checkpoint()).unwrap().len() >= 2);
    assert_eq!(quorum.check(&ledger.cosigned().await.unwrap()).unwrap().len(), 3);
    for mood in [Mood::Down, Mood::SignsWrongly] {
        witnesses[0].be(mood);
        receipts.push(enter(&ledger, 2 + receipts.len()).await.unwrap());
        let signed = receipts.last().unwrap().checkpoint();
        assert_eq!(quorum.check(signed).unwrap().len(), 2, "{mood:?}");
    }
    witnesses[1].be(Mood::Down);
    let before = count(&folder);
    let refused = enter(&ledger, 10).await.unwrap_err();
    assert!(matches!(refused, Error::NotWitnessed(_)), "{refused}");
    assert!(refused.to_string().contains("1 of 2 witnesses"), "{refused}");
    assert_eq!(count(&folder), before + 1, "the entry is in the ledger all the same");
    let last = EntryIndex(before as u64);
    assert!(matches!(ledger.receipt(last).await, Err(Error::NotWitnessed(_))));
    // An entry that they have seen still has its receipt.
    receipts.push(ledger.receipt(receipts[0].index()).await.unwrap());
    witnesses[1].be(Mood::Good);
    receipts.push(ledger.receipt(last).await.unwrap());
    assert_eq!(receipts.last().unwrap().entry(), clear(10, today()).bytes());
    check_receipts(&folder, &ledger, &receipts);
    check_clean(&folder, &key, Some(today()));
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restart_a_witness_says_where_it_was() {
    let Watched { folder, key, witnesses, _dir } = watched().await;
    let ledger = Ledger::open(&folder).await.unwrap();
    let mut receipts = enter_at_once(&ledger, &items(300, today())).await;
    assert_eq!(receipts.len(), 300);
    witnesses.iter().for_each(|witness| witness.be(Mood::Down));
    assert!(matches!(enter(&ledger, 400).await, Err(Error::NotWitnessed(_))));
    let last = EntryIndex(count(&folder) as u64 - 1);
    ledger.close().await.unwrap();
    let ledger = Ledger::open(&folder).await.unwrap();
    assert!(matches!(ledger.receipt(last).await, Err(Error::NotWitnessed(_))));
    witnesses.iter().for_each(|witness| witness.be(Mood::Good));
    receipts.push(ledger.receipt(last).await.unwrap());
    ledger.cosigned().await.unwrap();
    for witness in &witnesses {
        assert_eq!(witness.state.lock().unwrap().named_size, 1, "it is asked with nothing known");
    }
    receipts.push(enter(&ledger, 401).await.unwrap());
    ledger.cosigned().await.unwrap();
    for witness in &witnesses {
        assert_eq!(witness.state.lock().unwrap().named_size, 1, "what it said is known now");
    }
    check_receipts(&folder, &ledger, &receipts);
    check_clean(&folder, &key, Some(today()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_witness_that_saw_more_than_we_have_gives_no_receipt() {
    let Watched { folder, witnesses, _dir, .. } = watched().await;
    let ledger = Ledger::open(&folder).await.unwrap();
    enter(&ledger, 1).await.unwrap();
    ledger.cosigned().await.unwrap();
    // As after an old backup of the whole folder was put back.
    for witness in &witnesses {
        witness.state.lock().unwrap().latest.as_mut().unwrap().size = 1_000;
    }
    let refused = enter(&ledger, 2).await.unwrap_err();
    assert!(matches!(refused, Error::NotWitnessed(_)), "{refused}");
    assert!(refused.to_string().contains("went back"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_witness_that_says_nothing_holds_nobody_up_and_is_asked_one_thing_at_a_time() {
    let Watched { folder, witnesses, key, _dir } = watched().await;
    let ledger = Ledger::open(&folder).await.unwrap();
    let begun = Instant::now();
    witnesses[0].be(Mood::Silent);
    let mut receipts = Vec::new();
    for number in 1..=3 {
        receipts.push(enter(&ledger, number).await.unwrap());
    }
    // It may take five seconds for each of them.
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    assert_eq!(witnesses[0].held().await, 1);
    receipts.push(enter(&ledger, 4).await.unwrap());
    assert_eq!(witnesses[0].held().await, 1, "it still has the first question");
    // When it speaks again, it signs what is published then.
    witnesses[0].be(Mood::Good);
    let quorum = &ledger.book().trust().quorum;
    let cosigned = ledger.cosigned().await.unwrap();
    assert_eq!(quorum.check(&cosigned).unwrap().len(), 3);
    assert_eq!(cosigned.checkpoint().size(), count(&folder) as u64);
    check_receipts(&folder, &ledger, &receipts);
    check_clean(&folder, &key, Some(today()));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_no_witness_is_needed_none_is_waited_for() {
    let Watched { folder, witnesses, _dir, .. } = watched().await;
    let mut config = Config::read(&folder).unwrap();
    config.witnesses_needed = 0;
    config.write(&folder).unwrap();
    witnesses[0].be(Mood::Down);
    let ledger = Ledger::open(&folder).await.unwrap();
    enter(&ledger, 1).await.unwrap();
    // What is published has the signatures of those who answer all the same.
    let quorum = Quorum::new(2, witnesses.iter().map(|one| one.key.clone()).collect()).unwrap();
    assert_eq!(quorum.check(&ledger.cosigned().await.unwrap()).unwrap().len(), 2);
}
