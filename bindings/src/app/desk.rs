//! What every screen works with, and which is shown.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use heyan::vault::seal::AppBuild;
use heyan_app::device::{Carrier, Cases, Device, Gateway as CoreGateway, Keys};
use heyan_app::effects::Effect;
use jiff::Timestamp;

use super::effects::Place;
use super::gateway::Gateway;
use crate::finding::Lang;
use crate::keys::{Alias, KeyProvider};
use crate::transport::{Foreign, Transport};

/// Where things lie on this device.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Folders {
    /// The cases.
    pub cases: String,
    /// How far each case had come, in a folder that no backup carries.
    pub rollback_guard: String,
    /// ONNX Runtime and the models.
    pub pack: String,
}

/// What every screen works with.
#[derive(uniffi::Object)]
pub struct Desk(pub(super) Arc<heyan_app::Desk>);

struct ShellKeys(Arc<dyn KeyProvider>);

impl Keys for ShellKeys {
    fn of(&self, alias: &str, create: bool) -> Box<dyn heyan::vault::KeyProvider> {
        Box::new(Alias { keys: self.0.clone(), alias: alias.to_owned(), create })
    }
}

#[uniffi::export]
impl Desk {
    /// Over the cases in `folders`; inference uses `threads` threads. Requests go by `transport` where the shell carries them
    /// itself.
    #[uniffi::constructor(default(transport = None))]
    pub fn new(
        folders: Folders,
        keys: Arc<dyn KeyProvider>,
        gateway: Gateway,
        threads: u8,
        lang: Lang,
        transport: Option<Arc<dyn Transport>>,
    ) -> Self {
        let Gateway { address, pins, roots_pem, app } = gateway;
        let app = AppBuild { name: app.name, version: app.version, platform: app.platform };
        let carrier = match transport {
            Some(foreign) => Carrier::Shell(Arc::new(Foreign(foreign))),
            None => Carrier::Http { pins, roots_pem },
        };
        let store = Cases::new(Device {
            cases: PathBuf::from(folders.cases),
            rollback_guard: PathBuf::from(folders.rollback_guard),
            keys: Arc::new(ShellKeys(keys)),
            pack: PathBuf::from(folders.pack),
            threads: threads.into(),
            clock: Arc::new(Timestamp::now),
            gateway: CoreGateway { address, app, carrier },
        });
        Self(heyan_app::Desk::new(Arc::new(store), lang))
    }

    /// The language is `lang` from now on: call `retell` of the screens on show.
    pub fn speak(&self, lang: Lang) {
        self.0.speak(lang);
    }
}

/// Which screen is shown, and the way back.
#[derive(Default, uniffi::Object)]
pub struct Navigator(Mutex<heyan_app::Navigator>);

impl Navigator {
    fn held(&self) -> MutexGuard<'_, heyan_app::Navigator> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[uniffi::export]
impl Navigator {
    /// At the cases.
    #[uniffi::constructor]
    pub fn new() -> Self {
        Self::default()
    }

    /// What is shown.
    pub fn shown(&self) -> Place {
        self.held().shown().clone()
    }

    /// Shows `place`. Whether another is shown now.
    pub fn go(&self, place: Place) -> bool {
        self.held().go(place)
    }

    /// Shows the cases, and `place` over them. Whether another is shown now.
    pub fn go_from_home(&self, place: Place) -> bool {
        self.held().follow(&Effect::GoFromHome(place))
    }

    /// Goes back; `false` when there is no way.
    pub fn back(&self) -> bool {
        self.held().back()
    }

    /// The app is no longer in front. Whether another place is shown now.
    pub fn put_aside(&self) -> bool {
        self.held().put_aside()
    }

    /// Whether what is shown uses the camera.
    pub fn uses_camera(&self) -> bool {
        self.held().shown().uses_camera()
    }
}
