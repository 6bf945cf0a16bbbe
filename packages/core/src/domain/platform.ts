import type { MaskingPolicyDeclaration } from '../access/declarations.js';
import { CoreError } from '../errors/core-error.js';

/** What `definePlatform` takes. */
export interface PlatformDefinition {
  readonly name: string;
  /** The first part of every domain's database name. Default `BROOK`. */
  readonly prefix?: string;
  /** The role under which deployments run. Default `ACCOUNTADMIN`. */
  readonly deployRole?: string;
  /** How each classification is masked, in every domain. A domain may add stricter ones. */
  readonly masking: readonly MaskingPolicyDeclaration[];
}

/** The rules that hold in every domain. */
export interface Platform {
  readonly kind: 'platform';
  readonly name: string;
  readonly prefix: string;
  readonly deployRole: string;
  readonly masking: readonly MaskingPolicyDeclaration[];
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
  checkIdentifier(prefix, 'the prefix of the platform');
  checkIdentifier(deployRole, 'the deploy role of the platform');
  return Object.freeze({
    kind: 'platform',
    name: definition.name,
    prefix,
    deployRole,
    masking: Object.freeze([...definition.masking]),
  });
}
