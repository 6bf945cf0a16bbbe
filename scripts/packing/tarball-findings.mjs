const requiredFiles = ['README.md', 'LICENSE', 'package.json'];

/**
 * What is wrong with the files of a packed package, one sentence each.
 *
 * @param {readonly string[]} files Paths in the tarball, relative to the package.
 * @returns {string[]}
 */
export function tarballFindings(files) {
  const missing = requiredFiles.filter((name) => !files.includes(name));
  const shipped = files.filter((file) => file.startsWith('dist/'));
  const foreign = files.filter(
    (file) =>
      !requiredFiles.includes(file) && !/^(bin\/.+\.js|dist\/.+\.(js|d\.ts|json|wasm))$/.test(file),
  );
  return [
    ...missing.map((name) => `the tarball has no ${name}`),
    ...(shipped.length === 0 ? ['the tarball has no dist: run npm run build'] : []),
    ...foreign.map((file) => `the tarball ships ${file}, which is not needed to use the package`),
    ...shipped
      .filter((file) => /\.test(-d)?\./.test(file))
      .map((file) => `the tarball ships ${file}, which is a test`),
  ];
}
