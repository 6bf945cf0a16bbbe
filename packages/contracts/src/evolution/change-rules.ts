import { type ColumnRule, columnRules } from './rules/column-rules.js';
import { type LifeRule, lifeRules } from './rules/life-rules.js';
import { type MeaningRule, meaningRules } from './rules/meaning-rules.js';
import { type QualityRule, qualityRules } from './rules/quality-rules.js';
import type { RuleFacts } from './rules/rule-facts.js';
import { type ValueRule, valueRules } from './rules/value-rules.js';

/** The stable id of a kind of change. */
export type ChangeRule = ColumnRule | ValueRule | MeaningRule | QualityRule | LifeRule;

/** Every kind of change with what it does to both sides. The reference page is written from it. */
export const changeRules: Readonly<Record<ChangeRule, RuleFacts>> = Object.freeze({
  ...columnRules,
  ...valueRules,
  ...meaningRules,
  ...qualityRules,
  ...lifeRules,
});
