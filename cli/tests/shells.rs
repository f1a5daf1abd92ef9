//! One way in: the same material through the command line and through the binding leaves the same in the case.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use heyan::rules::document::FieldKey;
use heyan::rules::filing::Step;
use heyan::rules::liveness::{Action, Challenge};
use heyan::rules::matching::FaceNumbers;
use heyan::rules::words::Words;
use heyan::vault::{self, Case, DataKey, FolderGuard, Judgement, KeyError, KeyFile, KeyKind};
use heyan_cli::video::Video;
use heyan_ffi::{
    App, ConsentIntent, ConsentScreen, Desk, Effect, FaceIntent, FaceScreen, Folders, FrameMeta, Gateway, HeyanError,
    KeyProvider, Lang, LetterIntent, LetterScreen, NewCaseIntent, NewCaseScreen, PixelFormat, Place, PortraitScreen,
    Purpose, Recorded, ReviewIntent, ScanScreen, StatementIntent, StatementScreen, Step as FfiStep, TakeIntent,
    TypedField,
};
use heyan_tests::card::Side;
use heyan_tests::heads::cast::Cast;
use heyan_tests::heads::kind::Kind as HeadKind;
use heyan_tests::heads::{stage, video};
use heyan_tests::letters::{Fault, Letter, Order as LetterOrder, letter};
use heyan_tests::portraits::kind::Kind as PortraitKind;
use heyan_tests::portraits::suite::Order as PortraitOrder;
use heyan_tests::portraits::{people, stage as studio};
use heyan_tests::set::{Split, TODAY, Wanted, generate};
use jiff::Timestamp;

const NAME: &str = "孙熙博";
const DOMAIN: &str = "xiaohe.cn";
/// What this provider draws from, all of it in some order: one turn alone may leave it open whether a head or a picture turns.
const ACTIONS: [Action; 3] = [Action::TurnLeft, Action::Nod, Action::TurnRight];
/// A provider whose text holds neither day nor digits, so that both cases ask the same; who takes only long
/// recordings, and portraits larger than the usual.
const PROFILE: &str = "schema = 1\nname = \"own\"\nlevel = \"provider\"\nextends = \"huawei\"\n\
    [challenge]\nactions = [\"turn_left\", \"nod\", \"turn_right\"]\ncount = 3\nsource = \"OURS\"\ndate = \"2026\"\n\
    [exports.liveness]\nmin_duration_s = 120.0\nsource = \"OURS\"\ndate = \"2026\"\n\
    [exports.statement]\nmin_duration_s = 120.0\nsource = \"OURS\"\ndate = \"2026\"\n\
    [exports.portrait]\nformats = [\"jpg\"]\nmin_side_px = 660\nsource = \"OURS\"\ndate = \"2026\"\n\
    [statement]\nsource = \"OURS\"\ndate = \"2026\"\n[statement.template]\nversion = 1\nid = \"own\"\nedition = \"1\"\n\
    source = \"ours\"\ntext = \"我是{responsible_name}，网站{domain}由我负责，所填信息真实准确。\"\n\
    fields = [\"responsible_name\", \"domain\"]\n";

fn pack() -> PathBuf {
    let named = std::env::var_os("HEYAN_PACK").filter(|value| !value.is_empty()).map(PathBuf::from);
    named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("models/pack"))
}

/// A key store that keeps nothing from anybody: the test opens what the phone has kept.
struct Plain;

const HIDE: u8 = 0x5a;

fn hidden(key: &[u8]) -> Vec<u8> {
    key.iter().map(|byte| byte ^ HIDE).collect()
}

impl KeyProvider for Plain {
    fn wrap(&self, _: String, key: Vec<u8>, _: bool) -> Result<Vec<u8>, HeyanError> {
        Ok(hidden(&key))
    }

    fn unwrap(&self, _: String, wrapped: Vec<u8>) -> Result<Vec<u8>, HeyanError> {
        Ok(hidden(&wrapped))
    }

    fn forget(&self, _: String) -> Result<(), HeyanError> {
        Ok(())
    }
}

impl vault::KeyProvider for Plain {
    fn kind(&self) -> KeyKind {
        KeyKind::Platform
    }

