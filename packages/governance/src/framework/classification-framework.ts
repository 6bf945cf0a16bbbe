import {
  type Classification,
  classifications,
  isProtected,
  type SemanticType,
} from '@das/contracts';
import type {
  ClassificationFramework,
  ClassificationLevel,
  MaskingPolicyDeclaration,
} from '@das/core';
import { checkSemantic } from '../declaring/check-semantic.js';
import {
  checkIdentifier,
  checkKnown,
  checkMembers,
  frozen,
  type Refuse,
  refusing,
  suggest,
} from '../declaring/refuse.js';

/** What `classificationFramework` says of one classification. */
export interface LevelDefinition {
  /** In a few words, for those who classify. */
  readonly meaning: string;
  /** Roles to which a domain may give clearance or reveal. Default: those that the domain names. */
  readonly mayBeSeenBy?: 'any' | readonly string[];
  /** `mask`: never in clear while an AI agent is in the execution context. */
  readonly whenAgent?: 'mask';
}

/** What `classificationFramework` takes. */
export interface ClassificationFrameworkDefinition {
  /** Upper case. */
  readonly name: string;
  /** Every protected classification; `public` and `internal` need not be said. */
  readonly levels: Readonly<
    Record<Exclude<Classification, 'public' | 'internal'>, LevelDefinition>
  > & { readonly public?: LevelDefinition; readonly internal?: LevelDefinition };
  /** The lowest classification of a column with a meaning. */
  readonly semanticTypes?: Readonly<Partial<Record<SemanticType, Classification>>>;
  /** How each protected classification is masked: at least one for each without a semantic type. */
  readonly masking: readonly MaskingPolicyDeclaration[];
}

/**
 * Defines once for a platform what classifications there are, which meanings ask for which, who may
 * see what, and how the rest is masked. A domain inherits it with `inheritFramework`, and may only
 * tighten it.
 *
 * @throws {@link GovernanceError} `DAS_GOVERNANCE_INVALID_FRAMEWORK`
 * @example
 * ```ts
 * import { classificationFramework, templateMasking } from '@das/governance';
 *
 * const framework = classificationFramework({
 *   name: 'BROOK',
 *   levels: {
 *     confidential: { meaning: 'prices and salaries' },
 *     pseudonymous: { meaning: 'a person, with a key kept elsewhere' },
 *     pii: { meaning: 'a person' },
 *     pci: { meaning: 'a payment card', mayBeSeenBy: ['FRAUD_DESK'] },
 *     phi: { meaning: 'the health of a person', whenAgent: 'mask' },
 *   },
 *   semanticTypes: { ssn: 'pii', mrn: 'phi' },
 *   masking: templateMasking(),
 * });
 * console.log(framework.masking.find(({ name }) => name === 'PHI')?.whenAgent);
 * // => mask
 * ```
 */
export function classificationFramework(
  definition: ClassificationFrameworkDefinition,
): ClassificationFramework {
  const refuse = refusing(
    'DAS_GOVERNANCE_INVALID_FRAMEWORK',
    'classificationFramework',
    definition?.name,
  );
  checkMembers(definition, ['name', 'levels', 'semanticTypes', 'masking'], refuse);
  checkIdentifier(definition.name, 'the name', refuse);
  const levels = levelsOf(definition.levels, refuse);
  const semanticTypes = Object.entries(definition.semanticTypes ?? {}).map(
    ([semantic, atLeast]) => {
      checkSemantic(semantic, refuse);
      checkKnown(atLeast, classifications, `the classification of ${semantic}`, refuse);
      return { semantic, atLeast };
    },
  );
  return frozen<ClassificationFramework>({
    kind: 'classificationFramework',
    name: definition.name,
    levels,
    semanticTypes,
    masking: maskingOf(definition.masking, levels, refuse),
  });
}

function levelsOf(
  given: ClassificationFrameworkDefinition['levels'],
  refuse: Refuse,
): readonly ClassificationLevel[] {
  checkMembers(given, classifications, refuse);
  return classifications.flatMap((classification) => {
    const level = (given as Partial<Record<Classification, LevelDefinition>>)[classification];
    if (level === undefined) {
      if (!isProtected(classification)) return [];
      throw refuse(`nothing is said of ${classification}`, `add ${classification} to the levels`);
    }
    checkMembers(level, ['meaning', 'mayBeSeenBy', 'whenAgent'], refuse);
    const { meaning, mayBeSeenBy = 'any', whenAgent } = level;
    if (typeof meaning !== 'string' || meaning.trim() === '') {
      throw refuse(`the meaning of ${classification} is empty`, 'say what it stands for');
    }
    if (whenAgent !== undefined) checkKnown(whenAgent, ['mask'], 'whenAgent', refuse);
    if (mayBeSeenBy !== 'any') {
      if (!Array.isArray(mayBeSeenBy)) {
        throw refuse('mayBeSeenBy is no list', "write 'any', or a list of roles");
      }
      for (const role of mayBeSeenBy) checkIdentifier(role, 'a role of mayBeSeenBy', refuse);
    }
    return [
      {
        classification,
        meaning,
        mayBeSeenBy: mayBeSeenBy === 'any' ? mayBeSeenBy : [...mayBeSeenBy],
        ...(whenAgent === undefined ? {} : { whenAgent }),
      },
    ];
  });
}

function maskingOf(
  masking: unknown,
  levels: readonly ClassificationLevel[],
  refuse: Refuse,
): readonly MaskingPolicyDeclaration[] {
  if (!Array.isArray(masking)) throw refuse('masking is no list', 'list what maskingPolicy gives');
  const policies = masking as readonly MaskingPolicyDeclaration[];
  if (!policies.every((policy) => policy?.kind === 'maskingPolicy')) {
    throw refuse('masking holds what is no masking policy', 'list what maskingPolicy gives');
  }
  const names = policies.map((policy) => policy.name);
  if (new Set(names).size !== names.length) {
    throw refuse('two masking policies have the same name', 'give each a name of its own');
  }
  return levels
    .filter(({ classification }) => isProtected(classification))
    .flatMap((level) => {
      const { classification, mayBeSeenBy, whenAgent } = level;
      const own = policies.filter(({ appliesTo }) => appliesTo.classification === classification);
      const covers = ({ appliesTo }: MaskingPolicyDeclaration) =>
        appliesTo.semantic === undefined && appliesTo.contracts === undefined;
      if (!own.some(covers)) {
        throw refuse(
          `no masking policy covers every ${classification} column`,
          `add maskingPolicy({ appliesTo: { classification: '${classification}' }, mask: 'mask://redact' })`,
        );
      }
      for (const role of own.flatMap(({ reveal }) => reveal)) {
        if (mayBeSeenBy === 'any' || mayBeSeenBy.includes(role)) continue;
        throw refuse(
          `${classification} is revealed to ${role}, which may not see it`,
          suggest(role, mayBeSeenBy),
        );
      }
      return own.map((policy) => (whenAgent === undefined ? policy : { ...policy, whenAgent }));
    });
}
