//! Delegations and coordinations, as GraphQL shows them.

use async_graphql::Description;
use derive_more::From;
use entity::id::{DelegationId, RegionalCoordinationId};
use entity::{delegation, regional_coordination};

use crate::lane::declare;
use crate::territory::{Province, Region};

/// A regional coordination of Entraide Nationale (تنسيقية جهوية, coordination régionale).
#[derive(Debug, Description, From)]
pub struct RegionalCoordination(pub(crate) regional_coordination::Model);

/// A delegation of Entraide Nationale (مندوبية إقليمية, délégation provinciale ou préfectorale).
#[derive(Debug, Description, From)]
pub struct Delegation(pub(crate) delegation::Model);

declare! {
    RegionalCoordination of regional_coordination {
        /// Global id.
        id: RegionalCoordinationId;

        /// Taawun's stable code: `EN-05`.
        code: String;

        named;

        /// The region of its seat.
        region: Region by region_id;

        record;
    }
}

declare! {
    Delegation of delegation {
        /// Global id.
        id: DelegationId;

        /// Taawun's stable code: `EN-05-301`.
        code: String;

        named;

        /// The province or prefecture it serves; in Casablanca several delegations share one.
        province: Province by province_id;

        /// The regional coordination it belongs to; null where it is not yours to see.
        regional_coordination: RegionalCoordination by regional_coordination_id;

        validity;

        record;
    }
}
