/** A page that says one thing: an expired request, a strange client, the wrong browser, a farewell. */

import { Page } from "./page.tsx";
import { show, type Visit } from "./visit.ts";

export interface MessagePageProps {
  nonce: string;
  /** The heading; our own words, as is `text`. */
  title: string;
  text: string;
  /** Where to go from here. */
  action?: { href: string; label: string };
  /** The number under which the operator finds this in the log. */
  reference?: string;
}

export const MessagePage = ({ nonce, title, text, action, reference }: MessagePageProps) => (
  <Page title={`${title} · TTAI`} nonce={nonce}>
    <h1>{title}</h1>
    <p class="lead">{text}</p>
    {action !== undefined && (
      <p class="onward">
        <a class="button" href={action.href}>{action.label}</a>
      </p>
    )}
    {reference !== undefined && (
      <p class="note">
        If you ask the operator about this, name the reference <code>{reference}</code>.
      </p>
    )}
  </Page>
);

/** Tells a browser that something of ours broke; the log has the rest under the reference. */
export const showBroken = (visit: Visit, reference: string): Response =>
  show(visit, (nonce) =>
    MessagePage({
      nonce,
      title: "Something in TTAI broke",
      text: "It is not your doing. Go back and try once more.",
      reference,
    }), { status: 500 });

/** Tells a browser that there is no such page. */
export const showNothing = (visit: Visit): Response =>
  show(visit, (nonce) =>
    MessagePage({
      nonce,
      title: "There is nothing here",
      text: "The address may have a slip in it. How to connect an application is told on the first page.",
      action: { href: "/", label: "How to connect" },
    }), { status: 404 });
