//! What can be done with licences by themselves: having their certificates printed. Their states change by the procedure.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use entity::id::LicencePeriodId;

use super::LicenceCertificate;
use crate::error::UserError;
use crate::global_id::IdOf;
use crate::job::Job;
use crate::press::PrintLanguage;
use crate::printed::ask_to_print;

/// Papers of licences.
#[derive(Debug, Default)]
pub struct LicenceMutation;

/// A licence of which the certificate is to be printed.
#[derive(Debug, InputObject)]
pub(super) struct LicencePeriodPrintCertificateInput {
    /// Made by the client, 8 to 128 characters: sending it twice prints one paper, as long as its job is kept.
    idempotency_key: String,
    /// True: only say what is wrong.
    #[graphql(default)]
    validate_only: bool,
    /// The span in which the house is licensed.
    id: IdOf<LicencePeriodId>,
    /// In which language.
    language: PrintLanguage,
}

/// What came of asking for the certificate of a licence.
#[derive(Debug, SimpleObject)]
pub(super) struct LicencePeriodPrintCertificatePayload {
    /// The work that prints it; its `result` is the document. Null where it was refused or only tried.
    job: Option<Job>,
    /// What was wrong, all at once; empty where it went well.
    errors: Vec<UserError>,
}

#[Object]
impl LicenceMutation {
    /// Prints the certificate of a licence (شهادة الترخيص), an extract of the register: a PDF with the code by which everyone
    /// verifies it at `/register/verify/{code}`. It becomes a document of the house in the category LICENCE_CERTIFICATE. The span
    /// must be LICENSED, and the number of its decision known. It is done in the background, under your rights; a notice tells you
    /// when it is there. Needs the rights READ_NETWORK and MANAGE_DOCUMENTS.
    async fn licence_period_print_certificate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The licence, and in which language.")] input: LicencePeriodPrintCertificateInput,
    ) -> Result<LicencePeriodPrintCertificatePayload> {
        let LicencePeriodPrintCertificateInput { idempotency_key, validate_only, id, language } = input;
        let asked = ask_to_print::<LicenceCertificate>(ctx, &id, language, &idempotency_key, validate_only).await?;
        Ok(LicencePeriodPrintCertificatePayload { job: asked.job, errors: asked.errors })
    }
}
