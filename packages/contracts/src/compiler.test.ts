import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';

const source = fileURLToPath(new URL('.', import.meta.url));

/** Inside the package, so that `zod` resolves as it does for the package itself. */
let folder: string;

beforeAll(() => {
  const output = join(source, '..', '.das');
  mkdirSync(output, { recursive: true });
  folder = mkdtempSync(join(output, 'compiler-test-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: [],
  allowImportingTsExtensions: true,
};

/** A host that reads the libraries once for all programs of this file. */
function hostWithMemory(): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const files = new Map<string, ts.SourceFile | undefined>();
  return {
    ...host,
    getSourceFile(name, languageVersion) {
      if (!files.has(name)) files.set(name, host.getSourceFile(name, languageVersion));
      return files.get(name);
    },
  };
}

const host = hostWithMemory();

/** What the compiler says of a program, and how often it had to instantiate a type for it. */
function compile(
  name: string,
  text: string,
): { messages: readonly string[]; instantiations: number } {
  const file = join(folder, `${name}.ts`);
  writeFileSync(file, text);
  const program = ts.createProgram([file], options, host);
  const messages = ts
    .getPreEmitDiagnostics(program, program.getSourceFile(file))
    .map((diagnostic) => ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'));
  return { messages, instantiations: program.getInstantiationCount() };
}

function contract(schema: string, columns: string, more = ''): string {
  return `
import { z } from 'zod';
import { defineContract } from ${JSON.stringify(join(source, 'index.ts'))};

export const orders = defineContract({
  domain: 'commerce', name: 'orders', version: '1.0.0', owner: 'data-commerce',
  schema: z.object({ ${schema} }),
  columns: { ${columns} }, ${more}
});
export type Order = typeof orders.$row;
`;
}

test('a contract whose columns are all classified compiles', () => {
  const { messages } = compile(
    'complete',
    contract(
      'order_id: z.uuid(), customer_email: z.email()',
      "order_id: 'internal', customer_email: 'pii'",
    ),
  );
  expect(messages).toEqual([]);
});

test('a contract with an unclassified column does not compile, and the error names the column', () => {
  const { messages } = compile(
    'unclassified',
    contract('order_id: z.uuid(), customer_email: z.email().optional()', "order_id: 'internal'"),
  );
  expect(messages).toHaveLength(1);
  expect(messages[0]).toContain("Property 'customer_email' is missing");
});

test('of several unclassified columns the error names each', () => {
  const { messages } = compile(
    'several',
    contract('order_id: z.uuid(), email: z.email(), phone: z.e164()', "order_id: 'internal'"),
  );
  expect(messages).toHaveLength(1);
  expect(messages[0]).toMatch(/missing the following properties .*: email, phone/);
});

test('a classified column that is not in the schema does not compile, and the error names it', () => {
  const { messages } = compile(
    'excess',
    contract('order_id: z.uuid()', "order_id: 'internal', customer_email: 'pii'"),
  );
  expect(messages).toHaveLength(1);
  expect(messages[0]).toContain('NoSuchColumn<"customer_email">');
});

test('a key that is no column does not compile, and the error names it and the columns', () => {
  const { messages } = compile(
    'key',
    contract(
      'order_id: z.uuid(), email: z.email()',
      "order_id: 'internal', email: 'pii'",
      "primaryKey: ['id']",
    ),
  );
  expect(messages).toHaveLength(1);
  expect(messages[0]).toMatch(/^Type '"id"' is not assignable to type .*order_id/);
});

test('a contract of 500 columns stays within its budget of type instantiations', () => {
  const forms = [
    'z.string()',
    'z.email().optional()',
    'z.int().nullable()',
    'z.coerce.date()',
    "z.enum(['A', 'B'])",
  ];
  const names = Array.from({ length: 500 }, (_, index) => `column_${index}`);
  const { instantiations: base } = compile('small', contract('id: z.uuid()', "id: 'internal'"));
  const { messages, instantiations } = compile(
    'large',
    contract(
      names.map((name, index) => `${name}: ${forms[index % forms.length]}`).join(', '),
      names.map((name) => `${name}: 'internal'`).join(', '),
    ),
  );
  expect(messages).toEqual([]);
  expect(instantiations - base).toBeLessThan(30_000);
});
