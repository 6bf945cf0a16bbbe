import {
  breaksBoth,
  breaksReaders,
  changeCases,
  harmless,
  patch,
  warnsReaders,
} from '../fixtures/change-cases.js';
import { at, future, id, optional, past, pin } from '../fixtures/contract-documents.js';
import { lifeRules } from './life-rules.js';

const { add, addColumn, testAll } = changeCases();

// Life
addColumn('deprecation-added', {}, { deprecated: future }, warnsReaders, { at });
addColumn('deprecation-added', {}, { deprecated: past }, breaksReaders, { at });
add('deprecation-added', {}, { deprecated: past }, breaksReaders, { at });
addColumn('deprecation-removed', { deprecated: future }, {}, harmless);
addColumn('deprecation-brought-forward', { deprecated: future }, { deprecated: past }, [
  'B-',
  'major',
  'EEEE',
]);
add('deprecation-postponed', { deprecated: past }, { deprecated: future }, patch);
add('status-advanced', { status: 'draft' }, {}, harmless);
add('status-deprecated', {}, { status: 'deprecated' }, warnsReaders);
add('status-retired', {}, { status: 'retired' }, breaksBoth);
add(
  'status-retired',
  { deprecated: past },
  { deprecated: past, status: 'retired' },
  ['~~', 'major', 'WWWW'],
  { at },
);
add('status-withdrawn', {}, { status: 'draft' }, breaksReaders);
add('status-revived', { status: 'retired' }, {}, harmless);
add('limitations-changed', {}, { terms: { limitations: 'no marketing' } }, warnsReaders);
add('owner-changed', {}, { owner: 'other' }, patch);
add('documentation-changed', {}, { description: 'Orders.' }, patch);
add('documentation-changed', {}, { tags: ['t'] }, patch);
add('documentation-changed', {}, { support: [{ channel: '#help' }] }, patch);
add('documentation-changed', {}, { terms: { usage: 'reports' } }, patch);
addColumn('documentation-changed', {}, { examples: ['a'] }, patch);
const grave = { column: 'X', type: 'VARCHAR', classification: 'pii', removedIn: '0.9.0' } as const;
add('tombstone-reused', {}, { columns: [id, optional] }, ['BB', 'major', 'EEEE'], {
  tombstones: [grave],
});
add('tombstone-returned', {}, { columns: [id, optional] }, harmless, {
  tombstones: [{ ...grave, classification: 'internal' }],
});
add('pin-without-column', {}, { tags: ['t'] }, ['B-', 'none', 'EEEE'], { consumers: [pin] });
add('version-bump-too-small', {}, { version: '1.0.1', grain: 'an order' }, ['--', 'none', 'EEEE']);
add('version-not-raised', {}, { version: '1.0.0', tags: ['t'] }, ['--', 'none', 'EEEE']);
add('version-not-raised', {}, { version: '0.9.0' }, ['--', 'none', 'EEEE']);
add('acceptance-unused', {}, { tags: ['t'] }, ['--', 'none', 'NNNN'], {
  acceptances: [
    {
      contract: 'shop.orders',
      version: '2.0.0',
      rule: 'column-removed',
      path: '/columns/x',
      by: 'me',
      reason: 'why',
    },
  ],
});

testAll(Object.keys(lifeRules), [
  'compatibility-loosened',
  'compatibility-tightened',
  'contract-removed',
  'contract-removed-too-early',
  'contract-removed-while-read',
  'contract-removed-after-deprecation',
  'pin-dropped',
  'history-removed',
]);
