/** Colours after Okabe and Ito, which people who see fewer colours tell apart; each also has a pattern or a word. */
export const INK = '#1b1b1b';
/** Still seven times as dark as the paper. */
export const DIM = '#575757';
export const GRID = '#dcdcdc';
export const BLUE = '#0072b2';
export const RED = '#b84a00';
export const GREEN = '#00694c';

/** What areas are filled with. */
export const FILLS = {
  none: 'none',
  paper: '#ffffff',
  ink: INK,
  blue: BLUE,
  red: RED,
  green: GREEN,
  grey: '#eeeeee',
  strong: '#e3f0f8',
  shade: '#cfe5f3',
  waiting: 'url(#waiting)',
  checking: 'url(#checking)',
  watching: 'url(#watching)',
  asking: 'url(#asking)',
  break: 'url(#break)',
} as const;
export type Fill = keyof typeof FILLS;

function pattern(id: string, size: number, paper: string, lines: string): string {
  const tile = `<rect width="${size}" height="${size}" fill="${paper}"/>${lines}`;
  return `<pattern id="${id}" width="${size}" height="${size}" patternUnits="userSpaceOnUse">${tile}</pattern>`;
}

/** The patterns by which areas are told apart without colour. */
export const PATTERNS = [
  pattern(
    'waiting',
    10,
    '#fff4e0',
    `<path d="M-2,12 L12,-2 M-2,2 L2,-2 M8,12 L12,8" stroke="${RED}" stroke-width="2"/>`,
  ),
  pattern('checking', 8, '#e3f0f8', `<circle cx="4" cy="4" r="2" fill="${BLUE}"/>`),
  pattern('watching', 8, '#e6f4ef', `<path d="M0,4 H8" stroke="${GREEN}" stroke-width="2"/>`),
  pattern('asking', 8, '#f3f3f3', `<path d="M4,0 V8" stroke="#555555" stroke-width="2"/>`),
  pattern('break', 12, '#ffffff', `<path d="M0,3 L6,9 L12,3" stroke="#b5b5b5" stroke-width="1.5" fill="none"/>`),
].join('');
