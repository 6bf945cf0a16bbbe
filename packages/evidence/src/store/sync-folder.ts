import { open } from 'node:fs/promises';

/** Makes the names in a folder durable: a renamed file is only there for good after this. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder, and writes its metadata through by itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
