//! The requests of `docs/gateway.openapi.yaml`.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router, routing};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use heyan_case::api::{CaseOpened, CaseStatus, Challenge, OpenCase, ProblemCode, Receipt, Submit, UploadPlace};
use heyan_case::seal::RecipientSecret;
use heyan_case::upload::hex;
use heyan_rules::filing::Profile;
use heyan_rules::liveness::Challenge as Drawn;
use ring::rand::{SecureRandom, SystemRandom};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::check;
use crate::play::Play;
use crate::problem::{Refused, internal};
use crate::store::{Asked, Case, Entered, Store};

/// Bytes of a request: a manifest of some hundred files.
const MOST_REQUEST_BYTES: usize = 1 << 20;

/// What all requests share.
pub struct GatewayState {
    /// The books.
    pub store: Store,
    /// Opens what is sealed to this gateway.
    pub secret: RecipientSecret,
    /// Name of that key.
    pub key_id: String,
    /// Where uploads are, for clients.
    pub endpoint: String,
    /// Where tusd keeps them.
    pub uploads: PathBuf,
    /// Bytes one upload may have.
    pub most_bytes: u64,
    /// Milliseconds a challenge is good for.
    pub challenge_ms: u64,
    /// Milliseconds for which recordings may be handed in after their challenge.
    pub recording_ms: u64,
    /// Whether a face check is taken that the device drew itself.
    pub takes_drawn_here: bool,
    /// Which way orders go.
    pub play: Play,
    /// Milliseconds between statuses.
    pub pace_ms: u64,
}

type Answer = Result<Response, Refused>;
type Shared = State<Arc<GatewayState>>;

/// All of the interface.
pub fn router(state: Arc<GatewayState>) -> Router {
    Router::new()
        .route("/v1/cases", routing::post(open_case))
        .route("/v1/cases/{case}", routing::get(status))
        .route("/v1/cases/{case}/challenge", routing::post(challenge))
        .route("/v1/cases/{case}/upload", routing::get(upload_place))
        .route("/v1/cases/{case}/submission", routing::post(submit))
        .fallback(|| async { Refused(ProblemCode::NotFound) })
        .method_not_allowed_fallback(|| async { Refused(ProblemCode::MethodNotAllowed) })
        .layer(DefaultBodyLimit::max(MOST_REQUEST_BYTES))
        .with_state(state)
}

async fn open_case(State(state): Shared, body: Result<Bytes, BytesRejection>) -> Answer {
    let open: OpenCase = parse(body)?;
    let key = URL_SAFE_NO_PAD.decode(&open.key).map_err(|_| Refused(ProblemCode::Malformed))?;
    let fits = |text: &String| (1..=64).contains(&text.chars().count());
    if key.len() != 32 || !fits(&open.profile) || !open.province.iter().all(fits) {
        return Err(Refused(ProblemCode::Malformed));
    }
    let opened = CaseOpened { case: random_name(), token: random_name() };
    let case = Case { key: open.key, token_sha256: token_hash(&opened.token), profile: open.profile };
    state.store.open_case(&opened.case, &case, now_ms()).map_err(internal)?;
    Ok(json(StatusCode::CREATED, &opened))
}

async fn challenge(State(state): Shared, Path(case): Path<String>, headers: HeaderMap) -> Answer {
    let known = allowed(&state, &case, &headers)?;
    // As the provider's profile has it; one of a provider's own is known to that provider alone.
    let drawn = Profile::named(&known.profile, None)
        .map_or_else(|_| Drawn::drawn(random(), Drawn::USUAL_ACTIONS), |profile| profile.draw(random()));
    let actions = drawn.actions.iter().map(|action| action.as_str().to_owned()).collect();
    let lasts = i64::try_from(state.challenge_ms).unwrap_or(i64::MAX);
    let asked = Asked { issued_ms: now_ms(), actions };
    let expires_at_ms = asked.issued_ms.saturating_add(lasts);
    let challenge = Challenge { nonce: random_name(), actions: asked.actions.clone(), expires_at_ms };
    state.store.challenge(&challenge.nonce, &case, &asked, expires_at_ms).map_err(internal)?;
    Ok(json(StatusCode::CREATED, &challenge))
}

async fn upload_place(State(state): Shared, Path(case): Path<String>, headers: HeaderMap) -> Answer {
    let known = allowed(&state, &case, &headers)?;
    let place = UploadPlace {
        // The sandbox plays every provider.
        recipient: known.profile,
        endpoint: state.endpoint.clone(),
        key_id: state.key_id.clone(),
        key: state.secret.recipient().to_text(),
        most_bytes: state.most_bytes,
        // As tusd's OPTIONS answer has it.
        extensions: "creation,creation-with-upload,termination,creation-defer-length".to_owned(),
        checksum_algorithms: String::new(),
    };
    Ok(json(StatusCode::OK, &place))
}

