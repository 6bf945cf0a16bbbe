import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { maskingTemplates } from '../templates/masking-templates.js';
import { maskNames } from './mask.js';
import { type MaskParameter, maskLibrary } from './mask-library.js';

const page = new URL('../../../../docs/reference/mask-uris.md', import.meta.url);

function parameterRows(name: string, parameter: MaskParameter): readonly string[] {
  if (parameter.kind === 'text') return [`| | \`${name}=TEXT\` | ${parameter.summary} |`];
  return Object.entries(parameter.values).map(
    ([value, summary]) => `| | \`${name}=${value}\` | ${summary} |`,
  );
}

const maskRows = maskNames.flatMap((mask) => {
  const { summary, parameters } = maskLibrary[mask];
  return [
    `| \`${mask}\` | | ${summary} |`,
    ...Object.entries(parameters).flatMap(([name, each]) => parameterRows(name, each)),
  ];
});

const productions = maskNames.map((mask) => {
  const parameters = Object.entries(maskLibrary[mask].parameters).flatMap(([name, parameter]) =>
    parameter.kind === 'text'
      ? [`"${name}=" text`]
      : [
          `"${name}=" (${Object.keys(parameter.values)
            .map((value) => `"${value}"`)
            .join(' | ')})`,
        ],
  );
  return `${mask.padEnd(8)} = ${[...parameters, 'common'].join(' | ')} ;`;
});

const templateRows = maskingTemplates.map(
  ({ classification, semantic, mask, reason }) =>
    `| ${classification} | ${semantic ?? 'any other'} | \`${mask}\` | ${reason} |`,
);

const expected = `# Mask URIs

A mask URI says in one line how a column is masked: \`mask://email?keep=domain&reveal=PII_READER\`. It is what
\`maskingPolicy\` of \`@das/governance\` takes as \`mask\`. This page is written from the library in the code; a
test holds it in step.

A URI is read strictly. An unknown mask, parameter or value, a role that is no upper-case identifier, a
parameter given twice and an escape that need not be one are errors, with what was probably meant; nothing
is passed over. But for the order of its parameters a URI has one spelling; \`formatMaskUri\` writes it.

## Grammar

In EBNF. Of the parameters after the question mark, those of the named mask and the common ones are
allowed, each once, in any order.

\`\`\`ebnf
uri      = "mask://" mask [ "?" parameter { "&" parameter } ] ;
mask     = ${maskNames.map((mask) => `"${mask}"`).join(' | ')} ;
${productions.join('\n')}
common   = "reveal=" role { "," role } | "agents=mask" ;
role     = upper { upper | digit | "_" } ;
text     = character { character } ;
character = upper | lower | digit | "-" | "." | "_" | "~" | "," | escape ;
escape   = "%" hex hex ;
upper    = "A" | … | "Z" ;
lower    = "a" | … | "z" ;
digit    = "0" | … | "9" ;
hex      = digit | "A" | … | "F" ;
\`\`\`

\`parameter\` is the production with the name of the mask. A text stands for 1 to 64 visible characters with no
blank at either end: each that \`character\` does not list is written as the bytes of its UTF-8, one escape
each, in upper case; any other escape is refused.

## Common parameters

- \`reveal\`: roles that see the clear value, beside those with clearance for the classification and the
  domain's pipeline.
- \`agents=mask\`: nobody but the pipeline sees the clear value while an AI agent is in the execution context,
  whatever the roles are.

## Masks

A value that does not look as the mask expects is hidden whole, and so is one that is too short to be shown
in part. NULL stays NULL. Columns of a type that a mask says nothing of are NULL: most masks are for text.

| mask | parameter | what is shown |
|---|---|---|
${maskRows.join('\n')}

There is no salt for \`hash\`: what stands in a policy can be read by whoever may describe the policy. Hash
with a key before the value is stored.

## Templates

How \`templateMasking\` masks each classification and each meaning.

| classification | meaning | mask | why |
|---|---|---|---|
${templateRows.join('\n')}
`;

it('keeps the reference page of mask URIs in step with the code', () => {
  if (process.env.DAS_UPDATE === '1') {
    mkdirSync(new URL('.', page), { recursive: true });
    writeFileSync(page, expected);
  }
  expect(readFileSync(page, 'utf8')).toBe(expected);
});
