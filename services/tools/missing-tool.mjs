import { spawnSync } from 'node:child_process';

/** What is missing, and the command that brings it. */
export class MissingTool extends Error {}

/**
 * Runs a command and fails with a hint when it does.
 *
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {string} hint
 */
export function runTool(command, parameters, hint) {
  const { error, status } = spawnSync(command, parameters, {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (error === undefined && status === 0) return;
  throw new MissingTool(`${[command, ...parameters].join(' ')} failed. ${hint}`);
}
