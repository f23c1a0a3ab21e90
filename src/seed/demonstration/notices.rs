//! Notices of the demonstration: of what is there already, as it would have been told.

use chrono::{DateTime, Utc};
use entity::id::AccountId;
use entity::notice::{self, NoticeKind};
use entity::season_return::{self, SeasonReturnState};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Order;

use super::{KHENIFRA, delegation_id, establishment_id, khenifra};
use crate::auth::{NationalRole, Viewer};
use crate::db::Pool;
use crate::error::Error;
use crate::notice::notice;
use crate::seed::key;

/// Returns that were submitted to the delegation, of which it is told.
const SUBMITTED: u64 = 2;

/// Lays them, once the accounts are there.
pub(super) async fn lay(pool: &Pool, now: DateTime<Utc>) -> Result<(), Error> {
    let returns = pool.scoped_to(Viewer::NationalOffice(NationalRole::Admin)).find::<season_return::Entity>();
    let returns = returns.filter(season_return::COLUMN.delegation_id.eq(delegation_id(KHENIFRA)));
    let returns = returns.order_by(season_return::Column::PeriodFirst, Order::Desc);
    let returns = returns.order_by(season_return::Column::Id, Order::Asc);
    let submitted = returns.clone().filter(season_return::COLUMN.state.eq(SeasonReturnState::Submitted));
    let house = establishment_id(khenifra::HOUSE_WITH_ACCOUNT);
    let validated = returns.filter(season_return::COLUMN.state.eq(SeasonReturnState::Validated));
    let validated = validated.filter(season_return::COLUMN.establishment_id.eq(house)).limit(1).all().await?;

    let of = |kind, login: &str, row: &season_return::Model| {
        let account: AccountId = key("account", login, 0);
        let id = key("notice", &format!("{login}/{}", row.id.0), 0);
        notice::Model { id, ..notice(kind, account, row.id, now) }
    };
    let mut notices = Vec::new();
    for row in submitted.limit(SUBMITTED).all().await? {
        let told = ["khenifra-head", "khenifra-officer"];
        notices.extend(told.map(|login| of(NoticeKind::SeasonReturnSubmitted, login, &row)));
    }
    let told = validated.iter().map(|row| of(NoticeKind::SeasonReturnValidated, "khenifra-director", row));
    notices.extend(told.map(|told| notice::Model { read_at: Some(now), ..told }));
    pool.lay_notices(notices).await
}
