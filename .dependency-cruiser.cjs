/**
 * The layers, from the top. A lib may import libs of lower ranks, and of its own rank as long as there is no cycle;
 * apps import libs; nothing imports an app.
 */
const RANKS = [
  ['triggers', 'retention', 'stats'],
  ['deliveries'],
  ['events', 'auth', 'idempotency'],
  ['cache', 'queue', 'database', 'observability', 'secrets'],
  ['config', 'schedules'],
  ['clock', 'errors'],
];

const upward = RANKS.flatMap((libs, rank) => {
  const above = RANKS.slice(0, rank).flat();
  return above.length === 0
    ? []
    : [
        {
          name: `${libs.join('-')}-imports-down-only`,
          severity: 'error',
          from: { path: `^libs/(${libs.join('|')})/` },
          to: { path: `^(libs/(${above.join('|')})|apps)/` },
        },
      ];
});

module.exports = {
  forbidden: [
    ...upward,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'every-lib-has-a-rank',
      comment: 'A new lib has to be given its place in RANKS.',
      severity: 'error',
      from: { path: '^libs/', pathNot: `^libs/(${RANKS.flat().join('|')})/` },
      to: {},
    },
    {
      name: 'no-reach-past-an-index',
      comment: 'What a lib offers stands in its index.ts.',
      severity: 'error',
      from: { path: '^(apps|libs/([^/]+))/' },
      to: { path: '^libs/([^/]+)/src/', pathNot: ['^libs/[^/]+/src/index\\.ts$', '^libs/$2/'] },
    },
    {
      name: 'no-app-in-a-lib',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'apps-are-separate',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'the-cli-talks-http-only',
      comment: 'But for the cold archive, which no api serves: its commands run where the platform runs.',
      severity: 'error',
      from: { path: '^apps/cli/', pathNot: '^apps/cli/src/archive/' },
      to: { path: '^libs/', pathNot: '^libs/config/' },
    },
    {
      name: 'the-console-talks-http-only',
      severity: 'error',
      from: { path: '^apps/console/' },
      to: { path: '^(libs|scripts|test)/' },
    },
    {
      name: 'no-undeclared-packages',
      severity: 'error',
      from: { path: '^(apps|libs)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'] },
    },
    {
      name: 'no-dev-packages-in-production-code',
      comment: 'What the console is made of goes into its build, and is not there where the api runs.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: ['\\.spec\\.ts$', '^apps/console/'] },
      to: { dependencyTypes: ['npm-dev'] },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
  },
};
