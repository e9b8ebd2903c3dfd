import { createInterface } from 'node:readline/promises';
import type { Manners } from './packages.js';

/** Speaks on standard error; asks where a person is at the terminal; INSTALL_DOCKER=0 forbids installing. */
export function terminalManners(): Manners {
  const { stdin, stderr, env } = process;
  const manners = { say: (line: string) => stderr.write(`${line}\n`), install: env['INSTALL_DOCKER'] !== '0' };
  return stdin.isTTY && stderr.isTTY ? { ...manners, ask } : manners;
}

async function ask(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${question} [Y/n] `);
    return !/^n/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
