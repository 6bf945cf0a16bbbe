import { contractMembers } from '../document/contract-structure.js';
import { toPlainJson } from '../document/json.js';
import { ruleStructure } from '../document/rule-structure.js';
import {
  anything,
  listOf,
  objectOf,
  type Structure,
  type StructureFault,
  toJsonPointer,
} from '../document/structure/structure.js';
import { ContractError } from '../errors/contract-error.js';
import { DasError } from '../errors/das-error.js';

const { unknownKeys: _unknownKeys, refinements: _refinements, ...members } = contractMembers;

/** What a definition may say: what a document may, but for what the schema says. */
const definitionStructure: Structure = objectOf(
  {
    ...members,
    // The columns are looked at one by one, beside the schema.
    columns: objectOf({}, { others: () => [] }),
    quality: listOf(ruleStructure),
    retention: objectOf({ bronze: anything, silver: anything, platinum: anything }),
  },
  { required: ['domain', 'name', 'version', 'owner', 'columns'] },
);

/** What keeps the checks from reading a definition at all. */
const formFaults: ReadonlySet<string> = new Set(['must be a list', 'must be an object']);

function invalidDefinition({ path, message, isAboutName }: StructureFault, place: string) {
  return new ContractError(
    isAboutName ? 'DAS_CONTRACT_UNKNOWN_MEMBER' : 'DAS_CONTRACT_INVALID_DEFINITION',
    `${toJsonPointer(path) || 'the definition'} ${message}`,
    { place, next: 'correct it by the documentation of defineContract' },
  );
}

/**
 * Runs the work of a definition between two looks at its structure. A member that is not known is
 * refused first: it may be a promise that is misspelt; and so is a text in place of a list. Whatever
 * the work itself finds is said in its own words; the structure has the last word on the rest.
 *
 * @throws {@link ContractError} `DAS_CONTRACT_UNKNOWN_MEMBER`, `DAS_CONTRACT_INVALID_DEFINITION`, and
 * what the work throws
 */
export function checkDefinition<Result>(
  definition: object,
  place: string,
  work: () => Result,
): Result {
  const { schema: _schema, ...said } = definition as { readonly schema?: unknown };
  const faults = definitionStructure(toPlainJson(said), []);
  const unreadable = faults.find((fault) => fault.isAboutName || formFaults.has(fault.message));
  if (unreadable !== undefined) throw invalidDefinition(unreadable, place);
  const [first] = faults;
  try {
    const result = work();
    if (first === undefined) return result;
  } catch (error) {
    if (first === undefined || DasError.isInstance(error)) throw error;
  }
  throw invalidDefinition(first, place);
}
