import { sqlTokens } from '@das/core';
import {
  type CaseBranch,
  type Expression,
  equality,
  equalityKey,
  maskedValue,
  nullExpression,
  textExpression,
} from './expression.js';
import { parseCall } from './parse-call.js';
import { TokenCursor } from './token-cursor.js';

/** Brackets deeper than this are read by nobody. */
const deepest = 100;

/**
 * Reads the body of a policy as one expression. `undefined` for whatever is not wholly understood: a
 * comment, a second statement, a construct that is not known.
 *
 * @param argument How the body calls the masked value
 * @see https://docs.snowflake.com/en/sql-reference/operators-query
 */
export function parseBody(body: string, argument: string = maskedValue): Expression | undefined {
  const reader = new BodyParser(new TokenCursor(sqlTokens(body)), argument);
  const expression = reader.expression();
  return reader.cursor.isAtEnd ? expression : undefined;
}

/** Reads from left to right; each method gives `undefined` for what it cannot read. */
export class BodyParser {
  readonly cursor: TokenCursor;
  readonly #argument: string;
  #depth = 0;

  constructor(cursor: TokenCursor, argument: string) {
    this.cursor = cursor;
    this.#argument = argument;
  }

  /** The masked value is called the same in each expression, and nothing else is. */
  nameOf(name: string): string {
    if (name === this.#argument) return maskedValue;
    return name === maskedValue ? `other ${name}` : name;
  }

  expression(): Expression | undefined {
    if (this.#depth >= deepest) return undefined;
    this.#depth += 1;
    const found = this.#joined('or', () => this.#joined('and', () => this.#negation()));
    this.#depth -= 1;
    return found;
  }

  #joined(is: 'and' | 'or', next: () => Expression | undefined): Expression | undefined {
    const start = this.cursor.position;
    const first = next();
    if (first === undefined) return undefined;
    const of = [first];
    while (this.cursor.takeWord(is.toUpperCase())) {
      const another = next();
      if (another === undefined) return undefined;
      of.push(another);
    }
    return of.length === 1 ? first : { is, of, key: this.cursor.keyFrom(start) };
  }

  #negation(): Expression | undefined {
    const start = this.cursor.position;
    if (!this.cursor.takeWord('NOT')) return this.#test();
    const of = this.#negation();
    return of && { is: 'not', of, key: this.cursor.keyFrom(start) };
  }

