import type {
  ClassificationFramework,
  MaskingPolicyDeclaration,
  NetworkPolicyDeclaration,
} from '../access/declarations.js';
import { CoreError } from '../errors/core-error.js';
import { unknownName } from './unknown-name.js';

/** What `definePlatform` takes. */
export interface PlatformDefinition {
  readonly name: string;
  /** The first part of every domain's database name. Default `BROOK`. */
  readonly prefix?: string;
  /** The role under which deployments run. Default `ACCOUNTADMIN`. */
  readonly deployRole?: string;
  /** How each classification is masked, in every domain. A domain may add stricter ones. */
  readonly masking?: readonly MaskingPolicyDeclaration[];
  /** Levels, semantic types and who may see what, with masks of its own. A domain may only tighten it. */
  readonly classification?: ClassificationFramework;
  /**
   * From where one may connect, deployed with the domain that is called `platform`. No other domain may put
   * a policy in force that lets more in.
   */
  readonly network?: readonly NetworkPolicyDeclaration[];
  /** What a credit costs, in US dollars: for budgets that are given in them. */
  readonly usdPerCredit?: number;
}

/** The rules that hold in every domain. */
export interface Platform {
  readonly kind: 'platform';
  readonly name: string;
  readonly prefix: string;
  readonly deployRole: string;
  readonly masking: readonly MaskingPolicyDeclaration[];
  readonly classification: ClassificationFramework | undefined;
  readonly network: readonly NetworkPolicyDeclaration[];
  readonly usdPerCredit: number | undefined;
}

const identifierPattern = /^[A-Z][A-Z0-9_]{0,127}$/;

/** Refuses a name that would have to be quoted to survive Snowflake's upper-casing. */
export function checkIdentifier(value: string, what: string): void {
  if (identifierPattern.test(value)) return;
  throw new CoreError('DAS_DOMAIN_INVALID', `${what} is not an upper-case identifier`, {
    next: 'use upper-case letters, digits and underscores, a letter first',
  });
}

/**
 * Defines what holds in every domain of the company: the database prefix and how each
 * classification is masked.
 *
 * @throws {@link CoreError} `DAS_DOMAIN_INVALID` for a prefix or role that is not an identifier
 */
export function definePlatform(definition: PlatformDefinition): Platform {
  const prefix = definition.prefix ?? 'BROOK';
  const deployRole = definition.deployRole ?? 'ACCOUNTADMIN';
  const { classification, usdPerCredit } = definition;
  checkMembers(definition);
  if (usdPerCredit !== undefined && !(usdPerCredit > 0 && Number.isFinite(usdPerCredit))) {
    throw new CoreError('DAS_DOMAIN_INVALID', 'usdPerCredit is no price', {
      place: `platform ${definition.name}`,
      next: 'give the US dollars that a credit costs, such as 3',
    });
  }
  checkIdentifier(prefix, 'the prefix of the platform');
  checkIdentifier(deployRole, 'the deploy role of the platform');
  return Object.freeze({
    kind: 'platform',
    name: definition.name,
    prefix,
    deployRole,
    masking: Object.freeze([...(definition.masking ?? []), ...(classification?.masking ?? [])]),
    classification,
    network: Object.freeze([...(definition.network ?? [])]),
    usdPerCredit,
  });
}

const members: Readonly<Record<keyof Platform, true>> = {
  kind: true,
  name: true,
  prefix: true,
  deployRole: true,
  masking: true,
  classification: true,
  network: true,
  usdPerCredit: true,
};

/** A word that is not known may be a protection that is misspelt. */
function checkMembers(definition: PlatformDefinition): void {
  for (const member of Object.keys(definition)) {
    if (Object.hasOwn(members, member)) continue;
    throw unknownName(`platform ${definition.name}`, `${member} is not known`, member, [
      ...Object.keys(members).filter((each) => each !== 'kind'),
    ]);
  }
  if (definition.masking === undefined && definition.classification === undefined) {
    throw new CoreError('DAS_DOMAIN_INVALID', 'nothing says how anything is masked', {
      place: `platform ${definition.name}`,
      next: 'give masking or classification; masking: [] where each domain brings its own',
    });
  }
}
