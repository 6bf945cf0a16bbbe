/** The options of `das plan` and `das apply` that say what a plan may do. */
export const planOptionTexts: readonly (readonly [syntax: string, meaning: string])[] = [
  ['--target <address...>', 'plan these objects alone, with what they need'],
  ['--destroy', 'drop objects and columns that are not declared any more'],
  ['--destroy-data <address...>', 'with --destroy: what holds data and may be dropped with it'],
  ['--allow-lowering', 'let columns, tables, tags and networks be protected less than they are'],
];
