import type { ColumnResource, MaskingPolicyResource } from '../resources/resource.js';
import { collectorsOf, type Domain } from './define-domain.js';
import { domainNames } from './domain-names.js';

/** How the names of columns start that drift has added to a BRONZE table. */
export const driftPrefix = '_DRIFT_';

/** The policy of columns that drift has added: nobody has said what they hold, so nobody reads them. */
function driftPolicyOf(database: string): MaskingPolicyResource {
  const names = domainNames(database);
  return {
    kind: 'maskingPolicy',
    name: names.policy('MASK_DRIFT_VARIANT'),
    type: 'VARIANT',
    body: `CASE WHEN IS_ROLE_IN_SESSION('${names.pipelineRole}') THEN VAL ELSE NULL END`,
  };
}

/** The policies that drift needs: none where no collector lets its table evolve. */
export function driftPoliciesOf(domain: Domain): readonly MaskingPolicyResource[] {
  const doesEvolve = collectorsOf(domain).some(({ drift }) => typeof drift === 'object');
  return doesEvolve ? [driftPolicyOf(domain.database)] : [];
}

/** A column that drift adds, protected as what is most sensitive. */
export function driftColumn(database: string, name: string): ColumnResource {
  return {
    name,
    type: 'VARIANT',
    isNullable: true,
    maskingPolicy: driftPolicyOf(database).name,
    tags: [{ tag: domainNames(database).classificationTag, value: 'phi' }],
  };
}
