import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { failureCode } from './failure-code.js';

/** Which process on which machine. */
export interface ProcessIdentity {
  /** The host, and on Linux the process id namespace: an id means nothing outside of its own. */
  readonly host: string;
  readonly pid: number;
  /** When the process started, in the kernel's ticks since boot; `0` where that cannot be asked. */
  readonly start: string;
}

/** The identity of this process. */
export function thisProcess(): ProcessIdentity {
  return { host: thisHost(), pid: process.pid, start: statusOf(process.pid)?.start ?? '0' };
}

/**
 * Whether a process is certainly gone. What cannot be known, on another host or in another
 * container, counts as alive.
 */
export function isDead({ host, pid, start }: ProcessIdentity): boolean {
  if (host !== thisHost()) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM is the answer for a live process of another user.
    return failureCode(error) === 'ESRCH';
  }
  const status = statusOf(pid);
  if (status === undefined) return false;
  // A zombie holds nothing, and an id that was given out again is another process.
  return 'ZX'.includes(status.state) || (start !== '0' && status.start !== start);
}

function thisHost(): string {
  const name = hostname().replaceAll(/[^A-Za-z0-9.-]/g, '_') || 'localhost';
  if (process.platform !== 'linux') return name;
  return `${name}-${readlinkSync('/proc/self/ns/pid').replaceAll(/\D/g, '')}`;
}

/** State and start time of a process from `/proc/<pid>/stat` (proc_pid_stat(5), fields 3 and 22). */
function statusOf(pid: number): { readonly state: string; readonly start: string } | undefined {
  if (process.platform !== 'linux') return undefined;
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    // Gone between two looks, or not ours to see: then the signal above has the last word.
    return undefined;
  }
  // The second field is the program's name in brackets, which may itself hold spaces and brackets.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, start] = [fields[0], fields[19]];
  return state === undefined || start === undefined ? undefined : { state, start };
}
