//! What is asked for and what is answered.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{DefaultBodyLimit, Path, RawQuery, Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION, SET_COOKIE, UPGRADE};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use heyan::rules::filing::FileForm;
use heyan::rules::words::Lang;
use zeroize::Zeroizing;

use crate::forms::Form;
use crate::guard::Refusal;
use crate::message::LARGEST_MESSAGE;
use crate::pages::whole;
use crate::server::{Opening, Site};
use crate::{assets, socket};

/// Largest form, bytes.
const LARGEST_FORM: usize = 64 << 10;
/// Largest file, bytes: a scan of several pages.
const LARGEST_FILE: usize = 64 << 20;
/// Tells a form that the page sent itself: it is drawn anew over the socket.
const OF_THE_PAGE: &str = "x-heyan";

const LICENCES: &str = concat!(include_str!("../../LICENSE-MIT"), "\n\n", include_str!("../../LICENSE-APACHE"));

type Held = State<Arc<Site>>;

/// All there is.
pub fn router(site: Arc<Site>) -> Router {
    Router::new()
        .route("/", get(first))
        .route("/live", get(live))
        .route("/still", get(still))
        .route("/licences", get(licences))
        .route("/send", post(sent))
        .route("/back", post(back))
        .route("/settings", post(settings))
        .route("/lang", post(lang))
        .route("/unlock", post(unlock))
        .route("/file", post(file).layer(DefaultBodyLimit::max(LARGEST_FILE)))
        .route("/assets/{name}", get(asset))
        .fallback(|State(site): Held| async move {
            page(StatusCode::NOT_FOUND, whole::refused("refused-nothing", &site.words()))
        })
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
        .layer(from_fn_with_state(site.clone(), guarded))
        .with_state(site)
}

fn page(status: StatusCode, text: String) -> Response {
    (status, [(CONTENT_TYPE, "text/html; charset=utf-8")], text).into_response()
}

fn refused(refusal: Refusal, site: &Site) -> Response {
    let status = if refusal == Refusal::Host { StatusCode::MISDIRECTED_REQUEST } else { StatusCode::FORBIDDEN };
    page(status, whole::refused(refusal.words(), &site.words()))
}

/// Nothing is looked at that does not come from the browser that is known.
async fn guarded(State(site): Held, request: Request, next: Next) -> Response {
    let (headers, path) = (request.headers(), request.uri().path());
    let socket = headers.contains_key(UPGRADE);
    // The first address brings the token in place of the cookie; style and modules are no secret.
    let open = path.starts_with("/assets/") || (path == "/" && request.uri().query().is_some());
    let looked = site.guard.looks_right(request.method(), socket, headers);
    let allowed = looked.and_then(|()| if open && !socket { Ok(()) } else { site.guard.knows(headers) });
    let most = if path == "/file" { LARGEST_FILE } else { LARGEST_FORM } as u64;
    let announced = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    let mut response = match allowed {
        Err(refusal) => refused(refusal, &site),
        Ok(()) if announced.is_some_and(|length| length > most) => {
            page(StatusCode::PAYLOAD_TOO_LARGE, whole::refused("refused-large", &site.words()))
        }
        Ok(()) => next.run(request).await,
    };
    response.headers_mut().extend(site.guard.headers());
    response
}

fn to_the_page(headers: &HeaderMap) -> Response {
    if headers.contains_key(OF_THE_PAGE) {
        return StatusCode::NO_CONTENT.into_response();
    }
    (StatusCode::SEE_OTHER, [(LOCATION, "/")]).into_response()
}

async fn first(State(site): Held, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    if let Some(query) = query {
        let token = query.strip_prefix("token=").unwrap_or_default();
        return match site.guard.exchange(token) {
            Ok(cookie) => (StatusCode::SEE_OTHER, [(LOCATION, "/".to_owned()), (SET_COOKIE, cookie)]).into_response(),
            // Opened again in the same browser.
            Err(Refusal::Used) if site.guard.knows(&headers).is_ok() => to_the_page(&headers),
            Err(refusal) => refused(refusal, &site),
        };
    }
    let words = site.words();
    let text = match site.shell() {
        None => whole::locked(site.is_new(), None, &words),
        Some(shell) => {
            let (at, drawn) = shell.draw();
            whole::screen(&drawn, at, shell.has_way_back(), &words)
        }
    };
    page(StatusCode::OK, text)
}

