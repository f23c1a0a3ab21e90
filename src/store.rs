//! The store: where the bytes of documents are, in a folder or at an S3-compatible service. What is in it has a name that is
//! given once, and is written once and read; what is known of it, and whose it is, stands in the database.

use std::path::{Path as FilePath, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::futures_util::StreamExt;
use async_graphql::futures_util::stream::BoxStream;
use axum::body::Bytes;
use chrono::{DateTime, Utc};
use entity::id::ContentId;
use http_body_util::BodyExt;
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector as Connector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use object_store::aws::AmazonS3Builder;
use object_store::buffered::BufWriter;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpRequestBody, HttpResponse, HttpResponseBody,
    HttpService,
};
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{ClientOptions, GetOptions, GetRange, ObjectStore, ObjectStoreExt, RetryConfig};
use tokio::io::AsyncWriteExt;
use url::Url;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::error::Error;
use crate::outbound::{connector, is_plain_loopback};

/// Bytes of a file where nobody says otherwise.
pub const LARGEST: u32 = 20 * 1024 * 1024;
/// So much of a file is held in memory on its way: the smallest part that S3 takes.
const PART: usize = 5 * 1024 * 1024;
/// Where the store says whose it is.
const MARK: &str = "installation";
/// How long the service may take to answer, and to give the next bytes.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often a request is sent again to a service that fails, and for how long.
const RETRIES: usize = 3;

/// Where the bytes of documents are.
#[derive(Clone, Debug)]
pub struct Store {
    objects: Arc<dyn ObjectStore>,
    folder: Option<PathBuf>,
    /// Bytes that a file may have.
    pub largest: u32,
}

/// A bucket at an S3-compatible service.
pub struct Bucket {
    /// The address of the service: https, but on this machine.
    pub endpoint: Url,
    /// The region, as the service calls it.
    pub region: String,
    /// Its name; it holds nothing else.
    pub name: String,
    /// By which the service knows this installation.
    pub access_key: String,
    /// The secret that belongs to it.
    pub secret_key: Zeroizing<String>,
}

impl Store {
    /// In memory, for as long as the process lives.
    #[must_use]
    pub fn in_memory() -> Self {
        Self { objects: Arc::new(InMemory::new()), folder: None, largest: LARGEST }
    }

    /// In a folder that is there.
    pub fn in_folder(folder: &FilePath) -> Result<Self, String> {
        let objects = LocalFileSystem::new_with_prefix(folder).map_err(|error| error.to_string())?;
        // A document that was acknowledged is there after the power went off, as the row that names it is.
        let objects = Arc::new(objects.with_fsync(true));
        Ok(Self { objects, folder: Some(folder.to_owned()), largest: LARGEST })
    }

    /// In a bucket.
    pub fn in_bucket(bucket: &Bucket) -> Result<Self, String> {
        let plain = is_plain_loopback(&bucket.endpoint);
        if !plain && bucket.endpoint.scheme() != "https" {
            return Err("a store is reached by https, but on this machine".to_owned());
        }
        let client = Client::builder(TokioExecutor::new()).pool_timer(TokioTimer::new()).build(connector(plain)?);
        let retry = RetryConfig { max_retries: RETRIES, retry_timeout: PATIENCE, ..RetryConfig::default() };
        let objects = AmazonS3Builder::new()
            .with_endpoint(bucket.endpoint.as_str().trim_end_matches('/'))
            .with_region(&bucket.region)
            .with_bucket_name(&bucket.name)
            .with_access_key_id(&bucket.access_key)
            .with_secret_access_key(bucket.secret_key.as_str())
            .with_allow_http(plain)
            .with_retry(retry)
            .with_http_connector(Outbound(client))
            .build()
            .map_err(|error| error.to_string())?;
        Ok(Self { objects: Arc::new(objects), folder: None, largest: LARGEST })
    }

    /// The same, for files of so many bytes at most.
    #[must_use]
    pub fn with_largest(self, largest: u32) -> Self {
        Self { largest, ..self }
    }

    /// Begins to write. Nothing is there before all of it is.
    #[must_use]
    pub fn write(&self, id: ContentId) -> Writing {
        Writing(BufWriter::with_capacity(Arc::clone(&self.objects), path(id), PART).with_max_concurrency(1))
    }

    /// Writes what is in memory.
    pub async fn put(&self, id: ContentId, bytes: Vec<u8>) -> Result<(), Error> {
        self.objects.put(&path(id), bytes.into()).await?;
        Ok(())
    }