    fn parameters(&self) -> Vec<u8> {
        Vec::new()
    }

    fn wrap(&self, key: &DataKey) -> Result<Vec<u8>, KeyError> {
        Ok(hidden(key.expose()))
    }

    fn unwrap(&self, wrapped: &[u8]) -> Result<DataKey, KeyError> {
        DataKey::of(&hidden(wrapped)).ok_or(KeyError::Refused)
    }
}

/// What a case holds of a step.
struct Held {
    files: Vec<Vec<u8>>,
    said: Said,
    face: Option<FaceNumbers>,
}

/// What it knows of those files.
#[derive(Debug, PartialEq)]
struct Said {
    judgement: Judgement,
    fields: BTreeMap<FieldKey, String>,
    findings: Vec<String>,
    filing: Vec<String>,
    challenge: Option<Challenge>,
}

fn held(case: &Case, step: Step) -> Held {
    let record = case.file().steps.get(&step).unwrap_or_else(|| panic!("{step} was not kept"));
    let read = |id: &vault::RecordId| {
        let mut bytes = Vec::new();
        case.vault().read(*id).unwrap().read_to_end(&mut bytes).unwrap();
        bytes
    };
    let said = Said {
        judgement: record.judgement,
        fields: record.fields.iter().map(|(key, kept)| (*key, kept.0.expose().clone())).collect(),
        findings: record.findings.clone(),
        filing: record.filing.clone(),
        challenge: record.challenge.clone(),
    };
    Held { files: record.records.iter().map(read).collect(), said, face: record.face.clone() }
}

/// Both shells, each with a case of its own of the same person.
struct Shells {
    folder: tempfile::TempDir,
    phone: Arc<Desk>,
    /// The phone's case.
    name: String,
    today: String,
}

/// Does all work that `effects` want and what comes of it; the rest comes back in its order.
fn done(effects: Vec<Effect>) -> Vec<Effect> {
    let one = |effect| match effect {
        Effect::Work { task } => done(task.run()),
        other => vec![other],
    };
    effects.into_iter().flat_map(one).collect()
}

/// Whether the screen is left by itself, as it is once something was kept.
fn left(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::Back))
}

impl Shells {
    fn new(number: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("own.toml"), PROFILE).unwrap();
        let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        let folders =
            Folders { cases: at("phone"), rollback_guard: at("guard"), pack: pack().to_str().unwrap().to_owned() };
        let app = App { name: "test".to_owned(), version: "1".to_owned(), platform: "test".to_owned() };
        let gateway = Gateway { address: String::new(), pins: Vec::new(), roots_pem: None, app };
        let phone = Arc::new(Desk::new(folders, Arc::new(Plain), gateway, 1, Lang::En, None));
        let new = NewCaseScreen::new(phone.clone());
        done(new.start());
        new.intend(NewCaseIntent::Profile { text: PROFILE.to_owned() });
        for (field, text) in [(TypedField::Name, NAME), (TypedField::IdNumber, number), (TypedField::Domain, DOMAIN)] {
            new.intend(NewCaseIntent::Type { field, text: text.into() });
        }
        let name = match done(new.intend(NewCaseIntent::Create)).pop() {
            Some(Effect::GoFromHome { place: Place::CaseHome { case } }) => case,
            _ => panic!("no case was made: {:?}", new.state().problem),
        };
        let shells = Self { phone, name, folder, today: Case::day_of(Timestamp::now()).to_string() };
        let new = ["new", "desk", "--profile", "own.toml", "--name", NAME, "--id-number", number, "--domain", DOMAIN];
        let made = shells.desk(&new);
        assert_eq!(made.status.code(), Some(0), "{}", String::from_utf8_lossy(&made.stderr));
        assert_eq!(shells.desk(&["ask", "desk"]).status.code(), Some(0));
        assert_eq!(shells.desk(&["consent", "desk", "--give", "compare_face"]).status.code(), Some(0));
        let consent = ConsentScreen::new(shells.phone.clone(), shells.name.clone());
        done(consent.start());
        done(consent.intend(ConsentIntent::Agree { purpose: Purpose::CompareFace }));
        assert!(consent.state().consents.iter().any(|row| row.given && row.purpose == Purpose::CompareFace));
        shells
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn desk(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_heyan"));
        command.current_dir(self.folder.path()).env("LANG", "C").env_remove("LC_ALL").env_remove("LC_MESSAGES");
        command.env("HEYAN_STATE", self.path("state")).env("HEYAN_PACK", pack()).stdin(Stdio::null());
        command.arg("case").args(args).args(["--key-file", "key"]).output().unwrap()
    }

