import { TokenReader } from '../lexing/token-reader.js';
import { tokenize } from '../lexing/tokenize.js';
import { invalidStatement } from '../warehouse/errors.js';

/** `@"DB"."SCHEMA"."STAGE"/path`: the stage's name and the path inside it. */
export interface StageReference {
  /** The name of the stage, or of the table whose stage it is; empty for the user's stage. */
  readonly name: readonly string[];
  readonly path: string;
  /** Absent for a named stage: `@~` is the user's, `@%t` that of a table. */
  readonly of?: 'USER' | 'TABLE';
}

/** Reads a stage reference. */
export function parseStageReference(text: string): StageReference {
  const inner = text.startsWith('@') ? text.slice(1) : text;
  const slash = endOfName(inner);
  const path = inner.slice(slash).replace(/^\/+/, '');
  if (path !== '') checkStagePath(path.replace(/\/+$/, ''));
  const written = inner.slice(0, slash);
  if (written === '~') return { name: [], path, of: 'USER' };
  const percent = endsBeforePercent(written);
  const isTable = percent >= 0;
  const plain = isTable ? written.slice(0, percent) + written.slice(percent + 1) : written;
  const reader = new TokenReader(tokenize(plain));
  const name = reader.name();
  reader.expectEnd();
  return isTable ? { name, path, of: 'TABLE' } : { name, path };
}

function endOfName(text: string): number {
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') isQuoted = !isQuoted;
    else if (text[at] === '/' && !isQuoted) return at;
  }
  return text.length;
}

/** Where the `%` of a table's stage stands: at the front of the last part of the name. */
function endsBeforePercent(text: string): number {
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') isQuoted = !isQuoted;
    else if (text[at] === '%' && !isQuoted) {
      const isFirst = at === 0 || text[at - 1] === '.';
      if (!isFirst)
        throw invalidStatement('a % stands only before the name of a table', 'the stage');
      return at;
    }
  }
  return -1;
}

/** Whether a path holds no step out of its folder and no wildcard. */
export function isPlainPath(path: string): boolean {
  return (
    path.length <= 1024 &&
    path
      .split('/')
      .every((part) => /^[A-Za-z0-9_.=+~@, -]+$/.test(part) && part !== '.' && part !== '..')
  );
}

/** A path inside a stage may hold no step out of it and no wildcard. */
export function checkStagePath(path: string): void {
  if (isPlainPath(path)) return;
  throw invalidStatement('a path in a stage holds a part that is not allowed', 'the stage path');
}
