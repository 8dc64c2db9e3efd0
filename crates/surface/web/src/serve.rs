use std::future::Future;
use std::pin::pin;
use std::sync::Arc;

use axum::serve::Listener;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use rapport_app::App;
use tokio::net::{TcpListener, TcpStream};
use tokio::select;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::request::state::WebConfig;
use crate::request::uploads;
use crate::routes::router;

/// Serves requests until `shutdown` ends, and then lets those in progress finish, if they do so in time.
///
/// This is `axum::serve` with what that has no setting for: how long a connection may be without a complete request,
/// how many there may be, and how long the end may take.
pub async fn serve(
    app: Arc<App>,
    config: WebConfig,
    mut listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) {
    uploads::clear_unfinished(&config.uploads).await;
    let limits = config.limits.clone();
    let service = TowerToHyperService::new(router(app, config));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits.headers);
    let places = Arc::new(Semaphore::new(limits.connections));
    let connections = GracefulShutdown::new();
    let mut shutdown = pin!(shutdown);
    loop {
        let (place, stream) = select! {
            accepted = accept(&mut listener, &places) => accepted,
            () = &mut shutdown => break,
        };
        let connection = http.serve_connection(TokioIo::new(stream), service.clone());
        let connection = connections.watch(connection);
        tokio::spawn(async move {
            // A connection that breaks off is the client's affair.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    let _ = timeout(limits.shutdown, connections.shutdown()).await;
}

/// Waits for a free place, and then for a connection to take it.
async fn accept(listener: &mut TcpListener, places: &Arc<Semaphore>) -> (OwnedSemaphorePermit, TcpStream) {
    let place = Arc::clone(places).acquire_owned().await.expect("the semaphore is never closed");
    let (stream, _) = Listener::accept(listener).await;
    (place, stream)
}
