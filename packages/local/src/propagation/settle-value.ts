import type { TagObject } from '../catalogue/catalogue-object.js';
import { unsupported } from '../warehouse/errors.js';

/**
 * The value of a tag that comes from several sources.
 *
 * @see https://docs.snowflake.com/en/user-guide/object-tagging/propagation
 */
export function settleValue(tag: TagObject, values: ReadonlySet<string>): string | undefined {
  const [first, ...others] = values;
  if (first === undefined || others.length === 0) return first;
  const { onConflict, allowedValues = [] } = tag;
  if (onConflict === undefined) return 'CONFLICT';
  if (onConflict !== 'ALLOWED_VALUES_SEQUENCE') return onConflict.value;
  if ([...values].some((value) => !allowedValues.includes(value))) {
    throw unsupported('a conflict of tag values that the tag does not allow any more', tag.name);
  }
  return allowedValues.find((value) => values.has(value));
}
