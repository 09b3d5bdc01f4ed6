/** What workerd has used, as the operating system counts it: inside, clocks stand still while a request computes. */

/** Milliseconds a tick of the scheduler's books stands for. */
const TICK = 10;

/** CPU milliseconds of all workerd processes so far; `null` where processes cannot be looked at (only Linux has `/proc`). */
export async function cpuOfWorkerd(): Promise<number | null> {
  let [sum, found] = [0, false];
  try {
    for await (const { name } of Deno.readDir("/proc")) {
      if (!/^\d+$/.test(name)) continue;
      const stat = await Deno.readTextFile(`/proc/${name}/stat`).catch(() => "");
      if (!/\(workerd\)/.test(stat)) continue;
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      sum += (Number(fields[11]) + Number(fields[12])) * TICK;
      found = true;
    }
  } catch {
    return null;
  }
  return found ? sum : null;
}
