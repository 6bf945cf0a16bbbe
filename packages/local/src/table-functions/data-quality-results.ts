import { holds, reaches } from '../access/privileges.js';
import { isRelation } from '../catalogue/catalogue-object.js';
import type { Place } from '../compile/compile-expression.js';
import { qualityResults } from '../metadata/quality-results.js';
import type { CallReference } from '../query/query.js';
import { invalidStatement, notFound } from '../warehouse/errors.js';
import { CallArguments } from './call-arguments.js';
import type { CalledTable } from './called-table.js';
import { findEntity } from './find-entity.js';

/**
 * `SNOWFLAKE.LOCAL.DATA_QUALITY_MONITORING_RESULTS(…)`: what was measured of a table that the role may
 * read, by functions that it may use.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/data_quality_monitoring_results
 */
export function dataQualityResults(call: CallReference, place: Place): CalledTable {
  const args = new CallArguments(call, place, ['REF_ENTITY_NAME', 'REF_ENTITY_DOMAIN']);
  const domain = args.text('REF_ENTITY_DOMAIN')?.toUpperCase();
  const name = args.name('REF_ENTITY_NAME');
  if (name === undefined || (domain !== 'TABLE' && domain !== 'VIEW')) {
    throw invalidStatement(
      'DATA_QUALITY_MONITORING_RESULTS takes REF_ENTITY_NAME, and TABLE or VIEW as REF_ENTITY_DOMAIN',
      'REF_ENTITY_DOMAIN',
    );
  }
  const { compilation, frame } = place;
  const { catalogue } = compilation;
  const entity = findEntity(name, domain, place, frame.database ?? '');
  const isOwn = isRelation(entity) && entity.shared === undefined;
  if (!isOwn || !holds(frame.roles, entity, 'SELECT')) {
    throw notFound('Object', name.join('.'));
  }
  const usable = [...catalogue.ofKind('FUNCTION')].filter(
    (metric) => holds(frame.roles, metric, 'USAGE') && reaches(catalogue, frame.roles, metric),
  );
  const ids = [0, ...usable.map(({ id }) => id)].join(', ');
  return qualityResults(
    compilation,
    `table_id = ${entity.id} AND (metric_id IS NULL OR metric_id IN (${ids}))`,
  );
}
