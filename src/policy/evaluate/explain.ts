import type { Evaluation, StatementTrace } from './evaluation.js';

/**
 * An evaluation as lines for people: the answer, then the statements that decided it with why they match. Where
 * nothing decided, the Allow statements that would have, with what in them doesn't match.
 */
export function explain(evaluation: Evaluation<string>): string[] {
  const lines = [`${evaluation.answer}: ${evaluation.reason}`];
  if (evaluation.deciding.length > 0) return [...lines, ...evaluation.deciding.flatMap(traceLines)];
  const allows = evaluation.statements.filter((trace) => trace.statement.effect === 'Allow');
  if (allows.length === 0) return [...lines, '  there is no Allow at all'];
  return [...lines, ...allows.flatMap(traceLines)];
}

function traceLines(trace: StatementTrace): string[] {
  const { document, index, statement, matches, checks } = trace;
  const name = trace.part === 'boundary' ? `boundary ${document}` : document;
  const told = matches ? checks : checks.filter((check) => !check.matches);
  const word = matches ? 'matches' : "doesn't match";
  const missing = !matches && told.length === 0 ? ['    no Principal: it means nobody'] : [];
  return [
    `  ${name}, statement ${index + 1} (${statement.effect}) ${word}`,
    ...told.map((check) => `    ${check.why}`),
    ...missing,
  ];
}
