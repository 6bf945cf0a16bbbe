import {
  type AnyContract,
  type Classification,
  classifications,
  isProtected,
  type SemanticType,
} from '@das/contracts';
import type { MaskingPolicyDeclaration } from '@das/core';
import { checkBody } from '../declaring/check-body.js';
import { checkSemantic } from '../declaring/check-semantic.js';
import { checkVersion } from '../declaring/check-version.js';
import {
  type ColumnsOfAll,
  type Contracts,
  contractNames,
  policyArguments,
} from '../declaring/contract-columns.js';
import {
  checkIdentifier,
  checkKnown,
  checkMembers,
  frozen,
  type Refuse,
  refusing,
} from '../declaring/refuse.js';
import { libraryMasks } from '../policy-bodies/library-masks.js';
import { type ReadMaskingPolicy, readMask } from '../policy-bodies/read-mask.js';
import { type Mask, maskOf } from './mask.js';
import { type MaskUri, parseMaskUri } from './mask-uri.js';

/** What `maskingPolicy` takes. */
export interface MaskingPolicyDefinition<
  C extends readonly AnyContract[] = readonly AnyContract[],
> {
  /** Upper case. Default: the classification, with the semantic type. */
  readonly name?: string;
  /** Which columns it protects. */
  readonly appliesTo: { readonly classification: Classification; readonly semantic?: SemanticType };
  /** Only columns of these contracts. Default: of every contract of the domain. */
  readonly contracts?: C;
  /** A mask URI such as `mask://email?keep=domain&reveal=PII_READER`, or SQL over `VAL` by type family. */
  readonly mask: `mask://${string}` | Mask;
  /**
   * Why the SQL of `mask` hides, in words, where its form does not say so. Coverage reports it as the word
   * of the author; a plan that brings such a mask still asks for a named approval where it lowers protection.
   */
  readonly hidesBecause?: string;
  /** More roles that see the clear value. */
  readonly reveal?: readonly string[];
  /** Columns beside the masked one that the SQL of `mask` and `clearWhen` reads, in upper case. */
  readonly conditions?: readonly ColumnsOfAll<C>[];
  /** SQL over the conditions: where it is TRUE everybody sees the clear value. */
  readonly clearWhen?: string;
  /** `mask`: nobody but the pipeline sees the clear value while an AI agent is in the execution context. */
  readonly whenAgent?: 'mask';
  /** Whether a row access policy may read the column unmasked. Default: not. */
  readonly exemptOtherPolicies?: boolean;
  /** Raise it with a change of the conditions or of `exemptOtherPolicies`. Default 1. */
  readonly version?: number;
}

const members: readonly (keyof MaskingPolicyDefinition)[] = [
  'name',
  'appliesTo',
  'contracts',
  'mask',
  'hidesBecause',
  'reveal',
  'conditions',
  'clearWhen',
  'whenAgent',
  'exemptOtherPolicies',
  'version',
];

const families = ['text', 'number', 'float', 'boolean', 'date', 'timestamp', 'other'] as const;

