//! What a whole account keeps, and what it betrays.

#[cfg(test)]
mod account;
#[cfg(test)]
mod attack;
#[cfg(test)]
mod made;
