//! Keeps hits in heaps of neighbouring rows: no great sort at the end.
//!
//! In: hits of each thread, as they come. Out: the hits of all threads, heap by heap in the order
//! of the files' paths and of rows.
//! Who owns what: each thread fills heaps of its own; once all are done, heaps are put in order
//! side by side, since each holds rows that no other has.

use crate::known::held;
use crate::sift::Hit;
use std::num::NonZero;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Rows of one heap: the table that puts them in order is small enough for a core's own cache.
const ROWS: usize = 1 << 16;

/// Hits that are held in one piece: 48 KiB, so that growing copies nothing, and a piece of one heap
/// that is given up has just the size of what the next heap asks for.
const PIECE: usize = 1024;

/// Which hit belongs to which heap.
#[derive(Debug)]
pub(crate) struct Heaps {
    /// Each file's place in the order of paths.
    ranks: Vec<usize>,
    /// For each such place its first heap.
    firsts: Vec<usize>,
}

/// The hits of one thread, heap by heap, in pieces.
pub(crate) type Heaped = Vec<Vec<Vec<Hit>>>;

impl Heaps {
    /// Heaps for files of so many rows. More rows than said come to lie in a file's last heap.
    pub(crate) fn new(ranks: &[usize], rows: &[u64]) -> Self {
        let mut counts = vec![1; ranks.len()];
        for (rank, rows) in ranks.iter().zip(rows) {
            if let Some(count) = counts.get_mut(*rank) {
                *count =
                    usize::try_from(*rows / ROWS as u64).map_or(*count, |n| (n + 1).max(*count));
            }
        }
        let mut firsts = vec![0];
        for count in counts {
            firsts.push(firsts.last().map_or(0, |first| first + count));
        }
        Self { ranks: ranks.to_vec(), firsts }
    }

    fn heap(&self, file: u32, row: u32) -> usize {
        let rank = self.ranks.get(file as usize).copied().unwrap_or_default();
        let of = |rank: usize| self.firsts.get(rank).copied().unwrap_or_default();
        (of(rank) + row as usize / ROWS).min(of(rank + 1).saturating_sub(1))
    }

    /// Puts a hit on its heap.
    pub(crate) fn push(&self, heaped: &mut Heaped, hit: Hit) {
        let place = self.heap(hit.file, hit.row);
        if heaped.len() <= place {
            heaped.resize_with(place + 1, Vec::new);
        }
        let Some(heap) = heaped.get_mut(place) else { return };
        push(heap, hit);
    }

    /// The hits of all threads in order, in pieces; each thread's with where its copies begin among
    /// those of all.
    pub(crate) fn in_order(
        threads: NonZero<usize>,
        of_threads: Vec<(Heaped, u32)>,
    ) -> Vec<Vec<Hit>> {
        let count = of_threads.iter().map(|(heaped, _)| heaped.len()).max().unwrap_or_default();
        let mut heaps: Vec<Vec<(Vec<Hit>, u32)>> = vec![Vec::new(); count];
        for (heaped, shift) in of_threads {
            for (heap, pieces) in heaps.iter_mut().zip(heaped) {
                heap.extend(pieces.into_iter().map(|piece| (piece, shift)));
            }
        }
        let heaps: Vec<_> = heaps.into_iter().map(Mutex::new).collect();
        let next = AtomicUsize::new(0);
        let one = || {
            let mut table = Vec::new();
            loop {
                let place = next.fetch_add(1, Ordering::Relaxed);
                let Some(heap) = heaps.get(place) else { return };
                let mut heap = held(heap);
                let pieces = std::mem::take(&mut *heap);
                *heap = sorted(pieces, &mut table);
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..threads.get() {
                scope.spawn(one);
            }
            one();
        });
        let done = heaps.iter().flat_map(|heap| std::mem::take(&mut *held(heap)));
        done.map(|(piece, _)| piece).collect()
    }
}

