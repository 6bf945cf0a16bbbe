import type { Grammar } from './grammar.js';
import type { Step } from './program.js';
import { step } from './step.js';
import { writeQuery } from './write-query.js';

const statements: readonly string[] = [
  'SHOW TABLES IN SCHEMA D.S',
  'SHOW COLUMNS IN TABLE D.S.{table}',
  'SHOW VIEWS IN SCHEMA D.S',
  'SHOW DYNAMIC TABLES IN SCHEMA D.S',
  'SHOW STREAMS IN SCHEMA D.S',
  'SHOW OBJECTS IN SCHEMA D.S',
  'SHOW MASKING POLICIES IN SCHEMA D.S',
  'SHOW ROW ACCESS POLICIES IN SCHEMA D.S',
  'SHOW TAGS IN SCHEMA D.S',
  'SHOW GRANTS TO ROLE READER',
  'SHOW TASKS IN SCHEMA D.S',
  'SHOW STAGES IN SCHEMA D.S',
  'DESCRIBE TABLE D.S.{table}',
  'DESCRIBE VIEW D.S.{table}',
  'DESCRIBE MASKING POLICY D.S.M_TEXT',
  "SELECT GET_DDL('TABLE', 'D.S.{table}')",
  "SELECT GET_DDL('VIEW', 'D.S.{table}')",
  "SELECT GET_DDL('DYNAMIC TABLE', 'D.S.DAILY')",
  "SELECT GET_DDL('SCHEMA', 'D.S')",
  'SELECT * FROM D.INFORMATION_SCHEMA.TABLES',
  'SELECT * FROM D.INFORMATION_SCHEMA.COLUMNS',
  'SELECT * FROM D.INFORMATION_SCHEMA.VIEWS',
  'SELECT * FROM D.INFORMATION_SCHEMA.TABLE_STORAGE_METRICS',
  "SELECT * FROM TABLE(D.INFORMATION_SCHEMA.POLICY_REFERENCES(REF_ENTITY_NAME => 'D.S.{table}', REF_ENTITY_DOMAIN => 'TABLE'))",
  "SELECT * FROM TABLE(D.INFORMATION_SCHEMA.TAG_REFERENCES('D.S.{table}', 'TABLE'))",
  "SELECT SYSTEM$CLUSTERING_INFORMATION('D.S.{table}', '(NAME)')",
  "SELECT SYSTEM$GET_TAG('D.S.SENSITIVE', 'D.S.{table}', 'TABLE')",
  'SELECT * FROM D.SEC.SITES',
  'SELECT * FROM D.SEC.READERS',
  'DESCRIBE TABLE D.SEC.SITES',
  'SELECT * FROM SNOWFLAKE.ACCOUNT_USAGE.POLICY_REFERENCES',
];

export function writeMetadata(grammar: Grammar): readonly Step[] {
  const table = grammar.choices.pick(grammar.relations).name;
  const text = grammar.choices.pick(statements).replace('{table}', table);
  return [step(text, { compare: 'none' })];
}

const histories: readonly string[] = [
  'SELECT * FROM TABLE(D.INFORMATION_SCHEMA.QUERY_HISTORY())',
  'SELECT * FROM TABLE(D.INFORMATION_SCHEMA.QUERY_HISTORY_BY_USER())',
  "SELECT * FROM TABLE(D.INFORMATION_SCHEMA.QUERY_HISTORY_BY_USER(USER_NAME => 'KEEPER'))",
  "SELECT * FROM TABLE(D.INFORMATION_SCHEMA.QUERY_HISTORY_BY_WAREHOUSE(WAREHOUSE_NAME => 'W'))",
  'SELECT * FROM TABLE(D.INFORMATION_SCHEMA.QUERY_HISTORY_BY_SESSION())',
  'SELECT * FROM SNOWFLAKE.ACCOUNT_USAGE.QUERY_HISTORY',
  'SELECT * FROM SNOWFLAKE.ACCOUNT_USAGE.ACCESS_HISTORY',
  'SELECT * FROM TABLE(D.INFORMATION_SCHEMA.TASK_HISTORY())',
  'SELECT * FROM TABLE(D.INFORMATION_SCHEMA.DYNAMIC_TABLE_REFRESH_HISTORY())',
  "SELECT * FROM TABLE(D.INFORMATION_SCHEMA.COPY_HISTORY(TABLE_NAME => 'D.S.PEOPLE', START_TIME => DATEADD(hour, -5, CURRENT_TIMESTAMP())))",
  'SHOW TRANSACTIONS',
  'SHOW LOCKS',
  'SHOW VARIABLES',
];

/** After a query of its own, the role asks what is known about queries: its own, and others'. */
export function writeHistory(grammar: Grammar): readonly Step[] {
  const query = writeQuery(grammar, { depth: 0 });
  grammar.isComparable = false;
  return [
    step(query.text, { compare: 'none', isProbe: true }),
    step(grammar.choices.pick(histories), { showsHistory: true }),
  ];
}

/** The result of the query before, and that of another user. */
export function writeResultScan(grammar: Grammar): readonly Step[] {
  const query = writeQuery(grammar, { depth: 1 });
  const isForeign = grammar.choices.chance(30);
  if (isForeign) {
    return [
      step('SELECT * FROM PEOPLE', {
        actor: { role: 'CLEARED' },
        compare: 'none',
        isClear: true,
      }),
      step('SELECT * FROM TABLE(RESULT_SCAN(LAST_QUERY_ID()))', { compare: 'none' }),
    ];
  }
  return [step(query.text), step('SELECT * FROM TABLE(RESULT_SCAN(LAST_QUERY_ID()))')];
}
