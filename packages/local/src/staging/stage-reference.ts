import { TokenReader } from '../lexing/token-reader.js';
import { tokenize } from '../lexing/tokenize.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';

/** `@"DB"."SCHEMA"."STAGE"/path`: the stage's name and the path inside it. */
export interface StageReference {
  readonly name: readonly string[];
  readonly path: string;
}

/** Reads a stage reference; table stages, user stages and external locations are refused. */
export function parseStageReference(text: string): StageReference {
  const inner = text.startsWith('@') ? text.slice(1) : text;
  if (inner.startsWith('~') || inner.startsWith('%')) throw unsupported('user and table stages');
  const slash = endOfName(inner);
  const reader = new TokenReader(tokenize(inner.slice(0, slash)));
  const name = reader.name();
  reader.expectEnd();
  const path = inner.slice(slash).replace(/^\/+/, '');
  if (path !== '') checkStagePath(path.replace(/\/+$/, ''));
  return { name, path };
}

function endOfName(text: string): number {
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') isQuoted = !isQuoted;
    else if (text[at] === '/' && !isQuoted) return at;
  }
  return text.length;
}

/** A path inside a stage may hold no step out of it and no wildcard. */
export function checkStagePath(path: string): void {
  const parts = path.split('/');
  const isPlain = parts.every(
    (part) => /^[A-Za-z0-9_.=+~@, -]+$/.test(part) && part !== '.' && part !== '..',
  );
  if (!isPlain || path.length > 1024) {
    throw invalidStatement('a path in a stage holds a part that is not allowed', 'the stage path');
  }
}
