import { once } from 'node:events';
import { openLocalWarehouse, type ServedWarehouse, serve } from '@das/local';
import { dataFolder, makeDataFolder } from '../../deployment/data-folder.js';
import { openWarehouse } from '../../deployment/open-warehouse.js';
import { CliError } from '../../errors/cli-error.js';
import { readExternalLocations } from '../../local/read-external-locations.js';
import { readUsers } from '../../local/read-users.js';
import type { Invocation, Report } from '../../program/command-definition.js';

/** `das local serve`: listens until it is interrupted. */
export async function execute(invocation: Invocation): Promise<Report> {
  const { arguments: given, terminal, io, signal } = invocation;
  const port = portOf(given.text('port'));
  const usersFile = given.path('users');
  const users = usersFile === undefined ? undefined : await readUsers(usersFile);
  const folder = given.path('data');
  const data = folder === undefined ? undefined : dataFolder(folder);
  if (data !== undefined) await makeDataFolder(data);
  const externalLocations = readExternalLocations(
    given.list('externalLocation') ?? [],
    invocation.io.cwd,
  );
  const idle = given.text('idleTransaction');
  const options = {
    externalLocations,
    ...(idle === undefined ? {} : { idleTransaction: secondsOf(idle) }),
  };
  await using warehouse =
    data === undefined ? await openLocalWarehouse(options) : await openWarehouse(data, options);
  const notes: string[] = [];
  await using server = await serve({
    port,
    schedule: given.flag('schedule'),
    log: (line) => notes.push(line),
    warehouse,
    ...(users === undefined ? {} : { users }),
  });
  const { url, acceptsAnyone } = server;
  const document = { url, data: folder ?? null, acceptsAnyone };
  if (terminal.isJson) io.stdout.write(`${JSON.stringify(document)}\n`);
  terminal.print(...greeting(server, folder, notes));
  if (!signal.aborted) await once(signal, 'abort');
  return { document, lines: [], isWritten: true };
}

function greeting(
  { url, acceptsAnyone }: ServedWarehouse,
  folder: string | undefined,
  notes: readonly string[],
): readonly string[] {
  return [
    `Serving ${folder === undefined ? 'an empty warehouse in memory' : folder} at ${url}`,
    ...notes,
    '',
    'Connect with snowflake-sdk:',
    '  snowflake.createConnection({',
    acceptsAnyone
      ? "    account: 'local', username: 'me', password: 'any', role: 'ACCOUNTADMIN',"
      : "    account: 'local', username: '<user>', password: '<password>',",
    `    accessUrl: '${url}',`,
    '  })',
    '',
    'Press Ctrl-C to stop.',
  ];
}

function portOf(text: string | undefined): number {
  const port = Number(text ?? 0);
  if (/^\d{1,5}$/.test(text ?? '0') && port <= 65_535) return port;
  throw new CliError('DAS_USAGE', 'the port is not a number from 0 to 65535', {
    place: 'das local serve --port',
    next: 'pass a port, or 0 for a free one',
  });
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (/^\d{1,6}$/.test(text) && seconds > 0) return seconds;
  throw new CliError('DAS_USAGE', 'the time is no whole number of seconds above 0', {
    place: 'das local serve --idle-transaction',
    next: 'pass seconds, such as 300',
  });
}
