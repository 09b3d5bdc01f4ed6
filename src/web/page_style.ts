/**
 * The one style sheet of all pages: system fonts, one column, dark and light by the reader's own setting. A button that
 * was clicked takes no click for a second more: the browser would send the form again and drop the answer to the first.
 */
export const STYLE = `
:root{--ink:#16181d;--soft:#5b6270;--paper:#fbfaf8;--card:#fff;--line:#e4e1db;--edge:#7b818c;--accent:#b3123b;--wash:#f4f1ec;--ok:#0c6b4f;--warn:#8a5200;--bad:#a8200d}
@media(prefers-color-scheme:dark){:root{--ink:#eceae6;--soft:#a3a8b3;--paper:#121317;--card:#1a1c22;--line:#2c2f38;--edge:#7d8390;--accent:#ff7d9c;--wash:#20232b;--ok:#5fd0a8;--warn:#f0b357;--bad:#ff8f7a}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;-webkit-text-size-adjust:100%}
body>*{max-width:46.5rem;margin:0 auto;padding:0 1.25rem}
main{padding-top:clamp(1.5rem,5vw,4rem);overflow-wrap:break-word}
.wordmark+main{padding-top:clamp(1.4rem,4vw,2.4rem)}
h1{font-size:clamp(1.7rem,5.6vw,2.3rem);line-height:1.15;letter-spacing:-.025em;margin:0 0 .7rem;text-wrap:balance}
.name{font-size:clamp(2.6rem,9vw,4rem);line-height:1;letter-spacing:-.04em;margin:1.1rem 0 .7rem}
h2{font-size:.82rem;letter-spacing:.08em;text-transform:uppercase;color:var(--soft);margin:0 0 .8rem}
h3{font-size:1.05rem;line-height:1.35;margin:0}
.wordmark{display:flex;justify-content:space-between;align-items:center;gap:1rem;padding-top:1.1rem}
.wordmark a{font-weight:800;font-size:1.2rem;letter-spacing:-.03em;color:var(--ink);text-decoration:none}
.lead{font-size:clamp(1.08rem,3.2vw,1.2rem);line-height:1.45;color:var(--soft);margin:0;max-width:40rem;text-wrap:pretty}
.name+.lead{font-size:clamp(1.15rem,3.4vw,1.4rem);line-height:1.4;max-width:32rem}
.badge{display:inline-block;margin:0;padding:.15rem .7rem;border:1px solid currentColor;border-radius:99px;font-size:.85rem;font-weight:600;color:var(--ok)}
.badge[data-tone=warn]{color:var(--warn)}
.badge[data-tone=bad]{color:var(--bad)}
section,form.main{margin-top:2.6rem}
form.main>*+*{margin-top:1.6rem}
form.main>h2+p{margin-top:0}
p{margin:.6rem 0}
.note,.hint{color:var(--soft);font-size:.95rem}
.hint{margin:.15rem 0 0}
.seen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
pre{margin:.6rem 0;padding:.85rem 1rem;white-space:pre-wrap;overflow-wrap:anywhere;background:var(--wash);border-radius:.6rem;font:.88rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
pre.address{font-size:clamp(1rem,3.6vw,1.25rem);background:var(--card);border:1px solid var(--line);border-left:.3rem solid var(--accent)}
code{font:.85em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;color:var(--soft);overflow-wrap:anywhere}
bdi{overflow-wrap:anywhere}
details{border:1px solid var(--line);border-bottom-width:0;background:var(--card);padding:0 1rem}
details:first-of-type{border-radius:.7rem .7rem 0 0}
details:last-of-type{border-bottom-width:1px;border-radius:0 0 .7rem .7rem}
details:only-of-type{border-radius:.7rem}
summary{padding:.8rem 0;font-weight:600;cursor:pointer}
details[open]{padding-bottom:.6rem}
details p{margin:0 0 .4rem}
dl{margin:0}
dt{font-weight:600}
dd{margin:.2rem 0 1rem;color:var(--soft)}
.card{padding:1rem 1.15rem;background:var(--card);border:1px solid var(--line);border-radius:.7rem}
.card+.card{margin-top:.7rem}
.facts>div+div{margin-top:.85rem;padding-top:.85rem;border-top:1px solid var(--line)}
.facts dt{font-weight:400;font-size:.9rem;color:var(--soft)}
.facts dd{margin:0;color:var(--ink)}
.facts strong{margin-right:.5rem}
@media(min-width:34rem){.facts>div{display:grid;grid-template-columns:9.5rem 1fr;gap:1rem}.facts dt{padding-top:.1rem}}
.notice{margin-top:1.2rem;padding:.9rem 1.15rem;background:var(--wash);border:1px solid var(--warn);border-left-width:.35rem;border-radius:.6rem}
.notice a{color:inherit}
.notice h2{font-size:1.02rem;letter-spacing:0;text-transform:none;color:var(--warn);margin:0}
.notice p{margin:.25rem 0 0}
.notice[data-tone=bad]{border-color:var(--bad)}
.notice[data-tone=bad] h2{color:var(--bad)}
.notice dl{margin-top:.7rem}
.notice dd{margin:0 0 .5rem}
.notice dd:last-child{margin:0}
fieldset{margin:0;padding:0;border:0;min-width:0}
legend{padding:0;margin:0 0 .7rem;font-size:1.15rem;font-weight:700}
.choice{display:grid;grid-template-columns:1.35rem 1fr;gap:0 .85rem;align-items:start}
.choice input{width:1.35rem;height:1.35rem;margin:.13rem 0 0;accent-color:var(--ink)}
label{font-weight:600;cursor:pointer}
.choice p{grid-column:2}
label .hint{font-weight:400}
.choice:has(input:disabled) label{cursor:default}
.field+.field{margin-top:1.2rem}
.field input{display:block;width:100%;min-height:3rem;margin-top:.5rem;padding:.6rem .8rem;background:var(--card);color:var(--ink);border:1px solid var(--edge);border-radius:.5rem;font:1rem/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.field input[aria-invalid]{border:2px solid var(--bad)}
.field input:disabled{background:var(--wash);cursor:not-allowed}
.wrong{margin:.4rem 0 0;color:var(--bad);font-weight:600;font-size:.95rem}
button,.button{display:inline-block;min-height:2.9rem;padding:.65rem 1.3rem;border:1px solid var(--edge);border-radius:.6rem;background:var(--card);color:var(--ink);font:inherit;font-weight:600;line-height:1.4;text-align:center;text-decoration:none;cursor:pointer}
button:hover,.button:hover{border-color:var(--ink)}
.primary{background:var(--ink);border-color:var(--ink);color:var(--paper)}
.primary:hover{background:var(--soft)}
.grave{color:var(--bad);border-color:var(--bad)}
.grave:hover{background:var(--wash);border-color:var(--bad)}
.small{min-height:2.4rem;padding:.35rem .95rem;font-size:.95rem}
.plain{border:0;background:none;padding:.6rem .2rem;color:var(--accent);text-decoration:underline;font-weight:400}
button{transition:pointer-events 0s 1s allow-discrete}
button:focus:not(:focus-visible,:active){pointer-events:none;transition:none}
button:disabled{background:var(--wash);border-color:var(--line);color:var(--soft);cursor:not-allowed}
.actions{display:flex;flex-wrap:wrap;gap:.8rem}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:.8rem}
.arriving{animation:arrive .7s}
@keyframes arrive{from,99%{pointer-events:none}}
.row{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:start;gap:.6rem 1rem}
.row>:first-child{flex:1 1 16rem;min-width:0}
time,.whole{white-space:nowrap}
ol{margin:0;padding:0;list-style:none;counter-reset:step}
.steps{margin-top:1.3rem}
.steps>li{position:relative;padding:0 0 1.15rem 2.9rem;counter-increment:step}
.steps>li::before{content:counter(step);position:absolute;left:0;top:-.1rem;width:1.9rem;height:1.9rem;border:1px solid var(--edge);border-radius:50%;font-weight:600;font-size:.95rem;line-height:1.8rem;text-align:center}
.steps>li:not(:last-child)::after{content:"";position:absolute;left:.95rem;top:2.1rem;bottom:.4rem;border-left:1px solid var(--line)}
.steps p{margin:.2rem 0 0}
.events>li{display:grid;gap:0 1.2rem;padding:.55rem 0;border-top:1px solid var(--line)}
.events time{color:var(--soft);font-size:.95rem;font-variant-numeric:tabular-nums}
@media(min-width:34rem){.events>li{grid-template-columns:11rem 1fr}}
.card+details,.notice+details{margin-top:.7rem}
.card+form{margin-top:1rem}
.notice+ul{margin-top:1.2rem}
.onward{margin-top:1.6rem}
ul{margin:.6rem 0;padding-left:1.2rem}
a{color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:.3rem}
button:focus-visible,.button:focus-visible,input:focus-visible{border-radius:.6rem}
footer{padding-bottom:3rem;font-size:.9rem;color:var(--soft)}
footer::before{content:"";display:block;margin:3.2rem 0 1rem;border-top:1px solid var(--line)}
footer p{margin:.2rem 0}
`;
