import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { median } from '../measure/median.mjs';
import { round } from '../measure/round.mjs';

const contracts = 200;
const columns = 20;
const rounds = 5;

export const description =
  'the time that tsc needs for a repository of 200 contracts, beside the same zod schemas without DAS';

/** Inside the workspace, so that zod and DAS resolve as they do for whoever has installed them. */
const scratch = fileURLToPath(new URL('../.das', import.meta.url));

/** @type {import('typescript').CompilerOptions} */
const options = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: [],
};

/** One column of each form, over and over. */
const forms = [
  'z.uuid()',
  'z.email().optional()',
  "z.enum(['EMEA', 'AMER', 'APAC'])",
  'z.number().nonnegative()',
  'z.coerce.date()',
  'z.int().default(1)',
  'z.string().max(200).nullable()',
  'z.array(z.string())',
  'z.boolean()',
  'z.object({ city: z.string(), country: z.string() })',
];

/**
 * Checks the types of both repositories in turn, each time with a compiler that knows nothing yet.
 * The ratio is that of times: how many times as long the compiler needs with contracts.
 *
 * @returns {Promise<import('../registry.mjs').Measurement>}
 */
export async function run() {
  mkdirSync(scratch, { recursive: true });
  const folder = mkdtempSync(join(scratch, 'contract-types-'));
  try {
    const withContracts = repository(folder, 'contracts', contractFile);
    const withSchemas = repository(folder, 'schemas', schemaFile);
    const ours = [];
    const zods = [];
    let instantiations = 0;
    let zodInstantiations = 0;
    for (let index = 0; index < rounds; index += 1) {
      const zod = check(withSchemas);
      const das = check(withContracts);
      zods.push(zod.milliseconds);
      ours.push(das.milliseconds);
      instantiations = das.instantiations;
      zodInstantiations = zod.instantiations;
    }
    return {
      ratio: round(median(ours) / median(zods), 3),
      against: 'the same schemas and their inferred types without DAS, in the same run',
      milliseconds: round(median(ours), 0),
      zodMilliseconds: round(median(zods), 0),
      instantiations,
      zodInstantiations,
      instantiationsPerContract: round((instantiations - zodInstantiations) / contracts, 0),
      contracts,
      columns,
      rounds,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Writes one file per contract.
 *
 * @param {string} folder
 * @param {string} name
 * @param {(index: number) => string} text
 * @returns {readonly string[]}
 */
function repository(folder, name, text) {
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, 'package.json'), '{ "type": "module" }\n');
  return Array.from({ length: contracts }, (_, index) => {
    const file = join(folder, name, `table-${index}.ts`);
    writeFileSync(file, text(index));
    return file;
  });
}

/** @param {number} index */
function schemaText(index) {
  const lines = Array.from(
    { length: columns },
    (_, column) => `    column_${column}: ${forms[(index + column) % forms.length]},`,
  );
  return `z.object({\n    id: z.uuid(),\n${lines.join('\n')}\n  })`;
}

/** @param {number} index */
function schemaFile(index) {
  return `import { z } from 'zod';

export const schema = ${schemaText(index)};
export type Row = z.output<typeof schema>;
export type Insert = z.input<typeof schema>;
export function idOf(row: Row): string {
  return row.id;
}
`;
}

/** @param {number} index */
function contractFile(index) {
  const lines = Array.from({ length: columns }, (_, column) =>
    column % 4 === 0
      ? `    column_${column}: { classification: 'pii', description: 'column ${column}' },`
      : `    column_${column}: 'internal',`,
  );
  return `import { defineContract, rule } from '@das/contracts';
import { z } from 'zod';

export const contract = defineContract({
  domain: 'bench', name: 'table_${index}', version: '1.0.0', owner: 'bench',
  schema: ${schemaText(index)},
  columns: {
    id: 'internal',
${lines.join('\n')}
  },
  primaryKey: ['id'],
  quality: [rule.unique('id'), rule.notNull('column_1')],
});
export type Row = typeof contract.$row;
export type Insert = typeof contract.$insert;
export function idOf(row: Row): string {
  return row.id;
}
`;
}

/**
 * @param {readonly string[]} files
 * @returns {{ readonly milliseconds: number, readonly instantiations: number }}
 */
function check(files) {
  const started = performance.now();
  const program = ts.createProgram(files, options);
  const diagnostics = ts.getPreEmitDiagnostics(program);
  const milliseconds = performance.now() - started;
  const [first] = diagnostics;
  if (first !== undefined) {
    throw new Error(ts.flattenDiagnosticMessageText(first.messageText, '\n'));
  }
  return { milliseconds, instantiations: program.getInstantiationCount() };
}
