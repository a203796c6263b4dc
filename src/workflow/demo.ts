import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CompareRequest, CompareResult } from './compare.js';
import { compareTwo } from './diff.js';
import { EQUIVALENCY_FILE } from './equivalency-file.js';
import { initialise } from './init.js';
import { suggestEquivalencies, type SuggestResult, writeSuggestions } from './suggest.js';
import type { World } from './world.js';

const EXAMPLES = fileURLToPath(new URL('../../examples/', import.meta.url));

const SIDES = [
  { source: 'dev.json', tag: 'dev' },
  { source: 'qa.json', tag: 'qa' },
] as const;
const SCOPE = { users: false, groups: false };

/** What the demo tells as it goes. */
export interface DemoTeller {
  /** A paragraph for people. */
  readonly say: (text: string) => void;
  /** A command as a user would type it; it is about to run. */
  readonly type: (command: string) => void;
  readonly show: (result: CompareResult) => void;
  readonly propose: (result: SuggestResult) => void;
}

export interface DemoRequest {
  readonly exitCodeOf: CompareRequest['exitCodeOf'];
  /** Leave the folder for the user to look at. */
  readonly keep: boolean;
}

/**
 * The walkthrough of two accounts, offline, in a temporary folder: unique roles, a suggested equivalency, no drift; a change
 * in qa, drift; the change taken back, no drift. Returns the folder if it was kept.
 */
export async function playDemo(
  { exitCodeOf, keep }: DemoRequest,
  tell: DemoTeller,
  world: World,
): Promise<string | null> {
  const folder = await mkdtemp(path.join(tmpdir(), 'iamdrift-demo-'));
  const demoWorld: World = { ...world, cwd: folder, env: { ...world.env, ...DEMO_AUTHOR } };
  const use = (example: string, name: string): Promise<void> =>
    copyFile(path.join(EXAMPLES, example), path.join(folder, name));
  const compare = async (): Promise<void> => {
    tell.type('iamdrift diff dev.json dev qa.json qa');
    const request = { sides: SIDES, scope: SCOPE, includeItems: true, commit: true, exitCodeOf };
    tell.show(await compareTwo(request, demoWorld));
  };
  const suggest = async (): Promise<void> => {
    tell.type('iamdrift equivalency suggest dev.json dev qa.json qa --write --yes');
    const result = await suggestEquivalencies({ sides: SIDES, scope: SCOPE }, demoWorld);
    await writeSuggestions(result.proposals, result, demoWorld);
    tell.propose(result);
  };
  try {
    tell.say('Two sample accounts, dev (123456789012) and qa (987654321098), as the AWS CLI exports them.');
    await use('dev.json', 'dev.json');
    await use('qa.json', 'qa.json');
    tell.type('iamdrift init');
    await initialise('.', demoWorld);
    tell.say(
      'A first comparison knows nothing of names: app1_dev and app1_qa look like two different roles.',
    );
    await compare();
    tell.say(`"dev" here is "qa" there, on purpose. iamdrift finds that out; ${EQUIVALENCY_FILE} keeps it.`);
    await suggest();
    await compare();
    tell.say('Now somebody adds s3:PutObject to the inline policy of app1_qa, by hand.');
    await use('qa-drifted.json', 'qa.json');
    await compare();
    tell.say('The change is taken back.');
    await use('qa.json', 'qa.json');
    await compare();
    tell.say('Each run is a folder under baselines/runs and a commit: an audit can read them back.');
    return keep ? folder : null;
  } finally {
    if (!keep) await rm(folder, { recursive: true, force: true });
  }
}

/** The demo's commits need no identity of the user's. */
const DEMO_AUTHOR = {
  GIT_AUTHOR_NAME: 'iamdrift demo',
  GIT_AUTHOR_EMAIL: 'demo@example.invalid',
  GIT_COMMITTER_NAME: 'iamdrift demo',
  GIT_COMMITTER_EMAIL: 'demo@example.invalid',
};
