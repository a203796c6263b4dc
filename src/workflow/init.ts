import path from 'node:path';
import { initFolder, type InitOutcome } from '../baseline/index.js';
import type { World } from './world.js';

/** A list that harms nothing: no name in any account contains its values. */
const SAMPLE_LIST = `${JSON.stringify({ 'example-environment': ['example-environment-one', 'example-environment-two'] }, null, 2)}\n`;

const BASELINES_README = `# baselines

Written by iamdrift. \`accounts/<tag>/\` holds what was accepted of an account (\`iamdrift baseline accept\`), a file
per role, policy, user and group; what is committed there counts. \`runs/YYYY/MM/DD/HH/MM/SS/\` (UTC) holds what one run found: \`summary.csv\`, the detailed CSV
reports, \`report.json\`, the snapshots that were compared (\`snapshots/\`) and the evidence of the run (\`run.json\`).
Each run is one commit. The \`…_iam_tuples.csv\` files stay out of git: they can be large, and any run can be played
again from its snapshots with \`iamdrift diff snapshots/dev.json dev snapshots/qa.json qa\`.
`;

/** The story of `init`: an equivalency list, a baselines folder, a repository, a first commit. */
export function initialise(folder: string, world: World): Promise<InitOutcome> {
  return initFolder({
    folder: path.resolve(world.cwd, folder),
    equivalencyList: SAMPLE_LIST,
    readme: BASELINES_README,
    message: 'Start an iamdrift baseline',
    env: world.env,
  });
}
