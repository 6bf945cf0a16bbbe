import { simple } from '../datatype/data-type.js';
import { isAggregate } from '../functions/function-table.js';
import type { CallExpression, Expression } from '../query/expression.js';
import type { SelectQuery } from '../query/query.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import { compileExpression, type Place } from './compile-expression.js';
import { hasAggregate, nameOf } from './compile-items.js';
import {
  type CompiledQuery,
  compileLimit,
  compileOrder,
  type OutputColumn,
  ordinalOf,
} from './compile-query.js';
import { requireNoFailure, requireSafe } from './constrained-rules.js';
import { convert } from './convert.js';
import { rewriteExpression } from './rewrite-expression.js';
import { type CarriedConstraint, Scope, type ScopeColumn } from './scope.js';

/** A key of the groups: what it is, and the hidden column that stands for it afterwards. */
interface Key {
  readonly expression: Expression;
  readonly sql: string;
  readonly column: ScopeColumn;
}

/**
 * Groups rows of aggregation-constrained tables. Groups that are too small become one remainder, whose
 * keys are NULL; where the remainder is too small as well, all of it is NULL.
 */
export function groupConstrained(
  query: SelectQuery,
  place: Place,
  rows: string,
  carried: readonly CarriedConstraint[],
): CompiledQuery {
  const { compilation } = place;
  const [y, z, g] = [compilation.alias('r'), compilation.alias('r'), compilation.alias('r')];
  const keys = keysOf(query, place).map((expression, at): Key => {
    const { value, projection } = compilation.collect(() => compileExpression(expression, place));
    const name = hidden(`g${at + 1}`);
    const sql = requireSafe(value.sql);
    return {
      expression,
      sql: value.type.kind === 'NULL' ? 'CAST(NULL AS VARCHAR)' : sql,
      column: { name, type: value.type, sql: `${g}.g${at + 1}`, projection },
    };
  });
  const aggregates = new Aggregates(place, z, g);
  const rewrite = (expression: Expression): Expression =>
    rewriteExpression(expression, (part) => aggregates.replace(part) ?? keyOf(part, keys, place));
  const items = query.items.map((item, at) => {
    if (item.expression.kind === 'star') throw unsupported('* beside groups of rows');
    return {
      name: item.alias ?? nameOf(item.expression, at),
      alias: item.alias,
      expression: rewrite(item.expression),
    };
  });
  const having = query.having && rewrite(query.having);
  const orderBy = query.orderBy.map((item) => ({
    ...item,
    expression:
      isOrdinal(item.expression) || isAlias(item.expression, query)
        ? item.expression
        : rewrite(item.expression),
  }));
  // From here on there are only groups, and NULL for what is not to be seen.
  requireNoFailure(compilation);
  const scope = new Scope();
  scope.visible = [...keys.map(({ column }) => column), ...aggregates.columns];
  for (const { alias, expression } of items) {
    if (alias !== undefined) scope.aliases.set(alias, expression);
  }
  const outer: Place = { compilation, frame: place.frame, scope };
  const columns: OutputColumn[] = [];
  const list = items.map(({ name, alias, expression }, at) => {
    const expanding = alias === undefined ? [] : [alias];
    const { value, projection } = compilation.collect(() =>
      compileExpression(expression, { ...outer, expanding }),
    );
    columns.push({ name, type: value.type, sql: `o${at + 1}`, projection });
    const sql = value.type.kind === 'NULL' ? 'CAST(NULL AS VARCHAR)' : value.sql;
    return `CASE WHEN ${g}.shown THEN ${sql} END AS o${at + 1}`;
  });
  const condition =
    having === undefined
      ? ''
      : ` WHERE ${convert(compileExpression(having, outer), simple('BOOLEAN')).sql}`;
  const source = aggregates.source(rows, keys, carried, y, z);
  const sql =
    `SELECT ${list.join(', ')} FROM (${source}) AS ${g}${condition}` +
    compileOrder(orderBy, outer, columns) +
    compileLimit(query, outer);
  const defers = keys.length > 0 && carried.some(({ isEntity }) => isEntity);
  return { sql, columns, isConstrained: true, defers };
}

/** No name of a user holds this character. */
function hidden(name: string): string {
  return `\u0000${name}`;
}

function column(name: string): Expression {
  return { kind: 'column', path: [name] };
}

function isOrdinal(expression: Expression): boolean {
  return expression.kind === 'literal' && expression.literal.type === 'number';
}

function isAlias(expression: Expression, query: SelectQuery): boolean {
  if (expression.kind !== 'column' || expression.path.length !== 1) return false;
  return query.items.some((item) => item.alias === expression.path[0]);
}

