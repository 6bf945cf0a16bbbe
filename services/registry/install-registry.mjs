// Brings Apicurio Registry: a folder that git ignores, filled once and kept.
import { readdirSync } from 'node:fs';
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
  const pom = fileURLToPath(new URL('pom.xml', import.meta.url));
  const folder = toolFolder('registry', pom, (application) =>
    runMaven(pom, [
      'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack-dependencies',
      `-DoutputDirectory=${application}`,
      `-DmarkersDirectory=${join(application, 'markers')}`,
    ]),
  );
  const jar = readdirSync(folder).find((name) => name.endsWith('-runner.jar'));
  if (jar === undefined) throw new Error(`${folder} holds no jar that runs: remove it`);
  return join(folder, jar);
}
