//! The ports over a real vault, without models and without a gateway.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use heyan::rules::filing::profile::Profile;
use heyan::rules::filing::{Standing, Step};
use heyan::rules::words::Words;
use heyan::vault::seal::AppBuild;
use heyan::vault::upload::{Answer, Boxed, Failure, Request, Transport};
use heyan::vault::{DataKey, KeyError, KeyKind, KeyProvider, Purpose};
use heyan_app::cases::{Cases, CasesIntent};
use heyan_app::consent::{Consent, ConsentIntent};
use heyan_app::device::{self, Carrier, Device, Gateway, Keys};
use heyan_app::face::Face;
use heyan_app::letter::{Letter, LetterIntent};
use heyan_app::new_case::{NewCase, NewCaseIntent};
use heyan_app::order::{Order, OrderIntent};
use heyan_app::ports::Store;
use heyan_app::review::ReviewIntent;
use heyan_app::scan::Scan;
use heyan_app::send::{Send, SendIntent, SendPhase};
use heyan_app::statement::{Statement, StatementIntent};
use heyan_app::typed::{Typed, TypedField, TypedIntent};
use heyan_app::{Desk, Effect, Lang, Place, ProblemKind};
use jiff::Timestamp;

use crate::shell::Shell;

/// Keys in memory: they seal nothing, they can be lost.
#[derive(Clone, Default)]
struct Memory(Arc<Mutex<BTreeSet<String>>>);

struct Key {
    memory: Memory,
    alias: String,
    create: bool,
}

impl Keys for Memory {
    fn of(&self, alias: &str, create: bool) -> Box<dyn KeyProvider> {
        Box::new(Key { memory: self.clone(), alias: alias.to_owned(), create })
    }
}

impl Key {
    fn there(&self) -> Result<(), KeyError> {
        let mut known = self.memory.0.lock().unwrap();
        if self.create {
            known.insert(self.alias.clone());
        }
        known.contains(&self.alias).then_some(()).ok_or(KeyError::Gone)
    }
}

impl KeyProvider for Key {
    fn kind(&self) -> KeyKind {
        KeyKind::Platform
    }

    fn parameters(&self) -> Vec<u8> {
        self.alias.as_bytes().to_vec()
    }

    fn wrap(&self, key: &DataKey) -> Result<Vec<u8>, KeyError> {
        self.there()?;
        Ok(key.expose().iter().map(|byte| !byte).collect())
    }

    fn unwrap(&self, wrapped: &[u8]) -> Result<DataKey, KeyError> {
        self.there()?;
        DataKey::of(&wrapped.iter().map(|byte| !byte).collect::<Vec<_>>()).ok_or(KeyError::Refused)
    }

    fn forget(&self) -> Result<(), KeyError> {
        self.memory.0.lock().unwrap().remove(&self.alias);
        Ok(())
    }
}

fn store(folder: &Path, keys: &Memory) -> Arc<dyn Store> {
    store_at(folder, keys, "", Carrier::Http { pins: Vec::new(), roots_pem: None })
}

fn store_at(folder: &Path, keys: &Memory, address: &str, carrier: Carrier) -> Arc<dyn Store> {
    let app = AppBuild { name: "test".to_owned(), version: "1".to_owned(), platform: "test".to_owned() };
    Arc::new(device::Cases::new(Device {
        cases: folder.join("cases"),
        rollback_guard: folder.join("guard"),
        keys: Arc::new(keys.clone()),
        pack: folder.join("no models"),
        threads: 1,
        clock: Arc::new(Timestamp::now),
        gateway: Gateway { address: address.to_owned(), app, carrier },
    }))
}

/// A case of 王小明, made on the screen.
fn made(desk: &Arc<Desk>) -> String {
    let mut shell = Shell::open(NewCase::new(desk.clone()));
    for (field, text) in [(TypedField::Name, "王小明"), (TypedField::IdNumber, "11010519491231002X")] {
        shell.intend(NewCaseIntent::Type { field, text: text.into() });
    }
    shell.intend(NewCaseIntent::Create);
    match shell.did().pop() {
        Some(Effect::GoFromHome(Place::CaseHome { case })) => case,
        other => panic!("no case was made: {other:?} {:?}", shell.state().problem),
    }
}

