/** The frame of the simulated broker's pages: no script, marked as simulated. */

const STYLE = `:root{color-scheme:light dark}
main{max-width:30rem;margin:auto;padding:1rem;font:17px/1.5 system-ui;overflow-wrap:anywhere}
aside{border:2px dashed #c60;padding:1rem}
label,small{display:block;padding:.3rem 0}
button{margin-top:1rem;padding:.6rem;font:inherit}`;

/** SHA-256 of the style, by which the page's policy lets it pass. */
const STYLE_HASH = "DwjehxRmaoDIXfAeuqzwFd24QHKNQKqOycJId5DZRWw=";

/** Text made safe for an element or a quoted attribute. */
export const safe = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** A whole page. `content` is HTML. */
export function pageResponse(status: number, title: string, content: string): Response {
  const html = `<!DOCTYPE html><html lang="en"><meta name="viewport" content="width=device-width">` +
    `<title>Simulated: ${title}</title><style>${STYLE}</style><main><aside><b>SIMULATED</b>: ` +
    `everybody here is made up.</aside><h1>${title}</h1>${content}</main>`;
  return new Response(html, {
    status,
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      // Without form-action: browsers hold it against every redirect that follows the form, and those lead elsewhere.
      "Content-Security-Policy": `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; frame-ancestors 'none'`,
      "Cache-Control": "no-store",
      "X-Simulated": "true",
    },
  });
}
