//! The one file that names `ort`.

use std::sync::OnceLock;
use std::time::Instant;

use ort::environment::{Environment, EnvironmentBuilder};
use ort::session::builder::{GraphOptimizationLevel, SessionBuilder};
use ort::session::{Session, SessionInputValue};
use ort::value::TensorRef;

use super::{Model, Pack, Reader, Tensor, View};
use crate::error::VisionError;

/// ONNX Runtime allows one environment a process.
static ENVIRONMENT: OnceLock<Environment> = OnceLock::new();

fn environment(pack: &Pack) -> Result<&'static Environment, VisionError> {
    if let Some(environment) = ENVIRONMENT.get() {
        return Ok(environment);
    }
    let load = |reason: String| VisionError::Load { model: "onnxruntime", reason };
    let built = runtime(pack)?.with_name("heyan").with_telemetry(false).build().map_err(|e| load(e.to_string()))?;
    Ok(ENVIRONMENT.get_or_init(|| built))
}

/// The runtime out of the pack.
#[cfg(not(target_os = "ios"))]
fn runtime(pack: &Pack) -> Result<EnvironmentBuilder, VisionError> {
    let library = pack.runtime()?;
    ort::init_from(&library).map_err(|e| VisionError::Load { model: "onnxruntime", reason: e.to_string() })
}

/// The runtime out of the app: iOS loads no library that is not signed with it, and Microsoft's for iOS is a static one.
#[cfg(target_os = "ios")]
fn runtime(_: &Pack) -> Result<EnvironmentBuilder, VisionError> {
    // SAFETY: the library is linked; its only door never fails, and the table that it gives for a version it knows stays for good.
    let api = unsafe {
        let base = ort::sys::OrtGetApiBase();
        base.as_ref().and_then(|base| (base.GetApi)(ort::sys::ORT_API_VERSION).as_ref()).cloned()
    };
    let api = api.ok_or_else(|| VisionError::Load {
        model: "onnxruntime",
        reason: format!("it does not know version {} of its interface", ort::sys::ORT_API_VERSION),
    })?;
    // Not set anew where it is set already: it is the same.
    let _ = ort::set_api(api);
    Ok(ort::init())
}

/// A network that ONNX Runtime runs on the CPU.
pub struct OrtModel {
    name: &'static str,
    session: Session,
    spent_ms: f64,
}

impl OrtModel {
    /// Loads the file `file` of `pack`; `name` stands in errors. Inference uses `threads` threads.
    pub fn open(pack: &Pack, name: &'static str, file: &str, threads: usize) -> Result<Self, VisionError> {
        let path = pack.file(file)?;
        let environment = environment(pack)?;
        let load = |reason: String| VisionError::Load { model: name, reason };
        let mut builder = configure(environment, threads).map_err(|e| load(e.to_string()))?;
        let session = builder.commit_from_file(path).map_err(|e| load(e.to_string()))?;
        Ok(Self { name, session, spent_ms: 0.0 })
    }
}

fn configure(environment: &Environment, threads: usize) -> Result<SessionBuilder, ort::Error> {
    Ok(Session::builder(environment)?
        .with_optimization_level(GraphOptimizationLevel::All)?
        .with_intra_threads(threads.max(1))?
        .with_inter_threads(1)?
        // Waiting threads that spin cost a phone its battery (onnxruntime#11841).
        .with_intra_op_spinning(false)?
        // Line widths vary from call to call: a recorded pattern would be of no use and stay allocated.
        .with_memory_pattern(false)?)
}

impl Model for OrtModel {
    fn run(&mut self, input: &Tensor, read: Reader<'_>) -> Result<(), VisionError> {
        self.run_all(&[input], read)
    }

    fn run_all(&mut self, inputs: &[&Tensor], read: Reader<'_>) -> Result<(), VisionError> {
        let name = self.name;
        let failed = |e: ort::Error| VisionError::Run { model: name, reason: e.to_string() };
        let views = inputs
            .iter()
            .map(|input| {
                let view = TensorRef::from_array_view((input.shape.as_slice(), input.data.as_slice()));
                view.map(SessionInputValue::from).map_err(failed)
            })
            .collect::<Result<Vec<_>, VisionError>>()?;
        let begun = Instant::now();
        let outputs = self.session.run(views.as_slice()).map_err(failed)?;
        self.spent_ms += begun.elapsed().as_secs_f64() * 1e3;
        let arrays = outputs
            .values()
            .map(|value| {
                let (shape, _) = value.try_extract_tensor::<f32>().map_err(failed)?;
                Ok((shape.iter().map(|&n| usize::try_from(n).unwrap_or(0)).collect::<Vec<_>>(), value))
            })
            .collect::<Result<Vec<_>, VisionError>>()?;
        let views = arrays
            .iter()
            .map(|(shape, value)| Ok(View { shape, data: value.try_extract_tensor::<f32>().map_err(failed)?.1 }))
            .collect::<Result<Vec<_>, VisionError>>()?;
        read(&views)
    }

    fn metadata(&self, key: &str) -> Option<String> {
        self.session.metadata().ok()?.custom(key)
    }

    fn take_time_ms(&mut self) -> f64 {
        std::mem::take(&mut self.spent_ms)
    }
}
