//! The lookback on whole files: the real ones, the samples, and hostile ones.

#[cfg(test)]
mod accounting;
#[cfg(test)]
mod formats;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod packed;
#[cfg(test)]
mod real;
#[cfg(test)]
mod run;
#[cfg(test)]
mod samples;
