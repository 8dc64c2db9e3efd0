//! Connections that take long, or are many.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use rapport_web::{Limits, WebConfig, serve};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::browser::clock;
use crate::world::World;

const REQUEST: &[u8] = b"GET /login HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

/// A server on a port of its own.
struct Server {
    address: SocketAddr,
    /// Ends the server when it is sent or dropped.
    end: oneshot::Sender<()>,
    served: JoinHandle<()>,
    _folder: TempDir,
}

impl Server {
    async fn start(limits: Limits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let app = World::empty(folder.path(), clock()).await.app;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let config =
            WebConfig { uploads: folder.path().join("uploads"), base: format!("http://{address}"), limits };
        let (end, ended) = oneshot::channel();
        let served = tokio::spawn(serve(Arc::clone(&app), config, listener, async move {
            let _ = ended.await;
        }));
        Self { address, end, served, _folder: folder }
    }

    /// A connection that has sent these bytes.
    async fn connect(&self, sent: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(sent).await.unwrap();
        stream
    }
}

/// What comes until the server closes the connection.
async fn rest(mut stream: TcpStream) -> String {
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).await.unwrap();
    String::from_utf8_lossy(&rest).into_owned()
}

/// Limits under which connections end by a time limit soon, and by no other.
fn hurried() -> Limits {
    Limits { headers: Duration::from_millis(50), ..Limits::default() }
}

#[tokio::test]
async fn a_connection_is_closed_when_no_request_is_completed_on_it() {
    let server = Server::start(hurried()).await;
    for sent in ["", "GET /login HTTP/1.1\r\nHost: 127", "GET /login HTTP/1.1\r\nHost: 127.0.0.1\r\n"] {
        let answer = rest(server.connect(sent.as_bytes()).await).await;
        assert!(!answer.contains("200 OK"), "{sent}");
    }
    // One that has had its answer is closed when it stays idle.
    let answer = rest(server.connect(REQUEST).await).await;
    assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");
}

#[tokio::test]
async fn further_connections_wait_for_a_free_place() {
    let server = Server::start(Limits { connections: 2, ..hurried() }).await;
    let idle = [server.connect(b"GET /").await, server.connect(b"GET /").await];
    let mut waiting = server.connect(REQUEST).await;
    let mut first = [0];
    waiting.read_exact(&mut first).await.unwrap();
    let mut closed = 0;
    for stream in idle {
        closed += u32::from(stream.try_read(&mut [0; 1_024]).is_ok());
    }
    assert!(closed > 0, "it is served once one of the others was closed");
}

#[tokio::test]
async fn half_a_request_does_not_keep_the_server_up() {
    let server = Server::start(Limits { shutdown: Duration::from_millis(20), ..Limits::default() }).await;
    let half = server.connect(b"GET /login HTTP/1.1\r\nHost: 127").await;
    let body = b"POST /sessions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 20\r\n\r\ncsrf";
    let slow = server.connect(body).await;
    // A whole request on a third connection shows that the other two have been accepted.
    let mut whole = server.connect(REQUEST).await;
    whole.read_exact(&mut [0]).await.unwrap();
    server.end.send(()).unwrap();
    server.served.await.unwrap();
    drop((half, slow));
}
