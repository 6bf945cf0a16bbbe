import { type Classification, classifications, type SemanticType } from '@das/contracts';
import type { MaskingPolicyDeclaration } from '@das/core';
import { GovernanceError } from '../errors/governance-error.js';
import { type Mask, maskOf } from './mask.js';
import { parseMaskUri } from './mask-uri.js';

/** What `maskingPolicy` takes. */
export interface MaskingPolicyDefinition {
  /** Upper case. Default: the classification, with the semantic type. */
  readonly name?: string;
  /** Which columns it protects. */
  readonly appliesTo: { readonly classification: Classification; readonly semantic?: SemanticType };
  /** A mask URI such as `mask://email?keep=domain&reveal=PII_READER`, or SQL over `VAL` by type family. */
  readonly mask: `mask://${string}` | Mask;
  /** More roles that see the clear value. */
  readonly reveal?: readonly string[];
}

/**
 * Declares how columns of a classification are masked.
 *
 * A domain attaches it to each column that it applies to, in the statement that creates the table.
 * It compiles to `CREATE OR ALTER MASKING POLICY … AS (VAL <type>) RETURNS <type> -> CASE WHEN
 * IS_ROLE_IN_SESSION(…) THEN VAL ELSE <mask> END`, once for each column type.
 *
 * @throws {@link GovernanceError} `DAS_GOVERNANCE_INVALID_MASK`, `DAS_GOVERNANCE_INVALID_POLICY`
 * @example
 * ```ts
 * import { maskingPolicy } from '@das/governance';
 *
 * const policy = maskingPolicy({
 *   appliesTo: { classification: 'pii', semantic: 'email' },
 *   mask: 'mask://email?keep=domain&reveal=PII_READER',
 * });
 * console.log(policy.name, policy.reveal);
 * // => PII_EMAIL [ 'PII_READER' ]
 * ```
 */
export function maskingPolicy(definition: MaskingPolicyDefinition): MaskingPolicyDeclaration {
  const { appliesTo, mask } = definition;
  if (!classifications.includes(appliesTo.classification)) {
    throw new GovernanceError('DAS_GOVERNANCE_INVALID_POLICY', 'the classification is not known', {
      place: 'maskingPolicy',
      next: `use one of ${classifications.join(', ')}`,
    });
  }
  const derived = [appliesTo.classification, appliesTo.semantic].filter(Boolean).join('_');
  const name = definition.name ?? derived.toUpperCase();
  const parsed = typeof mask === 'string' ? parseMaskUri(mask) : undefined;
  const reveal = [...(parsed?.reveal ?? []), ...(definition.reveal ?? [])];
  for (const identifier of [name, ...reveal]) {
    if (!/^[A-Z][A-Z0-9_]*$/.test(identifier)) {
      throw new GovernanceError(
        'DAS_GOVERNANCE_INVALID_POLICY',
        `${JSON.stringify(identifier)} is not an upper-case identifier`,
        { place: `maskingPolicy ${name}`, next: 'use upper-case letters, digits and underscores' },
      );
    }
  }
  return Object.freeze({
    kind: 'maskingPolicy',
    name,
    appliesTo: Object.freeze({ ...appliesTo }),
    masks: Object.freeze(
      parsed === undefined ? { ...(mask as Mask) } : maskOf(parsed.mask, parsed.parameters),
    ),
    reveal: Object.freeze(reveal),
  });
}
