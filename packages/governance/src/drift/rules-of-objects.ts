import { type DriftRule, driftRule } from './drift-rule.js';

/** The names of rules about objects and columns. */
export type ObjectRuleName =
  | 'objectMissing'
  | 'undeclaredData'
  | 'undeclaredObject'
  | 'objectReplaced'
  | 'columnMissing'
  | 'columnUndeclared'
  | 'columnRetyped'
  | 'columnNullable';

/** Rules about objects and columns. */
export const objectRules: Readonly<Record<ObjectRuleName, DriftRule>> = {
  objectMissing: driftRule(
    '001',
    'high',
    ['An object that was deployed is gone', 'What reads it fails, and its data may be lost.'],
    {
      page: 'object',
      danger: 'loss',
      fix: 'restore it with UNDROP while the retention lasts, or apply the domain again',
    },
  ),
  undeclaredData: driftRule(
    '002',
    'high',
    [
      'The database holds data that no contract declares',
      'A copy of protected data carries none of the policies of the original.',
    ],
    { page: 'object', danger: 'exposure', fix: 'drop it, or declare it in the domain and apply' },
  ),
  undeclaredObject: driftRule(
    '003',
    'medium',
    [
      'The database holds an object that the domain does not declare',
      'Nobody reviews it, and no plan knows of it.',
    ],
    { page: 'object', fix: 'drop it, or declare it in the domain and apply' },
  ),
  objectReplaced: driftRule(
    '004',
    'high',
    [
      'An object is not the one that was deployed',
      'It was made anew by hand, or its comment was changed: what else it lost cannot be told.',
    ],
    { page: 'object' },
  ),
  columnMissing: driftRule(
    '010',
    'high',
    ['A column that was deployed is gone', 'What reads it fails, and its data is lost.'],
    { page: 'object', danger: 'loss' },
  ),
  columnUndeclared: driftRule(
    '011',
    'high',
    [
      'A table has a column that no contract declares',
      'It has no classification, so nothing masks it.',
    ],
    {
      page: 'object',
      danger: 'exposure',
      fix: 'drop the column, or add it to the contract and apply',
    },
  ),
  columnRetyped: driftRule(
    '012',
    'medium',
    [
      'A column has another type',
      'Values may be cut or refused, and a policy of another type no longer fits.',
    ],
    { page: 'object' },
  ),
  columnNullable: driftRule(
    '013',
    'low',
    ['A column takes NULL, or no longer does', 'The contract says otherwise.'],
    { page: 'object' },
  ),
};
