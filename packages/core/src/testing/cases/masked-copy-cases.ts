import assert from 'node:assert/strict';
import type { CaseSet } from '../conformance-case.js';
import { masked } from './masked-table.js';

export type MaskedCopyCaseId =
  | 'masking/create-table-as'
  | 'masking/insert-select'
  | 'masking/clone'
  | 'masking/like'
  | 'masking/external-table'
  | 'masking/materialized-view';

const column = 'user-guide/security-column-intro';

/** What becomes of a masked column when its table is copied or built upon. */
export const maskedCopyCases: CaseSet<MaskedCopyCaseId> = {
  'masking/create-table-as': {
    title: 'CREATE TABLE AS stores what the role sees, without a policy',
    page: column,
    run: async (world) => {
      await masked(world);
      await world.run(
        `GRANT CREATE TABLE ON SCHEMA DAS_CONFORMANCE.${world.schema} TO ROLE DAS_READER`,
      );
      await world.run('CREATE TABLE MY_COPY AS SELECT NAME FROM T', 'DAS_READER');
      assert.deepEqual(await world.column('SELECT NAME FROM MY_COPY', 'DAS_READER'), [
        'masked',
        'masked',
      ]);
      await world.run('GRANT SELECT ON TABLE MY_COPY TO ROLE DAS_CLEARED', 'DAS_READER');
      assert.deepEqual(await world.column('SELECT NAME FROM MY_COPY', 'DAS_CLEARED'), [
        'masked',
        'masked',
      ]);
    },
  },
  'masking/insert-select': {
    title: 'INSERT … SELECT stores what the role sees',
    page: column,
    run: async (world) => {
      await masked(world);
      await world.all(
        'CREATE TABLE SINK (WHO VARCHAR, NAME VARCHAR)',
        'GRANT INSERT ON TABLE SINK TO ROLE DAS_READER',
        'GRANT INSERT ON TABLE SINK TO ROLE DAS_CLEARED',
      );
      for (const role of ['DAS_READER', 'DAS_CLEARED']) {
        await world.run('INSERT INTO SINK SELECT CURRENT_ROLE(), NAME FROM T WHERE ID = 1', role);
      }
      assert.deepEqual(await world.cells('SELECT WHO, NAME FROM SINK ORDER BY WHO'), [
        ['DAS_CLEARED', 'one'],
        ['DAS_READER', 'masked'],
      ]);
    },
  },
  'masking/clone': {
    title: 'a clone of a table keeps its policies',
    page: column,
    run: async (world) => {
      await masked(world);
      await world.run('CREATE TABLE U CLONE T');
      assert.deepEqual(await world.column('SELECT NAME FROM U'), ['masked', 'masked']);
    },
  },
  'masking/like': {
    title: 'CREATE TABLE LIKE keeps masking, and leaves row access behind',
    page: 'user-guide/security-row-intro',
    run: async (world) => {
      await masked(world);
      await world.all(
        'CREATE ROW ACCESS POLICY R AS (X NUMBER) RETURNS BOOLEAN -> X = 1',
        'ALTER TABLE T ADD ROW ACCESS POLICY R ON (ID)',
        'CREATE TABLE U LIKE T',
        "INSERT INTO U VALUES (1, 'one'), (2, 'two')",
      );
      assert.deepEqual(await world.column('SELECT NAME FROM U'), ['masked', 'masked']);
      assert.equal(await world.value('SELECT COUNT(*) FROM T'), 1);
    },
  },
  'masking/external-table': {
    title: 'the VALUE column of an external table takes a policy on VARIANT',
    page: column,
    run: async (world) => {
      await world.all(
        'CREATE MASKING POLICY M AS (VAL VARIANT) RETURNS VARIANT -> NULL',
        "CREATE STAGE ST URL = 's3://das-conformance/'",
        'CREATE EXTERNAL TABLE T LOCATION = @ST AUTO_REFRESH = FALSE FILE_FORMAT = (TYPE = JSON)',
        'ALTER TABLE T MODIFY COLUMN VALUE SET MASKING POLICY M',
      );
    },
  },
  'masking/materialized-view': {
    title: 'a materialized view cannot include a masked column',
    page: column,
    run: async (world) => {
      await masked(world);
      await world.run('CREATE MATERIALIZED VIEW OF_IDS AS SELECT ID FROM T');
      await world.failure(() =>
        world.run('CREATE MATERIALIZED VIEW OF_NAMES AS SELECT NAME FROM T'),
      );
    },
  },
};
