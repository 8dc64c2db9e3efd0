use std::sync::Arc;
use std::time::Duration;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio_postgres::Config;
use tokio_postgres::config::SslMode;
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::error::{Cause, Failure, Result};

/// After so long without any sign of the server, its connection is given up.
const SILENCE: Duration = Duration::from_secs(30);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Reads a database address, with what it says about encryption in the words of libpq: `sslmode` and `sslrootcert`.
/// See docs/decisions/0005-encryption-to-postgresql.md.
pub(super) fn read(address: &str) -> Result<(Config, MakeRustlsConnect)> {
    let (address, mode) = take(address, "sslmode");
    let (address, root) = take(&address, "sslrootcert");
    let mut config = address.parse::<Config>().map_err(|error| Failure::Address(Box::new(error)))?;
    // A network that is lost without a word is not waited for.
    config.tcp_user_timeout(SILENCE).keepalives_idle(SILENCE);
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(CONNECT_TIMEOUT);
    }
    let is_checked = root.is_some() || matches!(mode.as_deref(), Some("verify-ca" | "verify-full"));
    config.ssl_mode(match mode.as_deref() {
        Some("disable") => SslMode::Disable,
        None | Some("prefer") if !is_checked => SslMode::Prefer,
        None | Some("prefer" | "require" | "verify-ca" | "verify-full") => SslMode::Require,
        Some(other) => return Err(Failure::SslMode(other.to_owned()).into()),
    });
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .expect("the provider speaks the default versions");
    let tls = if is_checked {
        builder.with_root_certificates(roots(root.as_deref())?).with_no_client_auth()
    } else {
        builder
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(AnyCertificate(provider)))
            .with_no_client_auth()
    };
    Ok((config, MakeRustlsConnect::new(tls)))
}

/// Takes one parameter out of an address in either of its two forms.
fn take(address: &str, name: &str) -> (String, Option<String>) {
    let (start, parameters, between) = match address.split_once('?') {
        Some((start, parameters)) if address.contains("://") => (format!("{start}?"), parameters, '&'),
        None if address.contains("://") => return (address.to_owned(), None),
        _ => (String::new(), address, ' '),
    };
    let mut found = None;
    let mut rest = Vec::new();
    for parameter in parameters.split(between) {
        match parameter.split_once('=') {
            Some((key, value)) if key == name => found = Some(value.to_owned()),
            _ => rest.push(parameter),
        }
    }
    (start + &rest.join(&between.to_string()), found)
}

/// The certificate authorities for a server: those in a file, or those this machine trusts.
fn roots(file: Option<&str>) -> Result<RootCertStore> {
    let mut roots = RootCertStore::empty();
    let Some(file) = file.filter(|file| *file != "system") else {
        let found = rustls_native_certs::load_native_certs();
        roots.add_parsable_certificates(found.certs);
        return if roots.is_empty() { Err(Failure::NoIssuers.into()) } else { Ok(roots) };
    };
    let odd = |source: Cause| Failure::Certificates { file: file.to_owned(), source };
    for certificate in CertificateDer::pem_file_iter(file).map_err(|error| odd(Box::new(error)))? {
        let certificate = certificate.map_err(|error| odd(Box::new(error)))?;
        roots.add(certificate).map_err(|error| odd(Box::new(error)))?;
    }
    if roots.is_empty() { Err(Failure::NoCertificate(file.to_owned()).into()) } else { Ok(roots) }
}

/// Accepts any certificate. That protects from eavesdroppers and not from an attacker in between.
#[derive(Debug)]
struct AnyCertificate(Arc<CryptoProvider>);

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_address_says_about_encryption_is_understood() {
        let check = |address: &str, mode: SslMode| {
            assert_eq!(read(address).map(|(config, _)| config.get_ssl_mode()).unwrap(), mode, "{address}");
        };
        check("postgres://u@h/d", SslMode::Prefer);
        check("postgres://u@h/d?sslmode=disable", SslMode::Disable);
        check("postgres://u@h/d?application_name=x&sslmode=require", SslMode::Require);
        check("host=h user=u sslmode=require", SslMode::Require);
        check("host=h user=u", SslMode::Prefer);
        let refused = |address: &str, said: &str| {
            let error = read(address).map(drop).unwrap_err().to_string();
            assert!(error.contains(said), "{error}");
        };
        refused("postgres://u@h/d?sslmode=allow", "sslmode=allow");
        refused("postgres://u@h/d?sslrootcert=/nowhere.pem", "/nowhere.pem");
        refused("mysql://u@h/d", "postgres://");
    }
}