    /// Has the desk keep `files` of `step`, whatever it says of them.
    fn add(&self, step: Step, files: &[&Path], more: &[&str]) {
        let files = files.iter().map(|path| path.to_str().unwrap());
        let args = ["add", "desk", step.as_str(), "--force", "--threads", "1", "--today", &self.today];
        let args: Vec<&str> = args.into_iter().chain(files).chain(more.iter().copied()).collect();
        let added = self.desk(&args);
        assert_eq!(added.status.code(), Some(0), "{step}: {}", String::from_utf8_lossy(&added.stderr));
    }

    /// The phone's screen of one document.
    fn scan(&self, step: FfiStep, still: Vec<u8>) {
        let scan = ScanScreen::new(self.phone.clone(), self.name.clone(), step);
        done(scan.start());
        done(scan.intend(TakeIntent::Taken { still }));
        let kept = done(scan.intend(TakeIntent::Review(ReviewIntent::Insist)));
        assert!(left(&kept), "{step}: {:?}", scan.state());
        scan.leave();
    }

    /// The phone's screen of a letter.
    fn letter(&self, step: FfiStep, paths: &[PathBuf]) {
        let letter = LetterScreen::new(self.phone.clone(), self.name.clone(), step);
        done(letter.start());
        for path in paths {
            letter.intend(LetterIntent::Chosen { path: path.to_str().unwrap().to_owned() });
        }
        done(letter.intend(LetterIntent::Judge));
        let kept = done(letter.intend(LetterIntent::Review(ReviewIntent::Insist)));
        assert!(left(&kept), "{step}: {:?}", letter.state());
        letter.leave();
    }

    /// What both hold of each of `steps`, compared.
    fn compared(self, steps: &[Step]) -> Vec<Held> {
        // Closed: a case is open once.
        let Self { folder, phone, name, .. } = self;
        drop(phone);
        let at = |name: &str| folder.path().join(name);
        let keys = Box::new(KeyFile::read(&at("key")).unwrap());
        let guard = |folder: PathBuf| Box::new(FolderGuard::new(folder));
        let desk = Case::open(&at("desk"), keys, guard(at("state").join("cases")), Timestamp::now()).unwrap();
        let phone = Case::open(&at("phone").join(name), Box::new(Plain), guard(at("guard")), Timestamp::now()).unwrap();
        let both = |step: &Step| {
            let (desk, phone) = (held(&desk, *step), held(&phone, *step));
            let sizes = |held: &Held| held.files.iter().map(Vec::len).collect::<Vec<_>>();
            assert_eq!(sizes(&desk), sizes(&phone), "{step}");
            // Not printed: megabytes.
            assert!(desk.files == phone.files, "{step}: other bytes");
            assert_eq!(desk.said, phone.said, "{step}");
            // A phone that cannot keep up leaves out frames, and the best of the others are nearly the same face.
            let apart = desk.face.as_ref().zip(phone.face.as_ref()).map(|(a, b)| a.distance(b).unwrap());
            assert_eq!(desk.face.is_some(), phone.face.is_some(), "{step}");
            assert!(apart.is_none_or(|distance| distance < 0.05), "{step}: {apart:?}");
            phone
        };
        steps.iter().map(both).collect()
    }
}

fn has(codes: &[String], code: &str) -> bool {
    codes.iter().any(|known| known == code)
}

