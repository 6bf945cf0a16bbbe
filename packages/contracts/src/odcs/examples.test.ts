import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Ajv2019 from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { contractFromDocument } from '../document/contract-from-document.js';
import { defineDataProduct } from '../product/define-data-product.js';
import { fromOdcs } from './from-odcs.js';
import { toOdcs } from './to-odcs.js';

const folder = fileURLToPath(new URL('../../../../../shared/vectors/odcs/', import.meta.url));
const isThere = existsSync(folder);
const files = isThere
  ? readdirSync(`${folder}docs/examples`, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.odcs.yaml'))
      .sort()
  : [];

function example(name: string): string {
  return readFileSync(`${folder}docs/examples/${name}`, 'utf8');
}

function officialSchema(): (document: unknown) => unknown {
  const ajv = new Ajv2019.default({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const schema = readFileSync(`${folder}schema/odcs-json-schema-v3.1.0.json`, 'utf8');
  const validate = ajv.compile(JSON.parse(schema));
  return (document) => {
    validate(document);
    return validate.errors;
  };
}

describe.skipIf(!isThere)(
  'the official examples (skipped only where the folder shared/vectors/odcs is not beside the repository)',
  () => {
    const officialErrors = isThere ? officialSchema() : () => 'no schema';

    test('there are eighteen of them', () => {
      expect(files).toHaveLength(18);
    });

    test.each(files)('%s is imported, exported and the same', (name) => {
      const text = example(name);
      const { product, apiVersion } = fromOdcs(text, { file: name });
      const written: unknown = parse(toOdcs(product));
      expect(written).toEqual(parse(text));
      expect(officialErrors(written)).toBeNull();
      expect(parse(text)).toMatchObject({ apiVersion });
    });

    test.each(files)('%s shows another owner and nothing else that is new', (name) => {
      const text = example(name);
      const { product } = fromOdcs(text);
      const owner = 'somebody else';
      const contracts = product.contracts.map((contract) =>
        contractFromDocument({ ...contract.toJSON(), owner }),
      );
      const written = toOdcs(defineDataProduct({ ...product, owner, contracts }));
      expect(fromOdcs(written).product.owner).toBe(owner);
      const document: Record<string, unknown> = parse(written);
      expect(officialErrors(document)).toBeNull();
      const original: Record<string, unknown> = parse(text);
      expect({ ...document, team: undefined }).toEqual({ ...original, team: undefined });
      expect(document.team).toEqual({ ...(original.team as object | undefined), name: owner });
    });

    test('the full example says what was decided', () => {
      const { product, findings } = fromOdcs(example('all/full-example.odcs.yaml'));
      const tables = product.contracts.map(({ name, columns }) => [name, columns.length]);
      expect(tables).toEqual([
        ['tbl', 3],
        ['receivers', 4],
      ]);
      expect([product.domain, product.owner, product.tenant]).toEqual([
        'seller',
        'my-team',
        'ClimateQuantumInc',
      ]);
      expect(findings.map(({ code, path }) => `${code} ${path}`)).toMatchInlineSnapshot(`
        [
          "name-changed /name",
          "key-made-required /schema/0/properties/1",
          "classification-unknown /schema/0/properties/1/classification",
          "classification-unknown /schema/1/properties/0/classification",
          "classification-unknown /schema/1/properties/2/classification",
          "sla-kept /slaProperties/0",
          "sla-kept /slaProperties/1",
          "sla-kept /slaProperties/2",
          "sla-kept /slaProperties/3",
          "sla-kept /slaProperties/4",
          "sla-kept /slaProperties/5",
          "sla-kept /slaProperties/6",
          "sla-kept /slaProperties/7",
          "section-kept /servers",
          "section-kept /roles",
          "section-kept /price",
        ]
      `);
      const [table] = product.contracts;
      expect(table?.primaryKey).toEqual(['rcvr_id']);
      expect(table?.partitionBy).toEqual(['transaction_reference_date']);
      expect(table?.quality.map(({ name }) => name)).toMatchInlineSnapshot(`
        [
          "not_null_rcvr_cntry_code",
          "row_count",
        ]
      `);
      expect(table?.foreignKeys).toMatchInlineSnapshot(`
        [
          {
            "columns": [
              "rcvr_id",
            ],
            "references": {
              "columns": [
                "id",
              ],
              "contract": "seller.receivers",
            },
          },
          {
            "columns": [
              "rcvr_id",
              "rcvr_cntry_code",
            ],
            "references": {
              "columns": [
                "id",
                "country_code",
              ],
              "contract": "seller.receivers",
            },
          },
        ]
      `);
    });
  },
);
