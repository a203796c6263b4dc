import { UserError } from '../../model/errors.js';
import { isTag } from '../../model/tag.js';

const PREFIX = 'baseline:';

export interface BaselineSource {
  readonly tag: string;
  /** A ref or a date; null: what is accepted now. */
  readonly moment: string | null;
}

export function isBaselineSource(source: string): boolean {
  return source.startsWith(PREFIX);
}

/** The source that names an accepted baseline: `baseline:prod`, `baseline:prod@2026-11-01`. */
export function baselineSource({ tag, moment }: BaselineSource): string {
  return moment === null ? `${PREFIX}${tag}` : `${PREFIX}${tag}@${moment}`;
}

/** Reads `baseline:<tag>` or `baseline:<tag>@<ref|date>`. Throws UserError. */
export function parseBaselineSource(source: string): BaselineSource {
  const rest = source.slice(PREFIX.length);
  const at = rest.indexOf('@');
  const tag = at === -1 ? rest : rest.slice(0, at);
  const moment = at === -1 ? null : rest.slice(at + 1).trim();
  if (isTag(tag) && moment !== '') return { tag, moment };
  throw new UserError(
    `${JSON.stringify(source)} names no baseline`,
    'Write baseline:<tag>, or baseline:<tag>@<ref or date> such as baseline:prod@2026-11-01.',
  );
}
