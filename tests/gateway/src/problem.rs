//! Every refusal, as `application/problem+json` (RFC 9457).

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use heyan_case::api::{Problem, ProblemCode};

/// A refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused(pub ProblemCode);

impl Refused {
    fn status(self) -> StatusCode {
        match self.0 {
            ProblemCode::Malformed => StatusCode::BAD_REQUEST,
            ProblemCode::NotAllowed => StatusCode::UNAUTHORIZED,
            ProblemCode::NotFound => StatusCode::NOT_FOUND,
            ProblemCode::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            ProblemCode::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            ProblemCode::Internal | ProblemCode::Unknown => StatusCode::INTERNAL_SERVER_ERROR,
            // The request is one; it does not fit the case that is here.
            _ => StatusCode::CONFLICT,
        }
    }

    fn title(self) -> &'static str {
        match self.0 {
            ProblemCode::Malformed => "the request does not follow the description",
            ProblemCode::NotFound => "no such address",
            ProblemCode::MethodNotAllowed => "no such method at this address",
            ProblemCode::NotAllowed => "no token, or another case's",
            ProblemCode::TooLarge => "too many bytes",
            ProblemCode::ManifestBroken => "the manifest does not open",
            ProblemCode::Signature => "the manifest's signature does not hold",
            ProblemCode::OtherKey => "the manifest is signed with another key than the case's",
            ProblemCode::OtherCase => "the manifest names another case",
            ProblemCode::NonceUnknown => "the challenge was never given to this case",
            ProblemCode::NonceSpent => "the challenge is used up",
            ProblemCode::NonceExpired => "the challenge is too old",
            ProblemCode::RecordingUnbound => {
                "a recording was made for no challenge of this gateway, or for one too long ago"
            }
            ProblemCode::FileMissing => "a listed file has not arrived whole",
            ProblemCode::FileChanged => "a file is not the listed one",
            ProblemCode::FileBroken => "a file does not open",
            ProblemCode::AlreadySubmitted => "the case has a submission already",
            ProblemCode::Internal | ProblemCode::Unknown => "the gateway's own fault",
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = self.status();
        let problem = Problem { status: status.as_u16(), code: self.0, title: self.title().to_owned() };
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let mut response = (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response();
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, header::HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// The machine's trouble, which the client can only wait out. Its cause goes to the gateway's own log.
pub fn internal(error: impl std::fmt::Display) -> Refused {
    eprintln!("gateway: {error}");
    Refused(ProblemCode::Internal)
}
