import { spawnSync } from 'node:child_process';
import { MissingTool, runTool } from './missing-tool.mjs';

const isWindows = process.platform === 'win32';

/**
 * Runs a goal of Maven.
 *
 * @param {readonly string[]} parameters
 */
export function runMaven(parameters) {
  needsJava();
  runTool(
    isWindows ? 'mvn.cmd' : 'mvn',
    ['--quiet', '--batch-mode', ...parameters],
    'Install Maven (apt-get install maven, or brew install maven), check that it reaches Maven Central, and run npm run test:services again',
  );
}

/** Fails unless a Java that runs the services is on the path. */
function needsJava() {
  const { error, stderr } = spawnSync(isWindows ? 'java.exe' : 'java', ['-version'], {
    encoding: 'utf8',
  });
  const version = Number(/version "(\d+)/u.exec(stderr ?? '')?.[1]);
  if (error === undefined && version >= 17) return;
  throw new MissingTool(
    'Java 17 or newer is not on the path. Install it: apt-get install openjdk-17-jdk-headless, or brew install openjdk@17',
  );
}