async fn submit(
    State(state): Shared,
    Path(case): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Answer {
    let known = allowed(&state, &case, &headers)?;
    let submit: Submit = parse(body)?;
    if submit.key_id != state.key_id {
        return Err(Refused(ProblemCode::ManifestBroken));
    }
    // Opening is work for the processor and the disk: not on the threads that answer others.
    let worker = state.clone();
    let (status, receipt) = tokio::task::spawn_blocking(move || receive(&worker, &case, &known, &submit))
        .await
        .map_err(internal)?
        .map_err(Refused)?;
    Ok(json(status, &receipt))
}

fn receive(
    state: &GatewayState,
    case: &str,
    known: &Case,
    submit: &Submit,
) -> Result<(StatusCode, Receipt), ProblemCode> {
    let fault = |error: rusqlite::Error| internal(error).0;
    let manifest = check::manifest(submit, case, &known.key, &state.secret)?;
    let receipt = |received_at_ms| Receipt { submission: manifest.submission.clone(), received_at_ms };
    // The same one again, after a lost answer: nothing is opened twice.
    if let Some((name, at_ms)) = state.store.submission(case).map_err(fault)? {
        return if name == manifest.submission {
            Ok((StatusCode::OK, receipt(at_ms)))
        } else {
            Err(ProblemCode::AlreadySubmitted)
        };
    }
    let place = |slot: &str| {
        let id = submit.uploads.get(slot)?.rsplit('/').next()?;
        // Names of uploads are ours: anything else is a path somebody would like to have read.
        let ours = id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
        (ours && state.store.is_upload_of(id, case, slot).unwrap_or(false)).then(|| state.uploads.join(id))
    };
    let now_ms = now_ms();
    check::recordings(&manifest, state.takes_drawn_here, &|nonce| {
        let asked = state.store.asked(nonce, case).map_err(fault)?;
        let most_ms = i64::try_from(state.recording_ms).unwrap_or(i64::MAX);
        Ok(asked.filter(|asked| now_ms.saturating_sub(asked.issued_ms) <= most_ms).map(|asked| asked.actions))
    })?;
    let bytes = check::files(&manifest, &state.secret, &place)?;
    match state.store.enter(case, &manifest.submission, &manifest.nonce, bytes, now_ms).map_err(fault)? {
        Entered::Now(at_ms) => Ok((StatusCode::CREATED, receipt(at_ms))),
        Entered::Before(at_ms) => Ok((StatusCode::OK, receipt(at_ms))),
        Entered::Another => Err(ProblemCode::AlreadySubmitted),
        Entered::NonceUnknown => Err(ProblemCode::NonceUnknown),
        Entered::NonceSpent => Err(ProblemCode::NonceSpent),
        Entered::NonceExpired => Err(ProblemCode::NonceExpired),
    }
}

async fn status(State(state): Shared, Path(case): Path<String>, headers: HeaderMap) -> Answer {
    allowed(&state, &case, &headers)?;
    let received = state.store.submission(&case).map_err(internal)?;
    let history = received.map(|(_, at_ms)| state.play.history(at_ms, now_ms(), state.pace_ms)).unwrap_or_default();
    let filing_number = Play::filing_number(&history);
    let sms_sent_at_ms = Play::sms_sent_at_ms(&history);
    let ask_again_s = (state.pace_ms / 1000).clamp(1, 3600);
    Ok(json(StatusCode::OK, &CaseStatus { case, history, sms_sent_at_ms, filing_number, ask_again_s }))
}

/// The case, when the request carries its token. A case that does not exist and a wrong token look alike.
fn allowed(state: &GatewayState, case: &str, headers: &HeaderMap) -> Result<Case, Refused> {
    let no = Refused(ProblemCode::NotAllowed);
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).ok_or(no)?;
    let token = given.strip_prefix("Bearer ").ok_or(no)?;
    let known = state.store.case(case).map_err(internal)?.ok_or(no)?;
    // Hashes are compared, so the time it takes tells nothing of the token.
    if known.token_sha256 == token_hash(token) { Ok(known) } else { Err(no) }
}

fn parse<T: DeserializeOwned>(body: Result<Bytes, BytesRejection>) -> Result<T, Refused> {
    let body = body.map_err(|rejection| {
        let large = rejection.into_response().status() == StatusCode::PAYLOAD_TOO_LARGE;
        Refused(if large { ProblemCode::TooLarge } else { ProblemCode::Malformed })
    })?;
    serde_json::from_slice(&body).map_err(|_| Refused(ProblemCode::Malformed))
}

fn json<T: Serialize>(status: StatusCode, body: &T) -> Response {
    (status, Json(body)).into_response()
}

/// SHA-256, hexadecimal.
pub fn token_hash(token: &str) -> String {
    hex(ring::digest::digest(&ring::digest::SHA256, token.as_bytes()).as_ref())
}

/// 128 random bits, hexadecimal.
pub fn random_name() -> String {
    let mut bytes = [0; 16];
    // A gateway without randomness must not hand out names that can be guessed.
    SystemRandom::new().fill(&mut bytes).unwrap_or_else(|_| std::process::abort());
    hex(&bytes)
}

/// A random number that nobody can guess.
fn random() -> u64 {
    let mut bytes = [0; 8];
    SystemRandom::new().fill(&mut bytes).unwrap_or_else(|_| std::process::abort());
    u64::from_le_bytes(bytes)
}

/// Milliseconds since 1970.
pub fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
