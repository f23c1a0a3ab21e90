//! Documents of the demonstration: some of the two associations and houses whose people have accounts, and of a director. Their files are made up
//! here, a page each that says so.

use entity::document::{self, DocumentMediaType, DocumentOwnerKind, DocumentState};
use entity::id::{AssociationId, ContentId, DelegationId, DocumentId, EstablishmentId};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::network::day;
use super::staff::member_id;
use super::{
    KHENIFRA, MIDELT, applications, association_id, delegation_id, establishment_id, khenifra, neighbours, supervision,
};
use crate::clock::start_of;
use crate::db::bulk::Bulk;
use crate::document::hexadecimal;
use crate::error::Error;
use crate::seed::key;
use crate::store::Store;

/// On what a document hangs.
#[derive(Clone, Copy)]
struct Owner {
    kind: DocumentOwnerKind,
    id: Uuid,
    delegation: DelegationId,
    association: Option<AssociationId>,
    establishment: Option<EstablishmentId>,
    login: &'static str,
}

/// A document, and what its page says.
struct Laid {
    row: document::Model,
    page: Vec<u8>,
}

pub(super) async fn lay(bulk: &mut Bulk) -> Result<(), Error> {
    bulk.lay::<document::Entity>(documents()?.into_iter().map(|laid| laid.row).collect()).await
}

/// Puts the files of the demonstration into the store.
pub async fn lay_files(store: &Store) -> Result<(), Error> {
    for laid in documents()? {
        store.put(laid.row.content_id, laid.page).await?;
    }
    Ok(())
}

fn documents() -> Result<Vec<Laid>, Error> {
    let mut all = of_applications()?;
    for (province, number, reference, logins) in [
        (
            KHENIFRA,
            khenifra::ASSOCIATION_WITH_ACCOUNT,
            khenifra::HOUSE_WITH_ACCOUNT,
            ["khenifra-association", "khenifra-director"],
        ),
        (
            MIDELT,
            neighbours::ASSOCIATION_WITH_ACCOUNT,
            neighbours::HOUSE_WITH_ACCOUNT,
            ["midelt-association", "midelt-director"],
        ),
    ] {
        let (delegation, association) = (delegation_id(province), association_id(province, number));
        let of_association = Owner {
            kind: DocumentOwnerKind::Association,
            id: association.0,
            delegation,
            association: Some(association),
            establishment: None,
            login: logins[0],
        };
        let houses = if province == KHENIFRA { khenifra::houses() } else { neighbours::houses_of(province) };
        let house = houses.iter().find(|house| house.reference == reference);
        let id = establishment_id(reference);
        let of_house = Owner {
            kind: DocumentOwnerKind::Establishment,
            id: id.0,
            association: house.and_then(|house| house.association),
            establishment: Some(id),
            login: logins[1],
            ..of_association
        };
        all.extend([
            of_association.has("STATUTES", "Statuts de 2012", 1),
            of_association.has("BANK_CERTIFICATE", "Attestation de la banque", 2),
            of_house.has("RENTAL_CONTRACT", "Contrat de bail", 3),
        ]);
        if province == KHENIFRA {
            let of_director = Owner { kind: DocumentOwnerKind::StaffMember, id: member_id(reference, 1).0, ..of_house };
            all.push(of_director.has("DIPLOMA", "Licence en sciences sociales", 7));
            all.push(of_director.has("CRIMINAL_RECORD", "Casier judiciaire", 8));
            all.extend(renewed_bureau(of_association));
            let mut plan = of_house.has("FLOOR_PLAN", "Plan du premier étage", 6);
            plan.row.state = DocumentState::Withdrawn;
            plan.row.archived_on = Some(day(2026, 3, 2));
            plan.row.reason = Some("Le plan est celui d’un autre bâtiment".to_owned());
            all.push(plan);
        }
    }
    Ok(all)
}

