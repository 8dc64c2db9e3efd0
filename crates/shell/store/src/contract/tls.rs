use rapport_testkit::PrivatePostgres;

use super::world::WORKSPACE;
use crate::{Location, Result, Store};

/// Opens a database and says whether PostgreSQL sees the connection encrypted.
fn is_encrypted(address: String) -> Result<bool> {
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let store = Store::open(&Location::Postgres(address)).await?;
        store.read(WORKSPACE, |tx| tx.is_encrypted()).await
    })
}

fn refused(address: String, said: &str) {
    let error = is_encrypted(address.clone()).unwrap_err().to_string();
    assert!(error.contains(said), "{address}: {error}");
}

#[test]
fn a_server_with_tls_is_spoken_to_under_it_and_checked_when_asked() {
    let server = PrivatePostgres::start_with_tls();
    let address = server.database("tls");
    let root = server.certificate();
    assert!(is_encrypted(address.clone()).unwrap(), "preferred unless said otherwise");
    assert!(!is_encrypted(format!("{address}?sslmode=disable")).unwrap());
    assert!(is_encrypted(format!("{address}?sslmode=require")).unwrap());
    refused(format!("{address}?sslmode=verify-full"), "is not to be trusted");
    let named = address.replace("127.0.0.1", "localhost");
    assert!(is_encrypted(format!("{named}?sslmode=verify-full&sslrootcert={root}")).unwrap());
    refused(format!("{address}?sslmode=verify-full&sslrootcert={root}"), "is not to be trusted");
}

#[test]
fn a_server_without_tls_is_refused_when_it_is_required() {
    let server = PrivatePostgres::start();
    let address = server.database("plain");
    assert!(!is_encrypted(address.clone()).unwrap());
    refused(format!("{address}?sslmode=require"), "does not speak TLS");
    refused(format!("{address}?sslmode=verify-full"), "does not speak TLS");
}