    /// The bytes, or those from the first of the two to before the second.
    pub async fn read(
        &self,
        id: ContentId,
        range: Option<(u64, u64)>,
    ) -> Result<BoxStream<'static, Result<Bytes, Error>>, Error> {
        let range = range.map(|(from, to)| GetRange::Bounded(from..to));
        let asked = GetOptions { range, ..GetOptions::default() };
        let found = self.objects.get_opts(&path(id), asked).await?;
        Ok(found.into_stream().map(|bytes| bytes.map_err(Error::from)).boxed())
    }

    /// All the bytes, in memory: of what is bounded when it is sent.
    pub async fn whole(&self, id: ContentId) -> Result<Bytes, Error> {
        Ok(self.objects.get(&path(id)).await?.bytes().await?)
    }

    /// Takes out what is there; what is not is out already.
    pub async fn remove(&self, id: ContentId) -> Result<(), Error> {
        match self.objects.delete(&path(id)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Whose it is, as `put_mark` says it; `None` while it is nobody's.
    pub async fn mark(&self) -> Result<Option<String>, Error> {
        match self.objects.get(&Path::from(MARK)).await {
            Ok(found) => Ok(Some(String::from_utf8_lossy(&found.bytes().await?).trim().to_owned())),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Says whose it is.
    pub async fn put_mark(&self, whose: String) -> Result<(), Error> {
        self.objects.put(&Path::from(MARK), whose.into()).await?;
        Ok(())
    }

    /// All that was begun before a moment, in no order.
    #[must_use]
    pub fn begun_before(&self, moment: DateTime<Utc>) -> BoxStream<'static, Result<ContentId, Error>> {
        let found = self.objects.list(None).filter_map(move |found| async move {
            match found {
                Ok(found) => begun(found.location.as_ref()).filter(|(_, at)| *at < moment).map(|(id, _)| Ok(id)),
                Err(error) => Some(Err(error.into())),
            }
        });
        found.boxed()
    }

    /// Takes out what a process that was killed had begun to write into the folder before a moment; how many. An S3-compatible
    /// service is told by a rule of the bucket to give up parts that were never put together.
    pub async fn remove_broken(&self, moment: DateTime<Utc>) -> Result<u64, Error> {
        let Some(folder) = &self.folder else { return Ok(0) };
        let mut files = tokio::fs::read_dir(folder).await.map_err(Error::internal)?;
        let mut removed = 0;
        while let Some(file) = files.next_entry().await.map_err(Error::internal)? {
            // As the library calls what it has not finished: the name, and a number.
            let name = file.file_name().to_string_lossy().into_owned();
            let part = name.split_once('#').and_then(|(name, _)| begun(name));
            if part.is_some_and(|(_, at)| at < moment) {
                tokio::fs::remove_file(file.path()).await.map_err(Error::internal)?;
                removed += 1;
            }
        }
        Ok(removed)
    }
}

/// What is being written.
#[derive(Debug)]
pub struct Writing(BufWriter);

impl Writing {
    /// Takes bytes, and copies them: kept as it is, a single byte holds the whole buffer into which it was read.
    pub async fn take(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.0.write_all(bytes).await.map_err(Error::internal)
    }

    /// It is there, wholly.
    pub async fn finish(mut self) -> Result<(), Error> {
        self.0.shutdown().await.map_err(Error::internal)
    }

    /// Nothing of it stays.
    pub async fn give_up(mut self) {
        if let Err(error) = self.0.abort().await {
            tracing::warn!(%error, "what was begun could not be taken out of the store");
        }
    }
}

fn path(id: ContentId) -> Path {
    Path::from(id.0.to_string())
}

/// What a name says: which content it is, and when it was begun. `None` of what is none of ours.
fn begun(name: &str) -> Option<(ContentId, DateTime<Utc>)> {
    let id = Uuid::try_parse(name).ok()?;
    let (seconds, nanoseconds) = id.get_timestamp()?.to_unix();
    Some((ContentId(id), DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanoseconds)?))
}

/// The cause goes into the log; it holds no secret.
impl From<object_store::Error> for Error {
    fn from(error: object_store::Error) -> Self {
        Self::internal(format!("the store: {error}"))
    }
}

impl std::fmt::Debug for Bucket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Bucket({} at {})", self.name, self.endpoint)
    }
}

/// The way to the service.
#[derive(Clone, Debug)]
struct Outbound(Client<HttpsConnector<Connector>, HttpRequestBody>);

impl HttpConnector for Outbound {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(self.clone()))
    }
}

impl HttpService for Outbound {
    fn call<'a, 'b>(
        &'a self,
        request: HttpRequest,
    ) -> Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'b>>
    where
        'a: 'b,
        Self: 'b,
    {
        Box::pin(async move {
            let answer = tokio::time::timeout(PATIENCE, self.0.request(request)).await;
            let answer = answer.map_err(|error| HttpError::new(HttpErrorKind::Timeout, error))?;
            let answer = answer.map_err(|error| {
                let kind = if error.is_connect() { HttpErrorKind::Connect } else { HttpErrorKind::Request };
                HttpError::new(kind, error)
            })?;
            let broken = |error| HttpError::new(HttpErrorKind::Interrupted, error);
            Ok(answer.map(|body| HttpResponseBody::new(body.map_err(broken))))
        })
    }
}
