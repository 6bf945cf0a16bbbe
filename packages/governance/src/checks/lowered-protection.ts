import { addressOf } from '@das/core';
import type { Finding } from '../findings/finding.js';
import { findingOf } from '../findings/rule.js';
import { asksLess, type ConstraintAnswer } from '../policy-bodies/read-constraint.js';
import { showsMore, tellsMore } from '../policy-bodies/read-mask.js';
import { type AnyTable, isClassified } from './effective-policy.js';
import type { PlanCheckContext } from './plan-context.js';
import { type PlanRuleName, planRules } from './plan-rules.js';
import { readerNames } from './policy-session.js';
import type { Principal } from './role-graph.js';
import { showsNoMore } from './row-rule.js';
import type { TableEnd, TableEnds } from './table-ends.js';
import { type ColumnReading, rowAccessPolicyOf, type TableReading } from './table-readers.js';
import type { WatchedState } from './watched-state.js';

/**
 * What a plan lowers from its first state to its last: an error, or with a named approval a note that
 * says whose it is.
 */
export function loweredProtection(
  start: WatchedState,
  end: WatchedState,
  ends: TableEnds,
  context: PlanCheckContext,
): readonly Finding[] {
  const findings: Finding[] = [];
  const report: Report = (rule, address, message, column) => {
    const place = column === undefined ? { address } : { address, column };
    findings.push(approvable(findingOf(planRules[rule], { message, place }), context));
  };
  for (const name of end.tableNames()) {
    const table = end.tableNamed(name);
    if (table === undefined) continue;
    const { first } = ends.of(table);
    if (first === undefined) continue;
    compareColumns(first, table, end.read(table), report);
    compareRows(start, end, first, table, report);
  }
  return findings;
}

/** A finding, or the note that it becomes where somebody has approved it by name. */
export function approvable(finding: Finding, { approvals = [] }: PlanCheckContext): Finding {
  const { address, column } = finding.place;
  const approval = approvals.find(
    (each) =>
      each.address === address &&
      each.by.trim() !== '' &&
      (each.rule === undefined
        ? each.column === undefined || each.column === column
        : each.rule === finding.rule && each.column === column),
  );
  if (approval === undefined) return finding;
  return {
    ...finding,
    severity: 'note',
    message: `${finding.message}; approved by ${approval.by}`,
    next: 'nothing: the approval becomes evidence with the plan',
  };
}

type Report = (rule: PlanRuleName, address: string, message: string, column?: string) => void;

function compareColumns(
  first: TableEnd,
  table: AnyTable,
  reading: TableReading,
  report: Report,
): void {
  const address = addressOf(table);
  if (first.table.aggregationPolicy !== undefined && table.aggregationPolicy === undefined) {
    report('restrictionGone', address, 'the table loses its aggregation policy');
  }
  const single = lessAsked(first.groups, reading.groups);
  if (single.length > 0) {
    const message = `the aggregation policy asks less of ${readerNames(single)}, or that cannot be told`;
    report('restrictionGone', address, message);
  }
  for (const column of table.columns) {
    const source = first.source(column);
    const before = first.column(column);
    const after = reading.columns.get(column.name);
    if (source === undefined || before === undefined || after === undefined) continue;
    if (source.projectionPolicy !== undefined && column.projectionPolicy === undefined) {
      report('restrictionGone', address, 'the column loses its projection policy', column.name);
    }
    const showing = lessAsked(before.projection, after.projection);
    if (showing.length > 0) {
      const message = `the projection policy lets ${readerNames(showing)} show the column, or that cannot be told`;
      report('restrictionGone', address, message, column.name);
    }
    if (!isClassified(source) && before.policy.is !== 'masked') continue;
    const gaining = gainingReaders(before, after);
    if (gaining.length > 0) {
      const isMore = gaining.every((reader) => after.shown?.get(reader)?.clear === 'sometimes');
      const what = isMore ? 'in cases in which it was hidden' : 'in clear';
      report(
        'loweredColumn',
        address,
        `${readerNames(gaining)} will read the column ${what}`,
        column.name,
      );
    } else if (before.policy.is === 'masked' && after.policy.is === 'bare') {
      report('loweredColumn', address, 'the column will not be masked any more', column.name);
    } else if (isClassified(source) && !isClassified(column)) {
      report('loweredColumn', address, 'the column will not be classified any more', column.name);
    } else {
      const told = toldMore(before, after);
      if (told.length === 0) continue;
      const message = `${readerNames(told)} will be told more of what the mask hides, or that it is less cannot be told`;
      report('loweredColumn', address, message, column.name);
    }
  }
}

