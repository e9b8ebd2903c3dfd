import { jest } from '@jest/globals';

// Far above what any test needs on a quiet machine: a limit is there to end what hangs, not to measure.
jest.setTimeout(60_000);
