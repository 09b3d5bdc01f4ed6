/** Figures and dates as traders write them. */

import { type Day, newYorkDay, newYorkMinutes } from "../core/calendar.ts";

/** What prices of the underlying are counted in: dollars of a share, or points of an index or a future. */
export type Unit = "dollars" | "points";

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ",");

/** A number without sign and with so many decimals. */
export function plain(value: number, decimals: number): string {
  const [whole, part] = Math.abs(value).toFixed(decimals).split(".") as [string, string?];
  return part === undefined ? grouped(whole) : `${grouped(whole)}.${part}`;
}

/** Decimals that a price of this size is quoted with. */
export function priceDecimals(price: number, unit: Unit): number {
  const size = Math.abs(price);
  if (size >= 100_000) return 0;
  if (size >= 10 || (size >= 1 && unit === "dollars")) return 2;
  if (size >= 0.01) return 4;
  return size === 0 ? 2 : Math.min(12, 2 - Math.floor(Math.log10(size)));
}

/** A price of the underlying: `$571.35`, `5,812.25` points. */
export function priceText(price: number, unit: Unit, decimals: number = priceDecimals(price, unit)): string {
  const sign = price < 0 && Number(price.toFixed(decimals)) !== 0 ? "−" : "";
  return `${sign}${unit === "dollars" ? "$" : ""}${plain(price, decimals)}`;
}

/** A strike as it is listed: `540`, `542.5`, `1.085`. */
export const strikeText = (strike: number): string =>
  plain(strike, strike >= 1 ? 4 : 8).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");

/** Profit or loss: `$12.50`, `−$1,250`, `$2.5M`. `always` puts a plus before what is gained. */
export function dollarText(value: number, always = false): string {
  const size = Math.abs(value);
  const text = size >= 999_950_000
    ? `${short(size / 1e9)}B`
    : size >= 999_500
    ? `${short(size / 1e6)}M`
    : plain(size, size >= 999.995 || Math.abs(size - Math.round(size)) < 0.005 ? 0 : 2);
  const isNothing = /^[0.]+$/.test(text);
  return `${isNothing ? "" : value < 0 ? "−" : always ? "+" : ""}$${text}`;
}

/** Two decimals below a hundred, without zeros at their end. */
const short = (value: number): string =>
  value >= 99.995 ? plain(value, 0) : plain(value, 2).replace(/0$/, "").replace(/\.0$/, "");

/** Profit or loss on an axis whose figures need so many decimals to be told apart. */
export const dollarTick = (value: number, decimals: number): string =>
  decimals === 0 ? dollarText(value) : `${value < 0 ? "−" : ""}$${plain(value, Math.max(2, decimals))}`;

/** A part as signed percent: `−4.2%`; no decimals from 100 on. */
export function percentText(part: number): string {
  const percent = part * 100;
  const text = plain(percent, Math.abs(percent) >= 99.95 ? 0 : 1);
  return `${/^[0.]+$/.test(text) ? "" : percent < 0 ? "−" : "+"}${text}%`;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `Jan 15`, and with the year where it is another than that of `today`: `Jan 15, 2027`. */
export function dayText(day: Day, today: Day): string {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  return `${MONTHS[month - 1]} ${date}${day.slice(0, 4) === today.slice(0, 4) ? "" : `, ${year}`}`;
}

/** `10:31 ET` */
export function timeText(at: number): string {
  const minutes = newYorkMinutes(at);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)} ET`;
}

/** `Nov 22, 2026, 10:31 ET` */
export const stampText = (at: number): string => `${dayText(newYorkDay(at), "")}, ${timeText(at)}`;
