import type { QuarantineReason } from '@das/core';
import type { Random } from '../demonstration/seeded-random.js';

/** A record before it is written, as its producer would have written it. */
export type Event = Readonly<Record<string, unknown>>;

/** A way to spoil a record, and the reason with which it must end in quarantine. */
export interface Fault {
  readonly reason: QuarantineReason;
  /** How many of a thousand lines are spoiled in this way. */
  readonly perThousand: number;
  readonly spoil: (event: Event, random: Random) => string | Uint8Array;
}

function changed(change: (event: Event, random: Random) => Event): Fault['spoil'] {
  return (event, random) => JSON.stringify(change(event, random));
}

/** Cuts the line off, as a producer does that dies while it writes. */
export function brokenJson(perThousand: number): Fault {
  return {
    reason: 'UNDECODABLE',
    perThousand,
    spoil: (event, random) => {
      const line = JSON.stringify(event);
      return line.slice(0, random.between(1, line.length - 2));
    },
  };
}

/** Puts a byte into a text that UTF-8 does not have. */
export function invalidUtf8(perThousand: number, column: string): Fault {
  return {
    reason: 'UNDECODABLE',
    perThousand,
    spoil: (event) => {
      const bytes = Buffer.from(JSON.stringify({ ...event, [column]: 'caf~' }));
      bytes[bytes.lastIndexOf('~')] = 0xe9;
      return bytes;
    },
  };
}

/** Takes a column away. */
export function missing(perThousand: number, column: string): Fault {
  return {
    reason: 'CONTRACT_VIOLATION',
    perThousand,
    spoil: changed((event) =>
      Object.fromEntries(Object.entries(event).filter(([name]) => name !== column)),
    ),
  };
}

/** Replaces a value by another one. */
export function replaced(
  reason: QuarantineReason,
  perThousand: number,
  column: string,
  value: (event: Event, random: Random) => unknown,
): Fault {
  return {
    reason,
    perThousand,
    spoil: changed((event, random) => ({ ...event, [column]: value(event, random) })),
  };
}

/** How many of so many lines a fault spoils: at least one. */
export function timesOf({ perThousand }: { perThousand: number }, lines: number): number {
  return Math.max(1, Math.round((lines * perThousand) / 1000));
}
