//! Whoever is not the person at this computer: refused with a clear answer, without a panic, in bounded memory.

use std::io::Write;
use std::net::TcpStream;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream as Stream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::fixture::{Answer, Running};

type Socket = WebSocketStream<MaybeTlsStream<Stream>>;

async fn socket(running: &Running, cookie: &str, origin: &str) -> Result<Socket, Error> {
    let mut request = format!("ws://{}/live", running.host()).into_client_request()?;
    request.headers_mut().insert("origin", HeaderValue::from_str(origin).unwrap());
    request.headers_mut().insert("cookie", HeaderValue::from_str(cookie).unwrap());
    Ok(connect_async(request).await?.0)
}

fn status(refused: Result<Socket, Error>) -> u16 {
    match refused {
        Err(Error::Http(response)) => response.status().as_u16(),
        other => panic!("{:?}", other.map(|_| "opened")),
    }
}

/// Most memory that this program has had, kB; `None` where the system does not tell.
fn most_memory_kb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.trim().parse().ok())
}

#[test]
fn without_the_token_nothing_is_shown() {
    let running = Running::start(true);
    let host = running.host();
    for path in ["/", "/live", "/still", "/licences", "/nothing"] {
        let answer = running.ask("GET", path, &[("host", &host)], b"");
        assert_eq!(answer.status, 403, "{path}");
        assert!(answer.text.contains("heyan serve"), "{path}: {}", answer.text);
    }
    for path in ["/send", "/file", "/unlock", "/lang", "/back", "/settings"] {
        let origin = running.origin();
        let answer = running.ask("POST", path, &[("host", &host), ("origin", &origin)], b"intent=%22new%22");
        assert_eq!(answer.status, 403, "{path}");
    }
    let guessed = running.ask("GET", &format!("/?token={}", "a".repeat(64)), &[("host", &host)], b"");
    assert_eq!((guessed.status, guessed.header("set-cookie")), (403, None));
    let cookie = running.enter();
    assert_eq!(running.get("/", &cookie).status, 200);
    // Whoever reads it over the person's shoulder comes too late.
    let again = running.ask("GET", &format!("/?token={}", running.token), &[("host", &host)], b"");
    assert_eq!((again.status, again.header("set-cookie")), (403, None));
    assert_eq!(running.get("/", &cookie.replace('=', "=0")).status, 403);
}

#[test]
fn a_name_of_the_internet_that_leads_here_is_no_host() {
    let running = Running::start(true);
    let cookie = running.enter();
    for host in ["evil.example", &format!("evil.example:{}", running.port), "127.0.0.1:1"] {
        let answer = running.ask("GET", "/", &[("host", host), ("cookie", &cookie)], b"");
        assert_eq!(answer.status, 421, "{host}");
        assert!(!answer.text.contains("data-at"), "{host}: {}", answer.text);
    }
}

#[test]
fn a_page_of_somebody_else_posts_and_opens_sockets_in_vain() {
    let running = Running::start(true);
    let (cookie, host) = (running.enter(), running.host());
    for origin in ["http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1"] {
        let headers = [("host", host.as_str()), ("origin", origin), ("cookie", cookie.as_str())];
        let answer = running.ask("POST", "/send", &headers, b"at=0&intent=%22new%22");
        assert_eq!(answer.status, 403, "{origin}");
        let runtime = tokio::runtime::Runtime::new().unwrap();
        assert_eq!(status(runtime.block_on(socket(&running, &cookie, origin))), 403, "{origin}");
    }
    // A form without an origin is none of a browser's.
    let answer = running.ask("POST", "/send", &[("host", &host), ("cookie", &cookie)], b"at=0&intent=%22new%22");
    assert_eq!(answer.status, 403);
    assert!(running.get("/", &cookie).text.contains("data-at=\"0\""), "nothing was done");
    // The same of the page itself is done.
    assert_eq!(running.post("/send", &cookie, "at=0&intent=%22new%22").status, 303);
    assert!(running.get("/", &cookie).text.contains("data-at=\"1\""));
}

#[test]
fn every_answer_forbids_what_is_inline_or_from_elsewhere() {
    let running = Running::start(true);
    let cookie = running.enter();
    for (path, cookie) in [("/", cookie.as_str()), ("/", ""), ("/assets/main.js", ""), ("/nothing", cookie.as_str())] {
        let answer = running.get(path, cookie);
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'none'") && policy.contains("script-src 'self'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
    }
    let page = running.get("/", &cookie).text;
    assert!(!page.contains("<style") && !page.contains(" style=") && !page.contains(" onclick"), "{page}");
    assert!(!page.contains("//cdn") && !page.contains("https://"), "{page}");
}

#[test]
fn a_gigabyte_is_refused_and_not_held() {
    let running = Running::start(true);
    let cookie = running.enter();
    let before = most_memory_kb();
    for path in ["/send", "/file"] {
        let host = running.host();
        let head = format!("POST {path} HTTP/1.1\r\nhost: {host}\r\norigin: http://{host}\r\ncookie: {cookie}\r\n");
        // Announced: before a byte of it is read.
        let mut stream = TcpStream::connect(("127.0.0.1", running.port)).unwrap();
        stream.write_all(format!("{head}connection: close\r\ncontent-length: 1073741824\r\n\r\n").as_bytes()).unwrap();
        assert_eq!(Answer::read(&mut stream).status, 413, "{path}");
        // Not announced: once it is too much.
        let mut stream = TcpStream::connect(("127.0.0.1", running.port)).unwrap();
        stream.write_all(format!("{head}connection: close\r\ntransfer-encoding: chunked\r\n\r\n").as_bytes()).unwrap();
        let chunk = [b"100000\r\n".as_slice(), &vec![b'a'; 0x10_0000], b"\r\n"].concat();
        let sent = (0..1024).take_while(|_| stream.write_all(&chunk).is_ok()).count();
        assert!(sent < 200, "{path}: {sent} MB were taken");
    }
    if let (Some(before), Some(after)) = (before, most_memory_kb()) {
        assert!(after - before < 160_000, "{} MB", (after - before) / 1000);
    }
    assert_eq!(running.get("/", &cookie).status, 200, "and it goes on");
}

