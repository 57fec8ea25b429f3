# Shortcuts; each is a command that works without `just` too.

# List the recipes.
default:
    @just --list

# Start the server on ./var.
run:
    cargo run --release

# Everything, on SQLite and on PostgreSQL where its programs are found.
test *ARGS:
    cargo test --workspace {{ARGS}}

# What CI checks before it tests.
check:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings

# Write api/schema.graphql anew, after a change of the schema.
schema:
    cargo run --quiet -- schema > api/schema.graphql

# What to install on a server: the program, small, and the press beside it.
dist:
    cargo build --profile dist --no-default-features --locked
    cargo build --profile dist-papers --package papers --locked

# The whole of CI, here.
ci:
    .ci/run

# Licences and advisories (needs cargo-deny).
deny:
    cargo deny check
