import type { ColumnReason } from './column-classification.js';
import type { ColumnProfile } from './column-profile.js';
import type { MeaningId } from './meaning.js';
import type { TableContext } from './table-context.js';
import type { WeighedMeaning } from './weigh-meanings.js';

/** Fewer values show no structure. */
const enoughValues = 20;

function structural(
  meaning: MeaningId,
  confidence: number,
  signal: ColumnReason['signal'],
  detail: string,
): WeighedMeaning {
  return { meaning, confidence, reasons: [{ signal, weight: confidence, detail }] };
}

/**
 * What a column is by its structure alone, where neither its name nor a detector says anything: a
 * key of rows, a number that was measured, one of a short list. `undefined` when that is not plain.
 * Digits that never repeat are not plain: they may be anybody's number.
 */
export function structuralMeaning(
  profile: ColumnProfile,
  type: string,
  table: TableContext,
): WeighedMeaning | undefined {
  const {
    texts,
    values,
    distinct,
    uniqueness,
    integers,
    decimals,
    days,
    instants,
    uuids,
    digests,
    range,
    properWords,
  } = profile;
  if (/^BOOL/i.test(type)) return structural('flag', 0.9, 'type', `${type} is yes or no`);
  if (table.isHealth && days + instants > 0.95) {
    return structural(
      'date',
      0.6,
      'neighbours',
      'the values are days, beside health data of a person',
    );
  }
  if (values < enoughValues) return undefined;
  if (uuids > 0.95) return structural('row_id', 0.75, 'shape', 'the values are UUIDs');
  if (digests > 0.95) return structural('row_id', 0.6, 'shape', 'the values are digests');
  if (instants > 0.95)
    return structural('timestamp', 0.7, 'shape', 'the values are times of events');
  if (decimals + integers > 0.95 && decimals > 0.3) {
    return structural('quantity', 0.65, 'shape', 'the values are numbers with a fraction');
  }
  if (integers > 0.95 && range !== undefined && Math.abs(range[1]) < 10_000 && uniqueness < 0.9) {
    return structural('quantity', 0.55, 'shape', 'the values are small numbers that repeat');
  }
  if (properWords < 0.5 && distinct <= 12 && uniqueness < 0.3) {
    return structural('category', 0.6, 'uniqueness', `${distinct} values repeat`);
  }
  const prefix = commonPrefix(texts);
  if (uniqueness > 0.95 && integers < 0.05 && /\p{L}{2}/u.test(prefix) && profile.codes > 0.95) {
    return structural(
      'row_id',
      0.6,
      'uniqueness',
      'the values are codes with the same beginning that never repeat',
    );
  }
  return undefined;
}

function commonPrefix(texts: readonly string[]): string {
  let prefix = texts[0] ?? '';
  for (const text of texts) {
    while (!text.startsWith(prefix)) prefix = prefix.slice(0, -1);
  }
  return prefix;
}
