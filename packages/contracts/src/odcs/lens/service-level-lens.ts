import { checkObjectives } from '../../definition/checks/check-objectives.js';
import { isSameJson, type JsonObject } from '../../document/json.js';
import type { ContractColumn } from '../../model/column.js';
import type { ContractDocument } from '../../model/contract-document.js';
import type { Duration } from '../../model/duration.js';
import { defaultRetention, type Retention, type ServiceLevelObjectives } from '../../model/slo.js';
import { below, objectsAt, textAt, withList, withMember } from './element.js';
import { fillSlots } from './fill-slots.js';
import { fits } from './fits.js';
import type { Reader } from './reader.js';
import { readDuration, readShare } from './service-level-value.js';

/** A table as the service levels of the document name it. */
export interface NamedTable {
  /** The name in DAS. */
  readonly name: string;
  /** The name in the document. */
  readonly raw: string;
  readonly columns: ReadonlyMap<string, ContractColumn>;
  toDas(column: string): string;
  toOdcs(column: string): string;
}

type DurationKey = 'frequency' | 'timeToDetect' | 'timeToNotify' | 'timeToRepair';

/** One objective of one table. */
type Claim = { readonly table: string } & (
  | { readonly key: 'latency'; readonly column: string; readonly value: Duration }
  | { readonly key: 'completeness'; readonly column: string; readonly value: number }
  | { readonly key: 'availability'; readonly column?: undefined; readonly value: number }
  | {
      readonly key: DurationKey | 'retention';
      readonly column?: undefined;
      readonly value: Duration;
    }
);

const properties: Readonly<Record<string, Claim['key']>> = {
  latency: 'latency',
  ly: 'latency',
  completeness: 'completeness',
  availability: 'availability',
  av: 'availability',
  frequency: 'frequency',
  fy: 'frequency',
  retention: 'retention',
  re: 'retention',
  timetodetect: 'timeToDetect',
  td: 'timeToDetect',
  timetonotify: 'timeToNotify',
  tn: 'timeToNotify',
  timetorepair: 'timeToRepair',
  tr: 'timeToRepair',
};

function tableOf(
  document: JsonObject,
  entry: JsonObject,
  tables: readonly NamedTable[],
): readonly [NamedTable, string | undefined] | undefined {
  const element = textAt(entry, 'element') ?? textAt(document, 'slaDefaultElement');
  if (element === undefined) {
    const [only] = tables;
    return only === undefined || tables.length > 1 ? undefined : [only, undefined];
  }
  for (const table of tables) {
    if (element === table.raw) return [table, undefined];
    if (!element.startsWith(`${table.raw}.`)) continue;
    const column = table.toDas(element.slice(table.raw.length + 1));
    return table.columns.has(column) ? [table, column] : undefined;
  }
  return undefined;
}

function readClaim(
  document: JsonObject,
  entry: JsonObject,
  tables: readonly NamedTable[],
): Claim | undefined {
  const word = textAt(entry, 'property')?.toLowerCase() ?? '';
  const key = Object.hasOwn(properties, word) ? properties[word] : undefined;
  const place = tableOf(document, entry, tables);
  if (key === undefined || place === undefined) return undefined;
  const [table, column] = place;
  const about = { table: table.name, key };
  if (key === 'completeness' || key === 'availability') {
    const value = readShare(entry);
    if (value === undefined || (key === 'completeness') !== (column !== undefined))
      return undefined;
    return { ...about, column, value } as Claim;
  }
  const value = readDuration(entry);
  if (value === undefined || (key === 'latency' && column === undefined)) return undefined;
  const claim = (key === 'latency' ? { ...about, column, value } : { ...about, value }) as Claim;
  return fits(() => checkObjectives(table.columns, objectivesOf([claim]), '')) ? claim : undefined;
}

function identityOf({ table, key, column }: Claim): string {
  return JSON.stringify(key === 'completeness' ? [table, key, column] : [table, key]);
}

interface PlacedClaim {
  readonly element: JsonObject;
  readonly claim: Claim | undefined;
}

function placedClaims(
  document: JsonObject,
  tables: readonly NamedTable[],
  reader?: Reader,
): readonly PlacedClaim[] {
  const seen = new Set<string>();
  return objectsAt(document, 'slaProperties').map((element, at) => {
    const claim = readClaim(document, element, tables);
    if (claim !== undefined && !seen.has(identityOf(claim))) {
      seen.add(identityOf(claim));
      return { element, claim };
    }
    reader?.decide(
      'sla-kept',
      below(['slaProperties'], at),
      'the objective is kept and not measured',
    );
    return { element, claim: undefined };
  });
}

