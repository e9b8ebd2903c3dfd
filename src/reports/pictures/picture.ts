/** A picture, and what it shows in a sentence or two for those who do not see it. */
export interface Picture {
  readonly svg: string;
  readonly alt: string;
}
