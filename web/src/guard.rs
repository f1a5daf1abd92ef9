//! Who may ask: this computer's own browser, once it brought the token of the first address.

use std::sync::{Mutex, PoisonError};

use axum::http::header::{COOKIE, HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use heyan::vault::upload::hex;
use heyan::vault::{DataKey, KeyError};
use zeroize::Zeroizing;

/// Why somebody may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The host is none of this server's: a name of the internet that leads here.
    Host,
    /// A page of somebody else asks.
    Origin,
    /// No cookie, or not the one that was given.
    Stranger,
    /// The token is not the one of the first address.
    Token,
    /// The token was used already.
    Used,
}

impl Refusal {
    /// The key of its words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Host => "refused-host",
            Self::Origin => "refused-origin",
            Self::Stranger => "refused-stranger",
            Self::Token => "refused-token",
            Self::Used => "refused-used",
        }
    }
}

/// Knows the browser.
pub struct Guard {
    hosts: [String; 3],
    cookie_name: String,
    cookie: Zeroizing<String>,
    token: Zeroizing<String>,
    used: Mutex<bool>,
}

fn secret() -> Result<Zeroizing<String>, KeyError> {
    // 256 bits, as a key.
    Ok(Zeroizing::new(hex(DataKey::random()?.expose())))
}

impl Guard {
    /// Of a server on `port`.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn new(port: u16) -> Result<Self, KeyError> {
        Ok(Self {
            hosts: [format!("127.0.0.1:{port}"), format!("[::1]:{port}"), format!("localhost:{port}")],
            // Cookies are not kept apart by port: two servers have two names.
            cookie_name: format!("heyan_{port}"),
            cookie: secret()?,
            token: secret()?,
            used: Mutex::new(false),
        })
    }

    /// The address to open first.
    pub fn address(&self) -> String {
        let [host, ..] = &self.hosts;
        format!("http://{host}/?token={}", self.token.as_str())
    }

    /// Whether a request may be looked at at all. What changes something, and every socket, must come from a page of this server.
    ///
    /// # Errors
    /// When it may not.
    pub fn looks_right(&self, method: &Method, socket: bool, headers: &HeaderMap) -> Result<(), Refusal> {
        let one = |name: &HeaderName| {
            let mut all = headers.get_all(name).iter();
            // Two of them are none: nobody knows which counts.
            all.next().filter(|_| all.next().is_none()).and_then(|value| value.to_str().ok())
        };
        let host = one(&HOST).filter(|host| self.hosts.iter().any(|known| known == host)).ok_or(Refusal::Host)?;
        let reads = matches!(*method, Method::GET | Method::HEAD);
        let stranger = one(&ORIGIN).is_none_or(|origin| origin.strip_prefix("http://") != Some(host));
        if (!reads || socket) && stranger { Err(Refusal::Origin) } else { Ok(()) }
    }

    /// Whether it comes from the browser that is known.
    ///
    /// # Errors
    /// When it does not.
    pub fn knows(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let texts = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs = texts.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let known = pairs.any(|(name, value)| name == self.cookie_name && same(value, &self.cookie));
        if known { Ok(()) } else { Err(Refusal::Stranger) }
    }

    /// Takes the token of the first address for the cookie, once.
    ///
    /// # Errors
    /// When it is another, or was taken before.
    pub fn exchange(&self, token: &str) -> Result<String, Refusal> {
        if !same(token, &self.token) {
            return Err(Refusal::Token);
        }
        if std::mem::replace(&mut *self.used.lock().unwrap_or_else(PoisonError::into_inner), true) {
            return Err(Refusal::Used);
        }
        Ok(format!("{}={}; Path=/; HttpOnly; SameSite=Strict", self.cookie_name, self.cookie.as_str()))
    }

    /// What every answer carries: nothing from elsewhere, nothing inline, nothing kept.
    pub fn headers(&self) -> impl Iterator<Item = (HeaderName, HeaderValue)> {
        let policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self' blob:; \
             connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        [
            ("content-security-policy", policy),
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            // Not `no-referrer`: forms would come from the origin `null`.
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("permissions-policy", "camera=(self), microphone=(self), geolocation=(), payment=()"),
            ("cache-control", "no-store"),
        ]
        .into_iter()
        .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
    }
}

