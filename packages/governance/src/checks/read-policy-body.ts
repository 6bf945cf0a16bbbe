import { type SqlToken, sqlTokens } from '@das/core';
import {
  anyOf,
  clear,
  condition,
  either,
  literalText,
  not,
  oneOf,
  type PolicyAnswer,
  sameText,
  unknown,
} from './policy-answer.js';
import type { PolicySession } from './policy-session.js';

/**
 * What a policy's body answers in a session, by reading it: which branches the session can reach, and
 * whether one gives the value itself. A body that cannot be read counts as one that gives it.
 *
 * A function of the value other than a mere conversion counts as a mask: how much it hides is for its
 * author to say.
 *
 * @param argument The name of the value in the body
 * @param database The database of the protected table: database roles are looked for in it
 */
export function readPolicyBody(
  body: string,
  argument: string,
  session: PolicySession,
  database: string,
): PolicyAnswer {
  const reader = new BodyReader(body, argument, session, database);
  const answer = reader.expression();
  return answer === undefined || !reader.isAtEnd() ? clear : answer;
}

/** Functions from whose answer the value can be had back, or that give it as it is. */
const conversions = new Set(
  'CAST TRY_CAST TO_VARCHAR TO_CHAR TO_NUMBER TO_DECIMAL TO_DOUBLE TO_DATE DATE TO_TIMESTAMP TO_TIMESTAMP_NTZ TO_TIMESTAMP_TZ TO_TIME TO_VARIANT TO_JSON TO_ARRAY TO_OBJECT PARSE_JSON TRY_PARSE_JSON TRIM LTRIM RTRIM UPPER LOWER INITCAP REVERSE CONCAT CONCAT_WS COALESCE NVL IFNULL NVL2 NULLIF GREATEST LEAST ZEROIFNULL LPAD RPAD ABS NEGATE HEX_ENCODE BASE64_ENCODE TO_BINARY ENCRYPT COMPRESS ARRAY_CONSTRUCT OBJECT_CONSTRUCT'.split(
    ' ',
  ),
);

const comparisons = new Set(['=', '<', '>', '!']);
const operators = new Set(['|', '+', '-', '*', '/', '%']);

/** Reads tokens from left to right; `undefined` from any of its methods is a body that it cannot read. */
class BodyReader {
  readonly #tokens: readonly SqlToken[];
  readonly #argument: string;
  readonly #session: PolicySession;
  readonly #database: string;
  #position = 0;

  constructor(body: string, argument: string, session: PolicySession, database: string) {
    this.#tokens = sqlTokens(body);
    this.#argument = argument.toUpperCase();
    this.#session = session;
    this.#database = database;
  }

  isAtEnd(): boolean {
    return this.#position >= this.#tokens.length;
  }

  expression(): PolicyAnswer | undefined {
    let left = this.#conjunction();
    while (left !== undefined && this.#takeWord('OR')) {
      const right = this.#conjunction();
      left = right && condition(either(left.truth, right.truth));
    }
    return left;
  }

