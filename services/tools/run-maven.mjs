import { spawnSync } from 'node:child_process';
import { MissingTool, runTool } from './missing-tool.mjs';

/**
 * Runs a goal of Maven on a pom.xml.
 *
 * @param {string} pom
 * @param {readonly string[]} parameters
 */
export function runMaven(pom, parameters) {
  needsJava();
  runTool(
    process.platform === 'win32' ? 'mvn.cmd' : 'mvn',
    ['--quiet', '--batch-mode', '--file', pom, ...parameters],
    'Install Maven (apt-get install maven, or brew install maven), check that it reaches Maven Central, and run npm run test:services again',
  );
}

/** Fails unless a Java that runs the services is on the path. */
function needsJava() {
  const { error, stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const version = Number(/version "(\d+)/u.exec(stderr ?? '')?.[1]);
  if (error === undefined && version >= 17) return;
  throw new MissingTool(
    'Java 17 or newer is not on the path. Install it: apt-get install openjdk-17-jdk-headless, or brew install openjdk@17',
  );
}
