import type { ValueShape } from '../model/value-shape.js';
import { byCollector, clauseOf, type Gap } from './clause.js';
import type { ContractDeployment } from './deployment.js';
import type { EnforcedClause } from './enforced-clause.js';
import { constraintsOf } from './shape-constraints.js';

/**
 * A clause for each thing that a schema says of a value, however deep. Schemas are run by the
 * collector; a promotion that computes a value is not held to them.
 */
export function shapeClauses(
  path: readonly string[],
  shape: ValueShape,
  deployment: ContractDeployment,
): readonly EnforcedClause[] {
  const enforcedBy = byCollector(
    deployment,
    'parses each record with the schema, and quarantines what it refuses',
  );
  const gap = gapOf(deployment);
  return [
    clauseOf(path, kindText(shape), enforcedBy, gap),
    ...constraintsOf(shape).map(([member, text]) =>
      clauseOf([...path, member], text, enforcedBy, gap),
    ),
    ...childrenOf(shape).flatMap(([steps, child]) =>
      shapeClauses([...path, ...steps], child, deployment),
    ),
  ];
}

function gapOf({ hasCollector, promotions }: ContractDeployment): Gap {
  if (!hasCollector) {
    return {
      gap: 'no collector lands the contract, and promotions do not run its schema',
      next: 'add a quality rule that says the same, which promotions check',
    };
  }
  if (promotions.length === 0) return {};
  return {
    gap: 'a promotion that computes the column is not held to it',
    next: 'add a quality rule that says the same, if a promotion computes it',
  };
}

function kindText(shape: ValueShape): string {
  switch (shape.kind) {
    case 'string':
      return 'the value is text';
    case 'number':
      return 'the value is a number';
    case 'bigint':
      return 'the value is a whole number of any size';
    case 'boolean':
      return 'the value is true or false';
    case 'date':
      return 'the value is an instant';
    case 'enum':
      return 'the value stands in a closed set';
    case 'array':
    case 'set':
    case 'tuple':
      return 'the value is a list';
    case 'object':
      return 'the value is an object with named fields';
    case 'record':
    case 'map':
      return 'the value is an object with keys of its own';
    case 'union':
      return 'the value has one of several shapes';
    case 'intersection':
      return 'the value has several shapes at once';
    case 'null':
    case 'undefined':
      return 'the value is missing';
    case 'unknown':
      return 'the value may be anything';
    case 'never':
      return 'there is no value';
    case 'opaque':
      return `the value is what code lets through (${shape.reason})`;
  }
}

type Child = readonly [steps: readonly string[], shape: ValueShape];

function childrenOf(shape: ValueShape): readonly Child[] {
  const numbered = (member: string, all: readonly ValueShape[]): readonly Child[] =>
    all.map((child, index) => [[member, String(index)], child] as const);
  switch (shape.kind) {
    case 'array':
    case 'set':
      return [[['items'], shape.items]];
    case 'tuple':
      return [
        ...numbered('items', shape.items),
        ...(shape.rest === undefined ? [] : [[['rest'], shape.rest] as const]),
      ];
    case 'object':
      return [
        ...Object.entries(shape.fields).map(([name, field]) => [['fields', name], field] as const),
        ...(typeof shape.unknownKeys === 'string'
          ? []
          : [[['unknownKeys'], shape.unknownKeys] as const]),
      ];
    case 'record':
    case 'map':
      return [
        [['keys'], shape.keys],
        [['values'], shape.values],
      ];
    case 'union':
      return numbered('options', shape.options);
    case 'intersection':
      return numbered('parts', shape.parts);
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
    case 'date':
    case 'enum':
    case 'null':
    case 'undefined':
    case 'unknown':
    case 'never':
    case 'opaque':
      return [];
  }
}
