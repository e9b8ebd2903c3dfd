import { connect } from 'node:tls';
import { afterEach, describe, expect, test } from '@jest/globals';
import { http } from '../../src/checks/http.js';
import { networkErrorOf } from '../../src/checks/network-error.js';
import { tlsErrorOf, sayTlsError } from '../../src/checks/tls-error.js';
import { authority, type Certificate } from './certificates.js';
import { never, words, world } from './builders.js';
import { startHttp, startHttps, startTls, type Started } from './servers.js';

const open: Started[] = [];

afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function ask(server: Started) {
  open.push(server);
  const seen = await http.run({ type: 'http', url: `https://localhost:${server.port}/` }, world(null), never);
  return { ...seen, line: words(seen.says) };
}

describe('a certificate', () => {
  test.each<[Certificate, string, string]>([
    ['expired', 'expired', 'its TLS certificate has expired'],
    ['early', 'not_yet_valid', 'its TLS certificate is not valid yet; look at the clocks'],
    ['self-signed', 'self_signed', 'its TLS certificate is self-signed'],
    ['valid', 'untrusted', 'its TLS certificate comes from an issuer this machine does not trust'],
  ])('that is %s is told apart', async (name, tlsError, line) => {
    const seen = await ask(await startHttps(name, (_request, response) => response.end()));
    expect(seen.facts).toMatchObject({ ok: false, answered: false, error: 'tls', tls_error: tlsError });
    expect(seen.line).toBe(line);
  });

  test('for another host is told apart', async () => {
    const server = await startTls('other', (socket) => socket.end());
    open.push(server);
    const error = await new Promise((resolve) => {
      connect({ host: 'localhost', port: server.port, servername: 'localhost', ca: authority() }).on('error', resolve);
    });
    expect([networkErrorOf(error), tlsErrorOf(error)]).toEqual(['tls', 'wrong_host']);
    expect(sayTlsError('wrong_host')).toBe('its TLS certificate is for another host name');
  });
});

test('a server without TLS is told apart', async () => {
  const seen = await ask(await startHttp((_request, response) => response.end()));
  expect(seen.facts).toMatchObject({ error: 'tls', tls_error: 'no_tls' });
  expect(seen.line).toBe('it speaks no TLS');
});

test('where TLS is not the trouble there is no TLS error', async () => {
  const server = await startHttp((_request, response) => response.end());
  open.push(server);
  const seen = await http.run({ type: 'http', url: `http://localhost:${server.port}/` }, world(null), never);
  expect(seen.facts).toMatchObject({ ok: true, tls_error: '' });
});
