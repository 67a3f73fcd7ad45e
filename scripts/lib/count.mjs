/** Counting what the test runners report. A runner that left no report, or failed without a failed test, counts as one failure. */

const missing = { passed: 0, failed: 1, skipped: 0 };

/** Totals of vitest's JSON report; `code` is the exit code of the run. */
export function countVitest(report, code) {
  if (!report) return missing;
  let [passed, failed, skipped] = [0, 0, 0];
  for (const file of report.testResults) {
    for (const test of file.assertionResults) {
      if (test.status === 'passed') passed++;
      else if (test.status === 'failed') failed++;
      else skipped++;
    }
    // A file that does not load has no tests to fail, and is a failure all the same.
    if (file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed')) failed++;
  }
  return atLeastOneFailure({ passed, failed, skipped }, code);
}

/** Totals of test/e2e/run.ts's report. */
export function countE2e(report, code) {
  if (!report) return missing;
  const count = (status) => report.tests.filter((test) => test.status === status).length;
  return atLeastOneFailure({ passed: count('passed'), failed: count('failed'), skipped: count('skipped') }, code);
}

function atLeastOneFailure(count, code) {
  const nothing = count.passed + count.failed === 0;
  return (code !== 0 || nothing) && count.failed === 0 ? { ...count, failed: 1 } : count;
}

/** The last line of `npm test`, and whether all is well. */
export function summary(counts) {
  const sum = (key) => counts.reduce((total, count) => total + count[key], 0);
  const [passed, failed, skipped] = [sum('passed'), sum('failed'), sum('skipped')];
  const line = `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
  return { line, ok: failed === 0 && passed > 0 };
}
