import { isProtected } from '../model/classification.js';
import type { ContractColumn } from '../model/column.js';
import {
  byCollector,
  byCompiler,
  byContractCheck,
  byPolicy,
  byPromotions,
  clauseOf,
  hasTable,
  prose,
} from './clause.js';
import type { ContractDeployment } from './deployment.js';
import { deprecationClause } from './deprecation-clause.js';
import type { EnforcedClause } from './enforced-clause.js';
import { quantity } from './quantity.js';
import { shapeClauses } from './shape-clauses.js';

type Members = keyof ContractColumn;

type Clauses<Member extends Members> = (
  value: ContractColumn[Member],
  column: ContractColumn,
  path: readonly string[],
  deployment: ContractDeployment,
) => readonly EnforcedClause[];

/** One entry for each member of a column: a new one does not compile before it is told here. */
const members: { readonly [Member in Members]: Clauses<Member> } = {
  name: (name, _, path, deployment) => [
    clauseOf(path, `there is a column ${name}`, [
      byCompiler('the schema and the declarations must name the same columns'),
      ...byPolicy(deployment, 'every table of the contract is created with it'),
      byContractCheck('removing it breaks readers'),
    ]),
  ],
  classification: (classification, _, path, deployment) => [
    classificationClause(classification, path, deployment),
  ],
  semantic: (semantic, _, path, deployment) =>
    semantic === undefined
      ? []
      : [
          clauseOf(
            path,
            `its semantic type is ${semantic}`,
            byPolicy(deployment, 'it is a tag of the column, and may choose its mask'),
            {
              gap: 'no value is checked against it',
              next: 'say it in the schema as well, by a format or a pattern',
            },
          ),
        ],
  type: (type, _, path, deployment) => [
    clauseOf(path, `it is stored as ${type}`, [
      byCompiler('the declared type must hold what the schema puts out'),
      ...byCollector(deployment, 'quarantines values that the type cannot hold'),
      ...byPromotions(deployment, 'casts what it computes to the type, or fails'),
      ...byPolicy(deployment, 'the column of the table has the type'),
    ]),
  ],
  isNullable: (isNullable, column, path, deployment) => [
    isNullable
      ? clauseOf(path, 'it may be NULL', [byCompiler('the type of a row has null in it')])
      : clauseOf(
          path,
          'it is never NULL',
          [
            ...byCollector(deployment, 'quarantines records without it'),
            ...byPromotions(deployment, `quarantines rows that break not_null_${column.name}`),
            ...(deployment.hasCollector || deployment.promotions.includes('audited')
              ? byPolicy(deployment, 'the column is NOT NULL, but for dynamic tables')
              : []),
          ],
          notDeployed(deployment),
        ),
  ],
  enum: (values, column, path, deployment) =>
    values === undefined
      ? []
      : [
          clauseOf(
            path,
            `it is one of ${quantity(values.length, 'value')}`,
            [
              ...byCollector(deployment, 'quarantines records with another value'),
              ...byPromotions(deployment, `quarantines rows that break enum_${column.name}`),
            ],
            notDeployed(deployment),
          ),
        ],
  isEnumOpen: (isOpen, column, path) =>
    column.enum === undefined
      ? []
      : [
          isOpen
            ? clauseOf(
                path,
                'readers expect values that are not listed yet',
                [byContractCheck('a new value is no breaking change')],
                {
                  gap: 'the type of a row lists the known values alone',
                  next: 'let readers handle the value that no case names',
                },
              )
            : clauseOf(path, 'no other value will ever come', [
                byContractCheck('a new value breaks readers'),
              ]),
        ],
  isFreeText: (isFreeText, { classification }, path, deployment) =>
    isFreeText ? [freeTextClause(classification, path, deployment)] : [],
  description: (description, _, path) =>
    description === undefined ? [] : [prose(path, 'what the column means')],
  unit: (unit, _, path) =>
    unit === undefined
      ? []
      : [
          clauseOf(path, `its values are in ${unit}`, [], {
            gap: 'no value carries its unit',
            next: 'add a range rule that values in another unit would break',
          }),
        ],
  examples: (examples, _, path) =>
    examples.length === 0
      ? []
      : [
          clauseOf(path, 'its examples are made up', [], {
            gap: 'nothing tells a made-up value from a copied one',
            next: 'let somebody read them when the contract changes',
          }),
        ],
  tags: (tags, _, path) => (tags.length === 0 ? [] : [prose(path, `its tags: ${tags.join(', ')}`)]),
  deprecated: (deprecated, _, path) =>
    deprecated === undefined ? [] : [deprecationClause(path, deprecated)],
  stored: (shape, _, path, deployment) => shapeClauses(path, shape, deployment),
  accepted: (shape, _, path, deployment) =>
    shape === undefined ? [] : shapeClauses(path, shape, deployment),
};

/** What becomes of each thing that a contract says of a column. */
export function columnClauses(
  column: ContractColumn,
  deployment: ContractDeployment,
): readonly EnforcedClause[] {
  const all = Object.keys(members) as Members[];
  return all.flatMap((member) => memberClauses(member, column, deployment));
}

function memberClauses<Member extends Members>(
  member: Member,
  column: ContractColumn,
  deployment: ContractDeployment,
): readonly EnforcedClause[] {
  const clauses: Clauses<Member> = members[member];
  return clauses(column[member], column, ['columns', column.name, member], deployment);
}

function classificationClause(
  classification: ContractColumn['classification'],
  path: readonly string[],
  deployment: ContractDeployment,
): EnforcedClause {
  const isHidden = isProtected(classification);
  const isBare = isHidden && !(deployment.hasMasking && hasTable(deployment));
  return clauseOf(
    path,
    isHidden
      ? `it is ${classification}: masked from roles without clearance`
      : `it is ${classification}`,
    [
      byCompiler('a column without a classification does not compile'),
      ...byPolicy(deployment, 'it is a tag of the column'),
      ...(isHidden && !isBare
        ? byPolicy(deployment, 'the table is created with a masking policy on the column')
        : []),
      ...byPromotions(deployment, 'a column computed from a more sensitive one is refused'),
      byContractCheck('lowering it needs the word of somebody who may say so'),
    ],
    isBare
      ? {
          gap: 'no masking policy is deployed on it',
          next: `add a maskingPolicy for ${classification}, and a collector or promotion that fills a table`,
        }
      : {},
  );
}

function freeTextClause(
  classification: ContractColumn['classification'],
  path: readonly string[],
  deployment: ContractDeployment,
): EnforcedClause {
  const isScanned = ['public', 'internal', 'confidential'].includes(classification);
  if (!isScanned) {
    return clauseOf(
      path,
      'its free text may hold personal data',
      [...(deployment.hasMasking ? byPolicy(deployment, 'it is masked as what it is') : [])],
      notDeployed(deployment),
    );
  }
  return clauseOf(
    path,
    'its free text holds no personal data',
    byCollector(deployment, 'scans each value, and quarantines what it finds'),
    {
      gap: 'what the scan does not recognise passes, and promotions do not scan',
      next: 'classify the column as pii or phi if it may hold personal data',
    },
  );
}

function notDeployed(deployment: ContractDeployment): { gap?: string; next?: string } {
  return hasTable(deployment)
    ? {}
    : {
        gap: 'the contract has no table',
        next: 'add a collector or a promotion that fills one',
      };
}
