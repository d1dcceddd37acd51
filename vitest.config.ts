import { defineConfig } from 'vitest/config';

/** Whole machines, their processes and their waits. */
const machines = ['e2e', 'faults', 'local', 'nurture', 'pages'].map((room) => `test/${room}/**/*.test.ts`);

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
    projects: [
      { oxc, test: { ...common, name: 'machines', include: machines, sequence: { groupOrder: 1 } } },
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
