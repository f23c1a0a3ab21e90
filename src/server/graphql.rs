//! `/graphql`: by POST, and, for what is remembered, by GET.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use async_graphql::parser::types::ExecutableDocument;
use async_graphql::{ErrorExtensionValues, Request, Response, ServerError};
use axum::Extension;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::IntoResponse;
use entity::id::StreamId;
use entity::language::Language;
use uuid::Uuid;

use super::budget::Spender;
use super::client::{Peer, client_of};
use super::envelope::{self, Media, Parameters};
use super::fresh;
use super::graphiql::is_documented;
use super::in_order::Question;
use super::remembered::Known;
use super::{POSITION, REQUEST_ID, Server, document};
use crate::auth::{Client, Identity, network};
use crate::error::Error;
use crate::rate_limit::RateLimit;
use crate::request::Caller;
use crate::schema::TaawunSchema;
use crate::telemetry::REQUEST_SECONDS;
use crate::text::{Message, negotiate};

/// Where the changes of a request stand; `None` without changes.
fn position(server: &Server, positions: &Mutex<BTreeMap<StreamId, i64>>) -> Option<String> {
    let positions = positions.lock().unwrap_or_else(PoisonError::into_inner);
    server.app.position(positions.iter().map(|(stream, position)| (*stream, *position))).ok().flatten()
}

/// Bytes of a document that are read for a cost of one.
const READ: u64 = 200;
/// What a request costs at most of the budget of those who have not signed in.
const ANONYMOUS: u64 = 20;

/// By which schema a request is executed.
enum Way<'a> {
    /// The whole one; whether anything is changed.
    Schema { schema: &'a TaawunSchema, changes: bool },
    /// The partners' contract.
    Contract,
    /// The public register.
    Register,
}

impl Way<'_> {
    /// Executes, within the deadline.
    async fn execute(self, server: &Server, request: Request, asked: Option<&ExecutableDocument>) -> Response {
        let question = asked.map(|asked| Question::of(&request, asked));
        let may_be_done = matches!(self, Self::Schema { changes: true, .. });
        let executed = async {
            match self {
                Self::Register => server.schemas.register.execute(request).await,
                Self::Contract => server.schemas.contract.execute(request).await,
                Self::Schema { schema, changes: false } => schema.execute(request).await,
                // On a task of its own: what follows a change, a link, a mail, a note in the security log, follows it also
                // where whoever asked goes away.
                Self::Schema { schema, changes: true } => {
                    let schema = schema.clone();
                    let done = tokio::spawn(async move { schema.execute(request).await }).await;
                    done.unwrap_or_else(|error| of_error(Error::OutcomeUnknown(error.to_string().into())))
                }
            }
        };
        let deadline = Duration::from_secs(server.limits.deadline_seconds);
        let mut response = tokio::time::timeout(deadline, executed).await.unwrap_or_else(|_| {
            // A change that has begun goes on by itself.
            of_error(if may_be_done {
                Error::OutcomeUnknown("the deadline".into())
            } else {
                Error::LimitExceeded(Message::new("deadline").with("seconds", deadline.as_secs()))
            })
        });
        if let Some(question) = question {
            question.arrange(&mut response.data);
        }
        response
    }
}

fn of_error(error: Error) -> Response {
    Response::from_errors(vec![async_graphql::Error::from(error).into_server_error(async_graphql::Pos::default())])
}

/// What is said of a request that was executed.
struct Told {
    operation: String,
    viewer: String,
    started: Instant,
    cost: Option<u64>,
    position: Option<String>,
    tag: Option<String>,
}

/// Which door a request came through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Door {
    /// `/graphql`: whoever has signed in.
    Whole,
    /// `/register/graphql`: everyone; nobody's token is looked at.
    Register,
}

/// An answer bears it where nothing was wrong.
#[derive(Clone, Copy)]
pub(super) struct WithoutErrors;

/// A request, as far as its errors need to know it.
struct Exchange {
    id: Uuid,
    language: Language,
    media: Media,
    method: Method,
    door: Door,
}

/// Answers a request that is sent.
pub(super) async fn answer(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    request: axum::extract::Request,
) -> axum::response::Response {
    let limits = server.limits;
    let client = client_of(request.extensions().get().copied(), &headers, &server.trusted_proxies);
    let request = async { envelope::read(&headers, request.into_body(), &limits).await };
    exchange(&server, &headers, client, request, (Door::Whole, Method::POST)).await
}

