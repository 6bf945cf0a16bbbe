import { type DriftFinding, type DriftGrade, driftGrades, placeText } from '@das/governance';
import { escapeControls } from '../terminal/display-text.js';
import { formatQuantity } from '../terminal/quantities.js';
import { formatTable } from '../terminal/table.js';
import type { Paint, Terminal } from '../terminal/terminal.js';

const paints: Readonly<Record<DriftGrade, Paint>> = {
  critical: 'red',
  high: 'red',
  medium: 'yellow',
  low: 'dim',
};

/** How many findings there are of each grade. */
export function countGrades(
  findings: readonly DriftFinding[],
): Readonly<Record<DriftGrade, number>> {
  const count = (grade: DriftGrade) => findings.filter((each) => each.grade === grade).length;
  return {
    critical: count('critical'),
    high: count('high'),
    medium: count('medium'),
    low: count('low'),
  };
}

/** The grades that were found, in words: `1 critical, 2 high`. */
export function gradePhrase(findings: readonly DriftFinding[]): string {
  const counts = countGrades(findings);
  return driftGrades
    .filter((grade) => counts[grade] > 0)
    .map((grade) => `${counts[grade]} ${grade}`)
    .join(', ');
}

/** Findings for people: a table, and what to do about each kind of them. */
export function driftLines(
  findings: readonly DriftFinding[],
  domain: string,
  terminal: Pick<Terminal, 'paint'>,
): readonly string[] {
  if (findings.length === 0) return [`The warehouse is what was deployed for domain ${domain}.`];
  const columns = ['danger', 'rule', 'where', 'what', 'last changed by'].map((title) => ({
    title,
  }));
  const [titles = '', rule = '', ...rows] = formatTable(
    columns,
    findings.map((finding) => [
      finding.grade,
      finding.rule,
      placeText(finding.place),
      finding.message,
      originText(finding),
    ]),
  );
  const steps = new Map(findings.map(({ rule: id, next }) => [id, next]));
  return [
    terminal.paint('bold', titles),
    rule,
    ...rows.map((row, at) => terminal.paint(paints[findings[at]?.grade ?? 'low'], row)),
    '',
    ...[...steps].map(([id, next]) => `${id}: ${next}`),
    '',
    `${formatQuantity(findings.length, 'difference')}: ${gradePhrase(findings)}`,
  ];
}

/** Who, when and with which kind of statement, as far as it is known. */
export function originText({ origin }: DriftFinding): string {
  if (origin === undefined) return '';
  const { user, role, at, statement } = origin;
  return [user ?? role ?? '', at?.toISOString() ?? '', statement ?? '']
    .filter((part) => part !== '')
    .join(' ');
}

const commands = { error: 'error', warning: 'warning', note: 'notice' } as const;

/**
 * Findings as workflow commands of GitHub Actions. What is in a warehouse has no line of a file.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function driftAnnotations(findings: readonly DriftFinding[]): readonly string[] {
  const escaped = (text: string): string =>
    text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  return findings.map((finding) => {
    const title = escaped(`${finding.rule}: ${placeText(finding.place)}`)
      .replaceAll(':', '%3A')
      .replaceAll(',', '%2C');
    const by = originText(finding);
    const text = `${finding.message}. ${finding.next}.${by === '' ? '' : ` Last changed: ${by}.`}`;
    return `::${commands[finding.severity]} title=${title}::${escaped(escapeControls(text))}`;
  });
}
