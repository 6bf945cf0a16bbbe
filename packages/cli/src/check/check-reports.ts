import { createHash } from 'node:crypto';
import type { Severity } from '@das/governance';
import { placeText } from '@das/governance';
import { type CheckPart, findingsOf, type LocatedFinding } from './check-part.js';

const commands: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  note: 'notice',
};

/**
 * Findings as workflow commands of GitHub Actions, one a line.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function githubCheckLines(parts: readonly CheckPart[]): readonly string[] {
  return findingsOf(parts).map((finding) => {
    const { file, line } = finding.location;
    const title = `${finding.rule}: ${placeText(finding.place)}`;
    const properties = `file=${property(file)},line=${line},title=${property(title)}`;
    return `::${commands[finding.severity]} ${properties}::${escaped(textOf(finding))}`;
  });
}

/** The runner takes back these escapes, and a line break would begin a command of its own. */
function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function textOf({ message, next, approval }: LocatedFinding): string {
  const said = approval === undefined ? '' : ` Approved by ${approval.by}: ${approval.reason}.`;
  return `${message}. Next: ${next}.${said}`;
}

/**
 * Findings as a SARIF log with one run, for code scanning. What is approved is suppressed there.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifCheckLog(parts: readonly CheckPart[], version: string): object {
  const findings = findingsOf(parts);
  const ids = [...new Set(findings.map(({ rule }) => rule))].sort();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'das',
            semanticVersion: version,
            rules: ids.map((id) => ({ id })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => ({
          ruleId: finding.rule,
          ruleIndex: ids.indexOf(finding.rule),
          level: finding.severity,
          message: { text: sarifText(textOf(finding)) },
          locations: [
            {
              physicalLocation: {
                artifactLocation: {
                  uri: finding.location.file.split('/').map(encodeURIComponent).join('/'),
                },
                region: { startLine: finding.location.line },
              },
              logicalLocations: [{ fullyQualifiedName: placeText(finding.place) }],
            },
          ],
          partialFingerprints: {
            'dasFinding/v1': createHash('sha256')
              .update(`${finding.rule} ${placeText(finding.place)}`)
              .digest('hex'),
          },
          ...(finding.approval === undefined
            ? {}
            : {
                suppressions: [
                  {
                    kind: 'external',
                    status: 'accepted',
                    justification: `${finding.approval.by}: ${finding.approval.reason}`,
                  },
                ],
              }),
        })),
      },
    ],
  };
}

/** Braces are placeholders and `[a](b)` is a link in a message, unless they are escaped (3.11.5, 3.11.6). */
function sarifText(text: string): string {
  return text.replaceAll(/[{}]/g, '$&$&').replaceAll(/\[(?=[^\]]*\]\()/g, '\\[');
}

/**
 * Findings in the XML that test reporters of CI systems read: a suite for each part, a failed case for
 * each error, and a case that passed where a part found none.
 *
 * @see https://github.com/testmoapp/junitxml
 */
export function junitCheckReport(parts: readonly CheckPart[]): readonly string[] {
  const cases = parts.map((part) => part.findings.filter(({ severity }) => severity === 'error'));
  const failures = cases.reduce((sum, each) => sum + each.length, 0);
  const tests = cases.reduce((sum, each) => sum + Math.max(each.length, 1), 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="das check" tests="${tests}" failures="${failures}">`,
    ...parts.flatMap((part, index) => suiteLines(part, cases[index] ?? [])),
    '</testsuites>',
  ];
}

function suiteLines(
  { name, looked, findings }: CheckPart,
  errors: readonly LocatedFinding[],
): readonly string[] {
  const others = findings.filter(({ severity }) => severity !== 'error');
  return [
    `  <testsuite name="${xml(name)}" tests="${Math.max(errors.length, 1)}" failures="${errors.length}">`,
    ...(errors.length === 0
      ? [`    <testcase classname="${xml(name)}" name="${xml(looked)}"/>`]
      : errors.flatMap((finding) => [
          `    <testcase classname="${xml(name)}" name="${xml(`${finding.rule} ${placeText(finding.place)}`)}" file="${xml(finding.location.file)}" line="${finding.location.line}">`,
          `      <failure message="${xml(finding.message)}">${xml(textOf(finding))}</failure>`,
          '    </testcase>',
        ])),
    ...(others.length === 0
      ? []
      : [
          `    <system-out>${xml(others.map((each) => `${each.severity} ${each.rule} ${placeText(each.place)}: ${textOf(each)}`).join('\n'))}</system-out>`,
        ]),
    '  </testsuite>',
  ];
}

/** Control characters are not allowed in XML 1.0, not even escaped. */
function xml(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
      .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
  );
}
