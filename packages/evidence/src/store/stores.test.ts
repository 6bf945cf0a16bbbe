import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeEvidenceStore } from './describe-evidence-store.js';
import { folderStore } from './folder-store.js';
import { memoryStore } from './memory-store.js';

describeEvidenceStore('memoryStore', async () => {
  const store = memoryStore();
  return { open: () => store, close: async () => {} };
});

describeEvidenceStore('folderStore', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'das-evidence-'));
  return {
    // A folder that is not there yet: it is made by the first write.
    open: () => folderStore(join(parent, 'evidence', 'log')),
    close: () => rm(parent, { recursive: true }),
  };
});
