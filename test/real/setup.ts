import { jest } from '@jest/globals';

// As for the pure tests, above what any needs beside another one's containers on a slow machine.
jest.setTimeout(240_000);
