import { driftPrefix } from '../../domain/drift-protection.js';
import { CoreError } from '../../errors/core-error.js';
import {
  addColumn,
  addRowAccess,
  dropColumn,
  dropRowAccess,
  renameColumn,
  setAggregationPolicy,
  setColumnMasking,
  setColumnTags,
  setDataType,
  setNullable,
  setProjectionPolicy,
  setTableTags,
  swapRowAccess,
  unsetAggregationPolicy,
  unsetColumnMasking,
  unsetColumnTags,
  unsetProjectionPolicy,
  unsetTableTags,
} from '../../resources/alter-table.js';
import { fingerprintOf } from '../../resources/create-statement.js';
import {
  addressOf,
  type ColumnResource,
  type TableResource,
  type TagAssignment,
} from '../../resources/resource.js';
import { type SqlFragment, sql } from '../../warehouse/statement.js';
import { type Change, leaving, neutral } from '../change.js';
import { underWayComment, withoutRenames } from '../fingerprint-comment.js';
import { isWidened } from './widened-type.js';

/** How a table may be altered. */
export interface AlterTableOptions {
  /** Whether columns that are not declared any more are dropped. */
  readonly mayDrop: boolean;
  /** Whether the comment says already that the table is under way. */
  readonly isResumed: boolean;
}

/**
 * The statements that make a table what it is to be. It is protected throughout: what protects more
 * comes before what protects less, a policy replaces another one in one statement, and a column comes
 * with all its protection. While they run, the comment of the table says from where to where, so that
 * what was interrupted can go on from what is there.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-table
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-table-column
 */
export function alterTable(
  before: TableResource,
  declared: TableResource,
  options: AlterTableOptions,
): readonly Change[] {
  const after = withoutRenames(declared);
  const table = sql.id(...before.name);
  const setComment = (text: string) => sql`COMMENT ON TABLE ${table} IS ${sql.literal(text)}`;
  const alteration = new Alteration(before);
  renameColumns(alteration, declared);
  if (canFilterAtOnce(alteration.current, after)) protectRows(alteration, after);
  addColumns(alteration, after);
  const swapsRowsFirst = mustSwapRowsFirst(before, after);
  if (swapsRowsFirst) protectRows(alteration, after);
  protectColumns(alteration, after);
  if (!swapsRowsFirst) protectRows(alteration, after);
  changeShapes(alteration, after);
  setTags(alteration, after);
  unprotect(alteration, after);
  dropColumns(alteration, after, options);
  unsetTags(alteration, after);
  return [
    ...(options.isResumed ? [] : [neutral(setComment(underWayComment(before, after)))]),
    ...alteration.changes,
    leaving(after, setComment(fingerprintOf(after))),
  ];
}

/** A table on its way: each statement is noted together with what the table is after it. */
class Alteration {
  readonly changes: Change[] = [];
  #current: TableResource;

  constructor(current: TableResource) {
    this.#current = current;
  }

  get current(): TableResource {
    return this.#current;
  }

  column(name: string): ColumnResource | undefined {
    return this.#current.columns.find((column) => column.name === name);
  }

  alter(statement: SqlFragment, next: TableResource): void {
    this.#current = next;
    this.changes.push(leaving(next, statement));
  }

