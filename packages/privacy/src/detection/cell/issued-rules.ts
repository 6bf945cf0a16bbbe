import { isNationalNumber } from '../../identifiers/national.js';
import { isBeneficiaryIdentifier } from '../../identifiers/us-health.js';
import type { DetectorId } from '../detector-id.js';

type NationalKind = Parameters<typeof isNationalNumber>[0];

function compactOf(value: string): string {
  return value.replace(/[\s./_-]/g, '').toUpperCase();
}

/** A number in a column that is named for it, however it is parted: its check digit settles it. */
function national(kind: NationalKind, fewest: number, most: number): (value: string) => number {
  return (value) => {
    if (value.length > most * 2) return 0;
    const compact = compactOf(value);
    const fits = compact.length >= fewest && compact.length <= most;
    return fits && isNationalNumber(kind, compact) ? 0.97 : 0;
  };
}

const drugCode =
  /^(?:NDC[ :#-]{0,2})?(?:[0-9]{4,5}[- .][0-9*]{3,4}(?:[- .][0-9]{1,2})?|[0-9]{9,11})$/i;

/** What a column is believed to hold by its name and the form that its issuer gives the values. */
export const issuedRules: Readonly<Partial<Record<DetectorId, (value: string) => number>>> = {
  us_mbi: (value) => (isBeneficiaryIdentifier(compactOf(value)) ? 0.97 : 0),
  ndc: (value) => (drugCode.test(value) ? 0.95 : 0),
  ca_sin: national('ca_sin', 9, 9),
  es_dni: national('es_dni', 9, 9),
  fr_nir: national('fr_nir', 15, 15),
  mx_curp: national('mx_curp', 18, 18),
  se_personnummer: national('se_personnummer', 10, 12),
  br_cpf: national('br_cpf', 11, 11),
  it_fiscal_code: national('it_fiscal_code', 16, 16),
  gb_nino: national('gb_nino', 9, 9),
};
