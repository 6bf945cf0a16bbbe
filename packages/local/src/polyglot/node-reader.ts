import type { DataType } from '../datatype/data-type.js';
import type { Expression } from '../query/expression.js';
import type { OrderItem, Query } from '../query/query.js';
import { unsupported } from '../warehouse/errors.js';
import {
  callPrefix,
  functionPrefix,
  type NeutralText,
  namePrefix,
  typePrefix,
} from './neutral-text.js';
import { readExpression } from './read-expression.js';
import { readQuery } from './read-query.js';
import { SyntaxNode } from './syntax-node.js';
import type { TableCall } from './table-call.js';
import type { TimeClauseTokens } from './time-clause.js';

/** Turns Polyglot's nodes into the engine's own tree, and neutral text back into what it stood for. */
export class NodeReader {
  readonly #neutral: NeutralText;

  constructor(neutral: NeutralText) {
    this.#neutral = neutral;
  }

  expression(value: unknown): Expression {
    return readExpression(SyntaxNode.of(value), this);
  }

  optional(value: unknown): Expression | undefined {
    return value === undefined ? undefined : this.expression(value);
  }

  expressions(values: readonly unknown[]): readonly Expression[] {
    return values.map((value) => this.expression(value));
  }

  query(value: unknown): Query {
    return readQuery(SyntaxNode.of(value), this);
  }

  orderItems(values: readonly unknown[]): readonly OrderItem[] {
    return values.map((value) => {
      const node = SyntaxNode.part('ORDER BY', value);
      const expression = this.expression(node.take('this'));
      const descending = node.flag('desc');
      const nullsFirst = node.take('nulls_first');
      node.ignore('explicit_asc');
      node.done();
      if (nullsFirst !== undefined && typeof nullsFirst !== 'boolean') {
        throw unsupported('this NULLS order');
      }
      return { expression, descending, nullsFirst };
    });
  }

  /** An identifier part `{ name, quoted }`. */
  identifier(value: unknown): string {
    const node = SyntaxNode.part('identifier', value);
    const name = node.text('name');
    node.ignore('quoted');
    node.done();
    return this.name(name);
  }

  /** The call in `TABLE(…)` that stands where a name would; quoted names never look like one. */
  tableCall(value: unknown): TableCall | undefined {
    const { name } = (value ?? {}) as { readonly name?: unknown };
    if (typeof name !== 'string' || !name.startsWith(callPrefix)) return undefined;
    return this.#neutral.calls[Number(name.slice(callPrefix.length)) - 1];
  }

  /** As of when the table of a name is read. */
  timeClause(value: unknown): TimeClauseTokens | undefined {
    const { name } = (value ?? {}) as { readonly name?: unknown };
    if (typeof name !== 'string' || !name.startsWith(namePrefix)) return undefined;
    return this.#neutral.times.get(Number(name.slice(namePrefix.length)));
  }

  identifiers(values: readonly unknown[]): readonly string[] {
    return values.map((value) => this.identifier(value));
  }

  name(text: string): string {
    if (text.startsWith(namePrefix)) {
      const name = this.#neutral.names[Number(text.slice(namePrefix.length)) - 1];
      if (name === undefined) throw unsupported('this identifier');
      return name;
    }
    if (text.startsWith(functionPrefix)) return text.slice(functionPrefix.length);
    if (!/^[\p{L}_][\p{L}\p{N}_$]*$/u.test(text)) throw unsupported('this identifier');
    return text.toUpperCase();
  }

  /** A function's name, which must carry the prefix that the neutral text gave it. */
  functionName(text: string): string {
    if (!text.startsWith(functionPrefix)) throw unsupported(`the syntax of ${text.toUpperCase()}`);
    return text.slice(functionPrefix.length).toUpperCase();
  }

  slot(index: unknown): Expression {
    const expression = this.#neutral.slots[Number(index) - 1];
    if (expression === undefined) throw unsupported('a named or numbered parameter');
    return expression;
  }

  type(value: unknown): DataType {
    const node = SyntaxNode.part('type', value);
    const kind = node.text('data_type');
    const name = kind === 'custom' ? node.text('name') : '';
    node.done();
    const type = name.startsWith(typePrefix)
      ? this.#neutral.types[Number(name.slice(typePrefix.length)) - 1]
      : undefined;
    if (type === undefined) throw unsupported('this data type');
    return type;
  }
}
