//! Setting public holidays, and removing them.

use async_graphql::{Context, InputObject, Object, Result};
use entity::id::PublicHolidayId;

use super::PublicHoliday;
use crate::auth::Right;
use crate::clock::Date;
use crate::global_id::IdOf;
use crate::named::LocalizedTextInput;
use crate::request::{Request, payload};

/// Changes of public holidays.
#[derive(Debug, Default)]
pub struct HolidayMutation;

/// A public holiday, as it shall stand.
#[derive(Debug, InputObject)]
pub(super) struct PublicHolidaySetInput {
    /// Made by the client, 8 to 128 characters: sending it twice sets it once.
    pub(super) idempotency_key: String,
    /// The version that you have seen, where there is a holiday on that day; none where there is none.
    pub(super) expected_version: Option<i32>,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// The day.
    pub(super) day: Date,
    /// What it is called.
    pub(super) names: LocalizedTextInput,
    /// True: a religious feast whose day the moon still decides.
    #[graphql(default)]
    pub(super) provisional: bool,
    /// Where it comes from, 500 characters at most: a decree, an announcement of the ministry of Habous.
    pub(super) source: String,
}

/// A public holiday to be removed.
#[derive(Debug, InputObject)]
pub(super) struct PublicHolidayRemoveInput {
    /// The holiday.
    pub(super) id: IdOf<PublicHolidayId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
}

payload!(PublicHolidaySetPayload { public_holiday: PublicHoliday });
payload!(PublicHolidayRemovePayload { public_holiday: PublicHoliday });

#[Object]
impl HolidayMutation {
    /// Makes a day a public holiday, or corrects what is said of one. Deadlines that were told stay as they were; those that
    /// begin from now on reckon with it. Needs the right KEEP_RULE_SETS.
    async fn public_holiday_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The day, and what it is.")] input: PublicHolidaySetInput,
    ) -> Result<PublicHolidaySetPayload> {
        ctx.require(Right::KeepRuleSets)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Removes a public holiday that is none: a feast that the moon moved. Afterwards nobody sees it any more; that it stood there,
    /// the journal says. Needs the right KEEP_RULE_SETS.
    async fn public_holiday_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The holiday.")] input: PublicHolidayRemoveInput,
    ) -> Result<PublicHolidayRemovePayload> {
        ctx.require(Right::KeepRuleSets)?;
        Ok(ctx.change(input).await?.into())
    }
}