/// Answers a persisted query that is asked for by its hash.
pub(super) async fn answer_persisted(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    peer: Option<Extension<Peer>>,
    parameters: Result<Query<Parameters>, QueryRejection>,
) -> axum::response::Response {
    let request =
        async { parameters.map_or_else(|_| Err(envelope::Refused::of_address()), |Query(given)| given.read()) };
    let client = client_of(peer.map(|Extension(peer)| peer), &headers, &server.trusted_proxies);
    exchange(&server, &headers, client, request, (Door::Whole, Method::GET)).await
}

pub(super) async fn exchange(
    server: &Server,
    headers: &HeaderMap,
    client: Client,
    request: impl Future<Output = Result<Request, envelope::Refused>>,
    (door, method): (Door, Method),
) -> axum::response::Response {
    let accept_language = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let exchange =
        Exchange { id: Uuid::now_v7(), language: negotiate(accept_language), media: Media::Json, method, door };

    let Some(media) = Media::wanted(headers) else {
        let exchange = Exchange { media: Media::Json, ..exchange };
        return exchange.refuse(StatusCode::NOT_ACCEPTABLE, &Error::BadUserInput(Message::new("not-acceptable")));
    };
    let exchange = Exchange { media, ..exchange };
    let identified = match door {
        Door::Whole => identify(server, headers).await,
        Door::Register => Ok(None),
    };
    let identity = match identified {
        Ok(identity) => identity,
        Err(error) => {
            let status = if matches!(error, Error::Internal(_)) {
                StatusCode::INTERNAL_SERVER_ERROR
            } else if matches!(error, Error::Unavailable(_)) {
                StatusCode::SERVICE_UNAVAILABLE
            } else {
                StatusCode::UNAUTHORIZED
            };
            return exchange.refuse(status, &error);
        }
    };
    match request.await {
        Ok(request) => exchange.run(server, headers, client, identity, request).await,
        Err(envelope::Refused(status, error)) => exchange.refuse(status, &error),
    }
}

