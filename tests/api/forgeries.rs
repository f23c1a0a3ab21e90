//! Access tokens that must be refused, each beside the one that is accepted.

use entity::secret_key::{self, KeyPurpose};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use reqwest::StatusCode;
use serde_json::{Value, json};
use taawun::auth::MasterKey;
use taawun::auth::keys::signing_key;

use crate::harness::{App, on_both};

/// The parts of a token, to be put together wrongly.
struct Forge {
    key: EncodingKey,
    header: Header,
    claims: Value,
    public_key: Vec<u8>,
}

impl Forge {
    /// A token as the server makes it, signed with the server's own key.
    async fn of(app: &App) -> Self {
        let (_, key, public_key) = newest(app).await;
        let identity = app.sign_in("national-admin", &app.password("national-admin")).await;
        let token = identity["accessToken"].as_str().unwrap();
        let claims = jsonwebtoken::dangerous::insecure_decode::<Value>(token).unwrap();
        Self { key, header: claims.header, claims: claims.claims, public_key: public_key.to_vec() }
    }

    fn sign(&self) -> String {
        jsonwebtoken::encode(&self.header, &self.claims, &self.key).unwrap()
    }

    fn with(&self, claim: &str, value: Value) -> String {
        let mut claims = self.claims.clone();
        claims[claim] = value;
        jsonwebtoken::encode(&self.header, &claims, &self.key).unwrap()
    }

    fn without(&self, claim: &str) -> String {
        let mut claims = self.claims.clone();
        claims.as_object_mut().unwrap().remove(claim);
        jsonwebtoken::encode(&self.header, &claims, &self.key).unwrap()
    }

    /// A token whose claims are this very text, rightly signed.
    fn of_text(&self, claims: &str) -> String {
        let header = base64url(&serde_json::to_vec(&self.header).unwrap());
        let message = format!("{header}.{}", base64url(claims.as_bytes()));
        let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &self.key, Algorithm::EdDSA).unwrap();
        format!("{message}.{signature}")
    }
}

/// The newest signing key: its row and both its halves.
async fn newest(app: &App) -> (secret_key::Model, EncodingKey, [u8; 32]) {
    let rows = app.pool.secret_keys().await.unwrap();
    let row = rows.into_iter().find(|row| row.purpose == KeyPurpose::Signing).unwrap();
    let (key, _, public_key) = signing_key(&app.master.open_key(&row).unwrap().unwrap()).unwrap();
    (row, key, public_key)
}