/// Whether two texts are the same, in a time that does not tell where they differ.
fn same(one: &str, other: &str) -> bool {
    let differ = one.bytes().zip(other.bytes()).fold(0, |seen, (a, b)| seen | (a ^ b));
    one.len() == other.len() && differ == 0
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a panic in a test is the report")]

    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
        }
        headers
    }

    #[test]
    fn only_names_of_the_loopback_are_hosts() {
        let guard = Guard::new(4812).unwrap();
        let asks = |host: &str| guard.looks_right(&Method::GET, false, &headers(&[("host", host)]));
        for host in ["127.0.0.1:4812", "[::1]:4812", "localhost:4812"] {
            assert_eq!(asks(host), Ok(()), "{host}");
        }
        for host in ["127.0.0.1", "127.0.0.1:80", "heyan.example:4812", "localhost.example:4812", "", "0.0.0.0:4812"] {
            assert_eq!(asks(host), Err(Refusal::Host), "{host}");
        }
        assert_eq!(guard.looks_right(&Method::GET, false, &headers(&[])), Err(Refusal::Host));
        let two = headers(&[("host", "127.0.0.1:4812"), ("host", "evil.example")]);
        assert_eq!(guard.looks_right(&Method::GET, false, &two), Err(Refusal::Host));
    }

    #[test]
    fn what_changes_something_comes_from_a_page_of_this_server() {
        let guard = Guard::new(4812).unwrap();
        let asks = |method, socket, origin: Option<&str>| {
            let mut pairs = vec![("host", "127.0.0.1:4812")];
            pairs.extend(origin.map(|origin| ("origin", origin)));
            guard.looks_right(&method, socket, &headers(&pairs))
        };
        assert_eq!(asks(Method::POST, false, Some("http://127.0.0.1:4812")), Ok(()));
        assert_eq!(asks(Method::GET, true, Some("http://127.0.0.1:4812")), Ok(()));
        assert_eq!(asks(Method::GET, false, None), Ok(()));
        let others =
            ["http://evil.example", "null", "https://127.0.0.1:4812", "http://127.0.0.1:4813", "http://localhost:4812"];
        for origin in others.map(Some).into_iter().chain([None]) {
            assert_eq!(asks(Method::POST, false, origin), Err(Refusal::Origin), "{origin:?}");
            assert_eq!(asks(Method::GET, true, origin), Err(Refusal::Origin), "{origin:?}");
        }
        assert_eq!(asks(Method::DELETE, false, None), Err(Refusal::Origin));
    }

    #[test]
    fn the_token_is_taken_once_and_the_cookie_is_known_from_then_on() {
        let guard = Guard::new(4812).unwrap();
        let token = guard.address().split_once("token=").unwrap().1.to_owned();
        assert_eq!(token.len(), 64);
        assert_eq!(guard.exchange(&"0".repeat(64)), Err(Refusal::Token));
        assert_eq!(guard.exchange(token.get(..63).unwrap()), Err(Refusal::Token));
        assert_eq!(guard.exchange(""), Err(Refusal::Token));
        let cookie = guard.exchange(&token).unwrap();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
        assert_eq!(guard.exchange(&token), Err(Refusal::Used));
        let pair = cookie.split(';').next().unwrap();
        assert_eq!(guard.knows(&headers(&[("cookie", &format!("a=b; {pair}"))])), Ok(()));
        assert_eq!(
            guard.knows(&headers(&[("cookie", &pair.replace("heyan_4812", "heyan_4813"))])),
            Err(Refusal::Stranger)
        );
        assert_eq!(guard.knows(&headers(&[("cookie", &format!("{pair}0"))])), Err(Refusal::Stranger));
        assert_eq!(guard.knows(&headers(&[])), Err(Refusal::Stranger));
    }
}
