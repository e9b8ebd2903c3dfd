import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const MOST_COLOURS = 256;

/**
 * A picture of a screen with a palette of its 256 commonest colours, a third as large. Takes what Chromium writes (8 bits,
 * RGB or RGBA without transparency, not interlaced) and throws at anything else.
 */
export function smallerPng(png: Buffer): Buffer {
  const chunks = chunksOf(png);
  const head = chunks.find(({ type }) => type === 'IHDR')?.data ?? Buffer.alloc(13);
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  const channels = new Map([
    [2, 3],
    [6, 4],
  ]).get(head.readUInt8(9));
  if (channels === undefined || head.readUInt8(8) !== 8 || head.readUInt8(12) !== 0) throw new Error('not such a PNG');
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  const colours = coloursOf(inflateSync(packed), width, height, channels);
  const palette = commonest(colours);
  const next = Buffer.from(head);
  next.set([8, 3], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', next),
    chunk('PLTE', Buffer.from(palette.flatMap((one) => [one >> 16, (one >> 8) & 255, one & 255]))),
    chunk('IDAT', deflateSync(indexed(colours, palette, width), { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

function chunksOf(png: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return chunks;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** The colour of each pixel as 0xrrggbb: PNG's filters undone. */
function coloursOf(filtered: Buffer, width: number, height: number, channels: number): Uint32Array {
  const stride = width * channels;
  const colours = new Uint32Array(width * height);
  let above = new Uint8Array(stride);
  for (let y = 0; y < height; y += 1) {
    const start = y * (stride + 1);
    const filter = filtered[start] ?? 0;
    const row = Uint8Array.from(filtered.subarray(start + 1, start + 1 + stride));
    for (let x = 0; x < stride; x += 1) {
      const left = x < channels ? 0 : (row[x - channels] ?? 0);
      const corner = x < channels ? 0 : (above[x - channels] ?? 0);
      row[x] = (row[x] ?? 0) + guessed(filter, left, above[x] ?? 0, corner);
    }
    for (let x = 0; x < width; x += 1) {
      const at = x * channels;
      colours[y * width + x] = ((row[at] ?? 0) << 16) | ((row[at + 1] ?? 0) << 8) | (row[at + 2] ?? 0);
    }
    above = row;
  }
  return colours;
}

function guessed(filter: number, left: number, up: number, corner: number): number {
  switch (filter) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    default: {
      const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
      return a <= b && a <= c ? left : b <= c ? up : corner;
    }
  }
}

function commonest(colours: Uint32Array): number[] {
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .slice(0, MOST_COLOURS)
    .map(([colour]) => colour);
}

/** Each row as indexes into the palette, unfiltered. */
function indexed(colours: Uint32Array, palette: readonly number[], width: number): Buffer {
  const indexes = new Map(palette.map((colour, at) => [colour, at]));
  const rows = Buffer.alloc(colours.length + colours.length / width);
  colours.forEach((colour, at) => {
    const index = indexes.get(colour) ?? nearest(colour, palette);
    indexes.set(colour, index);
    rows[at + Math.floor(at / width) + 1] = index;
  });
  return rows;
}

function nearest(colour: number, palette: readonly number[]): number {
  const far = (one: number): number =>
    [16, 8, 0].reduce((sum, shift) => sum + (((one >> shift) & 255) - ((colour >> shift) & 255)) ** 2, 0);
  const distances = palette.map(far);
  return distances.indexOf(Math.min(...distances));
}
