import { addressOf, type TagAssignment } from '@das/core';
import type { FindingPlace } from '../findings/finding.js';
import { columnsThere, expectedColumns } from './compare-columns.js';
import type { Comparison } from './comparison.js';
import { type DriftFinding, driftFinding } from './drift-finding.js';
import { driftRules } from './drift-rules.js';

interface ExpectedTag {
  readonly tag: string;
  readonly value: string;
  readonly place: FindingPlace;
  readonly on: string;
}

const key = (tag: string, on: string, column: string | undefined): string =>
  JSON.stringify([tag, on, column ?? null]);

/** Tags that were taken off, changed, or set by hand. Their values are not told. */
export function compareTags(comparison: Comparison): readonly DriftFinding[] {
  const { observed, tables, originOf } = comparison;
  const expected = expectedTags(comparison);
  const there = new Map(observed.tags.map((each) => [key(each.tag, each.on, each.column), each]));
  const findings: DriftFinding[] = [];
  for (const [at, { tag, value, place, on }] of expected) {
    const found = there.get(at);
    if (found === undefined) {
      const message = `tag ${tag} was taken off`;
      findings.push(driftFinding(driftRules.tagRemoved, message, place, originOf(on)));
    } else if (found.value !== value) {
      const message = `tag ${tag} has another value`;
      findings.push(driftFinding(driftRules.tagChanged, message, place, originOf(on)));
    }
  }
  for (const [at, { tag, on, column, domain }] of there) {
    if (expected.has(at)) continue;
    const table = tables.get(on);
    const isOfColumn = domain === 'COLUMN' || domain === 'TABLE' || domain === 'VIEW';
    // What is not declared at all is a finding of its own.
    if (table === undefined && isOfColumn) continue;
    const columns = table === undefined ? [] : expectedColumns(comparison, table);
    if (column !== undefined && !columns.some(({ name }) => name === column)) continue;
    const place = {
      address: table === undefined ? `${domain.toLowerCase()} ${on}` : addressOf(table),
      ...(column === undefined ? {} : { column }),
    };
    const message = `tag ${tag} was set and is not declared`;
    findings.push(driftFinding(driftRules.tagAdded, message, place, originOf(on)));
  }
  return findings;
}

function expectedTags(comparison: Comparison): ReadonlyMap<string, ExpectedTag> {
  const expected = new Map<string, ExpectedTag>();
  const add = (on: string, place: FindingPlace, tags: readonly TagAssignment[]): void => {
    for (const { tag, value } of tags) {
      const name = tag.join('.');
      expected.set(key(name, on, place.column), { tag: name, value, place, on });
    }
  };
  for (const [on, table] of comparison.tables) {
    const address = addressOf(table);
    const isThere = columnsThere(comparison, table);
    if (table.kind === 'table') add(on, { address }, table.tags ?? []);
    for (const { name, tags } of expectedColumns(comparison, table)) {
      if (isThere(name)) add(on, { address, column: name }, tags);
    }
  }
  return expected;
}
