import { classifications } from '../model/classification.js';
import { compatibilityModes, contractStatuses } from '../model/contract-document.js';
import { audiences } from '../model/support.js';
import { keyReference, ruleStructure } from './rule-structure.js';
import {
  count,
  flag,
  listOf,
  number,
  objectOf,
  oneOf,
  type Structure,
  scalar,
  text,
  textLike,
  valueThat,
} from './structure/structure.js';
import { valueShapeStructure } from './value-shape-structure.js';

const texts = listOf(text);

const physicalType = textLike(
  'a type such as VARCHAR(200), NUMBER(12,2), DATE or VARIANT',
  /^(?:VARCHAR(?:\([1-9]\d{0,8}\))?|NUMBER\([1-9]\d?,\d{1,2}\)|FLOAT|BOOLEAN|DATE|TIME|TIMESTAMP_NTZ|TIMESTAMP_TZ|VARIANT|ARRAY|OBJECT)$/,
);

/** A length of time, such as `15m`. */
const durationText: Structure = textLike('a duration, such as 15m', /^[1-9]\d{0,8}[smhdy]$/);

const ratio = valueThat(
  'a number from 0 to 1',
  (value) => typeof value === 'number' && value >= 0 && value <= 1,
);

const deprecation = objectOf(
  {
    removeAfter: textLike('a day, such as 2027-03-31', /^\d{4}-\d{2}-\d{2}$/),
    replacedBy: text,
    reason: text,
  },
  { required: ['removeAfter'] },
);

/** What a column of a contract may say. */
export const columnMembers: Readonly<Record<string, Structure>> = {
  name: textLike('a name of letters, digits and underscores', /^[A-Za-z][A-Za-z0-9_]{0,250}$/),
  classification: oneOf(classifications),
  semantic: text,
  type: physicalType,
  isNullable: flag,
  enum: texts,
  isEnumOpen: flag,
  isFreeText: flag,
  description: text,
  unit: text,
  examples: listOf(scalar),
  tags: texts,
  deprecated: deprecation,
  stored: valueShapeStructure,
  accepted: valueShapeStructure,
};

/** Where readers get help. */
const supportStructure: Structure = listOf(
  objectOf(
    { channel: text, url: text, description: text, tool: text, scope: text },
    { required: ['channel'] },
  ),
);

/** What the data is for. */
const termsStructure: Structure = objectOf({
  purpose: text,
  usage: text,
  limitations: text,
});

/** What a contract may say, but for its columns and rules. */
export const contractMembers: Readonly<Record<string, Structure>> = {
  domain: text,
  name: text,
  version: text,
  status: oneOf(contractStatuses),
  owner: text,
  description: text,
  tags: texts,
  unknownKeys: oneOf(['drop', 'refuse']),
  refinements: count,
  primaryKey: texts,
  uniqueKeys: listOf(texts),
  foreignKeys: listOf(
    objectOf({ columns: texts, references: keyReference }, { required: ['columns', 'references'] }),
  ),
  grain: text,
  partitionBy: texts,
  clusterBy: texts,
  slo: objectOf({
    freshness: objectOf({ column: text, p95: durationText }, { required: ['column', 'p95'] }),
    completeness: objectOf({}, { others: ratio }),
    availability: number,
    frequency: durationText,
    timeToDetect: durationText,
    timeToNotify: durationText,
    timeToRepair: durationText,
  }),
  retention: objectOf(
    { bronze: durationText, silver: durationText, platinum: durationText },
    { required: ['bronze', 'silver', 'platinum'] },
  ),
  sharing: objectOf({ audience: oneOf(audiences), regions: texts }, { required: ['audience'] }),
  support: supportStructure,
  terms: termsStructure,
  deprecated: deprecation,
  compatibility: oneOf(compatibilityModes),
};

const requiredOfColumn = [
  'name',
  'classification',
  'type',
  'isNullable',
  'isEnumOpen',
  'isFreeText',
  'examples',
  'tags',
  'stored',
];

const requiredOfContract = [
  'domain',
  'name',
  'version',
  'status',
  'owner',
  'tags',
  'columns',
  'unknownKeys',
  'refinements',
  'primaryKey',
  'uniqueKeys',
  'foreignKeys',
  'partitionBy',
  'clusterBy',
  'slo',
  'quality',
  'retention',
  'support',
  'compatibility',
];

/** A whole contract as plain JSON. */
export const contractStructure: Structure = objectOf(
  {
    ...contractMembers,
    columns: listOf(objectOf(columnMembers, { required: requiredOfColumn }), { minimum: 1 }),
    quality: listOf(ruleStructure),
  },
  { required: requiredOfContract },
);