/** Who reads the clear value more often than before. */
function gainingReaders(
  before: ColumnReading | undefined,
  after: ColumnReading,
): readonly Principal[] {
  return [...after.clearFor].filter((reader) => {
    if (before?.clearFor.has(reader) !== true) return true;
    if (before.shown === undefined) return false;
    const answers = after.shown?.get(reader);
    const earlier = before.shown.get(reader);
    return answers === undefined ? earlier?.clear !== 'always' : showsMore(answers, earlier);
  });
}

/** To whom a mask that hides gives more of the value. Who did not read before is the matter of the grant. */
function toldMore(before: ColumnReading, after: ColumnReading): readonly Principal[] {
  return [...(after.shown ?? [])].flatMap(([reader, answers]) => {
    const was = before.shown?.get(reader);
    return was !== undefined && tellsMore(answers, was) ? [reader] : [];
  });
}

/** Of whom a policy that stays asks less. Who did not read before is the matter of the grant. */
function lessAsked(
  before: ReadonlyMap<Principal, ConstraintAnswer> | undefined,
  after: ReadonlyMap<Principal, ConstraintAnswer> | undefined,
): readonly Principal[] {
  return [...(after ?? [])].flatMap(([reader, answer]) => {
    const was = before?.get(reader);
    return was !== undefined && asksLess(answer, was) ? [reader] : [];
  });
}

function compareRows(
  start: WatchedState,
  end: WatchedState,
  first: TableEnd,
  table: AnyTable,
  report: Report,
): void {
  const address = addressOf(table);
  if (first.table.rowAccess === undefined) return;
  if (table.rowAccess === undefined) {
    report('rowAccessGone', address, 'the table loses its row access policy');
    return;
  }
  const before = rowAccessPolicyOf(start.resources, first.table);
  const after = rowAccessPolicyOf(end.resources, table);
  const { rows } = end.read(table);
  // Who did not read before is the matter of the grant, and of the columns that it opens.
  const readers = [...rows.keys()].filter((reader) => first.rows.has(reader));
  const truths = (reader: Principal) => [first.rows.get(reader)?.truth, rows.get(reader)?.truth];
  const seeing = readers.filter((reader) => {
    const [was, is] = truths(reader);
    return was !== is && (was === 'false' || is === 'true');
  });
  const isGrave = [...first.table.columns, ...table.columns].some(
    (column) => column.maskingPolicy !== undefined || isClassified(column),
  );
  const rule = isGrave ? 'classifiedRowsMayDiffer' : 'rowsMayDiffer';
  if (seeing.length > 0) {
    report('loweredRows', address, `${readerNames(seeing)} will see rows that were hidden`);
    return;
  }
  if (
    before?.body !== after?.body ||
    first.table.rowAccess.columns.join() !== table.rowAccess.columns.join()
  ) {
    report(rule, address, 'the condition of the row access policy changes');
    return;
  }
  // The same condition, in a session of other roles.
  const ruleOf = (all: TableReading['rows'], reader: Principal) => {
    const answer = all.get(reader);
    return answer && { answer, body: after?.body, columns: [] };
  };
  const others = readers.filter((reader) => {
    const is = ruleOf(rows, reader);
    return is !== undefined && !showsNoMore(is, ruleOf(first.rows, reader));
  });
  if (others.length > 0) {
    report(rule, address, `roles change, and with them which rows ${readerNames(others)} may see`);
  }
}
