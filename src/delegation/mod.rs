//! The institution's own organisation: regional coordinations (تنسيقيات جهوية) and delegations (مندوبيات), one delegation
//! per province and several in Casablanca. A delegation is the unit of everything: what stands or has its seat there is
//! its slice.

pub mod entry;
mod object;
mod query;
mod scope;

pub use object::{Delegation, RegionalCoordination};
pub use query::DelegationQuery;
pub use scope::{reached, visible_delegation};
