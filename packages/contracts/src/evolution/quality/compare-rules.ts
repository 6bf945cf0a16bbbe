import { isSameJson } from '../../document/json.js';
import type { ContractDocument } from '../../model/contract-document.js';
import { columnsOfRule, type Rule, type RuleKind, type Severity } from '../../model/rule.js';
import type { Verdict } from '../contract-change.js';
import { type Finding, finding } from '../finding.js';
import { compareRule } from './compare-rule.js';
import { areEmptyInOldRecords, areGone } from './new-columns.js';

/** Compares the quality rules of two versions, by name, and those without a partner by what they are about. */
export function compareRules(
  before: ContractDocument,
  after: ContractDocument,
): readonly Finding[] {
  const left = new Map(after.quality.map((rule) => [rule.name, rule]));
  const pairs: [Rule, Rule][] = [];
  const unmatched: Rule[] = [];
  for (const rule of before.quality) {
    const other = left.get(rule.name);
    if (other === undefined || other.kind !== rule.kind) {
      unmatched.push(rule);
      continue;
    }
    pairs.push([rule, other]);
    left.delete(rule.name);
  }
  const removed: Rule[] = [];
  for (const rule of unmatched) {
    const other = [...left.values()].find((candidate) => isAboutTheSame(rule, candidate));
    if (other === undefined) {
      removed.push(rule);
      continue;
    }
    pairs.push([rule, other]);
    left.delete(other.name);
  }
  return [
    ...pairs.flatMap(([was, is]) => comparePair(was, is)),
    ...removed.map((rule) => ruleRemoved(rule, after)),
    ...[...left.values()].map((rule) => ruleAdded(rule, before, after)),
    ...compareOrder(before.quality, after.quality),
  ];
}

function isAboutTheSame(one: Rule, other: Rule): boolean {
  return one.kind === other.kind && isSameJson(columnsOfRule(one), columnsOfRule(other));
}

/** What a rule of this severity is worth to readers, and costs writers. */
const weight: Readonly<Record<Severity, Verdict>> = {
  error: 'breaking',
  warning: 'warning',
  info: 'safe',
};

const ranks: readonly Severity[] = ['info', 'warning', 'error'];

function columnOf(rule: Rule): string | undefined {
  const columns = columnsOfRule(rule);
  return columns.length === 1 ? columns[0] : undefined;
}

/** Kinds of rules that a row with NULL in their columns keeps. */
const kindsThatNullKeeps: ReadonlySet<RuleKind> = new Set([
  'acceptedValues',
  'range',
  'pattern',
  'referential',
]);

function ruleAdded(rule: Rule, before: ContractDocument, after: ContractDocument): Finding {
  const path = ['quality', rule.name];
  const column = columnOf(rule);
  const isKept =
    kindsThatNullKeeps.has(rule.kind) && areEmptyInOldRecords(columnsOfRule(rule), before, after);
  if (isKept) {
    const reason = `The rule ${rule.name} (${rule.kind}) came with what it is about; records without that keep it.`;
    return finding('rule-added', path, reason, { column });
  }
  const reason = `The rule ${rule.name} (${rule.kind}) was added; rows that break it ${effectOf(rule.severity)}.`;
  return finding('rule-added', path, reason, { column, writer: weight[rule.severity] });
}

function ruleRemoved(rule: Rule, after: ContractDocument): Finding {
  if (areGone(columnsOfRule(rule), after)) {
    const reason = `The rule ${rule.name} (${rule.kind}) went with what it was about.`;
    return finding('rule-removed', ['quality', rule.name], reason, { column: columnOf(rule) });
  }
  const reason = `The rule ${rule.name} (${rule.kind}) was removed; rows may come that break it.`;
  const details = { column: columnOf(rule), reader: weight[rule.severity] };
  return finding('rule-removed', ['quality', rule.name], reason, details);
}

function effectOf(severity: Severity): string {
  return severity === 'error' ? 'do not pass' : 'are reported';
}

function comparePair(was: Rule, is: Rule): readonly Finding[] {
  const findings: Finding[] = [];
  const path = ['quality', was.name];
  const column = columnOf(was);
  const [reader, writer] = [weight[was.severity], weight[is.severity]];
  if (was.name !== is.name) {
    const reason = `The rule ${was.name} is called ${is.name}.`;
    findings.push(finding('rule-renamed', path, reason, { column }));
  }
  const head = `The rule ${is.name} (${is.kind})`;
  switch (compareRule(was, is)) {
    case 'loosened': {
      const reason = `${head} lets more through than before; rows may come that it ruled out.`;
      findings.push(finding('rule-loosened', path, reason, { column, reader }));
      break;
    }
    case 'tightened': {
      const reason = `${head} lets less through than before; rows that it let through ${effectOf(is.severity)}.`;
      findings.push(finding('rule-tightened', path, reason, { column, writer }));
      break;
    }
    case 'changed': {
      const reason = `${head} asks for something else than before; neither side can rely on what it asked for.`;
      findings.push(finding('rule-changed', path, reason, { column, reader, writer }));
      break;
    }
    case 'unread': {
      const reason = `${head} has another query; it could not be proven that it asks for the same.`;
      findings.push(finding('rule-changed', path, reason, { column, reader, writer }));
      break;
    }
    case 'same':
      break;
  }
  findings.push(...compareSeverities(was, is), ...compareWords(was, is));
  if (findings.length > 0 || isSameJson(was, is)) return findings;
  const reason = `${head} is written in another way; it asks for the same.`;
  return [finding('documentation-changed', path, reason, { column })];
}

function compareSeverities(was: Rule, is: Rule): readonly Finding[] {
  if (was.severity === is.severity) return [];
  const path = ['quality', was.name, 'severity'];
  const column = columnOf(was);
  const head = `Breaking the rule ${is.name} was ${was.severity} and is ${is.severity}`;
  if (ranks.indexOf(is.severity) < ranks.indexOf(was.severity)) {
    const reader = weight[was.severity];
    return [
      finding('rule-severity-lowered', path, `${head}; rows that break it may come.`, {
        column,
        reader,
      }),
    ];
  }
  const reason = `${head}; rows that break it ${effectOf(is.severity)}.`;
  return [finding('rule-severity-raised', path, reason, { column, writer: weight[is.severity] })];
}

function compareWords(was: Rule, is: Rule): readonly Finding[] {
  const words = ({ dimension, description }: Rule) => ({ dimension, description });
  if (isSameJson(words(was), words(is))) return [];
  const reason = `What is said of the rule ${is.name} changed.`;
  const details = { column: columnOf(was) };
  return [finding('documentation-changed', ['quality', was.name], reason, details)];
}

function compareOrder(before: readonly Rule[], after: readonly Rule[]): readonly Finding[] {
  const names = (rules: readonly Rule[]) => rules.map(({ name }) => name);
  const [was, is] = [names(before), names(after)];
  if (isSameJson(was, is) || !isSameJson([...was].sort(), [...is].sort())) return [];
  return [finding('documentation-changed', ['quality'], 'The rules come in another order.')];
}
