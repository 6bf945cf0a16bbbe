import { type SqlToken, sqlTokens } from '@das/core';
import {
  castTypes,
  dateParts,
  keywords,
  knownFunctions,
  queryKeywords,
  refusedFunctions,
} from './policy-words.js';
import { type Refuse, suggest } from './refuse.js';

/** What a body names, and what therefore has to exist. */
export interface NamedInBody {
  /** Roles of the account, upper case, each once. */
  readonly roles: readonly string[];
  /** Functions that are named with their schema, as written. */
  readonly functions: readonly string[];
}

/** Symbols that no body holds, with what they mean in one. */
const refusedSymbols: ReadonlyMap<string, string> = new Map([
  ["'", 'a text literal does not end'],
  ['"', 'a quoted identifier does not end'],
  ['$', 'a dollar sign stands alone'],
  [';', 'it holds more than one statement'],
  ['--', 'it holds a comment'],
  ['//', 'it holds a comment'],
  ['/*', 'it holds a comment'],
  ['?', 'it holds a bind'],
  ['\\', 'it holds a backslash outside of a literal'],
]);

const brackets: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);

/** Words that join queries, or begin one where EXISTS cannot stand. */
const joiningWords: ReadonlySet<string> = new Set(
  'UNION INTERSECT EXCEPT MINUS VALUES WITH TABLE LATERAL'.split(' '),
);

const roleFunctions: ReadonlySet<string> = new Set([
  'IS_ROLE_IN_SESSION',
  'IS_GRANTED_TO_INVOKER_ROLE',
]);

/**
 * Checks SQL that becomes a part of a policy: one expression over the given columns, with functions
 * that are known or named with their schema, roles as literals, and no query but in EXISTS.
 *
 * @see https://docs.snowflake.com/en/user-guide/security-column-advanced
 */
export function checkBody(body: unknown, columns: readonly string[], refuse: Refuse): NamedInBody {
  if (typeof body !== 'string' || body.trim() === '') {
    throw refuse('the SQL is empty or no text', 'write an expression over VAL');
  }
  return new BodyCheck(sqlTokens(body), columns, refuse).run();
}

/** One walk over the tokens of a body. */
class BodyCheck {
  private readonly roles = new Set<string>();
  private readonly functions = new Set<string>();
  /** The closing brackets that are due, and whether each ends a subquery. */
  private readonly open: { readonly end: string; readonly isQuery: boolean }[] = [];

  private readonly tokens: readonly SqlToken[];
  private readonly columns: readonly string[];
  private readonly refuse: Refuse;

  constructor(tokens: readonly SqlToken[], columns: readonly string[], refuse: Refuse) {
    this.tokens = tokens;
    this.columns = columns;
    this.refuse = refuse;
  }

  run(): NamedInBody {
    for (const [at, token] of this.tokens.entries()) this.take(token, at);
    if (this.open.length > 0) throw this.fault('its brackets do not match');
    return { roles: [...this.roles], functions: [...this.functions] };
  }

  private take(token: SqlToken, at: number): void {
    if (token.kind === 'symbol') this.takeSymbol(token.text, at);
    if (token.kind === 'variable') throw this.fault('it reads a variable');
    if (token.kind === 'quoted') this.takeQuoted(token.text, at);
    if (token.kind === 'word') this.takeWord(token.text.toUpperCase(), at);
  }

