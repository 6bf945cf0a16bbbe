import type { Definition } from '../definition.js';
import { readTagValues } from './tag.js';

/** `(t = 'v', …)` after `TAG`: the tags that a new object starts with. */
export function readTagClause(definition: Definition): Readonly<Record<string, string>> {
  const { reader } = definition;
  reader.expectOperator('(');
  const tags = readTagValues(definition);
  reader.expectOperator(')');
  return tags;
}
