/** Structured logs: one JSON object a line, with chosen fields only. Free text from outside never goes in. */

/** From the noisiest to the quietest. */
export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = typeof LOG_LEVELS[number];

/** What a line may carry: plain values, already safe to show. */
export type LogFields = Record<string, string | number | boolean | null | undefined>;

/** Writes one line; `event` is a fixed phrase such as `request` or `broker answer changed`. */
export type Log = (level: LogLevel, event: string, fields?: LogFields) => void;

/**
 * A log that hands every line at or above `least` to `write`. Fields are chosen so that no secret is among them; should
 * one of `secrets` still appear, in the stack of a bug say, it is blotted out.
 */
export function createLog(
  { write, now, least, secrets = [] }: {
    write: (line: string) => void;
    now: () => number;
    least: LogLevel;
    secrets?: readonly string[];
  },
): Log {
  const threshold = LOG_LEVELS.indexOf(least);
  return (level, event, fields) => {
    if (LOG_LEVELS.indexOf(level) < threshold) return;
    let line = JSON.stringify({ time: new Date(now()).toISOString(), level, event, ...fields });
    for (const secret of secrets) line = line.replaceAll(secret, "[secret]");
    write(line);
  };
}
