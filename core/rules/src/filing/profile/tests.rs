#![allow(clippy::unwrap_used, reason = "a panic in a test is the report")]

use super::*;
use crate::filing::export::FileForm;
use crate::words::{Lang, Words};

fn profile(name: &str, province: Option<Province>) -> Profile {
    Profile::named(name, province).unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn every_profile_loads_alone_and_under_every_province() {
    for name in Profile::names() {
        for province in Province::ALL.into_iter().map(Some).chain([None]) {
            let found = profile(name, province);
            assert_eq!((found.name.as_str(), found.province), (name, province));
            let asked = found.asked(Circumstances::default());
            assert!([Step::IdFront, Step::IdBack, Step::Liveness].iter().all(|step| asked.contains(step)), "{name}");
            assert_eq!(asked.last(), Some(&Step::Liveness), "its result is good for hours only");
            for lang in [Lang::Zh, Lang::En] {
                for note in found.notes.keys() {
                    assert!(!Words::new(lang).note(note).is_empty(), "{note} {lang:?}");
                }
            }
        }
    }
}

#[test]
fn providers_and_provinces_differ_as_their_pages_do() {
    let statement = |name, province| profile(name, province).asked(Circumstances::default()).contains(&Step::Statement);
    assert!(statement("generic", None) && !statement("huawei", None) && !statement("tencent", None));
    // The video is asked in Jiangsu by Tencent and WeChat; Huawei's newer list does not have it.
    let jiangsu = Some(Province::Jiangsu);
    assert!(statement("tencent", jiangsu) && statement("wechat", jiangsu) && !statement("huawei", jiangsu));
    let letters =
        |name, province| profile(name, province).asked(Circumstances::default()).contains(&Step::PromiseLetter);
    assert!(letters("huawei", None) && !letters("tencent", None) && letters("tencent", jiangsu));
    let limits = |name, province| profile(name, province).step_limits();
    assert_eq!(limits("huawei", None).filing.id_months_left, 3.0);
    assert_eq!(limits("huawei", Some(Province::Shanghai)).filing.licence_months_left, 12.0);
    assert_eq!(limits("tencent", Some(Province::Shandong)).document.data.min_age, 17);
    assert_eq!(limits("tencent", Some(Province::Hunan)).document.data.min_age, 18);
    let huawei = profile("huawei", None);
    let image = huawei.export(Step::PromiseLetter).unwrap();
    assert_eq!((image.max_bytes, image.formats.as_slice()), (Some(4 << 20), [FileForm::Jpg, FileForm::Png].as_slice()));
    assert_eq!(profile("tencent", None).export(Step::IdFront).unwrap().min_bytes, Some(200 << 10));
    assert_eq!(huawei.export(Step::Liveness), None);
    let guangdong = profile("huawei", Some(Province::Guangdong));
    let signature = guangdong.signatures.get(&Step::CommitmentLetter).unwrap();
    assert!(signature.fingerprint && signature.regular_script && signature.seal == Seal::PersonalRefused);
    let unit = Circumstances { unit: true, not_legal_representative: true, one_sided: false };
    let asked = huawei.asked(unit);
    assert!(asked.contains(&Step::BusinessLicence) && asked.contains(&Step::AuthorisationLetter));
    assert!(!huawei.asked(Circumstances::default()).contains(&Step::BusinessLicence));
}

#[test]
fn results_grow_stale() {
    let wechat = profile("wechat", None);
    assert_eq!(wechat.standing(Step::Liveness, false, 71), Standing::Done);
    assert_eq!(wechat.standing(Step::Liveness, true, 71), Standing::Forced);
    assert_eq!(wechat.standing(Step::Liveness, false, 72), Standing::Stale);
    assert_eq!(wechat.standing(Step::IdFront, false, 100_000), Standing::Done);
    assert_eq!(
        profile("wechat", Some(Province::Hunan)).standing(Step::DomainCertificate, false, 45 * 24),
        Standing::Stale
    );
}

#[test]
fn files_are_counted_and_measured() {
    let huawei = profile("huawei", None);
    let jpg = FileFacts { form: Some(FileForm::Jpg), bytes: 1 << 20, size_px: None, duration_s: None };
    let codes =
        |files: &[FileFacts], step| huawei.judge_files(step, files).into_iter().map(|f| f.code).collect::<Vec<_>>();
    assert!(codes(&[jpg], Step::IdFront).is_empty());
    assert_eq!(codes(&[jpg, jpg], Step::IdFront), [Code::FilingFileCount]);
    assert_eq!(codes(&[], Step::IdFront), [Code::FilingFileCount]);
    assert!(codes(&[jpg; 4], Step::PromiseLetter).is_empty());
    let pdf = FileFacts { form: Some(FileForm::Pdf), ..jpg };
    assert_eq!(codes(&[pdf], Step::PromiseLetter), [Code::FilingFileForm]);
}

const BASE: &str = "schema = 1\nname = \"desk\"\nlevel = \"provider\"\nextends = \"huawei\"\n";

fn refused(lines: &str, words: &[&str]) {
    let error = Profile::parse(&format!("{BASE}{lines}"), None).unwrap_err().to_string();
    for word in words.iter().chain(&["desk"]) {
        assert!(error.contains(word), "`{word}` is not in: {error}");
    }
    assert_eq!(error.lines().count(), 1, "{error}");
}

#[test]
fn what_is_wrong_is_named() {
    let cited = "source = \"OURS\"\ndate = \"2026-11\"\n";
    let good = format!("[limits.\"filing.min_age_years\"]\nvalue = 20\nunit = \"years\"\n{cited}");
    let own = Profile::parse(&format!("{BASE}{good}"), None).unwrap();
    assert_eq!(own.step_limits().document.data.min_age, 20);
    assert_eq!(own.steps, profile("huawei", None).steps);

    refused("colour = 1\n", &["colour"]);
    refused(
        &format!("[limits.\"filing.min_age_years\"]\nvalue = 20\n{cited}"),
        &["limits.filing.min_age_years", "no unit"],
    );
    refused(&good.replace("\"years\"", "\"furlongs\""), &["min_age_years", "furlongs"]);
    refused(&good.replace("\"years\"", "\"months\""), &["min_age_years", "its name says another"]);
    refused(&good.replace("filing.min_age_years", "filing.min_height_years"), &["min_height_years", "is no limit"]);
    refused(&good.replace("20", "nan"), &["min_age_years"]);
    refused(&good.replace("source = \"OURS\"\n", ""), &["min_age_years", "no source"]);
    refused(&good.replace("OURS", "HEARSAY page 3"), &["HEARSAY"]);
    refused(&good.replace("date = \"2026-11\"\n", ""), &["min_age_years", "no date"]);
    refused(&good.replace("2026-11", "last week"), &["min_age_years", "YYYY"]);
    refused(&format!("[steps.dance]\nasked = \"always\"\n{cited}"), &["steps.dance"]);
    refused(&format!("[steps.portrait]\nasked = \"sometimes\"\n{cited}"), &["sometimes"]);
    refused(
        &format!("[steps.portrait]\nasked = \"always\"\nmin_files = 3\nmax_files = 2\n{cited}"),
        &["steps.portrait", "files"],
    );
    refused(&format!("[documents.id_front]\nkinds = [\"library_card\"]\n{cited}"), &["library_card"]);
    refused(&format!("[deadlines.liveness]\nvalue = 3\n{cited}"), &["deadlines.liveness", "no unit"]);
    refused(&format!("[deadlines.liveness]\nvalue = 3\nunit = \"px\"\n{cited}"), &["deadlines.liveness", "px"]);
    refused(&format!("[exports.image]\nmin_bytes = 9\nmax_bytes = 8\n{cited}"), &["exports.image"]);
    refused(&format!("[steps.portrait]\nasked = \"always\"\nproviders = [\"nobody\"]\n{cited}"), &["nobody"]);

    let error = |text: &str| Profile::parse(text, None).unwrap_err().to_string();
    assert!(error(&BASE.replace("huawei", "nobody")).contains("names `nobody`"));
    assert!(error(&BASE.replace("schema = 1", "schema = 2")).contains("schema 2"));
    assert!(error(&BASE.replace("\"provider\"", "\"province\"")).contains("province"));
    assert!(error("not = toml = at all").contains("profile ?"));
    assert!(error("").contains("schema"));
    assert!(Profile::named("nobody", None).unwrap_err().to_string().contains("huawei"));
}

#[test]
fn an_overlay_of_nothing_is_an_error() {
    for text in ["schema = 1\nname = \"atlantis\"\nlevel = \"province\"\n", BASE] {
        let error = load::lay_over_generic(text).unwrap_err().to_string();
        assert!(error.contains("nothing over anything") || error.contains("no overlay"), "{error}");
    }
}

#[test]
fn provinces_have_two_names() {
    for word in ["江苏", "江苏省", "jiangsu", "Jiangsu"] {
        assert_eq!(word.parse(), Ok(Province::Jiangsu));
    }
    assert_eq!("内蒙古自治区".parse(), Ok(Province::InnerMongolia));
    assert!("亚特兰蒂斯".parse::<Province>().unwrap_err().contains("jiangsu"));
}

#[test]
fn a_challenge_is_as_the_provider_asks_it_and_has_a_turn() {
    use crate::liveness::Action::{Blink, Nod, OpenMouth, TurnLeft};
    let huawei = profile("huawei", None);
    let told = |actions: &[Action]| huawei.judge_challenge(Step::Liveness, actions).map(|finding| finding.code);
    assert_eq!(told(&huawei.draw(7).actions), None);
    assert_eq!(told(&[Nod, TurnLeft, OpenMouth]), None);
    assert_eq!(told(&[Blink, TurnLeft, OpenMouth]), Some(Code::FilingOtherChallenge), "it asks no blink");
    assert_eq!(told(&[Nod, Nod, OpenMouth]), Some(Code::FilingOtherChallenge), "a picture could do all of it");
    assert_eq!(told(&[TurnLeft]), Some(Code::FilingOtherChallenge));
    assert_eq!(told(&[]), Some(Code::FilingOtherChallenge));
}
