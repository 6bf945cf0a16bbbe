import { ownProcess } from '../processes/own-process.mjs';
import { installKafka } from './install-kafka.mjs';

/**
 * Starts a class of Kafka in a small virtual machine.
 *
 * @param {string} name The class, or the file of a program in one file.
 * @param {readonly string[]} parameters
 * @param {{ log: string, memory: `${number}m`, flags?: readonly string[] }} options
 */
export function startJava(name, parameters, { log, memory, flags = [] }) {
  const classPath = installKafka();
  return ownProcess(
    'java',
    [
      `-Xmx${memory}`,
      '-XX:TieredStopAtLevel=1',
      '-XX:+UseSerialGC',
      '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
      '-Dorg.slf4j.simpleLogger.showDateTime=true',
      ...flags,
      '-cp',
      classPath,
      name,
      ...parameters,
    ],
    { log },
  );
}