function objectivesOf(claims: readonly Claim[]): ServiceLevelObjectives {
  const found = (key: Claim['key']) => claims.find((claim) => claim.key === key);
  const latency = found('latency');
  const completeness = claims.filter((claim) => claim.key === 'completeness');
  const keys = [
    'availability',
    'frequency',
    'timeToDetect',
    'timeToNotify',
    'timeToRepair',
  ] as const;
  const plain = keys.flatMap((key) => {
    const claim = found(key);
    return claim === undefined ? [] : [[key, claim.value] as const];
  });
  return {
    ...(latency?.key === 'latency'
      ? { freshness: { column: latency.column, p95: latency.value } }
      : {}),
    ...(completeness.length === 0
      ? {}
      : {
          completeness: Object.fromEntries(
            completeness.map(({ column, value }) => [column, value]),
          ),
        }),
    ...Object.fromEntries(plain),
  };
}

/** Says which service levels DAS does not measure. */
export function decideServiceLevels(
  document: JsonObject,
  tables: readonly NamedTable[],
  reader: Reader,
): void {
  placedClaims(document, tables, reader);
}

/** What the service levels of a document promise of one table. Without a retention: that of DAS. */
export function readServiceLevels(
  document: JsonObject,
  table: string,
  tables: readonly NamedTable[],
): { readonly slo: ServiceLevelObjectives; readonly retention: Retention } {
  const claims = placedClaims(document, tables).flatMap(({ claim }) =>
    claim?.table === table ? [claim] : [],
  );
  const kept = claims.find(({ key }) => key === 'retention');
  return {
    slo: objectivesOf(claims),
    retention:
      kept?.key === 'retention' ? { ...defaultRetention, platinum: kept.value } : defaultRetention,
  };
}

function claimsOf(contract: ContractDocument, isNew: boolean, had: boolean): readonly Claim[] {
  const { slo, retention, name: table } = contract;
  const { freshness, completeness = {}, ...plain } = slo;
  const isSaid = isNew || had || retention.platinum !== defaultRetention.platinum;
  return [
    ...(freshness === undefined
      ? []
      : [{ table, key: 'latency' as const, column: freshness.column, value: freshness.p95 }]),
    ...Object.entries(completeness).flatMap(([column, value]) =>
      value === undefined ? [] : [{ table, key: 'completeness' as const, column, value }],
    ),
    ...Object.entries(plain).flatMap(([key, value]) =>
      value === undefined ? [] : [{ table, key, value } as Claim],
    ),
    ...(isSaid ? [{ table, key: 'retention' as const, value: retention.platinum }] : []),
  ];
}

function writeClaim(element: JsonObject, claim: Claim, tables: readonly NamedTable[]): JsonObject {
  const table = tables.find(({ name }) => name === claim.table);
  const raw = table?.raw ?? claim.table;
  const column =
    claim.column === undefined ? '' : `.${table?.toOdcs(claim.column) ?? claim.column}`;
  const isNew = Object.keys(element).length === 0;
  const measured =
    typeof claim.value === 'number'
      ? { value: Number((claim.value * 100).toPrecision(15)), unit: 'percent' }
      : { value: Number(claim.value.slice(0, -1)), unit: claim.value.slice(-1) };
  if (isNew) return { property: claim.key, ...measured, element: `${raw}${column}` };
  return withMember(
    { ...element, ...measured },
    'element',
    claim.column === undefined ? element.element : `${raw}${column}`,
  );
}

/** The document with what its service levels promise of these contracts. */
export function writeServiceLevels(
  document: JsonObject,
  contracts: readonly ContractDocument[],
  before: readonly NamedTable[],
  tables: readonly NamedTable[],
  newTables: ReadonlySet<string>,
): JsonObject {
  const placed = placedClaims(document, before);
  const former = new Map(
    placed.flatMap(({ element, claim }) =>
      claim === undefined ? [] : [[identityOf(claim), { element, claim }] as const],
    ),
  );
  const all = contracts.flatMap((contract) =>
    claimsOf(
      contract,
      newTables.has(contract.name),
      former.has(JSON.stringify([contract.name, 'retention'])),
    ),
  );
  // In the order in which they stood, so that nothing moves that did not change.
  const identities = [...former.keys()];
  const wanted = all
    .map((claim) => ({ claim, at: identities.indexOf(identityOf(claim)) }))
    .sort((one, other) => (one.at === -1 ? 1 : other.at === -1 ? -1 : one.at - other.at))
    .map(({ claim }) => {
      const before = former.get(identityOf(claim));
      const isSame = before !== undefined && isSameJson(before.claim, claim);
      const element = isSame ? before.element : writeClaim(before?.element ?? {}, claim, tables);
      return { element, former: before?.element };
    });
  return withList(
    document,
    'slaProperties',
    fillSlots(
      placed.map(({ element, claim }) => ({ element, isOurs: claim !== undefined })),
      wanted,
    ),
  );
}
