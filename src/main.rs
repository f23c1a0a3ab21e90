//! The `taawun` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    match taawun::cli::run(taawun::config::Cli::read()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
