//! A server that is not the right one gets nothing, and the error says what is wrong with it.
#![allow(clippy::expect_used, clippy::print_stdout, reason = "a panic in a test is the report")]

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::common::{Memory, case, noise, quick, shipment};
use heyan_case::upload::{Control, Distrust, HttpTransport, SpkiPin, Submission, SubmitError, Trust};
use heyan_gateway::{Certificate, serve_tls};
use heyan_rules::filing::Step;
use rcgen::CertificateParams;
use tokio::net::TcpListener;

/// A server that counts requests. Those of a client that distrusts it must never come.
async fn server(certificate: &Certificate) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let address = format!("https://localhost:{}", listener.local_addr().expect("address").port());
    let asked = Arc::new(AtomicUsize::new(0));
    let counts = asked.clone();
    let router = axum::Router::new().fallback(move || async move {
        counts.fetch_add(1, Ordering::Relaxed);
        axum::http::StatusCode::IM_A_TEAPOT
    });
    tokio::spawn(serve_tls(listener, certificate.server().expect("tls"), router));
    (address, asked)
}

fn certificate(folder: &Path, name: &str, change: impl FnOnce(&mut CertificateParams)) -> Certificate {
    let folder = folder.join(name);
    std::fs::create_dir_all(&folder).expect("folder");
    let certificate = Certificate { certificate: folder.join("certificate.pem"), key: folder.join("certificate.key") };
    let mut params = CertificateParams::new(vec!["localhost".to_owned()]).expect("names");
    change(&mut params);
    certificate.write(params).expect("written");
    certificate
}

async fn submitted(folder: &Path, address: &str, trust: Trust) -> SubmitError {
    let _ = std::fs::remove_dir_all(folder.join("case"));
    let case = case(folder, &[(Step::IdFront, noise(1, 100))]);
    let submission = Submission {
        transport: Arc::new(HttpTransport::new(trust, quick(), None).expect("client")),
        journal: Arc::new(Memory::default()),
        outbox: folder.join("outbox"),
        gateway: address.to_owned(),
        limits: quick(),
        control: Control::default(),
    };
    submission.run(&shipment(&case), Arc::new(|_| ())).await.expect_err("is refused")
}

fn pinned(pin: SpkiPin) -> Trust {
    Trust { pins: vec![pin], extra_roots: Vec::new() }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_to_a_server_that_is_not_the_right_one() {
    let folder = tempfile::tempdir().expect("folder");
    let folder = folder.path();
    let ours = certificate(folder, "ours", |_| ());
    let others = certificate(folder, "others", |_| ());
    let expired = certificate(folder, "expired", |params| {
        params.not_before = rcgen::date_time_ymd(2020, 1, 1);
        params.not_after = rcgen::date_time_ymd(2021, 1, 1);
    });
    let early = certificate(folder, "early", |params| {
        params.not_before = rcgen::date_time_ymd(2400, 1, 1);
        params.not_after = rcgen::date_time_ymd(2401, 1, 1);
    });
    let named = certificate(folder, "named", |params| {
        *params = CertificateParams::new(vec!["gateway.example".to_owned()]).expect("names");
    });
    let pin = |certificate: &Certificate| certificate.pin().expect("pin");
    let root = |certificate: &Certificate| Trust {
        pins: Vec::new(),
        extra_roots: vec![certificate.der().expect("der").to_vec()],
    };
    let both = Trust { pins: vec![pin(&ours)], ..root(&others) };
    for (what, shown, trust, distrust) in [
        ("another server's key where one is pinned", &others, pinned(pin(&ours)), Distrust::WrongPin),
        ("a certificate trusted, and another key pinned", &others, both, Distrust::WrongPin),
        ("a certificate that nobody trusted issued", &others, Trust::default(), Distrust::UnknownIssuer),
        ("another issuer than the one trusted", &others, root(&ours), Distrust::UnknownIssuer),
        ("an expired certificate, its key pinned", &expired, pinned(pin(&expired)), Distrust::Expired),
        ("an expired certificate, trusted", &expired, root(&expired), Distrust::Expired),
        ("one of a time to come", &early, pinned(pin(&early)), Distrust::NotYetValid),
        ("one for another name, its key pinned", &named, pinned(pin(&named)), Distrust::OtherName),
    ] {
        let (address, asked) = server(shown).await;
        let error = submitted(folder, &address, trust).await;
        assert!(matches!(&error, SubmitError::Distrust(found) if *found == distrust), "{what}: {error:?}");
        assert!(error.to_string().ends_with("nothing was sent"), "{error}");
        assert_eq!(asked.load(Ordering::Relaxed), 0, "{what}: nothing was asked");
    }
    let (address, asked) = server(&ours).await;
    let spare = Trust { pins: vec![pin(&others), pin(&ours)], extra_roots: Vec::new() };
    let believed = submitted(folder, &address, spare).await;
    assert!(matches!(believed, SubmitError::Unreachable(_)), "a teapot is no gateway: {believed:?}");
    assert_eq!(asked.load(Ordering::Relaxed), 1, "the second pin is as good as the first");
}

#[tokio::test(flavor = "multi_thread")]
async fn plain_http_is_refused_before_a_connection() {
    let folder = tempfile::tempdir().expect("folder");
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let address = format!("http://localhost:{}", listener.local_addr().expect("address").port());
    let error = submitted(folder.path(), &address, Trust::default()).await;
    assert!(matches!(error, SubmitError::Distrust(Distrust::PlainHttp)), "{error:?}");
    let came = tokio::time::timeout(std::time::Duration::from_millis(200), listener.accept()).await;
    assert!(came.is_err(), "not even a connection");
    let error = submitted(folder.path(), "gopher://localhost", Trust::default()).await;
    assert!(matches!(error, SubmitError::Distrust(Distrust::Address)), "{error:?}");
}
