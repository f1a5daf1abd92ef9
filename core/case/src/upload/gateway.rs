//! The gateway's requests beside the files themselves.

use std::time::{Duration, Instant};

use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::time::sleep;

use super::backoff;
use super::control::{Control, Want};
use super::file::dice;
use super::limits::UploadLimits;
use super::transport::{Body, Distrust, Failure, Method, Request, Transport};
use crate::api::{CaseOpened, CaseStatus, Challenge, OpenCase, Problem, ProblemCode, Receipt, Submit, UploadPlace};

/// A gateway at an address.
pub struct Gateway<'a> {
    /// Carries the requests.
    pub transport: &'a dyn Transport,
    /// `https://host[:port]`, without a slash at its end.
    pub address: &'a str,
    /// Numbers.
    pub limits: &'a UploadLimits,
}

/// Why the gateway did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum GatewayError {
    /// It said no.
    #[error("the gateway refused: {}", .0.as_str())]
    Refused(ProblemCode),
    /// It answers what is no answer of a gateway.
    #[error("what answers there is no gateway (status {0})")]
    NoGateway(u16),
    /// It is not the one it should be.
    #[error(transparent)]
    Distrust(#[from] Distrust),
    /// Tried for long enough.
    #[error("the gateway could not be reached: {0}")]
    Unreachable(Failure),
    /// It is in trouble itself.
    #[error("the gateway is in trouble (status {0})")]
    Trouble(u16),
    /// It was asked to stop.
    #[error("stopped")]
    Stopped(Want),
}

impl Gateway<'_> {
    /// Makes a case known. Asked twice it makes two, of which the first stays empty and expires.
    pub async fn open_case(&self, open: &OpenCase, control: &Control) -> Result<CaseOpened, GatewayError> {
        self.call(Method::Post, "/v1/cases", None, Some(open), control).await
    }

    /// Asks for a new challenge.
    pub async fn challenge(&self, case: &str, token: &str, control: &Control) -> Result<Challenge, GatewayError> {
        self.call::<(), _>(Method::Post, &format!("/v1/cases/{case}/challenge"), Some(token), None, control).await
    }

    /// Asks where to upload, and sealed to whom.
    pub async fn upload_place(&self, case: &str, token: &str, control: &Control) -> Result<UploadPlace, GatewayError> {
        self.call::<(), _>(Method::Get, &format!("/v1/cases/{case}/upload"), Some(token), None, control).await
    }

    /// Hands the manifest in. The same submission handed in again gives the same receipt.
    pub async fn submit(
        &self,
        case: &str,
        token: &str,
        submit: &Submit,
        control: &Control,
    ) -> Result<Receipt, GatewayError> {
        self.call(Method::Post, &format!("/v1/cases/{case}/submission"), Some(token), Some(submit), control).await
    }

    /// Asks where the order stands.
    pub async fn status(&self, case: &str, token: &str, control: &Control) -> Result<CaseStatus, GatewayError> {
        self.call::<(), _>(Method::Get, &format!("/v1/cases/{case}"), Some(token), None, control).await
    }

    /// Asks until an answer comes that decides.
    async fn call<I: Serialize, O: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        token: Option<&str>,
        body: Option<&I>,
        control: &Control,
    ) -> Result<O, GatewayError> {
        let mut headers = vec![("accept", "application/json".to_owned())];
        headers.extend(token.map(|token| ("authorization", format!("Bearer {token}"))));
        // These types are maps, lists, texts and numbers: writing them cannot fail.
        let body = body.and_then(|body| serde_json::to_vec(body).ok()).map_or(Body::Empty, Body::Bytes);
        if body != Body::Empty {
            headers.push(("content-type", "application/json".to_owned()));
        }
        let request = Request { method, url: format!("{}{path}", self.address), headers, body };
        let began = Instant::now();
        let mut changes = control.listen();
        changes.mark_unchanged();
        for failures in 1_u32.. {
            if control.wanted() != Want::Run {
                return Err(GatewayError::Stopped(control.wanted()));
            }
            let answered = tokio::select! {
                answered = self.transport.send(request.clone(), &|_| ()) => answered,
                _ = changes.changed() => {
                    self.transport.network_changed();
                    continue;
                }
            };
            let trouble = match answered {
                Ok(answer) => match answer.status {
                    200..=299 => {
                        let read = serde_json::from_slice(&answer.body);
                        return read.map_err(|_| GatewayError::NoGateway(answer.status));
                    }
                    408 | 425 | 429 | 500..=599 => GatewayError::Trouble(answer.status),
                    status => {
                        let problem = serde_json::from_slice::<Problem>(&answer.body);
                        return Err(problem
                            .map_or(GatewayError::NoGateway(status), |problem| GatewayError::Refused(problem.code)));
                    }
                },
                Err(Failure::Distrust(distrust)) => return Err(distrust.into()),
                Err(failure) => GatewayError::Unreachable(failure),
            };
            if began.elapsed() > Duration::from_millis(self.limits.no_progress_ms) {
                return Err(trouble);
            }
            tokio::select! {
                () = sleep(Duration::from_millis(backoff::wait_ms(self.limits, failures, dice()))) => {}
                _ = changes.changed() => self.transport.network_changed(),
            }
        }
        Err(GatewayError::Unreachable(Failure::Connect))
    }
}
