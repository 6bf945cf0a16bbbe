import type { ChangeSeverity, ContractComparison } from '@das/contracts';
import type { SourceLocator } from './source-locator.js';

const commands: Readonly<Record<ChangeSeverity, string>> = {
  error: 'error',
  warning: 'warning',
  note: 'notice',
};

/**
 * Changes as workflow commands of GitHub Actions, one a line, which annotate a pull request.
 *
 * Follows https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function githubAnnotations(
  comparisons: readonly ContractComparison[],
  locate: SourceLocator,
): readonly string[] {
  return comparisons.flatMap(({ contract, changes }) =>
    changes.map((change) => {
      const { file, line } = locate(contract, change.column);
      const title = `${contract}: ${change.rule}`;
      const properties = `file=${property(file)},line=${line},title=${property(title)}`;
      const consumers =
        change.consumers.length === 0 ? '' : ` Consumers: ${change.consumers.join(', ')}.`;
      return `::${commands[change.severity]} ${properties}::${message(`${change.reason}${consumers}`)}`;
    }),
  );
}

/** The runner takes back these escapes, and a line break would begin a command of its own. */
function message(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return message(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
