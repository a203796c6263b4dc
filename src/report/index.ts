export { acceptanceMessage, commitMessage, harvestCommitMessage } from './commit-message.js';
export { REPORT_CSVS, type ReportCsv } from './csv/registry.js';
export { visible } from '../model/hidden-characters.js';
export { historyJson } from './history/history-json.js';
export { historyText } from './history/history-text.js';
export { acceptanceJson } from './json/acceptance-json.js';
export { reportJson } from './json/report-json.js';
export type { RunCommand, RunEvidence } from './json/run-json.js';
export {
  diffFiles,
  type DiffFilesInput,
  harvestFiles,
  type HarvestFilesInput,
  type RunFile,
} from './run-files.js';
export { proposalText } from './terminal/proposal-text.js';
export { styleOf, type TerminalOptions } from './terminal/style.js';
export { summaryTable } from './terminal/summary-table.js';
export { terminalReport } from './terminal/terminal-report.js';
export { countItems } from './tuples/count.js';
export { verdictLine } from './verdict.js';