  private takeSymbol(text: string, at: number): void {
    const fault = refusedSymbols.get(text);
    if (fault !== undefined) throw this.fault(fault);
    const end = brackets.get(text);
    if (end !== undefined) {
      const isQuery = this.isWord(at + 1, 'SELECT');
      if (isQuery && !(text === '(' && this.isWord(at - 1, 'EXISTS'))) throw this.bareQuery();
      this.open.push({ end, isQuery });
    } else if (/^[)\]}]$/.test(text) && this.open.pop()?.end !== text) {
      throw this.fault('its brackets do not match');
    }
  }

  private takeQuoted(name: string, at: number): void {
    if (this.isInQuery() || this.isPart(at)) return;
    if (!this.columns.includes(name)) throw this.unknownColumn(name);
  }

  private takeWord(word: string, at: number): void {
    if (joiningWords.has(word) && !this.isPart(at)) throw this.bareQuery();
    if (word === 'SELECT') {
      const opening = this.tokens[at - 1];
      if (opening?.kind !== 'symbol' || opening.text !== '(') throw this.bareQuery();
      return;
    }
    const other = refusedFunctions.get(word);
    if (other !== undefined) throw this.refuse(`the SQL calls ${word}`, other);
    if (this.isSymbol(at + 1, '(') && !standsBeforeBrackets(word)) {
      this.takeCall(word, at);
      return;
    }
    if (this.isCallWithoutBrackets(word)) return;
    this.takeName(word, at);
  }

  private takeName(word: string, at: number): void {
    if (this.isPart(at)) return;
    const isKeyword = keywords.has(word) || dateParts.has(word);
    if (this.isSymbol(at - 1, ':') && this.isSymbol(at - 2, ':')) {
      if (castTypes.has(word)) return;
      throw this.refuse('the SQL casts to a type that is not known', suggest(word, [...castTypes]));
    }
    if (isKeyword || this.isInQuery() || this.columns.includes(word)) return;
    // EXTRACT(YEAR FROM VAL), IS DISTINCT FROM, CAST(VAL AS DATE), DATE '2026-01-01'
    if (word === 'FROM' || (castTypes.has(word) && !this.isBare(at))) return;
    throw this.unknownColumn(word);
  }

  private takeCall(word: string, at: number): void {
    if (castTypes.has(word) && !this.isPart(at)) return;
    if (this.isSymbol(at - 1, '.')) {
      this.functions.add(this.qualifiedName(at));
      return;
    }
    if (!knownFunctions.includes(word)) {
      throw this.refuse(
        'the SQL calls a function that is not known',
        `${suggestFunction(word)}; name a function of your own with its schema`,
      );
    }
    if (roleFunctions.has(word)) this.takeRole(word, at + 2);
  }

  private takeRole(name: string, at: number): void {
    const argument = this.tokens[at];
    const role = argument?.kind === 'literal' ? argument.text.slice(1, -1) : undefined;
    if (role !== undefined && this.isSymbol(at + 1, ')')) {
      if (!/^[A-Z][A-Z0-9_]*$/.test(role)) {
        throw this.refuse(
          `${name} is given a role that is not an upper-case identifier`,
          'write the role as it is stored: upper-case letters, digits and underscores',
        );
      }
      this.roles.add(role);
      return;
    }
    if (this.isInQuery()) return;
    throw this.refuse(
      `${name} is given something that is no literal, so the roles cannot be seen`,
      `write the role as a text, such as ${name}('ANALYST')`,
    );
  }

  private qualifiedName(at: number): string {
    let start = at;
    while (this.isSymbol(start - 1, '.') && start >= 2) start -= 2;
    const parts = this.tokens.slice(start, at + 1);
    return parts.map(({ text }) => text).join('');
  }

  /** Whether a name is a part of a longer one, or a path into a VARIANT. */
  private isPart(at: number): boolean {
    if (this.isSymbol(at - 1, '.')) return true;
    if (this.isSymbol(at - 1, ':') && !this.isSymbol(at - 2, ':')) return true;
    // The schema of a function: SCHEMA.FUNCTION(...)
    let end = at;
    while (this.isSymbol(end + 1, '.')) end += 2;
    return end > at && this.isSymbol(end + 1, '(');
  }

  /** Whether the word stands where a value stands, not behind AS and before no literal. */
  private isBare(at: number): boolean {
    return !this.isWord(at - 1, 'AS') && this.tokens[at + 1]?.kind !== 'literal';
  }

  private isCallWithoutBrackets(word: string): boolean {
    return word === 'CURRENT_DATE' || word === 'CURRENT_TIMESTAMP' || word === 'CURRENT_USER';
  }

  private isInQuery(): boolean {
    return this.open.some(({ isQuery }) => isQuery);
  }

  private isSymbol(at: number, text: string): boolean {
    const token = this.tokens[at];
    return token?.kind === 'symbol' && token.text === text;
  }

  private isWord(at: number, text: string): boolean {
    const token = this.tokens[at];
    return token?.kind === 'word' && token.text.toUpperCase() === text;
  }

  private fault(message: string): Error {
    return this.refuse(
      `the SQL is not one expression: ${message}`,
      'write one expression over VAL',
    );
  }

  private bareQuery(): Error {
    return this.refuse(
      'the SQL holds a query that is not in EXISTS',
      'write EXISTS (SELECT 1 FROM ... WHERE ...)',
    );
  }

  private unknownColumn(name: string): Error {
    const next =
      this.columns.length === 0
        ? 'take it out: such a policy reads no column'
        : suggest(name, this.columns);
    return this.refuse('the SQL reads a column that is not there', next);
  }
}

/** `IN (`, `WHERE (`: words before a bracket that are no call. LEFT is a function and a kind of join. */
function standsBeforeBrackets(word: string): boolean {
  return keywords.has(word) || (queryKeywords.has(word) && word !== 'LEFT');
}

function suggestFunction(word: string): string {
  const [first] = suggest(word, knownFunctions).split('? ');
  return first?.startsWith('did you mean') ? `${first}?` : 'use a function of Snowflake';
}
