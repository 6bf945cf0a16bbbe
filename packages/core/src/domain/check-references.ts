import type { AnyContract, KeyReference, PhysicalType } from '@das/contracts';
import { CoreError } from '../errors/core-error.js';
import type { Domain } from './define-domain.js';

/** Columns that hold the key of another contract, by a foreign key or a referential rule. */
interface Reference {
  readonly what: string;
  readonly columns: readonly string[];
  readonly references: KeyReference;
}

/**
 * Checks that keys point to contracts, columns and types that are there. What belongs to another
 * domain cannot be seen from here.
 */
export function checkReferences(domain: Domain): void {
  for (const contract of domain.contracts) {
    for (const reference of referencesOf(contract)) checkReference(domain, contract, reference);
  }
}

function referencesOf(contract: AnyContract): readonly Reference[] {
  const keys = contract.foreignKeys.map(({ columns, references }) => ({
    what: `the foreign key on ${columns.join(', ')}`,
    columns,
    references,
  }));
  const rules = contract.quality.flatMap((rule) =>
    rule.kind === 'referential'
      ? [{ what: `the rule ${rule.name}`, columns: rule.columns, references: rule.references }]
      : [],
  );
  return [...keys, ...rules];
}

function checkReference(domain: Domain, contract: AnyContract, reference: Reference): void {
  const { what, references } = reference;
  const invalid = (message: string, next: string) =>
    new CoreError('DAS_DOMAIN_INVALID', `${what} ${message}`, {
      place: `contract ${contract.name}`,
      next,
    });
  const [owner, name] = references.contract.split('.');
  if (owner !== domain.name) return;
  const target = domain.contracts.find((each) => each.name === name);
  if (target === undefined) {
    throw invalid(
      `points to ${references.contract}, which the domain does not list`,
      'add the contract to the domain, or remove the reference',
    );
  }
  for (const [index, column] of references.columns.entries()) {
    const pointed = target.columns.find((each) => each.name === column);
    if (pointed === undefined) {
      throw invalid(
        `points to ${references.contract}.${column}, which is not there`,
        `use one of ${target.columns.map((each) => each.name).join(', ')}`,
      );
    }
    const own = contract.columns.find((each) => each.name === reference.columns[index]);
    if (own !== undefined && familyOf(own.type) !== familyOf(pointed.type)) {
      throw invalid(
        `compares ${own.name} (${own.type}) with ${references.contract}.${column} (${pointed.type})`,
        'give both columns the same type',
      );
    }
  }
}

/** The type without its length, precision and scale. */
function familyOf(type: PhysicalType): string {
  return type.replace(/\(.*$/, '');
}
