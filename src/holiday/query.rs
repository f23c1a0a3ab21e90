//! Reading public holidays.

use async_graphql::{Context, InputObject, Object, Result};
use chrono::NaiveDate;
use entity::public_holiday;
use sea_orm::sea_query::Order;

use super::PublicHoliday;
use crate::error::Error;
use crate::lane::Answer;
use crate::request::Request;
use crate::text::Message;

/// Public holidays.
#[derive(Debug, Default)]
pub struct HolidayQuery;

/// Which holidays; all that is given must be met.
#[derive(Debug, Default, InputObject)]
pub(super) struct PublicHolidayWhere {
    /// Those of this year, 1000 to 9999.
    year: Option<i32>,
}

#[Object]
impl HolidayQuery {
    /// The public holidays, in the order of their days. Of a year of which none is known, deadlines reckon with Saturdays and Sundays
    /// alone.
    async fn public_holidays(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which ones; all by default.")] filter: Option<PublicHolidayWhere>,
    ) -> Result<Answer<Vec<PublicHoliday>>> {
        let mut holidays = ctx.db()?.find::<public_holiday::Entity>();
        if let Some(year) = filter.unwrap_or_default().year {
            let [first, last] = days_of(year)?;
            holidays = holidays.filter(public_holiday::COLUMN.day.between(first, last));
        }
        Ok(ctx.list(holidays.order_by(public_holiday::Column::Day, Order::Asc)).await?)
    }
}

/// The first day of a year, and its last.
fn days_of(year: i32) -> Result<[NaiveDate; 2], Error> {
    let days = [NaiveDate::from_ymd_opt(year, 1, 1), NaiveDate::from_ymd_opt(year, 12, 31)];
    match days {
        [Some(first), Some(last)] if (1000..=9999).contains(&year) => Ok([first, last]),
        [..] => Err(Error::BadUserInput(Message::new("holiday-year").with("from", 1000).with("to", 9999))),
    }
}
