/** What is wrong with a rule, as the end of a sentence about it, and what to do. */
export type Fault = readonly [what: string, next: string];
