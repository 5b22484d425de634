//! A ledger in a folder survives its machine, and lies are seen.

#[cfg(test)]
mod broken;
#[cfg(test)]
mod bytes;
#[cfg(test)]
mod copied;
#[cfg(test)]
mod due;
#[cfg(test)]
mod failed;
#[cfg(test)]
mod go;
#[cfg(test)]
mod killed;
#[cfg(test)]
mod made;
#[cfg(test)]
mod witnessed;