fn desk(folder: &Path) -> (Arc<Desk>, Memory) {
    let keys = Memory::default();
    (Desk::new(store(folder, &keys), Lang::En), keys)
}

#[test]
fn a_case_is_made_corrected_agreed_to_and_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, keys) = desk(folder.path());
    let case = made(&desk);
    let mut typed = Shell::open(Typed::new(desk.clone(), case.clone()));
    assert_eq!(typed.state().name.expose(), "王小明");
    typed.intend(TypedIntent::Type { field: TypedField::Domain, text: " example.cn ".into() });
    typed.intend(TypedIntent::Type { field: TypedField::Name, text: " ".into() });
    typed.intend(TypedIntent::Save);
    assert_eq!(typed.state().problem.unwrap().code, "case.bad_name");
    typed.intend(TypedIntent::Type { field: TypedField::Name, text: "王晓明".into() });
    typed.intend(TypedIntent::Save);
    assert!(typed.state().saved, "{:?}", typed.state().problem);
    // Two screens share the case that is open.
    let mut consent = Shell::open(Consent::new(desk.clone(), case.clone()));
    consent.intend(ConsentIntent::Agree { purpose: Purpose::SendFace });
    assert!(consent.state().consents.iter().any(|row| row.given), "{:?}", consent.state().problem);
    typed.leave();
    consent.leave();
    let again = Desk::new(store(folder.path(), &keys), Lang::En);
    let words = Shell::open(Typed::new(again.clone(), case.clone()));
    assert_eq!((words.state().name.expose(), words.state().domain.expose()), ("王晓明", "example.cn"));
    words.screen.leave();
    let mut cases = Shell::open(Cases::new(again));
    assert_eq!((cases.state().rows.len(), cases.state().rows[0].done), (1, 0));
    cases.intend(CasesIntent::Delete { name: case });
    assert!(cases.state().rows.is_empty() && keys.0.lock().unwrap().is_empty(), "{:?}", cases.state().problem);
}

#[test]
fn a_lost_key_and_missing_models_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, keys) = desk(folder.path());
    let case = made(&desk);
    let scan = Shell::open(Scan::new(desk.clone(), case.clone(), Step::IdFront));
    assert_eq!(scan.state().problem.unwrap().kind, ProblemKind::Models);
    let face = Shell::open(Face::new(desk.clone(), case.clone()));
    assert_eq!(face.state().problem.unwrap().kind, ProblemKind::Models);
    assert!(!face.state().steps.is_empty(), "what is asked was drawn here, without a gateway");
    let statement = Shell::open(Statement::new(desk.clone(), case.clone()));
    assert!(statement.state().typing.is_some(), "the text names a domain that nobody typed");
    scan.screen.leave();
    face.screen.leave();
    statement.screen.leave();
    keys.0.lock().unwrap().clear();
    let cases = Shell::open(Cases::new(desk));
    assert_eq!(cases.state().rows[0].problem.as_ref().map(|problem| problem.kind), Some(ProblemKind::KeyGone));
}

