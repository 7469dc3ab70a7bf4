import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/**
 * Closes a run with the one line that CI reads, "N passed, N failed, N skipped". Under `npm test` the gates count as
 * well, so the numbers go to the file it names and the line is printed there.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const counts = { passed: 0, failed: unhandled.length, skipped: 0 };
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      const isFailed = module.state() === 'failed';
      // a file that did not load, or whose hooks failed: its tests are skipped then
      if (isFailed && !tests.some((test) => test.result().state === 'failed')) counts.failed++;
      for (const test of tests) {
        const { state } = test.result();
        counts[state === 'pending' ? 'skipped' : state]++;
      }
    }
    const { CLOSING_COUNTS_FILE: file } = process.env;
    if (file) writeFileSync(file, JSON.stringify(counts));
    else
      process.once('exit', () =>
        console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`),
      );
  }
}
