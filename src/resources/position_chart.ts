/** `chart://position/{legs}`: the picture of a position, drawn at the prices of the moment. */

import { defineResource } from "./resource.ts";

export const positionChart = defineResource({
  uri: "chart://position/{legs}",
  name: "position_chart",
  title: "Chart of a position",
  description:
    "Profit and loss of a position over the price, now, at half time and at expiration. `legs` as in `chart_uri` of analyze_position: SPY:-1x261218P640@3.45,1xP620@1.2.svg; .png instead of .svg for a bitmap, .dark before it for dark colours.",
  mimeType: null,
  readFile: async (value, context) => (await import("./answers/position_chart.ts")).drawPositionChart(value, context),
});
