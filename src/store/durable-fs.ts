import { fsyncSync } from 'node:fs';
import { NodeFS } from '@electric-sql/pglite/nodefs';

type Init = NodeFS['init'];

/**
 * PGlite's file system with the one call it leaves out: fsync. It leans on PGlite's internals, hence the exact version in
 * package.json; `fsyncs` says whether the calls really arrive here.
 */
export class DurableFs extends NodeFS {
  #fsyncs = 0;

  /** How often a file was forced to disk so far. */
  get fsyncs(): number {
    return this.#fsyncs;
  }

  override async init(...[pg, options]: Parameters<Init>): ReturnType<Init> {
    const { emscriptenOpts } = await super.init(pg, options);
    const preRun = emscriptenOpts.preRun ?? [];
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...preRun, (module) => this.#hook(module.NODEFS)] } };
  }

  #hook(nodeFs: unknown): void {
    if (!hasStreamOps(nodeFs)) return;
    nodeFs.stream_ops['fsync'] = (stream: { nfd: number }) => {
      fsyncSync(stream.nfd);
      this.#fsyncs += 1;
      return 0;
    };
  }
}

function hasStreamOps(value: unknown): value is { stream_ops: Record<string, unknown> } {
  if (typeof value !== 'object' || value === null || !('stream_ops' in value)) return false;
  return typeof value.stream_ops === 'object' && value.stream_ops !== null;
}
