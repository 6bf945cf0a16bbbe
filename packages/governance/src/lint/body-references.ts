import { nameAt, type StatementToken, statementTokens } from '../checks/statement-tokens.js';

/** What a policy's body, a query or a statement refers to. */
export interface BodyReferences {
  /** The functions that it calls, in upper case. */
  readonly functions: ReadonlySet<string>;
  /** The full names of the tables that it reads. */
  readonly tables: readonly string[];
  /** The account roles that it names, and the database roles, as their functions write them. */
  readonly roles: readonly string[];
  readonly databaseRoles: readonly string[];
  /** Whether a subquery stands elsewhere than in EXISTS. */
  readonly hasBareSubquery: boolean;
}

const roleFunctions = ['IS_ROLE_IN_SESSION', 'IS_GRANTED_TO_INVOKER_ROLE'];
const tableWords = ['FROM', 'JOIN', 'INTO', 'UPDATE'];

/** Reads what a piece of SQL refers to; what stands in literals and comments is none of it. */
export function bodyReferences(sql: string): BodyReferences {
  const tokens = statementTokens(sql);
  const functions = new Set<string>();
  const tables: string[] = [];
  const roles: string[] = [];
  const databaseRoles: string[] = [];
  let hasBareSubquery = false;
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'word' && tokens[index + 1]?.text === '(') {
      const name = token.text.toUpperCase();
      functions.add(name);
      const argument = literalAt(tokens, index + 2);
      if (argument !== undefined && roleFunctions.includes(name)) roles.push(argument);
      if (argument !== undefined && name === 'IS_DATABASE_ROLE_IN_SESSION') {
        databaseRoles.push(argument);
      }
    }
    if (tableWords.some((word) => token.isWord(word))) {
      const name = nameAt(tokens, index + 1);
      if (name !== '') tables.push(name);
    }
    if (token.isWord('SELECT') && tokens[index - 1]?.text === '(') {
      if (tokens[index - 2]?.isWord('EXISTS') !== true) hasBareSubquery = true;
    }
  }
  return { functions, tables, roles, databaseRoles, hasBareSubquery };
}

function literalAt(tokens: readonly StatementToken[], index: number): string | undefined {
  const token = tokens[index];
  if (token?.kind !== 'literal' || !token.text.startsWith("'")) return undefined;
  return token.text.slice(1, -1).replaceAll("''", "'");
}
