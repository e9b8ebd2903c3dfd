import { renderAsync } from '@resvg/resvg-js';
import { FONT_FILES } from './pictures/fonts.js';

/** Slack shows nothing larger well. */
const MOST_PIXELS = 4_000;
const MOST_BYTES = 1_000_000;
/** Two pixels a unit: sharp on a phone. */
const ZOOM = 2;

// What our pictures are made of; whatever else an SVG may hold could fetch, read files or run.
const ELEMENTS = 'svg|title|defs|pattern|g|rect|circle|line|polyline|polygon|path|text|tspan';
const FOREIGN = new RegExp(`<(?!/?(?:${ELEMENTS})[\\s/>])|<[^>]*\\s(?:[\\w-]*:?href|on\\w+|style|src)\\s*=`, 'i');
const FETCHES = /url\((?!#)/i;

/**
 * A picture of ours as PNG: the same bytes wherever it is made, at most 4000 pixels a side and 1 MB. Drawn beside everything else the
 * process does. Rejects for an SVG that holds more than shapes and words.
 */
export async function toPng(svg: string): Promise<Uint8Array> {
  if (FOREIGN.test(svg) || FETCHES.test(svg.replace(/>[^<]*</g, '><')))
    throw new Error('this SVG is none of ours: it holds more than shapes and words');
  const [width, height] = sizeOf(svg);
  const zoom = Math.min(ZOOM, MOST_PIXELS / width, MOST_PIXELS / height);
  const png = await render(svg, zoom);
  return png.byteLength <= MOST_BYTES ? png : render(svg, Math.min(zoom, 1));
}

async function render(svg: string, zoom: number): Promise<Uint8Array> {
  const font = { loadSystemFonts: false, fontFiles: [...FONT_FILES], defaultFontFamily: 'DejaVu Sans' };
  const drawn = await renderAsync(svg, { font, fitTo: { mode: 'zoom', value: zoom }, logLevel: 'off' });
  return drawn.asPng();
}

function sizeOf(svg: string): readonly [number, number] {
  const [, width, height] = /<svg [^>]*width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
  if (width === undefined || height === undefined) throw new Error('this SVG does not say how large it is');
  return [Number(width), Number(height)];
}
