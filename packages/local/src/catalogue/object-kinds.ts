import type { TokenReader } from '../lexing/token-reader.js';
import type { GrantableKind, ObjectKind } from './catalogue-object.js';

/** The kinds of objects that a privilege can be granted on, as statements name them. */
export const grantableKinds: readonly GrantableKind[] = [
  'DYNAMIC TABLE',
  'MASKING POLICY',
  'ROW ACCESS POLICY',
  'PROJECTION POLICY',
  'AGGREGATION POLICY',
  'NETWORK POLICY',
  'NETWORK RULE',
  'DATABASE',
  'SCHEMA',
  'TABLE',
  'VIEW',
  'STAGE',
  'FILE FORMAT',
  'STORAGE INTEGRATION',
  'STREAM',
  'TASK',
  'SEQUENCE',
  'FUNCTION',
  'WAREHOUSE',
  'RESOURCE MONITOR',
  'USER',
  'TAG',
];

/** All kinds of objects, as statements name them. */
export const objectKinds: readonly ObjectKind[] = [
  'DATABASE ROLE',
  ...grantableKinds,
  'ROLE',
  'SHARE',
];

/** Reads one of some kinds, if one of them comes next. */
export function acceptKind<K extends ObjectKind>(
  reader: TokenReader,
  kinds: readonly K[],
): K | undefined {
  const found = kinds.find((candidate) => reader.accept(...candidate.split(' ')));
  if (found !== undefined) return found;
  // Storage integrations are the only ones, and most statements leave the word out.
  const integration = kinds.find((candidate) => candidate === 'STORAGE INTEGRATION');
  return integration !== undefined && reader.accept('INTEGRATION') ? integration : undefined;
}

const accountKinds: ReadonlySet<ObjectKind> = new Set<ObjectKind>([
  'DATABASE',
  'WAREHOUSE',
  'ROLE',
  'USER',
  'SHARE',
  'LISTING',
  'RESOURCE MONITOR',
  'NETWORK POLICY',
  'STORAGE INTEGRATION',
]);

/** Whether objects of a kind lie in the account itself, and have names of one part. */
export function isAccountKind(kind: ObjectKind): boolean {
  return accountKinds.has(kind);
}
