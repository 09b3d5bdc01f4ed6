/** What holds for every page, whatever is on it: called by the test of each. */

import assert from "node:assert/strict";

export const NONCE = "n0nce";

/** Names that a client may give itself to get at the page or at its reader, with what must not be left of them. */
export const HOSTILE_NAMES = [
  `<script>alert(1)</script>`,
  `"><img src=x onerror=alert(1)>`,
  `' autofocus onfocus='alert(1)`,
  `&lt;b&gt;</title></style><b>`,
  "\u202eedualC\u202c \u2066hidden\u2069 \u200bzero\ufeff",
  "line one\r\nline\u2028two\u0000",
  "x".repeat(5_000),
  `a${"\u0301".repeat(500)}`,
];

const UNSEEN = /(?!\n)\p{C}|\p{Default_Ignorable_Code_Point}|\p{Zl}|\p{Zp}/u;

/** The opening tags of a document, by a reader that knows quotes. */
function tagsOf(html: string): { name: string; attributes: Record<string, string> }[] {
  const markup = html.replace(/(<style[^>]*>)[\s\S]*?<\/style>/g, "$1");
  const tags = [...markup.matchAll(/<([a-z][a-z0-9]*)((?:\s+[^\s=>"]+(?:="[^"]*")?)*)\s*\/?>/g)];
  assert.equal(tags.length, markup.match(/<[a-z]/gi)!.length, "a tag that is not written as ours are");
  return tags.map(([, name, rest]) => ({
    name: name!,
    attributes: Object.fromEntries(
      [...rest!.matchAll(/([^\s=]+)(?:="([^"]*)")?/g)].map(([, key, value]) => [key!, value ?? ""]),
    ),
  }));
}

/** Reads a page and fails where it breaks a rule of accessibility or safety. */
export function assertPageRules(html: string): void {
  assert.match(html, /^<!doctype html><html lang="en" dir="ltr">/);
  const tags = tagsOf(html);
  const named = (name: string) => tags.filter((tag) => tag.name === name);
  for (const single of ["h1", "main", "title", "footer", "style"]) {
    assert.equal(named(single).length, 1, `${single}: ${named(single).length}`);
  }
  assert.equal(named("style")[0]!.attributes.nonce, NONCE);
  assert.doesNotMatch(html, UNSEEN, "invisible characters");

  for (const forbidden of ["script", "iframe", "object", "img", "link", "base", "svg"]) {
    assert.deepEqual(named(forbidden), [], forbidden);
  }
  for (const { name, attributes } of tags) {
    for (const [key, value] of Object.entries(attributes)) {
      assert.doesNotMatch(key, /^on|^(style|autofocus|formaction|key)$/, `${name} ${key}`);
      if (key === "href" || key === "action") assert.match(value, /^(\/|#|https:\/\/)/, `${name} ${key}="${value}"`);
    }
    if (attributes.target === "_blank") assert.equal(attributes.rel, "noopener noreferrer");
  }

  const ids = tags.map(({ attributes }) => attributes.id).filter((id) => id !== undefined);
  assert.equal(new Set(ids).size, ids.length, `ids are given once: ${ids}`);
  for (const { name, attributes } of tags) {
    for (const key of ["aria-describedby", "aria-labelledby", "for"]) {
      for (const id of attributes[key]?.split(" ") ?? []) assert.ok(ids.includes(id), `${name} ${key} -> ${id}`);
    }
    if (attributes.href?.startsWith("#")) assert.ok(ids.includes(attributes.href.slice(1)), attributes.href);
  }

  const labelled = named("label").map(({ attributes }) => attributes.for);
  for (const { attributes } of named("input")) {
    if (attributes.type !== "hidden") assert.ok(labelled.includes(attributes.id), `a label for ${attributes.name}`);
  }
  assert.equal(named("fieldset").length, named("legend").length);
  for (const { attributes } of named("button")) assert.equal(attributes.type, "submit");
  for (const form of html.match(/<form[\s\S]*?<\/form>/g) ?? []) {
    assert.match(form, /^<form[^>]* method="post"/);
    assert.match(form, /<input type="hidden" name="csrf" value="[^"]+">/);
  }
}

/** The tag of the control with this id. */
export function controlOf(html: string, id: string): Record<string, string> {
  const tag = tagsOf(html).find(({ attributes }) => attributes.id === id);
  assert.ok(tag, `no control ${id}`);
  return tag.attributes;
}

/** The page's text as people read it, without its style. */
export const textOf = (html: string): string =>
  html.replace(/<style[\s\S]*?<\/style>/g, "").replace(/<[^>]+>/g, " ").replaceAll("&lt;", "<").replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&").replace(/\s+/g, " ");
