//! Files of formats whose readers are others' work are read by a process of its own: one that panics, hangs, overflows
//! its stack or fills its memory costs that file alone. The process is this program once more, with a hidden subcommand;
//! it gets the file as standard input and answers with drafts as JSON.

use std::fs::File;
use std::io;
use std::io::Read;
use std::io::Seek;
use std::io::Write;
use std::panic;
use std::path::PathBuf;
use std::process::Command;
use std::process::ExitStatus;
use std::process::Stdio;
use std::sync::OnceLock;
use std::sync::mpsc::channel;
use std::time::Duration;

use rustix::process::Resource;
use rustix::process::Rlimit;

use crate::import::draft::Draft;
use crate::import::format;
use crate::shell::files::LARGEST;

/// Name of the hidden subcommand.
pub const SUBCOMMAND: &str = "import-one";
/// How long one file may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// Processor time, in seconds, and address space, in bytes, of the process.
const MOST_SECONDS: u64 = 20;
const MOST_MEMORY: u64 = 3 << 30;
/// Stack of the thread that reads, in bytes.
const STACK: usize = 64 << 20;
/// Most bytes of an answer.
const LONGEST_ANSWER: u64 = 512 << 20;

/// This program, where it is the one that has the subcommand.
static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Says that this program has the subcommand.
pub fn has_subcommand() {
    if let Ok(path) = std::env::current_exe() {
        let _ = PROGRAM.set(path);
    }
}

/// Reads a file of about `size` bytes, in a process of its own where its beginning shows a format that needs one. What
/// came of it, or in words why its format could not be read.
///
/// # Errors
/// If the file itself can't be read.
pub(super) fn drafts(name: &str, mut file: File, size: u64) -> io::Result<Result<Vec<Draft>, String>> {
    let mut bytes = Vec::with_capacity(format::LOOKED_AT);
    (&mut file).take(format::LOOKED_AT as u64).read_to_end(&mut bytes)?;
    if let Some(program) = PROGRAM.get().filter(|_| format::of(name, &bytes).is_risky) {
        file.rewind()?;
        return Ok(apart(program, name, file));
    }
    bytes.reserve(size.min(LARGEST) as usize);
    let rest = LARGEST.saturating_sub(bytes.len() as u64);
    file.take(rest).read_to_end(&mut bytes)?;
    Ok(panic::catch_unwind(|| format::read(name, &bytes)).map_err(|_| "the reader of its format failed".to_owned()))
}

fn apart(program: &PathBuf, name: &str, input: File) -> Result<Vec<Draft>, String> {
    let mut command = Command::new(program);
    command.arg(SUBCOMMAND).arg("--").arg(name).stdin(input).stdout(Stdio::piped()).stderr(Stdio::null()).env_clear();
    let mut child = command.spawn().map_err(|error| format!("no process for reading it: {error}"))?;
    let Some(output) = child.stdout.take() else { return Err("no process for reading it".to_owned()) };
    let (sender, answer) = channel();
    let reader = std::thread::Builder::new().name("import".to_owned()).spawn(move || {
        let mut bytes = Vec::new();
        let read = output.take(LONGEST_ANSWER).read_to_end(&mut bytes);
        let _ = sender.send(read.map(|_| bytes));
    });
    if let Err(error) = reader {
        let _ = child.kill();
        let _ = child.wait();
        return Err(format!("no thread for reading it: {error}"));
    }
    let Ok(answer) = answer.recv_timeout(PATIENCE) else {
        let _ = child.kill();
        let _ = child.wait();
        return Err(format!("it takes longer than {} seconds to read: it was given up", PATIENCE.as_secs()));
    };
    let status = child.wait().map_err(|error| error.to_string())?;
    let bytes = answer.map_err(|error| error.to_string())?;
    if !status.success() {
        return Err(why(status));
    }
    serde_json::from_slice(&bytes).map_err(|_| "the reader of its format gave no answer".to_owned())
}

fn why(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt;
    match (status.code(), status.signal()) {
        (_, Some(6 | 9 | 11)) => "it needs more memory than a file may have: it was given up".to_owned(),
        (_, Some(24)) => "it needs more time than a file may have: it was given up".to_owned(),
        _ => "the reader of its format failed on it".to_owned(),
    }
}

/// The hidden subcommand: reads standard input and writes drafts.
///
/// # Errors
/// If standard input or output fail.
pub fn import_one(name: &str) -> io::Result<()> {
    let limit = |resource: Resource, most: u64| {
        // A limit that is lower already stays.
        let _ = rustix::process::setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) });
    };
    limit(Resource::Cpu, MOST_SECONDS);
    limit(Resource::As, MOST_MEMORY);
    limit(Resource::Core, 0);
    let mut bytes = Vec::new();
    io::stdin().lock().take(LARGEST).read_to_end(&mut bytes)?;
    let name = name.to_owned();
    let reader = std::thread::Builder::new().stack_size(STACK).spawn(move || format::read(&name, &bytes))?;
    let drafts = reader.join().map_err(|_| io::Error::other("the reader failed"))?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    serde_json::to_writer(&mut out, &drafts)?;
    out.flush()
}
