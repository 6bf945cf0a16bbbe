import type { ContractColumn } from '../model/column.js';
import type { Deprecation } from '../model/deprecation.js';
import { safeHarborLetterOf } from '../model/semantic-type.js';
import type { DbtProject } from './dbt-project.js';

/**
 * A column in a properties file. Its name is upper-cased and quoted, which is how DAS creates it:
 * a name that is a word of SQL, such as `order`, stays a name.
 */
export function columnEntry(column: ContractColumn, { options }: DbtProject): object {
  const { classification, semantic, unit, examples } = column;
  const meta = {
    classification,
    semantic,
    safe_harbor: semantic === undefined ? undefined : safeHarborLetterOf(semantic),
    unit,
    examples: examples.length === 0 ? undefined : examples,
    enum: column.enum === undefined ? undefined : column.isEnumOpen ? 'open' : 'exhaustive',
    deprecated: deprecationMeta(column.deprecated),
  };
  return {
    name: column.name.toUpperCase(),
    quote: true,
    data_type: options.dataType?.(column.type) ?? column.type,
    description: column.description,
    config: { meta, ...tagsOf(column.tags) },
  };
}

/** A deprecation as metadata: dbt has a date for models alone. */
export function deprecationMeta(deprecation: Deprecation | undefined): object | undefined {
  if (deprecation === undefined) return undefined;
  const { removeAfter, replacedBy, reason } = deprecation;
  return { remove_after: removeAfter, replaced_by: replacedBy, reason };
}

/** Tags, if there are any. */
export function tagsOf(tags: readonly string[]): object {
  return tags.length === 0 ? {} : { tags };
}
