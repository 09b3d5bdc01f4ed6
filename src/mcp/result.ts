/** Answers of tools as the protocol's results: compact JSON text, or one sentence that says what went wrong. */

import type { CallToolResult } from "@modelcontextprotocol/server";
import type * as z from "zod";
import { explain, type Result } from "../core/failure.ts";
import { type Image, imagesOf } from "../tools/tool.ts";

/** No answer is longer, in characters: clients cut or refuse beyond about 150,000. */
const HARD_CAP = 100_000;

/** The answer as text with its pictures behind it, or the failure as a sentence with the next step. */
export function toolResult(result: Result<unknown>): CallToolResult {
  if (!result.ok) return errorResult(explain(result.failure));
  const text = JSON.stringify(result.value);
  if (text.length <= HARD_CAP) {
    return { content: [{ type: "text", text }, ...imagesOf(result.value).map(imageContent)] };
  }
  return errorResult(`The answer has ${text.length} characters, too many to show. Narrow the question.`);
}

const imageContent = ({ mimeType, bytes }: Image) => ({ type: "image" as const, mimeType, data: bytes.toBase64() });

/** A failure the model may read and act on. */
export function errorResult(text: string): CallToolResult {
  return { content: [{ type: "text", text }], isError: true };
}

/** Wrong arguments in one sentence each, with the names the tool does take. */
export function argumentError(
  tool: string,
  issues: readonly z.core.$ZodIssue[],
  names: readonly string[],
): CallToolResult {
  const problems = issues.slice(0, 5).map((issue) => {
    if (issue.code === "unrecognized_keys") {
      return `unknown argument${issue.keys.length > 1 ? "s" : ""} ${issue.keys.slice(0, 5).map(shown).join(", ")}`;
    }
    const path = issue.path.map(String).join(".");
    return `${path === "" ? "the arguments" : shown(path)}: ${lowerFirst(issue.message)}`;
  });
  return errorResult(`${tool}: ${problems.join("; ")}. It takes ${names.map(shown).join(", ")}.`);
}

/** Names that came from outside are shortened and stripped, so that they cannot pose as our own words. */
const shown = (name: string): string => `\`${name.slice(0, 40).replace(/[^\w.\-[\]]/g, "?")}\``;

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
