import type { SqlRule } from '../../model/rule.js';
import type { Fault } from './fault.js';

/** What is wrong with the query of a rule, if anything. It is one SELECT; the SQL itself is not read. */
export function queryFault({ query, column }: SqlRule): Fault | undefined {
  if (typeof query !== 'string' || !/^\s*(?:SELECT|WITH)\b/i.test(query)) {
    return ['has no query', 'give it one SELECT, which may begin with WITH'];
  }
  if (query.includes(';')) {
    return ['has a semicolon in its query', 'give it one SELECT without a semicolon'];
  }
  const unknown = [...query.matchAll(/\{\s*([A-Za-z_]\w*)\s*\}/g)].find(
    ([text]) => text !== '{object}' && text !== '{property}',
  );
  if (unknown !== undefined) {
    return [
      'has a placeholder in its query that is not known',
      'use {object} for the table and {property} for the column',
    ];
  }
  if (!query.includes('{property}') || column !== undefined) return undefined;
  return ['has {property} in its query and no column', 'give the rule a column'];
}
