use super::*;

const CASE: Binding<'static> = Binding { case: "c-1", slot: "id_front" };

fn sealed(plain: &[u8], secret: &RecipientSecret) -> (Vec<u8>, Digests) {
    let mut out = Vec::new();
    let digests = seal(&mut &plain[..], &mut out, &secret.recipient(), CASE).expect("seals");
    (out, digests)
}

fn opened(sealed: &[u8], secret: &RecipientSecret, binding: Binding<'_>) -> Result<Vec<u8>, SealError> {
    let mut out = Vec::new();
    open(&mut &sealed[..], &mut out, secret, binding).map(|_| out)
}

fn picture(bytes: usize) -> Vec<u8> {
    (0..bytes).map(|i| (i * 31 % 251) as u8).collect()
}

#[test]
fn what_goes_in_comes_out_at_every_edge_of_a_chunk() {
    let secret = RecipientSecret::generate();
    for bytes in [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, 3 * CHUNK_BYTES + 7] {
        let plain = picture(bytes);
        let (shut, digests) = sealed(&plain, &secret);
        assert_eq!(shut.len() as u64, sealed_bytes(bytes as u64));
        let mut out = Vec::new();
        assert_eq!(open(&mut &shut[..], &mut out, &secret, CASE).expect("opens"), digests, "{bytes}");
        assert!(out == plain, "{bytes}");
        assert_eq!(digests.sealed_sha256[..], *ring::digest::digest(&SHA256, &shut).as_ref());
    }
}

#[test]
fn every_flipped_bit_of_a_short_file_breaks_it() {
    let secret = RecipientSecret::generate();
    let (shut, _) = sealed(b"110105194912310021", &secret);
    for bit in 0..shut.len() * 8 {
        let mut bent = shut.clone();
        bent[bit / 8] ^= 1 << (bit % 8);
        // X25519 ignores the top bit of a point, but the encapsulated key is bound as it stands.
        assert!(opened(&bent, &secret, CASE).is_err(), "bit {bit}");
    }
}

#[test]
fn a_file_cut_off_anywhere_does_not_open() {
    let secret = RecipientSecret::generate();
    let (shut, _) = sealed(&picture(2 * CHUNK_BYTES + 5), &secret);
    let whole = CHUNK_BYTES + TAG_BYTES;
    for keep in [0, 1, HEADER_BYTES - 1, HEADER_BYTES, HEADER_BYTES + whole, HEADER_BYTES + 2 * whole, shut.len() - 1] {
        assert!(opened(&shut[..keep], &secret, CASE).is_err(), "{keep}");
    }
    let longer = [&shut[..], b"x"].concat();
    assert!(opened(&longer, &secret, CASE).is_err());
}

#[test]
fn chunks_in_another_order_do_not_open() {
    let secret = RecipientSecret::generate();
    let (shut, _) = sealed(&picture(3 * CHUNK_BYTES), &secret);
    let whole = CHUNK_BYTES + TAG_BYTES;
    let (one, two) = (HEADER_BYTES, HEADER_BYTES + whole);
    let mut swapped = shut.clone();
    swapped[one..two].copy_from_slice(&shut[two..two + whole]);
    swapped[two..two + whole].copy_from_slice(&shut[one..two]);
    assert!(matches!(opened(&swapped, &secret, CASE), Err(SealError::Broken)));
}

#[test]
fn another_key_case_or_slot_does_not_open_it() {
    let secret = RecipientSecret::generate();
    let (shut, _) = sealed(b"face", &secret);
    let broken = |result| matches!(result, Err(SealError::Broken));
    assert!(broken(opened(&shut, &RecipientSecret::generate(), CASE)));
    assert!(broken(opened(&shut, &secret, Binding { case: "c-2", ..CASE })));
    assert!(broken(opened(&shut, &secret, Binding { slot: "id_back", ..CASE })));
    assert!(broken(opened(&shut, &secret, Binding { case: "c-1\u{8}", slot: "id_front" })));
}

