/**
 * The layers of docs/architecture.md, as rules. Each says why it is there.
 * bin → cli → workflow → {snapshot, equivalency, diff, waivers, report, baseline} → policy → model
 */
const STAGES = ['snapshot', 'equivalency', 'diff', 'waivers', 'report', 'baseline'];

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    forbid('no-circular', 'A cycle has no layer.', {}, { circular: true }),
    forbid(
      'no-orphans',
      'A module that nobody imports is dead.',
      { orphan: true, pathNot: '\\.d\\.ts$' },
      {},
    ),
    forbid(
      'model-imports-nothing',
      'The nouns must be readable on their own.',
      { path: '^src/model/' },
      { pathNot: '^src/model/' },
    ),
    forbid(
      'policy-imports-model-only',
      'The policy language is pure, and usable as a library: small pure libraries are its only company.',
      { path: '^src/policy/' },
      { pathNot: ['^src/(policy|model)/', 'node_modules/ipaddr\\.js/'] },
    ),
    ...STAGES.map((stage) =>
      forbid(
        `${stage}-stands-alone`,
        'Stages are joined by workflow only, so that each can be read, tested and replaced alone.',
        { path: `^src/${stage}/` },
        { path: '^src/', pathNot: [`^src/${stage}/`, '^src/(policy|model)/'] },
      ),
    ),
    forbid(
      'workflow-below-cli',
      'A story knows no terminal.',
      { path: '^src/workflow/' },
      { path: '^src/(cli|bin)' },
    ),
    forbid(
      'bin-hands-over',
      'The entry point does nothing itself.',
      { path: '^src/bin' },
      { path: '^src/', pathNot: '^src/cli/' },
    ),
    forbid(
      'aws-sdk-in-snapshotter-only',
      'Everything else must run with no AWS SDK loaded: --help, files, tests.',
      { path: '^src/', pathNot: '^src/snapshot/aws' },
      { path: 'node_modules/@(aws-sdk|smithy)/' },
    ),
    forbid(
      'git-in-baseline-only',
      'One room knows git.',
      { path: '^src/', pathNot: '^src/baseline/' },
      { path: 'node_modules/simple-git/' },
    ),
    forbid(
      'yargs-in-cli-only',
      'One room knows the command line.',
      { path: '^src/', pathNot: '^src/cli/' },
      { path: 'node_modules/yargs/' },
    ),
    forbid(
      'report-is-pure',
      'Renderers take data and return text: no files, no terminal, no processes.',
      { path: '^src/(report|policy|model|diff|equivalency|waivers)/' },
      {
        path: '^(node:)?(fs|fs/promises|child_process|process|readline|net|http|https)$',
        dependencyTypes: ['core'],
      },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
