use std::future::Future;
use std::io;
use std::sync::Arc;

use rapport_app::App;
use tokio::net::TcpListener;

use crate::request::state::WebConfig;
use crate::request::uploads;
use crate::routes::router;

/// Serves requests until `shutdown` ends, and then lets those in progress finish.
pub async fn serve(
    app: Arc<App>,
    config: WebConfig,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    uploads::clear_unfinished(&config.uploads).await;
    axum::serve(listener, router(app, config)).with_graceful_shutdown(shutdown).await
}
