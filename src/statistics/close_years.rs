//! Closing the years of the counters that have ended, so that what is asked of January is as cheap as in December.

use entity::job::JobKind;

use crate::db::operational::Left;
use crate::job::{Ended, Failed, Kind, Running};

/// Closing them.
#[derive(Debug)]
pub struct CountersCloseYears;

impl Kind for CountersCloseYears {
    const KIND: JobKind = JobKind::CountersCloseYears;
    type Payload = ();

    async fn run(running: &Running, (): ()) -> Result<Ended, Failed> {
        // A year that is closed stays as it is, however often it is closed.
        running.pool.close_years(running.app.clock.today()).await?;
        Ok(Ended::Leaving(Left::default()))
    }
}
