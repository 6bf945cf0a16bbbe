import { compileMetricCall } from '../data-metric/compile-metric-call.js';
import {
  type DataType,
  isNumeric,
  isSemiStructured,
  numberType,
  simple,
  varchar,
} from '../datatype/data-type.js';
import { compileCall } from '../functions/compile-call.js';
import type { Expression, Literal } from '../query/expression.js';
import { drawNumber } from '../sequences/draw-number.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import type { Compilation, Frame } from './compilation.js';
import { compileBind } from './compile-bind.js';
import { compileSubquery } from './compile-subquery.js';
import { convert, unify } from './convert.js';
import { compileBinary } from './operators.js';
import type { Scope } from './scope.js';
import { duckString, type Typed, typed } from './typed.js';

/** Where an expression stands: its statement, whose rights hold, and what its names mean. */
export interface Place {
  readonly compilation: Compilation;
  readonly frame: Frame;
  readonly scope: Scope;
  /** Aliases that are being expanded, so that one cannot refer to itself. */
  readonly expanding?: readonly string[];
  /** In ORDER BY an alias wins over a column of the same name. */
  readonly aliasFirst?: boolean;
  /** Whether the value stands for one row, so that a sequence may give it a number. */
  readonly drawsNumbers?: boolean;
}

const boolean = simple('BOOLEAN');

/** Compiles an expression to DuckDB SQL with its Snowflake type. */
export function compileExpression(expression: Expression, place: Place): Typed {
  switch (expression.kind) {
    case 'literal':
      return compileLiteral(expression.literal);
    case 'bind':
      return compileBind(expression.index, place.compilation);
    case 'column':
      return compileColumn(expression.path, place);
    case 'star':
      throw invalidStatement('* is only allowed in a select list');
    case 'tuple':
      throw unsupported('a row value outside IN');
    case 'unary':
      return compileUnary(expression.operator, compileExpression(expression.operand, place));
    case 'binary':
      return compileBinary(
        expression.operator,
        compileExpression(expression.left, place),
        compileExpression(expression.right, place),
        place.compilation,
      );
    case 'is': {
      const operand = compileExpression(expression.operand, place);
      const value = expression.what === 'NULL' ? operand : convert(operand, boolean);
      return typed(`(${value.sql} IS ${expression.not ? 'NOT ' : ''}${expression.what})`, boolean);
    }
    case 'between': {
      const parts = [expression.operand, expression.low, expression.high];
      const { sql } = unify(
        parts.map((part) => compileExpression(part, place)),
        'a comparison',
      );
      const not = expression.not ? 'NOT ' : '';
      return typed(`(${sql[0]} ${not}BETWEEN ${sql[1]} AND ${sql[2]})`, boolean);
    }
    case 'in':
    case 'subquery':
    case 'exists':
    case 'quantified':
      return compileSubquery(expression, place);
    case 'like':
      return compileLike(expression, place);
    case 'case':
      return compileCase(expression, place);
    case 'cast': {
      const operand = compileExpression(expression.operand, place);
      if (expression.isTry && operand.type.kind !== 'VARCHAR' && operand.type.kind !== 'NULL') {
        throw unsupported('TRY_CAST of anything but a string');
      }
      place.compilation.mayFail ||= !expression.isTry;
      return convert(operand, expression.type, expression.isTry ? 'try' : 'cast');
    }
    case 'call':
      return compileCall(expression, place);
    case 'metric':
      return compileMetricCall(expression, place);
    case 'element':
      return compileElement(expression.base, expression.index, place);
  }
}

function compileLiteral(literal: Literal): Typed {
  switch (literal.type) {
    case 'null':
      return typed('NULL', simple('NULL'));
    case 'boolean':
      return typed(literal.value ? 'TRUE' : 'FALSE', boolean);
    case 'string':
      return {
        sql: duckString(literal.value),
        type: { kind: 'VARCHAR', length: [...literal.value].length },
        text: literal.value,
      };
    case 'number':
      return compileNumber(literal.value);
    case 'date':
      return convert(typed(duckString(literal.value), varchar), simple('DATE'));
    case 'time':
      return convert(typed(duckString(literal.value), varchar), simple('TIME'));
    case 'timestamp':
      return convert(typed(duckString(literal.value), varchar), simple('TIMESTAMP_NTZ'));
  }
}

function compileNumber(text: string): Typed {
  if (/e/i.test(text)) return typed(`CAST(${text} AS DOUBLE)`, simple('FLOAT'));
  const [whole = '', fraction = ''] = text.split('.');
  const digits = whole.replace(/^0+/, '').length + fraction.length;
  if (digits > 38) throw invalidStatement('a number has more than 38 digits');
  const type = numberType(Math.max(digits, 1), fraction.length);
  const isSmall = fraction === '' && digits <= 9;
  return typed(
    isSmall ? text : `CAST('${text}' AS DECIMAL(${Math.max(digits, 1)},${fraction.length}))`,
    type,
  );
}

/**
 * Resolves a name: a column of this query, an alias of its select list, then the queries around
 * it, and last the arguments of the policy whose body this is.
 */
