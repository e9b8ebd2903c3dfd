import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { OpenPage } from '../../../playground/page-server/open-page.js';
import type { Workspace } from '../../../playground/workspace.js';
import { Bench, call } from '../helpers.js';
import { Desk, raw } from './browser.js';

const bench = new Bench();
const desk = new Desk();
afterEach(async () => {
  await desk.clear();
  await bench.clear();
});

async function opened(folder?: string): Promise<{ workspace: Workspace; page: OpenPage; port: string }> {
  const workspace = await bench.workspace({ scopes: ['files:write'] });
  const page = await desk.open(workspace, folder === undefined ? {} : { folder });
  return { workspace, page, port: new URL(page.url).port };
}

const JSON_BODY = { 'content-type': 'application/json' };

describe('who may ask', () => {
  test('only by the name of this machine: another name that leads here is a trick', async () => {
    const { page, port } = await opened();
    const status = async (host: string): Promise<number> => (await raw(page, '/', { headers: { host } })).status;
    expect(await status(`127.0.0.1:${port}`)).toBe(200);
    expect(await status(`localhost:${port}`)).toBe(200);
    for (const host of ['evil.example', `evil.example:${port}`, `127.0.0.1.evil.example:${port}`, '127.0.0.1:1'])
      expect(await status(host)).toBe(403);
  });

  test('not another web page: neither to do something nor to read', async () => {
    const { workspace, page, port } = await opened();
    const body = JSON.stringify({
      ...{ do: 'say', channel: workspace.channel('#inc-api').id, text: 'hello', threadTs: null },
    });
    const ask = async (headers: Record<string, string>): Promise<number> =>
      (await raw(page, '/do?as=ada', { method: 'POST', headers, body })).status;
    for (const origin of ['https://evil.example', 'null', `https://127.0.0.1:${port}`, 'http://127.0.0.1:1'])
      expect(await ask({ ...JSON_BODY, origin })).toBe(403);
    expect(await ask({ ...JSON_BODY, 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await ask({ 'content-type': 'text/plain' })).toBe(403);
    expect(await ask({ 'content-type': 'application/x-www-form-urlencoded' })).toBe(403);
    expect((await raw(page, '/stream?as=ada', { headers: { origin: 'https://evil.example' } })).status).toBe(403);
    expect(workspace.channel('#inc-api').messages()).toEqual([]);
    expect(await ask({ ...JSON_BODY, origin: `http://localhost:${port}` })).toBe(200);
    expect(await ask(JSON_BODY)).toBe(200);
    expect(workspace.channel('#inc-api').messages()).toHaveLength(2);
  });

  test('only people of the workspace', async () => {
    const { page } = await opened();
    for (const as of ['nobody', 'runbook', '', '__proto__'])
      expect((await raw(page, `/stream?as=${as}`)).status).toBe(404);
    const deed = await raw(page, '/do?as=runbook', { method: 'POST', headers: JSON_BODY, body: '{"do":"heal"}' });
    expect([deed.status, deed.body.toString()]).toEqual([404, '{"ok":false,"says":"There is nobody of that name."}']);
  });

  test('only from this machine', async () => {
    const { port } = await opened();
    const others = Object.values(networkInterfaces())
      .flatMap((one) => one ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    for (const { address } of others)
      await expect(
        new Promise((resolve, reject) => {
          const socket = connect(Number(port), address, () => {
            socket.destroy();
            resolve('connected');
          }).on('error', reject);
        }),
      ).rejects.toThrow('ECONNREFUSED');
  });
});

describe('what may be asked', () => {
  test('each thing in its way only', async () => {
    const { page } = await opened();
    const asked = async (method: string, path: string): Promise<[number, string | undefined]> => {
      const { status, headers } = await raw(page, path, { method, headers: JSON_BODY });
      return [status, headers.allow];
    };
    expect(await asked('POST', '/')).toEqual([405, 'GET, HEAD']);
    expect(await asked('GET', '/do?as=ada')).toEqual([405, 'POST']);
    expect(await asked('HEAD', '/stream?as=ada')).toEqual([405, 'GET']);
    expect(await asked('DELETE', '/file/x?as=ada')).toEqual([405, 'GET, HEAD']);
    expect(await asked('HEAD', '/')).toEqual([200, undefined]);
  });

  test('nothing outside of the page', async () => {
    const { page } = await opened();
    for (const path of [
      ...['/package.json', '/../package.json', '/%2e%2e/package.json', '/page.js/../../x', '/index.html.map', '//'],
      ...['/file/', '/file/../package.json?as=ada', '/file/..%2f..%2fpackage.json?as=ada', '/file/x?as=ada'],
    ])
      expect([path, (await raw(page, path)).status]).toEqual([path, 404]);
  });

  test.each(['', 'nonsense', '[]', '{"do":"explode"}', '{"do":"heal","more":1}', '{"do":"react","key":"C1:1.2"}'])(
    'no deed that is none: %j',
    async (body) => {
      const { page } = await opened();
      const { status, body: said } = await raw(page, '/do?as=ada', { method: 'POST', headers: JSON_BODY, body });
      expect([status, JSON.parse(said.toString())]).toMatchObject([400, { ok: false }]);
    },
  );

  test.each(['__proto__', 'constructor', 'toString', '<b>', ''])('no emoji that is none: %j', async (emoji) => {
    const { page, workspace } = await opened();
    const message = await workspace.person('kim').say('#inc-api', 'look');
    const body = JSON.stringify({ do: 'react', key: `${message.channel}:${message.ts}`, emoji });
    expect((await raw(page, '/do?as=ada', { method: 'POST', headers: JSON_BODY, body })).status).toBe(400);
  });

  test('no megabytes: the answer says so, and the page goes on', async () => {
    const { page, workspace } = await opened();
    const big = JSON.stringify({
      ...{ do: 'say', channel: workspace.channel('#inc-api').id, text: 'x'.repeat(5_000_000), threadTs: null },
    });
    const { status, body } = await raw(page, '/do?as=ada', { method: 'POST', headers: JSON_BODY, body: big });
    expect([status, JSON.parse(body.toString())]).toEqual([
      413,
      { ok: false, says: 'That is more than 1 MB: nothing was sent.' },
    ]);
    expect(workspace.channel('#inc-api').messages()).toEqual([]);
    expect((await raw(page, '/')).status).toBe(200);
  });
});

describe('what is sent', () => {
  test('loads nothing from elsewhere, is not framed, guessed or kept', async () => {
    const { page } = await opened();
    for (const path of ['/', '/nothing', '/page.js']) {
      const { headers } = await raw(page, path);
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
      expect(headers['content-security-policy']).toContain("default-src 'self'");
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  test('is compressed for browsers that can read that', async () => {
    const { page } = await opened();
    const plain = await raw(page, '/page.js');
    const gzip = await raw(page, '/page.js', { headers: { 'accept-encoding': 'gzip, deflate' } });
    const brotli = await raw(page, '/page.js', { headers: { 'accept-encoding': 'gzip, deflate, br, zstd' } });
    expect([plain, gzip, brotli].map(({ headers }) => headers['content-encoding'])).toEqual([undefined, 'gzip', 'br']);
    expect(gunzipSync(gzip.body)).toEqual(plain.body);
    expect(brotliDecompressSync(brotli.body)).toEqual(plain.body);
    expect(brotli.body.length).toBeLessThan(plain.body.length / 10);
  });

  test('says what to do where the page was not built', async () => {
    const { page } = await opened('/nonexistent');
    const { status, body } = await raw(page, '/');
    expect([status, body.toString()]).toEqual([
      503,
      'The page was not built. Run npm run build, then load this again.\n',
    ]);
  });

  test.each([
    ['curve.png', 'image/png', 'inline'],
    ['page.html', 'application/octet-stream', 'attachment'],
    ['drawing.svg', 'application/octet-stream', 'attachment'],
    ['api.log', 'text/plain; charset=utf-8', 'attachment'],
    ['a "b"\r\nc.md', 'text/plain; charset=utf-8', 'attachment'],
  ])('%j as %s, %s, to those who are where it was shared', async (filename, type, how) => {
    const { page, workspace } = await opened();
    const bytes = '<script>alert(1)</script>';
    const length = String(bytes.length);
    const announced = await call(workspace, 'files.getUploadURLExternal', { filename, length });
    await fetch(String(announced['upload_url']), { method: 'POST', body: bytes });
    const path = `/file/${String(announced['file_id'])}`;
    expect((await raw(page, `${path}?as=sam`)).status).toBe(404);
    const channel_id = workspace.channel('#private-ops').id;
    await call(workspace, 'files.completeUploadExternal', { files: [{ id: announced['file_id'] }], channel_id });
    const sent = await raw(page, `${path}?as=sam`);
    expect([sent.status, sent.headers['content-type'], sent.body.toString()]).toEqual([200, type, bytes]);
    expect(sent.headers['content-disposition']).toBe(`${how}; filename*=UTF-8''${encodeURIComponent(filename)}`);
    expect((await raw(page, `${path}?as=kim`)).status).toBe(404);
    expect((await raw(page, path)).status).toBe(404);
  });
});
