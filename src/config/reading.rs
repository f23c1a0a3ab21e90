//! Reading flags, variables and the file, and telling where what does not read comes from.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue};
use clap::{CommandFactory, FromArgMatches};

use super::Cli;

/// Read where `--config` and `TAAWUN_CONFIG` say nothing, if it is there.
const DEFAULT_FILE: &str = "taawun.env";
const PREFIX: &str = "TAAWUN_";

impl Cli {
    /// Reads flags, variables and the file; what does not read names itself and ends the program.
    #[must_use]
    pub fn read() -> Self {
        let arguments: Vec<OsString> = std::env::args_os().collect();
        if let Err(error) = read_file(&arguments) {
            error.exit();
        }
        let command = Self::command();
        if let Err(error) = refuse_unknown_variables(&command) {
            error.exit();
        }
        let read = command.try_get_matches_from(&arguments).and_then(|matches| Self::from_arg_matches(&matches));
        read.unwrap_or_else(|error| {
            let variable = variable_at_fault(&error, &arguments);
            let _ = error.print();
            if let Some(variable) = variable {
                eprintln!("The value comes from {variable}.");
            }
            std::process::exit(error.exit_code())
        })
    }
}

/// Puts the file's variables into the environment, under those that are there.
fn read_file(arguments: &[OsString]) -> Result<(), clap::Error> {
    let mut flags = arguments.iter().skip_while(|argument| *argument != "--config" && !starts(argument, "--config="));
    let flag = flags.next().and_then(|flag| {
        let value = flag.to_str().and_then(|flag| flag.strip_prefix("--config=")).map(OsString::from);
        value.or_else(|| flags.next().cloned())
    });
    let named = flag.or_else(|| std::env::var_os("TAAWUN_CONFIG"));
    let path = named.clone().map_or_else(|| PathBuf::from(DEFAULT_FILE), PathBuf::from);
    if named.is_none() && !path.exists() {
        return Ok(());
    }
    let failed = |error: String| {
        Cli::command().error(clap::error::ErrorKind::Io, format!("the configuration file {}: {error}", path.display()))
    };
    dotenvy::from_path(&path).map_err(|error| {
        // The library would repeat the line, which may hold a secret.
        if let dotenvy::Error::LineParse(_, at) = error {
            return failed(format!("a line cannot be read, at its character {at}"));
        }
        failed(error.to_string())
    })
}

fn starts(argument: &OsString, prefix: &str) -> bool {
    argument.to_str().is_some_and(|argument| argument.starts_with(prefix))
}

/// A misspelt variable would otherwise be silently nothing.
fn refuse_unknown_variables(command: &clap::Command) -> Result<(), clap::Error> {
    let of = |command: &clap::Command| -> Vec<OsString> {
        command.get_arguments().filter_map(|argument| argument.get_env().map(OsString::from)).collect()
    };
    let mut known = of(command);
    known.extend(command.get_subcommands().flat_map(of));
    for (name, _) in std::env::vars_os() {
        if starts(&name, PREFIX) && !known.contains(&name) {
            let message = format!("{} is no variable of ours; `taawun serve --help` lists them", name.display());
            return Err(Cli::command().error(clap::error::ErrorKind::UnknownArgument, message));
        }
    }
    Ok(())
}

/// The variable that a wrong value comes from, where it comes from one.
fn variable_at_fault(error: &clap::Error, arguments: &[OsString]) -> Option<String> {
    let ContextValue::String(argument) = error.get(ContextKind::InvalidArg)? else {
        return None;
    };
    let flag = argument.split_whitespace().next()?;
    if arguments.iter().any(|argument| starts(argument, flag)) {
        return None;
    }
    let variable = format!("{PREFIX}{}", flag.trim_start_matches('-').replace('-', "_").to_uppercase());
    std::env::var_os(&variable).map(|_| variable)
}
