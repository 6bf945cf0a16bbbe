import { type AnyContract, isProtected, nearMiss } from '@das/contracts';
import { compileDomain, type Domain, domainNames, type Tier, tiers } from '@das/core';
import { GovernanceError } from '../errors/governance-error.js';

import type {
  CellExpectation,
  CheckedExpectation,
  CheckedMatrix,
  LooseMatrix,
  PersonaRoles,
  StoredRow,
} from './policy-matrix.js';

/**
 * Checks at run time what the types hold at compile time, and what they cannot know: the roles of the
 * domain and its tables. What is not mentioned is an error, never left out.
 *
 * @throws {@link GovernanceError} `DAS_POLICY_TEST_INVALID`
 */
export function checkMatrix(domain: Domain, matrix: LooseMatrix): CheckedMatrix {
  const [contract, ...rows] = matrix.rows;
  if (!domain.contracts.includes(contract)) {
    throw invalid(domain, `contract ${contract.name} is not of the domain`, {
      next: suggestion(
        contract.name,
        domain.contracts.map((each) => each.name),
      ),
    });
  }
  if (rows.length === 0) {
    throw invalid(domain, 'there are no rows, so nothing would be tested', {
      next: 'give at least one row after the contract',
    });
  }
  const personas = new Map(Object.entries(matrix.personas));
  if (personas.size === 0) {
    throw invalid(domain, 'there are no personas, so nothing would be tested', {
      next: 'name at least one persona with its roles',
    });
  }
  for (const [persona, roles] of personas) checkRoles(domain, persona, roles);
  for (const name of Object.keys(matrix.expect)) {
    if (personas.has(name)) continue;
    throw invalid(domain, `something is expected of ${name}, which is no persona`, {
      next: suggestion(name, [...personas.keys()]),
    });
  }
  return {
    contract,
    tier: tierOf(domain, contract, matrix.tier),
    personas,
    rows: rows.map((row) => contract.parse(row) as StoredRow),
    also: (matrix.also ?? []).map((each) => ({
      contract: each.contract,
      tier: tierOf(domain, each.contract, each.tier),
      rows: each.rows.map((row) => each.contract.parse(row) as StoredRow),
    })),
    expectations: new Map(
      [...personas.keys()].map((persona) => [
        persona,
        checkExpectation(domain, contract, persona, matrix.expect[persona], rows.length),
      ]),
    ),
  };
}

function checkRoles(domain: Domain, persona: string, roles: PersonaRoles): void {
  if (!Array.isArray(roles) || roles.length === 0) {
    throw invalid(domain, `persona ${persona} has no role`, {
      next: `write ${persona}: ['ROLE'], the primary role first`,
    });
  }
  const known = rolesOf(domain);
  for (const role of roles) {
    if (known.includes(role)) continue;
    throw invalid(domain, `persona ${persona} has role ${role}, which is not of the domain`, {
      next: suggestion(role, known),
    });
  }
}

/** The roles that a persona can have: those of the domain, and PUBLIC. */
function rolesOf(domain: Domain): readonly string[] {
  const declared = compileDomain(domain).flatMap((each) =>
    each.kind === 'role' ? [each.name[0]] : [],
  );
  return [...declared, 'PUBLIC'];
}

/** The tier that was asked for, or the highest that has a table of the contract. */
function tierOf(domain: Domain, contract: AnyContract, asked: Tier | undefined): Tier {
  const names = domainNames(domain.database);
  const there = new Set(
    compileDomain(domain).flatMap((each) =>
      each.kind === 'table' || each.kind === 'dynamicTable' ? [each.name.join('.')] : [],
    ),
  );
  const found = tiers.filter((tier) => there.has(names.table(contract, tier).join('.')));
  const tier = asked ?? found.at(-1);
  if (tier !== undefined && found.includes(tier)) return tier;
  throw invalid(domain, `contract ${contract.name} has no table in ${asked ?? 'any tier'}`, {
    next:
      found.length === 0
        ? 'add a collector or a promotion for it'
        : `use one of ${found.join(', ')}`,
  });
}

