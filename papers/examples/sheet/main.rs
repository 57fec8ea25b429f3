//! Prints every paper for every school from invented facts, and says how long each took:
//! `cargo run -p papers --example sheet -- out/`.
#![expect(clippy::print_stdout, reason = "an example that reports")]

mod sample;

use anyhow::Context;
use papers::Press;
use std::{fs, path::PathBuf, time::Instant};
use strum::IntoEnumIterator;

fn main() -> anyhow::Result<()> {
    let out = PathBuf::from(std::env::args().nth(1).context("the folder to write to")?);
    fs::create_dir_all(&out)?;
    for school in papers::schools() {
        let facts = sample::facts(school);
        for kind in papers::Kind::iter() {
            let started = Instant::now();
            let paper = papers::issue(&Press::Inside, kind, school, &facts, sample::day(2026, 9, 10))
                .with_context(|| format!("{kind} of {school}"))?;
            let took = started.elapsed();
            let name = format!("{}-{}.pdf", school.to_lowercase(), kind.to_string().to_lowercase());
            fs::write(out.join(&name), &paper.pdf)?;
            println!("{name}: {} pages, {} bytes, {} ms", paper.pages, paper.pdf.len(), took.as_millis());
        }
    }
    Ok(())
}
