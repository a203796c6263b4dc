import { join } from 'node:path';
import type { BaselineCommit } from '../../model/baseline.js';
import type { Env } from '../git.js';
import { readCommit } from './commits.js';
import { gitText, listTree, readBlobs, type TreeListing } from './objects.js';
import { accountsPlace } from './place.js';
import { acceptedTags, unknownTag } from './read.js';

/** A baseline as one commit left it. */
export interface BaselineState {
  readonly commit: BaselineCommit;
  /** Texts by name below the baseline's folder; null: the commit removed the baseline. */
  readonly files: ReadonlyMap<string, string> | null;
}

/**
 * The commits of the current branch (first parents) that touched a baseline, newest first, at most `most` of them and
 * one more, from which the last one's change can be told. Throws UserError where there is none.
 */
export async function baselineStates(
  baselines: string,
  tag: string,
  most: number,
  env: Env,
): Promise<BaselineState[]> {
  const place = await accountsPlace(baselines, env);
  if (place.head === null) throw await unknownTag(place, tag);
  const format = '%H%x00%ct%x00%an%x00%s';
  const args = [
    'log',
    '--no-show-signature',
    '--first-parent',
    `--max-count=${most + 1}`,
    `--format=${format}`,
  ];
  const text = await gitText(place, [...args, place.head, '--', join(place.accounts, tag)]);
  const commits = text
    .split('\n')
    .filter((line) => line !== '')
    .map(readCommit);
  if (commits.length === 0) throw await unknownTag(place, tag);
  const trees: (TreeListing | null)[] = [];
  for (const { id } of commits) trees.push(await listTree(place, id, `${place.path}/${tag}`));
  const blobs = await readBlobs(
    place,
    trees.flatMap((tree) => [...(tree?.files.values() ?? [])]),
  );
  return commits.map((commit, index) => {
    const tree = trees[index];
    const files = tree && new Map([...tree.files].map(([name, id]) => [name, blobs.get(id)!]));
    return { commit, files: files ?? null };
  });
}

/** Tags of all baselines that HEAD holds, sorted. */
export async function baselineTags(baselines: string, env: Env): Promise<string[]> {
  return acceptedTags(await accountsPlace(baselines, env));
}
