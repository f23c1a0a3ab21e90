//! The ordered list of schema changes. One set runs on SQLite and PostgreSQL alike.
//!
//! To change a table: add a file named after the day and the noun, put it at the end of [`Migrator::migrations`], and
//! never edit one that has been released.
#![expect(clippy::disallowed_methods, reason = "a migration moves rows of whole tables; no viewer asks")]

pub use sea_orm_migration::prelude::MigratorTrait;
use sea_orm_migration::prelude::*;

mod columns;
mod m20261124_000001_territory;
mod m20261124_000002_institution;
mod m20261124_000003_network;
mod m20261124_000004_figures;
mod m20261124_000005_projects;
mod m20261124_000006_accounts;
mod m20261124_000007_journal;
mod m20261124_000008_counters;
mod m20261124_000009_person_keys;
mod m20261124_000010_bank_accounts;
mod m20261124_000011_search;
mod m20261124_000012_sign_in;
mod m20261125_000013_partner_systems;
mod m20261125_000014_processes;
mod m20261125_000015_single_sign_on;
mod m20261126_000016_cubes;
mod m20261126_000017_season_returns;
mod m20261126_000018_releases;
mod m20261126_000019_documents;
mod m20261126_000020_jobs;
mod m20261126_000021_declared_amounts;
mod m20261126_000022_imports;
mod m20261126_000023_staff;
mod m20261126_000024_dossier;
mod m20261126_000025_printed;
mod m20261126_000026_licences;
mod m20261126_000027_rule_sets;
mod m20261126_000028_creation_support;
mod m20261126_000029_licence_applications;
mod m20261126_000031_inspections;
mod m20261126_000032_relocation_plans;
mod m20261126_000033_licence_measures;
mod m20261126_000034_official_documents;
mod m20261126_000035_decided_files;
mod m20261126_000036_import_counters;
mod m20261126_000037_reserves_due;

/// Runs the schema changes in order.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261124_000001_territory::Migration),
            Box::new(m20261124_000002_institution::Migration),
            Box::new(m20261124_000003_network::Migration),
            Box::new(m20261124_000004_figures::Migration),
            Box::new(m20261124_000005_projects::Migration),
            Box::new(m20261124_000006_accounts::Migration),
            Box::new(m20261124_000007_journal::Migration),
            Box::new(m20261124_000008_counters::Migration),
            Box::new(m20261124_000009_person_keys::Migration),
            Box::new(m20261124_000010_bank_accounts::Migration),
            Box::new(m20261124_000011_search::Migration),
            Box::new(m20261124_000012_sign_in::Migration),
            Box::new(m20261125_000013_partner_systems::Migration),
            Box::new(m20261125_000014_processes::Migration),
            Box::new(m20261125_000015_single_sign_on::Migration),
            Box::new(m20261126_000016_cubes::Migration),
            Box::new(m20261126_000017_season_returns::Migration),
            Box::new(m20261126_000018_releases::Migration),
            Box::new(m20261126_000019_documents::Migration),
            Box::new(m20261126_000020_jobs::Migration),
            Box::new(m20261126_000021_declared_amounts::Migration),
            Box::new(m20261126_000022_imports::Migration),
            Box::new(m20261126_000023_staff::Migration),
            Box::new(m20261126_000024_dossier::Migration),
            Box::new(m20261126_000025_printed::Migration),
            Box::new(m20261126_000026_licences::Migration),
            Box::new(m20261126_000027_rule_sets::Migration),
            Box::new(m20261126_000028_creation_support::Migration),
            Box::new(m20261126_000029_licence_applications::Migration),
            Box::new(m20261126_000031_inspections::Migration),
            Box::new(m20261126_000032_relocation_plans::Migration),
            Box::new(m20261126_000033_licence_measures::Migration),
            Box::new(m20261126_000034_official_documents::Migration),
            Box::new(m20261126_000035_decided_files::Migration),
            Box::new(m20261126_000036_import_counters::Migration),
            Box::new(m20261126_000037_reserves_due::Migration),
        ]
    }
}
