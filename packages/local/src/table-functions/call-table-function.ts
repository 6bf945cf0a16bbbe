import type { Place } from '../compile/compile-expression.js';
import { findDatabase } from '../enforcement/resolve-name.js';
import { requireSnowflakeAccess } from '../metadata/snowflake-access.js';
import type { CallReference } from '../query/query.js';
import { invalidStatement, unsupported } from '../warehouse/errors.js';
import type { CalledTable } from './called-table.js';
import { dataQualityResults } from './data-quality-results.js';
import { generator } from './generator.js';
import { informationFunctions } from './information-functions.js';
import { resultScan } from './result-scan.js';

const plainFunctions: Readonly<Record<string, typeof generator>> = {
  GENERATOR: generator,
  RESULT_SCAN: resultScan,
};

/** The one table function of `SNOWFLAKE.LOCAL`. */
const qualityFunction = 'DATA_QUALITY_MONITORING_RESULTS';

/**
 * Calls a table function in `TABLE(…)`. One that is not known is refused by name.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions-table
 */
export function callTableFunction(call: CallReference, place: Place): CalledTable {
  const { compilation, frame } = place;
  if (frame.metric !== undefined) {
    throw unsupported('a table function in a data metric function', call.name.join('.'));
  }
  const [name = '', schema = frame.schema, database = frame.database] = [...call.name].reverse();
  const plain = call.name.length === 1 ? plainFunctions[name] : undefined;
  if (plain !== undefined) return plain(call, place);
  if (database === 'SNOWFLAKE' && schema === 'LOCAL' && name === qualityFunction) {
    return dataQualityResults(call, place);
  }
  if (schema !== 'INFORMATION_SCHEMA') {
    if (call.name.length === 1 && Object.hasOwn(informationFunctions, name)) {
      throw invalidStatement(
        `${name} is a function of INFORMATION_SCHEMA: write INFORMATION_SCHEMA.${name}`,
        name,
        2140,
      );
    }
    throw unsupported(`the table function ${call.name.join('.')}`, name);
  }
  const called = Object.hasOwn(informationFunctions, name) ? informationFunctions[name] : undefined;
  if (called === undefined)
    throw unsupported(`the table function INFORMATION_SCHEMA.${name}`, name);
  if (database === undefined) {
    throw invalidStatement('the session has no current database', name, 90_105);
  }
  if (database === 'SNOWFLAKE') requireSnowflakeAccess(compilation.catalogue, frame.roles);
  else findDatabase(compilation.catalogue, frame.roles, database);
  compilation.isVolatile = true;
  return called(call, place, database);
}
