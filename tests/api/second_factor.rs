//! The second factor: offered, confirmed, asked for, lost.

use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha1::Sha1;

use crate::harness::{App, Change, codes, on_both, one};
use crate::sessions::{events, holds};

/// The code of a secret at a moment, by hand from RFC 4226 (section 5.3) and RFC 6238 (thirty seconds, six digits).
pub(crate) fn code(secret: &str, moment: i64) -> String {
    let value = |letter: u8| b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".iter().position(|of| *of == letter).unwrap();
    let bits: Vec<_> = secret.bytes().map(|letter| format!("{:05b}", value(letter))).collect();
    let bits = bits.concat();
    let key: Vec<u8> =
        (0..bits.len() / 8).map(|at| u8::from_str_radix(&bits[at * 8..at * 8 + 8], 2).unwrap()).collect();
    let mut mac = Hmac::<Sha1>::new_from_slice(&key).unwrap();
    mac.update(&(moment / 30).to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let at = usize::from(digest[19] & 15);
    let number = u32::from_be_bytes(digest[at..at + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

#[test]
fn the_code_made_by_hand_is_that_of_the_standard() {
    // RFC 6238, appendix B: the secret "12345678901234567890"; the last six of its eight digits.
    let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    for (moment, expected) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")] {
        assert_eq!(code(secret, moment), expected);
    }
}

/// Sends a mutation without a token to a server, and returns its payload.
async fn anonymous(app: &App, url: &str, change: Change, input: Value) -> Value {
    let answer = app.send_to(url, None, &change.document(), json!({ "input": input })).await;
    assert!(answer.body.get("errors").is_none(), "{:#}", answer.body);
    answer.body["data"].as_object().unwrap().values().next().unwrap().clone()
}

const OFFER: Change = Change::new("secondFactorOffer", "uri secret errors { code message path }");
const CONFIRM: Change = Change::new("secondFactorConfirm", "recoveryCodes errors { code path }");
const SIGN_IN: Change = Change::new("signIn", "accessToken refreshToken errors { code path }");

/// Gives a login a second factor: the secret, and the recovery codes.
async fn enrol(app: &App, url: &str, login: &str) -> (String, Vec<String>) {
    let of = json!({ "login": login, "password": app.password(login) });
    let offered = anonymous(app, url, OFFER, of.clone()).await;
    let secret = offered["secret"].as_str().unwrap().to_owned();
    assert_eq!(offered["uri"], format!("otpauth://totp/Taawun:{login}?secret={secret}&issuer=Taawun"));
    let mut confirm = of;
    confirm["code"] = json!(code(&secret, app.now().timestamp()));
    let confirmed = anonymous(app, url, CONFIRM, confirm).await;
    let codes: Vec<_> =
        confirmed["recoveryCodes"].as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned()).collect();
    assert_eq!(codes.len(), 10);
    (secret, codes)
}

async fn sign_in(app: &App, url: &str, login: &str, code: Option<&str>) -> Value {
    anonymous(app, url, SIGN_IN, json!({ "login": login, "password": app.password(login), "code": code })).await
}

on_both! {
    async fn a_head_comes_in_with_a_second_factor_only(app: &App) {
        let url = app.listen_requiring_second_factor().await;
        assert_eq!(codes(&sign_in(app, &url, "khenifra-head", None).await), one("SECOND_FACTOR_MISSING", "input"));
        assert_eq!(codes(&sign_in(app, &url, "auditor", None).await), one("SECOND_FACTOR_MISSING", "input"));
        assert_eq!(sign_in(app, &url, "khenifra-officer", None).await["errors"], json!([]), "who needs none");

        let (secret, _) = enrol(app, &url, "khenifra-head").await;
        assert_eq!(codes(&sign_in(app, &url, "khenifra-head", None).await), one("SECOND_FACTOR_NEEDED", "input"));
        // The one it was confirmed by is used up; so is each that lets in.
        let now = app.now().timestamp();
        assert_eq!(codes(&sign_in(app, &url, "khenifra-head", Some(&code(&secret, now))).await), one("WRONG_CODE", "input"));
        let next = code(&secret, now + 30);
        let signed_in = sign_in(app, &url, "khenifra-head", Some(&format!("{} {}", &next[..3], &next[3..]))).await;
        assert_eq!(signed_in["errors"], json!([]), "a step ahead, as by a device that is fast");
        assert_eq!(codes(&sign_in(app, &url, "khenifra-head", Some(&next)).await), one("WRONG_CODE", "input"));
        app.advance(120);
        for late in [60, -60] {
            let other = code(&secret, app.now().timestamp() + late);
            assert_eq!(codes(&sign_in(app, &url, "khenifra-head", Some(&other)).await), one("WRONG_CODE", "input"), "{late}");
        }
        let refresh = Change::new("sessionRefresh", "accessToken errors { code path }");
        let refreshed = anonymous(app, &url, refresh, json!({ "refreshToken": signed_in["refreshToken"] })).await;
        assert_eq!(refreshed["errors"], json!([]), "a refresh asks for no code");
        // Where no role needs it, an account that has it is asked for it all the same.
        assert_eq!(codes(&sign_in(app, &app.url, "khenifra-head", None).await), one("SECOND_FACTOR_NEEDED", "input"));
    }

    async fn what_is_offered_asks_for_nothing_until_it_is_confirmed(app: &App) {
        let of = json!({ "login": "khenifra-officer", "password": app.password("khenifra-officer") });
        let first = anonymous(app, &app.url, OFFER, of.clone()).await;
        let second = anonymous(app, &app.url, OFFER, of.clone()).await;
        assert_ne!(first["secret"], second["secret"]);
        let token = sign_in(app, &app.url, "khenifra-officer", None).await["accessToken"].as_str().unwrap().to_owned();
        let confirm = async |secret: &Value| {
            let mut input = of.clone();
            input["code"] = json!(code(secret.as_str().unwrap(), app.now().timestamp()));
            anonymous(app, &app.url, CONFIRM, input).await
        };
        assert_eq!(codes(&confirm(&first["secret"]).await), one("WRONG_CODE", "input"), "the second is in its place");
        assert!(confirm(&second["secret"]).await["recoveryCodes"].is_array());
        assert!(!holds(app, &app.url, &token).await, "sessions before it end");
        assert_eq!(codes(&confirm(&second["secret"]).await), one("SECOND_FACTOR_THERE", "input"));
        assert_eq!(codes(&anonymous(app, &app.url, OFFER, of.clone()).await), one("SECOND_FACTOR_THERE", "input"));
        let wrong = json!({ "login": "khenifra-head", "password": "a guess" });
        assert_eq!(codes(&anonymous(app, &app.url, OFFER, wrong).await), one("INVALID_CREDENTIALS", "input"));
    }

    async fn a_recovery_code_is_good_once_and_a_lost_factor_is_taken_away(app: &App) {
        let (secret, recovery) = enrol(app, &app.url, "khenifra-officer").await;
        let spelt = format!("{}-{} ", &recovery[3][..6], recovery[3][6..].to_uppercase());
        assert_eq!(sign_in(app, &app.url, "khenifra-officer", Some(&spelt)).await["errors"], json!([]));
        assert_eq!(codes(&sign_in(app, &app.url, "khenifra-officer", Some(&recovery[3])).await), one("WRONG_CODE", "input"));
        assert_eq!(sign_in(app, &app.url, "khenifra-officer", Some(&recovery[4])).await["errors"], json!([]));
        // Another's codes are none.
        let (_, others) = enrol(app, &app.url, "midelt-officer").await;
        assert_eq!(codes(&sign_in(app, &app.url, "khenifra-officer", Some(&others[0])).await), one("WRONG_CODE", "input"));

        // Another password needs the code too.
        let change = Change::new("passwordChange", "login errors { code path }");
        let mut input = json!({ "login": "khenifra-officer", "currentPassword": app.password("khenifra-officer"), "password": "houses stand where rivers meet" });
        assert_eq!(codes(&anonymous(app, &app.url, change, input.clone()).await), one("SECOND_FACTOR_NEEDED", "input"));
        app.advance(60);
        input["code"] = json!(code(&secret, app.now().timestamp()));
        assert_eq!(anonymous(app, &app.url, change, input).await["login"], "khenifra-officer");

        let remove = Change::new("accountRemoveSecondFactor", "account { version } errors { code }");
        let head = app.token("khenifra-head").await;
        let found = app.data("khenifra-head", "{ accounts(where: { login: \"khenifra-officer\" }) { nodes { id } } }").await["accounts"]["nodes"][0]["id"].clone();
        app.change(&head, remove, &json!({ "id": found, "expectedVersion": 1 })).await;
        let password = json!({ "login": "khenifra-officer", "password": "houses stand where rivers meet" });
        assert_eq!(anonymous(app, &app.url, SIGN_IN, password).await["errors"], json!([]));
        assert_eq!(events(app, "khenifra-officer").await, [
            "SIGNED_IN", "SECOND_FACTOR_REMOVED", "PASSWORD_SET", "SECOND_FACTOR_REFUSED", "SIGNED_IN", "RECOVERY_CODE_USED", "SECOND_FACTOR_REFUSED",
            "SIGNED_IN", "RECOVERY_CODE_USED", "SECOND_FACTOR_CONFIRMED",
        ]);
    }

    /// Six digits are a million: whoever has the password tries ten of them, and then one every ten minutes, from wherever, and
    /// whatever else is sent between.
    async fn codes_are_not_guessed(app: &App) {
        let (secret, recovery) = enrol(app, &app.url, "khenifra-head").await;
        app.advance(60);
        let right = code(&secret, app.now().timestamp());
        let guesses: Vec<_> = (0..12).map(|guess| format!("{guess:06}")).filter(|guess| *guess != right).take(10).collect();
        for guess in &guesses {
            assert_eq!(codes(&sign_in(app, &app.url, "khenifra-head", Some(guess)).await), one("WRONG_CODE", "input"));
            // The password alone wipes nothing out.
            assert_eq!(codes(&sign_in(app, &app.url, "khenifra-head", None).await), one("SECOND_FACTOR_NEEDED", "input"));
            let of = json!({ "login": "khenifra-head", "password": app.password("khenifra-head") });
            assert_eq!(codes(&anonymous(app, &app.url, OFFER, of).await), one("SECOND_FACTOR_THERE", "input"));
            app.advance(20);
        }
        let limited = async |code: &str| {
            let input = json!({ "login": "khenifra-head", "password": app.password("khenifra-head"), "code": code });
            app.send(None, &SIGN_IN.document(), json!({ "input": input })).await.only_code()
        };
        assert_eq!(limited(&code(&secret, app.now().timestamp())).await, "RATE_LIMITED");
        assert_eq!(limited(&recovery[0]).await, "RATE_LIMITED");
        app.advance(600 - 200);
        assert_eq!(sign_in(app, &app.url, "khenifra-head", Some(&code(&secret, app.now().timestamp()))).await["errors"], json!([]));
    }

    /// A mandate that needs more than the session has shown is not switched to.
    async fn a_session_without_a_code_speaks_for_no_head(app: &App) {
        let url = app.listen_requiring_second_factor().await;
        let head = app.token("khenifra-head").await;
        let delegate = Change::new("mandateDelegate", "mandate { id } errors { code }");
        let officer = app.data("khenifra-head", "{ accounts(where: { login: \"khenifra-officer\" }) { nodes { id } } }").await["accounts"]["nodes"][0]["id"].clone();
        let input = json!({ "idempotencyKey": "while-on-leave", "account": officer, "rights": ["READ_JOURNAL"], "validTo": "2026-12-24" });
        let mandate = app.change(&head, delegate, &input).await["mandate"]["id"].clone();
        let switch = async |token: &Value| {
            let query = Change::new("mandateSwitch", "accessToken errors { code path }").document();
            app.send_to(&url, token.as_str(), &query, json!({ "input": { "mandate": mandate } })).await.body["data"]["mandateSwitch"].clone()
        };
        let plain = sign_in(app, &url, "khenifra-officer", None).await;
        assert_eq!(codes(&switch(&plain["accessToken"]).await), one("SECOND_FACTOR_MISSING", "input.mandate"));
        let (secret, _) = enrol(app, &url, "khenifra-officer").await;
        let with_code = sign_in(app, &url, "khenifra-officer", Some(&code(&secret, app.now().timestamp() + 30))).await;
        assert_eq!(switch(&with_code["accessToken"]).await["errors"], json!([]));
    }
}
