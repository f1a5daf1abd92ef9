//! The two keys of a seal: the recipient's, that opens it, and the case's, that signs.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hpke::{Deserializable, Kem, Serializable};
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, KeyPair};
use zeroize::{Zeroize, Zeroizing};

use super::SealError;
use super::stream::{PrivateKey, PublicKey, Suite};

/// The gateway's public X25519 key.
#[derive(Clone)]
pub struct Recipient(pub(super) PublicKey);

impl Recipient {
    /// From base64url without padding, as the gateway tells it.
    pub fn parse(text: &str) -> Result<Self, SealError> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| SealError::Key("recipient's"))?;
        // All-zero and other low-order points would give everybody the same secret: the key agreement refuses those.
        Ok(Self(PublicKey::from_bytes(&bytes).map_err(|_| SealError::Key("recipient's"))?))
    }

    /// Base64url without padding.
    pub fn to_text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.to_bytes())
    }
}

impl std::fmt::Debug for Recipient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Recipient({})", self.to_text())
    }
}

/// The private half, which only a gateway has.
pub struct RecipientSecret {
    pub(super) secret: PrivateKey,
    public: PublicKey,
}

impl RecipientSecret {
    /// A new pair.
    pub fn generate() -> Self {
        let (secret, public) = Suite::gen_keypair();
        Self { secret, public }
    }

    /// From the 32 bytes of [`to_bytes`](Self::to_bytes).
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SealError> {
        let secret = PrivateKey::from_bytes(bytes).map_err(|_| SealError::Key("gateway's"))?;
        let public = Suite::sk_to_pk(&secret);
        Ok(Self { secret, public })
    }

    /// To be kept where only the gateway reads.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = self.secret.to_bytes();
        let kept = Zeroizing::new(bytes.to_vec());
        bytes.zeroize();
        kept
    }

    /// The half to give away.
    pub fn recipient(&self) -> Recipient {
        Recipient(self.public.clone())
    }
}

/// The key a case signs with. One per case, so that cases of one device cannot be linked by it.
pub struct CaseKey {
    pair: Ed25519KeyPair,
    pkcs8: Zeroizing<Vec<u8>>,
}

impl CaseKey {
    /// A new key.
    pub fn generate() -> Result<Self, SealError> {
        let pkcs8 =
            Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).map_err(|_| SealError::Key("case's signing"))?;
        Self::from_pkcs8(pkcs8.as_ref())
    }

    /// From what [`to_pkcs8`](Self::to_pkcs8) gave.
    pub fn from_pkcs8(pkcs8: &[u8]) -> Result<Self, SealError> {
        let pair = Ed25519KeyPair::from_pkcs8(pkcs8).map_err(|_| SealError::Key("case's signing"))?;
        Ok(Self { pair, pkcs8: Zeroizing::new(pkcs8.to_vec()) })
    }

    /// To be kept encrypted.
    pub fn to_pkcs8(&self) -> &[u8] {
        &self.pkcs8
    }

    /// The public half, base64url without padding.
    pub fn public(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.pair.public_key().as_ref())
    }

    pub(super) fn sign(&self, message: &[u8]) -> String {
        URL_SAFE_NO_PAD.encode(self.pair.sign(message).as_ref())
    }
}

impl std::fmt::Debug for CaseKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CaseKey(…)")
    }
}
