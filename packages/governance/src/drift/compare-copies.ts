import { type ColumnResource, domainNames } from '@das/core';
import { isClassified, semanticOf } from '../checks/effective-policy.js';
import { normalSql } from '../observe/normal-sql.js';
import type { ObservedCopy } from '../observe/observed-state.js';
import { publicRole } from '../policy-bodies/asked-primary.js';
import type { BodySession } from '../policy-bodies/body-session.js';
import { textsOf } from '../policy-bodies/expression.js';
import { libraryMasks, masksFor } from '../policy-bodies/library-masks.js';
import { parseBody } from '../policy-bodies/parse-body.js';
import { mayBeClear, type ReadMaskingPolicy, readMask } from '../policy-bodies/read-mask.js';
import type { Comparison } from './comparison.js';
import { type DriftFinding, driftFinding } from './drift-finding.js';
import { driftRules } from './drift-rules.js';

/** What nobody declared and the role may not see, and what was copied from classified columns. */
export function compareCopies(comparison: Comparison): readonly DriftFinding[] {
  return [...hiddenData(comparison), ...copies(comparison)];
}

function hiddenData({ deployed, observed, originOf }: Comparison): readonly DriftFinding[] {
  return observed.hidden.flatMap(({ kind, name, owner }) => {
    const full = name.join('.');
    if (deployed.has(`${kind} ${full}`) || deployed.has(`dynamicTable ${full}`)) return [];
    const address = `${kind} ${full}`;
    const message = `${address} is not declared; role ${owner} owns it and keeps it to itself`;
    return [driftFinding(driftRules.undeclaredData, message, { address }, originOf(full))];
  });
}

function copies(comparison: Comparison): readonly DriftFinding[] {
  const { deployed, observed, originOf, ownerOf } = comparison;
  const columns = new Map(
    [...deployed.values()].flatMap((resource) =>
      resource.kind === 'table' || resource.kind === 'dynamicTable'
        ? resource.columns.map(
            (column) => [columnKey(resource.name.join('.'), column.name), column] as const,
          )
        : [],
    ),
  );
  const declared = new Set(
    [...deployed.values()].flatMap((resource) =>
      resource.kind === 'maskingPolicy' ? [normalSql(resource.body)] : [],
    ),
  );
  const found = new Map<string, DriftFinding>();
  for (const copy of observed.copies) {
    const { table, column, source, recordOwner } = copy;
    const taken = columns.get(columnKey(source.table, source.column));
    if (taken === undefined || !isProtected(taken)) continue;
    // In the databases of the domain nobody but the domain deploys.
    const isOther =
      recordOwner ===
        ownerOf(`TABLE ${domainNames(databaseOf(table)).deployedResources.join('.')}`) &&
      !observed.databases.includes(databaseOf(table));
    const isReviewed = (mask: ReadMaskingPolicy): boolean =>
      isOther || declared.has(normalSql(mask.body));
    if (hides(copy, taken, isReviewed)) continue;
    const own = columns.get(columnKey(table, column));
    if (own !== undefined && isProtected(own)) continue;
    // What the domain itself writes, it de-identifies as it declares.
    const isByDomain =
      deployed.has(`dynamicTable ${table}`) ||
      copy.role === domainNames(databaseOf(table)).pipelineRole;
    if (own !== undefined && isByDomain) continue;
    const rule = isOther ? driftRules.copyOfDomain : driftRules.copyUnprotected;
    const key = columnKey(table, column);
    if (found.has(key)) continue;
    const message = `the column was written from ${source.table}.${source.column}, and nothing hides it`;
    const place = { address: `table ${table}`, column };
    found.set(key, driftFinding(rule, message, place, originOf(table)));
  }
  return [...found.values()];
}

function isProtected(column: ColumnResource): boolean {
  return column.maskingPolicy !== undefined || isClassified(column);
}

/** No name of a role: it stands for all those that a body does not name. */
const anyRole = '';

/** Bodies that name more texts than these are not looked into: the sessions of all sets of them are tried. */
const mostNamed = 6;

/** The sessions of some roles, and of database roles of these names, with each of the roles as the primary one. */
function sessionsOf(roles: readonly string[], database: string): readonly BodySession[] {
  const active = new Set([
    `ROLE ${publicRole}`,
    ...roles.flatMap((role) => [`ROLE ${role}`, `DATABASE ROLE ${database}.${role}`]),
  ]);
  return [publicRole, anyRole, ...roles].map((currentRole) => ({ currentRole, active }));
}

/** All sets of some names, the empty one too. */
function setsOf([first, ...others]: readonly string[]): readonly (readonly string[])[] {
  if (first === undefined) return [[]];
  const sets = setsOf(others);
  return [...sets, ...sets.map((each) => [first, ...each])];
}

/**
 * Whether what masks the copy hides it: a policy may as well show the value. One that was deployed shows
 * it to those who are cleared; any other one has to hide it from whomever it names, too.
 */
function hides(
  { table, masks }: ObservedCopy,
  source: ColumnResource,
  isReviewed: (mask: ReadMaskingPolicy) => boolean,
): boolean {
  const counting = masksFor(libraryMasks, semanticOf(source));
  return (
    masks.length > 0 &&
    masks.every((mask) => {
      const expression = isReviewed(mask) ? undefined : parseBody(mask.body);
      const named = expression === undefined ? [] : [...new Set(textsOf(expression))];
      if (named.length > mostNamed) return false;
      const database = databaseOf(table);
      return setsOf(named)
        .flatMap((roles) => sessionsOf(roles, database))
        .every((session) => !mayBeClear(readMask(mask, session, database, counting)));
    })
  );
}

function databaseOf(table: string): string {
  return table.split('.')[0] ?? '';
}

function columnKey(table: string, column: string): string {
  return JSON.stringify([table, column]);
}
