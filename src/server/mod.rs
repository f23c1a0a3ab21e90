//! HTTP: routes, limits, health, shutdown.

mod budget;
mod client;
mod connections;
mod document;
mod downloads;
mod envelope;
mod fresh;
mod graphiql;
mod graphql;
mod in_order;
mod jwks;
mod oauth;
mod problem;
mod register;
mod releases;
mod remembered;
mod templates;
mod uploads;

use std::num::NonZero;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use async_graphql::ValidationMode;
use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::routing::{get, post, put};
use ipnet::IpNet;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::net::TcpListener;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::SizeAbove;
use tower_http::cors::CorsLayer;

use crate::config::Limits;
use crate::contract::{self, PartnersSchema};
use crate::register::{RegisterSchema, schema as register_schema};
use crate::request::App;
use crate::schema::{self, TaawunSchema};

use budget::Budgets;
use remembered::Remembered;
use uploads::Places;

pub use connections::serve;

/// How long a browser may remember what an origin is allowed.
const PREFLIGHT: Duration = Duration::from_mins(10);
/// Answers from so many bytes are sent compressed to who asks for it; smaller ones fit into a packet or two as they are.
const COMPRESSED: u16 = 2048;
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const POSITION: HeaderName = HeaderName::from_static("taawun-position");

/// What the handlers share.
#[derive(Debug)]
pub struct Server {
    app: Arc<App>,
    schemas: &'static Schemas,
    limits: Limits,
    budgets: Budgets,
    cors: CorsLayer,
    remembered: Remembered,
    /// Those who send files at this moment.
    uploads: Places,
    trusted_proxies: Vec<IpNet>,
    development: bool,
}

/// What may be asked for, and by whom. It knows nothing of a server, so that those of one process have it in common.
struct Schemas {
    whole: TaawunSchema,
    /// The same for documents that are known to be sound: of its rules, only those that guard execution are asked again.
    of_sound: TaawunSchema,
    /// What the systems of partners may ask for.
    contract: PartnersSchema,
    /// What the public may ask for.
    register: RegisterSchema,
}

impl Schemas {
    fn of(development: bool) -> &'static Self {
        static USUAL: LazyLock<Schemas> = LazyLock::new(|| Schemas::new(false));
        static IN_DEVELOPMENT: LazyLock<Schemas> = LazyLock::new(|| Schemas::new(true));
        if development { &IN_DEVELOPMENT } else { &USUAL }
    }

    fn new(development: bool) -> Self {
        let whole = |validation| {
            let builder = schema::builder().validation_mode(validation);
            if development { builder } else { builder.disable_suggestions() }.finish()
        };
        Self {
            whole: whole(ValidationMode::Strict),
            of_sound: whole(ValidationMode::Fast),
            contract: contract::builder().disable_suggestions().finish(),
            register: register_schema().finish(),
        }
    }
}

impl std::fmt::Debug for Schemas {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Schemas")
    }
}

impl Server {
    /// A server of an application. In development it shows the GraphiQL page, and the schema to anyone.
    #[must_use]
    pub fn new(app: App, limits: Limits, cors_origins: &[HeaderValue], development: bool) -> Self {
        // Made before anyone waits for it.
        LazyLock::force(&schema::LISTS);
        LazyLock::force(&schema::OF_ANY_TYPE);
        Self {
            app: Arc::new(app),
            schemas: Schemas::of(development),
            limits,
            budgets: Budgets::of(NonZero::new(limits.budget).unwrap_or(NonZero::<u32>::MIN)),
            cors: cors(cors_origins),
            remembered: Remembered::new(),
            uploads: Places::default(),
            trusted_proxies: Vec::new(),
            development,
        }
    }

    /// Trusts the documents of a folder, `NAME.graphql` each, and answers no others.
    pub fn with_trusted_documents(mut self, folder: &std::path::Path) -> Result<Self, String> {
        self.remembered.trust(folder)?;
        Ok(self)
    }

    /// Believes proxies in these networks about whom they speak for.
    #[must_use]
    pub fn with_trusted_proxies(self, trusted_proxies: Vec<IpNet>) -> Self {
        Self { trusted_proxies, ..self }
    }

    /// What all its requests share.
    #[must_use]
    pub fn app(&self) -> &Arc<App> {
        &self.app
    }
}

/// Pages of these origins may ask in a browser; none where there are none. No cookies: a token is sent by whoever holds it.
fn cors(origins: &[HeaderValue]) -> CorsLayer {
    if origins.is_empty() {
        return CorsLayer::new();
    }
    CorsLayer::new()
        .allow_origin(origins.to_vec())
        .allow_methods([Method::GET, Method::POST, Method::PUT])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::ACCEPT,
            header::ACCEPT_LANGUAGE,
            header::RANGE,
            header::IF_NONE_MATCH,
            header::IF_RANGE,
            POSITION,
        ])
        .expose_headers([
            REQUEST_ID,
            POSITION,
            header::RETRY_AFTER,
            header::ETAG,
            header::CONTENT_DISPOSITION,
            header::CONTENT_RANGE,
        ])
        .max_age(PREFLIGHT)
}

/// The routes.
pub fn router(server: Arc<Server>) -> Router {
    let mut router = Router::new()
        .route("/graphql", post(graphql::answer).get(graphql::answer_persisted))
        .route("/oauth/token", post(oauth::token))
        .route("/.well-known/jwks.json", get(jwks::keys))
        .route("/register/graphql", post(register::ask).get(register::ask_by_address))
        .route("/register.json", get(register::json))
        .route("/register.csv", get(register::csv))
        .route("/register/verify/{code}", get(register::verify))
        .route("/releases", get(releases::list))
        .route("/releases/{file}", get(releases::file))
        .route("/imports/templates", get(templates::list))
        .route("/imports/templates/{file}", get(templates::file))
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready));
    if server.development {
        router = router.route("/", get(graphiql::page));
    }
    let cors = server.cors.clone();
    let compression =
        CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(SizeAbove::new(COMPRESSED));
    // Files are small as they are, and have the tag of their own bytes.
    let files = Router::new()
        .route("/documents/{id}", get(downloads::give))
        .route("/documents/uploads/{address}", put(uploads::take));
    // A body is read by the handler, within its limits.
    router.layer(compression).merge(files).layer(DefaultBodyLimit::disable()).layer(cors).with_state(server)
}

async fn ready(State(server): State<Arc<Server>>) -> (StatusCode, &'static str) {
    match server.app.ping().await {
        Ok(()) => (StatusCode::OK, "ready"),
        Err(error) => {
            tracing::warn!(%error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer")
        }
    }
}

/// Serves what is measured, for Prometheus.
pub async fn serve_metrics(listener: TcpListener, measures: PrometheusHandle) {
    let read = move || {
        let text = measures.render();
        async move { ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text) }
    };
    if let Err(error) = axum::serve(listener, Router::new().route("/metrics", get(read))).await {
        tracing::error!(%error, "measures are served no more");
    }
}

/// Resolves when the process is told to stop. From the call on the signals are caught, also before anyone waits.
#[cfg(unix)]
pub fn stop_signal() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Resolves when the process is told to stop.
#[cfg(not(unix))]
pub fn stop_signal() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
