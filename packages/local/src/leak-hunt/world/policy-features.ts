import type { Canaries } from './canaries.js';
import type { Feature, SetUpStatement } from './feature.js';
import { grants, guarded, relation } from './feature-parts.js';

/** Columns that a tag masks. */
export function taggedTable(canaries: Canaries): Feature {
  const name = 'TAGGED';
  const rows = (secret: (id: number) => string): readonly string[] =>
    [1, 2, 3, 4].map(
      (id) => `INSERT INTO D.S.${name} SELECT ${id}, ${secret(id)}, 'dept ${id % 2}'`,
    );
  const admin = (texts: readonly string[], worlds?: SetUpStatement['worlds']): SetUpStatement[] =>
    texts.map((text) => ({ role: 'ACCOUNTADMIN', text, ...(worlds ? { worlds } : {}) }));
  return {
    name,
    statements: [
      ...admin([
        `CREATE TABLE D.S.${name} (ID NUMBER(18,2), BODY VARCHAR, AMOUNT NUMBER(18,2), DAY DATE, DEPT VARCHAR)`,
      ]),
      ...admin(
        [
          'CREATE TAG D.S.SENSITIVE',
          'ALTER TAG D.S.SENSITIVE SET MASKING POLICY D.S.M_TEXT, MASKING POLICY D.S.M_NUMBER, MASKING POLICY D.S.M_DATE',
          ...['BODY', 'AMOUNT', 'DAY'].map(
            (column) =>
              `ALTER TABLE D.S.${name} MODIFY COLUMN ${column} SET TAG D.S.SENSITIVE = 'yes'`,
          ),
        ],
        guarded,
      ),
      ...admin(
        rows(() => `'${canaries.text()}', ${canaries.number()}, '${canaries.date()}'::DATE`),
        ['guarded'],
      ),
      ...admin(
        rows(() => "'***', -1, '1900-01-01'::DATE"),
        ['plain', 'twin'],
      ),
      ...grants('TABLE', name),
    ],
    relations: [
      relation(name, { ID: 'number', BODY: 'text', AMOUNT: 'number', DAY: 'date', DEPT: 'text' }),
    ],
  };
}

/** Columns that may not be shown at all, and a table that answers only for groups. */
export function constrained(canaries: Canaries, kind: 'PROJECTION' | 'AGGREGATION'): Feature {
  const name = kind === 'PROJECTION' ? 'UNSHOWN' : 'GROUPED';
  const policy =
    kind === 'PROJECTION'
      ? "CREATE PROJECTION POLICY D.S.P_NONE AS () RETURNS PROJECTION_CONSTRAINT -> CASE WHEN CURRENT_ROLE() = 'CLEARED' THEN PROJECTION_CONSTRAINT(ALLOW => true) ELSE PROJECTION_CONSTRAINT(ALLOW => false) END"
      : "CREATE AGGREGATION POLICY D.S.A_FIVE AS () RETURNS AGGREGATION_CONSTRAINT -> CASE WHEN CURRENT_ROLE() = 'CLEARED' THEN NO_AGGREGATION_CONSTRAINT() ELSE AGGREGATION_CONSTRAINT(MIN_GROUP_SIZE => 5) END";
  const attach =
    kind === 'PROJECTION'
      ? `ALTER TABLE D.S.${name} MODIFY COLUMN BODY SET PROJECTION POLICY D.S.P_NONE`
      : `ALTER TABLE D.S.${name} SET AGGREGATION POLICY D.S.A_FIVE`;
  const texts = [
    `CREATE TABLE D.S.${name} (ID NUMBER, BODY VARCHAR, DEPT VARCHAR)`,
    policy,
    attach,
    // One group is large enough to be answered for, one is not.
    ...[1, 2, 3, 4, 5, 6, 7, 8].map(
      (id) =>
        `INSERT INTO D.S.${name} VALUES (${id}, '${canaries.text()}', '${id < 3 ? 'a' : 'b'}')`,
    ),
  ];
  return {
    name,
    statements: [
      ...texts.map((text) => ({ role: 'ACCOUNTADMIN', text, worlds: ['guarded'] as const })),
      {
        role: 'ACCOUNTADMIN',
        text: `CREATE TABLE D.S.${name} (ID NUMBER, BODY VARCHAR, DEPT VARCHAR)`,
        worlds: ['plain', 'twin'],
      },
      ...grants('TABLE', name),
    ],
    relations: [
      relation(name, { ID: 'number', BODY: 'text', DEPT: 'text' }, { isOpaque: true, weight: 1 }),
    ],
  };
}
