use heyan::rules::Severity;
use heyan_app::advice::AdviceIntent;
use heyan_app::case_home::{CaseHome, CaseIntent};
use heyan_app::help::HelpIntent;
use heyan_app::new_case::{NewCase, NewCaseIntent};
use heyan_app::order::{Order, OrderIntent};
use heyan_app::typed::TypedField;
use heyan_app::{Effect, Lang, ProblemKind};

use crate::fakes::{CASE, fakes};
use crate::shell::Shell;

fn guide(intent: AdviceIntent) -> NewCaseIntent {
    NewCaseIntent::Guide(intent)
}

fn site(text: &str) -> NewCaseIntent {
    NewCaseIntent::Type { field: TypedField::SiteName, text: text.into() }
}

fn answer(question: &str, text: &str) -> NewCaseIntent {
    guide(AdviceIntent::Answer { question: question.to_owned(), text: text.to_owned() })
}

/// A PNG of one colour, `side` pixels square, with a red disc of `dot` of its side in the upper right corner.
fn icon(side: u32, dot: f32) -> Vec<u8> {
    let image = image::RgbImage::from_fn(side, side, |x, y| {
        let (whole, radius) = (side as f32, side as f32 * dot / 2.0);
        let from = (x as f32 - whole * 0.84).hypot(y as f32 - whole * 0.16);
        let glyph = (x as f32 - whole * 0.4).abs() < whole * 0.1 && (y as f32 - whole * 0.55).abs() < whole * 0.25;
        image::Rgb(if from < radius {
            [235, 50, 40]
        } else if glyph {
            [255, 255, 255]
        } else {
            [30, 110, 200]
        })
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

#[test]
fn the_name_is_judged_as_it_is_typed() {
    let fakes = fakes();
    let mut shell = Shell::open(NewCase::new(fakes.desk()));
    assert!(shell.state().guide.name.is_empty(), "nothing is said of no name");
    shell.intend(site("小河边的摄影"));
    let worst = |shell: &Shell<NewCase>| shell.state().guide.name.iter().map(|said| said.severity).max();
    assert_eq!(worst(&shell), Some(Severity::Info));
    shell.intend(site("小河边的设计"));
    assert_eq!(worst(&shell), Some(Severity::Info));
    shell.intend(NewCaseIntent::Province { key: Some("henan".to_owned()) });
    let state = shell.state();
    let said = &state.guide.name[0];
    assert_eq!((said.code.as_str(), said.from, said.to), ("filing.site_name_province", Some(4), Some(6)));
    assert!(said.message.contains("设计") && said.source.contains("河南省") && said.topics[0].key == "names");
    shell.intend(NewCaseIntent::Unit { yes: true });
    assert_eq!(worst(&shell), Some(Severity::Warning), "the list does not say that units are meant");
    shell.intend(guide(AdviceIntent::Service { key: "app".to_owned() }));
    shell.intend(guide(AdviceIntent::Service { key: "nothing".to_owned() }));
    assert_eq!(shell.state().guide.service, "app");
}

#[test]
fn the_icon_is_looked_at_and_trouble_with_it_is_told() {
    let fakes = fakes();
    let mut shell = Shell::open(NewCase::new(fakes.desk()));
    shell.intend(guide(AdviceIntent::ChooseIcon));
    assert_eq!(shell.did(), [Effect::ChooseFile]);
    assert!(shell.state().guide.choosing_icon);
    shell.intend(guide(AdviceIntent::Icon { bytes: icon(200, 0.0) }));
    let state = shell.state().guide;
    assert!(state.icon_seen && !state.choosing_icon && state.icon.is_empty(), "{:?}", state.icon);
    shell.intend(guide(AdviceIntent::Icon { bytes: icon(200, 0.2) }));
    let state = shell.state().guide;
    let badge = &state.icon[0];
    assert_eq!((badge.code.as_str(), badge.severity), ("filing.icon_badge", Severity::Error));
    let region = badge.region.as_ref().unwrap();
    assert!((140.0..=152.0).contains(&region[0].x) && (184.0..=192.0).contains(&region[2].x), "{region:?}");
    shell.intend(guide(AdviceIntent::Icon { bytes: b"no picture".to_vec() }));
    let state = shell.state();
    assert_eq!(state.problem.unwrap().kind, ProblemKind::Picture);
    shell.intend(guide(AdviceIntent::NoIcon));
    assert!(!shell.state().guide.icon_seen);
}

#[test]
fn the_interview_is_answered_question_by_question() {
    let fakes = fakes();
    let mut shell = Shell::open(NewCase::new(fakes.desk()));
    let state = shell.state().guide;
    assert!(state.questions.iter().all(|row| row.answer.is_none() && !row.text.is_empty()));
    assert!(state.restrictions.is_empty(), "what is open is no restriction yet");
    shell.intend(answer("server_months", "2"));
    shell.intend(answer("server_months", "many"));
    let state = shell.state().guide;
    let row = state.questions.iter().find(|row| row.key == "server_months").unwrap();
    assert_eq!((row.answer.as_deref(), row.yes_no), (Some("2"), false));
    assert_eq!(state.restrictions.iter().map(|said| said.code.as_str()).collect::<Vec<_>>(), ["filing.server_term"]);
    assert_eq!(state.help.topics[0].key, "restrictions");
    shell.intend(answer("server_months", "3"));
    assert!(shell.state().guide.restrictions.is_empty());
    shell.intend(answer("server_months", ""));
    assert!(shell.state().guide.questions.iter().all(|row| row.answer.is_none()));
}

#[test]
fn topics_are_one_tap_from_a_status_and_a_finding_and_are_searched() {
    let fakes = fakes();
    let desk = fakes.desk();
    let mut shell = Shell::open(Order::new(desk.clone(), CASE.to_owned()));
    let topics = shell.state().help.topics;
    assert!(topics.iter().any(|topic| topic.key == "claim") && topics.iter().all(|topic| !topic.name.is_empty()));
    shell.intend(OrderIntent::Help(HelpIntent::Open { topic: "claim".to_owned() }));
    let open = shell.state().help.open.unwrap();
    assert!(open.lines.len() >= 3 && !open.source.is_empty());
    desk.speak(Lang::Zh);
    shell.screen.retell();
    assert!(shell.state().help.open.unwrap().title.contains("认领"));
    shell.intend(OrderIntent::Help(HelpIntent::Search { text: "zhengshu".to_owned() }));
    assert_eq!(shell.state().help.found[0].key, "certificate");
    shell.intend(OrderIntent::Help(HelpIntent::Close));
    assert!(shell.state().help.open.is_none());
    let mut home = Shell::open(CaseHome::new(desk, CASE.to_owned()));
    home.intend(CaseIntent::Help(HelpIntent::Open { topic: "nothing".to_owned() }));
    assert!(home.state().help.open.is_none() && !home.state().help.topics.is_empty());
    assert!(home.did().is_empty());
}