#[test]
fn garbage_on_the_socket_closes_it_with_a_word() {
    let running = Running::start(true);
    let (cookie, origin) = (running.enter(), running.origin());
    let lies = |width: u16, height: u16, bytes: usize| {
        let mut frame = vec![1, 0];
        frame.extend(width.to_le_bytes());
        frame.extend(height.to_le_bytes());
        frame.resize(16 + bytes, 0);
        Message::Binary(frame.into())
    };
    let garbage = [
        (Message::Binary(vec![9; 64].into()), "unknown"),
        (Message::Binary(Vec::new().into()), "unknown"),
        (Message::Text("{\"taken\":{\"still\":[1]}}".into()), "unknown"),
        (Message::Text("[".repeat(10_000).into()), "unknown"),
        (lies(1920, 1080, 64), "length"),
        (lies(0, 0, 64), "size"),
        (lies(65_535, 65_535, 64), "size"),
    ];
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        for (message, expected) in garbage {
            let mut socket = socket(&running, &cookie, &origin).await.unwrap();
            socket.send(message).await.unwrap();
            let reason = timeout(Duration::from_secs(10), async {
                while let Some(Ok(message)) = socket.next().await {
                    if let Message::Close(frame) = message {
                        return frame.map(|frame| frame.reason.to_string());
                    }
                }
                None
            });
            assert_eq!(reason.await.unwrap().as_deref(), Some(expected));
        }
        // Larger than any message there is: the connection ends, whatever is in it.
        let mut socket = socket(&running, &cookie, &origin).await.unwrap();
        let _ = socket.send(Message::Binary(vec![1; 64 << 20].into())).await;
        let ended = timeout(Duration::from_secs(10), async { while let Some(Ok(_)) = socket.next().await {} });
        ended.await.unwrap();
    });
    assert_eq!(running.get("/", &cookie).status, 200, "and it goes on");
}

#[test]
fn frames_and_recordings_that_nobody_asked_for_are_dropped() {
    let running = Running::start(true);
    let (cookie, origin) = (running.enter(), running.origin());
    let before = most_memory_kb();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let mut socket = socket(&running, &cookie, &origin).await.unwrap();
        for at in 0..40u8 {
            let mut part = vec![3; 8 << 20];
            part[1] = at;
            socket.send(Message::Binary(part.into())).await.unwrap();
        }
        socket.send(Message::Text("\"camera_lost\"".into())).await.unwrap();
        socket.send(Message::Text("{\"permitted\":{\"yes\":true}}".into())).await.unwrap();
        let mut frame = vec![1, 0, 64, 0, 48, 0, 0, 0];
        frame.resize(16 + 64 * 48 * 4, 0);
        socket.send(Message::Binary(frame.into())).await.unwrap();
        let seen = timeout(Duration::from_secs(10), async {
            while let Some(Ok(message)) = socket.next().await {
                if message.to_text().is_ok_and(|text| text.contains("seen")) {
                    return true;
                }
            }
            false
        });
        assert!(seen.await.unwrap(), "it is answered, and nothing else happens");
    });
    if let (Some(before), Some(after)) = (before, most_memory_kb()) {
        assert!(after - before < 160_000, "{} MB for 320 MB", (after - before) / 1000);
    }
    assert!(running.get("/", &cookie).text.contains("data-at=\"0\""));
}

#[test]
fn a_form_names_no_file_of_this_computer() {
    let running = Running::start(true);
    let cookie = running.enter();
    // No intent of another screen, no path, no screen that is no longer on show.
    for body in [
        "at=0&intent=%7B%22chosen%22%3A%7B%22path%22%3A%22%2Fetc%2Fhostname%22%7D%7D",
        "at=99&intent=%22new%22",
        "intent=%22new%22",
        "at=0&intent=%7B%22open%22%3A",
    ] {
        assert_eq!(running.post("/send", &cookie, body).status, 303, "{body}");
        assert!(running.get("/", &cookie).text.contains("data-at=\"0\""), "{body}");
    }
    // A case that is none of a folder's names leads to no folder.
    let body = "at=0&intent=%7B%22open%22%3A%7B%22name%22%3A%22..%2F..%2Fetc%22%7D%7D";
    running.post("/send", &cookie, body);
    let page = running.get("/", &cookie).text;
    assert!(page.contains("data-at=\"1\"") && !page.contains("root:"), "{page}");
}

#[test]
fn the_passphrase_is_asked_twice_for_the_first_case_and_must_open_the_others() {
    let running = Running::start(false);
    let cookie = running.enter();
    let page = running.get("/", &cookie).text;
    assert!(page.contains("name=\"passphrase\"") && page.contains("name=\"again\""), "{page}");
    assert_eq!(running.post("/unlock", &cookie, "passphrase=one&again=two").status, 422);
    assert_eq!(running.post("/unlock", &cookie, "passphrase=&again=").status, 422);
    assert_eq!(running.post("/send", &cookie, "at=0&intent=%22new%22").status, 303);
    assert!(running.get("/", &cookie).text.contains("name=\"passphrase\""), "still closed");
    assert_eq!(running.post("/unlock", &cookie, "passphrase=one&again=one").status, 303);
    assert!(running.get("/", &cookie).text.contains("data-at=\"0\""));
}
