import {
  addressOf,
  Collector,
  compileDomain,
  createStatements,
  defineContract,
  defineDomain,
  definePlatform,
  planDomains,
} from '@das/core';
import { accessRole, coverage, rowAccessPolicy, standardMasking } from '@das/governance';
import { z } from 'zod';
import { median } from '../measure/median.mjs';
import { round } from '../measure/round.mjs';

const domains = 200;
const tablesOfDomain = 50;
const columnsOfTable = 20;
const rounds = 3;

/** Linear is 1; what is above it is the noise of two cores and of the garbage collector. */
const limit = 1.3;

export const description =
  'plan and coverage of 200 domains with 10,000 tables, beside a tenth of that size';

/**
 * Plans all domains of an account, where each lacks one table, and covers each of them. The account is a
 * stand-in that counts what it is asked, and answers from what was compiled before the clock starts.
 * What is compared is the time of the whole with ten times that of a tenth.
 *
 * @returns {Promise<import('../registry.mjs').Measurement>}
 */
export async function run() {
  const all = Array.from({ length: domains }, (_, index) => domainOf(index));
  const tenth = all.slice(0, domains / 10);
  const small = new Account(tenth);
  const whole = new Account(all);
  await planAndCover(tenth, small);
  const smallRuns = [];
  const wholeRuns = [];
  for (let each = 0; each < rounds; each += 1) {
    smallRuns.push(await planAndCover(tenth, small));
    wholeRuns.push(await planAndCover(all, whole));
  }
  const seconds = median(wholeRuns.map((each) => each.seconds));
  const secondsAtTenth = median(smallRuns.map((each) => each.seconds));
  const [first] = wholeRuns;
  const [firstSmall] = smallRuns;
  if (first === undefined || firstSmall === undefined) throw new Error('nothing was run');
  if (first.statements !== firstSmall.statements) {
    throw new Error(`${first.statements} statements, and ${firstSmall.statements} at a tenth`);
  }
  const ratio = seconds / secondsAtTenth / 10;
  if (ratio > limit) throw new Error(`the time grew to ${round(ratio, 2)} times of linear`);
  return {
    ratio: round(ratio, 3),
    against: 'ten times the time of a tenth of the domains, in the same run',
    limit,
    seconds: round(seconds, 2),
    secondsAtTenth: round(secondsAtTenth, 2),
    statements: first.statements,
    statementsAtTenth: firstSmall.statements,
    peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
    domains,
    tables: whole.count('table'),
    columns: whole.columns,
    grants: whole.count('grant'),
    steps: first.steps,
    cells: first.cells,
    rounds,
  };
}

/**
 * @param {readonly import('@das/core').Domain[]} domains
 * @param {Account} account
 */
async function planAndCover(domains, account) {
  const before = account.statements;
  const started = performance.now();
  const plans = await planDomains(domains, account.session);
  let cells = 0;
  for (const domain of domains) {
    const { counts } = coverage(domain);
    if (counts.exposed > 0) throw new Error(`domain ${domain.name} is exposed`);
    cells += counts.clear + counts.masked + counts.none;
  }
  const seconds = (performance.now() - started) / 1000;
  for (const { steps, domain } of plans) {
    const created = steps.filter(({ action }) => action === 'create');
    if (created.length !== 1) throw new Error(`domain ${domain} creates ${created.length} objects`);
  }
  return {
    seconds,
    cells,
    statements: account.statements - before,
    steps: plans.reduce((sum, { steps }) => sum + steps.length, 0),
  };
}

const classifications = /** @type {const} */ ([
  'internal',
  'pii',
  'internal',
  'phi',
  'confidential',
]);

const platform = definePlatform({ name: 'bench', masking: standardMasking() });

/** @param {number} index */
function domainOf(index) {
  const name = `d${index}`;
  const contracts = Array.from({ length: tablesOfDomain }, (_, table) =>
    contractOf(name, `t${table}`),
  );
  const [contract, ...others] = contracts;
  if (contract === undefined) throw new Error('a domain without contracts');
  const roles = Array.from({ length: 4 }, (_, role) => `ROLE_${index}_${role}`);
  return defineDomain({
    platform,
    name,
    contracts,
    collectors: contracts.map(collectorOf),
    access: [
      ...roles.map((role, at) =>
        accessRole({
          name: role,
          reads: at % 2 === 0 ? ['BRONZE'] : ['PLATINUM'],
          clearance: at < 2 ? [] : ['pii'],
        }),
      ),
      rowAccessPolicy({
        name: 'BY_REGION',
        contracts: [contract, ...others],
        column: 'c0',
        allow: { [roles[0] ?? '']: ['EMEA'] },
        unrestricted: roles.slice(1),
      }),
    ],
  });
}

/**
 * @param {string} domain
 * @param {string} name
 */
function contractOf(domain, name) {
  const names = Array.from({ length: columnsOfTable }, (_, column) => `c${column}`);
  return defineContract({
    domain,
    name,
    version: '1.0.0',
    owner: 'bench',
    schema: z.object(Object.fromEntries(names.map((each) => [each, z.string()]))),
    columns: Object.fromEntries(
      names.map((each, at) => [each, classifications[at % classifications.length] ?? 'internal']),
    ),
  });
}

