//! Who may read a file: whoever may see what it belongs to. One arm a sort of thing.

use crate::application::types::Application;
use crate::context::Request;
use crate::error::Error;
use domain::file::FileSubject;
use entity::stored_file;

/// Whether the asker may read a file.
///
/// # Errors
/// The database does not answer.
pub(super) async fn may_read(request: &Request, file: &stored_file::Model) -> Result<bool, Error> {
    match file.subject_kind.0 {
        FileSubject::Application => Ok(Application::load(request, file.subject_id).await?.is_some()),
    }
}
