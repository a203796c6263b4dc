/**
 * Loaded before a program (`node --import bench/usage.js program.js`): when it ends, writes what it cost to the file
 * that BENCH_USAGE names, as `{ "cpuMs", "peakBytes" }`, of this process without its children.
 */
import { readFileSync, writeFileSync } from 'node:fs';

/** Most memory that was resident at once. The kernel's own mark where it can be read; else what getrusage says. */
export function peakBytes() {
  try {
    // getrusage would count the parent's memory too, which a forked process has for a moment.
    const mark = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    if (mark) return Number(mark[1]) * 1024;
  } catch {
    // Not Linux.
  }
  return process.resourceUsage().maxRSS * 1024;
}

const file = process.env.BENCH_USAGE;
if (file) {
  process.on('exit', () => {
    const { user, system } = process.cpuUsage();
    writeFileSync(file, JSON.stringify({ cpuMs: (user + system) / 1000, peakBytes: peakBytes() }));
  });
}