/// What applications for licences ask for, and inspections bring.
fn of_applications() -> Result<Vec<Laid>, Error> {
    let houses = khenifra::houses();
    let mut all: Vec<Laid> = Vec::new();
    let asked = applications::documents()?.into_iter().chain(supervision::documents());
    for (reference, category, of_association) in asked {
        let house = houses.iter().find(|house| house.reference == reference);
        let association = house.and_then(|house| house.association);
        let (delegation, house) = (delegation_id(KHENIFRA), establishment_id(&reference));
        let of_house = Owner {
            kind: DocumentOwnerKind::Establishment,
            id: house.0,
            delegation,
            association,
            establishment: Some(house),
            login: "khenifra-head",
        };
        let owner = match association.filter(|_| of_association) {
            Some(id) => Owner { kind: DocumentOwnerKind::Association, id: id.0, establishment: None, ..of_house },
            None => of_house,
        };
        // Of an association with two houses that apply, once.
        if !all.iter().any(|laid| laid.row.id == id_of(owner.id, &category)) {
            all.push(owner.has(&category, "Pièce d’un dossier d’autorisation", OF_APPLICATIONS));
        }
    }
    Ok(all)
}

/// Of what the documents of applications are the first.
const OF_APPLICATIONS: u16 = 20;

/// The document of a category that an application asks for.
pub(super) fn id_of(owner: Uuid, category: &str) -> DocumentId {
    key("document", &format!("{owner}/{category}/{OF_APPLICATIONS}"), OF_APPLICATIONS)
}

/// A list of a bureau whose mandate has ended, and the one that has taken its place.
fn renewed_bureau(owner: Owner) -> [Laid; 2] {
    let mut before = owner.has("BUREAU_LIST", "Bureau élu en 2022", 4);
    let mut after = owner.has("BUREAU_LIST", "Bureau élu en 2026", 5);
    (before.row.issued_on, before.row.expires_on) = (Some(day(2022, 2, 5)), Some(day(2026, 2, 4)));
    (after.row.issued_on, after.row.expires_on) = (Some(day(2026, 2, 1)), Some(day(2030, 1, 31)));
    before.row.state = DocumentState::Replaced;
    before.row.archived_on = Some(day(2026, 2, 10));
    before.row.reason = Some("Le bureau a été renouvelé".to_owned());
    after.row.replaces_id = Some(before.row.id);
    [before, after]
}

impl Owner {
    fn has(self, category: &str, title: &str, number: u16) -> Laid {
        let code = format!("{}/{category}/{number}", self.id);
        let page = page(title);
        let size = i32::try_from(page.len()).unwrap_or(i32::MAX);
        let sha256 = hexadecimal(&Sha256::digest(&page));
        let row = document::Model {
            id: key::<DocumentId>("document", &code, number),
            owner_kind: self.kind,
            owner_id: self.id,
            delegation_id: self.delegation,
            association_id: self.association,
            establishment_id: self.establishment,
            category_code: category.to_owned(),
            restricted: ["BANK_CERTIFICATE", "CRIMINAL_RECORD"].contains(&category),
            title: title.to_owned(),
            issued_on: None,
            expires_on: None,
            file_name: format!("{}.pdf", category.to_lowercase()),
            media_type: DocumentMediaType::Pdf,
            size,
            sha256,
            content_id: key::<ContentId>("document content", &code, number),
            added_by: key("account", self.login, 0),
            added_at: start_of(day(2026, 2, 10)),
            updated_by: None,
            replaces_id: None,
            state: DocumentState::Current,
            archived_on: None,
            reason: None,
            demonstration: true,
            version: 1,
        };
        Laid { row, page }
    }
}

/// A PDF of one page that says what it would be.
fn page(title: &str) -> Vec<u8> {
    // Of the standard fonts, which have no Arabic; in their own encoding, in which these letters have one byte.
    let shown: Vec<u8> = title.chars().map(|letter| u8::try_from(letter).unwrap_or(b'\'')).collect();
    let text = [b"BT /F1 18 Tf 72 770 Td (".as_slice(), &shown, b") Tj 0 -30 Td (Document de d\xe9monstration) Tj ET"]
        .concat();
    let font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";
    let page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>";
    let length = format!("<< /Length {} >>\nstream\n", text.len());
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        page.as_bytes().to_vec(),
        [length.as_bytes(), &text, b"\nendstream"].concat(),
        font.as_bytes().to_vec(),
    ];
    let mut pdf = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(format!("{:010} 00000 n \n", pdf.len()));
        pdf.extend([format!("{number} 0 obj\n").as_bytes(), object, b"\nendobj\n"].concat());
    }
    let start = pdf.len();
    let count = objects.len() + 1;
    let end = format!(
        "xref\n0 {count}\n0000000000 65535 f \n{}trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
        places.concat()
    );
    pdf.extend(end.as_bytes());
    pdf
}
