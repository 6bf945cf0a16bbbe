import { execFileSync } from 'node:child_process';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeShop, type Shop } from './shop.js';

/** A shop whose folder is in a repository of its own. */
export interface ContractRepository extends Shop {
  readonly git: (...arguments_: readonly string[]) => string;
  /** Replaces texts in the contracts. Each must be there. */
  readonly edit: (
    ...replacements: readonly (readonly [old: string, now: string])[]
  ) => Promise<void>;
  readonly read: (path: string) => Promise<string>;
}

/** Makes the shop, with its contracts locked and committed; or as another one was made, which is faster. */
export async function makeContractRepository(
  template?: ContractRepository,
): Promise<ContractRepository> {
  const shop = await makeShop();
  const { folder } = shop;
  const git = (...arguments_: readonly string[]): string =>
    execFileSync(
      'git',
      ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...arguments_],
      {
        cwd: folder,
        env: { PATH: process.env.PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: '1' },
        encoding: 'utf8',
        stdio: 'pipe',
      },
    );
  const read = (path: string): Promise<string> => readFile(join(folder, path), 'utf8');
  if (template === undefined) {
    git('init', '--quiet', '--initial-branch=main');
    git('add', 'contracts.ts', 'das.config.ts');
    git('commit', '--quiet', '--message=contracts');
    git('tag', 'unlocked');
    const locked = await shop.das('contract', 'lock');
    if (locked.exitCode !== 0) throw new Error(locked.stderr);
    git('add', 'das.contracts.lock.json');
    git('commit', '--quiet', '--message=lock');
  } else {
    await cp(template.folder, folder, { recursive: true });
  }
  return {
    ...shop,
    git,
    read,
    edit: async (...replacements) => {
      let text = await read('contracts.ts');
      for (const [old, now] of replacements) {
        if (!text.includes(old)) throw new Error(`not in the contracts: ${old}`);
        text = text.replace(old, now);
      }
      await shop.write('contracts.ts', text);
    },
    [Symbol.asyncDispose]: () => shop[Symbol.asyncDispose](),
  };
}
