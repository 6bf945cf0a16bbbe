import { simple } from '../datatype/data-type.js';
import type { Expression } from '../query/expression.js';
import type { Query } from '../query/query.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import { compileExpression, type Place } from './compile-expression.js';
import { type CompiledQuery, compileInner, requireAggregated } from './compile-query.js';
import { commonType, convert, unify } from './convert.js';
import { compileBinary } from './operators.js';
import { Scope } from './scope.js';
import { type Typed, typed } from './typed.js';

const boolean = simple('BOOLEAN');

type SubqueryExpression = Extract<
  Expression,
  { kind: 'in' | 'subquery' | 'exists' | 'quantified' }
>;

/** Compiles the expressions that hold queries, and IN with a list. */
export function compileSubquery(expression: SubqueryExpression, place: Place): Typed {
  switch (expression.kind) {
    case 'subquery': {
      const query = inner(expression.query, place);
      const column = only(query);
      touchAll(query, place);
      return typed(`(${query.sql})`, column.type);
    }
    case 'exists': {
      const query = place.compilation.usage.aside(() => inner(expression.query, place));
      // Whether there is a group at all would tell of a single row.
      if (query.isConstrained === true) {
        throw unsupported('EXISTS over an aggregation-constrained table');
      }
      return typed(`EXISTS (${query.sql})`, boolean);
    }
    case 'quantified': {
      const operand = compileExpression(expression.operand, place);
      const query = inner(expression.query, place);
      const column = only(query);
      touchAll(query, place);
      const type = commonType(operand.type, column.type);
      if (type === undefined) throw unsupported('a comparison of these types without a cast');
      const left = convert(operand, type).sql;
      const sql = converted(query, [type], place);
      return typed(`(${left} ${expression.operator} ${expression.quantifier} (${sql}))`, boolean);
    }
    case 'in':
      return compileIn(expression, place);
  }
}

function compileIn(expression: Extract<Expression, { kind: 'in' }>, place: Place): Typed {
  const not = expression.not ? 'NOT ' : '';
  const operands =
    expression.operand.kind === 'tuple' ? expression.operand.items : [expression.operand];
  const values = operands.map((operand) => compileExpression(operand, place));
  const { list } = expression;
  if (!isList(list)) {
    const query = inner(list, place);
    touchAll(query, place);
    if (query.columns.length !== values.length) {
      throw invalidStatement('the two sides of IN have different numbers of columns');
    }
    const types = values.map((value, at) => {
      const type = commonType(value.type, query.columns[at]?.type ?? simple('NULL'));
      if (type === undefined) throw unsupported('IN on these types without a cast');
      return type;
    });
    const left = values.map((value, at) => convert(value, types[at] ?? value.type).sql);
    const row = left.length === 1 ? left[0] : `(${left.join(', ')})`;
    return typed(`(${row} ${not}IN (${converted(query, types, place)}))`, boolean);
  }
  if (expression.operand.kind === 'tuple') {
    const rows = list.map((item) => {
      if (item.kind !== 'tuple' || item.items.length !== values.length) {
        throw invalidStatement('the two sides of IN have different numbers of columns');
      }
      const parts = item.items.map((part, at) => {
        const value = values[at] ?? typed('NULL', simple('NULL'));
        return compileBinary('=', value, compileExpression(part, place), place.compilation).sql;
      });
      return `(${parts.join(' AND ')})`;
    });
    return typed(`(${not}(${rows.join(' OR ')}))`, boolean);
  }
  const items = list.map((item) => compileExpression(item, place));
  const { sql } = unify([...values, ...items], 'IN');
  return typed(`(${sql[0]} ${not}IN (${sql.slice(1).join(', ')}))`, boolean);
}

function isList(list: readonly Expression[] | Query): list is readonly Expression[] {
  return Array.isArray(list);
}

function inner(query: Query, place: Place): CompiledQuery {
  const compiled = compileInner(query, {
    compilation: place.compilation,
    frame: place.frame,
    scope: new Scope(place.scope),
  });
  for (const { sources } of compiled.columns) place.compilation.usage.use(sources);
  return requireAggregated(compiled);
}

/** What a query gives comes to stand in the expression around it. */
function touchAll(query: CompiledQuery, place: Place): void {
  for (const { name, projection } of query.columns) place.compilation.touch(name, projection);
}

function only(query: CompiledQuery): CompiledQuery['columns'][number] {
  const [column, ...others] = query.columns;
  if (column === undefined || others.length > 0) {
    throw invalidStatement('a subquery that stands for a value must have one column');
  }
  return column;
}

function converted(
  query: CompiledQuery,
  types: readonly CompiledQuery['columns'][number]['type'][],
  place: Place,
): string {
  const isSame = query.columns.every((column, at) => column.type.kind === types[at]?.kind);
  if (isSame) return query.sql;
  const alias = place.compilation.alias('r');
  const columns = query.columns.map((column, at) => {
    const value = typed(`${alias}.${column.sql}`, column.type);
    return convert(value, types[at] ?? column.type).sql;
  });
  return `SELECT ${columns.join(', ')} FROM (${query.sql}) AS ${alias}`;
}
