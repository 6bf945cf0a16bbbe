import type { ContractDocument } from '../../model/contract-document.js';
import { type Duration, durationInSeconds } from '../../model/duration.js';
import { type Finding, finding } from '../finding.js';
import { areGone } from './new-columns.js';

/** One promise as a number, and whether a greater one promises more. */
interface Promised {
  readonly words: string;
  readonly size: number;
  readonly isMoreBetter: boolean;
}

function ofDuration(duration: Duration | undefined): Promised | undefined {
  if (duration === undefined) return undefined;
  return { words: duration, size: durationInSeconds(duration), isMoreBetter: false };
}

function ofShare(share: number | undefined): Promised | undefined {
  return share === undefined ? undefined : { words: `${share}`, size: share, isMoreBetter: true };
}

/** Compares the service levels that two versions of a contract promise. */
export function compareObjectives(
  before: ContractDocument,
  after: ContractDocument,
): readonly Finding[] {
  const [was, is] = [before.slo, after.slo];
  const findings: Finding[] = [];
  if (
    was.freshness !== undefined &&
    is.freshness !== undefined &&
    was.freshness.column !== is.freshness.column
  ) {
    const reason = `Freshness was measured on ${was.freshness.column} and is measured on ${is.freshness.column}; it says something else.`;
    findings.push(
      finding('objective-column-changed', ['slo', 'freshness', 'column'], reason, {
        column: was.freshness.column,
        reader: 'breaking',
      }),
    );
  }
  findings.push(
    ...compare(
      'freshness',
      ['freshness'],
      ofDuration(was.freshness?.p95),
      ofDuration(is.freshness?.p95),
    ),
    ...compare(
      'availability',
      ['availability'],
      ofShare(was.availability),
      ofShare(is.availability),
    ),
  );
  for (const name of ['frequency', 'timeToDetect', 'timeToNotify', 'timeToRepair'] as const) {
    findings.push(...compare(name, [name], ofDuration(was[name]), ofDuration(is[name])));
  }
  const [old, current] = [was.completeness ?? {}, is.completeness ?? {}];
  for (const column of new Set([...Object.keys(old), ...Object.keys(current)])) {
    const name = `completeness of ${column}`;
    const shares = [ofShare(old[column]), ofShare(current[column])] as const;
    const found = compare(name, ['completeness', column], ...shares, column);
    const isGone = areGone([column], after);
    // Its readers are told of the column itself.
    findings.push(
      ...(isGone ? found.map((each) => ({ ...each, reader: 'safe' as const })) : found),
    );
  }
  return findings;
}

function compare(
  name: string,
  path: readonly string[],
  was: Promised | undefined,
  is: Promised | undefined,
  column?: string,
): readonly Finding[] {
  const place = ['slo', ...path];
  if (was === undefined && is === undefined) return [];
  if (was === undefined) {
    const reason = `A service level of ${is?.words} is promised for the ${name}; the owner has to keep it.`;
    return [finding('objective-added', place, reason, { column, writer: 'warning' })];
  }
  if (is === undefined) {
    const reason = `The service level of ${was.words} for the ${name} is no longer promised.`;
    return [finding('objective-removed', place, reason, { column, reader: 'breaking' })];
  }
  const head = `The service level for the ${name} was ${was.words} and is ${is.words}`;
  if (was.size === is.size) {
    if (was.words === is.words) return [];
    return [finding('documentation-changed', place, `${head}, which is the same.`, { column })];
  }
  const isStronger = is.size > was.size === is.isMoreBetter;
  if (isStronger) {
    const reason = `${head}; the owner has to keep more.`;
    return [finding('objective-tightened', place, reason, { column, writer: 'warning' })];
  }
  const reason = `${head}; readers were promised more.`;
  return [finding('objective-loosened', place, reason, { column, reader: 'breaking' })];
}
