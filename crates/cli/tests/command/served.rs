//! A folder behind HTTP, on a server that can fail.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// A folder that is served until the test ends.
pub(crate) struct Served {
    pub(crate) url: String,
    asked: Arc<AtomicU32>,
    fails: Arc<(AtomicU32, AtomicU32)>,
}

impl Served {
    pub(crate) fn start(folder: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (asked, fails) =
            (Arc::<AtomicU32>::default(), Arc::<(AtomicU32, AtomicU32)>::default());
        let served = Self { url, asked: Arc::clone(&asked), fails: Arc::clone(&fails) };
        let folder = PathBuf::from(folder);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let number = asked.fetch_add(1, Ordering::SeqCst);
                let (from, to) = (fails.0.load(Ordering::SeqCst), fails.1.load(Ordering::SeqCst));
                // A client that went away is no fault of the server.
                let _ = answer(&stream.unwrap(), &folder, (from..to).contains(&number));
            }
        });
        served
    }

    /// After `good` more requests, `count` are answered by 503.
    pub(crate) fn fail(&self, good: u32, count: u32) {
        let from = self.asked.load(Ordering::SeqCst) + good;
        self.fails.0.store(from, Ordering::SeqCst);
        self.fails.1.store(from.saturating_add(count), Ordering::SeqCst);
    }
}

fn answer(mut stream: &TcpStream, folder: &Path, fails: bool) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let path = line.split(' ').nth(1).unwrap_or_default().trim_start_matches('/').to_owned();
    while line.trim() != "" {
        line.clear();
        reader.read_line(&mut line)?;
    }
    let (status, body) = match fs::read(folder.join(path)) {
        _ if fails => ("503 Service Unavailable", Vec::new()),
        Ok(body) => ("200 OK", body),
        Err(_) => ("404 Not Found", Vec::new()),
    };
    let head =
        format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    stream.write_all(head.as_bytes())?;
    stream.write_all(&body)
}
