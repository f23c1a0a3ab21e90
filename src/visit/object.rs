//! Who took part in a visit and what was found, as GraphQL shows it.

use async_graphql::Description;
use derive_more::From;
use entity::visit_finding::{self, NormVerdict};
use entity::visit_member::{self, CommissionBody};
use entity::visit_photo;

use crate::document::Document;
use crate::lane::{declare, shown_by_name};

shown_by_name!(CommissionBody, NormVerdict);

/// Somebody who took part in a visit: a body and a function, no name.
#[derive(Debug, Description, From)]
pub struct VisitMember(pub(crate) visit_member::Model);

/// What a visit found of a norm.
#[derive(Debug, Description, From)]
pub struct VisitFinding(pub(crate) visit_finding::Model);

/// A photo of a visit.
#[derive(Debug, Description, From)]
pub struct VisitPhoto(pub(crate) visit_photo::Model);

declare! {
    VisitMember of visit_member {
        /// For which body.
        body: CommissionBody;

        /// As what; null where it was not said.
        post: Option<String>;
    }
}

declare! {
    VisitFinding of visit_finding {
        /// The norm, by its code in the rules of the visit: `ruleSet { norms }`.
        norm_code: String;

        /// Whether it is met.
        verdict: NormVerdict;

        /// What was seen; null where nothing was noted.
        remark: Option<String>;
    }
}

declare! {
    VisitPhoto of visit_photo {
        /// Its place among the photos, from 1.
        position: i32;

        /// The photo, a document of the house; null where it is not yours to read.
        document: Document by document_id;
    }
}
