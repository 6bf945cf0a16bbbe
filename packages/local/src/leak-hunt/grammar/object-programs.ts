import type { Grammar } from './grammar.js';
import type { Step } from './program.js';
import type { ScopeColumn } from './scope.js';
import { cleanUp, prepare, step } from './step.js';
import { writeQuery } from './write-query.js';

/** A query over one relation that was just made, after plain reading of it. */
function writeReads(
  grammar: Grammar,
  name: string,
  columns: readonly ScopeColumn[],
): readonly Step[] {
  const query = writeQuery(withRelation(grammar, name, columns), { depth: 1 });
  return [
    step(`SELECT * FROM ${name}`),
    step(query.text, { compare: query.isOrdered ? 'list' : 'set' }),
  ];
}

/** The grammar, with a new relation within its reach. */
function withRelation(grammar: Grammar, name: string, columns: readonly ScopeColumn[]): Grammar {
  grammar.queries = [{ name, columns, keys: [] }];
  return grammar;
}

/** For statements that write and commit: they would leave the streams empty. */
function leaveStreams(grammar: Grammar): void {
  grammar.relations = grammar.relations.filter(({ isConsumed }) => isConsumed !== true);
}

export function writeCopy(grammar: Grammar): readonly Step[] {
  leaveStreams(grammar);
  const query = writeQuery(grammar, { depth: 1, isBare: true });
  const kind = grammar.choices.pick(['TABLE', 'TEMPORARY TABLE', 'TRANSIENT TABLE']);
  return [
    step(`CREATE OR REPLACE ${kind} SCRATCH AS ${query.text}`, { compare: 'outcome' }),
    ...writeReads(grammar, 'SCRATCH', query.columns),
    cleanUp('DROP TABLE IF EXISTS SCRATCH'),
  ];
}

/** A view of the hunted role, one of another role over it, and queries of both. */
export function writeView(grammar: Grammar): readonly Step[] {
  const { choices } = grammar;
  const query = writeQuery(grammar, { depth: 1, isBare: true });
  const kind = choices.pick(['VIEW', 'SECURE VIEW', 'TEMPORARY VIEW']);
  const steps = [
    step(`CREATE OR REPLACE ${kind} SCRATCH_VIEW AS ${query.text}`, { compare: 'outcome' }),
    ...writeReads(grammar, 'SCRATCH_VIEW', query.columns),
  ];
  if (kind !== 'TEMPORARY VIEW' && choices.chance(40)) {
    const list = query.columns.map(({ name }) => name).join(', ');
    steps.push(
      prepare('GRANT SELECT ON VIEW SCRATCH_VIEW TO ROLE CLEARED'),
      step(`CREATE OR REPLACE VIEW SCRATCH_OVER AS SELECT ${list}, 1 AS ONE FROM SCRATCH_VIEW`, {
        actor: { role: 'CLEARED' },
        compare: 'outcome',
      }),
      prepare('GRANT SELECT ON VIEW SCRATCH_OVER TO ROLE READER', 'CLEARED'),
      step('SELECT * FROM SCRATCH_OVER'),
    );
  }
  return [
    ...steps,
    cleanUp('DROP VIEW IF EXISTS SCRATCH_OVER', 'CLEARED'),
    cleanUp('DROP VIEW IF EXISTS SCRATCH_VIEW'),
  ];
}

/** A clone keeps the policies; one that the hunted role makes is its own, and shows it no more. */
export function writeClone(grammar: Grammar): readonly Step[] {
  const { choices } = grammar;
  const names = ['PEOPLE', 'ORDERS', 'NOTES', 'TAGGED', 'DAILY'];
  const sources = grammar.relations.filter(({ name }) => names.includes(name));
  const source = choices.pick(sources);
  const role = choices.pick(['READER', 'UNCLEARED', 'ACCOUNTADMIN']);
  const kind = source.name === 'DAILY' ? 'DYNAMIC TABLE' : 'TABLE';
  const moment = choices.chance(15) ? ' AT(OFFSET => -5400)' : '';
  const target = choices.chance(20) ? 'TRANSIENT TABLE' : kind;
  return [
    step(`CREATE OR REPLACE ${target} SCRATCH_CLONE CLONE ${source.name}${moment}`, {
      actor: { role },
      compare: 'outcome',
    }),
    ...(role === 'READER'
      ? []
      : [prepare(`GRANT SELECT ON ${kind} SCRATCH_CLONE TO ROLE READER`, role)]),
    ...writeReads(grammar, 'SCRATCH_CLONE', source.columns),
    step("EXECUTE USING POLICY_CONTEXT(CURRENT_ROLE => 'CLEARED') AS SELECT * FROM SCRATCH_CLONE", {
      compare: 'none',
      isProbe: true,
    }),
    cleanUp('DROP TABLE IF EXISTS SCRATCH_CLONE', role),
    cleanUp('DROP DYNAMIC TABLE IF EXISTS SCRATCH_CLONE', role),
  ];
}

