//! `taawun import register`: a list of associations and establishments, from a workbook or text.

use anyhow::{Context, Result, anyhow, bail};
use entity::delegation;
use entity::import::ImportState;
use indicatif::{ProgressBar, ProgressStyle};

use crate::auth::{NationalRole, SecretKeys, Viewer};
use crate::clock::Clock;
use crate::config::Register;
use crate::import::ByHand;
use crate::text::negotiate;

/// Reads the file, tells what there is to say of it, and enters what is right where that is asked for.
pub(super) async fn take_in(arguments: &Register) -> Result<()> {
    let pool = super::open(&arguments.database).await?;
    if let [first, ..] = pool.pending_migrations().await?.as_slice() {
        bail!("the database is not up to date ({first} and what follows): run `taawun migrate` first");
    }
    let master = arguments.master_key.open(&arguments.database.data_dir)?;
    let keys = SecretKeys::open(&pool, master, Clock::system().now()).await?;
    let pool = pool.with_keys(keys);
    let delegation = match &arguments.delegation {
        None => None,
        Some(code) => {
            let db = pool.scoped_to(Viewer::NationalOffice(NationalRole::Admin));
            let found = db.find::<delegation::Entity>().filter(delegation::COLUMN.code.eq(code)).one().await?;
            Some(found.with_context(|| format!("no delegation has the code {code}"))?.id)
        }
    };
    let bytes = std::fs::read(&arguments.file).with_context(|| format!("the file {}", arguments.file.display()))?;
    let name = arguments.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let language = negotiate(Some(&arguments.language));
    let by_hand = ByHand { pool: pool.clone(), clock: Clock::system(), language };
    let told = |told: crate::import::Told| anyhow!(told.0);
    let import = by_hand.read(name, bytes, delegation).await.map_err(told)?;
    print!("{}", by_hand.remarks(&import).await.map_err(told)?);
    println!(
        "{} associations, {} establishments; {} lines are wrong, {} doubtful, {} there already.",
        import.associations, import.establishments, import.wrong, import.doubtful, import.there
    );
    match import.state {
        ImportState::Applied => println!("The file was entered before: nothing is done."),
        ImportState::Read | ImportState::Applying if arguments.apply => {
            let bar = ProgressBar::new(0).with_style(ProgressStyle::with_template("{bar:40} {pos}/{len} {eta}")?);
            by_hand.enter(&import, arguments.leave_out_wrong, &bar).await.map_err(told)?;
            bar.finish_and_clear();
            println!("All of it is there.");
        }
        ImportState::Read => println!("Nothing is entered: ask for it by --apply."),
        ImportState::Reading
        | ImportState::Unreadable
        | ImportState::Applying
        | ImportState::Stopped
        | ImportState::Undone => bail!("nothing was entered"),
    }
    Ok(pool.close().await?)
}