  /** An operand, and what is asked of it. */
  #test(): Expression | undefined {
    const { cursor } = this;
    const start = cursor.position;
    let left = this.sum();
    while (left !== undefined) {
      const asked = this.#asked(left, start);
      if (asked === 'nothing') return left;
      left = asked;
    }
    return undefined;
  }

  #asked(left: Expression, start: number): Expression | undefined | 'nothing' {
    const { cursor } = this;
    if (cursor.takeWord('IS')) return this.#asserted(left, start);
    const isNegated = cursor.takeWord('NOT');
    const key = () => cursor.keyFrom(start);
    const found = this.#questioned(left, key);
    if (found !== 'nothing') {
      return found && isNegated ? { is: 'not', of: found, key: `NOT ${key()}` } : found;
    }
    return isNegated ? undefined : this.#compared(left, key);
  }

  #questioned(left: Expression, key: () => string): Expression | undefined | 'nothing' {
    const { cursor } = this;
    if (cursor.takeWord('IN')) {
      const among = this.#members();
      return among && { is: 'membership', of: left, among, key: key() };
    }
    if (cursor.takeWord('BETWEEN')) {
      const low = this.sum();
      const high = low !== undefined && cursor.takeWord('AND') ? this.sum() : undefined;
      if (low === undefined || high === undefined) return undefined;
      const sides = [
        { is: 'comparison', operator: '>=', of: [left, low], key: `>= ${left.key} ${low.key}` },
        { is: 'comparison', operator: '<=', of: [left, high], key: `<= ${left.key} ${high.key}` },
      ] as const;
      return { is: 'and', of: sides, key: key() };
    }
    const operator = ['LIKE', 'ILIKE', 'RLIKE', 'REGEXP'].find((word) => cursor.takeWord(word));
    if (operator === undefined) return 'nothing';
    const isList = cursor.takeWord('ANY') || cursor.takeWord('ALL');
    const one = isList ? undefined : this.sum();
    const patterns = isList ? this.#members() : one && [one];
    if (patterns === undefined) return undefined;
    if (cursor.takeWord('ESCAPE') && this.sum() === undefined) return undefined;
    return { is: 'pattern', operator, of: left, patterns, key: key() };
  }

  #asserted(left: Expression, start: number): Expression | undefined {
    const { cursor } = this;
    const isNegated = cursor.takeWord('NOT');
    let found: Expression | undefined;
    if (cursor.takeWord('DISTINCT', 'FROM')) {
      const right = this.sum();
      if (right === undefined) return undefined;
      const key = cursor.keyFrom(start);
      found = { is: 'comparison', operator: 'same', of: [left, right], key };
      return isNegated ? found : { is: 'not', of: found, key: `NOT ${key}` };
    }
    if (cursor.takeWord('NULL')) found = { is: 'isNull', of: left, key: `NULL? ${left.key}` };
    for (const value of [true, false]) {
      if (!cursor.takeWord(value ? 'TRUE' : 'FALSE')) continue;
      found = { is: 'isTruth', of: left, value, key: `${value}? ${left.key}` };
    }
    return found && isNegated ? { is: 'not', of: found, key: `NOT ${found.key}` } : found;
  }

  #compared(left: Expression, key: () => string): Expression | undefined | 'nothing' {
    const { cursor } = this;
    const written = ['<>', '!=', '<=', '>=', '=', '<', '>'].find((each) => cursor.takeSymbol(each));
    if (written === undefined) return 'nothing';
    const right = this.sum();
    if (right === undefined) return undefined;
    const of = [left, right] as const;
    if (written === '<>' || written === '!=') {
      const same: Expression = { is: 'comparison', operator: '=', of, key: equalityKey(of) };
      return { is: 'not', of: same, key: key() };
    }
    if (written === '=') return { is: 'comparison', operator: '=', of, key: equalityKey(of) };
    const operator = written as '<' | '<=' | '>' | '>=';
    return { is: 'comparison', operator, of, key: `${operator} ${left.key} ${right.key}` };
  }

  /** `IN (…)`: the members, or the one query. */
  #members(): readonly Expression[] | undefined {
    const { cursor } = this;
    if (!cursor.takeSymbol('(')) return undefined;
    const members: Expression[] = [];
    if (cursor.isQueryNext()) {
      cursor.position -= 1;
      const query = this.query('query');
      return query && [query];
    }
    do {
      const member = this.expression();
      if (member === undefined) return undefined;
      members.push(member);
    } while (cursor.takeSymbol(','));
    return cursor.takeSymbol(')') ? members : undefined;
  }

  sum(): Expression | undefined {
    return this.#operated(['||', '+', '-'], () =>
      this.#operated(['*', '/', '%'], () => this.#signed()),
    );
  }

  #operated(
    operators: readonly string[],
    next: () => Expression | undefined,
  ): Expression | undefined {
    const start = this.cursor.position;
    let left = next();
    while (left !== undefined) {
      const operator = operators.find((each) => this.cursor.takeSymbol(each));
      if (operator === undefined) return left;
      const right = next();
      const key = this.cursor.keyFrom(start);
      left = right && { is: 'operation', operator, of: [left, right], key };
    }
    return undefined;
  }

  #signed(): Expression | undefined {
    const start = this.cursor.position;
    const isSigned = this.cursor.takeSymbol('-') || this.cursor.takeSymbol('+');
    if (!isSigned) return this.#operand();
    const of = this.#signed();
    return of && { is: 'sign', of, key: this.cursor.keyFrom(start) };
  }

  /** With what comes after it: casts and paths. */
  #operand(): Expression | undefined {
    const { cursor } = this;
    const start = cursor.position;
    let of = this.#primary();
    while (of !== undefined) {
      if (cursor.takeSymbol('::')) {
        const to = this.typeName();
        if (to === undefined) return undefined;
        of = { is: 'cast', of, to, isTrying: false, key: cursor.keyFrom(start) };
      } else if (cursor.takeSymbol(':')) {
        do if (!['word', 'quoted'].includes(cursor.take()?.kind ?? '')) return undefined;
        while (cursor.takeSymbol('.'));
        of = { is: 'path', of, key: cursor.keyFrom(start) };
      } else if (cursor.takeSymbol('[')) {
        if (this.expression() === undefined || !cursor.takeSymbol(']')) return undefined;
        of = { is: 'path', of, key: cursor.keyFrom(start) };
      } else {
        return of;
      }
    }
    return undefined;
  }

  /** `VARCHAR(10)`, as its first word. */
  typeName(): string | undefined {
    const token = this.cursor.take();
    if (token?.kind !== 'word') return undefined;
    if (this.cursor.isSymbol('(') && this.cursor.takeBrackets() === undefined) return undefined;
    return token.text.toUpperCase();
  }

  #primary(): Expression | undefined {
    const { cursor } = this;
    const start = cursor.position;
    if (cursor.isSymbol('(')) return this.#bracketed();
    if (cursor.isWord('CASE')) return this.#case();
    const token = cursor.take();
    if (token === undefined || token.kind === 'variable' || token.kind === 'symbol') {
      return undefined;
    }
    if (token.kind === 'literal') {
      if (!/^\d/.test(token.text)) return textExpression(token.text, cursor.keyFrom(start));
      const isDecimal = cursor.isSymbol('.') && /^\d/.test(cursor.peek(1)?.text ?? '');
      const decimals = isDecimal ? `.${cursor.peek(1)?.text}` : '';
      if (isDecimal) cursor.position += 2;
      return { is: 'number', text: `${token.text}${decimals}`, key: cursor.keyFrom(start) };
    }
    return parseCall(this, start);
  }

  #bracketed(): Expression | undefined {
    const { cursor } = this;
    if (cursor.isQueryNext(1)) return this.query('query');
    cursor.take();
    const inner = this.expression();
    return cursor.takeSymbol(')') ? inner : undefined;
  }

  /** A subquery in brackets: of it only the words are known. */
  query(is: 'exists' | 'query'): Expression | undefined {
    const start = this.cursor.position;
    const tokens = this.cursor.takeBrackets();
    const words = tokens?.map(({ kind, text }) =>
      this.nameOf(kind === 'word' ? text.toUpperCase() : text),
    );
    return words && { is, words: new Set(words), key: `${is} ${this.cursor.keyFrom(start)}` };
  }

  #case(): Expression | undefined {
    const { cursor } = this;
    const start = cursor.position;
    cursor.take();
    const isSimple = !cursor.isWord('WHEN');
    const subject = isSimple ? this.expression() : undefined;
    if (isSimple && subject === undefined) return undefined;
    const branches: CaseBranch[] = [];
    while (cursor.takeWord('WHEN')) {
      const when = this.expression();
      const gives = when !== undefined && cursor.takeWord('THEN') ? this.expression() : undefined;
      if (when === undefined || gives === undefined) return undefined;
      branches.push({ when: subject === undefined ? when : equality('=', subject, when), gives });
    }
    const otherwise = cursor.takeWord('ELSE') ? this.expression() : nullExpression;
    if (otherwise === undefined || branches.length === 0 || !cursor.takeWord('END')) {
      return undefined;
    }
    return { is: 'case', branches, otherwise, key: cursor.keyFrom(start) };
  }
}
