import { availableParallelism } from 'node:os';

// Two projects: "pure" needs nothing but Node, "real" needs a Docker engine and PostgreSQL (scripts/test.ts provides them).
const compiler = (jsc) => ({ swcrc: false, module: { type: 'es6' }, jsc: { target: 'es2022', ...jsc } });

const common = {
  rootDir: import.meta.dirname,
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': ['@swc/jest', compiler({ parser: { syntax: 'typescript' } })],
    '^.+\\.tsx$': [
      '@swc/jest',
      compiler({ parser: { syntax: 'typescript', tsx: true }, transform: { react: { runtime: 'automatic' } } }),
    ],
  },
  setupFilesAfterEnv: ['<rootDir>/test/setup.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  // Programs that the tests unpack there bring packages of their own.
  modulePathIgnorePatterns: ['<rootDir>/.cache/', '<rootDir>/dist/'],
};

export default {
  // Half of the pure tests' time is waiting: more of them at once than there are cores. The real ones run one by one.
  maxWorkers: Math.ceil(availableParallelism() * 2.5),
  projects: [
    {
      ...common,
      displayName: 'pure',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: [...common.testPathIgnorePatterns, '<rootDir>/test/real/'],
    },
    {
      ...common,
      displayName: 'real',
      testMatch: ['<rootDir>/test/real/**/*.test.ts'],
      setupFilesAfterEnv: ['<rootDir>/test/real/setup.ts'],
    },
  ],
};
