import type { CatalogueDraft } from '../../catalogue/catalogue.js';
import type { ColumnObject } from '../../catalogue/catalogue-object.js';
import { TokenReader } from '../../lexing/token-reader.js';
import { tokenize } from '../../lexing/tokenize.js';
import type { CloneIds } from './repoint.js';

/**
 * Columns whose default draws from a sequence that was cloned along draw from its clone.
 *
 * @see https://docs.snowflake.com/en/user-guide/object-clone
 */
export function repointDefaults(
  columns: readonly ColumnObject[],
  draft: CatalogueDraft,
  ids: CloneIds,
): readonly ColumnObject[] {
  return columns.map((column) => {
    const name = sequenceOf(column.defaultText);
    if (name === undefined) return column;
    const [databaseName = '', schemaName = '', plain = ''] = name;
    const database = draft.find('DATABASE', 0, databaseName);
    const schema = database && draft.find('SCHEMA', database.id, schemaName);
    const sequence = schema && draft.find('SEQUENCE', schema.id, plain);
    if (schema === undefined || sequence === undefined || !ids.has(sequence.id)) return column;
    const holder = draft.get(ids.get(schema.id) ?? 0);
    if (holder === undefined) return column;
    const place = draft.container(holder);
    const path = [place.database, place.schema, plain].map(quoted);
    return { ...column, defaultText: `${path.join('.')}.NEXTVAL` };
  });
}

/** The full name before `.NEXTVAL`. */
function sequenceOf(text: string | undefined): readonly string[] | undefined {
  if (text === undefined || !text.endsWith('.NEXTVAL')) return undefined;
  const reader = new TokenReader(tokenize(text));
  const parts = [reader.identifier()];
  while (reader.acceptOperator('.')) parts.push(reader.identifier());
  return reader.isAtEnd && parts.length === 4 ? parts.slice(0, 3) : undefined;
}

function quoted(name: string): string {
  return /^[A-Z_][A-Z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
