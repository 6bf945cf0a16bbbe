import { readFile } from 'node:fs/promises';
import { DasError } from '@das/contracts';
import { type Domain, domainNames, type ResultSet, sql } from '@das/core';
import { codeOf } from '../deployment/data-folder.js';
import { configurationOf } from '../deployment/open-deployment.js';
import { openWarehouse, refuseWithoutWarehouse } from '../deployment/open-warehouse.js';
import { suggestApply } from '../deployment/suggest-apply.js';
import { CliError } from '../errors/cli-error.js';
import { suggestName } from '../program/closest-name.js';
import type { Invocation, Report } from '../program/command-definition.js';
import { isReadOnly } from '../query/is-read-only.js';
import { cellText, jsonValue } from '../query/value-text.js';
import { formatQuantity } from '../terminal/quantities.js';
import { formatTable } from '../terminal/table.js';
import type { Terminal } from '../terminal/terminal.js';

/** The widest that a cell may be on a terminal. */
const cellWidth = 48;

/** `das query` */
export async function execute(invocation: Invocation): Promise<Report> {
  const { arguments: given, terminal, signal } = invocation;
  const text = await statementOf(invocation);
  const { domain, data } = await configurationOf(invocation);
  // An unquoted identifier is upper case on Snowflake, and so is what people mean here.
  const role = (given.text('as') ?? '').toUpperCase();
  await refuseWithoutWarehouse(data);
  await using warehouse = await openWarehouse(data);
  const result = await suggestApply({ domain, warehouse }, async () => {
    await using session = await warehouse
      .openSession({
        role,
        secondaryRoles: 'NONE',
        warehouse: domainNames(domain.database).warehouse,
        queryTag: 'das:query',
      })
      .catch((error: unknown) => {
        throw withKnownRoles(error, domain, role);
      });
    return await session.execute(sql.raw(text), { signal });
  });
  const { columns, rows } = result;
  return {
    document: {
      role,
      columns,
      rows: rows.map((row) =>
        Object.fromEntries(columns.map(({ name, type }) => [name, jsonValue(row[name], type)])),
      ),
      rowCount: rows.length,
    },
    lines: resultLines(result, terminal),
  };
}

async function statementOf({ arguments: given }: Invocation): Promise<string> {
  const [operand] = given.operands;
  const file = given.path('file');
  if ((operand === undefined) === (file === undefined)) {
    throw new CliError('DAS_USAGE', 'one query is needed: as an argument or in a file', {
      place: 'das query',
      next: 'pass either "<SQL>" or --file <path>',
    });
  }
  const text = operand ?? (await readText(file ?? ''));
  if (isReadOnly(text)) return text.replace(/[;\s]+$/, '');
  throw new CliError('DAS_QUERY_NOT_READ_ONLY', 'das query only reads', {
    place: file ?? 'the query',
    next: 'start it with SELECT, WITH, SHOW or DESCRIBE; declare changes in the configuration',
  });
}

async function readText(file: string): Promise<string> {
  return await readFile(file, 'utf8').catch((error: unknown) => {
    throw new CliError('DAS_FILE_UNREADABLE', `the query cannot be read (${codeOf(error)})`, {
      place: file,
      next: 'correct the path after --file',
      cause: error,
    });
  });
}

/** An unknown role that the domain does not declare is a slip of the pen, not a missing deployment. */
function withKnownRoles(error: unknown, domain: Domain, role: string): unknown {
  if (!DasError.isInstance(error) || error.code !== 'DAS_WAREHOUSE_UNKNOWN_ROLE') return error;
  const known = domain.access.flatMap((each) => (each.kind === 'accessRole' ? [each.name] : []));
  if (known.includes(role)) return error;
  return new DasError(error.code, error.message, {
    place: error.place,
    next: suggestName(role, known, 'access roles'),
    cause: error,
  });
}

function resultLines({ columns, rows }: ResultSet, terminal: Terminal): readonly string[] {
  const table = formatTable(
    columns.map(({ name, type }) => ({
      title: name,
      align: /^(NUMBER|FLOAT|DOUBLE|INT|DECIMAL)/.test(type) ? 'right' : 'left',
    })),
    rows.map((row) => columns.map(({ name, type }) => cellText(row[name], type))),
    {
      maximumCellWidth: terminal.width === undefined ? undefined : cellWidth,
      paintTitle: (text) => terminal.paint('bold', text),
    },
  );
  return [...table, formatQuantity(rows.length, 'row')];
}
