import type { CommandDefinition } from './command-definition.js';
import { accessCommands } from './commands/access-commands.js';
import { checkCommand } from './commands/check-command.js';
import { contractCommands } from './commands/contract-commands.js';
import { coverageCommand } from './commands/coverage-command.js';
import { driftCommand } from './commands/drift-command.js';
import { importCommand } from './commands/import-command.js';
import { planOptionTexts } from './plan-option-texts.js';

const planCommand: CommandDefinition = {
  path: ['plan'],
  summary: 'show what apply would change',
  description:
    'Compares the domain with the warehouse and prints the steps that would make them agree. ' +
    'Changes nothing, and makes no file but that of --out. What would lose data or protection is ' +
    'refused, unless the options say that it is wanted.',
  operands: [],
  options: [
    ['--sql', 'print the SQL of each step'],
    ['--out <file>', 'save the plan, for a review and for das apply --plan'],
    ...planOptionTexts,
  ],
  json:
    'domain, digest, startsFrom, steps[] (action, address, statements[]), leftovers[], ' +
    'unfinished[], file',
  examples: [
    'das plan',
    'das plan --sql --out orders.plan.json',
    "das plan --target 'table BROOK_SHOP.BRONZE.ORDERS'",
    "das plan --json | jq -r '.steps[].address'",
  ],
  load: () => import('../commands/plan.js'),
};

const applyCommand: CommandDefinition = {
  path: ['apply'],
  summary: 'bring the warehouse to what the domain declares',
  description:
    'Plans, shows the steps, asks, and applies them, with evidence before the first statement and ' +
    'after the last. Without a terminal, or with --json, nobody can be asked: --yes is required. ' +
    'After an interrupt or a failure, run it again: it goes on from what is there.',
  operands: [],
  options: [
    ['-y, --yes', 'apply without asking'],
    [
      '--plan <file>',
      'apply this saved plan; refused if the warehouse or the declaration has changed since',
    ],
    [
      '--digest <digest>',
      'with --plan: the digest of the plan that was reviewed; required with --yes where it drops or lowers',
    ],
    ['--parallel <n>', 'run so many steps at once where order allows it (default: 4)'],
    ...planOptionTexts,
  ],
  json: 'domain, digest, steps, statements, seconds, evidence (origin, size, root)',
  examples: ['das apply', 'das apply --yes --json', 'das apply --plan orders.plan.json --yes'],
  load: () => import('../commands/apply.js'),
};

const runCommand: CommandDefinition = {
  path: ['run'],
  summary: 'collect: land new records in BRONZE, exactly once',
  description:
    'Runs collectors to the end of their sources, one after the other. What has landed before ' +
    'does not land again; what cannot be accepted goes to quarantine with its reason. After an ' +
    'interrupt, what was read lands first. With --follow it runs them side by side, waits for more, ' +
    'and starts again what died; an interrupt then drains them and is no failure.',
  operands: [['[collector...]', 'the collectors to run (default: all of the domain)']],
  options: [
    [
      '--snowflake',
      'land in the account of connections.toml or SNOWFLAKE_*, not in the data folder',
    ],
    ['--dry-run', 'check all records, and write nothing: no row, no offset, no evidence'],
    ['--follow', 'wait for more at the end of a source, until an interrupt'],
    ['--health-port <port>', 'serve /healthz, /readyz and /metrics there (with --follow)'],
    ['--health-host <host>', 'the address to serve them at (default: 127.0.0.1)'],
    ['--drain <duration>', 'how long an interrupt may take to land what was read (default: 30s)'],
    ['--stop-on-failure', 'stop all collectors when one has failed for good (with --follow)'],
  ],
  json:
    'collectors[] (collector, source, landed, duplicates, quarantined by reason, partitions, ' +
    'batches, seconds), evidence; with --follow a line for each event (state, progress, health) ' +
    'before it, and outcome and restarts for each collector',
  examples: [
    'das run',
    'das run orders customers --dry-run',
    'das run --follow --health-port 8080 --drain 30s',
  ],
  load: () => import('../commands/run.js'),
};

const replayCommand: CommandDefinition = {
  path: ['replay'],
  summary: 'send records through a collector again',
  description:
    'Reads again what a collector rejected, other files, or a part of its own source, after code, ' +
    'contract or records were mended. What is in BRONZE already does not land twice, and the ' +
    "collector's own offsets stay as they are.",
  operands: [['<collector>', 'the collector to replay through']],
  options: [
    ['--from-quarantine', "read the collector's own quarantine"],
    ['--file <path...>', 'read files, folders or globs, relative to the working directory'],
    ['--partition <name>', "read a partition of the collector's source, with --from and --to"],
    ['--from <offset>', 'the first offset to read of the partition'],
    ['--to <offset>', 'the offset to end before'],
    ['--since <time>', 'read what the source took in from a time on, such as 2026-01-31T08:00:00Z'],
  ],
  json: 'replay (the keys of a collector in das run), evidence',
  examples: [
    'das replay orders --from-quarantine',
    'das replay orders --file backfill/2025-*.ndjson',
    'das replay orders --partition orders.v1/0 --from 1200 --to 1300',
    'das replay orders --since 2026-01-31T08:00:00Z',
  ],
  load: () => import('../commands/replay.js'),
};

const promoteCommand: CommandDefinition = {
  path: ['promote'],
  summary: 'carry rows upward, stop what breaks the contract, measure SLOs',
  description:
    'Runs promotions, each after those that fill its source, and then measures the service level ' +
    'objectives of their contracts. A promotion that fails stops those after it.',
  operands: [['[promotion...]', 'the promotions to run (default: all of the domain)']],
  options: [],
  json:
    'promotions[] (promotion, strategy, rows, quarantined, seconds), slo[] (contract, tier, ' +
    'objective, column, value, target, status), evidence',
  examples: ['das promote', 'das promote orders_silver'],
  load: () => import('../commands/promote.js'),
};

