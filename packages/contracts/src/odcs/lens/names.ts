import type { DocumentPath } from '../../document/structure/structure.js';
import type { Reader } from './reader.js';

const contractName = /^[a-z][a-z0-9_]{0,62}$/;
const columnName = /^[A-Za-z][A-Za-z0-9_]{0,250}$/;

/** Text as a name: what a name cannot hold becomes an underscore. */
function slug(text: string, prefix: string, longest: number): string {
  const plain = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  const started = /^[A-Za-z]/.test(plain) ? plain : `${prefix}_${plain}`.replace(/_$/, '');
  return started.slice(0, longest);
}

/** A text as the name of a domain, a product or a contract. */
export function toContractName(text: string): string {
  return contractName.test(text) ? text : slug(text.toLowerCase(), 'x', 60);
}

/** A text as the name of a column. */
export function toColumnName(text: string): string {
  return columnName.test(text) ? text : slug(text, 'x', 240);
}

/** A text as the name of a rule. */
export function toRuleName(text: string): string {
  return contractName.test(text) ? text : slug(text.toLowerCase(), 'rule', 60);
}

/** The name, or with a number behind it when it is taken; case does not tell names apart. */
export function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let count = 2; taken.has(free.toUpperCase()); count += 1) free = `${name}_${count}`;
  taken.add(free.toUpperCase());
  return free;
}

/** Says that a name could not stay. */
export function decideName(
  reader: Reader,
  path: DocumentPath,
  before: string,
  after: string,
): void {
  if (before === after) return;
  reader.decide('name-changed', path, `the name is no name in DAS and is read as ${after}`);
}
