import { columnMembers, contractStructure } from '../document/contract-structure.js';
import { isJsonObject } from '../document/json.js';
import {
  both,
  faultAt,
  listOf,
  objectOf,
  type Structure,
  text,
  textLike,
} from '../document/structure/structure.js';
import { changeRules } from '../evolution/change-rules.js';

const version = textLike(
  'a version such as 1.2.0',
  /^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})$/,
);

const contractName = textLike(
  'a domain and a name with a dot between',
  /^[a-z][a-z0-9_]{0,62}\.[a-z][a-z0-9_]{0,62}$/,
);

const tombstone = objectOf(
  {
    column: columnMembers.name ?? text,
    type: columnMembers.type ?? text,
    classification: columnMembers.classification ?? text,
    removedIn: version,
  },
  { required: ['column', 'type', 'classification', 'removedIn'] },
);

/** What a document in a lockfile has to be besides the document of a contract. */
const lockedDocument: Structure = both(contractStructure, (value, path) => {
  if (!isJsonObject(value) || !Array.isArray(value.columns)) return [];
  const names = value.columns.map((column) => (isJsonObject(column) ? column.name : undefined));
  const twice = names.findIndex((name, index) => name !== undefined && names.indexOf(name) < index);
  return [
    ...version(value.version, [...path, 'version']),
    ...(twice === -1 ? [] : faultAt([...path, 'columns', twice], 'has the name of another column')),
  ];
});

const locked = objectOf(
  { document: lockedDocument, earlier: listOf(lockedDocument), tombstones: listOf(tombstone) },
  { required: ['document', 'earlier', 'tombstones'] },
);

/** Members that are named after contracts, whose documents have those names. */
const namedContracts: Structure = both(objectOf({}, { others: locked }), (value, path) => {
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([id, contract]) => {
    const { document, earlier = [] } = isJsonObject(contract) ? contract : {};
    const documents = [document, ...(Array.isArray(earlier) ? earlier : [])];
    const isNamed = documents.every(
      (each) => !isJsonObject(each) || `${String(each.domain)}.${String(each.name)}` === id,
    );
    return [
      ...contractName(id, [...path, id]),
      ...(isNamed ? [] : faultAt([...path, id], 'has the document of another contract')),
    ];
  });
});

const retired: Structure = both(
  objectOf(
    {},
    {
      others: objectOf(
        { version, tombstones: listOf(tombstone) },
        { required: ['version', 'tombstones'] },
      ),
    },
  ),
  (value, path) =>
    isJsonObject(value) ? Object.keys(value).flatMap((id) => contractName(id, [...path, id])) : [],
);

const pin = objectOf(
  {
    consumer: text,
    contract: contractName,
    version,
    columns: listOf(text, { minimum: 1 }),
    exhaustive: listOf(text),
  },
  { required: ['consumer', 'contract', 'version', 'columns', 'exhaustive'] },
);

const acceptance = objectOf(
  {
    contract: contractName,
    version,
    rule: (value, path) =>
      typeof value === 'string' && Object.hasOwn(changeRules, value)
        ? []
        : faultAt(path, 'must be the id of a kind of change'),
    path: text,
    by: textLike('who accepts it', /\S/),
    reason: textLike('why, in a sentence', /\S/),
  },
  { required: ['contract', 'version', 'rule', 'path', 'by', 'reason'] },
);

/** A lock with all its defaults. */
export const lockStructure: Structure = objectOf(
  {
    lockfileVersion: () => [],
    contracts: namedContracts,
    retired,
    consumers: listOf(pin),
    acceptances: listOf(acceptance),
  },
  { required: ['lockfileVersion', 'contracts', 'retired', 'consumers', 'acceptances'] },
);