impl Exchange {
    async fn run(
        self,
        server: &Server,
        headers: &HeaderMap,
        client: Client,
        identity: Option<Identity>,
        request: Request,
    ) -> axum::response::Response {
        let started = Instant::now();
        let viewer = identity.as_ref().map_or_else(|| "anonymous".to_owned(), |identity| identity.viewer().to_string());
        // A client names its operation as it likes; only what reads as a name is worth a place in the log.
        let operation = request.operation_name.clone().filter(|name| is_name(name)).unwrap_or_default();
        let mut request = request;
        let account = identity.as_ref().map(|identity| identity.account);
        let is_anonymous = account.is_none();
        let anonymous = || Spender::Anonymous(client.address.map(network).unwrap_or_default());
        let spender = account.map_or_else(anonymous, Spender::Account);
        let (processes, now) = (server.app.gate.processes(), server.app.clock.now());
        let spend = |cost| server.budgets.spend(&spender, cost, processes, now).map_err(Error::OverBudget);
        let recalled = match self.door {
            Door::Whole => server.remembered.recall(&mut request, identity.is_some()),
            Door::Register => Ok(Known::TooLong),
        };
        let known = match recalled {
            Ok(known) => known,
            Err(error) => return self.refuse(self.media.of_refusal(), &error),
        };
        // Reading what is not known costs by its length, whatever comes of it; the rest when it is known what it asks for.
        let read = if let Known::Parsed(_) = known { 0 } else { 1 + request.query.len() as u64 / READ };
        let left = match (read > 0).then(|| spend((read, 0))).transpose() {
            Ok(left) => left,
            Err(error) => return self.refuse(StatusCode::TOO_MANY_REQUESTS, &error),
        };
        let is_partners = identity.as_ref().is_some_and(|identity| identity.client.is_some());
        let mut fresh = None;
        let mut schema = &server.schemas.whole;
        let (mut cost, mut changes, mut whole, mut asked) = (None, false, false, None);
        let (name, variables) = (request.operation_name.as_deref(), &request.variables);
        match document::judge(&request.query, &known, name, variables, &server.limits) {
            Ok(judged) => {
                (cost, changes, whole) = (Some(judged.cost), judged.changes, judged.whole);
                if changes && self.method == Method::GET && self.door == Door::Whole {
                    let error = Error::BadUserInput(Message::new("persisted-change"));
                    return self.refuse(StatusCode::METHOD_NOT_ALLOWED, &error);
                }
                if changes && is_partners {
                    let error = Error::BadUserInput(Message::new("partners-only-read"));
                    return self.refuse(self.media.of_refusal(), &error);
                }
                match (&known, account) {
                    (Known::New(hash), Some(account)) => {
                        fresh = Some((*hash, request.query.clone(), Arc::clone(&judged.document), account));
                    }
                    (Known::Parsed(parsed), _) if parsed.is_sound() && judged.plain => {
                        schema = &server.schemas.of_sound;
                    }
                    _ => {}
                }
                request.set_parsed_query(ExecutableDocument::clone(&judged.document));
                asked = Some(judged.document);
            }
            Err(document::Refused::Request(error)) => return self.refuse(self.media.of_refusal(), &error),
            // Executing says what is wrong, and where.
            Err(document::Refused::Syntax) => {}
        }
        let is_whole = self.door == Door::Whole;
        if is_whole && identity.is_none() && !server.development {
            request = request.disable_introspection();
        }
        // Whoever is not signed in is answered little, whatever they ask for.
        let charged = cost.unwrap_or_default().min(if is_whole && is_anonymous { ANONYMOUS } else { u64::MAX });
        let left = left.filter(|_| charged <= read).map_or_else(|| spend((charged, read)), Ok);
        let rate_limit = match left {
            Ok(left) => RateLimit { cost: u32::try_from(cost.unwrap_or_default()).unwrap_or(u32::MAX), ..left },
            Err(error) => return self.refuse(StatusCode::TOO_MANY_REQUESTS, &error),
        };
        // How far the streams have come is read before what they hold: an answer is never older than its tag.
        let tag = match self.tag(server, identity.as_ref().filter(|_| !is_partners), asked.as_deref(), &request).await {
            Ok(tag) => tag,
            Err(error) => return self.refuse(StatusCode::INTERNAL_SERVER_ERROR, &error),
        };
        if let Some(tag) = tag.as_deref().filter(|tag| fresh::is_known(headers, tag)) {
            return fresh_as(tag, self.name(StatusCode::NOT_MODIFIED.into_response()));
        }
        let app = Arc::clone(&server.app);
        let mut caller = match self.door {
            Door::Whole => Caller::new(app, self.language, client, identity),
            Door::Register => Caller::of_the_register(app, self.language, client),
        };
        caller.rate_limit = Some(rate_limit);
        let positions = caller.positions();
        let way = match self.door {
            Door::Register => Way::Register,
            Door::Whole if is_partners => Way::Contract,
            Door::Whole => Way::Schema { schema, changes },
        };
        let response = way.execute(server, request.data(caller), asked.as_deref()).await;
        // What partners' systems send is judged by their contract each time.
        let whole = whole && !is_partners;
        if response.errors.is_empty() {
            if let Some((hash, text, document, account)) = fresh {
                server.remembered.keep(hash, &text, document, whole, account);
            } else if let (Known::Parsed(parsed), true) = (&known, whole) {
                parsed.found_sound();
            }
        }
        let asked = Told { operation, viewer, started, cost, position: position(server, &positions), tag };
        self.tell(server, response, asked)
    }

    /// The tag of what is asked for by GET; `None` of anything else, and where it depends on more than streams tell.
    async fn tag(
        &self,
        server: &Server,
        identity: Option<&Identity>,
        document: Option<&ExecutableDocument>,
        request: &Request,
    ) -> Result<Option<String>, Error> {
        let (Some(identity), Some(document), &Method::GET) = (identity, document, &self.method) else {
            return Ok(None);
        };
        let asked = fresh::Asked {
            identity,
            language: self.language,
            media: self.media.name(),
            document,
            query: &request.query,
            operation: request.operation_name.as_deref(),
            variables: &request.variables,
        };
        fresh::tag(server, asked).await
    }

