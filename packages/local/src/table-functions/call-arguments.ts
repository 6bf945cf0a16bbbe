import { compileExpression, type Place } from '../compile/compile-expression.js';
import { convert } from '../compile/convert.js';
import { Scope } from '../compile/scope.js';
import type { Typed } from '../compile/typed.js';
import { simple } from '../datatype/data-type.js';
import { TokenReader } from '../lexing/token-reader.js';
import { tokenize } from '../lexing/tokenize.js';
import type { Expression } from '../query/expression.js';
import type { CallReference } from '../query/query.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';

/** The arguments of a table function: constants, by name or by position. */
export class CallArguments {
  readonly #function: string;
  readonly #place: Place;
  readonly #given = new Map<string, Expression>();

  /** @param names - the documented arguments, in the order in which they may stand without names */
  constructor(call: CallReference, place: Place, names: readonly string[]) {
    this.#function = call.name.at(-1) ?? '';
    // Constants name no column.
    this.#place = { ...place, scope: new Scope() };
    for (const [at, { name, value }] of call.args.entries()) {
      const word = name ?? names[at];
      if (word === undefined || !names.includes(word)) {
        throw unsupported(`the argument ${word ?? at + 1} of ${this.#function}`, this.#function);
      }
      if (this.#given.has(word)) {
        throw invalidStatement(`${this.#function} is given ${word} twice`, word);
      }
      this.#given.set(word, value);
    }
  }

  has(name: string): boolean {
    return this.#given.has(name);
  }

  /** A text that is known while the statement is compiled. */
  text(name: string): string | undefined {
    const expression = this.#given.get(name);
    if (expression === undefined || isNull(expression)) return undefined;
    if (expression.kind === 'bind') {
      const bound = this.#place.compilation.binds[expression.index];
      if (typeof bound === 'string') return bound;
    }
    const { text } = compileExpression(expression, this.#place);
    if (text === undefined) throw this.#notConstant(name);
    return text;
  }

  /** A whole number within a range. */
  number(name: string, range: { readonly min: number; readonly max: number }): number | undefined {
    const expression = this.#given.get(name);
    if (expression === undefined || isNull(expression)) return undefined;
    const value = this.#number(expression);
    if (value === undefined) throw this.#notConstant(name);
    if (!Number.isInteger(value) || value < range.min || value > range.max) {
      throw invalidStatement(
        `${name} of ${this.#function} is a whole number from ${range.min} to ${range.max}`,
        name,
      );
    }
    return value;
  }

  boolean(name: string): boolean | undefined {
    const expression = this.#given.get(name);
    if (expression === undefined || isNull(expression)) return undefined;
    const isLiteral = expression.kind === 'literal' && expression.literal.type === 'boolean';
    if (!isLiteral) throw this.#notConstant(name);
    return expression.kind === 'literal' && expression.literal.type === 'boolean'
      ? expression.literal.value
      : undefined;
  }

  /** A point in time as DuckDB text: any constant expression. */
  time(name: string): string | undefined {
    const value = this.value(name);
    return value && convert(value, simple('TIMESTAMP_LTZ')).sql;
  }

  value(name: string): Typed | undefined {
    const expression = this.#given.get(name);
    if (expression === undefined || isNull(expression)) return undefined;
    return compileExpression(expression, this.#place);
  }

  /** A name inside quotes: `'t'`, `'db.schema.t'`, `'"Mixed"'`. */
  name(name: string): readonly string[] | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const reader = new TokenReader(tokenize(text));
    const parts = reader.name();
    reader.expectEnd();
    return parts;
  }

  /** A name inside quotes that may have a column as its last part. */
  path(name: string): readonly string[] {
    const reader = new TokenReader(tokenize(this.text(name) ?? ''));
    const parts = [reader.identifier()];
    while (reader.acceptOperator('.')) parts.push(reader.identifier());
    reader.expectEnd();
    return parts;
  }

  #number(expression: Expression): number | undefined {
    if (expression.kind === 'literal' && expression.literal.type === 'number') {
      return Number(expression.literal.value);
    }
    if (expression.kind === 'unary' && expression.operator === '-') {
      const value = this.#number(expression.operand);
      return value === undefined ? undefined : -value;
    }
    if (expression.kind !== 'bind') return undefined;
    const bound = this.#place.compilation.binds[expression.index];
    return typeof bound === 'number' ? bound : undefined;
  }

  #notConstant(name: string): Error {
    return unsupported(`a ${name} of ${this.#function} that is not written as a literal`, name);
  }
}

function isNull(expression: Expression): boolean {
  return expression.kind === 'literal' && expression.literal.type === 'null';
}
