//! Taawun (تعاون, "cooperation"): the GraphQL API of Entraide Nationale, in which every delegation, every association
//! and the national office reads and changes exactly its own slice.

pub mod account;
pub mod annual_report;
pub mod association;
pub mod auth;
pub mod bank_account;
pub mod cli;
pub mod clock;
pub mod config;
pub mod db;
pub mod declared_figure;
pub mod delegation;
pub mod error;
pub mod establishment;
pub mod global_id;
pub mod grant;
pub mod journal;
pub mod lane;
pub mod licence;
pub mod mail;
pub mod mandate;
pub mod money;
pub mod named;
pub mod node;
pub mod page;
pub mod partner;
pub mod project;
pub mod request;
pub mod schema;
pub mod security_log;
pub mod seed;
pub mod server;
pub mod statistics;
pub mod telemetry;
pub mod territory;
pub mod text;
