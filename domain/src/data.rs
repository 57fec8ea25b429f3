//! Reading the files of `domain/data`, which are part of the program.

use serde::de::DeserializeOwned;

/// The rows of a shipped CSV file.
///
/// # Panics
/// When the file is malformed: that is a fault of the build, not of a user, and the tests read every file.
pub(crate) fn rows<T: DeserializeOwned>(file: &str) -> Vec<T> {
    let read: Result<Vec<T>, csv::Error> = csv::Reader::from_reader(file.as_bytes()).deserialize().collect();
    read.expect("the shipped files are well formed")
}

/// A shipped TOML file.
///
/// # Panics
/// When the file is malformed: that is a fault of the build, not of a user, and the tests read every file.
pub(crate) fn document<T: DeserializeOwned>(file: &str) -> T {
    let read: Result<T, toml::de::Error> = toml::from_str(file);
    read.expect("the shipped files are well formed")
}
