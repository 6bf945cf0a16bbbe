/**
 * What is wrong with the project references of a package, one sentence each. `tsc -b` can only hold
 * the direction of imports when the references say the same as the dependencies.
 *
 * @param {readonly string[]} dependencies Names of the packages in the manifest's dependencies.
 * @param {readonly { readonly path: string }[]} references The references of its tsconfig.json.
 * @returns {string[]}
 */
export function referenceFindings(dependencies, references) {
  const depended = new Set(dependencies.filter((name) => name.startsWith('@das/')));
  const referenced = new Set(references.map(({ path }) => path.replace(/^\.\.\//, '@das/')));
  return [
    ...[...depended]
      .filter((name) => !referenced.has(name))
      .map((name) => `tsconfig.json has no reference to ${name}, on which the package depends`),
    ...[...referenced]
      .filter((name) => !depended.has(name))
      .map(
        (name) => `tsconfig.json has a reference to ${name}, on which the package does not depend`,
      ),
  ];
}