  /** Alters one column, and notes what it is then. */
  alterColumn(statements: SqlFragment | readonly SqlFragment[], to: ColumnResource): void {
    const columns = this.#current.columns.map((each) => (each.name === to.name ? to : each));
    for (const statement of [statements].flat()) {
      this.alter(statement, { ...this.#current, columns });
    }
  }

  /** Each column that is there and stays, with what it is to be. */
  *kept(after: TableResource): Iterable<readonly [ColumnResource, ColumnResource]> {
    for (const to of after.columns) {
      const now = this.column(to.name);
      if (now !== undefined) yield [now, to];
    }
  }
}

function renameColumns(alteration: Alteration, declared: TableResource): void {
  for (const { name, renamedFrom } of declared.columns) {
    if (renamedFrom === undefined || alteration.column(name) !== undefined) continue;
    if (alteration.column(renamedFrom) === undefined) continue;
    const renamed = (column: string) => (column === renamedFrom ? name : column);
    const { current } = alteration;
    const { rowAccess } = current;
    alteration.alter(renameColumn(current, renamedFrom, name), {
      ...current,
      columns: current.columns.map((column) => ({
        ...column,
        name: renamed(column.name),
        ...(column.maskingArguments && { maskingArguments: column.maskingArguments.map(renamed) }),
      })),
      rowAccess: rowAccess && { ...rowAccess, columns: rowAccess.columns.map(renamed) },
    });
  }
}

/**
 * Whether rows that were not filtered can be before anything else: a column that is added first would show
 * all of them. A column of a row access policy may be in no masking policy.
 */
function canFilterAtOnce(current: TableResource, { rowAccess }: TableResource): boolean {
  if (current.rowAccess !== undefined || rowAccess === undefined) return false;
  const masking = current.columns.flatMap(({ name, maskingPolicy, maskingArguments = [] }) =>
    maskingPolicy === undefined ? [] : [name, ...maskingArguments],
  );
  return rowAccess.columns.every(
    (name) => current.columns.some((each) => each.name === name) && !masking.includes(name),
  );
}

/** A column that another one's policy reads comes before it. */
function addColumns(alteration: Alteration, after: TableResource): void {
  const isNew = (name: string) => alteration.column(name) === undefined;
  let waiting = after.columns.filter((column) => isNew(column.name));
  while (waiting.length > 0) {
    const ready = waiting.filter(({ maskingArguments = [] }) => !maskingArguments.some(isNew));
    // Columns that wait for each other cannot be added one by one: the account says so.
    const [column] = ready.length > 0 ? ready : waiting;
    if (column === undefined) return;
    waiting = waiting.filter((each) => each !== column);
    const { current } = alteration;
    alteration.alter(addColumn(current, column), {
      ...current,
      columns: [...current.columns, column],
    });
  }
}

function protectColumns(alteration: Alteration, after: TableResource): void {
  for (const [now, to] of alteration.kept(after)) {
    const { maskingPolicy, maskingArguments } = to;
    const isMasked =
      maskingPolicy === undefined ||
      (isEqual(now.maskingPolicy, maskingPolicy) &&
        isEqual(now.maskingArguments ?? [], maskingArguments ?? []));
    if (isMasked) continue;
    const masked = withMask(now, maskingPolicy, maskingArguments);
    alteration.alterColumn(setColumnMasking(alteration.current, [masked]), masked);
  }
  for (const [now, { projectionPolicy }] of alteration.kept(after)) {
    if (projectionPolicy === undefined || isEqual(now.projectionPolicy, projectionPolicy)) continue;
    const column = { ...now, projectionPolicy };
    alteration.alterColumn(setProjectionPolicy(alteration.current, [column]), column);
  }
  const { aggregationPolicy } = after;
  const { current } = alteration;
  if (aggregationPolicy !== undefined && !isEqual(current.aggregationPolicy, aggregationPolicy)) {
    alteration.alter(setAggregationPolicy(current, aggregationPolicy), {
      ...current,
      aggregationPolicy,
    });
  }
}

/** A column that row access reads cannot be masked: the old policy goes before the mask comes. */
function mustSwapRowsFirst(before: TableResource, after: TableResource): boolean {
  const read = before.rowAccess?.columns ?? [];
  if (after.rowAccess === undefined) return false;
  return after.columns.some(
    ({ name, maskingPolicy, maskingArguments = [] }) =>
      maskingPolicy !== undefined &&
      [name, ...maskingArguments].some((each) => read.includes(each)),
  );
}

function protectRows(alteration: Alteration, after: TableResource): void {
  const { rowAccess } = after;
  const { current } = alteration;
  if (rowAccess === undefined || isEqual(current.rowAccess, rowAccess)) return;
  const statement =
    current.rowAccess === undefined
      ? addRowAccess(current, rowAccess)
      : swapRowAccess(current, current.rowAccess, rowAccess);
  alteration.alter(statement, { ...current, rowAccess });
}

function changeShapes(alteration: Alteration, after: TableResource): void {
  for (const [now, to] of alteration.kept(after)) {
    if (now.type === to.type) continue;
    const isMasked = now.maskingPolicy !== undefined && !to.type.startsWith('VARCHAR');
    if (isMasked || !isWidened(now.type, to.type)) {
      throw unsupported(
        after,
        `column ${to.name} is ${now.type} and would become ${to.type}`,
        isMasked
          ? 'add a column of the new type under another name: a policy must have the type of its column'
          : 'add a column of the new type under another name and copy the values',
      );
    }
    const { type } = to;
    alteration.alterColumn(setDataType(alteration.current, now.name, type), { ...now, type });
  }
  for (const [now, { isNullable }] of alteration.kept(after)) {
    if (now.isNullable === isNullable) continue;
    const statement = setNullable(alteration.current, now.name, isNullable);
    alteration.alterColumn(statement, { ...now, isNullable });
  }
}

function setTags(alteration: Alteration, after: TableResource): void {
  for (const [now, { name, tags }] of alteration.kept(after)) {
    const missing = tags.filter((tag) => !hasTag(now.tags, tag));
    if (missing.length === 0) continue;
    const column = { ...now, tags: mergeTags(now.tags, missing) };
    alteration.alterColumn(setColumnTags(alteration.current, [{ name, tags: missing }]), column);
  }
  const { current } = alteration;
  const missing = (after.tags ?? []).filter((tag) => !hasTag(current.tags ?? [], tag));
  for (const statement of setTableTags(current, missing)) {
    alteration.alter(statement, { ...current, tags: mergeTags(current.tags ?? [], missing) });
  }
}

function unsetTags(alteration: Alteration, after: TableResource): void {
  for (const [now, to] of alteration.kept(after)) {
    const gone = now.tags.filter(({ tag }) => !to.tags.some((each) => isEqual(each.tag, tag)));
    if (gone.length === 0) continue;
    const tags = gone.map(({ tag }) => tag);
    alteration.alterColumn(unsetColumnTags(alteration.current, now.name, tags), {
      ...now,
      tags: to.tags,
    });
  }
  const { current } = alteration;
  const kept = after.tags ?? [];
  const gone = (current.tags ?? []).filter(
    ({ tag }) => !kept.some((each) => isEqual(each.tag, tag)),
  );
  if (gone.length === 0) return;
  const tags = gone.map(({ tag }) => tag);
  alteration.alter(unsetTableTags(current, tags), { ...current, tags: kept });
}

/** What takes protection away: whether that is wanted has been asked before. */
function unprotect(alteration: Alteration, after: TableResource): void {
  if (after.rowAccess === undefined && alteration.current.rowAccess !== undefined) {
    const { current } = alteration;
    alteration.alter(dropRowAccess(current, alteration.current.rowAccess), {
      ...current,
      rowAccess: undefined,
    });
  }
  if (after.aggregationPolicy === undefined && alteration.current.aggregationPolicy !== undefined) {
    const { aggregationPolicy: _, ...rest } = alteration.current;
    alteration.alter(unsetAggregationPolicy(rest), rest);
  }
  for (const [now, to] of alteration.kept(after)) {
    if (to.maskingPolicy !== undefined || now.maskingPolicy === undefined) continue;
    const statement = unsetColumnMasking(alteration.current, [now.name]);
    alteration.alterColumn(statement, withMask(now, undefined, undefined));
  }
  for (const [now, to] of alteration.kept(after)) {
    if (to.projectionPolicy !== undefined || now.projectionPolicy === undefined) continue;
    const { projectionPolicy: _, ...rest } = now;
    alteration.alterColumn(unsetProjectionPolicy(alteration.current, now.name), rest);
  }
}

function dropColumns(
  alteration: Alteration,
  after: TableResource,
  { mayDrop }: AlterTableOptions,
): void {
  for (const { name } of undeclaredColumns(alteration.current, after)) {
    if (!mayDrop) {
      throw unsupported(
        after,
        `column ${name} is not declared any more`,
        'declare the column again, or drop it with --destroy; a renamed one needs renamedFrom',
      );
    }
    const { current } = alteration;
    alteration.alter(dropColumn(current, name), {
      ...current,
      columns: current.columns.filter((column) => column.name !== name),
    });
  }
}

/** The columns of a table that a declaration does not have. What drift has added is not the contract's. */
export function undeclaredColumns(
  before: TableResource,
  after: TableResource,
): readonly ColumnResource[] {
  const declared = new Set(after.columns.flatMap(({ name, renamedFrom }) => [name, renamedFrom]));
  return before.columns.filter(({ name }) => !declared.has(name) && !name.startsWith(driftPrefix));
}

function withMask(
  { maskingArguments: _, ...column }: ColumnResource,
  maskingPolicy: ColumnResource['maskingPolicy'],
  maskingArguments: ColumnResource['maskingArguments'],
): ColumnResource {
  return { ...column, maskingPolicy, ...(maskingArguments && { maskingArguments }) };
}

function hasTag(tags: readonly TagAssignment[], wanted: TagAssignment): boolean {
  return tags.some((each) => isEqual(each, wanted));
}

function mergeTags(
  tags: readonly TagAssignment[],
  more: readonly TagAssignment[],
): readonly TagAssignment[] {
  return [...tags.filter(({ tag }) => !more.some((each) => isEqual(each.tag, tag))), ...more];
}

function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function unsupported(table: TableResource, message: string, next: string): CoreError {
  const place = addressOf(table);
  return new CoreError('DAS_PLAN_UNSUPPORTED_CHANGE', `${place} cannot be changed: ${message}`, {
    place,
    next,
  });
}
