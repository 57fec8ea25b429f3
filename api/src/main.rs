//! The server and its tools, in one program.

fn main() {}
