import { holds, reaches, sees } from '../access/privileges.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import {
  type DataMetricFunctionObject,
  metricSignature,
} from '../catalogue/data-metric-function-object.js';
import type { DataType } from '../datatype/data-type.js';
import { invalidStatement, notAuthorized, notFound } from '../warehouse/errors.js';
import { type Metric, takesTypes } from './metric.js';
import { isSystemMetric, systemMetric } from './system-metrics.js';

/**
 * The function of a full name that takes arguments of these types, for roles that may use it.
 *
 * @throws WarehouseError `DAS_WAREHOUSE_NOT_FOUND` when there is none of the name that the roles may
 * know, `DAS_WAREHOUSE_INVALID_STATEMENT` when none takes these types.
 */
export function findMetric(
  catalogue: Catalogue,
  roles: ReadonlySet<string>,
  path: readonly [string, string, string],
  types: readonly (readonly DataType[])[],
): Metric {
  const name = path.join('.');
  const wrong = (): Error =>
    invalidStatement(
      `invalid argument types for function '${path[2]}': ${metricSignature(types)}`,
      name,
      1044,
    );
  if (isSystemMetric(path)) {
    const metric = systemMetric(path[2], types);
    if (metric === undefined) throw wrong();
    return metric;
  }
  const known = functionsNamed(catalogue, path).filter(
    (each) => reaches(catalogue, roles, each) && sees(roles, each),
  );
  if (known.length === 0) throw notFound('Function', name);
  const found = known.find(({ tables }) => takesTypes(tables, types));
  if (found === undefined) throw wrong();
  if (!holds(roles, found, 'USAGE')) throw notAuthorized('Function', name);
  return metricOf(found, catalogue);
}

/** A function of a user. */
export function metricOf(object: DataMetricFunctionObject, catalogue: Catalogue): Metric {
  const { database, schema } = catalogue.container(object);
  const { functionName, tables, body } = object;
  return { path: [database, schema, functionName], tables, body, object };
}

/** All functions of one name, whatever they take. */
export function functionsNamed(
  catalogue: Catalogue,
  [database, schema, name]: readonly [string, string, string],
): readonly DataMetricFunctionObject[] {
  const holder = catalogue.schemaAt(database, schema);
  return [...catalogue.ofKind('FUNCTION')].filter(
    ({ parent, functionName }) => parent === holder?.id && functionName === name,
  );
}