/** The keys of GROUP BY, with ordinals, aliases and ALL written out; of DISTINCT, the select list. */
function keysOf(query: SelectQuery, place: Place): readonly Expression[] {
  const expressions = query.items.map((item) => item.expression);
  if (query.distinct) {
    const isPlain = query.groupBy.length === 0 && !expressions.some(hasAggregate);
    if (!isPlain || query.having !== undefined) {
      throw unsupported('DISTINCT beside groups of an aggregation-constrained table');
    }
    return expressions;
  }
  if (query.groupBy === 'ALL') return expressions.filter((each) => !hasAggregate(each));
  return query.groupBy.map((expression) => {
    const ordinal = ordinalOf(expression, expressions.length);
    if (ordinal !== undefined) return expressions[Number(ordinal) - 1] ?? expression;
    const isName = expression.kind === 'column' && expression.path.length === 1;
    if (!isName || place.scope.column(expression.path) !== undefined) return expression;
    return place.scope.aliases.get(expression.path[0] ?? '') ?? expression;
  });
}

/** The hidden column of the key that an expression is the same as. */
function keyOf(part: Expression, keys: readonly Key[], place: Place): Expression | undefined {
  const same = keys.filter(({ expression }) => expression.kind === part.kind);
  if (same.length === 0 || part.kind === 'literal' || hasAggregate(part)) return undefined;
  const isAliasOnly =
    part.kind === 'column' && part.path.length === 1 && place.scope.column(part.path) === undefined;
  if (isAliasOnly) return undefined;
  const { sql } = place.compilation.collect(() => compileExpression(part, place)).value;
  const key = same.find((each) => each.sql === sql);
  return key === undefined ? undefined : column(key.column.name);
}

/** The aggregates of a query, each computed once over plain columns of the rows. */
class Aggregates {
  readonly columns: ScopeColumn[] = [];
  readonly #place: Place;
  readonly #inner: Scope = new Scope();
  readonly #arguments: string[] = [];
  readonly #values: string[] = [];
  readonly #rows: string;
  readonly #groups: string;

  constructor(place: Place, rows: string, groups: string) {
    this.#place = place;
    this.#rows = rows;
    this.#groups = groups;
  }

  /** The hidden column of an aggregate. */
  replace(part: Expression): Expression | undefined {
    if (part.kind !== 'call' || !isAggregate(part.name)) return undefined;
    const args = part.args.map((argument) => this.#argument(part, argument));
    const value = compileExpression(
      { ...part, args },
      { compilation: this.#place.compilation, frame: this.#place.frame, scope: this.#inner },
    );
    const at = this.#values.push(value.sql);
    const name = hidden(`v${at}`);
    const sql = `(CASE WHEN ${this.#groups}.shown THEN ${this.#groups}.v${at} END)`;
    this.columns.push({ name, type: value.type, sql });
    return column(name);
  }

  /** An argument is a plain column: an expression could pick out one row. */
  #argument(call: CallExpression, argument: Expression): Expression {
    if (argument.kind === 'star' || argument.kind === 'literal') return argument;
    const found = argument.kind === 'column' ? this.#place.scope.column(argument.path) : undefined;
    if (found === undefined || found.isDerived === true) {
      throw unsupported(
        `an expression inside ${call.name} in a query over an aggregation-constrained table`,
        call.name,
      );
    }
    if (found.projection !== undefined) {
      throw invalidStatement(
        `the column ${found.name} has a projection policy and cannot be an argument of ${call.name} here`,
        found.name,
      );
    }
    const at = this.#arguments.push(found.sql);
    const name = hidden(`a${at}`);
    this.#inner.visible.push({ name, type: found.type, sql: `${this.#rows}.a${at}` });
    return column(name);
  }

  /** The groups: their keys, their aggregates, and whether they are large enough to be shown. */
  source(
    rows: string,
    keys: readonly Key[],
    carried: readonly CarriedConstraint[],
    y: string,
    z: string,
  ): string {
    const picked = [
      ...keys.map(({ sql }, at) => `${sql} AS g${at + 1}`),
      ...this.#arguments.map((sql, at) => `${sql} AS a${at + 1}`),
      ...carried.map(({ sql }, at) => `${sql} AS k${at + 1}`),
    ];
    const large = (over: string): string =>
      carried
        .map(
          ({ minimum }, at) =>
            `count(DISTINCT ${over === '' ? z : y}.k${at + 1})${over} >= ${minimum}`,
        )
        .join(' AND ');
    const names = keys.map((_, at) => `${y}.g${at + 1}`).join(', ');
    const fits = keys.length === 0 ? 'FALSE' : `(${large(` OVER (PARTITION BY ${names})`)})`;
    const flagged = `SELECT ${y}.*, ${fits} AS fits FROM (SELECT ${picked.join(', ')}${rows}) AS ${y}`;
    const folded = keys.map((_, at) => `CASE WHEN ${z}.fits THEN ${z}.g${at + 1} END`);
    const shown = keys.length === 0 ? `(${large('')})` : `(${z}.fits OR (${large('')}))`;
    const list = [
      `${shown} AS shown`,
      ...folded.map((sql, at) => `${sql} AS g${at + 1}`),
      ...this.#values.map((sql, at) => `${sql} AS v${at + 1}`),
    ];
    const groups = keys.length === 0 ? '' : ` GROUP BY ${[`${z}.fits`, ...folded].join(', ')}`;
    return `SELECT ${list.join(', ')} FROM (${flagged}) AS ${z}${groups}`;
  }
}
