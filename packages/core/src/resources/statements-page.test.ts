import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { openLocalWarehouse } from '@das/local';
import { expect, test } from 'vitest';
import {
  createdKinds,
  type StatementExample,
  statementExamples,
} from '../fixtures/statement-examples.js';
import { sql } from '../warehouse/statement.js';
import { resourceKinds } from './resource.js';

const page = new URL('../../../../docs/reference/statements.md', import.meta.url);

const head = `# Statements

Every statement that \`das plan\` can plan, each with an example and the page of Snowflake's documentation
that says how it is written. This page is written from the code that makes the statements; a test holds it
in step, and runs all of them on the embedded engine in this order.

`;

function section({ what, page: path, statement, notRun }: StatementExample): string {
  const subject = (path.split('/').at(-1) ?? '').replaceAll('-', ' ').toUpperCase();
  const note = notRun === undefined ? '' : `Not run on the embedded engine: ${notRun}.\n\n`;
  return `### ${subject}: ${what}\n\n<https://docs.snowflake.com/en/${path}>\n\n${note}\`\`\`sql\n${statement.text}\n\`\`\`\n`;
}

test('keeps the reference page of statements in step with the code', () => {
  const expected = `${head}${statementExamples().map(section).join('\n')}`;
  if (process.env.DAS_UPDATE === '1') {
    mkdirSync(new URL('.', page), { recursive: true });
    writeFileSync(page, expected);
  }
  expect(readFileSync(page, 'utf8')).toBe(expected);
});

test('every kind of resource has an example', () => {
  expect([...new Set(createdKinds)].sort()).toEqual([...resourceKinds].sort());
});

test('every statement runs on the embedded engine, in the order of the page', async () => {
  await using warehouse = await openLocalWarehouse();
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  await session.execute(sql`ALTER ACCOUNT SET FEATURE_RBAC_INHERITED_GRANTS = 'ENABLED'`);
  const refused: string[] = [];
  for (const { statement, notRun } of statementExamples()) {
    if (notRun !== undefined) continue;
    try {
      await session.execute(statement);
    } catch (error) {
      refused.push(`${statement.text}\n  ${error instanceof Error ? error.message : error}`);
    }
  }
  expect(refused).toEqual([]);
});
