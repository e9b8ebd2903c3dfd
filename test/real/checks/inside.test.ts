import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '../../until.js';
import { Asking, type Seen } from './asking.js';

const WAIT = 'while true; do sleep 1; done';

/** Answers each path in its own way, on port 8000. */
const SERVER = `
import http.server, socketserver, time
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == '/slow': time.sleep(60)
        if self.path == '/cut': return
        if self.path == '/odd': self.wfile.write(b'220 mail ready, not HTTP at all\\r\\n\\r\\n'); return
        codes = {'/ok': 200, '/busy': 503, '/moved': 302}
        self.send_response(codes.get(self.path, 404))
        if self.path == '/moved': self.send_header('Location', '/busy')
        self.send_header('Content-Length', '0')
        self.end_headers()
    def log_message(self, *args): pass
class Server(socketserver.ThreadingMixIn, http.server.HTTPServer): daemon_threads = True
Server(('127.0.0.1', 8000), Answer).serve_forever()
`;

let asking: Asking;
beforeAll(async () => {
  asking = await Asking.open();
});
afterEach(() => asking.sandbox.clear());
afterAll(() => asking.close());

function ask(more: object, type = 'inside'): Promise<Seen> {
  return asking.ask(type, { timeout: '8s', ...more });
}

/** A container with the server above, and without these programs. */
async function serve(without: readonly string[], ...flags: string[]): Promise<string> {
  const remove = without.map((tool) => `rm -f /usr/bin/${tool} /bin/${tool}`).join('; ');
  const script = `python3 -c "$SERVER" & until curl -s http://127.0.0.1:8000/; do sleep 0.05; done; ${remove || 'true'}; touch /ready; ${WAIT}`;
  const id = await asking.sandbox.run(script, '-e', `SERVER=${SERVER}`, ...flags);
  const ready = async (): Promise<boolean> =>
    (await asking.sandbox.docker.run(['exec', id, 'find', '/ready']).catch(() => '')) !== '';
  await until(ready, 'the server is up');
  return id;
}

describe.each([
  ['curl', []],
  ['wget', ['curl']],
  ['python3', ['curl', 'wget']],
])('HTTP asked by %s in the container', (tool, without) => {
  test('tells what a client there gets', async () => {
    await serve(without);
    const get = async (path: string): Promise<Seen> => ask({ url: `http://127.0.0.1:8000${path}` });
    const ok = await get('/ok');
    expect(ok.facts).toMatchObject({ ok: true, answered: true, status: 200, error: '', tool });
    expect(ok.line).toMatch(/^200 in \d+ ms$/);
    expect((await get('/busy')).facts).toMatchObject({ ok: false, answered: true, status: 503, error: '' });
    expect((await get('/moved')).facts).toMatchObject({ ok: false, answered: true, status: 302, error: '' });
    expect((await get('/cut')).facts).toMatchObject({ ok: false, answered: false, status: 0, error: 'reset' });
    expect((await get('/odd')).facts).toMatchObject({ ok: false, answered: false, error: 'bad_response' });
    const slow = await ask({ url: 'http://127.0.0.1:8000/slow', timeout: '1s' });
    expect(slow.facts).toMatchObject({ ok: false, answered: false, status: 0, error: 'timeout' });
    expect(slow.line).toBe('no answer in 1 s');
    const refused = await ask({ url: 'http://127.0.0.1:1/' });
    expect(refused.facts).toMatchObject({ ok: false, answered: false, error: 'refused' });
    expect(refused.line).toBe('connection refused');
    expect((await ask({ url: 'http://no-such-host.invalid/' })).facts).toMatchObject({ error: 'dns' });
    expect((await ask({ url: 'https://127.0.0.1:8000/ok' })).facts).toMatchObject({ ok: false, answered: false });
    expect((await ask({ url: 'http://127.0.0.1:8000/busy', expect: [200, 503] })).facts).toMatchObject({ ok: true });
  });
});

