import type { Random } from '../../commerce/demonstration/seeded-random.js';

const day = 86_400_000;

/** ZIP codes of places with many people, and some of places with few (036, 059, 102, 821, 893). */
const zips = [
  '02155',
  '01701',
  '10001',
  '60614',
  '94110',
  '77002',
  '03602',
  '05901',
  '10201',
  '82190',
  '89301',
];

const diagnoses = [
  ['195662009', 'Acute viral pharyngitis (disorder)'],
  ['59621000', 'Essential hypertension (disorder)'],
  ['44054006', 'Diabetes mellitus type 2 (disorder)'],
  ['195967001', 'Asthma (disorder)'],
] as const;

const measurements = [
  ['8302-2', 'Body Height', 'cm', 150, 200],
  ['29463-7', 'Body Weight', 'kg', 45, 120],
  ['8480-6', 'Systolic Blood Pressure', 'mm[Hg]', 95, 180],
] as const;

/** A row of a CSV file, by column. */
export type CsvRow = Readonly<Record<string, string>>;

/** The tables of a clinic that does not exist. */
export interface InventedClinic {
  readonly patients: readonly CsvRow[];
  readonly encounters: readonly CsvRow[];
  readonly conditions: readonly CsvRow[];
  readonly observations: readonly CsvRow[];
}

/** Invents a clinic. Nobody in it could be taken for a person: names are numbered, SSNs begin with 999. */
export function inventClinic(count: number, now: Date, random: Random): InventedClinic {
  const today = now.getTime();
  const dateAt = (time: number) => new Date(time).toISOString().slice(0, 10);
  const timeAt = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;
  const patients = Array.from({ length: count }, (_, index) =>
    inventPatient(index, today, random, dateAt),
  );
  const encounters: CsvRow[] = [];
  const conditions: CsvRow[] = [];
  const observations: CsvRow[] = [];
  for (const patient of patients) {
    const born = Date.parse(patient.BIRTHDATE ?? '');
    for (let visit = random.between(1, 4); visit > 0; visit -= 1) {
      const at = Math.max(born + 30 * day, today - random.between(1, 3000) * day) + visit * 60_000;
      const encounter = inventEncounter(patient, timeAt(at), timeAt(at + 900_000), random);
      encounters.push(encounter);
      if (random.chance(0.6)) {
        const [CODE, DESCRIPTION] = random.pick(diagnoses);
        // An old diagnosis of somebody old: the year alone would tell an age over 89.
        const start = random.chance(0.3) ? born + 200 * day : at;
        const STOP = random.chance(0.5) ? dateAt(start + 20 * day) : '';
        const ids = { PATIENT: patient.Id ?? '', ENCOUNTER: encounter.Id ?? '' };
        conditions.push({ START: dateAt(start), STOP, ...ids, CODE, DESCRIPTION });
      }
      observations.push(...inventObservations(encounter, random));
    }
  }
  return { patients, encounters, conditions, observations };
}

function inventPatient(
  index: number,
  today: number,
  random: Random,
  dateAt: (time: number) => string,
): CsvRow {
  const number = String(index + 1).padStart(4, '0');
  // Every twentieth is over 89.
  const years = index % 20 === 0 ? random.between(91, 103) : random.between(1, 88);
  const born = today - Math.round((years + random.next() / 2) * 365.25 * day);
  const isDead = random.chance(0.1);
  return {
    Id: random.uuid(),
    BIRTHDATE: dateAt(born),
    DEATHDATE: isDead ? dateAt(today - random.between(1, Math.min(years * 365, 2000)) * day) : '',
    SSN: `999-${random.between(10, 99)}-${number}`,
    DRIVERS: years > 17 ? `S999${number}9` : '',
    PASSPORT: years > 17 ? `X${number}0000X` : '',
    PREFIX: random.pick(['Mr.', 'Ms.', 'Mx.']),
    FIRST: `Firstname${number}`,
    LAST: `Lastname${number}`,
    SUFFIX: '',
    MAIDEN: random.chance(0.2) ? `Maidenname${number}` : '',
    MARITAL: random.pick(['M', 'S', 'D', '']),
    RACE: random.pick(['white', 'black', 'asian', 'other']),
    ETHNICITY: random.pick(['hispanic', 'nonhispanic']),
    GENDER: random.pick(['F', 'M']),
    BIRTHPLACE: `Birthtown${number}  Example State  US`,
    ADDRESS: `${random.between(1, 999)} Example Street Unit ${number}`,
    CITY: `Exampletown${number}`,
    STATE: 'Example State',
    COUNTY: `Example County ${number}`,
    ZIP: random.chance(0.85) ? random.pick(zips) : '',
    LAT: `${random.between(30, 45)}.${random.between(100_000, 999_999)}`,
    LON: `-${random.between(70, 120)}.${random.between(100_000, 999_999)}`,
    HEALTHCARE_EXPENSES: `${random.between(1000, 900_000)}.${random.between(10, 99)}`,
    HEALTHCARE_COVERAGE: `${random.between(0, 9000)}.${random.between(10, 99)}`,
  };
}

function inventEncounter(patient: CsvRow, start: string, stop: string, random: Random): CsvRow {
  const [REASONCODE, REASONDESCRIPTION] = random.chance(0.4) ? random.pick(diagnoses) : ['', ''];
  return {
    Id: random.uuid(),
    START: start,
    STOP: stop,
    PATIENT: patient.Id ?? '',
    ORGANIZATION: random.uuid(),
    PROVIDER: random.uuid(),
    PAYER: random.uuid(),
    ENCOUNTERCLASS: random.pick(['ambulatory', 'wellness', 'emergency', 'urgentcare']),
    CODE: '185345009',
    DESCRIPTION: 'Encounter for symptom',
    BASE_ENCOUNTER_COST: '77.49',
    TOTAL_CLAIM_COST: `${random.between(100, 9000)}.${random.between(10, 99)}`,
    PAYER_COVERAGE: '0.00',
    REASONCODE,
    REASONDESCRIPTION,
  };
}

function inventObservations(encounter: CsvRow, random: Random): readonly CsvRow[] {
  const common = {
    DATE: encounter.START ?? '',
    PATIENT: encounter.PATIENT ?? '',
    ENCOUNTER: encounter.Id ?? '',
  };
  const numbers = measurements.map(([CODE, DESCRIPTION, UNITS, least, most]) => ({
    ...common,
    CATEGORY: 'vital-signs',
    CODE,
    DESCRIPTION,
    VALUE: `${random.between(least, most)}.${random.between(1, 9)}`,
    UNITS,
    TYPE: 'numeric',
  }));
  const answer = {
    ...common,
    CATEGORY: 'survey',
    CODE: '72166-2',
    DESCRIPTION: 'Tobacco smoking status',
    VALUE: random.pick(['Never smoker', 'Former smoker']),
    UNITS: '',
    TYPE: 'text',
  };
  return [...numbers, answer];
}
