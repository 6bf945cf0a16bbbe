import { type AnyContract, compareContracts } from '@das/contracts';
import type { Collector } from '../collector/collector.js';
import type { Domain } from '../domain/define-domain.js';
import { domainNames, type TableName } from '../domain/domain-names.js';
import { driftColumn, driftPrefix } from '../domain/drift-protection.js';
import { CoreError } from '../errors/core-error.js';
import type { EvidenceRecorder } from '../evidence/evidence-recorder.js';
import { recordAround } from '../evidence/record-around.js';
import { columnDefinition } from '../resources/create-statement.js';
import { sql } from '../warehouse/statement.js';
import type { Session, Warehouse } from '../warehouse/warehouse.js';
import type { DriftColumns } from './judge-drift.js';
import { checkNumber } from './known-option.js';
import { isPlainName } from './unknown-fields.js';

/** What a table needs to evolve. */
export interface EvolvingTableOptions {
  readonly domain: Domain;
  readonly collector: Collector;
  readonly warehouse: Warehouse;
  readonly evidence: EvidenceRecorder;
  /** A session that sees the table's columns. */
  readonly session: Session;
}

/**
 * A BRONZE table that takes in fields which the contract does not have, as nullable VARIANT columns
 * that the pipeline alone can read. They are added under the role that owns the table, each with its
 * policy and tag in the statement that adds it, after evidence says so.
 */
export class EvolvingTable implements DriftColumns {
  readonly #options: EvolvingTableOptions;
  readonly #table: TableName;
  readonly #limit: number;
  readonly #role: string;
  /** Each field's column, as far as it may have one. */
  readonly #columns: Map<string, string | undefined> = new Map();
  /** The fields that took the columns, so that no two take one. */
  readonly #fields: Map<string, string> = new Map();
  #existing: ReadonlySet<string>;
  #pending: string[] = [];

  private constructor(
    options: EvolvingTableOptions,
    { limit, role }: { readonly limit: number; readonly role?: string },
    existing: ReadonlySet<string>,
  ) {
    const { domain, collector } = options;
    this.#options = options;
    this.#table = domainNames(domain.database).table(collector.contract, 'BRONZE');
    this.#limit = limit;
    this.#role = role ?? domain.platform.deployRole;
    this.#existing = existing;
  }

  /**
   * Reads what the table of a collector has taken in so far; `undefined` where it is not to evolve.
   *
   * @throws {@link CoreError} `DAS_COLLECT_INVALID_OPTION` when the contract allows no column more
   */
  static async open(options: EvolvingTableOptions): Promise<EvolvingTable | undefined> {
    const { collector, domain, session } = options;
    if (typeof collector.drift !== 'object' || collector.drift === null) return undefined;
    checkCompatibility(collector);
    const { limit } = collector.drift.evolve ?? {};
    checkNumber({ collector, option: 'drift.evolve.limit' }, limit ?? Number.NaN, { least: 0 });
    const table = domainNames(domain.database).table(collector.contract, 'BRONZE');
    return new EvolvingTable(options, collector.drift.evolve, await driftColumns(session, table));
  }

  columnOf(field: string): string | undefined {
    if (!this.#columns.has(field)) {
      // Fields are data: a table of them must not grow for ever.
      if (this.#columns.size > 10_000) return undefined;
      this.#columns.set(field, this.#resolve(field));
    }
    return this.#columns.get(field);
  }

  /** Adds the columns that {@link EvolvingTable.columnOf} has promised. Not inside a transaction. */
  async prepare(): Promise<void> {
    const promised = this.#pending;
    this.#pending = [];
    if (promised.length === 0) return;
    const { warehouse, evidence, collector, domain } = this.#options;
    await using session = await warehouse.openSession({
      role: this.#role,
      queryTag: `das:drift:${collector.name}`,
    });
    // Another process of the collector may have met the same fields.
    this.#existing = await driftColumns(session, this.#table);
    const added = promised.filter((column) => !this.#existing.has(column));
    if (added.length === 0) return;
    const table = sql.id(...this.#table);
    await recordAround(evidence, {
      kind: 'deployment',
      subject: collector.contract,
      details: {
        reason: 'schema drift',
        table: this.#table.join('.'),
        columns: added,
        role: this.#role,
      },
      work: async () => {
        for (const column of added) {
          const definition = columnDefinition(driftColumn(domain.database, column));
          await session.execute(sql`ALTER TABLE ${table} ADD COLUMN ${definition}`);
        }
        return { result: undefined, details: { statements: added.length } };
      },
    });
  }

  #resolve(field: string): string | undefined {
    if (!isPlainName(field)) return undefined;
    const column = `${driftPrefix}${field.toUpperCase()}`;
    // Another field of the same letters has it already.
    if (this.#fields.has(column)) return undefined;
    const isNew = !this.#existing.has(column);
    const promised = [...this.#fields.keys()].filter((each) => !this.#existing.has(each)).length;
    if (isNew && this.#existing.size + promised >= this.#limit) return undefined;
    this.#fields.set(column, field);
    if (isNew) this.#pending.push(column);
    return column;
  }
}

async function driftColumns(session: Session, table: TableName): Promise<ReadonlySet<string>> {
  const result = await session.execute<{ column_name: string }>(
    sql`SHOW COLUMNS IN TABLE ${sql.id(...table)}`,
  );
  const names = result.rows.map(({ column_name }) => column_name);
  return new Set(names.filter((name) => name.startsWith(driftPrefix)));
}

/** A column more must not break whom the contract's compatibility protects. */
function checkCompatibility(collector: Collector): void {
  const { contract } = collector;
  if (!breaksWithOneMore(contract)) return;
  throw new CoreError(
    'DAS_COLLECT_INVALID_OPTION',
    `the contract's compatibility is ${contract.compatibility}, which allows no column more`,
    {
      place: `collector ${collector.name}, contract ${contract.name}`,
      next: "let drift be 'quarantine', or let the schema drop unknown keys",
    },
  );
}

function breaksWithOneMore(contract: AnyContract): boolean {
  const document = contract.toJSON();
  const [major = 0] = contract.version.split('.').map(Number);
  const taken = new Set(document.columns.map(({ name }) => name));
  let name = 'drift';
  while (taken.has(name)) name = `${name}_`;
  const after = {
    ...document,
    version: `${major + 1}.0.0`,
    columns: [
      ...document.columns,
      {
        name,
        classification: 'phi' as const,
        semantic: undefined,
        type: 'VARIANT' as const,
        isNullable: true,
        enum: undefined,
        isEnumOpen: false,
        isFreeText: true,
        description: undefined,
        unit: undefined,
        examples: [],
        tags: [],
        deprecated: undefined,
        stored: {
          kind: 'union' as const,
          options: [{ kind: 'undefined' as const }, { kind: 'unknown' as const }],
        },
        accepted: undefined,
      },
    ],
  };
  const { changes } = compareContracts(document, after);
  return changes.some(({ severity }) => severity === 'error');
}