describe.each([
  ['nc', []],
  ['python3', ['nc', 'nc.openbsd']],
  ['bash', ['nc', 'nc.openbsd', 'python3']],
])('TCP asked by %s in the container', (tool, without) => {
  test('tells whether somebody listens', async () => {
    await serve(without);
    const open = await ask({ tcp: '127.0.0.1:8000' });
    expect(open.facts).toMatchObject({ open: true, error: '', tool });
    expect(open.line).toMatch(/^127\.0\.0\.1:8000: open, \d+ ms$/);
    const refused = await ask({ tcp: '127.0.0.1:1' });
    expect(refused.facts).toMatchObject({ open: false, error: 'refused', tool });
    expect(refused.line).toBe('127.0.0.1:1: connection refused');
    expect((await ask({ tcp: 'no-such-host.invalid:1' })).facts).toMatchObject({ open: false, error: 'dns' });
    // Without a network there is no way to any other address.
    expect((await ask({ tcp: '10.255.255.1:1' })).facts).toMatchObject({ open: false, error: 'unreachable' });
  });
});

test('BusyBox, with the few options it has here, is asked in the way it understands', async () => {
  const busybox = 'for tool in wget nc; do ln -sf "$(command -v busybox)" /usr/bin/$tool; rm -f /bin/nc.openbsd; done';
  const id = await serve(['curl']);
  await asking.sandbox.docker.run(['exec', id, 'sh', '-c', busybox]);
  expect((await ask({ url: 'http://127.0.0.1:8000/ok' })).facts).toMatchObject({ ok: true, status: 200, tool: 'wget' });
  expect((await ask({ tcp: '127.0.0.1:8000' })).facts).toMatchObject({ open: true, tool: 'python3' });
});

describe('unknown', () => {
  test('is what a container without tools cannot tell', async () => {
    await serve(['curl', 'wget', 'nc', 'nc.openbsd', 'python3', 'bash']);
    await expect(ask({ url: 'http://127.0.0.1:8000/ok' })).rejects.toThrow(
      "api's container has no curl, wget or python3 to ask with",
    );
    await expect(ask({ tcp: '127.0.0.1:8000' })).rejects.toThrow(
      "api's container has no nc, python3 or bash to ask with",
    );
    await expect(ask({ postgres: 'DATABASE_URL' })).rejects.toThrow("api's container has no python3 to log in with");
  });

  test('is everything where it has no shell, does not run, or is not there', async () => {
    const url = 'http://127.0.0.1:8000/ok';
    const id = await serve(['sh'], '--init');
    await expect(ask({ url })).rejects.toThrow('the container of api has no shell to ask with');
    await asking.sandbox.docker.run(['stop', '-t', '1', id]);
    await expect(ask({ url })).rejects.toThrow(
      'the container of api does not run, so nothing can be asked from inside',
    );
    await asking.sandbox.docker.run(['rm', id]);
    await expect(ask({ url })).rejects.toThrow('api has no container to ask from');
  });

  test('is what was asked when the container was killed', async () => {
    const id = await serve([]);
    const asked = ask({ url: 'http://127.0.0.1:8000/slow', timeout: '8s' });
    const refused = expect(asked).rejects.toThrow(/ended, or something in it was killed, while it was asked/);
    const programs = (): Promise<string> => asking.sandbox.docker.run(['top', id, '-eo', 'pid,comm']);
    await until(async () => (await programs()).includes('curl'), 'it is being asked');
    await asking.sandbox.docker.run(['rm', '-f', id]);
    await refused;
  });
});

describe('a neighbour', () => {
  test('asks from its own container', async () => {
    const id = await serve([]);
    const frontend = {
      ...asking.sandbox.service,
      name: 'frontend',
      container: { name: `${asking.sandbox.project}-frontend` },
    };
    const name = frontend.container.name;
    await asking.sandbox.run(
      WAIT,
      '--network',
      `container:${id}`,
      '--name',
      name,
      '--label',
      'com.docker.compose.service=frontend',
    );
    asking.services = { frontend };
    const url = 'http://127.0.0.1:8000/ok';
    expect((await ask({ from: 'frontend', url }, 'neighbour')).facts).toMatchObject({ ok: true, status: 200 });
    expect((await ask({ from: 'frontend', tcp: '127.0.0.1:8000' }, 'neighbour')).facts).toMatchObject({ open: true });
    await asking.sandbox.docker.run(['stop', '-t', '0', name]);
    await expect(ask({ from: 'frontend', url }, 'neighbour')).rejects.toThrow('the container of frontend does not run');
    await expect(ask({ from: 'frontned', url }, 'neighbour')).rejects.toThrow(
      'config.yml has no service frontned; did you mean "frontend"? It has api, frontend',
    );
  });
});
