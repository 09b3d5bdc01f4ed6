/** A Worker that does the engine's jobs on demand: POST `{ job, times, input }`. */

import { type EngineInput, engineJobs, type Job } from "./engine_jobs.ts";

let jobs: Record<string, Job> | null = null;

export default {
  async fetch(request: Request): Promise<Response> {
    const { job, times, input } = await request.json() as { job: string; times: number; input?: EngineInput };
    if (input !== undefined) jobs = engineJobs(input);
    for (let done = 0; done < times; done++) jobs![job]!.run();
    return new Response("done");
  },
};
