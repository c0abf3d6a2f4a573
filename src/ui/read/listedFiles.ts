/** What writes results to files, with the lists loaded by which rows are marked. */
export const listedFiles = async () => {
  const [made, { listOf, loadPlateLists }] = await Promise.all([
    import('./exports.ts'),
    import('../lists/plateLists.ts'),
  ]);
  await loadPlateLists();
  return { ...made, listOf };
};
