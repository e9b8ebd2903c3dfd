import { expect, test } from '@jest/globals';
import { incidentPicture } from '../../../src/reports/pictures/incident.js';
import { svgOf } from '../../../src/reports/pictures/drawing.js';
import { toPng } from '../../../src/reports/png.js';
import { sizeOf } from './boxes.js';
import { accountOf, CLIMB, outOfMemory } from './stories.js';

const { svg } = incidentPicture(accountOf(outOfMemory(), { samples: CLIMB }));

/** Width and height as the file's header says. */
function pixelsOf(png: Uint8Array): readonly [number, number] {
  const view = new DataView(png.buffer, png.byteOffset);
  return [view.getUint32(16), view.getUint32(20)];
}

test('a PNG is twice as large as its picture, within 1 MB, and the same bytes each time', async () => {
  const png = await toPng(svg);
  expect(Buffer.from(png.subarray(0, 8)).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  const { width, height } = sizeOf(svg);
  expect(pixelsOf(png)).toEqual([width * 2, Math.round(height * 2)]);
  expect(png.byteLength).toBeLessThan(1_000_000);
  expect(Buffer.from(await toPng(svg)).equals(Buffer.from(png))).toBe(true);
});

test('a very high picture is made smaller, up to 4000 pixels', async () => {
  expect(pixelsOf(await toPng(svgOf(1_080, 8_000, 'high', [])))[1]).toBe(4_000);
});

test.each([
  '<image href="/etc/passwd"/>',
  '<script>1</script>',
  '<rect onload="x" width="1"/>',
  '<use xlink:href="#a"/>',
  '<rect fill="url(http://elsewhere)"/>',
  '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
  '<foreignObject/>',
])('an SVG with %s is none of ours', async (shape) => {
  await expect(toPng(svgOf(100, 100, 'x', [shape]))).rejects.toThrow('none of ours');
});

test('words about such things are only words', async () => {
  const shape = '<text x="1" y="20" font-size="20">&lt;image href=&quot;url(http://x)&quot;&gt;</text>';
  expect((await toPng(svgOf(100, 100, '<script> href="x"', [shape]))).byteLength).toBeGreaterThan(100);
});
