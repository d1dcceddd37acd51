import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Whole machines, their processes and their waits. */
const machines = ['e2e', 'faults', 'local', 'nurture', 'pages'].map((room) => `test/${room}/**/*.test.ts`);

/** The longest first, also where no earlier run is known: one that begins last leaves a core idle. */
const longest = [
  'faults/matrix',
  'e2e/tour',
  'nurture/scale',
  'e2e/visitor',
  'faults/rules',
  'admin/reports',
];
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) =>
      longest.some((name) => moduleId.includes(`/${name}.`));
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

const common = {
  setupFiles: ['test/setup.ts'],
  pool: 'forks' as const,
  maxWorkers: 2,
  testTimeout: 20_000,
  hookTimeout: 60_000,
  // Lambda's clock is UTC; a test that passes only in one zone is wrong.
  env: { TZ: 'UTC', AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
};

// The same rules as the build: pages are hono/jsx, templates are text.
const oxc = { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } } as const;

export default defineConfig({
  oxc,
  test: {
    globalSetup: ['test/global-setup.ts'],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        oxc,
        test: {
          ...common,
          name: 'machines',
          include: machines,
          sequence: { groupOrder: 1 },
        },
      },
      {
        oxc,
        test: {
          ...common,
          name: 'modules',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: machines,
          // A process runs many files, and loads packages once; setup.ts gives each file modules of its own.
          isolate: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
