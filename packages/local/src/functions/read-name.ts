import { TokenReader } from '../lexing/token-reader.js';
import { tokenize } from '../lexing/tokenize.js';

/** The parts of a name that a function takes as text: `'DB.SCHEMA.TABLE'`. */
export function readName(text: string): readonly string[] {
  const reader = new TokenReader(tokenize(text));
  const parts = [reader.identifier()];
  while (reader.acceptOperator('.')) parts.push(reader.identifier());
  reader.expectEnd();
  return parts;
}
