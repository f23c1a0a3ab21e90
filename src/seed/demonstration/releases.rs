//! Two releases of the demonstration, of the last two months that have ended.

use entity::{release, release_basis, release_table};

use crate::auth::{NationalRole, Viewer};
use crate::clock::Clock;
use crate::db::Pool;
use crate::error::Error;
use crate::release::{last_ended, prepare};
use crate::seed::key;

pub(super) async fn lay(pool: &Pool, clock: &Clock) -> Result<(), Error> {
    let db = pool.scoped_to(Viewer::NationalOffice(NationalRole::Officer));
    if db.find::<release::Entity>().count().await? > 0 {
        return Ok(());
    }
    let today = clock.today();
    let last = last_ended(today);
    let before = last.and_then(|month| last_ended(month.last_day()?));
    for month in before.into_iter().chain(last) {
        let prepared = prepare(&db, month, today).await?.and_then(|prepared| prepared.outcome.ok());
        let compiled =
            prepared.ok_or_else(|| Error::internal("a release of the demonstration that nothing protects"))?;
        // A release is published in the days after its month.
        let published = month.last_day().map_or(today, |last| today.min(last + chrono::Days::new(5)));
        let id = key("release", &month.to_string(), 0);
        let (release, tables, basis) = compiled.rows(id, (month, published), true)?;
        let mut bulk = pool.bulk(clock.now()).await?;
        bulk.lay::<release::Entity>(vec![release]).await?;
        bulk.lay::<release_table::Entity>(tables).await?;
        bulk.lay::<release_basis::Entity>(vec![basis]).await?;
        bulk.commit().await?;
    }
    Ok(())
}
