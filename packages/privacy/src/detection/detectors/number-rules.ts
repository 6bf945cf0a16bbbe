import { isMobileDevice } from '../../identifiers/device.js';
import { isNationalNumber } from '../../identifiers/national.js';
import { isRoutingNumber } from '../../identifiers/us-bank-routing.js';
import { isProviderIdentifier } from '../../identifiers/us-health.js';
import type { DetectorId } from '../detector-id.js';
import type { Reason } from '../finding.js';

/** How a number of some kind is written, and how sure one can be of it. */
export interface NumberRule {
  readonly kind: DetectorId;
  /** By the layout of its groups, such as `3-2-4`: how sure without any label; 0 for not at all. */
  readonly alone: Readonly<Record<string, number>>;
  /** How sure with a label. */
  readonly claimed: number;
  readonly accepts: (digits: string) => boolean;
  readonly reasons: readonly Reason[];
}

const shape: readonly Reason[] = ['shape'];
const checked: readonly Reason[] = ['shape', 'checksum'];
const checkedRange: readonly Reason[] = ['shape', 'range', 'checksum'];

function isPostalCode(digits: string): boolean {
  return digits.slice(0, 5) !== '00000' && Number(digits.slice(0, 3)) >= 5;
}

/** The kinds that are nothing but digits in groups, except for those with a file of their own. */
export const numberRules: readonly NumberRule[] = [
  {
    kind: 'us_npi',
    alone: { '10': 0 },
    claimed: 0.97,
    accepts: isProviderIdentifier,
    reasons: checkedRange,
  },
  {
    kind: 'us_routing',
    alone: { '9': 0, '4-4-1': 0 },
    claimed: 0.95,
    accepts: isRoutingNumber,
    reasons: checkedRange,
  },
  {
    kind: 'imei',
    alone: { '15': 0.3, '2-6-6-1': 0.85, '2 6 6 1': 0.7, '8-6-1': 0.5, '6-2-6-1': 0.7 },
    claimed: 0.97,
    accepts: isMobileDevice,
    reasons: checked,
  },
  {
    kind: 'ndc',
    alone: {
      '5-4-2': 0.55,
      '4-4-2': 0.4,
      '5-3-2': 0.4,
      '5-4-1': 0.4,
      '11': 0,
      '10': 0,
      '5 4 2': 0,
      '4 4 2': 0,
      '5 3 2': 0,
      '5 4 1': 0,
      '5.4.2': 0,
      '4-4': 0,
      '5-4': 0,
      '5-3': 0,
    },
    claimed: 0.95,
    accepts: () => true,
    reasons: shape,
  },
  {
    kind: 'postal_code',
    alone: { '5-4': 0.45, '5': 0, '9': 0, '5 4': 0 },
    claimed: 0.93,
    accepts: isPostalCode,
    reasons: ['shape', 'range'],
  },
  national('au_medicare', {
    '4 5 1': 0.55,
    '4-5-1': 0.4,
    '10': 0,
    '11': 0,
    '4 5 1 1': 0.5,
    '4 5 1/1': 0.5,
  }),
  national('au_tfn', { '3 3 3': 0.2, '9': 0, '3-3-3': 0.2, '8': 0 }),
  national('br_cpf', { '3.3.3-2': 0.92, '11': 0, '3 3 3 2': 0.3, '9-2': 0.5, '3.3.3.2': 0.4 }),
  national('ca_sin', {
    '3-3-3': 0.5,
    '3 3 3': 0.5,
    '9': 0,
    '3.3.3': 0.3,
    '3/3/3': 0,
    '3 6': 0,
    '6 3': 0,
  }),
  national('de_tax_id', { '2 3 3 3': 0.6, '11': 0 }),
  national('fr_nir', {
    '15': 0.8,
    '1 2 2 2 3 3 2': 0.95,
    '13 2': 0.85,
    '1 2 2 2 3 3-2': 0.9,
    '1.2.2.2.3.3.2': 0.8,
    '1-2-2-2-3-3-2': 0.9,
    '1 2 2 2 3 3/2': 0.9,
    '1 2 2 5 3 2': 0.85,
    '13-2': 0.85,
    '13/2': 0.85,
  }),
  national('gb_nhs', { '3 3 4': 0.45, '3-3-4': 0.3, '10': 0 }),
  national('in_aadhaar', { '4 4 4': 0.7, '4-4-4': 0.5, '12': 0 }),
  national('nl_bsn', { '9': 0, '4.2.3': 0.5, '3.3.3': 0.2, '8': 0, '3 3 3': 0.2, '4 2 3': 0.2 }),
  national('pl_pesel', { '11': 0 }),
  national('se_personnummer', {
    '6-4': 0.65,
    '8-4': 0.85,
    '10': 0,
    '12': 0.6,
    '8 4': 0.6,
    '6 4': 0,
  }),
  national('za_id', { '13': 0, '6 4 3': 0.3, '6 4 2 1': 0.4 }),
];

function national(
  kind: Parameters<typeof isNationalNumber>[0],
  alone: Readonly<Record<string, number>>,
): NumberRule {
  return {
    kind,
    alone,
    claimed: 0.95,
    accepts: (digits) => isNationalNumber(kind, digits),
    reasons: checkedRange,
  };
}
