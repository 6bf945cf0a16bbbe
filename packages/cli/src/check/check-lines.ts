import { placeText, type Severity, severities } from '@das/governance';
import { severityPhrase } from '../contract/comparison-summary.js';
import { wrapText } from '../contract/wrap-text.js';
import { escapeControls } from '../terminal/display-text.js';
import { formatTable } from '../terminal/table.js';
import type { Paint, Terminal } from '../terminal/terminal.js';
import { type CheckPart, findingsOf, type LocatedFinding } from './check-part.js';

/** How many findings there are of each severity. */
export type FindingCounts = Readonly<Record<Severity, number>>;

/** Counts findings by severity. */
export function countFindings(findings: readonly LocatedFinding[]): FindingCounts {
  const counts = { error: 0, warning: 0, note: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
}

const paints: Readonly<Record<Severity, Paint>> = { error: 'red', warning: 'yellow', note: 'dim' };

/** One table of the parts, and below it what they found, the gravest first. */
export function checkLines(
  parts: readonly CheckPart[],
  terminal: Pick<Terminal, 'paint' | 'width'>,
): readonly string[] {
  const [titles = '', rule = '', ...rows] = formatTable(
    [{ title: 'check' }, { title: 'looked at' }, { title: 'found' }],
    parts.map(({ name, looked, findings }) => [name, looked, foundText(findings)]),
  );
  const found = severities.flatMap((severity) =>
    findingsOf(parts).filter((each) => each.severity === severity),
  );
  return [
    terminal.paint('bold', titles),
    rule,
    ...rows.map((row, index) => {
      const worst = severities.find((severity) =>
        parts[index]?.findings.some((each) => each.severity === severity),
      );
      return worst === undefined ? row : terminal.paint(paints[worst], row);
    }),
    ...(found.length === 0 ? [] : ['']),
    ...found.flatMap((finding) => findingLines(finding, terminal)),
  ];
}

function foundText(findings: readonly LocatedFinding[]): string {
  return findings.length === 0 ? 'nothing' : severityPhrase(countFindings(findings));
}

function findingLines(
  { rule, severity, message, place, next, approval, location }: LocatedFinding,
  terminal: Pick<Terminal, 'paint' | 'width'>,
): readonly string[] {
  const indent = '    ';
  const room = Math.max((terminal.width ?? Number.POSITIVE_INFINITY) - indent.length, 20);
  const details = [
    message,
    ...(approval === undefined ? [] : [`Approved by ${approval.by}: ${approval.reason}`]),
    `Next: ${next}`,
  ];
  const title = `${severity} ${rule} ${placeText(place)} (${location.file}:${location.line})`;
  return [
    terminal.paint(paints[severity], escapeControls(title)),
    ...details.flatMap((text) =>
      wrapText(escapeControls(text), room).map((line) => `${indent}${line}`),
    ),
  ];
}
