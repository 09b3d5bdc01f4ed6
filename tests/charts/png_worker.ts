/** A Worker that draws: what `worker_test.ts` runs in workerd. */

import { condor } from "./positions.ts";

export default {
  async fetch(request: Request): Promise<Response> {
    const scheme = new URL(request.url).pathname === "/dark" ? "dark" : "light";
    const { profitChart } = await import("../../src/charts/profit/profit_chart.ts");
    const { png } = await import("../../src/charts/png/png.ts");
    const image = await png(profitChart({ ...condor, scheme }));
    return new Response(image, { headers: { "content-type": "image/png" } });
  },
};
