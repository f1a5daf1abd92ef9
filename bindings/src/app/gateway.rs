//! Whom to send to.

/// Whom to send to, and how to know it.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Gateway {
    /// `https://host[:port]`.
    pub address: String,
    /// Its key must be one of these, `sha256/` and base64 (RFC 7469); any key with a right certificate when there are none.
    pub pins: Vec<String>,
    /// Further root certificates, PEM: for a sandbox.
    #[uniffi(default = None)]
    pub roots_pem: Option<String>,
    /// Name of the app, its version and its system, as the manifest tells them: `heyan 0.1.0 android`.
    pub app: App,
}

/// What sends.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct App {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its operating system.
    pub platform: String,
}