fn base64url(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

async fn accepted(app: &App, token: &str) -> bool {
    let answer = app.send(Some(token), "{ viewer { login } }", json!({})).await;
    if answer.status == StatusCode::OK {
        assert_eq!(answer.body, json!({ "data": { "viewer": { "login": "national-admin" } } }));
        return true;
    }
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(answer.only_code(), "UNAUTHENTICATED");
    assert!(answer.body.get("data").is_none());
    false
}

on_both! {
    async fn are_refused(app: &App) {
        let forge = Forge::of(app).await;
        let now = app.now().timestamp();
        assert!(accepted(app, &forge.sign()).await, "the forge makes a good token when it changes nothing");
        assert!(accepted(app, &forge.of_text(&forge.claims.to_string())).await, "and so it does from text");

        let mut forgeries: Vec<(String, String)> = Vec::new();
        let mut add = |what: &str, token: String| forgeries.push((what.to_owned(), token));

        let unsigned = format!("{}.{}.", base64url(br#"{"alg":"none","typ":"at+jwt"}"#), base64url(forge.claims.to_string().as_bytes()));
        add("none", unsigned);
        let mut none = serde_json::to_value(&forge.header).unwrap();
        none["alg"] = json!("none");
        add("none, with the key's id", format!("{}.{}.", base64url(none.to_string().as_bytes()), base64url(forge.claims.to_string().as_bytes())));
        let mut hmac = forge.header.clone();
        hmac.alg = Algorithm::HS256;
        let with_public_key = EncodingKey::from_secret(&forge.public_key);
        add("HS256 signed with the public key", jsonwebtoken::encode(&hmac, &forge.claims, &with_public_key).unwrap());

        let other_key = MasterKey::from_base64("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "a test").unwrap();
        let row = other_key.make_key(KeyPurpose::Signing, app.now()).unwrap();
        let (foreign, ..) = signing_key(&other_key.open_key(&row).unwrap().unwrap()).unwrap();
        add("another key under the known id", jsonwebtoken::encode(&forge.header, &forge.claims, &foreign).unwrap());
        let mut header = forge.header.clone();
        header.kid = Some(row.id.0.to_string());
        add("an unknown key id", jsonwebtoken::encode(&header, &forge.claims, &foreign).unwrap());
        add("an unknown key id over a good signature", jsonwebtoken::encode(&header, &forge.claims, &forge.key).unwrap());
        header.kid = None;
        add("no key id", jsonwebtoken::encode(&header, &forge.claims, &forge.key).unwrap());
        let mut header = forge.header.clone();
        header.typ = Some("JWT".to_owned());
        add("a token of another kind", jsonwebtoken::encode(&header, &forge.claims, &forge.key).unwrap());

        for claim in ["aud", "iss"] {
            let right = forge.claims[claim].clone();
            add(&format!("wrong {claim}"), forge.with(claim, json!("someone-else")));
            add(&format!("missing {claim}"), forge.without(claim));
            add(&format!("null {claim}"), forge.with(claim, Value::Null));
            add(&format!("empty {claim}"), forge.with(claim, json!([])));
            add(&format!("{claim} in a list"), forge.with(claim, json!([right])));
            add(&format!("two {claim} in a list"), forge.with(claim, json!([right, "someone-else"])));
            let text = forge.claims.to_string();
            let doubled = |extra: &str| text.replacen('{', &format!("{{{extra},"), 1);
            add(&format!("{claim} twice, the first wrong"), forge.of_text(&doubled(&format!("\"{claim}\":\"someone-else\""))));
            add(&format!("{claim} twice, both right"), forge.of_text(&doubled(&format!("\"{claim}\":{right}"))));
        }
        for claim in ["sub", "sid", "jti", "iat", "exp", "mandate", "preferred_username"] {
            add(&format!("missing {claim}"), forge.without(claim));
        }
        add("expired by 6 seconds", forge.with("exp", json!(now - 6)));
        add("issued 6 seconds in the future", forge.with("iat", json!(now + 6)));
        add("living longer than tokens do", forge.with("exp", json!(now + 3600)));
        add("times that overflow", forge.with("exp", json!(i64::MAX)));
        add("a time that is no number", forge.with("exp", json!("tomorrow")));
        for (what, mandate) in [
            ("a role nobody has", json!({ "id": forge.claims["mandate"]["id"], "role": "KING" })),
            ("a delegation's role without a slice", json!({ "id": forge.claims["mandate"]["id"], "role": "DELEGATION_HEAD" })),
            ("a national role with a slice", json!({ "id": forge.claims["mandate"]["id"], "role": "NATIONAL_ADMIN", "slice": forge.claims["sub"] })),
        ] {
            add(what, forge.with("mandate", mandate));
        }
        // What makes a token that of a partner's system goes with the role, and all of it together.
        let client = "ApiClient_AZAAAAAAcACAAAAAAAAAAA";
        let partner = json!({ "id": forge.claims["mandate"]["id"], "role": "PARTNER", "slice": forge.claims["sub"] });
        for (what, mandate, of_system) in [
            ("a person with a client", &forge.claims["mandate"], json!({ "client_id": client })),
            ("a person with a reach", &forge.claims["mandate"], json!({ "reach": "country" })),
            ("a person as a system", &forge.claims["mandate"], json!({ "client_id": client, "reach": "country", "scope": "projects:read" })),
            ("a system without a reach", &partner, json!({ "client_id": client, "scope": "projects:read" })),
            ("a system without a client", &partner, json!({ "reach": "country", "scope": "projects:read" })),
            ("a system whose client is none", &partner, json!({ "client_id": "nobody", "reach": "country", "scope": "projects:read" })),
            ("a system of an unknown reach", &partner, json!({ "client_id": client, "reach": "world" })),
        ] {
            let mut claims = forge.claims.clone();
            claims["mandate"] = mandate.clone();
            claims.as_object_mut().unwrap().extend(of_system.as_object().unwrap().clone());
            add(what, jsonwebtoken::encode(&forge.header, &claims, &forge.key).unwrap());
        }
        let good = forge.sign();
        add("cut short", good[..good.len() - 1].to_owned());
        add("two parts", good.rsplit_once('.').unwrap().0.to_owned());
        add("nothing", String::new());
        add("no token at all", "..".to_owned());

        for (what, token) in forgeries {
            assert!(!accepted(app, &token).await, "{what}");
        }
    }

    async fn time_is_judged_to_within_five_seconds(app: &App) {
        let forge = Forge::of(app).await;
        let token = forge.sign();
        app.advance(15 * 60 + 4);
        assert!(accepted(app, &token).await, "expired 4 seconds ago");
        app.advance(1);
        assert!(!accepted(app, &token).await, "expired 5 seconds ago");
        app.advance(-(15 * 60) - 5 - 5);
        assert!(accepted(app, &token).await, "issued 5 seconds from now");
        app.advance(-1);
        assert!(!accepted(app, &token).await, "issued 6 seconds from now");
    }

    async fn an_authorization_that_is_no_bearer_token_is_refused_not_ignored(app: &App) {
        let token = app.token("national-admin").await;
        for value in ["Basic bmF0aW9uYWwtYWRtaW46eA==", "Bearer", "Token x", &token] {
            let request = app.client().post(format!("{}/graphql", app.url)).header("authorization", value);
            let answer = app.receive(request.json(&json!({ "query": "{ __typename }" }))).await;
            assert_eq!((answer.status, answer.only_code().as_str()), (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED"), "{value}");
        }
        let twice = app.client().post(format!("{}/graphql", app.url)).bearer_auth(&token).header("authorization", "Bearer x");
        assert_eq!(app.receive(twice.json(&json!({ "query": "{ __typename }" }))).await.status, StatusCode::UNAUTHORIZED);
    }

    /// A second process makes a key of its own; the first learns of it by the first token that names it.
    async fn a_key_made_by_another_process_is_learnt(app: &App) {
        let forge = Forge::of(app).await;
        let row = app.master.make_key(KeyPurpose::Signing, app.now()).unwrap();
        app.pool.add_secret_keys(|_| Ok(vec![row.clone()]), None).await.unwrap();
        let mut header = forge.header.clone();
        header.kid = Some(row.id.0.to_string());
        let (key, ..) = signing_key(&app.master.open_key(&row).unwrap().unwrap()).unwrap();
        let token = jsonwebtoken::encode(&header, &forge.claims, &key).unwrap();
        app.advance(1);
        assert!(accepted(app, &token).await);
    }

    async fn unknown_keys_cost_one_statement_a_second_however_many_arrive(app: &App) {
        let forge = Forge::of(app).await;
        app.advance(1);
        let before = (app.statements(), app.pool.watched());
        for _ in 0..100 {
            let mut header = forge.header.clone();
            header.kid = Some(uuid::Uuid::now_v7().to_string());
            let token = jsonwebtoken::encode(&header, &forge.claims, &forge.key).unwrap();
            assert!(!accepted(app, &token).await);
        }
        assert_eq!(app.statements(), before.0);
        // One for them all, and what is read every two seconds in any case.
        let read = app.pool.watched() - before.1;
        assert!((1..10).contains(&read), "{read}");
    }
}
