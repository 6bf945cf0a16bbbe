import type { ResultSet } from '@das/core';
import { readObjectName } from '../../catalogue/read-object-name.js';
import { statusResult } from '../../shaping/status-result.js';
import { unsupported } from '../../warehouse/errors.js';
import { readOption } from '../clauses.js';
import type { Definition } from '../definition.js';

/**
 * `ALTER FUNCTION f(TABLE(…)) RENAME TO | SET, UNSET SECURE | SET, UNSET COMMENT`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-function-dmf
 */
export async function alterDataMetricFunction(definition: Definition): Promise<ResultSet> {
  const { reader, draft } = definition;
  const done = statusResult('Statement executed successfully.');
  reader.expect('ALTER', 'FUNCTION');
  const ifExists = reader.accept('IF', 'EXISTS');
  const name = readObjectName(reader, 'FUNCTION');
  const known = definition.findOrUndefined('FUNCTION', name);
  if (known === undefined && ifExists) return done;
  const metric = known ?? definition.find('FUNCTION', name);
  definition.requireOwner(metric);
  if (reader.accept('RENAME', 'TO')) {
    const target = reader.name();
    reader.expectEnd();
    const functionName = target.at(-1) ?? '';
    const types = metric.name.slice(metric.functionName.length);
    const full = [...target.slice(0, -1), `${functionName}${types}`];
    const { schema, plain } = definition.schemaFor(full, 'DATA METRIC FUNCTION');
    if (schema.isManaged && schema.id !== metric.parent) {
      throw unsupported('moving a function into a schema with managed access');
    }
    definition.refuseExisting('FUNCTION', schema.id, plain);
    draft.put({ ...metric, name: plain, functionName, parent: schema.id });
    return done;
  }
  if (reader.accept('SET', 'SECURE')) draft.put({ ...metric, isSecure: true });
  else if (reader.accept('UNSET', 'SECURE')) draft.put({ ...metric, isSecure: false });
  else if (reader.accept('SET', 'COMMENT')) draft.put({ ...metric, comment: readOption(reader) });
  else if (reader.accept('UNSET', 'COMMENT')) draft.put({ ...metric, comment: '' });
  else throw unsupported(`ALTER FUNCTION … ${reader.peek().value} ${reader.peek(1).value}`);
  reader.expectEnd();
  return done;
}
