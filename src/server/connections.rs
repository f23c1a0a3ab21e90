//! Connections: how many, how long they may say nothing, how they end.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_io_timeout::TimeoutStream;
use tower_http::add_extension::AddExtension;

use super::client::Peer;
use super::{Server, router};

/// How long requests under way may still take when the server is told to stop.
const FAREWELL: Duration = Duration::from_secs(10);
/// Bytes that the head of a request may have; so much a connection may hold before anything is known of it.
const HEAD: usize = 64 * 1024;
/// How long to wait where the system gives no more connections.
const BREATH: Duration = Duration::from_millis(100);

/// Serves until `stop`; then lets requests under way end, for a while.
pub async fn serve(
    listener: TcpListener,
    server: Arc<Server>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let limits = server.limits;
    let idle = Duration::from_secs(limits.idle_seconds);
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(idle).max_buf_size(HEAD);
    let routes = router(server);
    let places = Arc::new(Semaphore::new(limits.connections as usize));
    let open = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (accept(&listener).await, place)
        };
        let ((stream, peer), place) = tokio::select! {
            () = &mut stop => break,
            next = next => next,
        };
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(idle));
        let service = TowerToHyperService::new(AddExtension::new(routes.clone(), Peer(peer.ip())));
        let connection = http.serve_connection(TokioIo::new(Box::pin(stream)), service);
        let connection = open.watch(connection);
        tokio::spawn(async move {
            // A client that goes away, or neither says nor reads anything for too long, is none of our faults.
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(place);
        });
    }
    // Whoever comes now is refused at once rather than left waiting.
    drop(listener);
    tracing::info!("stopping: requests under way may end");
    if tokio::time::timeout(FAREWELL, open.shutdown()).await.is_err() {
        tracing::warn!("stopped with requests still under way");
    }
    Ok(())
}

/// The next connection. Where the system gives none, those that are open are served meanwhile.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                // Small answers are sent at once; a socket that cannot be told so is closed already.
                let _ = stream.set_nodelay(true);
                return (stream, peer);
            }
            Err(error) => {
                tracing::warn!(%error, "no connection was accepted");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
}
