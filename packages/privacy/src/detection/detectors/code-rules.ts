import { isDiagnosisCode } from '../../identifiers/icd10.js';
import { isNationalNumber } from '../../identifiers/national.js';
import { isBeneficiaryIdentifier, isDeaRegistration } from '../../identifiers/us-health.js';
import { isVehicleShape, passesVehicleCheck } from '../../identifiers/vehicle.js';
import type { DetectorId } from '../detector-id.js';
import type { Reason } from '../finding.js';
import type { CodeChunk } from './code-chunk.js';

/** How sure the code itself makes it, alone and with a label; `undefined` when it is not of the kind. */
export interface CodeVerdict {
  readonly kind: DetectorId;
  readonly alone: number;
  readonly claimed: number;
  readonly reasons: readonly Reason[];
}

function verdict(
  kind: DetectorId,
  alone: number,
  claimed: number,
  ...reasons: readonly Reason[]
): CodeVerdict {
  return { kind, alone, claimed, reasons: ['shape', ...reasons] };
}

const vehicleChecked = verdict('vin', 0.85, 0.97, 'checksum');
const vehicleShaped = verdict('vin', 0.3, 0.85);
const beneficiaryParted = verdict('us_mbi', 0.9, 0.97, 'separators', 'range');
const beneficiary = verdict('us_mbi', 0.75, 0.96, 'range');
const registration = verdict('us_dea', 0.8, 0.97, 'range', 'checksum');
const nino = verdict('gb_nino', 0.85, 0.97, 'range');
const dni = verdict('es_dni', 0.62, 0.95, 'checksum');
const pan = verdict('in_pan', 0.5, 0.96, 'range');
const fiscalCode = verdict('it_fiscal_code', 0.95, 0.98, 'checksum');
const curp = verdict('mx_curp', 0.95, 0.98, 'checksum');
const corsican = verdict('fr_nir', 0.85, 0.96, 'range', 'checksum');
const diagnosis = verdict('icd10', 0.45, 0.94, 'range');
const diagnosisBare = verdict('icd10', 0, 0.85, 'range');

/** The kinds whose codes hold letters and are known by their own shape, by the length of the code. */
export function verdictOf(chunk: CodeChunk): CodeVerdict | undefined {
  const { compact, written } = chunk;
  const { length } = compact;
  const isWhole = written.length === length;
  if (length === 17 && isWhole && isVehicleShape(compact)) {
    return passesVehicleCheck(compact) ? vehicleChecked : vehicleShaped;
  }
  if (length === 11 && isBeneficiaryIdentifier(compact)) {
    if (/^.{4}-.{3}-.{4}$/.test(written)) return beneficiaryParted;
    if (isWhole) return beneficiary;
  }
  if (length === 9) {
    if (isDeaRegistration(compact)) return registration;
    if (/^[A-Z]{2}[0-9]{6}[A-D]$/.test(compact) && isNationalNumber('gb_nino', compact))
      return nino;
    if (/^[0-9XYZ][0-9]{7}[A-Z]$/.test(compact) && isNationalNumber('es_dni', compact)) return dni;
  }
  if (length === 10 && isWhole && /^[A-Z]{5}[0-9]{4}[A-Z]$/.test(compact)) {
    return isNationalNumber('in_pan', compact) ? pan : undefined;
  }
  if (length === 15 && /^[12][0-9]{4}2[AB][0-9]{8}$/.test(compact)) {
    return isNationalNumber('fr_nir', compact) ? corsican : undefined;
  }
  if (length === 16 && isWhole && /^[A-Z]{6}/.test(compact)) {
    return isNationalNumber('it_fiscal_code', compact) ? fiscalCode : undefined;
  }
  if (length === 18 && isWhole && /^[A-Z]{4}[0-9]{6}/.test(compact)) {
    return isNationalNumber('mx_curp', compact) ? curp : undefined;
  }
  if (length <= 8 && isDiagnosisCode(written.toUpperCase())) return diagnosis;
  if (
    length >= 3 &&
    length <= 7 &&
    isWhole &&
    isDiagnosisCode(`${compact.slice(0, 3)}.${compact.slice(3)}`)
  ) {
    return diagnosisBare;
  }
  return undefined;
}
