import type { Classification, KnownSemanticType } from '@das/contracts';
import type { MaskingPolicyDeclaration } from '@das/core';
import { maskingPolicy } from '../masking/masking-policy.js';

/** How columns of one classification, and of one meaning if it is given, are masked by default. */
export interface MaskingTemplate {
  readonly classification: Classification;
  readonly semantic?: KnownSemanticType;
  readonly mask: `mask://${string}`;
  /** Why this much, and no more. */
  readonly reason: string;
}

function template(
  [classification, semantic]: readonly [Classification, KnownSemanticType?],
  mask: `mask://${string}`,
  reason: string,
): MaskingTemplate {
  return Object.freeze({
    classification,
    ...(semantic === undefined ? {} : { semantic }),
    mask,
    reason,
  });
}

const hiddenWhole = 'Nothing of it is needed by those who may not see it.';
const safeHarbor = 'An identifier under HIPAA: Safe Harbor takes all of it away.';
const yearAlone = 'Safe Harbor keeps the year of a date about a person.';

/**
 * The library of templates: how columns of each protected classification and of each meaning are
 * masked until a platform says otherwise. For PHI it keeps what HIPAA's Safe Harbor keeps, and no more.
 *
 * @see https://www.ecfr.gov/current/title-45/section-164.514
 */
export const maskingTemplates: readonly MaskingTemplate[] = Object.freeze([
  template(['confidential'], 'mask://null', 'An amount says as much as a secret in words.'),
  template(['pseudonymous'], 'mask://redact', 'With the key it names a person.'),

  template(['pii', 'email'], 'mask://email?keep=domain', 'The domain says which company it is.'),
  template(['pii', 'phone'], 'mask://phone?keep=last4', 'Four digits are enough to ask back.'),
  template(['pii', 'fax'], 'mask://phone?keep=last4', 'Four digits are enough to ask back.'),
  template(['pii', 'name'], 'mask://name?keep=initials', 'Initials tell two people apart.'),
  template(['pii', 'address'], 'mask://redact', hiddenWhole),
  template(['pii', 'ssn'], 'mask://ssn', 'Four digits and a date of birth are enough for a fraud.'),
  template(['pii', 'birth_date'], 'mask://date?keep=year&cap=90', 'A year makes a cohort.'),
  template(['pii', 'age'], 'mask://age?cap=90', 'Few people are that old.'),
  template(['pii', 'postal_code'], 'mask://zip?keep=3', 'Three digits make a region.'),
  template(['pii', 'ip_address'], 'mask://ip?keep=network', 'The network says where from.'),
  template(['pii', 'url'], 'mask://url?keep=host', 'A path may hold anything.'),
  template(['pii', 'account_number'], 'mask://id?keep=last4', 'As on a statement of account.'),
  template(['pii', 'free_text'], 'mask://text', 'It may hold anything.'),
  template(['pii'], 'mask://redact', hiddenWhole),

  template(
    ['pci', 'payment_card'],
    'mask://card?keep=last4',
    'PCI DSS 3.4.1 lets four digits be shown.',
  ),
  template(['pci', 'name'], 'mask://name', hiddenWhole),
  template(['pci'], 'mask://redact', hiddenWhole),

  template(['phi', 'name'], 'mask://name', safeHarbor),
  template(['phi', 'address'], 'mask://redact', safeHarbor),
  template(
    ['phi', 'postal_code'],
    'mask://zip?keep=3',
    'Safe Harbor keeps three digits where more than 20,000 people live.',
  ),
  template(
    ['phi', 'birth_date'],
    'mask://date?keep=year&cap=90',
    'Safe Harbor keeps the year of those who are 89 or younger.',
  ),
  template(['phi', 'date'], 'mask://date?keep=year', yearAlone),
  template(['phi', 'admission_date'], 'mask://date?keep=year', yearAlone),
  template(['phi', 'discharge_date'], 'mask://date?keep=year', yearAlone),
  template(['phi', 'death_date'], 'mask://date?keep=year', yearAlone),
  template(['phi', 'age'], 'mask://age?cap=90', 'Safe Harbor keeps ages up to 89.'),
  template(['phi', 'phone'], 'mask://phone', safeHarbor),
  template(['phi', 'fax'], 'mask://phone', safeHarbor),
  template(['phi', 'email'], 'mask://email', safeHarbor),
  template(['phi', 'ssn'], 'mask://ssn', safeHarbor),
  template(['phi', 'mrn'], 'mask://id', safeHarbor),
  template(['phi', 'health_plan_number'], 'mask://id', safeHarbor),
  template(['phi', 'device_identifier'], 'mask://id', safeHarbor),
  template(['phi', 'ip_address'], 'mask://ip', safeHarbor),
  template(['phi', 'url'], 'mask://url', safeHarbor),
  template(['phi', 'free_text'], 'mask://text', 'A note may name anybody.'),
  template(['phi'], 'mask://redact', safeHarbor),
]);

/** What `templateMasking` takes. */
export interface TemplateMaskingOptions {
  /** Only templates of these classifications. Default: of all. */
  readonly classifications?: readonly Classification[];
  /** Classifications that are never in clear while an AI agent is in the execution context. */
  readonly maskForAgents?: readonly Classification[];
}

/**
 * The templates as masking policies, for a platform or a framework to start from.
 *
 * @throws {@link GovernanceError} `DAS_GOVERNANCE_INVALID_POLICY`
 * @example
 * ```ts
 * import { templateMasking } from '@das/governance';
 *
 * const phi = templateMasking({ classifications: ['phi'], maskForAgents: ['phi'] });
 * console.log(phi.find(({ name }) => name === 'PHI_BIRTH_DATE')?.named?.parameters);
 * // => { keep: 'year', cap: '90' }
 * ```
 */
export function templateMasking({
  classifications,
  maskForAgents = [],
}: TemplateMaskingOptions = {}): readonly MaskingPolicyDeclaration[] {
  return maskingTemplates
    .filter(({ classification }) => classifications?.includes(classification) ?? true)
    .map(({ classification, semantic, mask }) =>
      maskingPolicy({
        appliesTo: { classification, ...(semantic === undefined ? {} : { semantic }) },
        mask,
        ...(maskForAgents.includes(classification) ? { whenAgent: 'mask' } : {}),
      }),
    );
}
