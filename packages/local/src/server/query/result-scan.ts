import { withoutComments } from '../result/statement-type.js';

const scan =
  /^select\s+\*\s+from\s+table\s*\(\s*result_scan\s*\(\s*'([0-9a-f-]{36})'\s*\)\s*\)\s*;?\s*$/i;

/**
 * The id in `SELECT * FROM TABLE(RESULT_SCAN('<id>'))`, as drivers write it to fetch a result again.
 * Any other form of `RESULT_SCAN` goes to the engine, which refuses it.
 */
export function resultScanOf(text: string): string | undefined {
  return scan.exec(withoutComments(text))?.[1]?.toLowerCase();
}
