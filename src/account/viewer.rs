//! Who has signed in, as GraphQL shows it.

use async_graphql::{ComplexObject, Context, Description, ID, Object, Result, SimpleObject};
use entity::mandate::Role;
use entity::notice_preference::NoticeMail;
use entity::{association, delegation, establishment, mandate, partner, regional_coordination};
use sea_orm::ColumnTrait;

use crate::auth::{Identity, Right, SliceLevel, Viewer};
use crate::clock::Date;
use crate::db::ScopedDb;
use crate::error::Error;
use crate::global_id::Global;
use crate::named::Named;
use crate::request::Request;
use crate::text::LocalizedText;
use crate::work::waiting_of;

/// The names of the one row that is the viewer's own slice.
macro_rules! names {
    ($db:expr, $table:ident) => {{
        let key = $db.viewer().slice_key();
        let row = $db.find::<$table::Entity>().filter($table::COLUMN.id.eq(key)).one().await?;
        row.map(|row| (row.name_ar, row.name_fr)).unwrap_or_default()
    }};
}

/// Who has signed in.
#[derive(Debug, Default)]
pub struct ViewerQuery;

/// The one who has signed in: an account, speaking by one of its mandates.
#[derive(Debug, SimpleObject)]
#[graphql(name = "Viewer", complex)]
pub(super) struct SignedInViewer {
    /// The name given at sign-in.
    login: String,
    /// The role of the mandate.
    role: Role,
    /// The part of the country's records that the role reaches.
    slice: ViewerSlice,
    /// What the role may do there.
    rights: Vec<Right>,
    #[graphql(skip)]
    identity: Identity,
}

/// A mandate of the one who has signed in.
#[derive(Debug, SimpleObject)]
pub(super) struct ViewerMandate {
    /// Global id, for `mandateSwitch`.
    id: ID,
    /// Its role.
    role: Role,
    /// The part of the country's records that the role reaches.
    slice: ViewerSlice,
    /// First day on which it holds.
    valid_from: Date,
    /// Last day on which it holds; null where it is open-ended.
    valid_to: Option<Date>,
    /// What you may do by it: what the role may, or, on somebody's behalf, what of that was named.
    rights: Vec<Right>,
    /// Whether it is on behalf of somebody else, for whom you act; their names are told by `viewer { onBehalfOf }`.
    on_behalf_of_another: bool,
    /// True for the one by which you speak now.
    current: bool,
}

/// The part of the records that a viewer reaches.
#[derive(Debug, Description)]
pub(super) struct ViewerSlice(ScopedDb);

impl SignedInViewer {
    /// The viewer of an identity, whose slice is `db`.
    #[must_use]
    pub(super) fn new(identity: &Identity, db: ScopedDb) -> Self {
        Self {
            login: identity.login.clone(),
            role: identity.viewer().role(),
            slice: ViewerSlice(db),
            rights: identity.rights().list(),
            identity: identity.clone(),
        }
    }
}

#[ComplexObject]
impl SignedInViewer {
    /// For whom you act, by a mandate on their behalf: what you do is noted as theirs by you. Null where you act for nobody
    /// else.
    async fn on_behalf_of(&self, ctx: &Context<'_>) -> Result<Option<LocalizedText>> {
        let Some(account) = self.identity.on_behalf_of else { return Ok(None) };
        Ok(ctx.caller()?.app.gate.name_of(account).await?)
    }

    /// How many of your `notices` you have not read.
    async fn unread_notices(&self, ctx: &Context<'_>) -> Result<u64> {
        Ok(ctx.caller()?.app.notices_of(&self.identity).unread().await?)
    }

    /// How much waits for you, by the mandate by which you speak: `workQueue { totalCount }`.
    async fn waiting(&self, ctx: &Context<'_>) -> Result<i64> {
        Ok(waiting_of(ctx).await?)
    }

    /// How often you are written to of notices that you have not read; `noticePreferencesUpdate` changes it.
    async fn notice_mail(&self, ctx: &Context<'_>) -> Result<NoticeMail> {
        Ok(ctx.caller()?.app.notices_of(&self.identity).mail().await?)
    }

    /// The mandates by which you may speak today, one at a time, the oldest first.
    async fn mandates(&self, ctx: &Context<'_>) -> Result<Vec<ViewerMandate>> {
        let app = &ctx.caller()?.app;
        let shown = |row: &mandate::Model| {
            let identity = Identity::of_mandate(&self.identity.login, self.identity.session, row)?;
            Some(ViewerMandate {
                id: row.id.global(),
                role: row.role,
                slice: ViewerSlice(app.slice_of(&identity)),
                valid_from: Date(row.valid_from),
                valid_to: row.valid_to.map(Date),
                rights: identity.rights().list(),
                on_behalf_of_another: identity.on_behalf_of.is_some(),
                current: row.id == self.identity.mandate,
            })
        };
        Ok(app.gate.mandates_of(self.identity.account).await?.iter().filter_map(shown).collect())
    }
}

#[Object]
impl ViewerQuery {
    /// Who you are, by your access token.
    async fn viewer(&self, ctx: &Context<'_>) -> Result<SignedInViewer> {
        Ok(SignedInViewer::new(ctx.identity()?, ctx.db()?.clone()))
    }
}

#[Object(use_type_description)]
impl ViewerSlice {
    /// How wide it is.
    async fn level(&self) -> SliceLevel {
        self.0.viewer().slice_level()
    }

    /// Global id of the coordination, delegation, association, establishment or partner; null for the national office.
    async fn id(&self) -> Option<ID> {
        match self.0.viewer() {
            Viewer::NationalOffice(_) => None,
            Viewer::Region(id) => Some(id.global()),
            Viewer::Delegation(id, _) => Some(id.global()),
            Viewer::Association(id) => Some(id.global()),
            Viewer::Establishment(id) => Some(id.global()),
            Viewer::Partner(access) => Some(access.partner.global()),
        }
    }

    #[graphql(flatten)]
    async fn named(&self) -> Result<Named, Error> {
        let (ar, fr) = match self.0.viewer() {
            Viewer::NationalOffice(_) => {
                (Some("التعاون الوطني، الإدارة المركزية".to_owned()), Some("Entraide Nationale, siège".to_owned()))
            }
            Viewer::Region(_) => names!(self.0, regional_coordination),
            Viewer::Delegation(..) => names!(self.0, delegation),
            Viewer::Association(_) => names!(self.0, association),
            Viewer::Establishment(_) => names!(self.0, establishment),
            Viewer::Partner(_) => names!(self.0, partner),
        };
        Ok(Named::new(ar.as_ref(), fr.as_ref()))
    }
}
