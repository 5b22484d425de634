//! Readers of what strangers send: nothing makes them fall or has two forms.

#[cfg(test)]
mod tests {
    use ledger::{AddCheckpoint, Checkpoint, Hash, Heard, KeyKind, Proof, PublicKey, Quorum};
    use ledger::{SignedCheckpoint, SigningKey, TilePath, hear, read_bundle, write_bundle};
    use proptest::prelude::*;

    /// What is put into a good document.
    const PUT: &[&str] =
        &["\n", "\n\n", "+", "=", " ", "0", "\u{2014} ", "x", "\0", "99999999999999999999"];

    /// Reads it as everything; what is read must be written as it came.
    fn check(bytes: &[u8]) {
        if let Ok(read) = SignedCheckpoint::read(bytes) {
            assert_eq!(read.note(), bytes);
            let _ = hear(200, bytes, &read, &Quorum::none());
        }
        if let Ok(read) = AddCheckpoint::read(bytes) {
            assert_eq!(read.body(), bytes);
        }
        for width in 0..4 {
            if let Ok(entries) = read_bundle(bytes, width) {
                assert_eq!(write_bundle(entries).unwrap(), bytes);
            }
        }
        let Ok(text) = std::str::from_utf8(bytes) else { return };
        if let Ok(read) = Proof::read(text) {
            assert_eq!(read.text(), text);
        }
        if let Ok(read) = Checkpoint::read(text) {
            assert_eq!(read.text(), text);
        }
        if let Ok(read) = PublicKey::read(text) {
            assert_eq!(read.to_string(), text);
        }
        if let Ok(read) = SigningKey::read(text) {
            assert_eq!(read.private_text(), text);
        }
        if let Ok(read) = text.parse::<TilePath>() {
            assert_eq!(read.to_string(), text);
        }
        if let Ok(read) = Hash::read(text) {
            assert_eq!(read.to_string(), text);
        }
    }

    /// Good documents of each kind, to be spoiled.
    fn good() -> Vec<Vec<u8>> {
        let key = SigningKey::of_secret("a.example", KeyKind::Ledger, [1; 32]).unwrap();
        let checkpoint = Checkpoint::new("a.example", 3, Hash::leaf(b"")).unwrap();
        let signed = checkpoint.sign(&[&key]).unwrap();
        let proof = vec![Hash::leaf(b"x"); 2];
        let request =
            AddCheckpoint { old_size: 2, proof: proof.clone(), checkpoint: signed.clone() };
        vec![
            signed.note(),
            checkpoint.text().into_bytes(),
            request.body(),
            Proof::new(1, proof, signed).with_extra(b"more".to_vec()).text().into_bytes(),
            key.public().to_string().into_bytes(),
            key.private_text().into_bytes(),
            b"tile/0/x001/234.p/7".to_vec(),
            write_bundle([&b"a"[..], b"bc", b"d"]).unwrap(),
        ]
    }

    #[test]
    fn good_documents_are_read() {
        good().iter().for_each(|one| check(one));
        let signed = SignedCheckpoint::read(&good()[0]).unwrap();
        assert_eq!(hear(409, b"3\n", &signed, &Quorum::none()).unwrap(), Heard::SawLast(3));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            check(&bytes);
        }

        #[test]
        fn spoiled_documents_are_read_in_one_form_or_refused(
            which: prop::sample::Index, at: prop::sample::Index, cut: prop::sample::Index,
            put in prop::sample::select(PUT), drop in 0_usize..4,
        ) {
            let good = good();
            let mut one = which.get(&good).clone();
            let at = at.index(one.len());
            let end = (at + drop).min(one.len());
            one.splice(at..end, put.bytes());
            check(&one);
            one.truncate(cut.index(one.len()));
            check(&one);
        }
    }
}
