//! ML-DSA-44 of FIPS 204 in bytes, for cosignatures of type 6.
//!
//! The context is empty and signing is deterministic. The crate below was never audited by others;
//! a quorum counts such a key only where settings name it.

use ml_dsa::{
    EncodedSignature, EncodedVerifyingKey, Keypair as _, MlDsa44, Signature, Signer as _,
};

/// A key that verifies.
#[derive(Clone)]
pub(crate) struct Verifying(Box<ml_dsa::VerifyingKey<MlDsa44>>);

/// A key that signs.
#[derive(Clone)]
pub(crate) struct Signing(Box<ml_dsa::SigningKey<MlDsa44>>);

impl Verifying {
    /// Reads the 1,312 bytes of a key.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let encoded = EncodedVerifyingKey::<MlDsa44>::try_from(bytes).ok()?;
        Some(Self(Box::new(ml_dsa::VerifyingKey::decode(&encoded))))
    }

    /// Its bytes.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        self.0.encode().to_vec()
    }

    /// Whether these 2,420 bytes are its signature of a message.
    pub(crate) fn holds(&self, message: &[u8], signature: &[u8]) -> bool {
        let Ok(encoded) = EncodedSignature::<MlDsa44>::try_from(signature) else { return false };
        let signature = Signature::<MlDsa44>::decode(&encoded);
        signature.is_some_and(|signature| self.0.verify_with_context(message, b"", &signature))
    }
}

impl Signing {
    /// The key of a seed.
    pub(crate) fn of_seed(seed: [u8; 32]) -> Self {
        Self(Box::new(ml_dsa::SigningKey::from_seed(&seed.into())))
    }

    /// Its seed.
    pub(crate) fn seed(&self) -> [u8; 32] {
        self.0.to_seed().into()
    }

    /// The key that verifies.
    pub(crate) fn verifying(&self) -> Verifying {
        Verifying(Box::new(self.0.verifying_key().clone()))
    }

    /// Its signature of a message. None where no try gave one, which has never been seen.
    pub(crate) fn sign(&self, message: &[u8]) -> Option<Vec<u8>> {
        self.0.try_sign(message).ok().map(|signature| signature.encode().to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::{Signing, Verifying};

    #[test]
    fn what_was_signed_holds_and_nothing_else() {
        let key = Signing::of_seed([7; 32]);
        let verifying = key.verifying();
        let signature = key.sign(b"message").unwrap();
        assert_eq!((verifying.to_bytes().len(), signature.len()), (1_312, 2_420));
        assert!(verifying.holds(b"message", &signature));
        assert!(!verifying.holds(b"massage", &signature));
        assert!(!verifying.holds(b"message", &signature[1..]));
        assert!(!Signing::of_seed([8; 32]).verifying().holds(b"message", &signature));
        for at in (0..signature.len()).step_by(61) {
            let mut changed = signature.clone();
            changed[at] ^= 1;
            assert!(!verifying.holds(b"message", &changed), "byte {at}");
        }
        for filled in [0, 0x55, 0xff] {
            assert!(!verifying.holds(b"message", &[filled; 2_420]));
        }
        let read = Verifying::read(&verifying.to_bytes()).unwrap();
        assert!(read.holds(b"message", &signature));
        assert!(Verifying::read(&[0; 1_311]).is_none());
        assert_eq!(Signing::of_seed(key.seed()).sign(b"message").unwrap(), signature);
    }
}
