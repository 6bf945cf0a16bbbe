import { defaultRetention } from '../../model/slo.js';
import {
  breaksBoth,
  breaksReaders,
  changeCases,
  harmless,
  warnsReaders,
} from '../fixtures/change-cases.js';
import { column, id } from '../fixtures/contract-documents.js';
import { meaningRules } from './meaning-rules.js';

const { add, addColumn, testAll } = changeCases();

// Meaning and protection
addColumn('classification-lowered', { classification: 'phi' }, {}, ['B-', 'major', 'EEEE']);
addColumn('classification-raised', {}, { classification: 'pii' }, breaksReaders);
addColumn('classification-raised', { classification: 'pci' }, { classification: 'phi' }, [
  'B-',
  'major',
  'EEEE',
]);
addColumn('semantic-added', {}, { semantic: 'email' }, harmless);
addColumn('semantic-changed', { semantic: 'country' }, { semantic: 'currency' }, breaksReaders);
addColumn('semantic-changed', { semantic: 'email' }, { semantic: 'currency' }, [
  'B-',
  'major',
  'EEEE',
]);
addColumn('semantic-removed', { semantic: 'currency' }, {}, warnsReaders);
addColumn('semantic-removed', { semantic: 'mrn' }, {}, ['~-', 'major', 'EEEE']);
addColumn('unit-declared', {}, { unit: 'USD' }, ['~~', 'minor', 'WWWW']);
addColumn('unit-changed', { unit: 'USD' }, { unit: 'EUR' }, breaksBoth);
add('sharing-widened', { sharing: { audience: 'domain' } }, { sharing: { audience: 'public' } }, [
  '--',
  'major',
  'EEEE',
]);
add('sharing-widened', {}, { sharing: { audience: 'partners' } }, ['--', 'major', 'EEEE']);
add(
  'sharing-widened',
  { sharing: { audience: 'domain', regions: ['eu'] } },
  { sharing: { audience: 'domain' } },
  ['--', 'major', 'EEEE'],
);
add(
  'sharing-narrowed',
  { sharing: { audience: 'public' } },
  { sharing: { audience: 'domain' } },
  breaksReaders,
);
add('sharing-narrowed', {}, { sharing: { audience: 'domain' } }, warnsReaders);
const kept = (silver: '400d' | '300d' | '500d') => ({ retention: { ...defaultRetention, silver } });
add('retention-shortened', kept('400d'), kept('300d'), breaksReaders);
add('retention-lengthened', kept('400d'), kept('500d'), warnsReaders);
const personal = { columns: [id, column('x', { classification: 'pii' })] };
add('retention-lengthened', { ...kept('400d'), ...personal }, { ...kept('500d'), ...personal }, [
  '~-',
  'major',
  'EEEE',
]);

testAll(Object.keys(meaningRules));
