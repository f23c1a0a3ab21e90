//! HTTP: routes, limits, health, shutdown.

mod graphiql;
mod graphql;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tower_http::limit::RequestBodyLimitLayer;

use crate::request::App;
use crate::schema::{self, TaawunSchema};

/// Bytes of a request's body.
const BODY: usize = 1024 * 1024;
/// How long requests under way may still take when the server is told to stop.
const FAREWELL: Duration = Duration::from_secs(10);

/// What the handlers share.
#[derive(Debug)]
pub struct Server {
    app: Arc<App>,
    schema: Schema,
    development: bool,
}

struct Schema(TaawunSchema);

impl std::fmt::Debug for Schema {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Schema")
    }
}

impl Server {
    /// A server of an application. In development it shows the GraphiQL page, and the schema to anyone.
    #[must_use]
    pub fn new(app: App, development: bool) -> Self {
        let mut builder = schema::builder().limit_depth(graphql::DEPTH).limit_complexity(graphql::COMPLEXITY);
        if !development {
            builder = builder.disable_suggestions();
        }
        Self { app: Arc::new(app), schema: Schema(builder.finish()), development }
    }

    /// What all its requests share.
    #[must_use]
    pub fn app(&self) -> &Arc<App> {
        &self.app
    }
}

/// The routes.
pub fn router(server: Arc<Server>) -> Router {
    let mut router = Router::new()
        .route("/graphql", post(graphql::answer))
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready));
    if server.development {
        router = router.route("/", get(graphiql::page));
    }
    router.layer(RequestBodyLimitLayer::new(BODY)).with_state(server)
}

async fn ready(State(server): State<Arc<Server>>) -> (StatusCode, &'static str) {
    match server.app.pool.ping().await {
        Ok(()) => (StatusCode::OK, "ready"),
        Err(error) => {
            tracing::warn!(%error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer")
        }
    }
}

/// Serves until the process is told to stop; then lets requests under way end, for a while.
pub async fn serve(listener: TcpListener, server: Arc<Server>) -> std::io::Result<()> {
    let (told, mut stopping) = tokio::sync::watch::channel(false);
    let signal = async move {
        stop_signal().await;
        tracing::info!("stopping: requests under way may end");
        let _ = told.send(true);
    };
    let serving = axum::serve(listener, router(server)).with_graceful_shutdown(signal);
    let farewell = async move {
        if stopping.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
        tokio::time::sleep(FAREWELL).await;
    };
    tokio::select! {
        ended = serving => ended,
        () = farewell => {
            tracing::warn!("stopped with requests still under way");
            Ok(())
        }
    }
}

async fn stop_signal() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
