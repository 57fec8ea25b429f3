//! Compresses the largest of the shipped files, which would otherwise take 1.5 MB of the program.

use flate2::{Compression, write::GzEncoder};
use std::{env, error::Error, fs, io::Write, path::Path};

const COMMUNES: &str = "data/communes.csv";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={COMMUNES}");
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&fs::read(COMMUNES)?)?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("communes.csv.gz"), packed.finish()?)?;
    Ok(())
}
