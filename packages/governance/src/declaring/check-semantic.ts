import { nearMiss, semanticTypes } from '@das/contracts';
import type { Refuse } from './refuse.js';

/** Refuses a semantic type that is nearly a known one: its columns would not be found. */
export function checkSemantic(semantic: unknown, refuse: Refuse): void {
  if (typeof semantic !== 'string' || !/^[a-z][a-z0-9_:]*$/.test(semantic)) {
    throw refuse(
      'the semantic type is no name',
      'write lower-case letters, digits and underscores',
    );
  }
  if (Object.hasOwn(semanticTypes, semantic) || semantic.includes(':')) return;
  const meant = nearMiss(semantic, Object.keys(semanticTypes));
  if (meant === undefined) return;
  throw refuse(
    'the semantic type is not known and nearly one that is',
    `did you mean ${meant}? a prefix makes it your own, such as acme:${semantic}`,
  );
}
