//! Imports and their lines, as GraphQL shows them.

use async_graphql::{Context, Description, Enum, SimpleObject};
use chrono::{DateTime, Utc};
use derive_more::From;
use entity::id::ImportId;
use entity::import::{self, ImportState};
use entity::import_row::{self, ImportKind, ImportVerdict};

use super::columns::ImportColumn;
use super::remark::{Remark, Weight};
use crate::account::Account;
use crate::delegation::Delegation;
use crate::error::{Error, Maybe};
use crate::global_id::global_of;
use crate::journal::{JournalEntry, history_of};
use crate::lane::{declare, shown_by_name};
use crate::node::{self, Node};
use crate::request::Request;
use crate::text::Message;

shown_by_name!(ImportKind, ImportState, ImportVerdict);

/// An import (استيراد): a list of associations, establishments and declared figures that came in from a spreadsheet.
#[derive(Debug, Description, From)]
pub struct Import(pub(crate) import::Model);

/// A line of an import, and the verdict on it.
#[derive(Debug, Description, From)]
pub struct ImportRow(pub(crate) import_row::Model);

/// How grave a remark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(super) enum ImportRemarkSeverity {
    /// The line cannot be entered for it.
    Wrong,
    /// It is entered as it was understood: to be looked at.
    Doubtful,
    /// What the line names is in the register already: it is left out.
    There,
}

/// What was remarked of a cell, or of a whole line.
#[derive(Debug, SimpleObject)]
pub(super) struct ImportRemark {
    /// Of which column; null where it is of the whole line.
    column: Option<ImportColumn>,
    /// What the column is called in the file; null where it has none.
    heading: Option<String>,
    /// What stands in the cell, 80 characters at most; null where nothing does.
    value: Option<String>,
    /// How grave it is.
    severity: ImportRemarkSeverity,
    /// What there is to say, in the language of `Accept-Language`.
    message: String,
}

/// How many lines an import has.
#[derive(Debug, SimpleObject)]
pub(super) struct ImportCounts {
    /// Those that name an association.
    associations: i32,
    /// Those that name an establishment.
    establishments: i32,
    /// Those that name a declared figure.
    figures: i32,
    /// Those that cannot be entered.
    wrong: i32,
    /// Those of which what they name is in the register already: they are left out, and nothing is wrong with them.
    there: i32,
    /// Those that can, of which something is to be known.
    doubtful: i32,
}

fn told(ctx: &Context<'_>, kept: &str) -> Result<String, Error> {
    let message: Message = serde_json::from_str(kept).map_err(Error::internal)?;
    Ok(message.text(ctx.language()?))
}

declare! {
    Import of import {
        /// Global id.
        id: ImportId;

        /// The delegation whose list it is; null where each line names its own, as in a list of the national office.
        delegation: Delegation by delegation_id;

        /// Who sent the file; null where the account is not yours to see, and of one that came by the command line.
        sent_by: Account by account_id;

        /// The name of the file.
        file_name: String;

        /// The SHA-256 of its bytes, 64 hexadecimal digits. The same file is entered once.
        sha256: String;

        /// Its size in bytes.
        size: i32;

        /// Where it stands.
        state: ImportState;

        /// How many lines it has, of which kind and verdict; all 0 before it is read.
        counts: ImportCounts {
            associations = associations,
            establishments = establishments,
            figures = figures,
            wrong = wrong,
            there = there,
            doubtful = doubtful
        };

        /// Why its file is unreadable, or why it stopped, in the language of `Accept-Language`; null where neither.
        async fn fault(&self, ctx: &Context<'_>) -> Result<Option<String>, Error> {
            self.0.fault.as_deref().map(|fault| told(ctx, fault)).transpose()
        }

        /// What is to be known of its sheets, in the language of `Accept-Language`: those that are no lists, and headings that
        /// are not known.
        async fn notes(&self, ctx: &Context<'_>) -> Result<Vec<String>, Error> {
            let notes: Vec<Message> = serde_json::from_str(&self.0.notes).map_err(Error::internal)?;
            let language = ctx.language()?;
            Ok(notes.iter().map(|note| note.text(language)).collect())
        }

        /// Whether it was entered without the lines that are wrong.
        leaves_out: bool;

        /// When the file was sent.
        created_at: DateTime<Utc>;

        /// When what it brought was there; null before.
        applied_at: Option<DateTime<Utc>>;

        /// When it was taken back; null before.
        undone_at: Option<DateTime<Utc>>;

        /// Why it was taken back; null before.
        reason: Option<String>;

        /// What was changed of it, the latest first, 20 changes at most; all of them by `journal(where: { object })`. Null with
        /// the error FORBIDDEN without the right READ_JOURNAL.
        async fn history(&self, ctx: &Context<'_>) -> Maybe<Vec<JournalEntry>> {
            Some(history_of::<import::Entity>(ctx, self.0.id).await)
        }

        record;
    }
}

declare! {
    ImportRow of import_row {
        /// Its place among the lines of the file, over all sheets, from 0.
        number: i32;

        /// The sheet; empty of a text file.
        sheet: String;

        /// The line of the sheet, as a spreadsheet shows it.
        line: i32;

        /// What it is about.
        kind: ImportKind;

        /// The name in it.
        title: String;

        /// The verdict.
        verdict: ImportVerdict;

        /// What was remarked, column by column.
        async fn remarks(&self, ctx: &Context<'_>) -> Result<Vec<ImportRemark>, Error> {
            let language = ctx.language()?;
            let remarks: Vec<Remark> = serde_json::from_str(&self.0.remarks).map_err(Error::internal)?;
            Ok(remarks
                .into_iter()
                .map(|remark| ImportRemark {
                    column: remark.column,
                    heading: remark.heading,
                    value: remark.value,
                    severity: match remark.weight {
                        Weight::Wrong => ImportRemarkSeverity::Wrong,
                        Weight::There => ImportRemarkSeverity::There,
                        Weight::Doubtful => ImportRemarkSeverity::Doubtful,
                    },
                    message: remark.message.text(language),
                })
                .collect())
        }

        /// What it has become: an association, an establishment or a declared figure. Null before it was entered, where it was
        /// left out or taken back, and where it is not yours to see.
        async fn becomes(&self, ctx: &Context<'_>) -> Maybe<Node> {
            let kind = match self.0.kind {
                ImportKind::Association => "Association",
                ImportKind::Establishment => "Establishment",
                ImportKind::DeclaredFigure => "DeclaredFigure",
            };
            node::find(ctx, &global_of(kind, self.0.id.0)).await.transpose()
        }
    }
}