    /// The answer of a request that was executed; in the log, how long it took.
    fn tell(&self, server: &Server, mut response: Response, told: Told) -> axum::response::Response {
        let Told { operation, viewer, started, cost, position, tag } = told;
        for error in &mut response.errors {
            self.complete(error);
        }
        if let Some(cost) = cost {
            let limits = [("requested", cost), ("maximum", server.limits.cost)];
            let limits = limits.map(|(name, value)| (async_graphql::Name::new(name), value.into()));
            response.extensions.insert("cost".to_owned(), async_graphql::Value::Object(limits.into_iter().collect()));
        }
        if let Some(position) = &position {
            response.extensions.insert("position".to_owned(), position.clone().into());
        }
        // Clients name their operations as they like: only the documented ones are told apart.
        let measured = if is_documented(&operation) { operation.clone() } else { "other".to_owned() };
        let outcome = response.errors.first().map_or("OK", code_of);
        metrics::histogram!(REQUEST_SECONDS, "operation" => measured, "outcome" => outcome).record(started.elapsed());
        let milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::info!(request = %self.id, %viewer, operation, errors = response.errors.len(), milliseconds, "answered");
        let mut answer = self.name(self.media.answer(&response));
        if let Some(seconds) = response.errors.iter().find_map(|error| error.source::<Error>()?.retry_after()) {
            *answer.status_mut() = StatusCode::TOO_MANY_REQUESTS;
            answer.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        if let Some(position) = position.and_then(|position| position.parse().ok()) {
            answer.headers_mut().insert(POSITION, position);
        }
        if response.errors.is_empty() {
            answer.extensions_mut().insert(WithoutErrors);
        }
        match tag.filter(|_| response.errors.is_empty()) {
            Some(tag) => fresh_as(&tag, answer),
            None => answer,
        }
    }

    /// A whole request refused.
    fn refuse(&self, status: StatusCode, error: &Error) -> axum::response::Response {
        tracing::info!(request = %self.id, code = error.code(), "refused");
        let mut answer = async_graphql::Error::from(error.clone()).into_server_error(async_graphql::Pos::default());
        answer.locations.clear();
        self.complete(&mut answer);
        let mut answer = self.name(self.media.write(status, &serde_json::json!({ "errors": [answer] })));
        if let Some(seconds) = error.retry_after() {
            answer.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        answer
    }

    /// Every answer carries the request's id.
    fn name(&self, mut answer: axum::response::Response) -> axum::response::Response {
        if let Ok(id) = self.id.to_string().parse() {
            answer.headers_mut().insert(REQUEST_ID, id);
        }
        // What is answered to one person is kept by nobody on the way.
        answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if answer.status() == StatusCode::UNAUTHORIZED {
            answer.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if answer.status() == StatusCode::METHOD_NOT_ALLOWED {
            answer.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
        }
        answer
    }

    /// Says an error in its reader's language and gives it a code and the request's id. An internal cause goes into the
    /// log and no further.
    fn complete(&self, error: &mut ServerError) {
        let extensions = error.extensions.get_or_insert_with(ErrorExtensionValues::default);
        extensions.set("requestId", self.id.to_string());
        let source = error.source.as_ref().and_then(|source| source.downcast_ref::<Error>());
        let Some(source) = source else {
            // Ours all have a source; what is left are documents and values that the schema refuses.
            extensions.set("code", "BAD_USER_INPUT");
            return;
        };
        if let Error::Internal(cause) = source {
            tracing::error!(request = %self.id, %cause, "internal error");
        }
        error.message = source.message().text(self.language);
    }
}

/// An answer that its reader may keep, and ask about: nobody on the way.
fn fresh_as(tag: &str, mut answer: axum::response::Response) -> axum::response::Response {
    if let Ok(tag) = tag.parse() {
        let headers = answer.headers_mut();
        headers.insert(header::ETAG, tag);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        headers.append(header::VARY, HeaderValue::from_static("authorization, accept-language, accept"));
    }
    answer
}

/// The code of an error, for the measures.
fn code_of(error: &ServerError) -> &'static str {
    error.source::<Error>().map_or("BAD_USER_INPUT", Error::code)
}

/// Who asks; `None` for the anonymous. A token that is there and does not hold is refused, not ignored.
pub(super) async fn identify(server: &Server, headers: &HeaderMap) -> Result<Option<Identity>, Error> {
    let mut given = headers.get_all(header::AUTHORIZATION).iter();
    let Some(value) = given.next() else { return Ok(None) };
    let refused = || Error::Unauthenticated(Message::new("token-refused"));
    let value = value.to_str().map_err(|_| refused())?;
    let (scheme, token) = value.split_once(' ').ok_or_else(refused)?;
    if given.next().is_some() || !scheme.eq_ignore_ascii_case("bearer") {
        return Err(refused());
    }
    server.app.gate.verify(token.trim()).await.map(Some)
}

fn is_name(text: &str) -> bool {
    text.len() <= 64 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
