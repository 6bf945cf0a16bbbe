import type { TokenReader } from '../lexing/token-reader.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';

/** How a CREATE statement treats an object that is there already. */
export interface CreateMode {
  readonly orReplace: boolean;
  readonly orAlter: boolean;
}

/** `CREATE [OR REPLACE | OR ALTER]`. */
export function readCreate(reader: TokenReader): CreateMode {
  reader.expect('CREATE');
  const orReplace = reader.accept('OR', 'REPLACE');
  const orAlter = !orReplace && reader.accept('OR', 'ALTER');
  return { orReplace, orAlter };
}

export function readIfNotExists(reader: TokenReader, mode: CreateMode): boolean {
  const found = reader.accept('IF', 'NOT', 'EXISTS');
  if (found && (mode.orReplace || mode.orAlter)) {
    throw invalidStatement('OR REPLACE and IF NOT EXISTS exclude each other');
  }
  return found;
}

/** Reads clauses until the end or until none of them fits; a clause that is not known is refused. */
export function readClauses(
  reader: TokenReader,
  clauses: Readonly<Record<string, () => void>>,
  isEnd: () => boolean = () => reader.isAtEnd,
): void {
  while (!isEnd()) {
    const clause = clauses[reader.peek().value];
    if (reader.peek().kind !== 'word' || clause === undefined) {
      throw unsupported(
        `the clause ${reader.peek().value}`,
        `character ${reader.peek().start + 1}`,
      );
    }
    reader.next();
    clause();
  }
}

/** `= value` after the name of an option. */
export function readOption(reader: TokenReader): string {
  reader.expectOperator('=');
  const token = reader.next();
  if (token.kind === 'end' || token.kind === 'operator') throw reader.unexpected('a value');
  return token.value;
}

export function readNumberOption(reader: TokenReader): number {
  reader.expectOperator('=');
  return reader.integer();
}

export function readBooleanOption(reader: TokenReader): boolean {
  reader.expectOperator('=');
  return reader.boolean();
}
