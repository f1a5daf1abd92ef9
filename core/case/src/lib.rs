//! The case: what is kept encrypted, what was agreed to, what is sealed and sent, and where the order stands.

pub mod api;
pub mod seal;
pub mod shipment;
pub mod upload;
