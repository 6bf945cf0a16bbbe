/** The stable id of a kind of change. */
export type ChangeRule = 'column-removed' | 'version-bump-too-small';
