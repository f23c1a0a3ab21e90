//! The real OpenID provider that `scripts/oidc-provider` starts; a browser that logs in at it; and a forwarder that stands
//! between it and the server, and changes what passes where a test wants it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::response::Response;
use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HOST, LOCATION, SET_COOKIE, TRANSFER_ENCODING};
use serde_json::Value;
use taawun::auth::single_sign_on::Settings;
use tokio::net::TcpListener;
use url::Url;
use url::form_urlencoded::Serializer;

/// As whom the provider knows the server, and where it sends people back; `scripts/provider/provider.mjs` has the same.
pub(crate) const CLIENT: &str = "taawun";
pub(crate) const SECRET: &str = "the secret of the client at the provider";
pub(crate) const PAGE: &str = "https://portal.example.ma/signed-in";
pub(crate) const OTHER_PAGE: &str = "https://tableau.example.ma/signed-in";

/// The provider's own address.
pub(crate) fn provider_url() -> String {
    std::env::var("TEST_OIDC_PROVIDER_URL")
        .expect("TEST_OIDC_PROVIDER_URL names a real OpenID provider: run scripts/test, which starts one")
}

pub(crate) fn settings(issuer: &str) -> Settings {
    Settings {
        issuer: issuer.to_owned(),
        client_id: CLIENT.to_owned(),
        client_secret: SECRET.to_owned().into(),
        redirect_uris: vec![PAGE.to_owned(), OTHER_PAGE.to_owned()],
        second_factor_acr: Vec::new(),
    }
}

fn client() -> reqwest::Client {
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

/// Goes where it is sent as a browser does, with its cookies and forms, and logs in as somebody of whom the provider shall say
/// this. What stands in the address to which the provider sends it back.
pub(crate) async fn log_in(authorization_url: &str, said: &Value) -> BTreeMap<String, String> {
    let (client, mut cookies) = (client(), BTreeMap::<(String, String), String>::new());
    let (mut url, mut form) = (Url::parse(authorization_url).unwrap(), None::<String>);
    for _ in 0..20 {
        let mut request = if form.is_some() { client.post(url.clone()) } else { client.get(url.clone()) };
        let own = cookies.iter().filter(|((_, path), _)| url.path().starts_with(path.as_str()));
        let own: Vec<_> = own.map(|((name, _), value)| format!("{name}={value}")).collect();
        request = request.header(COOKIE, own.join("; "));
        if let Some(form) = form.take() {
            request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(form);
        }
        let answer = request.send().await.unwrap();
        for cookie in answer.headers().get_all(SET_COOKIE) {
            let mut parts = cookie.to_str().unwrap().split("; ");
            let (name, value) = parts.next().unwrap().split_once('=').unwrap();
            let path = parts.find_map(|part| part.strip_prefix("path=")).unwrap_or("/");
            cookies.insert((name.to_owned(), path.to_owned()), value.to_owned());
        }
        if let Some(location) = answer.headers().get(LOCATION) {
            url = url.join(location.to_str().unwrap()).unwrap();
            if [PAGE, OTHER_PAGE].iter().any(|page| url.as_str().starts_with(page)) {
                return url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
            }
            continue;
        }
        let (status, page) = (answer.status(), answer.text().await.unwrap());
        let attribute = |tag: &str, name: &str| {
            tag.split_once(&format!("{name}=\"")).and_then(|(_, rest)| rest.split('"').next()).map(str::to_owned)
        };
        let action = page.split("<form").nth(1).and_then(|form| attribute(form, "action"));
        url = url.join(&action.unwrap_or_else(|| panic!("a form: {status} {page}"))).unwrap();
        let mut filled = Serializer::new(String::new());
        for input in page.split("<input").skip(1) {
            match attribute(input, "name").as_deref() {
                Some("login") => filled.append_pair("login", &said.to_string()),
                Some("password") => filled.append_pair("password", "any"),
                Some(hidden) => filled.append_pair(hidden, &attribute(input, "value").unwrap_or_default()),
                None => &mut filled,
            };
        }
        form = Some(filled.finish());
    }
    panic!("the provider sends in a circle")
}

/// What is changed of a request on its way.
type Asked = Box<dyn Fn(&str, &mut axum::http::HeaderMap) + Send>;
/// What is changed of an answer, where it is JSON.
type Answered = Box<dyn Fn(&str, Value) -> Value + Send>;

struct Passing {
    port: u16,
    asked: Mutex<Asked>,
    answered: Mutex<Answered>,
    seen: Mutex<Vec<(String, Value)>>,
}

/// A forwarder with a provider of its own behind it.
pub(crate) struct Forwarder(Arc<Passing>);

impl Forwarder {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let passing = Arc::new(Passing {
            port: listener.local_addr().unwrap().port(),
            asked: Mutex::new(Box::new(|_, _| ())),
            answered: Mutex::new(Box::new(|_, answer| answer)),
            seen: Mutex::default(),
        });
        let router = Router::new().fallback(pass).with_state(Arc::clone(&passing));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self(passing)
    }

    /// The provider's issuer: one that tells the address where it is asked who somebody is.
    pub(crate) fn issuer(&self) -> String {
        format!("http://127.0.0.1:{}", self.0.port)
    }

    /// Another one behind the same forwarder, with keys of its own: it tells the address with the token.
    pub(crate) fn telling_issuer(&self) -> String {
        format!("http://localhost:{}", self.0.port)
    }

    pub(crate) fn asking(&self, change: impl Fn(&str, &mut axum::http::HeaderMap) + Send + 'static) {
        *self.0.asked.lock().unwrap() = Box::new(change);
    }

    pub(crate) fn answering(&self, change: impl Fn(&str, Value) -> Value + Send + 'static) {
        *self.0.answered.lock().unwrap() = Box::new(change);
    }

    /// What the provider answered at a path, as it said it.
    pub(crate) fn seen(&self, path: &str) -> Vec<Value> {
        let seen = self.0.seen.lock().unwrap();
        seen.iter().filter(|(of, _)| of == path).map(|(_, answer)| answer.clone()).collect()
    }
}

