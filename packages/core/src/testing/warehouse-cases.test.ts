import { expect, test } from 'vitest';
import { type WarehouseCaseId, warehouseCaseIds, warehouseCases } from './warehouse-cases.js';

/** What Snowflake documents of policies, context functions, streams, dynamic tables and shares. */
const documented: Readonly<Record<string, readonly WarehouseCaseId[]>> = {
  'masked wherever it stands': ['masking/wherever-it-stands', 'masking/both-sides-of-a-join'],
  'table policies before view policies': ['masking/table-before-views'],
  'one type, and conditional columns': ['masking/one-type', 'masking/conditional'],
  'the owner is masked': ['masking/owner-is-masked', 'masking/owner-cannot-unset'],
  'direct before tag-based': [
    'tags/column-policy-wins',
    'tags/masking-by-type',
    'tags/masking-is-inherited',
    'masking/in-use',
  ],
  'not masked and filtered by at once': [
    'masking/not-with-row-access',
    'masking/exempt-other-policies',
  ],
  'no body over a protected table': ['masking/body-over-protected-table'],
  'bodies, signatures and FORCE': [
    'masking/body-with-exists',
    'masking/signature-is-fixed',
    'masking/force',
  ],
  'the schema of the table': ['masking/schema-of-the-table'],
  'CTAS and INSERT SELECT': ['masking/create-table-as', 'masking/insert-select'],
  'CLONE and LIKE': ['masking/clone', 'masking/like'],
  'external tables and materialized views': ['masking/external-table', 'masking/materialized-view'],
  'rows before masks, and only TRUE': [
    'row-access/before-masking',
    'row-access/only-true',
    'row-access/one-for-a-table',
  ],
  'UPDATE, DELETE, MERGE, not INSERT': ['row-access/update-and-delete', 'row-access/not-insert'],
  'rights of the policy owner': ['row-access/rights-of-its-owner'],
  'nested row access, EXPLAIN': ['row-access/table-before-views', 'row-access/explain'],
  'CTAS of filtered rows': ['row-access/create-table-as'],
  'CURRENT_ROLE, IS_ROLE_IN_SESSION': [
    'roles/current-role',
    'roles/is-role-in-session',
    'roles/secondary-roles',
  ],
  INVOKER_ROLE: ['roles/invoker-role'],
  'IS_GRANTED_TO_INVOKER_ROLE, INVOKER_SHARE': [
    'roles/is-granted-to-invoker-role',
    'shares/invoker-share',
  ],
  'context in a share': ['shares/current-role-is-null'],
  POLICY_CONTEXT: ['roles/policy-context'],
  'the net change of a stream': ['streams/net-change'],
  'metadata of a stream': ['streams/metadata-columns'],
  'the offset of a stream': ['streams/advances-with-dml', 'streams/rollback-keeps-the-offset'],
  'a stream in a transaction': ['streams/repeatable-in-a-transaction'],
  'append-only streams': ['streams/append-only'],
  'streams on views': ['streams/on-views'],
  'policies on streams': ['streams/policies-apply'],
  'target lags': [
    'dynamic-tables/least-lag',
    'dynamic-tables/downstream',
    'dynamic-tables/not-fresher-than-its-source',
  ],
  'refresh modes': ['dynamic-tables/incremental-is-checked'],
  'refreshed as the owner': ['dynamic-tables/refreshed-as-owner', 'dynamic-tables/own-policies'],
  'secure objects only': ['shares/secure-objects-only'],
};

test('each of the 33 documented rules has its cases', () => {
  expect(Object.keys(documented)).toHaveLength(33);
  for (const ids of Object.values(documented)) {
    expect(ids.length).toBeGreaterThan(0);
    for (const id of ids) expect(warehouseCaseIds).toContain(id);
  }
});

test('every case names a page and says in a sentence what holds, in words of its own', () => {
  const titles = new Set<string>();
  for (const id of warehouseCaseIds) {
    const { title, page } = warehouseCases[id];
    expect(id).toMatch(/^[a-z-]+\/[a-z-]+$/);
    expect(page).toMatch(/^[a-z0-9-]+(\/[a-z0-9_-]+)*$/);
    expect(titles.has(title)).toBe(false);
    titles.add(title);
  }
});
