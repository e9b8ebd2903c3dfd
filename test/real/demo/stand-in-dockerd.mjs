// Stands in for dockerd in daemon.test.ts: a second real one would take the network from the machine's own engine.
// Arguments: socket, pid file. It answers just enough for `docker version`, and ends on SIGTERM.
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [socket, pidFile] = process.argv.slice(2);
process.title = 'dockerd';
if (socket === '--no-such-flag') {
  console.error('unknown flag: --no-such-flag');
  process.exit(125);
}
writeFileSync(pidFile, String(process.pid), { flag: 'wx' });
const version = { Version: '20.10.0', ApiVersion: '1.41', MinAPIVersion: '1.12', Os: 'linux', Arch: 'amd64' };
createServer((request, response) => {
  response.setHeader('Api-Version', version.ApiVersion);
  response.end(request.url.endsWith('/_ping') ? 'OK' : JSON.stringify(version));
}).listen(socket);
process.on('SIGTERM', () => {
  rmSync(pidFile);
  process.exit(0);
});
