//! tusd asks before it creates an upload: whose is it, and may it?

use std::sync::Arc;

use axum::extract::State;
use axum::{Json, Router, routing};
use heyan_case::seal::{MANIFEST_SLOT, MOST_NAME_BYTES};
use serde_json::{Value, json};

use crate::handlers::{GatewayState, random_name, token_hash};

/// The router of the hooks. For tusd on the same machine alone.
pub fn router(state: Arc<GatewayState>) -> Router {
    Router::new().route("/hooks", routing::post(asked)).with_state(state)
}

async fn asked(State(state): State<Arc<GatewayState>>, Json(hook): Json<Value>) -> Json<Value> {
    Json(
        decide(&state, &hook)
            .unwrap_or_else(|status| json!({"RejectUpload": true, "HTTPResponse": {"StatusCode": status, "Body": ""}})),
    )
}

fn decide(state: &GatewayState, hook: &Value) -> Result<Value, u16> {
    let text = |pointer| hook.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    if text("/Type") != "pre-create" {
        return Ok(json!({}));
    }
    let token = text("/Event/HTTPRequest/Header/Authorization/0");
    let token = token.strip_prefix("Bearer ").ok_or(401_u16)?;
    let case = state.store.case_of_token(&token_hash(token)).map_err(|_| 500_u16)?.ok_or(401_u16)?;
    let slot = text("/Event/Upload/MetaData/slot");
    if slot.is_empty() || slot.len() > MOST_NAME_BYTES || slot == MANIFEST_SLOT {
        return Err(400);
    }
    // Whoever knows an upload's name may write to it: 128 random bits.
    let id = random_name();
    state.store.upload(&id, &case, slot).map_err(|_| 500_u16)?;
    Ok(json!({"ChangeFileInfo": {"ID": id}}))
}
