//! What is asked of the provider: by TLS, but on this machine; each answer within seconds and up to a size; no redirect is
//! followed, so that nobody sends us elsewhere.

use std::pin::Pin;
use std::time::Duration;

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use url::Url;

use crate::outbound::{connector, is_plain_loopback};

/// How long the provider may take for one answer. Signing in asks it three times at most, within the deadline of a request.
const PATIENCE: Duration = Duration::from_secs(3);
/// Bytes of an answer.
const LONGEST_ANSWER: usize = 256 * 1024;

/// Why the provider gave no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failed {
    #[error("its address is not one to be asked: https, or http on this machine where its issuer is there")]
    Address,
    #[error("it did not answer in time")]
    Silent,
    #[error("it cannot be reached: {0}")]
    Unreachable(hyper_util::client::legacy::Error),
    #[error("its answer broke off, or was too long")]
    Unread,
    #[error("not an answer: {0}")]
    Malformed(openidconnect::http::Error),
}

/// The way out.
pub(super) struct Outbound {
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    plain: bool,
}

impl Outbound {
    /// To a provider of this address; an error where the machine knows no certificates to judge others by.
    pub(super) fn to(issuer: &Url) -> Result<Self, String> {
        let plain = is_plain_loopback(issuer);
        let connector = connector(plain)?;
        // No connection is kept: it would be used once in a while, and closed meanwhile.
        Ok(Self { client: Client::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build(connector), plain })
    }

    /// Whether an address of the provider's is one to be asked, or to send a browser to.
    pub(super) fn allows(&self, url: &Url) -> bool {
        url.scheme() == "https" || (self.plain && is_plain_loopback(url))
    }

    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, Failed> {
        let url = Url::parse(&request.uri().to_string()).map_err(|_| Failed::Address)?;
        if !self.allows(&url) {
            return Err(Failed::Address);
        }
        let request = request.map(|body| Full::new(Bytes::from(body)));
        let (head, body) = self.client.request(request).await.map_err(Failed::Unreachable)?.into_parts();
        let body = Limited::new(body, LONGEST_ANSWER).collect().await.map_err(|_| Failed::Unread)?;
        let mut answer = openidconnect::http::Response::builder().status(head.status);
        if let Some(content_type) = head.headers.get(hyper::header::CONTENT_TYPE) {
            answer = answer.header(hyper::header::CONTENT_TYPE, content_type);
        }
        answer.body(body.to_bytes().to_vec()).map_err(Failed::Malformed)
    }
}

impl<'c> AsyncHttpClient<'c> for Outbound {
    type Error = Failed;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Failed>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move { tokio::time::timeout(PATIENCE, self.ask(request)).await.map_err(|_| Failed::Silent)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_is_asked_by_tls_but_on_this_machine() {
        let url = |text: &str| Url::parse(text).unwrap();
        for plain in ["http://127.0.0.1:8080/a", "http://[::1]/", "http://localhost:3000/"] {
            assert!(Outbound::to(&url(plain)).unwrap().allows(&url(plain)), "{plain}");
        }
        for other in
            ["http://10.0.0.1/", "http://localhost.example.ma/", "http://127.0.0.1.example.ma/", "ftp://localhost/"]
        {
            assert!(!Outbound::to(&url("http://localhost/")).unwrap().allows(&url(other)), "{other}");
        }
        let remote = Outbound::to(&url("https://id.example.ma/")).unwrap();
        assert!(remote.allows(&url("https://keys.example.ma/")));
        assert!(!remote.allows(&url("http://localhost/")), "one that is elsewhere does not send us to this machine");
    }
}
