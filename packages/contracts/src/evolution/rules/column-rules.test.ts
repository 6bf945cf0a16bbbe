import type { ContractColumn } from '../../model/column.js';
import {
  breaksBoth,
  breaksReaders,
  breaksWriters,
  changeCases,
  harmless,
  patch,
  warnsReaders,
} from '../fixtures/change-cases.js';
import { at, column, future, id, optional, past, pin, x } from '../fixtures/contract-documents.js';
import { columnRules } from './column-rules.js';

const { add, addColumn, testAll } = changeCases();

// Columns
add('column-added', {}, { columns: [id, optional] }, harmless);
add(
  'column-added',
  { unknownKeys: 'refuse' },
  { unknownKeys: 'refuse', columns: [id, optional] },
  warnsReaders,
);
add('column-added', {}, { columns: [id, column('x', { accepted: optional.stored })] }, harmless);
add('column-added-required', {}, { columns: [id, x] }, breaksWriters);
add('column-removed', { columns: [id, x] }, {}, breaksReaders);
add(
  'column-removed',
  { columns: [id, x], unknownKeys: 'refuse' },
  { unknownKeys: 'refuse' },
  breaksBoth,
);
const dying = (deprecated: ContractColumn['deprecated']) => ({
  columns: [id, column('x', { deprecated })],
});
add('column-removed-too-early', dying(future), {}, ['B-', 'major', 'EEEE'], { at });
add('column-removed-after-deprecation', dying(past), {}, ['~-', 'major', 'WWWW'], { at });
add(
  'column-removed-after-deprecation',
  { ...dying(past), unknownKeys: 'refuse' },
  { unknownKeys: 'refuse' },
  ['~~', 'major', 'WWWW'],
  { at },
);
add('column-removed-while-read', dying(past), {}, ['B-', 'major', 'EEEE'], {
  at,
  consumers: [pin],
});
add('columns-reordered', { columns: [id, x] }, { columns: [x, id] }, patch);

// Types
const number = (type: ContractColumn['type']): Partial<ContractColumn> => ({
  type,
  stored: { kind: 'number', isInteger: false },
});
addColumn('type-widened', { type: 'VARCHAR(10)' }, { type: 'VARCHAR(20)' }, warnsReaders);
addColumn('type-widened', { type: 'VARCHAR(10)' }, { type: 'VARCHAR' }, warnsReaders);
addColumn('type-widened', number('NUMBER(10,2)'), number('NUMBER(12,2)'), warnsReaders);
addColumn('type-widened', number('NUMBER(10,2)'), number('NUMBER(12,4)'), warnsReaders);
addColumn('type-widened', number('NUMBER(20,0)'), number('NUMBER(38,0)'), warnsReaders);
addColumn(
  'type-widened-past-safe-integer',
  number('NUMBER(10,0)'),
  number('NUMBER(16,0)'),
  breaksReaders,
);
addColumn(
  'type-widened-past-safe-integer',
  number('NUMBER(12,2)'),
  number('NUMBER(18,2)'),
  breaksReaders,
);
addColumn('type-widened', number('NUMBER(8,0)'), number('NUMBER(10,2)'), breaksReaders);
addColumn('type-narrowed', { type: 'VARCHAR' }, { type: 'VARCHAR(20)' }, breaksBoth);
addColumn('type-narrowed', number('NUMBER(10,2)'), number('NUMBER(10,4)'), breaksBoth);
addColumn('type-narrowed', number('NUMBER(10,2)'), number('NUMBER(12,1)'), breaksBoth);
addColumn('type-changed', number('NUMBER(10,2)'), number('FLOAT'), breaksBoth);
addColumn('timezone-changed', { type: 'TIMESTAMP_NTZ' }, { type: 'TIMESTAMP_TZ' }, breaksBoth);

testAll(Object.keys(columnRules));
