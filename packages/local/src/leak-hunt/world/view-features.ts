import type { Canaries } from './canaries.js';
import type { Feature, HuntedRelation, SetUpStatement } from './feature.js';
import { grants, guarded, plain, relation } from './feature-parts.js';

/** A view of a role, and the right of all to read it. */
function view(role: string, query: string, shown: HuntedRelation, kind = 'VIEW'): Feature {
  return {
    name: shown.name,
    statements: [
      { role, text: `CREATE ${kind} D.S.${shown.name} AS ${query}` },
      ...grants('VIEW', shown.name),
    ],
    relations: [shown],
  };
}

/** Views on the tables and on each other, of owners with and without clearance. */
export function views(): readonly Feature[] {
  return [
    view(
      'ACCOUNTADMIN',
      'SELECT ID, NAME, UPPER(EMAIL) AS MAIL, SALARY * 2 AS PAY, BORN, NOTE FROM D.S.PEOPLE WHERE SALARY <> 5',
      relation('PAYROLL', {
        ID: 'number',
        NAME: 'text',
        MAIL: 'text',
        PAY: 'number',
        BORN: 'date',
        NOTE: 'text',
      }),
      'SECURE VIEW',
    ),
    view(
      'CLEARED',
      'SELECT O.ID, O.CARD, O.AMOUNT, O.SITE, P.NAME, P.PROFILE, P.FACE FROM D.S.ORDERS O JOIN D.S.PEOPLE P ON O.PERSON = P.ID',
      relation('SALES', {
        ID: 'number',
        CARD: 'text',
        AMOUNT: 'number',
        SITE: 'text',
        NAME: 'text',
        PROFILE: 'variant',
        FACE: 'binary',
      }),
    ),
    view(
      'UNCLEARED',
      'SELECT S.SITE AS ID, MAX(S.NAME) AS TOP_NAME, SUM(S.AMOUNT) AS TOTAL, COUNT(DISTINCT P.MAIL) AS MAILS FROM D.S.SALES S LEFT JOIN D.S.PAYROLL P ON P.NAME = S.NAME GROUP BY S.SITE',
      relation('SUMMARY', { ID: 'text', TOP_NAME: 'text', TOTAL: 'number', MAILS: 'number' }),
    ),
  ];
}

/** A view with policies of its own on top of those of its table: the view's come second. */
export function guardedView(): Feature {
  const name = 'LETTERS';
  const query = 'SELECT ID, BODY, AUTHOR FROM D.S.NOTES';
  return {
    name,
    statements: [
      {
        role: 'ACCOUNTADMIN',
        worlds: guarded,
        text: `CREATE VIEW D.S.${name} (ID, BODY WITH MASKING POLICY D.S.M_MAIL, AUTHOR) AS ${query}`,
      },
      {
        role: 'ACCOUNTADMIN',
        worlds: plain,
        text: `CREATE VIEW D.S.${name} (ID, BODY, AUTHOR) AS SELECT ID, '***@' || SPLIT_PART(BODY, '@', 2), AUTHOR FROM (${query})`,
      },
      ...grants('VIEW', name),
    ],
    relations: [relation(name, { ID: 'number', BODY: 'text', AUTHOR: 'text' })],
  };
}

/** A secure view alone may read its table, whose other rows must not be told from an error. */
export function secureView(canaries: Canaries): Feature {
  const admin = (text: string, worlds?: SetUpStatement['worlds']): SetUpStatement => ({
    role: 'ACCOUNTADMIN',
    text,
    ...(worlds === undefined ? {} : { worlds }),
  });
  const insert = (id: number, code: string, amount: string, state: string): string =>
    `INSERT INTO D.S.VAULT SELECT ${id}, '${code}', ${amount}, '2024-01-0${id}'::DATE, '${state}'`;
  return {
    name: 'OUTLET',
    statements: [
      admin(
        'CREATE TABLE D.S.VAULT (ID NUMBER(18,2), CODE VARCHAR, AMOUNT NUMBER(18,2), DAY DATE, STATE VARCHAR)',
      ),
      ...[1, 2, 3].map((id) => admin(insert(id, String(id * 5), String(id), 'open'))),
      ...[4, 5, 6].flatMap((id) => [
        // No number, no date, and no regular expression.
        admin(insert(id, `(${canaries.text()}`, canaries.number(), 'closed'), ['guarded']),
        admin(insert(id, String(id * 5), `${id}.5`, 'closed'), ['twin']),
      ]),
      // So dear a condition that DuckDB would rather run one of the query first.
      admin(
        "CREATE SECURE VIEW D.S.OUTLET AS SELECT ID, CODE, AMOUNT, DAY FROM D.S.VAULT WHERE REPLACE(UPPER(REVERSE(STATE)), 'Q', 'R') = 'NEPO' OR LENGTH(STATE) = 99",
      ),
      ...grants('VIEW', 'OUTLET'),
    ],
    relations: [relation('OUTLET', { ID: 'number', CODE: 'text', AMOUNT: 'number', DAY: 'date' })],
  };
}
