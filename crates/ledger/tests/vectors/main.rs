//! The ledger against what others worked out; `vectors/README.md` says who.

#[cfg(test)]
mod tests {
    use ledger::{Hash, KeyKind, PublicKey, SignedCheckpoint, SigningKey, TilePath, Tiles};
    use ledger::{check_consistency, check_cosignature, check_inclusion, cosign};
    use serde_json::Value;
    use std::collections::BTreeMap;

    const RFC_6962: &str = include_str!("../../../../vectors/rfc6962.json");
    const SIGNED_NOTE: &str = include_str!("../../../../vectors/signed_note.json");
    const COSIGNATURE: &str = include_str!("../../../../vectors/cosignature.json");

    fn bytes(hex: &str) -> Vec<u8> {
        let digits = hex.as_bytes().chunks(2).map(|two| std::str::from_utf8(two).unwrap());
        digits.map(|two| u8::from_str_radix(two, 16).unwrap()).collect()
    }

    fn hash(hex: &Value) -> Hash {
        Hash::of_bytes(bytes(hex.as_str().unwrap()).try_into().unwrap())
    }

    fn hashes(all: &Value) -> Vec<Hash> {
        all.as_array().unwrap().iter().map(hash).collect()
    }

    fn signature(line: &Value) -> signed_note::Signature {
        signed_note::Signature::from_bytes(line.as_str().unwrap().as_bytes()).unwrap()
    }

    /// The tree of the first leaves, as one tile. The first leaf is empty, which no entry of ours
    /// may be; the tree does not mind.
    fn tiles(vectors: &Value, size: usize) -> Tiles<BTreeMap<TilePath, Vec<u8>>> {
        let leaves = hashes(&vectors["leaf_hashes"]);
        let tile = leaves[..size].iter().flat_map(|leaf| *leaf.as_bytes()).collect();
        let path = format!("tile/0/000.p/{size}").parse().unwrap();
        let root = hashes(&vectors["roots"])[size];
        Tiles::new(u64::try_from(size).unwrap(), root, BTreeMap::from([(path, tile)])).unwrap()
    }

    #[test]
    fn leaves_and_roots_are_those_of_certificate_transparency() {
        let vectors: Value = serde_json::from_str(RFC_6962).unwrap();
        let leaves = hashes(&vectors["leaf_hashes"]);
        for (leaf, expected) in vectors["leaves"].as_array().unwrap().iter().zip(&leaves) {
            assert_eq!(Hash::leaf(&bytes(leaf.as_str().unwrap())), *expected);
        }
        let roots = hashes(&vectors["roots"]);
        assert_eq!((leaves.len(), roots.len(), roots[0]), (8, 9, Hash::OF_NOTHING));
        for size in 1..=8 {
            // It reads nothing that does not lead to the root.
            assert_eq!(tiles(&vectors, size).leaf(0).unwrap(), leaves[0]);
        }
    }

    #[test]
    fn proofs_are_those_of_certificate_transparency() {
        let vectors: Value = serde_json::from_str(RFC_6962).unwrap();
        let (leaves, roots) = (hashes(&vectors["leaf_hashes"]), hashes(&vectors["roots"]));
        let number = |of: &Value| of.as_u64().unwrap();
        let place = |of: &Value| usize::try_from(number(of)).unwrap();
        let inclusion = vectors["inclusion"].as_array().unwrap();
        for one in inclusion {
            let (size, index, proof) = (place(&one["size"]), number(&one["index"]), &one["proof"]);
            let leaf = leaves[place(&one["index"])];
            let proof = hashes(proof);
            let ours = tiles(&vectors, size).prove_inclusion(index).unwrap();
            assert_eq!(ours, (proof.clone(), leaf));
            check_inclusion(&proof, leaf, index, number(&one["size"]), roots[size]).unwrap();
        }
        let consistency = vectors["consistency"].as_array().unwrap();
        for one in consistency {
            let (old, size) = (number(&one["old_size"]), number(&one["size"]));
            let proof = hashes(&one["proof"]);
            let (old_root, root) = (roots[place(&one["old_size"])], roots[place(&one["size"])]);
            let ours = tiles(&vectors, place(&one["size"])).prove_consistency(old).unwrap();
            assert_eq!(ours, (proof.clone(), old_root));
            check_consistency(&proof, (old, old_root), (size, root)).unwrap();
        }
        assert_eq!((inclusion.len(), consistency.len()), (7, 4));
    }

    #[test]
    fn notes_of_others_hold_or_do_not_as_they_should() {
        let vectors: Value = serde_json::from_str(SIGNED_NOTE).unwrap();
        let vectors = vectors.as_array().unwrap();
        for one in vectors {
            let key = PublicKey::read(one["key"].as_str().unwrap()).unwrap();
            let text = one["text"].as_str().unwrap().as_bytes();
            let holds = key.has_signed(text, &signature(&one["signature"]));
            assert_eq!(holds, one["holds"].as_bool().unwrap(), "{one}");
        }
        assert_eq!(vectors.len(), 4);
    }

    #[test]
    fn a_cosignature_made_by_openssl_holds_and_ours_is_the_same() {
        let vector: Value = serde_json::from_str(COSIGNATURE).unwrap();
        let text = |name: &str| vector[name].as_str().unwrap().to_owned();
        let secret = std::array::from_fn(|at| u8::try_from(at).unwrap());
        let name = "witness.example/w1";
        let key = SigningKey::of_secret(name, KeyKind::Cosignature, secret).unwrap();
        assert_eq!(key.public().to_string(), text("key"));
        let signed = SignedCheckpoint::read(text("checkpoint").as_bytes()).unwrap();
        let theirs = signature(&vector["signature"]);
        let at = vector["at"].as_u64().unwrap();
        assert_eq!(check_cosignature(&signed, &theirs, key.public()).unwrap(), at);
        assert_eq!(cosign(&signed, &key, at).unwrap(), theirs);
    }
}
