import {
  type DataType,
  duckType,
  isNumeric,
  isSemiStructured,
  numberType,
  simple,
  varchar,
} from '../datatype/data-type.js';
import type { BinaryOperator } from '../query/expression.js';
import { unsupported } from '../warehouse/errors.js';
import type { Compilation } from './compilation.js';
import { convert, unify } from './convert.js';
import { failure, type Typed, typed } from './typed.js';

const boolean = simple('BOOLEAN');
const float = simple('FLOAT');

/** Compiles an operator between two expressions. */
export function compileBinary(
  operator: BinaryOperator,
  left: Typed,
  right: Typed,
  compilation: Compilation,
): Typed {
  switch (operator) {
    case 'AND':
    case 'OR':
      return typed(
        `(${convert(left, boolean).sql} ${operator} ${convert(right, boolean).sql})`,
        boolean,
      );
    case '||':
      if (left.type.kind === 'BINARY' || right.type.kind === 'BINARY') {
        throw unsupported('|| on BINARY');
      }
      return joined(left, right);
    case '=':
    case '<>':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case 'IS DISTINCT FROM':
    case 'IS NOT DISTINCT FROM':
      return compare(operator, left, right, compilation);
    default:
      return calculate(operator, left, right, compilation);
  }
}

/** Literals that are joined are a literal too: formats are written so. */
function joined(left: Typed, right: Typed): Typed {
  const value = typed(`(${convert(left, varchar).sql} || ${convert(right, varchar).sql})`, varchar);
  if (left.text === undefined || right.text === undefined) return value;
  return { ...value, text: left.text + right.text };
}

function compare(
  operator: BinaryOperator,
  left: Typed,
  right: Typed,
  compilation: Compilation,
): Typed {
  if (left.type.kind !== right.type.kind) compilation.mayFail = true;
  // A VARIANT is compared as the type of the other side.
  const other = isSemiStructured(left.type) ? right.type : left.type;
  const mixed = isSemiStructured(left.type) !== isSemiStructured(right.type);
  if (mixed && other.kind !== 'NULL') {
    const type = other.kind === 'NUMBER' ? float : other;
    return typed(`(${convert(left, type).sql} ${operator} ${convert(right, type).sql})`, boolean);
  }
  // As text, {"a":1,"b":2} is not {"b":2,"a":1}, nor 1 the same as 1.0.
  if (isSemiStructured(left.type) && isSemiStructured(right.type)) {
    throw unsupported('a comparison of two VARIANTs without a cast');
  }
  const { sql } = unify([left, right], 'a comparison');
  return typed(`(${sql[0]} ${operator} ${sql[1]})`, boolean);
}

type Arithmetic = '+' | '-' | '*' | '/' | '%';

function calculate(
  operator: Arithmetic,
  left: Typed,
  right: Typed,
  compilation: Compilation,
): Typed {
  compilation.mayFail = true;
  if (left.type.kind === 'DATE' && (operator === '+' || operator === '-')) {
    if (right.type.kind === 'DATE' && operator === '-') {
      return typed(`(${left.sql} - ${right.sql})`, numberType(9, 0));
    }
    if (right.type.kind === 'NUMBER') {
      return typed(`(${left.sql} ${operator} CAST(${right.sql} AS INTEGER))`, simple('DATE'));
    }
  }
  if (left.type.kind === 'NUMBER' && right.type.kind === 'DATE' && operator === '+') {
    return typed(`(${right.sql} + CAST(${left.sql} AS INTEGER))`, simple('DATE'));
  }
  const a = operand(left);
  const b = operand(right);
  if (a.type.kind !== 'NUMBER' || b.type.kind !== 'NUMBER') {
    const [x, y] = [convert(a, float).sql, convert(b, float).sql];
    if (operator === '/' || operator === '%') {
      return typed(
        `(CASE WHEN ${y} = 0 THEN ${failure('division')} ELSE ${x} ${operator} ${y} END)`,
        float,
      );
    }
    return typed(`(${x} ${operator} ${y})`, float);
  }
  return calculateNumbers(operator, a, a.type, b, b.type);
}

function operand(value: Typed): Typed {
  if (isNumeric(value.type)) return value;
  if (value.type.kind === 'NULL') return convert(value, numberType());
  // Snowflake reads a string or a VARIANT in arithmetic as a number of either kind.
  if (value.type.kind === 'VARCHAR' || isSemiStructured(value.type)) return convert(value, float);
  throw unsupported(`arithmetic on ${value.type.kind}`);
}

type NumberType = Extract<DataType, { kind: 'NUMBER' }>;

/** Scales as documented: https://docs.snowflake.com/en/sql-reference/operators-arithmetic */
function calculateNumbers(
  operator: Arithmetic,
  a: Typed,
  at: NumberType,
  b: Typed,
  bt: NumberType,
): Typed {
  const zero = (result: string): string =>
    `(CASE WHEN ${b.sql} = 0 THEN ${failure('division')} ELSE ${result} END)`;
  switch (operator) {
    case '+':
    case '-': {
      const scale = Math.max(at.scale, bt.scale);
      const whole = Math.max(at.precision - at.scale, bt.precision - bt.scale) + 1;
      return typed(`(${a.sql} ${operator} ${b.sql})`, numberType(whole + scale, scale));
    }
    case '*': {
      const full = at.scale + bt.scale;
      const scale = Math.min(full, Math.max(at.scale, bt.scale, 12));
      const type = numberType(at.precision - at.scale + bt.precision - bt.scale + scale, scale);
      // Two whole literals are INTEGERs to DuckDB, whose product is an INTEGER too.
      const left = /^-?\d+$|^\(-\d+\)$/.test(a.sql) ? `CAST(${a.sql} AS ${duckType(at)})` : a.sql;
      const sql = `(${left} * ${b.sql})`;
      return typed(scale === full ? sql : `CAST(${sql} AS DECIMAL(38,${scale}))`, type);
    }
    case '/': {
      const scale = Math.max(at.scale, Math.min(at.scale + 6, 12));
      const quotient = `CAST(round(CAST(${a.sql} AS DOUBLE) / CAST(${b.sql} AS DOUBLE), ${scale}) AS DECIMAL(38,${scale}))`;
      return typed(zero(quotient), numberType(38, scale));
    }
    case '%': {
      const scale = Math.max(at.scale, bt.scale);
      return typed(zero(`${a.sql} % ${b.sql}`), numberType(38, scale));
    }
  }
}