#[test]
fn documents_portrait_and_papers_are_the_same_in_both() {
    let pick = |side, from: u64| {
        let mut all = (from..).map(|i| generate(Split::Tuning, 11, i, Wanted::Good(side), TODAY));
        all.find(|case| case.truth.file.ends_with("jpg") && !case.truth.tags.iter().any(|t| t.starts_with("exif")))
    };
    let (front, back) = (pick(Side::Front, 100).unwrap(), pick(Side::Back, 200).unwrap());
    // The number is right and the name is not: that is for the filing to find.
    let shells = Shells::new(&front.truth.fields["id_number"]);
    for (step, ours, picture) in
        [(Step::IdFront, FfiStep::IdFront, front.picture), (Step::IdBack, FfiStep::IdBack, back.picture)]
    {
        let path = shells.path(&format!("{step}.jpg"));
        fs::write(&path, &picture).unwrap();
        shells.add(step, &[&path], &[]);
        shells.scan(ours, picture);
    }
    let people = people::open(&pack()).unwrap();
    let order = PortraitOrder { split: Split::Tuning, kind: PortraitKind::Good, thing: None, index: 0 };
    let portrait = studio::portrait(&people, order, 3).jpeg;
    let path = shells.path("portrait.jpg");
    fs::write(&path, &portrait).unwrap();
    shells.add(Step::Portrait, &[&path], &[]);
    let screen = PortraitScreen::new(shells.phone.clone(), shells.name.clone());
    done(screen.start());
    done(screen.intend(TakeIntent::Taken { still: portrait.clone() }));
    assert!(left(&done(screen.intend(TakeIntent::Review(ReviewIntent::Insist)))), "{:?}", screen.state());
    screen.leave();
    let page = |seed, fault| {
        let day = (2026, 11, 24);
        letter(&LetterOrder {
            letter: Letter::Promise,
            fault,
            name: NAME,
            domain: DOMAIN,
            day,
            split: Split::Tuning,
            seed,
        })
    };
    let pages = [page(1, Fault::None), page(2, Fault::Unsigned)];
    let paths: Vec<PathBuf> = (0..pages.len()).map(|n| shells.path(&format!("page-{n}.jpg"))).collect();
    paths.iter().zip(&pages).for_each(|(path, page)| fs::write(path, page).unwrap());
    shells.add(Step::PromiseLetter, &paths.iter().map(PathBuf::as_path).collect::<Vec<_>>(), &[]);
    shells.letter(FfiStep::PromiseLetter, &paths);
    let pdf = vec![shells.path("paper.pdf")];
    fs::write(&pdf[0], b"%PDF-1.7\nnothing that anything here could draw").unwrap();
    shells.add(Step::CommitmentLetter, &[&pdf[0]], &[]);
    shells.letter(FfiStep::CommitmentLetter, &pdf);

    let steps = [Step::IdFront, Step::IdBack, Step::Portrait, Step::PromiseLetter, Step::CommitmentLetter];
    let held = shells.compared(&steps);
    assert!(has(&held[0].said.filing, "filing.name_mismatch") && held[0].said.fields.contains_key(&FieldKey::IdNumber));
    assert!(held[1].said.fields.contains_key(&FieldKey::ValidUntil));
    // Kept is the cut, of the provider's size, and not what was taken.
    let kept = image::load_from_memory(&held[2].files[0]).unwrap();
    assert_eq!((kept.width(), kept.height()), (660, 880), "{:?}", held[2].said.findings);
    assert_ne!(held[2].files[0], portrait);
    // The person who was drawn on the card is not the one in the studio.
    assert!(held[0].face.is_some() && held[2].face.is_some() && held[1].face.is_none());
    assert!(held[2].said.filing.iter().any(|code| code.starts_with("case.face_")), "{:?}", held[2].said.filing);
    assert_eq!(held[3].files, pages);
    assert!(has(&held[4].said.findings, "filing.not_judged"));
}

