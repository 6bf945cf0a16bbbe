import { isOperator, isWord, type Token } from '../lexing/token.js';

/** First words of statements whose type is a name of its own. */
const plain: Readonly<Record<string, string>> = {
  SELECT: 'SELECT',
  WITH: 'SELECT',
  VALUES: 'SELECT',
  INSERT: 'INSERT',
  UPDATE: 'UPDATE',
  DELETE: 'DELETE',
  MERGE: 'MERGE',
  SHOW: 'SHOW',
  DESCRIBE: 'DESCRIBE',
  DESC: 'DESCRIBE',
  USE: 'USE',
  GRANT: 'GRANT',
  REVOKE: 'REVOKE',
  CALL: 'CALL',
  EXPLAIN: 'EXPLAIN',
  SET: 'SET',
  UNSET: 'UNSET',
  BEGIN: 'BEGIN_TRANSACTION',
  START: 'BEGIN_TRANSACTION',
  COMMIT: 'COMMIT',
  ROLLBACK: 'ROLLBACK',
  TRUNCATE: 'TRUNCATE_TABLE',
  PUT: 'PUT_FILES',
  GET: 'GET_FILES',
  LIST: 'LIST_FILES',
  LS: 'LIST_FILES',
  REMOVE: 'REMOVE_FILES',
  RM: 'REMOVE_FILES',
  UNDROP: 'RESTORE',
  COMMENT: 'COMMENT',
};

/** Words between CREATE and the kind of the object. */
const modifiers = new Set([
  'OR',
  'REPLACE',
  'ALTER',
  'TRANSIENT',
  'TEMPORARY',
  'TEMP',
  'VOLATILE',
  'LOCAL',
  'GLOBAL',
  'SECURE',
  'RECURSIVE',
]);

/** Kinds whose CREATE, ALTER or DROP has a type of its own. Others are `CREATE`, `ALTER`, `DROP`. */
const own: Readonly<Record<string, readonly string[]>> = {
  CREATE: ['TABLE', 'VIEW', 'USER', 'ROLE', 'NETWORK POLICY', 'SEQUENCE', 'STREAM', 'TASK'],
  ALTER: ['SESSION', 'USER', 'ROLE', 'NETWORK POLICY', 'ACCOUNT'],
  DROP: ['USER', 'ROLE', 'NETWORK POLICY', 'SEQUENCE'],
};

/**
 * The name of a statement's type in the query history, from its tokens.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/query_history
 */
export function queryType(tokens: readonly Token[]): string {
  const at = tokens.findIndex((token) => !isOperator(token, '('));
  const first = tokens[at];
  if (first === undefined || first.kind !== 'word') return 'UNKNOWN';
  const rest = tokens.slice(at + 1);
  const word = (index: number): string => {
    const token = rest[index];
    return token?.kind === 'word' ? token.value : '';
  };
  switch (first.value) {
    case 'COPY': {
      const isUnload =
        rest[0] !== undefined && isWord(rest[0], 'INTO') && rest[1]?.kind === 'stage';
      return isUnload ? 'UNLOAD' : 'COPY';
    }
    case 'EXECUTE':
      if (word(0) === 'TASK') return 'EXECUTE_TASK';
      if (word(0) === 'IMMEDIATE') return 'CALL';
      return word(0) === 'USING' ? 'SELECT' : 'UNKNOWN';
    case 'CREATE':
    case 'ALTER':
    case 'DROP':
      return definitionType(first.value, rest);
    default:
      return plain[first.value] ?? 'UNKNOWN';
  }
}

function definitionType(verb: string, rest: readonly Token[]): string {
  let at = 0;
  while (rest[at]?.kind === 'word' && modifiers.has(rest[at]?.value ?? '')) at += 1;
  const words = rest.slice(at, at + 2).map((token) => (token.kind === 'word' ? token.value : ''));
  const kind = own[verb]?.find((each) => `${words.join(' ')} `.startsWith(`${each} `));
  if (verb === 'ALTER') {
    if (words[0] === 'TABLE') return alterTableType(rest.slice(at + 1));
    if (words[0] === 'WAREHOUSE') {
      if (rest.some((token) => isWord(token, 'SUSPEND'))) return 'ALTER_WAREHOUSE_SUSPEND';
      if (rest.some((token) => isWord(token, 'RESUME'))) return 'ALTER_WAREHOUSE_RESUME';
    }
  }
  if (kind === undefined) return verb;
  if (verb === 'CREATE' && kind === 'TABLE' && hasQuery(rest)) return 'CREATE_TABLE_AS_SELECT';
  return `${verb}_${kind.replaceAll(' ', '_')}`;
}

/** `AS SELECT` outside brackets: a column or a policy may also have an AS. */
function hasQuery(rest: readonly Token[]): boolean {
  let depth = 0;
  for (const [at, token] of rest.entries()) {
    if (isOperator(token, '(')) depth += 1;
    if (isOperator(token, ')')) depth -= 1;
    const next = rest[at + 1];
    if (depth === 0 && isWord(token, 'AS') && next !== undefined) {
      if (isWord(next, 'SELECT', 'WITH', 'VALUES') || isOperator(next, '(')) return true;
    }
  }
  return false;
}

function alterTableType(rest: readonly Token[]): string {
  const sees = (...words: readonly string[]): boolean =>
    rest.some((_, at) => words.every((word, index) => isWord(rest[at + index] ?? end, word)));
  if (sees('RENAME', 'TO')) return 'RENAME_TABLE';
  if (sees('RENAME', 'COLUMN')) return 'RENAME_COLUMN';
  if (sees('ADD', 'COLUMN')) return 'ALTER_TABLE_ADD_COLUMN';
  if (sees('DROP', 'COLUMN')) return 'ALTER_TABLE_DROP_COLUMN';
  if (sees('MODIFY') || sees('ALTER', 'COLUMN')) return 'ALTER_TABLE_MODIFY_COLUMN';
  return 'ALTER';
}

const end: Token = { kind: 'end', value: '', start: 0, end: 0 };
