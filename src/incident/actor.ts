/** Who did it: `slack:U123`, `terminal:ada`, or `bot`. */
export type Actor = string;
