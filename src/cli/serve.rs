//! `taawun serve`.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use entity::installation::Purpose;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::auth::{Gate, Passwords, SecretKeys};
use crate::background::background;
use crate::clock::Clock;
use crate::config::Serve;
use crate::db::Pool;
use crate::document::sweep_hourly;
use crate::job::Worker;
use crate::request::App;
use crate::seed::demonstration;
use crate::server::{self, Server};
use crate::store::Store;
use crate::telemetry;

/// Open files besides connections: the database's, the log.
const FILES: u64 = 256;

/// Serves until told to stop.
pub(super) async fn run(serve: Serve) -> Result<()> {
    let clock = Clock::system();
    let single_sign_on = serve.oidc.open().map_err(anyhow::Error::msg)?;
    let pool = super::open(&serve.database).await?;
    let store = serve.documents.open(&serve.database.data_dir).map_err(anyhow::Error::msg)?;
    let press = serve.fonts.open().map_err(anyhow::Error::msg)?;
    prepare(&serve, &pool, &clock, &store).await?;
    pool.close().await?;
    let patience = Duration::from_secs(serve.limits.deadline_seconds);
    let (url, connections) = (serve.database.url(), serve.database.database_connections);
    let pool = Pool::connect(&url, connections, Some(patience)).await?;

    let mailer = serve.mail_server.open(patience)?;
    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let passwords = Passwords::new(serve.password_hashes.map_or(cores, usize::from))?;
    let master = serve.master_key.open(&serve.database.data_dir)?;
    let keys = SecretKeys::open(&pool, master, clock.now()).await?;
    let gate = Gate::open(pool.clone(), keys, passwords, clock.clone()).await?;
    let gate = gate.requiring_second_factor(!serve.second_factor_optional && !serve.demo);
    let gate = gate.with_single_sign_on(single_sign_on);
    if serve.demo {
        let accounts =
            demonstration::lay_accounts(&pool, &gate.passwords, &serve.database.data_dir, clock.now()).await?;
        println!("Demonstration accounts (also in {}):", accounts.file.display());
        for (login, password) in &accounts.passwords {
            println!("  {login:<22} {password}");
        }
        let systems = demonstration::lay_secrets(&pool, &serve.database.data_dir, clock.now()).await?;
        println!("Systems of partners, for /oauth/token (also in {}):", systems.file.display());
        for (client, secret) in &systems.secrets {
            println!("  {client:<34} {secret}");
        }
    }

    tokio::spawn(sweep_hourly(pool.clone(), store.clone(), clock.clone()));
    let server = Server::new(
        App::new(pool.clone(), gate, clock)
            .with_store(store)
            .with_press(press)
            .with_fast_lane(!serve.no_fast_lane)
            .with_link_page(serve.link_page)
            .with_mailer(mailer.clone())
            .with_portal(serve.portal)
            .with_public_address(serve.public_address),
        serve.limits,
        &serve.cors_origins,
        serve.development || serve.demo,
    );
    let server = server.with_trusted_proxies(serve.trusted_proxies);
    let server = match &serve.trusted_documents {
        Some(folder) => server.with_trusted_documents(folder).map_err(anyhow::Error::msg),
        None => Ok(server),
    };
    let server = server.context("--trusted-documents (TAAWUN_TRUSTED_DOCUMENTS)")?;
    let files = rlimit::increase_nofile_limit(u64::MAX).context("the limit of open files cannot be read")?;
    if files < u64::from(serve.limits.connections) + FILES {
        tracing::warn!(
            files,
            connections = serve.limits.connections,
            "the system allows fewer open files than connections"
        );
    }
    let listener = TcpListener::bind(serve.listen).await;
    let listener = listener.with_context(|| format!("--listen (TAAWUN_LISTEN) {}", serve.listen))?;
    let stop = server::stop_signal()?;
    if let Some(address) = serve.metrics_listen {
        let listener = TcpListener::bind(address).await;
        let listener = listener.with_context(|| format!("--metrics-listen (TAAWUN_METRICS_LISTEN) {address}"))?;
        println!("Measures are at http://{}/metrics", listener.local_addr()?);
        tokio::spawn(server::serve_metrics(listener, telemetry::measure()?));
    }
    println!("Taawun listens on http://{}", listener.local_addr()?);
    let (server, stopped) = (Arc::new(server), CancellationToken::new());
    let worker = (!serve.no_jobs).then(|| {
        let worker = Worker::new(
            pool.clone(),
            Arc::clone(server.app()),
            background(),
            Duration::from_secs(serve.jobs_grace_seconds),
        );
        tokio::spawn(worker.run(stopped.clone().cancelled_owned()))
    });
    // Requests and jobs under way end side by side.
    let told = stopped.clone();
    let stop = async move {
        stop.await;
        told.cancel();
    };
    server::serve(listener, server, stop).await?;
    stopped.cancel();
    if let Some(worker) = worker {
        worker.await?;
    }
    if let Some(mailer) = mailer {
        mailer.farewell().await;
    }
    pool.close().await?;
    Ok(())
}

/// Sees to it that the tables are there and that the database is for what it is used for.
async fn prepare(serve: &Serve, pool: &Pool, clock: &Clock, store: &Store) -> Result<()> {
    if let [first, ..] = pool.pending_migrations().await?.as_slice() {
        if !pool.is_embedded() && !serve.demo {
            bail!("the database is not up to date ({first} and what follows): run `taawun migrate` first");
        }
        super::refuse_demonstration_of_records(pool, serve.demo).await?;
        super::bring_up_to_date(pool, clock.now()).await?;
    }
    if serve.demo {
        return super::demonstration(pool, clock, store).await;
    }
    if pool.purpose().await?.is_none() {
        pool.settle_purpose(Purpose::Production, clock.now()).await?;
    }
    // Read again: another process may have settled it meanwhile.
    if pool.purpose().await? != Some(Purpose::Production) {
        bail!("this database holds demonstration data: start it with --demo, or give another");
    }
    Ok(())
}