export function writeDynamicTable(grammar: Grammar): readonly Step[] {
  const query = writeQuery(grammar, { depth: 1, isBare: true });
  return [
    step(
      `CREATE OR REPLACE DYNAMIC TABLE SCRATCH_DAILY TARGET_LAG = '1 minute' WAREHOUSE = W AS ${query.text}`,
      { compare: 'outcome' },
    ),
    step('ALTER DYNAMIC TABLE SCRATCH_DAILY REFRESH', { compare: 'outcome' }),
    ...writeReads(grammar, 'SCRATCH_DAILY', query.columns),
    cleanUp('DROP DYNAMIC TABLE IF EXISTS SCRATCH_DAILY'),
  ];
}

/** Changes are taken from a stream into a table, and the stream is as before after a rollback. */
export function writeStreamUse(grammar: Grammar): readonly Step[] {
  const { choices } = grammar;
  const streams = grammar.relations.filter(({ name }) =>
    ['CHANGES', 'ARRIVALS', 'ALL_PEOPLE'].includes(name),
  );
  if (streams.length === 0) return [step('SELECT 1')];
  const stream = choices.pick(streams);
  return [
    prepare('CREATE OR REPLACE TABLE SCRATCH (ID NUMBER(18,2), NAME VARCHAR, NOTE VARCHAR)'),
    prepare('BEGIN'),
    step(
      `INSERT INTO SCRATCH SELECT ID, ${choices.pick(['NAME', 'EMAIL'])}, NOTE FROM ${stream.name}`,
    ),
    step('SELECT * FROM SCRATCH'),
    step(`SELECT ID, NAME, EMAIL, SALARY, NOTE, METADATA$ACTION FROM ${stream.name}`),
    cleanUp('ROLLBACK'),
    step(`SELECT SYSTEM$STREAM_HAS_DATA('${stream.name}')`, { compare: 'outcome' }),
    cleanUp('DROP TABLE IF EXISTS SCRATCH'),
  ];
}

/** Files that the hunted role wrote to a stage: they are looked into as well. */
export function writeUnload(grammar: Grammar): readonly Step[] {
  leaveStreams(grammar);
  const { choices } = grammar;
  const query = writeQuery(grammar, { depth: 1, isBare: true });
  const format = choices.pick(['CSV', 'JSON', 'PARQUET']);
  const source =
    format === 'JSON' ? `(SELECT OBJECT_CONSTRUCT(*) FROM (${query.text}))` : `(${query.text})`;
  return [
    prepare('CREATE OR REPLACE STAGE SCRATCH_STAGE'),
    step(
      `COPY INTO @SCRATCH_STAGE/out FROM ${source} FILE_FORMAT = (TYPE = ${format}${format === 'CSV' ? ' COMPRESSION = NONE' : ''})`,
      { compare: 'outcome', looksAtStage: true },
    ),
    step('LIST @SCRATCH_STAGE', { compare: 'none' }),
    step('SELECT $1 FROM @SCRATCH_STAGE', { compare: 'none' }),
    cleanUp('REMOVE @SCRATCH_STAGE'),
    cleanUp('DROP STAGE IF EXISTS SCRATCH_STAGE'),
  ];
}

export function writeTask(grammar: Grammar): readonly Step[] {
  leaveStreams(grammar);
  const query = writeQuery(grammar, { depth: 1, types: ['text'], isBare: true });
  return [
    prepare('CREATE OR REPLACE TABLE SCRATCH (C1 VARCHAR)'),
    step(`CREATE OR REPLACE TASK SCRATCH_TASK AS INSERT INTO D.S.SCRATCH ${query.text}`, {
      compare: 'outcome',
    }),
    step('EXECUTE TASK SCRATCH_TASK', { compare: 'outcome' }),
    step('SELECT * FROM SCRATCH', { compare: 'outcome' }),
    step("SELECT * FROM TABLE(D.INFORMATION_SCHEMA.TASK_HISTORY(TASK_NAME => 'SCRATCH_TASK'))", {
      compare: 'outcome',
    }),
    cleanUp('DROP TASK IF EXISTS SCRATCH_TASK'),
    cleanUp('DROP TABLE IF EXISTS SCRATCH'),
  ];
}

/** Functions of the hunted role and of a role without clearance, over text and over tables. */
export function writeFunction(grammar: Grammar): readonly Step[] {
  const { choices } = grammar;
  const role = choices.pick(['READER', 'UNCLEARED']);
  const relation = choices.pick(grammar.relations.filter(({ isOpaque }) => !isOpaque));
  const column = relation.columns.find(({ type }) => type === 'text')?.name ?? 'ID';
  const body = choices.pick([
    `SELECT MAX(${column}) FROM D.S.${relation.name}`,
    `SELECT LISTAGG(${column}, ',') WITHIN GROUP (ORDER BY ${column}) FROM D.S.${relation.name}`,
    'UPPER(X)',
  ]);
  return [
    step(
      `CREATE OR REPLACE FUNCTION SCRATCH_FUNCTION (X VARCHAR) RETURNS VARCHAR AS '${body.replaceAll("'", "''")}'`,
      { actor: { role }, compare: 'outcome' },
    ),
    ...(role === 'READER'
      ? []
      : [prepare('GRANT USAGE ON FUNCTION SCRATCH_FUNCTION(VARCHAR) TO ROLE READER', role)]),
    step(`SELECT SCRATCH_FUNCTION(${column}::VARCHAR) FROM ${relation.name}`),
    cleanUp('DROP FUNCTION IF EXISTS SCRATCH_FUNCTION(VARCHAR)', role),
  ];
}
