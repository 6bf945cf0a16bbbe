import type { Row } from '@das/core';
import type { SequenceObject } from '../catalogue/sequence-object.js';

/** What SHOW SEQUENCES answers. */
export const sequenceNames: readonly string[] = [
  'name',
  'database_name',
  'schema_name',
  'next_value',
  'interval',
  'created_on',
  'owner',
  'comment',
  'owner_role_type',
  'ordered',
];

/** What SHOW SEQUENCES says of a sequence alone, but for the number that comes next. */
export function sequenceValues(sequence: SequenceObject): Record<string, Row[string]> {
  return { interval: sequence.increment, ordered: sequence.isOrdered ? 'Y' : 'N' };
}
