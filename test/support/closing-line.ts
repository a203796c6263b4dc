import type { Reporter, TestModule } from 'vitest/node';

/**
 * Ends the run with one plain line, `1889 passed, 0 failed, 0 skipped`, for whatever counts tests by reading logs.
 * A file that could not be run at all counts as one failure.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string): number => tests.filter((test) => test.result().state === state).length;
    const broken = modules.filter((module) => !module.ok() && module.errors().length > 0).length;
    const failed = count('failed') + broken;
    process.stdout.write(`\n${count('passed')} passed, ${failed} failed, ${count('skipped')} skipped\n`);
  }
}
