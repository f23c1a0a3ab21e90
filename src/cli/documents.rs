//! `taawun documents`.

use anyhow::Result;

use crate::clock::Clock;
use crate::config::SweepDocuments;
use crate::document;

/// Takes out what became no document.
pub(super) async fn sweep(arguments: &SweepDocuments) -> Result<()> {
    let pool = super::open(&arguments.database).await?;
    let store = arguments.store.open(&arguments.database.data_dir).map_err(anyhow::Error::msg)?;
    let swept = document::sweep(&pool, &store, Clock::system().now()).await?;
    println!("{} uploads and {} files were taken out.", swept.uploads, swept.files);
    Ok(pool.close().await?)
}
