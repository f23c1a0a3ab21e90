//! What is said of a visit.

use async_graphql::InputObject;
use entity::visit_finding::NormVerdict;
use entity::visit_member::CommissionBody;

/// Somebody who took part in a visit.
#[derive(Debug, InputObject)]
pub struct VisitMemberInput {
    /// For which body.
    pub body: CommissionBody,
    /// As what, 200 characters at most: a function, never a name. Needed for OTHER.
    pub post: Option<String>,
}

/// What was found of a norm.
#[derive(Debug, InputObject)]
pub struct VisitFindingInput {
    /// The norm, by its code in the rules of the visit.
    pub norm: String,
    /// Whether it is met.
    pub verdict: NormVerdict,
    /// What was seen, 1000 characters at most; needed where it is not MET. Name no person in it.
    pub remark: Option<String>,
}
