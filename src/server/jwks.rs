//! `/.well-known/jwks.json`: the public keys by which others verify access tokens (RFC 7517, RFC 8037).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, header};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::Server;

/// How long it may be kept: a key that is new is met by its identifier, and the list asked for again.
const KEPT: &str = "public, max-age=300";

/// The keys that are not retired, the newest first.
pub(super) async fn keys(State(server): State<Arc<Server>>) -> ([(HeaderName, &'static str); 1], Json<Value>) {
    let keys = server.app.gate.public_keys();
    let keys = keys.iter().map(|(id, public)| {
        let x = URL_SAFE_NO_PAD.encode(public);
        json!({ "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": id.0, "x": x })
    });
    ([(header::CACHE_CONTROL, KEPT)], Json(json!({ "keys": keys.collect::<Vec<_>>() })))
}