fn push(heap: &mut Vec<Vec<Hit>>, hit: Hit) {
    match heap.last_mut().filter(|piece| piece.len() < PIECE) {
        Some(piece) => piece.push(hit),
        None => {
            // The first grows, since many logs have few hits.
            let mut piece = Vec::with_capacity(if heap.is_empty() { 4 } else { PIECE });
            piece.push(hit);
            heap.push(piece);
        }
    }
}

/// The hits of one heap in the order of their rows, and of one row in that of files.
fn sorted(mut pieces: Vec<(Vec<Hit>, u32)>, table: &mut Vec<u32>) -> Vec<(Vec<Hit>, u32)> {
    for (piece, shift) in &mut pieces {
        for hit in piece {
            hit.copies = (hit.copies.0 + *shift, hit.copies.1 + *shift);
        }
    }
    // Most often a heap has rows of one file, each once: then each row has a place of its own.
    table.clear();
    table.resize(ROWS, FREE);
    let hits = (0..).step_by(PIECE).zip(&pieces);
    let mut hits = hits.flat_map(|(start, (piece, _))| (start..).zip(piece));
    let mut of = None;
    let is_plain = hits.all(|(at, hit): (u32, &Hit)| {
        let row = hit.row as usize;
        let place = table.get_mut(row % ROWS);
        *of.get_or_insert(row / ROWS) == row / ROWS
            && place.is_some_and(|place| std::mem::replace(place, at) == FREE)
    });
    let mut done = Vec::new();
    if is_plain {
        let at = |at: &u32| pieces.get(*at as usize / PIECE)?.0.get(*at as usize % PIECE).copied();
        let places = table.iter().filter(|place| **place != FREE);
        places.filter_map(at).for_each(|hit| push(&mut done, hit));
    } else {
        let mut hits: Vec<Hit> = pieces.into_iter().flat_map(|(piece, _)| piece).collect();
        hits.sort_unstable_by_key(|hit| (hit.row, hit.file));
        hits.into_iter().for_each(|hit| push(&mut done, hit));
    }
    done.into_iter().map(|piece| (piece, 0)).collect()
}

/// No hit stands here.
const FREE: u32 = u32::MAX;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn hits_come_in_the_order_of_paths_and_rows(
            rows in proptest::collection::btree_set((0u32..4, 0u32..200_000), 0..300),
            is_dense in any::<bool>(),
            threads in 1usize..4,
        ) {
            // The last two files have one path; the first is the last in the order of paths.
            let ranks = [2, 0, 1, 1];
            let heaps = Heaps::new(&ranks, &[200_000, 9, 200_000, 100]);
            let scale = if is_dense { 40 } else { 1 };
            let mut of_threads = vec![(Heaped::new(), 0); threads];
            let mut expected = Vec::new();
            for (at, (file, row)) in rows.into_iter().enumerate() {
                let row = row / scale;
                let thread = at * 7 % threads;
                of_threads[thread].1 = thread as u32 * 1000;
                let start = at as u32;
                heaps.push(&mut of_threads[thread].0, Hit::at(file, row, (start, start + 1)));
                expected.push((ranks[file as usize], row, file, start + thread as u32 * 1000));
            }
            expected.sort_unstable();
            let sorted = Heaps::in_order(NonZero::new(threads).unwrap(), of_threads);
            let found: Vec<_> = sorted
                .iter()
                .flatten()
                .map(|hit| (ranks[hit.file as usize], hit.row, hit.file, hit.copies.0))
                .collect();
            let keys = |of: &[(usize, u32, u32, u32)]| -> Vec<_> {
                of.iter().map(|(rank, row, file, _)| (*rank, *row, *file)).collect()
            };
            prop_assert_eq!(keys(&found), keys(&expected));
            let mut copies: Vec<_> = found.clone();
            copies.sort_unstable();
            prop_assert_eq!(copies, expected);
        }
    }
}
