import { type FSWatcher, watch } from 'node:fs';
import { resolve } from 'node:path';
import { isDynamicPattern } from 'tinyglobby';

/** Writers often touch a file many times at once. */
const pauseAfterChange = 50;

/**
 * Notices changes in folders: by what the file system says where it does, and by time where not, as
 * on network drives and in folders below the watched ones.
 */
export class FileWatch implements Disposable {
  readonly #watchers: readonly FSWatcher[];
  #hasChanged = false;
  #wake: (() => void) | undefined;

  constructor(patterns: readonly string[], baseDirectory: string) {
    const places = new Set(patterns.map((pattern) => resolve(baseDirectory, fixedPart(pattern))));
    this.#watchers = [...places].flatMap((place) => this.#watch(place));
  }

  /** Forgets what changed so far, because everything is about to be looked at. */
  reset(): void {
    this.#hasChanged = false;
  }

  /** Waits until something changes, the time is over or the signal aborts. */
  async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const over = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', over);
        this.#wake = undefined;
        resolve();
      };
      let timer = setTimeout(over, this.#hasChanged ? pauseAfterChange : milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        timer = setTimeout(over, pauseAfterChange);
        this.#wake = undefined;
      };
      signal.addEventListener('abort', over, { once: true });
    });
  }

  [Symbol.dispose](): void {
    for (const each of this.#watchers) each.close();
  }

  #watch(place: string): readonly FSWatcher[] {
    try {
      const watcher = watch(place, { persistent: false }, () => {
        this.#hasChanged = true;
        this.#wake?.();
      });
      // Where the system has no watchers left, or loses one, time does it.
      watcher.on('error', () => watcher.close());
      return [watcher];
    } catch {
      return [];
    }
  }
}

/** The part of a pattern in front of its first wildcard. */
function fixedPart(pattern: string): string {
  const parts = pattern.split('/');
  const wild = parts.findIndex((part) => isDynamicPattern(part));
  return (wild === -1 ? parts : parts.slice(0, wild)).join('/') || '.';
}
