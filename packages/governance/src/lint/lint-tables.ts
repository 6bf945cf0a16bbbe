import { addressOf, type ColumnResource, type MaskingPolicyResource } from '@das/core';
import { type AnyTable, effectivePolicy, semanticOf, tagsOf } from '../checks/effective-policy.js';
import { sessionOf } from '../checks/policy-session.js';
import { masksFor } from '../policy-bodies/library-masks.js';
import { mayBeClear, readMask } from '../policy-bodies/read-mask.js';
import { bodyReferences } from './body-references.js';
import type { LintReport, LintSubject } from './lint-context.js';

/** Traps in how policies and tags are put on columns, and in what dynamic tables read. */
export function lintTables(subject: LintSubject, report: LintReport): void {
  for (const table of subject.tables) {
    for (const column of table.columns) lintColumn(subject, table, column, report);
    lintSignatures(subject, table, report);
    if (table.kind === 'dynamicTable') lintDynamicTable(subject, table, report);
  }
}

function lintColumn(
  { state }: LintSubject,
  table: AnyTable,
  column: ColumnResource,
  report: LintReport,
): void {
  const address = addressOf(table);
  const effective = effectivePolicy(state, table, column);
  if (effective.is === 'masked') return;
  if (column.maskingPolicy !== undefined) {
    if (effective.why !== 'other type') return;
    report(
      'maskType',
      address,
      `policy ${column.maskingPolicy.join('.')} is not for ${column.type}`,
      column.name,
    );
    return;
  }
  const masking = tagsOf(state, table, column).filter(
    ({ maskingPolicies = [] }) => maskingPolicies.length > 0,
  );
  for (const tag of masking) {
    report(
      'tagWithoutType',
      address,
      `tag ${tag.name.join('.')} has no policy for ${column.type}`,
      column.name,
    );
  }
}

/** Which columns the policies of a table read, and whether they may. */
function lintSignatures({ state }: LintSubject, table: AnyTable, report: LintReport): void {
  const address = addressOf(table);
  const isMasked = (name: string) => {
    const column = table.columns.find((each) => each.name === name);
    return column !== undefined && effectivePolicy(state, table, column).is === 'masked';
  };
  const filtered = new Set(table.rowAccess?.columns ?? []);
  for (const column of table.columns) {
    const effective = effectivePolicy(state, table, column);
    if (effective.is !== 'masked') continue;
    const { policy, by } = effective;
    // Put on by a tag, a policy finds its conditions by their names.
    const conditions =
      by === 'tag'
        ? (policy.conditions ?? []).map(({ name }) => name)
        : (column.maskingArguments ?? []);
    for (const name of conditions) {
      if (isMasked(name)) {
        report(
          'maskedCondition',
          address,
          `its policy decides by ${name}, which is masked`,
          column.name,
        );
      }
    }
    if (policy.exemptOtherPolicies === true) continue;
    for (const name of new Set([column.name, ...conditions])) {
      if (!filtered.has(name)) continue;
      const what = name === column.name ? 'the column' : `its condition ${name}`;
      report('sharedSignature', address, `the rows are filtered by ${what}, too`, column.name);
    }
  }
}

function lintDynamicTable(
  subject: LintSubject,
  table: Extract<AnyTable, { kind: 'dynamicTable' }>,
  report: LintReport,
): void {
  const address = addressOf(table);
  const name = table.name.join('.');
  if (table.targetLag === 'downstream') {
    const readers = subject.tables.filter(
      (each) => each.kind === 'dynamicTable' && bodyReferences(each.query).tables.includes(name),
    );
    const isReadElsewhere = subject.context.readElsewhere?.includes(name) === true;
    if (readers.length === 0 && !isReadElsewhere) {
      report('idleDownstream', address, 'no dynamic table reads it, so it is never refreshed');
    }
  }
  for (const source of new Set(bodyReferences(table.query).tables)) {
    const read = subject.tables.find((each) => each.name.join('.') === source);
    if (read === undefined) continue;
    const masked = read.columns.filter((column) => {
      const policy = subject.read(read).columns.get(column.name)?.policy;
      return (
        policy?.is === 'masked' && !isClearFor(subject, policy.policy, table.owner, read, column)
      );
    });
    if (masked.length > 0) {
      const columns = masked.map(({ name }) => name).join(', ');
      report(
        'maskedRefresh',
        address,
        `its owner ${table.owner} sees ${columns} of ${source} masked`,
      );
    }
  }
}

function isClearFor(
  { roles, masks }: LintSubject,
  policy: MaskingPolicyResource,
  role: string,
  table: AnyTable,
  column: ColumnResource,
): boolean {
  const session = sessionOf(`ROLE ${role}`, roles);
  const counting = masksFor(masks, semanticOf(column));
  return mayBeClear(readMask(policy, session, table.name[0], counting));
}