function checkExpectation(
  domain: Domain,
  contract: AnyContract,
  persona: string,
  given: unknown,
  count: number,
): CheckedExpectation {
  const place = `persona ${persona}`;
  if (given === undefined) {
    throw invalid(domain, `nothing is expected of persona ${persona}`, {
      next: `add ${persona} to expect`,
    });
  }
  if (given === 'denied') return { is: 'denied' };
  if (typeof given !== 'object' || given === null) {
    throw invalid(domain, `what is expected of persona ${persona} is not understood`, {
      next: "write 'denied', { rows: 'none' } or the columns with what they show",
    });
  }
  const { rows: asked, ...columns } = given as Readonly<Record<string, unknown>>;
  const rows = placesOf(domain, place, asked, count);
  const names: readonly string[] = contract.columns.map((column) => column.name);
  if (names.includes('rows')) {
    throw invalid(domain, 'a column of the contract is called rows, as the list of rows is', {
      next: 'test the contract with sessions of your own',
    });
  }
  for (const name of Object.keys(columns)) {
    if (names.includes(name)) continue;
    throw invalid(domain, `${place} expects column ${name}, which is not in the contract`, {
      next: suggestion(name, names),
    });
  }
  if (rows.length === 0) {
    if (Object.keys(columns).length === 0) return { is: 'rows', rows, columns: new Map() };
    throw invalid(domain, `${place} sees no row, so its columns would not be tested`, {
      next: "leave the columns out, or write 'denied'",
    });
  }
  for (const column of contract.columns) {
    if (!isProtected(column.classification) || columns[column.name] !== undefined) continue;
    throw invalid(
      domain,
      `${place} says nothing of ${column.classification} column ${column.name}`,
      {
        next: `add ${column.name}: 'masked', or what else it must show`,
      },
    );
  }
  return {
    is: 'rows',
    rows,
    columns: new Map(
      Object.entries(columns).map(([column, cell]) => [
        column,
        checkCell(domain, `${place}, column ${column}`, cell, rows.length),
      ]),
    ),
  };
}

function placesOf(domain: Domain, place: string, asked: unknown, count: number): readonly number[] {
  const all = Array.from({ length: count }, (_, index) => index);
  if (asked === undefined || asked === 'all') return all;
  if (asked === 'none') return [];
  const isList = Array.isArray(asked) && asked.every((each) => all.includes(each));
  if (isList && new Set(asked).size === asked.length) return [...asked].sort((a, b) => a - b);
  throw invalid(domain, `the rows of ${place} are not understood`, {
    next: `write 'all', 'none' or places from 0 to ${count - 1}, each once`,
  });
}

const words: readonly unknown[] = ['clear', 'masked', 'null', 'refused'];

function checkCell(domain: Domain, place: string, cell: unknown, rows: number): CellExpectation {
  if (words.includes(cell)) return cell as CellExpectation;
  if (typeof cell === 'object' && cell !== null) {
    const keys = Object.keys(cell).join();
    if (keys === 'equals' && 'equals' in cell && cell.equals !== undefined) {
      return cell as CellExpectation;
    }
    const isList = keys === 'each' && 'each' in cell && Array.isArray(cell.each);
    if (isList && (cell.each as readonly unknown[]).length === rows) return cell as CellExpectation;
    if (isList) {
      throw invalid(domain, `each of ${place} has not one value for each row that is seen`, {
        next: `give ${rows} values, in the order of the rows`,
      });
    }
  }
  throw invalid(domain, `what ${place} must show is not understood`, {
    next: `write ${words.map((word) => `'${word}'`).join(', ')}, { equals: … } or { each: [ … ] }`,
  });
}

function suggestion(given: string, known: readonly string[]): string {
  const closest = nearMiss(given, known);
  const all = `use one of ${known.join(', ')}`;
  return closest === undefined ? all : `did you mean ${closest}? ${all}`;
}

function invalid(
  domain: Domain,
  message: string,
  { next }: { readonly next: string },
): GovernanceError {
  return new GovernanceError('DAS_POLICY_TEST_INVALID', message, {
    place: `policy test of domain ${domain.name}`,
    next,
  });
}
