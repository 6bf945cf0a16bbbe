import { detectorIds, detectors } from '../detection/detector.js';
import type { DetectorId } from '../detection/detector-id.js';
import { ambiguousKinds, type HarmlessKind } from './harmless-values.js';
import { pick, type Random, whole } from './random.js';
import type { Ingredients } from './sample-cells.js';

/** A column with what it holds. */
export interface LabelledColumn {
  readonly name: string;
  readonly samples: readonly unknown[];
  /** `undefined` for what is not sensitive. */
  readonly kind: DetectorId | undefined;
  readonly harmless: HarmlessKind | undefined;
  readonly style: 'named' | 'unnamed';
}

/** Kinds that a column shows without its name: their values are written as nothing else is. */
const plainKinds: ReadonlySet<DetectorId> = new Set<DetectorId>([
  'phone',
  'email',
  'us_ssn',
  'us_mbi',
  'iban',
  'payment_card',
  'us_dea',
  'us_npi',
  'us_routing',
  'vin',
  'udi',
  'imei',
  'mac_address',
  'url',
  'ip_address',
  'br_cpf',
  'es_dni',
  'fr_nir',
  'gb_nino',
  'it_fiscal_code',
  'mx_curp',
  'person_name',
  'street_address',
]);

/** One column in three has few values, one in three many that are empty. */
function samples(random: Random, make: () => string): readonly unknown[] {
  const values = pick(random, [4, 60, 60]);
  const empty = pick(random, [0, 0.1, 0.85]);
  const filled = Array.from({ length: values }, make);
  const nulls = Array.from({ length: Math.round((values * empty) / (1 - empty)) }, () => null);
  return random.helpers.shuffle([...filled, ...nulls]);
}

/** Labelled columns: of each kind and of each harmless kind, under names that say so and others. */
export function sampleColumns(
  random: Random,
  ingredients: Ingredients,
  times: number,
): readonly LabelledColumn[] {
  const { values, columnNames, vagueNames, harmless, harmlessNames } = ingredients;
  const columns: LabelledColumn[] = [];
  for (let round = 0; round < times; round += 1) {
    for (const kind of detectorIds) {
      const make = () => values[kind](random);
      const name = pick(random, columnNames[kind]);
      columns.push({
        name,
        samples: samples(random, make),
        kind,
        harmless: undefined,
        style: 'named',
      });
      if (!plainKinds.has(kind)) continue;
      const vague = `${pick(random, vagueNames)}${whole(random, 1, 9)}`;
      const many = Array.from({ length: 60 }, make);
      columns.push({ name: vague, samples: many, kind, harmless: undefined, style: 'unnamed' });
    }
    for (const each of Object.keys(harmless) as HarmlessKind[]) {
      const make = () => harmless[each](random);
      const name = pick(random, harmlessNames[each]);
      if (each !== 'age') {
        columns.push({
          name,
          samples: samples(random, make),
          kind: undefined,
          harmless: each,
          style: 'named',
        });
      }
      if (ambiguousKinds.has(each)) continue;
      const vague = pick(random, vagueNames);
      const many = Array.from({ length: 60 }, make);
      columns.push({
        name: vague,
        samples: many,
        kind: undefined,
        harmless: each,
        style: 'unnamed',
      });
    }
  }
  return columns;
}

/** The meaning that a column of a kind is to be given. */
export function expectedMeaning(kind: DetectorId): string {
  return detectors[kind].semantic;
}
