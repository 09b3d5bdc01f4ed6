/** The home page's style sheet: system fonts, one column, dark and light by the reader's own setting. */
export const STYLE = `
:root{--ink:#16181d;--soft:#5b6270;--paper:#fbfaf8;--card:#fff;--line:#e4e1db;--accent:#b3123b;--wash:#f4f1ec;--ok:#0c6b4f;--warn:#8a5200}
@media(prefers-color-scheme:dark){:root{--ink:#eceae6;--soft:#a3a8b3;--paper:#121317;--card:#1a1c22;--line:#2c2f38;--accent:#ff7d9c;--wash:#20232b;--ok:#5fd0a8;--warn:#f0b357}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;-webkit-text-size-adjust:100%}
main{max-width:44rem;margin:0 auto;padding:clamp(1.5rem,5vw,4rem) 1.25rem 3rem}
h1{font-size:clamp(2.6rem,9vw,4rem);line-height:1;letter-spacing:-.04em;margin:1.1rem 0 .7rem}
h2{font-size:.82rem;letter-spacing:.08em;text-transform:uppercase;color:var(--soft);margin:0 0 .8rem}
.lead{font-size:clamp(1.15rem,3.4vw,1.4rem);line-height:1.4;color:var(--soft);margin:0;max-width:32rem}
.badge{display:inline-block;margin:0;padding:.15rem .7rem;border:1px solid currentColor;border-radius:99px;font-size:.85rem;font-weight:600;color:var(--ok)}
.badge[data-mode=simulated]{color:var(--warn)}
section{margin-top:2.6rem}
p{margin:.6rem 0}
.note{color:var(--soft);font-size:.95rem}
pre{margin:.6rem 0;padding:.85rem 1rem;white-space:pre-wrap;overflow-wrap:anywhere;background:var(--wash);border-radius:.6rem;font:.88rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
pre.address{font-size:clamp(1rem,3.6vw,1.25rem);background:var(--card);border:1px solid var(--line);border-left:.3rem solid var(--accent)}
code{font:.85em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;color:var(--soft)}
details{border:1px solid var(--line);border-bottom-width:0;background:var(--card);padding:0 1rem}
details:first-of-type{border-radius:.7rem .7rem 0 0}
details:last-of-type{border-bottom-width:1px;border-radius:0 0 .7rem .7rem}
summary{padding:.8rem 0;font-weight:600;cursor:pointer}
details[open]{padding-bottom:.6rem}
details p{margin:0 0 .4rem}
dl{margin:0}
dt{font-weight:600}
dd{margin:.2rem 0 1rem;color:var(--soft)}
a{color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:.3rem}
footer{margin-top:3.2rem;padding-top:1rem;border-top:1px solid var(--line);font-size:.9rem;color:var(--soft)}
footer p{margin:.2rem 0}
`;
