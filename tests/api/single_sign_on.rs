//! Single sign-on against a real OpenID provider: the path, and what is tried on it.

#![expect(clippy::disallowed_methods, reason = "the provider has the machine's clock; tables are read past the doors")]

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use entity::{account, external_identity, mandate, session};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use reqwest::header::{ACCEPT_LANGUAGE, AUTHORIZATION};
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use tempfile::TempDir;
use url::Url;

use crate::harness::{App, Change, codes, create_postgres, on_both, one, plain_mandate, postgres_url};
use crate::persons::{contains, everything};
use crate::program::{Running, accounts, error_of, taawun};
use crate::provider::{CLIENT, Forwarder, OTHER_PAGE, PAGE, SECRET, log_in, provider_url, settings, to_the_other};
use crate::second_factor::code;
use crate::sessions::{events, holds};

const BEGIN: Change =
    Change::new("singleSignOnBegin", "authorizationUrl attempt expiresAt errors { code message path }");
const FINISH: Change =
    Change::new("singleSignOnFinish", "accessToken refreshToken viewer { login role } errors { code message path }");
const SUBJECT: &str = "5f1c-officer";
const EMAIL: &str = "officer@entraide.example.ma";

/// Sends a mutation without a token, and returns its payload.
async fn anonymous(app: &App, url: &str, change: Change, input: Value) -> Value {
    let answer = app.send_to(url, None, &change.document(), json!({ "input": input })).await;
    assert!(answer.body.get("errors").is_none(), "{:#}", answer.body);
    answer.body["data"].as_object().unwrap().values().next().unwrap().clone()
}

/// Sets the clock of the server to that of the provider.
fn agree_on_the_time(app: &App) {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    app.advance(i64::try_from(now).unwrap() - app.now().timestamp());
}

async fn begin(app: &App, url: &str) -> Value {
    agree_on_the_time(app);
    let begun = anonymous(app, url, BEGIN, json!({})).await;
    assert_eq!(begun["errors"], json!([]));
    begun
}

/// Begins, and logs in at the provider as somebody of whom it says this: what the browser brings back.
async fn come_back(app: &App, url: &str, said: &Value) -> Value {
    let begun = begin(app, url).await;
    let back = log_in(begun["authorizationUrl"].as_str().unwrap(), said).await;
    json!({ "attempt": begun["attempt"], "state": back["state"], "code": back["code"] })
}

async fn finish(app: &App, url: &str, back: &Value) -> Value {
    finish_from(app, url, "192.0.2.1", back).await
}

/// The same, from an address.
async fn finish_from(app: &App, url: &str, address: &str, back: &Value) -> Value {
    let body = json!({ "query": FINISH.document(), "variables": { "input": back } });
    let request = app.client().post(format!("{url}/graphql")).header("x-forwarded-for", address).json(&body);
    let answer = app.receive(request).await;
    assert!(answer.body.get("errors").is_none(), "{:#}", answer.body);
    answer.body["data"]["singleSignOnFinish"].clone()
}

/// The whole way, as somebody of whom the provider says this.
async fn sign_on(app: &App, url: &str, said: &Value) -> Value {
    finish(app, url, &come_back(app, url, said).await).await
}

#[track_caller]
fn refused(payload: &Value, code: &str) {
    assert_eq!(codes(payload), one(code, "input"), "{payload:#}");
    for field in ["accessToken", "refreshToken", "viewer"] {
        assert_eq!(payload[field], Value::Null);
    }
}

fn officer() -> Value {
    json!({ "sub": SUBJECT, "email": EMAIL, "email_verified": true, "amr": ["pwd"] })
}

async fn enter_email(app: &App, login: &str, email: &str) {
    let found = format!("{{ accounts(where: {{ login: \"{login}\" }}) {{ nodes {{ id version }} }} }}");
    let found = app.data("national-admin", &found).await["accounts"]["nodes"][0].clone();
    let update = Change::new("accountUpdate", "errors { code path }");
    let input = json!({ "id": found["id"], "expectedVersion": found["version"], "email": email });
    let updated = app.change(&app.token("national-admin").await, update, &input).await;
    assert_eq!(updated["errors"], json!([]));
}

async fn of_account(app: &App, change: &'static str, login: &str) {
    let found = format!("{{ accounts(where: {{ login: \"{login}\" }}) {{ nodes {{ id version }} }} }}");
    let found = app.data("national-admin", &found).await["accounts"]["nodes"][0].clone();
    let input = json!({ "id": found["id"], "expectedVersion": found["version"] });
    let changed =
        app.change(&app.token("national-admin").await, Change::new(change, "errors { code path }"), &input).await;
    assert_eq!(changed["errors"], json!([]));
}

/// How many are bound, and how many accounts there are.
async fn bound(app: &App) -> (u64, u64) {
    let connection = app.connection().await;
    let counts = (
        external_identity::Entity::find().count(&connection).await.unwrap(),
        account::Entity::find().count(&connection).await.unwrap(),
    );
    connection.close().await.unwrap();
    counts
}

/// A token with another header, another signature.
fn resigned(token: &str, header: &Header, key: &EncodingKey) -> String {
    let payload = token.split('.').nth(1).unwrap();
    let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap();
    jsonwebtoken::encode(header, &claims, key).unwrap()
}

