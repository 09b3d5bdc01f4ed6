/** The picture of a judged position. */

import type { Scheme } from "../../charts/palette.ts";
import { png } from "../../charts/png/png.ts";
import { profitChart } from "../../charts/profit/profit_chart.ts";
import type { Drawing } from "../../services/position/drawing.ts";
import type { Image } from "../tool.ts";

/** As PNG, which every host shows that shows pictures at all. */
export async function positionPicture(drawing: Drawing, scheme: Scheme): Promise<Image> {
  return { mimeType: "image/png", bytes: await png(profitChart({ ...drawing, scheme })) };
}
