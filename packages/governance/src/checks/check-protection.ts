import { addressOf, type TagResource } from '@das/core';
import type { Finding } from '../findings/finding.js';
import { findingOf } from '../findings/rule.js';
import { knownMasks } from '../policy-bodies/library-masks.js';
import { showsMore } from '../policy-bodies/read-mask.js';
import { checkGrants } from './early-grants.js';
import { type AnyTable, isClassified, type ResourceState } from './effective-policy.js';
import { type PlanStatement, singleEffects, statementsOf } from './followed-plan.js';
import { approvable, loweredProtection } from './lowered-protection.js';
import { openedShares } from './opened-shares.js';
import type { CheckedPlan, PlanCheckContext } from './plan-context.js';
import { planRenames } from './plan-renames.js';
import { type PlanRuleName, planRules } from './plan-rules.js';
import { readerNames, sessionsIn } from './policy-session.js';
import type { Principal } from './role-graph.js';
import { type RowRule, showsNoMore } from './row-rule.js';
import { contentOf } from './table-content.js';
import { isAtEnds, type TableEnd, type TableEnds, tableEnds } from './table-ends.js';
import {
  type ColumnReading,
  clearRank,
  rowAccessPolicyOf,
  type TableReading,
} from './table-readers.js';
import { type WatchedState, watchState } from './watched-state.js';

/**
 * The protection invariant: after each single statement, every classified column has a policy for its
 * type, nobody reads what it may read neither before nor after the plan, and no table, column or tag
 * has lost what restricts it.
 */
export function checkProtection(plan: CheckedPlan, context: PlanCheckContext): readonly Finding[] {
  const statements = statementsOf(plan);
  const sessionsOf = sessionsIn([
    ...plan.startsWith,
    ...statements.flatMap(({ effect }) =>
      singleEffects(effect).flatMap((each) => (each.is === 'present' ? [each.resource] : [])),
    ),
  ]);
  const masks = knownMasks(context.declarations ?? []);
  const watch = () => watchState(plan.startsWith, masks, sessionsOf);
  const start = watch();
  const end = watch();
  for (const { effect } of statements) end.follow(effect);
  const now = watch();
  const ends = tableEnds(start, end, planRenames(plan));
  const found = new Map<string, Finding>();
  const report: Report = (rule, address, message, column) => {
    const place = column === undefined ? { address } : { address, column };
    const key = JSON.stringify([rule, place]);
    if (!found.has(key)) found.set(key, findingOf(planRules[rule], { message, place }));
  };
  const granted = new Map<string, PlanStatement>();
  for (const statement of statements) {
    checkTags(now.resources, end.resources, statement, (finding, isInterim) => {
      found.set(JSON.stringify(finding), isInterim ? finding : approvable(finding, context));
    });
    checkGrants(now, statement, granted, report);
    for (const name of now.follow(statement.effect)) {
      const table = now.tableNamed(name);
      if (table !== undefined) checkTable(now, table, ends, statement, report);
    }
  }
  return [
    ...found.values(),
    ...loweredProtection(start, end, ends, context),
    ...openedShares(start, end, context),
  ];
}

type Report = (rule: PlanRuleName, address: string, message: string, column?: string) => void;

function checkTable(
  now: WatchedState,
  table: AnyTable,
  ends: TableEnds,
  { place }: PlanStatement,
  report: Report,
): void {
  const address = addressOf(table);
  const reading = now.read(table);
  const { first, last } = ends.of(table);
  const content = contentOf(now.resources, table);
  for (const column of table.columns) {
    const current = reading.columns.get(column.name);
    if (current === undefined) continue;
    if (isClassified(column) && current.policy.is === 'bare') {
      const { why, policy } = current.policy;
      const name = policy?.join('.') ?? '';
      if (why === 'unknown policy') {
        report(
          'unknownPolicy',
          address,
          `after ${place} policy ${name} is attached, but not known`,
          column.name,
        );
      } else {
        const reason =
          why === 'other type' ? `policy ${name} is for another type` : 'it has no masking policy';
        report(
          'bareColumn',
          address,
          `after ${place} the classified column is bare: ${reason}`,
          column.name,
        );
      }
    }
    const isMasked = [first, last].some((end) => end?.column(column)?.policy.is === 'masked');
    if (!isClassified(column) && !isMasked) continue;
    const exposed = [...current.clearFor].filter(
      (reader) =>
        !isAtEnds(content, [first, last], (end) => isAsClear(current, end.column(column), reader)),
    );
    if (exposed.length > 0) {
      report(
        'interimExposure',
        address,
        `after ${place} ${readerNames(exposed)} may read the column in clear, and neither before the plan nor after it`,
        column.name,
      );
    }
  }
  if (table.rowAccess !== undefined && rowAccessPolicyOf(now.resources, table) === undefined) {
    report(
      'unknownPolicy',
      address,
      `after ${place} row access policy ${table.rowAccess.policy.join('.')} is attached, but not known`,
    );
  }
  if (first === undefined || last === undefined) return;
  if (
    table.rowAccess === undefined &&
    first.table.rowAccess !== undefined &&
    last.table.rowAccess !== undefined
  ) {
    report(
      'rowAccessGone',
      address,
      `after ${place} the table has no row access policy, until a later statement adds one`,
    );
  }
  if (
    table.aggregationPolicy === undefined &&
    first.table.aggregationPolicy !== undefined &&
    last.table.aggregationPolicy !== undefined
  ) {
    report(
      'restrictionGone',
      address,
      `after ${place} the table has no aggregation policy, until a later statement adds one`,
    );
  }
  for (const column of table.columns) {
    if (
      column.projectionPolicy === undefined &&
      first.source(column)?.projectionPolicy !== undefined &&
      last.source(column)?.projectionPolicy !== undefined
    ) {
      report(
        'restrictionGone',
        address,
        `after ${place} the column has no projection policy, until a later statement adds one`,
        column.name,
      );
    }
  }
  checkRows(reading, content, [first, last], place, report);
}

