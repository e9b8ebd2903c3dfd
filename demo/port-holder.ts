import { spawn } from 'node:child_process';
import { once } from 'node:events';

// It answers, as a program somebody forgot would. It ends with its parent, however that ends: then its input closes.
const program = `
  const server = require('node:http').createServer((_, answer) => answer.writeHead(404).end('not here\\n'));
  server.listen(Number(process.argv[1]), '127.0.0.1', () => process.stdout.write('listening'));
  process.stdin.resume().on('end', () => process.exit());
`;

/** Starts a program on this machine that listens on a port of loopback. The result ends it. Throws when the port is taken. */
export async function holdPort(port: number): Promise<() => Promise<void>> {
  const holder = spawn(process.execPath, ['-e', program, String(port)], { stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = once(holder, 'exit');
  const listening = await Promise.race([once(holder.stdout, 'data').then(() => true), ended.then(() => false)]);
  if (!listening) throw new Error(`Port ${port} could not be taken.`);
  return async () => {
    holder.stdin.end();
    await ended;
  };
}
