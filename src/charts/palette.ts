/** The colours of the pictures, for a light and a dark room. Text has a contrast of at least 4.5 wherever it stands. */

export type Scheme = "light" | "dark";

export interface Palette {
  background: string;
  text: string;
  /** What is read second: ticks, the subtitle, the source. */
  quiet: string;
  grid: string;
  /** The line of no profit, and the frame of the axes. */
  zero: string;
  expiration: string;
  halfway: string;
  now: string;
  profit: string;
  loss: string;
  /** Words about profit and loss. */
  profitText: string;
  lossText: string;
  /** The expected move. */
  band: string;
  /** The mark of a simulated market, and the words on it. */
  mark: string;
  markText: string;
}

/** How strongly areas cover what is under them. */
export const AREA = 0.16;
export const BAND = 0.1;
/** How strongly the plate under a label covers the curves. */
export const PLATE = 0.85;

export const palettes: Record<Scheme, Palette> = {
  light: {
    background: "#ffffff",
    text: "#16202c",
    quiet: "#4d5966",
    grid: "#e6eaee",
    zero: "#77828e",
    expiration: "#1456b8",
    halfway: "#8336c4",
    now: "#b04a00",
    profit: "#12924a",
    loss: "#d3323c",
    profitText: "#0b6130",
    lossText: "#a81924",
    band: "#52708f",
    mark: "#fbe3a2",
    markText: "#5c3c00",
  },
  dark: {
    background: "#10161d",
    text: "#edf2f7",
    quiet: "#a9b5c2",
    grid: "#232c36",
    zero: "#7f8b98",
    expiration: "#6cb0ff",
    halfway: "#c99bff",
    now: "#ffa552",
    profit: "#2fbf71",
    loss: "#ff5d66",
    profitText: "#6fe0a0",
    lossText: "#ff9da3",
    band: "#8fb2d6",
    mark: "#4d3a07",
    markText: "#ffd978",
  },
};