function compileColumn(path: readonly string[], place: Place): Typed {
  const name = path.join('.');
  const [plain] = path;
  for (let scope: Scope | undefined = place.scope; scope !== undefined; scope = scope.parent) {
    const argument =
      path.length === 1 && plain !== undefined ? findArgument(scope, plain) : undefined;
    const alias = path.length === 1 && plain !== undefined ? scope.aliases.get(plain) : undefined;
    const isExpanding = plain !== undefined && (place.expanding ?? []).includes(plain);
    const useAlias = alias !== undefined && !isExpanding;
    const column = place.aliasFirst === true && useAlias ? undefined : scope.column(path);
    if (column !== undefined) {
      if (argument !== undefined) {
        throw invalidStatement(`${name} names both a policy argument and a column`, name, 1046);
      }
      place.compilation.usage.use(column.sources);
      place.compilation.touch(name, column.projection);
      place.compilation.mayFail ||= column.isFragile === true;
      return typed(column.sql, column.type);
    }
    if (useAlias && plain !== undefined) {
      place.compilation.expandAlias(plain);
      const expanding = [...(place.expanding ?? []), plain];
      const { draws } = place.compilation;
      const value = compileExpression(alias, { ...place, scope, expanding, aliasFirst: false });
      if (place.compilation.draws === draws) return value;
      // It would be drawn twice, where Snowflake may mean the same number.
      throw unsupported(`${plain}, which stands for NEXTVAL, in another expression`, plain);
    }
    const own = path.length === 1 && plain !== undefined ? scope.arguments.get(plain) : undefined;
    if (own !== undefined) return own;
  }
  if (path.length > 1 && path.at(-1) === 'NEXTVAL') return drawNumber(path.slice(0, -1), place);
  throw invalidStatement(`invalid identifier ${name}`, name, 904);
}

/** A policy argument of a scope further out, which a column of the same name would hide. */
function findArgument(scope: Scope, name: string): Typed | undefined {
  return scope.arguments.get(name) ?? (scope.parent ? findArgument(scope.parent, name) : undefined);
}

function compileUnary(operator: '-' | '+' | 'NOT', operand: Typed): Typed {
  if (operator === 'NOT') return typed(`(NOT ${convert(operand, boolean).sql})`, boolean);
  const isNumber = isNumeric(operand.type);
  const number = isNumber ? operand : convert(operand, simple('FLOAT'));
  return operator === '+' ? number : typed(`(-${number.sql})`, number.type);
}

function compileCase(expression: Extract<Expression, { kind: 'case' }>, place: Place): Typed {
  const operand =
    expression.operand === undefined ? undefined : compileExpression(expression.operand, place);
  const conditions = expression.whens.map(({ condition }) => {
    const value = compileExpression(condition, place);
    return operand === undefined
      ? convert(value, boolean)
      : compileBinary('=', operand, value, place.compilation);
  });
  const results = expression.whens.map(({ result }) => compileExpression(result, place));
  if (expression.otherwise !== undefined) {
    results.push(compileExpression(expression.otherwise, place));
  }
  const { type, sql } = unify(results, 'a CASE');
  const branches = conditions.map((condition, at) => `WHEN ${condition.sql} THEN ${sql[at]}`);
  const otherwise = expression.otherwise === undefined ? '' : ` ELSE ${sql.at(-1)}`;
  return typed(`(CASE ${branches.join(' ')}${otherwise} END)`, type);
}

function compileLike(expression: Extract<Expression, { kind: 'like' }>, place: Place): Typed {
  const operand = textOf(compileExpression(expression.operand, place));
  const escaping =
    expression.escape === undefined
      ? undefined
      : textOf(compileExpression(expression.escape, place));
  const tests = expression.patterns.map((pattern) => {
    const value = textOf(compileExpression(pattern, place));
    // A pattern that ends with its escape character stops the statement.
    place.compilation.mayFail ||= escaping !== undefined;
    if (expression.operator === 'RLIKE') {
      place.compilation.mayFail ||= value.text === undefined;
      return `regexp_full_match(${operand.sql}, ${value.sql}, 'c')`;
    }
    const clause = escaping === undefined ? '' : ` ESCAPE ${escaping.sql}`;
    return `(${operand.sql} ${expression.operator} ${value.sql}${clause})`;
  });
  return typed(`(${tests.join(expression.quantifier === 'ALL' ? ' AND ' : ' OR ')})`, boolean);
}

function textOf(value: Typed): Typed {
  return value.type.kind === 'VARCHAR' ? value : convert(value, varchar);
}

function compileElement(base: Expression, index: Expression, place: Place): Typed {
  const value = compileExpression(base, place);
  const key = compileExpression(index, place);
  if (!isSemiStructured(value.type)) throw invalidStatement('a path needs a VARIANT');
  const variant: DataType = simple('VARIANT');
  if (key.type.kind === 'VARCHAR' && key.text !== undefined) {
    const pointer = key.text.replaceAll('~', '~0').replaceAll('/', '~1');
    // A key that is a number would also reach into an array, which Snowflake does not do.
    const element = `json_extract(${value.sql}, ${duckString(`/${pointer}`)})`;
    const isNumber = /^(?:\d+|-)$/.test(key.text);
    return typed(
      isNumber ? `(CASE WHEN json_type(${value.sql}) = 'OBJECT' THEN ${element} END)` : element,
      variant,
    );
  }
  if (index.kind === 'literal' && /^\d{1,9}$/.test(key.sql)) {
    return typed(`json_extract(${value.sql}, '$[${key.sql}]')`, variant);
  }
  throw unsupported('a computed key in a path');
}