  #conjunction(): PolicyAnswer | undefined {
    let left = this.#negation();
    while (left !== undefined && this.#takeWord('AND')) {
      const right = this.#negation();
      left = right && condition(not(either(not(left.truth), not(right.truth))));
    }
    return left;
  }

  #negation(): PolicyAnswer | undefined {
    if (!this.#takeWord('NOT')) return this.#comparison();
    const operand = this.#negation();
    return operand && condition(not(operand.truth));
  }

  #comparison(): PolicyAnswer | undefined {
    const left = this.#sum();
    if (left === undefined) return undefined;
    if (this.#takeWord('IS')) {
      this.#takeWord('NOT');
      if (this.#takeWord('DISTINCT')) {
        this.#takeWord('FROM');
        return this.#sum() && unknown;
      }
      return this.#takeWord('NULL') || this.#takeWord('TRUE') || this.#takeWord('FALSE')
        ? unknown
        : undefined;
    }
    const isNegated = this.#takeWord('NOT');
    if (this.#takeWord('IN')) return this.#membership(left, isNegated);
    if (this.#takeWord('BETWEEN')) {
      return this.#sum() && this.#takeWord('AND') ? this.#sum() && unknown : undefined;
    }
    if (['LIKE', 'ILIKE', 'RLIKE', 'REGEXP'].some((word) => this.#takeWord(word))) {
      this.#takeWord('ANY');
      return this.#sum() && unknown;
    }
    if (isNegated) return undefined;
    return this.#isSymbol(comparisons) ? this.#compared(left) : left;
  }

  #compared(left: PolicyAnswer): PolicyAnswer | undefined {
    let operator = '';
    while (this.#isSymbol(comparisons)) operator += this.#take()?.text ?? '';
    const right = this.#sum();
    if (right === undefined) return undefined;
    if (left.text === undefined || right.text === undefined) return unknown;
    const isEqual = left.text === right.text;
    if (operator === '=') return condition(isEqual ? 'true' : 'false');
    if (operator === '<>' || operator === '!=') return condition(isEqual ? 'false' : 'true');
    return unknown;
  }

  #membership(left: PolicyAnswer, isNegated: boolean): PolicyAnswer | undefined {
    if (this.#startsQuery(1)) return this.#skipBrackets() ? unknown : undefined;
    const members = this.#arguments();
    if (members === undefined) return undefined;
    const texts = members.map(({ text }) => text);
    if (left.text === undefined || texts.includes(undefined)) return unknown;
    return condition(texts.includes(left.text) !== isNegated ? 'true' : 'false');
  }

  /** Operators of all ranks alike: from a value and something else the value can be had back. */
  #sum(): PolicyAnswer | undefined {
    let left = this.#operand();
    while (left !== undefined && this.#isSymbol(operators)) {
      while (this.#isSymbol(operators)) this.#take();
      const right = this.#operand();
      left = right && anyOf([left, right]);
    }
    return left;
  }

  #operand(): PolicyAnswer | undefined {
    if (this.#takeSymbol('-') || this.#takeSymbol('+')) return this.#operand();
    let value = this.#primary();
    while (value !== undefined && this.#takeSymbol(':')) {
      if (this.#takeSymbol(':')) {
        if (this.#take()?.kind !== 'word') return undefined;
        if (this.#peek()?.text === '(' && !this.#skipBrackets()) return undefined;
      } else {
        do this.#take();
        while (this.#takeSymbol('.'));
        value = anyOf([value]);
      }
    }
    return value;
  }

  #primary(): PolicyAnswer | undefined {
    const token = this.#take();
    if (token === undefined) return undefined;
    if (token.kind === 'literal') return { ...unknown, text: literalText(token.text) };
    if (token.text === '(' && token.kind === 'symbol') {
      this.#position -= 1;
      if (this.#startsQuery(1)) return this.#skipBrackets() ? clear : undefined;
      this.#position += 1;
      const inner = this.expression();
      return this.#takeSymbol(')') ? inner : undefined;
    }
    if (token.kind !== 'word' && token.kind !== 'quoted') return undefined;
    const name = token.kind === 'word' ? token.text.toUpperCase() : token.text;
    if (token.kind === 'word' && name === 'CASE') return this.#case();
    if (this.#isSymbolText('(')) return this.#call(name);
    if (this.#takeSymbol('.')) {
      let last = this.#take();
      while (this.#takeSymbol('.')) last = this.#take();
      if (last === undefined) return undefined;
      return this.#isSymbolText('(') ? this.#call(last.text.toUpperCase()) : unknown;
    }
    if (name === this.#argument) return clear;
    if (token.kind === 'word' && name === 'TRUE') return condition('true');
    if (token.kind === 'word' && name === 'FALSE') return condition('false');
    return unknown;
  }

  #case(): PolicyAnswer | undefined {
    const isSimple = !this.#isWord('WHEN');
    const subject = isSimple ? this.expression() : undefined;
    if (isSimple && subject === undefined) return undefined;
    const reachable: PolicyAnswer[] = [];
    let isDecided = false;
    while (this.#takeWord('WHEN')) {
      const when = this.expression();
      if (when === undefined || !this.#takeWord('THEN')) return undefined;
      const result = this.expression();
      if (result === undefined) return undefined;
      const truth = subject === undefined ? when.truth : sameText(subject, when);
      if (isDecided || truth === 'false') continue;
      reachable.push(result);
      isDecided = truth === 'true';
    }
    const otherwise = this.#takeWord('ELSE') ? this.expression() : condition('false');
    if (otherwise === undefined || !this.#takeWord('END')) return undefined;
    if (!isDecided) reachable.push(otherwise);
    return oneOf(reachable);
  }

  #call(name: string): PolicyAnswer | undefined {
    if (name === 'EXISTS') return this.#skipBrackets() ? unknown : undefined;
    if (name === 'CAST' || name === 'TRY_CAST') return this.#cast();
    const values = this.#arguments();
    if (values === undefined) return undefined;
    const [first, second, third] = values;
    switch (name) {
      case 'CURRENT_ROLE':
      case 'INVOKER_ROLE': {
        const { currentRole } = this.#session;
        return currentRole === undefined ? condition('false') : { ...unknown, text: currentRole };
      }
      case 'IS_ROLE_IN_SESSION':
      case 'IS_GRANTED_TO_INVOKER_ROLE':
        return this.#isActive(first, 'ROLE ');
      case 'IS_DATABASE_ROLE_IN_SESSION':
        return this.#isActive(first, `DATABASE ROLE ${this.#database}.`);
      case 'IFF':
        if (first === undefined || second === undefined || third === undefined) return undefined;
        if (first.truth === 'unknown') return oneOf([second, third]);
        return first.truth === 'true' ? second : third;
      case 'DECODE':
      case 'SWITCH':
        return anyOf(values.slice(1));
      default:
        return conversions.has(name) ? anyOf(values) : unknown;
    }
  }

  #isActive(role: PolicyAnswer | undefined, prefix: string): PolicyAnswer {
    if (role?.text === undefined) return unknown;
    const wanted = `${prefix}${role.text}`;
    return condition([...this.#session.active].some((each) => each === wanted) ? 'true' : 'false');
  }

  #cast(): PolicyAnswer | undefined {
    this.#take();
    const value = this.expression();
    if (value === undefined || !this.#takeWord('AS') || this.#take()?.kind !== 'word') {
      return undefined;
    }
    if (this.#isSymbolText('(') && !this.#skipBrackets()) return undefined;
    return this.#takeSymbol(')') ? value : undefined;
  }

  /** Expressions between brackets. */
  #arguments(): readonly PolicyAnswer[] | undefined {
    if (!this.#takeSymbol('(')) return undefined;
    const values: PolicyAnswer[] = [];
    if (this.#takeSymbol(')')) return values;
    do {
      // `ALLOW => FALSE`
      if (
        this.#tokens[this.#position + 1]?.text === '=' &&
        this.#tokens[this.#position + 2]?.text === '>'
      )
        this.#position += 3;
      const value = this.expression();
      if (value === undefined) return undefined;
      values.push(value);
    } while (this.#takeSymbol(','));
    return this.#takeSymbol(')') ? values : undefined;
  }

  #skipBrackets(): boolean {
    let depth = 0;
    while (!this.isAtEnd()) {
      const token = this.#take();
      if (token?.kind !== 'symbol') continue;
      if (token.text === '(') depth += 1;
      if (token.text === ')') depth -= 1;
      if (depth === 0) return true;
    }
    return false;
  }

  #startsQuery(offset: number): boolean {
    const next = this.#tokens[this.#position + offset];
    return next?.kind === 'word' && ['SELECT', 'WITH'].includes(next.text.toUpperCase());
  }

  #peek(): SqlToken | undefined {
    return this.#tokens[this.#position];
  }

  #take(): SqlToken | undefined {
    const token = this.#tokens[this.#position];
    this.#position += 1;
    return token;
  }

  #isWord(word: string): boolean {
    const token = this.#peek();
    return token?.kind === 'word' && token.text.toUpperCase() === word;
  }

  #takeWord(word: string): boolean {
    const isNext = this.#isWord(word);
    if (isNext) this.#position += 1;
    return isNext;
  }

  #isSymbol(symbols: ReadonlySet<string>): boolean {
    const token = this.#peek();
    return token?.kind === 'symbol' && symbols.has(token.text);
  }

  #isSymbolText(text: string): boolean {
    const token = this.#peek();
    return token?.kind === 'symbol' && token.text === text;
  }

  #takeSymbol(text: string): boolean {
    const isNext = this.#isSymbolText(text);
    if (isNext) this.#position += 1;
    return isNext;
  }
}