#[test]
fn the_same_file_is_never_sealed_alike_twice() {
    let secret = RecipientSecret::generate();
    assert_ne!(sealed(b"face", &secret).0, sealed(b"face", &secret).0);
}

#[test]
fn a_key_that_gives_everybody_the_same_secret_is_refused() {
    let zero = base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, [0_u8; 32]);
    let refused = match Recipient::parse(&zero) {
        Ok(recipient) => seal(&mut &b"x"[..], &mut Vec::new(), &recipient, CASE).is_err(),
        Err(_) => true,
    };
    assert!(refused);
    assert!(Recipient::parse("AAAA").is_err() && Recipient::parse("not base64!").is_err());
}

#[test]
fn a_header_cannot_ask_for_all_memory() {
    let secret = RecipientSecret::generate();
    let (mut shut, _) = sealed(b"face", &secret);
    shut[14..18].copy_from_slice(&u32::MAX.to_be_bytes());
    assert!(matches!(opened(&shut, &secret, CASE), Err(SealError::Format)));
}

/// Gives the bytes it was made with, as a random source.
struct Given(Vec<u8>);

impl rand_core::TryRng for Given {
    type Error = std::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        unreachable!("key generation fills bytes")
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        unreachable!("key generation fills bytes")
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Self::Error> {
        out.copy_from_slice(&self.0);
        Ok(())
    }
}

impl rand_core::TryCryptoRng for Given {}

fn unhex(text: &serde_json::Value) -> Vec<u8> {
    let text = text.as_str().expect("text");
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).expect("hex")).collect()
}

/// The RFC's own vector of this suite: the sender's and the receiver's side, with the sequence number running to 256.
#[test]
fn the_suite_gives_what_rfc_9180_says() {
    let vector: serde_json::Value =
        serde_json::from_str(include_str!("../../tests/golden/rfc9180-x25519-sha256-aes256gcm.json")).expect("JSON");
    let ids = ["kem_id", "kdf_id", "aead_id"].map(|key| vector[key].as_u64().expect("number") as u16);
    assert_eq!(ids.map(u16::to_be_bytes).concat(), SUITE);
    let public = PublicKey::from_bytes(&unhex(&vector["pkRm"])).expect("key");
    let secret = PrivateKey::from_bytes(&unhex(&vector["skRm"])).expect("key");
    assert_eq!(Suite::sk_to_pk(&secret).to_bytes().to_vec(), unhex(&vector["pkRm"]));
    let info = unhex(&vector["info"]);
    let (encapped, mut sender): (_, Sender) =
        hpke::setup_sender_with_rng(&OpModeS::Base, &public, &info, &mut Given(unhex(&vector["ikmE"]))).expect("encap");
    assert_eq!(encapped.to_bytes().to_vec(), unhex(&vector["enc"]));
    let mut receiver: Receiver = hpke::setup_receiver(&OpModeR::Base, &secret, &encapped, &info).expect("decap");
    let mut sequence = 0;
    for one in vector["encryptions"].as_array().expect("list") {
        let (plain, aad, shut) = (unhex(&one["pt"]), unhex(&one["aad"]), unhex(&one["ct"]));
        // Both sides count; what lies between the vectors is of no interest.
        while sequence < one["sequence"].as_u64().expect("number") {
            let between = sender.seal(b"", b"").expect("seals");
            receiver.open(&between, b"").expect("opens");
            sequence += 1;
        }
        assert_eq!(sender.seal(&plain, &aad).expect("seals"), shut, "{sequence}");
        assert_eq!(receiver.open(&shut, &aad).expect("opens"), plain, "{sequence}");
        sequence += 1;
    }
    assert_eq!(sequence, 257);
}

/// Sealed once by this code; must open for ever.
#[test]
fn the_golden_file_of_version_1_opens() {
    let secret = RecipientSecret::from_bytes(&[7; 32]).expect("key");
    let binding = Binding { case: "golden-case", slot: "golden-slot" };
    let plain = opened(include_bytes!("../../tests/golden/seal-1.bin"), &secret, binding).expect("opens");
    assert!(plain == picture(CHUNK_BYTES + 1_000));
}
