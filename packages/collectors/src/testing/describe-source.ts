import type { TestRunner } from '@das/core/testing';
import { type SourceCaseId, sourceCaseIds, sourceCases } from './source-cases.js';
import type { SourceOrigin, SourceTraits } from './source-origin.js';

/** What a kind of source promises, and who runs the suite. */
export interface DescribeSourceOptions {
  readonly runner: Pick<TestRunner, 'describe' | 'test'>;
  readonly traits: SourceTraits;
  /** Makes an origin of its own for each case: empty, with as many partitions as the traits say. */
  readonly create: () => Promise<SourceOrigin>;
}

/**
 * The conformance suite of sources: what a `Source` must do so that a collector loses nothing and
 * lands nothing twice. Each case runs on an origin of its own. Cases on what the traits do not
 * promise are left out, so a source's traits are part of what is tested: {@link sourceCases} says
 * which trait each case needs.
 *
 * @param name - what is tested, for the report
 *
 * @example
 * ```ts
 * import { sourceCaseIds, sourceCases } from '@das/collectors/testing';
 *
 * // In a test file: describeSource('a folder', { runner: { describe, test }, traits, create });
 * console.log(sourceCaseIds.includes('resuming/random-stops'));
 * // => true
 * console.log(sourceCases['sharing/takes-over'].needs);
 * // => isShared
 * ```
 */
export function describeSource(name: string, options: DescribeSourceOptions): void {
  const { runner, traits, create } = options;
  runner.describe(`${name} is a source`, () => {
    for (const id of sourceCaseIds.filter((each) => isPromised(each, traits))) {
      runner.test(`${id}: ${sourceCases[id].title}`, async () => {
        await using origin = await create();
        await sourceCases[id].run(origin, traits);
      });
    }
  });
}

function isPromised(id: SourceCaseId, traits: SourceTraits): boolean {
  const { needs } = sourceCases[id];
  if (needs === undefined) return true;
  return needs === 'isShared' ? traits.isShared : traits.session !== undefined;
}
