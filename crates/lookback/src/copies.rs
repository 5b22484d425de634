//! Finds the copies among the events of a part, by a table of their keys.
//!
//! In: events in any order. Out: each search once, with the places of its further copies.
//! Never: decides which copy is the first, or whether two that are known alike are one search.
//!
//! A table and not a sort: most searches have no copy, and moving every event to its place among
//! thousands takes several times as long as asking whether its key was seen.

use crate::event::Event;

/// Which events of a part are copies of which.
#[derive(Debug, Default)]
pub(crate) struct Table {
    /// Bits of a key above the place, from 1, of its event; 0 where nothing stands.
    slots: Vec<u64>,
    /// Places of a search's first event and of a further one.
    pairs: Vec<(u32, u32)>,
    /// Places of further events, ascending.
    further: Vec<u32>,
}

/// Bits of a slot that say which event it is: four billion in a part are not had in any memory.
const PLACE: u64 = u32::MAX as u64;

impl Table {
    /// Looks at the events of a part.
    pub(crate) fn fill(&mut self, events: &[Event], group: impl Fn(&Event) -> u32) {
        self.pairs.clear();
        self.further.clear();
        self.slots.clear();
        // At most half of the slots are taken, so that few others stand in the way.
        self.slots.resize((events.len() * 2).next_power_of_two(), 0);
        for (place, event) in (0..).zip(events) {
            if let Some(first) = self.put(event, place, events, &group) {
                self.pairs.push((first, place));
                self.further.push(place);
            }
        }
        self.pairs.sort_unstable();
    }

    /// Puts an event into the table; gives back the first event of its search where that stands
    /// there already.
    fn put(
        &mut self,
        event: &Event,
        place: u32,
        events: &[Event],
        group: impl Fn(&Event) -> u32,
    ) -> Option<u32> {
        let mask = self.slots.len() - 1;
        let bits = event.mixed();
        let mut at = bits as usize & mask;
        let mine = bits & !PLACE;
        // At least half of the slots are free, so the way ends.
        loop {
            let slot = self.slots.get_mut(at)?;
            if *slot == 0 {
                *slot = mine | (u64::from(place) + 1);
                return None;
            }
            if *slot & !PLACE == mine {
                let first = u32::try_from((*slot & PLACE) - 1).ok()?;
                let known = events.get(first as usize)?;
                if known.key == event.key && group(known) == group(event) {
                    return Some(first);
                }
            }
            at = (at + 1) & mask;
        }
    }

    /// Each search: its first event, and the places of its further ones.
    pub(crate) fn searches<'t>(
        &'t self,
        events: &'t [Event],
    ) -> impl Iterator<Item = (&'t Event, impl ExactSizeIterator<Item = usize> + 't)> {
        let mut pairs = self.pairs.as_slice();
        let mut further = self.further.as_slice();
        (0u32..).zip(events).filter_map(move |(place, event)| {
            if let Some((first, rest)) = further.split_first()
                && *first == place
            {
                further = rest;
                return None;
            }
            let count = pairs.iter().take_while(|(first, _)| *first == place).count();
            let (mine, rest) = pairs.split_at_checked(count)?;
            pairs = rest;
            Some((event, mine.iter().map(|(_, copy)| *copy as usize)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Key, NO_WINDOW, NOT_TOLD, WORDS};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn event(key: Key, file: u32, row: u32) -> Event {
        Event {
            key,
            window: NO_WINDOW,
            words: [0; WORDS],
            file,
            row,
            asker: 0,
            reading: 0,
            day_and_flags: 0,
            networks: NOT_TOLD,
            devices: NOT_TOLD,
        }
    }

    proptest! {
        #[test]
        fn every_event_is_in_one_search_with_all_that_are_known_alike(
            rows in proptest::collection::vec((0u16..4, 0u16..4, 0u32..3), 0..60),
        ) {
            // Keys that differ in their last bits only come to lie in one slot.
            let events: Vec<Event> = (1..)
                .zip(&rows)
                .map(|(row, (high, low, file))| event([*high, 0, 0, 0, *low], *file, row))
                .collect();
            let group = |event: &Event| event.file / 2;
            let mut expected: BTreeMap<_, Vec<u32>> = BTreeMap::new();
            for event in &events {
                expected.entry((event.key, group(event))).or_default().push(event.row);
            }
            let mut table = Table::default();
            table.fill(&events, group);
            let mut found = BTreeMap::new();
            for (first, copies) in table.searches(&events) {
                let mut rows = vec![first.row];
                rows.extend(copies.map(|place| events[place].row));
                prop_assert!(found.insert((first.key, group(first)), rows).is_none());
            }
            prop_assert_eq!(found, expected);
        }
    }
}
