//! The layers that a configuration is put together from: the file, then one layer per environment variable.
//! The defaults are those of the sections' `Default`.

use std::path::{Path, PathBuf};

use figment::providers::{Format, Serialized, Toml};
use figment::value::{Dict, Map, Value};
use figment::{Figment, Metadata, Profile, Provider};

use super::{Config, ConfigError};

/// The file read when none is named; it need not exist.
const DEFAULT_FILE: &str = "tremplin.toml";
/// The variable that names the file.
const FILE_VARIABLE: &str = "TREMPLIN_CONFIG";
/// What begins the name of every variable of ours.
const PREFIX: &str = "TREMPLIN_";

/// Layers the file and the environment.
pub(super) fn figment(
    file: Option<&Path>,
    variables: impl IntoIterator<Item = (String, String)>,
) -> Result<Figment, ConfigError> {
    let defaults = Figment::from(Serialized::defaults(Config::default()));
    let mut ours: Vec<_> = variables.into_iter().filter(|(name, _)| name.starts_with(PREFIX)).collect();
    // A fixed order, so that the same mistake always gives the same message.
    ours.sort();
    let named = file.map(Path::to_owned).or_else(|| {
        ours.iter().find(|(name, _)| name == FILE_VARIABLE).map(|(_, value)| PathBuf::from(value))
    });
    let mut figment = Figment::new();
    if let Some(path) = existing(named)? {
        figment = figment.merge(Toml::file_exact(path));
    }
    for (name, text) in ours {
        if let Some(variable) = Variable::read(name, &text, &defaults)? {
            figment = figment.merge(variable);
        }
    }
    Ok(figment)
}

/// The file to read: one that was named must exist, the default one may be missing.
fn existing(named: Option<PathBuf>) -> Result<Option<PathBuf>, ConfigError> {
    let Some(path) = named else {
        let default = PathBuf::from(DEFAULT_FILE);
        return Ok(default.is_file().then_some(default));
    };
    if path.is_file() {
        return Ok(Some(path));
    }
    let message = format!("expected a configuration file at `{}`, and there is none", path.display());
    Err(ConfigError::one("", message, format!("--config or {FILE_VARIABLE}")))
}

/// One environment variable, as a layer of its own so that messages can name it.
struct Variable {
    name: String,
    key: String,
    value: Value,
}

impl Variable {
    /// Reads `TREMPLIN_SECTION__KEY`. Other variables that begin alike are left alone (Kubernetes sets
    /// `TREMPLIN_PORT` and the like for a service of that name), except those that are plainly one underscore
    /// short of ours.
    fn read(name: String, text: &str, defaults: &Figment) -> Result<Option<Self>, ConfigError> {
        let rest = name[PREFIX.len()..].to_ascii_lowercase();
        let Some((section, key)) = rest.split_once("__") else {
            return match short_of_one_underscore(&rest, defaults) {
                Some(meant) => {
                    Err(ConfigError::one("", format!("expected {meant}"), format!("variable {name}")))
                }
                None => Ok(None),
            };
        };
        let key = format!("{section}.{key}");
        let value = typed(text, defaults.find_value(&key).ok().as_ref());
        Ok(Some(Self { name, key, value }))
    }
}

/// The variable that was meant by one written with a single underscore, if there is such a key.
fn short_of_one_underscore(rest: &str, defaults: &Figment) -> Option<String> {
    let (section, key) = rest.split_once('_')?;
    let known = defaults.find_value(section).ok()?.into_dict()?;
    known
        .contains_key(key)
        .then(|| format!("two underscores: {PREFIX}{}__{}", section.to_uppercase(), key.to_uppercase()))
}

/// The text of a variable as a value of the type that its key has: a password of digits must stay a text.
fn typed(text: &str, default: Option<&Value>) -> Value {
    match default {
        Some(Value::Num(..) | Value::Bool(..)) => text.parse().unwrap_or_else(|never| match never {}),
        _ => Value::from(text),
    }
}

impl Provider for Variable {
    fn metadata(&self) -> Metadata {
        Metadata::named(format!("variable {}", self.name))
    }

    fn data(&self) -> Result<Map<Profile, Dict>, figment::Error> {
        let nested = figment::util::nest(&self.key, self.value.clone());
        Ok(Profile::Default.collect(nested.into_dict().unwrap_or_default()))
    }
}
