//! The `crossread` program: everything it does is in the library.

fn main() -> std::process::ExitCode {
    crossread::cli::run()
}
