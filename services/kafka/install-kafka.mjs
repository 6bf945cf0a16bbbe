// Brings the jars of Apache Kafka: a folder that git ignores, filled once and kept.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runMaven } from '../tools/run-maven.mjs';
import { toolFolder } from '../tools/tool-folder.mjs';

/**
 * The class path of Kafka.
 *
 * @returns {string}
 */
export function installKafka() {
  const pom = fileURLToPath(new URL('pom.xml', import.meta.url));
  const folder = toolFolder('kafka', pom, (jars) =>
    runMaven([
      `--file=${pom}`,
      'org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies',
      '-DincludeScope=runtime',
      `-DoutputDirectory=${jars}`,
    ]),
  );
  return join(folder, '*');
}
