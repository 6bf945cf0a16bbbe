import type { Canaries } from './canaries.js';
import type { Feature } from './feature.js';
import { grants, relation } from './feature-parts.js';

/** A table that a role without clearance has filled from the protected ones. */
export function dynamicTable(): Feature {
  return {
    name: 'DAILY',
    statements: [
      {
        role: 'UNCLEARED',
        text: `CREATE DYNAMIC TABLE D.S.DAILY TARGET_LAG = '1 minute' WAREHOUSE = W AS
          SELECT O.ID, O.CARD, O.PLACED, P.EMAIL, P.SALARY, P.PROFILE, P.NOTE FROM D.S.ORDERS O LEFT JOIN D.S.PEOPLE P ON P.ID = O.PERSON`,
      },
      { role: 'UNCLEARED', text: 'ALTER DYNAMIC TABLE D.S.DAILY REFRESH' },
      ...grants('DYNAMIC TABLE', 'DAILY'),
    ],
    relations: [
      relation('DAILY', {
        ID: 'number',
        CARD: 'text',
        PLACED: 'date',
        EMAIL: 'text',
        SALARY: 'number',
        PROFILE: 'variant',
        NOTE: 'text',
      }),
    ],
  };
}

/** Streams, and changes for them to show; the same changes without clear values in the plain world. */
export function streams(canaries: Canaries): Feature {
  const people = {
    ID: 'number',
    NAME: 'text',
    EMAIL: 'text',
    SALARY: 'number',
    PROFILE: 'variant',
    FACE: 'binary',
    NOTE: 'text',
    METADATA$ACTION: 'text',
    METADATA$ISUPDATE: 'boolean',
  } as const;
  const change = (secret: string, name: string, mail: string): readonly string[] => [
    `UPDATE D.S.PEOPLE SET SALARY = ${secret}, NOTE = '3' WHERE ID IN (3, 4)`,
    'DELETE FROM D.S.PEOPLE WHERE ID = 5',
    `INSERT INTO D.S.PEOPLE SELECT 20, ${name}, '${mail}@example.com', 'call', 'public', ${secret}, 0.5, '1900-01-01', NULL, FALSE, PARSE_JSON('{"kind":"hidden","tags":["a","b"]}'), TO_BINARY('00FF', 'HEX'), 'open', '7'`,
  ];
  return {
    name: 'streams',
    statements: [
      { role: 'ACCOUNTADMIN', text: 'CREATE STREAM D.S.CHANGES ON TABLE D.S.PEOPLE' },
      {
        role: 'ACCOUNTADMIN',
        text: 'CREATE STREAM D.S.ARRIVALS ON TABLE D.S.PEOPLE APPEND_ONLY = TRUE',
      },
      {
        role: 'ACCOUNTADMIN',
        text: 'CREATE STREAM D.S.ALL_PEOPLE ON TABLE D.S.PEOPLE SHOW_INITIAL_ROWS = TRUE',
      },
      ...change(canaries.number(), `'${canaries.text()}'`, canaries.text()).map((text) => ({
        role: 'ACCOUNTADMIN',
        text,
        worlds: ['guarded'] as const,
      })),
      ...change('-1', "'***'", '***').map((text) => ({
        role: 'ACCOUNTADMIN',
        text,
        worlds: ['plain', 'twin'] as const,
      })),
      {
        role: 'ACCOUNTADMIN',
        text: `UPDATE D.S.PEOPLE SET NOTE = '${canaries.text()}' WHERE REGION LIKE 'closed%'`,
        worlds: ['guarded'],
      },
      // From here on a refresh changes nothing: one that fails half-way in one world alone, by its
      // plan, must not make the worlds differ for the programs after it.
      { role: 'UNCLEARED', text: 'ALTER DYNAMIC TABLE D.S.DAILY REFRESH' },
      ...['CHANGES', 'ARRIVALS', 'ALL_PEOPLE'].flatMap((name) => grants('STREAM', name)),
    ],
    relations: [
      relation('CHANGES', people, { keys: ['ID', 'METADATA$ACTION'], weight: 1, isConsumed: true }),
      relation('ARRIVALS', people, {
        keys: ['ID', 'METADATA$ACTION'],
        weight: 1,
        isConsumed: true,
      }),
      relation('ALL_PEOPLE', people, {
        keys: ['ID', 'METADATA$ACTION'],
        weight: 1,
        isConsumed: true,
      }),
    ],
  };
}
