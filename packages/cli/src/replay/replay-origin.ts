import { resolve } from 'node:path';
import { replaySource } from '@das/collectors';
import type { Collector, ReplayFrom } from '@das/core';
import { CliError } from '../errors/cli-error.js';
import type { Arguments } from '../program/arguments.js';

/** Opens what a replay reads, for the collector that it goes through. */
export type ReplayOrigin = (collector: Collector) => ReplayFrom;

/** Reads the options of `das replay`: exactly one origin, completely. */
export function replayOrigin(given: Arguments, cwd: string): ReplayOrigin {
  const files = given.list('file');
  const since = given.text('since');
  const offsets = ['partition', 'from', 'to'].map((option) => given.text(option));
  const isRange = offsets.some((value) => value !== undefined);
  const origins = [given.flag('fromQuarantine'), files !== undefined, since !== undefined, isRange];
  if (origins.filter((isGiven) => isGiven).length !== 1) {
    throw usage(
      'a replay reads from one place',
      'pass one of --from-quarantine, --file <path...>, --since <time>, or --partition <name> with --from and --to',
    );
  }
  if (files !== undefined) {
    // Absolute, so that the same file has the same name in the offsets from wherever it is replayed.
    const paths = files.map((file) => resolve(cwd, file));
    return (collector) => ({ kind: 'source', source: replaySource(collector, paths, cwd) });
  }
  const from = isRange ? range(offsets) : since === undefined ? undefined : timeRange(since);
  return () => from ?? { kind: 'quarantine' };
}

function range([partition, first, end]: readonly (string | undefined)[]): ReplayFrom {
  const from = offset(first);
  const to = offset(end);
  if (partition === undefined || from === undefined || to === undefined || from >= to) {
    throw usage(
      'the range of the replay is none',
      'pass --partition <name> --from <offset> --to <offset>: whole numbers, of which the second is larger and not read itself',
    );
  }
  return { kind: 'range', partitions: { [partition]: [from, to] } };
}

function offset(text: string | undefined): number | undefined {
  const value = /^\d{1,16}$/.test(text ?? '') ? Number(text) : undefined;
  return Number.isSafeInteger(value) ? value : undefined;
}

const moment = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/;

/** A day, or a moment with its zone: one without would mean another moment on another machine. */
function timeRange(text: string): ReplayFrom {
  const time = new Date(moment.test(text) ? text : Number.NaN);
  // Days that a month does not have are moved to the next one by Date.
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  const isDay = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text.slice(0, 10));
  if (!Number.isNaN(time.getTime()) && isDay) return { kind: 'since', time };
  throw usage(
    'the time of --since cannot be read',
    'give a day in UTC, such as 2026-01-31, or a moment with its zone, such as 2026-01-31T08:00:00Z',
  );
}

function usage(message: string, next: string): CliError {
  return new CliError('DAS_USAGE', message, { place: 'das replay', next });
}
