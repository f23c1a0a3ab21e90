//! The way out to services of others, the OpenID provider and the store: by TLS and the certificates of this machine; by plain
//! text to this machine alone, where nobody listens between.

use std::sync::Arc;

use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use rustls::crypto::ring;
use rustls::{ClientConfig, RootCertStore};
use url::{Host, Url};

/// Connects to others; an error where the machine knows no certificates to judge them by.
pub fn connector(plain: bool) -> Result<HttpsConnector<HttpConnector>, String> {
    let connectors = HttpsConnectorBuilder::new();
    if plain {
        let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let tls = tls.with_safe_default_protocol_versions().map_err(|error| error.to_string())?;
        let tls = tls.with_root_certificates(RootCertStore::empty()).with_no_client_auth();
        return Ok(connectors.with_tls_config(tls).https_or_http().enable_http1().build());
    }
    let connectors = connectors.with_provider_and_native_roots(ring::default_provider());
    let connectors = connectors.map_err(|error| format!("the certificates of this machine: {error}"))?;
    Ok(connectors.https_only().enable_http1().build())
}

/// On this machine nobody listens between.
#[must_use]
pub fn is_plain_loopback(url: &Url) -> bool {
    let loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    url.scheme() == "http" && loopback
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_goes_to_this_machine_alone() {
        let plain = |text: &str| is_plain_loopback(&Url::parse(text).unwrap());
        for here in ["http://127.0.0.1:8080/a", "http://[::1]/", "http://localhost:3000/"] {
            assert!(plain(here), "{here}");
        }
        for other in [
            "https://127.0.0.1/",
            "http://10.0.0.1/",
            "http://localhost.example.ma/",
            "http://127.0.0.1.example.ma/",
            "ftp://localhost/",
        ] {
            assert!(!plain(other), "{other}");
        }
    }
}