async fn unlock(State(site): Held, headers: HeaderMap, body: Bytes) -> Response {
    let form = Form::read(&body);
    let (passphrase, again) = (form.field("passphrase").unwrap_or_default(), form.field("again"));
    let (first, words) = (site.is_new(), site.words());
    if first && again != Some(passphrase) {
        let trouble = words.web("passphrase-other", &[]);
        return page(StatusCode::UNPROCESSABLE_ENTITY, whole::locked(first, Some(&trouble), &words));
    }
    match site.clone().unlock(Zeroizing::new(passphrase.to_owned())).await {
        Opening::Open => to_the_page(&headers),
        Opening::Refused(trouble) => {
            page(StatusCode::UNPROCESSABLE_ENTITY, whole::locked(first, Some(&trouble), &words))
        }
    }
}

/// A form of the screen on show. One that was drawn for another changes nothing.
async fn sent(State(site): Held, headers: HeaderMap, body: Bytes) -> Response {
    let Some(shell) = site.shell() else { return to_the_page(&headers) };
    if shell.sent(&Form::read(&body)) {
        return to_the_page(&headers);
    }
    if headers.contains_key(OF_THE_PAGE) {
        return StatusCode::CONFLICT.into_response();
    }
    to_the_page(&headers)
}

async fn back(State(site): Held, headers: HeaderMap) -> Response {
    site.shell().iter().for_each(|shell| shell.back());
    to_the_page(&headers)
}

async fn settings(State(site): Held, headers: HeaderMap) -> Response {
    site.shell().iter().for_each(|shell| shell.settings());
    to_the_page(&headers)
}

async fn lang(State(site): Held, headers: HeaderMap, body: Bytes) -> Response {
    match Form::read(&body).field("lang") {
        Some("zh") => site.speak(Lang::Zh),
        Some("en") => site.speak(Lang::En),
        _ => return StatusCode::UNPROCESSABLE_ENTITY.into_response(),
    }
    to_the_page(&headers)
}

async fn file(State(site): Held, headers: HeaderMap, body: Bytes) -> Response {
    match site.shell() {
        Some(shell) if shell.chosen(body) => to_the_page(&headers),
        _ => StatusCode::CONFLICT.into_response(),
    }
}

/// The picture that is judged. Sent only as a picture: what else it may be is never run.
async fn still(State(site): Held) -> Response {
    let Some(still) = site.shell().and_then(|shell| shell.still()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = match FileForm::of(&still) {
        Some(FileForm::Jpg) => "image/jpeg",
        Some(FileForm::Png) => "image/png",
        Some(FileForm::Webp) => "image/webp",
        _ => return StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response(),
    };
    ([(CONTENT_TYPE, kind)], still).into_response()
}

async fn licences(State(site): Held) -> Response {
    let words = site.words();
    page(StatusCode::OK, whole::text(&words.web("licences", &[]), LICENCES, &words))
}

async fn asset(State(site): Held, Path(name): Path<String>) -> Response {
    match assets::find(&name) {
        Some((kind, text)) => ([(CONTENT_TYPE, kind)], text).into_response(),
        None => page(StatusCode::NOT_FOUND, whole::refused("refused-nothing", &site.words())),
    }
}

async fn live(State(site): Held, upgrade: WebSocketUpgrade) -> Response {
    let Some(shell) = site.shell() else { return StatusCode::CONFLICT.into_response() };
    upgrade
        .max_message_size(LARGEST_MESSAGE)
        .max_frame_size(LARGEST_MESSAGE)
        .on_upgrade(move |opened| socket::attend(opened, shell))
}