const queryCommand: CommandDefinition = {
  path: ['query'],
  summary: 'read as a role, with its masking and row access',
  description:
    'Runs one Snowflake query under a role, without secondary roles, and prints the rows that the ' +
    'role may see as it may see them. Only reads: a change belongs in the configuration.',
  operands: [['[sql]', 'the query, as one argument']],
  options: [['--file <path>', 'read the query from a file']],
  requiredOptions: [['--as <role>', 'the role to query as']],
  json: 'role, columns[] (name, type), rows[] (an object each), rowCount',
  examples: [
    'das query --as ANALYST "SELECT * FROM BROOK_COMMERCE.PLATINUM.ORDERS LIMIT 10"',
    'das query --as ANALYST --file revenue.sql --json',
  ],
  load: () => import('../commands/query.js'),
};

const scanCommand: CommandDefinition = {
  path: ['scan'],
  summary: 'find sensitive data that no contract declares',
  description:
    'Reads some records of tables, of files or of what collectors read, classifies each column by its ' +
    'name, type and values, and says where a contract declares less than was found. Prints reasons and ' +
    'rates, never values; claims and lands nothing. What --update writes is to be reviewed: add ' +
    '"reviewed": {"by": …, "why": …} to a column, and it no longer counts until its decision changes. ' +
    'Exit code 1 says that more columns than --allow are undeclared and not reviewed.',
  operands: [
    [
      '[target...]',
      'tables (BRONZE.ORDERS, or with the database before it), files, folders, globs',
    ],
  ],
  options: [
    [
      '--snowflake',
      'read tables of the account of connections.toml or SNOWFLAKE_*, not of the data folder',
    ],
    ['--collector <name...>', 'the first records of the sources of collectors, as they would land'],
    [
      '--records <number>',
      'the most records to read of each place, from its start (default: 1000)',
    ],
    ['--contract <name>', 'the contract that files are compared with (default: none)'],
    ['--allow <number>', 'how many undeclared columns are no failure (default: 0)'],
    [
      '--scan-file <file>',
      'the file of earlier scans (default: das.scan.json beside the configuration)',
    ],
    ['--update', 'write what was found to the file; reviews of what is unchanged stay'],
  ],
  json:
    'file, isUpdated, scans[] (target, contract, records, columns[] (found, declared, verdict), ' +
    'comparison (added, changed, gone, reviewed, unreviewed)), undeclared, allowed',
  examples: [
    'das scan BRONZE.ORDERS',
    'das scan exports/*.csv --contract orders',
    'das scan --collector orders --records 2000 --update',
  ],
  load: () => import('../commands/scan.js'),
};

const evidenceVerifyCommand: CommandDefinition = {
  path: ['evidence', 'verify'],
  summary: 'recompute the whole evidence log and check its signatures',
  description:
    'Recomputes every signature, leaf and tree hash of the log, and compares them with its signed ' +
    'checkpoints. Needs no configuration when --log and --key are given. The key beside the log ' +
    'could be replaced together with it: an auditor passes one that was kept elsewhere. Exit code ' +
    '3 says that the log does not verify.',
  operands: [],
  options: [
    ['--key <key>', 'the public key, as text (name+id+base64) or as a file'],
    ['--log <dir>', 'the folder of the log'],
  ],
  json: 'verified, log, key, origin, size, root, problems[] (code, file, entry, message)',
  examples: [
    'das evidence verify',
    'das evidence verify --log copy-of-evidence --key auditor/evidence.pub',
  ],
  load: () => import('../commands/evidence/verify.js'),
};

const localServeCommand: CommandDefinition = {
  path: ['local', 'serve'],
  summary: "serve an embedded warehouse to Snowflake's drivers",
  description:
    "Listens on loopback and speaks the protocol of Snowflake's drivers, until it is interrupted. " +
    'With --data it serves the warehouse of that data folder, otherwise an empty one in memory. ' +
    'Any name and password is accepted, until there are users: those of --users, or of CREATE USER.',
  operands: [],
  options: [
    ['--port <port>', 'the port to listen on (default: a free one)'],
    ['--users <file>', 'a JSON object of users by login name; only its owner may read it'],
    [
      '--external-location <url=dir...>',
      'a folder that stands for an external location: s3://bucket/=lake',
    ],
    [
      '--idle-transaction <seconds>',
      'undo a transaction that has done nothing for so long while others wait for it (default: 300)',
    ],
    ['--no-schedule', 'run no task and refresh no dynamic table by the clock'],
  ],
  json: 'url, data (null in memory), acceptsAnyone; printed as soon as it listens',
  examples: ['das local serve', 'das local serve --port 8080 --data .das --users users.json'],
  load: () => import('../commands/local/serve.js'),
};

/** The commands of `das`, in the order of the help. Their code is loaded when one is run. */
export const commandList: readonly CommandDefinition[] = [
  planCommand,
  applyCommand,
  runCommand,
  replayCommand,
  promoteCommand,
  queryCommand,
  scanCommand,
  checkCommand,
  coverageCommand,
  driftCommand,
  importCommand,
  ...accessCommands,
  ...contractCommands,
  evidenceVerifyCommand,
  localServeCommand,
];

/** What the help says of a command that only groups others. */
export const commandGroups: Readonly<Record<string, string>> = {
  access: 'roles for a time, with a reason: break-glass',
  contract: 'what is promised: changes, standards, enforcement',
  evidence: 'what happened, provably',
  local: 'a warehouse on this machine',
};
