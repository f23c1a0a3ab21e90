//! Tests that speak HTTP to the real server, with real tokens and a real database, on SQLite and on PostgreSQL.
//!
//! `scripts/test` starts a throw-away PostgreSQL and runs them.
#![recursion_limit = "256"] // optimised, one request's future is computed through all that it may resolve
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that panics has failed, which is what it is for")]

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

mod accounts;
mod annual_report;
mod associations;
mod batch;
mod bombs;
mod budget;
mod certificates;
mod changes;
mod command_line;
mod connections;
mod counters;
mod crashes;
mod creation_supports;
mod documents;
mod documents_refused;
mod documents_swept;
mod dossiers;
mod fast_lane;
mod forgeries;
mod formal_notices;
mod guessing;
mod harness;
mod hostile;
mod imports;
mod imports_counted;
mod imports_long;
mod inspections;
mod jobs;
mod keys;
mod letters;
mod licence_applications;
mod licence_applications_model;
mod licence_measures;
mod licences;
mod mail;
mod mandates;
mod network;
mod notices;
mod operations;
mod pages;
mod partner_systems;
mod persisted;
mod persons;
mod printed;
mod procedures;
mod program;
mod provider;
mod random;
mod recount;
mod register;
mod release_attack;
mod releases;
mod relocation_plans;
mod returns_due;
mod rule_sets;
mod schema;
mod search;
mod season_returns;
mod second_factor;
mod sessions;
mod shape;
mod sign_in;
mod single_sign_on;
mod staff;
mod statistics;
mod strangers;
mod streams;
mod territory;
mod territory_import;
mod visibility;
mod wire;
mod work_queue;
mod write_door;
