import type { TokenReader } from '../lexing/token-reader.js';
import type { GrantableKind, ObjectKind } from './catalogue-object.js';

/** The kinds of objects that a privilege can be granted on, as statements name them. */
export const grantableKinds: readonly GrantableKind[] = [
  'DYNAMIC TABLE',
  'MASKING POLICY',
  'ROW ACCESS POLICY',
  'DATABASE',
  'SCHEMA',
  'TABLE',
  'VIEW',
  'STAGE',
  'STREAM',
  'WAREHOUSE',
  'TAG',
];

/** All kinds of objects, as statements name them. */
export const objectKinds: readonly ObjectKind[] = [...grantableKinds, 'ROLE'];

/** Reads one of some kinds, if one of them comes next. */
export function acceptKind<K extends ObjectKind>(
  reader: TokenReader,
  kinds: readonly K[],
): K | undefined {
  return kinds.find((candidate) => reader.accept(...candidate.split(' ')));
}
