/** `src/deno.ts` in a process of its own, as the tasks run it. */

export interface Program extends AsyncDisposable {
  /** The first address the program printed. */
  origin: string;
  output: () => string;
  /** Ends it as Ctrl-C does, and gives its exit code. */
  stop(): Promise<number>;
  /** Waits until it ends by itself, and gives its exit code. */
  end(): Promise<number>;
}

/** Runs `src/deno.ts` as the tasks do, in a folder of its own, until it prints an address. */
export async function start(args: string[], environment: Record<string, string> = {}, devVars = ""): Promise<Program> {
  const folder = await Deno.makeTempDir({ prefix: "ttai-" });
  await Deno.writeTextFile(`${folder}/.dev.vars`, devVars);
  const root = new URL("../../", import.meta.url);
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--config",
      new URL("deno.json", root).pathname,
      new URL("src/deno.ts", root).pathname,
      ...args,
    ],
    cwd: folder,
    clearEnv: true,
    env: { PATH: Deno.env.get("PATH") ?? "", HOME: Deno.env.get("HOME") ?? "", PORT: "0", ...environment },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let text = "";
  const printed = Promise.withResolvers<string>();
  const read = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => {
    for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const address = /http:\/\/[\w.]+:\d+/.exec(text);
      if (address) printed.resolve(address[0]);
    }
  };
  const reading = Promise.all([read(child.stdout), read(child.stderr)]).then(() => printed.resolve(""));
  let ended: Promise<number> | null = null;
  const end = () =>
    ended ??= (async () => {
      const { code } = await child.status;
      await reading;
      await Deno.remove(folder, { recursive: true });
      return code;
    })();
  const stop = () => {
    try {
      child.kill("SIGTERM");
    } catch {
      // It has ended by itself.
    }
    return end();
  };
  return {
    origin: await printed.promise,
    output: () => text,
    stop,
    end,
    [Symbol.asyncDispose]: async () => void await stop(),
  };
}

/** A port that nobody listens on, for a program whose address must stay the same when it is started again. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