/**
 * Declares how columns of a classification are masked.
 *
 * A domain attaches it to each column that it applies to, in the statement that creates the table.
 * It compiles to `CREATE OR ALTER MASKING POLICY … AS (VAL <type>) RETURNS <type> -> CASE WHEN
 * IS_ROLE_IN_SESSION(…) THEN VAL ELSE <mask> END`, once for each column type.
 *
 * SQL of your own is checked as strictly as what the library writes: it is one expression over `VAL`
 * and the conditions, calls known functions, holds a query only in EXISTS, and is of a form that is known
 * to lose information: a constant, up to four characters of the value, its year, a salted hash. For any
 * other form say in `hidesBecause` why it hides.
 *
 * @throws {@link GovernanceError} `DAS_GOVERNANCE_INVALID_MASK`, `DAS_GOVERNANCE_INVALID_POLICY`
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-masking-policy
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
export function maskingPolicy<const C extends Contracts>(
  definition: MaskingPolicyDefinition<C>,
): MaskingPolicyDeclaration {
  const refuse = refusing('DAS_GOVERNANCE_INVALID_POLICY', 'maskingPolicy', definition?.name);
  checkMembers(definition, members, refuse);
  const { appliesTo, mask, version } = definition;
  checkApplication(appliesTo, refuse);
  const derived = [appliesTo.classification, appliesTo.semantic].filter(Boolean).join('_');
  const name = definition.name ?? derived.toUpperCase().replaceAll(':', '_');
  const parsed = typeof mask === 'string' ? parseMaskUri(mask) : undefined;
  const reveal = [...(parsed?.reveal ?? []), ...(definition.reveal ?? [])];
  checkIdentifier(name, 'the name', refuse);
  for (const role of reveal) checkIdentifier(role, 'a role of reveal', refuse);
  const contracts = checkedContracts(definition, refuse);
  const conditions = policyArguments(
    definition.contracts ?? [],
    checkedConditions(definition, refuse),
    refuse,
  );
  const masks =
    parsed === undefined ? { ...(mask as Mask) } : maskOf(parsed.mask, parsed.parameters);
  const names = conditions.map((condition) => condition.name);
  const roles = [
    ...checkMasks(masks, ['VAL', ...names], definition, refuse),
    ...checkClearWhen(definition.clearWhen, names, refuse),
  ];
  const whenAgent = agentsOf(definition.whenAgent, parsed, refuse);
  checkVersion(version, refuse);
  return frozen<MaskingPolicyDeclaration>({
    kind: 'maskingPolicy',
    name,
    appliesTo: { ...appliesTo, ...(contracts === undefined ? {} : { contracts }) },
    masks,
    reveal: [...new Set(reveal)],
    ...(parsed === undefined
      ? {}
      : { named: { mask: parsed.mask, parameters: parsed.parameters } }),
    ...(definition.hidesBecause === undefined ? {} : { hidesBecause: definition.hidesBecause }),
    ...(conditions.length === 0 ? {} : { conditions }),
    ...(definition.clearWhen === undefined ? {} : { clearWhen: definition.clearWhen }),
    ...(whenAgent === undefined ? {} : { whenAgent }),
    ...(definition.exemptOtherPolicies === true ? { exemptOtherPolicies: true } : {}),
    ...(version === undefined ? {} : { version }),
    ...(roles.length === 0 ? {} : { namedRoles: [...new Set(roles)] }),
  });
}

function checkApplication(appliesTo: unknown, refuse: Refuse): void {
  checkMembers(appliesTo, ['classification', 'semantic'], refuse);
  const { classification, semantic } = appliesTo as { classification: unknown; semantic?: unknown };
  checkKnown(classification, classifications, 'the classification', refuse);
  if (!isProtected(classification)) {
    throw refuse(
      `columns that are ${classification} are not masked`,
      `use one of ${classifications.filter(isProtected).join(', ')}`,
    );
  }
  if (semantic !== undefined) checkSemantic(semantic, refuse);
}

function checkedContracts(
  { contracts, appliesTo }: MaskingPolicyDefinition,
  refuse: Refuse,
): readonly string[] | undefined {
  if (contracts === undefined) return undefined;
  const names = contractNames(contracts, refuse);
  const columns = contracts.flatMap((contract) => contract.columns);
  const applies = columns.some(
    ({ classification, semantic }) =>
      classification === appliesTo.classification &&
      (appliesTo.semantic === undefined || appliesTo.semantic === semantic),
  );
  if (applies) return names;
  throw refuse(
    'it applies to no column of the contracts',
    'name a classification and semantic type that one of them has, or leave the contracts out',
  );
}

function checkedConditions(
  { contracts, conditions = [] }: MaskingPolicyDefinition,
  refuse: Refuse,
): readonly string[] {
  if (!Array.isArray(conditions)) throw refuse('conditions is no list', 'list columns');
  if (conditions.length > 0 && contracts === undefined) {
    throw refuse(
      'conditions are columns, and no contract says which',
      'name the contracts that have these columns',
    );
  }
  return conditions;
}

function checkMasks(
  masks: Mask,
  columns: readonly string[],
  { mask, hidesBecause }: Pick<MaskingPolicyDefinition, 'mask' | 'hidesBecause'>,
  refuse: Refuse,
): readonly string[] {
  checkMembers(masks, families, refuse);
  const roles = Object.values(masks).flatMap((body) => checkBody(body, columns, refuse).roles);
  if (typeof mask === 'string') {
    if (hidesBecause === undefined) return roles;
    throw refuse('a mask of the library needs no hidesBecause', 'take hidesBecause away');
  }
  if (hidesBecause !== undefined) checkReason(hidesBecause, refuse);
  for (const [family, body] of Object.entries(masks)) {
    checkHides(family, body, hidesBecause !== undefined, refuse);
  }
  return roles;
}

function checkReason(reason: unknown, refuse: Refuse): void {
  const isSaid = typeof reason === 'string' && /^[^\p{C}]{10,200}$/u.test(reason.trim());
  if (isSaid) return;
  throw refuse('hidesBecause gives no reason', 'say in 10 to 200 characters why the mask hides');
}

/** Nobody whom a policy could name. */
const stranger = { currentRole: undefined, active: new Set<string>() };

/** A type of each family, as long as most of it are: what is short, coverage reports. */
const typeOf: Readonly<Record<string, ReadMaskingPolicy['type']>> = {
  text: 'VARCHAR',
  number: 'NUMBER(38,0)',
  float: 'FLOAT',
  boolean: 'BOOLEAN',
  date: 'DATE',
  timestamp: 'TIMESTAMP_NTZ',
};

/** What the mask shows under a condition alone, coverage reports. */
function checkHides(family: string, body: string, isVouched: boolean, refuse: Refuse): void {
  const type = typeOf[family] ?? 'VARIANT';
  const { alone } = readMask({ body, type }, stranger, '', libraryMasks);
  const shows = alone.showings.some(({ isKnown }) => isKnown);
  if (alone.clear === 'always' || (isVouched && shows)) {
    throw refuse(`the mask of ${family} shows the value as it is`, 'write what hides it');
  }
  if (alone.clear !== 'unknown' || isVouched) return;
  throw refuse(
    `that the mask of ${family} hides the value cannot be read in its SQL`,
    'use a mask of the library, keep at most four characters by LEFT, RIGHT or SUBSTR, or say in hidesBecause why it hides',
  );
}

function checkClearWhen(
  clearWhen: unknown,
  columns: readonly string[],
  refuse: Refuse,
): readonly string[] {
  if (clearWhen === undefined) return [];
  if (columns.length === 0) {
    throw refuse('clearWhen reads no column', 'name the columns that it reads in conditions');
  }
  return checkBody(clearWhen, columns, refuse).roles;
}

function agentsOf(given: unknown, uri: MaskUri | undefined, refuse: Refuse): 'mask' | undefined {
  if (given === undefined) return uri?.agents;
  checkKnown(given, ['mask'], 'whenAgent', refuse);
  return 'mask';
}
