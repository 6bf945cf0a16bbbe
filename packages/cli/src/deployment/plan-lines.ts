import type { Plan, PlanStep } from '@das/core';
import { escapeControls } from '../terminal/display-text.js';
import { formatQuantity } from '../terminal/quantities.js';
import { formatTable } from '../terminal/table.js';
import type { Paint, Terminal } from '../terminal/terminal.js';
import { planOptionWords } from './plan-option-words.js';

const paints: Readonly<Record<PlanStep['action'], Paint>> = {
  create: 'green',
  grant: 'green',
  alter: 'yellow',
  replace: 'red',
  revoke: 'red',
  drop: 'red',
};

/** A plan for people: its steps, each with its SQL if that is wanted. */
export function planLines(
  { domain, steps, digest, leftovers, unfinished, options }: Plan,
  terminal: Terminal,
  { sql }: { readonly sql: boolean },
): readonly string[] {
  const left = [
    ...namedLines('Not declared any more, and left as it is (--destroy drops it):', leftovers),
    ...namedLines(
      'Left unfinished by an interrupted plan, and not touched by this one:',
      unfinished,
    ),
  ];
  if (steps.length === 0) return [`The warehouse is what domain ${domain} declares.`, ...left];
  const columns = [{ title: 'action' }, { title: 'object' }];
  const [titles = '', rule = '', ...rows] = formatTable(
    columns,
    steps.map((step) => [step.action, step.address]),
  );
  const shown = steps.flatMap((step, index) => {
    const row = terminal.paint(paints[step.action], rows[index] ?? '');
    if (!sql) return [row];
    const statements = step.statements.flatMap((statement) => `${statement};`.split('\n'));
    return [row, ...statements.map((line) => `    ${escapeControls(line)}`)];
  });
  const statements = steps.reduce((sum, step) => sum + step.statements.length, 0);
  const words = planOptionWords(options);
  const total = `${formatQuantity(steps.length, 'step')}, ${formatQuantity(statements, 'statement')}`;
  return [
    terminal.paint('bold', titles),
    rule,
    ...shown,
    '',
    `${total}; plan ${digest.slice(0, 12)}`,
    // A saved plan brings its options with it: whoever agrees to it agrees to them.
    ...(words.length === 0 ? [] : [terminal.paint('bold', `Made with ${words.join(' ')}`)]),
    ...left,
  ];
}

/** So many are named before the others are counted. */
const mostNamed = 5;

function namedLines(title: string, addresses: readonly string[]): readonly string[] {
  if (addresses.length === 0) return [];
  const named = addresses.slice(0, mostNamed).map((address) => `  ${escapeControls(address)}`);
  const more = addresses.length - named.length;
  return [title, ...named, ...(more > 0 ? [`  and ${more} more`] : [])];
}

/** A plan as `--json` prints it. What holds after each statement is in the saved plan alone. */
export function planDocument({
  domain,
  digest,
  startsFrom,
  steps,
  leftovers,
  unfinished,
}: Plan): object {
  return {
    domain,
    digest,
    startsFrom,
    steps: steps.map(({ action, address, statements }) => ({ action, address, statements })),
    leftovers,
    unfinished,
  };
}
