//! Where the bytes of documents are kept.

use std::fs::DirBuilder;
use std::path::{Path, PathBuf};

use clap::Args;
use url::Url;
use zeroize::Zeroizing;

use crate::store::{Bucket, LARGEST, Store};

/// Where the bytes of documents are kept: in a folder, or at an S3-compatible service.
#[derive(Args)]
pub struct DocumentStore {
    /// The folder of documents, where no bucket is named [default: documents in the data folder]
    #[arg(long = "documents-dir", env = "TAAWUN_DOCUMENTS_DIR", value_name = "DIR", conflicts_with = "bucket")]
    folder: Option<PathBuf>,

    /// The bucket of documents at an S3-compatible service, which holds nothing else
    #[arg(
        long = "documents-bucket",
        env = "TAAWUN_DOCUMENTS_BUCKET",
        value_name = "NAME",
        requires_all = ["endpoint", "access_key"]
    )]
    bucket: Option<String>,

    /// The address of that service, such as https://s3.example.ma; https, but on this machine
    #[arg(long = "documents-endpoint", env = "TAAWUN_DOCUMENTS_ENDPOINT", value_name = "URL", requires = "bucket")]
    endpoint: Option<Url>,

    /// The region, as the service calls it
    #[arg(
        long = "documents-region",
        env = "TAAWUN_DOCUMENTS_REGION",
        value_name = "REGION",
        default_value = "us-east-1"
    )]
    region: String,

    /// By which the service knows this installation
    #[arg(long = "documents-access-key", env = "TAAWUN_DOCUMENTS_ACCESS_KEY", value_name = "KEY", requires = "bucket")]
    access_key: Option<String>,

    /// The secret that belongs to it; better given as a variable, or in a file, than as a flag
    #[arg(
        long = "documents-secret-key",
        env = "TAAWUN_DOCUMENTS_SECRET_KEY",
        hide_env_values = true,
        value_name = "SECRET",
        requires = "bucket"
    )]
    secret_key: Option<String>,

    /// A file with that secret
    #[arg(
        long = "documents-secret-key-file",
        env = "TAAWUN_DOCUMENTS_SECRET_KEY_FILE",
        value_name = "FILE",
        requires = "bucket"
    )]
    secret_key_file: Option<PathBuf>,

    /// Bytes that a document may have
    #[arg(long = "documents-largest", env = "TAAWUN_DOCUMENTS_LARGEST", default_value_t = LARGEST, value_parser = clap::value_parser!(u32).range(1..=1_073_741_824), value_name = "BYTES")]
    largest: u32,
}

impl DocumentStore {
    /// The store; an error names the flag that is wrong and repeats no secret.
    pub fn open(&self, data_dir: &Path) -> Result<Store, String> {
        let store = if let (Some(name), Some(endpoint), Some(access_key)) =
            (&self.bucket, &self.endpoint, &self.access_key)
        {
            let bucket = Bucket {
                endpoint: endpoint.clone(),
                region: self.region.clone(),
                name: name.clone(),
                access_key: access_key.clone(),
                secret_key: self.secret()?,
            };
            Store::in_bucket(&bucket)
                .map_err(|error| format!("--documents-endpoint (TAAWUN_DOCUMENTS_ENDPOINT): {error}"))?
        } else {
            let folder = self.folder.clone().unwrap_or_else(|| data_dir.join("documents"));
            let named = |error: String| format!("--documents-dir (TAAWUN_DOCUMENTS_DIR) {}: {error}", folder.display());
            private_folder(&folder).map_err(|error| named(error.to_string()))?;
            Store::in_folder(&folder).map_err(named)?
        };
        Ok(store.with_largest(self.largest))
    }

    fn secret(&self) -> Result<Zeroizing<String>, String> {
        let secret = match (&self.secret_key, &self.secret_key_file) {
            (Some(secret), _) => secret.clone(),
            (None, Some(file)) => {
                let secret = std::fs::read_to_string(file);
                let secret =
                    secret.map_err(|error| format!("--documents-secret-key-file {}: {error}", file.display()))?;
                secret.trim().to_owned()
            }
            (None, None) => String::new(),
        };
        if secret.is_empty() {
            let missing = "the secret of the bucket is missing";
            return Err(format!("--documents-secret-key-file (or TAAWUN_DOCUMENTS_SECRET_KEY): {missing}"));
        }
        Ok(Zeroizing::new(secret))
    }
}

/// Makes a folder for its owner's eyes only.
fn private_folder(path: &Path) -> std::io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

impl std::fmt::Debug for DocumentStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DocumentStore(…)")
    }
}
