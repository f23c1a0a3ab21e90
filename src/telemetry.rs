//! The log, which goes to standard error and holds no secret and no personal data; and what is measured.

use metrics_exporter_prometheus::{BuildError, PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::ParseError;

/// Starts logging what `filter` lets through.
pub fn start(filter: &str, json: bool) -> Result<(), ParseError> {
    let filter = EnvFilter::builder().parse(filter)?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if json {
        log.json().init();
    } else {
        log.init();
    }
    Ok(())
}

/// Seconds that a request takes, by operation and outcome.
pub const REQUEST_SECONDS: &str = "taawun_request_seconds";
/// Changes, by mutation and outcome.
pub const CHANGES: &str = "taawun_changes_total";

/// Upper ends of the classes in which durations are counted, in seconds.
const CLASSES: [f64; 10] = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.0, 10.0];

/// Starts measuring; what is measured is read from the handle. Without this, measures cost nothing and go nowhere.
pub fn measure() -> Result<PrometheusHandle, BuildError> {
    let handle = PrometheusBuilder::new().set_buckets(&CLASSES)?.install_recorder()?;
    metrics::describe_histogram!(REQUEST_SECONDS, metrics::Unit::Seconds, "GraphQL requests, by operation and outcome");
    metrics::describe_counter!(CHANGES, "Changes, by mutation and outcome");
    Ok(handle)
}
