// Brings Apicurio Registry: a folder that git ignores, filled once and kept.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runMaven } from '../tools/run-maven.mjs';
import { toolFolder } from '../tools/tool-folder.mjs';

/**
 * The path of the jar that runs the registry.
 *
 * @returns {string}
 */
export function installRegistry() {
  // Not by a pom.xml: what the artifact inherits from is not on Maven Central, and this goal does not
  // need it. Later lines than 3.0 need Java 21.
  const pins = fileURLToPath(new URL('artifact.txt', import.meta.url));
  const folder = toolFolder('registry', pins, (application) =>
    runMaven([
      'org.apache.maven.plugins:maven-dependency-plugin:3.9.0:unpack',
      `-Dartifact=${readFileSync(pins, 'utf8').trim()}`,
      `-DoutputDirectory=${application}`,
      `-DmarkersDirectory=${join(application, 'markers')}`,
    ]),
  );
  const jar = readdirSync(folder).find((name) => name.endsWith('-runner.jar'));
  if (jar === undefined) throw new Error(`${folder} holds no jar that runs: remove it`);
  return join(folder, jar);
}