on_both! {
    async fn staff_come_in_by_the_provider_and_are_bound_by_a_verified_address(app: &App) {
        enter_email(app, "khenifra-officer", "Officer@Entraide.example.ma").await;
        let issuer = provider_url();
        let subject = uuid::Uuid::now_v7();
        let officer = json!({ "sub": subject, "email": EMAIL, "email_verified": true });
        let url = app.listen_with_single_sign_on(settings(&issuer), false).await;
        let begun = begin(app, &url).await;
        let sent = Url::parse(begun["authorizationUrl"].as_str().unwrap()).unwrap();
        let asked: std::collections::BTreeMap<_, _> = sent.query_pairs().into_owned().collect();
        assert_eq!((asked["response_type"].as_str(), asked["client_id"].as_str(), asked["scope"].as_str()), ("code", CLIENT, "openid email"));
        assert_eq!((asked["code_challenge_method"].as_str(), asked["redirect_uri"].as_str()), ("S256", PAGE));
        let back = log_in(sent.as_str(), &officer).await;
        assert_eq!(back["state"], asked["state"]);

        // Another process finishes what one began.
        let elsewhere = app.listen_with_single_sign_on(settings(&issuer), false).await;
        let before = bound(app).await;
        let back = json!({ "attempt": begun["attempt"], "state": back["state"], "code": back["code"] });
        let signed_in = finish(app, &elsewhere, &back).await;
        assert_eq!(signed_in["errors"], json!([]));
        assert_eq!(signed_in["viewer"], json!({ "login": "khenifra-officer", "role": "DELEGATION_OFFICER" }));
        assert!(holds(app, &app.url, signed_in["accessToken"].as_str().unwrap()).await);
        let refresh = Change::new("sessionRefresh", "accessToken errors { code path }");
        let refreshed = anonymous(app, &app.url, refresh, json!({ "refreshToken": signed_in["refreshToken"] })).await;
        assert!(holds(app, &app.url, refreshed["accessToken"].as_str().unwrap()).await);
        assert_eq!(bound(app).await, (before.0 + 1, before.1), "it is bound, and no account is made");
        assert_eq!(events(app, "khenifra-officer").await, ["IDENTITY_BOUND", "SIGNED_IN"]);

        // From now on the subject decides: a changed address moves nobody, nor does one that is not verified.
        enter_email(app, "midelt-officer", "other@entraide.example.ma").await;
        for said in [
            json!({ "sub": subject, "email": "other@entraide.example.ma", "email_verified": true }),
            json!({ "sub": subject, "email": "other@entraide.example.ma", "email_verified": false }),
            json!({ "sub": subject }),
        ] {
            assert_eq!(sign_on(app, &url, &said).await["viewer"]["login"], "khenifra-officer", "{said}");
        }
        enter_email(app, "khenifra-officer", "moved@entraide.example.ma").await;
        assert_eq!(sign_on(app, &url, &officer).await["viewer"]["login"], "khenifra-officer");
        assert_eq!(bound(app).await.0, before.0 + 1);
    }

    async fn a_provider_may_tell_the_address_with_its_token(app: &App) {
        enter_email(app, "khenifra-officer", EMAIL).await;
        let forwarder = Forwarder::start().await;
        let url = app.listen_with_single_sign_on(settings(&forwarder.telling_issuer()), false).await;
        assert_eq!(sign_on(app, &url, &officer()).await["viewer"]["login"], "khenifra-officer");
        assert!(forwarder.seen("/me").is_empty(), "it is not asked for what it has said");
        let nobody = json!({ "sub": "another", "email": EMAIL, "email_verified": false });
        refused(&sign_on(app, &url, &nobody).await, "EMAIL_NOT_VERIFIED");
    }

    async fn the_person_comes_back_to_a_page_that_is_named(app: &App) {
        enter_email(app, "khenifra-officer", EMAIL).await;
        let forwarder = Forwarder::start().await;
        let url = app.listen_with_single_sign_on(settings(&forwarder.issuer()), false).await;
        agree_on_the_time(app);
        let begun = anonymous(app, &url, BEGIN, json!({ "redirectUri": OTHER_PAGE })).await;
        let back = log_in(begun["authorizationUrl"].as_str().unwrap(), &officer()).await;
        let back = json!({ "attempt": begun["attempt"], "state": back["state"], "code": back["code"] });
        assert_eq!(finish(app, &url, &back).await["viewer"]["login"], "khenifra-officer");
        for page in ["https://evil.example/signed-in", "https://portal.example.ma/signed-in/", ""] {
            let begun = anonymous(app, &url, BEGIN, json!({ "redirectUri": page })).await;
            assert_eq!(codes(&begun), one("INVALID", "input.redirectUri"), "{page}");
            assert_eq!(begun["authorizationUrl"], Value::Null);
        }
    }

    async fn an_attempt_is_good_once_in_the_browser_that_began_it(app: &App) {
        enter_email(app, "khenifra-officer", EMAIL).await;
        let forwarder = Forwarder::start().await;
        let url = app.listen_with_single_sign_on(settings(&forwarder.issuer()), false).await;
        // A second time.
        let back = come_back(app, &url, &officer()).await;
        assert_eq!(finish(app, &url, &back).await["errors"], json!([]));
        refused(&finish(app, &url, &back).await, "SINGLE_SIGN_ON_ENDED");
        // Two at the same time.
        let back = come_back(app, &url, &officer()).await;
        let both = tokio::join!(finish(app, &url, &back), finish(app, &url, &back));
        let in_both = [&both.0, &both.1].iter().filter(|payload| payload["accessToken"].is_string()).count();
        assert_eq!(in_both, 1, "{both:#?}");

        let (mine, theirs) = (come_back(app, &url, &officer()).await, come_back(app, &url, &officer()).await);
        let with = |changes: Value| {
            let mut back = mine.clone();
            back.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
            back
        };
        // What another one was sent back with, and what nobody was given.
        let nothing = "x".repeat(mine["attempt"].as_str().unwrap().len());
        let mut altered = mine["attempt"].as_str().unwrap().to_owned();
        altered.replace_range(60..61, if &altered[60..61] == "A" { "B" } else { "A" });
        for forged in [
            with(json!({ "state": theirs["state"] })),
            with(json!({ "state": "x" })),
            with(json!({ "attempt": theirs["attempt"] })),
            with(json!({ "attempt": nothing })),
            with(json!({ "attempt": altered })),
            with(json!({ "attempt": app.sign_in("auditor", &app.password("auditor")).await["refreshToken"] })),
        ] {
            refused(&finish(app, &url, &forged).await, "SINGLE_SIGN_ON_ENDED");
        }
        let blank = finish(app, &url, &with(json!({ "attempt": " ", "state": "x".repeat(257) }))).await;
        assert_eq!(codes(&blank), [("BLANK".to_owned(), "input.attempt".to_owned()), ("TOO_LONG".to_owned(), "input.state".to_owned())]);
        // A code that was put into another's browser: the provider refuses it, by the verifier.
        refused(&finish(app, &url, &with(json!({ "code": theirs["code"] }))).await, "SINGLE_SIGN_ON_REFUSED");
        // A code that was used.
        let again = begin(app, &url).await;
        let state = Url::parse(again["authorizationUrl"].as_str().unwrap()).unwrap();
        let state = state.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
        let again = json!({ "attempt": again["attempt"], "state": state, "code": back["code"] });
        refused(&finish(app, &url, &again).await, "SINGLE_SIGN_ON_REFUSED");
        assert_eq!(finish(app, &url, &theirs).await["errors"], json!([]), "and the one it was of is still good");
    }

    async fn an_attempt_ends_after_ten_minutes(app: &App) {
        enter_email(app, "khenifra-officer", EMAIL).await;
        let forwarder = Forwarder::start().await;
        let url = app.listen_with_single_sign_on(settings(&forwarder.issuer()), false).await;
        // The provider's token lasts for five minutes; the attempt for ten. Each from an address of its own, whose throttle
        // knows nothing of other times.
        for (address, seconds, outcome) in [
            ("192.0.2.1", 600, "SINGLE_SIGN_ON_ENDED"),
            ("192.0.2.2", 86_400, "SINGLE_SIGN_ON_ENDED"),
            ("192.0.2.3", 500, "SINGLE_SIGN_ON_REFUSED"),
            ("192.0.2.4", 240, ""),
            // It was issued after now, by more than the clocks may differ.
            ("192.0.2.5", -120, "SINGLE_SIGN_ON_REFUSED"),
        ] {
            let back = come_back(app, &url, &officer()).await;
            app.advance(seconds);
            let payload = finish_from(app, &url, address, &back).await;
            let expected = if outcome.is_empty() { Vec::new() } else { one(outcome, "input") };
            assert_eq!(codes(&payload), expected, "after {seconds} seconds");
        }
    }

    async fn an_address_that_is_not_verified_or_not_of_one_account_opens_nothing(app: &App) {
        enter_email(app, "khenifra-officer", EMAIL).await;
        enter_email(app, "midelt-officer", "kept@entraide.example.ma").await;
        enter_email(app, "khenifra-social", "two@entraide.example.ma").await;
        // Two are entered nowhere any more; there may be some from before.
        let connection = app.connection().await;
        let two = "UPDATE account SET email = 'Two@entraide.example.ma' WHERE login = 'midelt-social'";
        connection.execute_unprepared(two).await.unwrap();
        connection.close().await.unwrap();
        let forwarder = Forwarder::start().await;
        let url = app.listen_with_single_sign_on(settings(&forwarder.issuer()), false).await;
        let before = bound(app).await;
        for (claims, code) in [
            (json!({ "email": EMAIL, "email_verified": false }), "EMAIL_NOT_VERIFIED"),
            (json!({ "email": EMAIL }), "EMAIL_NOT_VERIFIED"),
            (json!({}), "EMAIL_NOT_VERIFIED"),
            (json!({ "email_verified": true }), "EMAIL_NOT_VERIFIED"),
            (json!({ "email": "nobody@entraide.example.ma", "email_verified": true }), "IDENTITY_UNKNOWN"),
            // The sign of Kelvin has the lower case of a letter.
            (json!({ "email": "\u{212a}ept@entraide.example.ma", "email_verified": true }), "IDENTITY_UNKNOWN"),
            (json!({ "email": "%@entraide.example.ma", "email_verified": true }), "IDENTITY_UNKNOWN"),
            (json!({ "email": "two@entraide.example.ma", "email_verified": true }), "IDENTITY_UNKNOWN"),
        ] {
            let mut said = json!({ "sub": "a-stranger" });
            said.as_object_mut().unwrap().extend(claims.as_object().unwrap().clone());
            refused(&sign_on(app, &url, &said).await, code);
        }
        assert_eq!(bound(app).await, before, "nothing is bound, and no account made");
        // A deactivated one has none any more, as far as others have it.
        of_account(app, "accountDeactivate", "midelt-social").await;
        let said = json!({ "sub": "social", "email": "two@entraide.example.ma", "email_verified": true });
        assert_eq!(sign_on(app, &url, &said).await["viewer"]["login"], "khenifra-social");
        assert_eq!(bound(app).await, (before.0 + 1, before.1));
    }

    /// As a one-time link: neither an address nor a binding opens what the account was given since.
    async fn what_is_given_since_is_opened_by_no_address_and_no_binding_from_before(app: &App) {
        let forwarder = Forwarder::start().await;
        let url = app.listen_with_single_sign_on(settings(&forwarder.issuer()), false).await;
        let grant = async |key: &str| {
            let found = "{ accounts(where: { login: \"khenifra-officer\" }) { nodes { id } } }";
            let id = app.data("national-admin", found).await["accounts"]["nodes"][0]["id"].clone();
            let more = json!({ "idempotencyKey": key, "account": id, "mandate": { "role": "NATIONAL_FINANCE" } });
            assert_eq!(app.change(&app.token("national-admin").await, Change::new("mandateGrant", "errors { code }"), &more).await["errors"], json!([]));
        };
        let accomplice = json!({ "sub": "accomplice", "email": EMAIL, "email_verified": true, "amr": ["mfa"] });
        enter_email(app, "khenifra-officer", EMAIL).await;
        grant("more-than-the-address").await;
        refused(&sign_on(app, &url, &accomplice).await, "IDENTITY_UNKNOWN");
        // Whoever may give all of it confirms the address.
        enter_email(app, "khenifra-officer", EMAIL).await;
        assert_eq!(sign_on(app, &url, &accomplice).await["viewer"]["login"], "khenifra-officer");
        assert_eq!(sign_on(app, &url, &accomplice).await["viewer"]["login"], "khenifra-officer");
        grant("more-than-the-binding").await;
        refused(&sign_on(app, &url, &accomplice).await, "IDENTITY_UNKNOWN");
    }

    /// The first time, a second factor of the account's own says that it is the same person, whatever the provider vouches for.
    async fn a_first_binding_asks_for_the_accounts_own_factor(app: &App) {
        let forwarder = Forwarder::start().await;
        let url = app.listen_with_single_sign_on(settings(&forwarder.issuer()), false).await;
        enter_email(app, "khenifra-officer", EMAIL).await;
        app.lay_second_factor("khenifra-officer").await;
        let vouched = json!({ "sub": "somebody", "email": EMAIL, "email_verified": true, "amr": ["mfa"] });
        refused(&sign_on(app, &url, &vouched).await, "SECOND_FACTOR_NEEDED");
        assert_eq!(events(app, "khenifra-officer").await[0], "SINGLE_SIGN_ON_REFUSED");
    }

    /// A token does not come in by another's address, and an account that is bound is not taken over.
    async fn an_account_is_bound_to_one_identity_until_it_is_reset(app: &App) {
        enter_email(app, "khenifra-officer", EMAIL).await;
        let forwarder = Forwarder::start().await;
        let url = app.listen_with_single_sign_on(settings(&forwarder.issuer()), false).await;
        assert_eq!(sign_on(app, &url, &officer()).await["errors"], json!([]));
        let another = json!({ "sub": "another", "email": EMAIL, "email_verified": true });
        let other = sign_on(app, &url, &another).await;
        refused(&other, "IDENTITY_UNKNOWN");
        assert!(other["errors"][0]["message"].as_str().unwrap().contains("reset"), "{other}");
        assert_eq!(events(app, "khenifra-officer").await[0], "SINGLE_SIGN_ON_REFUSED");

        of_account(app, "accountReset", "khenifra-officer").await;
        assert_eq!(sign_on(app, &url, &another).await["viewer"]["login"], "khenifra-officer", "the next one is bound");
        refused(&sign_on(app, &url, &officer()).await, "IDENTITY_UNKNOWN");
        // Deactivated, nobody comes in; reactivated, as before.
        of_account(app, "accountDeactivate", "khenifra-officer").await;
        refused(&sign_on(app, &url, &another).await, "ACCOUNT_DEACTIVATED");
        of_account(app, "accountReactivate", "khenifra-officer").await;
        assert_eq!(sign_on(app, &url, &another).await["viewer"]["login"], "khenifra-officer");
    }

    async fn nobody_comes_in_who_would_not_by_password(app: &App) {
        agree_on_the_time(app);
        let past = mandate::Model { valid_to: "2020-01-01".parse().ok(), ..plain_mandate(mandate::Role::NationalAuditor) };
        app.lay_account("former-auditor", vec![past]).await;
        enter_email(app, "former-auditor", "former@entraide.example.ma").await;
        enter_email(app, "khenifra-social", "left@entraide.example.ma").await;
        of_account(app, "accountDeactivate", "khenifra-social").await;
        let forwarder = Forwarder::start().await;
        let url = app.listen_with_single_sign_on(settings(&forwarder.issuer()), false).await;
        let before = bound(app).await;
        for (email, code, login) in [
            ("former@entraide.example.ma", "NO_MANDATE", "former-auditor"),
            ("left@entraide.example.ma", "ACCOUNT_DEACTIVATED", "khenifra-social"),
        ] {
            refused(&sign_on(app, &url, &json!({ "sub": email, "email": email, "email_verified": true })).await, code);
            assert_eq!(events(app, login).await[0], "SIGN_IN_WITHOUT_MANDATE");
        }
        assert_eq!(bound(app).await, before, "only who comes in is bound");
    }

    async fn heads_show_a_second_factor_there_or_here(app: &App) {
        enter_email(app, "khenifra-head", "head@entraide.example.ma").await;
        enter_email(app, "midelt-head", "midelt@entraide.example.ma").await;
        let forwarder = Forwarder::start().await;
        let mut known = settings(&forwarder.issuer());
        known.second_factor_acr = vec!["urn:example:two".to_owned()];
        let url = app.listen_with_single_sign_on(known, true).await;
        let head = |vouched: Value| {
            let mut said = json!({ "sub": "head", "email": "head@entraide.example.ma", "email_verified": true });
            said.as_object_mut().unwrap().extend(vouched.as_object().unwrap().clone());
            said
        };
        for too_little in [json!({}), json!({ "amr": ["pwd"] }), json!({ "amr": ["otp"] }), json!({ "acr": "urn:example:one" })] {
            let missing = sign_on(app, &url, &head(too_little)).await;
            refused(&missing, "SECOND_FACTOR_MISSING");
            assert!(missing["errors"][0]["message"].as_str().unwrap().contains("sign-on service"), "{missing}");
        }
        for enough in [json!({ "amr": ["pwd", "otp"] }), json!({ "amr": ["mfa"] }), json!({ "acr": "urn:example:two" })] {
            let signed_in = sign_on(app, &url, &head(enough.clone())).await;
            assert_eq!(signed_in["viewer"]["role"], "DELEGATION_HEAD", "{enough}: {signed_in}");
            let refresh = Change::new("sessionRefresh", "accessToken errors { code path }");
            let refreshed = anonymous(app, &url, refresh, json!({ "refreshToken": signed_in["refreshToken"] })).await;
            assert_eq!(refreshed["errors"], json!([]), "the session knows that it was shown");
        }
        // Whoever has one of their own shows it, where the provider vouches for none.
        agree_on_the_time(app);
        let of = json!({ "login": "midelt-head", "password": app.password("midelt-head") });
        let offer = Change::new("secondFactorOffer", "secret");
        let secret = anonymous(app, &url, offer, of.clone()).await["secret"].as_str().unwrap().to_owned();
        let mut confirm = of;
        confirm["code"] = json!(code(&secret, app.now().timestamp() - 30));
        anonymous(app, &url, Change::new("secondFactorConfirm", "errors { code path }"), confirm).await;
        let midelt = json!({ "sub": "midelt", "email": "midelt@entraide.example.ma", "email_verified": true });
        let needed = sign_on(app, &url, &midelt).await;
        refused(&needed, "SECOND_FACTOR_NEEDED");
        assert!(needed["errors"][0]["message"].as_str().unwrap().contains("secondFactorCode"), "{needed}");
        let with_code = async |code: &str| {
            let mut back = come_back(app, &url, &midelt).await;
            back["secondFactorCode"] = json!(code);
            finish(app, &url, &back).await
        };
        refused(&with_code("000000").await, "WRONG_CODE");
        assert_eq!(with_code(&code(&secret, app.now().timestamp() + 30)).await["viewer"]["login"], "midelt-head");
        let vouched = json!({ "sub": "midelt", "amr": ["pwd", "hwk"] });
        assert_eq!(sign_on(app, &url, &vouched).await["viewer"]["login"], "midelt-head", "both are not asked for");
        // Told truthfully.
        enter_email(app, "khenifra-officer", EMAIL).await;
        assert_eq!(sign_on(app, &url, &officer()).await["errors"], json!([]), "who needs none");
        let connection = app.connection().await;
        let shown = session::Entity::find().all(&connection).await.unwrap();
        let newest = shown.iter().max_by_key(|session| session.id).unwrap();
        assert!(!newest.second_factor, "the officer has shown a password alone");
    }

    async fn a_token_that_does_not_hold_lets_nobody_in(app: &App) {
        enter_email(app, "khenifra-officer", EMAIL).await;
        let forwarder = Forwarder::start().await;
        let port = forwarder.port();
        let kid = {
            let keys: Value = reqwest::get(format!("{}/jwks", forwarder.issuer())).await.unwrap().json().await.unwrap();
            keys["keys"][0]["kid"].clone()
        };
        // Each against a server that knows nothing of the provider yet.
        let fresh = async || app.listen_with_single_sign_on(settings(&forwarder.issuer()), false).await;
        let before = bound(app).await;

        // As it is, it holds.
        let untouched = json!({ "sub": "x", "email": "nobody@entraide.example.ma", "email_verified": true });
        refused(&sign_on(app, &fresh().await, &untouched).await, "IDENTITY_UNKNOWN");

        let forge: [fn(&str) -> String; 5] = [
            |token| format!("{}.{}.", URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#), token.split('.').nth(1).unwrap()),
            |token| format!("{}.{}.", token.split('.').next().unwrap(), token.split('.').nth(1).unwrap()),
            |token| resigned(token, &Header::new(Algorithm::HS256), &EncodingKey::from_secret(SECRET.as_bytes())),
            |token| resigned(token, &Header::new(Algorithm::HS256), &EncodingKey::from_secret(b"another secret")),
            |token| {
                // Another subject under the signature of the first.
                let parts: Vec<_> = token.split('.').collect();
                let claims = String::from_utf8(URL_SAFE_NO_PAD.decode(parts[1]).unwrap()).unwrap();
                let claims = URL_SAFE_NO_PAD.encode(claims.replace(SUBJECT, "5f1c-another"));
                format!("{}.{claims}.{}", parts[0], parts[2])
            },
        ];
        for (number, forge) in forge.into_iter().enumerate() {
            forwarder.answering(move |path, mut answer| {
                if path == "/token" {
                    answer["id_token"] = json!(forge(answer["id_token"].as_str().unwrap()));
                }
                answer
            });
            let payload = sign_on(app, &fresh().await, &officer()).await;
            assert_eq!(codes(&payload), one("SINGLE_SIGN_ON_REFUSED", "input"), "forgery {number}");
        }
        // No token at all.
        forwarder.answering(|path, mut answer| {
            if path == "/token" {
                answer.as_object_mut().unwrap().remove("id_token");
            }
            answer
        });
        refused(&sign_on(app, &fresh().await, &officer()).await, "SINGLE_SIGN_ON_REFUSED");
        // An access token that is not the one of the ID token.
        forwarder.answering(|path, mut answer| {
            if path == "/token" {
                answer["access_token"] = json!("another");
            }
            answer
        });
        refused(&sign_on(app, &fresh().await, &officer()).await, "SINGLE_SIGN_ON_REFUSED");
        // What is said of the person is of another person.
        forwarder.answering(|path, mut answer| {
            if path == "/me" {
                answer["sub"] = json!("5f1c-another");
            }
            answer
        });
        refused(&sign_on(app, &fresh().await, &officer()).await, "SINGLE_SIGN_ON_REFUSED");

        // Signed by a key that is not the one that has its name.
        forwarder.asking(to_the_other(&["/jwks"], port));
        forwarder.answering(move |path, mut answer| {
            if path == "/jwks" {
                answer["keys"][0]["kid"] = kid.clone();
            }
            answer
        });
        refused(&sign_on(app, &fresh().await, &officer()).await, "SINGLE_SIGN_ON_REFUSED");
        forwarder.answering(|_, answer| answer);

        // Of another issuer, and rightly signed by the key that is known.
        forwarder.asking(to_the_other(&["/jwks", "/token", "/me"], port));
        let url = fresh().await;
        let begun = begin(app, &url).await;
        let at_the_other = begun["authorizationUrl"].as_str().unwrap().replace("http://127.0.0.1", "http://localhost");
        let back = log_in(&at_the_other, &officer()).await;
        let back = json!({ "attempt": begun["attempt"], "state": back["state"], "code": back["code"] });
        refused(&finish(app, &url, &back).await, "SINGLE_SIGN_ON_REFUSED");
        assert!(forwarder.seen("/token").last().unwrap()["id_token"].is_string(), "the other one gave it");

        // For another client of the same provider, and of another nonce; both rightly signed.
        forwarder.asking(|path, headers| {
            if path == "/token" {
                let basic = STANDARD.encode("another:the+secret+of+another+client");
                headers.insert(AUTHORIZATION, format!("Basic {basic}").parse().unwrap());
            }
        });
        let altered = async |name: &str, value: &str| {
            let url = fresh().await;
            let begun = begin(app, &url).await;
            let mut sent = Url::parse(begun["authorizationUrl"].as_str().unwrap()).unwrap();
            let asked: Vec<_> = sent.query_pairs().into_owned().collect();
            sent.query_pairs_mut().clear().extend_pairs(asked.iter().map(|(of, own)| (of, if of == name { value } else { own })));
            let back = log_in(sent.as_str(), &officer()).await;
            let back = json!({ "attempt": begun["attempt"], "state": back["state"], "code": back["code"] });
            let payload = finish(app, &url, &back).await;
            assert!(forwarder.seen("/token").last().unwrap()["id_token"].is_string(), "it was given one");
            payload
        };
        refused(&altered("client_id", "another").await, "SINGLE_SIGN_ON_REFUSED");
        forwarder.asking(|_, _| ());
        refused(&altered("nonce", "another").await, "SINGLE_SIGN_ON_REFUSED");
        assert_eq!(bound(app).await, before);
        assert_eq!(altered("prompt", "").await["viewer"]["login"], "khenifra-officer", "unaltered, it is let in");
    }

    async fn new_keys_of_the_provider_are_asked_for_once_in_a_while(app: &App) {
        enter_email(app, "khenifra-officer", EMAIL).await;
        let forwarder = Forwarder::start().await;
        let url = app.listen_with_single_sign_on(settings(&forwarder.issuer()), false).await;
        // The keys of another one, as if these were new.
        forwarder.asking(to_the_other(&["/jwks"], forwarder.port()));
        begin(app, &url).await;
        assert_eq!(forwarder.seen("/jwks").len(), 1);
        forwarder.asking(|_, _| ());
        assert_eq!(sign_on(app, &url, &officer()).await["viewer"]["login"], "khenifra-officer");
        assert_eq!(forwarder.seen("/jwks").len(), 2);
        assert_eq!(sign_on(app, &url, &officer()).await["errors"], json!([]));
        assert_eq!(forwarder.seen("/jwks").len(), 2, "they are known");
        // Tokens with keys that nobody has do not make it ask again and again.
        forwarder.answering(|path, mut answer| {
            if path == "/token" {
                let mut header = Header::new(Algorithm::RS256);
                header.kid = Some("nobody's".to_owned());
                let header = URL_SAFE_NO_PAD.encode(serde_json::to_string(&header).unwrap());
                let (_, rest) = answer["id_token"].as_str().unwrap().split_once('.').unwrap();
                answer["id_token"] = json!(format!("{header}.{rest}"));
            }
            answer
        });
        for _ in 0..3 {
            refused(&sign_on(app, &url, &officer()).await, "SINGLE_SIGN_ON_REFUSED");
        }
        assert_eq!(forwarder.seen("/jwks").len(), 2);
    }

    async fn a_provider_that_is_of_no_use_is_told_and_keeps_nobody_else_out(app: &App) {
        let off = anonymous(app, &app.url, BEGIN, json!({})).await;
        assert_eq!(codes(&off), one("SINGLE_SIGN_ON_OFF", "input"));
        let statements = app.statements();
        refused(&finish(app, &app.url, &json!({ "attempt": "x", "state": "x", "code": "x" })).await, "SINGLE_SIGN_ON_OFF");
        assert_eq!(app.statements(), statements);

        // Nobody listens there; what listens is none; it never answers.
        let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let silent = format!("http://{}", { let address = silent.local_addr().unwrap(); tokio::spawn(async move { let mut kept = Vec::new(); loop { kept.push(silent.accept().await); } }); address });
        for issuer in ["http://127.0.0.1:1", &app.url, &silent] {
            let url = app.listen_with_single_sign_on(settings(issuer), false).await;
            let begun = anonymous(app, &url, BEGIN, json!({})).await;
            assert_eq!(codes(&begun), one("SINGLE_SIGN_ON_UNAVAILABLE", "input"), "{issuer}");
            let sign_in = Change::new("signIn", "accessToken errors { code path }");
            let by_password = json!({ "login": "auditor", "password": app.password("auditor") });
            assert_eq!(anonymous(app, &url, sign_in, by_password).await["errors"], json!([]));
        }

        enter_email(app, "khenifra-officer", EMAIL).await;
        let forwarder = Forwarder::start().await;
        // A secret that the provider does not know.
        let mut wrong = settings(&forwarder.issuer());
        wrong.client_secret = "another secret".to_owned().into();
        let url = app.listen_with_single_sign_on(wrong, false).await;
        refused(&sign_on(app, &url, &officer()).await, "SINGLE_SIGN_ON_UNAVAILABLE");
        // It goes away in between; sends us elsewhere; says too much; names another issuer.
        let url = app.listen_with_single_sign_on(settings(&forwarder.issuer()), false).await;
        let spoilt: [fn(&str, Value) -> Value; 3] = [
            |path, answer| if path == "/token" { json!("http://127.0.0.1:1/") } else { answer },
            |path, answer| if path == "/token" { json!("/token-elsewhere") } else { answer },
            |path, mut answer| {
                if path == "/token" {
                    answer["more"] = json!("x".repeat(300 * 1024));
                }
                answer
            },
        ];
        for spoil in spoilt {
            forwarder.answering(spoil);
            refused(&sign_on(app, &url, &officer()).await, "SINGLE_SIGN_ON_UNAVAILABLE");
        }
        assert!(forwarder.seen("/token-elsewhere").is_empty(), "no redirect is followed");
        for (field, value) in [("issuer", "http://127.0.0.1:1"), ("authorization_endpoint", "http://example.ma/auth"), ("authorization_endpoint", "javascript:alert(1)"), ("jwks_uri", "http://example.ma/jwks")] {
            forwarder.answering(move |path, mut answer| {
                if path.ends_with("openid-configuration") {
                    answer[field] = json!(value);
                }
                answer
            });
            let url = app.listen_with_single_sign_on(settings(&forwarder.issuer()), false).await;
            let begun = anonymous(app, &url, BEGIN, json!({})).await;
            assert_eq!(codes(&begun), one("SINGLE_SIGN_ON_UNAVAILABLE", "input"), "{field} {value}");
        }
        forwarder.answering(|_, answer| answer);
        assert_eq!(sign_on(app, &url, &officer()).await["viewer"]["login"], "khenifra-officer", "when it is back");
    }

    async fn an_address_begins_and_finishes_so_often(app: &App) {
        let forwarder = Forwarder::start().await;
        let url = app.listen_with_single_sign_on(settings(&forwarder.issuer()), false).await;
        begin(app, &url).await;
        let from = async |address: &str, change: Change, input: Value| {
            let body = json!({ "query": change.document(), "variables": { "input": input } });
            let request = app.client().post(format!("{url}/graphql")).header("x-forwarded-for", address).json(&body);
            let answer = app.receive(request).await;
            answer.body["errors"].is_array().then(|| answer.only_code())
        };
        let nothing = json!({ "attempt": "x", "state": "x", "code": "x" });
        for (change, input, burst) in [(BEGIN, json!({}), 120), (FINISH, nothing, 60)] {
            for _ in 0..burst {
                assert_eq!(from("192.0.2.1", change, input.clone()).await, None);
            }
            assert_eq!(from("192.0.2.1", change, input.clone()).await.as_deref(), Some("RATE_LIMITED"));
            assert_eq!(from("192.0.2.2", change, input.clone()).await, None);
        }
        app.advance(2);
        assert_eq!(from("192.0.2.1", FINISH, json!({ "attempt": "x", "state": "x", "code": "x" })).await, None);
    }

    async fn refusals_are_told_in_three_languages(app: &App) {
        let forwarder = Forwarder::start().await;
        let url = app.listen_with_single_sign_on(settings(&forwarder.issuer()), false).await;
        for (language, words) in [("ar", "انتهت هذه المحاولة"), ("fr", "Cette tentative est terminée"), ("en", "This attempt has ended")] {
            let body = json!({ "query": FINISH.document(), "variables": { "input": { "attempt": "x", "state": "x", "code": "x" } } });
            let request = app.client().post(format!("{url}/graphql")).header(ACCEPT_LANGUAGE, language).json(&body);
            let answer = app.receive(request).await;
            let message = answer.body["data"]["singleSignOnFinish"]["errors"][0]["message"].as_str().unwrap().to_owned();
            assert!(message.starts_with(words) && message.contains("singleSignOnBegin"), "{message}");
        }
    }
}

/// What the provider gives and what this installation shows it, while everything that can be logged is.
#[tokio::test]
async fn no_secret_of_single_sign_on_is_logged_or_kept() {
    for url in ["sqlite://any.db".to_owned(), postgres_url(&create_postgres(None).await)] {
        let (dir, forwarder) = (TempDir::new().unwrap(), Forwarder::start().await);
        let mut command = taawun(dir.path());
        command
            .args(["--log", "trace", "serve", "--demo", "--listen", "127.0.0.1:0", "--database-url", &url])
            .args(["--oidc-issuer", &forwarder.issuer(), "--oidc-client-id", CLIENT, "--oidc-redirect-uri", PAGE])
            .env("TAAWUN_OIDC_CLIENT_SECRET", SECRET);
        let running = Running::of(&mut command);
        let admin = running.sign_in("national-admin", &accounts(dir.path())["national-admin"]).await;
        let admin = admin["data"]["signIn"]["accessToken"].as_str().unwrap().to_owned();
        let change = async |token: Option<&str>, of: Change, input: Value| {
            let asked = json!({ "query": of.document(), "variables": { "input": input } });
            let answer = running.ask(token, asked).await;
            answer["data"].as_object().unwrap().values().next().unwrap().clone()
        };
        let found = json!({ "query": "{ accounts(where: { login: \"khenifra-officer\" }) { nodes { id } } }" });
        let found = running.ask(Some(&admin), found).await["data"]["accounts"]["nodes"][0]["id"].clone();
        let update = json!({ "id": found, "expectedVersion": 1, "email": EMAIL });
        change(Some(&admin), Change::new("accountUpdate", "errors { code }"), update).await;

        let (mut secrets, mut codes) = (vec![SECRET.to_owned(), SECRET.replace(' ', "+")], Vec::new());
        secrets.push(STANDARD.encode(format!("{CLIENT}:{}", SECRET.replace(' ', "+"))));
        for said in [
            officer(),
            json!({ "sub": "5f1c-stranger", "email": "stranger@entraide.example.ma", "email_verified": true }),
        ] {
            let begun = change(None, BEGIN, json!({})).await;
            let sent = Url::parse(begun["authorizationUrl"].as_str().unwrap()).unwrap();
            let back = log_in(sent.as_str(), &said).await;
            let of_the_way =
                sent.query_pairs().filter(|(name, _)| ["state", "nonce", "code_challenge"].contains(&name.as_ref()));
            secrets.extend(of_the_way.map(|(_, value)| value.into_owned()));
            secrets.extend([back["code"].clone(), begun["attempt"].as_str().unwrap().to_owned()]);
            let input = json!({ "attempt": begun["attempt"], "state": back["state"], "code": back["code"] });
            let finished = change(None, FINISH, input.clone()).await;
            secrets.extend(
                ["accessToken", "refreshToken"].iter().filter_map(|of| finished[of].as_str().map(str::to_owned)),
            );
            codes.push(finished["errors"][0]["code"].clone());
            codes.push(change(None, FINISH, input).await["errors"][0]["code"].clone());
        }
        assert_eq!(json!(codes), json!([null, "SINGLE_SIGN_ON_ENDED", "IDENTITY_UNKNOWN", "SINGLE_SIGN_ON_ENDED"]));
        for given in forwarder.seen("/token") {
            for token in ["id_token", "access_token"] {
                secrets.extend(given[token].as_str().unwrap().split('.').map(str::to_owned));
            }
        }
        let log = running.stop();
        let kept = everything(&url.replace("any.db", &dir.path().join("any.db").display().to_string()));
        assert!(contains(&kept, SUBJECT), "what is kept was read");
        assert!(log.contains("was refused") || log.contains("answered"), "the log is on: {} bytes", log.len());
        assert!(secrets.len() > 20);
        for secret in &secrets {
            assert!(!contains(&kept, secret), "{secret} is in the database");
            assert!(
                !log.contains(secret),
                "{secret} is in the log, near {:?}",
                log.find(secret).map(|at| &log[at.saturating_sub(200)..at])
            );
        }
        for person in [SUBJECT, EMAIL, "5f1c-stranger", "stranger@entraide.example.ma"] {
            assert!(!log.contains(person), "{person} is in the log");
        }
    }
}

/// What is wrong with the settings is told at the start, and no secret is repeated.
#[test]
fn wrong_settings_of_single_sign_on_are_told() {
    let dir = TempDir::new().unwrap();
    std::fs::write(dir.path().join("empty"), "\n").unwrap();
    let refused = |arguments: &[&str]| {
        let mut command = taawun(dir.path());
        // It would not start in any case.
        command.args(["serve", "--oidc-client-id", "taawun", "--database-url", "mysql://x"]).args(arguments);
        error_of(&command.output().unwrap())
    };
    let issuer = ["--oidc-issuer", "https://id.example.ma", "--oidc-redirect-uri", PAGE];
    assert!(refused(&[]).contains("--oidc-issuer"));
    assert!(refused(&["--oidc-issuer", "https://id.example.ma"]).contains("--oidc-redirect-uri"));
    assert!(refused(&issuer).contains("the provider's secret is missing"));
    assert!(refused(&[&issuer[..], &["--oidc-client-secret-file", "empty"]].concat()).contains("secret is missing"));
    assert!(refused(&[&issuer[..], &["--oidc-client-secret-file", "not-there"]].concat()).contains("not-there"));
    for (issuer, page, told) in [
        ("http://id.example.ma", PAGE, "https"),
        ("id.example.ma", PAGE, "the issuer"),
        ("https://id.example.ma", "http://portal.example.ma/", "http://portal.example.ma/"),
        ("https://id.example.ma", "https://portal.example.ma/#here", "without #"),
    ] {
        let planted = ["--oidc-issuer", issuer, "--oidc-redirect-uri", page, "--oidc-client-secret", "planted"];
        let error = refused(&planted);
        assert!(error.contains("TAAWUN_OIDC_") && error.contains(told) && !error.contains("planted"), "{error}");
    }
    let help =
        taawun(dir.path()).args(["serve", "--help"]).env("TAAWUN_OIDC_CLIENT_SECRET", "planted").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    assert!(help.contains("TAAWUN_OIDC_CLIENT_SECRET") && !help.contains("planted"));
}
