//! `taawun work`: what waits to be done in the background.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::auth::{Gate, Passwords, SecretKeys};
use crate::background::background;
use crate::clock::Clock;
use crate::config::{Limits, Work};
use crate::job::Worker;
use crate::request::App;
use crate::server;

/// Does it until told to stop, or once.
pub(super) async fn run(work: Work) -> Result<()> {
    let clock = Clock::system();
    let pool = super::open(&work.database).await?;
    if let [first, ..] = pool.pending_migrations().await?.as_slice() {
        bail!("the database is not up to date ({first} and what follows): run `taawun migrate` first");
    }
    let mailer = work.mail_server.open(Duration::from_secs(Limits::default().deadline_seconds))?;
    let master = work.master_key.open(&work.database.data_dir)?;
    let keys = SecretKeys::open(&pool, master, clock.now()).await?;
    let gate = Gate::open(pool.clone(), keys, Passwords::new(1)?, clock.clone()).await?;
    let store = work.documents.open(&work.database.data_dir).map_err(anyhow::Error::msg)?;
    let press = work.fonts.open().map_err(anyhow::Error::msg)?;
    let app = App::new(pool.clone(), gate, clock).with_mailer(mailer.clone()).with_portal(work.portal);
    let app = app.with_store(store).with_press(press).with_public_address(work.public_address);
    let worker = Worker::new(pool.clone(), Arc::new(app), background(), Duration::from_secs(work.jobs_grace_seconds));
    if work.once {
        println!("{} jobs were begun.", worker.work_off().await?);
    } else {
        let stop = server::stop_signal()?;
        println!("Taawun works in the background.");
        worker.run(stop).await;
    }
    if let Some(mailer) = mailer {
        mailer.farewell().await;
    }
    Ok(pool.close().await?)
}