#[test]
fn a_file_that_nothing_looks_into_is_kept_by_insisting_and_sent_to_nobody_without_a_gateway() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, _) = desk(folder.path());
    let case = made(&desk);
    let path = folder.path().join("plan.pdf");
    std::fs::write(&path, b"%PDF-1.7 and so on").unwrap();
    let mut letter = Shell::open(Letter::new(desk.clone(), case.clone(), Step::ConstructionPlan));
    letter.intend(LetterIntent::Chosen { path: path.to_str().unwrap().to_owned() });
    letter.intend(LetterIntent::Judge);
    let review = letter.state().review.unwrap();
    assert!(review.findings.iter().any(|finding| finding.code == "filing.not_judged"));
    letter.intend(LetterIntent::Review(ReviewIntent::Keep));
    assert!(letter.did().is_empty());
    letter.intend(LetterIntent::Review(ReviewIntent::Insist));
    assert_eq!(letter.did(), [Effect::Back]);
    letter.leave();
    let summary = desk.store().open(&case).unwrap().summary().unwrap();
    let kept = summary.steps.iter().find(|step| step.step == Step::ConstructionPlan).unwrap();
    assert_eq!((kept.standing, kept.bytes), (Standing::Forced, 18));
    let mut send = Shell::open(Send::new(desk.clone(), case.clone()));
    assert_eq!((send.state().rows.len(), send.state().missing.len()), (1, 1));
    let mut consent = Shell::open(Consent::new(desk.clone(), case.clone()));
    consent.intend(ConsentIntent::Agree { purpose: Purpose::SendIdentity });
    send.leave();
    let mut send = Shell::open(Send::new(desk.clone(), case.clone()));
    send.intend(SendIntent::Send);
    assert!(send.state().problem.is_some() && send.state().phase == SendPhase::Paused);
    let mut order = Shell::open(Order::new(desk, case));
    order.intend(OrderIntent::Ask);
    assert!(order.state().problem.is_some() && !order.state().asking);
}

/// A gateway that names the last three actions of the profile, and counts how often it was asked for them.
struct Asks(Arc<AtomicUsize>);

fn named() -> Vec<heyan::rules::liveness::Action> {
    Profile::named("huawei", None).unwrap().challenge.actions.into_iter().rev().take(3).collect()
}

impl Transport for Asks {
    fn send<'a>(
        &'a self,
        request: Request,
        _: &'a (dyn Fn(u64) + std::marker::Send + Sync),
    ) -> Boxed<'a, Result<Answer, Failure>> {
        let body = if request.url.ends_with("/challenge") {
            let nth = self.0.fetch_add(1, Ordering::SeqCst);
            let actions: Vec<&str> = named().iter().map(|action| action.as_str()).collect();
            let soon = Timestamp::now().as_millisecond() + 600_000;
            serde_json::json!({ "nonce": format!("{nth:032}"), "actions": actions, "expires_at_ms": soon })
        } else {
            serde_json::json!({ "case": "c", "token": "t" })
        };
        let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        let body = body.to_string().into_bytes();
        Box::pin(async move { Ok(Answer { status: 200, headers, body }) })
    }

    fn network_changed(&self) {}
}

#[test]
fn the_gateway_is_asked_once_before_a_recording_and_its_word_stays() {
    let (folder, asked) = (tempfile::tempdir().unwrap(), Arc::new(AtomicUsize::new(0)));
    let carrier = Carrier::Shell(Arc::new(Asks(asked.clone())));
    let desk = Desk::new(store_at(folder.path(), &Memory::default(), "https://gateway.test", carrier), Lang::En);
    let case = made(&desk);
    assert_eq!(asked.load(Ordering::SeqCst), 0, "a case that nothing is recorded of asks nobody");
    let face = Shell::open(Face::new(desk.clone(), case.clone()));
    let words = Words::new(Lang::En);
    let told: Vec<String> = face.state().steps.into_iter().map(|step| step.asked).collect();
    assert_eq!(told, named().iter().map(|action| words.ask(*action)).collect::<Vec<_>>());
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    face.screen.leave();
    Shell::open(Scan::new(desk.clone(), case.clone(), Step::IdFront)).screen.leave();
    let mut statement = Shell::open(Statement::new(desk.clone(), case.clone()));
    assert_eq!(asked.load(Ordering::SeqCst), 2, "what is read aloud follows from a word of its own");
    let domain = TypedIntent::Type { field: TypedField::Domain, text: "example.cn".into() };
    statement.intend(StatementIntent::Typed(domain));
    statement.intend(StatementIntent::Typed(TypedIntent::Save));
    assert!(statement.state().typing.is_none());
    assert_eq!(statement.state().problem.unwrap().kind, ProblemKind::Models, "as far as it goes without models");
    assert_eq!(asked.load(Ordering::SeqCst), 2, "a blank that is filled in is no reason to ask again");
}
