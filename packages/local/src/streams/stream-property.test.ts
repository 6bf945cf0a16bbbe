import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

interface ModelRow {
  readonly key: number;
  readonly id: number;
  readonly x: number;
  /** Grows with every change. */
  readonly version: number;
}

interface Moment {
  readonly rows: ReadonlyMap<number, ModelRow>;
  /** Every row that was ever inserted, as the transaction that did so left it. */
  readonly inserted: readonly ModelRow[];
}

type Streams = Readonly<Record<'C' | 'E' | 'A', Moment>>;
type StreamName = keyof Streams;

/** A table with streams, as plain maps: a moment is a copy, a net change compares two of them. */
class Model {
  #now: Moment = { rows: new Map(), inserted: [] };
  #streams: Streams = { C: this.#now, E: this.#now, A: this.#now };
  #start: Moment | undefined;
  #consumed = new Set<StreamName>();
  #keys = 0;

  change(work: (rows: Map<number, ModelRow>, insert: (id: number, x: number) => void) => void) {
    const rows = new Map(this.#now.rows);
    const inserted = [...this.#now.inserted];
    work(rows, (id, x) => {
      const row = { key: this.#keys, id, x, version: 0 };
      this.#keys += 1;
      rows.set(row.key, row);
      inserted.push(row);
    });
    this.#now = { rows, inserted };
  }

  begin() {
    this.#start ??= this.#now;
  }

  end(isCommitted: boolean) {
    if (this.#start === undefined) return;
    const start = this.#start;
    if (isCommitted) {
      for (const name of this.#consumed) this.#move(name, start);
      // The commit makes one version of the table: a row that is gone by then is in none.
      const { rows, inserted } = this.#now;
      const fresh = inserted.slice(start.inserted.length).flatMap(({ key }) => rows.get(key) ?? []);
      this.#now = { rows, inserted: [...start.inserted, ...fresh] };
    } else this.#now = start;
    this.#consumed.clear();
    this.#start = undefined;
  }

  consume(name: StreamName) {
    if (this.#start === undefined) this.#move(name, this.#now);
    else this.#consumed.add(name);
  }

  changes(name: StreamName): readonly string[] {
    const from = this.#streams[name];
    const to = this.#start ?? this.#now;
    if (name === 'A') {
      const fresh = to.inserted.slice(from.inserted.length);
      return fresh.map((row) => line('INSERT', false, row)).sort();
    }
    const lines: string[] = [];
    for (const row of to.rows.values()) {
      const before = from.rows.get(row.key);
      if (before?.version === row.version) continue;
      lines.push(line('INSERT', before !== undefined, row));
      if (before !== undefined) lines.push(line('DELETE', true, before));
    }
    for (const row of from.rows.values()) {
      if (!to.rows.has(row.key)) lines.push(line('DELETE', false, row));
    }
    return lines.sort();
  }

  #move(name: StreamName, to: Moment) {
    this.#streams = { ...this.#streams, [name]: to };
  }
}

function line(action: string, isUpdate: boolean, row: { id: number; x: number }): string {
  return [action, isUpdate, row.id, row.x].join(' ');
}

function changeEach(
  rows: Map<number, ModelRow>,
  matches: (row: ModelRow) => boolean,
  x: (row: ModelRow) => number,
): boolean {
  let found = false;
  for (const row of rows.values()) {
    if (!matches(row)) continue;
    found = true;
    rows.set(row.key, { ...row, x: x(row), version: row.version + 1 });
  }
  return found;
}

interface Step {
  readonly sql: string;
  readonly apply: (model: Model) => void;
}

const id = fc.integer({ min: 0, max: 4 });
const x = fc.integer({ min: 0, max: 9 });
const stream = fc.constantFrom<StreamName>('C', 'E', 'A');

const insert = fc.tuple(id, x).map(
  ([i, v]): Step => ({
    sql: `INSERT INTO T VALUES (${i}, ${v}), (${i}, ${v + 1})`,
    apply: (model) =>
      model.change((_, add) => {
        add(i, v);
        add(i, v + 1);
      }),
  }),
);
const update = fc.tuple(id, x).map(
  ([i, v]): Step => ({
    sql: `UPDATE T SET X = X + ${v} WHERE ID = ${i}`,
    apply: (model) =>
      model.change((rows) => {
        changeEach(
          rows,
          (row) => row.id === i,
          (row) => row.x + v,
        );
      }),
  }),
);
const remove = fc.tuple(id, x).map(
  ([i, v]): Step => ({
    sql: `DELETE FROM T WHERE ID = ${i} AND X >= ${v}`,
    apply: (model) =>
      model.change((rows) => {
        for (const row of rows.values()) if (row.id === i && row.x >= v) rows.delete(row.key);
      }),
  }),
);
const merge = fc.tuple(id, x).map(
  ([i, v]): Step => ({
    sql: `MERGE INTO T USING (SELECT ${i} AS I, ${v} AS V) AS N ON T.ID = N.I
      WHEN MATCHED AND T.X < N.V THEN UPDATE SET X = N.V
      WHEN MATCHED AND T.X > 10 THEN DELETE
      WHEN NOT MATCHED THEN INSERT (ID, X) VALUES (N.I, N.V)`,
    apply: (model) =>
      model.change((rows, add) => {
        const matched = [...rows.values()].filter((row) => row.id === i);
        for (const row of matched) {
          if (row.x < v) rows.set(row.key, { ...row, x: v, version: row.version + 1 });
          else if (row.x > 10) rows.delete(row.key);
        }
        if (matched.length === 0) add(i, v);
      }),
  }),
);
const overwrite = id.map(
  (i): Step => ({
    sql: `INSERT OVERWRITE INTO T SELECT ID, X + 1 FROM T WHERE ID <> ${i}`,
    apply: (model) =>
      model.change((rows, add) => {
        const kept = [...rows.values()].filter((row) => row.id !== i);
        rows.clear();
        for (const row of kept) add(row.id, row.x + 1);
      }),
  }),
);
const truncate: Step = {
  sql: 'TRUNCATE TABLE T',
  apply: (model) => model.change((rows) => rows.clear()),
};
const consume = stream.map(
  (name): Step => ({
    sql: `INSERT INTO SINK SELECT ID FROM ${name}`,
    apply: (model) => model.consume(name),
  }),
);
/** A stream that is read and its own table that is written to, in one statement. */
const feedBack = stream.map(
  (name): Step => ({
    sql: `INSERT INTO T SELECT ID, X FROM ${name} WHERE METADATA$ACTION = 'INSERT'`,
    apply: (model) => {
      const lines = model.changes(name).map((each) => each.split(' '));
      model.consume(name);
      model.change((_, add) => {
        for (const [action, , i, v] of lines) if (action === 'INSERT') add(Number(i), Number(v));
      });
    },
  }),
);
const begin: Step = { sql: 'BEGIN', apply: (model) => model.begin() };
const commit: Step = { sql: 'COMMIT', apply: (model) => model.end(true) };
const rollback: Step = { sql: 'ROLLBACK', apply: (model) => model.end(false) };

const step = fc.oneof(
  { weight: 4, arbitrary: insert },
  { weight: 4, arbitrary: update },
  { weight: 3, arbitrary: remove },
  { weight: 2, arbitrary: merge },
  { weight: 1, arbitrary: overwrite },
  { weight: 1, arbitrary: fc.constant(truncate) },
  { weight: 3, arbitrary: consume },
  { weight: 1, arbitrary: feedBack },
  { weight: 3, arbitrary: fc.constantFrom(begin, commit, commit, rollback) },
);

it('gives the net change of any DML in any transactions, as a plain model does', async () => {
  await using account = await Account.open();
  await account.runAll([...basics, 'CREATE TABLE D.S.SINK (ID NUMBER)']);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 20 }), async (steps) => {
      await account.runAll([
        'ROLLBACK',
        'CREATE OR REPLACE TABLE T (ID NUMBER, X NUMBER)',
        'CREATE OR REPLACE STREAM C ON TABLE T',
        'CREATE OR REPLACE STREAM E ON TABLE T',
        'CREATE OR REPLACE STREAM A ON TABLE T APPEND_ONLY = TRUE',
      ]);
      const model = new Model();
      for (const { sql, apply } of steps) {
        await account.run(sql);
        apply(model);
        for (const name of ['C', 'E', 'A'] as const) {
          const rows = await account.run(
            `SELECT METADATA$ACTION AS M, METADATA$ISUPDATE AS U, ID, X FROM ${name}`,
          );
          const lines = rows.map((row) =>
            line(String(row.M), row.U === true, { id: Number(row.ID), x: Number(row.X) }),
          );
          expect([sql, name, lines.sort()]).toEqual([sql, name, model.changes(name)]);
        }
      }
      await account.run('ROLLBACK');
    }),
    { numRuns: 15 },
  );
}, 60_000);
