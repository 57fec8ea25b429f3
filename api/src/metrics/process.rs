//! This process, as the kernel sees it: `/proc/self`, and nothing where there is none.

use super::series::{Level, Naming};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::gauge::Gauge;
use std::fs;
use std::sync::atomic::{AtomicU64, Ordering};

/// Ticks a second of the times in `/proc`: 100 on every Linux, whatever the kernel's own clock.
const TICKS: f64 = 100.0;

/// Memory, processor time, open files.
pub(super) struct Process {
    cpu: Counter<f64, AtomicU64>,
    resident: Gauge,
    anonymous: Gauge,
    files: Gauge,
    started: Level,
}

impl Process {
    pub(super) fn register(own: &mut Naming<'_>) -> Self {
        let bytes = |name: &str, help: &str, own: &mut Naming<'_>| {
            own.named(Gauge::default(), &format!("process_{name}_bytes"), help)
        };
        Self {
            cpu: own.seconds(Counter::default(), "process_cpu", "Processor time, user and system"),
            resident: bytes("resident_memory", "Memory in RAM, mapped files included", own),
            anonymous: bytes("anonymous_memory", "Memory in RAM that is no file's", own),
            files: own.named(Gauge::default(), "process_open_fds", "Open files and sockets"),
            started: own.seconds(Level::default(), "process_start_time", "When it started, since the epoch"),
        }
    }

    /// Reads them anew.
    pub(super) fn read(&self) {
        if let Ok(status) = fs::read_to_string("/proc/self/status") {
            self.resident.set(kibibytes(&status, "VmRSS:") * 1024);
            self.anonymous.set(kibibytes(&status, "RssAnon:") * 1024);
        }
        if let Ok(files) = fs::read_dir("/proc/self/fd") {
            self.files.set(i64::try_from(files.count()).unwrap_or(i64::MAX));
        }
        if let Some((cpu, since_boot)) = fs::read_to_string("/proc/self/stat").ok().as_deref().and_then(times)
        {
            self.cpu.inner().store(cpu.to_bits(), Ordering::Relaxed);
            let boot = fs::read_to_string("/proc/stat").ok().as_deref().and_then(boot_time);
            self.started.set(boot.map_or(f64::NAN, |boot| boot + since_boot));
        }
    }
}

fn kibibytes(status: &str, key: &str) -> i64 {
    let line = status.lines().find_map(|line| line.strip_prefix(key));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// Processor seconds, and seconds from boot to start. The name in brackets may hold anything, so fields are counted
/// from the last bracket on.
fn times(stat: &str) -> Option<(f64, f64)> {
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |field: usize| fields.get(field)?.parse::<f64>().ok();
    Some(((ticks(11)? + ticks(12)?) / TICKS, ticks(19)? / TICKS))
}

fn boot_time(stat: &str) -> Option<f64> {
    stat.lines().find_map(|line| line.strip_prefix("btime "))?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_kernel_writes_is_read() {
        let stat = "42 (a) name) S 1 42 42 0 -1 4194304 1 2 3 4 150 50 0 0 20 0 9 0 1000 123 456";
        assert_eq!(times(stat), Some((2.0, 10.0)));
        assert_eq!(times("nonsense"), None);
        assert_eq!(kibibytes("Name:\tx\nVmRSS:\t  2048 kB\nRssAnon:\t 1024 kB\n", "RssAnon:"), 1024);
        assert_eq!(boot_time("cpu 1 2\nbtime 1700000000\n"), Some(1_700_000_000.0));
    }
}
