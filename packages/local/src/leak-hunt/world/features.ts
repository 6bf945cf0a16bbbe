import type { Canaries } from './canaries.js';
import type { Feature } from './feature.js';
import { constrained, taggedTable } from './policy-features.js';
import { roles } from './set-up.js';
import { dynamicTable, streams } from './stored-features.js';
import { guardedView, secureView, views } from './view-features.js';

/**
 * What another account reads through a share. There CURRENT_ROLE() is NULL in a policy, which lets it
 * see what the hunted role sees wherever no mapping table is asked for the role.
 */
function share(): Feature {
  const shared = ['PEOPLE', 'NOTES', 'OPEN', 'PAYROLL', 'OUTLET'];
  const views = ['PAYROLL', 'OUTLET'];
  const texts = [
    'CREATE SHARE OUTSIDE',
    'GRANT USAGE ON DATABASE D TO SHARE OUTSIDE',
    'GRANT USAGE ON SCHEMA D.S TO SHARE OUTSIDE',
    ...shared.map(
      (name) =>
        `GRANT SELECT ON ${views.includes(name) ? 'VIEW' : 'TABLE'} D.S.${name} TO SHARE OUTSIDE`,
    ),
    'ALTER SHARE OUTSIDE ADD ACCOUNTS = CONSUMER',
  ];
  return {
    name: 'share',
    statements: [
      ...texts.map((text) => ({ role: 'ACCOUNTADMIN', text })),
      {
        role: 'ACCOUNTADMIN',
        account: 'CONSUMER',
        text: 'CREATE DATABASE SHARED FROM SHARE LOCAL.OUTSIDE',
      },
    ],
    relations: [],
    shared,
  };
}

/** What the hunted role and those without clearance may make. */
function right(privilege: string): Feature {
  return {
    name: privilege,
    statements: roles.map((role) => ({
      role: 'ACCOUNTADMIN',
      text: `GRANT ${privilege} ON SCHEMA D.S TO ROLE ${role}`,
    })),
    relations: [],
  };
}

/** A data metric function that all may use. */
function metric(): Feature {
  const types = 'TABLE(NUMBER)';
  return {
    name: 'data metric functions',
    statements: [
      `CREATE DATA METRIC FUNCTION D.S.LARGE(T TABLE(C NUMBER)) RETURNS NUMBER
         AS 'SELECT SUM(IFF(C > 5, 1, 0)) + COUNT(100 / C) FROM T'`,
      ...roles.map((role) => `GRANT USAGE ON FUNCTION D.S.LARGE(${types}) TO ROLE ${role}`),
    ].map((text) => ({ role: 'ACCOUNTADMIN', text })),
    relations: [],
  };
}

/** All that stands on the tables, in the order in which it is made. */
export function features(canaries: Canaries): readonly Feature[] {
  return [
    ...['STAGE', 'TASK', 'FUNCTION', 'STREAM', 'SEQUENCE', 'DATA METRIC FUNCTION'].map((kind) =>
      right(`CREATE ${kind}`),
    ),
    ...['TASK', 'MANAGED TASK'].map((kind) => ({
      name: `EXECUTE ${kind}`,
      statements: [
        { role: 'ACCOUNTADMIN', text: `GRANT EXECUTE ${kind} ON ACCOUNT TO ROLE READER` },
      ],
      relations: [],
    })),
    metric(),
    ...views(),
    guardedView(),
    secureView(canaries),
    dynamicTable(),
    taggedTable(canaries),
    constrained(canaries, 'PROJECTION'),
    constrained(canaries, 'AGGREGATION'),
    streams(canaries),
    share(),
  ];
}
