// The thread that applies a load (load.ts).
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { signatureHeaders } from '../playground/signing.js';
import type { Load, LoadResult } from './load.js';
import { Wire } from './wire.js';

/** Every request is another one: the same twice would be refused as a replay. */
function requests(load: Load): () => string {
  const fields = new URLSearchParams(load.fields).toString();
  const texts = load.texts.map((text) => new URLSearchParams({ text }).toString());
  const life = `${Date.now()}.${Math.floor(Math.random() * 1e9)}`;
  let count = 0;
  return () => {
    count += 1;
    const body = `${fields}&${texts[count % texts.length] ?? ''}&trigger_id=${life}.${count}`;
    const headers = Object.entries(signatureHeaders(load.secret, Math.floor(Date.now() / 1_000), body));
    const signed = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    const form = `content-type: application/x-www-form-urlencoded\r\ncontent-length: ${body.length}\r\n`;
    return `POST /slack/events HTTP/1.1\r\nhost: 127.0.0.1\r\n${form}${signed}\r\n${body}`;
  };
}

/** Asks once and writes down how it went. */
class Recorder {
  readonly latencies: number[] = [];
  failures = 0;

  async ask(wire: Wire, request: string, due: number): Promise<void> {
    const status = await wire.ask(request).catch(() => 0);
    this.latencies.push(performance.now() - due);
    if (status !== 200) this.failures += 1;
  }
}

async function withoutPause(load: Load, connections: number, recorder: Recorder): Promise<void> {
  const next = requests(load);
  const wires = await Promise.all(Array.from({ length: connections }, () => Wire.open(load.port)));
  const end = performance.now() + load.seconds * 1_000;
  const keepAsking = async (wire: Wire): Promise<void> => {
    while (performance.now() < end) await recorder.ask(wire, next(), performance.now());
    wire.close();
  };
  await Promise.all(wires.map(keepAsking));
}

async function atRate(load: Load, perSecond: number, recorder: Recorder): Promise<void> {
  const next = requests(load);
  let idle: Wire[] = [];
  const asked: Promise<void>[] = [];
  const from = performance.now();
  const send = async (due: number): Promise<void> => {
    for (const wire of idle) if (!wire.isFresh) wire.close();
    idle = idle.filter(({ isFresh }) => isFresh);
    const wire = idle.pop() ?? (await Wire.open(load.port));
    await recorder.ask(wire, next(), due);
    idle.push(wire);
  };
  for (let sent = 0; sent < perSecond * load.seconds; sent += 1) {
    const due = from + (sent * 1_000) / perSecond;
    await pause(Math.max(0, due - performance.now()));
    asked.push(send(due));
  }
  await Promise.all(asked);
  for (const wire of idle) wire.close();
}

const load = workerData as Load;
const recorder = new Recorder();
const from = performance.now();
if ('connections' in load.pace) await withoutPause(load, load.pace.connections, recorder);
else await atRate(load, load.pace.perSecond, recorder);
const { latencies, failures } = recorder;
const result: LoadResult = { latencies, failures, seconds: (performance.now() - from) / 1_000 };
parentPort?.postMessage(result);
