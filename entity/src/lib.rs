//! Taawun's tables, one file each, as sea-orm entities: columns, relations and the enumerations they hold. No logic.
//!
//! A row's identifier is a type of its own ([`id`]), so that a delegation's id cannot be passed for an association's.
//! An enumeration serves the column and the GraphQL schema alike: its documentation is what frontend developers read.
//!
//! The bans of `.clippy.toml` guard everything outside `src/db`; the expansion of `#[sea_orm::model]` names what they
//! ban, so this crate, which never runs a statement, is exempt.
#![expect(clippy::disallowed_methods, reason = "expanded by #[sea_orm::model]; nothing here runs a statement")]
#![expect(missing_docs, reason = "the derive writes an undocumented module per table; fields and types are documented")]

pub mod account;
pub mod api_client;
pub mod api_client_secret;
pub mod application_change;
pub mod application_event;
pub mod application_lack;
pub mod application_reserve;
pub mod application_visit;
pub mod association;
pub mod bank_account;
pub mod bureau_member;
pub mod bureau_renewal;
pub mod cercle;
pub mod closing_balance;
pub mod commune;
pub mod commune_alias;
pub mod competent_authority;
pub mod counter;
pub mod creation_support;
pub mod creation_support_line;
pub mod creation_support_milestone;
pub mod credential;
pub mod declared_figure;
pub mod delegation;
pub mod document;
pub mod document_category;
pub mod document_upload;
pub mod dossier_requirement;
pub mod entered_email;
pub mod establishment;
pub mod establishment_audience;
pub mod establishment_kind;
pub mod establishment_past;
pub mod external_identity;
pub mod grant_line;
pub mod id;
pub mod idempotency;
pub mod import;
pub mod import_part;
pub mod import_row;
pub mod inspection;
pub mod installation;
pub mod job;
pub mod journal_entry;
pub mod language;
pub mod legal_category;
pub mod licence_application;
pub mod licence_period;
pub mod mandate;
pub mod month;
pub mod notice;
pub mod notice_preference;
pub mod one_time_link;
pub mod partner;
pub mod partner_agreement;
pub mod partner_agreement_project;
pub mod person_key;
pub mod process;
pub mod programme;
pub mod project;
pub mod project_partner;
pub mod province;
pub mod public_holiday;
pub mod region;
pub mod regional_coordination;
pub mod release;
pub mod release_basis;
pub mod release_table;
pub mod relocation_line;
pub mod relocation_plan;
pub mod return_band;
pub mod return_item;
pub mod return_signature;
pub mod return_template;
pub mod return_template_item;
pub mod return_template_kind;
pub mod rule_set;
pub mod rule_set_deadline;
pub mod rule_set_document;
pub mod rule_set_norm;
pub mod search_name;
pub mod season_return;
pub mod season_return_line;
pub mod second_factor;
pub mod secret_key;
pub mod security_event;
pub mod session;
pub mod sex;
pub mod single_sign_on_attempt;
pub mod staff_function;
pub mod staff_member;
pub mod stream;
pub mod territory_import;
pub mod throttle;
pub mod visit_finding;
pub mod visit_member;
