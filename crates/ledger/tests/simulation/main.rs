//! Sequencers in a made-up world where everything fails, and what must hold.
//!
//! A world is one row of a database, one store of tiles, three sequencers, and a clock that jumps.
//! Every write can fail before it takes effect, after it, in part, or come through much later.
//! After each operation the world checks what no operation may break; `world.rs` has the list.

#[cfg(test)]
mod found;
#[cfg(test)]
mod op;
#[cfg(test)]
mod world;

#[cfg(test)]
mod tests {
    use crate::op::{Op, random, shorten};
    use crate::world::{Counts, World};

    /// Runs operations in a new world, and then lets it recover.
    pub(crate) fn run(ops: &[Op]) -> Result<Counts, String> {
        let mut world = World::begin();
        for (at, op) in ops.iter().enumerate() {
            world.apply(op).map_err(|wrong| format!("operation {at}, {op:?}: {wrong}"))?;
        }
        world.recover()
    }

    /// Runs so many worlds of so many operations; the first that fails is shortened and shown.
    fn run_worlds(seeds: std::ops::Range<u64>, count: usize) -> Counts {
        let mut all = Counts::default();
        for seed in seeds {
            let ops = random(seed, count);
            match run(&ops) {
                Ok(counts) => all.add(&counts),
                Err(wrong) => {
                    let short = shorten(ops, |ops| run(ops).is_err());
                    panic!("seed {seed}: {wrong}\nshortest: {short:?}\n{:?}", run(&short));
                }
            }
        }
        all
    }

    #[test]
    fn nothing_is_lost_doubled_or_taken_back_whatever_fails() {
        let counts = run_worlds(0..100, 10_000);
        // What did not happen was not tried: each kind of trouble must have been met, and often.
        for (what, count) in counts.named() {
            assert!(count > 100, "{what}: {count} in {counts:?}");
        }
    }

    #[test]
    #[ignore = "two million operations, for a nightly run"]
    fn nothing_is_lost_in_two_million_operations() {
        println!("{:?}", run_worlds(1_000..1_400, 5_000));
    }
}
