//! The lock under which files are written that several programs share. It is waited for, but not for ever: somebody who
//! never gives it back must not keep the reader from leaving.

use std::fs::File;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::sync::mpsc::channel;
use std::time::Duration;

use crate::shell::own_folder::OwnFolder;

/// Name of the file that is locked.
const NAME: &str = ".lock";
/// How long another program may hold the lock.
const PATIENCE: Duration = Duration::from_secs(3);

/// Whether it was waited in vain already: then it is only tried, so that leaving with many notes does not wait for each.
static IN_VAIN: AtomicBool = AtomicBool::new(false);

/// Takes the lock of a folder; it goes with the returned file.
///
/// # Errors
/// `WouldBlock` if another program does not give it back, which then says who that is; else if there can be no lock.
pub(super) fn take(folder: &OwnFolder) -> io::Result<File> {
    let file = folder.append(NAME)?;
    if file.try_lock().is_ok() {
        IN_VAIN.store(false, Ordering::Relaxed);
        return Ok(file);
    }
    let identity = file.metadata().map(|metadata| metadata.ino())?;
    if !IN_VAIN.load(Ordering::Relaxed) {
        // Those that wait are served in turn, which trying again and again would not be. If it comes too late, nobody
        // takes the file, and the lock goes with it.
        let (sender, receiver) = channel();
        std::thread::Builder::new().name("lock".to_owned()).spawn(move || {
            let _ = sender.send(file.lock().map(|()| file));
        })?;
        match receiver.recv_timeout(PATIENCE) {
            Ok(taken) => return taken,
            Err(_) => IN_VAIN.store(true, Ordering::Relaxed),
        }
    }
    let who = holder(identity).map_or_else(|| "another program".to_owned(), |who| format!("another program ({who})"));
    Err(io::Error::new(io::ErrorKind::WouldBlock, format!("{who} holds the lock {}", folder.path().join(NAME).display())))
}

/// Who holds a lock on the file with this number: name and number of the process, where the system tells.
fn holder(inode: u64) -> Option<String> {
    let locks = std::fs::read_to_string("/proc/locks").ok()?;
    // "1: FLOCK  ADVISORY  WRITE 1234 08:01:4711 0 EOF"
    let held = locks.lines().filter(|line| !line.contains("->")).find_map(|line| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let of_file = fields.get(5)?.rsplit(':').next()?.parse::<u64>().ok()? == inode;
        of_file.then(|| fields[4].to_owned())
    })?;
    let name = std::fs::read_to_string(format!("/proc/{held}/comm")).unwrap_or_default();
    Some(format!("{} {held}", name.trim()).trim().to_owned())
}
