//! Who may read a file: whoever may see what it belongs to. One arm a sort of thing.

use crate::application::types::Application;
use crate::context::Request;
use crate::contract::types::Contract;
use crate::document::types::Document;
use crate::error::Error;
use domain::file::FileSubject;
use entity::{document_scan, stored_file};
use sea_orm::EntityTrait;

/// Whether the asker may read a file.
///
/// # Errors
/// The database does not answer.
pub(super) async fn may_read(request: &Request, file: &stored_file::Model) -> Result<bool, Error> {
    match file.subject_kind.0 {
        FileSubject::Application => Ok(Application::load(request, file.subject_id).await?.is_some()),
        FileSubject::Contract => Ok(Contract::load(request, file.subject_id).await?.is_some()),
        FileSubject::Document => Ok(Document::load(request, file.subject_id).await?.is_some()),
        FileSubject::DocumentScan => {
            let scan =
                document_scan::Entity::find_by_id(file.subject_id).one(&request.context.db.read).await?;
            let Some(scan) = scan else { return Ok(false) };
            Ok(Document::load(request, scan.document_id).await?.is_some())
        }
    }
}
