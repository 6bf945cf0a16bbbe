import {
  type AnyContract,
  type Classification,
  type ContractColumn,
  isMoreSensitive,
  isProtected,
} from '@das/contracts';
import type { MaskingPolicyDeclaration } from '../access/declarations.js';
import { CoreError } from '../errors/core-error.js';
import { checkNetworkRules } from './check-network-rules.js';
import { declarationFor, mostSpecific } from './column-protection.js';
import type { Domain } from './define-domain.js';
import { isAsStrict } from './mask-order.js';
import { sharesOf } from './shares.js';
import { unknownName } from './unknown-name.js';

/** The word of a person for a mask that is not known to be as strict as the platform's. */
export interface MaskingApproval {
  /** The name of the domain's masking policy. */
  readonly policy: string;
  /** Who has approved it. */
  readonly by: string;
  readonly reason: string;
}

/**
 * Checks that a domain shows nothing that the platform hides: the roles that see a clear value, what a mask
 * keeps, the classification of a semantic type, and from where one may connect.
 */
export function checkPlatformRules(domain: Domain): void {
  checkApprovals(domain);
  checkLevels(domain);
  checkNetworkRules(domain);
  for (const contract of domain.contracts) {
    for (const column of contract.columns) {
      checkSemantic(domain, contract, column);
      if (isProtected(column.classification)) checkMasking(domain, contract, column);
    }
  }
}

function weakens(place: string, message: string, next: string): CoreError {
  return new CoreError('DAS_DOMAIN_WEAKENS_PLATFORM', message, { place, next });
}

function checkApprovals({ name, access, approvals }: Domain): void {
  const known = access.flatMap((each) => (each.kind === 'maskingPolicy' ? [each.name] : []));
  for (const { policy, by, reason } of approvals) {
    if (!known.includes(policy)) {
      throw unknownName(
        `domain ${name}`,
        `an approval is for masking policy ${policy}, which the domain does not declare`,
        policy,
        known,
      );
    }
    if ([by, reason].some((text) => typeof text !== 'string' || text.trim() === '')) {
      throw new CoreError(
        'DAS_DOMAIN_INVALID',
        `the approval for masking policy ${policy} does not say by whom or why`,
        { place: `domain ${name}`, next: 'give by and reason' },
      );
    }
  }
}

/** Clearance is only for the roles that the platform lets see a classification. */
function checkLevels(domain: Domain): void {
  for (const declaration of domain.access) {
    const given: readonly (readonly [string, readonly Classification[]])[] =
      declaration.kind === 'accessRole'
        ? [[declaration.name, declaration.clearance]]
        : declaration.kind === 'maskingPolicy'
          ? declaration.reveal.map(
              (role) => [role, [declaration.appliesTo.classification]] as const,
            )
          : [];
    for (const [role, classifications] of given) {
      for (const classification of classifications) checkLevel(domain, role, classification);
    }
  }
  for (const { name, clearance } of sharesOf(domain)) {
    for (const classification of clearance) {
      if (seers(domain, classification) === 'any') continue;
      throw weakens(
        `share ${name}`,
        `the share shows ${classification} in clear, and the platform names the roles that may see it`,
        `take ${classification} out of the clearance of the share`,
      );
    }
  }
}

function checkLevel(domain: Domain, role: string, classification: Classification): void {
  const may = seers(domain, classification);
  if (may === 'any' || may.includes(role)) return;
  throw weakens(
    `domain ${domain.name}`,
    `role ${role} would see ${classification} in clear, and the platform does not let it`,
    may.length === 0
      ? `nobody may see ${classification}: take the clearance away`
      : `the platform lets ${may.join(', ')}`,
  );
}

function seers(domain: Domain, classification: Classification): 'any' | readonly string[] {
  const level = domain.platform.classification?.levels.find(
    (each) => each.classification === classification,
  );
  return level?.mayBeSeenBy ?? 'any';
}

function checkSemantic(
  { platform }: Domain,
  contract: AnyContract,
  { name, classification, semantic }: ContractColumn,
): void {
  const rule = platform.classification?.semanticTypes.find((each) => each.semantic === semantic);
  if (rule === undefined || !isMoreSensitive(rule.atLeast, classification)) return;
  throw weakens(
    `contract ${contract.name}, column ${name}`,
    `the column is ${classification}, and the platform says that ${rule.semantic} is at least ${rule.atLeast}`,
    `classify the column ${rule.atLeast}`,
  );
}

function checkMasking(domain: Domain, contract: AnyContract, column: ContractColumn): void {
  const platform = mostSpecific(domain.platform.masking, contract, column);
  const own = declarationFor(domain, contract, column);
  if (platform === undefined || own === undefined || own === platform) return;
  const invalid = (message: string, next: string) =>
    weakens(
      `contract ${contract.name}, column ${column.name}`,
      `masking policy ${own.name} ${message} than ${platform.name} of the platform`,
      next,
    );
  checkReveal(domain, own, platform, invalid);
  if (isAsStrict(own, platform)) return;
  const isApproved = domain.approvals.some((each) => each.policy === own.name);
  if (isApproved) return;
  throw invalid(
    'is not known to keep as little',
    `use the mask of ${platform.name} or a stricter one, or add an approval for ${own.name}`,
  );
}

/** No approval is enough for these: who sees a clear value is the platform's to say. */
function checkReveal(
  domain: Domain,
  own: MaskingPolicyDeclaration,
  platform: MaskingPolicyDeclaration,
  invalid: (message: string, next: string) => CoreError,
): void {
  const { classification } = own.appliesTo;
  const cleared = domain.access.flatMap((each) =>
    each.kind === 'accessRole' && each.clearance.includes(classification) ? [each.name] : [],
  );
  const more = own.reveal.filter((role) => ![...platform.reveal, ...cleared].includes(role));
  if (more.length > 0) {
    throw invalid(
      `reveals to more roles (${more.join(', ')})`,
      'take them out of reveal, or have the platform reveal to them',
    );
  }
  if (own.clearWhen !== undefined && own.clearWhen !== platform.clearWhen) {
    throw invalid('shows more rows in clear', 'take clearWhen away, or have the platform say it');
  }
  if (platform.whenAgent === 'mask' && own.whenAgent !== 'mask') {
    throw invalid('shows more to AI agents', "add whenAgent: 'mask'");
  }
  if (own.exemptOtherPolicies === true && platform.exemptOtherPolicies !== true) {
    throw invalid('lets more policies read the clear value', 'take exemptOtherPolicies away');
  }
}
