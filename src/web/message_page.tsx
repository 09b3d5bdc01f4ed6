/** A page that says one thing: an expired request, a strange client, the wrong browser, a farewell. */

import { Page } from "./page.tsx";

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