#[test]
fn recordings_are_the_same_in_both() {
    let shells = Shells::new("330106198806210012");
    // The order is the phone's: it draws, and the desk is told what it drew.
    let face = FaceScreen::new(shells.phone.clone(), shells.name.clone());
    done(face.start());
    let words = Words::new(Lang::En);
    let drawn = |asked: &str| ACTIONS.into_iter().find(|action| words.ask(*action) == asked).unwrap();
    let actions: Vec<Action> = face.state().steps.iter().map(|step| drawn(&step.asked)).collect();
    let cast = Cast::open(&pack()).expect("faces: run `cargo xtask setup` before the tests");
    let clip = stage::clip_of(&cast, Split::Tuning, 5, HeadKind::Run, 0, &actions);
    let path = video::write(&clip, shells.folder.path(), video::Coding::Mp4).unwrap();
    let told: Vec<&str> = actions.iter().map(|action| action.as_str()).collect();
    shells.add(Step::Liveness, &[&path], &["--actions", &told.join(",")]);
    shells.add(Step::Statement, &[&path], &[]);

    // The phone's camera gives the frames that the file has.
    let opened = done(face.intend(FaceIntent::Permitted { yes: true }));
    assert!(opened.iter().any(|effect| matches!(effect, Effect::OpenCamera { .. })), "{:?}", face.state());
    frames(&path, |picture, meta| face.frame(picture, meta).unwrap());
    assert!(face.state().ended, "{:?}", face.state());
    done(face.intend(FaceIntent::Stopped(recorded(&path))));
    let kept = done(face.intend(FaceIntent::Review(ReviewIntent::Insist)));
    assert!(left(&kept), "{:?}", face.state());
    face.leave();
    let statement = StatementScreen::new(shells.phone.clone(), shells.name.clone());
    done(statement.start());
    statement.intend(StatementIntent::Record);
    let opened = done(statement.intend(StatementIntent::Permitted { yes: true }));
    assert!(opened.iter().any(|effect| matches!(effect, Effect::OpenCamera { .. })), "{:?}", statement.state());
    frames(&path, |picture, meta| statement.frame(picture, meta).unwrap());
    statement.intend(StatementIntent::Stop);
    done(statement.intend(StatementIntent::Stopped(recorded(&path))));
    let kept = done(statement.intend(StatementIntent::Review(ReviewIntent::Insist)));
    assert!(left(&kept), "{:?}", statement.state());
    statement.leave();

    let file = fs::read(&path).unwrap();
    let held = shells.compared(&[Step::Liveness, Step::Statement]);
    assert_eq!(
        held[0].said.findings,
        ["filing.recording_short"],
        "the run itself is done, and too short for this provider"
    );
    assert_eq!(held[0].said.challenge, Some(Challenge { actions, nonce: None }));
    assert!(has(&held[1].said.findings, "filing.recording_short") && held[1].said.judgement == Judgement::Forced);
    assert!(held.iter().all(|held| held.files == [file.clone()]));
    // One person in both recordings.
    assert!(held.iter().all(|held| held.face.is_some()));
    assert!(held.iter().flat_map(|held| &held.said.filing).all(|code| !code.starts_with("case.face_")));
}

/// Shows every frame of the file at `path` to `screen`.
fn frames(path: &Path, screen: impl Fn(&[u8], FrameMeta) -> Vec<Effect>) {
    let mut video = Video::open(path).unwrap();
    while let Some(frame) = video.frame().unwrap() {
        let (at_ms, picture) = (frame.at_ms(), frame.picture().unwrap());
        let meta = FrameMeta {
            format: PixelFormat::Rgb,
            video_range: false,
            width: picture.width(),
            height: picture.height(),
            row_stride: 0,
            chroma_row_stride: 0,
            rotation_degrees: 0,
            mirrored: false,
            at_ms,
        };
        screen(picture.rgb(), meta);
    }
}

/// What the phone's recorder knows of the file at `path`.
fn recorded(path: &Path) -> Recorded {
    let mut video = Video::open(path).unwrap();
    let (mut size, mut last_ms) = ((0, 0), 0);
    while let Some(frame) = video.frame().unwrap() {
        last_ms = frame.at_ms();
        let picture = frame.picture().unwrap();
        size = (picture.width(), picture.height());
    }
    Recorded {
        path: path.to_str().unwrap().to_owned(),
        container: "mp4".to_owned(),
        codec: "h264".to_owned(),
        bytes: fs::metadata(path).unwrap().len(),
        duration_s: last_ms as f64 / 1e3,
        width: size.0,
        height: size.1,
        fps: video.fps(),
    }
}