/** Whether a reader sees the clear value at an end wherever it sees it now. */
function isAsClear(now: ColumnReading, end: ColumnReading | undefined, reader: Principal): boolean {
  const [rank, atEnd] = [clearRank(now, reader), clearRank(end, reader)];
  const answers = now.shown?.get(reader);
  if (rank !== 1 || atEnd !== 1 || answers === undefined) return rank <= atEnd;
  return !showsMore(answers, end?.shown?.get(reader));
}

/** Nobody sees rows, nor clear values in them, that one of the ends as a whole does not show. */
function checkRows(
  reading: TableReading,
  content: string,
  ends: readonly TableEnd[],
  place: string,
  report: Report,
): void {
  const address = addressOf(reading.table);
  const isShown = (reader: Principal, end: TableEnd) =>
    showsNoMore(ruleNow(reading, reader, end), ruleAt(end, reader));
  const seeing = [...reading.readers].filter(
    (reader) => !isAtEnds(content, ends, (end) => isShown(reader, end)),
  );
  if (seeing.length > 0) {
    report(
      'interimExposure',
      address,
      `after ${place} ${readerNames(seeing)} may see rows that are hidden from it before the plan and after it`,
    );
  }
  // Where only one end counts, or both of them, rows and columns each by themselves say enough.
  if (!ends.every((end) => end.content === content)) return;
  for (const column of reading.table.columns) {
    const mayMatter =
      isClassified(column) || ends.some((end) => end.column(column)?.policy.is === 'masked');
    if (!mayMatter) continue;
    const mixed = [...(reading.columns.get(column.name)?.clearFor ?? [])].filter((reader) => {
      const clearAt = ends.filter((end) => end.column(column)?.clearFor.has(reader));
      // Clear in neither is another finding; clear in both leaves only the rows to judge.
      return clearAt.length === 1 && !clearAt.some((end) => isShown(reader, end));
    });
    if (mixed.length === 0) continue;
    report(
      'interimExposure',
      address,
      `after ${place} ${readerNames(mixed)} may read the column in clear in rows in which it may not before the plan, nor after it`,
      column.name,
    );
  }
}

/** What is answered to whom is no reader: nothing that could be told. */
const unknownRows: RowRule['answer'] = { truth: 'unknown', active: new Set() };

/** What decides now which rows a reader sees, its columns by their names at an end. */
function ruleNow(
  { table, rows, rowBody }: TableReading,
  reader: Principal,
  end: TableEnd,
): RowRule {
  const columns = (table.rowAccess?.columns ?? []).map((name) => {
    const column = table.columns.find((each) => each.name === name);
    return (column && end.source(column)?.name) ?? name;
  });
  return { answer: rows.get(reader) ?? unknownRows, body: rowBody, columns };
}

/** What decides at an end; `undefined` for whom reads nothing there. */
function ruleAt({ table, rows, rowBody }: TableEnd, reader: Principal): RowRule | undefined {
  const answer = rows.get(reader);
  return answer && { answer, body: rowBody, columns: table.rowAccess?.columns ?? [] };
}

/** A tag that loses the policy of a type loses it in every domain: no table has to be known for it. */
function checkTags(
  state: ResourceState,
  end: ResourceState,
  { effect, place }: PlanStatement,
  report: (finding: Finding, isInterim: boolean) => void,
): void {
  for (const each of singleEffects(effect)) {
    if (each.is !== 'present' || each.resource.kind !== 'tag') continue;
    const address = addressOf(each.resource);
    const before = state.get(address);
    if (before?.kind !== 'tag') continue;
    const types = policyTypes(state, each.resource);
    const gone = [...policyTypes(state, before)].filter((type) => !types.has(type));
    if (gone.length === 0) continue;
    const message = `after ${place} the tag masks no column of type ${gone.join(', ')} any more`;
    const last = end.get(address);
    const atEnd = last?.kind === 'tag' ? policyTypes(end, last) : new Set();
    report(
      findingOf(planRules.tagPolicyGone, { message, place: { address } }),
      gone.some((type) => atEnd.has(type)),
    );
  }
}

function policyTypes(state: ResourceState, tag: TagResource): ReadonlySet<string> {
  const types = (tag.maskingPolicies ?? []).flatMap((name) => {
    const policy = state.get(`maskingPolicy ${name.join('.')}`);
    return policy?.kind === 'maskingPolicy' ? [policy.type] : [];
  });
  return new Set(types);
}
