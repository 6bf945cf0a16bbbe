import type { Domain } from '../domain/define-domain.js';
import type { Resource } from '../resources/resource.js';

/** What the record of a database says. */
export interface RecordedDatabase {
  readonly deployed: ReadonlyMap<string, Resource>;
  readonly attempts: ReadonlyMap<string, readonly Resource[]>;
}

/** Whether a domain declares something of the kind, or a plan has deployed or begun it. */
export function isUsed(
  kind: 'budget' | 'listing' | 'networkPolicy',
  databases: ReadonlyMap<string, RecordedDatabase>,
  domains: readonly Domain[],
): boolean {
  if (domains.some(({ access }) => access.some((each) => each.kind === kind))) return true;
  return [...databases.values()].some(({ deployed, attempts }) =>
    [...deployed.values(), ...[...attempts.values()].flat()].some((each) => each.kind === kind),
  );
}