async fn pass(State(passing): State<Arc<Passing>>, request: Request) -> Response {
    let (mut head, body) = request.into_parts();
    let path = head.uri.path().to_owned();
    (passing.asked.lock().unwrap())(&path, &mut head.headers);
    let url = format!("{}{}", provider_url(), head.uri.path_and_query().unwrap());
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let answer = client().request(head.method, url).headers(head.headers).body(body).send().await.unwrap();
    let mut passed = Response::builder().status(answer.status());
    for (name, value) in answer.headers() {
        if name != CONTENT_LENGTH && name != TRANSFER_ENCODING {
            passed = passed.header(name, value);
        }
    }
    let bytes = answer.bytes().await.unwrap();
    let Ok(json) = serde_json::from_slice::<Value>(&bytes) else { return passed.body(Body::from(bytes)).unwrap() };
    passing.seen.lock().unwrap().push((path.clone(), json.clone()));
    let changed = (passing.answered.lock().unwrap())(&path, json);
    // What shall not be an answer at all.
    if let Value::String(location) = &changed {
        return Response::builder().status(302).header(LOCATION, location).body(Body::empty()).unwrap();
    }
    passed.body(Body::from(changed.to_string())).unwrap()
}

/// Sends what is asked at these paths to the other provider behind the same forwarder.
pub(crate) fn to_the_other(
    paths: &'static [&'static str],
    port: u16,
) -> impl Fn(&str, &mut axum::http::HeaderMap) + Send {
    move |path, headers| {
        if paths.contains(&path) {
            headers.insert(HOST, format!("localhost:{port}").parse().unwrap());
        }
    }
}

impl Forwarder {
    pub(crate) fn port(&self) -> u16 {
        self.0.port
    }
}
