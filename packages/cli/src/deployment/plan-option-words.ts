import type { PlanOptions } from '@das/core';
import { shellWord } from '../contract/shell-word.js';
import { escapeControls } from '../terminal/display-text.js';

/** The options that a plan is made with, as they stand on a command line. */
export function planOptionWords(options: PlanOptions): readonly string[] {
  return [...wordsOf('--target', options.targets), ...dangerousWords(options)];
}

/** Those of them by which something may be dropped or be protected less. */
export function dangerousWords({
  destroy,
  destroyData,
  allowLowering,
}: PlanOptions): readonly string[] {
  return [
    ...(destroy === true ? ['--destroy'] : []),
    ...wordsOf('--destroy-data', destroyData),
    ...(allowLowering === true ? ['--allow-lowering'] : []),
  ];
}

function wordsOf(option: string, values: readonly string[] = []): readonly string[] {
  return values.map((value) => `${option} ${escapeControls(shellWord(value))}`);
}
