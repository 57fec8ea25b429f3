//! deploy/: what it names is there.

use crate::harness::Suite;
use api::config::Config;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

pub(crate) fn trials(suite: &mut Suite) {
    suite.once(module_path!(), "every_key_named_is_one", every_key_named_is_one);
    suite.once(module_path!(), "every_command_named_is_one", every_command_named_is_one);
    suite.once(module_path!(), "every_file_named_is_there", every_file_named_is_there);
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy")
}

/// Every file under deploy/ that is a text.
fn texts() -> Vec<(PathBuf, String)> {
    let (mut folders, mut texts) = (vec![folder()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                texts.push((path, text));
            }
        }
    }
    assert!(texts.len() >= 8, "{texts:?}");
    texts
}

fn every_key_named_is_one() {
    let example = include_str!("../../../tremplin.example.toml");
    let mut keys = BTreeSet::new();
    let mut section = String::new();
    for line in example.lines() {
        let line = line.trim_start_matches("# ");
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            name.clone_into(&mut section);
        } else if let Some((key, _)) = line.split_once(" = ") {
            keys.insert(format!("TREMPLIN_{section}__{key}").to_uppercase());
        }
    }
    let mut named = 0;
    for (path, text) in texts() {
        let words = text.split(|letter: char| !letter.is_ascii_uppercase() && letter != '_');
        for word in words.filter(|word| word.starts_with("TREMPLIN_") && !word.ends_with('_')) {
            named += 1;
            let known = keys.contains(word) || ["TREMPLIN_CONFIG", "TREMPLIN_COPY_TO"].contains(&word);
            assert!(known, "{}: {word} is no key of the configuration", path.display());
        }
        if path.extension().is_some_and(|extension| extension == "toml") {
            named += 1;
            Config::from_sources(Some(&path), [])
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        }
    }
    assert!(named > 5, "{named}");
}

fn every_command_named_is_one() {
    let help = std::process::Command::new(env!("CARGO_BIN_EXE_tremplin")).arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let commands: BTreeSet<&str> =
        help.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next()).collect();
    assert!(commands.contains("serve") && commands.contains("backup"), "{help}");
    let mut named = 0;
    for (path, text) in texts() {
        for rest in text.split("/usr/local/bin/tremplin ").skip(1) {
            let command = rest.split(|letter: char| !letter.is_ascii_lowercase()).next().unwrap();
            assert!(commands.contains(command), "{}: tremplin {command}", path.display());
            named += 1;
        }
    }
    assert!(named > 8, "{named}");
}

fn every_file_named_is_there() {
    let guide = std::fs::read_to_string(folder().join("README.md")).unwrap();
    let links: Vec<&str> = guide.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    assert!(links.len() > 5, "{links:?}");
    for link in links.into_iter().filter(|link| !link.contains("://") && !link.starts_with('#')) {
        let path = link.split('#').next().unwrap();
        assert!(folder().join(path).exists(), "deploy/README.md links to {link}");
    }
}
