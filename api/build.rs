//! Compresses GraphiQL, which would otherwise take 1.5 MB of the program, and lists its files for `http/console.rs`.

use flate2::{Compression, write::GzEncoder};
use std::fmt::Write as _;
use std::path::Path;
use std::{env, error::Error, fs, io::Write as _};

const FOLDER: &str = "assets/graphiql";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={FOLDER}");
    let out = env::var("OUT_DIR")?;
    let mut names: Vec<String> = Vec::new();
    for entry in fs::read_dir(FOLDER)? {
        names.push(entry?.file_name().into_string().map_err(|name| format!("{name:?} is no text"))?);
    }
    names.sort();
    let mut table = String::new();
    for name in names {
        let mut packed = GzEncoder::new(Vec::new(), Compression::best());
        packed.write_all(&fs::read(Path::new(FOLDER).join(&name))?)?;
        fs::write(Path::new(&out).join(format!("{name}.gz")), packed.finish()?)?;
        writeln!(table, "({name:?}, include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{name}.gz\"))),")?;
    }
    fs::write(Path::new(&out).join("graphiql.rs"), format!("&[{table}]"))?;
    Ok(())
}
