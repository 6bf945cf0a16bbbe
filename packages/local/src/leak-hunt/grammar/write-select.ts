import type { CellType } from '../world/cell.js';
import type { Grammar } from './grammar.js';
import { aggregates, windows } from './grouped-templates.js';
import { columnsOf, isOrderable, type Scope, type ScopeColumn } from './scope.js';
import { type ExpressionOptions, fill, writeExpression } from './write-expression.js';
import { writeFrom } from './write-from.js';
import { writeMeasurement } from './write-subquery.js';

export interface WrittenSelect {
  readonly text: string;
  readonly columns: readonly ScopeColumn[];
  /** Keys for ORDER BY before the output columns; absent where only those may stand there. */
  readonly sortable?: Scope | undefined;
}

export interface SelectOptions {
  readonly outer?: Scope | undefined;
  readonly depth: number;
  /** The types that its columns must have. */
  readonly types?: readonly CellType[] | undefined;
}

const allTypes: readonly CellType[] = [
  'text',
  'number',
  'date',
  'boolean',
  'timestamp',
  'float',
  'variant',
  'array',
  'binary',
];

/** SELECT without ORDER BY and LIMIT; its columns are called C1, C2, … */
export function writeSelect(grammar: Grammar, options: SelectOptions): WrittenSelect {
  const { choices } = grammar;
  const { scope, text: from } = writeFrom(grammar, options.outer, options.depth);
  const width = 1 + choices.below(4);
  const types = options.types ?? Array.from({ length: width }, () => pickType(grammar, scope));
  const form = choices.weighted([
    [55, 'plain'],
    [25, 'grouped'],
    [15, 'windowed'],
    [5, 'distinct'],
  ] as const);
  const where = choices.chance(50)
    ? ` WHERE ${writeExpression(grammar, 'boolean', scope, { depth: options.depth + 1, hasSubqueries: true })}`
    : '';
  const columns = types.map((type, at): ScopeColumn => ({ name: `C${at + 1}`, type }));
  const list = (items: readonly string[]): string =>
    items.map((item, at) => `${item} AS C${at + 1}`).join(', ');
  if (form === 'grouped') {
    const { items, group } = writeGrouped(grammar, types, scope, options.depth);
    return { text: `SELECT ${list(items)} FROM ${from}${where}${group}`, columns };
  }
  if (form === 'windowed') {
    const items = types.map((type) => writeWindow(grammar, type, scope));
    const qualify = choices.chance(30)
      ? ` QUALIFY ${fill(grammar, 'ROW_NUMBER() OVER ({window}) <= {positive}', scope, { depth: 0 }, windowHoles(grammar, scope))}`
      : '';
    return { text: `SELECT ${list(items)} FROM ${from}${where}${qualify}`, columns };
  }
  const isDistinct = form === 'distinct' && types.every(isOrderable);
  const items = types.map((type) =>
    type === 'number' && choices.chance(15)
      ? writeMeasurement(grammar, options.depth - 1)
      : writeExpression(grammar, type, scope, { depth: options.depth, hasSubqueries: true }),
  );
  return {
    text: `SELECT ${isDistinct ? 'DISTINCT ' : ''}${list(items)} FROM ${from}${where}`,
    columns,
    sortable: isDistinct ? undefined : scope,
  };
}

function pickType(grammar: Grammar, scope: Scope): CellType {
  const present = allTypes.filter((type) => columnsOf(scope, type).length > 0);
  return grammar.choices.pick(grammar.choices.chance(85) ? present : allTypes);
}

function writeGrouped(
  grammar: Grammar,
  types: readonly CellType[],
  scope: Scope,
  depth: number,
): { readonly items: readonly string[]; readonly group: string } {
  const { choices } = grammar;
  const own: Scope = { entries: scope.entries };
  const inner: ExpressionOptions = { depth: Math.min(1, depth), isInner: true };
  const keys: string[] = [];
  const aggregated = (type: CellType): string | undefined => {
    const list = aggregates[type];
    return list && fill(grammar, choices.pick(list), own, inner, keyHoles(grammar, own));
  };
  const items = types.map((type, at) => {
    const isKey = isOrderable(type) && columnsOf(own, type).length > 0 && choices.chance(40);
    const value = isKey ? undefined : aggregated(type);
    if (value !== undefined) return value;
    const key = isOrderable(type)
      ? choices.pick([
          ...columnsOf(own, type),
          `NULL::${type === 'number' ? 'NUMBER(18,2)' : 'VARCHAR'}`,
        ])
      : undefined;
    if (key === undefined || key.startsWith('NULL')) return grammar.literal(type);
    keys.push(choices.chance(30) ? String(at + 1) : key);
    return key;
  });
  const list =
    keys.length === 0
      ? ''
      : ` GROUP BY ${choices.weighted<string>([
          [90, keys.join(', ')],
          [4, 'ALL'],
          [2, `ROLLUP(${keys.join(', ')})`],
          [2, `CUBE(${keys.join(', ')})`],
        ])}`;
  const having = choices.chance(25) ? ` HAVING ${aggregated('boolean') ?? 'TRUE'}` : '';
  return { items, group: `${list}${having}` };
}

/** `MAX_BY(t.NAME, t.ID)`: of a relation with one key, so that no two rows are first. */
function keyHoles(grammar: Grammar, scope: Scope): Readonly<Record<string, () => string>> {
  const entry = scope.entries.find(({ keys }) => keys.length === 1 && keys[0]?.endsWith('.ID'));
  const key = entry?.keys[0] ?? '1';
  const keyed = (type: CellType): string =>
    writeExpression(grammar, type, { entries: entry === undefined ? [] : [entry] }, { depth: 0 });
  return {
    key: () => key,
    'keyed:text': () => keyed('text'),
    'keyed:number': () => keyed('number'),
  };
}

function writeWindow(grammar: Grammar, type: CellType, scope: Scope): string {
  const own: Scope = { entries: scope.entries };
  const list = windows[type];
  if (list === undefined || grammar.choices.chance(30)) {
    return writeExpression(grammar, type, own, { depth: 1 });
  }
  return fill(grammar, grammar.choices.pick(list), own, { depth: 1 }, windowHoles(grammar, own));
}

/** Windows that put each row in a place of its own: by the keys of everything in FROM. */
function windowHoles(grammar: Grammar, scope: Scope): Readonly<Record<string, () => string>> {
  const { choices } = grammar;
  const partition = (): string => {
    const columns = scope.entries.flatMap(({ alias, columns: all }) =>
      all.filter(({ type }) => isOrderable(type)).map(({ name }) => `${alias}.${name}`),
    );
    return choices.chance(50) && columns.length > 0 ? `PARTITION BY ${choices.pick(columns)}` : '';
  };
  const window = (): string => {
    const keys = scope.entries.flatMap((entry) => entry.keys);
    const type = choices.pick(['text', 'number', 'date'] as const);
    const first = columnsOf(scope, type);
    const order = first.length > 0 && choices.chance(60) ? [choices.pick(first)] : [];
    const direction = choices.pick(['', ' DESC', ' NULLS FIRST']);
    return `${partition()} ORDER BY ${[...order.map((key) => key + direction), ...keys].join(', ')}`;
  };
  const frame = (): string =>
    `${window()} ROWS BETWEEN ${choices.pick(['UNBOUNDED PRECEDING', '1 PRECEDING', 'CURRENT ROW'])} AND ${choices.pick(['CURRENT ROW', '1 FOLLOWING', 'UNBOUNDED FOLLOWING'])}`;
  return { partition, window, frame };
}
