import { Compilation } from '../compile/compilation.js';
import { compileExpression } from '../compile/compile-expression.js';
import { Scope, type ScopeColumn } from '../compile/scope.js';
import { lookAgain } from '../engine/run-query.js';
import type { StatementContext } from '../engine/statement-context.js';
import { isAggregate } from '../functions/function-table.js';
import { isBareTail, parseQuery } from '../polyglot/parse-query.js';
import type { Expression } from '../query/expression.js';
import type { SelectItem, SelectQuery } from '../query/query.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import type { FileSource } from './file-source.js';
import { type FileMetadata, type LoadTarget, metadataValue } from './load-plan.js';
import type { LoadedColumn } from './load-value.js';
import { takeStages } from './stage-tables.js';

/** The query of a stage through which COPY takes the records: one row of each. */
export interface LoadTransformation {
  readonly items: readonly SelectItem[];
  readonly alias: string | undefined;
  readonly width: number;
}

const placeholder = 'DAS STAGE';

/**
 * Reads `SELECT … FROM @stage`, which may reorder, leave out and convert fields, and no more.
 *
 * @see https://docs.snowflake.com/en/user-guide/data-load-transform
 */
export function readTransformation(target: LoadTarget): LoadTransformation {
  const { query: written = [] } = target.statement;
  const { tokens, stages, width } = takeStages(written, () => placeholder);
  const [stage] = stages;
  if (stage === undefined || stages.length > 1) throw unsupported('COPY INTO from this query');
  if (stage.fileFormat !== undefined || stage.pattern !== undefined) {
    throw invalidStatement('FILE_FORMAT and PATTERN stand after the query of COPY');
  }
  const query = parseQuery(tokens);
  const isPlain = query.kind === 'select' && isBare(query);
  const [table] = query.kind === 'select' ? query.from : [];
  if (!isPlain || table?.kind !== 'table' || table.columns.length > 0) {
    throw unsupported('a query of COPY with anything but a select list and one stage');
  }
  for (const { expression } of query.items) refuse(expression);
  if (query.items.length !== target.columns.length) {
    throw invalidStatement(
      `the query of COPY gives ${query.items.length} values for ${target.columns.length} columns`,
      undefined,
      2020,
    );
  }
  return { items: query.items, alias: table.alias, width };
}

function isBare(query: SelectQuery): boolean {
  return query.from.length === 1 && query.where === undefined && isBareTail(query);
}

/** Refuses what looks beyond one record. */
function refuse(node: unknown): void {
  if (Array.isArray(node)) {
    for (const item of node) refuse(item);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const { kind } = node as { kind?: unknown };
  if (
    ['subquery', 'exists', 'quantified', 'metric', 'star', 'select', 'set', 'values'].includes(
      String(kind),
    )
  ) {
    throw unsupported(`a ${String(kind)} in the query of COPY`);
  }
  if (kind === 'call') {
    const call = node as Extract<Expression, { kind: 'call' }>;
    if (call.over !== undefined || isAggregate(call.name)) {
      throw unsupported(`${call.name} over many records in the query of COPY`, call.name);
    }
  }
  for (const value of Object.values(node)) refuse(value);
}

/** What each column is given by the query; the rewrite is looked at a second time. */
export async function planTransformation(
  context: StatementContext,
  target: LoadTarget,
  transformation: LoadTransformation,
  source: FileSource,
  metadata: FileMetadata,
): Promise<readonly LoadedColumn[]> {
  const { engine, state, binds } = context;
  const compilation = new Compilation(engine.catalogue, state.context(), binds);
  const scope = new Scope();
  const columns = stageColumns(source, transformation.width, metadata);
  scope.relations.push({ name: transformation.alias, path: [], columns });
  scope.visible = [...columns];
  const place = { compilation, frame: compilation.frame(), scope };
  const loaded = transformation.items.map(({ expression }, at): LoadedColumn => {
    const column = target.columns[at];
    if (column === undefined) throw invalidStatement('a value has no column');
    const isCast = expression.kind === 'cast' && !expression.isTry;
    const raw = compileExpression(isCast ? expression.operand : expression, place);
    return { column, raw, isConverted: true, ...(isCast ? { through: expression.type } : {}) };
  });
  if (compilation.parameters.length > 0) throw unsupported('binds in the query of COPY');
  compilation.tables.add(source.from);
  const text = `SELECT ${loaded.map(({ raw }) => raw.sql).join(', ')} FROM ${source.from} AS s`;
  await lookAgain(engine, text, compilation);
  return loaded;
}

/** `$1`, `$2`, … and METADATA$ columns. A field that is not there is NULL. */
function stageColumns(
  source: Pick<FileSource, 'positioned'>,
  width: number,
  metadata: FileMetadata,
): readonly ScopeColumn[] {
  const columns: ScopeColumn[] = [];
  for (let at = 1; at <= width; at += 1) {
    const value = source.positioned(at);
    columns.push(
      value === undefined
        ? { name: `$${at}`, sql: 'CAST(NULL AS VARCHAR)', type: { kind: 'VARCHAR' } }
        : { name: `$${at}`, sql: value.sql, type: value.type },
    );
  }
  for (const name of metadataNames) {
    const value = metadataValue(name, 's.n', metadata);
    if (value !== undefined) columns.push({ name, sql: value.sql, type: value.type });
  }
  return columns;
}

const metadataNames: readonly string[] = [
  'METADATA$FILENAME',
  'METADATA$FILE_ROW_NUMBER',
  'METADATA$FILE_CONTENT_KEY',
  'METADATA$FILE_LAST_MODIFIED',
  'METADATA$START_SCAN_TIME',
];
