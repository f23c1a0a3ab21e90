//! Tests that speak HTTP to the real server, with real tokens and a real database, on SQLite and on PostgreSQL.
//!
//! `scripts/test` starts a throw-away PostgreSQL and runs them.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that panics has failed, which is what it is for")]

mod accounts;
mod annual_report;
mod associations;
mod batch;
mod bombs;
mod budget;
mod changes;
mod command_line;
mod connections;
mod counters;
mod crashes;
mod documents;
mod documents_refused;
mod documents_swept;
mod fast_lane;
mod forgeries;
mod guessing;
mod harness;
mod hostile;
mod jobs;
mod keys;
mod letters;
mod mail;
mod mandates;
mod network;
mod notices;
mod operations;
mod pages;
mod partner_systems;
mod persisted;
mod persons;
mod program;
mod provider;
mod random;
mod recount;
mod release_attack;
mod releases;
mod returns_due;
mod schema;
mod search;
mod season_returns;
mod second_factor;
mod sessions;
mod shape;
mod sign_in;
mod single_sign_on;
mod statistics;
mod streams;
mod territory;
mod territory_import;
mod visibility;
mod wire;
mod write_door;
