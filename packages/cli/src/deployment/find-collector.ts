import { DasError } from '@das/contracts';
import { type Collector, collectorOf, collectorsOf, type Domain } from '@das/core';
import { suggestName } from '../program/closest-name.js';

/**
 * The collector of a name.
 *
 * @throws the `DAS_DOMAIN_UNKNOWN_COLLECTOR` of `@das/core`, with what was probably meant
 */
export function findCollector(domain: Domain, name: string): Collector {
  try {
    return collectorOf(domain, name);
  } catch (error) {
    if (!DasError.isInstance(error)) throw error;
    const known = collectorsOf(domain).map((collector) => collector.name);
    const next = suggestName(name, known, 'collectors');
    throw new DasError(error.code, error.message, { place: error.place, next, cause: error });
  }
}
