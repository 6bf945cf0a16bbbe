import type { Step } from './program.js';

/** A step of the hunted role. */
export function step(text: string, more: Partial<Step> = {}): Step {
  return { text, binds: [], actor: { role: 'READER' }, compare: 'set', ...more };
}

/** A step that makes ready for others, and asks nothing itself. */
export function prepare(text: string, role = 'READER'): Step {
  return step(text, { actor: { role }, compare: 'outcome', isPreparation: true });
}

/** A step that clears away, whatever happened. */
export function cleanUp(text: string, role = 'READER'): Step {
  return step(text, { actor: { role }, compare: 'none', isCleanUp: true });
}