/** @param {ReturnType<typeof contractOf>} contract */
function collectorOf(contract) {
  return class extends Collector {
    contract = contract;
    /** @override */
    get name() {
      return contract.name;
    }
    /** @returns {Promise<import('@das/core').Source>} */
    async openSource() {
      throw new Error('a benchmark has no source');
    }
  };
}

/** An account in which the domains are deployed, but for the last table of each and what is granted on it. */
class Account {
  statements = 0;

  /** @param {readonly import('@das/core').Domain[]} domains */
  constructor(domains) {
    this.byDatabase = new Map(
      domains.map((domain) => {
        const resources = compileDomain(domain);
        const last = resources.findLast(({ kind }) => kind === 'table');
        const isMissing = (/** @type {import('@das/core').Resource} */ each) =>
          each === last ||
          (each.kind === 'grant' &&
            each.on.name.join() === (last && 'name' in last ? last.name.join() : ''));
        return [domain.database, resources.filter((each) => !isMissing(each)).map(deployed)];
      }),
    );
  }

  get all() {
    return [...this.byDatabase.values()].flat();
  }

  get columns() {
    return this.all.reduce(
      (sum, { resource }) => sum + (resource.kind === 'table' ? resource.columns.length : 0),
      0,
    );
  }

  /** @param {string} kind */
  count(kind) {
    return this.all.filter(({ resource }) => resource.kind === kind).length;
  }

  /** @returns {import('@das/core').Session} */
  get session() {
    const execute = async (/** @type {{ readonly text: string }} */ { text }) => {
      this.statements += 1;
      return { columns: [], rows: this.answer(text), rowsAffected: 0 };
    };
    return /** @type {import('@das/core').Session} */ (
      /** @type {unknown} */ ({ role: 'ACCOUNTADMIN', execute })
    );
  }

  /**
   * @param {string} text
   * @returns {readonly object[]}
   */
  answer(text) {
    const shown = /^SHOW ([A-Z ]+?)(?: IN (?:ACCOUNT|DATABASE .*))?$/.exec(text.trim())?.[1];
    if (shown !== undefined) return this.ofKind(kindOf(shown)).map(shownRow);
    if (text.includes('INFORMATION_SCHEMA.SCHEMATA')) {
      return this.ofKind('schema').map(({ resource, comment }) => ({
        CATALOG_NAME: resource.name[0],
        SCHEMA_NAME: resource.name[1],
        COMMENT: comment,
      }));
    }
    if (text.includes('INFORMATION_SCHEMA.TABLES')) {
      return this.ofKind('table').map(({ resource, comment }) => ({
        TABLE_CATALOG: resource.name[0],
        TABLE_SCHEMA: resource.name[1],
        TABLE_NAME: resource.name[2],
        IS_DYNAMIC: 'NO',
        ROW_COUNT: 1000,
        COMMENT: comment,
      }));
    }
    if (text.includes('INFORMATION_SCHEMA.COLUMNS')) {
      return this.ofKind('table').flatMap(({ resource }) =>
        resource.columns.map((column, at) => ({
          TABLE_CATALOG: resource.name[0],
          TABLE_SCHEMA: resource.name[1],
          TABLE_NAME: resource.name[2],
          COLUMN_NAME: column.name,
          ORDINAL_POSITION: at + 1,
        })),
      );
    }
    if (text.includes('DEPLOYED_RESOURCES')) {
      return [...this.byDatabase].flatMap(([database, resources]) =>
        resources.map(({ address, definition }) => ({
          DATABASE_NAME: database,
          ADDRESS: address,
          DEFINITION: definition,
          APPLIED_AT: '2026-01-01 00:00:00',
        })),
      );
    }
    throw new Error(`the account has no answer to ${text.slice(0, 80)}`);
  }

  /**
   * @template {import('@das/core').Resource['kind']} Kind
   * @param {Kind} kind
   */
  ofKind(kind) {
    return /** @type {readonly { comment: string, resource: Extract<import('@das/core').Resource, { readonly kind: Kind }> & { readonly name: readonly string[] } }[]} */ (
      /** @type {unknown} */ (this.all.filter(({ resource }) => resource.kind === kind))
    );
  }
}

/** @param {import('@das/core').Resource} resource */
function deployed(resource) {
  const [statement] = createStatements(resource);
  return {
    resource,
    address: addressOf(resource),
    definition: JSON.stringify(resource),
    comment: /das:sha256:[0-9a-f]+/.exec(statement?.text ?? '')?.[0] ?? '',
  };
}

/**
 * The kind of resource behind the plural of a SHOW: `MASKING POLICIES` is maskingPolicy.
 *
 * @param {string} plural
 */
function kindOf(plural) {
  const words = plural.toLowerCase().replace(/ies$/, 'y').replace(/s$/, '').split(' ');
  const kind = words.map((word, at) =>
    at === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1),
  );
  return /** @type {import('@das/core').Resource['kind']} */ (kind.join(''));
}

/** @param {{ readonly resource: { readonly name: readonly string[] }, readonly comment: string }} each */
function shownRow({ resource, comment }) {
  const [name, schema, database] = [...resource.name].reverse();
  return { name, schema_name: schema, database_name: database, comment, kind: 'OUTBOUND' };
}
