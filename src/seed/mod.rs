//! Data that stands in the database before anyone has entered any: the reference data every installation needs, and the
//! demonstration. Both can be laid again; what is there is left as it is.

pub mod demonstration;
mod licensing;
mod reference;
mod returns;
mod territory;

use chrono::{DateTime, Utc};
use entity::establishment_kind;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::db::Pool;
use crate::error::Error;

/// Lays the reference data: territory, kinds of establishments, legal categories, programmes, categories of documents, dossiers, functions of
/// staff, rule sets, public holidays, templates of returns.
pub async fn lay_reference_data(pool: &Pool, now: DateTime<Utc>) -> Result<(), Error> {
    let mut bulk = pool.bulk(now).await?;
    territory::lay(&mut bulk).await?;
    reference::lay(&mut bulk).await?;
    licensing::lay(&mut bulk).await?;
    returns::lay(&mut bulk).await?;
    bulk.commit().await?;
    Ok(())
}

/// A key that the same row gets in every installation: a UUID of version 7 whose moment only says in which order rows of
/// a table were entered, and whose rest comes from the table and the row's own code.
fn key<K: From<Uuid>>(table: &str, code: &str, order: u16) -> K {
    /// 2026-01-01T00:00:00Z.
    const MOMENT: u64 = 1_767_225_600_000;
    let digest = Sha256::digest(format!("{table}/{code}"));
    let mut rest = [0; 10];
    rest.copy_from_slice(&digest[..10]);
    uuid::Builder::from_unix_timestamp_millis(MOMENT + u64::from(order), &rest).into_uuid().into()
}

/// Rows of a CSV file that is part of the program.
fn read<T: DeserializeOwned>(csv: &str) -> Result<Vec<T>, Error> {
    csv::Reader::from_reader(csv.as_bytes()).deserialize().collect::<Result<_, _>>().map_err(Error::internal)
}

/// The value of an enumeration, as it is written in the files.
fn value<T: sea_orm::ActiveEnum<Value = String>>(text: &str) -> Result<T, Error> {
    T::try_from_value(&text.to_owned()).map_err(Error::internal)
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

/// Wide kinds first, so that a kind's parent is there before it.
fn parents_first(kinds: &mut [establishment_kind::Model]) {
    kinds.sort_by_key(|kind| kind.parent_code.is_some());
}
