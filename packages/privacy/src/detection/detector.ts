import type { Detector } from './catalogue/detector-description.js';
import { documentKinds } from './catalogue/document-kinds.js';
import { identifierKinds } from './catalogue/identifier-kinds.js';
import { personKinds } from './catalogue/person-kinds.js';
import type { DetectorId } from './detector-id.js';

export type { Detector };

/**
 * What every kind is: the one table behind the types, the generated documentation and the evaluation.
 *
 * @example
 * ```ts
 * import { detectors } from '@das/privacy';
 *
 * console.log(detectors.us_mbi.letters, detectors.us_mbi.classification);
 * // => [ 'I' ] phi
 * ```
 */
export const detectors: Readonly<Record<DetectorId, Detector>> = Object.freeze({
  ...personKinds,
  ...identifierKinds,
  ...documentKinds,
});

/** All kinds, in the order of the table. */
export const detectorIds: readonly DetectorId[] = Object.freeze(
  Object.keys(detectors) as DetectorId[],
);
