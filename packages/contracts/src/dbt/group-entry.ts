import type { ContractDocument } from '../model/contract-document.js';
import { plainName } from './dbt-project.js';

/** The name of the group of those models of a domain that have the same owner. */
export function groupName({ domain, owner }: ContractDocument): string {
  return `${domain}_${plainName(owner)}`;
}

/** A group of models, by its owner. */
export function groupEntry(document: ContractDocument): object {
  return { name: groupName(document), owner: ownerEntry(document.owner) };
}

/** An owner as dbt takes it: by address where there is one, and always by name. */
export function ownerEntry(owner: string): object {
  return owner.includes('@') ? { name: owner, email: owner } : { name: owner };
}
