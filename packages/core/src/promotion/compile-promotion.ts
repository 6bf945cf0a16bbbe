import type { AnyContract, ContractColumn, Rule } from '@das/contracts';
import { isMoreSensitive } from '@das/contracts';
import { domainNames } from '../domain/domain-names.js';
import { CoreError } from '../errors/core-error.js';
import { quoteIdentifier } from '../warehouse/statement.js';
import { type Expression, sqlOf } from './expression.js';
import type { Promotion } from './promotion.js';
import { referencedColumns } from './referenced-columns.js';
import { type RowClause, rowClausesOf, tableRulesOf } from './rule-sql.js';
import { expressionFault } from './sql-tokens.js';

/** Where one target column comes from. */
export interface ColumnLineage {
  readonly column: string;
  readonly from: readonly string[];
  /** The transform or the reason that stands between, where the classification falls. */
  readonly through: string | undefined;
}

/** A promotion as Snowflake SQL. */
export interface CompiledPromotion {
  /** Gives the target's columns, in the contract's order, with every row that the source has. */
  readonly query: string;
  /** The same without the rows that break a row clause. */
  readonly cleanQuery: string;
  readonly rowClauses: readonly RowClause[];
  /** What is checked on the target as a whole, keys and rules of every severity. */
  readonly tableRules: readonly Rule[];
  readonly lineage: readonly ColumnLineage[];
}

/**
 * Compiles a promotion to SQL and checks that no column loses its protection on the way.
 *
 * @throws {@link CoreError} `DAS_PROMOTION_DECLASSIFIES` when a column is computed from a more
 * sensitive one without a named transform or somebody's word, `DAS_PROMOTION_INVALID` when a target
 * column comes from nowhere, or the condition or an expression is not one over the source's columns
 */
export function compilePromotion(promotion: Promotion, database: string): CompiledPromotion {
  const { from, to } = promotion;
  const names = domainNames(database);
  const sourceColumns = new Map<string, ContractColumn>(
    from.contract.columns.map((column) => [column.name, column]),
  );
  const mapped = to.contract.columns.map((column) => {
    const expression = expressionOf(promotion, column, sourceColumns);
    return { column, expression, lineage: lineageOf(promotion, column, expression, sourceColumns) };
  });
  const projection = mapped
    .map(({ column, expression }) => project(column, expression, sourceColumns))
    .join(', ');
  const table = names.table(from.contract, from.tier).map(quoteIdentifier).join('.');
  if (promotion.where !== undefined) checkExpression(promotion, 'its condition', promotion.where);
  const conditions = promotion.where === undefined ? '' : ` WHERE ${promotion.where}`;
  const grouping =
    promotion.groupBy.length === 0
      ? ''
      : ` GROUP BY ${promotion.groupBy.map(quoteIdentifier).join(', ')}`;
  const query = `SELECT ${projection} FROM ${newestRows(promotion, table)}${conditions}${grouping}`;
  const rowClauses = rowClausesOf(to.contract);
  return {
    query,
    cleanQuery:
      rowClauses.length === 0
        ? query
        : `SELECT ${columnList(to.contract)} FROM (${query}) AS Q WHERE ${keepsAll(rowClauses)}`,
    rowClauses,
    tableRules: tableRulesOf(to.contract),
    lineage: mapped.map((each) => each.lineage),
  };
}

/** The contract's columns, quoted, with commas between. */
export function columnList(contract: AnyContract): string {
  return contract.columns.map((column) => quoteIdentifier(column.name)).join(', ');
}

/** A condition that a row satisfies when it keeps every clause. */
export function keepsAll(clauses: readonly RowClause[]): string {
  return clauses.map((clause) => `(${clause.condition})`).join(' AND ');
}

function expressionOf(
  promotion: Promotion,
  column: ContractColumn,
  sourceColumns: ReadonlyMap<string, ContractColumn>,
): Expression {
  const given = Object.hasOwn(promotion.columns, column.name)
    ? promotion.columns[column.name]
    : undefined;
  if (given !== undefined) {
    checkExpression(promotion, `the expression of ${column.name}`, sqlOf(given));
    return given;
  }
  if (sourceColumns.has(column.name)) return quoteIdentifier(column.name);
  throw new CoreError('DAS_PROMOTION_INVALID', `column ${column.name} comes from nowhere`, {
    place: `promotion ${promotion.name}`,
    next: `give an expression for it: columns: { ${column.name}: '...' }`,
  });
}

/** An expression becomes a part of a query as it is, so it must be one, over the source's columns alone. */
function checkExpression(promotion: Promotion, what: string, text: string): void {
  const fault = expressionFault(text);
  if (fault === undefined) return;
  throw new CoreError('DAS_PROMOTION_INVALID', `${what} cannot be taken: ${fault}`, {
    place: `promotion ${promotion.name}`,
    next: 'write one SQL expression over the columns of the source, without comments',
  });
}

function project(
  column: ContractColumn,
  expression: Expression,
  sourceColumns: ReadonlyMap<string, ContractColumn>,
): string {
  const name = quoteIdentifier(column.name);
  const sql = sqlOf(expression);
  if (sql === name && sourceColumns.get(column.name)?.type === column.type) return name;
  return `CAST((${sql}) AS ${column.type}) AS ${name}`;
}

/** Out of BRONZE, which keeps every event, the newest row of each key. */
function newestRows(promotion: Promotion, table: string): string {
  const { contract, tier } = promotion.from;
  if (tier !== 'BRONZE' || contract.primaryKey.length === 0) return table;
  const key = contract.primaryKey.map(quoteIdentifier).join(', ');
  return `(SELECT ${columnList(contract)} FROM ${table} QUALIFY ROW_NUMBER() OVER (PARTITION BY ${key} ORDER BY "_DAS_EVENT_AT" DESC NULLS LAST, "_DAS_LANDED_AT" DESC, "_DAS_PARTITION" DESC, "_DAS_OFFSET" DESC, "_DAS_INDEX" DESC NULLS LAST) = 1) AS S`;
}

function lineageOf(
  promotion: Promotion,
  column: ContractColumn,
  expression: Expression,
  sourceColumns: ReadonlyMap<string, ContractColumn>,
): ColumnLineage {
  const from = referencedColumns(sqlOf(expression), [...sourceColumns.keys()]);
  const through =
    typeof expression === 'string'
      ? undefined
      : expression.kind === 'deidentified'
        ? expression.transform
        : expression.reason;
  if (through === undefined) {
    for (const name of from) {
      const source = sourceColumns.get(name);
      if (source === undefined || !isMoreSensitive(source.classification, column.classification)) {
        continue;
      }
      throw new CoreError(
        'DAS_PROMOTION_DECLASSIFIES',
        `column ${column.name} (${column.classification}) is computed from ${name} (${source.classification})`,
        {
          place: `promotion ${promotion.name}`,
          next: `classify ${column.name} as ${source.classification}, or compute it through deidentify.* or declassified(...)`,
        },
      );
    }
  }
  return { column: column.name, from, through };
}
