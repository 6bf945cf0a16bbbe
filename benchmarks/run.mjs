// `npm run bench` lists the benchmarks, `npm run bench -- NAME` runs one and ends with one JSON line.
import { findBenchmarks } from './registry.mjs';

const benchmarks = await findBenchmarks();
const [name, ...rest] = process.argv.slice(2);

/** @param {(line: string) => void} print */
function list(print) {
  const width = Math.max(...benchmarks.map((benchmark) => benchmark.name.length));
  for (const benchmark of benchmarks) {
    print(`  ${benchmark.name.padEnd(width)}  ${benchmark.description}`);
  }
}

if (name === undefined) {
  console.log('Benchmarks, run with npm run bench -- NAME:');
  list(console.log);
} else {
  const benchmark = benchmarks.find((candidate) => candidate.name === name);
  if (benchmark === undefined || rest.length > 0) {
    const problem =
      benchmark === undefined ? `there is no benchmark "${name}"` : 'one benchmark runs at a time';
    console.error(`error: ${problem}; the benchmarks are:`);
    list(console.error);
    process.exitCode = 2;
  } else {
    const { ratio, against, ...figures } = await benchmark.run();
    console.log(JSON.stringify({ name, ratio, against, ...figures }));
  }
}
