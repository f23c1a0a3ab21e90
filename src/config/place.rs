//! Where an installation keeps what it knows: its database, and the master key of its secrets.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::auth::keys::{MasterKey, MasterKeyError};

/// Where the data is.
#[derive(Args, Clone)]
pub struct Database {
    /// The folder of what this machine keeps: the embedded database, the master key
    #[arg(long, env = "TAAWUN_DATA_DIR", default_value = "data", value_name = "DIR")]
    pub data_dir: PathBuf,

    /// sqlite://PATH or postgres://USER@HOST/NAME [default: the file taawun.db in the data folder]
    #[arg(long, env = "TAAWUN_DATABASE_URL", hide_env_values = true, value_name = "URL")]
    pub database_url: Option<String>,

    /// Connections that read at the same time
    #[arg(long, env = "TAAWUN_DATABASE_CONNECTIONS", default_value_t = 8, value_parser = clap::value_parser!(u32).range(2..=500), value_name = "COUNT")]
    pub database_connections: u32,
}

/// The address may hold a password.
impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Database(in {})", self.data_dir.display())
    }
}

impl Database {
    /// The address of the database.
    #[must_use]
    pub fn url(&self) -> String {
        self.database_url.clone().unwrap_or_else(|| format!("sqlite://{}", self.data_dir.join("taawun.db").display()))
    }
}

/// Where the master key is. All processes of an installation need the same.
#[derive(Args)]
pub struct MasterKeySource {
    /// The master key itself, 32 bytes in base64; better given as a variable than as a flag
    #[arg(long, env = "TAAWUN_MASTER_KEY", hide_env_values = true, value_name = "BASE64")]
    master_key: Option<String>,

    /// A file with the master key, made if absent [default: master.key in the data folder]
    #[arg(long, env = "TAAWUN_MASTER_KEY_FILE", value_name = "FILE")]
    master_key_file: Option<PathBuf>,
}

impl std::fmt::Debug for MasterKeySource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MasterKeySource(…)")
    }
}

impl MasterKeySource {
    /// The key.
    pub fn open(&self, data_dir: &Path) -> Result<MasterKey, MasterKeyError> {
        match (&self.master_key, &self.master_key_file) {
            (Some(key), _) => MasterKey::from_base64(key, "--master-key (TAAWUN_MASTER_KEY)"),
            (None, Some(file)) => MasterKey::from_file(file),
            (None, None) => MasterKey::from_file(&data_dir.join("master.key")),
        }
    }
}
