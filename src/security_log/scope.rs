//! Who reads the security log: the national administrators and the auditor.

use entity::security_event;

use crate::auth::{NationalRole, Viewer};
use crate::db::{Scoped, Slice};

impl Scoped for security_event::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::NationalOffice(NationalRole::Admin | NationalRole::Auditor) => Slice::Everything,
            Viewer::NationalOffice(NationalRole::Officer | NationalRole::Finance | NationalRole::DataProtection)
            | Viewer::Delegation(..)
            | Viewer::Region(_)
            | Viewer::Association(_)
            | Viewer::Establishment(_)
            | Viewer::Partner(_) => Slice::Nothing,
        }
    }

    /// What was written stays.
    fn editable_by(_: Viewer) -> Slice {
        Slice::Nothing
    }
}
